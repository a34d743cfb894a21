//! Transforms: steps from a relation to a relation, as Vega-Lite names and defines them. This file is what a step
//! says; how each is carried out stands in the file of its name below.

mod aggregate;
mod apply;
mod bin;
mod calculate;
mod curve;
mod density;
mod field;
mod filter;
mod fit;
mod flatten;
mod fold;
mod frame;
mod impute;
mod join_aggregate;
mod loess;
mod lookup;
mod moments;
mod order;
mod partition;
mod pivot;
mod quantile;
mod quantiles;
mod regression;
mod running;
mod sample;
mod stack;
mod tally;
mod time_unit;
mod window;

use std::sync::Arc;

pub use apply::{Context, MAX_ROWS, TransformError, apply};
pub use bin::Bins;
pub use field::extent;
pub(crate) use field::numbers as numbers_of;
pub(crate) use moments::Moments;
pub use order::{compare, sorted};
pub(crate) use partition::Identity;
pub(crate) use quantiles::ascending;
pub use quantiles::quantile;
pub use running::{Appended, Running};
pub(crate) use tally::is_missing;

use crate::relation::Value;

/// The name of a field, or a path into one: `a`, `a.b`, `a['b c']`, `a[0]`; a dot in a name is written `\.`.
pub type FieldPath = Arc<str>;

/// One step. `names` are those of the columns it writes.
#[expect(
    missing_docs,
    reason = "the fields are the parameters that Vega-Lite documents for the transform of that name"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Transform {
    /// Keeps the rows for which the test holds.
    Filter(Test),
    /// Computes a field from an expression over `datum`.
    Calculate { expression: Arc<str>, name: Arc<str> },
    /// One row for each group, in order of first appearance.
    Aggregate { groupby: Vec<FieldPath>, measures: Vec<Measure> },
    /// The aggregate of a row's group, in every row.
    JoinAggregate { groupby: Vec<FieldPath>, measures: Vec<Measure> },
    /// Start and end of the bin of a value.
    Bin { field: FieldPath, bin: Bin, names: [Arc<str>; 2] },
    /// The beginning of a value's unit, and its end where a second name is given.
    TimeUnit { field: FieldPath, unit: TimeUnit, name: Arc<str>, end: Option<Arc<str>> },
    /// Running calculations over sorted rows.
    Window {
        groupby: Vec<FieldPath>,
        sort: Vec<SortKey>,
        frame: [Option<i64>; 2],
        ignore_peers: bool,
        fields: Vec<WindowField>,
    },
    /// Where each value begins and ends when it stands on those before it.
    Stack {
        field: Option<FieldPath>,
        groupby: Vec<FieldPath>,
        sort: Vec<SortKey>,
        offset: Offset,
        names: [Arc<str>; 2],
    },
    /// One row for each of several fields: its name and its value.
    Fold { fields: Vec<FieldPath>, names: [Arc<str>; 2] },
    /// One column for each value of a field.
    Pivot { field: FieldPath, value: FieldPath, groupby: Vec<FieldPath>, limit: usize, op: AggregateOp },
    /// One row for each element of lists of equal length.
    Flatten { fields: Vec<FieldPath>, names: Vec<Arc<str>> },
    /// Values for the keys that a group lacks.
    Impute {
        field: FieldPath,
        key: FieldPath,
        keys: Option<ImputeKeys>,
        groupby: Vec<FieldPath>,
        frame: [Option<i64>; 2],
        method: ImputeMethod,
    },
    /// At most so many rows, chosen evenly and always the same.
    Sample { rows: usize },
    /// Fields of another relation, by key. `other` is named in the order of the caller's list of relations.
    Lookup {
        field: FieldPath,
        other: usize,
        key: FieldPath,
        fields: Vec<FieldPath>,
        names: Vec<Arc<str>>,
        default: Value,
    },
    /// A kernel density estimate.
    Density {
        field: FieldPath,
        groupby: Vec<FieldPath>,
        cumulative: bool,
        counts: bool,
        bandwidth: Option<f64>,
        extent: Option<[f64; 2]>,
        minsteps: usize,
        maxsteps: usize,
        steps: Option<usize>,
        resolve_shared: bool,
        names: [Arc<str>; 2],
    },
    /// A fitted curve, or its parameters.
    Regression {
        on: FieldPath,
        regression: FieldPath,
        groupby: Vec<FieldPath>,
        method: RegressionMethod,
        order: usize,
        extent: Option<[f64; 2]>,
        params: bool,
        names: [Arc<str>; 2],
    },
    /// A locally fitted curve.
    Loess { on: FieldPath, loess: FieldPath, groupby: Vec<FieldPath>, bandwidth: f64, names: [Arc<str>; 2] },
    /// Quantiles of a field.
    Quantile { field: FieldPath, groupby: Vec<FieldPath>, probs: Option<Vec<f64>>, step: f64, names: [Arc<str>; 2] },
    /// The least and greatest value of a field, as the value of a parameter.
    Extent { field: FieldPath, param: Arc<str> },
}

