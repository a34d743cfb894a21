//! Blame: which gesture wrote each register of a node last. The document remembers a stamp for each; the names behind
//! the stamps are in the log, which is not known here.

use crate::{
    ids::{ClientId, NodeId, Seq},
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

/// Which replica wrote to which node after a place in the order, deletions included, as far as nothing newer stands
/// there: each pair once, in the order of the nodes.
#[must_use]
pub fn writers_since(document: &Document, seq: Seq) -> Vec<(NodeId, ClientId)> {
    let mut writers = Vec::new();
    for (id, node) in &document.nodes {
        let properties = node.properties.iter().map(|(_, register)| register.stamp);
        let stamps = properties.chain([node.place.stamp, node.deleted.stamp]);
        for stamp in stamps.filter(|stamp| stamp.seq > Some(seq)) {
            if !writers.contains(&(*id, stamp.client)) {
                writers.push((*id, stamp.client));
            }
        }
    }
    writers
}
