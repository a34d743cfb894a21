//! The writer: the one thread that owns the log. It takes whatever waits, commits it as one group with one
//! synchronization, and only then answers all of it. A commit that failed is never tried again: the writer takes
//! no more writes, because only a fresh start knows what is on the disk. A full disk is no such failure: writes are
//! refused until there is room, which is looked for before each of them and now and then by itself.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::Duration,
};

use document::Seq;
use tokio::sync::{mpsc, oneshot};

use super::{
    About, DashboardRow, DirectoryRow, KeptRows, Loaded, Log, LogError, Past, RowBatch, Signature, TableRow, Write,
};
use crate::{audit::Stored, dashboard::DashboardId};

/// Requests that may wait for the log; whoever has another one waits until there is room.
const MAX_WAITING_REQUESTS: usize = 1024;
/// Writes in one group: bounds what one failed commit takes with it, and how long the first one waits.
const MAX_GROUP_WRITES: usize = 256;
/// How often a full disk is looked at when nobody writes: what waits for it to say that there is room waits no longer.
const LOOK_FOR_ROOM_EVERY: Duration = Duration::from_secs(1);

/// Whether the log takes writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Writable,
    /// The disk is full; it does again by itself as soon as there is room.
    Full,
    /// The store has failed, and takes nothing until the relay is started again.
    Stopped,
}

/// A way to the log for any number of tasks: cheap to clone. The log closes when the last handle is gone.
#[derive(Clone, Debug)]
pub struct LogHandle {
    requests: mpsc::Sender<Request>,
    health: Arc<AtomicU8>,
}

type ReadLog = Box<dyn FnOnce(&mut dyn Log) + Send>;
type Answer = oneshot::Sender<Result<(), LogError>>;

enum Request {
    Write(Box<Write>, Answer),
    Read(ReadLog),
    LookForRoom,
}

/// Gives the log to a thread of its own. The thread ends, and the log is closed, after the last handle is gone.
///
/// # Errors
/// When no thread can be had.
pub fn start(log: impl Log) -> io::Result<(LogHandle, thread::JoinHandle<()>)> {
    let (requests, waiting) = mpsc::channel(MAX_WAITING_REQUESTS);
    let health = Arc::new(AtomicU8::new(Health::Writable as u8));
    let writer = Writer { log: Box::new(log), waiting, health: Arc::clone(&health) };
    let thread = thread::Builder::new().name("log".into()).spawn(move || writer.run())?;
    Ok((LogHandle { requests, health }, thread))
}

impl LogHandle {
    /// Makes one write durable.
    ///
    /// # Errors
    /// Why it is not, see [`Log::commit`].
    pub async fn write(&self, write: Write) -> Result<(), LogError> {
        let (answer, answered) = oneshot::channel();
        let request = Request::Write(Box::new(write), answer);
        self.requests.send(request).await.map_err(|_| LogError::Stopped)?;
        answered.await.map_err(|_| LogError::Stopped)?
    }

    /// Whether writes are taken.
    #[must_use]
    pub fn health(&self) -> Health {
        if self.requests.is_closed() { Health::Stopped } else { Health::of(&self.health) }
    }

