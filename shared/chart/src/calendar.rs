//! The calendar of the time axis: ticks at round moments in UTC, and words for moments.
//! A tick's label says what changes from tick to tick; its context (a day, a year) is said once, where it begins.

use std::iter;

use document::TimeUnit;
use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{
    scale::{extent, round_step},
    wording::{Wording, civil, said},
};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A month for estimates; ticks stand on real ones.
const MEAN_MONTH: i64 = 30 * DAY + 10 * HOUR;
/// The first Monday after the epoch, where weeks are counted from.
const FIRST_MONDAY: i64 = 4 * DAY;
/// Most ticks of an axis, whatever is asked for.
const MAX_TICKS: usize = 200;
/// So many times the ticks that are asked for still fit: steps are up to 3.5 times apart, and a bound without leeway
/// would let a slightly wider domain, such as that of bars, fall from six ticks to one.
const LEEWAY: f64 = 1.4;
/// A lone tick says where one moment stands, not how far apart any two are; where half as many as asked for are more
/// than two, so are the ticks. Labels that then lack room are left out by the axis.
const LEAST_TICKS: (usize, usize) = (2, 3);

/// The distance of ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Milliseconds from the epoch.
    Fixed(i64),
    /// Weeks from Monday, so many at a time.
    Weeks(i64),
    /// Calendar months, so many at a time.
    Months(i64),
}

const STEPS: [Step; 24] = [
    Step::Fixed(SECOND),
    Step::Fixed(2 * SECOND),
    Step::Fixed(5 * SECOND),
    Step::Fixed(10 * SECOND),
    Step::Fixed(15 * SECOND),
    Step::Fixed(30 * SECOND),
    Step::Fixed(MINUTE),
    Step::Fixed(2 * MINUTE),
    Step::Fixed(5 * MINUTE),
    Step::Fixed(10 * MINUTE),
    Step::Fixed(15 * MINUTE),
    Step::Fixed(30 * MINUTE),
    Step::Fixed(HOUR),
    Step::Fixed(2 * HOUR),
    Step::Fixed(3 * HOUR),
    Step::Fixed(6 * HOUR),
    Step::Fixed(12 * HOUR),
    Step::Fixed(DAY),
    Step::Fixed(2 * DAY),
    Step::Weeks(1),
    Step::Weeks(2),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
];

/// A moment on the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    /// Milliseconds since the Unix epoch.
    pub(crate) at_ms: i64,
    /// What changes from tick to tick.
    pub(crate) label: String,
    /// The day or year that begins with this tick; the first tick always has one, unless its label is the year.
    pub(crate) context: Option<String>,
}

/// Ticks inside a domain of milliseconds, about as many as asked for and at least two or three where there are, rising.
pub(crate) fn ticks(domain: (f64, f64), about: usize) -> Vec<Tick> {
    let mut moments = Vec::new();
    let step = places(domain, about, &mut moments);
    named(step, moments.into_iter())
}

/// The moments of the ticks inside a domain, into memory that is used again, and how far apart they are.
pub(crate) fn places(domain: (f64, f64), about: usize, moments: &mut Vec<i64>) -> Step {
    let limit = |ms: f64| ms.clamp(Timestamp::MIN.as_millisecond() as f64, Timestamp::MAX.as_millisecond() as f64);
    let (first, last) = (limit(domain.0).ceil() as i64, limit(domain.1).floor() as i64);
    let about = about.clamp(1, MAX_TICKS / 2);
    let least = (about / 2 + 1).clamp(LEAST_TICKS.0, LEAST_TICKS.1);
    dense_enough(step_for(last.saturating_sub(first) as f64, about as f64), (first, last), least, moments)
}

