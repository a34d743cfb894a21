//! Dates as text, read as JavaScript reads them: ISO dates are UTC, everything else is local unless it names an offset.
//! Follows the order of V8's `dateparser`: ISO 8601 first, then numbers, names and signs as they come.
//! It knows nothing of columns.

use jiff::civil::Date;

use crate::zone::Zone;

/// Longer texts are no date; it keeps the reader off large cells.
const MAX_DATE_BYTES: usize = 80;
const MINUTE_MS: f64 = 60_000.0;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What the clock on the wall shows at a written time, in milliseconds; NaN where the text is no date.
#[must_use]
pub fn wall_from_text(text: &str, zone: &Zone) -> f64 {
    if text.len() > MAX_DATE_BYTES {
        return f64::NAN;
    }
    match iso(text.trim()).or_else(|| written(text)) {
        Some(Written { ms, is_local: true }) => ms,
        Some(Written { ms, is_local: false }) => zone.wall_from_instant(ms),
        None => f64::NAN,
    }
}

struct Written {
    ms: f64,
    is_local: bool,
}

fn ms_from_parts(year: i64, month: i64, day: i64, clock_ms: f64) -> Option<f64> {
    let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    let days = (first - Date::constant(1970, 1, 1)).get_days();
    // A day that the month does not have runs into the next one, as in JavaScript.
    Some((f64::from(days) + (day - 1) as f64) * 86_400_000.0 + clock_ms)
}

