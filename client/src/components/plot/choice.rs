//! The choice: what a click on a value of a chart means. A category or a unit of time leads down its hierarchy where there
//! is one, and filters the other charts in any case; elsewhere the series is chosen.

use chart::{Hit, Spec};
use document::{Mark, NodeId, TimeUnit};
use table::{DataType, Table};

use crate::workspace::looks::{
    Below, Filter, Level, Look, LookAct, Picked,
    hierarchy::{field_below, finer, span_of},
};

/// How near a click must be to the value of a line or a point, in CSS pixels. Bars own all of their column.
pub(super) const REACH_CSS_PX: f64 = 24.0;

/// Whether everything in the column of a value is the value's own.
pub(super) fn owns_column(spec: &Spec) -> bool {
    spec.form == chart::Form::Chart(Mark::Bar)
}

/// What the chart shows now: its own x and unit, or those of the way down.
fn shown(spec: &Spec, look: &Look) -> (Option<String>, Option<TimeUnit>) {
    look.levels.iter().fold((spec.x.clone(), spec.time_unit), |(x, unit), level| match &level.below {
        Below::Unit(finer) => (x, Some(*finer)),
        Below::Field(field) => (Some(field.clone()), unit),
    })
}

/// What choosing a value does; `None` where there is nothing to choose.
pub(super) fn choose(panel: NodeId, spec: &Spec, look: &Look, table: &Table, hit: &Hit) -> Option<LookAct> {
    let (x, unit) = shown(spec, look);
    let x = x?;
    let filter = |field: String, picked, words: &str| {
        let words = words.to_owned();
        LookAct::Filter(Filter { by: Some(panel), table: spec.table.clone(), field, picked, words })
    };
    let level = |field: String, picked, below| LookAct::Descend(Level { field, picked, words: hit.x.clone(), below });
    match (table.schema().find(&x)?.1.data_type, unit) {
        (DataType::Time, Some(unit)) => {
            let (from, to) = span_of(unit, hit.x_value)?;
            let picked = Picked::Span(from, to);
            Some(match finer(unit) {
                Some(finer) => level(x, picked, Below::Unit(finer)),
                None => filter(x, picked, &hit.x),
            })
        }
        (DataType::Text | DataType::Flag, _) => {
            let picked = Picked::Values(vec![hit.x.clone()]);
            Some(match field_below(table, &x, &hit.x) {
                Some(below) => level(x, picked, Below::Field(below)),
                None => filter(x, picked, &hit.x),
            })
        }
        (DataType::Time | DataType::Float | DataType::Integer, _) => {
            let color = spec.color.clone().filter(|_| !hit.series.is_empty())?;
            Some(filter(color, Picked::Values(vec![hit.series.clone()]), &hit.series))
        }
    }
}
