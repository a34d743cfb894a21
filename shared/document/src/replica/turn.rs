//! Turns: undos and redos that wait for the relay. They are about what stood when they were made, so they give way where
//! somebody else writes before they are sent: what they would write over is withdrawn, and what they would bring back
//! that no longer stands becomes what stands now. A gesture that is no turn says what its author wants and stays.

use std::collections::BTreeSet;

use super::{
    Replica,
    pending::{Pending, Waiting},
};
use crate::{
    ids::{ClientId, NodeId, OpId},
    op::Op,
    undo::{self, Content, Key, Written},
};

impl Replica {
    /// The pending gestures that say something else, or nothing any more, since this was asked last: what is stored of
    /// them is to be stored anew.
    pub fn take_reworded(&mut self) -> BTreeSet<OpId> {
        std::mem::take(&mut self.reworded)
    }

    /// What stands in these registers of `confirmed`.
    pub(super) fn standing(&self, keys: impl IntoIterator<Item = Key>) -> Vec<(Key, Option<Content>)> {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(|key| (key, key.read(&self.confirmed).map(|(content, _)| content))).collect()
    }

    /// Somebody else wrote these registers, in front of all that is pending here; `before` stood there.
    pub(super) fn overtaken(&mut self, registers: Vec<(Key, Option<Content>)>) {
        for (key, before) in registers {
            let Some((now, _)) = key.read(&self.confirmed) else { continue };
            let written = self.pending.give_way(self.client, (key, before), now);
            self.undo.written_by_other(key, written);
        }
        for node in self.pending.deletes_by_turns(self.client) {
            if undo::takes_work_of_others(&self.confirmed, node, self.client) {
                self.pending.withdraw_deletes(self.client, node);
                self.undo.written_by_other(Key::of(&Op::Delete { node }), Vec::new());
            }
        }
        self.reworded.extend(self.pending.take_reworded());
    }

    /// The registers that turns here would write.
    pub(super) fn turning(&self) -> Vec<Key> {
        self.pending.turns().flat_map(|turn| turn.gesture.ops.iter().map(Key::of)).collect()
    }
}

/// What becomes of one register, from somebody else's write through all that is pending here.
struct Course {
    key: Key,
    /// What stood there as far as was known here, beside what that is now; the newest last.
    stood: Vec<(Option<Content>, Content)>,
    written: Vec<Written>,
}

impl Course {
    /// Whether the next op stays, and whether it says what it said. Of a turn it is withdrawn where no other op here
    /// comes between it and their write, and reworded where it brings back what no longer stands.
    fn pass(&mut self, op: &mut Op, counter: u64, yields: bool) -> (bool, bool) {
        let said = Content::of(op);
        let Some((_, replaced)) = self.stood.last().cloned() else { return (true, true) };
        if yields && self.written.is_empty() {
            self.stood.push((Some(said), replaced));
            return (false, false);
        }
        let says = if yields { self.known_as(&said) } else { said.clone() };
        let reworded = says != said;
        if let Some(new) = self.key.op(&says).filter(|_| reworded) {
            *op = new;
        }
        self.stood.push((Some(said), says.clone()));
        self.written.push(Written { counter, replaced: Some(replaced), says, reworded });
        (true, !reworded)
    }

    /// What is brought back, as it is now: of several that were the same, the oldest.
    fn known_as(&self, said: &Content) -> Content {
        let same = self.stood.iter().find(|(stood, _)| stood.as_ref() == Some(said));
        same.map_or_else(|| said.clone(), |(_, now)| now.clone())
    }
}

impl Pending {
    /// Withdraws what turns would write over, and rewords what they would bring back; says what is then written to the
    /// register here, in order.
    fn give_way(&mut self, client: ClientId, (key, before): (Key, Option<Content>), now: Content) -> Vec<Written> {
        let mut course = Course { key, stood: vec![(before, now)], written: Vec::new() };
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.gesture.id.client == client) {
            let (counter, yields) = (waiting.gesture.id.counter, waiting.turn);
            let mut is_as_before = true;
            waiting.gesture.ops.retain_mut(|op| {
                let (stays, same) = if Key::of(op) == key { course.pass(op, counter, yields) } else { (true, true) };
                is_as_before &= same;
                stays
            });
            waiting.reworded |= !is_as_before;
        }
        self.forget_empty();
        course.written
    }

    pub(super) fn turns(&self) -> impl Iterator<Item = &Waiting> {
        self.waiting.iter().filter(|waiting| waiting.turn)
    }

    fn deletes_by_turns(&self, client: ClientId) -> Vec<NodeId> {
        let turns = self.turns().filter(|turn| turn.gesture.id.client == client);
        let deletes = turns.flat_map(|turn| &turn.gesture.ops).filter(|op| matches!(op, Op::Delete { .. }));
        deletes.map(Op::node).collect()
    }

    fn withdraw_deletes(&mut self, client: ClientId, node: NodeId) {
        let own = self.waiting.iter_mut().filter(|waiting| waiting.gesture.id.client == client);
        for waiting in own.filter(|waiting| waiting.turn) {
            let ops = waiting.gesture.ops.len();
            waiting.gesture.ops.retain(|op| *op != Op::Delete { node });
            waiting.reworded |= waiting.gesture.ops.len() < ops;
        }
        self.forget_empty();
    }
}
