//! Scales: from values to pixels and back. A domain is never flat and never infinite, so that every finite value
//! has a pixel; ticks are round numbers (1, 2 or 5 times a power of ten) inside the domain, in rising order.

use crate::calendar::lone_ms;

/// Beyond this, differences of values would overflow; domains end here.
const LARGEST: f64 = 1e150;
/// Values closer to zero are drawn as zero: powers of ten run out below.
pub(crate) const SMALLEST: f64 = 1e-150;
/// A domain narrower than this share of its values is flat: labels could not tell its ticks apart.
const FLAT_SHARE: f64 = 1e-9;
/// Most ticks of an axis, whatever is asked for.
const MAX_TICKS: usize = 200;
/// A domain whose lower end is this close to zero, as a share of its width, begins at zero.
const NEAR_ZERO_SHARE: f64 = 0.35;

/// Values along a straight line; times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Linear {
    /// The first and the last value, rising.
    pub(crate) domain: (f64, f64),
    /// Their places in pixels, in either direction.
    range: (f64, f64),
    /// Pixels of one unit: a frame asks for thousands of places, and division is dear.
    slope: f64,
}

/// Categories side by side, in slots of equal width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Band {
    count: usize,
    range: (f64, f64),
}

/// The horizontal scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum XScale {
    /// Milliseconds since the Unix epoch.
    Time(Linear),
    /// Numbers.
    Number(Linear),
    /// Indexes of categories.
    Band(Band),
}

/// Round values at equal steps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// The distance of two neighbours.
    pub(crate) step: f64,
    /// Rising, inside the domain.
    pub(crate) values: Vec<f64>,
}

impl Linear {
    /// A scale over the domain, widened where it is flat.
    pub(crate) fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self::over(widen(domain), range)
    }

    fn over(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range, slope: (range.1 - range.0) / (domain.1 - domain.0) }
    }

    /// A scale over moments in milliseconds. A lone one stands among others like it: widening it by a share of its value,
    /// as other domains are, would show centuries.
    pub(crate) fn of_time((first, last): (f64, f64), range: (f64, f64)) -> Self {
        let around = if last - first >= 1.0 { 0.0 } else { lone_ms(first) };
        let domain = if around > 0.0 { (first - around, first + around) } else { (first, last) };
        Self::over(domain, range)
    }

    /// The place of a value.
    pub(crate) fn px(&self, value: f64) -> f64 {
        self.range.0 + (value - self.domain.0) * self.slope
    }

    /// The value at a place.
    pub(crate) fn value(&self, px: f64) -> f64 {
        self.domain.0 + (px - self.range.0) / self.slope
    }

    /// The distance of round values of which at most one more than asked for lies inside the domain.
    pub(crate) fn step(&self, about: usize) -> f64 {
        round_step((self.domain.1 - self.domain.0) / about.max(1) as f64)
    }
}

impl Ticks {
    /// The multiples of a step inside a domain.
    pub(crate) fn inside(domain: (f64, f64), step: f64) -> Self {
        Self { step, values: multiples(domain, step).collect() }
    }
}

impl Band {
    /// Slots for so many categories, at least one.
    pub(crate) fn new(count: usize, range: (f64, f64)) -> Self {
        Self { count: count.max(1), range }
    }

    /// The width of a slot.
    pub(crate) fn step_px(&self) -> f64 {
        (self.range.1 - self.range.0).abs() / self.count as f64
    }

    /// The slot at a place; the first or the last one outside.
    pub(crate) fn index(&self, px: f64) -> f64 {
        let slot = (px - self.range.0) / (self.range.1 - self.range.0) * self.count as f64;
        slot.floor().clamp(0.0, self.count.saturating_sub(1) as f64)
    }

    /// The middle of a slot.
    pub(crate) fn px(&self, index: f64) -> f64 {
        self.range.0 + (index + 0.5) * (self.range.1 - self.range.0) / self.count as f64
    }
}

impl XScale {
    /// The place of a value, or the middle of a category.
    pub(crate) fn px(&self, value: f64) -> f64 {
        match self {
            Self::Time(linear) | Self::Number(linear) => linear.px(value),
            Self::Band(band) => band.px(value),
        }
    }

    /// The value at a place, or the index of the category there.
    pub(crate) fn value(&self, px: f64) -> f64 {
        match self {
            Self::Time(linear) | Self::Number(linear) => linear.value(px),
            Self::Band(band) => band.index(px),
        }
    }

    /// The value at a place; between the middles of two categories, between their indexes.
    pub(crate) fn place(&self, px: f64) -> f64 {
        match self {
            Self::Time(linear) | Self::Number(linear) => linear.value(px),
            Self::Band(band) => (px - band.range.0) / (band.range.1 - band.range.0) * band.count as f64 - 0.5,
        }
    }

    /// The first and the last value; categories have no domain.
    pub(crate) fn domain(&self) -> Option<(f64, f64)> {
        match self {
            Self::Time(linear) | Self::Number(linear) => Some(linear.domain),
            Self::Band(_) => None,
        }
    }

    /// From the first to the last value of the domain; categories have no span.
    pub(crate) fn span(&self) -> f64 {
        match self {
            Self::Time(linear) | Self::Number(linear) => linear.domain.1 - linear.domain.0,
            Self::Band(_) => 0.0,
        }
    }
}

