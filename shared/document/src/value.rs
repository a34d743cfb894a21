//! Values: what can stand in a property, and their types. Enum order is the wire format: append only.
//! Which property takes which type, and within which limits, is said in `property`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::grid::Rect;

/// The type of a property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Free text, at most this many characters.
    Text {
        /// The limit.
        max_chars: usize,
    },
    /// The name of a table or of a field in it; may be absent.
    Name,
    /// A rectangle on the grid.
    Rect,
    /// A [`Mark`].
    Mark,
    /// A [`Color`]; absent means the theme's first colour.
    Color,
    /// An [`Aggregate`]; absent means every row is drawn.
    Aggregate,
    /// A [`TimeUnit`]; absent means times are drawn as they are.
    TimeUnit,
    /// Yes or no.
    Flag,
    /// Several names or choices, in order, each once.
    Names,
    /// A [`ControlType`].
    Control,
    /// A moment; may be absent.
    Moment,
    /// An [`Anchor`]; absent means the whole panel.
    Anchor,
    /// Part of a chart's spec as Vega-Lite's JSON, at most this many characters; empty says nothing. Whether it means
    /// something is judged where charts are known.
    Grammar {
        /// The limit.
        max_chars: usize,
    },
    /// A [`Shade`]; absent means what each viewer chose.
    Shade,
    /// A time as people write it, of now or of the calendar; see [`time_text`](crate::time_text). Empty for none.
    Time,
    /// A [`Refresh`].
    Refresh,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Free text.
    Text(String),
    /// The name of a table or field, if one is chosen.
    Name(Option<String>),
    /// A rectangle on the grid.
    Rect(Rect),
    /// How a row is drawn.
    Mark(Mark),
    /// A fixed colour, if one is chosen.
    Color(Option<Color>),
    /// How a group becomes one value, if at all.
    Aggregate(Option<Aggregate>),
    /// The calendar unit that groups times, if any.
    TimeUnit(Option<TimeUnit>),
    /// Yes or no.
    Flag(bool),
    /// Several names or choices, in order, each once.
    Names(Vec<String>),
    /// What a control lets people choose.
    Control(ControlType),
    /// Milliseconds since the Unix epoch, UTC, if there is a moment.
    Moment(Option<i64>),
    /// The data point that a comment is about, if it is one.
    Anchor(Option<Anchor>),
    /// Light or dark, if one is chosen.
    Shade(Option<Shade>),
    /// How often new rows are shown.
    Refresh(Refresh),
}

/// How a row is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A line through the rows in the order of x.
    Line,
    /// A filled line.
    Area,
    /// A bar from zero.
    Bar,
    /// A point.
    Point,
    /// A filled circle.
    Circle,
    /// A filled square.
    Square,
    /// A straight line between two places.
    Rule,
    /// A rectangle, as in a heatmap.
    Rect,
    /// A short line across a place.
    Tick,
    /// A text.
    Text,
    /// A slice of a pie or ring.
    Arc,
    /// A line whose width says something.
    Trail,
    /// A box of quartiles with whiskers.
    Boxplot,
    /// A line from the lower to the upper end of an interval.
    ErrorBar,
    /// A band from the lower to the upper end of an interval.
    ErrorBand,
}

/// How the values of a group become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// How many rows.
    Count,
    /// Their sum.
    Sum,
    /// Their arithmetic mean.
    Mean,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The median.
    Median,
    /// The newest.
    Last,
}

/// A calendar unit, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks, from Monday.
    Week,
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Years.
    Year,
}

/// What a control lets people choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlType {
    /// One of several.
    Choice,
    /// Any of several.
    MultiChoice,
    /// A text.
    Text,
    /// The length of time over which values are grouped.
    Interval,
    /// A range of time.
    Time,
}

/// Whether a dashboard is light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shade {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How often charts may show new rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    /// As rows come, at most once in a frame.
    Live,
    /// Once a second.
    Second,
    /// Once in five seconds.
    FiveSeconds,
    /// Once in thirty seconds.
    HalfMinute,
    /// Once a minute.
    Minute,
    /// Not until somebody asks.
    Paused,
}

/// A data point, by what it says and not by its row: rows come and go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Anchor {
    /// Where along the horizontal axis: milliseconds since the Unix epoch of a time, else what the axis says.
    pub x: AnchorX,
    /// The series, where there are several.
    pub series: Option<String>,
}

/// Where along the horizontal axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorX {
    /// Milliseconds since the Unix epoch, UTC.
    Time(i64),
    /// A category, or a number as text.
    Text(String),
}

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

impl Mark {
    /// All marks, in the order of the format.
    pub const ALL: [Self; 15] = [
        Self::Line,
        Self::Area,
        Self::Bar,
        Self::Point,
        Self::Circle,
        Self::Square,
        Self::Rule,
        Self::Rect,
        Self::Tick,
        Self::Text,
        Self::Arc,
        Self::Trail,
        Self::Boxplot,
        Self::ErrorBar,
        Self::ErrorBand,
    ];

    /// The marks that the form offers by themselves; the others need channels that it does not have.
    pub const PLAIN: [Self; 4] = [Self::Line, Self::Area, Self::Bar, Self::Point];
}

impl Aggregate {
    /// All aggregates, in the order of the form.
    pub const ALL: [Self; 7] = [Self::Count, Self::Sum, Self::Mean, Self::Min, Self::Max, Self::Median, Self::Last];
}

impl TimeUnit {
    /// All units, from short to long.
    pub const ALL: [Self; 7] =
        [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];
}

impl ControlType {
    /// All types, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Choice, Self::MultiChoice, Self::Text, Self::Interval, Self::Time];
}

impl Shade {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];
}

impl Refresh {
    /// All of them, from often to never.
    pub const ALL: [Self; 6] =
        [Self::Live, Self::Second, Self::FiveSeconds, Self::HalfMinute, Self::Minute, Self::Paused];

    /// How long nothing new is shown, in milliseconds: 0 for as rows come, `None` for never by itself.
    #[must_use]
    pub fn period_ms(self) -> Option<u32> {
        Some(match self {
            Self::Live => 0,
            Self::Second => 1_000,
            Self::FiveSeconds => 5_000,
            Self::HalfMinute => 30_000,
            Self::Minute => 60_000,
            Self::Paused => return None,
        })
    }
}

/// A text that is not `#rrggbb`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a colour is written #rrggbb")]
pub struct ColorError;

/// `#rrggbb` where people read, three bytes on the wire.
impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.rgb.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        } else {
            <[u8; 3]>::deserialize(deserializer).map(|rgb| Self { rgb })
        }
    }
}

impl std::str::FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(ColorError)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ColorError);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| ColorError)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { rgb: [red, green, blue] })
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}
