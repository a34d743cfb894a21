//! Test: predicates of filters and conditions: an expression, a field compared, a selection, or several of them with
//! `and`, `or` and `not`.

use serde_json::{Map, Value as Json, json};
use table::transform::{DateParts, FieldTest, Operand, Test};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    put, time_unit, value,
};

const KINDS: [&str; 8] = ["equal", "lt", "lte", "gt", "gte", "range", "oneOf", "valid"];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DATE_KEYS: [&str; 10] =
    ["year", "quarter", "month", "date", "day", "hours", "minutes", "seconds", "milliseconds", "utc"];

/// A predicate.
pub(super) fn read(item: Item<'_>) -> Option<Test> {
    if item.peek().is_string() {
        return item.expression().map(Test::Expression);
    }
    let mut object = item.object()?;
    if let Some(item) = object.take("and") {
        return all(item).map(Test::All);
    }
    if let Some(item) = object.take("or") {
        return all(item).map(Test::Any);
    }
    if let Some(item) = object.take("not") {
        return read(item).map(|test| Test::Not(Box::new(test)));
    }
    if object.has("param") { selected(&mut object) } else { field(object) }
}

/// Every test of a list, or none: without one of them the others would mean something else.
fn all(item: Item<'_>) -> Option<Vec<Test>> {
    let tests: Vec<Option<Test>> = item.list().into_iter().map(read).collect();
    tests.into_iter().collect()
}

/// A selection, of a filter or a condition.
pub(super) fn selected(object: &mut Object<'_>) -> Option<Test> {
    let param = object.name("param")?;
    Some(Test::Selected { param, empty: object.flag("empty").unwrap_or(true) })
}

fn field(mut object: Object<'_>) -> Option<Test> {
    if !object.has("field") {
        object.leave(Loss::Content, "a test is an expression, or names a `field` or a `param`");
        return None;
    }
    let field = object.name("field");
    let unit = object.said("timeUnit").and_then(time_unit::read);
    let Some(kind) = KINDS.into_iter().find(|kind| object.has(kind)) else {
        object.leave(Loss::Content, "a test of a field says one of equal, lt, lte, gt, gte, range, oneOf and valid");
        return None;
    };
    let is = comparison(kind, object.take(kind)?)?;
    Some(Test::Field { field: field?, unit, is })
}

fn comparison(kind: &str, item: Item<'_>) -> Option<FieldTest> {
    Some(match kind {
        "equal" => FieldTest::Equal(operand(item)?),
        "lt" => FieldTest::Lt(operand(item)?),
        "lte" => FieldTest::Lte(operand(item)?),
        "gt" => FieldTest::Gt(operand(item)?),
        "gte" => FieldTest::Gte(operand(item)?),
        "range" => FieldTest::Range(range(item)?),
        "oneOf" => FieldTest::OneOf(item.list().into_iter().filter_map(operand).collect()),
        _ => FieldTest::Valid(item.flag()?),
    })
}

fn range(item: Item<'_>) -> Option<[Option<Operand>; 2]> {
    if item.peek().as_array().is_none_or(|ends| ends.len() != 2) {
        return item.unfit("two values, or null for an open end");
    }
    let mut ends = item.list().into_iter().map(|end| (!end.peek().is_null()).then(|| operand(end)));
    let mut end = || match ends.next() {
        Some(Some(operand)) => operand.map(Some),
        Some(None) | None => Some(None),
    };
    Some([end()?, end()?])
}

/// A value, a date by its parts, or an expression.
fn operand(item: Item<'_>) -> Option<Operand> {
    let Json::Object(members) = item.peek() else { return Some(Operand::Value(value::read(item.peek()))) };
    if members.keys().any(|key| DATE_KEYS.contains(&key.as_str())) {
        return Some(Operand::Date(Box::new(date(item.object()?))));
    }
    let key = if members.contains_key("signal") { "signal" } else { "expr" };
    item.object()?.take(key)?.expression().map(Operand::Expression)
}

