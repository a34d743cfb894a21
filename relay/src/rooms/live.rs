//! The task of one live room: brings it what sessions and the log say, and carries out its effects in order.
//! It decides nothing about documents; it knows when to open, when to give up and when to close.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    time::{Duration, Instant},
};

use bytes::Bytes;
use document::Role;
use protocol::{FromRelay, Hello, SessionId, encode};
use tokio::sync::{mpsc, oneshot};

use super::{
    Message, Rooms,
    greetings::Greetings,
    sight::{self, Shown, Sight},
    watch::{Standing, Watch, standing},
};
use crate::{
    audit::Act,
    authority::Door,
    clock,
    close::Close,
    dashboard::DashboardId,
    log::{Entry, LogError, Write},
    outbox::{Outbox, Word},
    room::{Accepted, Effect, Event, Outcome, Publication, Room, Start},
};

pub(super) struct Live {
    rooms: Rooms,
    dashboard: DashboardId,
    room: Room,
    outboxes: BTreeMap<SessionId, Outbox>,
    watch: Watch,
    shown: Shown,
    greetings: Greetings,
    append: Option<Append>,
    /// When the first gesture came that no append holds yet.
    first_came: Option<Instant>,
    /// Who waits for the outcome of which publication.
    publishers: BTreeMap<u64, oneshot::Sender<Option<Outcome>>>,
    publications: u64,
    ending: Option<Ending>,
}

/// The append that the log has not answered yet.
struct Append {
    answer: Pin<Box<dyn Future<Output = Result<(), LogError>> + Send>>,
    gestures: u64,
    may_show_others: bool,
    since: Instant,
    /// When the first of them came.
    first_came: Instant,
}

/// How the room ends.
enum Ending {
    /// Nobody is here any more.
    Idle,
    /// With this word to all sessions.
    Closed(Close),
    /// After what it has accepted is in the log.
    Stopping(oneshot::Sender<()>),
}

impl Live {
    /// Opens the room and runs it to its end.
    pub(super) async fn run(rooms: Rooms, dashboard: DashboardId, mut messages: mpsc::Receiver<Message>) {
        rooms.0.metrics.rooms.inc();
        match rooms.0.log.load(dashboard).await {
            Ok(loaded) => {
                let (document, seq, snapshot_seq) = (loaded.document, loaded.seq, loaded.snapshot_seq);
                let room = Room::new(Start { document, seq, tail: loaded.tail, ids: loaded.ids, snapshot_seq });
                let outboxes = BTreeMap::new();
                let (publishers, publications) = (BTreeMap::new(), 0);
                let rooms = rooms.clone();
                let shown = Shown::new(room.shown_tables());
                let mut live = Self {
                    rooms,
                    dashboard,
                    room,
                    outboxes,
                    watch: Watch::default(),
                    shown,
                    greetings: Greetings::default(),
                    append: None,
                    first_came: None,
                    publishers,
                    publications,
                    ending: None,
                };
                live.serve(&mut messages).await;
                messages.close();
                live.end().await;
            }
            Err(error) => refuse(&mut messages, dashboard, &error).await,
        }
        rooms.forget(dashboard);
        rooms.0.metrics.rooms.dec();
    }

    async fn serve(&mut self, messages: &mut mpsc::Receiver<Message>) {
        let mut next_beat = tokio::time::Instant::now();
        while !self.has_ended() {
            tokio::select! {
                answer = answered(&mut self.append) => self.take_answer(answer),
                message = messages.recv(), if self.ending.is_none() => match message {
                    Some(message) => self.take(message),
                    None => self.ending = Some(Ending::Idle),
                },
                () = tokio::time::sleep_until(next_beat), if self.room.has_news() => {
                    let everywhere = usize::try_from(self.rooms.0.metrics.sessions.get()).unwrap_or(0);
                    next_beat = tokio::time::Instant::now() + Duration::from_millis(self.room.beat_ms(everywhere));
                    self.handle(Event::Beat);
                }
                () = self.watch.called() => self.ask_again(),
                () = tokio::time::sleep(self.rooms.0.unload_after), if self.room.is_idle() => {
                    self.ending = Some(Ending::Idle);
                }
            }
        }
    }

