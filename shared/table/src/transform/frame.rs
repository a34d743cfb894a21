//! Frame: an aggregate of each of many ranges of rows whose ends never go back. Counts, sums, moments and extremes slide in a
//! queue of two stacks, so that a row costs the same for any frame and nothing is ever subtracted (Tangwongsan, Hirzel and
//! Schneider 2017). Quantiles keep their frame sorted. What is left is computed frame by frame.

use std::{cmp::Ordering, collections::HashMap, ops::Range};

use crate::{
    aggregate::Sum,
    relation::{Relation, Value, Values},
    transform::{
        AggregateOp, TransformError, field,
        moments::Moments,
        order::compare,
        partition::Identity,
        quantiles::quantile,
        tally::{Tally, is_missing, is_valid, record},
    },
};

/// Frames of more rows in all than this would take longer than a second where each is computed by itself.
const MAX_FRAME_ROWS: usize = 1_000_000;

/// Rows in order and the frame of each, as places among them.
#[derive(Clone, Copy)]
pub(crate) struct Frames<'a> {
    pub(crate) relation: &'a Relation,
    pub(crate) values: &'a Values,
    pub(crate) rows: &'a [u32],
    pub(crate) frames: &'a [Range<usize>],
}

impl Frames<'_> {
    /// The aggregate of each frame.
    ///
    /// # Errors
    /// When the frames hold too many rows for an aggregate that cannot slide.
    pub(crate) fn aggregates(&self, op: AggregateOp) -> Result<Vec<Value>, TransformError> {
        let values = match op {
            AggregateOp::Count => self.count(|_| true),
            AggregateOp::Valid => self.count(|row| is_valid(self.values, row)),
            AggregateOp::Missing => self.count(|row| is_missing(self.values, row)),
            AggregateOp::Distinct => self.distinct(),
            AggregateOp::Sum => self.slide(sum_of, Sum::join, |sum| known(sum.map(Sum::total))),
            AggregateOp::Product => self.slide(|number| number, |a, b| a * b, known),
            AggregateOp::Mean | AggregateOp::Average => self.spread(Moments::mean),
            AggregateOp::Variance => self.spread(Moments::variance),
            AggregateOp::VarianceP => self.spread(Moments::population_variance),
            AggregateOp::Stdev => self.spread(|moments| moments.variance().sqrt()),
            AggregateOp::StdevP => self.spread(|moments| moments.population_variance().sqrt()),
            AggregateOp::Stderr => self.spread(Moments::standard_error),
            AggregateOp::Median => self.quantiles(0.5),
            AggregateOp::Q1 => self.quantiles(0.25),
            AggregateOp::Q3 => self.quantiles(0.75),
            AggregateOp::Min => self.best(Ordering::Less).map(|row| self.value(row)).collect(),
            AggregateOp::Max => self.best(Ordering::Greater).map(|row| self.value(row)).collect(),
            AggregateOp::ArgMin => self.best(Ordering::Less).map(|row| self.record(row)).collect(),
            AggregateOp::ArgMax => self.best(Ordering::Greater).map(|row| self.record(row)).collect(),
            AggregateOp::First => self.chosen(|first, _| first).map(|row| self.value(row)).collect(),
            AggregateOp::Last => self.chosen(|_, last| last).map(|row| self.value(row)).collect(),
            AggregateOp::Ci0 | AggregateOp::Ci1 | AggregateOp::Values => return self.each(op),
        };
        Ok(values)
    }

    fn number(&self, place: usize) -> f64 {
        field::number(&self.values.get(self.rows[place] as usize))
    }

    fn value(&self, row: Option<usize>) -> Value {
        row.map_or(Value::Null, |row| self.values.get(row))
    }

    fn record(&self, row: Option<usize>) -> Value {
        row.map_or(Value::Null, |row| record(self.relation, row))
    }

    fn count(&self, counts: impl Fn(usize) -> bool) -> Vec<Value> {
        let mut sums = vec![0u32];
        for row in self.rows {
            sums.push(sums[sums.len() - 1] + u32::from(counts(*row as usize)));
        }
        let count = |frame: &Range<usize>| Value::Number(f64::from(sums[frame.end] - sums[frame.start]));
        self.frames.iter().map(count).collect()
    }

    /// The joined parts of the numbers of each frame.
    fn slide<T: Copy>(&self, part: fn(f64) -> T, join: fn(T, T) -> T, finish: fn(Option<T>) -> Value) -> Vec<Value> {
        let part = |place| Some(self.number(place)).filter(|number| !number.is_nan()).map(part);
        sliding(self.frames, part, join).map(finish).collect()
    }

    fn spread(&self, figure: fn(Moments) -> f64) -> Vec<Value> {
        let part =
            |place| Some(self.number(place)).filter(|number| !number.is_nan()).map(|number| Moments::of([number]));
        sliding(self.frames, part, Moments::join).map(|moments| known(moments.map(figure))).collect()
    }

    /// The row of the value that comes first in this order.
    fn best(&self, keep: Ordering) -> impl Iterator<Item = Option<usize>> {
        self.chosen(move |a, b| {
            let better = compare(&self.values.get(b), &self.values.get(a)) == keep;
            if better { b } else { a }
        })
    }

    /// One row of those with a valid value.
    fn chosen(&self, choose: impl Fn(usize, usize) -> usize) -> impl Iterator<Item = Option<usize>> {
        let part = |place: usize| Some(self.rows[place] as usize).filter(|row| is_valid(self.values, *row));
        sliding(self.frames, part, choose)
    }

    fn quantiles(&self, probability: f64) -> Vec<Value> {
        let mut sorted: Vec<f64> = Vec::new();
        let place_of = |sorted: &[f64], number: f64| sorted.partition_point(|other| other.total_cmp(&number).is_lt());
        self.moving(|change| match change {
            Change::In(place) if !self.number(place).is_nan() => {
                sorted.insert(place_of(&sorted, self.number(place)), self.number(place));
                Value::Null
            }
            Change::Out(place) if !self.number(place).is_nan() => {
                sorted.remove(place_of(&sorted, self.number(place)));
                Value::Null
            }
            Change::In(_) | Change::Out(_) => Value::Null,
            Change::Done => known(Some(quantile(&sorted, probability))),
        })
    }

    fn distinct(&self) -> Vec<Value> {
        let mut counts: HashMap<Identity, usize> = HashMap::new();
        let identity = |place: usize| Identity::from(self.values.get(self.rows[place] as usize));
        self.moving(|change| {
            match change {
                Change::In(place) => *counts.entry(identity(place)).or_default() += 1,
                Change::Out(place) => {
                    let identity = identity(place);
                    let left = counts.get(&identity).copied().unwrap_or(0).saturating_sub(1);
                    if left == 0 {
                        counts.remove(&identity)
                    } else {
                        counts.insert(identity, left)
                    };
                }
                Change::Done => {}
            }
            Value::Number(counts.len() as f64)
        })
    }

    /// Tells of each place that comes into the frame or goes out of it, and keeps what is answered when a frame is done.
    fn moving(&self, mut changed: impl FnMut(Change) -> Value) -> Vec<Value> {
        let mut held = 0..0;
        let mut values = Vec::with_capacity(self.frames.len());
        for frame in self.frames {
            (held.end..frame.end).for_each(|place| drop(changed(Change::In(place))));
            (held.start..frame.start).for_each(|place| drop(changed(Change::Out(place))));
            held = frame.clone();
            values.push(changed(Change::Done));
        }
        values
    }

    fn each(&self, op: AggregateOp) -> Result<Vec<Value>, TransformError> {
        let mut values: Vec<Value> = Vec::with_capacity(self.frames.len());
        let mut frame_rows = 0;
        for (index, frame) in self.frames.iter().enumerate() {
            if let (Some(before), Some(last)) = (index.checked_sub(1), values.last())
                && self.frames[before] == *frame
            {
                values.push(last.clone());
                continue;
            }
            frame_rows += frame.len();
            if frame_rows > MAX_FRAME_ROWS {
                let remedy = format!("a frame so small that all have at most {MAX_FRAME_ROWS} rows together");
                return Err(TransformError::argument("window", "frame", remedy));
            }
            let rows = &self.rows[frame.clone()];
            let mut tally = Tally::new(op);
            tally.add(&self.relation.take(rows), &self.values.take(rows), &vec![0; rows.len()], 1);
            values.push(tally.values().get(0));
        }
        Ok(values)
    }
}

