//! Precision: how many digits the ticks of an axis need, as d3-scale's `tickFormat` finds it.

use super::{Number, digits::shortest};

impl Number {
    /// The format for the ticks of an axis from `start` to `stop`: so many digits that ticks a `step` apart differ, and
    /// for the type `s` one prefix for all. A precision that was given stays.
    #[must_use]
    pub fn for_ticks(mut self, start: f64, stop: f64, step: f64) -> Self {
        let greatest = start.abs().max(stop.abs());
        if !(step.is_finite() && step > 0.0 && greatest.is_finite()) {
            return self;
        }
        match self.kind {
            Some('s') => {
                let prefix = exponent(greatest).div_euclid(3).clamp(-8, 8);
                self.precision = self.precision.or(Some(digits(prefix * 3 - exponent(step))));
                self.prefix = Some(prefix);
            }
            None | Some('e' | 'g' | 'p' | 'r') => {
                let needed = digits(exponent(greatest - step) - exponent(step)) + 1;
                self.precision = self.precision.or(Some(needed - usize::from(self.kind == Some('e'))));
            }
            Some(kind @ ('f' | '%')) => {
                let needed = digits(-exponent(step));
                self.precision = self.precision.or(Some(needed.saturating_sub(if kind == '%' { 2 } else { 0 })));
            }
            Some(_) => {}
        }
        self
    }
}

fn exponent(number: f64) -> i32 {
    if number > 0.0 { shortest(number).1 } else { 0 }
}

fn digits(count: i32) -> usize {
    usize::try_from(count).unwrap_or(0)
}
