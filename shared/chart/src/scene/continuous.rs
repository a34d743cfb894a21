//! Continuous scales: numbers and times to shares of a range. A domain of more than two stops is divided into parts
//! of equal length (a middle at zero, for one). Curves follow d3-scale: log, symlog, pow.

use crate::{
    calendar,
    scale::{Ticks, round_step},
};

/// Domains end here: beyond, differences would overflow.
const LARGEST: f64 = 1e150;
/// Most ticks of an axis, whatever is asked for.
const MAX_TICKS: usize = 200;
/// A log axis over more decades than this for each label asked for skips some.
const MULTIPLES: [f64; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];

/// How equal steps of a range are spread over a domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Curve {
    Linear,
    /// With this base; values on the other side of zero than the domain have no place.
    Log(f64),
    /// Linear around zero, up to this constant.
    Symlog(f64),
    /// With this exponent, mirrored at zero.
    Pow(f64),
    /// Milliseconds.
    Time,
}

/// A continuous scale.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Continuous {
    pub(crate) curve: Curve,
    /// Two or more stops, rising or falling.
    stops: Vec<f64>,
    clamp: bool,
}

impl Curve {
    /// The value on a straight line; NaN where it has no place.
    fn bend(self, value: f64) -> f64 {
        match self {
            Self::Linear | Self::Time => value,
            Self::Log(_) if value < 0.0 => -(-value).ln(),
            Self::Log(_) => value.ln(),
            Self::Symlog(constant) => value.signum() * (value / constant).abs().ln_1p(),
            Self::Pow(exponent) => value.signum() * value.abs().powf(exponent),
        }
    }
}

impl Continuous {
    /// A scale over stops; a domain without width is widened.
    pub(crate) fn new(curve: Curve, stops: Vec<f64>, clamp: bool) -> Self {
        let mut stops: Vec<f64> =
            stops.into_iter().filter(|stop| !stop.is_nan()).map(|stop| stop.clamp(-LARGEST, LARGEST)).collect();
        if let &[only] = stops.as_slice() {
            stops.push(only);
        }
        let mut scale = Self { curve, stops, clamp };
        scale.widen();
        scale
    }

    /// From the first to the last stop.
    pub(crate) fn domain(&self) -> (f64, f64) {
        match self.stops.as_slice() {
            [first, .., last] => (*first, *last),
            _ => (0.0, 1.0),
        }
    }

    /// The same in rising order.
    pub(crate) fn extent(&self) -> (f64, f64) {
        let (first, last) = self.domain();
        (first.min(last), first.max(last))
    }

    /// Where a value stands, from 0 to 1 inside the domain; `None` where it has no place.
    pub(crate) fn share(&self, value: f64) -> Option<f64> {
        let is_log = matches!(self.curve, Curve::Log(_));
        if value.is_nan() || is_log && (value == 0.0 || (value < 0.0) != (self.domain().0 < 0.0)) {
            return None;
        }
        let is_falling = self.domain().0 > self.domain().1;
        let beyond = |stop: &f64| if is_falling { value <= *stop } else { value >= *stop };
        let parts = self.stops.len() - 1;
        let part = self.stops[1..parts].iter().take_while(|stop| beyond(stop)).count();
        let [from, to, at] = [self.stops[part], self.stops[part + 1], value].map(|value| self.curve.bend(value));
        let share = (part as f64 + (at - from) / (to - from)) / parts as f64;
        Some(if self.clamp { share.clamp(0.0, 1.0) } else { share }).filter(|share| share.is_finite())
    }

    /// Rounds both ends of the domain outward, so that ticks of about this number end it.
    pub(crate) fn nice(&mut self, about: usize) {
        let is_falling = self.domain().0 > self.domain().1;
        let (low, high) = self.extent();
        let (low, high) = match self.curve {
            Curve::Log(base) => nice_log((low, high), base),
            Curve::Time => nice_time((low, high), about),
            Curve::Linear | Curve::Symlog(_) | Curve::Pow(_) => nice_linear((low, high), about),
        };
        let last = self.stops.len() - 1;
        (self.stops[0], self.stops[last]) = if is_falling { (high, low) } else { (low, high) };
    }

