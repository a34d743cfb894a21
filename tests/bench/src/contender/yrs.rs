//! Yrs: a map of maps; stored as one update of its second format, the smaller one.

use yrs::{
    Any, Doc, GetString, Map, MapPrelim, MapRef, Out, ReadTxn, StateVector, Transact, Update, updates::decoder::Decode,
};

use super::{Contender, loro::packed};
use crate::{
    Answer,
    workload::{NODES, Workload, Written},
};

/// A document and the handles of its nodes.
pub struct Yrs {
    doc: Doc,
    nodes: Vec<MapRef>,
}

impl Contender for Yrs {
    fn of(_work: &Workload) -> Self {
        let doc = Doc::new();
        let all = doc.get_or_insert_map("nodes");
        let mut transaction = doc.transact_mut();
        let node = |node: usize| all.insert(&mut transaction, node.to_string(), MapPrelim::default());
        let nodes = (0..NODES).map(node).collect();
        drop(transaction);
        Self { doc, nodes }
    }

    fn apply(&mut self, work: &Workload) -> Answer<()> {
        let mut transaction = self.doc.transact_mut();
        for write in &work.writes {
            let (key, value) = match &write.written {
                Written::Title(title) => ("title", Any::from(title.as_str())),
                Written::Layout(sides) => ("layout", Any::from(i64::from_le_bytes(packed(*sides)))),
                Written::Mark(mark) => ("mark", Any::from(u32::from(*mark))),
                Written::Color([red, green, blue]) => {
                    ("color", Any::from(u32::from_le_bytes([*red, *green, *blue, 0])))
                }
            };
            self.nodes[write.node].insert(&mut transaction, key, value);
        }
        Ok(())
    }

    fn encode(&mut self) -> Answer<Vec<u8>> {
        Ok(self.doc.transact().encode_state_as_update_v2(&StateVector::default()))
    }

    fn reload(bytes: &[u8]) -> Answer<Self> {
        let doc = Doc::new();
        let all = doc.get_or_insert_map("nodes");
        doc.transact_mut().apply_update(Update::decode_v2(bytes)?)?;
        let transaction = doc.transact();
        let node = |node: usize| match all.get(&transaction, &node.to_string()) {
            Some(Out::YMap(node)) => Ok(node),
            _ => Err("no such node".into()),
        };
        let nodes = (0..NODES).map(node).collect::<Answer<_>>()?;
        drop(transaction);
        Ok(Self { doc, nodes })
    }

    fn title(&self, node: usize) -> Answer<String> {
        let transaction = self.doc.transact();
        match self.nodes[node].get(&transaction, "title") {
            Some(Out::Any(Any::String(title))) => Ok(title.to_string()),
            Some(Out::YText(title)) => Ok(title.get_string(&transaction)),
            _ => Err("no title".into()),
        }
    }
}
