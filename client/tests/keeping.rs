//! What the page keeps on this device, case by case: the relay and the disk are played by the test.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own records has failed")]

use client::{
    shelf::{Batch, KeptDocument, Slot, Unkept, record::read},
    sync::{
        Effect, Event, SocketId, Sync,
        loss::{self, Loss},
    },
    workspace::Connection,
};
use document::{
    ClientId, Direction, Document, Gesture, Kept, NodeId, Op, OpId, Property, Replica, Role, Seq, Sequenced, Value,
};
use protocol::{CatchUp, FromClient, FromRelay, Hello, Person, SessionId, Welcome, decode, encode};

const ME: ClientId = ClientId::from_bytes([1; 8]);
const ORPHAN: ClientId = ClientId::from_bytes([2; 8]);
const OTHER: ClientId = ClientId::from_bytes([9; 8]);
const FRESH: ClientId = ClientId::from_bytes([5; 8]);

/// One page in front of a relay and a disk.
struct Stage {
    sync: Sync,
    now_ms: i64,
    socket: SocketId,
}

impl Stage {
    /// A page that has found this, and waits for its first connection.
    fn found(slot: Slot) -> (Self, Vec<Effect>) {
        let sync = Sync::new(FRESH, Person { name: "Ada".into(), color: 0 });
        let mut stage = Self { sync, now_ms: 0, socket: SocketId::default() };
        let mut effects = stage.event(Event::Found(Box::new(slot)));
        effects.extend(stage.event(Event::Start));
        (stage, effects)
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.sync.handle(event, self.now_ms, 0.5);
        let opened = effects.iter().rev().find_map(|effect| match effect {
            Effect::Open(socket) => Some(*socket),
            _ => None,
        });
        self.socket = opened.unwrap_or(self.socket);
        effects
    }

