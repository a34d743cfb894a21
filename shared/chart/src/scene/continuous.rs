//! Continuous scales: numbers and times to shares of a range. A domain of more than two stops is divided into parts
//! of equal length (a middle at zero, for one). Curves follow d3-scale: log, symlog, pow.

use crate::{
    calendar,
    scale::{Ticks, round_step},
    threshold,
};

/// Domains end here: beyond, differences would overflow.
const LARGEST: f64 = 1e150;
/// Times end here, within the years of the calendar.
const LAST_MS: f64 = 2.5e14;
/// Most ticks of an axis, whatever is asked for.
const MAX_TICKS: usize = 200;
/// What stands between two powers of ten.
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

impl Curve {
    /// The value of a bent one, on the side of zero where the domain is.
    fn straighten(self, bent: f64, is_negative: bool) -> f64 {
        match self {
            Self::Linear | Self::Time => bent,
            Self::Log(_) if is_negative => -(-bent).exp(),
            Self::Log(_) => bent.exp(),
            Self::Symlog(constant) => bent.signum() * constant * bent.abs().exp_m1(),
            Self::Pow(exponent) => bent.signum() * bent.abs().powf(exponent.recip()),
        }
    }
}

impl Continuous {
    /// A scale over stops; a domain without width is widened.
    pub(crate) fn new(curve: Curve, stops: Vec<f64>, clamp: bool) -> Self {
        let largest = if curve == Curve::Time { LAST_MS } else { LARGEST };
        let mut stops: Vec<f64> =
            stops.into_iter().filter(|stop| !stop.is_nan()).map(|stop| stop.clamp(-largest, largest)).collect();
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

    /// The value at a share, inside the domain or beyond.
    pub(crate) fn value(&self, share: f64) -> f64 {
        let parts = self.stops.len() - 1;
        let part = ((share * parts as f64).floor().max(0.0) as usize).min(parts - 1);
        let [from, to] = [self.stops[part], self.stops[part + 1]].map(|stop| self.curve.bend(stop));
        let bent = from + (to - from) * (share * parts as f64 - part as f64);
        self.curve.straighten(bent, self.domain().0 < 0.0)
    }

    /// Puts another domain in place of its own, in the same direction; whether it can show it. A domain of several parts
    /// and the logarithms of both signs cannot.
    pub(crate) fn look(&mut self, (low, high): (f64, f64)) -> bool {
        if self.stops.len() != 2 || [low, high].iter().any(|end| self.share(*end).is_none()) {
            return false;
        }
        let stops = if self.domain().0 > self.domain().1 { vec![high, low] } else { vec![low, high] };
        *self = Self::new(self.curve, stops, self.clamp);
        true
    }

    /// Widens the domain to the levels near it, as far as they have a place; one of several parts stays.
    pub(crate) fn reach(&mut self, levels: &[f64]) {
        if let &[first, last] = self.stops.as_slice() {
            let has_place = |level: &&f64| self.share(**level).is_some();
            let bent: Vec<f64> = levels.iter().filter(has_place).map(|level| self.curve.bend(*level)).collect();
            let ends = [first, last].map(|stop| self.curve.bend(stop));
            let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let reached = threshold::reach((low, high), &bent);
            let [low, high] = [(low, reached.0), (high, reached.1)].map(|(end, reached)| {
                if end == reached { None } else { Some(self.curve.straighten(reached, first < 0.0)) }
            });
            let (low, high) = if first > last { (high, low) } else { (low, high) };
            self.stops = vec![low.unwrap_or(first), high.unwrap_or(last)];
        }
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
                let mut ticks = Ticks::inside((low, high), step);
                let is_inside =
                    |tick: &f64| self.share(*tick).is_some_and(|share| (-1e-6..=1.0 + 1e-6).contains(&share));
                ticks.values.retain(is_inside);
                ticks
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
            Curve::Time => calendar::lone_ms(low),
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
    let (first, last) = ((log(low) + 1e-9).floor(), (log(high) - 1e-9).ceil());
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
    if values.len() < 2 || values.len() < 3 && decades <= 2.0 {
        let step = round_step((high - low) / about as f64);
        return Ticks::inside((low, high), step);
    }
    Ticks { step: low, values }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn curve() -> impl Strategy<Value = Curve> {
        prop_oneof![
            Just(Curve::Linear),
            Just(Curve::Log(10.0)),
            Just(Curve::Log(2.0)),
            Just(Curve::Symlog(1.0)),
            Just(Curve::Pow(0.5)),
            Just(Curve::Pow(3.0)),
            Just(Curve::Time),
        ]
    }

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            4 => -1e3..1e3,
            2 => -1e13..1e13,
            1 => -1e-6..1e-6,
            1 => any::<f64>().prop_filter("finite", |value| value.is_finite()),
            1 => Just(0.0),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// Whatever the domain: ticks are inside, rising, few, and stand inside the axis.
        #[test]
        fn ticks_are_sane(curve in curve(), low in value(), high in value(), about in 1usize..20, nice: bool) {
            let mut scale = Continuous::new(curve, vec![low, high], false);
            if nice {
                scale.nice(about);
            }
            let (first, last) = scale.extent();
            prop_assert!(first < last && first.is_finite() && last.is_finite(), "{:?}", scale);
            let ticks = scale.ticks(about).values;
            let slack = (last - first) * 1e-6;
            prop_assert!(ticks.iter().all(|tick| *tick >= first - slack && *tick <= last + slack), "{:?} {:?}", scale, ticks);
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]), "{:?} {:?}", scale, ticks);
            prop_assert!(ticks.len() <= 2 * about + 12, "{} ticks", ticks.len());
            let places = ticks.iter().filter_map(|tick| scale.share(*tick));
            prop_assert!(places.into_iter().all(|share| (-1e-6..=1.0 + 1e-6).contains(&share)), "{:?}", scale);
        }

    }

    proptest! {
        /// A rounded domain holds what it held.
        #[test]
        fn rounding_only_widens(curve in curve(), low in -1e9..1e9f64, width in 1e-3..1e9f64, about in 2usize..12) {
            let low = if matches!(curve, Curve::Log(_)) { low.abs() + 1e-3 } else { low };
            let plain = Continuous::new(curve, vec![low, low + width], false);
            let mut nice = plain.clone();
            nice.nice(about);
            let slack = width * 1e-6;
            prop_assert!(nice.extent().0 <= plain.extent().0 + slack && nice.extent().1 >= plain.extent().1 - slack, "{:?}", nice);
        }
    }

    proptest! {
        /// A place finds its value again.
        #[test]
        fn places_and_values_agree(curve in curve(), low in -1e6..1e6f64, width in 1.0..1e6f64, share in 0.0..1.0f64) {
            let low = if matches!(curve, Curve::Log(_)) { low.abs() + 1.0 } else { low };
            let scale = Continuous::new(curve, vec![low, low + width], false);
            let found = scale.share(scale.value(share));
            prop_assert!(found.is_some_and(|found| (found - share).abs() < 1e-6), "{:?} {:?}", scale, found);
        }
    }

    #[test]
    fn stops_divide_the_range_in_equal_parts() {
        let scale = Continuous::new(Curve::Linear, vec![-10.0, 0.0, 100.0], false);
        let shares: Vec<_> = [-10.0, -5.0, 0.0, 50.0, 100.0].iter().map(|value| scale.share(*value)).collect();
        assert_eq!(shares, [0.0, 0.25, 0.5, 0.75, 1.0].map(Some));
        let falling = Continuous::new(Curve::Linear, vec![100.0, 0.0], false);
        assert_eq!((falling.share(100.0), falling.share(25.0)), (Some(0.0), Some(0.75)));
    }

    #[test]
    fn logs_show_decades_and_their_parts() {
        let ticks =
            |low: f64, high: f64, about| Continuous::new(Curve::Log(10.0), vec![low, high], false).ticks(about).values;
        assert_eq!(ticks(1.0, 1000.0, 4), [1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(ticks(1.0, 100.0, 8), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        assert_eq!(ticks(1.0, 1e12, 5), [1.0, 1e3, 1e6, 1e9, 1e12]);
        assert_eq!(ticks(20.0, 80.0, 4), [20.0, 40.0, 60.0, 80.0]);
    }
}
