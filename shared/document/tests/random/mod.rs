//! Random gestures, as they may come from the wire: sensible or not.

use document::{
    Aggregate, ClientId, Color, Document, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Rect, Seq,
    Sequenced, TimeUnit, Value, apply,
};
use proptest::prelude::*;

fn node_id() -> impl Strategy<Value = NodeId> {
    (0..6u8).prop_map(|number| NodeId::from_bytes([0, 0, 0, 0, 0, 0, 0, number]))
}

fn client_id() -> impl Strategy<Value = ClientId> {
    (1..4u8).prop_map(|number| ClientId::from_bytes([number; 8]))
}

fn order() -> impl Strategy<Value = Order> {
    prop::collection::vec(any::<bool>(), 0..6).prop_map(|turns| {
        let (mut low, mut high) = (None, None);
        for turn in turns {
            let middle = Order::between(low.as_ref(), high.as_ref());
            if turn { low = Some(middle) } else { high = Some(middle) }
        }
        Order::between(low.as_ref(), high.as_ref())
    })
}

fn place() -> impl Strategy<Value = Place> {
    (node_id(), order()).prop_map(|(parent, order)| Place { parent, order })
}

fn property() -> impl Strategy<Value = Property> {
    prop::sample::select(Kind::Chart.properties())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z\u{7}]{0,8}".prop_map(Value::Text),
        prop::option::of("[a-z]{0,4}").prop_map(Value::Name),
        (0..30u16, 0..20u16, 0..30u16, 0..20u16).prop_map(|(x, y, w, h)| Value::Rect(Rect { x, y, w, h })),
        prop::sample::select(Mark::ALL.as_slice()).prop_map(Value::Mark),
        prop::option::of(any::<[u8; 3]>().prop_map(|rgb| Color { rgb })).prop_map(Value::Color),
        prop::option::of(prop::sample::select(Aggregate::ALL.as_slice())).prop_map(Value::Aggregate),
        prop::option::of(prop::sample::select(TimeUnit::ALL.as_slice())).prop_map(Value::TimeUnit),
    ]
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    let kind = prop::sample::select(vec![Kind::Chart, Kind::Stat, Kind::Dashboard]);
    prop_oneof![
        3 => (node_id(), kind, order()).prop_map(|(node, kind, order)| {
            Op::Insert { node, kind, place: Place { parent: NodeId::ROOT, order } }
        }),
        6 => (node_id(), property(), value()).prop_map(|(node, property, value)| Op::Set { node, property, value }),
        4 => (node_id(), property())
            .prop_map(|(node, property)| Op::Set { node, property, value: property.default_value() }),
        1 => (node_id(), place()).prop_map(|(node, place)| Op::Place { node, place }),
        1 => node_id().prop_map(|node| Op::Delete { node }),
        1 => node_id().prop_map(|node| Op::Restore { node }),
    ]
}

pub(crate) fn gestures(count: usize) -> impl Strategy<Value = Vec<Gesture>> {
    prop::collection::vec((client_id(), prop::collection::vec(op(), 0..4)), 0..count).prop_map(|made| {
        made.into_iter()
            .zip(1..)
            .map(|((client, ops), counter)| Gesture { id: OpId { client, counter }, ops })
            .collect()
    })
}

/// Applies what applies, as a room does.
pub(crate) fn sequence(gestures: &[Gesture]) -> (Document, Vec<Sequenced>) {
    let (mut document, mut log) = (Document::default(), Vec::<Sequenced>::new());
    for gesture in gestures {
        let seq = Seq(log.len() as u64 + 1);
        if apply(&mut document, gesture, Some(seq)).is_ok() {
            log.push(Sequenced { seq, gesture: gesture.clone() });
        }
    }
    (document, log)
}
