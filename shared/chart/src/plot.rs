//! The plot: everything that a panel shows of its rows, decided once and drawn as often as wanted.
//! It owns the order of the decisions; scales, axes and marks own the decisions themselves.

use document::{Aggregate, Color, Mark};
use plotters_backend::{DrawingBackend, DrawingErrorKind};
use table::Table;

use crate::{
    axes::{Pen, Scales, ValueAxis, XAxis},
    bars::Bars,
    encode::{Data, X, encode},
    frame::Frame,
    hit::{Hit, Targets},
    marks,
    note::{self, Note},
    palette::Palette,
    problem::Problem,
    replay::replay,
    scale::{Band, Linear, XScale, extent, value_axis},
    series::{Missing, Series, stack},
    shape::Shape,
    spec::{Form, Spec},
    stat, text,
};

/// What a panel shows.
#[derive(Clone, Debug)]
pub struct Plot {
    shapes: Vec<Shape>,
    legend: Vec<LegendEntry>,
    content: Content,
    /// What the notes on it say, as sentences.
    noted: String,
}

/// What is said about a plot on demand.
#[derive(Clone, Debug)]
enum Content {
    Chart(Box<Targets>),
    Stat { number: String, description: String },
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
    /// The same with notes on its time axis; on other axes, and in a stat, there are none. `frame` is that of the plot.
    #[must_use]
    pub fn annotated(mut self, notes: &[Note], frame: Frame) -> Self {
        if let Content::Chart(targets) = &self.content {
            let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
            let drawn = note::draw(notes, &targets.scales, pen, &mut self.shapes);
            let span_ms = targets.scales.x.span();
            let moments = targets.data.moments().coarse(span_ms);
            let said = drawn.iter().map(|note| format!("{} at {}", note.text, moments.say(note.from_ms as f64)));
            self.noted = said.collect::<Vec<_>>().join(", ");
        }
        self
    }

    /// Draws on a backend of the frame's size. Nothing is painted behind the shapes. Text is placed by its left and
    /// right ends, so a canvas must have the direction `ltr`, whatever the direction of the page.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<B: DrawingBackend>(&self, mut backend: B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        replay(&self.shapes, &mut backend)
    }

    /// The series in the order of their colours; empty where no field splits the rows, or the axis names them already.
    #[must_use]
    pub fn legend(&self) -> &[LegendEntry] {
        &self.legend
    }

    /// One to three sentences for a screen reader.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.content {
            Content::Chart(targets) if self.noted.is_empty() => text::describe(&targets.spec, &targets.data),
            Content::Chart(targets) => {
                format!("{} Annotated: {}.", text::describe(&targets.spec, &targets.data), self.noted)
            }
            Content::Stat { description, .. } => description.clone(),
        }
    }

    /// The number of a stat with its unit; `None` for a chart. [`Plot::draw`] draws only the trend behind it.
    #[must_use]
    pub fn big_number(&self) -> Option<&str> {
        match &self.content {
            Content::Chart(_) => None,
            Content::Stat { number, .. } => Some(number),
        }
    }

    /// The value nearest to a place in device pixels; a stat has none.
    #[must_use]
    pub fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        match &self.content {
            Content::Chart(targets) => targets.nearest(x_px, y_px),
            Content::Stat { .. } => None,
        }
    }

    /// The plot of a stat.
    pub(crate) fn of_stat(shapes: Vec<Shape>, number: String, description: String) -> Self {
        Self { shapes, legend: Vec::new(), content: Content::Stat { number, description }, noted: String::new() }
    }
}

fn chart(spec: &Spec, mark: Mark, table: &Table, frame: &Frame) -> Result<Plot, Problem> {
    let pen = Pen { frame, palette: Palette::of(frame.theme) };
    let mut data = encode(spec, table, pen.palette)?;
    let stacking = stacking(spec, mark, &data.series);
    if let Some(missing) = stacking {
        stack(&mut data.series, missing);
    }
    let abreast = if stacking.is_some() || spec.color == spec.x { 1 } else { data.series.len() };
    let bars = (mark == Mark::Bar).then(|| Bars::new(&data, abreast));
    let mut shapes = Vec::new();
    let scales = draw_axes(spec, mark, &data, bars.as_ref(), pen, &mut shapes);
    draw_marks(mark, &data.series, &scales, bars.as_ref(), frame, &mut shapes);
    let legend = if spec.color == spec.x { Vec::new() } else { legend(&data) };
    let content = Content::Chart(Box::new(Targets { spec: spec.clone(), data, scales, bars }));
    Ok(Plot { shapes, legend, content, noted: String::new() })
}

