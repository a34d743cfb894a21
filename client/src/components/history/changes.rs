//! The changes that the history lists: gestures newest first, put together by person and minute, so that a word that
//! was typed letter by letter is one change. Pure; it knows no words and no clock.

use std::rc::Rc;

use document::{Difference, What};
use yew::Reducible;

use crate::api::{GestureInfo, HistoryPage};

const MINUTE_MS: i64 = 60_000;

/// The gestures that have been read so far, without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Read {
    /// Newest first.
    gestures: Vec<GestureInfo>,
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
    pub(super) seq: u64,
    /// Who.
    pub(super) author: String,
    /// When the newest was.
    pub(super) at_ms: i64,
    /// Newest first.
    pub(super) changes: Vec<Difference>,
}

impl Reducible for Read {
    type Action = Came;

    /// A page that does not join what is here has come twice, or too late, and is left out.
    fn reduce(self: Rc<Self>, came: Came) -> Rc<Self> {
        let mut read = Self { gestures: self.gestures.clone(), any: true };
        match came {
            Came::Older(page) => {
                let older = page.gestures.into_iter().rev();
                read.gestures.extend(older.skip_while(|gesture| self.oldest().is_some_and(|seq| gesture.seq >= seq)));
            }
            Came::Newer(page) => {
                let newer = page.gestures.into_iter().skip_while(|gesture| gesture.seq <= self.newest());
                let newer: Vec<_> = newer.collect();
                if newer.first().is_some_and(|gesture| gesture.seq == self.newest() + 1) {
                    read.gestures.splice(0..0, newer.into_iter().rev());
                }
            }
        }
        Rc::new(read)
    }
}

impl Read {
    /// The newest gesture that is here.
    pub(super) fn newest(&self) -> u64 {
        self.gestures.first().map_or(0, |gesture| gesture.seq)
    }

    /// The oldest gesture that is here.
    pub(super) fn oldest(&self) -> Option<u64> {
        self.gestures.last().map(|gesture| gesture.seq)
    }

    /// What is here, by person and minute, newest first.
    pub(super) fn sittings(&self) -> Vec<Sitting> {
        let mut sittings: Vec<Sitting> = Vec::new();
        for gesture in &self.gestures {
            let goes_on = sittings
                .last_mut()
                .filter(|last| last.author == gesture.author && last.at_ms / MINUTE_MS == gesture.at_ms / MINUTE_MS);
            match goes_on {
                Some(sitting) => sitting.add(gesture),
                None => {
                    let GestureInfo { seq, author, at_ms, .. } = gesture.clone();
                    let mut sitting = Sitting { seq, author, at_ms, changes: Vec::new() };
                    sitting.add(gesture);
                    sittings.push(sitting);
                }
            }
        }
        for sitting in &mut sittings {
            sitting.changes.retain(|change| !matches!(&change.what, What::Changed(values) if values.from == values.to));
        }
        sittings.retain(|sitting| !sitting.changes.is_empty());
        sittings
    }
}

impl Sitting {
    /// Adds what an older gesture changed. A value that was changed again later is one change, from the older value.
    fn add(&mut self, gesture: &GestureInfo) {
        for older in gesture.differences.iter().rev() {
            let newer = self.changes.iter_mut().find(|newer| newer.node == older.node && same_property(newer, older));
            match (newer.map(|newer| (&mut newer.title, &mut newer.what)), &older.what) {
                (Some((title, What::Changed(newer))), What::Changed(older_values)) => {
                    newer.from.clone_from(&older_values.from);
                    title.clone_from(&older.title);
                }
                _ => self.changes.push(older.clone()),
            }
        }
    }
}

fn same_property(left: &Difference, right: &Difference) -> bool {
    match (&left.what, &right.what) {
        (What::Changed(left), What::Changed(right)) => left.property == right.property,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use document::{Change, Kind, NodeId, Property, Value};

    use super::*;

    fn title(seq: u64, author: &str, at_ms: i64, from: &str, to: &str) -> GestureInfo {
        let text = |text: &str| Value::Text(text.into());
        let change = Change { property: Property::Title, from: text(from), to: text(to) };
        let what = What::Changed(change);
        let difference = Difference { node: NodeId::ROOT, kind: Kind::Dashboard, title: from.into(), what };
        GestureInfo { seq, author: author.into(), at_ms, differences: vec![difference] }
    }

    fn page(gestures: Vec<GestureInfo>) -> HistoryPage {
        HistoryPage { seq: 9, gestures }
    }

    /// P-64: pages join without a gap and without a gesture that is there twice.
    #[test]
    fn pages_join() {
        let one = |seq| title(seq, "Ada", 0, "a", "b");
        let seqs = |read: &Read| read.gestures.iter().map(|gesture| gesture.seq).collect::<Vec<_>>();
        let read = Rc::new(Read::default()).reduce(Came::Older(page(vec![one(4), one(5)])));
        let read = read.reduce(Came::Older(page(vec![one(2), one(3), one(4)])));
        let read = read.reduce(Came::Newer(page(vec![one(5), one(6), one(7)])));
        let read = read.reduce(Came::Newer(page(vec![one(9)])));
        assert_eq!(seqs(&read), [7, 6, 5, 4, 3, 2]);
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
        let told: Vec<_> =
            read.sittings().into_iter().map(|sitting| (sitting.seq, sitting.author, sitting.changes)).collect();
        let change = |from, to| title(0, "", 0, from, to).differences;
        let expected = [
            (5, "Ada".to_owned(), change("X", "Y")),
            (4, "Ben".to_owned(), change("CPU", "X")),
            (3, "Ada".to_owned(), change("", "CPU")),
        ];
        assert_eq!(told, expected, "what was taken back within the minute is no change");
    }
}
