//! A contender: a replicated document that takes the workload, as its own documentation advises to use it.

use crate::{Answer, workload::Workload};

pub mod automerge;
pub mod loro;
pub mod ours;
pub mod yrs;

/// A document with [`NODES`](crate::workload::NODES) nodes.
pub trait Contender: Sized {
    /// Before the first write.
    fn of(work: &Workload) -> Self;
    /// All writes.
    fn apply(&mut self, work: &Workload) -> Answer<()>;
    /// Everything that is stored: the whole history, and what makes loading fast.
    fn encode(&mut self) -> Answer<Vec<u8>>;
    /// The document from what was stored, ready to be read.
    fn reload(bytes: &[u8]) -> Answer<Self>;
    /// The history alone, from the first write on.
    fn history(&mut self) -> Answer<Vec<u8>> {
        self.encode()
    }
    /// The document from its history, each write taken in again.
    fn replay(history: &[u8]) -> Answer<Self> {
        Self::reload(history)
    }
    /// The title of a node.
    fn title(&self, node: usize) -> Answer<String>;

    /// Whether the last titles stand, every hundredth.
    fn check(&self, work: &Workload) -> Answer<()> {
        for (node, title) in work.titles().iter().enumerate().step_by(100) {
            let stands = self.title(node)?;
            if stands != *title {
                return Err(format!("node {node} says {stands:?} instead of {title:?}").into());
            }
        }
        Ok(())
    }
}