/// Decides the scales and draws their axes.
fn draw_axes(spec: &Spec, mark: Mark, data: &Data, bars: Option<&Bars>, pen: Pen<'_>, out: &mut Vec<Shape>) -> Scales {
    let from_zero = matches!(mark, Mark::Bar | Mark::Area);
    let ends = data.series.iter().filter_map(Series::extent).flat_map(<[f64; 2]>::from);
    // Two numbers against each other need their names; over time or categories the title says what is drawn.
    let name = (data.x == X::Number).then(|| text::value_words(spec));
    let values = ValueAxis::new(extent(ends).unwrap_or((0.0, 1.0)), from_zero, pen.frame, name.as_deref(), &spec.unit);
    let sides = values.sides(pen);
    let x = x_scale(data, mark, bars, sides, pen.frame.rtl);
    let x_axis = XAxis::new(pen, &data.x, &x, sides, spec.x.as_deref().unwrap_or_default());
    let area = values.area(pen, sides, x_axis.lines());
    let scales = Scales { area, x, y: values.scale(area) };
    values.draw(pen, &scales, out);
    x_axis.draw(pen, area, out);
    scales
}

fn draw_marks(
    mark: Mark,
    series: &[Series],
    scales: &Scales,
    bars: Option<&Bars>,
    frame: &Frame,
    out: &mut Vec<Shape>,
) {
    let stroke_px = marks::stroke_px(frame, series, scales.area.width());
    match (mark, bars) {
        (_, Some(bars)) => marks::bars(series, scales, bars, out),
        (Mark::Line | Mark::Bar, None) => marks::lines(series, scales, stroke_px, out),
        (Mark::Area, None) => marks::areas(series, scales, stroke_px, out),
        (_, None) => marks::points(series, scales, frame, out),
    }
}

/// Whether and how series are stacked: where their sum says something. The mean of two means does not; areas of
/// values below zero would cover each other.
fn stacking(spec: &Spec, mark: Mark, series: &[Series]) -> Option<Missing> {
    use Aggregate as A;
    let is_positive = || series.iter().all(|series| series.values().all(|(_, y)| y >= 0.0));
    let missing = match (mark, spec.aggregate) {
        (Mark::Bar, Some(A::Sum | A::Count)) => Missing::Gap,
        (Mark::Area, Some(A::Sum | A::Count)) if is_positive() => Missing::Zero,
        (Mark::Area, None | Some(A::Last)) if spec.time_unit.is_none() && is_positive() => Missing::Between,
        _ => return None,
    };
    (series.len() > 1).then_some(missing)
}

/// The scale of x between two columns: from the first value to the last, with room for bars.
fn x_scale(data: &Data, mark: Mark, bars: Option<&Bars>, sides: (i32, i32), rtl: bool) -> XScale {
    let range = (f64::from(sides.0), f64::from(sides.1));
    let xs = data.series.iter().flat_map(|series| series.xs.iter().copied());
    let ends = xs.flat_map(|x| bars.map_or([x, x], |bars| bars.slot(x).into()));
    let domain = extent(ends).unwrap_or((0.0, 1.0));
    match &data.x {
        X::Band(labels) if rtl => XScale::Band(Band::new(labels.len(), (range.1, range.0))),
        X::Band(labels) => XScale::Band(Band::new(labels.len(), range)),
        X::Time(_) => XScale::Time(Linear::of_time(domain, range)),
        X::Number if mark == Mark::Point => XScale::Number(Linear::new(value_axis(domain, false, 8).0, range)),
        X::Number => XScale::Number(Linear::new(domain, range)),
    }
}

fn legend(data: &Data) -> Vec<LegendEntry> {
    let series = data.series.iter().filter(|_| data.named);
    series.map(|series| LegendEntry { label: series.label.clone(), color: series.color }).collect()
}
