//! The session: one connection from its `Hello` to its end. It brings messages to the room and the tables, and sends
//! what the outbox holds. One task with one socket; a panic in it ends this session only.

mod admission;
mod held;
mod pace;
mod silence;

use std::{collections::BTreeMap, mem, sync::Arc, time::Duration};

use bytes::Bytes;
use document::Gesture;
use protocol::{
    FrameError, FromClient, FromRelay, Hello, MAX_ALSO_CLIENTS, Person, SessionId,
    codec::message_bytes,
    decode, encode,
    presence::{EXPIRY_MS, MAX_PERSON_NAME_CHARS},
};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::{
    accept::Stopping,
    authority::Door,
    close::{Close, Goodbye},
    dashboard::DashboardId,
    limits::{Key, Limits},
    metrics::Metrics,
    outbox::{Delivery, Left, Outbox, RowSource, Way},
    rooms::{Membership, Rooms},
    socket::{Received, Socket, Stuck},
};
pub use admission::{Admission, Entry};
use held::Held;
use pace::Pace;
use silence::{Hush, Silence};

/// Tables that one session may look at; one more is a message that no page sends, and ends the session.
pub const MAX_SUBSCRIPTIONS: usize = 256;

/// How long a session may be silent.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the connection to `Hello`.
    pub hello: Duration,
    /// After this silence the client is asked for a sign of life: a browser answers for a page whose timers sleep.
    pub ping_after: Duration,
    /// After this silence the others no longer see the person.
    pub hide_after: Duration,
    /// After this silence the session is closed.
    pub close_after: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self::up_to(Duration::from_secs(35))
    }
}

impl Patience {
    /// The patience of a relay that closes a session after this silence.
    #[must_use]
    pub fn up_to(close_after: Duration) -> Self {
        let ping_after = (close_after / 7).min(Duration::from_secs(5));
        let hide_after = (close_after / 3).min(Duration::from_millis(EXPIRY_MS));
        Self { hello: Duration::from_secs(10), ping_after, hide_after, close_after }
    }
}

/// What sessions are made of.
#[derive(Clone)]
pub struct Host {
    /// The documents.
    pub rooms: Rooms,
    /// The tables.
    pub rows: Arc<dyn RowSource>,
    /// The counters.
    pub metrics: Metrics,
    /// How fast somebody may edit.
    pub limits: Limits,
    /// How fast sessions begin.
    pub admission: Admission,
    /// Who sends what is ready.
    pub delivery: Delivery,
    /// How long a session may be silent.
    pub patience: Patience,
}

/// Where a session sits.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// In which room.
    pub dashboard: DashboardId,
    /// With whom its edits count together.
    pub key: Key,
}

/// Why the conversation is over.
enum End {
    Close(Close),
    /// There is nobody to say it to.
    Gone,
}

impl Host {
    /// Talks with a client until either end has enough.
    pub async fn serve(self, mut socket: Socket, at: Seat, door: Door, stopping: Stopping) {
        let _counted = Counted::new(self.metrics.clone());
        let (metrics, admission) = (self.metrics.clone(), self.admission.clone());
        let end = match self.begin(&mut socket, at, door, stopping).await {
            Ok(session) => session.talk(&mut socket).await,
            Err(end) => end,
        };
        if let End::Close(close) = end {
            metrics.count_close(close);
            socket.close(Goodbye::of_many(close, admission.spread())).await;
        }
    }

    async fn begin(self, socket: &mut Socket, at: Seat, door: Door, mut stopping: Stopping) -> Result<Session, End> {
        let mut hello = tokio::select! {
            hello = first_message(socket, Instant::now() + self.patience.hello) => hello?,
            () = stopping.said() => return Err(End::Close(Close::Away)),
        };
        tokio::select! {
            let_in = self.let_in() => let_in?,
            () = stopping.said() => return Err(End::Close(Close::Away)),
        }
        hello.person = proved(hello.person, &door);
        let way =
            Way { wire: socket.wire().clone(), delivery: self.delivery, sent_bytes: self.metrics.sent_bytes.clone() };
        let outbox = Outbox::sending(self.rooms.next_session(), self.metrics.outbox_bytes.clone(), way);
        let membership = self.rooms.join(at.dashboard, &hello, door.clone(), &outbox).await.map_err(End::Close)?;
        let subscriptions = Subscriptions { rows: self.rows, session: outbox.session(), tables: BTreeMap::new() };
        let held = Held::new(self.limits, at.key, self.metrics.clone());
        Ok(Session { outbox, door, membership, subscriptions, held, patience: self.patience })
    }
}

