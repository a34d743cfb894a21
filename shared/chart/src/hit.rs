//! The hit: a value of a plot, found by a pixel or by walking from another one, in words for a tooltip.
//! Values are in the order of x, so a search looks at those around the pointer and stops where none can be nearer.

use document::{Color, Mark};

use crate::{
    axes::{Scales, say_x},
    bars::Bars,
    calendar::Moments,
    course::Course,
    encode::{Data, X},
    number,
    series::Series,
    shape::Point,
    spec::{Form, Spec},
    view_state::ViewState,
};

/// Along lines, areas and bars a pixel to the side counts as much as so many up or down: people aim at an x.
const SIDEWAYS_WEIGHT: f64 = 4.0;

/// A value of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which one it is.
    pub point: PointId,
    /// The name of its series; empty where there is only one without a name.
    pub series: String,
    /// Its x in words.
    pub x: String,
    /// Its y in words, with the unit.
    pub y: String,
    /// Its x: milliseconds since the Unix epoch, a number, or the index of its category.
    pub x_value: f64,
    /// Its y.
    pub y_value: f64,
    /// The colour of its series.
    pub color: Color,
    /// Its column, in device pixels.
    pub x_px: i32,
    /// Its row, in device pixels.
    pub y_px: i32,
}

/// Which value of a plot: a series, and a row of it. While rows come and go it stays the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PointId {
    series: usize,
    row: u64,
}

impl PointId {
    /// A row of a series, or of a layer of a scene.
    pub(crate) fn new(series: usize, row: u64) -> Self {
        Self { series, row }
    }

    /// Its series or layer, and its row.
    pub(crate) fn parts(self) -> (usize, u64) {
        (self.series, self.row)
    }
}

/// Where to walk from a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To itself, as it is now.
    Here,
    /// To the one before it along x.
    Back,
    /// To the one after it along x.
    On,
    /// To the first of its series.
    First,
    /// To the last of its series.
    Last,
    /// To the series before, at about the same x.
    SeriesBefore,
    /// To the series after, at about the same x.
    SeriesAfter,
}

/// What can be hit.
#[derive(Clone, Debug)]
pub(crate) struct Targets {
    pub(crate) spec: Spec,
    pub(crate) view: ViewState,
    pub(crate) data: Data,
    pub(crate) scales: Scales,
    pub(crate) bars: Option<Bars>,
}

/// The nearest value so far.
#[derive(Clone, Copy)]
struct Nearest {
    distance: f64,
    order: usize,
    index: usize,
    at: Point,
}

impl Targets {
    /// What can be hit now, in the place of what could be before.
    pub(crate) fn of(
        before: Option<Box<Self>>,
        spec: &Spec,
        view: &ViewState,
        data: Data,
        scales: Scales,
        bars: Option<Bars>,
    ) -> Box<Self> {
        let Some(mut targets) = before else {
            return Box::new(Self { spec: spec.clone(), view: view.clone(), data, scales, bars });
        };
        if targets.spec != *spec {
            targets.spec = spec.clone();
        }
        if targets.view != *view {
            targets.view = view.clone();
        }
        (targets.data, targets.scales, targets.bars) = (data, scales, bars);
        targets
    }

