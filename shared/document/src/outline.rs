//! The outline: a document in a form for people and files (JSON). Living nodes only, each with those below it, in order,
//! ids kept, defaults left out. Equal outlines are equal bytes, so that an export can be reviewed as a text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::IgnoredAny};

use crate::{
    apply::{MAX_OPS, Refusal, apply},
    ids::{ClientId, NodeId, OpId, Seq},
    op::{Gesture, Op},
    place::{Order, Place},
    property::Kind,
    tree::{Document, Node},
};

mod settings;

pub use settings::Settings;

/// The version of this form that is written.
pub const SCHEMA_VERSION: u32 = 2;
/// The oldest version that is read: it had panels and nothing below them.
pub const OLDEST_SCHEMA_VERSION: u32 = 1;

/// A whole document for people and files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Written")]
pub struct Outline {
    /// [`SCHEMA_VERSION`] of the program that writes it.
    schema_version: u32,
    /// The properties of the dashboard itself.
    pub properties: Settings,
    /// What hangs below the dashboard itself, in order.
    pub children: Vec<Branch>,
}

/// A node and all below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Kept on export and import.
    pub id: NodeId,
    /// What it is.
    pub kind: Kind,
    /// Everything that is not the default.
    #[serde(default)]
    pub properties: Settings,
    /// What hangs below it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Branch>,
}

/// An outline as a file has it, of any version that is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    schema_version: u32,
    #[serde(default)]
    properties: Settings,
    children: Option<Vec<Branch>>,
    panels: Option<Vec<Branch>>,
    /// A relay says of a draft where it began; that is no part of what it says.
    #[serde(rename = "draftOf")]
    _draft_of: Option<IgnoredAny>,
}

/// Why a file is no outline.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
enum OutlineError {
    #[error("schemaVersion {0} is not {OLDEST_SCHEMA_VERSION} to {SCHEMA_VERSION}, which this program reads")]
    Version(u32),
    #[error("schemaVersion {version} has \"{expected}\" and not \"{found}\"")]
    Member { version: u32, expected: &'static str, found: &'static str },
}

impl TryFrom<Written> for Outline {
    type Error = OutlineError;

    /// A member that its version does not have is no older or newer form but a mistake.
    fn try_from(written: Written) -> Result<Self, OutlineError> {
        let Written { schema_version: version, properties, children, panels, .. } = written;
        let (expected, found, read, other) = match version {
            1 => ("panels", "children", panels, children),
            SCHEMA_VERSION => ("children", "panels", children, panels),
            _ => return Err(OutlineError::Version(version)),
        };
        if other.is_some() {
            return Err(OutlineError::Member { version, expected, found });
        }
        Ok(Self { schema_version: SCHEMA_VERSION, properties, children: read.unwrap_or_default() })
    }
}

impl Default for Outline {
    /// An empty dashboard.
    fn default() -> Self {
        Self { schema_version: SCHEMA_VERSION, properties: Settings::default(), children: Vec::new() }
    }
}

impl Outline {
    /// The outline of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let below = Below::of(document);
        let properties = document.node(NodeId::ROOT).map(|root| Settings::of(root)).unwrap_or_default();
        Self { schema_version: SCHEMA_VERSION, properties, children: below.branches(NodeId::ROOT) }
    }

    /// The ops that make an empty document say this, parents before what hangs below them.
    #[must_use]
    pub fn to_ops(&self) -> Vec<Op> {
        let mut ops = self.properties.to_ops(NodeId::ROOT);
        insert_all(&self.children, NodeId::ROOT, &mut ops);
        ops
    }

    /// The document that says this, for whoever only looks at it: its stamps are nobody's.
    ///
    /// # Errors
    /// The rule that the outline breaks.
    pub fn document(&self) -> Result<Document, Refusal> {
        let mut document = Document::default();
        let client = ClientId::from_bytes([0; 8]);
        for (ops, counter) in self.to_ops().chunks(MAX_OPS).zip(1..) {
            let gesture = Gesture { id: OpId { client, counter }, ops: ops.to_vec() };
            apply(&mut document, &gesture, Some(Seq(counter)))?;
        }
        Ok(document)
    }
}

fn insert_all(branches: &[Branch], parent: NodeId, ops: &mut Vec<Op>) {
    let mut last: Option<Order> = None;
    for branch in branches {
        let order = Order::between(last.as_ref(), None);
        last = Some(order.clone());
        ops.push(Op::Insert { node: branch.id, kind: branch.kind, place: Place { parent, order } });
        ops.extend(branch.properties.to_ops(branch.id));
        insert_all(&branch.children, branch.id, ops);
    }
}

/// The nodes that are not deleted themselves, by their parents and in order, found in one walk over the document.
struct Below<'a>(BTreeMap<NodeId, Vec<(NodeId, &'a Node)>>);

impl<'a> Below<'a> {
    fn of(document: &'a Document) -> Self {
        let mut below: BTreeMap<NodeId, Vec<(NodeId, &Node)>> = BTreeMap::new();
        for (id, node) in &document.nodes {
            if *id != NodeId::ROOT && !node.deleted.value {
                below.entry(node.place.value.parent).or_default().push((*id, node));
            }
        }
        for children in below.values_mut() {
            children.sort_by(|(left, a), (right, b)| (&a.place.value.order, left).cmp(&(&b.place.value.order, right)));
        }
        Self(below)
    }

    fn branches(&self, parent: NodeId) -> Vec<Branch> {
        let branch = |(id, node): &(NodeId, &Node)| Branch {
            id: *id,
            kind: node.kind,
            properties: Settings::of(node),
            children: self.branches(*id),
        };
        self.0.get(&parent).into_iter().flatten().map(branch).collect()
    }
}

#[cfg(test)]
mod tests;
