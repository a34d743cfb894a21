//! A panel and a spec say the same: what a spec becomes as settings is, written again, that spec, and a panel that is
//! written and read is that panel.

#![expect(clippy::unwrap_used, reason = "a spec that cannot be read has failed")]

use std::sync::Arc;

use chart::panel::{export, import, needs_grammar, settings, vega_lite};
use document::{
    Aggregate, ClientId, Color, Document, Gesture, Kind, Mark, Node, NodeId, Op, OpId, Order, Place, Property, Seq,
    TimeUnit, Value, apply,
};
use proptest::{option, prelude::*, sample::select};
use serde_json::{Map, Value as Json, json};
use table::{DataType, Field, Schema};

const PANEL: NodeId = NodeId::from_bytes([1; 8]);

fn schema() -> Schema {
    let field = |(name, data_type): (&str, DataType)| Field { name: name.into(), data_type };
    let fields = [("time", DataType::Time), ("load", DataType::Float), ("host.name", DataType::Text)];
    Schema::new(fields.map(field).into()).unwrap()
}

fn panel(values: &[(Property, Value)]) -> Arc<Node> {
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    let mut ops = vec![Op::Insert { node: PANEL, kind: Kind::Chart, place }];
    ops.extend(values.iter().map(|(property, value)| Op::Set {
        node: PANEL,
        property: *property,
        value: value.clone(),
    }));
    let mut document = Document::default();
    let id = OpId { client: ClientId::from_bytes([2; 8]), counter: 1 };
    apply(&mut document, &Gesture { id, ops }, Some(Seq(1))).unwrap();
    document.node(PANEL).unwrap().clone()
}

/// A panel as a spec; without a table there is no schema.
fn written(panel: &Node, schema: &Schema) -> Json {
    vega_lite(panel, panel.name(Property::Table).map(|_| schema)).unwrap()
}

fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["time", "load", "host.name", "no such"])
}

fn plain() -> impl Strategy<Value = Vec<(Property, Value)>> {
    let names = (option::of(name()), option::of(name()), option::of(name()), option::of(Just("machine.cpu")));
    let how = (
        select(Mark::ALL.as_slice()),
        option::of(select(Aggregate::ALL.as_slice())),
        option::of(select(TimeUnit::ALL.as_slice())),
        option::of(any::<[u8; 3]>()),
        select(vec!["", "%", "B/s"]),
        select(vec!["", "Load of “all” hosts"]),
    );
    (names, how).prop_map(|((x, y, color, table), (mark, aggregate, unit, rgb, suffix, title))| {
        let name = |name: Option<&str>| Value::Name(name.map(str::to_owned));
        vec![
            (Property::Title, Value::Text(title.into())),
            (Property::Table, name(table)),
            (Property::Mark, Value::Mark(mark)),
            (Property::X, name(x)),
            (Property::Y, name(y)),
            (Property::Color, name(color)),
            (Property::MarkColor, Value::Color(rgb.map(|rgb| Color { rgb }))),
            (Property::Aggregate, Value::Aggregate(aggregate)),
            (Property::TimeUnit, Value::TimeUnit(unit)),
            (Property::Unit, Value::Text(suffix.into())),
        ]
    })
}

fn definition() -> impl Strategy<Value = Json> {
    let source = prop_oneof![
        3 => select(vec!["time", "load", "host\\.name", "a.b", "a[0]"]).prop_map(|field| json!({ "field": field })),
        1 => Just(json!({ "aggregate": "count" })),
        1 => Just(json!({ "datum": 3 })),
        1 => Just(json!({ "condition": { "param": "brush", "value": "red" }, "value": "grey" })),
    ];
    let members = vec![
        ("type", json!("quantitative")),
        ("type", json!("temporal")),
        ("timeUnit", json!("utcyearmonth")),
        ("timeUnit", json!("month")),
        ("aggregate", json!("mean")),
        ("aggregate", json!({ "argmax": "time" })),
        ("scale", json!({ "type": "utc" })),
        ("axis", Json::Null),
        ("title", json!("load (%)")),
        ("bin", json!(true)),
    ];
    (source, prop::collection::vec(select(members), 0..4)).prop_map(|(mut definition, members)| {
        let object = definition.as_object_mut().unwrap();
        object.extend(members.into_iter().map(|(key, value)| (key.to_owned(), value)));
        definition
    })
}

