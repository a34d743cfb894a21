//! The notes of a document: its annotations, each with the chart on whose time axis it stands. Read once for all
//! charts.

use chart::Note;
use document::{Document, Kind, NodeId};

/// What is annotated where; below the dashboard itself it is on all charts.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<(NodeId, Note)>);

impl Notes {
    pub(super) fn of(document: &Document) -> Self {
        let annotations = document.all_of(Kind::Annotation);
        Self(annotations.filter_map(|(_, node)| Some((node.place().parent, Note::of(node)?))).collect())
    }

    /// Those of the whole dashboard and those of a panel.
    pub(super) fn on(&self, panel: NodeId) -> Vec<Note> {
        let is_on = |parent: NodeId| parent == NodeId::ROOT || parent == panel;
        self.0.iter().filter(|(parent, _)| is_on(*parent)).map(|(_, note)| note.clone()).collect()
    }
}
