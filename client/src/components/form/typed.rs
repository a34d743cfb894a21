//! What is typed into an input of the form: each keystroke that makes sense is an edit. What is no number, and an
//! expression that cannot be read, is said beside the input with its place, and changes nothing.

use yew::prelude::*;

use crate::{
    components::{Glyph, draft::use_draft, icon},
    engine,
    later::Known,
    locale::{FormWord as W, say, say_filled},
};

#[derive(PartialEq, Properties)]
pub(super) struct TypedProps {
    pub(super) name: String,
    pub(super) label: &'static str,
    #[prop_or_default]
    pub(super) hint: &'static str,
    /// What stands there.
    pub(super) shown: String,
    #[prop_or_default]
    pub(super) is_number: bool,
    #[prop_or_default]
    pub(super) is_formula: bool,
    pub(super) disabled: bool,
    pub(super) on_text: Callback<String>,
}

#[component]
pub(super) fn Typed(props: &TypedProps) -> Html {
    let (is_number, is_formula) = (props.is_number, props.is_formula);
    let on_text = {
        let on_text = props.on_text.clone();
        Callback::from(move |text: String| {
            if problem(&text, is_number, is_formula).is_none() {
                on_text.emit(text);
            }
        })
    };
    let draft = use_draft(&props.shown, on_text);
    let problem = problem(&draft.text, is_number, is_formula);
    let problem_id = problem.as_ref().map(|_| format!("problem-{}", props.name));
    let inputmode = if is_number { "decimal" } else { "text" };
    let dir = if is_formula { "ltr" } else { "auto" };
    html! {
        <label class="field">
            <span class="field-label">{ props.label }</span>
            <input class="input" {dir} name={props.name.clone()} {inputmode} autocomplete="off" spellcheck="false"
                value={draft.text} disabled={props.disabled} oninput={draft.oninput} onfocus={draft.onfocus} onblur={draft.onblur}
                aria-invalid={problem.as_ref().map(|_| "true")} aria-describedby={problem_id.clone()} />
            if let Some(problem) = problem {
                <span class="field-problem" id={problem_id} role="alert">{ icon(Glyph::Problem) }<bdi>{ problem }</bdi></span>
            } else if !props.hint.is_empty() {
                <span class="field-hint" dir="auto">{ props.hint }</span>
            }
        </label>
    }
}

/// Why a text may not stand there.
fn problem(text: &str, is_number: bool, is_formula: bool) -> Option<String> {
    let text = text.trim();
    if is_number && !text.is_empty() && serde_json::from_str::<f64>(text).is_err() {
        return Some(say(W::NoNumber).to_owned());
    }
    let Known::Here(engine) = engine::known() else { return None };
    if !is_formula || text.starts_with('{') {
        return None;
    }
    let (position, reason) = (engine.misread)(text)?;
    Some(say_filled(W::AtCharacter, &[("position", &position.to_string()), ("reason", &reason)]))
}