    fn has_ended(&self) -> bool {
        match &self.ending {
            None => false,
            Some(Ending::Idle | Ending::Closed(_)) => true,
            Some(Ending::Stopping(_)) => self.append.is_none(),
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Join { hello, door, outbox, joined } => {
                let _it_left_already = joined.send(self.join(hello, door, outbox));
            }
            Message::Event(event) => {
                // Judged as of now, however long it has waited in front of the room.
                if self.watch.is_late() {
                    self.ask_again();
                }
                match &event {
                    Event::Left(session) => {
                        self.outboxes.remove(session);
                        self.watch.forget(*session);
                    }
                    Event::Granted { by, session, role } => return self.grant(*by, *session, *role),
                    Event::Submit { .. } => drop(self.first_came.get_or_insert_with(Instant::now)),
                    _ => {}
                }
                self.handle(event);
            }
            Message::Publish { base, gestures, door, published } => {
                let Some(role) = door.role() else { return };
                self.publications += 1;
                let number = self.publications;
                self.publishers.insert(number, published);
                self.handle(Event::Publish(Publication { number, base, gestures, role, at_ms: clock::now_ms() }));
            }
            Message::Deleted => self.ending = Some(Ending::Closed(Close::NoSuchDashboard)),
            Message::Stop { stopped } => self.ending = Some(Ending::Stopping(stopped)),
        }
    }

    fn join(&mut self, hello: Hello, door: Door, outbox: Outbox) -> Result<Sight, Close> {
        self.watch.follow(&door);
        let standing = standing(&door).ok_or(Close::NotAllowed)?;
        let (session, Standing { role, confined }) = (outbox.session(), standing);
        self.outboxes.insert(session, outbox);
        self.handle(Event::Joined { session, hello, role });
        self.handle(Event::Confined { session, confined });
        self.watch.add(session, door, standing);
        Ok(self.shown.sight())
    }

