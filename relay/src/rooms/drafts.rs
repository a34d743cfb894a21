//! Drafts: a dashboard apart, which begins as another one was at a `Seq`, is listed nowhere, and whose gestures go back
//! onto the published one through its room, in order and under their own ids, so that doing it twice does nothing more.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{MutexGuard, PoisonError},
};

use document::{ClientId, OpId, Refusal, Role, Seq, difference::differences, draft, draft::Merging};
use protocol::history::{DraftTold, Overwritten, Published, Unpublished};
use tokio::sync::oneshot;

use super::{Message, Rooms};
use crate::{
    authority::Door,
    clock,
    dashboard::DashboardId,
    log::{Base, Entry, LogError, Write},
    room::{Authored, Outcome},
};

/// Gestures that are read and go to the room at once: few enough that people who edit get their turn, and that a draft
/// of any length is published in little memory.
const BATCH_GESTURES: usize = 256;
/// A room may close just as it is asked, and somebody may write to the draft meanwhile; more often in a row is a fault.
const PUBLISH_TRIES: usize = 3;

/// Dashboards of which it is remembered whether they are drafts; then all are forgotten, and asked of the log again.
const MAX_ORIGINS: usize = 10_000;

/// A draft on its way back.
struct Publishing {
    base: Base,
    /// Whoever publishes.
    door: Door,
    /// The newest gesture of the draft that the dashboard was told of.
    after: Seq,
    /// The replicas that have written to the draft.
    own: BTreeSet<ClientId>,
    published: Published,
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

    /// The dashboard of which this is a draft; `None` for what is none, or is not there. It never changes.
    pub async fn published(&self, dashboard: DashboardId) -> Option<DashboardId> {
        if let Some(known) = self.origins().get(&dashboard) {
            return *known;
        }
        let origin = self.base(dashboard).await.ok()?.map(|base| base.dashboard);
        let mut origins = self.origins();
        if origins.len() >= MAX_ORIGINS {
            origins.clear();
        }
        origins.insert(dashboard, origin);
        origin
    }

    fn origins(&self) -> MutexGuard<'_, HashMap<DashboardId, Option<DashboardId>>> {
        self.0.origins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What publishing a draft would do now, by somebody of this role.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`] where there is no such draft, or why it cannot be read.
    pub async fn draft(&self, draft: DashboardId, role: Role) -> Result<DraftTold, LogError> {
        let base = self.base(draft).await?.ok_or(LogError::NoSuchDashboard)?;
        let now = self.0.log.load(base.dashboard).await?;
        let mut merging = Merging::new(&now.document, now.seq, base.seq, role);
        let (mut newest, mut seqs) = (base.seq, BTreeMap::new());
        while let Some(batch) = self.next_batch(draft, newest).await? {
            for Entry { sequenced, .. } in &batch {
                newest = sequenced.seq;
                if now.ids.binary_search(&sequenced.gesture.id).is_err() {
                    seqs.insert(sequenced.gesture.id, sequenced.seq);
                    merging.add(&sequenced.gesture);
                }
            }
        }
        let merged = merging.finish();
        Ok(DraftTold {
            base: base.dashboard.to_string(),
            base_seq: base.seq,
            base_newest: now.seq,
            newest,
            differences: differences(&now.document, &merged.document),
            refused: unpublished(&seqs, merged.refused),
            overwritten: self.signed(base.dashboard, merged.overwritten).await?,
        })
    }

    /// Puts a draft's gestures onto its dashboard, as whoever stands before this door, and deletes the draft. What the dashboard
    /// has of them already stays as it is; what comes in while this goes on is published too.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`] where there is no such draft; any other says that the draft is still there and
    /// may be published again.
    pub async fn publish(&self, draft: DashboardId, door: impl Into<Door>) -> Result<Published, LogError> {
        let base = self.base(draft).await?.ok_or(LogError::NoSuchDashboard)?;
        let published = Published { published: 0, refused: Vec::new(), overwritten: Vec::new() };
        let (door, own) = (door.into(), BTreeSet::new());
        let mut publishing = Publishing { base, door, after: base.seq, own, published };
        for _ in 0..PUBLISH_TRIES {
            while let Some(batch) = self.next_batch(draft, publishing.after).await? {
                self.put_back(&mut publishing, &batch).await?;
            }
            match self.0.log.write(Write::DeleteDraft { draft, newest: publishing.after }).await {
                Ok(()) => {
                    self.end(draft).await;
                    return Ok(publishing.published);
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

    /// The next gestures of a draft; `None` after the last.
    async fn next_batch(&self, draft: DashboardId, after: Seq) -> Result<Option<Vec<Entry>>, LogError> {
        let entries = self.0.log.past(draft, after, BATCH_GESTURES).await?.entries;
        Ok((!entries.is_empty()).then_some(entries))
    }

    async fn put_back(&self, publishing: &mut Publishing, batch: &[Entry]) -> Result<(), LogError> {
        let Publishing { base, own, published, .. } = publishing;
        let seqs: BTreeMap<OpId, Seq> = batch.iter().map(|entry| (id(entry), entry.sequenced.seq)).collect();
        own.extend(seqs.keys().map(|id| id.client));
        let mut outcome = self.through_the_room(*base, batch, &publishing.door).await?;
        published.published += (batch.len() - outcome.refused.len()) as u64;
        published.refused.extend(unpublished(&seqs, outcome.refused));
        outcome.overwritten.retain(|overwritten| !own.contains(&overwritten.by.client));
        published.overwritten.extend(self.signed(base.dashboard, outcome.overwritten).await?);
        publishing.after = batch.last().map_or(publishing.after, |entry| entry.sequenced.seq);
        Ok(())
    }

    /// The only one that puts gestures of a dashboard in order.
    async fn through_the_room(&self, base: Base, batch: &[Entry], door: &Door) -> Result<Outcome, LogError> {
        let authored =
            |entry: &Entry| Authored { gesture: entry.sequenced.gesture.clone(), author: entry.author.clone() };
        for _ in 0..PUBLISH_TRIES {
            let mailbox = self.mailbox(base.dashboard).ok_or(LogError::Stopped)?;
            let (published, outcome) = oneshot::channel();
            let gestures = batch.iter().map(authored).collect();
            let publish = Message::Publish { base: base.seq, gestures, door: door.clone(), published };
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

fn unpublished(seqs: &BTreeMap<OpId, Seq>, refused: Vec<(OpId, Refusal)>) -> Vec<Unpublished> {
    refused.into_iter().filter_map(|(id, reason)| Some(Unpublished { seq: *seqs.get(&id)?, reason })).collect()
}

#[cfg(test)]
mod tests;
