//! Losses: what of this person's work does not stand: values that somebody else wrote over, and gestures that the relay
//! refused; and what of them can be said again. It tells, it takes nothing back.

use super::Replica;
use crate::{
    apply::apply,
    ids::{ClientId, NodeId, OpId, Seq},
    op::{Gesture, Op},
    property::{Property, Value},
    tree::{Document, Register},
    undo::Key,
};

/// Most losses that wait to be told; of more the oldest are forgotten: they stand in the history.
pub const MAX_OVERWRITTEN: usize = 200;

/// A value of this person that somebody else has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// Whose property.
    pub node: NodeId,
    /// Which.
    pub property: Property,
    /// What this person wrote.
    pub mine: Value,
    /// The `Seq` of that.
    pub written: Option<Seq>,
    /// What stands there now.
    pub theirs: Value,
    /// The replica that wrote it.
    pub by: ClientId,
    /// At which `Seq`.
    pub seq: Option<Seq>,
}

/// The ops of a gesture that still apply, each after the ones before it: what can be submitted again as a new gesture.
#[must_use]
pub fn resubmittable(gesture: &Gesture, document: &Document) -> Vec<Op> {
    saying_again(&gesture.ops, document, |document, op| {
        let gesture = Gesture { id: OpId { client: gesture.id.client, counter: 0 }, ops: vec![op.clone()] };
        apply(document, &gesture, None).is_ok()
    })
}

fn saying_again(ops: &[Op], document: &Document, applies: impl Fn(&mut Document, &Op) -> bool) -> Vec<Op> {
    let mut after = document.clone();
    ops.iter().filter(|op| applies(&mut after, op)).cloned().collect()
}

impl Replica {
    /// The ops of a refused gesture that could be submitted again now, as what this person may do now.
    #[must_use]
    pub fn resubmittable(&self, gesture: &Gesture) -> Vec<Op> {
        saying_again(&gesture.ops, &self.optimistic, |document, op| self.try_op(document, op).is_ok())
    }

    /// What somebody else wrote over since this was asked last, oldest first. A value that is still pending here is not
    /// lost: it comes after theirs. Where a panel lies does not count: panels make way for each other all the time.
    pub fn take_overwritten(&mut self) -> Vec<Overwritten> {
        std::mem::take(&mut self.overwritten).into()
    }

    /// What stands in `confirmed` of this person's and is about to be written.
    pub(super) fn at_stake(&self, ops: &[Op]) -> Vec<(NodeId, Property, Register<Value>)> {
        let registers = ops.iter().filter_map(|op| match op {
            Op::Set { node, property, .. } if *property != Property::Layout => Some((*node, *property)),
            _ => None,
        });
        let mine = registers.filter_map(|(node, property)| {
            let register = self.confirmed.nodes.get(&node)?.properties.get(&property)?;
            self.is_mine(register.stamp.client).then(|| (node, property, register.clone()))
        });
        mine.collect()
    }

    /// All that stands in `confirmed` of this person's, before another document takes its place.
    pub(super) fn all_at_stake(&self) -> Vec<(NodeId, Property, Register<Value>)> {
        let registers =
            self.confirmed.nodes.iter().flat_map(|(node, found)| {
                found.properties.iter().map(|(property, register)| (*node, *property, register))
            });
        let mine = registers
            .filter(|(_, property, register)| *property != Property::Layout && self.is_mine(register.stamp.client));
        mine.map(|(node, property, register)| (node, property, register.clone())).collect()
    }

    /// Tells what of it somebody else has written over in `confirmed`.
    pub(super) fn count_losses(&mut self, at_stake: Vec<(NodeId, Property, Register<Value>)>) {
        for (node, property, mine) in at_stake {
            let Some(theirs) = self.confirmed.nodes.get(&node).and_then(|node| node.properties.get(&property)) else {
                continue;
            };
            let is_lost = !self.is_mine(theirs.stamp.client) && theirs.value != mine.value;
            if !is_lost || self.pending.writes(Key::of_property(node, property)) {
                continue;
            }
            if self.overwritten.len() == MAX_OVERWRITTEN {
                self.overwritten.pop_front();
            }
            self.overwritten.push_back(Overwritten {
                node,
                property,
                mine: mine.value,
                written: mine.stamp.seq,
                theirs: theirs.value.clone(),
                by: theirs.stamp.client,
                seq: theirs.stamp.seq,
            });
        }
    }

    /// Whether a replica speaks for this person: this one, or a dead one that it speaks for.
    pub(super) fn is_mine(&self, client: ClientId) -> bool {
        client == self.client || self.adopted.contains(&client)
    }
}
