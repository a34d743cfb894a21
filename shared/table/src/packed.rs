//! The packed table: the newest rows of one table in a tenth of the memory, for a reader that passes them on and does not
//! draw them. Old rows lie in packs of [`PACK_ROWS`], compressed column by column; the newest, fewer than a pack, as they
//! came. What goes in comes out bit by bit, gaps and every NaN included. Evicts like [`Table`](crate::Table), but exactly.

mod column;
mod integers;

use std::{collections::VecDeque, ops::Range};

use crate::{
    batch::Batch,
    column::Column,
    schema::{DataType, Schema},
    window::{Retention, SchemaMismatch, Table},
};

/// Rows of a pack: a few blocks of the codec, so that its heads weigh little, and few enough that the rows which are not
/// packed yet weigh little beside the others.
pub const PACK_ROWS: usize = 256;

/// What does not age is kept by number only.
const EVERYTHING: Retention = Retention { max_rows: usize::MAX, max_age_ms: None };

/// The newest rows of one table, packed.
#[derive(Clone, Debug)]
pub struct PackedTable {
    schema: Schema,
    retention: Retention,
    /// Index of the first time field, where age matters.
    time_column: Option<usize>,
    packs: VecDeque<Pack>,
    /// Rows that fill no pack yet.
    tail: Table,
    /// Rows at the front of the first pack (of the tail where there is none) that are evicted already.
    evicted: usize,
    packed_bytes: usize,
}

/// [`PACK_ROWS`] rows of all columns.
#[derive(Clone, Debug)]
struct Pack {
    columns: Box<[Box<[u8]>]>,
    /// The greatest time, where age matters.
    newest_ms: Option<i64>,
}

impl PackedTable {
    /// A table without rows, whose next row has this number.
    #[must_use]
    pub fn from_row(schema: Schema, retention: Retention, first_row: u64) -> Self {
        let is_time = |field: &crate::Field| field.data_type == DataType::Time;
        let time_column = retention.max_age_ms.and_then(|_| schema.fields().iter().position(is_time));
        let tail = Table::from_row(schema.clone(), EVERYTHING, first_row);
        Self { schema, retention, time_column, packs: VecDeque::new(), tail, evicted: 0, packed_bytes: 0 }
    }

