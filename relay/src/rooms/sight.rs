//! The sight: which tables the panels of a dashboard show, as its room tells the sessions in it. They hear when that has
//! changed, and when rights have, so that nobody goes on seeing what they may see no longer. It knows no session.

use std::{collections::BTreeSet, future};

use document::{Op, Property};
use tokio::sync::watch;

use crate::room::Accepted;

/// The room's side.
#[derive(Debug)]
pub(super) struct Shown(watch::Sender<BTreeSet<String>>);

/// The side of a session.
#[derive(Debug)]
pub(super) struct Sight(watch::Receiver<BTreeSet<String>>);

impl Shown {
    pub(super) fn new(tables: BTreeSet<String>) -> Self {
        Self(watch::Sender::new(tables))
    }

    /// For a session that comes now.
    pub(super) fn sight(&self) -> Sight {
        Sight(self.0.subscribe())
    }

    /// The panels show these tables now.
    pub(super) fn show(&self, tables: BTreeSet<String>) {
        self.0.send_if_modified(|shown| {
            *shown != tables && {
                *shown = tables;
                true
            }
        });
    }

    /// Somebody's rights have changed.
    pub(super) fn recall(&self) {
        self.0.send_modify(|_the_same| {});
    }
}

impl Sight {
    /// Whether a panel shows this table.
    pub(super) fn shows(&self, table: &str) -> bool {
        self.0.borrow().contains(table)
    }

    /// Waits until it is to be asked again what may be seen.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            // The room ends its sessions itself.
            future::pending::<()>().await;
        }
    }
}

/// Whether these gestures may change which tables are shown.
pub(super) fn may_change(accepted: &[Accepted]) -> bool {
    let mut ops = accepted.iter().flat_map(|accepted| &accepted.sequenced.gesture.ops);
    ops.any(|op| !matches!(op, Op::Set { property, .. } if *property != Property::Table))
}
