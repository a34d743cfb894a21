//! Properties: the fields of nodes, each with its type, default, limits and validity rule, written once and used by
//! the form and by the relay alike. Enum order is the wire format: append only.

use serde::{Deserialize, Serialize};

use crate::{grid::Rect, time_text};
pub use crate::{
    kind::Kind,
    value::{
        Aggregate, Anchor, AnchorX, Color, ColorError, ControlType, Mark, Refresh, Shade, TimeUnit, Value, ValueType,
    },
};

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
    /// Whether a section is folded away.
    Collapsed,
    /// Whether only owners may change it and all below it.
    Locked,
    /// Markdown of a text panel, the words of a comment.
    Body,
    /// The fields that a table panel shows; none for all.
    Columns,
    /// The field by which a table panel is sorted; none for the order in which rows came.
    SortBy,
    /// Whether the largest come first.
    SortDescending,
    /// What a control lets people choose.
    ControlType,
    /// The name under which a control's value is used.
    Variable,
    /// The field whose values a control offers.
    Field,
    /// What a control offers where it is not a field's values.
    Choices,
    /// What is chosen until somebody chooses.
    Selected,
    /// Where an annotation begins.
    From,
    /// Where an annotation's span ends; none for a moment.
    Until,
    /// The name of a comment's author, as said.
    Author,
    /// When a comment was written, by its author's clock.
    WrittenAt,
    /// The data point that a comment is about.
    Anchor,
    /// Whether a thread is done.
    Resolved,
    /// What the channel `x` says beyond its field.
    EncodingX,
    /// The channel `y` beyond its field.
    EncodingY,
    /// The channel `color` beyond its field.
    EncodingColor,
    /// The channel `x2`.
    EncodingX2,
    /// The channel `y2`.
    EncodingY2,
    /// The channel `size`.
    EncodingSize,
    /// The channel `shape`.
    EncodingShape,
    /// The channel `opacity`.
    EncodingOpacity,
    /// The channel `theta`.
    EncodingTheta,
    /// The channel `radius`.
    EncodingRadius,
    /// The channel `text`.
    EncodingText,
    /// The channel `tooltip`.
    EncodingTooltip,
    /// The channel `detail`.
    EncodingDetail,
    /// The channel `order`.
    EncodingOrder,
    /// The channel `xOffset`.
    EncodingXOffset,
    /// The channel `yOffset`.
    EncodingYOffset,
    /// The channel `row`.
    EncodingRow,
    /// The channel `column`.
    EncodingColumn,
    /// The channel `facet`.
    EncodingFacet,
    /// All other channels: an object of channels and their definitions.
    EncodingMore,
    /// What the definition of the mark says beyond its type: an object.
    MarkStyle,
    /// What happens to the rows before they are drawn: an array of transforms.
    Transform,
    /// The other members of the spec (layers, concatenations, facets, parameters, data …): an object.
    Views,
    /// Under which words a dashboard is found.
    Tags,
    /// Whether a dashboard is light or dark for everybody; none for what each viewer chose.
    Theme,
    /// Where the time range of a dashboard begins, such as `now-6h`; empty for all there is.
    TimeFrom,
    /// Where the time range of a dashboard ends, such as `now`; empty for all there is.
    TimeTo,
    /// The zone in which a dashboard says times, by its IANA name; none for what its charts say by themselves.
    TimeZone,
    /// How often the charts of a dashboard may show new rows.
    Refresh,
    /// The values at which a number becomes another matter: a line across a chart, another colour of a stat. Each is
    /// value, colour, `fill` or nothing, and words, with tabs between them.
    Thresholds,
    /// What values are called and how they are coloured: each is first value, last value of a span, colour and words,
    /// with tabs between them.
    Mappings,
    /// By what a dashboard is filtered for everybody: each is a field and a value of it, or the two ends of a span with
    /// `..` between them, with a tab between field and value.
    Filters,
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
    /// Too many names.
    #[error("at most {max_names} of them, these are {names}")]
    TooMany {
        /// The limit.
        max_names: usize,
        /// What was given.
        names: usize,
    },
    /// One name twice.
    #[error("one of them is there twice")]
    Twice,
    /// A moment that no calendar has.
    #[error("the time lies outside the years 1 to 9999")]
    OutOfTime,
    /// A text that names no time.
    #[error("a time is written now, now-6h, now-1d/d or 2026-01-31T12:00Z")]
    NoTime,
}