/// The multiples of a step inside a domain, rising.
pub(crate) fn multiples((low, high): (f64, f64), step: f64) -> impl Iterator<Item = f64> {
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    let indexes = (0..MAX_TICKS).map(move |index| first + index as f64).take_while(move |index| *index <= last);
    indexes.map(move |index| index * step + 0.0)
}

/// The smallest and the largest of finite values; `None` where there is none.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// The domain of a value axis and the distance of its ticks: with zero where bars stand on it or the data comes close to
/// it, ending at ticks.
pub(crate) fn value_axis(extent: (f64, f64), from_zero: bool, about: usize) -> ((f64, f64), f64) {
    let (mut low, mut high) = extent;
    let near = NEAR_ZERO_SHARE * (high - low);
    if low > 0.0 && (from_zero || low < near) {
        low = 0.0;
    }
    if high < 0.0 && (from_zero || high > -near) {
        high = 0.0;
    }
    let (low, high) = widen((low, high));
    let step = round_step((high - low) / about.max(1) as f64);
    let domain = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
    (domain, step)
}

/// The smallest of 1, 2, 5 times a power of ten that is not below a positive, finite number.
pub(crate) fn round_step(at_least: f64) -> f64 {
    let power = 10f64.powf(at_least.log10().floor());
    let share = at_least / power;
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| share <= factor * (1.0 + 1e-9)).unwrap_or(10.0);
    factor * power
}

/// A rising domain of finite width around the given one.
fn widen((low, high): (f64, f64)) -> (f64, f64) {
    let (low, high) = (low.clamp(-LARGEST, LARGEST), high.clamp(-LARGEST, LARGEST));
    let (low, high) = if low.is_nan() || high.is_nan() { (0.0, 0.0) } else { (low.min(high), low.max(high)) };
    let size = low.abs().max(high.abs());
    if size < SMALLEST {
        (0.0, 1.0)
    } else if high - low > size * FLAT_SHARE {
        (low, high)
    } else {
        (low - size * 0.1, high + size * 0.1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            -1e3..1e3,
            -1e12..1e12,
            -1e-6..1e-6,
            any::<f64>().prop_filter("finite", |value| value.is_finite()),
            Just(0.0),
        ]
    }

    proptest! {
        #[test]
        fn ticks_are_inside_rising_and_few(low in value(), high in value(), about in 1usize..20) {
            let scale = Linear::new((low, high), (0.0, 500.0));
            let (low, high) = scale.domain;
            let ticks = Ticks::inside(scale.domain, scale.step(about));
            let slack = (high - low) * 1e-6;
            prop_assert!(ticks.values.iter().all(|tick| *tick >= low - slack && *tick <= high + slack), "{ticks:?}");
            prop_assert!(ticks.values.windows(2).all(|pair| pair[0] < pair[1]), "{ticks:?}");
            prop_assert!(ticks.values.len() <= about + 2, "{} ticks", ticks.values.len());
        }

        #[test]
        fn a_value_domain_holds_its_data_and_ends_at_ticks(low in value(), high in value(), zero: bool) {
            let extent = (low.min(high), low.max(high));
            let (domain, step) = value_axis(extent, zero, 5);
            let ticks = Ticks::inside(domain, step);
            let slack = (domain.1 - domain.0) * 1e-6;
            let (low, high) = (extent.0.clamp(-LARGEST, LARGEST), extent.1.clamp(-LARGEST, LARGEST));
            prop_assert!(domain.0 <= low + slack && high <= domain.1 + slack, "{domain:?}");
            prop_assert!(domain.0 < domain.1 && domain.1.is_finite());
            prop_assert!(ticks.values.len() >= 2 && ticks.values.len() <= 8, "{ticks:?}");
            prop_assert!(!zero || domain.0 <= slack && domain.1 >= -slack, "{domain:?}");
        }

        #[test]
        fn a_pixel_finds_its_value_again(low in value(), high in value(), share in 0.0..1.0, down: bool) {
            let range = if down { (400.0, 10.0) } else { (10.0, 400.0) };
            let scale = Linear::new((low, high), range);
            let value = scale.domain.0 + (scale.domain.1 - scale.domain.0) * share;
            let px = scale.px(value);
            prop_assert!((10.0 - 1e-6..=400.0 + 1e-6).contains(&px));
            let error = (scale.value(px) - value).abs();
            prop_assert!(error <= (scale.domain.1 - scale.domain.0) * 1e-6, "{error}");
        }
    }

    #[test]
    fn steps_are_one_two_five() {
        for (at_least, step) in
            [(0.7, 1.0), (1.0, 1.0), (1.3, 2.0), (4.9, 5.0), (5.1, 10.0), (0.03, 0.05), (130.0, 200.0)]
        {
            assert!((round_step(at_least) - step).abs() < step * 1e-9, "{at_least} -> {}", round_step(at_least));
        }
    }

    #[test]
    fn flat_domains_are_widened() {
        assert_eq!(Linear::new((0.0, 0.0), (0.0, 1.0)).domain, (0.0, 1.0));
        assert_eq!(Linear::new((10.0, 10.0), (0.0, 1.0)).domain, (9.0, 11.0));
        assert_eq!(Linear::new((f64::NAN, 3.0), (0.0, 1.0)).domain, (0.0, 1.0));
    }
}
