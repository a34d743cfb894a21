//! What places say, over a document as people make it.

use std::rc::Rc;

use document::{ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Order, apply};
use serde_json::json;
use yew::Callback;

use super::*;
use crate::components::form::fits::fits;

const NODE: NodeId = NodeId::from_bytes([1; 8]);

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.into(), data_type };
    Schema::new(vec![
        field("time", DataType::Time),
        field("city", DataType::Text),
        field("wind", DataType::Float),
        field("rain", DataType::Float),
    ])
    .unwrap()
}

/// A panel that says these, and then those.
fn chart(sets: &[Sets]) -> Sketch {
    let mut document = Document::default();
    let place = document::Place { parent: NodeId::ROOT, order: Order::default() };
    let insert = vec![Op::Insert { node: NODE, kind: Kind::Chart, place }];
    let table = vec![Op::Set { node: NODE, property: Property::Table, value: Value::Name(Some("weather".into())) }];
    let said = sets.iter().map(|sets| {
        let set =
            |(property, value): &(Property, Value)| Op::Set { node: NODE, property: *property, value: value.clone() };
        sets.iter().map(set).collect()
    });
    for (counter, ops) in
        [insert, table].into_iter().chain(said).enumerate().filter(|(_, ops): &(usize, Vec<Op>)| !ops.is_empty())
    {
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: counter as u64 + 1 };
        apply(&mut document, &Gesture { id, ops }, None).unwrap();
    }
    let (node, schema) = (document.node(NODE).unwrap().clone(), schema());
    let spec = ChartSpec::of(&node, Some(&schema)).unwrap();
    let fields = Rc::new(schema.fields().to_vec());
    Sketch { node, schema: Some(schema), spec, fields, editable: true, on_sets: Callback::noop() }
}

fn name(name: &str) -> Value {
    Value::Name(Some(name.into()))
}

#[test]
fn what_plain_properties_can_say_they_say() {
    let empty = chart(&[]);
    assert_eq!(empty.put("x", Some("time")).unwrap(), [(Property::X, name("time"))]);
    assert_eq!(empty.home("wind"), Some("y"));
    let over_time = chart(&[vec![(Property::X, name("time")), (Property::Y, name("wind"))]]);
    assert_eq!(over_time.home("rain"), Some("size"));
    let month = over_time.put_by("x", &By::Unit("utcyearmonth".into())).unwrap();
    assert_eq!(month, [(Property::TimeUnit, Value::TimeUnit(Some(TimeUnit::Month)))]);
    let mean = over_time.put_by("y", &By::Summary("mean".into())).unwrap();
    assert_eq!(mean, [(Property::Aggregate, Value::Aggregate(Some(Aggregate::Mean)))]);
}

#[test]
fn a_knob_of_one_channel_writes_its_register_and_no_other() {
    let over_time = chart(&[vec![(Property::X, name("time")), (Property::Y, name("wind"))]]);
    let log = over_time.put_member(&["encoding", "y", "scale", "type"], Some(json!("log"))).unwrap();
    let [(Property::EncodingY, Value::Text(text))] = &log[..] else { panic!("{log:?}") };
    assert_eq!(text, r#"{"scale":{"type":"log"}}"#);
    let after = chart(&[vec![(Property::X, name("time")), (Property::Y, name("wind"))], log]);
    let back = after.put_member(&["encoding", "y", "scale", "type"], None).unwrap();
    assert_eq!(back, [(Property::EncodingY, Value::Text(String::new()))], "nothing is left behind");
    assert_eq!(Place::of(&after.spec, "y").field.as_deref(), Some("wind"));
    let other = after.put("y", Some("rain")).unwrap();
    assert_eq!(other, [(Property::Y, name("rain"))], "the axis keeps what was said about it");
}

#[test]
fn every_suggestion_says_what_it_draws() {
    let empty = chart(&[]);
    let fits = fits(&empty);
    assert!(fits.len() >= 5, "{}", fits.len());
    for fit in fits {
        let sets = fit.spec.sets(&empty.node, empty.schema.as_ref()).unwrap();
        let after = chart(&[sets]);
        assert_eq!(after.spec.get(&["mark"]), fit.spec.get(&["mark"]), "{}", fit.name);
        for channel in CHANNELS {
            assert_eq!(Place::of(&after.spec, channel), Place::of(&fit.spec, channel), "{} {channel}", fit.name);
        }
    }
    let line = &super::super::fits::fits(&empty)[0];
    let sets = line.spec.sets(&empty.node, empty.schema.as_ref()).unwrap();
    assert!(!sets.iter().any(|(property, _)| property.channel().is_some()), "a plain line needs no register: {sets:?}");
}

#[test]
fn what_is_typed_changes_only_what_it_changed_since_it_was_read() {
    let before = chart(&[vec![(Property::X, name("time")), (Property::Y, name("wind"))]]);
    let base = before.spec.clone();
    let typed = base.clone().with(&["encoding", "y", "title"], Some(json!("Wind")));
    // Meanwhile a colleague has put a field at the colour.
    let now =
        chart(&[vec![(Property::X, name("time")), (Property::Y, name("wind"))], vec![(Property::Color, name("city"))]]);
    let sets = typed.sets_since(&base, &now.node, now.schema.as_ref()).unwrap();
    assert_eq!(sets.iter().map(|(property, _)| *property).collect::<Vec<_>>(), [Property::EncodingY]);
}
