//! The changes that the history lists: gestures newest first, put together by person and minute, so that a word that
//! was typed letter by letter is one change. Pure; it knows no words and no clock.

use std::rc::Rc;

use document::{Difference, NodeId, Property, Seq, What};
use protocol::history::{GestureTold, HistoryPage};
use yew::Reducible;

const MINUTE_MS: i64 = 60_000;

/// Which changes are listed: all, those of one node, or those of one property of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Only of this node.
    pub(crate) node: Option<NodeId>,
    /// Only of this property.
    pub(crate) property: Option<Property>,
}

/// The gestures that have been read so far, without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Read {
    /// Newest first.
    gestures: Vec<GestureTold>,
    /// The lowest `Seq` that opens.
    pub(super) horizon: Seq,
    /// Whether a first page has come.
    pub(super) any: bool,
}

/// What came.
pub(super) enum Came {
    /// The first page, or the one before what is here.
    Older(HistoryPage),
    /// The page after what is here.
    Newer(HistoryPage),
}

/// What one person changed in one minute.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sitting {
    /// The newest of its gestures: names it.
    pub(super) newest: Seq,
    /// The oldest of its gestures.
    pub(super) oldest: Seq,
    /// Who.
    pub(super) author: String,
    /// When the newest was.
    pub(super) at_ms: i64,
    /// Newest first.
    pub(super) changes: Vec<Told>,
}

/// One change of a sitting.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// The oldest gesture that is part of it.
    pub(super) oldest: Seq,
    /// What changed.
    pub(super) difference: Difference,
}

impl Filter {
    fn fits(self, difference: &Difference) -> bool {
        let fits_property = match &difference.what {
            What::Changed(change) => self.property.is_none_or(|property| property == change.property),
            What::Added | What::Removed | What::Restored | What::Moved => self.property.is_none(),
        };
        fits_property && self.node.is_none_or(|node| node == difference.node)
    }
}

impl Reducible for Read {
    type Action = Came;

    /// A page that does not join what is here has come twice, or too late, and is left out.
    fn reduce(self: Rc<Self>, came: Came) -> Rc<Self> {
        let mut read = Self { gestures: self.gestures.clone(), horizon: self.horizon, any: true };
        match came {
            Came::Older(page) => {
                let older = page.gestures.into_iter().rev();
                read.gestures.extend(older.skip_while(|gesture| self.oldest().is_some_and(|seq| gesture.seq >= seq)));
                read.horizon = page.horizon;
            }
            Came::Newer(page) => {
                let newer = page.gestures.into_iter().skip_while(|gesture| gesture.seq <= self.newest());
                let newer: Vec<_> = newer.collect();
                if newer.first().is_some_and(|gesture| gesture.seq == self.newest().next()) {
                    read.gestures.splice(0..0, newer.into_iter().rev());
                }
            }
        }
        Rc::new(read)
    }
}

impl Read {
    /// The newest gesture that is here.
    pub(super) fn newest(&self) -> Seq {
        self.gestures.first().map_or(Seq::ZERO, |gesture| gesture.seq)
    }

    /// The oldest gesture that is here.
    pub(super) fn oldest(&self) -> Option<Seq> {
        self.gestures.last().map(|gesture| gesture.seq)
    }

    /// Whether there are older gestures than what is here.
    pub(super) fn goes_on(&self) -> bool {
        self.oldest().is_some_and(|oldest| oldest > self.horizon.next())
    }

    /// A node as the newest change that names it says it, for nodes that are no longer there.
    pub(super) fn face(&self, node: NodeId) -> Option<&Difference> {
        let mut told = self.gestures.iter().flat_map(|gesture| &gesture.differences);
        told.find(|difference| difference.node == node)
    }

    /// What was deleted, newest first, each once.
    pub(super) fn removed(&self) -> Vec<&Difference> {
        let told = self.gestures.iter().flat_map(|gesture| &gesture.differences);
        let mut removed: Vec<&Difference> = Vec::new();
        for difference in told.filter(|difference| difference.what == What::Removed) {
            if !removed.iter().any(|known| known.node == difference.node) {
                removed.push(difference);
            }
        }
        removed
    }

    /// What is here and fits, by person and minute, newest first.
    pub(super) fn sittings(&self, filter: Filter) -> Vec<Sitting> {
        let mut sittings: Vec<Sitting> = Vec::new();
        for gesture in &self.gestures {
            let goes_on = sittings
                .last_mut()
                .filter(|last| last.author == gesture.author && last.at_ms / MINUTE_MS == gesture.at_ms / MINUTE_MS);
            match goes_on {
                Some(sitting) => sitting.add(gesture, filter),
                None => {
                    let GestureTold { seq, author, at_ms, .. } = gesture;
                    let (newest, oldest, author) = (*seq, *seq, author.clone());
                    let mut sitting = Sitting { newest, oldest, author, at_ms: *at_ms, changes: Vec::new() };
                    sitting.add(gesture, filter);
                    sittings.push(sitting);
                }
            }
        }
        for sitting in &mut sittings {
            let is_change = |what: &What| !matches!(what, What::Changed(values) if values.from == values.to);
            sitting.changes.retain(|told| is_change(&told.difference.what));
        }
        sittings.retain(|sitting| !sitting.changes.is_empty());
        sittings
    }
}

