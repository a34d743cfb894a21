//! Undo: what one person's gestures replaced, so that they can be taken back and done again, each by a new gesture.
//! A claim on a register ends when somebody else writes it: undo never takes back the newer write of a colleague.
//! Pure: the replica tells it what was submitted, heard and refused; it keeps no document and no clock.

mod act;
mod claim;

use std::{collections::VecDeque, ops::RangeInclusive};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientId, NodeId},
    op::Op,
    property::Kind,
    tree::Document,
};
pub use act::{Act, Label};
use claim::Claim;
pub(crate) use claim::{Content, Key, takes_work_of_others};

/// Most gestures that can be taken back, and as many that can be done again; the oldest go.
pub const MAX_ENTRIES: usize = 200;

/// Which way through one's own gestures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Take the last one back.
    Undo,
    /// Do again what was taken back last.
    Redo,
}

/// What came of an undo or a redo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Which of the two it was.
    pub direction: Direction,
    /// What was taken back or done again.
    pub label: Label,
    /// How much of it.
    pub extent: Extent,
}

/// How much of a gesture could be taken back or done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The rest has been changed by somebody else since.
    Part,
    /// All of it has been changed by somebody else since.
    Nothing,
}

/// What one person can take back and do again, newest last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct UndoStack {
    done: VecDeque<Entry>,
    undone: VecDeque<Entry>,
}

/// One gesture, or several that were one act of typing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    act: Act,
    /// What it is about.
    subject: (NodeId, Kind),
    claims: Vec<Claim>,
    /// Whether somebody else has written over one of its registers.
    overwritten: bool,
    /// The counters of its gestures.
    made: RangeInclusive<u64>,
}

/// What a pending gesture writes to one register.
#[derive(Debug)]
pub(crate) struct Written {
    /// The gesture's.
    pub(crate) counter: u64,
    /// What it replaced, until that was told.
    pub(crate) replaced: Option<Content>,
    /// What it says.
    pub(crate) says: Content,
    /// Whether it said something else before.
    pub(crate) reworded: bool,
}

impl Direction {
    fn opposite(self) -> Self {
        match self {
            Self::Undo => Self::Redo,
            Self::Redo => Self::Undo,
        }
    }
}

impl Entry {
    /// What the ops, not applied yet, are about to claim.
    pub(crate) fn of(document: &Document, ops: &[Op]) -> Self {
        Self {
            act: Act::of(document, ops),
            subject: act::subject(document, ops),
            claims: Claim::all_of(document, ops),
            overwritten: false,
            made: 0..=0,
        }
    }

    /// The same act, done the other way by these ops.
    pub(crate) fn turned(&self, document: &Document, ops: &[Op]) -> Self {
        Self { act: self.act, subject: self.subject, ..Self::of(document, ops) }
    }

    /// What takes back all that still stands.
    pub(crate) fn inverse(
        &self,
        document: &Document,
        me: ClientId,
        applies: impl Fn(&mut Document, &Op) -> bool,
    ) -> Vec<Op> {
        claim::inverse(&self.claims, document, me, applies)
    }

    /// How much of the entry so many ops take back.
    pub(crate) fn extent(&self, ops: usize) -> Extent {
        match ops {
            0 => Extent::Nothing,
            _ if ops == self.claims.len() && !self.overwritten => Extent::Whole,
            _ => Extent::Part,
        }
    }

    pub(crate) fn label(&self, document: &Document) -> Label {
        Label::of(document, self.act, self.subject)
    }

    /// Typing goes on: one property, written by both.
    fn goes_on_as(&mut self, next: &Self) -> bool {
        let (Act::Set(_), [claim], [written]) = (self.act, self.claims.as_mut_slice(), next.claims.as_slice()) else {
            return false;
        };
        if self.act != next.act || claim.key != written.key || claim.after != written.before {
            return false;
        }
        claim.after.clone_from(&written.after);
        self.made = *self.made.start()..=*next.made.end();
        true
    }

    fn changes_nothing(&self) -> bool {
        self.claims.iter().all(|claim| claim.before == claim.after)
    }
}

impl UndoStack {
    /// What [`Self::take`] would take, as one says it.
    pub(crate) fn label(&self, direction: Direction, document: &Document) -> Option<Label> {
        self.side(direction).back().map(|entry| entry.label(document))
    }

