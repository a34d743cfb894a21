//! Narrowed: the rows that are drawn of a table where somebody looks at a part of it, and the spec with what they chose
//! in place of what the panel says. It costs a look at every row, so it is made only where something is chosen.

use chart::Spec;
use document::NodeId;
use table::Table;

use crate::workspace::looks::{Looks, Narrowing};

/// What is drawn in place of the panel's own; `None` where nothing is chosen.
pub(super) fn narrowed(looks: &Looks, panel: NodeId, spec: &Spec, table: &Table) -> Option<(Spec, Option<Table>)> {
    let narrowing = looks.narrowing(panel, spec.table.as_deref()?, table.schema());
    if narrowing == Narrowing::default() {
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
    let rows = narrowing.rows.and_then(|rows| table.narrowed(&rows).ok());
    Some((spec, rows))
}
