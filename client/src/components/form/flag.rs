//! A flag: yes or no, as a box that is ticked.

use yew::prelude::*;

/// A box with its words; `name` names it in the page.
pub(super) fn flag(name: &'static str, words: &str, checked: bool, disabled: bool, on_flag: &Callback<bool>) -> Html {
    let onchange = on_flag.reform(move |_: Event| !checked);
    html! {
        <label class="tick">
            <input type="checkbox" {name} {checked} {disabled} {onchange} />
            <span dir="auto">{ words.to_owned() }</span>
        </label>
    }
}
