//! Whether everything is saved, in words: there is no Save button, so this line has to be believed.

use yew::prelude::*;

use super::{Glyph, Icon};
use crate::{
    locale::{Counted, Message, counted, t},
    workspace::{Connection, SaveState},
};

#[derive(PartialEq, Properties)]
pub(crate) struct SaveStateLineProps {
    pub(crate) save: SaveState,
    pub(crate) connection: Connection,
}

#[component]
pub(crate) fn SaveStateLine(props: &SaveStateLineProps) -> Html {
    let (state, glyph, words) = face(props.save, &props.connection);
    let class = classes!((state == "saving").then_some("turning"));
    html! {
        <p class="save-state" data-state={state} role="status" aria-live="polite">
            <Icon {glyph} {class} /><span class="save-words">{ words }</span>
        </p>
    }
}

fn face(save: SaveState, connection: &Connection) -> (&'static str, Glyph, AttrValue) {
    match (save, connection) {
        (SaveState::Offline { pending: 0 }, _) => ("offline", Glyph::Offline, t(Message::Offline).into()),
        (SaveState::Offline { pending }, _) => {
            ("offline", Glyph::Offline, counted(Counted::EditsWaiting, pending).into())
        }
        (_, Connection::Connecting) => ("saving", Glyph::Saving, t(Message::Connecting).into()),
        (SaveState::Saved, _) => ("saved", Glyph::Saved, t(Message::Saved).into()),
        (SaveState::Saving { .. }, _) => ("saving", Glyph::Saving, t(Message::Saving).into()),
        (SaveState::ReadOnly, _) => ("read-only", Glyph::ReadOnly, t(Message::ReadOnly).into()),
    }
}
