//! Moments as specs write them: dates as text, or as an object of parts. UTC.

use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde_json::{Map, Value as Json};

/// Milliseconds since the Unix epoch of a date or timestamp in text, such as `2012-01-31` or `2012-01-31T14:02Z`.
pub(crate) fn of_text(text: &str) -> Option<f64> {
    let ms = |at: Timestamp| at.as_millisecond() as f64;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(ms(at));
    }
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let date: DateTime = full.parse().ok().or_else(|| full.replace('/', "-").parse().ok())?;
    Offset::UTC.to_timestamp(date).ok().map(ms)
}

/// Milliseconds since the Unix epoch of `{"year": 2012, "month": "jan", "date": 31, …}`; NaN where it is none.
pub(crate) fn of_parts(parts: &Map<String, Json>) -> f64 {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = |name: &str, default: f64| parts.get(name).and_then(Json::as_f64).unwrap_or(default);
    let month = match parts.get("month") {
        Some(Json::String(name)) => {
            let short = name.to_ascii_lowercase();
            MONTHS.iter().position(|month| short.starts_with(month)).map_or(1.0, |index| index as f64 + 1.0)
        }
        _ => number("month", (number("quarter", 1.0) - 1.0) * 3.0 + 1.0),
    };
    let start = DateTime::new(number("year", 2012.0) as i16, month.clamp(1.0, 12.0) as i8, 1, 0, 0, 0, 0);
    let Some(start) = start.ok().and_then(|start| Offset::UTC.to_timestamp(start).ok()) else { return f64::NAN };
    let days = number("date", 1.0) - 1.0 + number("day", 0.0);
    let seconds = (number("hours", 0.0) * 60.0 + number("minutes", 0.0)) * 60.0 + number("seconds", 0.0);
    start.as_millisecond() as f64 + (days * 86_400.0 + seconds) * 1e3 + number("milliseconds", 0.0)
}
