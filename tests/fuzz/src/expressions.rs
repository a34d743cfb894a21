//! Expressions: any text, and expressions drawn at random, over random rows. What is read comes
//! back from its printed form, whole columns are what single rows are, and formats and dates take any text.

use table::{Environment, Expression, Relation, Value, Values, format};

use super::{dice::Dice, tables};

/// Rows by row cost more than columns: no more are compared.
const MAX_ROWS: usize = 20;
/// How deep a drawn expression nests.
const DEPTH: usize = 5;
const LEAVES: [&str; 20] = [
    "datum.a",
    "datum.b",
    "datum['c']",
    "datum.d",
    "datum.e",
    "datum",
    "limit",
    "0",
    "-1",
    "1.5",
    "1e308",
    "'a'",
    "'10'",
    "''",
    "null",
    "undefined",
    "NaN",
    "true",
    "now()",
    "random()",
];
const SIGNS: [&str; 19] =
    ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "===", "!==", "&&", "||", "&", "^", "<<", ">>>"];
const OF_ONE: [&str; 24] = [
    "!",
    "-",
    "+",
    "~",
    "abs",
    "round",
    "year",
    "week",
    "time",
    "toDate",
    "toNumber",
    "toString",
    "isValid",
    "length",
    "upper",
    "trim",
    "peek",
    "extent",
    "span",
    "sort",
    "reverse",
    "datetime",
    "timeFormat",
    "parseInt",
];
const OF_THREE: [&str; 20] = [
    "if",
    "max",
    "clamp",
    "slice",
    "substring",
    "pad",
    "truncate",
    "split",
    "indexof",
    "lastindexof",
    "inrange",
    "merge",
    "sequence",
    "replace",
    "timeOffset",
    "utc",
    "datetime",
    "clampRange",
    "hypot",
    "min",
];
const OF_TWO: [&str; 12] = [
    "format",
    "timeFormat",
    "timeParse",
    "pow",
    "join",
    "pluck",
    "lerp",
    "atan2",
    "test",
    "slice",
    "parseInt",
    "sequence",
];

/// Reads one expression and asks it in several ways.
pub fn expression(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let text = if dice.one_in(2) { drawn(&mut dice, DEPTH) } else { String::from_utf8_lossy(bytes).into_owned() };
    any_text(&text);
    let expression = match Expression::parse(&text) {
        Ok(expression) => expression,
        Err(error) => {
            assert!(error.position <= text.chars().count() + 1, "{error}");
            return;
        }
    };
    let printed = expression.to_string();
    if let Ok(again) = Expression::parse(&printed) {
        assert_eq!(again.to_string(), printed);
    }
    let all = Relation::of(&tables::batch(&mut dice));
    let relation = all.take(&(0..all.rows().min(MAX_ROWS) as u32).collect::<Vec<u32>>());
    let limit = |name: &str| (name == "limit").then_some(Value::Number(1.0));
    let environment = Environment { params: &limit, ..Environment::default() };
    let row = |row| expression.eval(&relation, row, &environment);
    let rows = Values::of((0..relation.rows()).map(row).collect());
    let column = expression.column(&relation, &environment);
    assert_eq!(column.len(), relation.rows());
    for row in 0..relation.rows() {
        // As text, because NaN is not equal to itself.
        assert_eq!(format!("{:?}", column.get(row)), format!("{:?}", rows.get(row)), "{text}");
    }
}

fn drawn(dice: &mut Dice<'_>, depth: usize) -> String {
    let kind = dice.below(8);
    if depth == 0 || kind < 2 {
        return dice.pick(&LEAVES).unwrap_or_default().to_owned();
    }
    let word = |dice: &mut Dice<'_>, words: &[&'static str]| dice.pick(words).unwrap_or_default();
    let inner = |dice: &mut Dice<'_>| drawn(dice, depth - 1);
    match kind {
        2 | 3 => format!("({} {} {})", inner(dice), word(dice, &SIGNS), inner(dice)),
        4 => format!("{}({})", word(dice, &OF_ONE), inner(dice)),
        5 => format!("{}({}, {}, {})", word(dice, &OF_THREE), inner(dice), inner(dice), inner(dice)),
        6 if dice.one_in(4) => format!("replace({}, /([a-z]|\\d)*?b?/gi, {})", inner(dice), inner(dice)),
        6 => format!("{}({}, {})", word(dice, &OF_TWO), inner(dice), inner(dice)),
        _ => format!("[{}, {{a: {}}}][{}]", inner(dice), inner(dice), inner(dice)),
    }
}

fn any_text(text: &str) {
    let number = format::parse_date(text).unwrap_or(0.5);
    assert!(number.is_finite(), "{text}");
    if let Ok(format) = format::Number::parse(text) {
        assert_eq!(format::Number::parse(&format.to_string()), Ok(format.clone()));
        assert!(!format.write(number).is_empty() || text.is_empty());
    }
    if let Ok(format) = format::Time::parse(text) {
        let written = format.write(number);
        assert!(format.read(&written).is_none_or(f64::is_finite), "{text}");
    }
}
