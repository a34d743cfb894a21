//! The notes of a document: its annotations, by the charts on whose time axes they stand. Read once for all charts.

use std::collections::BTreeMap;

use chart::Note;
use document::{Document, Kind, NodeId};

/// What is annotated where; below the dashboard itself it is on all charts.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<NodeId, Vec<Note>>);

impl Notes {
    pub(super) fn of(document: &Document) -> Self {
        let mut notes = BTreeMap::<NodeId, Vec<Note>>::new();
        for (_, node) in document.all_of(Kind::Annotation) {
            notes.entry(node.place().parent).or_default().extend(Note::of(node));
        }
        Self(notes)
    }

    /// Those of the whole dashboard and those of a panel.
    pub(super) fn on(&self, panel: NodeId) -> Vec<Note> {
        [NodeId::ROOT, panel].iter().filter_map(|parent| self.0.get(parent)).flatten().cloned().collect()
    }
}
