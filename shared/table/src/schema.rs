//! Schema: the names and types of a table's columns. Enum order is the wire format: append only.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// Most columns of one table; more are refused.
pub const MAX_COLUMNS: usize = 64;
/// The longest name of a table or field, in bytes.
pub const MAX_NAME_BYTES: usize = 128;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// 64-bit floating point; NaN is a gap.
    Float,
    /// 64-bit signed integer.
    Integer,
    /// Milliseconds since the Unix epoch, UTC.
    Time,
    /// Text, stored once per distinct value.
    Text,
    /// True or false.
    Flag,
}

/// The type in plain words, with its article.
impl fmt::Display for DataType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Float => "a number",
            Self::Integer => "a whole number",
            Self::Time => "a time",
            Self::Text => "a text",
            Self::Flag => "true or false",
        })
    }
}

/// Name and type of one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Unique in the table.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub data_type: DataType,
}

/// The fields of a table, in order. Shared by pointer: a batch carries it without copying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Field>", into = "Vec<Field>")]
pub struct Schema(Arc<[Field]>);

/// Why these fields are no schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// No field at all.
    #[error("a table has at least one field")]
    Empty,
    /// Too many fields.
    #[error("a table has at most {MAX_COLUMNS} fields, this has {0}")]
    TooMany(usize),
    /// Two fields of one name.
    #[error("the field {0:?} occurs twice")]
    Repeated(String),
    /// A name that is empty, too long or has control characters.
    #[error("a field name has 1 to {MAX_NAME_BYTES} bytes and no control characters, not {0:?}")]
    BadName(String),
}

impl Schema {
    /// Checks the fields.
    ///
    /// # Errors
    /// The first rule they break.
    pub fn new(fields: Vec<Field>) -> Result<Self, SchemaError> {
        match fields.len() {
            0 => return Err(SchemaError::Empty),
            1..=MAX_COLUMNS => {}
            count => return Err(SchemaError::TooMany(count)),
        }
        for (index, field) in fields.iter().enumerate() {
            let name = &field.name;
            if name.is_empty() || name.len() > MAX_NAME_BYTES || name.chars().any(char::is_control) {
                return Err(SchemaError::BadName(name.chars().take(32).collect()));
            }
            if fields[..index].iter().any(|other| other.name == *name) {
                return Err(SchemaError::Repeated(name.clone()));
            }
        }
        Ok(Self(fields.into()))
    }

    /// The fields, in order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.0
    }

    /// Index and field of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(usize, &Field)> {
        self.0.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

impl TryFrom<Vec<Field>> for Schema {
    type Error = SchemaError;

    fn try_from(fields: Vec<Field>) -> Result<Self, SchemaError> {
        Self::new(fields)
    }
}

impl From<Schema> for Vec<Field> {
    fn from(schema: Schema) -> Self {
        schema.0.to_vec()
    }
}
