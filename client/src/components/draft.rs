//! A draft: what a person is typing. While the input has the focus the draft stands, so that an incoming value of
//! somebody else does not interrupt; the input shows what is true again when the focus leaves.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A text that is shown in an input and may be typed over.
#[derive(Clone)]
pub(crate) struct Draft {
    /// What the input shows.
    pub(crate) text: AttrValue,
    /// Takes what was typed.
    pub(crate) oninput: Callback<InputEvent>,
    /// Begins the draft.
    pub(crate) onfocus: Callback<FocusEvent>,
    /// Ends it.
    pub(crate) onblur: Callback<FocusEvent>,
}

/// A draft over `truth`; `on_text` hears of every keystroke.
#[hook]
pub(crate) fn use_draft(truth: &str, on_text: Callback<String>) -> Draft {
    let typed = use_state(|| None::<AttrValue>);
    let text = (*typed).clone().unwrap_or_else(|| AttrValue::from(truth.to_owned()));
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            let Some(text) = text_of(&event) else { return };
            typed.set(Some(text.clone().into()));
            on_text.emit(text);
        })
    };
    let onfocus = {
        let (typed, text) = (typed.setter(), text.clone());
        Callback::from(move |_: FocusEvent| typed.set(Some(text.clone())))
    };
    let onblur = {
        let typed = typed.setter();
        Callback::from(move |_: FocusEvent| typed.set(None))
    };
    Draft { text, oninput, onfocus, onblur }
}

fn text_of(event: &InputEvent) -> Option<String> {
    let input = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
    input.or_else(|| event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()))
}
