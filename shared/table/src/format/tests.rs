//! What formats write and read: the documented behaviour of d3-format, d3-time-format and `Date.parse`.

use std::borrow::Cow;

use proptest::prelude::*;

use super::{FormatError, Locale, Number, Time, number_text, parse_date};

/// Each case: a specifier, a number, its text.
#[track_caller]
fn numbers(cases: &[(&str, f64, &str)]) {
    for (specifier, number, expected) in cases {
        let format = Number::parse(specifier).unwrap_or_else(|error| panic!("{specifier}: {error}"));
        assert_eq!(format.write(*number), *expected, "{specifier:?} of {number}");
    }
}

#[test]
fn types_of_numbers() {
    numbers(&[
        ("", 0.0, "0"),
        ("", 0.1 + 0.2, "0.3"),
        ("", 123_456_789_012.0, "123456789012"),
        ("", 1e21, "1e+21"),
        ("", f64::NAN, "NaN"),
        (".2", 42.0, "42"),
        (".1", 4.2, "4"),
        (".1", 42.0, "4e+1"),
        ("d", 4.2, "4"),
        ("d", -0.4, "0"),
        ("d", 1e21, "1000000000000000000000"),
        ("f", 42.0, "42.000000"),
        (".0f", 0.5, "1"),
        (".0f", 2.5, "3"),
        (".2f", 1.005, "1.00"),
        (".2f", 0.125, "0.13"),
        (".1f", 0.25, "0.3"),
        (".1f", 9.95, "9.9"),
        (".0f", 9.5, "10"),
        (".1f", -0.04, "0.0"),
        ("+.1f", -0.04, "−0.0"),
        (".0f", 1e21, "1e+21"),
        ("e", 42.0, "4.200000e+1"),
        (".0e", 2.5, "3e+0"),
        (".3e", 0.0, "0.000e+0"),
        ("g", 0.049, "0.0490000"),
        (".1g", 0.049, "0.05"),
        (".2g", 4.9e-10, "4.9e-10"),
        ("n", 1e6, "1.00000e+6"),
        (",.0f", 1e6, "1,000,000"),
        (".2r", 123.0, "120"),
        (".1r", 0.049, "0.05"),
        ("r", 1e9, "1000000000"),
        (".2p", 0.123, "12%"),
        ("p", 0.000_012_345_6, "0.00123456%"),
        (".0%", 0.125, "13%"),
        (".1~%", 0.5, "50%"),
        ("s", 0.0, "0.00000"),
        ("s", 1500.5, "1.50050k"),
        ("s", 0.00001, "10.0000µ"),
        ("~s", 42e6, "42M"),
        ("~s", -1500.0, "−1.5k"),
        (".3s", 999_500.0, "1.00M"),
        (".3s", 0.009_995, "10.0m"),
        (".0s", 0.1, "100m"),
        (".8s", 1.29e-30, "0.0000013y"),
        (".8s", -1.29e-27, "−0.0012900y"),
        (".8s", 1.23e30, "1230000.0Y"),
        ("020,s", 42e12, "00,000,000,042.0000T"),
        (",s", 42e30, "42,000,000Y"),
        ("$.2s", -2.5e8, "−$250M"),
        ("b", 10.0, "1010"),
        ("#o", 10.0, "0o12"),
        ("#x", 3_735_928_559.0, "0xdeadbeef"),
        ("X", 255.0, "FF"),
        ("c", 65.0, "65"),
        ("q", 1.50, "1.5"),
        ("d", f64::INFINITY, "Infinity"),
        (".2f", f64::NEG_INFINITY, "−Infinity"),
    ]);
}

#[test]
fn signs_widths_and_groups() {
    numbers(&[
        ("08d", -42.0, "−0000042"),
        ("_>8d", 42.0, "______42"),
        ("+08,d", 42.0, "+0,000,042"),
        ("+08,d", -420_000_000.0, "−420,000,000"),
        ("04,d", 0.0, "0,000"),
        ("05,d", 0.0, "0,000"),
        ("021,d", 0.0, "0,000,000,000,000,000"),
        ("013,d", -42_000_000.0, "−0,042,000,000"),
        ("<5,d", 0.0, "0    "),
        ("^8,d", 0.0, "   0    "),
        ("=+$5,d", 0.0, "+$  0"),
        (" 3,d", 0.0, "  0"),
        (" ,d", -1.0, "−1"),
        ("(.1f", -3.25, "(3.3)"),
        ("$,.2f", 1234.5, "$1,234.50"),
        ("($,d", -1234.0, "($1,234)"),
        (".^20d", 12.0, ".........12........."),
        ("é>4d", 1.0, "ééé1"),
    ]);
}

