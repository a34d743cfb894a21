//! Nodes: all nodes of a document, deleted ones included, in the order of their ids. The ids lie side by side, because a
//! document is asked for nodes far more often than it gets new ones; the stored form is that of a map.
//! It knows nothing of what a node says, and only in [`Nodes::are_a_tree`] that nodes hang below each other.

use std::{cmp::Ordering, fmt, iter::Zip, slice::Iter, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use crate::{
    apply::{MAX_DEPTH, MAX_NODES},
    ids::NodeId,
    tree::Node,
};

/// Every node once. Copies of a document share the nodes in which they are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nodes {
    /// Ascending.
    ids: Vec<NodeId>,
    /// At the place of its id.
    nodes: Vec<Arc<Node>>,
}

impl Nodes {
    pub(crate) fn get(&self, id: &NodeId) -> Option<&Arc<Node>> {
        self.find(*id).ok().and_then(|at| self.nodes.get(at))
    }

    pub(crate) fn get_mut(&mut self, id: &NodeId) -> Option<&mut Arc<Node>> {
        self.find(*id).ok().and_then(|at| self.nodes.get_mut(at))
    }

    pub(crate) fn contains_key(&self, id: &NodeId) -> bool {
        self.find(*id).is_ok()
    }

    /// Puts a node under an id, in the place of the one that was there.
    pub(crate) fn insert(&mut self, id: NodeId, node: Arc<Node>) {
        match self.find(id) {
            Ok(at) => self.nodes[at] = node,
            Err(at) => {
                self.ids.insert(at, id);
                self.nodes.insert(at, node);
            }
        }
    }

    pub(crate) fn remove(&mut self, id: &NodeId) -> Option<Arc<Node>> {
        let at = self.find(*id).ok()?;
        self.ids.remove(at);
        Some(self.nodes.remove(at))
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn keys(&self) -> Iter<'_, NodeId> {
        self.ids.iter()
    }

    pub(crate) fn iter(&self) -> Zip<Iter<'_, NodeId>, Iter<'_, Arc<Node>>> {
        self.ids.iter().zip(&self.nodes)
    }

    /// Whether every node hangs below the root, no deeper than [`MAX_DEPTH`]: then every walk upwards ends there.
    pub(crate) fn are_a_tree(&self) -> bool {
        self.contains_key(&NodeId::ROOT) && self.keys().all(|id| self.hangs_below_the_root(*id))
    }

    fn hangs_below_the_root(&self, id: NodeId) -> bool {
        let parent = |id: &NodeId| self.get(id).map(|node| node.place.value.parent);
        let mut path = std::iter::successors(Some(id), parent).take(MAX_DEPTH + 1);
        path.any(|above| above == NodeId::ROOT)
    }

    /// Where the id is, or else where it belongs. Ids are random, so a place can be guessed: the search begins around it.
    fn find(&self, id: NodeId) -> Result<usize, usize> {
        let count = self.ids.len();
        let share = u128::from(u64::from_be_bytes(id.bytes())) * count as u128;
        let guess = (share >> u64::BITS) as usize;
        let mut reach = count.isqrt();
        loop {
            let (low, high) = (guess.saturating_sub(reach), count.min(guess.saturating_add(reach)));
            let is_low = low == 0 || self.ids[low - 1].cmp(&id) == Ordering::Less;
            if is_low && (high == count || self.ids[high].cmp(&id) == Ordering::Greater) {
                return self.ids[low..high].binary_search(&id).map(|at| low + at).map_err(|at| low + at);
            }
            reach = reach.saturating_mul(4).max(1);
        }
    }
}

impl<'a> IntoIterator for &'a Nodes {
    type Item = (&'a NodeId, &'a Arc<Node>);
    type IntoIter = Zip<Iter<'a, NodeId>, Iter<'a, Arc<Node>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Nodes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de> Deserialize<'de> for Nodes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodesVisitor)
    }
}

struct NodesVisitor;

impl<'de> Visitor<'de> for NodesVisitor {
    type Value = Nodes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of nodes")
    }

    /// Room is made for what the bytes promise, but for no more than a document may have.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nodes, A::Error> {
        let room = map.size_hint().unwrap_or_default().min(MAX_NODES);
        let mut nodes = Nodes { ids: Vec::with_capacity(room), nodes: Vec::with_capacity(room) };
        while let Some((id, node)) = map.next_entry()? {
            if nodes.ids.last().is_none_or(|last| *last < id) {
                nodes.ids.push(id);
                nodes.nodes.push(node);
            } else {
                nodes.insert(id, node);
            }
        }
        Ok(nodes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::tree::Document;

    fn id(number: u64) -> NodeId {
        NodeId::from_bytes(number.to_be_bytes())
    }

    /// Ids that are spread as random ones, and ids that all lie at one end.
    #[test]
    fn nodes_are_found_as_in_a_map() {
        let document = Document::default();
        let node = Arc::clone(document.nodes.get(&NodeId::ROOT).unwrap());
        for spread in [0x9e37_79b9_7f4a_7c15, 1] {
            let number = |index: u64| index.wrapping_mul(spread);
            let (mut nodes, mut map) = (Nodes::default(), BTreeMap::new());
            for index in (0..600).map(|index| index * 7 % 300) {
                nodes.insert(id(number(index)), Arc::clone(&node));
                map.insert(id(number(index)), Arc::clone(&node));
            }
            for index in 100..150 {
                assert_eq!(nodes.remove(&id(number(index))).is_some(), map.remove(&id(number(index))).is_some());
            }
            assert_eq!(
                (0..300).find(|index| {
                    let id = id(number(*index));
                    nodes.contains_key(&id) != map.contains_key(&id)
                        || nodes.get_mut(&id).is_some() != map.contains_key(&id)
                }),
                None
            );
            assert!(nodes.iter().eq(&map));
            assert_eq!((nodes.len(), nodes.keys().len()), (250, 250));
        }
    }
}
