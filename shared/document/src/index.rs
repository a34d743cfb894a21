//! The index of a document: what is asked so often that no walk may be needed: how large it is, what is locked, who
//! answered which comment. It follows from the nodes, so it is neither stored nor compared; only `apply` keeps it in step.

use std::{collections::BTreeSet, mem, sync::Arc};

use crate::{
    ids::NodeId,
    nodes::Nodes,
    place::Place,
    property::{AnchorX, Kind, Property, Value},
    tree::{Node, Register},
};

/// Bytes of a stamp: a client and a `Seq` of up to five bytes.
const STAMP_BYTES: usize = 14;
/// Bytes of a node without its order and its properties.
const NODE_BYTES: usize = 8 + 1 + 8 + 1 + STAMP_BYTES + 1 + STAMP_BYTES + 1;
/// Bytes of a length.
const LENGTH_BYTES: usize = 3;

/// What follows from the nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// At least as many bytes as the nodes have when they are stored.
    bytes: usize,
    /// Nodes that are locked themselves, deleted ones included.
    locked: BTreeSet<NodeId>,
    /// Every reply behind the comment that it answers.
    replies: BTreeSet<(NodeId, NodeId)>,
}

impl Index {
    pub(crate) fn of(nodes: &Nodes) -> Self {
        let mut index = Self::default();
        for (id, node) in nodes {
            index.count(*id, node);
        }
        index
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn locked(&self) -> impl Iterator<Item = NodeId> {
        self.locked.iter().copied()
    }

    pub(crate) fn replies(&self, comment: NodeId) -> impl Iterator<Item = NodeId> {
        let all = (comment, NodeId::from_bytes([0; 8]))..=(comment, NodeId::from_bytes([255; 8]));
        self.replies.range(all).map(|(_, reply)| *reply)
    }

    /// A new node.
    pub(crate) fn count(&mut self, id: NodeId, node: &Node) {
        self.bytes += node_bytes(node);
        if node.flag(Property::Locked) {
            self.locked.insert(id);
        }
        if node.kind == Kind::Reply {
            self.replies.insert((node.place.value.parent, id));
        }
    }

    /// Takes a node out again.
    pub(crate) fn remove(&mut self, nodes: &mut Nodes, id: NodeId) {
        if let Some(node) = nodes.remove(&id) {
            self.bytes -= node_bytes(&node);
            self.locked.remove(&id);
            self.replies.remove(&(node.place.value.parent, id));
        }
    }

    /// Writes a property, or unwrites it, and returns what stood there.
    pub(crate) fn write(
        &mut self,
        (id, node): (NodeId, &mut Arc<Node>),
        property: Property,
        register: Option<Register<Value>>,
    ) -> Option<Register<Value>> {
        self.bytes += register.as_ref().map_or(0, |register| register_bytes(&register.value));
        if property == Property::Locked {
            let is_locked = matches!(register.as_ref().map(|register| &register.value), Some(Value::Flag(true)));
            let _was_there = if is_locked { self.locked.insert(id) } else { self.locked.remove(&id) };
        }
        let properties = &mut Arc::make_mut(node).properties;
        let before = match register {
            Some(register) => properties.insert(property, register),
            None => properties.remove(&property),
        };
        self.bytes -= before.as_ref().map_or(0, |before| register_bytes(&before.value));
        before
    }

    /// Moves a node and returns where it was.
    pub(crate) fn write_place(
        &mut self,
        (id, node): (NodeId, &mut Arc<Node>),
        place: Register<Place>,
    ) -> Register<Place> {
        let node = Arc::make_mut(node);
        let parent = place.value.parent;
        self.bytes += place.value.order.len_bytes();
        let before = mem::replace(&mut node.place, place);
        self.bytes -= before.value.order.len_bytes();
        if node.kind == Kind::Reply {
            self.replies.remove(&(before.value.parent, id));
            self.replies.insert((parent, id));
        }
        before
    }
}

/// Equal documents have equal indexes.
impl PartialEq for Index {
    fn eq(&self, _follows_from_the_nodes: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

fn node_bytes(node: &Node) -> usize {
    let properties: usize = node.properties.values().map(|register| register_bytes(&register.value)).sum();
    NODE_BYTES + node.place.value.order.len_bytes() + properties
}

/// At least as many bytes as a property has when it is stored.
fn register_bytes(value: &Value) -> usize {
    let text = |text: &String| LENGTH_BYTES + text.len();
    let content = match value {
        Value::Text(words) => text(words),
        Value::Name(name) => 1 + name.as_ref().map_or(0, text),
        Value::Names(names) => LENGTH_BYTES + names.iter().map(text).sum::<usize>(),
        Value::Anchor(None) => 1,
        Value::Anchor(Some(anchor)) => {
            let x = match &anchor.x {
                AnchorX::Time(_) => 10,
                AnchorX::Text(words) => text(words),
            };
            3 + x + anchor.series.as_ref().map_or(0, text)
        }
        Value::Rect(_) => 12,
        Value::Moment(_) => 11,
        Value::Color(_) => 4,
        Value::Aggregate(_) | Value::TimeUnit(_) => 2,
        Value::Mark(_) | Value::Flag(_) | Value::Control(_) | Value::Shade(_) | Value::Refresh(_) => 1,
    };
    1 + 1 + content + STAMP_BYTES
}