/// What is said of these moments.
pub(crate) fn named(step: Step, moments: impl Iterator<Item = i64>) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    let mut context = String::new();
    for at_ms in moments {
        let (label, now) = words(step, at_ms);
        let changed = now != context;
        ticks.push(Tick { at_ms, label, context: changed.then(|| now.clone()) });
        context = now;
    }
    if let Some(context) = ticks.first_mut().and_then(|tick| tick.context.as_mut())
        && step.about_ms() < DAY
    {
        context.push_str(" UTC");
    }
    ticks
}

/// The closest step that divides the span into no more parts than fit. The long labels within a second have no leeway.
fn step_for(span_ms: f64, about: f64) -> Step {
    let least_ms = span_ms / (about * LEEWAY);
    let within_second =
        || Some(round_step((span_ms / about).max(1.0)) as i64).filter(|ms| *ms < SECOND).map(Step::Fixed);
    let fits = |step: &Step| step.about_ms() as f64 >= least_ms;
    within_second().or_else(|| STEPS.into_iter().find(fits)).unwrap_or_else(|| {
        let years = least_ms / (12 * MEAN_MONTH) as f64;
        Step::Months(12 * round_step(years.max(1.0)) as i64)
    })
}

/// The step, or the closest one below it that has enough moments, with its moments.
fn dense_enough(step: Step, ends: (i64, i64), least: usize, out: &mut Vec<i64>) -> Step {
    for step in iter::successors(Some(step), |step| step.finer()) {
        moments(step, ends, out);
        if out.len() >= least {
            return step;
        }
    }
    moments(step, ends, out);
    step
}

impl Step {
    fn about_ms(self) -> i64 {
        match self {
            Self::Fixed(ms) => ms,
            Self::Weeks(weeks) => weeks * 7 * DAY,
            Self::Months(months) => months * MEAN_MONTH,
        }
    }

    /// The next step below.
    fn finer(self) -> Option<Self> {
        match self {
            Self::Months(months) if months > 12 => Some(Self::Months(months / 24 * 12)),
            Self::Fixed(ms) if ms <= SECOND => Some(ms / 2).filter(|ms| *ms > 0).map(Self::Fixed),
            _ => STEPS.into_iter().rev().find(|step| step.about_ms() < self.about_ms()),
        }
    }
}

/// The moments of a step from first to last, both included, in place of others.
fn moments(step: Step, (first, last): (i64, i64), out: &mut Vec<i64>) {
    let every = |ms: i64, offset: i64| {
        let start = (first - offset).div_euclid(ms) * ms + offset;
        (0..).map(move |index| start + index * ms).skip_while(move |at| *at < first)
    };
    let until = |at: &i64| *at <= last;
    out.clear();
    match step {
        Step::Fixed(ms) => out.extend(every(ms, 0).take_while(until).take(MAX_TICKS)),
        Step::Weeks(weeks) => out.extend(every(weeks * 7 * DAY, FIRST_MONDAY).take_while(until).take(MAX_TICKS)),
        Step::Months(months) => {
            let date = civil(first);
            let start = (i64::from(date.year()) * 12 + i64::from(date.month()) - 1).div_euclid(months) * months;
            // The first may lie before the calendar begins.
            let months = (0..=MAX_TICKS as i64 + 1).map(|index| start + index * months);
            out.extend(months.filter_map(month_start).skip_while(|at| *at < first).take_while(until).take(MAX_TICKS));
        }
    }
}

/// The first moment of a month, counted from the year 0.
fn month_start(month: i64) -> Option<i64> {
    let (year, month) = (i16::try_from(month.div_euclid(12)).ok()?, month.rem_euclid(12) as i8 + 1);
    let date = DateTime::new(year, month, 1, 0, 0, 0, 0).ok()?;
    Offset::UTC.to_timestamp(date).ok().map(Timestamp::as_millisecond)
}

/// A moment as exactly as it is: a date, with the time of day where it is not midnight.
pub(crate) fn date_words(at_ms: f64) -> String {
    Moments::of([at_ms].into_iter(), None).dated().say(at_ms)
}

