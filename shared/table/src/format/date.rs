//! Date: instants as `Date.parse` reads them: the formats of ECMAScript first, then what browsers read besides
//! (`Jan 1 2000`, `1/2/2000`, RFC 2822), by the rules of V8's legacy parser. Without a zone a time is UTC here.

use crate::civil::ms_from_parts;

/// Longer texts are no date.
const MAX_BYTES: usize = 100;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Hours from UTC.
const ZONES: [(&str, f64); 12] = [
    ("utc", 0.0),
    ("ut", 0.0),
    ("z", 0.0),
    ("gmt", 0.0),
    ("cdt", -5.0),
    ("cst", -6.0),
    ("edt", -4.0),
    ("est", -5.0),
    ("mdt", -6.0),
    ("mst", -7.0),
    ("pdt", -7.0),
    ("pst", -8.0),
];

/// The instant that a text says, in milliseconds since the Unix epoch.
#[must_use]
pub fn parse_date(text: &str) -> Option<f64> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let text = text.trim();
    iso(text).or_else(|| loose(text)).filter(|ms| !ms.is_nan())
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, each with `THH:mm`, `THH:mm:ss` or `THH:mm:ss.sss` and `Z` or `±HH:mm` behind.
fn iso(text: &str) -> Option<f64> {
    let mut reader = Iso { rest: text };
    let year = match reader.sign() {
        Some(sign) => sign * reader.digits(6)?,
        None => reader.digits(4)?,
    };
    let month = if reader.mark('-') { Some(reader.digits(2)?) } else { None };
    let date = if month.is_some() && reader.mark('-') { Some(reader.digits(2)?) } else { None };
    let (mut clock, mut zone) = ([0.0; 4], 0.0);
    if reader.mark('T') || reader.mark('t') || (date.is_some() && reader.mark(' ')) {
        clock = reader.clock()?;
        zone = reader.zone()?;
    }
    let (month, date) = (month.unwrap_or(1.0), date.unwrap_or(1.0));
    let [hours, minutes, seconds, milliseconds] = clock;
    let whole_day = hours == 24.0 && minutes + seconds + milliseconds == 0.0;
    let fits = (1.0..=12.0).contains(&month)
        && (1.0..=31.0).contains(&date)
        && (hours < 24.0 || whole_day)
        && minutes < 60.0
        && seconds < 60.0;
    (fits && reader.rest.is_empty())
        .then(|| ms_from_parts([year, month - 1.0, date, hours, minutes - zone, seconds, milliseconds]))
}

struct Iso<'a> {
    rest: &'a str,
}

impl Iso<'_> {
    fn mark(&mut self, mark: char) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sign(&mut self) -> Option<f64> {
        if self.mark('+') { Some(1.0) } else { self.mark('-').then_some(-1.0) }
    }

    fn digits(&mut self, count: usize) -> Option<f64> {
        let digits = self.rest.get(..count).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.rest = &self.rest[count..];
        digits.parse().ok()
    }

    fn clock(&mut self) -> Option<[f64; 4]> {
        let hours = self.digits(2)?;
        let minutes = if self.mark(':') { self.digits(2)? } else { return None };
        let seconds = if self.mark(':') { self.digits(2)? } else { 0.0 };
        let fraction = if self.mark('.') { self.fraction()? } else { 0.0 };
        Some([hours, minutes, seconds, fraction])
    }

    /// Milliseconds; further digits are dropped.
    fn fraction(&mut self) -> Option<f64> {
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!digits.is_empty()).then(|| thousandths(digits))
    }

    /// Minutes before UTC.
    fn zone(&mut self) -> Option<f64> {
        if self.mark('Z') || self.mark('z') {
            return Some(0.0);
        }
        let Some(sign) = self.sign() else { return Some(0.0) };
        let hours = self.digits(2)?;
        self.mark(':');
        Some(sign * (hours * 60.0 + self.digits(2)?))
    }
}

/// The digits after a point as milliseconds.
fn thousandths(digits: &str) -> f64 {
    digits.bytes().chain(*b"00").take(3).fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'))
}

/// A word of a date as people write it.
#[derive(Clone, Copy, PartialEq)]
enum Word<'a> {
    Number(f64, &'a str),
    Name(&'a str),
    Mark(char),
    End,
}

fn loose(text: &str) -> Option<f64> {
    let mut words = Words { rest: text };
    let mut date = Loose::default();
    loop {
        match words.next() {
            Word::End => return date.ms(),
            Word::Number(number, _) => date.number(number, &mut words)?,
            Word::Name(name) => date.name(name, &mut words)?,
            Word::Mark(sign @ ('+' | '-')) if date.zone == Some(0.0) || !date.clock.is_empty() => {
                date.offset(if sign == '+' { 1.0 } else { -1.0 }, &mut words)?;
            }
            Word::Mark('+' | '-' | ')') if date.has_number => return None,
            Word::Mark('(') => words.skip_brackets(),
            Word::Mark(_) => {}
        }
    }
}

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Word<'a> {
        let Some(first) = self.rest.chars().next() else { return Word::End };
        let same = |c: char| {
            if first.is_ascii_digit() { c.is_ascii_digit() } else { first.is_alphabetic() && c.is_alphabetic() }
        };
        let length = self.rest.find(|c| !same(c)).unwrap_or(self.rest.len()).max(first.len_utf8());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        match first {
            '0'..='9' => Word::Number(word.parse().unwrap_or(f64::INFINITY), word),
            first if first.is_alphabetic() => Word::Name(word),
            first => Word::Mark(first),
        }
    }

    fn peek(&self) -> Word<'a> {
        Words { rest: self.rest }.next()
    }

    fn skip(&mut self, mark: char) -> bool {
        let found = self.peek() == Word::Mark(mark);
        if found {
            self.next();
        }
        found
    }

    /// Up to the bracket that closes the one that was read.
    fn skip_brackets(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Word::Mark('(') => open += 1,
                Word::Mark(')') => open -= 1,
                Word::End => break,
                _ => {}
            }
        }
    }
}