    /// Round values inside the domain, rising, about so many.
    pub(crate) fn ticks(&self, about: usize) -> Ticks {
        let (low, high) = self.extent();
        let about = about.clamp(1, MAX_TICKS / 2);
        match self.curve {
            Curve::Log(base) => log_ticks((low, high), base, about),
            Curve::Time => {
                let values = calendar::ticks((low, high), about).iter().map(|tick| tick.at_ms as f64).collect();
                Ticks { step: (high - low) / about as f64, values }
            }
            Curve::Linear | Curve::Symlog(_) | Curve::Pow(_) => {
                let step = round_step((high - low) / about as f64);
                Ticks::inside((low, high), step)
            }
        }
    }

    fn widen(&mut self) {
        if self.stops.len() < 2 {
            self.stops = if matches!(self.curve, Curve::Log(_)) { vec![1.0, 10.0] } else { vec![0.0, 1.0] };
        }
        let (low, high) = self.extent();
        let size = low.abs().max(high.abs());
        if high - low > size * 1e-12 && size > 1e-300 {
            return;
        }
        let half = match self.curve {
            Curve::Time => 30_000.0,
            _ if size < 1e-150 => 0.5,
            _ => size * 0.1,
        };
        self.stops = vec![low - half, high + half];
    }
}

fn nice_linear((low, high): (f64, f64), about: usize) -> (f64, f64) {
    let step = round_step((high - low) / about.max(1) as f64);
    ((low / step + 1e-9).floor() * step + 0.0, (high / step - 1e-9).ceil() * step + 0.0)
}

fn nice_log((low, high): (f64, f64), base: f64) -> (f64, f64) {
    if low <= 0.0 {
        let (low, high) = (-high, -low);
        if low <= 0.0 { (-high, -low) } else { negated(nice_log((low, high), base)) }
    } else {
        let power = |value: f64, round: fn(f64) -> f64, slack: f64| base.powf(round(value.ln() / base.ln() + slack));
        (power(low, f64::floor, 1e-9), power(high, f64::ceil, -1e-9))
    }
}

fn negated((low, high): (f64, f64)) -> (f64, f64) {
    (-high, -low)
}

fn nice_time((low, high): (f64, f64), about: usize) -> (f64, f64) {
    let ticks = calendar::ticks((low - (high - low) / about as f64, high + (high - low) / about as f64), about);
    let before = ticks.iter().map(|tick| tick.at_ms as f64).rfind(|at| *at <= low);
    let after = ticks.iter().map(|tick| tick.at_ms as f64).find(|at| *at >= high);
    (before.unwrap_or(low), after.unwrap_or(high))
}

/// Powers of the base, with multiples where these are few, thinned where they are many.
fn log_ticks((low, high): (f64, f64), base: f64, about: usize) -> Ticks {
    if low <= 0.0 {
        let mirrored = if high < 0.0 { log_ticks((-high, -low), base, about).values } else { Vec::new() };
        return Ticks { step: 1.0, values: mirrored.into_iter().rev().map(|tick| -tick).collect() };
    }
    let log = |value: f64| value.ln() / base.ln();
    let (first, last) = ((log(low) - 1e-9).floor(), (log(high) + 1e-9).ceil());
    let decades = (last - first).max(1.0);
    let inside = |tick: &f64| *tick >= low * (1.0 - 1e-9) && *tick <= high * (1.0 + 1e-9);
    let at = |multiples: &[f64], every: f64| -> Vec<f64> {
        let powers = (0..=MAX_TICKS).map(|index| first + index as f64 * every).take_while(|power| *power <= last);
        powers.flat_map(|power| multiples.iter().map(move |by| by * base.powf(power))).filter(inside).collect()
    };
    let every = (decades / about as f64).ceil().max(1.0);
    let choices: [&[f64]; 3] = [&MULTIPLES, &[1.0, 2.0, 5.0], &[1.0, 3.0]];
    let is_decimal = (base - 10.0).abs() < f64::EPSILON;
    let fitting = choices.iter().map(|multiples| at(multiples, 1.0)).find(|ticks| is_decimal && ticks.len() <= about);
    let values = fitting.unwrap_or_else(|| at(&[1.0], every));
    if values.len() < 2 {
        let step = round_step((high - low) / about as f64);
        return Ticks::inside((low, high), step);
    }
    Ticks { step: low, values }
}
