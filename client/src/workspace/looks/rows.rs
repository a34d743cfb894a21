//! Which rows of a table a panel is about: those of the filters, and those of the time that is looked at. A chart along
//! time that is drawn needs only a window of its axis; what lists rows asks here for all of it.

use chart::{Form, Spec};
use document::NodeId;
use table::{DataType, OwnedCell, Predicate, Schema, predicate::Test};

use super::Looks;

impl Looks {
    /// The rows that a panel is about at this moment; `None` is all.
    #[must_use]
    pub fn rows_of(&self, panel: NodeId, spec: &Spec, schema: &Schema, now_ms: i64) -> Option<Predicate> {
        let narrowing = self.narrowing(panel, spec.table.as_deref()?, schema);
        let x = narrowing.x.as_deref().or(spec.x.as_deref());
        let is_along_time = is_along_time(spec, x, schema);
        let own = self.of(panel).view.x.filter(|_| is_along_time).map(|(from, to)| (from as i64, to.ceil() as i64));
        let window = own.or_else(|| self.period.window(now_ms));
        let time = x.filter(|_| is_along_time).or_else(|| first_time(schema));
        let when = window.zip(time).map(|(window, time)| within(window, time));
        let rows: Vec<_> = narrowing.rows.into_iter().chain(when).collect();
        (!rows.is_empty()).then_some(Predicate::All(rows))
    }

    /// The rows that are pinned for everybody; `None` is all.
    #[must_use]
    pub fn pinned_rows(&self, schema: &Schema) -> Option<Predicate> {
        let rows: Vec<_> = self.pinned.iter().filter_map(|filter| filter.predicate(schema)).collect();
        (!rows.is_empty()).then_some(Predicate::All(rows))
    }
}

/// Whether a chart of this runs along time.
#[must_use]
pub fn is_along_time(spec: &Spec, x: Option<&str>, schema: &Schema) -> bool {
    let field = x.and_then(|x| schema.find(x)).map(|(_, field)| field.data_type);
    matches!(spec.form, Form::Chart(_)) && field == Some(DataType::Time)
}

/// The field that says when a row was.
#[must_use]
pub fn first_time(schema: &Schema) -> Option<&str> {
    schema.fields().iter().find(|field| field.data_type == DataType::Time).map(|field| &*field.name)
}

/// The rows whose time is in a window.
#[must_use]
pub fn within((from_ms, to_ms): (i64, i64), time: &str) -> Predicate {
    let [from, to] = [from_ms, to_ms].map(|at_ms| Some(OwnedCell::Time(at_ms)));
    Predicate::field(time, Test::Range { from, to })
}
