//! Undo and redo in the bar: each says what it would do, also when there is nothing. They stay in reach of the focus,
//! so that whoever takes back everything by the keyboard does not lose it with the last step. The keys are the usual
//! ones; in a text that somebody types they are the browser's, which takes back letters.

use document::{Direction, Label};
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

use super::{Glyph, icon};
use crate::{locale::turn_words, workspace::Edit};

#[derive(PartialEq, Properties)]
pub(crate) struct TurnsProps {
    pub(crate) undo: Option<Label>,
    pub(crate) redo: Option<Label>,
    pub(crate) editable: bool,
    pub(crate) on_edit: Callback<Edit>,
}

#[component]
pub(crate) fn Turns(props: &TurnsProps) -> Html {
    let turn = |direction, label: &Option<Label>| {
        let (glyph, edit, name) = match direction {
            Direction::Undo => (Glyph::Undo, Edit::Undo, "undo"),
            Direction::Redo => (Glyph::Redo, Edit::Redo, "redo"),
        };
        let usable = props.editable && label.is_some();
        let words = turn_words(direction, label.as_ref());
        let on_edit = props.on_edit.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if usable {
                on_edit.emit(edit.clone());
            }
        });
        html! {
            <button type="button" class="button button-bare button-icon" data-turn={name} title={words.clone()}
                aria-label={words} aria-disabled={(!usable).to_string()} {onclick}>
                { icon(glyph) }
            </button>
        }
    };
    html! { <>{ turn(Direction::Undo, &props.undo) }{ turn(Direction::Redo, &props.redo) }</> }
}

/// Ctrl or Cmd with Z, with Shift and Z, and Ctrl with Y, anywhere on the page but in a text.
#[hook]
pub(crate) fn use_turn_keys(editable: bool, on_edit: &Callback<Edit>) {
    use_effect_with((editable, on_edit.clone()), |(editable, on_edit)| {
        let on_edit = on_edit.clone();
        let listener = editable.then(|| {
            EventListener::new_with_options(
                &document(),
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                    if let Some(edit) = asked(event)
                        && !event.target().is_some_and(|target| is_text(&target))
                    {
                        event.prevent_default();
                        on_edit.emit(edit);
                    }
                },
            )
        });
        move || drop(listener)
    });
}

/// Whether the browser itself takes back what is typed there.
fn is_text(target: &EventTarget) -> bool {
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return matches!(&*input.type_(), "text" | "search" | "number" | "email" | "url" | "tel" | "password");
    }
    target.has_type::<HtmlTextAreaElement>()
        || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
}

fn asked(event: &KeyboardEvent) -> Option<Edit> {
    if event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
        return None;
    }
    turn_of(letter(&event.key(), &event.code())?, event.shift_key(), event.meta_key())
}

/// The letter on the key; where the keyboard writes no Latin ones, the one that is printed there elsewhere.
fn letter(key: &str, code: &str) -> Option<char> {
    let mut written = key.chars();
    match (written.next(), written.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
        _ => code.strip_prefix("Key")?.chars().next().map(|letter| letter.to_ascii_lowercase()),
    }
}

fn turn_of(letter: char, shift: bool, meta: bool) -> Option<Edit> {
    match (letter, shift, meta) {
        ('z', false, _) => Some(Edit::Undo),
        ('z', true, _) | ('y', false, false) => Some(Edit::Redo),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_keys_on_any_keyboard() {
        for (key, code, shift, meta, expected) in [
            ("z", "KeyZ", false, false, Some(Edit::Undo)),
            ("Z", "KeyZ", true, true, Some(Edit::Redo)),
            ("y", "KeyY", false, false, Some(Edit::Redo)),
            ("y", "KeyY", false, true, None),
            ("z", "KeyY", false, false, Some(Edit::Undo)),
            ("ئ", "KeyZ", false, false, Some(Edit::Undo)),
            ("Enter", "Enter", false, false, None),
        ] {
            let turned = letter(key, code).and_then(|letter| turn_of(letter, shift, meta));
            assert_eq!(turned, expected, "{key} {code}");
        }
    }
}
