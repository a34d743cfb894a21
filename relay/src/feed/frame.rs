//! A frame of rows: encoded once, the same bytes for every session. Rows that make one frame too large are split, so that
//! whoever reads slowly has little waiting; one row may be larger than that.

use bytes::Bytes;
use protocol::{FromRelay, encode};
use table::Batch;

/// The largest frame of rows, in bytes, so that it stays below what a client accepts; more rows make more frames.
pub(super) const MAX_FRAME_BYTES: usize = 200 * 1024;
/// Frames from this size on are split while they have more than one row, in bytes.
const SPLIT_FROM_BYTES: usize = 32 * 1024;

/// Rows of one table, encoded.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The number of the first row.
    pub(super) first_row: u64,
    /// The number after the last row.
    pub(super) end_row: u64,
    /// The encoded `FromRelay::Rows`.
    pub(super) bytes: Bytes,
}

/// The frames of a batch, in order; together they hold every row once.
pub(super) fn frames(table: &str, first_row: u64, batch: Batch) -> Vec<Frame> {
    let rows = batch.rows();
    let message = FromRelay::Rows { table: table.to_owned(), first_row, batch };
    let max_bytes = if rows > 1 { SPLIT_FROM_BYTES } else { MAX_FRAME_BYTES };
    let encoded = encode(&message).ok().filter(|bytes| bytes.len() <= max_bytes);
    let FromRelay::Rows { batch, .. } = message else { return Vec::new() };
    match encoded {
        Some(bytes) => vec![Frame { first_row, end_row: first_row + rows as u64, bytes: bytes.into() }],
        None if rows > 1 => {
            let half = rows / 2;
            let mut both = frames(table, first_row, batch.slice(0..half));
            both.extend(frames(table, first_row + half as u64, batch.slice(half..rows)));
            both
        }
        None => {
            tracing::error!(table, row = first_row, "a row is larger than a frame and is not sent");
            Vec::new()
        }
    }
}
