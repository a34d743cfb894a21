//! The plot: everything that a panel shows of its rows, decided once and drawn as often as wanted.
//! It owns the order of the decisions; scales, axes and marks own the decisions themselves.

use std::rc::Rc;

use document::{Aggregate, Anchor, Mark};
use plotters_backend::{DrawingBackend, DrawingErrorKind};
use table::Table;

use crate::{
    axes::{Axes, Names, Pen, Reach, Scales},
    bars::Bars,
    bound,
    course::Course,
    decimate::Spare,
    encode::{Data, X},
    frame::{Area, Frame},
    ground::Ground,
    hit::{Hit, PointId, Step, Targets},
    legend::{LegendEntry, legend},
    live::Live,
    marks::{self, Shown},
    note::{self, Note},
    palette::Palette,
    pattern,
    problem::Problem,
    remark,
    replay::replay,
    scale::{Band, Linear, XScale, extent, value_axis},
    scene::{Drawn, Ruler, Surface},
    series::{Missing, Series, stack},
    shape::Shape,
    spec::Spec,
    text,
    threshold::Threshold,
    view_state::ViewState,
};

/// Most items of a scene that are searched or played.
const MAX_ITEMS: usize = 20_000;

/// What a panel shows.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Its axes, below everything else.
    ground: Option<Ground>,
    shapes: Vec<Shape>,
    /// Whether something else is drawn where its labels are.
    is_loose: bool,
    legend: Vec<LegendEntry>,
    content: Content,
    /// What the notes on it say, as sentences.
    noted: String,
}

/// What is said about a plot on demand.
#[derive(Clone, Debug)]
enum Content {
    Chart(Box<Targets>),
    Stat { number: String, value: f64, description: String },
    Scene(Rc<dyn Drawn>),
}

/// Decides what the spec shows of the table in this view and frame.
///
/// # Errors
/// What the person who edits the spec has to mend, in words, or that there is nothing to draw yet.
pub fn plot(spec: &Spec, table: &Table, view: &ViewState, frame: Frame) -> Result<Plot, Problem> {
    let mut live = Live::default();
    live.show(spec, table, view, frame)?;
    live.into_plot().ok_or(Problem::NoRows)
}

impl Plot {
    /// The same with notes on its time axis; on other axes, and in a stat, there are none. `frame` is that of the plot.
    #[must_use]
    pub fn annotated(mut self, notes: &[Note], frame: Frame) -> Self {
        self.annotate(notes, frame);
        self
    }

    /// Draws notes on its time axis, once.
    pub fn annotate(&mut self, notes: &[Note], frame: Frame) {
        if notes.is_empty() {
            return;
        }
        if let Content::Chart(targets) = &self.content {
            let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
            let drawn = note::draw(notes, &targets.scales, pen, &mut self.shapes);
            let span_ms = targets.scales.x.span();
            let moments = targets.data.moments().coarse(span_ms);
            let said = drawn.iter().map(|note| format!("{} at {}", note.text, moments.say(note.from_ms as f64)));
            self.noted = said.collect::<Vec<_>>().join(", ");
        }
    }

    /// Draws a line at each threshold on its value axis, once; a plot of several panels and a stat have none. `frame` is
    /// that of the plot.
    pub fn mark_thresholds(&mut self, thresholds: &[Threshold], frame: Frame) {
        if !thresholds.is_empty() {
            let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
            let mut shapes = bound::shapes(self, thresholds, pen);
            self.shapes.append(&mut shapes);
        }
    }

    /// Draws a mark above each value that people talk about and that is shown, once. `frame` is that of the plot.
    pub fn remark(&mut self, anchors: &[Anchor], frame: Frame) {
        if !anchors.is_empty() {
            let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
            let mut bubbles = remark::bubbles(self, anchors, pen);
            self.is_loose |= !bubbles.is_empty();
            self.shapes.append(&mut bubbles);
        }
    }

