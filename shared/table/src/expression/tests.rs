//! What expressions mean: tables of cases, and that columns are what rows are.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Environment, Expression, MAX_BYTES, MAX_DEPTH, Pattern};
use crate::relation::{Relation, Value, Values};

fn relation() -> Relation {
    let mut relation = Relation::of_rows(4);
    let text = |text: &str| Some(Arc::from(text));
    let inner = |number: f64| Value::Record(Arc::new([("b".into(), Value::List(Arc::new([Value::Number(number)])))]));
    relation.set("n", Arc::new(Values::Number(vec![1.5, -2.0, f64::NAN, 0.0])));
    relation.set("t", Arc::new(Values::Time(vec![0.0, 951_832_800_123.0, f64::NAN, -1.0])));
    relation.set("f", Arc::new(Values::Flag(vec![Some(true), None, Some(false), Some(true)])));
    relation.set("s", Arc::new(Values::Text(vec![text("Seattle"), text("10"), None, text("")])));
    let any = vec![inner(7.0), Value::Null, Value::Missing, Value::text("Zoë 😀")];
    relation.set("a", Arc::new(Values::of(any)));
    relation.set(
        "a b",
        Arc::new(Values::of(vec![Value::Number(f64::NAN), Value::Time(5.0), Value::Null, Value::Flag(true)])),
    );
    relation
}

fn params(name: &str) -> Option<Value> {
    match name {
        "limit" => Some(Value::Number(1.0)),
        "search" => Some(Value::text("s.a")),
        _ => None,
    }
}

fn environment() -> Environment<'static> {
    Environment { params: &params, now_ms: 951_832_800_123.0, seed: 1, ..Environment::default() }
}

fn eval(text: &str, row: usize) -> Value {
    let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    expression.eval(&relation(), row, &environment())
}

/// Each case: an expression, and what its value is as JavaScript's `String(value)` says.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&*eval(text, 0).to_text(), *expected, "{text}");
    }
}