/// Label and context of a tick.
fn words(step: Step, at_ms: i64) -> (String, String) {
    use Wording as W;
    let (label, context) = match step {
        Step::Fixed(ms) if ms < SECOND => (W::Millisecond, Some(W::Date)),
        Step::Fixed(ms) if ms < MINUTE => (W::Second, Some(W::Date)),
        Step::Fixed(ms) if ms < DAY => (W::Minute, Some(W::Date)),
        Step::Fixed(_) | Step::Weeks(_) => (W::Day, Some(W::Year)),
        Step::Months(months) if months < 12 => (W::Month, Some(W::Year)),
        Step::Months(_) => (W::Year, None),
    };
    (said(at_ms, label), context.map(|context| said(at_ms, context)).unwrap_or_default())
}

/// How far the axis of a lone moment reaches to each of its sides: it stands among days where it is one, else as many
/// hours or minutes as show where it lies in its day.
pub(crate) fn lone_ms(at_ms: f64) -> f64 {
    match lone_unit_ms(at_ms) as i64 {
        DAY => 7.0 * DAY as f64,
        SECOND => 30.0 * SECOND as f64,
        unit_ms => 3.0 * unit_ms as f64,
    }
}

/// The largest common unit that a lone moment is a whole number of.
pub(crate) fn lone_unit_ms(at_ms: f64) -> f64 {
    let is_whole = |unit_ms: &i64| (at_ms / *unit_ms as f64).fract() == 0.0;
    [DAY, HOUR, 5 * MINUTE, MINUTE].into_iter().find(is_whole).unwrap_or(SECOND) as f64
}

/// How exactly a moment is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// A calendar unit from days up.
    Unit(TimeUnit),
    /// Hours and minutes.
    Minute,
    /// Hours, minutes, seconds.
    Second,
    /// To the millisecond.
    Millisecond,
}

/// Words for the moments of one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moments {
    precision: Precision,
    /// Whether the day is said too.
    dated: bool,
}

/// How many of some moments are no whole day, minute or second: what has to be said of them. Kept while they come and
/// go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grain {
    between_days: usize,
    between_minutes: usize,
    between_seconds: usize,
}

impl Grain {
    /// A moment comes.
    pub(crate) fn add(&mut self, at_ms: f64) {
        let [days, minutes, seconds] = Self::between(at_ms);
        self.between_days += days;
        self.between_minutes += minutes;
        self.between_seconds += seconds;
    }

    /// A moment goes that came before.
    pub(crate) fn remove(&mut self, at_ms: f64) {
        let [days, minutes, seconds] = Self::between(at_ms);
        self.between_days -= days;
        self.between_minutes -= minutes;
        self.between_seconds -= seconds;
    }

    /// What is left of days, minutes and seconds. A processor divides such numbers several times as fast as whole ones,
    /// and exactly: their product with a unit has no fraction.
    fn between(at_ms: f64) -> [usize; 3] {
        let at_ms = at_ms.trunc();
        [DAY, MINUTE, SECOND].map(|unit_ms| {
            let unit_ms = unit_ms as f64;
            usize::from(at_ms - (at_ms / unit_ms).floor() * unit_ms != 0.0)
        })
    }
}

impl Moments {
    /// As exact as the moments of a column are, or as the unit that groups them.
    pub(crate) fn of(at_ms: impl Iterator<Item = f64> + Clone, unit: Option<TimeUnit>) -> Self {
        let mut grain = Grain::default();
        at_ms.clone().for_each(|at_ms| grain.add(at_ms));
        Self::new(grain, extent(at_ms), unit)
    }

