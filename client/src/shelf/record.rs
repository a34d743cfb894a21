//! Records: what stands on the shelf, as bytes and back. Bytes of another version of this page, or damaged ones, are
//! an error and never a guess. It knows no browser.

use document::{ClientId, Document, Gesture, Kept, OpId, Role, Seq};
use protocol::{
    MAX_ALSO_CLIENTS,
    codec::{from_stored, to_stored},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Unkept;

/// Largest document that is kept, in stored bytes; of a larger one only the pending gestures are.
pub const MAX_DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

/// Most clients for which a tab sends what they have left; further ones wait for the next tab. One less than the relay
/// takes, for the case that this tab has to give up its own client.
pub const MAX_ORPHANS: usize = MAX_ALSO_CLIENTS - 1;

/// What the list shows of a kept dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// What its heading says.
    pub title: String,
    /// The newest gesture of the kept document.
    pub seq: Seq,
    /// When it was kept, in milliseconds since the Unix epoch.
    pub kept_at_ms: i64,
}

/// A confirmed document, as the relay said it last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptDocument {
    /// The document at `seq`.
    pub document: Document,
    /// Its newest gesture.
    pub seq: Seq,
    /// The id of that gesture, by which the relay knows its own history; `None` where it was never told.
    pub last: Option<OpId>,
    /// What this person might do then.
    pub role: Role,
}

/// What a tab needs to go on under a client of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReplica {
    /// When a tab wrote it last, in milliseconds since the Unix epoch.
    pub used_at_ms: i64,
    /// A [`Kept`]: the counters that may have been used, and what can be taken back.
    pub kept: Vec<u8>,
}

/// Everything that is kept of one dashboard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stock {
    /// The document, where it was kept and can be read.
    pub document: Option<KeptDocument>,
    /// The clients under which tabs of this browser worked.
    pub replicas: Vec<(ClientId, KeptReplica)>,
    /// What may not have reached the relay, each client's oldest first.
    pub gestures: Vec<Gesture>,
}

/// What is written together: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Pending gestures, new or in other words than before.
    pub gestures: Vec<(OpId, Vec<u8>)>,
    /// Gestures that wait for nothing any more.
    pub settled: Vec<OpId>,
    /// Another state of this tab's client: a [`Kept`].
    pub replica: Option<(ClientId, Vec<u8>)>,
    /// Clients that no tab needs any more.
    pub done_with: Vec<ClientId>,
    /// A confirmed document that contains what is settled.
    pub document: Option<WrittenDocument>,
}

/// A confirmed document on its way to the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenDocument {
    /// What its heading says.
    pub title: String,
    /// Its newest gesture.
    pub seq: Seq,
    /// A [`KeptDocument`].
    pub bytes: Vec<u8>,
    /// Whether it takes the place of a newer one: the relay has another history than the one that was kept.
    pub replaces_newer: bool,
}

/// What one tab works with.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Under which its gestures are made.
    pub client: ClientId,
    /// What is kept of that client; of a new one nothing.
    pub kept: Kept,
    /// What the relay said last, as far as it was kept.
    pub document: Option<KeptDocument>,
    /// Of this client's gestures those that may not have reached the relay, oldest first.
    pub pending: Vec<Gesture>,
    /// The same of clients whose tabs are gone, at most [`MAX_ORPHANS`] of them.
    pub orphans: Vec<Gesture>,
    /// Clients whose tabs are gone and for whom nothing waits.
    pub idle: Vec<ClientId>,
}

impl Stock {
    /// The pending gestures of one client.
    pub fn of(&self, client: ClientId) -> impl Iterator<Item = &Gesture> {
        self.gestures.iter().filter(move |gesture| gesture.id.client == client)
    }

    /// What a tab works with that holds the `free` slots, the one that was used last first. It goes on with the first
    /// that can have another life, else with the `fresh` one, and sends what the others have left.
    #[must_use]
    pub fn slot(self, free: &[ClientId], fresh: ClientId) -> Slot {
        let own = free.iter().find_map(|client| Some((*client, self.kept(*client)?)));
        let (client, kept) = own.unwrap_or_else(|| (fresh, Kept::default()));
        let others = free.iter().copied().filter(|slot| *slot != client);
        let (idle, waiting): (Vec<_>, Vec<_>) = others.partition(|slot| self.of(*slot).next().is_none());
        let waiting = waiting.iter().take(MAX_ORPHANS).flat_map(|slot| self.of(*slot));
        let (orphans, pending) = (waiting.cloned().collect(), self.of(client).cloned().collect());
        Slot { client, kept, document: self.document, pending, orphans, idle }
    }

    /// What is kept of a client. One whose record is of another version has no other life: nobody knows which counters
    /// it used.
    fn kept(&self, client: ClientId) -> Option<Kept> {
        let (_, replica) = self.replicas.iter().find(|(kept, _)| *kept == client)?;
        read(&replica.kept).ok()
    }
}

/// The bytes of a record.
///
/// # Errors
/// When the value cannot be written in the format.
pub fn write<T: Serialize>(record: &T) -> Result<Vec<u8>, Unkept> {
    to_stored(record).map_err(|_| Unkept::Unreadable)
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// When the bytes are of another version or damaged.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unkept> {
    from_stored(bytes).map_err(|_| Unkept::Unreadable)
}