    /// The same as yes or no.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.health() == Health::Writable
    }

    /// Looks now and then whether a full disk has room again; runs until it is dropped.
    pub async fn keep_looking_for_room(self) {
        loop {
            tokio::time::sleep(LOOK_FOR_ROOM_EVERY).await;
            if self.health() == Health::Full && self.requests.send(Request::LookForRoom).await.is_err() {
                return;
            }
        }
    }

    /// See [`Log::dashboards`].
    ///
    /// # Errors
    /// As there.
    pub async fn dashboards(&self) -> Result<Vec<DashboardRow>, LogError> {
        self.read(Log::dashboards).await
    }

    /// See [`Log::load`].
    ///
    /// # Errors
    /// As there.
    pub async fn load(&self, dashboard: DashboardId) -> Result<Loaded, LogError> {
        self.read(move |log| log.load(dashboard)).await
    }

    /// See [`Log::past`].
    ///
    /// # Errors
    /// As there.
    pub async fn past(&self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
        self.read(move |log| log.past(dashboard, at, limit)).await
    }

    /// See [`Log::about`].
    ///
    /// # Errors
    /// As there.
    pub async fn about(&self, dashboard: DashboardId) -> Result<About, LogError> {
        self.read(move |log| log.about(dashboard)).await
    }

    /// See [`Log::signatures`].
    ///
    /// # Errors
    /// As there.
    pub async fn signatures(&self, dashboard: DashboardId, of: Vec<Seq>) -> Result<Vec<Signature>, LogError> {
        self.read(move |log| log.signatures(dashboard, &of)).await
    }

    /// See [`Log::expired`].
    ///
    /// # Errors
    /// As there.
    pub async fn expired(&self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
        self.read(move |log| log.expired(dashboard, before_ms, limit)).await
    }

    /// See [`Log::tables`].
    ///
    /// # Errors
    /// As there.
    pub async fn tables(&self) -> Result<Vec<TableRow>, LogError> {
        self.read(Log::tables).await
    }

    /// See [`Log::load_rows`].
    ///
    /// # Errors
    /// As there.
    pub async fn load_rows(&self, table: String, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
        self.read(move |log| log.load_rows(&table, from, max_rows)).await
    }

    /// See [`Log::kept_rows`].
    ///
    /// # Errors
    /// As there.
    pub async fn kept_rows(&self) -> Result<Vec<KeptRows>, LogError> {
        self.read(Log::kept_rows).await
    }

    /// See [`Log::expired_rows`].
    ///
    /// # Errors
    /// As there.
    pub async fn expired_rows(
        &self,
        table: String,
        before_ms: i64,
        max_bytes: u64,
        limit: usize,
    ) -> Result<u64, LogError> {
        self.read(move |log| log.expired_rows(&table, before_ms, max_bytes, limit)).await
    }

    /// See [`Log::directory`].
    ///
    /// # Errors
    /// As there.
    pub async fn directory(&self) -> Result<Vec<DirectoryRow>, LogError> {
        self.read(Log::directory).await
    }

    /// See [`Log::audit`].
    ///
    /// # Errors
    /// As there.
    pub async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
        self.read(move |log| log.audit(after, limit)).await
    }

    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn Log) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let (answer, answered) = oneshot::channel();
        let request = Request::Read(Box::new(move |log| {
            let _nobody_waits_any_more = answer.send(read(log));
        }));
        self.requests.send(request).await.map_err(|_| LogError::Stopped)?;
        answered.await.map_err(|_| LogError::Stopped)?
    }
}

impl Health {
    fn of(number: &AtomicU8) -> Self {
        match number.load(Ordering::Relaxed) {
            0 => Self::Writable,
            1 => Self::Full,
            _ => Self::Stopped,
        }
    }
}

struct Writer {
    log: Box<dyn Log>,
    waiting: mpsc::Receiver<Request>,
    health: Arc<AtomicU8>,
}

impl Writer {
    fn run(mut self) {
        while let Some(first) = self.waiting.blocking_recv() {
            let (mut writes, mut answers) = (Vec::new(), Vec::new());
            let mut next = Some(first);
            while let Some(request) = next {
                match request {
                    Request::Write(write, answer) => {
                        writes.push(*write);
                        answers.push(answer);
                    }
                    Request::Read(read) => {
                        self.commit(&mut writes, &mut answers);
                        read(self.log.as_mut());
                    }
                    Request::LookForRoom => self.look_for_room(),
                }
                next = if writes.len() < MAX_GROUP_WRITES { self.waiting.try_recv().ok() } else { None };
            }
            self.commit(&mut writes, &mut answers);
            self.settle();
        }
    }

    fn commit(&mut self, writes: &mut Vec<Write>, answers: &mut Vec<Answer>) {
        if writes.is_empty() {
            return;
        }
        let results = self.try_commit(writes).unwrap_or_else(|error| vec![Err(error); writes.len()]);
        writes.clear();
        for (answer, result) in answers.drain(..).zip(results) {
            let _nobody_waits_any_more = answer.send(result);
        }
    }

