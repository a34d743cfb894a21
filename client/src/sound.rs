//! Sound: a chart by ear. A course of values becomes a melody: higher values are higher tones, what lies further along x
//! comes later and further to the right, gaps are silent. Pure, but for the player.

mod player;

pub(crate) use self::player::Player;

/// The lowest tone, in hertz: clear on small speakers, low enough for two octaves above it.
const LOW_HZ: f64 = 220.0;
/// From the lowest value to the highest.
const OCTAVES: f64 = 2.0;
/// How long a series sounds, in seconds: the shortest, the longest, and how many values make it the longest.
const SECONDS: (f64, f64) = (3.0, 5.0);
const MANY_VALUES: f64 = 500.0;
/// Most tones of a series: more cannot be told apart in its time. Values that fall on one tone are its mean.
const MAX_TONES: usize = 250;

/// From when on something sounds, until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Seconds from the beginning.
    pub at_s: f64,
    /// How high; `None` is silence.
    pub hz: Option<f64>,
    /// From the left, -1, to the right, 1.
    pub pan: f64,
}

/// The tones of a series and how long they last, in seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Melody {
    /// In the order of time.
    pub tones: Vec<Tone>,
    /// When the last has ended.
    pub seconds: f64,
}

/// The first and the last, or the lowest and the highest, of finite numbers.
#[must_use]
pub fn extent(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let ends = |ends: Option<(f64, f64)>, number: f64| {
        let (low, high) = ends.unwrap_or((number, number));
        Some((low.min(number), high.max(number)))
    };
    numbers.filter(|number| number.is_finite()).fold(None, ends)
}

/// The melody of values in the order of x, between the ends of both axes. y that is not finite is a gap.
#[must_use]
pub fn melody(values: &[(f64, f64)], x_ends: (f64, f64), y_ends: (f64, f64)) -> Melody {
    let (short, long) = SECONDS;
    let seconds = short + (long - short) * (values.len() as f64 / MANY_VALUES).min(1.0);
    let mut tones: Vec<Tone> = Vec::new();
    let mut rest = values;
    while let Some((x, _)) = rest.first() {
        let slot = slot(share(*x, x_ends));
        let count = rest.iter().take_while(|(x, _)| self::slot(share(*x, x_ends)) == slot).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let (sum, heard) =
            here.iter().filter(|(_, y)| y.is_finite()).fold((0.0, 0.0), |(s, n), (_, y)| (s + y, n + 1.0));
        let along = share(*x, x_ends);
        let hz = (heard > 0.0).then(|| LOW_HZ * (OCTAVES * share(sum / heard, y_ends)).exp2());
        tones.push(Tone { at_s: along * seconds, hz, pan: along * 2.0 - 1.0 });
    }
    Melody { tones, seconds: seconds + 1.0 / short }
}

/// Where a number lies between two others, 0 to 1; in the middle where they are one.
fn share(number: f64, (low, high): (f64, f64)) -> f64 {
    let share = (number - low) / (high - low);
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.5 }
}

fn slot(share: f64) -> usize {
    (share * MAX_TONES as f64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_values_are_higher_tones_and_gaps_are_silent() {
        let values = [(0.0, 10.0), (5.0, f64::NAN), (10.0, 30.0), (20.0, 20.0)];
        let Melody { tones, seconds } = melody(&values, (0.0, 20.0), (10.0, 30.0));
        assert_eq!(tones.iter().map(|tone| tone.hz).collect::<Vec<_>>(), [Some(220.0), None, Some(880.0), Some(440.0)]);
        assert_eq!(tones.iter().map(|tone| tone.pan).collect::<Vec<_>>(), [-1.0, -0.5, 0.0, 1.0]);
        assert!((3.0..=6.0).contains(&seconds) && tones.windows(2).all(|pair| pair[0].at_s < pair[1].at_s));
    }

    #[test]
    fn many_values_are_no_more_tones_than_can_be_heard() {
        let values: Vec<(f64, f64)> = (0..100_000).map(|x| (f64::from(x), f64::from(x % 7))).collect();
        let Melody { tones, seconds } = melody(&values, (0.0, 99_999.0), (0.0, 6.0));
        assert!(tones.len() <= MAX_TONES + 1 && seconds < 6.0);
        assert!(tones.iter().all(|tone| tone.hz.is_some_and(|hz| (220.0..=880.0).contains(&hz))));
        let one = melody(&[(3.0, 5.0)], (3.0, 3.0), (5.0, 5.0));
        assert_eq!(one.tones, [Tone { at_s: one.tones[0].at_s, hz: Some(440.0), pan: 0.0 }]);
        assert_eq!(extent([f64::NAN, 2.0, 1.0].into_iter()), Some((1.0, 2.0)));
    }
}