    /// Draws on a backend of the frame's size. Nothing is painted behind the shapes. Text is placed by its left and
    /// right ends, so a canvas must have the direction `ltr`, whatever the direction of the page.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<B: DrawingBackend>(&self, mut backend: B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let ground = self.ground.as_ref().map_or(&[][..], Ground::shapes);
        replay([ground, &self.shapes], &mut backend)
    }

    /// What stays of a drawing of it while rows come; none where everything may change.
    #[must_use]
    pub fn ground(&self) -> Option<&Ground> {
        self.ground.as_ref().filter(|ground| !self.is_loose && ground.field().is_some())
    }

    /// Draws on a backend that shows a plot on the same ground, whose field has been wiped: then it shows the same
    /// pixels as after [`Plot::draw`].
    ///
    /// # Errors
    /// What the backend reports.
    pub fn renew<B: DrawingBackend>(&self, mut backend: B) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let ground = self.ground.as_ref().map_or(&[][..], Ground::within);
        replay([ground, &self.shapes], &mut backend)
    }

    /// The series in the order of their colours; empty where no field splits the rows, the axis names them already, or a
    /// scene has drawn what they mean itself.
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
            Content::Scene(scene) => scene.description().to_owned(),
        }
    }

    /// The number of a stat with its unit; `None` for a chart. [`Plot::draw`] draws only the trend behind it.
    #[must_use]
    pub fn big_number(&self) -> Option<&str> {
        match &self.content {
            Content::Chart(_) | Content::Scene(_) => None,
            Content::Stat { number, .. } => Some(number),
        }
    }

    /// The number of a stat.
    #[must_use]
    pub fn big_value(&self) -> Option<f64> {
        match &self.content {
            Content::Chart(_) | Content::Scene(_) => None,
            Content::Stat { value, .. } => Some(*value),
        }
    }

    /// The value nearest to a place in device pixels; a stat has none.
    #[must_use]
    pub fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        match &self.content {
            Content::Chart(targets) => targets.nearest(x_px, y_px),
            Content::Scene(scene) => scene.nearest(x_px, y_px),
            Content::Stat { .. } => None,
        }
    }

    /// Of every series that is shown the value nearest to a column, for a shared crosshair.
    #[must_use]
    pub fn nearest_all(&self, x_px: f64) -> Vec<Hit> {
        match &self.content {
            Content::Chart(targets) => targets.nearest_all(x_px),
            Content::Scene(scene) => scene.nearest_all(x_px),
            Content::Stat { .. } => Vec::new(),
        }
    }

    /// The value a step away from another one, for walking by keyboard; without one the first. `None` at the end.
    #[must_use]
    pub fn step(&self, from: Option<PointId>, step: Step) -> Option<Hit> {
        match &self.content {
            Content::Chart(targets) => targets.step(from, step),
            Content::Scene(scene) => scene.step(from, step),
            Content::Stat { .. } => None,
        }
    }

    /// What an item of a scene says: the titles of its fields and their values. Other plots say it in their hits.
    #[must_use]
    pub fn lines(&self, point: PointId) -> Vec<(String, String)> {
        match &self.content {
            Content::Scene(scene) => scene.lines(point),
            Content::Chart(_) | Content::Stat { .. } => Vec::new(),
        }
    }

    /// The values that are shown, series by series in the order of x, at most so many; a stat has none.
    #[must_use]
    pub fn values(&self, max: usize) -> Vec<Hit> {
        match &self.content {
            Content::Chart(targets) => targets.values(max),
            Content::Scene(scene) => scene.values(max),
            Content::Stat { .. } => Vec::new(),
        }
    }

    /// The series that are shown, as far as they are shown; a stat has none.
    #[must_use]
    pub fn courses(&self) -> Vec<Course> {
        match &self.content {
            Content::Chart(targets) => targets.courses(),
            Content::Scene(scene) => Course::of(scene.values(MAX_ITEMS)),
            Content::Stat { .. } => Vec::new(),
        }
    }

    /// The rectangle between the axes; a stat has none.
    #[must_use]
    pub fn area(&self) -> Option<Area> {
        self.surface().map(|surface| surface.area).or_else(|| Some(self.targets()?.scales.area))
    }

    /// Whether x is a time, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn x_is_time(&self) -> bool {
        let is_time = self.targets().is_some_and(|targets| matches!(targets.scales.x, XScale::Time(_)));
        is_time || self.surface().and_then(|surface| surface.x.as_ref()).is_some_and(Ruler::is_time)
    }

    /// The first and the last x that are shown; categories and stats have none.
    #[must_use]
    pub fn x_domain(&self) -> Option<(f64, f64)> {
        match self.surface() {
            Some(surface) => surface.x.as_ref()?.domain(),
            None => self.targets()?.scales.x.domain(),
        }
    }

    /// The lowest and the highest y that are shown; a stat has none.
    #[must_use]
    pub fn y_domain(&self) -> Option<(f64, f64)> {
        match self.surface() {
            Some(surface) => surface.y.as_ref()?.domain(),
            None => Some(self.targets()?.scales.y.domain),
        }
    }

    /// The first and the last x there is, shown or not: as far as panning goes.
    #[must_use]
    pub fn x_extent(&self) -> Option<(f64, f64)> {
        if let Some(surface) = self.surface() {
            return surface.x.as_ref()?.all;
        }
        let targets = self.targets()?;
        targets.scales.x.domain()?;
        x_extent(targets.data.series.iter(), targets.bars.as_ref())
    }

    /// The x at a column, which may lie outside the area; of categories the index of the nearest. A stat has none.
    #[must_use]
    pub fn x_at(&self, x_px: f64) -> Option<f64> {
        match self.surface() {
            Some(surface) => Some(surface.x.as_ref()?.value(x_px)),
            None => Some(self.targets()?.scales.x.value(x_px)),
        }
    }

    /// The y at a row, which may lie outside the area. A stat has none.
    #[must_use]
    pub fn y_at(&self, y_px: f64) -> Option<f64> {
        match self.surface() {
            Some(surface) => Some(surface.y.as_ref()?.value(y_px)),
            None => Some(self.targets()?.scales.y.value(y_px)),
        }
    }

    /// The column of an x, in device pixels, inside the area or not.
    #[must_use]
    pub fn x_px(&self, x: f64) -> Option<f64> {
        match self.surface() {
            Some(surface) => surface.x.as_ref()?.px(x),
            None => Some(self.targets()?.scales.x.px(x)),
        }
    }

    /// The row of a y, in device pixels, inside the area or not.
    #[must_use]
    pub fn y_px(&self, y: f64) -> Option<f64> {
        match self.surface() {
            Some(surface) => surface.y.as_ref()?.px(y),
            None => Some(self.targets()?.scales.y.px(y)),
        }
    }

    /// The panel of a scene that has only one.
    fn surface(&self) -> Option<&Surface> {
        match &self.content {
            Content::Scene(scene) => scene.surface(),
            Content::Chart(_) | Content::Stat { .. } => None,
        }
    }

    fn targets(&self) -> Option<&Targets> {
        match &self.content {
            Content::Chart(targets) => Some(targets),
            Content::Stat { .. } | Content::Scene(_) => None,
        }
    }

    /// What it is made of, to be used again: its shapes, its legend, and the rows of a chart.
    pub(crate) fn apart(self) -> (Vec<Shape>, Vec<LegendEntry>, Option<Box<Targets>>) {
        let targets = match self.content {
            Content::Chart(targets) => Some(targets),
            Content::Stat { .. } | Content::Scene(_) => None,
        };
        (self.shapes, self.legend, targets)
    }

    /// The plot of a stat.
    pub(crate) fn of_stat(shapes: Vec<Shape>, value: f64, number: String, description: String) -> Self {
        let content = Content::Stat { number, value, description };
        Self { ground: None, shapes, is_loose: true, legend: Vec::new(), content, noted: String::new() }
    }

    /// The plot of a scene. Its other legends are among its shapes.
    pub(crate) fn of_scene(shapes: Vec<Shape>, legend: Vec<LegendEntry>, scene: Rc<dyn Drawn>) -> Self {
        let content = Content::Scene(scene);
        Self { ground: None, shapes, is_loose: true, legend, content, noted: String::new() }
    }
}

