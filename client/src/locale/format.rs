//! Numbers, dates and plural categories as the browser's Intl says them in the page's language.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Plural, language};

const MINUTE_MS: f64 = 60_000.0;
const HOUR_MS: f64 = 60.0 * MINUTE_MS;
const DAY_MS: f64 = 24.0 * HOUR_MS;
/// Older than this, a date says more than a count of days.
const DATE_AFTER_MS: f64 = 30.0 * DAY_MS;

/// How long ago a moment was, from `now_ms`: "3 minutes ago", "yesterday"; the date where it is long ago.
pub(crate) fn since(then_ms: i64, now_ms: f64) -> String {
    let age_ms = (now_ms - then_ms as f64).max(0.0);
    if age_ms >= DATE_AFTER_MS {
        return when(then_ms);
    }
    let (count, unit) = match age_ms {
        age if age < MINUTE_MS => (0.0, "second"),
        age if age < HOUR_MS => ((age / MINUTE_MS).floor(), "minute"),
        age if age < DAY_MS => ((age / HOUR_MS).floor(), "hour"),
        age => ((age / DAY_MS).floor(), "day"),
    };
    let format = Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]));
    format.format(-count, unit).into()
}

/// Date and time of a moment, in the zone of this browser.
pub(crate) fn when(moment_ms: i64) -> String {
    let date = Date::new(&JsValue::from_f64(moment_ms as f64));
    let options = options(&[("dateStyle", "medium"), ("timeStyle", "short")]);
    date.to_locale_string(language().tag(), &options).into()
}

/// A whole number with the digits of the language.
pub(crate) fn whole(count: usize) -> String {
    js_sys::Number::from(count as f64).to_locale_string(language().tag()).into()
}

/// The plural category of a number.
pub(crate) fn plural(count: usize) -> Plural {
    let category = Intl::PluralRules::new(&locales(), &Object::new()).select(count as f64);
    match String::from(category).as_str() {
        "zero" => Plural::Zero,
        "one" => Plural::One,
        "two" => Plural::Two,
        "few" => Plural::Few,
        "many" => Plural::Many,
        _ => Plural::Other,
    }
}

thread_local! {
    /// Formatters are costly to make, and a table shows hundreds of values in a frame.
    static NUMBER: js_sys::Function = {
        let options = Object::new();
        let _never_fails_on_a_plain_object = Reflect::set(&options, &"maximumFractionDigits".into(), &4.into());
        Intl::NumberFormat::new(&locales(), &options).format()
    };
    static DAY: js_sys::Function =
        Intl::DateTimeFormat::new(&locales(), &options(&[("dateStyle", "medium"), ("timeZone", "UTC")])).format();
    static MOMENT: js_sys::Function =
        Intl::DateTimeFormat::new(&locales(), &options(&[("dateStyle", "short"), ("timeStyle", "medium"), ("timeZone", "UTC")])).format();
}

/// A number with the digits and signs of the language.
pub(crate) fn number(value: f64) -> String {
    NUMBER.with(|format| called(format, value))
}

/// Date and time of a moment to the second, in UTC like the axes of charts; of a whole day its date.
pub(crate) fn moment(moment_ms: i64) -> String {
    let format = if is_midnight(moment_ms, true) { &DAY } else { &MOMENT };
    format.with(|format| called(format, moment_ms as f64))
}

/// Whether a day begins then, by the clocks of UTC or of this browser.
fn is_midnight(moment_ms: i64, is_utc: bool) -> bool {
    let offset_ms = match is_utc {
        true => 0.0,
        false => Date::new(&JsValue::from_f64(moment_ms as f64)).get_timezone_offset() * MINUTE_MS,
    };
    (moment_ms as f64 - offset_ms).rem_euclid(DAY_MS) == 0.0
}

/// From one moment to another, with what both have in common said once; by the clocks of UTC or of this browser. Of whole
/// days the first and the last one are said.
pub(crate) fn between(from_ms: i64, to_ms: i64, is_utc: bool) -> String {
    let is_days = from_ms < to_ms && is_midnight(from_ms, is_utc) && is_midnight(to_ms, is_utc);
    let zone: &[(&str, &str)] = if is_utc { &[("timeZone", "UTC")] } else { &[] };
    let time: &[(&str, &str)] = if is_days { &[] } else { &[("timeStyle", "short")] };
    let options = options(&[&[("dateStyle", "medium")], time, zone].concat());
    let format = Intl::DateTimeFormat::new(&locales(), &options);
    let ends = [from_ms, to_ms - i64::from(is_days)].map(|at_ms| JsValue::from_f64(at_ms as f64));
    let range =
        Reflect::get(&format, &"formatRange".into()).ok().and_then(|range| range.dyn_into::<js_sys::Function>().ok());
    let words = range.and_then(|range| range.call2(&format, &ends[0], &ends[1]).ok()?.as_string());
    words.unwrap_or_else(|| [moment(from_ms), moment(to_ms)].join(" – "))
}

/// A length of time, such as 15 and `minute`.
pub(crate) fn span(count: u32, unit: &str) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "long")]);
    called(&Intl::NumberFormat::new(&locales(), &options).format(), count.into())
}

pub(super) fn called(format: &js_sys::Function, value: f64) -> String {
    format
        .call1(&JsValue::UNDEFINED, &JsValue::from_f64(value))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

pub(super) fn locales() -> Array {
    Array::of1(&JsValue::from_str(language().tag()))
}

pub(super) fn options(entries: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        let _never_fails_on_a_plain_object = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

/// An amount with its unit in short, such as 3.4 and `megabyte`; three digits count.
pub(crate) fn amount(value: f64, unit: &str) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
    let _three_digits = Reflect::set(&options, &"maximumSignificantDigits".into(), &3.into());
    called(&Intl::NumberFormat::new(&locales(), &options).format(), value)
}
