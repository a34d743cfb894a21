//! Ingest: a posted body becomes a batch, whole or not at all. It infers the types of a table's first rows, holds
//! later ones against the schema, and names the line, the field and the remedy where something does not fit.
//! Pure: it knows no socket, no table that lives and no disk.

mod csv;
mod json;
mod written;

use std::{borrow::Cow, fmt};

use ::table::{Batch, BatchBuilder, Cell, DataType, Field, Schema, schema::MAX_COLUMNS};

use self::written::{Guess, Written};
use crate::problem::{Code, Problem};

/// The largest body, in bytes; a larger one is refused with 413 before it is read to its end.
pub const MAX_BODY_BYTES: u64 = 8 * 1024 * 1024;
/// Most rows of one post: what 64 columns of gaps may cost is then bounded. More are refused with 413.
pub const MAX_ROWS: usize = 100_000;
/// The largest row as it is written, in bytes: so that every row fits a frame of the wire. A larger one is refused.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// The forms in which rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// A header, then a line for each row.
    Csv,
    /// One array of objects, or one object.
    Json,
}

/// The cells of one row with the names of their fields.
type Cells<'a> = Vec<(Cow<'a, str>, Written<'a>)>;

/// Where a row stands in the body, from 1.
#[derive(Clone, Copy, Debug)]
enum Place {
    Line(u64),
    /// In an array; the line is known once the row was read.
    Element(u64),
}

impl Place {
    fn problem(self, detail: impl fmt::Display) -> Problem {
        match self {
            Self::Line(line) => Problem::new(Code::BadRows, format!("Line {line}: {detail}")).at_line(line),
            Self::Element(number) => Problem::new(Code::BadRows, format!("Row {number}: {detail}")),
        }
    }
}

/// Takes rows while they are read.
trait Sink {
    /// One row and where it stands.
    fn row(&mut self, place: Place, cells: &[(Cow<'_, str>, Written<'_>)]) -> Result<(), Problem>;
}

impl Format {
    /// The format of a `Content-Type`.
    ///
    /// # Errors
    /// Where no format has it; the detail shows a curl line that works.
    pub fn of_content_type(content_type: Option<&str>) -> Result<Self, Problem> {
        let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        match essence.to_ascii_lowercase().as_str() {
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Ok(Self::Ndjson),
            "text/csv" => Ok(Self::Csv),
            "application/json" => Ok(Self::Json),
            _ => Err(Problem::new(
                Code::UnsupportedMediaType,
                "Say what the rows are: curl needs -H 'Content-Type: text/csv', or application/x-ndjson, or \
                 application/json, together with --data-binary @FILE.",
            )),
        }
    }

    fn read(self, body: &str, sink: &mut dyn Sink) -> Result<(), Problem> {
        match self {
            Self::Ndjson => json::read_lines(body, sink),
            Self::Csv => csv::read(body, sink),
            Self::Json => json::read_array(body, sink),
        }
    }
}

/// The rows of a body. `schema` is that of the table, or the declared one of a new table; without it the types are
/// those that all rows of the body can have.
///
/// # Errors
/// The first thing that does not fit, with its line and field.
pub fn read(body: &[u8], format: Format, schema: Option<&Schema>) -> Result<Batch, Problem> {
    let body = text(body)?;
    let schema = match schema {
        Some(schema) => schema.clone(),
        None => infer(body, format)?,
    };
    let mut rows = Rows { builder: BatchBuilder::new(schema), rows: 0 };
    format.read(body, &mut rows)?;
    if rows.rows == 0 {
        return Err(Problem::new(Code::BadRows, "The body has no row."));
    }
    Ok(rows.builder.finish())
}

/// The schema of `?schema=time:time,value:float`.
///
/// # Errors
/// A part that is no `name:type`, or names that make no schema.
pub fn declared(schema: &str) -> Result<Schema, Problem> {
    let fields = schema.split(',').map(declared_field).collect::<Result<Vec<_>, _>>()?;
    Schema::new(fields).map_err(|error| Problem::new(Code::BadSchema, format!("{error}.")))
}

fn declared_field(part: &str) -> Result<Field, Problem> {
    let (name, word) = part.rsplit_once(':').unwrap_or((part, ""));
    let data_type = match word {
        "float" => DataType::Float,
        "integer" => DataType::Integer,
        "time" => DataType::Time,
        "text" => DataType::Text,
        "flag" => DataType::Flag,
        _ => {
            let detail = "Each field is name:type, the type one of float, integer, time, text, flag; \
                          for example ?schema=time:time,value:float.";
            return Err(Problem::new(Code::BadSchema, detail).in_field(name));
        }
    };
    Ok(Field { name: name.to_owned(), data_type })
}

/// The body without a byte order mark.
fn text(body: &[u8]) -> Result<&str, Problem> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    std::str::from_utf8(body).map_err(|error| {
        let line = 1 + body[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() as u64;
        Problem::new(Code::BadRows, format!("Line {line} is not UTF-8; convert the file first.")).at_line(line)
    })
}

