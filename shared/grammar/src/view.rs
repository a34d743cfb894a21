//! Views: a spec with everything carried out that needs rows. Composite marks, repeats and facets are gone: a view is
//! a mark over rows, several on top of each other, or several side by side. Scales and pixels are decided by whoever
//! draws; what a channel's values are and mean is decided here, once.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::{Relation, Value};

use crate::spec::{Channel, FieldType, Mark, Offset, Param, Scale, Size, Sort, Title};

/// What is shown.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are those of the spec")]
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
#[expect(missing_docs, reason = "the variants are those of the spec")]
#[expect(clippy::large_enum_variant, reason = "there are few views, and facets are among the larger ones anyway")]
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
    /// Of the columns.
    pub column: Option<Value>,
    /// Of the one sequence.
    pub wrapped: Option<Value>,
    /// The view over its rows.
    pub view: View,
}

/// What headers say.
#[derive(Clone, Debug)]
pub struct FacetHeader {
    /// `None`: none is to be shown.
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
    /// In the order in which Vega-Lite goes through channels: positions first.
    pub channels: Vec<ChannelView>,
    /// What each mark item says, in words: to assistive technology and, without a tooltip channel, in tooltips.
    pub said: Vec<Said>,
}

/// One part of what a mark item says: `price: 12`.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What stands before the colon.
    pub title: String,
    /// Of which channel.
    pub channel: Channel,
    /// Where its value stands.
    pub value: SaidValue,
    /// How it is said.
    pub say: Say,
}

/// Where a said value stands.
#[derive(Clone, Debug, PartialEq)]
pub enum SaidValue {
    /// In this column of `data`; all missing where there is none.
    Column(Arc<str>),
    /// From one column to another.
    Range([Arc<str>; 2]),
    /// By how much the second column is more than the first.
    Difference([Arc<str>; 2]),
    /// The whole text, without a title: the mark or its description channel says it for all items.
    Text(Arc<str>),
}

/// What one channel shows.
#[derive(Clone, Debug)]
pub struct ChannelView {
    /// Which channel.
    pub channel: Channel,
    /// What it shows.
    pub value: ChannelValue,
    /// How its field is to be read.
    pub field_type: FieldType,
    /// `None`: none is to be shown.
    pub title: Option<String>,
    /// As the spec says it, its type decided.
    pub scale: Option<Scale>,
    /// `null` was said: values are drawn as they are.
    pub has_no_scale: bool,
    /// As the spec says it.
    pub sort: Option<Sort>,
    /// The values of a discrete channel in the order of its domain; empty for a continuous one.
    pub domain: Vec<Value>,
    /// `axis` or `legend` as written; `Some(None)`: explicitly none.
    pub guide: Option<Option<Map<String, Json>>>,
    /// How a value is said on axes, in tooltips and labels.
    pub say: Say,
    /// How its marks stand on each other along this channel.
    pub stack: Option<Offset>,
    /// Where in a band the mark stands, 0 to 1.
    pub band_position: Option<f64>,
    /// The first that holds decides.
    pub conditions: Vec<ConditionView>,
}

/// Where a channel's values stand.
#[derive(Clone, Debug)]
pub enum ChannelValue {
    /// In this column of `data`. `end`: the column of the end, for bins, spans of time units and stacks.
    Column {
        /// The values, or their beginnings.
        name: Arc<str>,
        /// Where they end.
        end: Option<Arc<str>>,
    },
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
    /// Whether it holds, row by row.
    pub column: Arc<str>,
    /// The selection that decides, if one does.
    pub param: Option<Arc<str>>,
    /// What the channel shows where it holds.
    pub then: ChannelView,
}

/// How a value is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Say {
    /// A d3 number format, or a d3 time format where the values are times; empty is the default.
    pub format: String,
    /// The values are times.
    pub time: bool,
    /// The times are those of a clock in UTC already; otherwise those of the view's zone.
    pub utc: bool,
    /// The time unit, which decides the default format.
    pub unit: Option<table::transform::TimeUnit>,
    /// Bins are said as `0 – 10`.
    pub binned: bool,
    /// Without any format: texts as they stand, numbers as short as they read back.
    pub plain: bool,
}
