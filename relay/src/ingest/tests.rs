//! Cases of good and bad bodies in every format, and the property that what was written is what is read.

use std::fmt::Write as _;

use ::table::{Batch, Cell};
use proptest::prelude::*;

use super::*;

/// Rows as text, one a line, cells parted by spaces: `1.5 - "a"`.
fn shown(batch: &Batch) -> String {
    let cell = |cell: Cell<'_>| match cell {
        Cell::Gap => "-".to_owned(),
        Cell::Float(value) => format!("{value:?}"),
        Cell::Integer(value) => value.to_string(),
        Cell::Time(value) => format!("@{value}"),
        Cell::Text(value) => format!("{value:?}"),
        Cell::Flag(value) => value.to_string(),
    };
    let row = |row| batch.columns().iter().map(|column| cell(column.cell(row))).collect::<Vec<_>>().join(" ");
    (0..batch.rows()).map(row).collect::<Vec<_>>().join("\n")
}

fn check(format: Format, schema: Option<&str>, body: &str, expected: Result<&str, (u64, Option<&str>, &str)>) {
    let schema = schema.map(|schema| declared(schema).unwrap());
    let got = read(body.as_bytes(), format, schema.as_ref());
    match (got, expected) {
        (Ok(batch), Ok(rows)) => assert_eq!(shown(&batch), rows, "{format:?} {body:?}"),
        (Err(problem), Err((line, field, detail))) => {
            assert_eq!(problem.line, (line > 0).then_some(line), "{format:?} {body:?}: {problem}");
            assert_eq!(problem.field.as_deref(), field, "{format:?} {body:?}: {problem}");
            assert!(problem.detail.contains(detail), "{format:?} {body:?}: {problem}");
        }
        (got, expected) => panic!("{format:?} {body:?}: got {got:?}, expected {expected:?}"),
    }
}

#[test]
fn ndjson() {
    let check = |schema, body, expected| check(Format::Ndjson, schema, body, expected);
    check(None, "{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\n", Ok("1 \"x\"\n2 \"y\""));
    check(None, "\u{feff}{\"a\":1}\r\n\r\n  \r\n{\"a\":2.5}", Ok("1.0\n2.5"));
    check(None, "{\"a\":null}\n{\"b\":true}", Ok("- -\n- true"));
    check(None, "{\"t\":\"1970-01-01T00:00:01Z\"}", Ok("@1000"));
    check(Some("t:time"), "{\"t\":1000}\n{\"t\":\"1970-01-02\"}", Ok("@1000\n@86400000"));
    check(Some("a:float"), "{\"a\":18446744073709551615}", Ok("1.8446744073709552e19"));
    check(Some("a:integer"), "{\"a\":2.0}", Ok("2"));
    check(None, "{\"a\":3.310753988097741e185}", Ok("3.310753988097741e185"));
    check(None, "{\"\\u0061\":\"\\n\"}", Ok("\"\\n\""));

    check(None, "", Err((0, None, "no row")));
    check(None, "{}", Err((0, None, "at least one field")));
    check(None, "\n{\"a\":1}\n\n{\"a\":", Err((4, None, "column 5")));
    check(None, "{\"a\":1} {\"a\":2}", Err((1, None, "column 9")));
    check(None, "[1]", Err((1, None, "expected an object")));
    check(None, "{\"a\":1,\"a\":2}", Err((1, None, "\"a\" occurs twice")));
    check(None, "{\"a\":1}\n{\"a\":[1]}", Err((2, Some("a"), "an array")));
    check(None, "{\"a\":1}\n{\"a\":\"x\"}", Err((2, Some("a"), "but a whole number in the rows before")));
    check(Some("a:float"), "{\"a\":1}\n{\"b\":1}", Err((2, Some("b"), "no field \"b\"; it has a")));
    check(Some("a:integer"), "{\"a\":1}\n{\"a\":1.5}", Err((2, Some("a"), "is a whole number, not 1.5")));
    check(Some("a:float"), "{\"a\":\"5\"}", Err((1, Some("a"), "is a number, not \"5\"")));
    check(Some("t:time"), "{\"t\":\"noon\"}", Err((1, Some("t"), "2024-12-31T23:59:59Z")));
    check(Some("a:float"), "{\"a\":1e999}", Err((1, None, "out of range")));
    check(Some("a:text"), &format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_LINE_BYTES)), Err((1, None, "at most 65536")));
}

