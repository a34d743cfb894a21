//! Differences: what a gesture changed, or how two states of one document differ, as facts that a person can read; and
//! the way back: the ops that make the document say again what it said at an earlier `Seq`. A restore is a new gesture,
//! the log is never rewritten. It knows neither who wrote nor in which words a fact is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    apply::{MAX_DEPTH, Refusal, apply},
    ids::NodeId,
    op::{Op, Sequenced},
    property::{Kind, Property, Value},
    tree::{Document, Node},
};

mod written;

/// One fact about one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which node.
    pub node: NodeId,
    /// What it is.
    pub kind: Kind,
    /// Its heading before the change; of a node that was not there or had none, the one after it.
    pub title: String,
    /// What happened to it.
    pub what: What,
}

/// What happened to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A property has another value.
    Changed(Change),
    /// It is new; what it says from the start is part of this.
    Added,
    /// It was deleted.
    Removed,
    /// Its deletion was taken back.
    Restored,
    /// It hangs elsewhere: below another parent, or elsewhere among its siblings.
    Moved,
}

/// A property with the value before and the value after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which property.
    pub property: Property,
    /// What it said.
    pub from: Value,
    /// What it says since then.
    pub to: Value,
}

/// How much of an earlier document is brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One property of a node.
    Property(NodeId, Property),
    /// A node: its properties, its place, and whether it is deleted.
    Node(NodeId),
    /// Everything.
    All,
}

/// Applies a gesture and says what it changed.
///
/// # Errors
/// The first rule that an op breaks; the document is then as it was.
pub fn advance(document: &mut Document, sequenced: &Sequenced) -> Result<Vec<Difference>, Refusal> {
    let touched: BTreeSet<NodeId> = sequenced.gesture.ops.iter().map(Op::node).collect();
    let before: BTreeMap<NodeId, Option<Arc<Node>>> =
        touched.into_iter().map(|id| (id, document.nodes.get(&id).cloned())).collect();
    apply(document, &sequenced.gesture, Some(sequenced.seq))?;
    let compare = |(id, before): (NodeId, Option<Arc<Node>>)| of_node(id, before.as_deref(), document.any_node(id));
    Ok(before.into_iter().flat_map(compare).collect())
}

/// How two states of one document differ, in the order of the nodes' ids.
#[must_use]
pub fn differences(before: &Document, after: &Document) -> Vec<Difference> {
    let ids: BTreeSet<NodeId> = before.nodes.keys().chain(after.nodes.keys()).copied().collect();
    ids.into_iter().flat_map(|id| of_node(id, before.any_node(id), after.any_node(id))).collect()
}

fn of_node(id: NodeId, before: Option<&Node>, after: Option<&Node>) -> Vec<Difference> {
    let Some(face) = after.or(before) else { return Vec::new() };
    let title = before.map(Node::title).filter(|title| !title.is_empty()).unwrap_or_else(|| face.title());
    let difference = |what| Difference { node: id, kind: face.kind, title: title.to_owned(), what };
    match (before, after) {
        (None, None) => Vec::new(),
        (None, Some(node)) => (!node.deleted.value).then(|| difference(What::Added)).into_iter().collect(),
        (Some(node), None) => (!node.deleted.value).then(|| difference(What::Removed)).into_iter().collect(),
        (Some(before), Some(after)) => between(before, after).into_iter().map(difference).collect(),
    }
}

fn between(before: &Node, after: &Node) -> Vec<What> {
    let existence = match (before.deleted.value, after.deleted.value) {
        (false, true) => Some(What::Removed),
        (true, false) => Some(What::Restored),
        (false, false) | (true, true) => None,
    };
    let moved = (before.place.value != after.place.value).then_some(What::Moved);
    let changed = after.kind.properties().iter().filter_map(|property| {
        let (from, to) = (before.get(*property), after.get(*property));
        (from != to).then_some(What::Changed(Change { property: *property, from, to }))
    });
    existence.into_iter().chain(moved).chain(changed).collect()
}

/// The ops that make the document say again what it said `then`, as far as the scope goes; none where nothing differs.
/// What came since and has no counterpart in `then` is deleted, never forgotten. More ops than one gesture may have are
/// applied in as many gestures, in order.
#[must_use]
pub fn restore(now: &Document, then: &Document, scope: Scope) -> Vec<Op> {
    match scope {
        Scope::Property(node, property) => match (now.any_node(node), then.any_node(node)) {
            (Some(now), Some(then)) if now.kind == then.kind => set(node, property, now, then).into_iter().collect(),
            _ => Vec::new(),
        },
        Scope::Node(node) => restore_node(now, then, node),
        Scope::All => top_down(now, then).into_iter().flat_map(|node| restore_node(now, then, node)).collect(),
    }
}

fn restore_node(now: &Document, then: &Document, id: NodeId) -> Vec<Op> {
    let delete = |node: &Node| (!node.deleted.value).then_some(Op::Delete { node: id }).into_iter().collect();
    match (now.any_node(id), then.any_node(id)) {
        (None, None) => Vec::new(),
        (Some(now), None) => delete(now),
        (Some(now), Some(then)) if then.deleted.value || then.kind != now.kind => delete(now),
        (None, Some(then)) if then.deleted.value => Vec::new(),
        (None, Some(then)) => {
            let insert = Op::Insert { node: id, kind: then.kind, place: then.place.value.clone() };
            let written = then.properties.iter();
            let set = written.map(|(property, register)| (*property, register.value.clone()));
            let set = set.map(|(property, value)| Op::Set { node: id, property, value });
            std::iter::once(insert).chain(set).collect()
        }
        (Some(now), Some(then)) => {
            let lives = now.deleted.value.then_some(Op::Restore { node: id });
            let place =
                (now.place.value != then.place.value).then(|| Op::Place { node: id, place: then.place.value.clone() });
            let sets = now.kind.properties().iter().filter_map(|property| set(id, *property, now, then));
            lives.into_iter().chain(place).chain(sets).collect()
        }
    }
}

fn set(node: NodeId, property: Property, now: &Node, then: &Node) -> Option<Op> {
    let value = then.get(property);
    (now.get(property) != value).then_some(Op::Set { node, property, value })
}

/// All nodes, parents of `then` before their children: each move then goes below what is already where it belongs, so
/// that no step makes a cycle. What `then` does not have comes last.
fn top_down(now: &Document, then: &Document) -> Vec<NodeId> {
    let mut levels: BTreeMap<usize, Vec<NodeId>> = BTreeMap::new();
    let forgotten = then.nodes.keys().filter(|id| !now.nodes.contains_key(id));
    for id in now.nodes.keys().chain(forgotten) {
        levels.entry(depth(then, *id)).or_default().push(*id);
    }
    levels.into_values().flatten().collect()
}

fn depth(document: &Document, id: NodeId) -> usize {
    let mut above = id;
    for depth in 0..=MAX_DEPTH {
        if above == NodeId::ROOT {
            return depth;
        }
        let Some(node) = document.any_node(above) else { break };
        above = node.place.value.parent;
    }
    usize::MAX
}

impl Document {
    /// The node, also after its deletion.
    fn any_node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(&id).map(|node| &**node)
    }
}