#[test]
fn what_is_no_format_is_refused() {
    for text in ["zzz", ".f", "é", "d d", ".2f3", "~~s", ",,d", "%b %d"] {
        assert!(matches!(Number::parse(text), Err(FormatError::Number(_))), "{text}");
    }
    assert_eq!(Number::parse("99999999999999999999d"), Err(FormatError::Width));
    assert_eq!(Time::parse(&"x".repeat(2000)), Err(FormatError::Length));
}

#[test]
fn a_language_has_its_own_signs() {
    let german = Locale {
        decimal: Cow::Borrowed(","),
        thousands: Cow::Borrowed("."),
        currency: [Cow::Borrowed(""), Cow::Borrowed(" €")],
        ..Locale::default()
    };
    let arabic =
        Locale { numerals: Some(['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩']), ..Locale::default() };
    let indian = Locale { grouping: Cow::Borrowed(&[3, 2, 2, 2, 2, 2, 2]), ..Locale::default() };
    let write = |specifier, number, locale| Number::parse(specifier).map(|format| format.write_in(number, locale));
    assert_eq!(write("$,.2f", 1234.5, &german).as_deref(), Ok("1.234,50 €"));
    assert_eq!(write(".1f", 10.25, &arabic).as_deref(), Ok("١٠.٣"));
    assert_eq!(write(",d", 12_345_678.0, &indian).as_deref(), Ok("1,23,45,678"));
    let never_ends = Locale { date_time: Cow::Borrowed("%c%c"), ..Locale::default() };
    let format = Time::parse("%c").expect("a format");
    assert_eq!(format.write_in(0.0, &never_ends), "cccc");
    assert_eq!(format.read_in("cccc", &never_ends), None);
}

#[test]
fn ticks_get_the_digits_they_need() {
    let ticks = |specifier, start, stop, step, value| {
        Number::parse(specifier).map(|format| format.for_ticks(start, stop, step).write(value)).expect(specifier)
    };
    assert_eq!(ticks(",f", 0.0, 1.0, 0.1, 0.3), "0.3");
    assert_eq!(ticks(",f", 0.0, 1000.0, 100.0, 1000.0), "1,000");
    assert_eq!(ticks("%", 0.0, 0.2, 0.005, 0.015), "1.5%");
    assert_eq!(ticks("s", 0.0, 1_500_000.0, 500_000.0, 500_000.0), "0.5M");
    assert_eq!(ticks("s", 0.0, 1e-6, 2e-7, 4e-7), "0.4µ");
    assert_eq!(ticks("e", 0.0, 1.0, 0.1, 0.2), "2e-1");
    assert_eq!(ticks("r", 0.0, 100.0, 10.0, 20.0), "20");
    assert_eq!(ticks(".2f", 0.0, 1.0, 0.1, 0.3), "0.30");
    assert_eq!(ticks("s", 0.0, f64::NAN, 0.0, 1.0), "1.00000");
}

fn utc(text: &str) -> f64 {
    parse_date(text).unwrap_or_else(|| panic!("{text} is a date"))
}

/// Each case: a format, an instant, its text.
#[track_caller]
fn times(cases: &[(&str, &str, &str)]) {
    for (specifier, instant, expected) in cases {
        let format = Time::parse(specifier).expect(specifier);
        assert_eq!(format.write(utc(instant)), *expected, "{specifier} of {instant}");
    }
}

