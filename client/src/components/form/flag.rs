//! A flag: yes or no, as a box that is ticked.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct FlagProps {
    /// Names the field in the page.
    pub(super) name: AttrValue,
    pub(super) words: AttrValue,
    pub(super) checked: bool,
    pub(super) disabled: bool,
    pub(super) on_flag: Callback<bool>,
}

#[component]
pub(super) fn Flag(props: &FlagProps) -> Html {
    let onchange = {
        let on_flag = props.on_flag.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_flag.emit(input.checked());
            }
        })
    };
    html! {
        <label class="tick">
            <input type="checkbox" name={props.name.clone()} checked={props.checked} disabled={props.disabled} {onchange} />
            <span dir="auto">{ &props.words }</span>
        </label>
    }
}
