//! What stands below a chart: every mark says as many moments, and a handful of categories are all named.

use std::collections::BTreeMap;

use chart::{Frame, Spec, ViewState, plot};
use document::Mark;
use plotters_svg::SVGBackend;
use table::Table;

use crate::tables::{DAY_MS, FRAME, floats, spec, table, texts, times};

/// The texts of the upper line below the area, from left to right.
fn labels(spec: &Spec, table: &Table, width_px: u32) -> Vec<String> {
    let frame = Frame { width_px, ..FRAME };
    let mut svg = String::new();
    plot(spec, table, &ViewState::default(), frame)
        .unwrap()
        .draw(SVGBackend::with_string(&mut svg, (width_px, frame.height_px)))
        .unwrap();
    let mut rows: BTreeMap<i32, Vec<(i32, String)>> = BTreeMap::new();
    for text in svg.split("<text ").skip(1) {
        let number = |name: &str| text.split(name).nth(1).unwrap().split('"').next().unwrap().parse::<i32>().unwrap();
        let words = text.split('>').nth(1).unwrap().split('<').next().unwrap().trim().to_owned();
        rows.entry(number(" y=\"")).or_default().push((number("x=\""), words));
    }
    let is_row = |row: &&mut Vec<(i32, String)>| row.len() > 1;
    let row = rows.values_mut().find(is_row).map(std::mem::take).unwrap_or_default();
    row.into_iter().map(|(_, words)| words).collect()
}

#[test]
fn every_mark_says_as_many_days() {
    let days = table([("day", times(DAY_MS, 12, 1)), ("value", floats(12, |row| row as f64))]);
    for width_px in (200..=1_000).step_by(20) {
        let count = |mark| labels(&spec(mark, "day", "value"), &days, width_px).len();
        let counts = Mark::ALL.map(count);
        assert!(counts.iter().all(|count| *count >= 2), "{counts:?} at {width_px} px");
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(*most <= least * 2, "{counts:?} at {width_px} px");
    }
    assert_eq!(labels(&spec(Mark::Bar, "day", "value"), &days, 440).len(), 6);
}

#[test]
fn a_handful_of_categories_are_all_named() {
    let cities = ["Seattle", "New York", "Los Angeles", "San Francisco", "Philadelphia", "Minneapolis"];
    let rain = table([("city", texts(&cities, 6)), ("rain", floats(6, |row| row as f64))]);
    for width_px in 280..=900 {
        let labels = labels(&spec(Mark::Bar, "city", "rain"), &rain, width_px);
        assert_eq!(labels.len(), cities.len(), "{labels:?} at {width_px} px");
        assert!(labels.iter().zip(cities).all(|(label, city)| city.starts_with(label.trim_end_matches('…'))));
    }
}
