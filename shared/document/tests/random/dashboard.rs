//! A dashboard with something of every kind, and random ops on it, of which most apply and some are hostile.

use document::{
    Anchor, AnchorX, ClientId, Color, ControlType, Document, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place,
    Property, Rect, Refresh, Seq, Shade, Value, ValueType, apply,
};
use proptest::prelude::*;

/// Three people, each one replica.
pub(crate) const PEOPLE: [ClientId; 3] =
    [ClientId::from_bytes([1; 8]), ClientId::from_bytes([2; 8]), ClientId::from_bytes([3; 8])];

/// What the dashboard has from the start: a number as the id, the kind, the parent, and who made it.
const NODES: [(u8, Kind, u8, usize); 12] = [
    (1, Kind::Tab, 0, 0),
    (2, Kind::Tab, 0, 0),
    (3, Kind::Row, 1, 0),
    (4, Kind::Row, 0, 0),
    (5, Kind::Chart, 3, 0),
    (6, Kind::Text, 1, 0),
    (7, Kind::Control, 0, 0),
    (8, Kind::Annotation, 5, 0),
    (9, Kind::Comment, 5, 1),
    (10, Kind::Reply, 9, 2),
    (11, Kind::Comment, 0, 2),
    (12, Kind::Table, 4, 0),
];

/// Ids that an op names, those that are not there yet included.
const IDS: u8 = 18;

pub(crate) fn id(number: u8) -> NodeId {
    NodeId::from_bytes([0, 0, 0, 0, 0, 0, 0, number])
}

pub(crate) fn order(number: u8) -> Order {
    (0..number).fold(Order::default(), |last, _| Order::between(Some(&last), None))
}

/// The dashboard, and the `Seq` of its newest gesture.
pub(crate) fn dashboard() -> (Document, Seq) {
    let (mut document, mut seq) = (Document::default(), Seq::ZERO);
    for (number, kind, parent, person) in NODES {
        seq = seq.next();
        let insert = Op::Insert { node: id(number), kind, place: Place { parent: id(parent), order: order(number) } };
        let gesture = Gesture { id: OpId { client: PEOPLE[person], counter: seq.0 }, ops: vec![insert] };
        assert_eq!(apply(&mut document, &gesture, Some(seq)), Ok(()));
    }
    (document, seq)
}

/// Mostly one that is there from the start.
fn node() -> impl Strategy<Value = NodeId> {
    prop_oneof![4 => 0..=NODES.len() as u8, 1 => 0..IDS].prop_map(id)
}

fn place() -> impl Strategy<Value = Place> {
    (node(), 0..4u8).prop_map(|(parent, number)| Place { parent, order: order(number) })
}

fn property() -> impl Strategy<Value = Property> {
    prop_oneof![
        8 => prop::sample::select(Property::ALL.as_slice()),
        1 => Just(Property::Title),
        1 => Just(Property::Body),
        1 => Just(Property::Layout),
        2 => Just(Property::Locked),
        1 => Just(Property::Resolved),
    ]
}

/// A value of this type, of few, so that equal ones meet.
fn value(of: ValueType, number: u8) -> Value {
    let word = ["", "a", "b", "c"][usize::from(number % 4)].to_owned();
    let name = (!word.is_empty()).then(|| word.clone());
    let moment_ms = (number > 0).then_some(i64::from(number));
    match of {
        ValueType::Text { .. } | ValueType::Grammar { .. } => Value::Text(word),
        ValueType::Name => Value::Name(name),
        ValueType::Rect => Value::Rect(Rect { x: u16::from(number), y: 0, w: 6, h: 4 }),
        ValueType::Mark => Value::Mark(Mark::ALL[usize::from(number % 4)]),
        ValueType::Color => Value::Color(name.map(|_| Color { rgb: [number; 3] })),
        ValueType::Aggregate => Value::Aggregate(None),
        ValueType::TimeUnit => Value::TimeUnit(None),
        ValueType::Flag => Value::Flag(number % 2 == 1),
        ValueType::Names => Value::Names(name.into_iter().collect()),
        ValueType::Control => Value::Control(ControlType::ALL[usize::from(number % 4)]),
        ValueType::Moment => Value::Moment(moment_ms),
        ValueType::Anchor => Value::Anchor(moment_ms.map(|time| Anchor { x: AnchorX::Time(time), series: name })),
        ValueType::Shade => Value::Shade(name.map(|_| Shade::ALL[usize::from(number % 2)])),
        ValueType::Time => Value::Text(["", "now", "now-6h", "now/d"][usize::from(number % 4)].to_owned()),
        ValueType::Refresh => Value::Refresh(Refresh::ALL[usize::from(number % 6)]),
    }
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    let kind = prop::sample::select(Kind::ALL.as_slice());
    prop_oneof![
        3 => (13..IDS, kind, place()).prop_map(|(number, kind, place)| Op::Insert { node: id(number), kind, place }),
        8 => (node(), property(), 0..4u8)
            .prop_map(|(node, property, number)| Op::Set { node, property, value: value(property.value_type(), number) }),
        3 => (node(), place()).prop_map(|(node, place)| Op::Place { node, place }),
        2 => node().prop_map(|node| Op::Delete { node }),
        2 => node().prop_map(|node| Op::Restore { node }),
    ]
}