#[test]
fn csv() {
    let check = |schema, body, expected| check(Format::Csv, schema, body, expected);
    check(None, "a,b\n1,x\n2,\n", Ok("1 \"x\"\n2 -"));
    check(None, "\u{feff}a,b\r\n1,x\r\n\r\n2.5,\"y\r\n\"\"z\"\"\"\r\n", Ok("1.0 \"x\"\n2.5 \"y\\r\\n\\\"z\\\"\""));
    check(None, "day,\"rain, mm\"\n2024-02-29,0.5", Ok("@1709164800000 0.5"));
    check(Some("b:text,a:float"), "a\nNaN\n1\n", Ok("- -\n- 1.0"));
    check(Some("t:time"), "t\n1000\n", Ok("@1000"));

    check(None, "", Err((0, None, "no row")));
    check(None, "a,b\n", Err((0, None, "no row")));
    check(None, "a,a\n1,2\n", Err((1, Some("a"), "twice")));
    check(None, "a,\n1,2\n", Err((1, None, "no name for field 2")));
    check(None, "a,b\n1,2\n\n3\n", Err((4, None, "Line 4 has 1 fields, the header has 2")));
    check(Some("a:float"), "a\n1\n\r\n\r\nx\n", Err((5, Some("a"), "is a number, not \"x\"")));
    check(Some("a:text,b:float"), "a,b\n\"1\n2\",3\n4,x\n", Err((4, Some("b"), "not \"x\"")));
    check(Some("a:float"), "a,c\n1,2\n", Err((2, Some("c"), "no field \"c\"")));
    check(Some("a:integer"), "a\n1.5\n", Err((2, Some("a"), "?schema=NAME:float")));
}

#[test]
fn json() {
    let check = |schema, body, expected| check(Format::Json, schema, body, expected);
    check(None, "[{\"a\":1},\n{\"a\":2}]", Ok("1\n2"));
    check(None, "{\"a\":{\"b\":1}}", Err((1, Some("a"), "an object")));
    check(None, " {\"a\": \"x\"} ", Ok("\"x\""));

    check(None, "[]", Err((0, None, "no row")));
    check(None, "[{\"a\":1},\n\n{\"a\":true}]", Err((3, Some("a"), "Row 2: the field")));
    check(None, "[{\"a\":1}\n{\"a\":2}]", Err((2, None, "expected `,` or `]`")));
    check(None, "[{\"a\":1}] x", Err((1, None, "trailing characters")));
    check(None, "[1]", Err((1, None, "expected an object")));
    check(None, "3", Err((1, None, "an array of objects, or one object")));
}

#[test]
fn what_is_not_utf8_is_named_by_its_line() {
    for format in [Format::Ndjson, Format::Csv, Format::Json] {
        let problem = read(b"a\n1\n\xff\n", format, None).unwrap_err();
        assert_eq!((problem.code, problem.line), (Code::BadRows, Some(3)));
    }
}

#[test]
fn too_many_rows_or_fields_are_refused() {
    let rows = "{\"a\":1}\n".repeat(MAX_ROWS + 1);
    assert_eq!(read(rows.as_bytes(), Format::Ndjson, None).unwrap_err().code, Code::TooLarge);
    let header: Vec<String> = (0..=MAX_COLUMNS).map(|index| format!("f{index}")).collect();
    let body = format!("{}\n{}\n", header.join(","), header.join(","));
    assert_eq!(read(body.as_bytes(), Format::Csv, None).unwrap_err().line, Some(1));
    let lines: String = header.iter().map(|name| format!("{{\"{name}\":1}}\n")).collect();
    let problem = read(lines.as_bytes(), Format::Ndjson, None).unwrap_err();
    assert_eq!((problem.line, problem.field.as_deref()), (Some(65), Some("f64")));
}

