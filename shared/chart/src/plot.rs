//! The plot: everything that a panel shows of its rows, decided once and drawn as often as wanted.
//! It owns the order of the decisions; scales, axes and marks own the decisions themselves.

use document::{Aggregate, Color, Mark};
use plotters_backend::{DrawingBackend, DrawingErrorKind};
use table::Table;

use crate::{
    axes::{self, Pen, Scales, ValueAxis},
    bars::Bars,
    encode::{Data, X, encode},
    frame::{Area, Frame},
    hit::{Hit, Targets},
    marks,
    palette::Palette,
    problem::Problem,
    replay::replay,
    scale::{Band, Linear, XScale, extent, value_axis},
    series::{Series, stack},
    shape::Shape,
    spec::{Form, Spec},
    stat, text,
};

/// What a panel shows.
#[derive(Clone, Debug)]
pub struct Plot {
    shapes: Vec<Shape>,
    legend: Vec<LegendEntry>,
    description: String,
    big_number: Option<String>,
    targets: Option<Targets>,
}

/// A series in the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// Its name.
    pub label: String,
    /// Its colour.
    pub color: Color,
}

/// Decides what the spec shows of the table in this frame.
///
/// # Errors
/// What the person who edits the spec has to mend, in words, or that there is nothing to draw yet.
pub fn plot(spec: &Spec, table: &Table, frame: Frame) -> Result<Plot, Problem> {
    match spec.form {
        Form::Chart(mark) => chart(spec, mark, table, &frame),
        Form::Stat => stat::plot(spec, table, &frame),
    }
}

impl Plot {
    /// Draws on a backend of the frame's size. Nothing is painted behind the shapes. Text is placed by its left and
    /// right ends, so a canvas must have the direction `ltr`, whatever the direction of the page.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<B: DrawingBackend>(&self, mut backend: B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        replay(&self.shapes, &mut backend)
    }

    /// The series in the order of their colours; empty where no field splits the rows.
    #[must_use]
    pub fn legend(&self) -> &[LegendEntry] {
        &self.legend
    }

    /// One to three sentences for a screen reader.
    #[must_use]
    pub fn describe(&self) -> String {
        self.description.clone()
    }

    /// The number of a stat with its unit; `None` for a chart. [`Plot::draw`] draws only the trend behind it.
    #[must_use]
    pub fn big_number(&self) -> Option<&str> {
        self.big_number.as_deref()
    }

    /// The value nearest to a place in device pixels.
    #[must_use]
    pub fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        self.targets.as_ref()?.nearest(x_px, y_px)
    }

    /// The plot of a stat.
    pub(crate) fn of_stat(shapes: Vec<Shape>, description: String, number: String) -> Self {
        Self { shapes, legend: Vec::new(), description, big_number: Some(number), targets: None }
    }
}

fn chart(spec: &Spec, mark: Mark, table: &Table, frame: &Frame) -> Result<Plot, Problem> {
    let palette = Palette::of(frame.theme);
    let mut data = encode(spec, table, palette)?;
    let stacked = is_stacked(spec, mark) && data.series.len() > 1;
    if stacked {
        stack(&mut data.series);
    }
    let abreast = if stacked || spec.color == spec.x { 1 } else { data.series.len() };
    let bars = (mark == Mark::Bar).then(|| Bars::new(&data, abreast));
    let from_zero = matches!(mark, Mark::Bar | Mark::Area);
    let extent_y = extent(data.series.iter().filter_map(Series::extent).flat_map(|(low, high)| [low, high]));
    let axis = ValueAxis::new(extent_y.unwrap_or((0.0, 1.0)), from_zero, frame, &spec.unit);
    let area = axis.area(frame, &data.x);
    let scales = Scales { area, x: x_scale(&data, mark, bars.as_ref(), area, frame), y: axis.scale(area) };

    let mut shapes = Vec::new();
    let pen = Pen { frame, palette };
    axis.draw(pen, &scales, &mut shapes);
    axes::draw_x(pen, &data.x, &scales, &mut shapes);
    let stroke_px = marks::stroke_px(frame, data.series.len());
    match (mark, &bars) {
        (Mark::Line | Mark::Bar, None) => marks::lines(&data.series, &scales, stroke_px, &mut shapes),
        (Mark::Area, _) => marks::areas(&data.series, &scales, stroke_px, &mut shapes),
        (_, Some(bars)) => marks::bars(&data.series, &scales, bars, &mut shapes),
        (Mark::Point, None) => marks::points(&data.series, &scales, frame, &mut shapes),
    }
    Ok(Plot {
        shapes,
        legend: legend(&data),
        description: text::describe(spec, mark, &data),
        big_number: None,
        targets: Some(Targets { data, scales, bars, free: mark == Mark::Point, unit: spec.unit.clone() }),
    })
}

/// Areas are stacked, since they would hide each other; bars where their sum says something.
fn is_stacked(spec: &Spec, mark: Mark) -> bool {
    match mark {
        Mark::Area => true,
        Mark::Bar => matches!(spec.aggregate, Some(Aggregate::Sum | Aggregate::Count)),
        Mark::Line | Mark::Point => false,
    }
}

/// The scale of x over the width of an area: from the first value to the last, with room for bars.
fn x_scale(data: &Data, mark: Mark, bars: Option<&Bars>, area: Area, frame: &Frame) -> XScale {
    let range = (f64::from(area.left), f64::from(area.right));
    let xs = data.series.iter().flat_map(|series| series.xs.iter().copied());
    let ends = xs.flat_map(|x| bars.map_or([x, x], |bars| bars.slot(x).into()));
    let domain = extent(ends).unwrap_or((0.0, 1.0));
    match &data.x {
        X::Band(labels) if frame.rtl => XScale::Band(Band::new(labels.len(), (range.1, range.0))),
        X::Band(labels) => XScale::Band(Band::new(labels.len(), range)),
        X::Time(_) => XScale::Time(Linear::new(around_one_moment(domain), range)),
        X::Number if mark == Mark::Point => XScale::Number(Linear::new(value_axis(domain, false, 8).0, range)),
        X::Number => XScale::Number(Linear::new(domain, range)),
    }
}

/// A lone moment stands in the middle of a minute; widening by a share of its value would show centuries.
fn around_one_moment((first, last): (f64, f64)) -> (f64, f64) {
    if last - first >= 1.0 { (first, last) } else { (first - 30_000.0, first + 30_000.0) }
}

fn legend(data: &Data) -> Vec<LegendEntry> {
    let series = data.series.iter().filter(|_| data.named);
    series.map(|series| LegendEntry { label: series.label.clone(), color: series.color }).collect()
}
