//! Properties: the fields of nodes, each with its kinds, type, default, limits and validity rule, written once
//! and used by the form and by the relay alike. Enum order is the wire format: append only.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::grid::Rect;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The whole document; its only node is the root.
    Dashboard,
    /// A panel that draws a table's fields as marks.
    Chart,
    /// A panel that shows one number, big.
    Stat,
}

/// One field of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// What the heading says.
    Title,
    /// A sentence below the title, read aloud with the chart.
    Description,
    /// The rectangle on the grid.
    Layout,
    /// The table that the panel draws.
    Table,
    /// How a row is drawn.
    Mark,
    /// The field along the horizontal axis.
    X,
    /// The field along the vertical axis, or the number of a stat.
    Y,
    /// The field that splits rows into series by colour.
    Color,
    /// The colour of the marks when no field decides it.
    MarkColor,
    /// How the rows of one group become one value.
    Aggregate,
    /// The calendar unit that groups times.
    TimeUnit,
    /// What follows the numbers, such as `%` or `B`.
    Unit,
}

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

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

/// Why a value may not stand in a property. Said to people, so in plain words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Invalid {
    /// The kind has no such property.
    #[error("a {kind:?} has no property {property:?}")]
    NotOfKind {
        /// The node's kind.
        kind: Kind,
        /// The property.
        property: Property,
    },
    /// A value of another type.
    #[error("{0:?} takes a value of another type")]
    WrongType(Property),
    /// Too many characters.
    #[error("at most {max_chars} characters, this has {chars}")]
    TooLong {
        /// The limit.
        max_chars: usize,
        /// What was given.
        chars: usize,
    },
    /// A control character where none belongs.
    #[error("control characters are not allowed")]
    ControlCharacter,
    /// A required name is empty.
    #[error("the name is empty")]
    Empty,
    /// A rectangle outside the grid.
    #[error("the panel does not fit the 24 columns of the grid")]
    OffGrid,
}

/// The longest name of a table or field, in characters.
pub const MAX_NAME_CHARS: usize = 128;

use Property as P;

impl Kind {
    /// The kinds that can be inserted, in the order in which the page offers them.
    pub const PANELS: [Self; 2] = [Self::Chart, Self::Stat];

    /// The properties of this kind, in the order of the form.
    #[must_use]
    pub fn properties(self) -> &'static [Property] {
        match self {
            Self::Dashboard => &[P::Title, P::Description],
            Self::Chart => &[
                P::Title,
                P::Description,
                P::Layout,
                P::Table,
                P::Mark,
                P::X,
                P::Y,
                P::Color,
                P::MarkColor,
                P::Aggregate,
                P::TimeUnit,
                P::Unit,
            ],
            Self::Stat => &[P::Title, P::Description, P::Layout, P::Table, P::Y, P::MarkColor, P::Aggregate, P::Unit],
        }
    }

    /// Whether a node of this kind may hang below a parent of that kind.
    #[must_use]
    pub fn fits_below(self, parent: Self) -> bool {
        match self {
            Self::Dashboard => false,
            Self::Chart | Self::Stat => parent == Self::Dashboard,
        }
    }
}

impl Property {
    /// The type of its value.
    #[must_use]
    pub fn value_type(self) -> ValueType {
        match self {
            P::Title => ValueType::Text { max_chars: 200 },
            P::Description => ValueType::Text { max_chars: 2_000 },
            P::Unit => ValueType::Text { max_chars: 16 },
            P::Layout => ValueType::Rect,
            P::Table | P::X | P::Y | P::Color => ValueType::Name,
            P::Mark => ValueType::Mark,
            P::MarkColor => ValueType::Color,
            P::Aggregate => ValueType::Aggregate,
            P::TimeUnit => ValueType::TimeUnit,
        }
    }

    /// What stands there until somebody sets it.
    #[must_use]
    pub fn default_value(self) -> Value {
        match self.value_type() {
            ValueType::Text { .. } => Value::Text(String::new()),
            ValueType::Name => Value::Name(None),
            ValueType::Rect => Value::Rect(Rect { x: 0, y: 0, w: 12, h: 8 }),
            ValueType::Mark => Value::Mark(Mark::Line),
            ValueType::Color => Value::Color(None),
            ValueType::Aggregate => Value::Aggregate(None),
            ValueType::TimeUnit => Value::TimeUnit(None),
        }
    }

    /// Whether the value may stand in this property.
    ///
    /// # Errors
    /// The first rule that the value breaks.
    pub fn check(self, value: &Value) -> Result<(), Invalid> {
        match (self.value_type(), value) {
            (ValueType::Text { max_chars }, Value::Text(text)) => check_text(text, max_chars),
            (ValueType::Name, Value::Name(Some(name))) => {
                if name.is_empty() {
                    return Err(Invalid::Empty);
                }
                check_text(name, MAX_NAME_CHARS)
            }
            (ValueType::Rect, Value::Rect(rect)) => rect.is_valid().then_some(()).ok_or(Invalid::OffGrid),
            (ValueType::Name, Value::Name(None))
            | (ValueType::Mark, Value::Mark(_))
            | (ValueType::Color, Value::Color(_))
            | (ValueType::Aggregate, Value::Aggregate(_))
            | (ValueType::TimeUnit, Value::TimeUnit(_)) => Ok(()),
            _ => Err(Invalid::WrongType(self)),
        }
    }
}

fn check_text(text: &str, max_chars: usize) -> Result<(), Invalid> {
    let chars = text.chars().count();
    if chars > max_chars {
        return Err(Invalid::TooLong { max_chars, chars });
    }
    if text.chars().any(|char| char.is_control() && char != '\n' && char != '\t') {
        return Err(Invalid::ControlCharacter);
    }
    Ok(())
}

impl Mark {
    /// All marks, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Line, Self::Area, Self::Bar, Self::Point];
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
