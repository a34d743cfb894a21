//! Zones: what clocks show at a moment, and when they show a date. A zone is a function; where its rules come from (a
//! browser, a test) is not known here. Where clocks skip a time it is the moment of the skip on; where they show a time
//! twice it is the first.

use super::Side;
use crate::civil::{Civil, ms_from_parts};

const DAY_MS: i64 = 86_400_000;

/// How far the clocks of a zone are ahead of UTC at a moment, in milliseconds.
pub type Offset<'a> = &'a dyn Fn(i64) -> i64;

/// The clocks of UTC.
#[must_use]
pub fn utc(_: i64) -> i64 {
    0
}

/// What clocks show, as if it were UTC.
pub(super) fn local(at_ms: i64, offset: Offset<'_>) -> i64 {
    at_ms + offset(at_ms)
}

/// When clocks show this.
#[must_use]
pub fn instant(local_ms: i64, offset: Offset<'_>) -> i64 {
    // Clocks change at most once in two days.
    let [before, after] = [-DAY_MS, DAY_MS].map(|away| local_ms - offset(local_ms + away));
    let shows = |at_ms: &i64| local(*at_ms, offset) == local_ms;
    let shown = [before.min(after), before.max(after)].into_iter().find(shows);
    shown.unwrap_or(before)
}

/// What clocks show at a moment, to the minute or as fine as it takes, as [`super::Moment::parse`] reads it.
#[must_use]
pub fn local_words(at_ms: i64, offset: Offset<'_>) -> String {
    let Some(civil) = Civil::of(local(at_ms, offset) as f64) else { return at_ms.to_string() };
    let Civil { year, month, date, hours, minutes, seconds, milliseconds, .. } = civil;
    let mut words = format!("{year:04}-{:02}-{date:02} {hours:02}:{minutes:02}", month + 1);
    if (seconds, milliseconds) != (0, 0) {
        words.push_str(&format!(":{seconds:02}"));
    }
    if milliseconds != 0 {
        words.push_str(&format!(".{milliseconds:03}"));
    }
    words
}

/// A date as it was typed.
pub(super) struct Typed {
    date: [i64; 3],
    /// Hours, minutes, seconds and milliseconds; none for the whole day.
    clock: Option<[i64; 4]>,
    is_utc: bool,
}

impl Typed {
    /// When it is; a whole day ends with the next one.
    pub(super) fn at_ms(&self, side: Side, offset: Offset<'_>) -> Option<i64> {
        let [year, month, date] = self.date;
        let [hours, minutes, seconds, milliseconds] = self.clock.unwrap_or_default();
        if !(1..=12).contains(&month) || hours > 23 || minutes > 59 || seconds > 59 {
            return None;
        }
        let day_ms = ms_from_parts([year as f64, (month - 1) as f64, date as f64, 0.0, 0.0, 0.0, 0.0]);
        Civil::of(day_ms).filter(|civil| (civil.month + 1, civil.date) == (month, date))?;
        let next = i64::from(self.clock.is_none() && side == Side::To);
        let clock_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
        let local_ms = day_ms as i64 + next * DAY_MS + clock_ms;
        Some(if self.is_utc { local_ms } else { instant(local_ms, offset) })
    }
}

/// `2026-01-31`, with `10:00`, `10:00:05` or `10:00:05.250` after a space or a `T`, and a `Z` for UTC.
pub(super) fn read(text: &str) -> Option<Typed> {
    let (text, is_utc) = text.strip_suffix('Z').map_or((text, false), |text| (text, true));
    let (date, clock) = match text.split_once([' ', 'T']) {
        Some((date, clock)) => (date, Some(clock_of(clock.trim_start())?)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let date = [number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?];
    parts.next().is_none().then_some(Typed { date, clock, is_utc })
}

fn clock_of(text: &str) -> Option<[i64; 4]> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let (seconds, milliseconds) = match parts.next() {
        Some(seconds) => match seconds.split_once('.') {
            Some((seconds, milliseconds)) => (number(seconds, 2)?, number(milliseconds, 3)?),
            None => (number(seconds, 2)?, 0),
        },
        None => (0, 0),
    };
    parts.next().is_none().then_some([hours, minutes, seconds, milliseconds])
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