/// What happens to a frame that moves.
enum Change {
    In(usize),
    Out(usize),
    Done,
}

/// The join of the parts of each frame, in order; `None` of none.
fn sliding<T: Copy>(
    frames: &[Range<usize>],
    part: impl Fn(usize) -> Option<T>,
    join: impl Fn(T, T) -> T,
) -> impl Iterator<Item = Option<T>> {
    let both = move |a: Option<T>, b: Option<T>| match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    };
    let mut held = 0..0;
    // Each of `front` is the join of itself and all behind it in the front; `back` waits to be turned over.
    let (mut front, mut back, mut back_join) = (Vec::new(), Vec::new(), None);
    frames.iter().map(move |frame| {
        for part in (held.end..frame.end).map(&part) {
            back.push(part);
            back_join = both(back_join, part);
        }
        for _ in held.start..frame.start {
            if front.is_empty() {
                let mut joined = None;
                while let Some(part) = back.pop() {
                    joined = both(part, joined);
                    front.push(joined);
                }
                back_join = None;
            }
            front.pop();
        }
        held = frame.clone();
        both(front.last().copied().flatten(), back_join)
    })
}

fn sum_of(number: f64) -> Sum {
    let mut sum = Sum::default();
    sum.add(number);
    sum
}

/// A gap where there is no number.
fn known(number: Option<f64>) -> Value {
    number.filter(|number| !number.is_nan()).map_or(Value::Null, Value::Number)
}
