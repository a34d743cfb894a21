//! Keys: values as what they are told apart by on a discrete scale: the number 3 and the text "3" are two, two NaNs
//! are one.

use std::sync::Arc;

use table::Value;

/// What a value is told apart by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Gap,
    Flag(bool),
    /// The bits of a number or of the milliseconds of a time.
    Number(u64),
    Text(Arc<str>),
    Several(Vec<Key>),
}

impl Key {
    /// The key of a value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Missing | Value::Null => Self::Gap,
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Number(number) | Value::Time(number) if number.is_nan() => Self::Gap,
            Value::Number(number) | Value::Time(number) => Self::Number((number + 0.0).to_bits()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(values) => Self::Several(values.iter().map(Self::of).collect()),
            Value::Record(members) => Self::Several(members.iter().map(|(_, value)| Self::of(value)).collect()),
        }
    }
}