/// What a row must satisfy.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// An expression over `datum` that is truthy.
    Expression(Arc<str>),
    /// A field compared.
    Field {
        /// Which one.
        field: FieldPath,
        /// A time is compared by the beginning of this unit.
        unit: Option<TimeUnit>,
        /// With what.
        is: FieldTest,
    },
    /// Is in the selection of a parameter.
    Selected {
        /// Its name.
        param: Arc<str>,
        /// What holds while nothing is selected.
        empty: bool,
    },
    /// All hold.
    All(Vec<Test>),
    /// One holds.
    Any(Vec<Test>),
    /// Does not hold.
    Not(Box<Test>),
}

/// How a field is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldTest {
    /// The same.
    Equal(Operand),
    /// Less.
    Lt(Operand),
    /// Less or equal.
    Lte(Operand),
    /// Greater.
    Gt(Operand),
    /// Greater or equal.
    Gte(Operand),
    /// Between two, ends included; `None` is open.
    Range([Option<Operand>; 2]),
    /// One of several.
    OneOf(Vec<Operand>),
    /// What is a finite number, as it is or read as one: neither null nor NaN, and no other text.
    Valid(bool),
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A value.
    Value(Value),
    /// A date by its parts.
    Date(Box<DateParts>),
    /// An expression without `datum`.
    Expression(Arc<str>),
}

/// A date by its parts, as Vega-Lite writes them; months and days of the week are numbers from 1 or English names.
#[expect(missing_docs, reason = "the fields are those of a date time in Vega-Lite")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateParts {
    pub year: Option<f64>,
    pub quarter: Option<f64>,
    /// From 1.
    pub month: Option<f64>,
    pub date: Option<f64>,
    /// From 1, Monday; 7 and 0 are Sunday.
    pub day: Option<f64>,
    pub hours: Option<f64>,
    pub minutes: Option<f64>,
    pub seconds: Option<f64>,
    pub milliseconds: Option<f64>,
    pub utc: bool,
}

/// One aggregate of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Which one.
    pub op: AggregateOp,
    /// `None` counts rows.
    pub field: Option<FieldPath>,
    /// Of the column it writes.
    pub name: Arc<str>,
}

/// How the values of a group become one. `ArgMin` and `ArgMax` give the whole row as a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AggregateOp {
    /// How many rows.
    Count,
    /// How many values that are neither missing nor NaN.
    Valid,
    /// How many nulls, missing fields and empty texts.
    Missing,
    /// How many different values; missing ones are one more.
    Distinct,
    /// Their sum.
    Sum,
    /// Their product.
    Product,
    /// Their arithmetic mean.
    Mean,
    /// The same as [`AggregateOp::Mean`].
    Average,
    /// Of a sample.
    Variance,
    /// Of a whole population.
    VarianceP,
    /// Standard deviation of a sample.
    Stdev,
    /// Standard deviation of a whole population.
    StdevP,
    /// Standard error of the mean.
    Stderr,
    /// The middle one.
    Median,
    /// The lower quartile.
    Q1,
    /// The upper quartile.
    Q3,
    /// Above it the mean lies at 95 %.
    Ci0,
    /// Below it the mean lies at 95 %.
    Ci1,
    /// The least, of the field's type.
    Min,
    /// The greatest, of the field's type.
    Max,
    /// The row of the least.
    ArgMin,
    /// The row of the greatest.
    ArgMax,
    /// The first valid one.
    First,
    /// The last valid one.
    Last,
    /// All rows.
    Values,
}

