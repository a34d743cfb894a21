//! Value: JSON as the values of tables, and back. Dates are texts and numbers in JSON: nothing is guessed here.

use serde_json::{Map, Number, Value as Json};
use table::Value;

/// A value as an expression sees it.
pub(super) fn read(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::List(items.iter().map(read).collect()),
        Json::Object(members) => {
            Value::Record(members.iter().map(|(key, value)| (key.as_str().into(), read(value))).collect())
        }
    }
}

/// A value as JSON; what JSON cannot say is `null`.
pub(super) fn write(value: &Value) -> Json {
    match value {
        Value::Missing | Value::Null => Json::Null,
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(value) | Value::Time(value) => number(*value),
        Value::Text(text) => Json::String(text.to_string()),
        Value::List(items) => items.iter().map(write).collect(),
        Value::Record(members) => {
            let members = members.iter().map(|(key, value)| (key.to_string(), write(value)));
            Json::Object(members.collect::<Map<_, _>>())
        }
    }
}

/// Beyond this, whole numbers are no longer told apart.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A number, written without a fraction where it has none.
pub(super) fn number(value: f64) -> Json {
    let is_whole = value.fract() == 0.0 && value.abs() < LARGEST_WHOLE && !(value == 0.0 && value.is_sign_negative());
    match is_whole {
        true => Json::Number(Number::from(value as i64)),
        false => Number::from_f64(value).map_or(Json::Null, Json::Number),
    }
}

/// Several numbers.
pub(super) fn numbers(values: &[f64]) -> Json {
    values.iter().copied().map(number).collect()
}

/// Several names.
pub(super) fn names<T: AsRef<str>>(names: &[T]) -> Json {
    names.iter().map(|name| Json::from(name.as_ref())).collect()
}
