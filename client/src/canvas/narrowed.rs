//! Narrowed: the rows that are drawn of a table where somebody looks at a part of it, and the spec with what they chose
//! in place of what the panel says. A chart along time shows a window of its rows, which costs nothing; any other choice
//! costs a look at every row, so it is made only where something is chosen.

use chart::{Spec, ViewState};
use document::NodeId;
use table::{Predicate, Schema, Table};

use crate::workspace::looks::{
    Looks, Narrowing,
    rows::{first_time, is_along_time, within},
};

/// What is drawn in place of the panel's own; `None` where nothing is chosen. `window` is the time that all charts show;
/// `by_rows` says that a chart along time has to be given the rows in it too.
pub(super) fn narrowed(
    looks: &Looks,
    panel: NodeId,
    spec: &Spec,
    table: &Table,
    (window, by_rows): (Option<(i64, i64)>, bool),
) -> Option<(Spec, Option<Table>)> {
    let narrowing = looks.narrowing(panel, spec.table.as_deref()?, table.schema());
    let x = narrowing.x.as_deref().or(spec.x.as_deref());
    let window = window.filter(|_| by_rows || !is_along_time(spec, x, table.schema()));
    let when = window.and_then(|window| Some(within(window, first_time(table.schema())?)));
    if narrowing == Narrowing::default() && when.is_none() {
        return None;
    }
    let spec = Spec {
        time_unit: narrowing.time_unit.or(spec.time_unit),
        // A chart whose colours are its categories has them on the way down too.
        color: if spec.color == spec.x {
            narrowing.x.clone().or_else(|| spec.color.clone())
        } else {
            spec.color.clone()
        },
        x: narrowing.x.or_else(|| spec.x.clone()),
        ..spec.clone()
    };
    let rows: Vec<_> = narrowing.rows.into_iter().chain(when).collect();
    let rows = (!rows.is_empty()).then_some(Predicate::All(rows)).and_then(|rows| table.narrowed(&rows).ok());
    Some((spec, rows))
}

/// What is looked at of a chart: a window of its own, else the time that all charts show.
pub(super) fn seen(
    looks: &Looks,
    panel: NodeId,
    spec: &Spec,
    schema: &Schema,
    window: Option<(i64, i64)>,
) -> ViewState {
    let mut view = looks.of(panel).view;
    if is_along_time(spec, spec.x.as_deref(), schema) {
        view.x = view.x.or_else(|| window.map(|(from_ms, to_ms)| (from_ms as f64, to_ms as f64)));
    }
    view
}