/// How values are binned. `None` is Vega's default.
#[expect(missing_docs, reason = "the fields are the parameters that Vega-Lite documents")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bin {
    pub maxbins: Option<f64>,
    pub step: Option<f64>,
    pub steps: Option<Vec<f64>>,
    pub minstep: Option<f64>,
    pub base: Option<f64>,
    pub divide: Option<Vec<f64>>,
    pub extent: Option<[f64; 2]>,
    pub anchor: Option<f64>,
    pub nice: Option<bool>,
}

/// A calendar unit or several together (`yearmonth`): each part that is named is kept, the rest is set to its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeUnit {
    /// Bits of [`TimePart`].
    pub parts: u16,
    /// So many of the shortest part together; 0 and 1 are single ones.
    pub step: u32,
    /// Times are UTC in any case.
    pub utc: bool,
    /// The field holds beginnings of units already.
    pub binned: bool,
}

/// A part of a time; its bit is `1 << part as u16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimePart {
    /// The year.
    Year,
    /// The quarter of the year.
    Quarter,
    /// The month of the year.
    Month,
    /// The week of the year, from Sunday.
    Week,
    /// The day of the week.
    Day,
    /// The day of the year.
    DayOfYear,
    /// The day of the month.
    Date,
    /// The hour of the day.
    Hours,
    /// The minute of the hour.
    Minutes,
    /// The second of the minute.
    Seconds,
    /// The millisecond of the second.
    Milliseconds,
}

/// By which field rows are sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// Which one.
    pub field: FieldPath,
    /// The greatest first, gaps last.
    pub descending: bool,
}

/// One running calculation.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowField {
    /// Which one.
    pub op: WindowOp,
    /// Of which field, where it needs one.
    pub field: Option<FieldPath>,
    /// How many rows or parts, where it needs that.
    pub param: Option<f64>,
    /// Of the column it writes.
    pub name: Arc<str>,
}

/// What runs along sorted rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowOp {
    /// From 1.
    RowNumber,
    /// From 1, the same for peers, with holes after them.
    Rank,
    /// From 1, the same for peers, without holes.
    DenseRank,
    /// (rank - 1) / (rows - 1).
    PercentRank,
    /// The share of rows that come before or are peers.
    CumeDist,
    /// In which of `param` parts the row is.
    Ntile,
    /// The value `param` rows before.
    Lag,
    /// The value `param` rows behind.
    Lead,
    /// The first of the frame.
    FirstValue,
    /// The last of the frame.
    LastValue,
    /// The `param`-th of the frame.
    NthValue,
    /// Over the rows of the frame.
    Aggregate(AggregateOp),
}

/// How stacks begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    /// At zero, negative values downward.
    Zero,
    /// Each stack fills 0 to 1.
    Normalize,
    /// Each stack is centred on that of the largest.
    Center,
}

/// Which keys a group must have.
#[derive(Clone, Debug, PartialEq)]
pub enum ImputeKeys {
    /// These, beside those that occur.
    Values(Vec<Value>),
    /// From `start` up to before `stop`, beside those that occur.
    Sequence {
        /// The first key.
        start: f64,
        /// No key reaches it.
        stop: f64,
        /// From key to key.
        step: f64,
    },
}

/// What an imputed value is.
#[derive(Clone, Debug, PartialEq)]
pub enum ImputeMethod {
    /// This one.
    Value(Value),
    /// The mean of the frame.
    Mean,
    /// The median of the frame.
    Median,
    /// The greatest of the frame.
    Max,
    /// The least of the frame.
    Min,
}

/// The curve that is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegressionMethod {
    /// y = a + b x.
    Linear,
    /// y = a + b ln x.
    Log,
    /// y = a e^(b x).
    Exp,
    /// y = a x^b.
    Pow,
    /// y = a + b x + c x².
    Quad,
    /// A polynomial of some order.
    Poly,
}

#[cfg(test)]
mod tests;