#[test]
fn directives_write_times() {
    times(&[
        ("%a %A", "1990-01-07", "Sun Sunday"),
        ("%b %B", "1990-12-01", "Dec December"),
        ("%c", "1990-01-01", "1/1/1990, 12:00:00 AM"),
        ("%d|%e|%-d|%_d|%0e", "1990-01-01", "01| 1|1| 1|01"),
        ("%g %G %V", "2018-12-31", "19 2019 01"),
        ("%V", "2016-01-01", "53"),
        ("%H %I %p", "1990-01-01T13:00", "13 01 PM"),
        ("%H %I %p", "1990-01-01T00:00", "00 12 AM"),
        ("%j", "1990-06-01", "152"),
        ("%m/%M", "1990-10-01T00:32", "10/32"),
        ("%q", "1990-07-01", "3"),
        ("%Q", "1990-01-01T12:34:56", "631197296000"),
        ("%s.%L", "1990-01-01T12:34:56.789", "631197296.789"),
        ("%s.%f", "1990-01-01T00:00:00.123", "631152000.123000"),
        ("%S %_S %-S", "1990-01-01T00:00:03", "03  3 3"),
        ("%u %w", "1990-01-07", "7 0"),
        ("%U", "1990-01-01", "00"),
        ("%U", "2010-03-14", "11"),
        ("%U", "2012-01-01", "01"),
        ("%W", "1990-01-01", "01"),
        ("%W", "2010-11-08", "45"),
        ("%x %X", "2010-06-01T13:34:59", "6/1/2010 1:34:59 PM"),
        ("%y %Y", "-000002-01-01", "-02 -0002"),
        ("%Y", "0123-01-01", "0123"),
        ("%Y", "+010002-01-01", "0002"),
        ("%Z%%", "1990-01-01", "+0000%"),
        ("%B of %Y", "1990-01-01", "January of 1990"),
        ("é%", "1990-01-01", "é"),
    ]);
    assert_eq!(Time::parse("%Y").expect("a format").write(f64::NAN), "NaN");
}

#[test]
fn axes_write_the_finest_part() {
    let cases = [
        ("1990-01-01T00:00:00.012", ".012"),
        ("1990-01-01T00:00:01", ":01"),
        ("1990-01-01T00:01", "12:01"),
        ("1990-01-01T01:00", "01 AM"),
        ("1990-01-02", "Tue 02"),
        ("1990-01-07", "Jan 07"),
        ("1990-02-01", "February"),
        ("1990-01-01", "1990"),
    ];
    for (instant, expected) in cases {
        assert_eq!(Time::axis(utc(instant), Locale::english()), expected);
    }
}

#[test]
fn directives_read_times() {
    let cases = [
        ("%A %m/%d/%Y", "Monday 01/01/1990", "1990-01-01"),
        ("%b %d, %Y", "jan 1, 1990", "1990-01-01"),
        ("%B %d %Y", "February 03 1990", "1990-02-03"),
        ("%m/%d/%Y", "1/1/1990", "1990-01-01"),
        ("%m/%d/%y", "02/03/69", "1969-02-03"),
        ("%m/%d/%y", "02/03/68", "2068-02-03"),
        ("%j %m/%d/%Y", "102 01/01/1990", "1990-01-01"),
        ("%Y-%j", "1990-102", "1990-04-12"),
        ("%H:%M:%S.%L", "12:34:56.789", "1900-01-01T12:34:56.789"),
        ("%I:%M %p", "12:30 am", "1900-01-01T00:30"),
        ("%I:%M %p", "1:30 PM", "1900-01-01T13:30"),
        ("%Y %q", "1990 3", "1990-07-01"),
        ("%U %Y", "00 1990", "1989-12-31"),
        ("%w %W %Y", "1 01 1990", "1990-01-01"),
        ("%u %V %G", "1 01 1990", "1990-01-01"),
        ("%Q", "1500000000000", "2017-07-14T02:40:00Z"),
        ("%s", "1500000000", "2017-07-14T02:40:00Z"),
        ("%Y-%m-%dT%H:%M%Z", "1990-01-01T00:00-08:30", "1990-01-01T08:30"),
        ("%x, %X", "1/2/1990, 1:02:03 PM", "1990-01-02T13:02:03"),
    ];
    for (specifier, text, expected) in cases {
        let format = Time::parse(specifier).expect(specifier);
        assert_eq!(format.read(text), Some(utc(expected)), "{specifier} reads {text}");
    }
    for (specifier, text) in [("%Y", "199x"), ("%Y", "1990 "), ("%b", "Foo"), ("%V %G", "54 1990"), ("%d", "")] {
        assert_eq!(Time::parse(specifier).expect(specifier).read(text), None, "{specifier} reads {text}");
    }
}