    /// What an owner here says of somebody else here is put on record like any other change of rights.
    fn grant(&mut self, by: SessionId, session: SessionId, role: Role) {
        let effects = self.room.handle(Event::Granted { by, session, role });
        if !effects.is_empty()
            && let Some(door) = self.watch.door(by)
        {
            door.record(Act::RoleGranted, format!("session:{} as {role:?}, while they are here", session.0));
        }
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// Asks every door again: who may do less does less from here on, and who may do nothing goes.
    fn ask_again(&mut self) {
        for (session, standing) in self.watch.ask() {
            match standing {
                Some(Standing { role, confined }) => {
                    self.handle(Event::RoleChanged { session, role });
                    self.handle(Event::Confined { session, confined });
                }
                None => {
                    if let Some(outbox) = self.outboxes.remove(&session) {
                        outbox.close(Close::NotAllowed);
                    }
                    self.handle(Event::Left(session));
                }
            }
        }
        self.shown.recall();
    }

    fn take_answer(&mut self, answer: Result<(), LogError>) {
        let Some(append) = self.append.take() else { return };
        match answer {
            Ok(()) => {
                self.rooms.0.metrics.observe_append(append.since.elapsed());
                self.rooms.0.metrics.sequenced.inc_by(append.gestures);
                let effects = self.room.handle(Event::Appended);
                // Whoever hears of a panel may ask for its table at once.
                if append.may_show_others {
                    self.shown.show(self.room.shown_tables());
                }
                effects.into_iter().for_each(|effect| self.carry_out(effect));
                self.rooms.0.metrics.observe_broadcast(append.first_came.elapsed());
            }
            Err(LogError::Full | LogError::Stopped) => self.handle(Event::NotStored),
            Err(LogError::NoSuchDashboard) => self.ending = Some(Ending::Closed(Close::NoSuchDashboard)),
            Err(error) => {
                tracing::error!(dashboard = ?self.dashboard, %error, "an append failed: the room starts over");
                self.ending = Some(Ending::Closed(Close::Away));
            }
        }
    }

    fn handle(&mut self, event: Event) {
        for effect in self.room.handle(event) {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Append { title, tags, accepted } => self.append(title, tags, accepted),
            Effect::Broadcast { message, except } => self.broadcast(&message, except),
            Effect::Send(session, message) => self.send(session, &message),
            Effect::Outdated(session) => {
                if let Some(outbox) = self.outboxes.get(&session) {
                    outbox.close(Close::Slow);
                }
            }
            Effect::Snapshot { seq, document } => {
                let (log, dashboard) = (self.rooms.0.log.clone(), self.dashboard);
                tokio::spawn(async move {
                    if let Err(error) = log.write(Write::StoreSnapshot { dashboard, seq, document }).await {
                        tracing::warn!(?dashboard, %error, "a snapshot was not stored; opening takes longer");
                    }
                });
            }
            Effect::Published { number, outcome } => {
                if let Some(publisher) = self.publishers.remove(&number) {
                    let _nobody_waits_any_more = publisher.send(outcome);
                }
            }
            Effect::Broken(refusal) => {
                tracing::error!(dashboard = ?self.dashboard, %refusal, "the documents differ: the room starts over");
                self.ending = Some(Ending::Closed(Close::Away));
            }
        }
    }

    fn append(&mut self, title: String, tags: Vec<String>, accepted: Vec<Accepted>) {
        let gestures = accepted.len() as u64;
        let may_show_others = sight::may_change(&accepted);
        let entry = |Accepted { sequenced, author, at_ms }| Entry { sequenced, at_ms, author };
        let entries = accepted.into_iter().map(entry).collect();
        let write = Write::Append { dashboard: self.dashboard, title, tags, entries };
        let log = self.rooms.0.log.clone();
        let answer = Box::pin(async move { log.write(write).await });
        let since = Instant::now();
        let first_came = self.first_came.take().unwrap_or(since);
        self.append = Some(Append { answer, gestures, may_show_others, since, first_came });
    }

    fn broadcast(&self, message: &FromRelay, except: Option<SessionId>) {
        let Some(frame) = self.frame(message) else { return };
        for (_, outbox) in self.outboxes.iter().filter(|(session, _)| Some(**session) != except) {
            push(outbox, message, frame.clone());
        }
    }

    fn send(&mut self, session: SessionId, message: &FromRelay) {
        if let FromRelay::Rejected { reason, .. } = message {
            self.rooms.0.metrics.count_rejected(reason);
        }
        let frame = match message {
            FromRelay::Welcome(welcome) => self.greetings.frame(self.room.durable().1, welcome),
            other => self.frame(other),
        };
        let Some(outbox) = self.outboxes.get(&session) else { return };
        match frame {
            Some(frame) => push(outbox, message, frame),
            None => outbox.close(Close::TooLarge),
        }
    }

    /// The bytes of a message, made once for all who get it.
    fn frame(&self, message: &FromRelay) -> Option<Bytes> {
        match encode(message) {
            Ok(frame) => Some(frame.into()),
            Err(error) => {
                tracing::error!(dashboard = ?self.dashboard, %error, "a message cannot be sent");
                None
            }
        }
    }

    async fn end(mut self) {
        let close = match &self.ending {
            Some(Ending::Closed(close)) => *close,
            Some(Ending::Idle | Ending::Stopping(_)) | None => Close::Away,
        };
        self.outboxes.values().for_each(|outbox| outbox.close(close));
        if close == Close::Away
            && let Some(Effect::Snapshot { seq, document }) = self.room.handle(Event::Unload).pop()
        {
            let write = Write::StoreSnapshot { dashboard: self.dashboard, seq, document };
            if let Err(error) = self.rooms.0.log.write(write).await {
                tracing::warn!(dashboard = ?self.dashboard, %error, "a snapshot was not stored; opening takes longer");
            }
        }
        if let Some(Ending::Stopping(stopped)) = self.ending.take() {
            let _nobody_waits = stopped.send(());
        }
    }
}

impl Drop for Live {
    /// A room that fails in an unforeseen way must not leave its sessions behind, looking at what never changes again.
    fn drop(&mut self) {
        self.outboxes.values().for_each(|outbox| outbox.close(Close::Away));
    }
}

fn push(outbox: &Outbox, message: &FromRelay, frame: Bytes) {
    match message {
        FromRelay::Presence { session, .. } | FromRelay::Left(session) => {
            outbox.push_presence(*session, Word::Whole, frame);
        }
        FromRelay::Moved { session, .. } => outbox.push_presence(*session, Word::Where, frame),
        FromRelay::Welcome(_)
        | FromRelay::Sequenced(_)
        | FromRelay::Acknowledged(_)
        | FromRelay::Rejected { .. }
        | FromRelay::Tail(_)
        | FromRelay::Digest { .. }
        | FromRelay::Table { .. }
        | FromRelay::Rows { .. }
        | FromRelay::NoSuchTable(_)
        | FromRelay::Heartbeat
        | FromRelay::Role(_) => outbox.push_op(frame),
    }
}

/// The answer to the append in flight; waits for ever while there is none.
async fn answered(append: &mut Option<Append>) -> Result<(), LogError> {
    match append {
        Some(append) => append.answer.as_mut().await,
        None => std::future::pending().await,
    }
}

/// Tells all who wait for a room that it cannot be opened.
async fn refuse(messages: &mut mpsc::Receiver<Message>, dashboard: DashboardId, error: &LogError) {
    let close = match error {
        LogError::NoSuchDashboard => Close::NoSuchDashboard,
        LogError::Damaged(what) => {
            tracing::error!(
                ?dashboard,
                what,
                "a damaged dashboard stays closed; `ashboard verify` says what still opens"
            );
            Close::Damaged
        }
        other => {
            tracing::error!(?dashboard, error = %other, "a dashboard cannot be opened");
            Close::Away
        }
    };
    messages.close();
    while let Some(message) = messages.recv().await {
        if let Message::Join { joined, .. } = message {
            let _gave_up = joined.send(Err(close));
        }
    }
}
