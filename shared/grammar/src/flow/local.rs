//! Local: expressions that reckon with dates, such as `year(datum.date)`, by the clock of a zone. Expressions know no
//! zone, so texts that name an instant are given to them as what the clock shows then. Fields read as dates are so already.

use std::sync::Arc;

use table::{
    Expression, Relation, Value, Values,
    civil::Civil,
    transform::{self, Context, Test, Transform, TransformError},
};

use crate::{source::date::wall_from_text, zone::Zone};

/// Functions that read a date from a text.
const READERS: [&str; 14] = [
    "year(",
    "quarter(",
    "month(",
    "week(",
    "date(",
    "day(",
    "dayofyear(",
    "hours(",
    "minutes(",
    "seconds(",
    "time(",
    "datetime(",
    "timeFormat(",
    "toDate(",
];
/// The column by which kept rows are told.
const ROW: &str = "__row";

/// The relation after the step, by the clock of the zone where that matters.
pub(crate) fn apply(
    step: &Transform,
    relation: &Relation,
    context: &Context<'_>,
    zone: &Zone,
) -> Result<Relation, TransformError> {
    let shown = match step {
        Transform::Calculate { expression, .. } | Transform::Filter(Test::Expression(expression)) => {
            shown(expression, relation, zone)
        }
        _ => None,
    };
    let Some(mut shown) = shown else { return transform::apply(step, relation, context) };
    if let Transform::Calculate { name, .. } = step {
        let mut result = relation.clone();
        if let Some(values) = transform::apply(step, &shown, context)?.column(name) {
            result.set(name, values.clone());
        }
        return Ok(result);
    }
    shown.set(ROW, Arc::new(Values::Number((0..relation.rows()).map(|row| row as f64).collect())));
    let kept = transform::apply(step, &shown, context)?;
    let rows = kept.column(ROW).map(|rows| (0..kept.rows()).map(|row| rows.number(row) as u32).collect::<Vec<_>>());
    Ok(relation.take(&rows.unwrap_or_default()))
}

/// The relation as an expression is to see it; `None` where it is as it should be.
fn shown(expression: &str, relation: &Relation, zone: &Zone) -> Option<Relation> {
    if *zone == Zone::default() || !READERS.iter().any(|reader| expression.contains(reader)) {
        return None;
    }
    let mut shown = relation.clone();
    for field in Expression::parse(expression).ok()?.fields() {
        if let Some(Values::Text(texts)) = relation.column(&field).map(AsRef::as_ref) {
            let local = |text: &Option<Arc<str>>| text.as_ref().map(|text| on_clock(text, zone));
            shown.set(&field, Arc::new(Values::Text(texts.iter().map(local).collect())));
        }
    }
    Some(shown)
}

/// What the clock shows at a date that names an instant; any other text as it is.
fn on_clock(text: &Arc<str>, zone: &Zone) -> Arc<str> {
    let wall_ms = wall_from_text(text, zone);
    if wall_ms == wall_from_text(text, &Zone::default()) {
        return text.clone();
    }
    let Some(civil) = Civil::of(wall_ms) else { return text.clone() };
    let Civil { year, month, date, hours, minutes, seconds, .. } = civil;
    let text = format!("{year:04}-{:02}-{date:02} {hours:02}:{minutes:02}:{seconds:02}", month + 1);
    Value::text(&text).to_text()
}
