//! The horizontal axis: times, numbers or categories. Below it one line of labels, and a second for what is said
//! only once: the day or year of times, the name of numbers.

use super::{GAP_CSS_PX, LINE_CSS_PX, Pen};
use crate::{
    calendar::{self, Moments},
    encode::X,
    frame::Area,
    measure::truncate,
    number::{self, TickFormat},
    scale::{Band, Linear, XScale},
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

/// The labels of x and their places in pixels.
#[derive(Clone, Debug, Default)]
pub(crate) struct XAxis {
    ticks: Vec<f64>,
    labels: Vec<(f64, String)>,
    /// The second line, most important first.
    second: Vec<(f64, String)>,
}

impl XAxis {
    /// The labels along a scale of this width; `name` is said where the labels do not speak for themselves.
    pub(crate) fn new(pen: Pen<'_>, x: &X, scale: &XScale, sides: (i32, i32), name: &str) -> Self {
        if pen.is_bare() {
            return Self::default();
        }
        let width_px = f64::from(sides.1 - sides.0);
        let about = (width_px / pen.frame.px_f64(TICK_CSS_PX)).clamp(1.0, 100.0) as usize;
        let mut axis = match (scale, x) {
            (XScale::Band(band), X::Band(labels)) => Self::of_categories(pen, labels, band),
            (XScale::Band(_), X::Time(_) | X::Number) => Self::default(),
            (XScale::Time(linear), _) => Self::of_times(linear, about),
            (XScale::Number(linear), _) => {
                let name = truncate(name, pen.font_px(), width_px);
                Self {
                    second: vec![(f64::midpoint(sides.0.into(), sides.1.into()), name)],
                    ..Self::of_numbers(linear, about)
                }
            }
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
    fn of_times(scale: &Linear, about: usize) -> Self {
        let ticks = calendar::ticks(scale.domain, about);
        let place = |tick: &calendar::Tick| scale.px(tick.at_ms as f64);
        Self {
            ticks: ticks.iter().map(place).collect(),
            second: ticks.iter().rev().filter_map(|tick| Some((place(tick), tick.context.clone()?))).collect(),
            labels: ticks.iter().map(|tick| (place(tick), tick.label.clone())).collect(),
        }
    }

    fn of_numbers(scale: &Linear, about: usize) -> Self {
        let ticks = scale.ticks(about);
        let format = TickFormat::new(&ticks, "");
        Self {
            ticks: ticks.values.iter().map(|tick| scale.px(*tick)).collect(),
            labels: ticks.values.iter().map(|tick| (scale.px(*tick), format.label(*tick))).collect(),
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