/// The longest name of a table or field, in characters.
pub const MAX_NAME_CHARS: usize = 128;
/// Most names in one property; more are refused.
pub const MAX_NAMES: usize = 200;
/// The longest Markdown or comment, in characters.
pub const MAX_BODY_CHARS: usize = 20_000;
/// The longest definition of a channel or of a mark's style, in characters: longer ones are data, not a definition.
pub const MAX_CHANNEL_CHARS: usize = 16_384;
/// The longest list of transforms and the longest rest of a spec, in characters; data of any size belong in a table.
pub const MAX_VIEWS_CHARS: usize = 65_536;
/// The first and the last moment, years 1 to 9999, in milliseconds since the Unix epoch.
pub const MOMENTS_MS: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

use Property as P;

impl Property {
    /// All properties, in the order of the format.
    pub const ALL: [Self; 61] = [
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
        P::Collapsed,
        P::Locked,
        P::Body,
        P::Columns,
        P::SortBy,
        P::SortDescending,
        P::ControlType,
        P::Variable,
        P::Field,
        P::Choices,
        P::Selected,
        P::From,
        P::Until,
        P::Author,
        P::WrittenAt,
        P::Anchor,
        P::Resolved,
        P::EncodingX,
        P::EncodingY,
        P::EncodingColor,
        P::EncodingX2,
        P::EncodingY2,
        P::EncodingSize,
        P::EncodingShape,
        P::EncodingOpacity,
        P::EncodingTheta,
        P::EncodingRadius,
        P::EncodingText,
        P::EncodingTooltip,
        P::EncodingDetail,
        P::EncodingOrder,
        P::EncodingXOffset,
        P::EncodingYOffset,
        P::EncodingRow,
        P::EncodingColumn,
        P::EncodingFacet,
        P::EncodingMore,
        P::MarkStyle,
        P::Transform,
        P::Views,
        P::Tags,
        P::Theme,
        P::TimeFrom,
        P::TimeTo,
        P::TimeZone,
        P::Refresh,
        P::Thresholds,
        P::Mappings,
        P::Filters,
    ];

