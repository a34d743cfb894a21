//! Following: brings encoded series up to date with a table that got rows at its end and lost some at its front.
//! It says so where it cannot, and then all is encoded anew: where rows are aggregated or banded, come out of order,
//! or bring another series.

use table::{Column, Schema, Table};

use crate::{
    encode::{Data, MAX_SERIES, X},
    spec::Spec,
};

/// What a row is that is in no series.
const NOWHERE: u8 = u8::MAX;
const _: () = assert!(MAX_SERIES < NOWHERE as usize);

/// Which rows of which table are encoded.
#[derive(Debug)]
pub(super) struct Follow {
    schema: Schema,
    first_row: u64,
    next_row: u64,
    /// The numbers of the last row, by which another table that goes on with the same row numbers is noticed.
    last: (u64, u64),
    rows: Option<Rows>,
}

/// The fields that are followed, where they can be.
#[derive(Debug)]
struct Rows {
    x: usize,
    y: usize,
    color: Option<usize>,
    /// By row the series that it is in, from `dropped` on.
    series: Vec<u8>,
    dropped: usize,
}

impl Follow {
    /// After all rows of a table have been encoded.
    pub(super) fn begin(spec: &Spec, table: &Table, data: &Data) -> Self {
        let rows = Rows::of(spec, table, data);
        let (first_row, next_row) = (table.first_row(), table.next_row());
        let last = rows.as_ref().map_or((0, 0), |rows| rows.last(table, next_row));
        Self { schema: table.schema().clone(), first_row, next_row, last, rows }
    }

    /// Appends the rows that came and drops those that went; false where all has to be encoded anew.
    pub(super) fn catch_up(&mut self, table: &Table, data: &mut Data) -> bool {
        if self.schema != *table.schema() {
            return false;
        }
        let is_same = (self.first_row, self.next_row) == (table.first_row(), table.next_row());
        let Some(rows) = &mut self.rows else { return is_same && table.rows() > 0 };
        let goes_on = (self.first_row..self.next_row).contains(&table.first_row()) && self.next_row <= table.next_row();
        if !goes_on || rows.last(table, self.next_row) != self.last {
            return false;
        }
        rows.drop_front((table.first_row() - self.first_row) as usize, data);
        let from = (self.next_row - table.first_row()) as usize;
        if !rows.append(table, from, data) {
            return false;
        }
        (self.first_row, self.next_row) = (table.first_row(), table.next_row());
        self.last = rows.last(table, self.next_row);
        true
    }
}

impl Rows {
    /// `None` where rows cannot be followed one by one.
    fn of(spec: &Spec, table: &Table, data: &Data) -> Option<Self> {
        let find = |field: &Option<String>| Some(table.schema().find(field.as_deref()?)?.0);
        let (x, y) = (find(&spec.x)?, find(&spec.y)?);
        let color = match spec.color {
            Some(_) => Some(find(&spec.color)?),
            None => None,
        };
        let is_plain = spec.aggregate_over(table.columns()[x].data_type()).is_none();
        if !is_plain || !data.in_order || data.left_out > 0 || matches!(data.x, X::Band(_)) {
            return None;
        }
        let mut rows = Self { x, y, color, series: Vec::with_capacity(table.rows()), dropped: 0 };
        if !rows.knows_colors(table, data) {
            return None;
        }
        let x = &table.columns()[rows.x];
        let series = (0..table.rows()).map(|row| rows.series_of(table, row, x.number(row))).collect();
        rows.series = series;
        Some(rows)
    }

    /// Whether the texts that colour rows are the series, in their order.
    fn knows_colors(&self, table: &Table, data: &Data) -> bool {
        match self.color.map(|color| &table.columns()[color]) {
            None => true,
            Some(Column::Text(text)) => {
                let labels = data.series.iter().map(|series| &series.label);
                text.dictionary.len() == data.series.len() && text.dictionary.iter().eq(labels)
            }
            Some(Column::Float(_) | Column::Integer(_) | Column::Time(_) | Column::Flag(_)) => false,
        }
    }

    fn series_of(&self, table: &Table, row: usize, x: f64) -> u8 {
        let series = match self.color.map(|color| &table.columns()[color]) {
            None => Some(0),
            Some(Column::Text(text)) => text.codes[row].checked_sub(1),
            Some(_) => None,
        };
        series.filter(|_| x.is_finite()).and_then(|series| u8::try_from(series).ok()).unwrap_or(NOWHERE)
    }

    /// The numbers of the row before one, as bits: NaN is equal to itself.
    fn last(&self, table: &Table, next_row: u64) -> (u64, u64) {
        let row = next_row.checked_sub(1).and_then(|row| row.checked_sub(table.first_row()));
        row.map_or((0, 0), |row| {
            let number = |column: usize| table.columns()[column].number(row as usize).to_bits();
            (number(self.x), number(self.y))
        })
    }

    fn drop_front(&mut self, rows: usize, data: &mut Data) {
        let mut evicted = [0_usize; MAX_SERIES];
        let is_time = matches!(data.x, X::Time(_));
        for series in &self.series[self.dropped..][..rows] {
            let Some(series_evicted) = evicted.get_mut(usize::from(*series)) else { continue };
            if is_time {
                data.grain.remove(data.series[usize::from(*series)].xs()[*series_evicted]);
            }
            *series_evicted += 1;
        }
        for (series, evicted) in data.series.iter_mut().zip(evicted) {
            series.rows.evict(evicted);
        }
        self.dropped += rows;
        if self.dropped * 2 > self.series.len() {
            self.series.drain(..self.dropped);
            self.dropped = 0;
        }
    }

    /// Appends the rows from an index on; false where one does not fit.
    fn append(&mut self, table: &Table, from: usize, data: &mut Data) -> bool {
        if !self.knows_colors(table, data) {
            return false;
        }
        let (x_column, y_column) = (&table.columns()[self.x], &table.columns()[self.y]);
        let is_time = matches!(data.x, X::Time(_));
        for row in from..table.rows() {
            let x = x_column.number(row);
            let series = self.series_of(table, row, x);
            self.series.push(series);
            let Some(to) = data.series.get_mut(usize::from(series)) else { continue };
            if to.rows.push(x, y_column.number(row)).is_err() {
                return false;
            }
            if is_time {
                data.grain.add(x);
            }
        }
        true
    }
}
