//! Read: a time from a text of a given format, by the rules of d3-time-format: numbers take as many digits as their
//! directive has, names match whatever their case, and nothing may be left over.

use std::borrow::Cow;

use super::{
    Locale, Time,
    time::{MAX_DEPTH, Part, iso_week_start, named},
};
use crate::civil::{Civil, ms_from_parts};

/// What was read so far; months from 0.
struct Found {
    year: f64,
    month: f64,
    date: f64,
    hours: f64,
    minutes: f64,
    seconds: f64,
    milliseconds: f64,
    afternoon: Option<bool>,
    /// 0 is Sunday.
    day: Option<f64>,
    /// The weeks of `%U`, `%V` and `%W`.
    weeks: [Option<f64>; 3],
    /// Minutes before UTC.
    zone: f64,
    epoch_ms: Option<f64>,
    epoch_s: Option<f64>,
}

pub(super) fn read(format: &Time, text: &str, locale: &Locale) -> Option<f64> {
    let mut found = Found {
        year: 1900.0,
        month: 0.0,
        date: 1.0,
        hours: 0.0,
        minutes: 0.0,
        seconds: 0.0,
        milliseconds: 0.0,
        afternoon: None,
        day: None,
        weeks: [None; 3],
        zone: 0.0,
        epoch_ms: None,
        epoch_s: None,
    };
    let rest = found.take(format, text, locale, 0)?;
    if rest.is_empty() { Some(found.ms()?).filter(|ms| Civil::of(*ms).is_some()) } else { None }
}

impl Found {
    /// What is left of the text after the format.
    fn take<'a>(&mut self, format: &Time, text: &'a str, locale: &Locale, depth: usize) -> Option<&'a str> {
        format.parts.iter().try_fold(text, |rest, part| match part {
            Part::Text(text) => rest.strip_prefix(text.as_str()),
            Part::Directive(_, letter) => match named(*letter, locale).filter(|_| depth < MAX_DEPTH) {
                Some(format) => self.take(&format, rest, locale, depth + 1),
                None => self.directive(*letter, rest, locale),
            },
        })
    }

    fn directive<'a>(&mut self, letter: char, text: &'a str, locale: &Locale) -> Option<&'a str> {
        let mut rest = text;
        let mut name = |names: &[Cow<'static, str>]| -> Option<f64> {
            let (index, after) = name(names, text)?;
            rest = after;
            Some(index as f64)
        };
        match letter {
            'a' => self.day = Some(name(&locale.short_days)?),
            'A' => self.day = Some(name(&locale.days)?),
            'b' => self.month = name(&locale.short_months)?,
            'B' => self.month = name(&locale.months)?,
            'p' => self.afternoon = Some(name(&locale.periods)? > 0.0),
            '%' => return text.strip_prefix('%'),
            'Z' => return self.zone(text),
            _ => return self.number(letter, text),
        }
        Some(rest)
    }

    fn number<'a>(&mut self, letter: char, text: &'a str) -> Option<&'a str> {
        let width = match letter {
            'q' | 'u' | 'w' => 1,
            'd' | 'e' | 'g' | 'H' | 'I' | 'm' | 'M' | 'S' | 'U' | 'V' | 'W' | 'y' => 2,
            'j' | 'L' => 3,
            'G' | 'Y' => 4,
            'f' => 6,
            'Q' | 's' => 20,
            _ => return None,
        };
        let (number, rest) = number(text, width)?;
        match letter {
            'd' | 'e' => self.date = number,
            'f' => self.milliseconds = (number / 1000.0).floor(),
            'g' | 'y' => self.year = number + if number > 68.0 { 1900.0 } else { 2000.0 },
            'G' | 'Y' => self.year = number,
            'H' | 'I' => self.hours = number,
            'j' => (self.month, self.date) = (0.0, number),
            'L' => self.milliseconds = number,
            'm' => self.month = number - 1.0,
            'M' => self.minutes = number,
            'q' => self.month = number * 3.0 - 3.0,
            'Q' => self.epoch_ms = Some(number),
            's' => self.epoch_s = Some(number),
            'S' => self.seconds = number,
            'u' => self.day = Some(number % 7.0),
            'w' => self.day = Some(number),
            'U' => self.weeks[0] = Some(number),
            'V' => self.weeks[1] = Some(number),
            _ => self.weeks[2] = Some(number),
        }
        Some(rest)
    }

    /// `Z`, `+hh`, `+hhmm` or `+hh:mm`.
    fn zone<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some(rest) = text.strip_prefix('Z') {
            return Some(rest);
        }
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        let (hours, rest) = two_digits(text.strip_prefix(['-', '+'])?)?;
        let (minutes, rest) = two_digits(rest.strip_prefix(':').unwrap_or(rest)).unwrap_or((0.0, rest));
        self.zone = sign * (hours * 60.0 + minutes);
        Some(rest)
    }

    fn ms(mut self) -> Option<f64> {
        if let Some(ms) = self.epoch_ms.or(self.epoch_s.map(|seconds| seconds * 1000.0 + self.milliseconds)) {
            return Some(ms);
        }
        if let Some(afternoon) = self.afternoon {
            self.hours = self.hours % 12.0 + if afternoon { 12.0 } else { 0.0 };
        }
        let first = Civil::of(ms_from_parts([self.year, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]))?.day as f64;
        let clock =
            ms_from_parts([1970.0, 0.0, 1.0, self.hours, self.minutes - self.zone, self.seconds, self.milliseconds]);
        let of_year = |date| ms_from_parts([self.year, 0.0, date, 0.0, 0.0, 0.0, 0.0]) + clock;
        match self.weeks {
            [_, Some(week), _] if (1.0..=53.0).contains(&week) => {
                let day = (self.day.unwrap_or(1.0) + 6.0) % 7.0;
                Some(iso_week_start(self.year, week) + day * crate::civil::DAY_MS + clock)
            }
            [_, Some(_), _] => None,
            [_, None, Some(week)] => {
                Some(of_year((self.day.unwrap_or(1.0) + 6.0) % 7.0 + week * 7.0 - (first + 5.0) % 7.0))
            }
            [Some(week), None, None] => Some(of_year(self.day.unwrap_or(0.0) + week * 7.0 - (first + 6.0) % 7.0)),
            [None, None, None] => Some(ms_from_parts([self.year, self.month, self.date, 0.0, 0.0, 0.0, 0.0]) + clock),
        }
    }
}

/// The name with which a text begins, and what follows.
fn name<'a>(names: &[Cow<'static, str>], text: &'a str) -> Option<(usize, &'a str)> {
    names.iter().enumerate().find_map(|(index, name)| {
        let mut rest = text.chars();
        let fits = name.chars().all(|c| rest.next().is_some_and(|other| c.to_lowercase().eq(other.to_lowercase())));
        fits.then_some((index, rest.as_str()))
    })
}

/// A number of at most so many characters, spaces before it included, and what follows.
fn number(text: &str, width: usize) -> Option<(f64, &str)> {
    let limit = text.char_indices().nth(width).map_or(text.len(), |(at, _)| at);
    let digits = text[..limit].trim_start();
    let start = limit - digits.len();
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    Some((digits[..length].parse().ok()?, &text[start + length..]))
}

fn two_digits(text: &str) -> Option<(f64, &str)> {
    let digits = text.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((digits.parse().ok()?, &text[2..]))
}
