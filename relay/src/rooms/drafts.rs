//! Drafts: a dashboard apart, which begins as another one was at a `Seq`, is listed nowhere, and whose gestures go back
//! onto the published one through its room, in order and under their own ids, so that doing it twice does nothing more.

use std::collections::BTreeSet;

use document::{Gesture, OpId, Role, Seq, draft, draft::merge};
use protocol::history::{DraftTold, Overwritten, Published, Unpublished};
use tokio::sync::oneshot;

use super::{Message, Rooms};
use crate::{
    clock,
    dashboard::DashboardId,
    log::{Base, Entry, LogError, Write},
    room::{Authored, Outcome},
};

/// Gestures that go to the room at once: fewer than may wait there, so that people who edit get their turn.
const BATCH_GESTURES: usize = 256;
/// A room may close just as it is asked, and somebody may write to the draft meanwhile; more often in a row is a fault.
const PUBLISH_TRIES: usize = 3;

/// A draft as the log has it.
struct Draft {
    base: Base,
    newest: Seq,
    entries: Vec<Entry>,
}

impl Rooms {
    /// Begins a draft of a dashboard as it is now, under an address that nobody can guess.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], also for a draft of a draft; [`LogError::TooMany`]; or why it was not stored.
    pub async fn create_draft(&self, dashboard: DashboardId) -> Result<DashboardId, LogError> {
        let seq = self.0.log.about(dashboard).await?.newest;
        let draft = DashboardId::unguessable().map_err(|error| LogError::Failed(error.to_string()))?;
        let base = Base { dashboard, seq };
        self.0.log.write(Write::CreateDraft { draft, base, at_ms: clock::now_ms() }).await?;
        Ok(draft)
    }

    /// Where a draft began; `None` for a dashboard that is none.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why it cannot be read.
    pub async fn base(&self, dashboard: DashboardId) -> Result<Option<Base>, LogError> {
        Ok(self.0.log.about(dashboard).await?.base)
    }

    /// What publishing a draft would do now, by somebody of this role.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`] where there is no such draft, or why it cannot be read.
    pub async fn draft(&self, draft: DashboardId, role: Role) -> Result<DraftTold, LogError> {
        let Draft { base, newest, entries } = self.read_draft(draft).await?;
        let now = self.0.log.load(base.dashboard).await?;
        let fresh: Vec<&Entry> = entries.iter().filter(|entry| now.ids.binary_search(&id(entry)).is_err()).collect();
        let gestures: Vec<&Gesture> = fresh.iter().map(|entry| &entry.sequenced.gesture).collect();
        let merged = merge(&now.document, now.seq, base.seq, &gestures, role);
        Ok(DraftTold {
            base: base.dashboard.to_string(),
            base_seq: base.seq,
            base_newest: now.seq,
            newest,
            differences: document::difference::differences(&now.document, &merged.document),
            refused: unpublished(&entries, merged.refused),
            overwritten: self.signed(base.dashboard, merged.overwritten).await?,
        })
    }

    /// Puts a draft's gestures onto its dashboard, as somebody of this role, and deletes the draft. What the dashboard
    /// has of them already stays as it is; what comes in while this goes on is published too.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`] where there is no such draft; any other says that the draft is still there and
    /// may be published again.
    pub async fn publish(&self, draft: DashboardId, role: Role) -> Result<Published, LogError> {
        let mut published = Published { published: 0, refused: Vec::new(), overwritten: Vec::new() };
        let mut after = Seq::ZERO;
        for _ in 0..PUBLISH_TRIES {
            let mut read = self.read_draft(draft).await?;
            read.entries.retain(|entry| entry.sequenced.seq > after);
            after = read.newest;
            self.put_back_all(&read, role, &mut published).await?;
            match self.0.log.write(Write::DeleteDraft { draft, newest: after }).await {
                Ok(()) => {
                    self.end(draft).await;
                    return Ok(published);
                }
                Err(LogError::OutOfOrder) => {}
                Err(error) => return Err(error),
            }
        }
        Err(LogError::OutOfOrder)
    }

    /// Deletes a draft, and nothing that is none.
    ///
    /// # Errors
    /// As [`Self::draft`].
    pub async fn discard_draft(&self, draft: DashboardId) -> Result<(), LogError> {
        self.base(draft).await?.ok_or(LogError::NoSuchDashboard)?;
        self.delete(draft).await
    }

    async fn put_back_all(&self, draft: &Draft, role: Role, published: &mut Published) -> Result<(), LogError> {
        let own: BTreeSet<_> = draft.entries.iter().map(|entry| id(entry).client).collect();
        for batch in draft.entries.chunks(BATCH_GESTURES) {
            let mut outcome = self.put_back(draft.base, batch, role).await?;
            published.published += (batch.len() - outcome.refused.len()) as u64;
            published.refused.extend(unpublished(batch, outcome.refused));
            outcome.overwritten.retain(|overwritten| !own.contains(&overwritten.by.client));
            published.overwritten.extend(self.signed(draft.base.dashboard, outcome.overwritten).await?);
        }
        Ok(())
    }

    async fn read_draft(&self, draft: DashboardId) -> Result<Draft, LogError> {
        let base = self.base(draft).await?.ok_or(LogError::NoSuchDashboard)?;
        let past = self.0.log.past(draft, base.seq, usize::MAX).await?;
        Ok(Draft { base, newest: past.newest, entries: past.entries })
    }

    /// Through the room, the only one that puts gestures of a dashboard in order.
    async fn put_back(&self, base: Base, batch: &[Entry], role: Role) -> Result<Outcome, LogError> {
        let authored =
            |entry: &Entry| Authored { gesture: entry.sequenced.gesture.clone(), author: entry.author.clone() };
        for _ in 0..PUBLISH_TRIES {
            let mailbox = self.mailbox(base.dashboard).ok_or(LogError::Stopped)?;
            let (published, outcome) = oneshot::channel();
            let gestures = batch.iter().map(authored).collect();
            let publish = Message::Publish { base: base.seq, gestures, role, published };
            if mailbox.send(publish).await.is_err() {
                continue;
            }
            if let Ok(outcome) = outcome.await {
                return outcome.ok_or(LogError::Full);
            }
        }
        Err(LogError::Stopped)
    }

    /// With the names of those who had written it.
    async fn signed(
        &self,
        dashboard: DashboardId,
        overwritten: Vec<draft::Overwritten>,
    ) -> Result<Vec<Overwritten>, LogError> {
        let seqs: Vec<Seq> = overwritten.iter().filter_map(|overwritten| overwritten.by.seq).collect();
        let signatures = self.0.log.signatures(dashboard, seqs).await?;
        let signed = |draft::Overwritten { difference, by }| {
            let seq = by.seq.unwrap_or_default();
            let found = signatures.iter().find(|signature| signature.seq == seq);
            Overwritten { difference, seq, by: found.map(|found| found.author.clone()) }
        };
        Ok(overwritten.into_iter().map(signed).collect())
    }
}

fn id(entry: &Entry) -> OpId {
    entry.sequenced.gesture.id
}

fn unpublished(entries: &[Entry], refused: Vec<(OpId, document::Refusal)>) -> Vec<Unpublished> {
    let of = |(refused, reason)| {
        let entry = entries.iter().find(|entry| id(entry) == refused)?;
        Some(Unpublished { seq: entry.sequenced.seq, reason })
    };
    refused.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests;
