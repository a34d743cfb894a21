//! Copies: a panel with its annotations as ops under other ids, and as a text that a clipboard carries to another
//! dashboard. What people said about a panel and whether it is locked stay with the panel that was copied.

use std::{fmt, str::FromStr};

use document::{Document, Kind, NodeId, Op, Order, Place, Property, Rect, apply::MAX_OPS};
use protocol::codec;

use super::{
    IdSource,
    placing::{last_of, room_for, set_layout},
};

/// What the text of a copy begins with.
const PREFIX: &str = "ashboard:";
/// The largest copy that is read, in bytes before they become text: more than a panel with the longest texts needs.
/// A larger one is no copy.
pub const MAX_COPY_BYTES: usize = 512 * 1024;

/// A panel that was copied: its ops, the panel's first.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied(Vec<Op>);

/// A text that is not a copied panel.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a copied panel")]
pub struct NoCopy;

impl Copied {
    /// A copy of a living panel; `None` where there is none or where it is more than one gesture makes.
    #[must_use]
    pub fn of(document: &Document, node: NodeId) -> Option<Self> {
        let panel = document.node(node).filter(|panel| panel.kind().is_panel())?;
        let mut ops = insert(document, node, panel.place().clone());
        for (note, found) in document.children_of(node, Kind::Annotation) {
            ops.extend(insert(document, note, found.place().clone()));
        }
        (ops.len() <= MAX_OPS).then_some(Self(ops))
    }

    /// Whether it is one panel and annotations below it, each inserted before it is written to.
    fn is_whole(&self) -> bool {
        let Some((Op::Insert { node: panel, kind, .. }, rest)) = self.0.split_first() else { return false };
        let mut known = vec![*panel];
        let mut is_known = |op: &Op| match op {
            Op::Insert { node, kind: Kind::Annotation, place } if place.parent == *panel => {
                known.push(*node);
                true
            }
            Op::Set { node, property, .. } => *property != Property::Locked && known.contains(node),
            Op::Insert { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => false,
        };
        kind.is_panel() && self.0.len() <= MAX_OPS && rest.iter().all(&mut is_known)
    }

    /// The same below another parent and under ids of its own, the panel at a rectangle.
    fn to_ops(&self, place: &Place, rect: Rect, ids: &mut impl IdSource) -> Vec<Op> {
        let mut named = Vec::<(NodeId, NodeId)>::new();
        let mut name = |id: NodeId| match named.iter().find(|(known, _)| *known == id) {
            Some((_, name)) => *name,
            None => {
                named.push((id, ids.node_id()));
                named[named.len() - 1].1
            }
        };
        let renamed = |op: &Op| match op.clone() {
            Op::Insert { node, kind: Kind::Annotation, place: Place { parent, order } } => {
                Op::Insert { node: name(node), kind: Kind::Annotation, place: Place { parent: name(parent), order } }
            }
            Op::Insert { node, kind, .. } => Op::Insert { node: name(node), kind, place: place.clone() },
            Op::Set { node, property: Property::Layout, .. } => set_layout(name(node), rect),
            Op::Set { node, property, value } => Op::Set { node: name(node), property, value },
            Op::Place { node, place } => Op::Place { node: name(node), place },
            Op::Delete { node } => Op::Delete { node: name(node) },
            Op::Restore { node } => Op::Restore { node: name(node) },
        };
        self.0.iter().map(renamed).collect()
    }

    /// Where the panel lies that was copied.
    fn rect(&self) -> Rect {
        let rect = self.0.iter().find_map(|op| match op {
            Op::Set { property: Property::Layout, value: document::Value::Rect(rect), .. } => Some(*rect),
            _ => None,
        });
        rect.unwrap_or(Rect { x: 0, y: 0, w: 12, h: 8 })
    }
}

/// Right after the original and below it; the others make way.
pub(super) fn duplicate(document: &Document, node: NodeId, ids: &mut impl IdSource) -> Vec<Op> {
    let (Some(copied), Some(panel)) = (Copied::of(document, node), document.node(node)) else { return Vec::new() };
    let Place { parent, order } = panel.place();
    let siblings = document.children(*parent);
    let next = siblings.iter().skip_while(|(id, _)| *id != node).nth(1).map(|(_, next)| &next.place().order);
    let place = Place { parent: *parent, order: Order::between(Some(order), next) };
    let shown =
        document.grid(*parent).into_iter().find(|cell| cell.node == node).map_or(panel.layout(), |cell| cell.rect);
    copied.to_ops(&place, Rect { y: shown.y + shown.h, ..shown }.clamped(), ids)
}

/// Where there is room on a grid.
pub(super) fn paste(document: &Document, copied: &Copied, parent: NodeId, ids: &mut impl IdSource) -> Vec<Op> {
    let Rect { w, h, .. } = copied.rect();
    copied.to_ops(&last_of(document, parent), room_for((w, h), &document.grid(parent)), ids)
}

/// A node as it is: everything that is not the default, except its lock; the layout always.
fn insert(document: &Document, node: NodeId, place: Place) -> Vec<Op> {
    let Some(found) = document.node(node) else { return Vec::new() };
    let mut ops = vec![Op::Insert { node, kind: found.kind(), place }];
    for property in found.kind().properties().iter().copied().filter(|property| *property != Property::Locked) {
        let value = found.get(property);
        if value != property.default_value() || property == Property::Layout {
            ops.push(Op::Set { node, property, value });
        }
    }
    ops
}

/// The stored bytes in hexadecimal digits, which every program that passes text on leaves as they are.
impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = codec::to_stored(&self.0).map_err(|_| fmt::Error)?;
        f.write_str(PREFIX)?;
        bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Copied {
    type Err = NoCopy;

    fn from_str(text: &str) -> Result<Self, NoCopy> {
        let digits = text.trim().strip_prefix(PREFIX).ok_or(NoCopy)?.as_bytes();
        if digits.len() > 2 * MAX_COPY_BYTES {
            return Err(NoCopy);
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let byte = |pair: &[u8]| match pair {
            [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
            _ => None,
        };
        let bytes: Vec<u8> = digits.chunks(2).map(byte).collect::<Option<_>>().ok_or(NoCopy)?;
        let copied = Self(codec::from_stored(&bytes).map_err(|_| NoCopy)?);
        copied.is_whole().then_some(copied).ok_or(NoCopy)
    }
}