    /// The value nearest to a pixel.
    pub(crate) fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        let sideways = if self.spec.form == Form::Chart(Mark::Point) { 1.0 } else { SIDEWAYS_WEIGHT };
        let distance = |(x, y): Point| ((f64::from(x) - x_px) * sideways).hypot(f64::from(y) - y_px);
        let mut best = None;
        for (order, _) in self.shown() {
            self.search(order, x_px, sideways, distance, &mut best);
        }
        best.map(|best| self.say(best))
    }

    /// Of every series that is shown the value nearest to a column, in the order of the series.
    pub(crate) fn nearest_all(&self, x_px: f64) -> Vec<Hit> {
        let of_series = |(order, _): (usize, &Series)| {
            let mut best = None;
            self.search(order, x_px, 1.0, |(x, _)| (f64::from(x) - x_px).abs(), &mut best);
            best.map(|best| self.say(best))
        };
        self.shown().filter_map(of_series).collect()
    }

    /// The value a step away; without a beginning the first value of the first series. `None` where there is none.
    pub(crate) fn step(&self, from: Option<PointId>, step: Step) -> Option<Hit> {
        let first = || self.shown().find_map(|(order, _)| self.scan(order, 0, true));
        let Some(PointId { series: order, row }) = from else { return first() };
        let Some(series) = self.data.series.get(order).filter(|series| self.view.shows(&series.label)) else {
            return first();
        };
        let index = usize::try_from(row.saturating_sub(series.rows.first_row())).unwrap_or(usize::MAX);
        let index = index.min(series.rows.len().saturating_sub(1));
        match step {
            Step::Here => self.scan(order, index, true),
            Step::Back => self.scan(order, index.checked_sub(1)?, false),
            Step::On => self.scan(order, index + 1, true),
            Step::First => self.scan(order, 0, true),
            Step::Last => self.scan(order, series.rows.len().checked_sub(1)?, false),
            Step::SeriesBefore => {
                let before = self.shown().take_while(|(other, _)| *other < order).last();
                self.abreast(before?.0, *series.xs().get(index)?)
            }
            Step::SeriesAfter => {
                let after = self.shown().find(|(other, _)| *other > order);
                self.abreast(after?.0, *series.xs().get(index)?)
            }
        }
    }

    /// The series that are drawn, with their gaps.
    pub(crate) fn courses(&self) -> Vec<Course> {
        let course = |(_, series): (usize, &Series)| {
            let rows = series.window(self.scales.x.domain());
            let values = rows.map(|index| (series.xs()[index], series.ys()[index])).collect();
            Course { label: series.label.clone(), values }
        };
        self.shown().map(course).collect()
    }

    /// The values that are shown, series by series, at most so many.
    pub(crate) fn values(&self, max: usize) -> Vec<Hit> {
        let mut values = Vec::new();
        for (order, _) in self.shown() {
            let mut next = self.scan(order, 0, true);
            while let Some(hit) = next.filter(|_| values.len() < max) {
                let PointId { row, .. } = hit.point;
                values.push(hit);
                next = self.scan(order, row as usize + 1, true);
            }
        }
        values
    }

    /// The series that are drawn, each with its place among all.
    fn shown(&self) -> impl Iterator<Item = (usize, &Series)> {
        self.data.series.iter().enumerate().filter(|(_, series)| self.view.shows(&series.label))
    }

    /// Finds a nearer value of one series. Those left and right of the column are looked at in turn, until all that
    /// follow are further to the side than the best is away.
    fn search(
        &self,
        order: usize,
        x_px: f64,
        sideways: f64,
        distance: impl Fn(Point) -> f64,
        best: &mut Option<Nearest>,
    ) {
        let series = &self.data.series[order];
        let rows = series.window(self.scales.x.domain());
        let x = if self.bars.is_some() { f64::NEG_INFINITY } else { self.scales.x.value(x_px) };
        let middle = rows.start + series.xs()[rows.clone()].partition_point(|own| *own < x);
        let mut look = |index: usize| {
            let Some(at) = self.place(order, index) else { return true };
            let away = distance(at);
            if best.is_none_or(|best| away < best.distance) {
                *best = Some(Nearest { distance: away, order, index, at });
            }
            // Bars stand abreast, not at their x; a pixel is rounded.
            let aside = ((f64::from(at.0) - x_px).abs() - 1.0) * sideways;
            self.bars.is_some() || best.is_none_or(|best| aside <= best.distance)
        };
        (middle..rows.end).all(&mut look);
        (rows.start..middle).rev().all(&mut look);
    }

    /// The first value from an index on, or the last one up to it, that is no gap and is shown.
    fn scan(&self, order: usize, index: usize, onward: bool) -> Option<Hit> {
        let series = &self.data.series[order];
        let rows = series.window(self.scales.x.domain());
        let is_value = |index: &usize| !series.ys()[*index].is_nan();
        let index = if onward {
            (index.max(rows.start)..rows.end).find(is_value)
        } else {
            (rows.start..(index + 1).min(rows.end)).rev().find(is_value)
        }?;
        Some(self.say(Nearest { distance: 0.0, order, index, at: self.place(order, index)? }))
    }

    /// The value of a series that is nearest to an x.
    fn abreast(&self, order: usize, x: f64) -> Option<Hit> {
        let x_px = self.scales.x.px(x);
        let mut best = None;
        self.search(order, x_px, 1.0, |(x, _)| (f64::from(x) - x_px).abs(), &mut best);
        best.map(|best| self.say(best))
    }

    /// Where a value is drawn, kept inside the area; `None` for a gap.
    fn place(&self, order: usize, index: usize) -> Option<Point> {
        let (series, area) = (&self.data.series[order], self.scales.area);
        let (x, y) = self.scales.point(series.xs()[index], series.top(index))?;
        let y = area.row(f64::from(y));
        let Some(bars) = &self.bars else { return Some((area.column(f64::from(x)), y)) };
        let abreast = self.shown().take_while(|(other, _)| *other < order).count();
        let (left, right) = bars.columns(&self.scales, abreast, series.xs()[index]);
        Some((i32::midpoint(left, right), y))
    }

    fn say(&self, Nearest { order, index, at: (x_px, y_px), .. }: Nearest) -> Hit {
        let series = &self.data.series[order];
        let (x_value, y_value) = (series.xs()[index], series.ys()[index]);
        let x = say_x(&self.data.x, self.data.moments(), x_value);
        let y = number::with_unit(y_value, &self.spec.unit);
        let row = series.rows.first_row() + index as u64;
        let (label, point) = (series.label.clone(), PointId { series: order, row });
        Hit { point, series: label, x, y, x_value, y_value, color: series.color, x_px, y_px }
    }
}

impl Data {
    /// How the times of x are said.
    pub(crate) fn moments(&self) -> Moments {
        let unit = match &self.x {
            X::Time(unit) => *unit,
            X::Number | X::Band(_) => None,
        };
        Moments::new(self.grain, self.x_extent(), unit)
    }
}
