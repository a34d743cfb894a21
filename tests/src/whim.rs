//! Whim: random user acts on a document, most of them reasonable, some hopeless: values that break a rule, nodes that
//! somebody else deleted, ids that are taken, places that do not fit. It makes ops and never judges them.

use document::{
    Aggregate, Anchor, AnchorX, Color, ControlType, Document, Kind, Mark, NodeId, Op, Order, Place, Property, Rect,
    Refresh, Shade, TimeUnit, Value, ValueType,
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
    match chance.below(24) {
        0..=4 => insert(chance, document, remembered),
        5 | 6 => {
            let parent = parent(chance, document, remembered, document.node(node).map(|node| node.kind()));
            vec![Op::Place { node, place: place(chance, document, parent) }]
        }
        7 => vec![Op::Delete { node }],
        8 => vec![Op::Restore { node }],
        9 => vec![set(chance, NodeId::ROOT, Kind::Dashboard)],
        10 => vec![Op::Set { node, property: Property::Locked, value: Value::Flag(chance.one_in(2)) }],
        _ => {
            let kind = document.node(node).map_or(Kind::Chart, |node| node.kind());
            vec![set(chance, node, kind)]
        }
    }
}

fn insert(chance: &mut Chance, document: &Document, remembered: &mut Vec<NodeId>) -> Vec<Op> {
    let node = new_node(chance);
    let kind = if chance.one_in(2) { chance.one_of(Kind::PANELS) } else { chance.one_of(Kind::ALL) };
    let parent = parent(chance, document, remembered, Some(kind));
    remembered.push(node);
    let insert = Op::Insert { node, kind, place: place(chance, document, parent) };
    vec![insert, set(chance, node, kind)]
}

/// Mostly one below which the kind fits, if any is remembered.
fn parent(chance: &mut Chance, document: &Document, remembered: &[NodeId], kind: Option<Kind>) -> NodeId {
    let fits = |id: &&NodeId| match (kind, document.node(**id)) {
        (Some(kind), Some(parent)) => kind.fits_below(parent.kind()),
        _ => false,
    };
    let fitting: Vec<NodeId> = remembered.iter().filter(fits).copied().collect();
    let among = if chance.one_in(20) { remembered } else { &fitting };
    chance.pick(among).copied().unwrap_or(NodeId::ROOT)
}

/// Between two neighbours of the document as it is seen, as a drag would drop it.
fn place(chance: &mut Chance, document: &Document, parent: NodeId) -> Place {
    let children = document.children(parent);
    let orders: Vec<&Order> = children.iter().map(|(_, node)| &node.place().order).collect();
    let index = chance.below(orders.len() + 1);
    let before = index.checked_sub(1).and_then(|index| orders.get(index)).copied();
    Place { parent, order: Order::between(before, orders.get(index).copied()) }
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
        ValueType::Text { .. } | ValueType::Grammar { .. } => Value::Text(text(chance)),
        ValueType::Name => Value::Name(chance.one_in(2).then(|| text(chance))),
        ValueType::Rect => Value::Rect(rect(chance)),
        ValueType::Mark => Value::Mark(chance.one_of(Mark::ALL)),
        ValueType::Color => Value::Color(Some(Color { rgb: [chance.eight_bytes()[0], 0, 0] })),
        ValueType::Aggregate => Value::Aggregate(Some(chance.one_of(Aggregate::ALL))),
        ValueType::TimeUnit => Value::TimeUnit(Some(chance.one_of(TimeUnit::ALL))),
        ValueType::Flag => Value::Flag(chance.one_in(2)),
        ValueType::Names => Value::Names((0..chance.below(3)).map(|_| text(chance)).collect()),
        ValueType::Control => Value::Control(chance.one_of(ControlType::ALL)),
        ValueType::Moment => Value::Moment(chance.one_in(2).then(|| moment(chance))),
        ValueType::Anchor => Value::Anchor(Some(Anchor { x: AnchorX::Time(moment(chance)), series: None })),
        ValueType::Shade => Value::Shade(Some(chance.one_of(Shade::ALL))),
        ValueType::Time => Value::Text(if chance.one_in(2) { "now-6h".to_owned() } else { text(chance) }),
        ValueType::Refresh => Value::Refresh(chance.one_of(Refresh::ALL)),
    }
}

/// Now and then in a year that no calendar has.
fn moment(chance: &mut Chance) -> i64 {
    if chance.one_in(20) { i64::MAX } else { i64::try_from(chance.below(1_000_000)).unwrap_or(0) }
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
