//! The order in which a table panel shows rows: the newest first, or sorted by a field; all of them, or those that are
//! wanted. Pure. While somebody reads further down the order stays as it was, so that no row moves under their eyes.

use std::{cmp::Ordering, collections::VecDeque};

use table::{Cell, Column, Predicate, Table, TimeRange};

/// Most rows that are sorted, the newest ones: sorting more would take longer than a frame.
pub(super) const MAX_SORTED_ROWS: usize = 20_000;

/// Which rows are shown, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The first row that was looked at, and the one after the last.
    rows: std::ops::Range<u64>,
    wish: Wish,
    /// The rows that are wanted at this moment, which are others while time goes on; `None` is all.
    wanted: Option<Predicate>,
    /// Those rows, the oldest first, where not all are wanted.
    kept: Option<VecDeque<u64>>,
    /// The rows in their order, where they are sorted.
    sorted: Option<Vec<u64>>,
}

/// What is asked of the rows, whatever the time is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wish {
    /// By which field they are sorted, and whether the largest come first.
    pub(super) sort: Option<(String, bool)>,
    /// Which are pinned.
    pub(super) pinned: Option<Predicate>,
    /// Of which time.
    pub(super) range: Option<TimeRange>,
}

impl Order {
    /// Follows the table; while it is `held` only what has gone goes.
    pub(super) fn follow(&mut self, table: &Table, wish: Wish, wanted: Option<Predicate>, held: bool) {
        let is_same = self.wish == wish;
        let there = table.first_row()..table.next_row();
        if held && is_same && there.contains(&self.rows.end.saturating_sub(1)) {
            self.rows.start = self.rows.start.max(there.start);
            self.forget();
            return;
        }
        if is_same && self.wanted == wanted && self.rows == there {
            return;
        }
        if self.wanted != wanted || !there.contains(&self.rows.end) {
            (self.kept, self.rows.end) = (None, there.start);
        }
        self.keep(table, wanted.as_ref());
        (self.rows, self.wish, self.wanted) = (there, wish, wanted);
        self.forget();
        let sort = self.wish.sort.as_ref().and_then(|(by, descending)| Some((table.column(by)?, *descending)));
        self.sorted = sort.map(|(column, descending)| sorted(table, self.newest(MAX_SORTED_ROWS), column, descending));
    }

    /// Looks at the rows that have come, and keeps those that are wanted.
    fn keep(&mut self, table: &Table, wanted: Option<&Predicate>) {
        let Some(bound) = wanted.and_then(|wanted| wanted.bind(table).ok()) else {
            self.kept = None;
            return;
        };
        let come = self.rows.end.max(table.first_row())..table.next_row();
        let passes = |row: &u64| bound.holds((row - table.first_row()) as usize);
        self.kept.get_or_insert_default().extend(come.filter(passes));
    }

    /// What has gone from the table is not shown.
    fn forget(&mut self) {
        let first = self.rows.start;
        if let Some(kept) = &mut self.kept {
            let gone = kept.partition_point(|row| *row < first);
            kept.drain(..gone);
        }
    }

    /// So many of the rows that are wanted, the newest first.
    fn newest(&self, most: usize) -> Vec<u64> {
        match &self.kept {
            Some(kept) => kept.iter().rev().take(most).copied().collect(),
            None => self.rows.clone().rev().take(most).collect(),
        }
    }

    /// How many rows are shown.
    pub(super) fn len(&self) -> usize {
        match (&self.sorted, &self.kept) {
            (Some(rows), _) => rows.len(),
            (None, Some(kept)) => kept.len(),
            (None, None) => usize::try_from(self.rows.end - self.rows.start).unwrap_or(usize::MAX),
        }
    }

    /// The number of the row at a place.
    pub(super) fn row(&self, place: usize) -> Option<u64> {
        match (&self.sorted, &self.kept) {
            (Some(rows), _) => rows.get(place).copied(),
            (None, Some(kept)) => kept.len().checked_sub(place + 1).and_then(|place| kept.get(place).copied()),
            (None, None) => self.rows.end.checked_sub(place as u64 + 1).filter(|row| self.rows.contains(row)),
        }
    }

