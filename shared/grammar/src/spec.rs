//! The spec: what a chart says about itself, typed as in Vega-Lite 6, with nothing decided yet.
//! `None` is "not said": defaults are decided where the views are made. Names are Vega-Lite's in this project's case.

mod channel;

use std::sync::Arc;

use serde_json::{Map, Value as Json};
pub use table::transform::{AggregateOp, Bin, DateParts, FieldPath, Offset, SortKey, Test, TimeUnit, Transform};

pub use self::channel::{
    Channel, ChannelAggregate, ChannelBin, ChannelDef, Condition, Encoding, FieldType, Mark, MarkType, RepeatAxis,
    Scale, ScaleType, Sort, Source, StackMode,
};

/// A view or several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// By which parameters and repeats know it.
    pub name: Option<String>,
    /// What stands above it.
    pub title: Option<Title>,
    /// What it is about, for those who do not see it.
    pub description: Option<String>,
    /// `None` inherits from the view around it.
    pub data: Option<Data>,
    /// Named data of the whole spec.
    pub datasets: Vec<(Arc<str>, Json)>,
    /// In order.
    pub transform: Vec<Step>,
    /// Values and selections that others refer to.
    pub params: Vec<Param>,
    /// Of the view itself, without axes.
    pub width: Option<Size>,
    /// Of the view itself, without axes.
    pub height: Option<Size>,
    /// Shared by the views below, or the unit's own.
    pub encoding: Encoding,
    /// One mark or several views.
    pub body: Body,
    /// Which scales, axes and legends are shared: `{"scale": {"y": "independent"}}` as it is written.
    pub resolve: Map<String, Json>,
    /// Defaults for all below, as written.
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
    Concat {
        /// In reading order.
        views: Vec<Spec>,
        /// How many side by side.
        columns: Option<usize>,
    },
    /// The same view for each value of a field.
    Facet {
        /// By what it is split.
        facet: Facet,
        /// How many side by side, where wrapped.
        columns: Option<usize>,
        /// What each shows.
        spec: Box<Spec>,
    },
    /// The same view for each of several fields.
    Repeat {
        /// Over what.
        repeat: Repeat,
        /// How many side by side, where wrapped.
        columns: Option<usize>,
        /// What each shows.
        spec: Box<Spec>,
    },
}

/// How a view is split.
#[derive(Clone, Debug, PartialEq)]
pub enum Facet {
    /// In one sequence, wrapped.
    Wrapped(Box<ChannelDef>),
    /// In rows and columns.
    Grid {
        /// From top to bottom.
        row: Option<Box<ChannelDef>>,
        /// From the beginning of the line to its end.
        column: Option<Box<ChannelDef>>,
    },
}

/// Over which fields a view is repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repeat {
    /// From top to bottom.
    pub row: Vec<FieldPath>,
    /// From the beginning of the line to its end.
    pub column: Vec<FieldPath>,
    /// On top of each other.
    pub layer: Vec<FieldPath>,
    /// In one sequence, wrapped.
    pub list: Vec<FieldPath>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Rows in the spec: a list of records or plain values, or text in a format.
    Inline {
        /// A list, or a text.
        values: Json,
        /// How they are read.
        format: Format,
        /// By which others refer to it.
        name: Option<Arc<str>>,
    },
    /// A file; here also a table: `table:NAME`.
    Url {
        /// Where it is, as written.
        url: Arc<str>,
        /// How it is read.
        format: Format,
        /// By which others refer to it.
        name: Option<Arc<str>>,
    },
    /// One of `datasets`, or given by the caller.
    Named {
        /// Which.
        name: Arc<str>,
        /// How it is read.
        format: Format,
    },
    /// Numbers at equal steps.
    Sequence {
        /// The first.
        start: f64,
        /// Where it ends, this value left out.
        stop: f64,
        /// From one to the next.
        step: f64,
        /// The name of the one field.
        name: Arc<str>,
    },
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
    /// Types of fields; `None` is guessed from the values.
    pub parse: Option<Json>,
    /// Where in a JSON file the rows are: a path.
    pub property: Option<Arc<str>>,
    /// The object of a topology whose features are the rows; without one it is one row.
    pub feature: Option<Arc<str>>,
    /// Between the values of `dsv`.
    pub delimiter: Option<char>,
}

/// One transform with what a relation alone cannot know.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// As it stands.
    Plain(Transform),
    /// Fields of another source by key. `fields` empty and one name: the whole row as a record.
    Lookup {
        /// The field whose values are looked for.
        lookup: FieldPath,
        /// Where.
        from: LookupFrom,
        /// The field there that has the same values.
        key: FieldPath,
        /// What is taken over.
        fields: Vec<FieldPath>,
        /// How that is called here.
        names: Vec<Arc<str>>,
        /// What stands where nothing is found.
        default: Json,
    },
}

/// Where a lookup looks.
#[derive(Clone, Debug, PartialEq)]
pub enum LookupFrom {
    /// In other rows.
    Data(Box<Data>),
    /// In the rows of a selection.
    Param(Arc<str>),
}

/// A value or selection that others refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// By which others refer to it.
    pub name: Arc<str>,
    /// What it is worth at first, for a variable or as the first selection.
    pub value: Option<Json>,
    /// What computes it.
    pub expression: Option<Arc<str>>,
    /// An input element, or `"scales"`, or `"legend"`, as written.
    pub bind: Option<Json>,
    /// `None`: a value, not a selection.
    pub select: Option<Select>,
    /// In which views a selection of the whole spec is made; empty is all.
    pub views: Vec<String>,
}

/// How rows are selected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// A point, else an interval.
    pub is_point: bool,
    /// The channels whose values are selected.
    pub encodings: Vec<Channel>,
    /// The fields whose values are selected.
    pub fields: Vec<FieldPath>,
    /// The mark next to the pointer, however far.
    pub nearest: bool,
    /// `on`, `clear`, `toggle`, `resolve`, `mark`, `translate`, `zoom`, as written.
    pub options: Map<String, Json>,
}

/// What stands above a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Title {
    /// The title itself.
    pub lines: Vec<String>,
    /// Beneath it, smaller.
    pub subtitle: Vec<String>,
    /// Colours, fonts, places, as written.
    pub style: Map<String, Json>,
}

/// How wide or high a view is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// In CSS pixels.
    Px(f64),
    /// For each category; `for_offset`: of the offset scale.
    Step {
        /// In CSS pixels.
        px: f64,
        /// Of the offset scale.
        for_offset: bool,
    },
    /// As large as what it stands in.
    Container,
}

impl Default for Body {
    fn default() -> Self {
        Self::Layer(Vec::new())
    }
}