impl Sitting {
    /// Adds what an older gesture changed. A value that was changed again later is one change, from the older value.
    fn add(&mut self, gesture: &GestureTold, filter: Filter) {
        self.oldest = gesture.seq;
        for older in gesture.differences.iter().rev().filter(|older| filter.fits(older)) {
            let newer = self.changes.iter_mut().find(|newer| is_same_property(&newer.difference, older));
            match (newer, &older.what) {
                (Some(Told { oldest, difference }), What::Changed(older_values)) => {
                    if let What::Changed(newer) = &mut difference.what {
                        newer.from.clone_from(&older_values.from);
                    }
                    difference.title.clone_from(&older.title);
                    *oldest = gesture.seq;
                }
                _ => self.changes.push(Told { oldest: gesture.seq, difference: older.clone() }),
            }
        }
    }
}

fn is_same_property(left: &Difference, right: &Difference) -> bool {
    match (&left.what, &right.what) {
        (What::Changed(of_left), What::Changed(of_right)) => {
            left.node == right.node && of_left.property == of_right.property
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use document::{Change, ClientId, Kind, OpId, Value};

    use super::*;

    fn title(seq: u64, author: &str, at_ms: i64, from: &str, to: &str) -> GestureTold {
        let text = |text: &str| Value::Text(text.into());
        let change = Change { property: Property::Title, from: text(from), to: text(to) };
        let difference =
            Difference { node: NodeId::ROOT, kind: Kind::Dashboard, title: from.into(), what: What::Changed(change) };
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: seq };
        let (seq, author, differences) = (Seq(seq), author.into(), vec![difference]);
        GestureTold { seq, id, author, at_ms, ops: Vec::new(), differences }
    }

    fn page(gestures: Vec<GestureTold>) -> HistoryPage {
        HistoryPage { newest: Seq(9), horizon: Seq::ZERO, gestures }
    }

    /// P-64: pages join without a gap and without a gesture that is there twice.
    #[test]
    fn pages_join() {
        let one = |seq| title(seq, "Ada", 0, "a", "b");
        let seqs = |read: &Read| read.gestures.iter().map(|gesture| gesture.seq.0).collect::<Vec<_>>();
        let read = Rc::new(Read::default()).reduce(Came::Older(page(vec![one(4), one(5)])));
        assert!(read.goes_on());
        let read = read.reduce(Came::Older(page(vec![one(2), one(3), one(4)])));
        let read = read.reduce(Came::Newer(page(vec![one(5), one(6), one(7)])));
        let read = read.reduce(Came::Newer(page(vec![one(9)])));
        assert_eq!(seqs(&read), [7, 6, 5, 4, 3, 2]);
        let read = read.reduce(Came::Older(page(vec![one(1)])));
        assert!(!read.goes_on());
    }

    #[test]
    fn a_word_typed_in_one_minute_is_one_change() {
        let typed = [
            title(1, "Ada", 0, "", "C"),
            title(2, "Ada", 100, "C", "CP"),
            title(3, "Ada", 200, "CP", "CPU"),
            title(4, "Ben", 300, "CPU", "X"),
            title(5, "Ada", 400, "X", "Y"),
            title(6, "Ada", MINUTE_MS, "Y", "Z"),
            title(7, "Ada", MINUTE_MS + 1, "Z", "Y"),
        ];
        let read = Rc::new(Read::default()).reduce(Came::Older(page(typed.to_vec())));
        let told = |filter| -> Vec<_> {
            let sittings = read.sittings(filter).into_iter();
            sittings.map(|sitting| (sitting.newest.0, sitting.oldest.0, sitting.author, sitting.changes)).collect()
        };
        let change = |oldest, from, to| {
            let difference = title(0, "", 0, from, to).differences.remove(0);
            vec![Told { oldest: Seq(oldest), difference }]
        };
        let expected = [
            (5, 5, "Ada".to_owned(), change(5, "X", "Y")),
            (4, 4, "Ben".to_owned(), change(4, "CPU", "X")),
            (3, 1, "Ada".to_owned(), change(1, "", "CPU")),
        ];
        assert_eq!(told(Filter::default()), expected, "what was taken back within the minute is no change");
        let only = |property| Filter { node: Some(NodeId::ROOT), property: Some(property) };
        assert_eq!(told(only(Property::Title)), expected);
        assert_eq!(told(only(Property::Mark)), []);
    }
}
