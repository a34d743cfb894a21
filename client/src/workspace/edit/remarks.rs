//! Remarks: what people say on a dashboard about what it shows: annotations on time axes, comments and replies.

use document::{Anchor, Document, Kind, NodeId, Op, Property, Value};

use super::{placing::last_of, set_text};

/// A moment or a span with a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// What is said about it.
    pub title: String,
    /// Where it begins, in milliseconds since the Unix epoch.
    pub from_ms: i64,
    /// Where it ends; `None` for a moment.
    pub until_ms: Option<i64>,
}

/// What somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// The words.
    pub body: String,
    /// The name of who says it.
    pub author: String,
    /// When, in milliseconds since the Unix epoch.
    pub written_at_ms: i64,
    /// The data point that it is about, if it is one.
    pub anchor: Option<Anchor>,
}

/// An annotation on a chart, or on all charts.
pub(super) fn annotate(document: &Document, parent: NodeId, note: Note, node: NodeId) -> Vec<Op> {
    let set_moment = |property, moment_ms| Op::Set { node, property, value: Value::Moment(Some(moment_ms)) };
    let mut ops = vec![
        Op::Insert { node, kind: Kind::Annotation, place: last_of(document, parent) },
        set_text(node, Property::Title, note.title),
        set_moment(Property::From, note.from_ms),
    ];
    ops.extend(note.until_ms.map(|until_ms| set_moment(Property::Until, until_ms)));
    ops
}

/// A comment begins a thread; on a comment it is a reply. Nothing is said where nothing is written.
pub(super) fn comment(document: &Document, on: NodeId, comment: Comment, node: NodeId) -> Vec<Op> {
    let body = comment.body.trim();
    let Some(about) = document.node(on).filter(|_| !body.is_empty()) else { return Vec::new() };
    let kind = if about.kind() == Kind::Comment { Kind::Reply } else { Kind::Comment };
    let written_at = Value::Moment(Some(comment.written_at_ms));
    let mut ops = vec![
        Op::Insert { node, kind, place: last_of(document, on) },
        set_text(node, Property::Body, body.to_owned()),
        set_text(node, Property::Author, comment.author),
        Op::Set { node, property: Property::WrittenAt, value: written_at },
    ];
    let anchor = comment.anchor.filter(|_| kind == Kind::Comment).map(|anchor| Value::Anchor(Some(anchor)));
    ops.extend(anchor.map(|value| Op::Set { node, property: Property::Anchor, value }));
    ops
}
