//! What it costs when one row in a hundred is appended to a chart that bins, groups and aggregates: steps that run along
//! against the same steps over all rows.

use std::{sync::Arc, time::Instant};

use table::{
    relation::{Relation, Values},
    transform::{AggregateOp, Bin, Context, Measure, Running, Transform, TransformError, apply},
};

const ROWS: usize = 1_000_000;
const APPENDED: usize = ROWS / 100;

/// Milliseconds of appending, and of all rows at once.
pub fn times() -> Result<(f64, f64), TransformError> {
    let steps = steps();
    let (rows, more) = (rows(0, ROWS), rows(ROWS, APPENDED));
    let mut running = Running::new(&steps)?;
    running.as_mut().map(|running| running.append(&rows, &Context::EMPTY)).transpose()?;
    let began = Instant::now();
    running.as_mut().map(|running| running.append(&more, &Context::EMPTY)).transpose()?;
    let appended_ms = began.elapsed().as_secs_f64() * 1e3;
    let began = Instant::now();
    steps.iter().try_fold(rows, |rows, step| apply(step, &rows, &Context::EMPTY))?;
    Ok((appended_ms, began.elapsed().as_secs_f64() * 1e3))
}

fn steps() -> Vec<Transform> {
    let bin = Bin { extent: Some([0.0, 100.0]), ..Bin::default() };
    let measure = |op| Measure { op, field: Some("v".into()), name: format!("{op:?}").into() };
    let ops = [AggregateOp::Count, AggregateOp::Sum, AggregateOp::Mean, AggregateOp::Stdev, AggregateOp::Max];
    vec![
        Transform::Calculate { expression: "datum.v * 2".into(), name: "w".into() },
        Transform::Bin { field: "v".into(), bin, names: ["from".into(), "to".into()] },
        Transform::Aggregate { groupby: vec!["g".into(), "from".into()], measures: ops.map(measure).to_vec() },
    ]
}

/// Values spread over 0 to 100, in 50 groups.
fn rows(first: usize, count: usize) -> Relation {
    let names: Vec<Arc<str>> = (0..50).map(|group| format!("group {group}").into()).collect();
    let spread = |row: usize, prime: usize| (row * prime) % 10_007;
    let mut relation = Relation::of_rows(count);
    let texts = (first..first + count).map(|row| Some(names[spread(row, 7_919) % names.len()].clone())).collect();
    relation.set("g", Arc::new(Values::Text(texts)));
    let values = (first..first + count).map(|row| spread(row, 6_151) as f64 / 100.07).collect();
    relation.set("v", Arc::new(Values::Number(values)));
    relation
}
