//! The definition of a channel: what the plain properties of a panel make of it, and which part of a definition they can
//! say. The names of Vega-Lite for marks, aggregates and time units stand here and nowhere else.

use document::{Aggregate, Color, Mark, Node, Property, TimeUnit};
use serde_json::{Map, Value as Json, json};
use table::{DataType, Schema};

/// Members with which a definition names its own source, so that the plain properties have no part in it.
const SOURCES: [&str; 3] = ["field", "datum", "value"];

/// What the plain properties say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) x: Option<String>,
    pub(super) y: Option<String>,
    pub(super) color: Option<String>,
    pub(super) aggregate: Option<Aggregate>,
    pub(super) time_unit: Option<TimeUnit>,
    pub(super) mark_color: Option<Color>,
    pub(super) unit: String,
}

impl Plain {
    pub(super) fn of(node: &Node) -> Self {
        let name = |property| node.name(property).map(str::to_owned);
        Self {
            x: name(Property::X),
            y: name(Property::Y),
            color: name(Property::Color),
            aggregate: node.aggregate(),
            time_unit: node.time_unit(),
            mark_color: node.mark_color(),
            unit: node.text(Property::Unit).trim().to_owned(),
        }
    }

    /// The definition of a channel from these properties and what its register says; `None` where neither says anything.
    pub(super) fn definition(&self, channel: &str, said: Option<Json>, schema: Option<&Schema>) -> Option<Json> {
        let mut definition = self.source(channel, schema);
        match said {
            None => self.finish(channel, &mut definition, schema),
            Some(Json::Object(said)) if !names_source(&said) => {
                definition.extend(said);
                self.say_type(channel, &mut definition, schema);
            }
            Some(whole) => return Some(whole),
        }
        (!definition.is_empty()).then_some(Json::Object(definition))
    }

    /// Field, aggregate and time unit.
    fn source(&self, channel: &str, schema: Option<&Schema>) -> Map<String, Json> {
        let mut source = Map::new();
        if let Some(field) = self.field(channel) {
            source.insert("field".to_owned(), escaped(field).into());
        }
        match channel {
            "x" => {
                if let Some(unit) = self.time_unit.filter(|_| self.x.is_some()) {
                    source.insert("timeUnit".to_owned(), time_unit_name(unit).into());
                }
            }
            "y" => {
                if let Some(aggregate) = self.aggregate_of_y() {
                    source.insert("aggregate".to_owned(), aggregate_name(aggregate, schema));
                }
            }
            _ => {}
        }
        source
    }

    /// Groups of times are drawn by their mean where nothing else is said.
    fn aggregate_of_y(&self) -> Option<Aggregate> {
        let implied = self.time_unit.filter(|_| self.x.is_some() && self.y.is_some()).map(|_| Aggregate::Mean);
        self.aggregate.or(implied).filter(|aggregate| self.y.is_some() || *aggregate == Aggregate::Count)
    }

    fn field(&self, channel: &str) -> Option<&str> {
        match channel {
            "x" => self.x.as_deref(),
            "y" => self.y.as_deref(),
            "color" => self.color.as_deref(),
            _ => None,
        }
    }

    /// What the reader of a definition would otherwise guess.
    fn say_type(&self, channel: &str, definition: &mut Map<String, Json>, schema: Option<&Schema>) {
        if definition.contains_key("type") {
            return;
        }
        if let Some((_, field)) = self.field(channel).and_then(|field| schema?.find(field)) {
            definition.insert("type".to_owned(), type_name(field.data_type).into());
        }
    }

    /// What a channel without a register says besides: its type, that times are UTC, and the unit.
    fn finish(&self, channel: &str, definition: &mut Map<String, Json>, schema: Option<&Schema>) {
        if definition.get("aggregate").is_some_and(|aggregate| aggregate == "count") {
            definition.insert("type".to_owned(), "quantitative".into());
        }
        self.say_type(channel, definition, schema);
        if definition.get("type").is_some_and(|name| name == "temporal") && !definition.contains_key("timeUnit") {
            definition.insert("scale".to_owned(), json!({ "type": "utc" }));
        }
        if channel == "y" && !self.unit.is_empty() && !definition.is_empty() {
            let what = self.y.as_deref().unwrap_or("count");
            definition.insert("title".to_owned(), format!("{what} ({})", self.unit).into());
        }
    }
}

fn names_source(said: &Map<String, Json>) -> bool {
    SOURCES.iter().any(|member| said.contains_key(*member))
}

fn type_name(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Time => "temporal",
        DataType::Float | DataType::Integer => "quantitative",
        DataType::Text | DataType::Flag => "nominal",
    }
}

/// The name of a field as a path of one step: dots and brackets are part of it.
#[must_use]
pub fn escaped(field: &str) -> String {
    let mut path = String::with_capacity(field.len());
    for letter in field.chars() {
        if matches!(letter, '.' | '[' | ']' | '\\' | '\'' | '"') {
            path.push('\\');
        }
        path.push(letter);
    }
    path
}

/// The name of the field, if the path has one step.
pub(super) fn unescaped(path: &str) -> Option<String> {
    let mut name = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '.' | '[' | ']' => return None,
            '\\' => name.push(letters.next()?),
            _ => name.push(letter),
        }
    }
    Some(name)
}

/// The name of a mark in Vega-Lite.
pub(super) fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Line => "line",
        Mark::Area => "area",
        Mark::Bar => "bar",
        Mark::Point => "point",
        Mark::Circle => "circle",
        Mark::Square => "square",
        Mark::Rule => "rule",
        Mark::Rect => "rect",
        Mark::Tick => "tick",
        Mark::Text => "text",
        Mark::Arc => "arc",
        Mark::Trail => "trail",
        Mark::Boxplot => "boxplot",
        Mark::ErrorBar => "errorbar",
        Mark::ErrorBand => "errorband",
    }
}

/// Times of a panel are UTC, so are the units that group them. Weeks begin on Sunday in Vega-Lite; here on Monday.
#[must_use]
pub fn time_unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Minute => "utcyearmonthdatehoursminutes",
        TimeUnit::Hour => "utcyearmonthdatehours",
        TimeUnit::Day => "utcyearmonthdate",
        TimeUnit::Week => "utcyearweek",
        TimeUnit::Month => "utcyearmonth",
        TimeUnit::Quarter => "utcyearquarter",
        TimeUnit::Year => "utcyear",
    }
}

/// The newest is where the time is greatest.
pub(super) fn aggregate_name(aggregate: Aggregate, schema: Option<&Schema>) -> Json {
    match aggregate {
        Aggregate::Count => "count".into(),
        Aggregate::Sum => "sum".into(),
        Aggregate::Mean => "mean".into(),
        Aggregate::Min => "min".into(),
        Aggregate::Max => "max".into(),
        Aggregate::Median => "median".into(),
        Aggregate::Last => match time_field(schema) {
            Some(time) => json!({ "argmax": escaped(time) }),
            None => "max".into(),
        },
    }
}

/// The first field of times: by it rows become old.
fn time_field(schema: Option<&Schema>) -> Option<&str> {
    let fields = schema?.fields();
    fields.iter().find(|field| field.data_type == DataType::Time).map(|field| &*field.name)
}
