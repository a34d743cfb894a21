//! A deletion that was made here a moment ago, and the toast by which it can be taken back.

use document::{Act, Kind, Node, NodeId, Property};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    components::{Toast, heading_of},
    locale::{Message, fill, t},
    workspace::{Edit, View},
};

/// How long a deletion can be taken back by the toast.
const UNDO_MS: u32 = 8_000;
/// So much of a deleted comment is told, in characters.
const DELETED_CHARS: usize = 40;

/// Something that was deleted here a moment ago.
#[derive(Clone, PartialEq)]
pub(super) struct Deleted {
    node: NodeId,
    heading: String,
}

impl Deleted {
    /// What is going to be deleted, as it is called.
    pub(super) fn of(id: NodeId, node: &Node) -> Self {
        let heading = match node.kind() {
            Kind::Comment | Kind::Reply => node.text(Property::Body).chars().take(DELETED_CHARS).collect(),
            _ => heading_of(node),
        };
        Self { node: id, heading }
    }
}

/// While the deletion is the last thing that was done here, its Undo is the Undo of the bar; later it brings the panel
/// back and leaves what was done since.
pub(super) fn undo_toast(view: &View, deleted: &UseStateHandle<Option<Deleted>>, on_edit: &Callback<Edit>) -> Html {
    let Some(Deleted { node, heading }) = (**deleted).clone() else { return Html::default() };
    let on_close = {
        let deleted = deleted.setter();
        Callback::from(move |()| deleted.set(None))
    };
    let is_last = view.undo.as_ref().is_some_and(|label| label.act == Act::Remove && label.node == node);
    let undo = if is_last { Edit::Undo } else { Edit::Restore { node } };
    let on_undo = on_edit.reform(move |()| undo.clone());
    html! { <UndoToast key={node.to_string()} {node} {heading} {on_undo} {on_close} /> }
}

#[derive(PartialEq, Properties)]
struct UndoToastProps {
    node: NodeId,
    heading: String,
    on_undo: Callback<()>,
    on_close: Callback<()>,
}

/// A deletion, for as long as it can be taken back here.
#[component]
fn UndoToast(props: &UndoToastProps) -> Html {
    let on_close = props.on_close.clone();
    use_effect_with(props.node, move |_| {
        let end = Timeout::new(UNDO_MS, move || on_close.emit(()));
        move || drop(end)
    });
    let undo = props.on_undo.clone();
    let words = fill(Message::PanelDeleted, &[("panel", &props.heading)]);
    html! { <Toast {words} action={(t(Message::Undo).into(), undo)} on_close={props.on_close.clone()} /> }
}