    fn try_commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
        self.look_for_room();
        match Health::of(&self.health) {
            Health::Writable => self.log.commit(writes).inspect_err(|error| self.failed(error)),
            Health::Full => Err(LogError::Full),
            Health::Stopped => Err(LogError::Stopped),
        }
    }

    /// What nobody waits for: the answers are out.
    fn settle(&mut self) {
        if Health::of(&self.health) == Health::Writable
            && let Err(error) = self.log.settle()
        {
            self.failed(&error);
        }
    }

    fn look_for_room(&mut self) {
        if Health::of(&self.health) != Health::Full {
            return;
        }
        match self.log.look_for_room() {
            Ok(()) => {
                tracing::info!("the disk has room again: writes are taken");
                self.say(Health::Writable);
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&self, error: &LogError) {
        match error {
            LogError::Full if Health::of(&self.health) == Health::Full => {}
            LogError::Full => {
                tracing::error!("the disk is full: nothing can be changed until there is room, reading goes on");
                self.say(Health::Full);
            }
            error => {
                tracing::error!(%error, "the log failed and takes no more writes until the relay is started again");
                self.say(Health::Stopped);
            }
        }
    }

    fn say(&self, health: Health) {
        self.health.store(health as u8, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc as std_mpsc;

    use futures_util::future::join_all;

    use super::*;
    use crate::log::{Loaded, MemoryLog};

    /// Tells the size of every group, and commits it as the test says.
    struct Observed {
        groups: std_mpsc::Sender<usize>,
        verdicts: std_mpsc::Receiver<Result<(), LogError>>,
        log: MemoryLog,
    }

    impl Log for Observed {
        fn commit(&mut self, writes: &[Write]) -> Result<Vec<Result<(), LogError>>, LogError> {
            self.groups.send(writes.len()).unwrap();
            self.verdicts.recv().unwrap_or(Ok(()))?;
            self.log.commit(writes)
        }

        fn dashboards(&mut self) -> Result<Vec<DashboardRow>, LogError> {
            self.log.dashboards()
        }

        fn load(&mut self, dashboard: DashboardId) -> Result<Loaded, LogError> {
            self.log.load(dashboard)
        }

        fn past(&mut self, dashboard: DashboardId, at: Seq, limit: usize) -> Result<Past, LogError> {
            self.log.past(dashboard, at, limit)
        }

        fn about(&mut self, dashboard: DashboardId) -> Result<About, LogError> {
            self.log.about(dashboard)
        }

        fn signatures(&mut self, dashboard: DashboardId, of: &[Seq]) -> Result<Vec<Signature>, LogError> {
            self.log.signatures(dashboard, of)
        }

        fn expired(&mut self, dashboard: DashboardId, before_ms: i64, limit: u64) -> Result<Seq, LogError> {
            self.log.expired(dashboard, before_ms, limit)
        }

        fn tables(&mut self) -> Result<Vec<TableRow>, LogError> {
            self.log.tables()
        }

        fn load_rows(&mut self, table: &str, from: u64, max_rows: u64) -> Result<Vec<RowBatch>, LogError> {
            self.log.load_rows(table, from, max_rows)
        }

        fn directory(&mut self) -> Result<Vec<DirectoryRow>, LogError> {
            self.log.directory()
        }

        fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<Stored>, LogError> {
            self.log.audit(after, limit)
        }
    }

    type Verdicts = std_mpsc::Sender<Result<(), LogError>>;

    fn observed() -> (LogHandle, std_mpsc::Receiver<usize>, Verdicts) {
        let ((groups, seen), (say, verdicts)) = (std_mpsc::channel(), std_mpsc::channel());
        let (handle, _thread) = start(Observed { groups, verdicts, log: MemoryLog::default() }).unwrap();
        (handle, seen, say)
    }

    fn create(number: u128) -> Write {
        let dashboard = DashboardId::fixed(number);
        Write::CreateDashboard { dashboard, title: String::new(), tags: vec![], at_ms: 0, entries: vec![] }
    }

    #[tokio::test]
    async fn what_waits_while_a_commit_runs_is_the_next_one_and_each_gets_its_own_answer() {
        let (handle, seen, say) = observed();
        let first = tokio::spawn({
            let handle = handle.clone();
            async move { handle.write(create(0)).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(seen.recv().unwrap(), 1);
        let writes = (0..100).map(|number| handle.write(create(number)));
        let release = async {
            tokio::task::yield_now().await;
            drop(say);
        };
        let (answers, ()) = tokio::join!(join_all(writes), release);
        assert_eq!(first.await.unwrap(), Ok(()));
        assert_eq!(answers[0], Err(LogError::Taken));
        assert!(answers[1..].iter().all(Result::is_ok));
        assert_eq!(seen.recv().unwrap(), 100, "one synchronization for all that waited");
        assert_eq!(handle.dashboards().await.unwrap().len(), 100);
    }

    #[tokio::test]
    async fn after_a_failure_nothing_is_written_and_reading_goes_on() {
        let (handle, seen, say) = observed();
        say.send(Err(LogError::Full)).unwrap();
        assert_eq!(handle.write(create(1)).await, Err(LogError::Full));
        assert_eq!(handle.health(), Health::Full, "room may come back");
        say.send(Err(LogError::Failed("fsync".into()))).unwrap();
        assert_eq!(handle.write(create(1)).await, Err(LogError::Failed("fsync".into())));
        assert_eq!(handle.write(create(1)).await, Err(LogError::Stopped));
        assert_eq!(handle.health(), Health::Stopped);
        assert_eq!(seen.try_iter().count(), 2, "what failed is not tried again");
        assert_eq!(handle.dashboards().await, Ok(vec![]));
    }
}