#[test]
fn dates_are_read_as_browsers_read_them() {
    let cases = [
        ("2000", 946_684_800_000.0),
        ("2000-01", 946_684_800_000.0),
        ("2000-01-01", 946_684_800_000.0),
        ("2000-01-01T00:00:00.5Z", 946_684_800_500.0),
        ("2000-01-01T00:00:00.123456+01:00", 946_681_200_123.0),
        ("2000-01-01 00:00:01", 946_684_801_000.0),
        ("+002000-01-01", 946_684_800_000.0),
        ("Jan 1 2000", 946_684_800_000.0),
        ("January 1, 2000", 946_684_800_000.0),
        ("1 Jan 2000", 946_684_800_000.0),
        ("1-Jan-00", 946_684_800_000.0),
        ("Jan 2000", 946_684_800_000.0),
        ("1/1/2000", 946_684_800_000.0),
        ("1/1/99", 915_148_800_000.0),
        ("2000/01/01", 946_684_800_000.0),
        ("2000-1-1", 946_684_800_000.0),
        ("1/1/2000 1:02 pm", 946_731_720_000.0),
        ("1/1/2000 12:00:00 AM", 946_684_800_000.0),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800_000.0),
        ("Sat, 01 Jan 2000 02:00:00 +0200", 946_684_800_000.0),
        ("Sat Jan 01 2000 00:00:00 GMT+0100 (Central European Standard Time)", 946_681_200_000.0),
        ("Dec 31 1999 19:00:00 EST", 946_684_800_000.0),
        ("Jan 1", 978_307_200_000.0),
        ("1/2", 978_393_600_000.0),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_date(text), Some(expected), "{text}");
    }
    for text in [
        "",
        "Seattle",
        "abc12",
        "13/1/2000",
        "2000-13-01",
        "12:30",
        "2000-01-01T25:00",
        "1 of may 2 x",
        "1/2/3/4",
        "2000-01-01T00:00:00+",
    ] {
        assert_eq!(parse_date(text), None, "{text}");
    }
}

#[test]
fn numbers_are_written_as_in_javascript() {
    let cases = [
        (0.0, "0"),
        (-0.0, "0"),
        (1e21, "1e+21"),
        (123_456_789_012_345_680_000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-1.5e-9, "-1.5e-9"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::NEG_INFINITY, "-Infinity"),
        (100.0, "100"),
    ];
    for (number, expected) in cases {
        assert_eq!(number_text(number), expected);
    }
}

proptest! {
    #[test]
    fn numbers_read_back(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        prop_assert_eq!(number_text(number).parse::<f64>(), Ok(number));
    }

    #[test]
    fn any_number_format_writes_any_number(specifier in "(.?[<>=^])?[-+( ]?[$#]?0?[0-9]{0,2},?(\\.[0-9]{1,2})?~?[a-zA-Z%]?", bits in any::<u64>()) {
        let format = Number::parse(&specifier).expect(&specifier);
        let text = format.write(f64::from_bits(bits));
        prop_assert!(text.chars().count() >= format.width.min(1));
        prop_assert_eq!(Number::parse(&format.to_string()), Ok(format));
    }

    #[test]
    fn any_text_is_a_format_or_none(text in "\\PC{0,20}", ms in -9e15..9e15f64) {
        if let Ok(format) = Number::parse(&text) {
            prop_assert!(!format.write(ms).is_empty());
        }
        let format = Time::parse(&text).expect("short");
        let written = format.write(ms);
        prop_assert!(format.read(&written).is_none_or(f64::is_finite));
    }

    #[test]
    fn any_text_is_a_date_or_none(text in "([0-9]{1,4}|[-+/:., ()TZ]|jan|May|GMT|pm|\\PC){0,12}") {
        if let Some(ms) = parse_date(&text) {
            prop_assert!(ms.is_finite());
        }
    }

    #[test]
    fn times_read_back(ms in -2.2e12..2.5e14f64, specifier in prop::sample::select(vec![
        "%Y-%m-%dT%H:%M:%S.%LZ", "%A %d %B %Y %I:%M:%S.%L %p", "%G-%V-%u %H:%M:%S.%L", "%Y %U %w %H:%M:%S.%f", "%Y %W %a %H:%M:%S.%L"])) {
        let ms = ms.trunc();
        let format = Time::parse(specifier).expect(specifier);
        let text = format.write(ms);
        prop_assert_eq!(format.read(&text), Some(ms), "{}", text);
        prop_assert_eq!(parse_date(&Time::parse("%Y-%m-%dT%H:%M:%S.%LZ").expect("a format").write(ms)), Some(ms));
    }
}
