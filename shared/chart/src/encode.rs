//! Encoding: the rows of a table as series of x and y, as the spec says. Everything that can be wrong with the spec
//! is found here; what comes out can always be drawn.

use std::borrow::Cow;

use document::{Aggregate, TimeUnit};
use table::{CalendarUnit, Column, DataType, Grouping, Key, Measure, Table, TextColumn};

use crate::{
    calendar::Grain,
    categories::{Categories, is_banded},
    palette::Palette,
    problem::{Channel, Problem},
    scale::extent,
    series::Series,
    spec::{Form, Spec},
};

/// Most series of a chart: more cannot be told apart. The rest is left out, and the description says so.
pub const MAX_SERIES: usize = 64;
/// Most categories along x: more are narrower than a pixel. The rest is left out, and the description says so.
pub const MAX_CATEGORIES: usize = 2_000;
/// Most groups of an aggregate: several for each pixel of a wide screen in every series. The rest is left out.
pub const MAX_GROUPS: usize = 100_000;

/// The rows of a chart, ready for scales.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    /// What x is.
    pub(crate) x: X,
    /// At least one value in all.
    pub(crate) series: Vec<Series>,
    /// Whether the series have names.
    pub(crate) named: bool,
    /// Series and categories that did not fit their limits.
    pub(crate) left_out: usize,
    /// What the times of x have in common.
    pub(crate) grain: Grain,
    /// Whether the rows of each series came in the order of x.
    pub(crate) in_order: bool,
}

impl Data {
    /// The first and the last x.
    pub(crate) fn x_extent(&self) -> Option<(f64, f64)> {
        extent(self.series.iter().flat_map(|series| [series.xs().first(), series.xs().last()]).flatten().copied())
    }

    /// Whether there is anything to draw.
    pub(crate) fn has_values(&self) -> bool {
        self.series.iter().any(|series| series.rows.extent(0..series.rows.len()).is_some())
    }
}

/// What the values of x mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum X {
    /// Milliseconds since the Unix epoch; beginnings of a calendar unit, where there is one.
    Time(Option<TimeUnit>),
    /// Numbers.
    #[default]
    Number,
    /// Indexes into these labels.
    Band(Vec<String>),
}

/// The columns that a chart draws: the table's own, or those of its groups.
struct Columns<'a> {
    x: Cow<'a, Column>,
    y: Cow<'a, Column>,
    color: Option<Cow<'a, Column>>,
    left_out: usize,
}

/// Reads what the spec names.
pub(crate) fn encode(spec: &Spec, table: &Table, palette: &Palette) -> Result<Data, Problem> {
    if spec.table.is_none() {
        return Err(Problem::NoTable);
    }
    let columns = columns(spec, table)?;
    if table.rows() == 0 {
        return Err(Problem::NoRows);
    }
    let data = split(spec, &columns, palette);
    if data.has_values() { Ok(data) } else { Err(no_values(spec)) }
}

/// There are rows, but nothing to draw in them.
pub(crate) fn no_values(spec: &Spec) -> Problem {
    Problem::NoValues(spec.y.clone().or_else(|| spec.x.clone()).unwrap_or_default())
}

/// The columns of the spec's fields, grouped where it aggregates.
fn columns<'a>(spec: &Spec, table: &'a Table) -> Result<Columns<'a>, Problem> {
    let x = column(table, Channel::X, spec.x.as_deref())?;
    let color = match &spec.color {
        Some(name) => Some(column(table, Channel::Color, Some(name))?),
        None => None,
    };
    let aggregate = spec.aggregate_over(x.data_type());
    let y = value_column(table, spec, aggregate)?;
    match (aggregate, y) {
        (None, Some(y)) => {
            let color = color.map(Cow::Borrowed);
            Ok(Columns { x: Cow::Borrowed(x), y: Cow::Borrowed(y), color, left_out: 0 })
        }
        (aggregate, _) => group(spec, table, aggregate.unwrap_or(Aggregate::Count), x, color),
    }
}

/// The column of a channel that must have a field.
pub(crate) fn column<'a>(table: &'a Table, channel: Channel, field: Option<&str>) -> Result<&'a Column, Problem> {
    let field = field.ok_or(Problem::NoField(channel))?;
    table.column(field).ok_or_else(|| Problem::NoSuchField { channel, field: field.to_owned() })
}

/// The column of y, whose aggregate is a number. Only counting goes without a field.
pub(crate) fn value_column<'a>(
    table: &'a Table,
    spec: &Spec,
    aggregate: Option<Aggregate>,
) -> Result<Option<&'a Column>, Problem> {
    if spec.y.is_none() && aggregate == Some(Aggregate::Count) {
        return Ok(None);
    }
    let channel = value_channel(spec);
    let y = column(table, channel, spec.y.as_deref())?;
    let result = aggregate.map_or(Some(y.data_type()), |aggregate| of_table(aggregate).result_type(y.data_type()));
    match result {
        Some(DataType::Float | DataType::Integer | DataType::Flag) => Ok(Some(y)),
        Some(DataType::Text | DataType::Time) | None => {
            let field = spec.y.clone().unwrap_or_default();
            Err(Problem::WrongType { channel, field, data_type: y.data_type() })
        }
    }
}

