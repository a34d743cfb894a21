//! Automerge: a map of maps; stored by `save`, compressed as it does by default.

use automerge::{AutoCommit, ObjId, ObjType, ROOT, ReadDoc, Value, transaction::Transactable};

use super::{Contender, loro::packed};
use crate::{
    Answer,
    workload::{NODES, Workload, Written},
};

/// A document and the ids of its nodes.
pub struct Automerge {
    doc: AutoCommit,
    nodes: Vec<ObjId>,
}

impl Contender for Automerge {
    fn of(_work: &Workload) -> Self {
        let mut doc = AutoCommit::new();
        let all = doc.put_object(ROOT, "nodes", ObjType::Map).expect("a new map");
        let node = |node: usize| doc.put_object(&all, node.to_string(), ObjType::Map).expect("a new node");
        let nodes = (0..NODES).map(node).collect();
        doc.commit();
        Self { doc, nodes }
    }

    fn apply(&mut self, work: &Workload) -> Answer<()> {
        for write in &work.writes {
            let node = &self.nodes[write.node];
            match &write.written {
                Written::Title(title) => self.doc.put(node, "title", title.as_str()),
                Written::Layout(sides) => self.doc.put(node, "layout", i64::from_le_bytes(packed(*sides))),
                Written::Mark(mark) => self.doc.put(node, "mark", i64::from(*mark)),
                Written::Color([red, green, blue]) => {
                    self.doc.put(node, "color", i64::from(u32::from_le_bytes([*red, *green, *blue, 0])))
                }
            }?;
        }
        self.doc.commit();
        Ok(())
    }

    fn encode(&mut self) -> Answer<Vec<u8>> {
        Ok(self.doc.save())
    }

    fn reload(bytes: &[u8]) -> Answer<Self> {
        let doc = AutoCommit::load(bytes)?;
        let (_, all) = doc.get(ROOT, "nodes")?.ok_or("no nodes")?;
        let node = |node: usize| match doc.get(&all, node.to_string())? {
            Some((Value::Object(_), id)) => Ok(id),
            _ => Err("no such node".into()),
        };
        let nodes = (0..NODES).map(node).collect::<Answer<_>>()?;
        Ok(Self { doc, nodes })
    }

    fn title(&self, node: usize) -> Answer<String> {
        let (value, _) = self.doc.get(&self.nodes[node], "title")?.ok_or("no title")?;
        Ok(value.as_str().ok_or("no text")?.to_owned())
    }
}
