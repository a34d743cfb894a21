//! What marks say of real data: goldens of labels, checked once against what Vega-Lite 6 says for the same specs and
//! rows. The one difference: the greatest of texts is theirs as text, ours as number, so quartiles name another maximum.
#![expect(clippy::expect_used, reason = "a spec that cannot be read has failed the test")]

use std::{collections::BTreeMap, path::Path};

use grammar::{
    flow::{Given, flow},
    label::labels,
    normal::normal,
    source::{Files, NoFiles},
    vega_lite,
    view::ViewBody,
};
use serde_json::{Map, Value as Json, json};
use table::{Relation, Value};

/// So many labels of each spec are kept.
const KEPT: usize = 8;

struct Examples;

impl Files for Examples {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/weather");
        std::fs::read(folder.join(name)).map_err(|error| error.to_string())
    }

    fn table(&self, _: &str) -> Option<Relation> {
        None
    }
}

fn view(spec: &Json, given: &Given<'_>) -> grammar::View {
    let (spec, dropped) = vega_lite::read(spec).expect("a spec");
    assert_eq!(dropped, []);
    flow(&normal(spec).expect("a plain form"), given).expect("a view")
}

#[test]
fn marks_say_what_they_show() {
    let specs: Map<String, Json> = serde_json::from_str(include_str!("labels/specs.json")).expect("JSON");
    let mut report = String::new();
    for (name, mut spec) in specs {
        spec["data"] = json!({"url": "weather.csv"});
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for label in labels(&view(&spec, &Given::files(&Examples))) {
            *counts.entry(format!("{}: {}", label.role, label.text)).or_default() += 1;
        }
        report += &format!("{name}, {} labels\n", counts.len());
        counts.iter().take(KEPT).for_each(|(label, count)| report += &format!("  {count} × {label}\n"));
    }
    insta::assert_snapshot!(report);
}

/// Whoever selects changes rows and flags without the spec.
#[test]
fn selections_and_parameters_of_the_caller_decide() {
    let spec = json!({
        "data": {"values": [{"a": 1}, {"a": 2}, {"a": 3}]},
        "params": [{"name": "least", "value": 1}, {"name": "brush", "select": "interval"}],
        "transform": [{"filter": "datum.a > least"}],
        "mark": "point",
        "encoding": {
            "x": {"field": "a", "type": "quantitative"},
            "color": {"condition": {"param": "brush", "value": "red"}, "value": "grey"},
        },
    });
    let params = |name: &str| (name == "least").then_some(Value::Number(0.0));
    let selected =
        |_: &str, relation: &Relation, row: usize| relation.column("a").map(|values| values.number(row) > 2.0);
    let shown = |given: &Given<'_>| {
        let view = view(&spec, given);
        let ViewBody::Unit(unit) = &view.body else { return (0, Vec::new()) };
        let column = unit.channels.iter().flat_map(|channel| &channel.conditions).map(|condition| &condition.column);
        let flags = column.filter_map(|column| unit.data.column(column)).next().expect("flags");
        (unit.data.rows(), (0..flags.len()).map(|row| flags.get(row)).collect::<Vec<_>>())
    };
    assert_eq!(shown(&Given::files(&NoFiles)), (2, vec![Value::Flag(true); 2]));
    let given = Given { params: &params, selected: &selected, ..Given::files(&NoFiles) };
    assert_eq!(shown(&given), (3, vec![Value::Flag(false), Value::Flag(false), Value::Flag(true)]));
}

/// What cannot be shown is said in words.
#[test]
fn what_fails_says_why() {
    let unit = |data: Json| json!({"data": data, "mark": "bar", "encoding": {}});
    let cases = [
        (unit(json!({"url": "nowhere.csv"})), "\"nowhere.csv\" cannot be read"),
        (unit(json!({"name": "nothing"})), "no data named \"nothing\""),
        (unit(json!({"values": "{", "format": {"type": "json"}})), "not JSON"),
        (unit(json!({"url": "table:absent"})), "no data named \"absent\""),
        (unit(json!({"sequence": {"start": 0, "stop": 1e12}})), "more than 10000000 rows"),
    ];
    for (spec, expected) in cases {
        let (spec, _) = vega_lite::read(&spec).expect("a spec");
        let failed = flow(&normal(spec).expect("a plain form"), &Given::files(&NoFiles));
        let words = failed.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(words.contains(expected), "{words:?} lacks {expected:?}");
    }
}