/// What the field y is encoded as.
pub(crate) fn value_channel(spec: &Spec) -> Channel {
    match spec.form {
        Form::Chart(_) => Channel::Y,
        Form::Stat => Channel::Value,
    }
}

/// One row for each x and colour.
fn group<'a>(
    spec: &Spec,
    table: &'a Table,
    aggregate: Aggregate,
    x: &'a Column,
    color: Option<&'a Column>,
) -> Result<Columns<'a>, Problem> {
    let unit = spec.time_unit.filter(|_| x.data_type() == DataType::Time).map(calendar_unit);
    let mut keys = vec![Key { field: spec.x.clone().unwrap_or_default(), unit }];
    keys.extend(spec.color.as_deref().map(Key::field));
    let grouping = Grouping { keys, measures: vec![measure(aggregate, spec.y.as_deref())], max_groups: MAX_GROUPS };
    let grouped = grouping.group(table, None).map_err(|_| Problem::NoField(Channel::Y))?;
    let mut keys = grouped.keys.into_iter();
    let mut measures = grouped.measures.into_iter();
    let (Some(x_key), Some(y)) = (keys.next(), measures.next()) else { return Err(Problem::NoRows) };
    let color = color.zip(keys.next()).map(|(column, key)| in_table_order(column, key, &grouped.first_rows));
    Ok(Columns {
        x: Cow::Owned(in_table_order(x, x_key, &grouped.first_rows)),
        y: Cow::Owned(y),
        color: color.map(Cow::Owned),
        left_out: usize::from(grouped.truncated),
    })
}

/// The key of each group with the dictionary of the table, so that a chart keeps its colours when it aggregates.
fn in_table_order(column: &Column, key: Column, first_rows: &[u32]) -> Column {
    let Column::Text(text) = column else { return key };
    let codes = first_rows.iter().map(|row| text.codes.get(*row as usize).copied().unwrap_or(0)).collect();
    Column::Text(TextColumn { codes, dictionary: text.dictionary.clone() })
}

/// The measure of a spec's aggregate.
pub(crate) fn measure(aggregate: Aggregate, field: Option<&str>) -> Measure {
    field.map_or_else(Measure::rows, |field| Measure::of(of_table(aggregate), field))
}

fn of_table(aggregate: Aggregate) -> table::Aggregate {
    match aggregate {
        Aggregate::Count => table::Aggregate::Count,
        Aggregate::Sum => table::Aggregate::Sum,
        Aggregate::Mean => table::Aggregate::Mean,
        Aggregate::Min => table::Aggregate::Min,
        Aggregate::Max => table::Aggregate::Max,
        Aggregate::Median => table::Aggregate::Median,
        Aggregate::Last => table::Aggregate::Last,
    }
}

/// The same unit in the words of tables, which know no documents.
#[must_use]
pub fn calendar_unit(unit: TimeUnit) -> CalendarUnit {
    match unit {
        TimeUnit::Minute => CalendarUnit::Minute,
        TimeUnit::Hour => CalendarUnit::Hour,
        TimeUnit::Day => CalendarUnit::Day,
        TimeUnit::Week => CalendarUnit::Week,
        TimeUnit::Month => CalendarUnit::Month,
        TimeUnit::Quarter => CalendarUnit::Quarter,
        TimeUnit::Year => CalendarUnit::Year,
    }
}

/// Splits rows into series by colour, each in the order of x.
fn split(spec: &Spec, columns: &Columns<'_>, palette: &Palette) -> Data {
    let rows = columns.y.len();
    let by_color = columns.color.as_ref().map_or_else(|| Categories::single(rows), |of| Categories::of(of, MAX_SERIES));
    let bands = is_banded(&columns.x).then(|| Categories::of(&columns.x, MAX_CATEGORIES));
    let fixed = spec.mark_color.filter(|_| columns.color.is_none());
    let color = |place| fixed.unwrap_or_else(|| palette.series(place));
    let named = by_color.labels.iter().zip(&by_color.places);
    let mut series: Vec<Series> =
        named.map(|(label, place)| Series::new(label.clone(), *place, color(*place))).collect();
    let is_time = columns.x.data_type() == DataType::Time;
    let mut grain = Grain::default();
    for row in 0..rows {
        let x = match &bands {
            Some(bands) => bands.of_row[row].map_or(f64::NAN, f64::from),
            None => columns.x.number(row),
        };
        if let Some(index) = by_color.of_row[row].filter(|_| x.is_finite()) {
            series[index as usize].push(x, columns.y.number(row));
            if is_time {
                grain.add(x);
            }
        }
    }
    let left_out = columns.left_out + by_color.left_out + bands.as_ref().map_or(0, |bands| bands.left_out);
    let x = match (bands, columns.x.data_type()) {
        (Some(bands), _) => X::Band(bands.labels),
        (None, DataType::Time) => X::Time(spec.time_unit),
        (None, _) => X::Number,
    };
    let in_order = series.iter().all(Series::is_in_order);
    series.iter_mut().for_each(Series::sort);
    Data { x, series, named: columns.color.is_some(), left_out, grain, in_order }
}
