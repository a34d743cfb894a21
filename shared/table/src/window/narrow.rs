//! Narrowing: the rows of a table for which a predicate holds, as a table of their own. Texts keep their dictionary.
//! It costs one look at every row, and the memory of those that stay.

use super::Table;
use crate::{
    column::{Column, TextColumn},
    dictionary::Dictionary,
    kept::Kept,
    predicate::{Predicate, PredicateError},
};

impl Table {
    /// The rows for which the predicate holds, in their order. They are numbered anew, from 0.
    ///
    /// # Errors
    /// When the predicate does not fit the schema.
    pub fn narrowed(&self, predicate: &Predicate) -> Result<Self, PredicateError> {
        let rows = predicate.select(self)?;
        let columns: Vec<_> = self.columns.iter().map(|column| column.taken(&rows)).collect();
        let dictionary = |column: &Column| match column {
            Column::Text(text) => Dictionary::of(text),
            Column::Float(_) | Column::Integer(_) | Column::Time(_) | Column::Flag(_) => Dictionary::default(),
        };
        let dictionaries = columns.iter().map(dictionary).collect();
        let mut narrowed = Self { columns, dictionaries, ..Self::new(self.schema.clone(), self.retention) };
        narrowed.notice_newest(0);
        Ok(narrowed)
    }
}

impl Column {
    /// The values of these rows, in this order; of a row that is not there a gap.
    #[must_use]
    pub fn taken(&self, rows: &[u32]) -> Self {
        fn take<T: Copy>(values: &[T], rows: &[u32], gap: T) -> Kept<T> {
            rows.iter().map(|row| values.get(*row as usize).copied().unwrap_or(gap)).collect()
        }
        match self {
            Self::Float(values) => Self::Float(take(values, rows, f64::NAN)),
            Self::Integer(values) => Self::Integer(take(values, rows, None)),
            Self::Time(values) => Self::Time(take(values, rows, None)),
            Self::Flag(values) => Self::Flag(take(values, rows, None)),
            Self::Text(text) => {
                Self::Text(TextColumn { codes: take(&text.codes, rows, 0), dictionary: text.dictionary.clone() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        batch::Batch,
        cell::OwnedCell,
        predicate::Test,
        schema::{DataType, Field, Schema},
        window::Retention,
    };

    #[test]
    fn only_what_is_meant_stays_and_texts_keep_their_codes() {
        let field = |name: &str, data_type| Field { name: name.into(), data_type };
        let schema = Schema::new(vec![field("host", DataType::Text), field("load", DataType::Float)]).unwrap();
        let hosts = TextColumn { codes: vec![2, 1, 0, 2].into(), dictionary: vec!["a".into(), "b".into()] };
        let columns = vec![Column::Text(hosts), Column::Float(vec![1.0, 2.0, 3.0, f64::NAN].into())];
        let mut table = Table::from_row(schema.clone(), Retention { max_rows: 9, max_age_ms: None }, 7);
        table.append(&Batch::new(schema, columns).unwrap()).unwrap();
        let narrowed = table.narrowed(&Predicate::field("host", Test::OneOf(vec![OwnedCell::Text("b".into())])));
        let narrowed = narrowed.unwrap();
        let Some(Column::Text(hosts)) = narrowed.column("host") else { panic!("the type changed") };
        assert_eq!((hosts.get(0), hosts.get(1), hosts.dictionary.len()), (Some("b"), Some("b"), 2));
        assert_eq!(narrowed.column("load").unwrap().number(0), 1.0);
        assert!(narrowed.column("load").unwrap().number(1).is_nan());
    }
}
