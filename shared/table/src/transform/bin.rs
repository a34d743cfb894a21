//! Bin: which interval of equal width a number falls into. Steps are chosen as Vega's `bin` does: a power of the base,
//! divided as long as there are no more than `maxbins` of them. Where no extent is given, it is that of the field's finite
//! numbers. What lies outside the extent falls into an infinite bin.

use std::sync::Arc;

use crate::{
    relation::{Relation, Values},
    transform::{Bin, FieldPath, TransformError, field},
};

/// How many bins Vega makes where nothing is said. (Vega-Lite says 10 or 6 for most channels.)
const MAX_BINS: f64 = 20.0;
/// By what Vega divides a step that is wider than need be.
const DIVIDE: [f64; 2] = [5.0, 2.0];
/// Numbers this much of a step below a boundary are on it: decimal steps have no exact binary form.
const TOLERANCE_STEPS: f64 = 1e-14;

/// Bins of equal width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bins {
    /// Where the first begins.
    pub start: f64,
    /// Where the last ends.
    pub stop: f64,
    /// How wide each is.
    pub step: f64,
}

pub(crate) fn apply(
    relation: &Relation,
    path: &FieldPath,
    bin: &Bin,
    [start, end]: &[Arc<str>; 2],
) -> Result<Relation, TransformError> {
    let column = field::column(relation, path);
    let numbers = field::numbers(&column);
    let extent = bin.extent.or_else(|| field::extent_of(&numbers));
    let bins = extent.map(|extent| Bins::of(bin, extent)).transpose()?;
    let starts: Vec<f64> = numbers.iter().map(|number| bins.map_or(f64::NAN, |bins| bins.floor(*number))).collect();
    let ends = starts.iter().map(|start| bins.map_or(f64::NAN, |bins| bins.end(*start))).collect();
    let mut relation = relation.clone();
    relation.set(start, Arc::new(Values::Number(starts)));
    relation.set(end, Arc::new(Values::Number(ends)));
    Ok(relation)
}

impl Bins {
    /// The bins that suit an extent.
    ///
    /// # Errors
    /// When a parameter is out of its range.
    pub fn of(bin: &Bin, extent: [f64; 2]) -> Result<Self, TransformError> {
        check(bin)?;
        let [least, greatest] = extent;
        let span =
            [greatest - least, least.abs()].into_iter().find(|span| *span > 0.0 && span.is_finite()).unwrap_or(1.0);
        let step = step(bin, span);
        let (mut start, mut stop) = (least, greatest);
        if bin.nice != Some(false) {
            let floor = (least / step + tolerance(bin, step)).floor() * step;
            start = if least < floor { floor - step } else { floor };
            stop = (greatest / step).ceil() * step;
        }
        // Adding zero makes the negative zero positive.
        Ok(Self { start: start + 0.0, stop: if stop == start { start + step } else { stop } + 0.0, step }
            .anchored(bin.anchor))
    }

    /// The start of the bin of a number: infinite outside of the bins, NaN of NaN.
    #[must_use]
    pub fn floor(self, number: f64) -> f64 {
        let end = self.start + ((self.stop - self.start) / self.step).ceil() * self.step;
        if number < self.start {
            return f64::NEG_INFINITY;
        }
        if number > end {
            return f64::INFINITY;
        }
        if number.is_nan() {
            return number;
        }
        let number = number.min(end - self.step).max(self.start);
        self.start + self.step * (TOLERANCE_STEPS + (number - self.start) / self.step).floor()
    }

    /// The end of the bin that begins there. The detour gives the very number with which the next bin begins.
    #[must_use]
    pub fn end(self, start: f64) -> f64 {
        self.start + self.step * (1.0 + (start - self.start) / self.step)
    }

    /// The same bins, moved so that one begins at the anchor.
    fn anchored(self, anchor: Option<f64>) -> Self {
        let Some(anchor) = anchor.filter(|anchor| anchor.is_finite()) else { return self };
        let shift = anchor - (self.start + self.step * ((anchor - self.start) / self.step).floor());
        Self { start: self.start + shift, stop: self.stop + shift, step: self.step }
    }
}

fn check(bin: &Bin) -> Result<(), TransformError> {
    let positive = |name, value: Option<f64>, above: f64| {
        let wrong = value.is_some_and(|value| !(value > above && value.is_finite()));
        let error = || TransformError::argument("bin", name, format!("a finite number above {above}"));
        if wrong { Err(error()) } else { Ok(()) }
    };
    positive("maxbins", bin.maxbins, 0.0)?;
    positive("step", bin.step, 0.0)?;
    positive("base", bin.base, 1.0)?;
    let steps = bin.steps.iter().chain(&bin.divide).flatten();
    steps.copied().try_for_each(|step| positive("steps and divide", Some(step), 0.0))?;
    let ends = bin.extent.is_none_or(|extent| extent.iter().all(|end| end.is_finite()));
    if ends { Ok(()) } else { Err(TransformError::argument("bin", "extent", "two finite numbers".to_owned())) }
}

fn step(bin: &Bin, span: f64) -> f64 {
    let max_bins = bin.maxbins.unwrap_or(MAX_BINS);
    if let Some(step) = bin.step {
        return step;
    }
    if let Some(steps) = bin.steps.as_ref().filter(|steps| !steps.is_empty()) {
        let enough = steps.iter().position(|step| *step >= span / max_bins).unwrap_or(steps.len());
        return steps[enough.saturating_sub(1)];
    }
    let base = bin.base.unwrap_or(10.0);
    let min_step = bin.minstep.unwrap_or(0.0);
    let level = (max_bins.ln() / base.ln()).ceil();
    let mut step = min_step.max(base.powf(round_half_up(span.ln() / base.ln()) - level)).max(f64::MIN_POSITIVE);
    while (span / step).ceil() > max_bins {
        step *= base;
    }
    for divisor in bin.divide.as_deref().unwrap_or(&DIVIDE) {
        let finer = step / divisor;
        if finer >= min_step && finer > 0.0 && span / finer <= max_bins {
            step = finer;
        }
    }
    step
}

/// As `Math.round`: halves go up, those below zero too.
fn round_half_up(number: f64) -> f64 {
    (number + 0.5).floor()
}

/// By how many steps a least value may lie below a boundary and still begin there.
fn tolerance(bin: &Bin, step: f64) -> f64 {
    let base = bin.base.unwrap_or(10.0);
    let precision = if step.ln() >= 0.0 { 0.0 } else { (-step.ln() / base.ln()).trunc() + 1.0 };
    base.powf(-precision - 1.0)
}