    /// The same from what is known of the moments; over a minute, seconds suffice.
    pub(crate) fn new(grain: Grain, extent: Option<(f64, f64)>, unit: Option<TimeUnit>) -> Self {
        let (first, last) = extent.unwrap_or_default();
        let precision = match unit {
            Some(TimeUnit::Minute | TimeUnit::Hour) => Precision::Minute,
            Some(unit) => Precision::Unit(unit),
            None if grain.between_days == 0 => Precision::Unit(TimeUnit::Day),
            None if grain.between_minutes == 0 => Precision::Minute,
            None if grain.between_seconds == 0 || last - first >= MINUTE as f64 => Precision::Second,
            None => Precision::Millisecond,
        };
        let day = |at_ms: f64| (at_ms as i64).div_euclid(DAY);
        Self { precision, dated: day(first) != day(last) }
    }

    /// The same moments, with no more than minutes: for ranges.
    pub(crate) fn coarse(self, span_ms: f64) -> Self {
        let precision = match self.precision {
            Precision::Second | Precision::Millisecond if span_ms >= 5e3 * 60.0 => Precision::Minute,
            Precision::Millisecond if span_ms >= 5e3 => Precision::Second,
            precision => precision,
        };
        Self { precision, ..self }
    }

    /// The same moments, each with its day.
    fn dated(self) -> Self {
        Self { dated: true, ..self }
    }

