//! The calendar's words: moments on the axes and in the tooltips of charts as the browser's Intl says them in a language
//! that is not English, in UTC like everything on an axis of time. It comes with the catalogue of the language.

use chart::Wording;
use js_sys::{Function, Intl, Reflect};

use super::{
    format::{called, locales, options},
    language,
};

const DAY_MS: i64 = 86_400_000;
const NUMERIC: &str = "numeric";
const TWO: &str = "2-digit";

thread_local! {
    /// Formatters are costly to make: one for each wording, in their order.
    static FORMATS: [Function; 9] = [
        format(&[("year", NUMERIC)], false),
        format(&[("month", "short")], false),
        format(&[("month", "short"), ("year", NUMERIC)], false),
        format(&[("weekday", "short")], false),
        format(&[("day", NUMERIC), ("month", "short")], false),
        format(&[("day", NUMERIC), ("month", "short"), ("year", NUMERIC)], false),
        format(&[("hour", TWO), ("minute", TWO)], false),
        format(&[("hour", TWO), ("minute", TWO), ("second", TWO)], false),
        format(&[("hour", TWO), ("minute", TWO), ("second", TWO)], true),
    ];
}

/// A moment in the words of the page. In a canvas, whose direction is from left to right in any language, words that
/// run the other way stay together.
pub(super) fn words(at_ms: i64, wording: Wording) -> String {
    let index = match wording {
        Wording::Year => 0,
        Wording::Month => 1,
        Wording::MonthOfYear => 2,
        Wording::Weekday => 3,
        Wording::Day => 4,
        Wording::Date => 5,
        Wording::Week => {
            let last_ms = at_ms.saturating_add(6 * DAY_MS);
            return format!("{} – {}", words(at_ms, Wording::Day), words(last_ms, Wording::Date));
        }
        Wording::Minute => 6,
        Wording::Second => 7,
        Wording::Millisecond => 8,
    };
    let text = FORMATS.with(|formats| called(&formats[index], at_ms as f64));
    if language().is_rtl() { format!("\u{2067}{text}\u{2069}") } else { text }
}

fn format(parts: &[(&str, &str)], is_exact: bool) -> Function {
    let options = options(&[parts, &[("timeZone", "UTC")]].concat());
    if is_exact {
        let _never_fails_on_a_plain_object = Reflect::set(&options, &"fractionalSecondDigits".into(), &3.into());
    }
    Intl::DateTimeFormat::new(&locales(), &options).format()
}
