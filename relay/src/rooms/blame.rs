//! Blame: who wrote each register of a node last, and when. The document says which gesture it was, the log who made it;
//! only those gestures are looked up.

use document::{NodeId, Stamp, blame::stamps};
use protocol::history::{Blame, Register, Written};

use super::Rooms;
use crate::{
    dashboard::DashboardId,
    log::{LogError, Signature},
};

impl Rooms {
    /// Who wrote what of a node, also of a deleted one; `None` where the dashboard never had such a node.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why it cannot be read.
    pub async fn blame(&self, dashboard: DashboardId, node: NodeId) -> Result<Option<Blame>, LogError> {
        let document = self.document(dashboard, None).await?.document;
        let Some(stamps) = stamps(&document, node) else { return Ok(None) };
        let existence = [(Register::Place, stamps.place), (Register::Deleted, stamps.deleted)];
        let properties = stamps.properties.into_iter().map(|(property, stamp)| (Register::Property(property), stamp));
        let registers: Vec<(Register, Stamp)> = existence.into_iter().chain(properties).collect();
        let mut seqs: Vec<_> = registers.iter().filter_map(|(_, stamp)| stamp.seq).collect();
        seqs.sort_unstable();
        seqs.dedup();
        let signatures = self.0.log.signatures(dashboard, seqs).await?;
        let written = registers.into_iter().filter_map(|(register, stamp)| written(register, stamp, &signatures));
        Ok(Some(Blame { node, written: written.collect() }))
    }
}

/// What stands since the document began was written by nobody.
fn written(register: Register, stamp: Stamp, signatures: &[Signature]) -> Option<Written> {
    let seq = stamp.seq.filter(|seq| seq.0 > 0)?;
    let signature = signatures.iter().find(|signature| signature.seq == seq);
    let (author, at_ms) = signature.map(|found| (found.author.clone(), found.at_ms)).unzip();
    Some(Written { register, seq, client: stamp.client, author, at_ms })
}