#[test]
fn a_declared_schema_is_checked() {
    for (schema, code) in
        [("a", "name:type"), ("a:number", "name:type"), ("a:float,a:text", "twice"), ("", "name:type")]
    {
        let problem = declared(schema).unwrap_err();
        assert_eq!(problem.code, Code::BadSchema);
        assert!(problem.detail.contains(code), "{schema}: {problem}");
    }
}

#[test]
fn a_content_type_is_a_format_or_a_hint_for_curl() {
    let format = |value| Format::of_content_type(value).map_err(|problem| problem.code);
    assert_eq!(format(Some("text/csv; charset=utf-8")), Ok(Format::Csv));
    assert_eq!(format(Some("Application/X-NDJSON")), Ok(Format::Ndjson));
    for value in [None, Some(""), Some("application/x-www-form-urlencoded"), Some("text/plain")] {
        assert_eq!(format(value), Err(Code::UnsupportedMediaType));
    }
    assert!(Format::of_content_type(None).unwrap_err().detail.contains("-H 'Content-Type: text/csv'"));
}

/// A row of every type, each cell there or not.
type Row = (Option<f64>, Option<i64>, Option<i64>, Option<String>, Option<bool>);

const SCHEMA: &str = "float:float,integer:integer,time:time,text:text,flag:flag";

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let float = proptest::option::of(proptest::num::f64::NORMAL | proptest::num::f64::ZERO);
    let time = proptest::option::of(-8_000_000_000_000i64..8_000_000_000_000);
    let text = proptest::option::of("[a-z,\" \n\r;é0-9=+-]{1,12}");
    let row = (float, proptest::option::of(any::<i64>()), time, text, proptest::option::of(any::<bool>()));
    proptest::collection::vec(row, 1..20)
}

fn expected(rows: &[Row]) -> String {
    fn or_gap<T>(value: Option<&T>, shown: impl Fn(&T) -> String) -> String {
        value.map_or_else(|| "-".to_owned(), shown)
    }
    let row = |(float, integer, time, text, flag): &Row| {
        [
            or_gap(float.as_ref(), |value| format!("{value:?}")),
            or_gap(integer.as_ref(), i64::to_string),
            or_gap(time.as_ref(), |value| format!("@{value}")),
            or_gap(text.as_ref(), |value| format!("{value:?}")),
            or_gap(flag.as_ref(), bool::to_string),
        ]
        .join(" ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn as_ndjson(rows: &[Row]) -> String {
    rows.iter().fold(String::new(), |mut lines, (float, integer, time, text, flag)| {
        let object = serde_json::json!({"float": float, "integer": integer, "time": time, "text": text, "flag": flag});
        let _ = writeln!(lines, "{object}");
        lines
    })
}

fn as_csv(rows: &[Row]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(["float", "integer", "time", "text", "flag"]).unwrap();
    for (float, integer, time, text, flag) in rows {
        let or_empty = |value: Option<String>| value.unwrap_or_default();
        let cells = [
            or_empty(float.map(|value| format!("{value:?}"))),
            or_empty(integer.map(|value| value.to_string())),
            or_empty(time.map(|value| value.to_string())),
            or_empty(text.clone()),
            or_empty(flag.map(|value| value.to_string())),
        ];
        writer.write_record(&cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

proptest! {
    #[test]
    fn rows_survive_every_format(rows in rows()) {
        let schema = declared(SCHEMA).unwrap();
        let expected = expected(&rows);
        let ndjson = as_ndjson(&rows);
        let array = format!("[{}]", ndjson.trim_end().replace('\n', ","));
        for (format, body) in [(Format::Ndjson, ndjson), (Format::Json, array), (Format::Csv, as_csv(&rows))] {
            let batch = read(body.as_bytes(), format, Some(&schema)).unwrap();
            prop_assert_eq!(shown(&batch), expected.clone(), "{:?} {}", format, body);
        }
    }

    #[test]
    fn no_body_panics(body in proptest::collection::vec(any::<u8>(), 0..200), text in "[{}\\[\\]\":,a1\n\r. -]{0,60}") {
        for format in [Format::Ndjson, Format::Csv, Format::Json] {
            let _ = read(&body, format, None);
            let _ = read(text.as_bytes(), format, None);
        }
    }
}
