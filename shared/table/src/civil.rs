//! Civil: the parts of a time, and a time from its parts, as JavaScript's `Date` has them: proleptic Gregorian calendar,
//! years without end, parts that overflow carry over. UTC only: in this project local time is UTC everywhere.
//! Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

/// A day, in milliseconds.
pub const DAY_MS: f64 = 86_400_000.0;
/// The furthest time from the epoch, as in ECMAScript; beyond it there is no date.
const MAX_MS: f64 = 8.64e15;

/// The parts of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Astronomical: there is a year 0.
    pub year: i64,
    /// 0 is January.
    pub month: i64,
    /// Of the month, from 1.
    pub date: i64,
    /// 0 to 23.
    pub hours: i64,
    /// 0 to 59.
    pub minutes: i64,
    /// 0 to 59.
    pub seconds: i64,
    /// 0 to 999.
    pub milliseconds: i64,
    /// Of the week: 0 is Sunday.
    pub day: i64,
    /// Of the year, from 1.
    pub day_of_year: i64,
}

impl Civil {
    /// The parts of so many milliseconds since the Unix epoch; `None` where that is no date.
    #[must_use]
    pub fn of(ms: f64) -> Option<Self> {
        if !(-MAX_MS..=MAX_MS).contains(&ms) {
            return None;
        }
        let ms = ms.trunc() as i64;
        let (days, rest) = (ms.div_euclid(DAY_MS as i64), ms.rem_euclid(DAY_MS as i64));
        let (year, month, date) = from_days(days);
        Some(Self {
            year,
            month,
            date,
            hours: rest / 3_600_000,
            minutes: rest / 60_000 % 60,
            seconds: rest / 1000 % 60,
            milliseconds: rest % 1000,
            day: (days + 4).rem_euclid(7),
            day_of_year: days - to_days(year, 0) + 1,
        })
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn ms(&self) -> f64 {
        let part = |part: i64| part as f64;
        let clock = [self.hours, self.minutes, self.seconds, self.milliseconds].map(part);
        ms_from_parts([part(self.year), part(self.month), part(self.date), clock[0], clock[1], clock[2], clock[3]])
    }

    /// The week of the year whose weeks begin on this day (0: Sunday, 1: Monday); days before the first one are in week 0.
    #[must_use]
    pub fn week_from(&self, first: i64) -> i64 {
        (self.day_of_year + 6 - (self.day - first).rem_euclid(7)) / 7
    }

    /// Year and number of the ISO 8601 week.
    #[must_use]
    pub fn iso_week(&self) -> (i64, i64) {
        let thursday = Self::of(self.ms() + (3 - (self.day + 6).rem_euclid(7)) as f64 * DAY_MS);
        thursday.map_or((self.year, 1), |thursday| (thursday.year, (thursday.day_of_year - 1) / 7 + 1))
    }
}

/// Milliseconds since the epoch of year, month (0 is January), date, hours, minutes, seconds and milliseconds.
/// Parts are cut to whole numbers and carry over; NaN where one is not finite or there is no such date.
#[must_use]
pub fn ms_from_parts(parts: [f64; 7]) -> f64 {
    if parts.iter().any(|part| !part.is_finite() || part.abs() > MAX_MS) {
        return f64::NAN;
    }
    let [year, month, date, hours, minutes, seconds, milliseconds] = parts.map(f64::trunc);
    let year = year + (month / 12.0).floor();
    if year.abs() > 400_000.0 {
        return f64::NAN;
    }
    let days = to_days(year as i64, month.rem_euclid(12.0) as i64) as f64 + date - 1.0;
    let ms = days * DAY_MS + hours * 3_600_000.0 + minutes * 60_000.0 + seconds * 1000.0 + milliseconds;
    if ms.abs() <= MAX_MS { ms } else { f64::NAN }
}

/// Days from the epoch to the first day of a month, 0 to 11.
fn to_days(year: i64, month: i64) -> i64 {
    let month = month + 1;
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month from 0 and date from 1 of a day counted from the epoch.
fn from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = (shifted + 2) % 12;
    (year + era * 400 + i64::from(month < 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days() {
        let civil = Civil::of(951_782_400_000.0).expect("29 February 2000");
        assert_eq!((civil.year, civil.month, civil.date, civil.day, civil.day_of_year), (2000, 1, 29, 2, 60));
        let iso = |year: f64, month: f64, date: f64| {
            Civil::of(ms_from_parts([year, month, date, 0.0, 0.0, 0.0, 0.0])).expect("a date").iso_week()
        };
        assert_eq!(iso(2021.0, 0.0, 3.0), (2020, 53));
        assert_eq!(iso(2018.0, 11.0, 31.0), (2019, 1));
        assert_eq!(iso(1.0, 0.0, 1.0), (1, 1));
    }

    proptest! {
        #[test]
        fn parts_and_back(ms in -8.64e15..8.64e15f64) {
            let ms = ms.trunc();
            let civil = Civil::of(ms).expect("in range");
            prop_assert_eq!(civil.ms(), ms);
            prop_assert!((0..12).contains(&civil.month) && (1..=31).contains(&civil.date));
            prop_assert!((1..=366).contains(&civil.day_of_year) && (0..=53).contains(&civil.week_from(0)));
        }
    }
}