    /// Whether the table has newer rows.
    pub(super) fn is_behind(&self, table: &Table) -> bool {
        self.rows.end < table.next_row()
    }
}

/// Rows that are given the newest first, sorted; gaps come last, and of equal ones the newest first.
fn sorted(table: &Table, mut rows: Vec<u64>, column: &Column, is_descending: bool) -> Vec<u64> {
    let cell = |row: u64| column.cell((row - table.first_row()) as usize);
    rows.sort_by(|left, right| compare(cell(*left), cell(*right), is_descending));
    rows
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
    use table::{Batch, DataType, Field, OwnedCell, Retention, Schema, Test};

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

    fn by(descending: bool) -> Wish {
        Wish { sort: Some(("n".to_owned(), descending)), ..Wish::default() }
    }

    fn at_least(value: i64) -> Option<Predicate> {
        let from = Some(OwnedCell::Integer(value));
        Some(Predicate::field("n", Test::Range { from, to: None }))
    }

    #[test]
    fn rows_that_are_wanted_are_found_as_they_come_and_go_with_the_others() {
        let mut table = Table::from_row(schema(), Retention { max_rows: 4, max_age_ms: None }, 10);
        let mut order = Order::default();
        append(&mut table, &[Some(1), Some(5), Some(3)]);
        order.follow(&table, Wish::default(), at_least(3), false);
        assert_eq!(shown(&order), [12, 11]);
        append(&mut table, &[Some(2), Some(9)]);
        order.follow(&table, Wish::default(), at_least(3), true);
        assert_eq!((shown(&order), order.is_behind(&table)), (vec![12, 11], true), "held");
        order.follow(&table, Wish::default(), at_least(3), false);
        assert_eq!(shown(&order), [14, 12, 11]);
        append(&mut table, &[Some(4)]);
        order.follow(&table, by(false), at_least(3), false);
        assert_eq!(shown(&order), [12, 15, 14], "what has gone is not sorted either");
        order.follow(&table, Wish::default(), at_least(5), false);
        assert_eq!(shown(&order), [14], "another time, other rows");
        order.follow(&table, Wish::default(), None, false);
        assert_eq!(shown(&order), [15, 14, 13, 12]);
    }

    #[test]
    fn the_newest_come_first_and_nothing_moves_while_somebody_reads() {
        let mut table = Table::from_row(schema(), Retention { max_rows: 3, max_age_ms: None }, 10);
        let mut order = Order::default();
        append(&mut table, &[Some(1), Some(2)]);
        order.follow(&table, Wish::default(), None, false);
        assert_eq!(shown(&order), [11, 10]);
        append(&mut table, &[Some(3), Some(4)]);
        order.follow(&table, Wish::default(), None, true);
        assert_eq!((shown(&order), order.is_behind(&table)), (vec![11], true), "what has gone goes");
        order.follow(&table, Wish::default(), None, false);
        assert_eq!((shown(&order), order.is_behind(&table)), (vec![13, 12, 11], false));
        append(&mut table, &[Some(5), Some(6), Some(7)]);
        order.follow(&table, Wish::default(), None, true);
        assert_eq!(shown(&order), [16, 15, 14], "nothing is left of what was read");
    }

    #[test]
    fn sorted_rows_have_gaps_last_in_both_directions() {
        let mut table = Table::new(schema(), Retention { max_rows: 9, max_age_ms: None });
        append(&mut table, &[Some(2), None, Some(3), Some(2), Some(1)]);
        let mut order = Order::default();
        order.follow(&table, by(false), None, false);
        assert_eq!(shown(&order), [4, 3, 0, 2, 1]);
        order.follow(&table, by(true), None, true);
        assert_eq!(shown(&order), [2, 3, 0, 4, 1]);
    }
}
