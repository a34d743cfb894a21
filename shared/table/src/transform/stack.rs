//! Stack: where each value begins and ends when it stands on those before it in its group. Rows keep their order. At zero,
//! values below zero stack downward; the other offsets stack magnitudes. Gaps have no height.

use std::sync::Arc;

use crate::{
    relation::{Relation, Values},
    transform::{FieldPath, Offset, SortKey, field, order::Order, partition::Partition},
};

pub(crate) fn apply(
    relation: &Relation,
    path: Option<&FieldPath>,
    (groupby, sort): (&[FieldPath], &[SortKey]),
    offset: Offset,
    [start, end]: &[Arc<str>; 2],
) -> Relation {
    let heights = heights(relation, path);
    let mut groups = Partition::of(relation, groupby).members();
    let order = Order::new(relation, sort);
    groups.iter_mut().for_each(|rows| order.sort(rows));
    let total = |rows: &Vec<u32>| rows.iter().map(|row| heights[*row as usize].abs()).sum::<f64>();
    let greatest = groups.iter().map(total).fold(0.0, f64::max);
    let mut places = Places { starts: vec![f64::NAN; relation.rows()], ends: vec![f64::NAN; relation.rows()] };
    for rows in &groups {
        match offset {
            Offset::Zero => places.zero_based(rows, &heights),
            Offset::Center => places.magnitudes(rows, &heights, (greatest - total(rows)) / 2.0, 1.0),
            Offset::Normalize => places.magnitudes(rows, &heights, 0.0, 1.0 / total(rows)),
        }
    }
    let mut relation = relation.clone();
    relation.set(start, Arc::new(Values::Number(places.starts)));
    relation.set(end, Arc::new(Values::Number(places.ends)));
    relation
}

/// Without a field each row is one high.
fn heights(relation: &Relation, path: Option<&FieldPath>) -> Vec<f64> {
    let Some(path) = path else { return vec![1.0; relation.rows()] };
    let height = |number: &f64| if number.is_nan() { 0.0 } else { *number };
    field::numbers(&field::column(relation, path)).iter().map(height).collect()
}

struct Places {
    starts: Vec<f64>,
    ends: Vec<f64>,
}

impl Places {
    fn zero_based(&mut self, rows: &[u32], heights: &[f64]) {
        let (mut above, mut below) = (0.0, 0.0);
        for row in rows.iter().map(|row| *row as usize) {
            let end = if heights[row] < 0.0 { &mut below } else { &mut above };
            self.starts[row] = *end;
            *end += heights[row];
            self.ends[row] = *end;
        }
    }

    fn magnitudes(&mut self, rows: &[u32], heights: &[f64], from: f64, scale: f64) {
        let mut sum = 0.0;
        for row in rows.iter().map(|row| *row as usize) {
            self.starts[row] = from + place(scale, sum);
            sum += heights[row].abs();
            self.ends[row] = from + place(scale, sum);
        }
    }
}

/// A stack without height has no share to give: all of it is at zero.
fn place(scale: f64, sum: f64) -> f64 {
    if sum == 0.0 { 0.0 } else { scale * sum }
}
