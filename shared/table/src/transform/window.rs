//! Window: running calculations over the sorted rows of a group, written into the rows where they stand. The frame of a row
//! reaches from so many rows before it to so many after it; unless peers are ignored, it grows to take in all rows that are
//! equal in order to those at its ends, as in Vega. Rows keep their order.

use std::{cmp::Ordering, ops::Range, sync::Arc};

use crate::{
    relation::{Relation, Value, Values},
    transform::{
        AggregateOp, FieldPath, SortKey, TransformError, WindowField, WindowOp, field, frame::Frames, order::Order,
        partition::Partition,
    },
};

/// How far a frame reaches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// Rows before and after; `None` is as far as there are rows.
    pub(crate) frame: [Option<i64>; 2],
    pub(crate) ignore_peers: bool,
}

pub(crate) fn apply(
    relation: &Relation,
    groupby: &[FieldPath],
    sort: &[SortKey],
    reach: Reach,
    fields: &[WindowField],
) -> Result<Relation, TransformError> {
    fields.iter().try_for_each(check)?;
    let order = Order::new(relation, sort);
    let mut groups = Partition::of(relation, groupby).members();
    groups.iter_mut().for_each(|rows| order.sort(rows));
    let windows: Vec<Window<'_>> = groups.iter().map(|rows| Window::new(rows, &order, reach)).collect();
    let mut result = relation.clone();
    for field in fields {
        let values = field.field.as_ref().map_or_else(Arc::default, |path| field::column(relation, path));
        let source = (relation, &*values);
        let mut written = vec![Value::Null; relation.rows()];
        for window in &windows {
            for (row, value) in window.rows.iter().zip(window.run(field, source)?) {
                written[*row as usize] = value;
            }
        }
        result.set(&field.name, Arc::new(Values::of(written)));
    }
    Ok(result)
}

fn check(field: &WindowField) -> Result<(), TransformError> {
    let lacks = |name, remedy: &str| Err(TransformError::argument("window", name, remedy.to_owned()));
    match field.op {
        WindowOp::Ntile | WindowOp::NthValue if field.param.is_none_or(|param| param.is_nan() || param <= 0.0) => {
            lacks("param", "a number above 0 for ntile and nth_value")
        }
        WindowOp::Lag | WindowOp::Lead | WindowOp::FirstValue | WindowOp::LastValue | WindowOp::NthValue
            if field.field.is_none() =>
        {
            lacks("field", "given for lag, lead, first_value, last_value and nth_value")
        }
        WindowOp::Aggregate(op) if field.field.is_none() && op != AggregateOp::Count => {
            lacks("field", "given for every operation but count")
        }
        _ => Ok(()),
    }
}

/// The sorted rows of one group.
struct Window<'a> {
    rows: &'a [u32],
    /// For each place: the places that are equal to it in order. Without an order a row has no peer but itself.
    peers: Vec<Range<usize>>,
    /// For each place: the places of its frame. Neither end ever goes back.
    frames: Vec<Range<usize>>,
}

impl<'a> Window<'a> {
    fn new(rows: &'a [u32], order: &Order, reach: Reach) -> Self {
        let peers = peers(rows, order);
        let with_peers = |frame: Range<usize>| match (peers.get(frame.start), peers.get(frame.end.saturating_sub(1))) {
            (Some(first), Some(last)) if !(reach.ignore_peers || order.is_any()) => first.start..last.end,
            _ => frame,
        };
        let frames = (0..rows.len()).map(|place| with_peers(frame(reach.frame, place, rows.len()))).collect();
        Self { rows, peers, frames }
    }

    /// The results in the order of the rows.
    fn run(&self, field: &WindowField, (relation, values): (&Relation, &Values)) -> Result<Vec<Value>, TransformError> {
        let count = self.rows.len();
        let offset = field.param.filter(|param| *param != 0.0 && !param.is_nan()).unwrap_or(1.0) as i64;
        let at = |place: Option<usize>| {
            let row = place.and_then(|place| self.rows.get(place));
            row.map_or(Value::Null, |row| values.get(*row as usize))
        };
        let shifted = |by: i64| (0..count).map(move |place| usize::try_from(place as i64 + by).ok()).map(at).collect();
        Ok(match field.op {
            WindowOp::RowNumber => numbers((1..=count).map(|place| place as f64)),
            WindowOp::Rank => numbers(self.ranks()),
            WindowOp::DenseRank => numbers(self.dense_ranks()),
            WindowOp::PercentRank => numbers(self.ranks().map(|rank| (rank - 1.0) / (count as f64 - 1.0))),
            WindowOp::CumeDist => numbers(self.shares()),
            WindowOp::Ntile => numbers(self.shares().map(|share| (field.param.unwrap_or(1.0) * share).ceil())),
            WindowOp::Lag => shifted(offset.saturating_neg()),
            WindowOp::Lead => shifted(offset),
            WindowOp::FirstValue => self.frames.iter().map(|frame| at(Some(frame.start))).collect(),
            WindowOp::LastValue => self.frames.iter().map(|frame| at(frame.end.checked_sub(1))).collect(),
            WindowOp::NthValue => {
                let nth = offset.max(1) as usize - 1;
                self.frames.iter().map(|frame| at(frame.clone().nth(nth))).collect()
            }
            WindowOp::Aggregate(op) => {
                Frames { relation, values, rows: self.rows, frames: &self.frames }.aggregates(op)?
            }
        })
    }

    /// One more than how many rows come before the row and its peers.
    fn ranks(&self) -> impl Iterator<Item = f64> {
        self.peers.iter().map(|peers| peers.start as f64 + 1.0)
    }

    /// How many rows without peers before them there are up to the row.
    fn dense_ranks(&self) -> impl Iterator<Item = f64> {
        let begins = self.peers.iter().enumerate().map(|(place, peers)| f64::from(u8::from(place == peers.start)));
        begins.scan(0.0, |rank, begins| {
            *rank += begins;
            Some(*rank)
        })
    }

    /// The share of rows that come before the row or are its peers. As in Vega, the very first row counts itself alone.
    fn shares(&self) -> impl Iterator<Item = f64> {
        let count = self.rows.len() as f64;
        let share = move |(place, peers): (usize, &Range<usize>)| if place == 0 { 1 } else { peers.end } as f64 / count;
        self.peers.iter().enumerate().map(share)
    }
}

fn peers(rows: &[u32], order: &Order) -> Vec<Range<usize>> {
    let mut peers = Vec::with_capacity(rows.len());
    let is_peer = |a: u32, b: u32| !order.is_any() && order.compare(a, b) == Ordering::Equal;
    while let Some(first) = rows.get(peers.len()) {
        let start = peers.len();
        let end = start + 1 + rows[start + 1..].iter().take_while(|row| is_peer(*first, **row)).count();
        peers.resize(end, start..end);
    }
    peers
}

fn numbers(numbers: impl Iterator<Item = f64>) -> Vec<Value> {
    numbers.map(|number| if number.is_nan() { Value::Null } else { Value::Number(number) }).collect()
}

fn frame(reach: [Option<i64>; 2], place: usize, count: usize) -> Range<usize> {
    let [before, after] = reach.map(|rows| rows.map(|rows| usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX)));
    let start = before.map_or(0, |before| place.saturating_sub(before));
    let end = after.map_or(count, |after| place.saturating_add(after).saturating_add(1).min(count));
    start..end
}
