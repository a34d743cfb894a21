//! Title: what a field is called where nobody has said: `Mean of price`, `Count of Records`, `x (binned)`,
//! `date (year-month)`, as Vega-Lite's title formatter.

use serde_json::{Map, Value as Json};

use super::name;
use crate::{
    spec::{ChannelAggregate, ChannelDef},
    vega_lite::Named,
};

/// The title that the definition itself says, or the default.
pub(crate) fn of(definition: &ChannelDef, config: &Map<String, Json>) -> String {
    match &definition.title {
        Some(Some(lines)) if !lines.concat().is_empty() => lines.join(", "),
        _ => default(definition, config),
    }
}

/// The title of its axis, legend or header; `None` where there is to be none.
pub(crate) fn of_guide(definition: &ChannelDef, config: &Map<String, Json>) -> Option<String> {
    let guide = definition.guide.as_ref().and_then(Option::as_ref).and_then(|guide| guide.get("title"));
    match guide {
        Some(Json::Null) => None,
        Some(Json::String(title)) => Some(title.clone()).filter(|title| !title.is_empty()),
        Some(Json::Array(lines)) => Some(lines.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" ")),
        _ => match &definition.title {
            Some(None) => None,
            Some(Some(lines)) => Some(lines.join(" ")).filter(|title| !title.is_empty()),
            None if definition.field().is_none() && !name::is_count(definition) => None,
            None => Some(default(definition, config)),
        },
    }
}

fn default(definition: &ChannelDef, config: &Map<String, Json>) -> String {
    let field = definition.field().map(AsRef::as_ref).unwrap_or_default();
    match config.get("fieldTitle").and_then(Json::as_str) {
        Some("plain") => field.to_owned(),
        Some("functional") => functional(definition, field),
        _ => verbal(definition, field, config),
    }
}

fn verbal(definition: &ChannelDef, field: &str, config: &Map<String, Json>) -> String {
    if name::is_count(definition) {
        let title = config.get("countTitle").and_then(Json::as_str);
        return title.unwrap_or("Count of Records").to_owned();
    }
    if name::binning(definition).is_some() {
        return format!("{field} (binned)");
    }
    if let Some(unit) = definition.time_unit.filter(|unit| !unit.binned) {
        return match name::unit_parts(unit).join("-") {
            parts if parts.is_empty() => field.to_owned(),
            parts => format!("{field} ({parts})"),
        };
    }
    match &definition.aggregate {
        Some(ChannelAggregate::ArgMax(by)) => format!("{field} for max {by}"),
        Some(ChannelAggregate::ArgMin(by)) => format!("{field} for min {by}"),
        Some(ChannelAggregate::Op(op)) => {
            let op = op.name();
            format!("{}{} of {field}", op[..1].to_uppercase(), &op[1..])
        }
        None => field.to_owned(),
    }
}

fn functional(definition: &ChannelDef, field: &str) -> String {
    let function = match (&definition.aggregate, definition.time_unit.filter(|unit| !unit.binned)) {
        (Some(ChannelAggregate::ArgMax(by)), _) => return format!("{field} for argmax({by})"),
        (Some(ChannelAggregate::ArgMin(by)), _) => return format!("{field} for argmin({by})"),
        (Some(ChannelAggregate::Op(op)), _) => op.name().to_owned(),
        (None, Some(unit)) => name::unit_parts(unit).concat(),
        (None, None) if name::binning(definition).is_some() => "bin".to_owned(),
        (None, None) => return field.to_owned(),
    };
    format!("{}({field})", function.to_uppercase())
}
