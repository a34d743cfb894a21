//! Aggregate: how the values of a group become one. Gaps are passed over; what has no value gives a gap, except counts.
//! It holds one accumulator per group and knows nothing of how rows are put into groups.

use std::cmp::Ordering;

use crate::{
    cell::Cell,
    schema::{DataType, Schema},
};

/// How the values of a group become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// How many values; a whole number.
    Count,
    /// Their sum, as a float.
    Sum,
    /// Their arithmetic mean, as a float; of flags it is the share that is true.
    Mean,
    /// The smallest, of the field's type.
    Min,
    /// The largest, of the field's type.
    Max,
    /// The median, as a float: of an even number of values the mean of the two in the middle.
    Median,
    /// The first in row order, of the field's type.
    First,
    /// The last in row order, of the field's type.
    Last,
}

impl Aggregate {
    /// All aggregates.
    pub const ALL: [Self; 8] =
        [Self::Count, Self::Sum, Self::Mean, Self::Min, Self::Max, Self::Median, Self::First, Self::Last];

    /// The type of the result for a field of that type; `None` where it makes no sense, as the sum of texts.
    #[must_use]
    pub fn result_type(self, field: DataType) -> Option<DataType> {
        let is_number = matches!(field, DataType::Float | DataType::Integer | DataType::Flag);
        match self {
            Self::Count => Some(DataType::Integer),
            Self::Sum | Self::Mean | Self::Median => is_number.then_some(DataType::Float),
            Self::Min | Self::Max | Self::First | Self::Last => Some(field),
        }
    }

    /// An accumulator that has seen nothing.
    pub(crate) fn start<'a>(self) -> Accumulator<'a> {
        match self {
            Self::Count => Accumulator::Count(0),
            Self::Sum => Accumulator::Sum(Sum::default()),
            Self::Mean => Accumulator::Mean(Sum::default()),
            Self::Median => Accumulator::Median(Vec::new()),
            Self::Min => Accumulator::Best { keep: Ordering::Less, best: Cell::Gap },
            Self::Max => Accumulator::Best { keep: Ordering::Greater, best: Cell::Gap },
            Self::First => Accumulator::First(Cell::Gap),
            Self::Last => Accumulator::Last(Cell::Gap),
        }
    }
}

/// What is known of the values so far.
#[derive(Clone, Debug)]
pub(crate) enum Accumulator<'a> {
    Count(i64),
    Sum(Sum),
    Mean(Sum),
    Median(Vec<f64>),
    /// A value that compares with the best as `keep` replaces it.
    Best {
        keep: Ordering,
        best: Cell<'a>,
    },
    First(Cell<'a>),
    Last(Cell<'a>),
}

impl<'a> Accumulator<'a> {
    /// Takes one more value into account.
    pub(crate) fn add(&mut self, cell: Cell<'a>) {
        if cell == Cell::Gap {
            return;
        }
        match self {
            Self::Count(count) => *count += 1,
            Self::Sum(sum) | Self::Mean(sum) => sum.add(cell.number()),
            Self::Median(values) => values.push(cell.number()),
            Self::Best { keep, best } => {
                if cell.compare(*best).is_none_or(|ordering| ordering == *keep) {
                    *best = cell;
                }
            }
            Self::First(first) => {
                if *first == Cell::Gap {
                    *first = cell;
                }
            }
            Self::Last(last) => *last = cell,
        }
    }

    /// The result; consumes the values of a median.
    pub(crate) fn finish(&mut self) -> Cell<'a> {
        match self {
            Self::Count(count) => Cell::Integer(*count),
            Self::Sum(sum) => number(sum.total()),
            Self::Mean(sum) => number(sum.mean()),
            Self::Median(values) => median(values).map_or(Cell::Gap, number),
            Self::Best { best: cell, .. } | Self::First(cell) | Self::Last(cell) => *cell,
        }
    }
}

/// A sum whose rounding errors are summed apart (Neumaier 1974), so that many small values do not vanish in a large one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    sum: f64,
    lost: f64,
    count: u64,
}

impl Sum {
    pub(crate) fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        self.lost += if self.sum.abs() >= value.abs() { (self.sum - sum) + value } else { (value - sum) + self.sum };
        self.sum = sum;
        self.count += 1;
    }

    /// Both together.
    pub(crate) fn join(self, other: Self) -> Self {
        let mut joined = Self { count: self.count + other.count, lost: self.lost + other.lost, ..self };
        let sum = self.sum + other.sum;
        let (large, small) =
            if self.sum.abs() >= other.sum.abs() { (self.sum, other.sum) } else { (other.sum, self.sum) };
        joined.lost += (large - sum) + small;
        joined.sum = sum;
        joined
    }

    /// NaN of no value; infinite values give what their plain sum gives.
    pub(crate) fn total(self) -> f64 {
        if self.count == 0 {
            return f64::NAN;
        }
        if self.sum.is_finite() { self.sum + self.lost } else { self.sum }
    }

    fn mean(self) -> f64 {
        self.total() / self.count as f64
    }
}

/// A measure of each group: an aggregate of a field, or the number of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How the values become one.
    pub aggregate: Aggregate,
    /// Of which field; `None` counts rows and goes with [`Aggregate::Count`] only.
    pub field: Option<String>,
}

impl Measure {
    /// An aggregate of a field.
    #[must_use]
    pub fn of(aggregate: Aggregate, field: &str) -> Self {
        Self { aggregate, field: Some(field.to_owned()) }
    }

    /// How many rows, whether they have gaps or not.
    #[must_use]
    pub fn rows() -> Self {
        Self { aggregate: Aggregate::Count, field: None }
    }

    /// Index of the field (`None` for the number of rows) and type of the result.
    ///
    /// # Errors
    /// When there is no such field or the aggregate makes no sense for its type.
    pub(crate) fn resolve(&self, schema: &Schema) -> Result<(Option<usize>, DataType), MeasureError> {
        let Some(name) = &self.field else {
            let counts = self.aggregate == Aggregate::Count;
            return counts.then_some((None, DataType::Integer)).ok_or(MeasureError::NoField(self.aggregate));
        };
        let (index, field) = schema.find(name).ok_or_else(|| MeasureError::NoSuchField(name.clone()))?;
        let wrong = || MeasureError::Type { aggregate: self.aggregate, field: name.clone(), got: field.data_type };
        Ok((Some(index), self.aggregate.result_type(field.data_type).ok_or_else(wrong)?))
    }
}

/// Why a measure cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// The table has no such field.
    #[error("there is no field {0:?}")]
    NoSuchField(String),
    /// Only counting goes without a field.
    #[error("{0:?} needs a field")]
    NoField(Aggregate),
    /// The aggregate makes no sense for the field.
    #[error("{aggregate:?} needs numbers, the field {field:?} is {got}")]
    Type {
        /// Which aggregate.
        aggregate: Aggregate,
        /// Which field.
        field: String,
        /// What the field holds.
        got: DataType,
    },
}

fn number<'a>(value: f64) -> Cell<'a> {
    if value.is_finite() { Cell::Float(value) } else { Cell::Gap }
}

/// The median of finite values, which are put out of order.
fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let upper = *upper;
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| even).unwrap_or(upper);
    Some(lower.midpoint(upper))
}
