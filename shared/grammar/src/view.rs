//! Views: a spec with everything carried out that needs rows. Composite marks, repeats and facets are gone: a view is
//! a mark over rows, several on top of each other, or several side by side. Scales and pixels are decided by whoever
//! draws; what a channel's values are and mean is decided here, once.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::{Relation, Value};

use crate::spec::{Channel, FieldType, Mark, Offset, Param, Scale, Size, Sort, Title};

/// What is shown.
#[derive(Clone, Debug)]
pub struct View {
    pub name: Option<String>,
    pub title: Option<Title>,
    pub description: Option<String>,
    pub width: Option<Size>,
    pub height: Option<Size>,
    pub body: ViewBody,
    /// Which scales and guides of the views below are shared, as written; defaults are the drawer's.
    pub resolve: Map<String, Json>,
    pub config: Map<String, Json>,
    pub layout: Map<String, Json>,
    pub params: Vec<Param>,
}

/// What a view consists of.
#[derive(Clone, Debug)]
pub enum ViewBody {
    Unit(Box<UnitView>),
    Layer(Vec<View>),
    Concat {
        views: Vec<View>,
        columns: Option<usize>,
    },
    /// Cells in reading order.
    Facet {
        cells: Vec<FacetCell>,
        row: Option<FacetHeader>,
        column: Option<FacetHeader>,
        wrapped: Option<FacetHeader>,
        columns: Option<usize>,
    },
}

/// One view of a facet.
#[derive(Clone, Debug)]
pub struct FacetCell {
    /// The values by which it was split, as its headers say them.
    pub row: Option<Value>,
    pub column: Option<Value>,
    pub wrapped: Option<Value>,
    pub view: View,
}

/// What headers say.
#[derive(Clone, Debug)]
pub struct FacetHeader {
    pub title: Option<String>,
    /// The definition's `header`, as written.
    pub guide: Option<Map<String, Json>>,
    /// How a value is said.
    pub say: Say,
    /// The values in order, one for each row, column or cell.
    pub values: Vec<Value>,
}

/// One mark over its rows.
#[derive(Clone, Debug)]
pub struct UnitView {
    /// Never a composite. Its `style` has the config of the mark merged in.
    pub mark: Mark,
    /// How the mark is described to assistive technology: `bar`, `line`, `box`, `tick` …
    pub role: Arc<str>,
    /// Whether bars and the like stand upright; `None` where it does not matter.
    pub is_vertical: Option<bool>,
    /// One row for each mark item, or for each vertex of a line, area or trail.
    pub data: Relation,
    /// For line, area and trail: the rows of each item in order of the path. Empty for other marks.
    pub paths: Vec<Vec<u32>>,
    /// In the order of the encoding as it was said.
    pub channels: Vec<ChannelView>,
}

/// What one channel shows.
#[derive(Clone, Debug)]
pub struct ChannelView {
    pub channel: Channel,
    pub value: ChannelValue,
    pub field_type: FieldType,
    /// `None`: none is to be shown.
    pub title: Option<String>,
    pub scale: Option<Scale>,
    /// `null` was said: values are drawn as they are.
    pub has_no_scale: bool,
    pub sort: Option<Sort>,
    /// The values of a discrete channel in the order of its domain; empty for a continuous one.
    pub domain: Vec<Value>,
    /// `axis` or `legend` as written; `Some(None)`: explicitly none.
    pub guide: Option<Option<Map<String, Json>>>,
    /// How a value is said on axes, in tooltips and labels.
    pub say: Say,
    pub stack: Option<Offset>,
    pub band_position: Option<f64>,
    pub conditions: Vec<ConditionView>,
}

/// Where a channel's values stand.
#[derive(Clone, Debug)]
pub enum ChannelValue {
    /// In this column of `data`. `end`: the column of the end, for bins, spans of time units and stacks.
    Column { name: Arc<str>, end: Option<Arc<str>> },
    /// The same for all rows, through the scale.
    Datum(Value),
    /// The same for all rows, as it is drawn.
    Constant(Json),
    /// Only conditions.
    None,
}

/// A condition with its rows judged: `column` is a flag column of `data`; `param`: the selection that it depends on.
#[derive(Clone, Debug)]
pub struct ConditionView {
    pub column: Arc<str>,
    pub param: Option<Arc<str>>,
    pub then: ChannelView,
}

/// How a value is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Say {
    /// A d3 number format, or a d3 time format where the values are times; empty is the default.
    pub format: String,
    pub time: bool,
    pub utc: bool,
    /// The time unit, which decides the default format.
    pub unit: Option<table::transform::TimeUnit>,
    /// Bins are said as `0 – 10`.
    pub binned: bool,
}
