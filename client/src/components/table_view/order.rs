//! The order in which a table panel shows rows: the newest first, or sorted by a field. Pure. While somebody reads
//! further down the order stays as it was, so that no row moves under their eyes.

use std::cmp::Ordering;

use table::{Cell, Column, Table};

/// Most rows that are sorted, the newest ones: sorting more would take longer than a frame.
pub(super) const MAX_SORTED_ROWS: usize = 20_000;

/// Which rows are shown, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The first row that is shown, and the one after the last.
    rows: std::ops::Range<u64>,
    /// The rows in their order, where they are sorted; and by what.
    sorted: Option<(Sorting, Vec<u64>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Sorting {
    by: String,
    is_descending: bool,
}

impl Order {
    /// Follows the table; while it is `held` only what has gone goes.
    pub(super) fn follow(&mut self, table: &Table, by: Option<&str>, is_descending: bool, held: bool) {
        let sorting = by.map(|by| Sorting { by: by.to_owned(), is_descending });
        let same = self.sorted.as_ref().map(|(sorting, _)| sorting) == sorting.as_ref();
        let there = table.first_row()..table.next_row();
        if held && same && there.contains(&self.rows.end.saturating_sub(1)) {
            self.rows.start = self.rows.start.max(there.start);
            return;
        }
        if same && self.rows == there {
            return;
        }
        self.rows = there;
        self.sorted = sorting.and_then(|sorting| {
            let rows = sorted(table, table.column(&sorting.by)?, is_descending);
            Some((sorting, rows))
        });
    }

    /// How many rows are shown.
    pub(super) fn len(&self) -> usize {
        match &self.sorted {
            Some((_, rows)) => rows.len(),
            None => usize::try_from(self.rows.end - self.rows.start).unwrap_or(usize::MAX),
        }
    }

    /// The number of the row at a place.
    pub(super) fn row(&self, place: usize) -> Option<u64> {
        match &self.sorted {
            Some((_, rows)) => rows.get(place).copied(),
            None => self.rows.end.checked_sub(place as u64 + 1).filter(|row| self.rows.contains(row)),
        }
    }

    /// Whether the table has newer rows.
    pub(super) fn is_behind(&self, table: &Table) -> bool {
        self.rows.end < table.next_row()
    }
}

/// The newest rows, sorted; gaps come last, and of equal ones the newest first.
fn sorted(table: &Table, column: &Column, is_descending: bool) -> Vec<u64> {
    let first = table.rows().saturating_sub(MAX_SORTED_ROWS);
    let mut rows: Vec<usize> = (first..table.rows()).rev().collect();
    rows.sort_by(|left, right| compare(column.cell(*left), column.cell(*right), is_descending));
    rows.into_iter().map(|row| table.first_row() + row as u64).collect()
}

fn compare(left: Cell<'_>, right: Cell<'_>, is_descending: bool) -> Ordering {
    match (left, right) {
        (Cell::Gap, Cell::Gap) => Ordering::Equal,
        (Cell::Gap, _) => Ordering::Greater,
        (_, Cell::Gap) => Ordering::Less,
        (left, right) => {
            let order = left.compare(right).unwrap_or(Ordering::Equal);
            if is_descending { order.reverse() } else { order }
        }
    }
}

#[cfg(test)]
mod tests {
    use table::{Batch, DataType, Field, Retention, Schema};

    use super::*;

    fn schema() -> Schema {
        Schema::new(vec![Field { name: "n".into(), data_type: DataType::Integer }]).unwrap()
    }

    fn append(table: &mut Table, values: &[Option<i64>]) {
        let batch = Batch::new(schema(), vec![Column::Integer(values.to_vec().into())]).unwrap();
        table.append(&batch).unwrap();
    }

    fn shown(order: &Order) -> Vec<u64> {
        (0..order.len()).map(|place| order.row(place).unwrap()).collect()
    }

    #[test]
    fn the_newest_come_first_and_nothing_moves_while_somebody_reads() {
        let mut table = Table::from_row(schema(), Retention { max_rows: 3, max_age_ms: None }, 10);
        let mut order = Order::default();
        append(&mut table, &[Some(1), Some(2)]);
        order.follow(&table, None, false, false);
        assert_eq!(shown(&order), [11, 10]);
        append(&mut table, &[Some(3), Some(4)]);
        order.follow(&table, None, false, true);
        assert_eq!((shown(&order), order.is_behind(&table)), (vec![11], true), "what has gone goes");
        order.follow(&table, None, false, false);
        assert_eq!((shown(&order), order.is_behind(&table)), (vec![13, 12, 11], false));
        append(&mut table, &[Some(5), Some(6), Some(7)]);
        order.follow(&table, None, false, true);
        assert_eq!(shown(&order), [16, 15, 14], "nothing is left of what was read");
    }

    #[test]
    fn sorted_rows_have_gaps_last_in_both_directions() {
        let mut table = Table::new(schema(), Retention { max_rows: 9, max_age_ms: None });
        append(&mut table, &[Some(2), None, Some(3), Some(2), Some(1)]);
        let mut order = Order::default();
        order.follow(&table, Some("n"), false, false);
        assert_eq!(shown(&order), [4, 3, 0, 2, 1]);
        order.follow(&table, Some("n"), true, true);
        assert_eq!(shown(&order), [2, 3, 0, 4, 1]);
    }
}
