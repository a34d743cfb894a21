//! Parse: a column read as another type: what `format.parse` says, and what an encoding implies. Conversions are those
//! of Vega's loader: null and empty text are gaps, anything else is converted as JavaScript would.

use table::{Value, Values, format::Time};

use super::date::wall_from_text;
use crate::zone::Zone;

/// How a column is to be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Parse {
    /// As numbers.
    Number,
    /// As flags.
    Flag,
    /// As text.
    Text,
    /// As times, in any format that JavaScript reads.
    Date,
    /// As times in a d3 format, of the zone or of UTC.
    DateFormat {
        /// Such as `%d %b %Y`.
        format: String,
        /// Whether the text says a time in UTC.
        utc: bool,
    },
    /// As it is.
    Keep,
}

impl Parse {
    /// As it is written: `number`, `date`, `date:'%d %b'`; `None` where it means nothing.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let unquote = |text: &str| text.trim_matches(['\'', '"']).to_owned();
        Some(match text {
            "number" | "integer" => Self::Number,
            "boolean" => Self::Flag,
            "string" => Self::Text,
            "date" => Self::Date,
            _ => match text.split_once(':')? {
                ("date", format) => Self::DateFormat { format: unquote(format), utc: false },
                ("utc", format) => Self::DateFormat { format: unquote(format), utc: true },
                _ => return None,
            },
        })
    }

    /// The column read so; times are those of the zone's clocks.
    #[must_use]
    pub fn read(&self, values: &Values, zone: &Zone) -> Values {
        if self.leaves(values) {
            return values.clone();
        }
        let written = match self {
            Self::DateFormat { format, .. } => Time::parse(format).ok(),
            _ => None,
        };
        Values::of((0..values.len()).map(|row| self.read_value(&values.get(row), written.as_ref(), zone)).collect())
    }

    fn leaves(&self, values: &Values) -> bool {
        matches!(
            (self, values),
            (Self::Keep, _)
                | (Self::Number, Values::Number(_) | Values::Time(_))
                | (Self::Flag, Values::Flag(_))
                | (Self::Date, Values::Time(_))
        )
    }

    fn read_value(&self, value: &Value, written: Option<&Time>, zone: &Zone) -> Value {
        let is_gap =
            matches!(value, Value::Missing | Value::Null) || matches!(value, Value::Text(text) if text.is_empty());
        if is_gap {
            return Value::Null;
        }
        match self {
            Self::Number => Value::Number(value.to_number()),
            Self::Flag => {
                Value::Flag(!matches!(value, Value::Text(text) if matches!(&**text, "false" | "0")) && value.truthy())
            }
            Self::Text => Value::Text(value.to_text()),
            Self::Date => Value::Time(date(value, zone)),
            Self::DateFormat { utc, .. } => {
                let wall_ms = written.and_then(|format| format.read(&value.to_text())).unwrap_or(f64::NAN);
                Value::Time(if *utc { zone.wall_from_instant(wall_ms) } else { wall_ms })
            }
            Self::Keep => value.clone(),
        }
    }
}

fn date(value: &Value, zone: &Zone) -> f64 {
    match value {
        Value::Time(wall_ms) => *wall_ms,
        Value::Number(instant_ms) => zone.wall_from_instant(*instant_ms),
        Value::Text(text) => wall_from_text(text, zone),
        Value::Missing | Value::Null | Value::Flag(_) | Value::List(_) | Value::Record(_) => f64::NAN,
    }
}