    /// The moment in words.
    pub(crate) fn say(self, at_ms: f64) -> String {
        let at_ms = at_ms as i64;
        let clock = match self.precision {
            Precision::Unit(TimeUnit::Year) => return said(at_ms, Wording::Year),
            Precision::Unit(TimeUnit::Quarter) => {
                return format!("Q{} {}", (civil(at_ms).month() + 2) / 3, said(at_ms, Wording::Year));
            }
            Precision::Unit(TimeUnit::Month) => return said(at_ms, Wording::MonthOfYear),
            Precision::Unit(TimeUnit::Week) => return said(at_ms, Wording::Week),
            Precision::Unit(_) => return said(at_ms, Wording::Date),
            Precision::Minute => said(at_ms, Wording::Minute),
            Precision::Second => said(at_ms, Wording::Second),
            Precision::Millisecond => said(at_ms, Wording::Millisecond),
        };
        if self.dated { format!("{} {clock}", said(at_ms, Wording::Date)) } else { clock }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2026-11-22T14:02:07Z.
    const NOON: f64 = 1_795_356_127_000.0;

    fn check(from: f64, span: i64, about: usize, expected: &str) {
        let ticks = ticks((from, from + span as f64), about);
        let said: Vec<_> = ticks
            .iter()
            .map(|tick| {
                tick.label.clone() + &tick.context.as_ref().map(|context| format!(" ({context})")).unwrap_or_default()
            })
            .collect();
        assert_eq!(said.join(", "), expected);
    }

    #[test]
    fn ticks_stand_at_round_moments() {
        check(NOON, 10 * MINUTE, 5, "14:04 (22 Nov 2026 UTC), 14:06, 14:08, 14:10, 14:12");
        check(NOON, 20 * SECOND, 5, "14:02:10 (22 Nov 2026 UTC), 14:02:15, 14:02:20, 14:02:25");
        check(NOON, 300, 3, "14:02:07.000 (22 Nov 2026 UTC), 14:02:07.100, 14:02:07.200, 14:02:07.300");
        check(NOON, 18 * HOUR, 4, "18:00 (22 Nov 2026 UTC), 00:00 (23 Nov 2026), 06:00");
        check(NOON, 9 * DAY, 6, "23 Nov (2026), 25 Nov, 27 Nov, 29 Nov, 1 Dec");
        check(NOON, 40 * DAY, 6, "23 Nov (2026), 30 Nov, 7 Dec, 14 Dec, 21 Dec, 28 Dec");
        check(NOON, 140 * DAY, 6, "Dec (2026), Jan (2027), Feb, Mar, Apr");
        check(NOON, 1_500 * DAY, 5, "2027, 2028, 2029, 2030");
        check(NOON, 40_000 * DAY, 6, "2040, 2060, 2080, 2100, 2120");
    }

    #[test]
    fn a_wider_domain_has_as_many_ticks() {
        // From 2025-01-01, a Wednesday: one of the twelve days is a Monday.
        let (first, half_day) = (1_735_689_600_000.0, 12.0 * HOUR as f64);
        for about in 1..=6 {
            let expected = "2 Jan (2025), 4 Jan, 6 Jan, 8 Jan, 10 Jan, 12 Jan";
            check(first, 11 * DAY, about, expected);
            check(first - half_day, 12 * DAY, about, expected);
        }
    }

    #[test]
    fn moments_are_said_in_the_words_that_were_given() {
        // The words hold for a thread.
        let checked = std::thread::spawn(|| {
            crate::wording::say_moments(|at_ms, wording| format!("{wording:?}{}", at_ms.rem_euclid(7)));
            check(NOON, 9 * DAY, 6, "Day4 (Year4), Day6 (Year6), Day1 (Year1), Day3 (Year3), Day5 (Year5)");
            let say = |at: &[f64], unit| Moments::of(at.iter().copied(), unit).say(at[0]);
            assert_eq!(say(&[7e3, 7e3 + 2.0 * DAY as f64], None), "Date0 Second0");
            assert_eq!(say(&[0.0], Some(TimeUnit::Quarter)), "Q1 Year0");
        });
        checked.join().unwrap();
    }

    #[test]
    fn a_lone_moment_stands_among_others_like_it() {
        let midnight = 1_795_305_600_000.0;
        let alone = |at: f64| (at - lone_ms(at), 2 * lone_ms(at) as i64);
        let (from, span) = alone(midnight);
        check(from, span, 7, "15 Nov (2026), 17 Nov, 19 Nov, 21 Nov, 23 Nov, 25 Nov, 27 Nov, 29 Nov");
        let (from, span) = alone(midnight + 14.0 * HOUR as f64);
        check(from, span, 6, "11:00 (22 Nov 2026 UTC), 12:00, 13:00, 14:00, 15:00, 16:00, 17:00");
        assert_eq!(lone_ms(NOON), 30_000.0);
    }

    #[test]
    fn moments_are_said_as_exactly_as_they_are() {
        let say = |at: &[f64], unit| Moments::of(at.iter().copied(), unit).say(at[0]);
        assert_eq!(say(&[NOON], None), "14:02:07");
        assert_eq!(say(&[NOON, NOON + DAY as f64], None), "22 Nov 2026 14:02:07");
        assert_eq!(say(&[0.0, DAY as f64], None), "1 Jan 1970");
        assert_eq!(say(&[0.0], Some(TimeUnit::Quarter)), "Q1 1970");
        assert_eq!(say(&[NOON], Some(TimeUnit::Month)), "Nov 2026");
        assert_eq!(Moments::of([NOON].into_iter(), None).coarse(6e5).say(NOON), "14:02");
    }

    proptest! {
        #[test]
        fn ticks_are_inside_rising_few_and_distinct(from in -1e13..1e13f64, power in 0.5..15.0f64, about in 1usize..20) {
            let domain = (from, from + 10f64.powf(power));
            let ticks = ticks(domain, about);
            let most = (about as f64 * LEEWAY).max(10.0) as usize + 2;
            prop_assert!((2..=most).contains(&ticks.len()), "{} of {about}", ticks.len());
            prop_assert!(ticks.iter().all(|tick| (domain.0..=domain.1).contains(&(tick.at_ms as f64))));
            prop_assert!(ticks.windows(2).all(|pair| pair[0].at_ms < pair[1].at_ms));
            let mut context = String::new();
            let mut said: Vec<_> = ticks
                .iter()
                .map(|tick| {
                    context = tick.context.clone().unwrap_or_else(|| context.clone());
                    (tick.label.clone(), context.clone())
                })
                .collect();
            said.sort_unstable();
            said.dedup();
            prop_assert_eq!(said.len(), ticks.len());
        }
    }
}
