//! The hit: which value is nearest to a pixel, in words for a tooltip.

use document::{Color, Mark};

use crate::{
    axes::{Scales, say_x},
    bars::Bars,
    calendar::Moments,
    encode::{Data, X},
    number,
    series::Series,
    spec::{Form, Spec},
};

/// Along lines, areas and bars a pixel to the side counts as much as so many up or down: people aim at an x.
const SIDEWAYS_WEIGHT: f64 = 4.0;

/// The value nearest to the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The name of its series; empty where there is only one without a name.
    pub series: String,
    /// Its x in words.
    pub x: String,
    /// Its y in words, with the unit.
    pub y: String,
    /// The colour of its series.
    pub color: Color,
    /// Its column, in device pixels.
    pub x_px: i32,
    /// Its row, in device pixels.
    pub y_px: i32,
}

/// What can be hit.
#[derive(Clone, Debug)]
pub(crate) struct Targets {
    pub(crate) spec: Spec,
    pub(crate) data: Data,
    pub(crate) scales: Scales,
    pub(crate) bars: Option<Bars>,
}

impl Targets {
    /// The value nearest to a pixel.
    pub(crate) fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        let sideways = if self.spec.form == Form::Chart(Mark::Point) { 1.0 } else { SIDEWAYS_WEIGHT };
        let mut best: Option<(f64, usize, usize, (i32, i32))> = None;
        for (order, series) in self.data.series.iter().enumerate() {
            for index in 0..series.xs.len() {
                let Some((x, y)) = self.place(order, series, index) else { continue };
                let distance = ((f64::from(x) - x_px) * sideways).hypot(f64::from(y) - y_px);
                if best.is_none_or(|(least, ..)| distance < least) {
                    best = Some((distance, order, index, (x, y)));
                }
            }
        }
        let (_, order, index, place) = best?;
        Some(self.say(&self.data.series[order], index, place))
    }

    /// Where a value is drawn; `None` for a gap.
    fn place(&self, order: usize, series: &Series, index: usize) -> Option<(i32, i32)> {
        let (x, y) = self.scales.point(series.xs[index], series.top(index))?;
        let Some(bars) = &self.bars else { return Some((x, y)) };
        let (left, right) = bars.columns(&self.scales, order, series.xs[index]);
        Some((i32::midpoint(left, right), y))
    }

    fn say(&self, series: &Series, index: usize, (x_px, y_px): (i32, i32)) -> Hit {
        let x = say_x(&self.data.x, self.data.moments(), series.xs[index]);
        let y = number::with_unit(series.ys[index], &self.spec.unit);
        Hit { series: series.label.clone(), x, y, color: series.color, x_px, y_px }
    }
}

impl Data {
    /// How the times of x are said.
    pub(crate) fn moments(&self) -> Moments {
        let unit = match &self.x {
            X::Time(unit) => *unit,
            X::Number | X::Band(_) => None,
        };
        Moments::of(self.series.iter().flat_map(|series| series.xs.iter().copied()), unit)
    }
}