#[test]
fn operators_are_those_of_javascript() {
    check(&[
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("7 % 4 + -7 % 4", "0"),
        ("'1' + 2", "12"),
        ("1 + null", "1"),
        ("1 + undefined", "NaN"),
        ("true + true", "2"),
        ("[1, 2] + ''", "1,2"),
        ("'3' * '4'", "12"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1e21 + 1", "1e+21"),
        ("1 == '1'", "true"),
        ("1 === '1'", "false"),
        ("null == undefined", "true"),
        ("null == 0", "false"),
        ("null >= 0", "true"),
        ("'10' < '9'", "true"),
        ("'10' < 9", "false"),
        ("NaN != NaN", "true"),
        ("0 || 'a'", "a"),
        ("0 && 'a'", "0"),
        ("null || 0 || ''", ""),
        ("1 < 2 ? 'yes' : 'no'", "yes"),
        ("false ? 1 : true ? 2 : 3", "2"),
        ("!'' && !0 && !null", "true"),
        ("5 & 3 | 8 ^ 1", "9"),
        ("1 << 31", "-2147483648"),
        ("-1 >>> 28", "15"),
        ("-9 >> 1", "-5"),
        ("~5", "-6"),
        ("+'0x10'", "16"),
        ("- - 1", "1"),
        ("1 - -1", "2"),
        ("{a: {'b c': [1, 2]}}.a['b c'][1]", "2"),
        ("'text'.length + [1, 2, 3].length", "7"),
        ("'text'[1]", "e"),
        ("datum.a.b[0]", "7"),
        ("datum['n']", "1.5"),
        ("datum.none", "undefined"),
        ("datum.none.deeper", "undefined"),
        ("limit + 1", "2"),
        ("nothing", "undefined"),
        ("datum.n > limit && datum.f", "true"),
        (r"'\u00e9\x41\u{1F600}\n'.length", "5"),
        ("if(datum.s === 'Seattle', -2, 0) + if(datum.s === 'x', 1, 0)", "-2"),
    ]);
}

#[test]
fn functions_are_those_of_vega() {
    check(&[
        ("round(2.5) + ',' + round(-2.5) + ',' + round(0.49999999999999994)", "3,-2,0"),
        ("round(2.25, 1)", "2"),
        ("max(1, '3', 2) + min() + pow(2, 10)", "Infinity"),
        ("max(1, NaN)", "NaN"),
        ("clamp(5, 0, 3) + clamp(-5, 0, 3)", "3"),
        ("hypot(3, 4)", "5"),
        ("pow(1, NaN)", "NaN"),
        ("isValid(NaN) || isValid(null) || isNumber('1') || isNaN('a') || isFinite('1')", "false"),
        ("isDate(datum.t) && isArray([]) && isObject({}) && isString('') && isBoolean(false)", "true"),
        ("toNumber('') + ',' + toNumber('12px') + ',' + toString(12) + ',' + toBoolean('false')", "null,NaN,12,false"),
        ("toNumber(toDate('2000-01-01'))", "946684800000"),
        ("parseFloat('12.5px') + parseInt('ff', 16) + parseInt('0x10') + parseInt('7.9')", "290.5"),
        ("upper('straße') + lower('ÀB')", "STRASSEàb"),
        ("length('Zoë 😀')", "6"),
        ("slice('Seattle', -3) + slice([1, 2, 3], 1, -1)", "tle2"),
        ("substring('Seattle', 4, 0) + substring('abc', -1, 2)", "Seatab"),
        ("split('a,b,,c', ',')", "a,b,,c"),
        ("length(split('a b', ''))", "3"),
        ("indexof('Seattle', 't') + lastindexof('Seattle', 't') + indexof('abc', 'z')", "6"),
        ("indexof([1, '1', 1], '1') + lastindexof([1, '1', 1], 1)", "3"),
        ("trim('  a ') + '|'", "a|"),
        ("pad('a', 3, '-') + pad('a', 4, '-', 'center') + pad('a', 3, '0', 'left')", "a---a--00a"),
        (
            "truncate('Seattle', 4) + truncate('Seattle', 4, 'left') + truncate('Seattle', 4, 'center', '-')",
            "Sea……tleSe-e",
        ),
        ("join(reverse([1, 2, 3]), '-')", "3-2-1"),
        ("sort([3, 'b', 1, 'a'])", "1,3,a,b"),
        ("peek([1, 2]) + span([3, 10])", "9"),
        ("extent([3, null, NaN, 1, 2])", "1,3"),
        ("inrange(3, [5, 1]) && !inrange(5, [1, 5], true, false)", "true"),
        ("clampRange([-2, 4], 0, 10)", "0,6"),
        ("lerp([0, 10], 0.25)", "2.5"),
        ("sequence(3) + ';' + sequence(1, 2, 0.5)", "0,1,2;1,1.5"),
        ("merge({a: 1}, {a: 2, b: 3}).a", "2"),
        ("pluck([{a: 1}, {a: 2}], 'a')", "1,2"),
        ("format(1234.567, ',.1f') + format(0.25, '.0%') + format(-5, 'd')", "1,234.625%−5"),
        ("random() < 1 && random() >= 0 && random() != random()", "true"),
        ("month('Jan 5 2000') + ',' + year(datetime(2000, 11, 31)) + ',' + date('2000-02-29')", "0,2000,29"),
        ("quarter(now()) + week(now()) + dayofyear(now()) + day(now())", "72"),
        ("hours(now()) + ':' + minutes(now()) + ':' + seconds(now()) + '.' + milliseconds(now())", "14:0:0.123"),
        ("time(datetime(99, 0)) === utc(1999, 0, 1)", "true"),
        ("datetime(2000, 12, 1)", "Mon Jan 01 2001 00:00:00 GMT+0000 (Coordinated Universal Time)"),
        ("year('nonsense')", "NaN"),
        ("timezoneoffset(now())", "0"),
        ("timeFormat(datum.t, '%Y-%m-%d') + utcFormat(0, '%A')", "1970-01-01Thursday"),
        ("timeFormat(timeParse('3 Feb 2001', '%d %b %Y'), '%x')", "2/3/2001"),
        ("timeParse('x', '%Y')", "null"),
        ("monthFormat(1) + monthAbbrevFormat(12) + dayFormat(0) + dayAbbrevFormat(6)", "FebruaryJanSundaySat"),
        ("time(timeOffset('month', '2000-01-31', 1)) == time('2000-03-02')", "true"),
        ("length(timeSequence('month', '2000-01-15', '2001-01-01'))", "11"),
        ("test(/^s\\w+e$/i, datum.s) && !test(/^s/, datum.s)", "true"),
        ("test(regexp(search, 'i'), datum.s) && !test(regexp(search), datum.s)", "true"),
        ("replace('a-b-c', '-', '+') + replace('a-b-c', /-(.)/g, '<$1>')", "a+b-ca<b><c>"),
        ("timeOffset('fortnight', 0)", "null"),
    ]);
}

#[test]
fn patterns_match_as_in_javascript() {
    let cases = [
        ("a|ab", "abc", "[a]bc"),
        ("(a+)(b*)$", "xaab", "x[aab]"),
        ("a+?", "aaa", "[a]aa"),
        ("[^a-c]+", "abcxyz", "abc[xyz]"),
        (r"\bb\w*", "ab bc", "ab [bc]"),
        (r"\d{2,3}", "1 1234", "1 [123]4"),
        (r"(?:ab){2}", "ababab", "[abab]ab"),
        ("x*", "abc", "[]abc"),
        (r"[\d.-]+", "a1.2-3", "a[1.2-3]"),
        (r"[\s\S]$", "a\n", "a[\n]"),
        ("^$", "", "[]"),
        ("", "a", "[]a"),
    ];
    for (source, text, expected) in cases {
        let pattern = Pattern::parse(source, "").expect(source);
        assert_eq!(pattern.replace(text, "[$&]"), expected, "{source}");
    }
    assert_eq!(Pattern::parse("x*", "g").expect("a pattern").replace("äx", "-"), "-ä--");
    for refused in ["(", ")", "[a", "a**", r"(a)\1", "(?=a)", "a{3,2}", "(a{100}){100}", "*", r"\"] {
        assert!(Pattern::parse(refused, "").is_err(), "{refused}");
    }
}

#[test]
fn errors_name_the_place() {
    let cases = [
        ("", "at character 1: expected a value, found the end"),
        ("datum.é + ", "at character 11: expected a value, found the end"),
        ("1 +* 2", "at character 4: expected a value, found `*`"),
        ("(1", "at character 3: expected `)` to close the bracket, found the end"),
        ("a = 1", "at character 3: an expression assigns nothing: compare with `==` or `===`"),
        ("nope(1)", "at character 1: there is no function `nope`"),
        ("clamp(1)", "at character 1: `clamp` takes 3 arguments; here are 1"),
        ("if(1, 2)", "at character 1: `if` takes 3 arguments: test, yes, no; here are 2"),
        ("1 ? 2", "at character 6: expected `:` of `test ? yes : no`, found the end"),
        ("1 2", "at character 3: expected an operator or the end, found the number 2"),
        ("'open", "at character 1: this text has no end: a quote is missing"),
        ("test(/(/, 'a')", "at character 6: this pattern cannot be read: a group has no end: expected `)`"),
        ("event.x", "at character 1: `event` is not known here: an expression has `datum` and parameters"),
    ];
    for (text, expected) in cases {
        assert_eq!(Expression::parse(text).map(|e| e.to_string()).map_err(|e| e.to_string()), Err(expected.to_owned()));
    }
    assert!(Expression::parse("data('a')").is_err_and(|error| error.message.contains("outside the row")));
    assert!(Expression::parse("format(1, 'zzz')").is_err_and(|error| error.message.contains("no number format")));
}

#[test]
fn limits_are_errors() {
    for (open, close) in [("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("abs(", ")"), ("1 ? 1 : ", "")] {
        let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert!(Expression::parse(&nested(MAX_DEPTH / 2)).is_ok(), "{open}");
        assert!(Expression::parse(&nested(10 * MAX_DEPTH)).is_err(), "{open}");
    }
    assert!(Expression::parse(&"1 + ".repeat(MAX_DEPTH + 1)).is_err());
    assert!(Expression::parse(&" ".repeat(MAX_BYTES + 1)).is_err_and(|error| error.message.contains("longer")));
    check(&[("pad('a', 1e12)", "null"), ("sequence(1e9)", "null"), ("timeSequence('milliseconds', 0, 1e12)", "null")]);
}

#[test]
fn names_are_found() {
    let expression =
        Expression::parse("datum.a + datum['b c'].x + limit * datum.a - if(datum.d, other, limit)").expect("read");
    assert_eq!(expression.fields(), ["a".into(), "b c".into(), "d".into()] as [Arc<str>; 3]);
    assert_eq!(expression.params(), ["limit".into(), "other".into()] as [Arc<str>; 2]);
}

#[test]
fn rows_are_selected() {
    let select = |text| Expression::parse(text).expect("read").select(&relation(), &environment());
    assert_eq!(select("datum.n"), [0, 1]);
    assert_eq!(select("datum.n !== null"), [0, 1, 3]);
    assert_eq!(select("datum.s == '10'"), [1]);
    assert_eq!(select("true"), [0, 1, 2, 3]);
}

fn texts() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "datum.n",
        "datum.t",
        "datum.f",
        "datum.s",
        "datum.a",
        "datum['a b']",
        "datum",
        "datum.none",
        "limit",
        "search",
        "null",
        "undefined",
        "NaN",
        "0",
        "1.5",
        "'10'",
        "'a'",
        "true",
        "now()",
        "random()",
        "[1, 'x']",
        "PI",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let sign = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "===", "!==", "&&", "||", "&", "|", "^", "<<",
            ">>", ">>>",
        ]);
        let one = prop::sample::select(vec![
            "abs",
            "round",
            "toNumber",
            "toString",
            "toDate",
            "toBoolean",
            "isValid",
            "year",
            "hours",
            "time",
            "length",
            "upper",
            "!",
            "-",
            "~",
            "datetime",
            "timeFormat",
            "split",
            "peek",
            "extent",
        ]);
        let three = prop::sample::select(vec!["if", "clamp", "replace", "merge", "max", "pad", "slice", "format3"]);
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            (one, inner.clone()).prop_map(|(name, inner)| format!("{name}({inner})")),
            (three, inner.clone(), inner.clone(), inner.clone()).prop_map(|(name, one, two, three)| match name {
                "format3" => format!("format({one}, {two})"),
                name => format!("{name}({one}, {two}, {three})"),
            }),
            (inner.clone(), inner.clone()).prop_map(|(inner, name)| format!("[{inner}, {name}][{name}]")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(test, yes, no)| format!("({test} ? {yes} : {{a: {no}}}.a)")),
        ]
    })
}

