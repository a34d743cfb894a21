//! A viewer: one line and what it understands of what comes: which updates, when they were sent, whether any is missing.
//! Ours is understood message by message, as a client would; of a peer's frame the stamp is read that the writer put in.

use std::io;

use document::{ClientId, Gesture, NodeId, Op, OpId, Property, Value};
use protocol::{FromClient, FromRelay, Hello, Person, Seen, decode, encode};
use table::{Batch, Cell};

use crate::{
    line::Line,
    server::{Contender, Server},
    stamp::{Stamp, find},
    yjs,
};

/// One viewer.
pub struct Viewer {
    line: Line,
    contender: Contender,
    number: usize,
    room: usize,
    /// Gestures of this viewer, or Yjs updates.
    edits: u64,
    /// Of each table the next row that is expected.
    next_row: Vec<u64>,
    /// The newest gesture it has seen, where it resumes.
    pub seen: Option<Seen>,
    /// Updates that it has heard.
    pub updates: u64,
    /// Rows that are missing, for good.
    pub missing: u64,
}

/// What to open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Door {
    /// Which of the viewers.
    pub number: usize,
    /// Which dashboard or document.
    pub room: usize,
    /// How many tables or topics it looks at.
    pub topics: usize,
    /// What the kernel may take in while it does not read, where that is bounded.
    pub receive_bytes: Option<u32>,
    /// What it has.
    pub seen: Option<Seen>,
}

impl Viewer {
    /// Connects and waits until it is welcome and all its subscriptions stand.
    pub async fn join(server: &Server, door: Door) -> io::Result<Self> {
        let Door { number, room, topics, receive_bytes, seen } = door;
        let path = match server.contender {
            Contender::Ours => format!("/api/v1/dashboards/{}/ws", dashboard(room)),
            _ => format!("/?topics={topics}"),
        };
        let line = Line::open(server.address, &path, receive_bytes).await?;
        let contender = server.contender;
        let mut viewer =
            Self { line, contender, number, room, edits: 0, next_row: vec![0; topics], seen, updates: 0, missing: 0 };
        match contender {
            Contender::Ours => viewer.enter().await?,
            Contender::Hocuspocus => {
                viewer.line.say(&yjs::hello(room)).await?;
                while !yjs::is_welcome(viewer.line.hear().await?) {}
            }
            Contender::Ws | Contender::UWebSockets if topics == 0 || seen.is_some() => {
                viewer.line.say(b"?").await?;
                viewer.line.hear().await?;
            }
            Contender::Ws | Contender::UWebSockets | Contender::Warp => {}
        }
        Ok(viewer)
    }

    async fn enter(&mut self) -> io::Result<()> {
        let person = Person { name: format!("person {}", self.number), color: 0 };
        let hello = Hello { client: self.client(), also: Vec::new(), last: self.seen, person };
        self.tell(&FromClient::Hello(hello)).await?;
        loop {
            if let FromRelay::Welcome(welcome) = self.heard().await? {
                if let protocol::CatchUp::Snapshot { seq, id, .. } = welcome.catch_up {
                    self.seen = Some(Seen { seq, id });
                }
                break;
            }
        }
        for topic in 0..self.next_row.len() {
            self.tell(&FromClient::Subscribe { table: table(topic), from_row: 0 }).await?;
        }
        // The answer to a heartbeat comes after what the subscriptions sent at once.
        if !self.next_row.is_empty() {
            self.tell(&FromClient::Heartbeat).await?;
            while self.heard().await? != FromRelay::Heartbeat {}
        }
        Ok(())
    }

    fn client(&self) -> ClientId {
        ClientId::from_bytes((1 + self.number as u64).to_le_bytes())
    }

    async fn tell(&mut self, message: &FromClient) -> io::Result<()> {
        self.line.say(&encode(message).map_err(io::Error::other)?).await
    }

    async fn heard(&mut self) -> io::Result<FromRelay> {
        let message = decode(self.line.hear().await?).map_err(io::Error::other)?;
        self.take_rows(&message, &mut Vec::new());
        Ok(message)
    }

    /// Waits for a message; when the updates in it were sent goes to `stamps`.
    pub async fn hear(&mut self, stamps: &mut Vec<Stamp>) -> io::Result<()> {
        let before = stamps.len();
        if self.contender == Contender::Ours {
            let message = decode(self.line.hear().await?).map_err(io::Error::other)?;
            self.take(&message, stamps);
        } else {
            stamps.extend(find(self.line.hear().await?));
        }
        self.updates += (stamps.len() - before) as u64;
        Ok(())
    }

    fn take(&mut self, message: &FromRelay, stamps: &mut Vec<Stamp>) {
        if let FromRelay::Sequenced(sequenced) = message {
            self.seen = Some(Seen { seq: sequenced.seq, id: Some(sequenced.gesture.id) });
            if sequenced.gesture.id.client != self.client() {
                let titles = sequenced.gesture.ops.iter().filter_map(|op| match op {
                    Op::Set { value: Value::Text(title), .. } => find(title.as_bytes()).next(),
                    _ => None,
                });
                stamps.extend(titles);
            }
        }
        self.take_rows(message, stamps);
    }

    fn take_rows(&mut self, message: &FromRelay, stamps: &mut Vec<Stamp>) {
        match message {
            FromRelay::Table { table, first_row, .. } => {
                self.missing += first_row - self.next_row[topic(table)].min(*first_row);
                self.next_row[topic(table)] = *first_row;
            }
            FromRelay::Rows { table, first_row, batch } => {
                let next = &mut self.next_row[topic(table)];
                self.missing += first_row.abs_diff(*next);
                *next = first_row + batch.rows() as u64;
                stamps.extend(stamps_of(batch));
            }
            _ => {}
        }
    }

    /// Writes: a title for ours, a property of a map for Yjs.
    pub async fn edit(&mut self, stamp: Stamp) -> io::Result<()> {
        self.edits += 1;
        if self.contender == Contender::Hocuspocus {
            let update = yjs::update(self.room, self.number, self.edits, &stamp.text(40));
            return self.line.say(&update).await;
        }
        let value = Value::Text(stamp.text(40));
        let ops = vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value }];
        let id = OpId { client: self.client(), counter: self.edits };
        self.tell(&FromClient::Submit(vec![Gesture { id, ops }])).await
    }

    /// Ends without a word.
    pub fn cut(self) {
        self.line.cut();
    }
}

/// The address of a dashboard of the load.
pub fn dashboard(room: usize) -> String {
    format!("01900000-0000-7000-8000-{room:012x}")
}

/// The name of a table of the load.
pub fn table(topic: usize) -> String {
    format!("load.{topic}")
}

fn topic(table: &str) -> usize {
    table.rsplit('.').next().and_then(|topic| topic.parse().ok()).unwrap_or(0)
}

/// One stamp an update: its first row has it.
fn stamps_of(batch: &Batch) -> impl Iterator<Item = Stamp> + '_ {
    let column = batch.column("stamp");
    (0..batch.rows()).filter_map(move |row| match column?.cell(row) {
        Cell::Integer(micros) => u64::try_from(micros).ok().map(Stamp),
        _ => None,
    })
}