/// What a plot leaves to the next one, so that it asks for no memory where as much is drawn.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) legend: Vec<LegendEntry>,
    pub(crate) targets: Option<Box<Targets>>,
    pub(crate) spare: Spare,
    pub(crate) axes: Axes,
}

/// Decides what is shown of these rows. Where the plot shows the rows stacked, those that were given come back as well.
pub(crate) fn decide(
    spec: &Spec,
    mark: Mark,
    mut data: Data,
    view: &ViewState,
    frame: &Frame,
    memory: &mut Memory,
) -> (Plot, Option<Data>) {
    let pen = Pen { frame, palette: Palette::of(frame.theme) };
    let mut shapes = std::mem::take(&mut memory.shapes);
    memory.spare.reclaim(&mut shapes);
    let stacking = stacking(spec, mark, &shown(&data, view));
    let raw = stacking.map(|missing| {
        let raw = data.clone();
        let mut shown: Vec<_> = data.series.iter_mut().filter(|series| view.shows(&series.label)).collect();
        stack(&mut shown, missing);
        raw
    });
    let series = shown(&data, view);
    let abreast = if stacking.is_some() || spec.color == spec.x { 1 } else { series.iter().count() };
    let bars = (mark == Mark::Bar).then(|| Bars::new(&data, abreast));
    let (scales, ground) = axes(spec, mark, &data, view, bars.as_ref(), pen, &mut memory.axes);
    draw_marks(mark, &series, &scales, bars.as_ref(), frame, &mut memory.spare, &mut shapes);
    if frame.patterns && data.named {
        pattern::tell_apart(mark, &data.series, pen, 0, &mut shapes);
    }
    let is_named = data.named && spec.color != spec.x;
    let legend = legend(std::mem::take(&mut memory.legend), &data.series, is_named, mark, view, frame);
    let targets = Targets::of(memory.targets.take(), spec, view, data, scales, bars);
    let (content, ground, is_loose) = (Content::Chart(targets), Some(ground), frame.patterns);
    (Plot { ground, shapes, is_loose, legend, content, noted: String::new() }, raw)
}

