//! A listing: which rows of a table are shown, and in which order. Without a question it is all of them, newest first, and
//! costs nothing; with one it looks at every row once and keeps the places of those that pass. Gaps come last in both
//! directions; of equal values the newest comes first.

mod csv;
mod wanted;

use std::ops::Range;

pub use self::wanted::{Wanted, shown};
use crate::{
    column::Column,
    predicate::{Predicate, PredicateError},
    window::Table,
};

/// What is asked of the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Rows that are meant at all.
    pub rows: Option<Predicate>,
    /// What is wanted in which field; fields that are not there want nothing.
    pub wanted: Vec<(String, Wanted)>,
    /// By which field rows are sorted, and whether the largest come first.
    pub sort: Option<(String, bool)>,
}

/// The rows that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// All with these numbers, newest first.
    All(Range<u64>),
    /// Those with these numbers, in this order.
    Some(Vec<u64>),
}

impl Default for Listing {
    fn default() -> Self {
        Self::All(0..0)
    }
}

impl Listing {
    /// What a table has for a question.
    ///
    /// # Errors
    /// When the rows that are meant are asked by what the table has not.
    pub fn of(table: &Table, question: &Question) -> Result<Self, PredicateError> {
        if *question == Question::default() {
            return Ok(Self::All(table.first_row()..table.next_row()));
        }
        let mut rows = match &question.rows {
            Some(predicate) => predicate.select(table)?,
            None => (0..table.rows() as u32).collect(),
        };
        for (field, wanted) in &question.wanted {
            if let Some(column) = table.column(field) {
                wanted.keep(column, &mut rows);
            }
        }
        let sort = question.sort.as_ref().and_then(|(field, descending)| Some((table.column(field)?, *descending)));
        match sort {
            Some((column, descending)) => rows = sorted(column, &rows, descending),
            None => rows.reverse(),
        }
        Ok(Self::Some(rows.into_iter().map(|row| table.first_row() + u64::from(row)).collect()))
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::All(rows) => usize::try_from(rows.end - rows.start).unwrap_or(usize::MAX),
            Self::Some(rows) => rows.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the row at a place.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<u64> {
        match self {
            Self::All(rows) => rows.end.checked_sub(place as u64 + 1).filter(|row| rows.contains(row)),
            Self::Some(rows) => rows.get(place).copied(),
        }
    }
}

/// The rows by the values of a column.
fn sorted(column: &Column, rows: &[u32], descending: bool) -> Vec<u32> {
    let ranks = ranks(column);
    let key = |row: u32| match (&ranks, column) {
        (Some(ranks), Column::Text(text)) => {
            let code = text.codes.get(row as usize).and_then(|code| code.checked_sub(1));
            code.map_or(f64::NAN, |code| ranks[code as usize])
        }
        _ => column.number(row as usize),
    };
    let mut keyed: Vec<(f64, u32)> = rows.iter().map(|row| (key(*row), *row)).collect();
    keyed.sort_unstable_by(|(left, a), (right, b)| {
        let order = if descending { right.partial_cmp(left) } else { left.partial_cmp(right) };
        order.unwrap_or_else(|| left.is_nan().cmp(&right.is_nan())).then(b.cmp(a))
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// The place of each entry of a dictionary among all of them.
fn ranks(column: &Column) -> Option<Vec<f64>> {
    let Column::Text(text) = column else { return None };
    let mut order: Vec<usize> = (0..text.dictionary.len()).collect();
    order.sort_unstable_by(|a, b| text.dictionary[*a].cmp(&text.dictionary[*b]));
    let mut ranks = vec![0.0; order.len()];
    for (rank, entry) in order.into_iter().enumerate() {
        ranks[entry] = rank as f64;
    }
    Some(ranks)
}

#[cfg(test)]
mod tests;