    /// A gesture was submitted under this counter. `continues` says that it goes on with the typing before it.
    pub(crate) fn record(&mut self, mut entry: Entry, counter: u64, continues: bool) {
        if entry.claims.is_empty() {
            return;
        }
        entry.made = counter..=counter;
        self.undone.clear();
        let goes_on = continues && self.done.back_mut().is_some_and(|last| last.goes_on_as(&entry));
        if !goes_on {
            push(&mut self.done, entry);
        }
        self.done.pop_back_if(|last| last.changes_nothing());
    }

    /// The newest entry on this side, which leaves it.
    pub(crate) fn take(&mut self, direction: Direction) -> Option<Entry> {
        self.side_mut(direction).pop_back()
    }

    /// An entry was taken in this direction and done under this counter: it can be taken in the other.
    pub(crate) fn turn(&mut self, direction: Direction, mut turned: Entry, counter: u64) {
        turned.made = counter..=counter;
        push(self.side_mut(direction.opposite()), turned);
    }

    /// Somebody else wrote a register. Every gesture that is in the order already loses its claim on it; those that
    /// are still `pending`, oldest first, come after that write and replaced what stands behind it.
    pub(crate) fn written_by_other(&mut self, key: Key, mut pending: Vec<Written>) {
        for entry in self.done.iter_mut().chain(&mut self.undone) {
            let Some(index) = entry.claims.iter().position(|claim| claim.key == key) else { continue };
            let mut own = pending.iter_mut().filter(|written| entry.made.contains(&written.counter));
            let Some(first) = own.next() else {
                entry.claims.remove(index);
                entry.overwritten = true;
                continue;
            };
            let claim = &mut entry.claims[index];
            if let Some(replaced) = first.replaced.take() {
                claim.before = replaced;
            }
            let last = own.next_back().unwrap_or(first);
            if last.reworded {
                claim.after.clone_from(&last.says);
            }
        }
    }

    /// The registers on which there are claims.
    pub(crate) fn claimed(&self) -> impl Iterator<Item = Key> {
        let entries = self.done.iter().chain(&self.undone);
        entries.flat_map(|entry| entry.claims.iter().map(|claim| claim.key))
    }

    /// The relay refused a gesture, and `document` is without it: it leaves, and what came after it replaced what it
    /// had replaced. Of typing only that letter leaves.
    pub(crate) fn rejected(&mut self, counter: u64, document: &Document, me: ClientId) {
        for side in [Direction::Undo, Direction::Redo] {
            while let Some(index) = self.side(side).iter().position(|entry| entry.made == (counter..=counter)) {
                let refused = self.side_mut(side).remove(index);
                for claim in refused.iter().flat_map(|entry| &entry.claims) {
                    self.relink(claim, counter);
                }
            }
        }
        for entry in self.done.iter_mut().filter(|entry| *entry.made.end() == counter) {
            for claim in &mut entry.claims {
                if let Some((content, writer)) = claim.key.read(document)
                    && writer == Some(me)
                {
                    claim.after = content;
                }
            }
        }
    }

    /// The next own write of the register after a refused one replaced what that had replaced.
    fn relink(&mut self, refused: &Claim, counter: u64) {
        let later = self.done.iter_mut().chain(&mut self.undone).filter(|entry| *entry.made.start() >= counter);
        let writes = later.flat_map(|entry| {
            let made = *entry.made.start();
            entry.claims.iter_mut().map(move |claim| (made, claim))
        });
        let next = writes.filter(|(_, claim)| claim.key == refused.key).min_by_key(|(made, _)| *made);
        if let Some((_, claim)) = next {
            claim.before.clone_from(&refused.before);
        }
    }

    fn side(&self, direction: Direction) -> &VecDeque<Entry> {
        match direction {
            Direction::Undo => &self.done,
            Direction::Redo => &self.undone,
        }
    }

    fn side_mut(&mut self, direction: Direction) -> &mut VecDeque<Entry> {
        match direction {
            Direction::Undo => &mut self.done,
            Direction::Redo => &mut self.undone,
        }
    }
}

fn push(side: &mut VecDeque<Entry>, entry: Entry) {
    if side.len() == MAX_ENTRIES {
        side.pop_front();
    }
    side.push_back(entry);
}