fn infer(body: &str, format: Format) -> Result<Schema, Problem> {
    let mut guesses = Guesses { fields: Vec::new(), rows: 0 };
    format.read(body, &mut guesses)?;
    if guesses.rows == 0 {
        return Err(Problem::new(Code::BadRows, "The body has no row."));
    }
    let field = |(name, guess): (String, Guess)| Field { name, data_type: guess.data_type().unwrap_or(DataType::Text) };
    Schema::new(guesses.fields.into_iter().map(field).collect())
        .map_err(|error| Problem::new(Code::BadSchema, format!("{error}.")))
}

fn count(rows: &mut usize) -> Result<(), Problem> {
    *rows += 1;
    if *rows > MAX_ROWS {
        return Err(Problem::new(Code::TooLarge, format!("A post has at most {MAX_ROWS} rows; send several.")));
    }
    Ok(())
}

/// The fields of a new table, in order of first appearance.
struct Guesses {
    fields: Vec<(String, Guess)>,
    rows: usize,
}

impl Sink for Guesses {
    fn row(&mut self, place: Place, cells: &[(Cow<'_, str>, Written<'_>)]) -> Result<(), Problem> {
        count(&mut self.rows)?;
        for (index, (name, written)) in cells.iter().enumerate() {
            let position = position(&self.fields, index, |(other, _)| other.as_str() == name);
            let position = position.map_or_else(|| self.add(name, place), Ok)?;
            let guess = &mut self.fields[position].1;
            let narrowed = guess.narrowed(written);
            if narrowed == Guess::NONE {
                return Err(unlike_before(*guess, name, written, place));
            }
            *guess = narrowed;
        }
        Ok(())
    }
}

impl Guesses {
    fn add(&mut self, name: &str, place: Place) -> Result<usize, Problem> {
        if self.fields.len() == MAX_COLUMNS {
            let detail = format!("the field {name:?} is one more than the {MAX_COLUMNS} that a table may have.");
            return Err(place.problem(detail).in_field(name));
        }
        self.fields.push((name.to_owned(), Guess::ANY));
        Ok(self.fields.len() - 1)
    }
}

fn unlike_before(guess: Guess, name: &str, written: &Written<'_>, place: Place) -> Problem {
    if let Written::Nested(what) = written {
        return nested(what, name, place);
    }
    let before = guess.data_type().map_or_else(String::new, |data_type| data_type.to_string());
    let detail = format!(
        "the field {name:?} is {}, but {before} in the rows before. Give every row a value of one type.",
        written.shown()
    );
    place.problem(detail).in_field(name)
}

fn nested(what: &str, name: &str, place: Place) -> Problem {
    let detail = format!("the field {name:?} holds {what}; give each part a field of its own.");
    place.problem(detail).in_field(name)
}

/// The index of a name; mostly the one that is expected, since rows resemble each other.
fn position<T>(fields: &[T], expected: usize, is: impl Fn(&T) -> bool) -> Option<usize> {
    if fields.get(expected).is_some_and(&is) { Some(expected) } else { fields.iter().position(is) }
}

/// The rows of a known schema.
struct Rows {
    builder: BatchBuilder,
    rows: usize,
}

impl Sink for Rows {
    fn row(&mut self, place: Place, cells: &[(Cow<'_, str>, Written<'_>)]) -> Result<(), Problem> {
        count(&mut self.rows)?;
        let schema = self.builder.schema().clone();
        let mut row = vec![Cell::Gap; schema.fields().len()];
        for (index, (name, written)) in cells.iter().enumerate() {
            let Some(position) = position(schema.fields(), index, |field| field.name == *name) else {
                return Err(no_field(&schema, name, place));
            };
            let field = &schema.fields()[position];
            row[position] = written.cell(field.data_type).ok_or_else(|| misfit(field, written, place))?;
        }
        self.builder.push_row(&row).map_err(|error| place.problem(format!("{error}.")))
    }
}

fn no_field(schema: &Schema, name: &str, place: Place) -> Problem {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name.as_str()).collect();
    let detail = format!(
        "the table has no field {name:?}; it has {}. Leave the field out, or post to a new table.",
        names.join(", ")
    );
    place.problem(detail).in_field(name)
}

fn misfit(field: &Field, written: &Written<'_>, place: Place) -> Problem {
    if let Written::Nested(what) = written {
        return nested(what, &field.name, place);
    }
    let remedy = match field.data_type {
        DataType::Float => "Send a number, or null where there is none.",
        DataType::Integer => "Send a whole number, or post to a new table with ?schema=NAME:float.",
        DataType::Time => "Send it as 2024-12-31, 2024-12-31T23:59:59Z, or milliseconds since 1970.",
        DataType::Text => "Send a text in quotes.",
        DataType::Flag => "Send true or false.",
    };
    let detail = format!("the field {:?} is {}, not {}. {remedy}", field.name, field.data_type, written.shown());
    place.problem(detail).in_field(&field.name)
}

#[cfg(test)]
mod tests;
