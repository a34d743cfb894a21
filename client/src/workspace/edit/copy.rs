//! Copies: panels with their annotations as ops under other ids, and as a text that a clipboard carries to another
//! dashboard. What people said about a panel and whether it is locked stay with the panel that was copied.

use std::{fmt, str::FromStr};

use document::{Document, Kind, NodeId, Op, Order, Place, Property, Rect, Value, apply::MAX_OPS, grid};
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

/// Panels that were copied: their ops, each panel's before those of its annotations.
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
        Self::of_all(document, &[node])
    }

    /// The same of several; those that are not there are left out, `None` where none is.
    #[must_use]
    pub fn of_all(document: &Document, nodes: &[NodeId]) -> Option<Self> {
        let mut ops = Vec::new();
        for node in nodes {
            let Some(panel) = document.node(*node).filter(|panel| panel.kind().is_panel()) else { continue };
            ops.extend(insert(document, *node, panel.place().clone()));
            for (note, found) in document.children_of(*node, Kind::Annotation) {
                ops.extend(insert(document, note, found.place().clone()));
            }
        }
        (1..=MAX_OPS).contains(&ops.len()).then_some(Self(ops))
    }

    /// Whether it is panels beside each other and annotations below them, each inserted before it is written to.
    fn is_whole(&self) -> bool {
        let Some(Op::Insert { place: beside, .. }) = self.0.first() else { return false };
        let (mut known, mut panels) = (Vec::new(), Vec::new());
        let mut is_known = |op: &Op| match op {
            Op::Insert { node, kind, place }
                if kind.is_panel() && place.parent == beside.parent && !panels.contains(node) =>
            {
                panels.push(*node);
                known.push(*node);
                true
            }
            Op::Insert { node, kind: Kind::Annotation, place } if panels.contains(&place.parent) => {
                known.push(*node);
                true
            }
            Op::Set { node, property, .. } => *property != Property::Locked && known.contains(node),
            Op::Insert { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => false,
        };
        (1..=MAX_OPS).contains(&self.0.len()) && self.0.iter().all(&mut is_known)
    }

    /// The same below another parent and under ids of their own, each panel where `at` says.
    pub(super) fn to_ops(&self, place: &Place, at: impl Fn(Rect) -> Rect, ids: &mut impl IdSource) -> Vec<Op> {
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
            Op::Set { node, property: Property::Layout, value: Value::Rect(rect) } => set_layout(name(node), at(rect)),
            Op::Set { node, property, value } => Op::Set { node: name(node), property, value },
            Op::Place { node, place } => Op::Place { node: name(node), place },
            Op::Delete { node } => Op::Delete { node: name(node) },
            Op::Restore { node } => Op::Restore { node: name(node) },
        };
        self.0.iter().map(renamed).collect()
    }

    /// Where the panels lie that were copied.
    fn rects(&self) -> Vec<Rect> {
        let rect = |op: &Op| match op {
            Op::Set { property: Property::Layout, value: Value::Rect(rect), .. } => Some(*rect),
            Op::Set { .. } | Op::Insert { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => None,
        };
        self.0.iter().filter_map(rect).collect()
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
    copied.to_ops(&place, |_| Rect { y: shown.y + shown.h, ..shown }.clamped(), ids)
}

/// Where there is room on a grid; several at its end, as they lie to each other.
pub(super) fn paste(document: &Document, copied: &Copied, parent: NodeId, ids: &mut impl IdSource) -> Vec<Op> {
    let (cells, rects, place) = (document.grid(parent), copied.rects(), last_of(document, parent));
    if let [Rect { w, h, .. }] = rects[..] {
        return copied.to_ops(&place, |_| room_for((w, h), &cells), ids);
    }
    let (top, bottom) = (rects.iter().map(|rect| rect.y).min().unwrap_or_default(), grid::bottom(&cells));
    copied.to_ops(&place, |rect| Rect { y: bottom + (rect.y - top), ..rect }.clamped(), ids)
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