    /// Names and types.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What is kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        self.retention
    }

    /// How many rows are kept.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.packs.len() * PACK_ROWS + self.tail.rows() - self.evicted
    }

    /// The number of the first row that is kept.
    #[must_use]
    pub fn first_row(&self) -> u64 {
        self.next_row() - self.rows() as u64
    }

    /// The number that the next appended row gets.
    #[must_use]
    pub fn next_row(&self) -> u64 {
        self.tail.next_row()
    }

    /// Memory, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.packed_bytes + self.tail.bytes() + self.packs.capacity() * size_of::<Pack>()
    }

    /// At most `max_rows` kept rows from a row number on; the batch begins with row `max(row, first_row())`.
    /// `None` where there is no such row.
    #[must_use]
    pub fn rows_from(&self, row: u64, max_rows: usize) -> Option<Batch> {
        let start = self.evicted + usize::try_from(row.saturating_sub(self.first_row())).ok()?;
        let end = start.saturating_add(max_rows).min(self.evicted + self.rows());
        (start < end).then(|| self.unpack(start..end))
    }

    /// Appends rows at the end and evicts what the retention no longer keeps.
    ///
    /// # Errors
    /// When the batch has another schema.
    pub fn append(&mut self, batch: &Batch) -> Result<(), SchemaMismatch> {
        if *batch.schema() != self.schema {
            return Err(SchemaMismatch);
        }
        let mut from = 0;
        while from < batch.rows() {
            let end = batch.rows().min(from + PACK_ROWS - self.tail.rows());
            self.tail.append(&batch.slice(from..end))?;
            from = end;
            if self.tail.rows() == PACK_ROWS {
                self.pack();
                self.evict();
            }
        }
        self.evict();
        Ok(())
    }

    /// Packs the tail.
    fn pack(&mut self) {
        let columns: Box<[_]> = self.tail.columns().iter().map(column::pack).collect();
        let newest_ms =
            self.time_column.and_then(|index| times(&self.tail.columns()[index]).iter().flatten().max().copied());
        let pack = Pack { columns, newest_ms };
        self.packed_bytes += pack.bytes();
        self.packs.push_back(pack);
        self.tail = Table::from_row(self.schema.clone(), EVERYTHING, self.tail.next_row());
    }

    fn evict(&mut self) {
        self.evicted += self.rows().saturating_sub(self.retention.max_rows);
        self.forget();
        while self.expire() {
            self.forget();
        }
    }

    /// Lets go of what is evicted as a whole.
    fn forget(&mut self) {
        while self.evicted >= PACK_ROWS
            && let Some(pack) = self.packs.pop_front()
        {
            self.packed_bytes -= pack.bytes();
            self.evicted -= PACK_ROWS;
        }
        if self.packs.is_empty() && self.evicted > 0 && self.evicted == self.tail.rows() {
            self.tail.clear_to(self.tail.next_row());
            self.evicted = 0;
        }
    }

    /// Counts the rows at the front that are too old; says whether a whole pack is.
    fn expire(&mut self) -> bool {
        let (Some(column), Some(age_ms)) = (self.time_column, self.retention.max_age_ms) else { return false };
        let front = match self.packs.front() {
            Some(pack) => column::unpack(DataType::Time, &pack.columns[column], PACK_ROWS),
            None => self.tail.columns()[column].clone(),
        };
        let front = times(&front).get(self.evicted..).unwrap_or_default();
        let behind = self.packs.iter().skip(1).filter_map(|pack| pack.newest_ms);
        let newest = front.iter().flatten().copied().chain(behind).chain(self.newest_of_tail()).max();
        let Some(oldest_ms) = newest.map(|newest| newest.saturating_sub(age_ms.max(0))) else { return false };
        let old = front.iter().take_while(|time| time.is_none_or(|time_ms| time_ms < oldest_ms)).count();
        self.evicted += old;
        old == front.len() && !self.packs.is_empty()
    }

    /// The newest time of the rows that are not packed, where age matters; the front is looked at by itself.
    fn newest_of_tail(&self) -> Option<i64> {
        let tail = times(&self.tail.columns()[self.time_column?]);
        let evicted = if self.packs.is_empty() { self.evicted } else { 0 };
        tail.iter().skip(evicted).flatten().copied().max()
    }

    /// Rows counted from the first that is in memory.
    fn unpack(&self, rows: Range<usize>) -> Batch {
        let mut wanted = Table::new(self.schema.clone(), EVERYTHING);
        let packed = self.packs.len() * PACK_ROWS;
        for index in rows.start / PACK_ROWS..rows.end.min(packed).div_ceil(PACK_ROWS) {
            let start = index * PACK_ROWS;
            let part = rows.start.saturating_sub(start)..rows.end.min(start + PACK_ROWS) - start;
            wanted.extend(&self.packs[index].unpack(&self.schema), part);
        }
        if rows.end > packed {
            let part = rows.start.saturating_sub(packed)..rows.end - packed;
            wanted.extend(self.tail.columns(), part);
        }
        wanted.into_batch()
    }
}

impl Pack {
    fn bytes(&self) -> usize {
        self.columns.iter().map(|column| column.len() + size_of::<Box<[u8]>>()).sum()
    }

    fn unpack(&self, schema: &Schema) -> Vec<Column> {
        let columns = schema.fields().iter().zip(&self.columns);
        columns.map(|(field, bytes)| column::unpack(field.data_type, bytes, PACK_ROWS)).collect()
    }
}

fn times(column: &Column) -> &[Option<i64>] {
    match column {
        Column::Time(times) => times,
        _ => &[],
    }
}
