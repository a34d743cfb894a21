//! Blame: which gesture wrote each register of a node last. The document remembers a stamp for each; the names behind
//! the stamps are in the log, which is not known here.

use crate::{
    ids::NodeId,
    property::Property,
    tree::{Document, Stamp},
};

/// Who wrote the registers of a node last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamps {
    /// Where it hangs.
    pub place: Stamp,
    /// Whether it is deleted.
    pub deleted: Stamp,
    /// Every property that was ever written, in the order of the format.
    pub properties: Vec<(Property, Stamp)>,
}

/// The stamps of a node, also of a deleted one; `None` where there never was such a node.
#[must_use]
pub fn stamps(document: &Document, node: NodeId) -> Option<Stamps> {
    let node = document.nodes.get(&node)?;
    let properties = node.properties.iter().map(|(property, register)| (*property, register.stamp)).collect();
    Some(Stamps { place: node.place.stamp, deleted: node.deleted.stamp, properties })
}
