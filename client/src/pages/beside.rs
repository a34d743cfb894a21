//! Beside: what stands next to a dashboard while somebody wants it there: the form of a panel, what people say about
//! one, or the history. The page knows which; nothing of this is needed before the first chart.

use std::sync::Arc;

use document::{Kind, Node, NodeId};
use yew::prelude::*;

use super::look_back::LookBack;
use crate::{
    components::{BlameProps, CommentsProps, Desk, Filter, PanelFormProps, Talked, dom_id, focus},
    parts::aside,
    workspace::View,
};

/// What stands there, and what ends it.
#[derive(Clone)]
pub(crate) struct Beside {
    /// Names the dashboard at the relay.
    pub(super) id: AttrValue,
    pub(super) desk: Desk,
    pub(super) talked: UseStateHandle<Option<Talked>>,
    pub(super) past: LookBack,
    /// The form is closed.
    pub(super) on_close: Callback<()>,
}

impl Beside {
    /// Whether anything does.
    pub(super) fn is_there(&self) -> bool {
        self.form().is_some() || self.talk().is_some() || self.past.has_sheet()
    }

    /// Whether a form is open.
    pub(super) fn has_form(&self) -> bool {
        self.form().is_some()
    }

    /// The form before what is said, and that before the history.
    pub(crate) fn shown(&self) -> Html {
        if let Some((id, node)) = self.form() {
            aside(self.form_of(id, node), |parts| parts.form)
        } else if let Some((on, about)) = self.talk() {
            let (id, desk) = (self.id.clone(), self.desk.clone());
            aside(CommentsProps { id, desk, on, about, on_close: self.on_close_talk() }, |parts| parts.comments)
        } else {
            self.past.sheet(self.on_close_history())
        }
    }

    fn form(&self) -> Option<(NodeId, &Arc<Node>)> {
        self.desk.opened.and_then(|id| Some((id, self.desk.view.document.node(id)?)))
    }

    fn talk(&self) -> Option<Talked> {
        let is_there = |(panel, _): &&Talked| self.desk.view.document.node(*panel).is_some();
        self.talked.as_ref().filter(is_there).filter(|_| self.form().is_none()).cloned()
    }

    fn form_of(&self, id: NodeId, node: &Arc<Node>) -> PanelFormProps {
        let view = &self.desk.view;
        PanelFormProps {
            id,
            node: node.clone(),
            tables: view.tables.clone(),
            workspace: self.desk.workspace.clone(),
            dashboard: self.id.clone(),
            editable: self.desk.may_edit(id),
            is_locked: view.document.is_locked(id),
            notes: notes_of(view, id),
            added: view.last_added,
            on_edit: self.desk.on_edit.clone(),
            on_close: self.on_close.clone(),
            children: self.blame(id, node.kind()),
        }
    }

    /// Who changed what of the panel whose form is open; its history takes the place of the form.
    fn blame(&self, node: NodeId, kind: Kind) -> Html {
        let (on_close, on_sheet) = (self.on_close.clone(), self.past.on_sheet());
        let on_history = Callback::from(move |filter: Filter| {
            on_close.emit(());
            on_sheet.emit(Some(filter));
        });
        let (id, seq) = (self.id.clone(), self.desk.view.seq);
        aside(BlameProps { id, node, kind, seq, on_history }, |parts| parts.blame)
    }

    /// The comments close, and the focus goes back to their panel.
    fn on_close_talk(&self) -> Callback<()> {
        let talked = self.talked.clone();
        Callback::from(move |()| {
            if let Some((panel, _)) = &*talked {
                focus(&dom_id(*panel));
            }
            talked.set(None);
        })
    }

    /// The sheet closes, and the focus goes back to the button that opens it.
    fn on_close_history(&self) -> Callback<()> {
        self.past.on_sheet().reform(|()| {
            focus("open-history");
            None
        })
    }
}

/// The annotations on a panel: its own, then those on all charts.
fn notes_of(view: &View, panel: NodeId) -> Vec<(NodeId, Arc<Node>)> {
    let notes = [panel, NodeId::ROOT].map(|parent| view.document.children_of(parent, Kind::Annotation));
    notes.into_iter().flatten().map(|(id, note)| (id, note.clone())).collect()
}
