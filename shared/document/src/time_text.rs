//! Times as people write them: of now (`now`, `now-6h`, `now-1M/M`) or of the calendar (`2026-01-31`,
//! `2026-01-31T12:00Z`). This file knows how they are spelled; which moment one names is said where there is a clock.

/// The longest text, in characters: a time needs fewer.
pub const MAX_CHARS: usize = 64;
/// The letters of the units: second, minute, hour, day, week, month, quarter, year.
const UNITS: &str = "smhdwMQy";
/// The most digits of a number of units; more would lie outside every calendar.
const MAX_DIGITS: usize = 6;

/// Whether a text is spelled as a time.
#[must_use]
pub fn is_time(text: &str) -> bool {
    text.len() <= MAX_CHARS
        && text.strip_prefix("now").map_or_else(|| is_date(text), |steps| after_steps(steps) == Some(""))
}

/// What follows all steps from now: so many units back or forth (`-6h`), or down to the start of a unit (`/d`).
fn after_steps(mut text: &str) -> Option<&str> {
    while !text.is_empty() {
        text = match text.strip_prefix('/') {
            Some(unit) => after_unit(unit)?,
            None => after_unit(after_number(text.strip_prefix(['-', '+'])?, 1, MAX_DIGITS)?)?,
        };
    }
    Some(text)
}

/// A date, with or without a time of day, with or without a zone.
fn is_date(text: &str) -> bool {
    let Some(rest) = after_parts(text, &[(4, '-'), (2, '-'), (2, ' ')]) else { return false };
    let Some(time) = rest.strip_prefix(['T', ' ']) else { return rest.is_empty() };
    let Some(mut rest) = after_parts(time, &[(2, ':'), (2, ' ')]) else { return false };
    if let Some(seconds) = rest.strip_prefix(':') {
        let Some(after) = after_number(seconds, 2, 2) else { return false };
        rest = after;
    }
    if let Some(parts) = rest.strip_prefix('.') {
        let Some(after) = after_number(parts, 1, 9) else { return false };
        rest = after;
    }
    rest.is_empty() || rest == "Z" || rest.strip_prefix(['-', '+']).is_some_and(is_offset)
}

fn is_offset(text: &str) -> bool {
    after_parts(text, &[(2, ':'), (2, ' ')]) == Some("")
}

/// What follows numbers of so many digits, each with its sign after it but the last.
fn after_parts<'a>(text: &'a str, parts: &[(usize, char)]) -> Option<&'a str> {
    parts.iter().try_fold(text, |text, (digits, sign)| {
        let rest = after_number(text, *digits, *digits)?;
        if *sign == ' ' { Some(rest) } else { rest.strip_prefix(*sign) }
    })
}

fn after_number(text: &str, least: usize, most: usize) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (least..=most).contains(&digits).then(|| &text[digits..])
}

fn after_unit(text: &str) -> Option<&str> {
    text.strip_prefix(|unit| UNITS.contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_09_times_are_spelled_from_now_or_by_the_calendar() {
        for text in ["now", "now-6h", "now/d", "now-1M/M", "now+1d", "now-1d/d+6h", "2026-01-31", "2026-01-31T12:00"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["2026-01-31 12:00:05", "2026-01-31T12:00:05.250Z", "2026-01-31T12:00+02:00"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["", "then", "now-", "now-6", "now6h", "now-6x", "now-1234567d", "now/", "2026-1-31", "2026-01-31T"]
        {
            assert!(!is_time(text), "{text}");
        }
        for text in ["2026-01-31T12", "2026-01-31T12:00Y", "2026-01-31T12:00+0200", "2026-01-31Z", "now é"] {
            assert!(!is_time(text), "{text}");
        }
        assert!(!is_time(&["now", &"-1d".repeat(30)].concat()), "longer than anybody means");
    }
}
