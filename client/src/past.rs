//! The past: which moment of a dashboard is wanted and which is shown. One document is fetched at a time, the newest
//! wish wins, and the last few stay at hand, so that a slider that is dragged asks for what it stands on and not for
//! all that it passed. Pure; the page does what it asks for.

use std::{collections::VecDeque, rc::Rc};

use document::{Document, Seq};

use crate::api::ApiError;

/// Documents that stay at hand, a few MiB at most; beyond it the one that was shown longest ago goes.
const MAX_KEPT: usize = 24;

/// A document of the past.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// At which `Seq`.
    pub seq: Seq,
    /// The document.
    pub document: Rc<Document>,
}

/// Which moment is wanted, and what is here of it.
#[derive(Debug, Default)]
pub struct Past {
    wanted: Option<Seq>,
    fetching: Option<Seq>,
    failed: Option<(Seq, ApiError)>,
    /// The one that was shown last comes last.
    kept: VecDeque<Shown>,
}

impl Past {
    /// This moment is wanted from now on, `None` for now; what comes back is to be fetched.
    pub fn want(&mut self, at: Option<Seq>) -> Option<Seq> {
        self.wanted = at;
        self.failed = None;
        self.next()
    }

    /// What was fetched has come, or not; what comes back is to be fetched next.
    pub fn came(&mut self, seq: Seq, outcome: Result<Document, ApiError>) -> Option<Seq> {
        self.fetching = None;
        match outcome {
            Ok(document) => {
                self.kept.push_back(Shown { seq, document: Rc::new(document) });
                if self.kept.len() > MAX_KEPT {
                    self.kept.pop_front();
                }
            }
            Err(error) => self.failed = Some((seq, error)),
        }
        self.next()
    }

    /// The moment that is wanted.
    #[must_use]
    pub fn wanted(&self) -> Option<Seq> {
        self.wanted
    }

    /// What is to be shown: the wanted moment, until it comes the one that was shown before it.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        self.wanted.and_then(|_| self.kept.back())
    }

    /// Why the wanted moment cannot be shown.
    #[must_use]
    pub fn failed(&self) -> Option<&ApiError> {
        self.failed.as_ref().filter(|(seq, _)| Some(*seq) == self.wanted).map(|(_, error)| error)
    }

    /// A moment that is at hand becomes the one that was shown last.
    fn next(&mut self) -> Option<Seq> {
        let wanted = self.wanted?;
        if let Some(place) = self.kept.iter().position(|shown| shown.seq == wanted) {
            let shown = self.kept.remove(place);
            self.kept.extend(shown);
            return None;
        }
        if self.fetching.is_some() || self.failed().is_some() {
            return None;
        }
        self.fetching = Some(wanted);
        Some(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(past: &Past) -> Option<u64> {
        past.shown().map(|shown| shown.seq.0)
    }

    fn came(past: &mut Past, seq: u64) -> Option<u64> {
        past.came(Seq(seq), Ok(Document::default())).map(|seq| seq.0)
    }

    /// P-63 in the page: what is shown at a `Seq` is fetched once, one at a time, and the newest wish wins.
    #[test]
    fn the_newest_wish_wins_and_nothing_is_fetched_twice() {
        let mut past = Past::default();
        assert_eq!(past.want(Some(Seq(5))), Some(Seq(5)));
        for passed in [6, 7, 8] {
            assert_eq!(past.want(Some(Seq(passed))), None, "one request at a time");
        }
        assert_eq!(came(&mut past, 5), Some(8), "what was only passed is not asked for");
        assert_eq!(shown(&past), Some(5), "what came is shown until the wish is here");
        assert_eq!(came(&mut past, 8), None);
        assert_eq!((shown(&past), past.want(Some(Seq(5)))), (Some(8), None), "at hand");
        assert_eq!(shown(&past), Some(5));
        assert_eq!((past.want(None), shown(&past)), (None, None), "now is not the past");
    }

    #[test]
    fn a_moment_that_cannot_be_shown_says_why_until_another_is_wanted() {
        let mut past = Past::default();
        past.want(Some(Seq(9)));
        assert_eq!(past.came(Seq(9), Err(ApiError::Unreachable)), None, "it does not try again by itself");
        assert_eq!(past.failed(), Some(&ApiError::Unreachable));
        assert_eq!(past.want(Some(Seq(9))), Some(Seq(9)), "asked for again, it does");
        assert_eq!(past.failed(), None);
        assert_eq!((came(&mut past, 9), shown(&past)), (None, Some(9)));
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let mut past = Past::default();
        for seq in 1..=100 {
            assert_eq!(past.want(Some(Seq(seq))), Some(Seq(seq)));
            came(&mut past, seq);
        }
        assert_eq!(past.kept.len(), MAX_KEPT);
    }
}
