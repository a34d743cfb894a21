//! A pick: a native list of options with a label of its own words. It knows no property.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Code and words of the options of one group; a heading stands where there is one.
pub(super) type Options = (&'static str, Vec<(String, String)>);

/// A list to choose from.
pub(super) struct Pick {
    /// Names it in the page.
    pub(super) name: String,
    pub(super) label: String,
    /// Whether the label is only read aloud.
    pub(super) is_bare: bool,
    pub(super) groups: Vec<Options>,
    pub(super) chosen: String,
    pub(super) disabled: bool,
    pub(super) on_pick: Callback<String>,
}

/// An option.
pub(super) fn option(code: &str, words: &str) -> (String, String) {
    (code.to_owned(), words.to_owned())
}

pub(super) fn pick(pick: Pick) -> Html {
    shown(pick, false)
}

/// A list from which one thing after the other is taken: it stands at its first option again at once.
pub(super) fn adder(pick: Pick) -> Html {
    shown(pick, true)
}

fn shown(pick: Pick, is_adder: bool) -> Html {
    let onchange = {
        let on_pick = pick.on_pick.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let picked = select.value();
                if is_adder {
                    select.set_selected_index(0);
                }
                on_pick.emit(picked);
            }
        })
    };
    let is_known = pick.groups.iter().flat_map(|(_, options)| options).any(|(code, _)| *code == pick.chosen);
    let select = html! {
        <select class="input" name={pick.name} disabled={pick.disabled} {onchange}
            aria-label={pick.is_bare.then(|| pick.label.clone())} title={pick.is_bare.then(|| pick.label.clone())}>
            if !is_known {
                <option key="unknown" value={pick.chosen.clone()} selected=true>{ &pick.chosen }</option>
            }
            { for pick.groups.iter().map(|group| options(group, &pick.chosen)) }
        </select>
    };
    if pick.is_bare {
        return select;
    }
    html! { <label class="field"><span class="field-label">{ pick.label }</span>{ select }</label> }
}

fn options((heading, options): &Options, chosen: &str) -> Html {
    let option = |(code, words): &(String, String)| {
        html! { <option key={code.clone()} value={code.clone()} selected={code == chosen}>{ words }</option> }
    };
    let options = options.iter().map(option);
    if heading.is_empty() {
        html! { <>{ for options }</> }
    } else {
        html! { <optgroup label={*heading}>{ for options }</optgroup> }
    }
}
