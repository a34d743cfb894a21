//! Channel: what a mark shows of its rows: marks and their style, the channels of an encoding, and what each says: field,
//! aggregate, bin, scale, order, conditions.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::transform::{AggregateOp, Bin, FieldPath, Offset, Test, TimeUnit};

/// What is drawn of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkType {
    /// Filled down to a baseline or a second edge.
    Area,
    /// From a baseline or beginning to a value.
    Bar,
    /// From row to row.
    Line,
    /// A line of changing width.
    Trail,
    /// A symbol, in outline.
    Point,
    /// Words.
    Text,
    /// A short stroke.
    Tick,
    /// From one value to another in both directions.
    Rect,
    /// A straight line, all across or from one value to another.
    Rule,
    /// A filled disc.
    Circle,
    /// A filled square.
    Square,
    /// A slice of a circle or ring.
    Arc,
    /// A picture: read, not drawn.
    Image,
    /// A shape of a map: read, not drawn.
    Geoshape,
    /// Composite: become several of the above.
    Boxplot,
    /// Composite: a rule around a centre.
    ErrorBar,
    /// Composite: an area around a centre.
    ErrorBand,
}

/// A mark with its style. What has no field of its own stays in `style` as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What is drawn.
    pub mark: MarkType,
    /// Everything else that the definition says (`filled`, `interpolate`, `orient`, `strokeDash`, `extent`, `point`,
    /// `line`, `color`, `opacity`, `tooltip`, `invalid`, `clip`, `cornerRadius` …), checked when it was read.
    pub style: Map<String, Json>,
}

/// What a channel decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Position from left to right.
    X,
    /// Position from bottom to top.
    Y,
    /// The other end of x.
    X2,
    /// The other end of y.
    Y2,
    /// Position within the band of x.
    XOffset,
    /// Position within the band of y.
    YOffset,
    /// How far an error bar reaches along x.
    XError,
    /// How far an error bar reaches along y.
    YError,
    /// How far downward, where that differs.
    XError2,
    /// How far downward, where that differs.
    YError2,
    /// The angle of a slice, or its end.
    Theta,
    /// The other end of an angle.
    Theta2,
    /// The distance from the centre.
    Radius,
    /// The inner distance.
    Radius2,
    /// A place on the earth: read, not drawn.
    Longitude,
    /// A place on the earth: read, not drawn.
    Latitude,
    /// The other end of it.
    Longitude2,
    /// The other end of it.
    Latitude2,
    /// Of the filling, or of the outline where nothing is filled.
    Color,
    /// The colour of the filling.
    Fill,
    /// The colour of the outline.
    Stroke,
    /// From 0 to 1.
    Opacity,
    /// Of the filling.
    FillOpacity,
    /// Of the outline.
    StrokeOpacity,
    /// In pixels.
    StrokeWidth,
    /// Lengths of dashes and gaps.
    StrokeDash,
    /// The area of a symbol, the width of a bar, the size of a text.
    Size,
    /// Turned by degrees.
    Angle,
    /// The symbol.
    Shape,
    /// The words.
    Text,
    /// What is said of a mark under the pointer.
    Tooltip,
    /// Where a press leads.
    Href,
    /// Where a picture is.
    Url,
    /// What is said of a mark aloud.
    Description,
    /// Groups rows without showing it.
    Detail,
    /// What makes rows of two moments the same.
    Key,
    /// Which part of a stack or line comes first.
    Order,
    /// Splits a view, wrapped.
    Facet,
    /// Splits a view from top to bottom.
    Row,
    /// Splits a view from the beginning of the line to its end.
    Column,
    /// A frame of an animation: read, not played.
    Time,
}

/// Channels in the order in which they were said. `Detail`, `Tooltip` and `Order` may have several definitions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding(pub Vec<(Channel, Vec<ChannelDef>)>);

/// What a channel shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelDef {
    /// Where its values come from.
    pub source: Source,
    /// How the rows of a group become one value.
    pub aggregate: Option<ChannelAggregate>,
    /// How numbers become intervals.
    pub bin: Option<ChannelBin>,
    /// How times become intervals.
    pub time_unit: Option<TimeUnit>,
    /// How its values are to be read.
    pub field_type: Option<FieldType>,
    /// Whether marks stand on each other along it.
    pub stack: Option<StackMode>,
    /// The order of its domain.
    pub sort: Option<Sort>,
    /// `Some(None)`: explicitly no scale.
    pub scale: Option<Option<Scale>>,
    /// `axis`, `legend` or `header` as they are written, checked when they were read; `Some(None)`: explicitly none.
    pub guide: Option<Option<Map<String, Json>>>,
    /// `Some(None)`: explicitly none. Lines.
    pub title: Option<Option<Vec<String>>>,
    /// How its values are said: a pattern, or the arguments of a format type.
    pub format: Option<Json>,
    /// `number` or `time`.
    pub format_type: Option<String>,
    /// Where in its band a mark stands, 0 to 1.
    pub band_position: Option<f64>,
    /// `keyvals`, `frame`, `method`, `value`: what stands where a group lacks a value, as written; empty: nothing does.
    pub impute: Option<Map<String, Json>>,
    /// Checked in order; the first that holds decides.
    pub conditions: Vec<Condition>,
    /// `columns`, `align`, `bounds`, `center`, `spacing` of a facet's channel, as written.
    pub layout: Map<String, Json>,
}

