//! Whether everything is saved, in words: there is no Save button, so this line has to be believed.
//! `data-state` is true at every moment; words and icon leave out a saving that is over before it could be read.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Glyph, icon_in};
use crate::{
    locale::{Counted, Message, RelayWords, counted, say_filled, t, whole},
    workspace::{Connection, SaveState},
};

/// A saving shorter than this is not worth a word: every keystroke is one.
const QUIET_MS: u32 = 400;
/// From so many on it is said how many there are: the relay takes them at an even pace, which may last.
const MANY: usize = 50;

#[derive(PartialEq, Properties)]
pub(crate) struct SaveStateLineProps {
    pub(crate) save: SaveState,
    pub(crate) connection: Connection,
}

#[component]
pub(crate) fn SaveStateLine(props: &SaveStateLineProps) -> Html {
    let said = use_said(props.save);
    let (state, _, _) = face(props.save, &props.connection);
    let (look, glyph, words) = face(said, &props.connection);
    let class = if look == "saving" { "icon turning" } else { "icon" };
    let kept = matches!(props.save, SaveState::Offline { kept: true, .. });
    html! {
        <p class={classes!("save-state", format!("save-{look}"))} data-state={state}
            data-kept={kept.to_string()} role="status" aria-live="polite">
            { icon_in(glyph, class) }<span class="save-words">{ words }</span>
        </p>
    }
}

/// The state that is put in words: the true one, but a saving only when it lasts.
#[hook]
fn use_said(save: SaveState) -> SaveState {
    let said = use_state_eq(|| save);
    let setter = said.setter();
    use_effect_with(save, move |save| {
        let save = *save;
        let later = match save {
            SaveState::Saving { .. } | SaveState::Offline { kept: false, pending: 1.. } => {
                Some(Timeout::new(QUIET_MS, move || setter.set(save)))
            }
            SaveState::Saved | SaveState::Offline { .. } | SaveState::Full { .. } | SaveState::ReadOnly => {
                setter.set(save);
                None
            }
        };
        move || drop(later)
    });
    *said
}

fn face(save: SaveState, connection: &Connection) -> (&'static str, Glyph, AttrValue) {
    match (save, connection) {
        (SaveState::Offline { pending: 0, .. }, _) => ("offline", Glyph::Offline, t(Message::Offline).into()),
        (SaveState::Offline { pending, kept }, _) => {
            let words = if kept { Counted::EditsKept } else { Counted::EditsWaiting };
            ("offline", Glyph::Offline, counted(words, pending).into())
        }
        (_, Connection::Connecting) => ("saving", Glyph::Saving, t(Message::Connecting).into()),
        (SaveState::Saved, _) => ("saved", Glyph::Saved, t(Message::Saved).into()),
        (SaveState::Saving { pending: pending @ MANY.. }, _) => ("saving", Glyph::Saving, saving_many(pending).into()),
        (SaveState::Saving { .. }, _) => ("saving", Glyph::Saving, t(Message::Saving).into()),
        (SaveState::Full { .. }, _) => ("full", Glyph::Offline, t(Message::StorageFull).into()),
        (SaveState::ReadOnly, _) => ("read-only", Glyph::ReadOnly, t(Message::ReadOnly).into()),
    }
}

fn saving_many(pending: usize) -> String {
    say_filled(RelayWords::SavingMany, &[("count", &whole(pending))])
}
