//! Quantiles of numbers, and how sure a mean is. Quantiles are those of R-7 (Hyndman and Fan 1996), as in Vega and d3.
//! The bootstrap draws from a generator of a fixed seed, so that equal rows give equal intervals; Vega draws at random.

use crate::transform::moments::Moments;

/// How many samples of the rows the bootstrap draws, as Vega does.
const BOOTSTRAP_SAMPLES: usize = 1_000;
/// The bootstrap of more rows would take longer than a second and differs from the normal interval by less than a
/// hundredth of its width: beyond, the normal interval is given.
const BOOTSTRAP_MAX_ROWS: usize = 20_000;
/// The seed of the bootstrap: any number, always this one.
const BOOTSTRAP_SEED: u64 = 0x5EED_A5B0_A2D5_0001;
/// The 97.5 % quantile of the normal distribution: 95 % lie between it and its negative.
const NORMAL_97_5: f64 = 1.959_963_984_540_054;

/// The quantile of numbers in ascending order, of a probability from 0 to 1; NaN of no number.
#[must_use]
pub fn quantile(ascending: &[f64], probability: f64) -> f64 {
    let (Some(first), Some(last)) = (ascending.first(), ascending.last()) else { return f64::NAN };
    if probability.is_nan() {
        return f64::NAN;
    }
    let place = probability.clamp(0.0, 1.0) * (ascending.len() - 1) as f64;
    let below = place.floor();
    match (ascending.get(below as usize), ascending.get(below as usize + 1)) {
        (Some(low), Some(high)) if place > below => low + (high - low) * (place - below),
        (Some(low), _) => *low,
        (None, _) => {
            if probability < 0.5 {
                *first
            } else {
                *last
            }
        }
    }
}

/// The numbers that are none of the gaps, ascending.
pub(crate) fn ascending(numbers: &[f64]) -> Vec<f64> {
    let mut ascending: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
    ascending.sort_unstable_by(f64::total_cmp);
    ascending
}

/// Between which two values the mean lies at 95 %; `None` of no number.
pub(crate) fn confidence(numbers: &[f64]) -> Option<[f64; 2]> {
    if numbers.is_empty() {
        return None;
    }
    if numbers.len() > BOOTSTRAP_MAX_ROWS {
        let moments = Moments::of(numbers.iter().copied());
        let half = NORMAL_97_5 * moments.standard_error();
        return Some([moments.mean() - half, moments.mean() + half]);
    }
    let mut generator = Generator(BOOTSTRAP_SEED);
    let means: Vec<f64> = (0..BOOTSTRAP_SAMPLES).map(|_| generator.mean_of_sample(numbers)).collect();
    let means = ascending(&means);
    Some([quantile(&means, 0.025), quantile(&means, 0.975)])
}

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Generator(pub(crate) u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`, each number equally often (Lemire 2019, without the correction of a bias below 2^-32).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    fn mean_of_sample(&mut self, numbers: &[f64]) -> f64 {
        let sum: f64 = (0..numbers.len()).map(|_| numbers[self.below(numbers.len())]).sum();
        sum / numbers.len() as f64
    }
}
