//! A place: a channel of a chart, where a field can be put. What stands there, and what has to be said so that something
//! else does. Pure. What the plain properties of a panel can say they say: only then a chart of millions of rows stays
//! as fast as it is.

use std::{rc::Rc, sync::Arc};

use chart::panel::escaped;
use document::{Aggregate, Mark, Node, Property, TimeUnit, Value};
use serde_json::{Map, Value as Json, json};
use table::{DataType, Field, Schema};
use yew::Callback;

use super::chart_spec::{ChartSpec, Sets};

/// The channels in the order in which the form shows them.
pub(super) const CHANNELS: [&str; 18] = [
    "x", "y", "color", "theta", "text", "size", "shape", "opacity", "row", "column", "facet", "xOffset", "yOffset",
    "x2", "y2", "detail", "tooltip", "order",
];
/// Times are shown in UTC.
const UTC: &str = "utc";

/// What the form knows of a chart.
#[derive(Clone, PartialEq)]
pub(super) struct Sketch {
    pub(super) node: Arc<Node>,
    /// Of the chosen table.
    pub(super) schema: Option<Schema>,
    pub(super) spec: ChartSpec,
    /// The fields that can be chosen: those of the table, or those that the steps leave.
    pub(super) fields: Rc<Vec<Field>>,
    pub(super) editable: bool,
    /// Hears what the panel is to say, or in words why that cannot be.
    pub(super) on_sets: Callback<Result<Sets, String>>,
}

/// What is done with the values of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    #[default]
    Each,
    Bins,
    /// Cut to a unit of time, by its name in Vega-Lite.
    Unit(String),
    /// Summarized, by the name of the operation in Vega-Lite.
    Summary(String),
}

impl By {
    /// As the value of an option.
    pub(super) fn code(&self) -> String {
        match self {
            Self::Each => String::new(),
            Self::Bins => "bin".to_owned(),
            Self::Unit(name) => ["unit:", name].concat(),
            Self::Summary(name) => ["op:", name].concat(),
        }
    }

    pub(super) fn of_code(code: &str) -> Self {
        match code.split_once(':') {
            Some(("unit", name)) => Self::Unit(name.to_owned()),
            Some((_, name)) => Self::Summary(name.to_owned()),
            None if code == "bin" => Self::Bins,
            None => Self::Each,
        }
    }

    fn of(definition: &Map<String, Json>) -> Self {
        let is_set = |member: &str| definition.get(member).filter(|json| !json.is_null() && **json != json!(false));
        if is_set("bin").is_some() {
            return Self::Bins;
        }
        match (is_set("timeUnit"), is_set("aggregate")) {
            (Some(Json::String(unit)), _) => Self::Unit(unit.clone()),
            (Some(unit), _) => Self::Unit(unit.get("unit").and_then(Json::as_str).unwrap_or_default().to_owned()),
            (None, Some(Json::String(op))) => Self::Summary(op.clone()),
            (None, Some(_)) => Self::Summary("last".to_owned()),
            (None, None) => Self::Each,
        }
    }
}

/// What stands at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub(super) field: Option<String>,
    pub(super) by: By,
    /// Anything at all: a field, a count, a constant.
    pub(super) is_set: bool,
}

impl Place {
    pub(super) fn of(spec: &ChartSpec, channel: &str) -> Self {
        let said = spec.get(&["encoding", channel]);
        let definition = said.and_then(|said| said.as_object().or_else(|| said.as_array()?.first()?.as_object()));
        let Some(definition) = definition else { return Self { is_set: said.is_some(), ..Self::default() } };
        let field = definition.get("field").and_then(Json::as_str).map(unescaped);
        Self { field, by: By::of(definition), is_set: true }
    }
}

impl Sketch {
    fn type_of(&self, field: &str) -> Option<DataType> {
        self.fields.iter().find(|known| &*known.name == field).map(|known| known.data_type)
    }