/// Equal, or NaN both.
fn alike(left: &Value, right: &Value) -> bool {
    format!("{left:?}") == format!("{right:?}")
}

proptest! {
    #[test]
    fn columns_are_rows(text in texts()) {
        let expression = match Expression::parse(&text) {
            Ok(expression) => expression,
            Err(error) => return Err(TestCaseError::fail(format!("{text}: {error}"))),
        };
        let (relation, environment) = (relation(), environment());
        let rows: Vec<Value> = (0..relation.rows()).map(|row| expression.eval(&relation, row, &environment)).collect();
        let truthy: Vec<u32> = (0..).zip(&rows).filter(|(_, value)| value.truthy()).map(|(row, _)| row).collect();
        let (by_row, column) = (Values::of(rows), expression.column(&relation, &environment));
        prop_assert_eq!(column.len(), relation.rows());
        for row in 0..relation.rows() {
            prop_assert!(alike(&by_row.get(row), &column.get(row)), "{} row {}: {:?} {:?}", text, row, by_row.get(row), column.get(row));
        }
        prop_assert_eq!(expression.select(&relation, &environment), truthy);
    }

    #[test]
    fn what_is_printed_reads_as_the_same(text in texts()) {
        let printed = Expression::parse(&text).expect("drawn").to_string();
        let again = Expression::parse(&printed);
        prop_assert_eq!(again.map(|again| again.to_string()), Ok(printed));
    }

    #[test]
    fn any_text_is_read_or_refused(text in r#"([-+*/%<>=!&|?:.,(){}\[\]'"\\ a-e0-9]|datum|test|/|\PC){0,60}"#) {
        if let Err(error) = Expression::parse(&text) {
            prop_assert!(error.position <= text.chars().count() + 1);
        }
    }

    #[test]
    fn any_pattern_is_read_or_refused(source in r"([-+*?.|(){}\[\]\\^$a-c0-3,]|\PC){0,30}", text in "[a-c\u{e9}0-3]{0,20}") {
        if let Ok(pattern) = Pattern::parse(&source, "gi") {
            let kept = pattern.replace(&text, "$&");
            prop_assert_eq!(kept, text);
        }
    }
}
