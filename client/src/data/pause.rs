//! The pause: rows that come while charts stand still wait here and are counted. Tables that somebody looks at stay as
//! they are; one that is wanted only meanwhile is shown as it is. Of more rows than are kept only the number is known:
//! they are asked for again when the charts go on.

use std::collections::{BTreeMap, BTreeSet};

use super::TableMessage;

/// Most rows that wait, of all tables; beyond it they are counted, dropped, and fetched when the charts go on. So many
/// take some 20 MB.
const MAX_WAITING_ROWS: usize = 250_000;

/// What came while charts stand still.
#[derive(Debug, Default)]
pub(super) struct Pause {
    /// The tables that stand still, and the number after the newest row of each that is known of.
    still: BTreeMap<String, u64>,
    waiting: Vec<TableMessage>,
    rows: usize,
    /// The tables of which something was dropped.
    lost: BTreeSet<String>,
}

impl Pause {
    /// These tables stand still, each with the number after its last row.
    pub(super) fn of(still: BTreeMap<String, u64>) -> Self {
        Self { still, ..Self::default() }
    }

    /// Takes what is said about a table that stands still; what is not its business comes back.
    pub(super) fn take(&mut self, message: TableMessage) -> Option<TableMessage> {
        let (TableMessage::Began { table, .. } | TableMessage::Rows { table, .. } | TableMessage::Missing(table)) =
            &message;
        let Some(known) = self.still.get_mut(table) else { return Some(message) };
        match &message {
            TableMessage::Rows { first_row, batch, .. } => {
                *known = (*known).max(first_row + batch.rows() as u64);
                if self.rows + batch.rows() > MAX_WAITING_ROWS || self.lost.contains(table) {
                    self.lost.insert(table.clone());
                    return None;
                }
                self.rows += batch.rows();
            }
            TableMessage::Began { .. } | TableMessage::Missing(_) => {}
        }
        self.waiting.push(message);
        None
    }

    /// A table that nobody wants any more.
    pub(super) fn forget(&mut self, table: &str) {
        self.still.remove(table);
    }

    /// The number after the newest row of each table that is known of.
    pub(super) fn newest(&self) -> impl Iterator<Item = (&str, u64)> {
        self.still.iter().map(|(table, next_row)| (&**table, *next_row))
    }

    /// What is to be taken now, in its order, and the tables of which rows have to be asked for again.
    pub(super) fn end(self) -> (Vec<TableMessage>, BTreeSet<String>) {
        (self.waiting, self.lost)
    }
}