fn spec() -> impl Strategy<Value = Json> {
    let channel = select(vec!["x", "y", "color", "x2", "tooltip", "facet", "strokeDash"]);
    let encoding = prop::collection::vec((channel, definition()), 0..5);
    let body = select(vec![
        ("mark", json!("rect")),
        ("mark", json!({ "type": "line", "color": "#ff0000", "point": true })),
        ("mark", json!({ "type": "geoshape" })),
        ("layer", json!([{ "mark": "line" }, { "mark": "rule" }])),
    ]);
    let rest = prop::collection::vec(
        select(vec![
            ("data", json!({ "url": "table:weather" })),
            ("data", json!({ "values": [1, 2] })),
            ("transform", json!([{ "filter": "datum.load > 1" }])),
            ("params", json!([{ "name": "brush", "select": "interval" }])),
            ("title", json!("Load")),
            ("usermeta", json!({ "ashboard": { "unit": "%" } })),
        ]),
        0..5,
    );
    (encoding, body, rest).prop_map(|(encoding, (key, body), rest)| {
        let mut spec =
            Map::from_iter([("$schema".to_owned(), json!("https://vega.github.io/schema/vega-lite/v6.json"))]);
        spec.insert(key.to_owned(), body);
        let encoding: Map<_, _> = encoding.into_iter().map(|(channel, said)| (channel.to_owned(), said)).collect();
        if !encoding.is_empty() {
            spec.insert("encoding".to_owned(), encoding.into());
        }
        spec.extend(rest.into_iter().map(|(key, value)| (key.to_owned(), value)));
        spec.into()
    })
}

proptest! {
    #[test]
    fn a_spec_is_the_same_after_it_was_a_panel(spec in spec()) {
        let schema = schema();
        let read = settings(&spec, |_| Some(&schema)).unwrap();
        prop_assert_eq!(written(&panel(&read.values), &schema), spec);
    }

    /// What is written of a panel stays what it is, and what the form could say it says again.
    #[test]
    fn a_panel_is_the_same_after_it_was_a_spec(values in plain()) {
        let (schema, before) = (schema(), panel(&values));
        let spec = written(&before, &schema);
        let read = settings(&spec, |_| Some(&schema)).unwrap();
        let after = panel(&read.values);
        prop_assert_eq!(written(&after, &schema), spec);
        prop_assert!(read.dropped.is_empty());
        if Mark::PLAIN.contains(&before.mark()) {
            prop_assert!(!needs_grammar(&after), "{:?}", read.values);
        }
    }
}