/// `2024`, `2024-05`, `2024-05-31`, with `T12:30[:00[.000]]` and `Z` or `+01:00` behind.
fn iso(text: &str) -> Option<Written> {
    let (date, clock) = match text.split_once('T') {
        Some((date, clock)) => (date, Some(clock)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = fixed(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| fixed(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| fixed(part, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let Some(clock) = clock else {
        return Some(Written { ms: ms_from_parts(year, month, day, 0.0)?, is_local: false });
    };
    let (clock, offset_ms) = split_offset(clock)?;
    let ms = ms_from_parts(year, month, day, clock_ms(clock)?)?;
    Some(Written { ms: ms - offset_ms.unwrap_or(0.0), is_local: offset_ms.is_none() })
}

fn fixed(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The clock without its offset, and the offset.
fn split_offset(clock: &str) -> Option<(&str, Option<f64>)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(0.0)));
    }
    let Some(at) = clock.rfind(['+', '-']) else { return Some((clock, None)) };
    let (clock, offset) = (&clock[..at], &clock[at..]);
    let digits: String = offset[1..].chars().filter(|char| *char != ':').collect();
    let number = fixed(&digits, 4)?;
    let minutes = (number / 100 * 60 + number % 100) as f64;
    Some((clock, Some(if offset.starts_with('-') { -minutes } else { minutes } * MINUTE_MS)))
}

fn clock_ms(clock: &str) -> Option<f64> {
    let mut parts = clock.split(':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next().map_or(Some(0.0), |part| part.parse().ok())?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |part| part.parse().ok())?;
    let is_clock = parts.next().is_none() && hours <= 24.0 && minutes < 60.0 && seconds < 60.0;
    is_clock.then_some((hours * 60.0 + minutes) * MINUTE_MS + (seconds * 1000.0).floor())
}

/// What has been seen of a date written freely.
#[derive(Default)]
struct Pieces {
    numbers: Vec<i64>,
    month: Option<i64>,
    clock: Option<f64>,
    is_afternoon: Option<bool>,
    offset_ms: Option<f64>,
}

/// `Jan 1 2000`, `1/2/2000`, `Sun, 01 Jan 2012 23:00:00`, `2012-01-01 10:00 UTC+1`.
fn written(text: &str) -> Option<Written> {
    let mut pieces = Pieces::default();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let (token, after) = rest.split_at(length);
        pieces.take(token, first)?;
        rest = after;
    }
    pieces.finish()
}

fn token_length(rest: &str, first: char) -> usize {
    let until = |end: fn(char) -> bool| rest.find(end).unwrap_or(rest.len());
    match first {
        '0'..='9' => until(|char| !(char.is_ascii_digit() || char == ':' || char == '.')),
        '(' => rest.find(')').map_or(rest.len(), |at| at + 1),
        _ if first.is_alphabetic() => until(|char| !char.is_alphabetic()),
        '+' | '-' => 1 + rest[1..].find(|char: char| !(char.is_ascii_digit() || char == ':')).unwrap_or(rest.len() - 1),
        _ => first.len_utf8(),
    }
}

impl Pieces {
    fn take(&mut self, token: &str, first: char) -> Option<()> {
        match first {
            '0'..='9' if token.contains(':') => self.clock = Some(clock_ms(token)?),
            '0'..='9' => self.numbers.push(token.trim_end_matches('.').parse().ok()?),
            '+' | '-' if token.len() == 1 => {}
            '+' | '-' if self.clock.is_some() || self.offset_ms.is_some() => self.offset_ms = Some(offset(token)?),
            '-' => self.numbers.push(token[1..].parse().ok()?),
            '+' => return None,
            _ if first.is_alphabetic() => self.word(&token.to_lowercase())?,
            _ => {}
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let hours = |hours: f64| Some(hours * 60.0 * MINUTE_MS);
        match word {
            "am" | "pm" => self.is_afternoon = Some(word == "pm"),
            "z" | "utc" | "gmt" | "ut" => self.offset_ms = Some(0.0),
            "t" => {}
            "est" | "cdt" => self.offset_ms = hours(-5.0),
            "edt" => self.offset_ms = hours(-4.0),
            "cst" | "mdt" => self.offset_ms = hours(-6.0),
            "mst" | "pdt" => self.offset_ms = hours(-7.0),
            "pst" => self.offset_ms = hours(-8.0),
            _ => match MONTHS.iter().position(|month| word.starts_with(month)) {
                Some(month) => self.month = Some(month as i64 + 1),
                // Other words may stand before the first number only, such as the day of the week.
                None if self.numbers.is_empty() => {}
                None => return None,
            },
        }
        Some(())
    }

    fn finish(self) -> Option<Written> {
        let is_day = |number: i64| (1..=31).contains(&number);
        let [a, b, c] = match self.numbers[..] {
            [a] => [a, 1, 1],
            [a, b] => [a, b, 1],
            [a, b, c] => [a, b, c],
            _ => return None,
        };
        let (year, month, day) = match self.month {
            Some(month) if self.numbers.len() == 1 && is_day(a) => (2001, month, a),
            Some(month) if is_day(a) => (b, month, a),
            Some(month) => (a, month, b),
            None if !is_day(a) => (a, b, c),
            None => (if self.numbers.len() == 3 { c } else { 2001 }, a, b),
        };
        let year = match year {
            0..=49 => year + 2000,
            50..=99 => year + 1900,
            _ => year,
        };
        if !(1..=12).contains(&month) || !is_day(day) {
            return None;
        }
        let ms = ms_from_parts(year, month, day, self.clock_ms()?)?;
        Some(Written { ms: ms - self.offset_ms.unwrap_or(0.0), is_local: self.offset_ms.is_none() })
    }

    fn clock_ms(&self) -> Option<f64> {
        const HALF_DAY_MS: f64 = 12.0 * 60.0 * MINUTE_MS;
        let clock_ms = self.clock.unwrap_or(0.0);
        match self.is_afternoon {
            None => Some(clock_ms),
            Some(_) if clock_ms >= HALF_DAY_MS + 60.0 * MINUTE_MS => None,
            Some(is_afternoon) => Some(clock_ms % HALF_DAY_MS + if is_afternoon { HALF_DAY_MS } else { 0.0 }),
        }
    }
}

/// `+1`, `+01`, `+0130`, `-01:30`.
fn offset(token: &str) -> Option<f64> {
    let digits: String = token[1..].chars().filter(|char| *char != ':').collect();
    let number: i64 = digits.parse().ok()?;
    let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    Some(if token.starts_with('-') { -1.0 } else { 1.0 } * minutes as f64 * MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_javascript_reads_them() {
        // (text, milliseconds as V8 gives them in UTC−8, converted to its wall clock)
        let zone = Zone::posix("PST8").unwrap();
        let day_ms = 86_400_000.0;
        let new_year_2012 = 15_340.0 * day_ms;
        let cases = [
            ("2012-01-01", new_year_2012 - day_ms / 3.0),
            ("2012", new_year_2012 - day_ms / 3.0),
            ("2012-01-01T00:00:00Z", new_year_2012 - day_ms / 3.0),
            ("2012-01-01T01:00+01:00", new_year_2012 - day_ms / 3.0),
            ("2012-01-01T00:00", new_year_2012),
            ("2012-01-01 00:00:00", new_year_2012),
            ("2012/01/01", new_year_2012),
            ("1/1/2012", new_year_2012),
            ("Jan 1 2012", new_year_2012),
            ("January 1, 2012", new_year_2012),
            ("Jan 2012", new_year_2012),
            ("Sun, 01 Jan 2012 12:00:00", new_year_2012 + day_ms / 2.0),
            ("1 Jan 12 12:00 PM", new_year_2012 + day_ms / 2.0),
            ("Sun Jan 01 2012 00:00:00 GMT-0800 (PST)", new_year_2012),
            ("2012/01/01 18:00", new_year_2012 + day_ms * 0.75),
        ];
        for (text, expected) in cases {
            assert_eq!(wall_from_text(text, &zone), expected, "{text}");
        }
        for text in ["", "nothing", "17:01", "2012-13-01x", "1/2/3/4", "13/45/2012"] {
            assert!(wall_from_text(text, &zone).is_nan(), "{text}");
        }
    }
}
