//! Rows as JSON: one object a line (NDJSON), or one array of objects, or one object.
//! This file knows the grammar and the place of an error; what a value may be is the business of the sink.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use table::schema::MAX_COLUMNS;

use super::{Cells, MAX_LINE_BYTES, Place, Sink, Written};
use crate::problem::{Code, Problem};

/// Reads one object a line; empty lines are passed over.
///
/// # Errors
/// The first line that is no object, or the sink's own.
pub(super) fn read_lines(body: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
    for (index, line) in body.split('\n').enumerate() {
        let number = index as u64 + 1;
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line.len() > MAX_LINE_BYTES {
            let detail = format!("Line {number} has {} bytes; a row has at most {MAX_LINE_BYTES}.", line.len());
            return Err(Problem::new(Code::BadRows, detail).at_line(number));
        }
        let object: Object<'_> = serde_json::from_str(line).map_err(|error| no_object(&error, number))?;
        sink.row(Place::Line(number), &object.0)?;
    }
    Ok(())
}

fn no_object(error: &serde_json::Error, number: u64) -> Problem {
    let why = without_place(error);
    let detail = format!(
        "Line {number} is no JSON object, at column {}: {why}. Each line holds one object such as {{\"value\": 1}}.",
        error.column()
    );
    Problem::new(Code::BadRows, detail).at_line(number)
}

/// Reads an array of objects, or one object.
///
/// # Errors
/// The place where the JSON breaks off, or the sink's own; the line is the one where the row ends.
pub(super) fn read_array(body: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut failed = None;
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let read = deserializer.deserialize_any(Rows { sink, failed: &mut failed });
    let Err(error) = read.and_then(|()| deserializer.end()) else { return Ok(()) };
    let line = error.line() as u64;
    Err(match failed {
        Some(problem) => problem.at_line(line),
        None => {
            let why = without_place(&error);
            let detail = format!(
                "The body is no JSON array of objects: {why} (line {line}, column {}). Send [{{\"value\": 1}}, ...].",
                error.column()
            );
            Problem::new(Code::BadRows, detail).at_line(line)
        }
    })
}

/// The message of serde_json without its own " at line 1 column 2".
fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or_else(|| said.clone(), |(why, _)| why.to_owned())
}

/// Feeds the rows of an array to the sink while they are read.
struct Rows<'s> {
    sink: &'s mut dyn Sink,
    failed: &'s mut Option<Problem>,
}

impl Rows<'_> {
    fn row<E: serde::de::Error>(&mut self, number: u64, object: &Object<'_>) -> Result<(), E> {
        self.sink.row(Place::Element(number), &object.0).map_err(|problem| {
            *self.failed = Some(problem);
            E::custom("the row does not fit")
        })
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects, or one object")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(object) = rows.next_element::<Object<'_>>()? {
            number += 1;
            self.row(number, &object)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        let object = ObjectVisitor.visit_map(map)?;
        self.row(1, &object)
    }
}

/// One object: its fields in the order in which they are written.
struct Object<'a>(Cells<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut cells = Cells::new();
        while let Some(Name(name)) = map.next_key()? {
            if cells.len() == MAX_COLUMNS {
                return Err(A::Error::custom(format!("more than {MAX_COLUMNS} fields")));
            }
            if cells.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom(format!("the field {name:?} occurs twice")));
            }
            let value = map.next_value()?;
            cells.push((name, value));
        }
        Ok(Object(cells))
    }
}

/// A key, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(ValueVisitor)? {
            Written::Text(text) => Ok(Self(text)),
            _ => Err(D::Error::custom("a key is text")),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Written<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Written<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Written<'de>, E> {
        Ok(Written::Gap)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Written<'de>, E> {
        Ok(Written::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Written<'de>, E> {
        Ok(Written::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Written<'de>, E> {
        Ok(i64::try_from(value).map_or(Written::Float(value as f64), Written::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Written<'de>, E> {
        Ok(Written::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Written<'de>, E> {
        Ok(Written::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Written<'de>, E> {
        Ok(Written::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Written<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Written::Nested("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Written::Nested("an object"))
    }
}
