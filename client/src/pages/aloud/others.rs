//! What others did: who of them wrote to which panels since somebody listened last, so that it can be said in a sentence
//! for each. Pure; it knows no names and no words.

use document::{ClientId, Document, Kind, NodeId, Seq, blame::writers_since};

/// Most people who are told of at once; what further ones did the history tells.
const MAX_DEEDS: usize = 3;

/// What one person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) by: ClientId,
    /// Whether it was said, not changed.
    pub(super) said: bool,
    /// The panels, tabs and sections that it is about; the dashboard where it is about none that is there.
    pub(super) about: Vec<NodeId>,
}

/// What others did after a place in the order.
pub(super) fn deeds(document: &Document, since: Seq, me: ClientId) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    for (node, by) in writers_since(document, since).into_iter().filter(|(_, by)| *by != me) {
        let said = document.node(node).is_some_and(|node| node.kind().is_comment());
        let about = shown(document, node);
        match deeds.iter().position(|deed| deed.by == by && deed.said == said) {
            Some(at) if deeds[at].about.contains(&about) => {}
            Some(at) => deeds[at].about.push(about),
            None if deeds.len() < MAX_DEEDS => deeds.push(Deed { by, said, about: vec![about] }),
            None => {}
        }
    }
    deeds
}

/// What people see of a node: itself or, of a comment or an annotation, what it hangs on.
fn shown(document: &Document, node: NodeId) -> NodeId {
    let above = std::iter::successors(Some(node), |id| Some(document.node(*id)?.place().parent));
    let is_shown = |id: &NodeId| {
        let kind = document.node(*id).map(|node| node.kind());
        kind.is_some_and(|kind| kind.is_panel() || matches!(kind, Kind::Tab | Kind::Row))
    };
    above.take(4).find(is_shown).unwrap_or(NodeId::ROOT)
}

#[cfg(test)]
mod tests {
    use document::{Gesture, Op, OpId, Order, Place, Property, Value, apply};

    use super::*;

    fn client(number: u8) -> ClientId {
        ClientId::from_bytes([number; 8])
    }

    fn node(number: u8) -> NodeId {
        NodeId::from_bytes([number; 8])
    }

    /// A document to which these have written, one after the other.
    fn written(gestures: Vec<(u8, Vec<Op>)>) -> Document {
        let mut document = Document::default();
        for (at, (by, ops)) in (1_u64..).zip(gestures) {
            let gesture = Gesture { id: OpId { client: client(by), counter: at }, ops };
            apply(&mut document, &gesture, Some(Seq(at))).expect("it is well formed");
        }
        document
    }

    fn insert(number: u8, kind: Kind, parent: NodeId) -> Op {
        let place = Place { parent, order: Order::default() };
        Op::Insert { node: node(number), kind, place }
    }

    fn titled(number: u8, title: &str) -> Op {
        Op::Set { node: node(number), property: Property::Title, value: Value::Text(title.to_owned()) }
    }

    #[test]
    fn others_are_told_of_once_for_all_that_they_did_and_oneself_never() {
        let document = written(vec![
            (1, vec![insert(1, Kind::Chart, NodeId::ROOT), insert(2, Kind::Stat, NodeId::ROOT)]),
            (2, vec![titled(1, "a"), titled(2, "b")]),
            (2, vec![titled(1, "c")]),
            (3, vec![insert(3, Kind::Comment, node(1))]),
        ]);
        let changed = Deed { by: client(2), said: false, about: vec![node(1), node(2)] };
        let said = Deed { by: client(3), said: true, about: vec![node(1)] };
        assert_eq!(deeds(&document, Seq(1), client(1)), [changed.clone(), said.clone()]);
        assert_eq!(deeds(&document, Seq(1), client(2)), [said]);
        assert_eq!(deeds(&document, Seq(4), client(1)), []);
    }

    #[test]
    fn what_is_gone_was_a_change_of_the_dashboard() {
        let document =
            written(vec![(1, vec![insert(1, Kind::Chart, NodeId::ROOT)]), (2, vec![Op::Delete { node: node(1) }])]);
        let gone = Deed { by: client(2), said: false, about: vec![NodeId::ROOT] };
        assert_eq!(deeds(&document, Seq(1), client(1)), [gone]);
    }
}