    /// The channel of Vega-Lite that it defines; `None` for what defines none, or several.
    #[must_use]
    pub fn channel(self) -> Option<&'static str> {
        Some(match self {
            P::EncodingX => "x",
            P::EncodingY => "y",
            P::EncodingColor => "color",
            P::EncodingX2 => "x2",
            P::EncodingY2 => "y2",
            P::EncodingSize => "size",
            P::EncodingShape => "shape",
            P::EncodingOpacity => "opacity",
            P::EncodingTheta => "theta",
            P::EncodingRadius => "radius",
            P::EncodingText => "text",
            P::EncodingTooltip => "tooltip",
            P::EncodingDetail => "detail",
            P::EncodingOrder => "order",
            P::EncodingXOffset => "xOffset",
            P::EncodingYOffset => "yOffset",
            P::EncodingRow => "row",
            P::EncodingColumn => "column",
            P::EncodingFacet => "facet",
            _ => return None,
        })
    }

    /// The type of its value.
    #[must_use]
    pub fn value_type(self) -> ValueType {
        match self {
            P::Title => ValueType::Text { max_chars: 200 },
            P::Description => ValueType::Text { max_chars: 2_000 },
            P::Unit => ValueType::Text { max_chars: 16 },
            P::Body => ValueType::Text { max_chars: MAX_BODY_CHARS },
            P::Author => ValueType::Text { max_chars: 64 },
            P::Layout => ValueType::Rect,
            P::Table | P::X | P::Y | P::Color | P::SortBy | P::Variable | P::Field | P::TimeZone => ValueType::Name,
            P::Mark => ValueType::Mark,
            P::MarkColor => ValueType::Color,
            P::Aggregate => ValueType::Aggregate,
            P::TimeUnit => ValueType::TimeUnit,
            P::Collapsed | P::Locked | P::SortDescending | P::Resolved => ValueType::Flag,
            P::Columns | P::Choices | P::Selected | P::Tags | P::Thresholds | P::Mappings | P::Filters => {
                ValueType::Names
            }
            P::ControlType => ValueType::Control,
            P::From | P::Until | P::WrittenAt => ValueType::Moment,
            P::Anchor => ValueType::Anchor,
            P::Theme => ValueType::Shade,
            P::TimeFrom | P::TimeTo => ValueType::Time,
            P::Refresh => ValueType::Refresh,
            P::Transform | P::Views => ValueType::Grammar { max_chars: MAX_VIEWS_CHARS },
            P::MarkStyle
            | P::EncodingX
            | P::EncodingY
            | P::EncodingColor
            | P::EncodingX2
            | P::EncodingY2
            | P::EncodingSize
            | P::EncodingShape
            | P::EncodingOpacity
            | P::EncodingTheta
            | P::EncodingRadius
            | P::EncodingText
            | P::EncodingTooltip
            | P::EncodingDetail
            | P::EncodingOrder
            | P::EncodingXOffset
            | P::EncodingYOffset
            | P::EncodingRow
            | P::EncodingColumn
            | P::EncodingFacet
            | P::EncodingMore => ValueType::Grammar { max_chars: MAX_CHANNEL_CHARS },
        }
    }

    /// What stands there until somebody sets it.
    #[must_use]
    pub fn default_value(self) -> Value {
        match self.value_type() {
            ValueType::Text { .. } | ValueType::Grammar { .. } | ValueType::Time => Value::Text(String::new()),
            ValueType::Name => Value::Name(None),
            ValueType::Rect => Value::Rect(Rect { x: 0, y: 0, w: 12, h: 8 }),
            ValueType::Mark => Value::Mark(Mark::Line),
            ValueType::Color => Value::Color(None),
            ValueType::Aggregate => Value::Aggregate(None),
            ValueType::TimeUnit => Value::TimeUnit(None),
            ValueType::Flag => Value::Flag(false),
            ValueType::Names => Value::Names(Vec::new()),
            ValueType::Control => Value::Control(ControlType::Choice),
            ValueType::Moment => Value::Moment(None),
            ValueType::Anchor => Value::Anchor(None),
            ValueType::Shade => Value::Shade(None),
            ValueType::Refresh => Value::Refresh(Refresh::Live),
        }
    }

    /// Whether the value may stand in this property.
    ///
    /// # Errors
    /// The first rule that the value breaks.
    pub fn check(self, value: &Value) -> Result<(), Invalid> {
        match (self.value_type(), value) {
            (ValueType::Text { max_chars } | ValueType::Grammar { max_chars }, Value::Text(text)) => {
                check_text(text, max_chars)
            }
            (ValueType::Name, Value::Name(Some(name))) => check_name(name),
            (ValueType::Rect, Value::Rect(rect)) => rect.is_valid().then_some(()).ok_or(Invalid::OffGrid),
            (ValueType::Names, Value::Names(names)) => check_names(names),
            (ValueType::Moment, Value::Moment(Some(moment_ms))) => check_moment(*moment_ms),
            (ValueType::Anchor, Value::Anchor(Some(anchor))) => check_anchor(anchor),
            (ValueType::Time, Value::Text(text)) => check_time(text),
            (ValueType::Name, Value::Name(None))
            | (ValueType::Moment, Value::Moment(None))
            | (ValueType::Anchor, Value::Anchor(None))
            | (ValueType::Mark, Value::Mark(_))
            | (ValueType::Color, Value::Color(_))
            | (ValueType::Aggregate, Value::Aggregate(_))
            | (ValueType::TimeUnit, Value::TimeUnit(_))
            | (ValueType::Flag, Value::Flag(_))
            | (ValueType::Control, Value::Control(_))
            | (ValueType::Shade, Value::Shade(_))
            | (ValueType::Refresh, Value::Refresh(_)) => Ok(()),
            _ => Err(Invalid::WrongType(self)),
        }
    }
}

fn check_name(name: &str) -> Result<(), Invalid> {
    if name.is_empty() {
        return Err(Invalid::Empty);
    }
    check_text(name, MAX_NAME_CHARS)
}

fn check_names(names: &[String]) -> Result<(), Invalid> {
    if names.len() > MAX_NAMES {
        return Err(Invalid::TooMany { max_names: MAX_NAMES, names: names.len() });
    }
    let mut seen = std::collections::BTreeSet::new();
    names.iter().try_for_each(|name| {
        check_name(name)?;
        if seen.insert(name) { Ok(()) } else { Err(Invalid::Twice) }
    })
}

fn check_moment(moment_ms: i64) -> Result<(), Invalid> {
    MOMENTS_MS.contains(&moment_ms).then_some(()).ok_or(Invalid::OutOfTime)
}

fn check_time(text: &str) -> Result<(), Invalid> {
    (text.is_empty() || time_text::is_time(text)).then_some(()).ok_or(Invalid::NoTime)
}

fn check_anchor(anchor: &Anchor) -> Result<(), Invalid> {
    match &anchor.x {
        AnchorX::Time(moment_ms) => check_moment(*moment_ms)?,
        AnchorX::Text(text) => check_text(text, MAX_NAME_CHARS)?,
    }
    anchor.series.as_deref().map_or(Ok(()), |series| check_text(series, MAX_NAME_CHARS))
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