impl Host {
    /// Waits in line, where many come at once.
    async fn let_in(&self) -> Result<(), End> {
        match self.admission.enter(Instant::now()) {
            Entry::After(Duration::ZERO) => {}
            Entry::After(wait) => {
                self.metrics.delayed_sessions.inc();
                tokio::time::sleep(wait).await;
            }
            Entry::Refused => return Err(End::Close(Close::Busy)),
        }
        Ok(())
    }
}

async fn first_message(socket: &mut Socket, deadline: Instant) -> Result<Hello, End> {
    let bad = End::Close(Close::BadMessage);
    loop {
        match timeout_at(deadline, socket.receive()).await {
            Err(_) => return Err(bad),
            Ok(Received::Alive) => {}
            Ok(Received::Unfit(close)) => return Err(End::Close(close)),
            Ok(Received::Gone) => return Err(End::Gone),
            Ok(Received::Frame(frame)) => {
                return match message_of(&frame)? {
                    FromClient::Hello(hello) if is_fit(&hello.person) && hello.also.len() <= MAX_ALSO_CLIENTS => {
                        Ok(hello)
                    }
                    _ => Err(bad),
                };
            }
        }
    }
}

/// P-167: a page says its person's name and colour; the name of whoever has signed in is their account's.
fn proved(person: Person, door: &Door) -> Person {
    let name = door.proved_name().map(|name| name.chars().take(MAX_PERSON_NAME_CHARS).collect());
    Person { name: name.unwrap_or(person.name), ..person }
}

fn is_fit(person: &Person) -> bool {
    person.name.chars().count() <= MAX_PERSON_NAME_CHARS && !person.name.chars().any(char::is_control)
}

fn message_of(frame: &[u8]) -> Result<FromClient, End> {
    decode(frame).map_err(|error| {
        End::Close(match error {
            FrameError::Version { .. } => Close::OtherVersion,
            FrameError::TooLarge(_) => Close::TooLarge,
            FrameError::Empty
            | FrameError::StoredVersion { .. }
            | FrameError::Encoding(_)
            | FrameError::Damaged
            | FrameError::Malformed => Close::BadMessage,
        })
    })
}

struct Session {
    outbox: Outbox,
    door: Door,
    membership: Membership,
    subscriptions: Subscriptions,
    held: Held,
    patience: Patience,
}