    /// The property that holds the field of a plain place, while nothing but plain properties speaks of it.
    fn plain(&self, channel: &str) -> Option<Property> {
        let (field, register) = match channel {
            "x" => (Property::X, Property::EncodingX),
            "y" => (Property::Y, Property::EncodingY),
            "color" => (Property::Color, Property::EncodingColor),
            _ => return None,
        };
        self.node.text(register).trim().is_empty().then_some(field)
    }

    /// Puts a field at a place, or nothing.
    pub(super) fn put(&self, channel: &str, field: Option<&str>) -> Result<Sets, String> {
        let is_plain =
            field.is_none_or(|field| self.schema.as_ref().is_some_and(|schema| schema.find(field).is_some()));
        if let Some(property) = self.plain(channel).filter(|_| is_plain) {
            let mut sets = vec![(property, Value::Name(field.map(str::to_owned)))];
            let is_time = field.and_then(|field| self.type_of(field)) == Some(DataType::Time);
            if property == Property::X && !is_time && self.node.time_unit().is_some() {
                sets.push((Property::TimeUnit, Value::TimeUnit(None)));
            }
            return Ok(sets);
        }
        let Some(field) = field else { return self.write(channel, None) };
        let data_type = self.type_of(field);
        let mut definition = self.spec.channel(channel).cloned().unwrap_or_default();
        let by = By::of(&definition);
        for member in ["value", "datum", "condition", "title"] {
            definition.shift_remove(member);
        }
        definition.insert("field".to_owned(), escaped(field).into());
        summarize(&mut definition, by.fitting(data_type), data_type);
        self.write(channel, Some(definition.into()))
    }

    /// Says what is done with the values at a place.
    pub(super) fn put_by(&self, channel: &str, by: &By) -> Result<Sets, String> {
        if let Some(plain) = self.plain_by(channel, by) {
            return Ok(vec![plain]);
        }
        let mut definition = self.spec.channel(channel).cloned().unwrap_or_default();
        let field = definition.get("field").and_then(Json::as_str).map(unescaped);
        let newest =
            self.fields.iter().find(|field| field.data_type == DataType::Time).map(|field| escaped(&field.name));
        summarize(&mut definition, by.clone(), field.and_then(|field| self.type_of(&field)));
        if let (By::Summary(op), Some(time)) = (by, newest)
            && op == "last"
        {
            definition.insert("aggregate".to_owned(), json!({ "argmax": time }));
        }
        self.write(channel, (!definition.is_empty()).then(|| definition.into()))
    }

    fn plain_by(&self, channel: &str, by: &By) -> Option<(Property, Value)> {
        match (self.plain(channel)?, by) {
            (Property::X, By::Each) => Some((Property::TimeUnit, Value::TimeUnit(None))),
            (Property::X, By::Unit(name)) => {
                let unit = TimeUnit::ALL.into_iter().find(|unit| unit_name(*unit) == name)?;
                Some((Property::TimeUnit, Value::TimeUnit(Some(unit))))
            }
            (Property::Y, By::Each) => Some((Property::Aggregate, Value::Aggregate(None))),
            (Property::Y, By::Summary(name)) => {
                let aggregate = Aggregate::ALL.into_iter().find(|aggregate| op_name(*aggregate) == name)?;
                Some((Property::Aggregate, Value::Aggregate(Some(aggregate))))
            }
            _ => None,
        }
    }

    /// Changes one member of what stands at a place.
    pub(super) fn put_member(&self, path: &[&str], value: Option<Json>) -> Result<Sets, String> {
        self.spec.clone().with(path, value).sets(&self.node, self.schema.as_ref())
    }

    fn write(&self, channel: &str, definition: Option<Json>) -> Result<Sets, String> {
        self.put_member(&["encoding", channel], definition)
    }

