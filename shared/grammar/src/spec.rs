//! The spec: what a chart says about itself, typed as in Vega-Lite 6, with nothing decided yet.
//! `None` is "not said": defaults are decided where the views are made. Names are Vega-Lite's in this project's case.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
pub use table::transform::{AggregateOp, Bin, DateParts, FieldPath, Offset, SortKey, Test, TimeUnit, Transform};

/// A view or several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    pub name: Option<String>,
    pub title: Option<Title>,
    pub description: Option<String>,
    /// `None` inherits from the view around it.
    pub data: Option<Data>,
    /// Named data of the whole spec.
    pub datasets: Vec<(Arc<str>, Json)>,
    pub transform: Vec<Step>,
    pub params: Vec<Param>,
    pub width: Option<Size>,
    pub height: Option<Size>,
    /// Shared by the views below, or the unit's own.
    pub encoding: Encoding,
    pub body: Body,
    /// Which scales, axes and legends are shared: `{"scale": {"y": "independent"}}` as it is written.
    pub resolve: Map<String, Json>,
    pub config: Map<String, Json>,
    /// `view`, `spacing`, `align`, `center`, `bounds`, `padding`, `background`, `autosize`, `projection`, as written.
    pub layout: Map<String, Json>,
}

/// What a spec consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// One mark.
    Unit(Mark),
    /// Views on top of each other.
    Layer(Vec<Spec>),
    /// Views beside each other: `columns` 1 is below each other, `None` all in one row.
    Concat { views: Vec<Spec>, columns: Option<usize> },
    /// The same view for each value of a field.
    Facet { facet: Facet, columns: Option<usize>, spec: Box<Spec> },
    /// The same view for each of several fields.
    Repeat { repeat: Repeat, columns: Option<usize>, spec: Box<Spec> },
}

/// How a view is split.
#[derive(Clone, Debug, PartialEq)]
pub enum Facet {
    /// In one sequence, wrapped.
    Wrapped(Box<ChannelDef>),
    /// In rows and columns.
    Grid { row: Option<Box<ChannelDef>>, column: Option<Box<ChannelDef>> },
}

/// Over which fields a view is repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repeat {
    pub row: Vec<FieldPath>,
    pub column: Vec<FieldPath>,
    pub layer: Vec<FieldPath>,
    /// In one sequence, wrapped.
    pub list: Vec<FieldPath>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Rows in the spec: a list of records or plain values, or text in a format.
    Inline { values: Json, format: Format, name: Option<Arc<str>> },
    /// A file; here also a table: `table:NAME`.
    Url { url: Arc<str>, format: Format, name: Option<Arc<str>> },
    /// One of `datasets`, or given by the caller.
    Named { name: Arc<str>, format: Format },
    /// Numbers at equal steps.
    Sequence { start: f64, stop: f64, step: f64, name: Arc<str> },
    /// `{"data": null}`: explicitly none.
    Empty,
    /// A graticule, a sphere: said, not supported.
    Generated(Json),
}

/// How text becomes rows. `parse`: field to type (`number`, `date`, `date:'%d %b'`, `string`, `boolean`), as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Format {
    /// `json`, `csv`, `tsv`, `dsv`, `topojson`; `None` by the ending of the file.
    pub kind: Option<Arc<str>>,
    pub parse: Option<Json>,
    pub property: Option<Arc<str>>,
    pub delimiter: Option<char>,
}

/// One transform with what a relation alone cannot know.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// As it stands.
    Plain(Transform),
    /// Fields of another source by key. `fields` empty and one name: the whole row as a record.
    Lookup {
        lookup: FieldPath,
        from: LookupFrom,
        key: FieldPath,
        fields: Vec<FieldPath>,
        names: Vec<Arc<str>>,
        default: Json,
    },
}

/// Where a lookup looks.
#[derive(Clone, Debug, PartialEq)]
pub enum LookupFrom {
    Data(Box<Data>),
    Param(Arc<str>),
}

/// A value or selection that others refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub name: Arc<str>,
    /// What it is worth at first, for a variable or as the first selection.
    pub value: Option<Json>,
    pub expression: Option<Arc<str>>,
    /// An input element, or `"scales"`, or `"legend"`, as written.
    pub bind: Option<Json>,
    pub select: Option<Select>,
    pub views: Vec<String>,
}

/// How rows are selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// A point, else an interval.
    pub is_point: bool,
    pub encodings: Vec<Channel>,
    pub fields: Vec<FieldPath>,
    pub nearest: bool,
    /// `on`, `clear`, `toggle`, `resolve`, `mark`, `translate`, `zoom`, as written.
    pub options: Map<String, Json>,
}

/// What is drawn of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkType {
    Area,
    Bar,
    Line,
    Trail,
    Point,
    Text,
    Tick,
    Rect,
    Rule,
    Circle,
    Square,
    Arc,
    Image,
    Geoshape,
    /// Composite: become several of the above.
    Boxplot,
    ErrorBar,
    ErrorBand,
}

