//! The horizontal axis: times, numbers or categories. Below it one line of labels, and a second for what is said
//! only once: the day or year of times, the name of numbers. Where its ticks stand is decided before anything is
//! written, so that an axis that did not move by a pixel is not written again.

use super::{GAP_CSS_PX, LINE_CSS_PX, Pen};
use crate::{
    calendar::{self, Moments},
    encode::X,
    frame::Area,
    measure::truncate,
    number::{self, TickFormat},
    scale::{Band, Ticks, XScale, multiples},
    shape::Shape,
};

/// One tick for so much width.
const TICK_CSS_PX: f64 = 80.0;
/// Between two categories.
const BETWEEN_CSS_PX: f64 = 12.0;
/// A category is cut where it has at least so much room, else some are left out ...
const CUT_CSS_PX: f64 = 44.0;
/// ... or so little where they are few: each of a handful is worth its first letters ...
const CUT_FEW_CSS_PX: f64 = 28.0;
const FEW: usize = 12;
/// ... with less between them ...
const BETWEEN_FEW_CSS_PX: f64 = 8.0;
/// ... so that those that stay have this much.
const WHOLE_CSS_PX: f64 = 110.0;

/// The ticks of times or numbers and their columns: what decides how the axis looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Places {
    step: Step,
    ticks: Vec<(f64, f64)>,
    /// Moments, before they are placed.
    moments: Vec<i64>,
}

/// How far ticks are apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Step {
    /// Categories have no ticks.
    #[default]
    None,
    Number(f64),
    Time(calendar::Step),
}

/// The labels of x and their places in pixels.
#[derive(Clone, Debug, Default)]
pub(crate) struct XAxis {
    ticks: Vec<f64>,
    labels: Vec<(f64, String)>,
    /// The second line, most important first.
    second: Vec<(f64, String)>,
}

impl Places {
    /// The ticks of a scale between two columns, in the memory of others.
    pub(crate) fn find(&mut self, pen: Pen<'_>, scale: &XScale, sides: (i32, i32)) {
        self.ticks.clear();
        self.moments.clear();
        self.step = Step::None;
        if pen.is_bare() {
            return;
        }
        let width_px = f64::from(sides.1 - sides.0);
        let about = (width_px / pen.frame.px_f64(TICK_CSS_PX)).clamp(1.0, 100.0) as usize;
        match scale {
            XScale::Band(_) => {}
            XScale::Time(linear) => {
                self.step = Step::Time(calendar::places(linear.domain, about, &mut self.moments));
                let place = |at_ms: &i64| (*at_ms as f64, linear.px(*at_ms as f64).round());
                self.ticks.extend(self.moments.iter().map(place));
            }
            XScale::Number(linear) => {
                let step = linear.step(about);
                self.step = Step::Number(step);
                self.ticks.extend(multiples(linear.domain, step).map(|tick| (tick, linear.px(tick).round())));
            }
        }
    }

    /// Whether they alone decide how the axis looks.
    pub(crate) fn decide(&self) -> bool {
        self.step != Step::None
    }
}

impl XAxis {
    /// The labels along a scale; `name` is said where the labels do not speak for themselves.
    pub(crate) fn new(pen: Pen<'_>, places: &Places, x: (&X, &XScale), sides: (i32, i32), name: &str) -> Self {
        if pen.is_bare() {
            return Self::default();
        }
        let mut axis = match (places.step, x) {
            (Step::Time(step), _) => Self::of_times(step, places),
            (Step::Number(step), _) => {
                let name = truncate(name, pen.font_px(), f64::from(sides.1 - sides.0));
                let second = vec![(f64::midpoint(sides.0.into(), sides.1.into()), name)];
                Self { second, ..Self::of_numbers(step, places) }
            }
            (Step::None, (X::Band(labels), XScale::Band(band))) => Self::of_categories(pen, labels, band),
            (Step::None, _) => Self::default(),
        };
        if !pen.has_two_lines() {
            axis.second.clear();
        }
        axis
    }

    /// How many lines of labels there are.
    pub(crate) fn lines(&self) -> u32 {
        1 + u32::from(!self.second.is_empty())
    }

    /// Tick marks and labels below an area.
    pub(crate) fn draw(self, pen: Pen<'_>, area: Area, out: &mut Vec<Shape>) {
        let (width, length) = (pen.frame.px(1.0), pen.frame.px(4.0));
        for place_px in self.ticks {
            let (column, row) = (area.column(place_px), area.bottom + 1);
            out.push(pen.rect((column, row), (column + width, row + length), pen.palette.axis.into()));
        }
        let row = area.bottom + pen.frame.px(GAP_CSS_PX);
        pen.row_of_texts(self.labels.into_iter(), row, out);
        pen.row_of_texts(self.second.into_iter(), row + pen.frame.px(LINE_CSS_PX), out);
    }

    /// Where two contexts do not fit, the later stays: the earlier only says how the axis begins.
    fn of_times(step: calendar::Step, places: &Places) -> Self {
        let named = calendar::named(step, places.moments.iter().copied());
        let placed = || places.ticks.iter().map(|(_, place)| *place).zip(&named);
        Self {
            ticks: places.ticks.iter().map(|(_, place)| *place).collect(),
            second: placed().rev().filter_map(|(place, tick)| Some((place, tick.context.clone()?))).collect(),
            labels: placed().map(|(place, tick)| (place, tick.label.clone())).collect(),
        }
    }

    fn of_numbers(step: f64, places: &Places) -> Self {
        let values = places.ticks.iter().map(|(tick, _)| *tick).collect();
        let format = TickFormat::new(&Ticks { step, values }, "");
        Self {
            ticks: places.ticks.iter().map(|(_, place)| *place).collect(),
            labels: places.ticks.iter().map(|(tick, place)| (*place, format.label(*tick))).collect(),
            second: Vec::new(),
        }
    }

    /// All categories where they fit, cut where that stays readable, else every so many.
    fn of_categories(pen: Pen<'_>, labels: &[String], scale: &Band) -> Self {
        let is_few = labels.len() <= FEW;
        let (between, cut) = if is_few { (BETWEEN_FEW_CSS_PX, CUT_FEW_CSS_PX) } else { (BETWEEN_CSS_PX, CUT_CSS_PX) };
        let (between, cut) = (pen.frame.px_f64(between), pen.frame.px_f64(cut));
        let step_px = scale.step_px().max(f64::MIN_POSITIVE);
        let widest = labels.iter().map(|label| pen.width_px(label)).fold(0.0, f64::max);
        let room = step_px - between;
        let every = if widest <= room || room >= cut {
            1
        } else {
            let needed = widest.min(pen.frame.px_f64(WHOLE_CSS_PX)) + between;
            (needed / step_px).ceil().clamp(1.0, labels.len().max(1) as f64) as usize
        };
        let room_px = step_px * every as f64 - between;
        let shown = labels.iter().enumerate().step_by(every);
        let cut = shown.map(|(index, label)| (scale.px(index as f64), truncate(label, pen.font_px(), room_px)));
        Self { labels: cut.collect(), ..Self::default() }
    }
}

/// A value of x in words.
pub(crate) fn say_x(x: &X, moments: Moments, value: f64) -> String {
    match x {
        X::Time(_) => moments.say(value),
        X::Number => number::short(value),
        X::Band(labels) => labels.get(value as usize).cloned().unwrap_or_default(),
    }
}
