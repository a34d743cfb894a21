//! Label: what each mark item says, in words: `Mean of price: 12.5; date (year): 2004`, exactly as Vega-Lite describes marks
//! to assistive technology. Numbers and times are written by the formats of d3. The order and the titles are the view's.

pub mod compare;

use table::{
    Relation, Value,
    format::{Number, Time},
};

use crate::{
    flow::name::unit_parts,
    spec::TimeUnit,
    view::{Said, SaidValue, Say, UnitView, View, ViewBody},
};

/// How times without a unit are said.
const DEFAULT_TIME_FORMAT: &str = "%b %d, %Y";

/// What one mark item says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The kind of mark, as assistive technology is told.
    pub role: String,
    /// The words.
    pub text: String,
}

/// What all marks of a view say, in drawing order. A line, an area and a trail say what their first row says.
#[must_use]
pub fn labels(view: &View) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut open = vec![view];
    while let Some(view) = open.pop() {
        match &view.body {
            ViewBody::Unit(unit) => labels.extend(of_unit(unit)),
            ViewBody::Layer(views) | ViewBody::Concat { views, .. } => open.extend(views.iter().rev()),
            ViewBody::Facet { cells, .. } => open.extend(cells.iter().rev().map(|cell| &cell.view)),
        }
    }
    labels
}

/// What the items of a mark say.
#[must_use]
pub fn of_unit(unit: &UnitView) -> Vec<Label> {
    if unit.said.is_empty() {
        return Vec::new();
    }
    let speaker = Speaker::new(&unit.said, &unit.data);
    let label = |row| Label { role: unit.role.to_string(), text: speaker.say(row) };
    if crate::flow::style::is_path(unit.mark.mark) {
        unit.paths.iter().filter_map(|path| path.first()).map(|row| label(*row as usize)).collect()
    } else {
        (0..unit.data.rows()).map(label).collect()
    }
}

/// What the item of one row says.
#[must_use]
pub fn of_row(unit: &UnitView, row: usize) -> String {
    Speaker::new(&unit.said, &unit.data).say(row)
}

/// A value as it is said.
#[must_use]
pub fn say(value: &Value, say: &Say) -> String {
    Voice::new(say).say(value)
}

/// The range from one value to another as it is said.
#[must_use]
pub fn say_range([start, end]: [&Value; 2], say: &Say) -> String {
    Voice::new(say).range(start, end)
}

/// The parts of a unit's labels, their formats read.
struct Speaker<'a> {
    parts: Vec<(&'a Said, Voice)>,
    data: &'a Relation,
}

impl<'a> Speaker<'a> {
    fn new(said: &'a [Said], data: &'a Relation) -> Self {
        Self { parts: said.iter().map(|part| (part, Voice::new(&part.say))).collect(), data }
    }

    fn say(&self, row: usize) -> String {
        let mut text = String::new();
        for (part, voice) in &self.parts {
            if !text.is_empty() {
                text.push_str("; ");
            }
            if !part.title.is_empty() {
                text.push_str(&part.title);
                text.push_str(": ");
            }
            text.push_str(&self.value(&part.value, voice, row));
        }
        text
    }

    fn value(&self, value: &SaidValue, voice: &Voice, row: usize) -> String {
        let at = |column: &str| self.data.column(column).map(|values| values.get(row)).unwrap_or_default();
        match value {
            SaidValue::Column(column) => voice.say(&at(column)),
            SaidValue::Range([start, end]) => voice.range(&at(start), &at(end)),
            SaidValue::Difference([start, end]) => {
                voice.say(&Value::Number(at(end).to_number() - at(start).to_number()))
            }
            SaidValue::Text(text) => text.to_string(),
        }
    }
}

/// A way to say values, its format read. A format that is none says values plainly.
enum Voice {
    Plain,
    Number(Number),
    Time(Time),
}

impl Voice {
    fn new(say: &Say) -> Self {
        if say.plain {
            return Self::Plain;
        }
        if !say.time {
            return Number::parse(&say.format).map_or(Self::Plain, Self::Number);
        }
        let format = match say.unit {
            _ if !say.format.is_empty() => say.format.clone(),
            Some(unit) => unit_format(unit),
            None => DEFAULT_TIME_FORMAT.to_owned(),
        };
        Time::parse(&format).map_or(Self::Plain, Self::Time)
    }

    fn say(&self, value: &Value) -> String {
        match self {
            Self::Plain => plain(value),
            Self::Number(_) | Self::Time(_) if *value == Value::Null => "null".to_owned(),
            Self::Number(format) => format.write(value.to_number()),
            Self::Time(format) => format.write(value.to_number()),
        }
    }

    fn range(&self, start: &Value, end: &Value) -> String {
        if !start.is_valid() || !start.to_number().is_finite() {
            return "null".to_owned();
        }
        format!("{} – {}", self.say(start), self.say(end))
    }
}

/// As a text; lists by their elements.
fn plain(value: &Value) -> String {
    match value {
        // Nobody reads a number of milliseconds.
        Value::Time(_) => Voice::new(&Say { time: true, ..Say::default() }).say(value),
        Value::List(values) => values.iter().map(plain).collect::<Vec<_>>().join(" "),
        value => value.to_text().to_string(),
    }
}

/// The format of a time unit, as Vega's `timeUnitSpecifier` with the exceptions of Vega-Lite.
#[must_use]
pub fn unit_format(unit: TimeUnit) -> String {
    let parts = unit_parts(unit);
    let mut format = String::new();
    let mut start = 0;
    while start < parts.len() {
        let longest =
            (start + 1..=parts.len()).rev().find_map(|end| Some((end, specifier(&parts[start..end].join("-"))?)));
        let Some((end, specifier)) = longest else { break };
        format.push_str(specifier);
        start = end;
    }
    format.trim().to_owned()
}

fn specifier(parts: &str) -> Option<&'static str> {
    Some(match parts {
        "year" => "%Y ",
        "quarter" => "Q%q ",
        "month" => "%b ",
        "date" => "%d ",
        "week" => "W%U ",
        "day" => "%a ",
        "dayofyear" => "%j ",
        "hours" => "%H:00",
        "minutes" => "00:%M",
        "seconds" => ":%S",
        "milliseconds" => ".%L",
        "year-month" => "%b %Y ",
        "year-month-date" => "%b %d, %Y ",
        "hours-minutes" => "%H:%M",
        _ => return None,
    })
}
