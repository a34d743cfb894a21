//! A filter: a choice in one chart that the other charts of its table follow. It holds what was chosen in words, as the
//! address does; what they mean is decided by the type of the field in each table.

use document::NodeId;
use table::{DataType, OwnedCell, Predicate, Schema, predicate::Test};

use crate::decimal::number;

/// A choice that filters.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The panel in which it was made, which it does not filter; `None` for one of the address.
    pub by: Option<NodeId>,
    /// The table whose charts follow; `None` for every table that has the field.
    pub table: Option<String>,
    /// On what.
    pub field: String,
    /// What was chosen.
    pub picked: Picked,
    /// The choice as a chip says it.
    pub words: String,
}

/// What was chosen of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    /// One of these values.
    Values(Vec<String>),
    /// From the first on, up to the second, which is outside; times in milliseconds since the Unix epoch.
    Span(f64, f64),
}

impl Filter {
    /// Whether charts of this table follow it.
    #[must_use]
    pub fn is_on(&self, table: &str) -> bool {
        self.table.as_deref().is_none_or(|own| own == table)
    }

    /// The rows that it means; `None` where the table has no such field, or a field in which that cannot be chosen.
    #[must_use]
    pub fn predicate(&self, schema: &Schema) -> Option<Predicate> {
        let (_, field) = schema.find(&self.field)?;
        let test = match &self.picked {
            Picked::Values(values) => {
                Test::OneOf(values.iter().map(|value| cell(value, field.data_type)).collect::<Option<_>>()?)
            }
            Picked::Span(from, to) => {
                let bound = |value: f64| match field.data_type {
                    DataType::Time => Some(OwnedCell::Time(value as i64)),
                    DataType::Float | DataType::Integer => Some(OwnedCell::Float(value)),
                    DataType::Text | DataType::Flag => None,
                };
                Test::Range { from: Some(bound(*from)?), to: Some(bound(*to)?) }
            }
        };
        Some(Predicate::field(&self.field, test))
    }
}

/// A value as its type is; a chart and an address say flags in words.
pub(super) fn cell(value: &str, data_type: DataType) -> Option<OwnedCell> {
    Some(match data_type {
        DataType::Text => OwnedCell::Text(value.to_owned()),
        DataType::Flag => OwnedCell::Flag(match value {
            "yes" | "true" => true,
            "no" | "false" => false,
            _ => return None,
        }),
        DataType::Integer => OwnedCell::Integer(value.parse().ok()?),
        DataType::Float => OwnedCell::Float(number(value)?),
        DataType::Time => OwnedCell::Time(value.parse().ok()?),
    })
}