/// A mark with its style. What has no field of its own stays in `style` as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub mark: MarkType,
    /// Everything else that the definition says (`filled`, `interpolate`, `orient`, `strokeDash`, `extent`, `point`,
    /// `line`, `color`, `opacity`, `tooltip`, `invalid`, `clip`, `cornerRadius` …), checked when it was read.
    pub style: Map<String, Json>,
}

/// What a channel decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    X,
    Y,
    X2,
    Y2,
    XOffset,
    YOffset,
    XError,
    YError,
    XError2,
    YError2,
    Theta,
    Theta2,
    Radius,
    Radius2,
    Longitude,
    Latitude,
    Longitude2,
    Latitude2,
    Color,
    Fill,
    Stroke,
    Opacity,
    FillOpacity,
    StrokeOpacity,
    StrokeWidth,
    StrokeDash,
    Size,
    Angle,
    Shape,
    Text,
    Tooltip,
    Href,
    Url,
    Description,
    Detail,
    Key,
    Order,
    Facet,
    Row,
    Column,
    Time,
}

/// Channels in the order in which they were said. `Detail`, `Tooltip` and `Order` may have several definitions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding(pub Vec<(Channel, Vec<ChannelDef>)>);

/// What a channel shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelDef {
    pub source: Source,
    pub aggregate: Option<ChannelAggregate>,
    pub bin: Option<ChannelBin>,
    pub time_unit: Option<TimeUnit>,
    pub field_type: Option<FieldType>,
    pub stack: Option<StackMode>,
    pub sort: Option<Sort>,
    /// `Some(None)`: explicitly no scale.
    pub scale: Option<Option<Scale>>,
    /// `axis`, `legend` or `header` as they are written, checked when they were read; `Some(None)`: explicitly none.
    pub guide: Option<Option<Map<String, Json>>>,
    /// `Some(None)`: explicitly none. Lines.
    pub title: Option<Option<Vec<String>>>,
    pub format: Option<Json>,
    pub format_type: Option<String>,
    pub band_position: Option<f64>,
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
    Row,
    Column,
    Layer,
    List,
}

/// An aggregate of a channel.
#[derive(Clone, Debug, PartialEq)]
pub enum ChannelAggregate {
    Op(AggregateOp),
    /// The field's value in the row where another field is least.
    ArgMin(FieldPath),
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
    ByParam { param: Arc<str>, bin: Bin },
}

/// How a field is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    Quantitative,
    Temporal,
    Ordinal,
    Nominal,
    Geojson,
}

/// Whether marks stand on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackMode {
    /// Explicitly not.
    Off,
    On(Offset),
}

/// The order of a domain.
#[derive(Clone, Debug, PartialEq)]
pub enum Sort {
    Ascending,
    Descending,
    /// As the rows come.
    Unsorted,
    /// Exactly so; others follow. Values or dates as written.
    Values(Vec<Json>),
    /// By an aggregate of a field.
    Field {
        field: Option<FieldPath>,
        op: Option<AggregateOp>,
        descending: bool,
    },
    /// By another channel.
    Channel {
        channel: Channel,
        descending: bool,
    },
}

/// A scale. What has no field of its own stays in `rest` (`nice`, `padding*`, `clamp`, `interpolate`, `round`,
/// `align`, `domainMin`, `domainMax`, `domainMid`, `rangeMin`, `rangeMax`), as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    pub scale_type: Option<ScaleType>,
    /// Values, `{"param": …}`, `{"unionWith": …}`, `"unaggregated"`, as written.
    pub domain: Option<Json>,
    pub range: Option<Json>,
    pub scheme: Option<Json>,
    pub zero: Option<bool>,
    pub reverse: Option<bool>,
    /// `pow`'s exponent, `log`'s base, `symlog`'s constant.
    pub exponent: Option<f64>,
    pub base: Option<f64>,
    pub constant: Option<f64>,
    pub rest: Map<String, Json>,
}

/// How a domain becomes a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScaleType {
    Linear,
    Log,
    Symlog,
    Pow,
    Sqrt,
    Identity,
    Time,
    Utc,
    Sequential,
    Quantile,
    Quantize,
    Threshold,
    BinOrdinal,
    Ordinal,
    Point,
    Band,
}

/// Another definition that holds under a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub test: Test,
    pub then: Box<ChannelDef>,
}

/// What stands above a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Title {
    pub lines: Vec<String>,
    pub subtitle: Vec<String>,
    pub style: Map<String, Json>,
}

/// How wide or high a view is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    Px(f64),
    /// For each category; `for_offset`: of the offset scale.
    Step {
        px: f64,
        for_offset: bool,
    },
    Container,
}

impl Default for Body {
    fn default() -> Self {
        Self::Layer(Vec::new())
    }
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
