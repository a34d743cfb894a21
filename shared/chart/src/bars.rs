//! Bars: how wide they are and where they stand. A bar fills its category, its calendar unit, or the distance of the
//! closest neighbours along x, less a little air; several series stand side by side unless they are stacked.

use table::CalendarUnit;

use crate::{
    axes::Scales,
    calendar::lone_unit_ms,
    encode::{Data, X, calendar_unit},
};

/// The share of a slot that stays free.
const AIR_SHARE: f64 = 0.2;

/// The least width of a lone bar at a time, in milliseconds.
const LEAST_LONE_MS: f64 = 60_000.0;

/// The places of bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bars {
    width: Width,
    /// How many stand side by side.
    abreast: usize,
}

/// How much of x a slot covers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Width {
    /// So much, with the value in the middle.
    Fixed(f64),
    /// The unit that begins at the value.
    Calendar(CalendarUnit),
}

impl Bars {
    /// The bars of these series, so many abreast.
    pub(crate) fn new(data: &Data, abreast: usize) -> Self {
        let width = match &data.x {
            X::Band(_) => Width::Fixed(1.0),
            X::Time(Some(unit)) => Width::Calendar(calendar_unit(*unit)),
            X::Time(None) => Width::Fixed(closest(data).unwrap_or_else(|| lone_bar_ms(data))),
            X::Number => Width::Fixed(closest(data).unwrap_or(1.0)),
        };
        Self { width, abreast: abreast.max(1) }
    }

    /// What the slot of a value covers.
    pub(crate) fn slot(&self, x: f64) -> (f64, f64) {
        match self.width {
            Width::Fixed(width) => (x - width / 2.0, x + width / 2.0),
            Width::Calendar(unit) => (x, unit.next(x as i64).map_or(x, |next| next as f64)),
        }
    }

    /// Whether the slot of a value touches the domain.
    pub(crate) fn is_shown(&self, scales: &Scales, x: f64) -> bool {
        let (from, to) = self.slot(x);
        scales.x.domain().is_none_or(|(first, last)| to >= first && from <= last)
    }

    /// First and, excluded, last pixel column of the bar of a series at x.
    pub(crate) fn columns(&self, scales: &Scales, series: usize, x: f64) -> (i32, i32) {
        let (from, to) = self.slot(x);
        let (from, to) = (scales.x.px(from), scales.x.px(to));
        let (from, to) = (from.min(to), from.max(to));
        let air = (to - from) * AIR_SHARE / 2.0;
        let width = (to - from - 2.0 * air) / self.abreast as f64;
        let place = (series % self.abreast) as f64;
        let left = scales.area.column(from + air + place * width);
        let right = scales.area.column(from + air + (place + 1.0) * width);
        (left, right.max(left + 1))
    }
}

/// The width of a lone bar at a time; of one at a number it is 1.
fn lone_bar_ms(data: &Data) -> f64 {
    data.x_extent().map_or(0.0, |(first, _)| lone_unit_ms(first).max(LEAST_LONE_MS))
}

/// The distance of the closest two values of x.
fn closest(data: &Data) -> Option<f64> {
    let mut xs: Vec<f64> = data.series.iter().flat_map(|series| series.xs().iter().copied()).collect();
    xs.sort_unstable_by(f64::total_cmp);
    xs.dedup();
    xs.windows(2).map(|pair| pair[1] - pair[0]).reduce(f64::min)
}