#[test]
fn what_a_form_can_say_stays_in_the_form() {
    let spec = json!({
        "title": { "text": ["Load", "of all"], "subtitle": "by host", "anchor": "start" },
        "width": 300,
        "data": { "url": "table:machine" },
        "mark": { "type": "bar", "color": "#0072b2", "cornerRadius": 2 },
        "encoding": {
            "x": { "field": "time", "timeUnit": "utcyearmonthdate", "type": "temporal", "axis": { "grid": false } },
            "y": { "field": "load", "aggregate": "mean", "type": "quantitative" },
        },
    });
    let schema = schema();
    let read = settings(&spec, |_| Some(&schema)).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let name = |name: &str| Value::Name(Some(name.to_owned()));
    assert_eq!(read.dropped, ["width", "title style"]);
    let expected = vec![
        (Property::Title, text("Load of all")),
        (Property::Description, text("by host")),
        (Property::Table, name("machine")),
        (Property::Mark, Value::Mark(Mark::Bar)),
        (Property::MarkColor, Value::Color(Some(Color { rgb: [0, 0x72, 0xb2] }))),
        (Property::MarkStyle, text(r#"{"cornerRadius":2}"#)),
        (Property::X, name("time")),
        (Property::Y, name("load")),
        (Property::Aggregate, Value::Aggregate(Some(Aggregate::Mean))),
        (Property::TimeUnit, Value::TimeUnit(Some(TimeUnit::Day))),
        (Property::EncodingX, text(r#"{"axis":{"grid":false}}"#)),
    ];
    assert_eq!(read.values, expected);
}

#[test]
fn a_register_that_holds_no_json_is_named() {
    let node = panel(&[(Property::EncodingX, Value::Text("{\"bin\":".into()))]);
    let broken = vega_lite(&node, None).unwrap_err();
    assert_eq!(
        broken.to_string(),
        "EncodingX is no definition of a channel: EOF while parsing a value at line 1 column 7"
    );
}

#[test]
fn thresholds_are_layers_of_an_export_and_thresholds_again() {
    let name = |name: &str| Value::Name(Some(name.to_owned()));
    let lines = vec!["0.5\t\t\t".to_owned(), "1\t#d55e00\tfill\tToo much".to_owned()];
    let values = [
        (Property::Table, name("machine")),
        (Property::Mark, Value::Mark(Mark::Bar)),
        (Property::X, name("host.name")),
        (Property::Y, name("load")),
        (Property::Aggregate, Value::Aggregate(Some(Aggregate::Mean))),
        (Property::Thresholds, Value::Names(lines)),
    ];
    let text = export(&panel(&values), None).unwrap();
    let spec: Json = serde_json::from_str(&text).unwrap();
    let marks: Vec<_> = spec["layer"].as_array().unwrap().iter().map(|layer| layer["mark"].clone()).collect();
    assert_eq!(marks.len(), 5);
    assert_eq!(marks.iter().filter(|mark| mark["type"] == "rule").count(), 2);
    let again = panel(&import(&text).unwrap().values);
    assert_eq!(again.names(Property::Thresholds), panel(&values).names(Property::Thresholds));
    assert_eq!(written(&again, &schema()), written(&panel(&values), &schema()));
    let theirs = text.replace("\"strokeWidth\": 1.5", "\"strokeWidth\": 3");
    let kept = panel(&import(&theirs).unwrap().values);
    assert!(kept.names(Property::Thresholds).is_empty() && !kept.text(Property::Views).is_empty(), "it stays theirs");
}

#[test]
fn an_export_comes_back_as_the_panel_it_was() {
    let mut table = table::Table::new(schema(), table::Retention { max_rows: 9, max_age_ms: None });
    let hosts = table::TextColumn { codes: vec![1].into(), dictionary: vec!["a".into()] };
    let columns = vec![
        table::Column::Time(vec![Some(5)].into()),
        table::Column::Float(vec![0.5].into()),
        table::Column::Text(hosts),
    ];
    table.append(&table::Batch::new(schema(), columns).unwrap()).unwrap();
    let name = |name: &str| Value::Name(Some(name.to_owned()));
    let values = [
        (Property::Table, name("machine")),
        (Property::Mark, Value::Mark(Mark::Boxplot)),
        (Property::X, name("host.name")),
        (Property::Y, name("load")),
        (Property::Unit, Value::Text("%".into())),
        (Property::EncodingY, Value::Text(r#"{"type":"quantitative","scale":{"zero":false}}"#.into())),
    ];
    let text = export(&panel(&values), Some(&table)).unwrap();
    let rows: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(rows["data"], json!({ "values": [{ "time": 5, "load": 0.5, "host.name": "a" }] }));
    let again = panel(&import(&text).unwrap().values);
    assert_eq!(written(&again, &schema()), written(&panel(&values), &schema()));
    let odd =
        r#"{"mark": "bar", "encoding": {}, "projection": {"type": "mercator"}, "width": 90, "data": {"values": []}}"#;
    assert!(import(odd).unwrap().dropped.iter().any(|words| words.starts_with("width")));
    assert!(import("no JSON").unwrap_err().contains("not JSON"));
}