fn date(mut object: Object<'_>) -> DateParts {
    DateParts {
        year: object.number("year"),
        quarter: object.number("quarter"),
        month: part(&mut object, "month", &MONTHS, 1.0),
        date: object.number("date"),
        day: part(&mut object, "day", &DAYS, 0.0),
        hours: object.number("hours"),
        minutes: object.number("minutes"),
        seconds: object.number("seconds"),
        milliseconds: object.number("milliseconds"),
        utc: object.flag("utc").unwrap_or(false),
    }
}

/// A number, or the name of a month or day: its first three letters decide.
fn part(object: &mut Object<'_>, key: &str, names: &[&str], first: f64) -> Option<f64> {
    let item = object.said(key)?;
    let Json::String(text) = item.peek() else { return item.number() };
    let short: String = text.to_lowercase().chars().take(3).collect();
    match names.iter().position(|name| *name == short) {
        Some(index) => Some(first + index as f64),
        None => item.unfit("a number or an English name"),
    }
}

/// A predicate as JSON.
pub(super) fn write(test: &Test) -> Json {
    let several = |tests: &[Test]| tests.iter().map(write).collect::<Json>();
    match test {
        Test::Expression(expression) => Json::from(&**expression),
        Test::Field { field, unit, is } => {
            let mut object = Map::new();
            put(&mut object, "field", Some(&**field));
            put(&mut object, "timeUnit", unit.map(time_unit::write));
            let (kind, operand) = written(is);
            put(&mut object, kind, Some(operand));
            Json::Object(object)
        }
        Test::Selected { .. } => Json::Object(write_selected(test)),
        Test::All(tests) => json!({ "and": several(tests) }),
        Test::Any(tests) => json!({ "or": several(tests) }),
        Test::Not(test) => json!({ "not": write(test) }),
    }
}

/// What a condition says of when it holds.
pub(super) fn write_selected(test: &Test) -> Map<String, Json> {
    let mut object = Map::new();
    match test {
        Test::Selected { param, empty } => {
            put(&mut object, "param", Some(&**param));
            put(&mut object, "empty", (!empty).then_some(false));
        }
        Test::Expression(_) | Test::Field { .. } | Test::All(_) | Test::Any(_) | Test::Not(_) => {
            put(&mut object, "test", Some(write(test)));
        }
    }
    object
}

fn written(test: &FieldTest) -> (&'static str, Json) {
    match test {
        FieldTest::Equal(operand) => ("equal", write_operand(operand)),
        FieldTest::Lt(operand) => ("lt", write_operand(operand)),
        FieldTest::Lte(operand) => ("lte", write_operand(operand)),
        FieldTest::Gt(operand) => ("gt", write_operand(operand)),
        FieldTest::Gte(operand) => ("gte", write_operand(operand)),
        FieldTest::Range(ends) => {
            let end = |end: &Option<Operand>| end.as_ref().map_or(Json::Null, write_operand);
            ("range", ends.iter().map(end).collect())
        }
        FieldTest::OneOf(operands) => ("oneOf", operands.iter().map(write_operand).collect()),
        FieldTest::Valid(valid) => ("valid", Json::Bool(*valid)),
    }
}

fn write_operand(operand: &Operand) -> Json {
    match operand {
        Operand::Value(value) => value::write(value),
        Operand::Expression(expression) => json!({ "expr": &**expression }),
        Operand::Date(date) => {
            let mut object = Map::new();
            let numbers = [date.year, date.quarter, date.month, date.date, date.day, date.hours];
            let finer = [date.minutes, date.seconds, date.milliseconds];
            for (key, number) in DATE_KEYS.iter().zip(numbers.into_iter().chain(finer)) {
                put(&mut object, key, number.map(value::number));
            }
            put(&mut object, "utc", date.utc.then_some(true));
            Json::Object(object)
        }
    }
}