/// The series that are drawn.
fn shown<'a>(data: &'a Data, view: &'a ViewState) -> Shown<'a> {
    Shown { series: &data.series, hidden: &view.hidden }
}

/// Decides the scales and lays their axes.
fn axes(
    spec: &Spec,
    mark: Mark,
    data: &Data,
    view: &ViewState,
    bars: Option<&Bars>,
    pen: Pen<'_>,
    axes: &mut Axes,
) -> (Scales, Ground) {
    let from_zero = matches!(mark, Mark::Bar | Mark::Area);
    let window = view.x_window().filter(|_| !matches!(data.x, X::Band(_)));
    let shown = shown(data, view);
    let ends = shown.iter().filter_map(|series| series.extent(window)).flat_map(<[f64; 2]>::from);
    let extent = extent(ends).unwrap_or((0.0, 1.0));
    let reach = Reach { extent, window: view.y_window(), from_zero, levels: &spec.levels };
    // Two numbers against each other need their names; over time or categories the title says what is drawn.
    let value_words = || text::value_words(spec);
    let y = (data.x == X::Number).then_some(&value_words as &dyn Fn() -> String);
    let names = Names { y, unit: &spec.unit, x: spec.x.as_deref().unwrap_or_default() };
    let span = reach.span(pen.frame, &spec.unit);
    axes.lay(pen, span, &names, &data.x, |sides| x_scale(data, mark, view, bars, sides, pen.frame.rtl))
}

fn draw_marks(
    mark: Mark,
    series: &Shown<'_>,
    scales: &Scales,
    bars: Option<&Bars>,
    frame: &Frame,
    spare: &mut Spare,
    out: &mut Vec<Shape>,
) {
    let stroke_px = marks::stroke_px(frame, series, scales);
    match (mark, bars) {
        (_, Some(bars)) => marks::bars(series, scales, bars, out),
        (Mark::Line | Mark::Bar, None) => marks::lines(series, scales, stroke_px, spare, out),
        (Mark::Area, None) => marks::areas(series, scales, stroke_px, spare, out),
        (_, None) => marks::points(series, scales, frame, spare, out),
    }
}

/// Whether and how series are stacked: where their sum says something. The mean of two means does not; areas of
/// values below zero would cover each other.
fn stacking(spec: &Spec, mark: Mark, series: &Shown<'_>) -> Option<Missing> {
    use Aggregate as A;
    let is_positive = || series.iter().all(|series| series.extent(None).is_none_or(|(low, _)| low >= 0.0));
    let missing = match (mark, spec.aggregate) {
        (Mark::Bar, Some(A::Sum | A::Count)) => Missing::Gap,
        (Mark::Area, Some(A::Sum | A::Count)) if is_positive() => Missing::Zero,
        (Mark::Area, None | Some(A::Last)) if spec.time_unit.is_none() && is_positive() => Missing::Between,
        _ => return None,
    };
    (series.iter().count() > 1).then_some(missing)
}

/// The first and the last x, with room for bars.
fn x_extent<'a>(series: impl Iterator<Item = &'a Series>, bars: Option<&Bars>) -> Option<(f64, f64)> {
    let ends = series.flat_map(|series| [series.xs().first(), series.xs().last()]).flatten();
    extent(ends.flat_map(|x| bars.map_or([*x, *x], |bars| bars.slot(*x).into())))
}

/// The scale of x between two columns: over the window, or from the first value to the last, with room for bars.
fn x_scale(data: &Data, mark: Mark, view: &ViewState, bars: Option<&Bars>, sides: (i32, i32), rtl: bool) -> XScale {
    let range = (f64::from(sides.0), f64::from(sides.1));
    let window = view.x_window();
    let domain = window.or_else(|| x_extent(data.series.iter(), bars)).unwrap_or((0.0, 1.0));
    match &data.x {
        X::Band(labels) if rtl => XScale::Band(Band::new(labels.len(), (range.1, range.0))),
        X::Band(labels) => XScale::Band(Band::new(labels.len(), range)),
        X::Time(_) => XScale::Time(Linear::of_time(domain, range)),
        X::Number if mark == Mark::Point && window.is_none() => {
            XScale::Number(Linear::new(value_axis(domain, false, 8).0, range))
        }
        X::Number => XScale::Number(Linear::new(domain, range)),
    }
}
