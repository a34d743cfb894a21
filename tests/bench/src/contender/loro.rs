//! Loro: a map of maps; stored as a snapshot, which holds the history and is its fastest form to load.

use loro::{Container, ExportMode, LoroDoc, LoroMap, ValueOrContainer};

use super::Contender;
use crate::{
    Answer,
    workload::{NODES, Workload, Written},
};

/// A document and the handles of its nodes.
pub struct Loro {
    doc: LoroDoc,
    nodes: Vec<LoroMap>,
}

impl Contender for Loro {
    fn of(_work: &Workload) -> Self {
        let doc = LoroDoc::new();
        let all = doc.get_map("nodes");
        let node = |node: usize| all.insert_container(&node.to_string(), LoroMap::new()).expect("a new node");
        let nodes = (0..NODES).map(node).collect();
        doc.commit();
        Self { doc, nodes }
    }

    fn apply(&mut self, work: &Workload) -> Answer<()> {
        for write in &work.writes {
            let node = &self.nodes[write.node];
            match &write.written {
                Written::Title(title) => node.insert("title", title.as_str()),
                Written::Layout(sides) => node.insert("layout", i64::from_le_bytes(packed(*sides))),
                Written::Mark(mark) => node.insert("mark", i64::from(*mark)),
                Written::Color([red, green, blue]) => {
                    node.insert("color", i64::from(u32::from_le_bytes([*red, *green, *blue, 0])))
                }
            }?;
        }
        self.doc.commit();
        Ok(())
    }

    fn encode(&mut self) -> Answer<Vec<u8>> {
        Ok(self.doc.export(ExportMode::Snapshot)?)
    }

    /// Loro decodes a node when it is first read, so all are.
    fn reload(bytes: &[u8]) -> Answer<Self> {
        let doc = LoroDoc::new();
        doc.import(bytes)?;
        let all = doc.get_map("nodes");
        std::hint::black_box(doc.get_deep_value());
        let node = |node: usize| match all.get(&node.to_string()) {
            Some(ValueOrContainer::Container(Container::Map(node))) => Ok(node),
            _ => Err("no such node".into()),
        };
        let nodes = (0..NODES).map(node).collect::<Answer<_>>()?;
        Ok(Self { doc, nodes })
    }

    fn history(&mut self) -> Answer<Vec<u8>> {
        Ok(self.doc.export(ExportMode::all_updates())?)
    }

    fn title(&self, node: usize) -> Answer<String> {
        let value = self.nodes[node].get("title").ok_or("no title")?;
        let value = value.into_value().map_err(|_| "a container")?;
        Ok(value.into_string().map_err(|_| "no text")?.to_string())
    }
}

/// Four sides in one number, which is cheaper for a peer than a list.
pub fn packed(sides: [u16; 4]) -> [u8; 8] {
    let mut bytes = [0; 8];
    for (pair, side) in bytes.chunks_exact_mut(2).zip(sides) {
        pair.copy_from_slice(&side.to_le_bytes());
    }
    bytes
}