/// Where a channel's value comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Source {
    /// From nowhere: `null`, or only conditions, or an aggregate that needs no field.
    #[default]
    None,
    /// From a field of the rows.
    Field(FieldPath),
    /// `{"repeat": "column"}`: resolved when repeats are.
    Repeated(RepeatAxis),
    /// A value of the domain, through the scale. May be a date or an expression as written.
    Datum(Json),
    /// A value of the range, as it is drawn.
    Value(Json),
}

/// Which field of a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatAxis {
    /// That of the row.
    Row,
    /// That of the column.
    Column,
    /// That of the layer.
    Layer,
    /// That of a wrapped repeat.
    List,
}

/// An aggregate of a channel.
#[derive(Clone, Debug, PartialEq)]
pub enum ChannelAggregate {
    /// Of the values of a group.
    Op(AggregateOp),
    /// The field's value in the row where another field is least.
    ArgMin(FieldPath),
    /// The field's value in the row where another field is greatest.
    ArgMax(FieldPath),
}

/// How a channel bins.
#[derive(Clone, Debug, PartialEq)]
pub enum ChannelBin {
    /// Here. `None`: `"bin": false` or `null`.
    Bin(Option<Bin>),
    /// The field holds beginnings of bins already.
    Binned(Bin),
    /// Here, over the extent of a selection.
    ByParam {
        /// Which selection.
        param: Arc<str>,
        /// How.
        bin: Bin,
    },
}

/// How a field is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// Numbers that can be added.
    Quantitative,
    /// Times.
    Temporal,
    /// Categories with an order.
    Ordinal,
    /// Categories.
    Nominal,
    /// Shapes of a map.
    Geojson,
}

/// Whether marks stand on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackMode {
    /// Explicitly not.
    Off,
    /// From this baseline.
    On(Offset),
}

/// The order of a domain.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    /// From small to great.
    Ascending,
    /// From great to small.
    Descending,
    /// As the rows come.
    Unsorted,
    /// Exactly so; others follow. Values or dates as written.
    Values(Vec<Json>),
    /// By an aggregate of a field.
    Field {
        /// `None`: rows are counted.
        field: Option<FieldPath>,
        /// `None` is decided by whether the marks are stacked.
        op: Option<AggregateOp>,
        /// From great to small.
        descending: bool,
    },
    /// By another channel.
    Channel {
        /// Which.
        channel: Channel,
        /// From great to small.
        descending: bool,
    },
}

/// A scale. What has no field of its own stays in `rest` (`nice`, `padding*`, `clamp`, `interpolate`, `round`,
/// `align`, `domainMin`, `domainMax`, `domainMid`, `rangeMin`, `rangeMax`), as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    /// `None` is decided by channel, mark and type.
    pub scale_type: Option<ScaleType>,
    /// Values, `{"param": …}`, `{"unionWith": …}`, `"unaggregated"`, as written.
    pub domain: Option<Json>,
    /// Colours, numbers or a name, as written.
    pub range: Option<Json>,
    /// The name of a colour scheme, or what it is made of, as written.
    pub scheme: Option<Json>,
    /// Whether a domain of numbers contains 0.
    pub zero: Option<bool>,
    /// Whether the range runs backward.
    pub reverse: Option<bool>,
    /// Of `pow`.
    pub exponent: Option<f64>,
    /// Of `log`.
    pub base: Option<f64>,
    /// Of `symlog`.
    pub constant: Option<f64>,
    /// As written.
    pub rest: Map<String, Json>,
}

/// How a domain becomes a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScaleType {
    /// In proportion.
    Linear,
    /// By logarithm.
    Log,
    /// By logarithm, through zero.
    Symlog,
    /// By a power.
    Pow,
    /// By the square root.
    Sqrt,
    /// Values as they are.
    Identity,
    /// Times of the place.
    Time,
    /// Times of UTC.
    Utc,
    /// Along colours.
    Sequential,
    /// By equal shares of the rows.
    Quantile,
    /// By equal parts of the domain.
    Quantize,
    /// By given bounds.
    Threshold,
    /// By bins.
    BinOrdinal,
    /// Each value its own.
    Ordinal,
    /// Each value a place.
    Point,
    /// Each value a band.
    Band,
}

/// Another definition that holds under a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// When it holds.
    pub test: Test,
    /// What is shown then.
    pub then: Box<ChannelDef>,
}

impl Encoding {
    /// The first definition of a channel.
    #[must_use]
    pub fn get(&self, channel: Channel) -> Option<&ChannelDef> {
        self.0.iter().find(|(key, _)| *key == channel).and_then(|(_, definitions)| definitions.first())
    }
}

impl ChannelDef {
    /// The path of its field.
    #[must_use]
    pub fn field(&self) -> Option<&FieldPath> {
        match &self.source {
            Source::Field(field) => Some(field),
            Source::None | Source::Repeated(_) | Source::Datum(_) | Source::Value(_) => None,
        }
    }
}
