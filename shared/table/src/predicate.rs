//! Predicate: which rows are meant. A question about fields, asked of a table or batch, that answers with row indices.
//! Gaps never match: as in SQL, what is asked of a gap is neither true nor false, and its negation is neither.

use std::cmp::Ordering;

use crate::{
    cell::{Cell, OwnedCell},
    column::{Column, TextColumn},
    schema::DataType,
    tabular::Tabular,
};

/// How deep predicates nest at most; deeper ones are refused, because asking recurses.
pub const MAX_DEPTH: usize = 32;
/// How many values one test lists at most; more are refused, because each row is compared with each.
pub const MAX_VALUES: usize = 1024;

/// What must hold of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// The field's value passes a test.
    Field {
        /// Which field.
        field: String,
        /// The test.
        test: Test,
    },
    /// All of them hold; without any, it holds.
    All(Vec<Predicate>),
    /// One of them holds; without any, it does not.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
}

/// What is asked of one value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It compares so with another.
    Compare(Comparison, OwnedCell),
    /// It equals one of these.
    OneOf(Vec<OwnedCell>),
    /// It is at least `from` and less than `to`; `None` is no bound.
    Range {
        /// The first inside.
        from: Option<OwnedCell>,
        /// The first outside.
        to: Option<OwnedCell>,
    },
}

/// How a value compares with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// Why a predicate cannot be asked of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PredicateError {
    /// The table has no such field.
    #[error("there is no field {0:?}")]
    NoSuchField(String),
    /// The field is compared with a value of another type.
    #[error("the field {field:?} is {expected}, it cannot be compared with {got}")]
    Type {
        /// Which field.
        field: String,
        /// What the schema says.
        expected: DataType,
        /// What it is compared with.
        got: DataType,
    },
    /// Nested too deep.
    #[error("a filter nests at most {MAX_DEPTH} deep")]
    TooDeep,
    /// Too many values in one test.
    #[error("a filter lists at most {MAX_VALUES} values, not {0}")]
    TooManyValues(usize),
}

impl Predicate {
    /// A test of one field.
    #[must_use]
    pub fn field(field: &str, test: Test) -> Self {
        Self::Field { field: field.to_owned(), test }
    }

    /// The indices of the rows for which it holds, ascending.
    ///
    /// # Errors
    /// When it does not fit the schema.
    pub fn select(&self, rows: &impl Tabular) -> Result<Vec<u32>, PredicateError> {
        let bound = self.bind(rows)?;
        Ok((0..rows.rows()).filter(|row| bound.holds(*row)).map(|row| row as u32).collect())
    }

    /// Binds it to the columns of a table, to be asked of single rows.
    ///
    /// # Errors
    /// When it does not fit the schema.
    pub fn bind<'a>(&'a self, rows: &'a impl Tabular) -> Result<Bound<'a>, PredicateError> {
        Ok(Bound(self.bind_at(rows, 0)?))
    }

    fn bind_at<'a>(&'a self, rows: &'a impl Tabular, depth: usize) -> Result<Asked<'a>, PredicateError> {
        if depth == MAX_DEPTH {
            return Err(PredicateError::TooDeep);
        }
        let each = |predicates: &'a [Self]| -> Result<Vec<_>, _> {
            predicates.iter().map(|inner| inner.bind_at(rows, depth + 1)).collect()
        };
        match self {
            Self::Field { field, test } => {
                let (data_type, column) =
                    rows.field(field).ok_or_else(|| PredicateError::NoSuchField(field.clone()))?;
                test.check(field, data_type)?;
                Ok(Asked::field(column, test))
            }
            Self::All(inner) => each(inner).map(Asked::All),
            Self::Any(inner) => each(inner).map(Asked::Any),
            Self::Not(inner) => Ok(Asked::Not(Box::new(inner.bind_at(rows, depth + 1)?))),
        }
    }
}

/// A predicate and the columns that it is asked of.
#[derive(Debug)]
pub struct Bound<'a>(Asked<'a>);

#[derive(Debug)]
enum Asked<'a> {
    Field(&'a Column, &'a Test),
    /// Whether each entry of the dictionary passes.
    Text(&'a TextColumn, Vec<bool>),
    All(Vec<Asked<'a>>),
    Any(Vec<Asked<'a>>),
    Not(Box<Asked<'a>>),
}

impl Bound<'_> {
    /// Whether it holds for a row.
    #[must_use]
    pub fn holds(&self, row: usize) -> bool {
        self.0.truth(row) == Some(true)
    }
}

impl<'a> Asked<'a> {
    fn field(column: &'a Column, test: &'a Test) -> Self {
        match column {
            Column::Text(text) => {
                let passes = text.dictionary.iter().map(|value| test.passes(Cell::Text(value)));
                Self::Text(text, passes.collect())
            }
            column => Self::Field(column, test),
        }
    }

    /// `None` is neither true nor false.
    fn truth(&self, row: usize) -> Option<bool> {
        match self {
            Self::Field(column, test) => match column.cell(row) {
                Cell::Gap => None,
                cell => Some(test.passes(cell)),
            },
            Self::Text(text, passes) => {
                let entry = text.codes.get(row)?.checked_sub(1)?;
                passes.get(entry as usize).copied()
            }
            Self::All(inner) => decide(inner, row, false),
            Self::Any(inner) => decide(inner, row, true),
            Self::Not(inner) => inner.truth(row).map(|truth| !truth),
        }
    }
}

/// The deciding truth if one has it; else the other truth, unless one is neither.
fn decide(inner: &[Asked<'_>], row: usize, deciding: bool) -> Option<bool> {
    let mut truth = Some(!deciding);
    for asked in inner {
        match asked.truth(row) {
            Some(found) if found == deciding => return Some(deciding),
            Some(_) => {}
            None => truth = None,
        }
    }
    truth
}

impl Test {
    /// Whether a value passes. A gap in the test is passed by nothing.
    fn passes(&self, cell: Cell<'_>) -> bool {
        match self {
            Self::Compare(comparison, value) => {
                cell.compare(value.as_cell()).is_some_and(|ordering| comparison.accepts(ordering))
            }
            Self::OneOf(values) => values.iter().any(|value| cell.compare(value.as_cell()) == Some(Ordering::Equal)),
            Self::Range { from, to } => {
                let after = |bound: &OwnedCell| cell.compare(bound.as_cell()).is_some_and(Ordering::is_ge);
                let before = |bound: &OwnedCell| cell.compare(bound.as_cell()).is_some_and(Ordering::is_lt);
                from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before)
            }
        }
    }

    fn check(&self, field: &str, expected: DataType) -> Result<(), PredicateError> {
        let values = self.values();
        if values.len() > MAX_VALUES {
            return Err(PredicateError::TooManyValues(values.len()));
        }
        for got in values.into_iter().filter_map(|value| value.as_cell().data_type()) {
            let numbers = [expected, got].iter().all(|one| matches!(one, DataType::Float | DataType::Integer));
            if got != expected && !numbers {
                return Err(PredicateError::Type { field: field.to_owned(), expected, got });
            }
        }
        Ok(())
    }

    fn values(&self) -> Vec<&OwnedCell> {
        match self {
            Self::Compare(_, value) => vec![value],
            Self::OneOf(values) => values.iter().collect(),
            Self::Range { from, to } => from.iter().chain(to).collect(),
        }
    }
}

impl Comparison {
    fn accepts(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}
