//! Encoded rows: the frames of rows that were sent to somebody who had fallen behind or has just come. Whoever comes next
//! wants the same, and gets the same bytes: ten thousand who come at once cost one encoding. Kept for a moment, bounded.

use std::{collections::BTreeMap, time::Duration};

use table::PackedTable;
use tokio::time::Instant;

use super::frame::{Frame, frames};

/// Rows that are encoded together, at most.
const MAX_STEP_ROWS: usize = 1024;
/// Memory of the rows that are encoded together, about, in bytes: more would only be split.
const STEP_BYTES: usize = 32 * 1024;
/// Encoded rows of one table that are kept, in bytes; whoever needs others meanwhile has them encoded again.
const MAX_BYTES: usize = 1024 * 1024;
/// How long they are kept after somebody has needed them.
const KEPT: Duration = Duration::from_secs(2);

/// Frames by their first row.
#[derive(Debug, Default)]
pub(super) struct Encoded {
    frames: BTreeMap<u64, Frame>,
    bytes: usize,
    used: Option<Instant>,
}

impl Encoded {
    /// Memory of the frames.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The frame that begins with a row; `None` where there is no such row.
    pub(super) fn frame(&mut self, name: &str, table: &PackedTable, row: u64, now: Instant) -> Option<Frame> {
        if row < table.first_row() || row >= table.next_row() {
            return None;
        }
        self.used = Some(now);
        if let Some(frame) = self.frames.get(&row) {
            return Some(frame.clone());
        }
        let step = step_rows(table);
        let rows = step - usize::try_from(row % step as u64).unwrap_or(0);
        let mut encoded = frames(name, row, table.rows_from(row, rows)?);
        encoded.iter().for_each(|frame| self.keep(frame));
        (!encoded.is_empty()).then(|| encoded.swap_remove(0))
    }

    /// Forgets what nobody has needed for a moment.
    pub(super) fn forget(&mut self, now: Instant) {
        if self.used.is_some_and(|used| now.saturating_duration_since(used) >= KEPT) {
            *self = Self::default();
        }
    }

    fn keep(&mut self, frame: &Frame) {
        while self.bytes + frame.bytes.len() > MAX_BYTES
            && let Some((_, oldest)) = self.frames.pop_first()
        {
            self.bytes -= oldest.bytes.len();
        }
        self.bytes += frame.bytes.len();
        if let Some(other) = self.frames.insert(frame.first_row, frame.clone()) {
            self.bytes -= other.bytes.len();
        }
    }
}

/// How many rows are encoded together: a power of two, at whose multiples they begin, so that two who begin anywhere soon
/// want the same frames.
fn step_rows(table: &PackedTable) -> usize {
    let row_bytes = (table.bytes() / table.rows().max(1)).max(1);
    1 << (STEP_BYTES / row_bytes).clamp(1, MAX_STEP_ROWS).ilog2()
}
