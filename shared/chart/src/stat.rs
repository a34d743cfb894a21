//! The stat: one number, big. The page sets the number in its own type; the drawing is only a quiet trend behind it,
//! where the table has one row for each time.

use document::Aggregate;
use table::{Column, Grouping, Table};

use crate::{
    axes::Scales,
    decimate::Spare,
    encode::{column, measure, value_channel, value_column},
    frame::{Area, Frame},
    marks::{self, Shown},
    number::with_unit,
    palette::Palette,
    plot::Plot,
    problem::Problem,
    scale::{Linear, XScale, extent},
    series::Series,
    spec::Spec,
    text::value_words,
};

/// The share of the height that the trend takes, from below.
const TREND_SHARE: f64 = 0.4;

/// The number of a stat: the newest where nothing else is asked.
pub(crate) fn plot(spec: &Spec, table: &Table, frame: &Frame) -> Result<Plot, Problem> {
    if spec.table.is_none() {
        return Err(Problem::NoTable);
    }
    let aggregate = spec.aggregate.unwrap_or(Aggregate::Last);
    value_column(table, spec, Some(aggregate))?;
    if table.rows() == 0 {
        return Err(Problem::NoRows);
    }
    let value = value(spec, aggregate, table)?;
    let number = with_unit(value, &spec.unit);
    let trend = if aggregate == Aggregate::Last { trend(spec, table, frame)? } else { None };
    let mut shapes = Vec::new();
    if let Some((series, scales)) = trend {
        let series = Shown { series: &[series], hidden: &[] };
        let stroke_px = marks::stroke_px(frame, &series, &scales);
        marks::areas(&series, &scales, stroke_px, &mut Spare::default(), &mut shapes);
    }
    let spec = Spec { aggregate: Some(aggregate), ..spec.clone() };
    let mut words = value_words(&spec);
    words[..1].make_ascii_uppercase();
    let description = format!("{words}: {number}.");
    Ok(Plot::of_stat(shapes, value, number, description))
}

/// The aggregate of all rows.
fn value(spec: &Spec, aggregate: Aggregate, table: &Table) -> Result<f64, Problem> {
    let measures = vec![measure(aggregate, spec.y.as_deref())];
    let grouped = Grouping { keys: Vec::new(), measures, max_groups: 1 }.group(table, None);
    let value = grouped.ok().and_then(|grouped| Some(grouped.measures.first()?.number(0)));
    value.filter(|value| value.is_finite()).ok_or_else(|| Problem::NoValues(spec.y.clone().unwrap_or_default()))
}

/// The values over time, in the lower part of the frame.
fn trend(spec: &Spec, table: &Table, frame: &Frame) -> Result<Option<(Series, Scales)>, Problem> {
    let values = column(table, value_channel(spec), spec.y.as_deref())?;
    let Some(times) = table.columns().iter().find(|column| matches!(column, Column::Time(_))) else { return Ok(None) };
    let color = spec.mark_color.unwrap_or_else(|| Palette::of(frame.theme).series(0));
    let mut series = Series::new(String::new(), 0, color);
    for row in (0..table.rows()).filter(|row| times.number(*row).is_finite()) {
        series.push(times.number(row), values.number(row));
    }
    let one_row_each =
        series.is_in_order() && series.rows.len() > 1 && series.xs().windows(2).all(|pair| pair[0] < pair[1]);
    let (Some(extent_x), Some(extent_y)) = (extent(series.xs().iter().copied()), series.extent(None)) else {
        return Ok(None);
    };
    Ok(one_row_each.then(|| (series, scales(frame, extent_x, extent_y))))
}

fn scales(frame: &Frame, x: (f64, f64), y: (f64, f64)) -> Scales {
    let (right, bottom) = (frame.width() - 1, frame.height() - 1);
    let top = bottom - (f64::from(bottom) * TREND_SHARE) as i32;
    let area = Area { left: 0, top, right, bottom };
    let across = (0.0, f64::from(right));
    // Values far above zero keep their shape: the lowest stands a little above the edge.
    let floor = if y.0 > 0.0 { (y.0 - (y.1 - y.0) * 0.25).max(0.0) } else { y.0 };
    let up = (f64::from(bottom), f64::from(top));
    Scales { area, x: XScale::Time(Linear::of_time(x, across)), y: Linear::new((floor, y.1), up) }
}
