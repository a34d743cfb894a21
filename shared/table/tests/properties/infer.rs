//! What texts mean: a table of cases, and that nothing inferred fails to parse.

use proptest::{collection::vec, prelude::*};
use table::{DataType, OwnedCell, infer, parse_cell};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f64>().prop_map(|value| value.to_string()),
        "(true|FALSE|nan|inf| |)",
        "[0-9]{1,22}",
        "20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:00)?)?",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn what_is_inferred_parses(texts in vec(text(), 0..6)) {
        let data_type = infer(texts.iter().map(String::as_str));
        for text in &texts {
            prop_assert!(parse_cell(data_type, text).is_ok(), "{:?} as {:?}", text, data_type);
        }
    }

    #[test]
    fn values_come_back(integer in any::<i64>(), float in proptest::num::f64::NORMAL, flag: bool) {
        prop_assert_eq!(parse_cell(DataType::Integer, &integer.to_string()), Ok(OwnedCell::Integer(integer)));
        prop_assert_eq!(parse_cell(DataType::Float, &float.to_string()), Ok(OwnedCell::Float(float)));
        prop_assert_eq!(parse_cell(DataType::Flag, &flag.to_string()), Ok(OwnedCell::Flag(flag)));
    }
}

#[test]
fn types_of_samples() {
    let check = |texts: &[&str], data_type| assert_eq!(infer(texts.iter().copied()), data_type, "{texts:?}");
    check(&[], DataType::Text);
    check(&["", " "], DataType::Text);
    check(&["1", "", "-2"], DataType::Integer);
    check(&["1", "2.5", "NaN"], DataType::Float);
    check(&["NaN", "inf"], DataType::Text);
    check(&["1e3"], DataType::Float);
    check(&["true", "False"], DataType::Flag);
    check(&["0", "1"], DataType::Integer);
    check(&["2012-01-01"], DataType::Time);
    check(&["2012-01-01", "2012-01-01 10:20:30", "2012-01-01T10:20:30.5+02:00"], DataType::Time);
    check(&["2012-01-01", "soon"], DataType::Text);
    check(&["20120101"], DataType::Integer);
    check(&["1700000000000"], DataType::Integer);
    check(&["2012-13-01"], DataType::Text);
    check(&["02134", "10115"], DataType::Text);
    check(&["0.5", "0", "-0.25"], DataType::Float);
    check(&["12345678901234567890"], DataType::Text);
    check(&["2024-05-31T12:00:00[Europe/Berlin]"], DataType::Text);
}

#[test]
fn times_in_milliseconds() {
    let check = |text, time_ms| assert_eq!(parse_cell(DataType::Time, text), Ok(OwnedCell::Time(time_ms)), "{text}");
    check("1970-01-02", 86_400_000);
    check("1970-01-01 00:00:01", 1_000);
    check("1970-01-01T00:00:01.5Z", 1_500);
    check(" 1970-01-01T02:00:00+02:00 ", 0);
    check("1969-12-31T23:59:59.9999Z", -1);
    check("1700000000000", 1_700_000_000_000);
}

#[test]
fn empty_is_a_gap_and_errors_name_the_type() {
    for data_type in [DataType::Float, DataType::Integer, DataType::Time, DataType::Text, DataType::Flag] {
        assert_eq!(parse_cell(data_type, ""), Ok(OwnedCell::Gap));
    }
    assert_eq!(parse_cell(DataType::Text, " "), Ok(OwnedCell::Text(" ".into())));
    assert_eq!(parse_cell(DataType::Float, "inf"), Ok(OwnedCell::Gap));
    let error = |data_type, text: &str| parse_cell(data_type, text).unwrap_err().to_string();
    assert_eq!(error(DataType::Integer, "1.5"), "\"1.5\" is not a whole number");
    assert_eq!(error(DataType::Float, "many"), "\"many\" is not a number");
    assert_eq!(error(DataType::Flag, "maybe"), "\"maybe\" is not true or false");
    assert!(error(DataType::Time, "yesterday").starts_with("\"yesterday\" is not a time such as 2024-05-31"));
    assert!(error(DataType::Integer, &"x".repeat(1_000_000)).len() < 100);
}