    /// The place where a field fits best among those that have none; `None` where none is left.
    pub(super) fn home(&self, field: &str) -> Option<&'static str> {
        let wishes: &[&'static str] = match (self.node.mark(), self.type_of(field)?) {
            (Mark::Arc, DataType::Float | DataType::Integer) => &["theta", "radius", "tooltip"],
            (Mark::Arc, _) => &["color", "row", "detail"],
            (_, DataType::Time) => &["x", "y", "tooltip"],
            (_, DataType::Float | DataType::Integer) => &["y", "x", "size", "color", "opacity"],
            (_, DataType::Text | DataType::Flag) => &["x", "color", "y", "row", "column", "shape", "detail"],
        };
        let is_free = |channel: &&&str| !Place::of(&self.spec, channel).is_set;
        wishes.iter().find(is_free).copied()
    }
}

impl By {
    /// What of it can be done with values of another type too.
    fn fitting(self, data_type: Option<DataType>) -> Self {
        let is_number = matches!(data_type, Some(DataType::Float | DataType::Integer));
        match &self {
            Self::Each => self,
            Self::Bins if is_number => self,
            Self::Unit(_) if data_type == Some(DataType::Time) => self,
            Self::Summary(op) if is_number || op == "count" || op == "distinct" => self,
            Self::Bins | Self::Unit(_) | Self::Summary(_) => Self::Each,
        }
    }
}

/// Says what is done with the values of a definition, and which type comes of it.
fn summarize(definition: &mut Map<String, Json>, by: By, data_type: Option<DataType>) {
    for member in ["bin", "timeUnit", "aggregate"] {
        definition.shift_remove(member);
    }
    let is_utc = |scale: &Json| *scale == json!({ "type": UTC });
    if definition.get("scale").is_some_and(is_utc) {
        definition.shift_remove("scale");
    }
    let mut say = |member: &str, value: Json| drop(definition.insert(member.to_owned(), value));
    let own = data_type.map(type_name);
    let result = match by {
        By::Each => own,
        By::Bins => {
            say("bin", true.into());
            Some("quantitative")
        }
        By::Unit(unit) => {
            let is_cycle = !unit.contains("year");
            say("timeUnit", unit.into());
            Some(if is_cycle { "ordinal" } else { "temporal" })
        }
        By::Summary(op) => {
            let keeps = matches!(&*op, "min" | "max") && data_type == Some(DataType::Time);
            say("aggregate", op.into());
            if keeps { own } else { Some("quantitative") }
        }
    };
    if let Some(result) = result {
        say("type", result.into());
    }
    let is_plain_time = !definition.contains_key("timeUnit") && definition.get("type") == Some(&"temporal".into());
    if is_plain_time && !definition.contains_key("scale") {
        definition.insert("scale".to_owned(), json!({ "type": UTC }));
    }
}

/// The type of a field in Vega-Lite.
pub(super) fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Time => "temporal",
        DataType::Float | DataType::Integer => "quantitative",
        DataType::Text | DataType::Flag => "nominal",
    }
}

/// A field for a suggestion or a new place.
pub(super) fn definition(field: &Field, by: By) -> Json {
    let mut definition = Map::from_iter([("field".to_owned(), Json::String(escaped(&field.name)))]);
    summarize(&mut definition, by, Some(field.data_type));
    definition.into()
}

pub(super) fn op_name(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Count => "count",
        Aggregate::Sum => "sum",
        Aggregate::Mean => "mean",
        Aggregate::Min => "min",
        Aggregate::Max => "max",
        Aggregate::Median => "median",
        Aggregate::Last => "last",
    }
}

pub(super) fn unit_name(unit: TimeUnit) -> &'static str {
    chart::panel::time_unit_name(unit)
}

/// The name of a field as people know it.
pub(super) fn unescaped(path: &str) -> String {
    let mut name = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        name.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    name
}

impl Sketch {
    /// Empties a place, whatever stands there.
    pub(super) fn clear(&self, channel: &str) -> Result<Sets, String> {
        if self.plain(channel) == Some(Property::Y) && self.node.aggregate().is_some() {
            let nothing = [(Property::Y, Value::Name(None)), (Property::Aggregate, Value::Aggregate(None))];
            return Ok(nothing.into());
        }
        if self.plain(channel).is_some() { self.put(channel, None) } else { self.write(channel, None) }
    }
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
