//! Views of random rows, against what a plain reading of the spec gives: cells hold each row once, domains are sorted and
//! complete, stacks are as high as their sums, paths run along their dimension.
#![expect(clippy::expect_used, reason = "a spec that cannot be read has failed the test")]

use std::collections::{BTreeMap, BTreeSet};

use grammar::{
    UnitView, View,
    flow::{Given, flow},
    normal::normal,
    source::NoFiles,
    spec::Channel,
    vega_lite,
    view::{ChannelValue, ViewBody},
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use table::Value;

/// A group, a kind and a value, or a gap.
type Row = (u8, u8, Option<i16>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..4_u8, 0..4_u8, prop::option::weighted(0.9, -50..50_i16)), 1..60)
}

fn view(rows: &[Row], spec: &Json) -> View {
    let record = |(group, kind, value): &Row| json!({"g": format!("g{group}"), "k": kind, "v": value});
    let mut spec = spec.clone();
    spec["data"] = json!({"values": rows.iter().map(record).collect::<Vec<_>>()});
    let (spec, dropped) = vega_lite::read(&spec).expect("a spec");
    assert_eq!(dropped, []);
    flow(&normal(spec).expect("a plain form"), &Given::files(&NoFiles)).expect("a view")
}

fn unit(view: &View) -> &UnitView {
    let ViewBody::Unit(unit) = &view.body else { unreachable!("the spec has one mark") };
    unit
}

fn column(unit: &UnitView, name: &str) -> Vec<Value> {
    let values = unit.data.column(name).expect("the column");
    (0..values.len()).map(|row| values.get(row)).collect()
}

fn valid(rows: &[Row]) -> Vec<(u8, u8, i16)> {
    rows.iter().filter_map(|(group, kind, value)| Some((*group, *kind, (*value)?))).collect()
}

proptest! {
    #[test]
    fn cells_hold_each_row_once(rows in rows()) {
        let v = json!({"field": "v", "type": "quantitative"});
        let k = json!({"field": "k", "type": "ordinal", "sort": "descending"});
        let spec = json!({"mark": "point", "encoding": {"x": v, "y": k, "row": {"field": "g"}}});
        let view = view(&rows, &spec);
        let ViewBody::Facet { cells, row: Some(header), .. } = &view.body else { unreachable!("the spec has rows") };
        let mut shown = Vec::new();
        for cell in cells {
            let cell_group = cell.row.clone().expect("a value");
            prop_assert!(header.values.contains(&cell_group));
            let unit = unit(&cell.view);
            for (group, value) in column(unit, "g").into_iter().zip(column(unit, "v")) {
                prop_assert_eq!(&group, &cell_group);
                shown.push((group.to_text().to_string(), value.to_number() as i16));
            }
            let kinds: BTreeSet<u8> = valid(&rows).into_iter().map(|(_, kind, _)| kind).collect();
            let domain = kinds.iter().rev().map(|kind| Value::Number(f64::from(*kind))).collect::<Vec<_>>();
            prop_assert_eq!(&unit.channels[1].domain, &domain);
        }
        let mut expected: Vec<_> = valid(&rows).iter().map(|(group, _, value)| (format!("g{group}"), *value)).collect();
        expected.sort();
        shown.sort();
        prop_assert_eq!(shown, expected);
    }

    #[test]
    fn stacks_are_as_high_as_their_sums(rows in rows()) {
        let v = json!({"aggregate": "sum", "field": "v"});
        let spec = json!({"mark": "bar", "encoding": {"x": {"field": "g"}, "y": v, "color": {"field": "k"}}});
        let view = view(&rows, &spec);
        let unit = unit(&view);
        let y = unit.channels.iter().find(|channel| channel.channel == Channel::Y).expect("y");
        let ChannelValue::Column { name, end: Some(end) } = &y.value else { unreachable!("bars stack") };
        let mut sums: BTreeMap<(u8, u8), f64> = BTreeMap::new();
        for (group, kind, value) in valid(&rows) {
            *sums.entry((group, kind)).or_default() += f64::from(value);
        }
        let mut heights: BTreeMap<String, [f64; 2]> = BTreeMap::new();
        for ((group, _), sum) in &sums {
            let [below, above] = heights.entry(format!("g{group}")).or_default();
            *(if *sum < 0.0 { below } else { above }) += sum;
        }
        let mut ends: BTreeMap<String, [f64; 2]> = BTreeMap::new();
        let parts = column(unit, "g").into_iter().zip(column(unit, name).into_iter().zip(column(unit, end)));
        for (group, (start, end)) in parts {
            let [below, above] = ends.entry(group.to_text().to_string()).or_default();
            for number in [start.to_number(), end.to_number()] {
                *below = below.min(number);
                *above = above.max(number);
            }
        }
        prop_assert_eq!(ends, heights);
    }

    #[test]
    fn paths_run_along_their_dimension(rows in rows()) {
        let (v, k) = (json!({"field": "v", "type": "quantitative"}), json!({"field": "k", "type": "quantitative"}));
        let spec = json!({"mark": "line", "encoding": {"x": v, "y": k, "color": {"field": "g"}}});
        let view = view(&rows, &spec);
        let unit = unit(&view);
        let (values, groups) = (column(unit, "v"), column(unit, "g"));
        let mut seen: Vec<u32> = unit.paths.concat();
        for path in &unit.paths {
            // Gaps have no place and come first.
            let along: Vec<f64> = path.iter().map(|row| match &values[*row as usize] {
                Value::Null => f64::NEG_INFINITY,
                value => value.to_number(),
            }).collect();
            prop_assert!(along.is_sorted(), "{along:?}");
            prop_assert!(path.iter().all(|row| groups[*row as usize] == groups[path[0] as usize]));
        }
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..rows.len() as u32).collect::<Vec<_>>());
    }
}