#[derive(Default)]
struct Loose {
    days: Vec<f64>,
    /// Hours, minutes, seconds, milliseconds.
    clock: Vec<f64>,
    clock_ends: bool,
    /// From 1.
    month: Option<f64>,
    afternoon: Option<bool>,
    /// Minutes before UTC.
    zone: Option<f64>,
    has_number: bool,
}

impl Loose {
    fn number(&mut self, number: f64, words: &mut Words<'_>) -> Option<()> {
        self.has_number = true;
        if words.skip(':') {
            return self.add_clock(number);
        }
        let expected = !self.clock.is_empty() && !self.clock_ends && number < 60.0;
        if words.peek() == Word::Mark('.') && expected {
            words.next();
            self.add_clock(number)?;
            let Word::Number(_, digits) = words.next() else { return None };
            self.clock.resize(3, 0.0);
            self.clock.push(thousandths(digits));
            self.clock_ends = true;
        } else if expected {
            self.add_clock(number)?;
            self.clock_ends = true;
        } else {
            words.skip('.');
            self.days.push(number);
            words.skip('-');
        }
        (self.days.len() <= 3).then_some(())
    }

    fn add_clock(&mut self, number: f64) -> Option<()> {
        let fits = self.clock.len() < 3 && !self.clock_ends;
        self.clock.push(number);
        fits.then_some(())
    }

    fn name(&mut self, name: &str, words: &mut Words<'_>) -> Option<()> {
        let name = name.to_lowercase();
        if matches!(name.as_str(), "am" | "pm") && !self.clock.is_empty() {
            self.afternoon = Some(name == "pm");
        } else if let Some(month) = MONTHS.iter().position(|month| name.starts_with(month)) {
            self.month = Some(month as f64 + 1.0);
            words.skip('-');
        } else if let (true, Some((_, hours))) = (self.has_number, ZONES.iter().find(|(zone, _)| *zone == name)) {
            self.zone = Some(hours * 60.0);
        } else if name == "t" && self.days.len() == 3 && self.clock.is_empty() {
            // Between date and clock, as in ISO 8601.
        } else if self.has_number || matches!(words.peek(), Word::Number(..)) {
            return None;
        }
        Some(())
    }

    /// `+hh`, `+hhmm`, `+hh:mm`.
    fn offset(&mut self, sign: f64, words: &mut Words<'_>) -> Option<()> {
        let Word::Number(number, digits) = words.next() else { return None };
        let minutes = match digits.len() {
            1 | 2 if words.skip(':') => {
                let Word::Number(minutes, _) = words.next() else { return None };
                number * 60.0 + minutes
            }
            1 | 2 => number * 60.0,
            3 | 4 => (number / 100.0).floor() * 60.0 + number % 100.0,
            _ => return None,
        };
        self.zone = Some(sign * minutes);
        Some(())
    }

    fn ms(mut self) -> Option<f64> {
        let is_day = |number: f64| (1.0..=31.0).contains(&number);
        let given = self.days.len();
        if given == 0 {
            return None;
        }
        self.days.resize(3, 1.0);
        let [first, second, third] = [self.days[0], self.days[1], self.days[2]];
        let (year, month, date) = match self.month {
            None if given == 3 && !is_day(first) => (first, second, third),
            None => (third, first, second),
            Some(month) if is_day(first) => (second, month, first),
            Some(month) => (first, month, second),
        };
        let year = year
            + if year < 50.0 {
                2000.0
            } else if year < 100.0 {
                1900.0
            } else {
                0.0
            };
        self.clock.resize(4, 0.0);
        let [mut hours, minutes, seconds, milliseconds] = [self.clock[0], self.clock[1], self.clock[2], self.clock[3]];
        let mut most = 24.0;
        if let Some(afternoon) = self.afternoon {
            most = 12.0;
            hours = if hours > most { f64::INFINITY } else { hours % 12.0 + if afternoon { 12.0 } else { 0.0 } };
            most += 12.0;
        }
        let fits = (1.0..=12.0).contains(&month) && is_day(date) && hours <= most && minutes < 60.0 && seconds < 60.0;
        let zone = self.zone.unwrap_or(0.0);
        fits.then(|| ms_from_parts([year, month - 1.0, date, hours, minutes - zone, seconds, milliseconds]))
    }
}
