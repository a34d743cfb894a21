//! Whim: random user acts on a document, most of them reasonable, some hopeless: values that break a rule, nodes that
//! somebody else deleted, ids that are taken. It makes ops and never judges them.

use document::{
    Aggregate, Color, Document, Kind, Mark, NodeId, Op, Order, Place, Property, Rect, TimeUnit, Value,
    property::ValueType,
};

use crate::chance::Chance;

/// Longer than any text property may be.
const TOO_MANY_CHARS: usize = 2_001;

/// A random gesture of somebody who sees this document and remembers these nodes, living, deleted and unheard of.
pub fn gesture(chance: &mut Chance, document: &Document, remembered: &mut Vec<NodeId>) -> Vec<Op> {
    let count = if chance.one_in(4) { 2 + chance.below(4) } else { 1 };
    (0..count).flat_map(|_| act(chance, document, remembered)).collect()
}

/// The next letter into the same field.
pub fn keystroke(chance: &mut Chance, node: NodeId, property: Property) -> Vec<Op> {
    vec![Op::Set { node, property, value: value(chance, property.value_type()) }]
}

/// Node ids from so small a pool that two replicas now and then insert the same one.
fn new_node(chance: &mut Chance) -> NodeId {
    if chance.one_in(6) {
        return NodeId::from_bytes([7, 0, 0, 0, 0, 0, 0, u8::try_from(chance.below(8)).unwrap_or(0)]);
    }
    NodeId::from_bytes(chance.eight_bytes())
}

fn act(chance: &mut Chance, document: &Document, remembered: &mut Vec<NodeId>) -> Vec<Op> {
    let node = chance.pick(remembered).copied().unwrap_or(NodeId::ROOT);
    match chance.below(20) {
        0..=3 => insert(chance, document, remembered),
        4 => vec![Op::Place { node, place: place(chance, document) }],
        5 => vec![Op::Delete { node }],
        6 => vec![Op::Restore { node }],
        7 => vec![set(chance, NodeId::ROOT, Kind::Dashboard)],
        _ => {
            let kind = document.node(node).map_or(Kind::Chart, |node| node.kind());
            vec![set(chance, node, kind)]
        }
    }
}

fn insert(chance: &mut Chance, document: &Document, remembered: &mut Vec<NodeId>) -> Vec<Op> {
    let (node, kind) = (new_node(chance), chance.one_of(Kind::PANELS));
    remembered.push(node);
    let insert = Op::Insert { node, kind, place: place(chance, document) };
    vec![insert, set(chance, node, kind)]
}

/// Between two neighbours of the document as it is seen, as a drag would drop it.
fn place(chance: &mut Chance, document: &Document) -> Place {
    let children = document.children(NodeId::ROOT);
    let orders: Vec<&Order> = children.iter().map(|(_, node)| &node.place().order).collect();
    let index = chance.below(orders.len() + 1);
    let before = index.checked_sub(1).and_then(|index| orders.get(index)).copied();
    Place { parent: NodeId::ROOT, order: Order::between(before, orders.get(index).copied()) }
}

fn set(chance: &mut Chance, node: NodeId, kind: Kind) -> Op {
    let property = if chance.one_in(2) {
        Property::Title
    } else {
        chance.pick(kind.properties()).copied().unwrap_or(Property::Title)
    };
    Op::Set { node, property, value: value(chance, property.value_type()) }
}

fn value(chance: &mut Chance, value_type: ValueType) -> Value {
    match value_type {
        ValueType::Text { .. } => Value::Text(text(chance)),
        ValueType::Name => Value::Name(chance.one_in(2).then(|| text(chance))),
        ValueType::Rect => Value::Rect(rect(chance)),
        ValueType::Mark => Value::Mark(chance.one_of(Mark::ALL)),
        ValueType::Color => Value::Color(Some(Color { rgb: [chance.eight_bytes()[0], 0, 0] })),
        ValueType::Aggregate => Value::Aggregate(Some(chance.one_of(Aggregate::ALL))),
        ValueType::TimeUnit => Value::TimeUnit(Some(chance.one_of(TimeUnit::ALL))),
    }
}

fn text(chance: &mut Chance) -> String {
    match chance.below(40) {
        0 => String::new(),
        1 => "x".repeat(TOO_MANY_CHARS),
        2 => "bell \u{7}".into(),
        3 => "\u{202e}هرجٌ 🎛 <script>".into(),
        _ => format!("text {}", chance.below(100)),
    }
}

/// Often on the grid, sometimes beside it.
fn rect(chance: &mut Chance) -> Rect {
    let mut side = |end| u16::try_from(chance.below(end)).unwrap_or(0);
    Rect { x: side(20), y: side(40), w: 1 + side(6), h: side(9) }
}
