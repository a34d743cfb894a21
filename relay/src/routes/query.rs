//! The query of an address: names and values, of which only known ones are taken, so that a misspelt one is no silence.

use std::collections::BTreeMap;

use crate::problem::{Code, Problem};

/// Names and values; of a name that stands twice the last one.
pub(super) type Query = BTreeMap<String, String>;

pub(super) fn known(query: &Query, names: &[&str]) -> Result<(), Problem> {
    match query.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(bad_query(name, &format!("known here: {}", names.join(", ")))),
        None => Ok(()),
    }
}

pub(super) fn number(query: &Query, name: &str) -> Result<Option<u64>, Problem> {
    let value = query.get(name).map(|value| countable(value));
    value.map(|value| value.ok_or_else(|| bad_query(name, "a whole number from 0 on"))).transpose()
}

/// A number that the log can hold: it counts with 63 bits.
pub(super) fn countable(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| i64::try_from(*number).is_ok())
}

pub(super) fn bad_query(name: &str, expected: &str) -> Problem {
    let name: String = name.chars().take(32).collect();
    Problem::new(Code::BadRequest, format!("The query has {name:?}; {expected}.")).in_field(name)
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For people and programs.
    Json,
    /// For the page: the bytes of `protocol::codec::to_stored`.
    Stored,
}

/// What `format` asks for.
pub(super) fn form(query: &Query, default: Form) -> Result<Form, Problem> {
    match query.get("format").map(String::as_str) {
        None => Ok(default),
        Some("json") => Ok(Form::Json),
        Some("stored") => Ok(Form::Stored),
        Some(_) => Err(bad_query("format", "one of json, stored")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// schemathesis: a number of 64 bits was asked of the log, which answered that it cannot store.
    #[test]
    fn a_number_is_one_that_the_log_can_hold() {
        let asked = |text: &str| number(&Query::from([("at".to_owned(), text.to_owned())]), "at");
        assert_eq!(asked("9223372036854775807"), Ok(Some(i64::MAX as u64)));
        for text in ["9223372036854775808", "18446744073709551615", "-1", "1.0", "", "x"] {
            assert_eq!(asked(text).map_err(|problem| problem.code), Err(Code::BadRequest), "{text}");
        }
    }
}