impl Session {
    async fn talk(mut self, socket: &mut Socket) -> End {
        let mut silence = Silence::new(self.patience);
        let mut pace = Pace::new(Instant::now());
        loop {
            let pause = pace.pause(Instant::now());
            let step = tokio::select! {
                biased;
                received = socket.receive(), if pause.is_none() && !self.held.is_full() => {
                    pace.read(received.bytes(), Instant::now());
                    match silence.broken() {
                        true => self.break_silence(received).await,
                        false => self.take(received).await,
                    }
                }
                left = self.outbox.left() => self.tend(socket, left).await,
                () = self.membership.sight_changed() => {
                    self.look_again();
                    Ok(())
                }
                () = sleep_until(self.held.next()) => self.release().await,
                () = sleep_until(pause.unwrap_or_else(Instant::now)), if pause.is_some() => Ok(()),
                () = sleep_until(silence.next()), if pause.is_none() && !self.held.is_full() => match silence.grow() {
                    Hush::Asked => socket.ping().await.map_err(|Stuck| End::Gone),
                    Hush::Hidden => self.membership.heard(false).await.map_err(End::Close),
                    Hush::Over => Err(End::Close(Close::Slow)),
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn break_silence(&mut self, received: Received) -> Result<(), End> {
        self.membership.heard(true).await.map_err(End::Close)?;
        self.take(received).await
    }

    /// Waits where the delivery does not.
    async fn tend(&self, socket: &Socket, left: Left) -> Result<(), End> {
        if left.broken {
            return Err(End::Gone);
        }
        if left.unsent {
            socket.wire().finish().await.map_err(|_| End::Close(Close::Slow))?;
        }
        self.outbox.sent();
        for table in left.hungry {
            self.subscriptions.rows.resume(&table, &self.outbox);
        }
        left.close.map_or(Ok(()), |close| Err(End::Close(close)))
    }

    async fn take(&mut self, received: Received) -> Result<(), End> {
        match received {
            Received::Frame(frame) => self.hear(message_of(&frame)?, message_bytes(&frame)).await,
            Received::Alive => Ok(()),
            Received::Unfit(close) => Err(End::Close(close)),
            Received::Gone => Err(End::Gone),
        }
    }

    async fn release(&mut self) -> Result<(), End> {
        let gestures = self.held.release(Instant::now());
        self.submit(gestures).await
    }

    async fn submit(&self, gestures: Vec<Gesture>) -> Result<(), End> {
        if gestures.is_empty() {
            return Ok(());
        }
        self.membership.submit(gestures).await.map_err(End::Close)
    }

    async fn hear(&mut self, message: FromClient, bytes: usize) -> Result<(), End> {
        match message {
            FromClient::Hello(_) => return Err(End::Close(Close::BadMessage)),
            FromClient::Submit(gestures) => {
                let gestures = self.held.push(gestures, bytes, Instant::now());
                self.submit(gestures).await?;
            }
            FromClient::Tail { after } => self.membership.tail(after).await.map_err(End::Close)?,
            FromClient::Presence(state) => self.membership.presence(state).await.map_err(End::Close)?,
            FromClient::Subscribe { table, from_row } => self.subscribe(table, from_row)?,
            FromClient::Unsubscribe { table } => {
                if self.subscriptions.tables.remove(&table).is_some() {
                    self.subscriptions.rows.unsubscribe(&table, self.outbox.session());
                }
            }
            FromClient::Rename(person) if is_fit(&person) => {
                self.membership.rename(proved(person, &self.door)).await.map_err(End::Close)?;
            }
            FromClient::Rename(_) => return Err(End::Close(Close::BadMessage)),
            FromClient::Grant { session, role } => {
                self.membership.grant(session, role).await.map_err(End::Close)?;
            }
            FromClient::Heartbeat => self.outbox.push_op(heartbeat()),
        }
        Ok(())
    }

    fn subscribe(&mut self, table: String, from_row: u64) -> Result<(), End> {
        let tables = &mut self.subscriptions.tables;
        if table.len() > table::schema::MAX_NAME_BYTES
            || (tables.len() >= MAX_SUBSCRIPTIONS && !tables.contains_key(&table))
        {
            return Err(End::Close(Close::BadMessage));
        }
        let sees = sees(&self.door, &self.membership, &table);
        if sees {
            self.subscriptions.rows.subscribe(&table, from_row, &self.outbox);
        } else {
            self.outbox.push_op(no_such_table(&table));
        }
        self.subscriptions.tables.insert(table, sees);
        Ok(())
    }

    /// P-186: whoever may see a table no longer is sent nothing more of it; whoever may see it now is sent its rows.
    fn look_again(&mut self) {
        let Subscriptions { rows, session, tables } = &mut self.subscriptions;
        for (table, saw) in tables {
            let sees = sees(&self.door, &self.membership, table);
            match (mem::replace(saw, sees), sees) {
                (true, false) => {
                    rows.unsubscribe(table, *session);
                    self.outbox.push_op(no_such_table(table));
                }
                (false, true) => rows.subscribe(table, 0, &self.outbox),
                (false, false) | (true, true) => {}
            }
        }
    }
}

fn sees(door: &Door, membership: &Membership, table: &str) -> bool {
    door.sees_table(table) || membership.shows(table)
}

fn no_such_table(table: &str) -> Bytes {
    encode(&FromRelay::NoSuchTable(table.to_owned())).unwrap_or_default().into()
}

fn heartbeat() -> Bytes {
    encode(&FromRelay::Heartbeat).unwrap_or_default().into()
}

/// What the session looks at; forgotten however it ends.
struct Subscriptions {
    rows: Arc<dyn RowSource>,
    session: SessionId,
    /// By name: whether its rows may be seen.
    tables: BTreeMap<String, bool>,
}

impl Drop for Subscriptions {
    fn drop(&mut self) {
        if !self.tables.is_empty() {
            self.rows.leave(self.session);
        }
    }
}

/// Counted as open for as long as it lives.
struct Counted(Metrics);

impl Counted {
    fn new(metrics: Metrics) -> Self {
        metrics.sessions.inc();
        Self(metrics)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.sessions.dec();
    }
}
