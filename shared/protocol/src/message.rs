//! The messages between client and relay. Enum order is the wire format: append only.

use document::{ClientId, Document, Gesture, OpId, Refusal, Role, Seq, Sequenced};
use serde::{Deserialize, Serialize};
use table::{Batch, Schema};

use crate::presence::{Person, PresenceState, Present, SessionId};

/// What a client says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromClient {
    /// The first message on every connection.
    Hello(Hello),
    /// Gestures to be put in order, oldest first.
    Submit(Vec<Gesture>),
    /// Something between is missing: send all after this `Seq`.
    Tail {
        /// The newest that the client has.
        after: Seq,
    },
    /// Where this person is now.
    Presence(PresenceState),
    /// Send this table's rows, first those from `from_row` that are still kept, then the new ones.
    Subscribe {
        /// The table.
        table: String,
        /// The number of the first row that the client does not have; 0 for all.
        from_row: u64,
    },
    /// Send this table's rows no longer.
    Unsubscribe {
        /// The table.
        table: String,
    },
    /// Still there; answered by [`FromRelay::Heartbeat`].
    Heartbeat,
    /// This person has another name or colour.
    Rename(Person),
    /// An owner lets somebody who is here do more, or less, from now on.
    Grant {
        /// Whose session.
        session: SessionId,
        /// What it may do.
        role: Role,
    },
}

/// Who connects and what it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The replica.
    pub client: ClientId,
    /// Replicas of the same browser that are gone and whose pending gestures this one sends, at most
    /// [`MAX_ALSO_CLIENTS`].
    pub also: Vec<ClientId>,
    /// The newest gesture it has; `None` asks for a snapshot.
    pub last: Option<Seen>,
    /// What the others see.
    pub person: Person,
}

/// Most replicas for which another one speaks; further ones wait until it comes again.
pub const MAX_ALSO_CLIENTS: usize = 16;

/// The newest gesture of a replica. The id tells this order from that of another life of the dashboard, such as one
/// that was restored from a backup: where it differs, the relay sends a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its place.
    pub seq: Seq,
    /// Which one it was; `None` where the document began with this `Seq`.
    pub id: Option<OpId>,
}

/// What the relay says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromRelay {
    /// The answer to [`FromClient::Hello`].
    Welcome(Welcome),
    /// The next gesture in the order: broadcast and acknowledgement in one.
    Sequenced(Sequenced),
    /// A gesture that was sequenced before came again.
    Acknowledged(OpId),
    /// A gesture has no effect; said to its author only.
    Rejected {
        /// Which.
        id: OpId,
        /// Why.
        reason: Refusal,
    },
    /// All gestures after the `Seq` that was asked for.
    Tail(Vec<Sequenced>),
    /// The hash of the document at a `Seq`, see [`canonical_hash`](crate::codec::canonical_hash).
    Digest {
        /// At which.
        seq: Seq,
        /// The hash.
        hash: u64,
    },
    /// Somebody came, came back, or has another name, colour or role.
    Presence {
        /// Whose session.
        session: SessionId,
        /// Who and where.
        present: Present,
    },
    /// Somebody left.
    Left(SessionId),
    /// A subscription began or began anew: forget this table's rows, these follow.
    Table {
        /// The table.
        table: String,
        /// Its fields.
        schema: Schema,
        /// The number of the first row that will be sent.
        first_row: u64,
        /// How many rows the client keeps at most.
        max_rows: u64,
        /// How old rows may become, by the first time field.
        max_age_ms: Option<i64>,
    },
    /// Rows of a table. Where `first_row` is not the next expected one, the client subscribes again from what it has.
    Rows {
        /// The table.
        table: String,
        /// The number of the first row.
        first_row: u64,
        /// The rows.
        batch: Batch,
    },
    /// There is no such table (yet): it is sent as soon as somebody posts to it.
    NoSuchTable(String),
    /// Still there.
    Heartbeat,
    /// Somebody is somewhere else.
    Moved {
        /// Whose session.
        session: SessionId,
        /// Where.
        state: PresenceState,
    },
    /// This session may do more, or less, from now on; what is pending is judged by it too.
    Role(Role),
}

/// The state in which a session starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// This session.
    pub session: SessionId,
    /// What it may do.
    pub role: Role,
    /// What it does not have.
    pub catch_up: CatchUp,
    /// Who else is there.
    pub others: Vec<(SessionId, Present)>,
}

/// What brings a client up to date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CatchUp {
    /// The gestures after its `last_seq`.
    Tail(Vec<Sequenced>),
    /// The whole document.
    Snapshot {
        /// Its state.
        document: Document,
        /// At this `Seq`.
        seq: Seq,
        /// The gesture that has it; `None` where the document began with this `Seq`.
        id: Option<OpId>,
    },
}
