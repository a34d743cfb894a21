//! Problems: why a panel cannot be drawn, in plain words for the person who can mend it, with a stable kind for the page.

use std::fmt;

use table::DataType;

/// Why there is no plot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No table is chosen.
    #[error("Choose a table.")]
    NoTable,
    /// The chosen table does not exist (yet).
    #[error("There is no table “{0}” yet. Choose another, or send rows to it.")]
    NoSuchTable(String),
    /// A channel that is needed has no field.
    #[error("Choose a field for “{0}”.")]
    NoField(Channel),
    /// The table has no such field.
    #[error("The table has no field “{field}”. Choose another for “{channel}”.")]
    NoSuchField {
        /// Which channel names it.
        channel: Channel,
        /// The name.
        field: String,
    },
    /// The field has a type that cannot be drawn there.
    #[error("“{field}” holds {}. Choose a field with numbers, or summarize by Count.", words(*.data_type))]
    WrongType {
        /// Which channel names it.
        channel: Channel,
        /// The name.
        field: String,
        /// What it holds.
        data_type: DataType,
    },
    /// The table has no rows.
    #[error("No rows yet.")]
    NoRows,
    /// There are rows, but only gaps in them.
    #[error("“{0}” has no values. Choose another field.")]
    NoValues(String),
    /// The spec asks for what cannot be drawn, in words with the remedy.
    #[error("{0}")]
    Scene(String),
}

/// What a field is encoded as; displayed with the words of the form that chooses the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Along the horizontal axis.
    X,
    /// Along the vertical axis.
    Y,
    /// As the number of a stat.
    Value,
    /// By colour.
    Color,
}

impl Problem {
    /// A stable word for the page: what it offers to do about it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoTable => "no_table",
            Self::NoSuchTable(_) => "no_such_table",
            Self::NoField(_) => "no_field",
            Self::NoSuchField { .. } => "no_such_field",
            Self::WrongType { .. } => "wrong_type",
            Self::NoRows => "no_rows",
            Self::NoValues(_) => "no_values",
            Self::Scene(_) => "scene",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X => "Horizontal (x)",
            Self::Y => "Vertical (y)",
            Self::Value => "Value",
            Self::Color => "Colour by",
        })
    }
}

fn words(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Float | DataType::Integer => "numbers",
        DataType::Time => "times",
        DataType::Text => "text",
        DataType::Flag => "yes or no",
    }
}
