//! The desk: what every part of an open dashboard needs to show itself, and whom it tells what is asked of it.

use std::{ops::Deref, rc::Rc};

use document::{Anchor, Kind, NodeId};
use yew::prelude::*;

use crate::{
    locale::{Message, t},
    workspace::{Edit, View, Workspace},
};

/// An open dashboard, as its parts see it: one pointer, because every part has one.
#[derive(Clone, PartialEq)]
pub(crate) struct Desk(Rc<Top>);

/// The panel that is talked about, and the value of it that something is to be said about.
pub(crate) type Talked = (NodeId, Option<Anchor>);

/// What somebody selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// Nothing any more.
    None,
    /// One more, or one less; only panels of one grid are selected together.
    Toggle(NodeId),
    /// These.
    All(Vec<NodeId>),
}

/// What lies on the desk.
#[derive(PartialEq)]
pub(crate) struct Top {
    pub(crate) workspace: Workspace,
    pub(crate) view: Rc<View>,
    /// Whether this is how the dashboard is, and not how it was.
    pub(crate) is_now: bool,
    /// Whether panels can be changed here; not in the past.
    pub(crate) editable: bool,
    /// The panel whose form is open.
    pub(crate) opened: Option<NodeId>,
    /// The panels that are selected, of one grid.
    pub(crate) chosen: Rc<[NodeId]>,
    pub(crate) on_choose: Callback<Chosen>,
    pub(crate) on_edit: Callback<Edit>,
    /// The form of a panel is wanted.
    pub(crate) on_open: Callback<NodeId>,
    /// What people say about a panel is wanted, or something is to be said about a value of it.
    pub(crate) on_talk: Callback<Talked>,
    /// A panel is to fill the page, or none any more.
    pub(crate) on_full: Callback<Option<NodeId>>,
    /// A panel has the focus now.
    pub(crate) on_enter: Callback<NodeId>,
    /// Something to be read aloud.
    pub(crate) on_say: Callback<String>,
}

impl Deref for Desk {
    type Target = Top;

    fn deref(&self) -> &Top {
        &self.0
    }
}

impl From<Top> for Desk {
    fn from(top: Top) -> Self {
        Self(Rc::new(top))
    }
}

impl Desk {
    /// Whether this person may write to the node.
    pub(crate) fn may_edit(&self, node: NodeId) -> bool {
        self.editable && self.view.may_edit(node)
    }

    /// Whether this person may remove the node or put it elsewhere.
    pub(crate) fn may_remove(&self, node: NodeId) -> bool {
        self.editable && self.view.may_remove(node)
    }

    /// Whether this person may take a comment away again.
    pub(crate) fn may_remove_comment(&self, node: NodeId) -> bool {
        self.is_now && self.view.may_remove(node)
    }

    /// Whether this person may put a panel there.
    pub(crate) fn may_add_panels(&self, parent: NodeId) -> bool {
        self.editable && self.view.may_add(Kind::Chart, parent)
    }
}

/// A tab or a section as people call it.
pub(crate) fn place_name(view: &View, place: NodeId) -> String {
    match view.document.node(place) {
        Some(found) if place != NodeId::ROOT && !found.title().is_empty() => found.title().to_owned(),
        Some(_) if place != NodeId::ROOT => t(Message::UntitledPanel).to_owned(),
        Some(_) | None => t(Message::TopOfDashboard).to_owned(),
    }
}
