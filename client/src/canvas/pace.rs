//! The pace: whose rows wait to be shown because a dashboard shows new rows less often than they come. What is there when
//! a table is opened never waits. It draws nothing and knows no chart.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use document::Refresh;
use gloo::timers::callback::Timeout;

/// For so long after its first row the rows of a table come that were there before, in milliseconds.
const OPENING_MS: f64 = 2_000.0;

/// Which tables wait, and for how long.
#[derive(Default)]
pub(super) struct Pace {
    refresh: Cell<Option<Refresh>>,
    /// When the first rows of each table came.
    began: RefCell<BTreeMap<String, f64>>,
    waiting: RefCell<BTreeSet<String>>,
    timer: RefCell<Option<Timeout>>,
}

impl Pace {
    /// Says whether that is another pace than before; what waits is due then.
    pub(super) fn set(&self, refresh: Refresh) -> bool {
        let is_other = self.refresh.replace(Some(refresh)).unwrap_or(Refresh::Live) != refresh;
        if is_other {
            self.timer.take();
        }
        is_other
    }

    /// Whether rows of a table that came now have to wait; if so they are remembered.
    pub(super) fn holds(&self, table: &str, now_ms: f64) -> bool {
        let began_ms = *self.began.borrow_mut().entry(table.to_owned()).or_insert(now_ms);
        let is_live = self.refresh.get().unwrap_or(Refresh::Live) == Refresh::Live;
        if is_live || now_ms - began_ms < OPENING_MS {
            return false;
        }
        self.waiting.borrow_mut().insert(table.to_owned());
        true
    }

    /// Begins the wait at whose end what waits is due; one at a time, and none where somebody has to ask.
    pub(super) fn tick(&self, due: impl FnOnce() + 'static) {
        let period_ms = self.refresh.get().and_then(Refresh::period_ms).filter(|period_ms| *period_ms > 0);
        if let Some(period_ms) = period_ms.filter(|_| self.timer.borrow().is_none()) {
            self.timer.replace(Some(Timeout::new(period_ms, due)));
        }
    }

    /// What waits, which waits no longer.
    pub(super) fn take(&self) -> BTreeSet<String> {
        drop(self.timer.take());
        self.waiting.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_wait_once_their_table_is_open() {
        let pace = Pace::default();
        assert!(!pace.holds("t", 0.0) && !pace.holds("t", 9_000.0), "live until something else is said");
        assert!(pace.set(Refresh::Paused) && !pace.set(Refresh::Paused));
        assert!(pace.holds("t", 10_000.0));
        assert!(!pace.holds("new", 10_000.0) && !pace.holds("new", 11_000.0), "what there is");
        assert!(pace.holds("new", 12_000.0));
        assert_eq!(pace.take().into_iter().collect::<Vec<_>>(), ["new", "t"]);
        assert!(pace.take().is_empty());
        assert!(pace.set(Refresh::Live) && !pace.holds("t", 20_000.0));
    }
}
