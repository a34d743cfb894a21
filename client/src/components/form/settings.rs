//! The settings of the whole dashboard: what it is called and what it is about. Every keystroke is an edit.

use document::{NodeId, Property, Refresh, Shade};
use yew::prelude::*;

use super::{Ground, text_field::TextField};
use crate::{
    components::{Desk, Dialog},
    locale::{BuilderWords, Message, Phrase, p},
    workspace::Edit,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SettingsProps {
    pub(crate) desk: Desk,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Settings(props: &SettingsProps) -> Html {
    let Some(node) = props.desk.view.document.node(NodeId::ROOT).cloned() else { return Html::default() };
    let on_set =
        props.desk.on_edit.reform(|(property, value)| Edit::SetProperty { node: NodeId::ROOT, property, value });
    let ground = Ground { node, editable: props.desk.may_edit(NodeId::ROOT), on_set };
    html! {
        <Dialog title={p(Phrase::Settings)} on_close={props.on_close.clone()}>
            <TextField ground={ground.clone()} property={Property::Title} label={Message::Title} />
            <TextField {ground} property={Property::Description} label={Message::Description} lines={4} />
        </Dialog>
    }
}

/// What light and dark are called.
pub(crate) fn shade_words(shade: Shade) -> Message {
    match shade {
        Shade::Light => Message::Light,
        Shade::Dark => Message::Dark,
    }
}

/// How often new rows are shown.
pub(crate) fn refresh_words(refresh: Refresh) -> BuilderWords {
    match refresh {
        Refresh::Live => BuilderWords::RefreshLive,
        Refresh::Second => BuilderWords::RefreshSecond,
        Refresh::FiveSeconds => BuilderWords::RefreshFiveSeconds,
        Refresh::HalfMinute => BuilderWords::RefreshHalfMinute,
        Refresh::Minute => BuilderWords::RefreshMinute,
        Refresh::Paused => BuilderWords::RefreshPaused,
    }
}
