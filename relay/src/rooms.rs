//! The rooms: which documents are live. A room opens when the first session joins and closes some time after the last
//! has left. The only place that gives rooms their tasks; what a room decides and what a socket does is not known here.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use document::{Gesture, Outline, Refusal, Role, Seq};
use protocol::{Hello, Person, PresenceState, SessionId};
use tokio::sync::{mpsc, oneshot};

use crate::{
    authority::Door,
    clock,
    close::Close,
    dashboard::DashboardId,
    log::{DashboardRow, LogError, LogHandle, Write},
    metrics::Metrics,
    outbox::Outbox,
    room::{Authored, Event, Outcome},
};

mod blame;
pub mod compaction;
pub mod create;
mod drafts;
mod greetings;
mod history;
mod live;
mod sight;
#[cfg(test)]
mod tests;
mod trash;
mod versions;
mod watch;

pub use create::CreateError;
pub use history::{MAX_PAGE_GESTURES, Page};
use live::Live;
use sight::Sight;
pub use versions::NameError;

/// Messages that may wait for one room; whoever has another one does not read its socket until there is room.
const MAX_WAITING_MESSAGES: usize = 256;
/// How long a room without sessions stays in memory.
pub const UNLOAD_AFTER: Duration = Duration::from_secs(60);
/// A room may close just as somebody joins; the next one then opens. More than a few times in a row is a fault.
const JOIN_TRIES: usize = 3;

/// All rooms of a relay: a cheap handle.
#[derive(Clone)]
pub struct Rooms(Arc<Shared>);

struct Shared {
    log: LogHandle,
    metrics: Metrics,
    unload_after: Duration,
    live: Mutex<HashMap<DashboardId, Mailbox>>,
    /// Of which dashboards and drafts it is known of what they are drafts; see [`Rooms::published`].
    origins: Mutex<HashMap<DashboardId, Option<DashboardId>>>,
    sessions: AtomicU64,
    stopping: AtomicBool,
}

type Mailbox = mpsc::Sender<Message>;

/// What a room is told from outside.
enum Message {
    Join {
        hello: Hello,
        door: Door,
        outbox: Outbox,
        joined: oneshot::Sender<Result<Sight, Close>>,
    },
    Event(Event),
    /// Gestures of a draft that began at `base`; the answer is `None` where they were not stored and may come again.
    Publish {
        base: Seq,
        gestures: Vec<Authored>,
        door: Door,
        published: oneshot::Sender<Option<Outcome>>,
    },
    Deleted,
    Stop {
        stopped: oneshot::Sender<()>,
    },
}

/// A session's place in a room; leaves when it is dropped.
#[derive(Debug)]
pub struct Membership {
    stay: Stay,
    sight: Sight,
}

/// Being counted as present, to its end.
struct Stay {
    session: SessionId,
    mailbox: Mailbox,
}

impl Rooms {
    /// No rooms yet; those without sessions are forgotten after a while.
    #[must_use]
    pub fn new(log: LogHandle, metrics: Metrics, unload_after: Duration) -> Self {
        let (live, origins) = (Mutex::default(), Mutex::default());
        let (sessions, stopping) = (AtomicU64::new(1), AtomicBool::new(false));
        Self(Arc::new(Shared { log, metrics, unload_after, live, origins, sessions, stopping }))
    }

    /// A number for a new session.
    #[must_use]
    pub fn next_session(&self) -> SessionId {
        SessionId(self.0.sessions.fetch_add(1, Ordering::Relaxed))
    }

    /// Joins the room of a dashboard, which opens if it is not live. The outbox gets the `Welcome` and all that follows.
    ///
    /// # Errors
    /// How the session is to be closed: the door does not open, there is no such dashboard, or it cannot be opened now.
    pub async fn join(
        &self,
        dashboard: DashboardId,
        hello: &Hello,
        door: impl Into<Door>,
        outbox: &Outbox,
    ) -> Result<Membership, Close> {
        let door = door.into();
        for _ in 0..JOIN_TRIES {
            let mailbox = self.mailbox(dashboard).ok_or(Close::Away)?;
            let (joined, answer) = oneshot::channel();
            let join = Message::Join { hello: hello.clone(), door: door.clone(), outbox: outbox.clone(), joined };
            if mailbox.send(join).await.is_err() {
                continue;
            }
            // From here on the room may count this session as present, so whatever happens, it must hear that it left.
            let stay = Stay { session: outbox.session(), mailbox };
            if let Ok(result) = answer.await {
                return result.map(|sight| Membership { stay, sight });
            }
        }
        Err(Close::Away)
    }

