//! A deletion that was made here a moment ago, and the toast by which it can be taken back.

use document::{Act, Kind, Node, NodeId, Property};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    components::{Toast, heading_of},
    locale::{Message, fill, t, whole},
    parts::soon,
    workspace::{Edit, View},
};

/// How long a deletion can be taken back by the toast.
const UNDO_MS: u32 = 8_000;
/// So much of a deleted comment is told, in characters.
const DELETED_CHARS: usize = 40;

/// Something that was deleted here a moment ago.
#[derive(Clone, PartialEq)]
pub(super) struct Deleted {
    nodes: Vec<NodeId>,
    heading: String,
}

impl Deleted {
    /// What is going to be deleted, as it is called.
    pub(super) fn of(id: NodeId, node: &Node) -> Self {
        let heading = match node.kind() {
            Kind::Comment | Kind::Reply => node.text(Property::Body).chars().take(DELETED_CHARS).collect(),
            _ => heading_of(node),
        };
        Self { nodes: vec![id], heading }
    }

    /// Several panels at once.
    pub(super) fn of_all(nodes: &[NodeId]) -> Self {
        Self { nodes: nodes.to_vec(), heading: [&whole(nodes.len()), " × ", t(Message::PanelRole)].concat() }
    }
}

/// While the deletion is the last thing that was done here, its Undo is the Undo of the bar; later it brings the panel
/// back and leaves what was done since.
pub(super) fn undo_toast(view: &View, deleted: &UseStateHandle<Option<Deleted>>, on_edit: &Callback<Edit>) -> Html {
    let Some(Deleted { nodes, heading }) = (**deleted).clone() else { return Html::default() };
    let Some(node) = nodes.first().copied() else { return Html::default() };
    let on_close = {
        let deleted = deleted.setter();
        Callback::from(move |()| deleted.set(None))
    };
    let is_last = view.undo.as_ref().is_some_and(|label| label.act == Act::Remove && nodes.contains(&label.node));
    let on_edit = on_edit.clone();
    let on_undo = Callback::from(move |()| match is_last {
        true => on_edit.emit(Edit::Undo),
        false => nodes.iter().for_each(|node| on_edit.emit(Edit::Restore { node: *node })),
    });
    soon(UndoToastProps { node, heading, on_undo, on_close }, |rest| rest.undo_toast)
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct UndoToastProps {
    pub(crate) node: NodeId,
    heading: String,
    on_undo: Callback<()>,
    on_close: Callback<()>,
}

/// A deletion, for as long as it can be taken back here.
#[component]
pub(crate) fn UndoToast(props: &UndoToastProps) -> Html {
    let on_close = props.on_close.clone();
    use_effect_with(props.node, move |_| {
        let end = Timeout::new(UNDO_MS, move || on_close.emit(()));
        move || drop(end)
    });
    let undo = props.on_undo.clone();
    let words = fill(Message::PanelDeleted, &[("panel", &props.heading)]);
    html! { <Toast {words} action={(t(Message::Undo).into(), undo)} on_close={props.on_close.clone()} /> }
}
