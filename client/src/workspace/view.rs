//! The view: what components show of an open dashboard. Immutable and shared by pointer; rebuilt when something in
//! it changed, never for a row.

use std::rc::Rc;

use document::{Direction, Document, Label, NodeId, Role, Seq, Undone, Who};
use protocol::{Person, PresenceState, Present, SessionId};

use super::looks::Looks;
use crate::{
    api::TableInfo,
    sync::{Sync, loss::Loss, told::Told, whereabouts::settled},
};

/// Most losses that are told one by one; of more it is said that there are more, and the history shows them.
pub const MAX_LOSSES: usize = 20;

/// What components show of an open dashboard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The optimistic document. Until [`View::loaded`] it is the empty one.
    pub document: Rc<Document>,
    /// The newest gesture of everybody's that is part of it.
    pub seq: Seq,
    /// Whether there is a document, the relay's or the one that was kept: until then there is nothing to show.
    pub loaded: bool,
    /// What this person may do; `None` until the relay said it.
    pub role: Option<Role>,
    /// This person as rights are judged; `None` until the relay said the role.
    pub who: Option<Who>,
    /// The way to the relay.
    pub connection: Connection,
    /// Whether everything that was said here is stored there.
    pub save: SaveState,
    /// Who is there; this session first, then the others in the order in which they came.
    pub people: Rc<Vec<Here>>,
    /// The tables that the relay has.
    pub tables: Rc<Vec<TableInfo>>,
    /// What the person has to be told, until it is dismissed.
    pub notice: Option<Notice>,
    /// What this person looks at; its windows may be older than what is drawn.
    pub looks: Rc<Looks>,
    /// What of this person's does not stand, until it is dismissed or said again; at most [`MAX_LOSSES`].
    pub losses: Rc<Vec<Loss>>,
    /// The panel that this person added last: its form opens.
    pub last_added: Option<NodeId>,
    /// What this person would take back next.
    pub undo: Option<Label>,
    /// What this person would do again next.
    pub redo: Option<Label>,
    /// What was taken back or done again last, with a number that tells two of them apart.
    pub undone: Option<(u32, Rc<Undone>)>,
}

/// The way to the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// For the first time.
    #[default]
    Connecting,
    /// Everything arrives.
    Live,
    /// It comes back by itself.
    Offline {
        /// How long it waits before the next attempt, from when this was said; 0 while it tries.
        retry_in_ms: u32,
        /// How many attempts failed.
        attempt: u32,
    },
    /// It does not come back by itself, and until it does nothing can be changed.
    Stopped(Stop),
}

/// Why the way to the relay does not come back by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// This person may not open the dashboard.
    NotAllowed,
    /// There never was such a dashboard, or it was deleted.
    NoSuchDashboard,
    /// The relay speaks another version of the protocol than this page.
    OtherVersion,
    /// What the relay keeps of it is damaged.
    Damaged,
}

/// Whether everything that was said here is stored at the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// All of it.
    #[default]
    Saved,
    /// The relay has not yet answered.
    Saving {
        /// Gestures without an answer.
        pending: usize,
    },
    /// There is no connection; what is pending is sent when there is.
    Offline {
        /// Gestures without an answer.
        pending: usize,
        /// Whether all of them are on the disk of this device.
        kept: bool,
    },
    /// The disk of the relay is full; what is pending is sent again until there is room.
    Full {
        /// Gestures without an answer.
        pending: usize,
    },
    /// Nothing can be changed: not in this role, or not any more.
    ReadOnly,
}

/// One person who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Of which session.
    pub session: SessionId,
    /// Name and colour.
    pub person: Person,
    /// What they may do.
    pub role: Role,
    /// Where, without what moves with every movement of a pointer.
    pub state: PresenceState,
    /// Whether it is the person at this page.
    pub is_me: bool,
}

/// Something the person has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Tells two notices of the same words apart.
    pub number: u32,
    /// What.
    pub said: Said,
}

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// One or two sentences.
    Words(String),
    /// What became of an edit.
    Told(Told),
}

impl View {
    /// Whether this person can change the dashboard now. A connection that comes back by itself is no reason not to.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        let is_stopped = matches!(self.connection, Connection::Stopped(_));
        !is_stopped && self.role.is_some_and(|role| role >= Role::Editor)
    }

    /// Takes over what the sync machine says; what is equal keeps its pointer.
    pub(super) fn follow(&mut self, sync: &Sync) {
        self.loaded = sync.is_loaded();
        self.seq = sync.last_seq();
        self.role = sync.role();
        self.who = sync.role().map(|role| Who { role, client: sync.replica().client() });
        self.connection = sync.connection();
        self.save = save_state(sync);
        self.undo = sync.undo_label(Direction::Undo);
        self.redo = sync.undo_label(Direction::Redo);
        let people = people(sync);
        if *self.people != people {
            self.people = Rc::new(people);
        }
    }
}

fn save_state(sync: &Sync) -> SaveState {
    let pending = sync.replica().pending_len();
    match sync.connection() {
        _ if sync.role().is_some_and(|role| role < Role::Editor) => SaveState::ReadOnly,
        // A reload would lose them: that has to be seen before it is done.
        Connection::Stopped(Stop::OtherVersion | Stop::Damaged) if pending > 0 => {
            SaveState::Offline { pending, kept: sync.is_kept() }
        }
        Connection::Stopped(_) => SaveState::ReadOnly,
        Connection::Offline { .. } => SaveState::Offline { pending, kept: sync.is_kept() },
        Connection::Live if pending > 0 && sync.is_held() => SaveState::Full { pending },
        Connection::Connecting | Connection::Live if pending > 0 => SaveState::Saving { pending },
        Connection::Connecting | Connection::Live => SaveState::Saved,
    }
}

fn people(sync: &Sync) -> Vec<Here> {
    let here = |session, present: &Present, is_me| Here {
        session,
        person: present.person.clone(),
        role: present.role,
        state: settled(&present.state),
        is_me,
    };
    let me = sync.me().map(|(session, me)| here(session, &me, true));
    me.into_iter().chain(sync.others().map(|(session, other)| here(session, other, false))).collect()
}
