//! Time: time formats as d3-time-format defines them: text with directives such as `%Y`, `%-d` or `%_H`. UTC only.

use super::{FormatError, Locale, read};
use crate::civil::{Civil, DAY_MS};

/// The longest format; longer ones are refused.
pub(super) const MAX_BYTES: usize = 1000;
/// `%c` stands for a format with `%x` in it: deeper none of a language's formats go.
pub(super) const MAX_DEPTH: usize = 2;

/// A time format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    pub(super) parts: Vec<Part>,
}

/// A part of a time format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// `%`, how it is filled up (`-`: not at all), and the letter.
    Directive(Option<char>, char),
}

impl Time {
    /// Reads a format. Directives that d3 does not know are written as their letter.
    ///
    /// # Errors
    /// When it is too long.
    pub fn parse(specifier: &str) -> Result<Self, FormatError> {
        if specifier.len() > MAX_BYTES {
            return Err(FormatError::Length);
        }
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut chars = specifier.chars();
        while let Some(next) = chars.next() {
            if next != '%' {
                text.push(next);
                continue;
            }
            let Some(mut letter) = chars.next() else { break };
            let pad = "-_0".contains(letter).then_some(letter);
            if pad.is_some() {
                let Some(after) = chars.next() else { break };
                letter = after;
            }
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(Part::Directive(pad, letter));
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self { parts })
    }

    /// A time, in milliseconds, as text, in English.
    #[must_use]
    pub fn write(&self, ms: f64) -> String {
        self.write_in(ms, Locale::english())
    }

    /// A time as text, with the names of a language; what is no time as its word for that.
    #[must_use]
    pub fn write_in(&self, ms: f64, locale: &Locale) -> String {
        match Civil::of(ms) {
            Some(civil) => {
                let mut out = String::new();
                self.write_to(&mut out, &civil, locale, 0);
                out
            }
            None => locale.nan.to_string(),
        }
    }

    /// Reads a text of exactly this format, in English; `None` where it is not. What the format leaves out is that of
    /// the start of 1900.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<f64> {
        self.read_in(text, Locale::english())
    }

    /// Reads a text of exactly this format, with the names of a language.
    #[must_use]
    pub fn read_in(&self, text: &str, locale: &Locale) -> Option<f64> {
        read::read(self, text, locale)
    }

    /// A time as a time axis writes it: the finest of its parts that is not at its start.
    #[must_use]
    pub fn axis(ms: f64, locale: &Locale) -> String {
        let Some(civil) = Civil::of(ms) else { return locale.nan.to_string() };
        let format = match civil {
            Civil { milliseconds: 1.., .. } => ".%L",
            Civil { seconds: 1.., .. } => ":%S",
            Civil { minutes: 1.., .. } => "%I:%M",
            Civil { hours: 1.., .. } => "%I %p",
            Civil { date: 2.., day: 0, .. } => "%b %d",
            Civil { date: 2.., .. } => "%a %d",
            Civil { month: 1.., .. } => "%B",
            _ => "%Y",
        };
        Self::parse(format).map_or_else(|_| String::new(), |format| format.write_in(ms, locale))
    }

    fn write_to(&self, out: &mut String, civil: &Civil, locale: &Locale, depth: usize) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Directive(pad, letter) => match named(*letter, locale).filter(|_| depth < MAX_DEPTH) {
                    Some(format) => format.write_to(out, civil, locale, depth + 1),
                    None => out.push_str(&directive(civil, *letter, *pad, locale)),
                },
            }
        }
    }
}

/// The format of the language that a directive stands for.
pub(super) fn named(letter: char, locale: &Locale) -> Option<Time> {
    let format = match letter {
        'c' => &locale.date_time,
        'x' => &locale.date,
        'X' => &locale.time,
        _ => return None,
    };
    Time::parse(format).ok()
}

fn directive(civil: &Civil, letter: char, pad: Option<char>, locale: &Locale) -> String {
    let filled = |value, width| fill(value, pad, '0', width);
    let afternoon = usize::from(civil.hours >= 12);
    match letter {
        'a' => locale.short_days[civil.day as usize].to_string(),
        'A' => locale.days[civil.day as usize].to_string(),
        'b' => locale.short_months[civil.month as usize].to_string(),
        'B' => locale.months[civil.month as usize].to_string(),
        'd' => filled(civil.date, 2),
        'e' => fill(civil.date, pad, ' ', 2),
        'f' => filled(civil.milliseconds, 3) + "000",
        'g' => filled(civil.iso_week().0 % 100, 2),
        'G' => filled(civil.iso_week().0 % 10_000, 4),
        'H' => filled(civil.hours, 2),
        'I' => filled((civil.hours + 11) % 12 + 1, 2),
        'j' => filled(civil.day_of_year, 3),
        'L' => filled(civil.milliseconds, 3),
        'm' => filled(civil.month + 1, 2),
        'M' => filled(civil.minutes, 2),
        'p' => locale.periods[afternoon].to_string(),
        'q' => (civil.month / 3 + 1).to_string(),
        'Q' => format!("{}", civil.ms()),
        's' => format!("{}", (civil.ms() / 1000.0).floor()),
        'S' => filled(civil.seconds, 2),
        'u' => ((civil.day + 6) % 7 + 1).to_string(),
        'U' => filled(civil.week_from(0), 2),
        'V' => filled(civil.iso_week().1, 2),
        'w' => civil.day.to_string(),
        'W' => filled(civil.week_from(1), 2),
        'y' => filled(civil.year % 100, 2),
        'Y' => filled(civil.year % 10_000, 4),
        'Z' => "+0000".to_owned(),
        other => other.to_string(),
    }
}

fn fill(value: i64, pad: Option<char>, default: char, width: usize) -> String {
    let digits = value.abs().to_string();
    let missing = width.saturating_sub(digits.len());
    let fill = match pad {
        Some('-') => String::new(),
        Some('_') => " ".repeat(missing),
        Some(_) => "0".repeat(missing),
        None => String::from(default).repeat(missing),
    };
    format!("{}{fill}{digits}", if value < 0 { "-" } else { "" })
}

/// The start of the day of the week, from Sunday, in the ISO week that holds 4 January.
pub(super) fn iso_week_start(year: f64, week: f64) -> f64 {
    let fourth = crate::civil::ms_from_parts([year, 0.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
    let after_monday = Civil::of(fourth).map_or(0, |civil| (civil.day + 6) % 7);
    fourth + ((week - 1.0) * 7.0 - after_monday as f64) * DAY_MS
}
