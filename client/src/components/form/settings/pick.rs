//! A choice of one of a few fixed values, as a native select.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// `named` is what the field is called in the page and for people.
pub(super) fn pick<T: Copy + PartialEq + 'static>(
    (name, label): (&'static str, &'static str),
    options: &[(T, &'static str)],
    chosen: T,
    disabled: bool,
    on_pick: Callback<T>,
) -> Html {
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let onchange = Callback::from(move |event: Event| {
        let place = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
        if let Some(value) = place.and_then(|place: usize| values.get(place)) {
            on_pick.emit(*value);
        }
    });
    let option = |(place, (value, words)): (usize, &(T, &'static str))| {
        html! { <option key={place} value={place.to_string()} selected={*value == chosen}>{ *words }</option> }
    };
    html! {
        <label class="field">
            <span class="field-label">{ label }</span>
            <select class="input" {name} {disabled} {onchange}>{ for options.iter().enumerate().map(option) }</select>
        </label>
    }
}
