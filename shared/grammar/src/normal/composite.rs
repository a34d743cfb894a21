//! Composite: marks that are several: box plots, error bars and error bands become layers of plain marks over
//! aggregates. Follows Vega-Lite's `compositemark` folder, so that the parts have the same fields, titles and roles.

mod boxplot;
mod error;
mod part;
mod taken;

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::{
    flow::encoded::{has_bin, is_datum, is_field},
    spec::{Channel, ChannelDef, Encoding, FieldPath, FieldType, Mark, MarkType, Source, Spec, Step, Transform},
    vega_lite::{Named, Problem},
};

/// The view with its composite mark taken apart; `None` where the mark is a plain one.
pub(super) fn layered(spec: &mut Spec, mark: &Mark, config: &Map<String, Json>) -> Result<Option<Spec>, Problem> {
    let is_composite = matches!(mark.mark, MarkType::Boxplot | MarkType::ErrorBar | MarkType::ErrorBand);
    if !is_composite {
        return Ok(None);
    }
    let mut spec = std::mem::take(spec);
    spec.params.clear();
    spec.layout.shift_remove("projection");
    for (channel, definitions) in &mut spec.encoding.0 {
        definitions.iter_mut().for_each(|definition| crate::flow::encoded::decide(definition, *channel));
    }
    match mark.mark {
        MarkType::Boxplot => boxplot::layered(spec, mark, config),
        _ => error::layered(spec, mark, config),
    }
    .map(Some)
}

/// The channel along which a composite mark aggregates.
struct Axis {
    is_vertical: bool,
    channel: Channel,
    /// Without its aggregate.
    definition: ChannelDef,
    field: FieldPath,
}

impl Axis {
    fn new(encoding: &Encoding, is_vertical: bool, mark: MarkType) -> Result<Self, Problem> {
        let channel = if is_vertical { Channel::Y } else { Channel::X };
        let definition = encoding.get(channel).cloned().unwrap_or_default();
        let Source::Field(field) = definition.source.clone() else { return Err(lacks_axis(mark)) };
        Ok(Self { is_vertical, channel, definition: ChannelDef { aggregate: None, ..definition }, field })
    }

    /// As a box plot or raw error bar stands.
    fn of_raw(encoding: &Encoding, mark: &Mark) -> Result<Self, Problem> {
        Self::new(encoding, is_vertical(encoding, mark)?, mark.mark)
    }

    /// What the axis is called in tooltips.
    fn title(&self) -> String {
        match &self.definition.title {
            Some(Some(lines)) => lines.join(","),
            Some(None) => "null".to_owned(),
            None => self.field.to_string(),
        }
    }

    /// The column of the axis's field with something before its name.
    fn prefixed(&self, prefix: &str) -> FieldPath {
        format!("{prefix}_{}", self.field).into()
    }

    fn across(&self) -> &'static str {
        if self.is_vertical { "horizontal" } else { "vertical" }
    }

    fn along(&self) -> &'static str {
        if self.is_vertical { "vertical" } else { "horizontal" }
    }
}

fn is_vertical(encoding: &Encoding, mark: &Mark) -> Result<bool, Problem> {
    if let Some(orient) = mark.style.get("orient").and_then(Json::as_str) {
        return Ok(orient == "vertical");
    }
    let [x, y] = [Channel::X, Channel::Y].map(|channel| encoding.get(channel));
    let is_time = |definition: Option<&ChannelDef>| {
        definition.is_some_and(|definition| definition.field_type == Some(FieldType::Temporal))
    };
    match (is_continuous(x), is_continuous(y)) {
        (true, true) => Ok(!is_time(y) || is_time(x)),
        (true, false) => Ok(false),
        (false, true) => Ok(true),
        (false, false) => Err(lacks_axis(mark.mark)),
    }
}

fn is_continuous(definition: Option<&ChannelDef>) -> bool {
    definition.is_some_and(|definition| match definition.field_type {
        Some(FieldType::Quantitative) => is_datum(definition) || (is_field(definition) && !has_bin(definition)),
        Some(FieldType::Temporal) => is_field(definition),
        Some(FieldType::Nominal | FieldType::Ordinal | FieldType::Geojson) | None => false,
    })
}

fn lacks_axis(mark: MarkType) -> Problem {
    let what = format!("the {} has no field of numbers on x or y", mark.name());
    Problem::new("/encoding", &what, "give one of them a field of the type quantitative")
}

/// `datum['field']`.
fn datum(field: &str) -> String {
    format!("datum['{}']", field.replace('\'', "\\'"))
}

fn calculate(expression: &str, name: &str) -> Step {
    Step::Plain(Transform::Calculate { expression: expression.into(), name: name.into() })
}

/// A definition of a channel that shows a column.
fn column(field: impl Into<Arc<str>>) -> ChannelDef {
    ChannelDef { source: Source::Field(field.into()), ..ChannelDef::default() }
}