    /// All dashboards, the newest change first, but those in the trash.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn list(&self) -> Result<Vec<DashboardRow>, LogError> {
        let mut dashboards = self.0.log.dashboards().await?;
        dashboards.retain(|row| row.trashed_ms.is_none());
        Ok(dashboards)
    }

    /// Makes a dashboard; one without a title gets one.
    ///
    /// # Errors
    /// The rule that the outline breaks, or why it was not stored.
    pub async fn create(&self, dashboard: DashboardId, outline: &Outline, author: &str) -> Result<(), CreateError> {
        self.import(dashboard, &create::titled(outline), author).await
    }

    /// Makes a dashboard that says what the outline says, and nothing else.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub async fn import(&self, dashboard: DashboardId, outline: &Outline, author: &str) -> Result<(), CreateError> {
        let write = create::write(dashboard, outline, author, clock::now_ms())?;
        Ok(self.0.log.write(write).await?)
    }

    /// The write that makes a dashboard of an outline, with a title if it has none.
    ///
    /// # Errors
    /// The rule that the outline breaks.
    pub fn creation(dashboard: DashboardId, outline: &Outline, author: &str) -> Result<Write, Refusal> {
        Self::importation(dashboard, &create::titled(outline), author)
    }

    /// The write that makes a dashboard that says what the outline says, and nothing else.
    ///
    /// # Errors
    /// As [`Self::creation`].
    pub fn importation(dashboard: DashboardId, outline: &Outline, author: &str) -> Result<Write, Refusal> {
        create::write(dashboard, outline, author, clock::now_ms())
    }

    /// Deletes a dashboard with its history and its drafts, and ends its sessions.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why it is still there.
    pub async fn delete(&self, dashboard: DashboardId) -> Result<(), LogError> {
        let drafts = self.0.log.about(dashboard).await?.drafts;
        self.0.log.write(Write::DeleteDashboard(dashboard)).await?;
        for gone in drafts.into_iter().chain([dashboard]) {
            self.end(gone).await;
        }
        Ok(())
    }

    /// The drafts of a dashboard.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why they cannot be read.
    pub async fn drafts(&self, dashboard: DashboardId) -> Result<Vec<DashboardId>, LogError> {
        Ok(self.0.log.about(dashboard).await?.drafts)
    }

    /// Ends the sessions of all that was deleted.
    pub async fn end_all(&self, gone: impl IntoIterator<Item = DashboardId>) {
        for gone in gone {
            self.end(gone).await;
        }
    }

    /// Ends the sessions of what was deleted.
    async fn end(&self, dashboard: DashboardId) {
        let live = self.live().get(&dashboard).cloned();
        if let Some(mailbox) = live {
            let _it_is_closing_anyway = mailbox.send(Message::Deleted).await;
        }
    }

    /// Lets every room finish what it has accepted, then ends all sessions; no room opens any more.
    pub async fn stop(&self) {
        self.0.stopping.store(true, Ordering::SeqCst);
        let live: Vec<_> = self.live().values().cloned().collect();
        let mut finishing = Vec::new();
        for mailbox in live {
            let (stopped, finished) = oneshot::channel();
            let _it_is_closing_anyway = mailbox.send(Message::Stop { stopped }).await;
            finishing.push(finished);
        }
        for finished in finishing {
            let _finished_or_gone = finished.await;
        }
    }

    /// The way into a live room, which starts here if there is none; `None` once the relay stops.
    fn mailbox(&self, dashboard: DashboardId) -> Option<Mailbox> {
        let mut live = self.live();
        if self.0.stopping.load(Ordering::SeqCst) {
            return None;
        }
        match live.entry(dashboard) {
            Entry::Occupied(open) if !open.get().is_closed() => Some(open.get().clone()),
            entry => {
                let (mailbox, messages) = mpsc::channel(MAX_WAITING_MESSAGES);
                entry.insert_entry(mailbox.clone());
                tokio::spawn(Live::run(self.clone(), dashboard, messages));
                Some(mailbox)
            }
        }
    }

    /// Takes a room that takes no more messages off the list; another one may have its place already.
    fn forget(&self, dashboard: DashboardId) {
        let mut live = self.live();
        if live.get(&dashboard).is_some_and(Mailbox::is_closed) {
            live.remove(&dashboard);
        }
    }

    fn live(&self) -> MutexGuard<'_, HashMap<DashboardId, Mailbox>> {
        self.0.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Membership {
    /// Submits gestures, oldest first; waits while the room has too much to do.
    ///
    /// # Errors
    /// How the session is to be closed, when the room is gone.
    pub async fn submit(&self, gestures: Vec<Gesture>) -> Result<(), Close> {
        self.tell(Event::Submit { session: self.stay.session, gestures, at_ms: clock::now_ms() }).await
    }

    /// Asks for all gestures after a `Seq`.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn tail(&self, after: Seq) -> Result<(), Close> {
        self.tell(Event::Tail { session: self.stay.session, after }).await
    }

    /// Says where the person is.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn presence(&self, state: PresenceState) -> Result<(), Close> {
        self.tell(Event::Presence { session: self.stay.session, state }).await
    }

    /// Says that the person has another name or colour.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn rename(&self, person: Person) -> Result<(), Close> {
        self.tell(Event::Renamed { session: self.stay.session, person }).await
    }

    /// Lets another session do more, or less.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn grant(&self, session: SessionId, role: Role) -> Result<(), Close> {
        self.tell(Event::Granted { by: self.stay.session, session, role }).await
    }

    /// Whether a panel of the dashboard shows this table.
    #[must_use]
    pub fn shows(&self, table: &str) -> bool {
        self.sight.shows(table)
    }

    /// Waits until it is to be asked again what may be seen: panels show other tables, or rights have changed.
    pub async fn sight_changed(&mut self) {
        self.sight.changed().await;
    }

    /// Says that nothing is heard of the session any more, or that something is again.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn heard(&self, is_heard: bool) -> Result<(), Close> {
        self.tell(if is_heard { Event::Heard(self.stay.session) } else { Event::Silent(self.stay.session) }).await
    }

    async fn tell(&self, event: Event) -> Result<(), Close> {
        self.stay.mailbox.send(Message::Event(event)).await.map_err(|_| Close::Away)
    }
}

impl Drop for Stay {
    /// However the session ends, the room hears of it; a full mailbox takes a task that waits.
    fn drop(&mut self) {
        let left = Message::Event(Event::Left(self.session));
        if let Err(mpsc::error::TrySendError::Full(left)) = self.mailbox.try_send(left) {
            let mailbox = self.mailbox.clone();
            tokio::spawn(async move { mailbox.send(left).await });
        }
    }
}

impl fmt::Debug for Rooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rooms").field("live", &self.live().len()).finish()
    }
}

impl fmt::Debug for Stay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stay").field(&self.session).finish()
    }
}