    /// The socket opens: what the page says of itself.
    fn open(&mut self) -> Hello {
        let effects = self.event(Event::Opened(self.socket));
        match messages(&effects).as_slice() {
            [FromClient::Hello(hello)] => hello.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn relay(&mut self, message: &FromRelay) -> Vec<Effect> {
        self.event(Event::Received(self.socket, encode(message).unwrap()))
    }

    fn live() -> Self {
        let (mut stage, _) = Self::found(empty());
        stage.event(Event::Kept);
        stage.open();
        stage.relay(&welcome(CatchUp::Snapshot { document: Document::default(), seq: Seq(0), id: None }));
        stage.now_ms += 3_000;
        stage.event(Event::Tick);
        stage.event(Event::Kept);
        stage
    }

    fn edit(&mut self, words: &str) -> Vec<Effect> {
        self.event(Event::Edited(vec![title(words)]))
    }
}

fn empty() -> Slot {
    let (pending, orphans, idle) = (Vec::new(), Vec::new(), Vec::new());
    Slot { client: ME, kept: Kept::default(), document: None, pending, orphans, idle }
}

/// A slot whose document is at `seq` with a title of this person's.
fn with_document(seq: u64, words: &str) -> Slot {
    let mut document = Document::default();
    let last = gesture(ME, seq, words);
    document::apply(&mut document, &last, Some(Seq(seq))).unwrap();
    let kept = KeptDocument { document, seq: Seq(seq), last: Some(last.id), role: Role::Editor };
    Slot { document: Some(kept), ..empty() }
}

fn title(words: &str) -> Op {
    Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(words.into()) }
}

fn gesture(client: ClientId, counter: u64, words: &str) -> Gesture {
    Gesture { id: OpId { client, counter }, ops: vec![title(words)] }
}

fn welcome(catch_up: CatchUp) -> FromRelay {
    FromRelay::Welcome(Welcome { session: SessionId(7), role: Role::Editor, catch_up, others: Vec::new() })
}

fn messages(effects: &[Effect]) -> Vec<FromClient> {
    let sent = effects.iter().filter_map(|effect| match effect {
        Effect::Send(_, frame) => Some(decode(frame).unwrap()),
        _ => None,
    });
    sent.collect()
}

fn submitted(effects: &[Effect]) -> Vec<OpId> {
    let submits = messages(effects).into_iter().filter_map(|message| match message {
        FromClient::Submit(gestures) => Some(gestures),
        _ => None,
    });
    submits.flatten().map(|gesture| gesture.id).collect()
}

fn batches(effects: &[Effect]) -> Vec<Batch> {
    let kept = effects.iter().filter_map(|effect| match effect {
        Effect::Keep(batch) => Some(batch.clone()),
        _ => None,
    });
    kept.collect()
}

/// P-70: an edit is on its way to the disk with the edit itself, what comes meanwhile follows together, and only what
/// is on the disk counts as kept.
#[test]
fn edits_are_kept_one_batch_after_the_other() {
    let mut stage = Stage::live();
    let first = batches(&stage.edit("a"));
    assert_eq!(first[0].gestures.len(), 1);
    assert!(!stage.sync.is_kept());
    for words in ["b", "c"] {
        assert_eq!(batches(&stage.edit(words)), []);
    }
    let next = batches(&stage.event(Event::Kept));
    let words: Gesture = read(&next[0].gestures[0].1).unwrap();
    assert_eq!((next[0].gestures.len(), words.ops), (1, vec![title("c")]));
    assert!(!stage.sync.is_kept());
    stage.event(Event::Kept);
    assert!(stage.sync.is_kept());
}

/// P-71: nothing is sent under a counter before it is on the disk that the counter is used.
#[test]
fn nothing_is_sent_before_its_counter_is_reserved() {
    let (mut stage, effects) = Stage::found(empty());
    let kept: Kept = read(&batches(&effects)[0].replica.clone().unwrap().1).unwrap();
    assert!(kept.reserved() > 1);
    stage.open();
    stage.relay(&welcome(CatchUp::Snapshot { document: Document::default(), seq: Seq(0), id: None }));
    assert_eq!(submitted(&stage.edit("a")), []);
    assert_eq!(stage.sync.document().title(), "a");
    let sent = submitted(&stage.event(Event::Kept));
    assert_eq!(sent, [OpId { client: ME, counter: 1 }]);
}

/// P-72: what is sequenced goes from the disk with the document that contains it, what is refused at once.
#[test]
fn what_is_settled_goes_with_the_document() {
    let mut stage = Stage::live();
    let sent = stage.edit("a");
    let id = submitted(&sent)[0];
    stage.event(Event::Kept);
    let heard = stage.relay(&FromRelay::Sequenced(Sequenced { seq: Seq(1), gesture: gesture(ME, id.counter, "a") }));
    assert_eq!(batches(&heard), []);
    stage.now_ms += 2_000;
    let written = batches(&stage.event(Event::Tick));
    let kept: KeptDocument = read(&written[0].document.clone().unwrap().bytes).unwrap();
    assert_eq!((kept.seq, kept.last, kept.role), (Seq(1), Some(id), Role::Editor));
    assert_eq!(written[0].settled, [id]);
    stage.event(Event::Kept);
    stage.event(Event::FrameEnded);
    let refused = submitted(&stage.edit("b"))[0];
    stage.event(Event::Kept);
    let heard = stage.relay(&FromRelay::Rejected { id: refused, reason: document::Refusal::Full });
    assert_eq!(batches(&heard)[0].settled, [refused]);
}

/// P-74, P-75, P-77: what was kept is shown and edited before there is any relay, then sent under the old ids.
#[test]
fn a_life_goes_on_where_another_ended() {
    let mut before = Replica::revive(ME, Kept::default(), None, Vec::new(), Some(Role::Editor));
    before.submit(vec![title("pending")]).unwrap();
    let slot = Slot {
        kept: before.kept(),
        pending: before.pending().cloned().collect(),
        orphans: vec![gesture(ORPHAN, 3, "orphan")],
        ..with_document(4, "confirmed")
    };
    let (mut stage, _) = Stage::found(slot);
    assert!(stage.sync.is_loaded());
    assert_eq!(stage.sync.document().title(), "pending", "P-18: what may build on an orphan comes after it");
    stage.event(Event::Closed(stage.socket, 1006.into()));
    assert!(matches!(stage.sync.connection(), Connection::Offline { .. }));
    stage.edit("edited");
    assert_eq!(stage.sync.document().title(), "edited");
    assert!(stage.sync.undo_label(Direction::Undo).is_some());
    stage.event(Event::Kept);
    stage.event(Event::Kept);
    assert!(stage.sync.is_kept());
    stage.event(Event::NetworkChanged);
    let hello = stage.open();
    assert_eq!((hello.client, hello.also), (ME, vec![ORPHAN]));
    assert_eq!(hello.last.map(|last| (last.seq, last.id)), Some((Seq(4), Some(OpId { client: ME, counter: 4 }))));
    let sent = submitted(&stage.relay(&welcome(CatchUp::Tail(Vec::new()))));
    let counter = before.kept().reserved();
    let [first, orphan] = [(ME, 1), (ORPHAN, 3)].map(|(client, counter)| OpId { client, counter });
    assert_eq!(sent, [orphan, first, OpId { client: ME, counter }]);
}

/// P-75: a tab that dies while another one lives has somebody to speak for it.
#[test]
fn a_tab_that_lives_speaks_for_one_that_died() {
    let mut stage = Stage::live();
    let effects = stage.event(Event::Orphaned(vec![gesture(ORPHAN, 3, "orphan")]));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(_))), "{effects:?}");
    assert!(stage.sync.is_kept());
    assert_eq!(stage.sync.document().title(), "orphan");
    assert_eq!(stage.open().also, [ORPHAN]);
    let sent = submitted(&stage.relay(&welcome(CatchUp::Tail(Vec::new()))));
    assert_eq!(sent, [OpId { client: ORPHAN, counter: 3 }]);
}

/// P-76: what others wrote over meanwhile is told as it stands now, and what comes later while one looks on is not.
#[test]
fn what_was_written_over_meanwhile_is_told() {
    let (mut stage, _) = Stage::found(with_document(1, "mine"));
    stage.open();
    let tail = [(2, "their"), (3, "theirs")]
        .map(|(seq, words)| Sequenced { seq: Seq(seq), gesture: gesture(OTHER, seq, words) });
    let effects = stage.relay(&welcome(CatchUp::Tail(tail.into())));
    let [mine, theirs] = ["mine", "theirs"].map(|words| Value::Text(words.into()));
    let loss = Loss::Overwritten { node: NodeId::ROOT, property: Property::Title, mine, theirs, by: None };
    assert!(effects.contains(&Effect::Lost(loss.clone())), "{effects:?}");
    assert_eq!(loss.again(), [title("mine")]);
    stage.event(Event::Kept);
    let sent = submitted(&stage.edit("mine"))[0];
    stage.relay(&FromRelay::Sequenced(Sequenced { seq: Seq(4), gesture: gesture(ME, sent.counter, "mine") }));
    stage.now_ms += loss::CROSSING_MS;
    let seen = stage.relay(&FromRelay::Sequenced(Sequenced { seq: Seq(5), gesture: gesture(OTHER, 5, "again") }));
    assert!(!seen.iter().any(|effect| matches!(effect, Effect::Lost(_))), "{seen:?}");
}

/// P-79: a disk that fails ends no work: the page goes on as another client, and says so once when it matters.
#[test]
fn a_page_goes_on_without_a_disk() {
    let mut stage = Stage::live();
    let sent = submitted(&stage.edit("sent"));
    let effects = stage.event(Event::Unkept(Unkept::Full, FRESH));
    assert!(!stage.sync.is_kept());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(_))), "{effects:?}");
    let hello = stage.open();
    assert_eq!((hello.client, hello.also), (FRESH, vec![ME]));
    assert_eq!(submitted(&stage.relay(&welcome(CatchUp::Tail(Vec::new())))), sent);
    stage.event(Event::FrameEnded);
    assert_eq!(submitted(&stage.edit("more"))[0].client, FRESH);
    let warned = |effects: &[Effect]| effects.contains(&Effect::NotKept(Unkept::Full));
    assert!(warned(&stage.event(Event::Closed(stage.socket, 1006.into()))));
    assert!(!warned(&stage.edit("once")));
}

/// P-79: what may not be seen any more is not kept, unless something waits.
#[test]
fn what_is_gone_is_forgotten() {
    for (code, is_forgotten) in [(4401_u16, true), (4404, true), (4406, false), (1006, false)] {
        let mut stage = Stage::live();
        let effects = stage.event(Event::Closed(stage.socket, code.into()));
        assert_eq!(effects.contains(&Effect::Forget), is_forgotten, "{code}");
    }
    let mut stage = Stage::live();
    stage.edit("waits");
    let effects = stage.event(Event::Closed(stage.socket, 4404.into()));
    assert!(!effects.contains(&Effect::Forget));
}
