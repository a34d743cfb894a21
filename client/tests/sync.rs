//! The sync machine, rule by rule: the relay is played by the test, message by message.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its own frames has failed")]

use client::{
    sync::{Effect, Event, Farewell, SocketId, Sync, loss::Loss},
    workspace::Connection,
};
use document::{
    ClientId, Direction, Document, Gesture, NodeId, Op, OpId, Property, Refusal, Role, Seq, Sequenced, Value,
};
use protocol::{
    CatchUp, FromClient, FromRelay, Person, PresenceState, SessionId, Welcome, canonical_hash, codec::VERSION, decode,
    encode,
};

/// The client of the page.
const ME: ClientId = ClientId::from_bytes([1; 8]);

/// One page whose relay is the test.
struct Stage {
    sync: Sync,
    now_ms: i64,
    said: Vec<Effect>,
}

impl Stage {
    fn live() -> Self {
        let mut stage =
            Self { sync: Sync::new(ME, Person { name: "Ada".into(), color: 0 }), now_ms: 0, said: Vec::new() };
        stage.event(Event::Start);
        stage.event(Event::Opened(stage.socket()));
        stage.relay(&welcome(0));
        stage
    }

    fn socket(&self) -> SocketId {
        let opened = self.said.iter().rev().find_map(|effect| match effect {
            Effect::Open(socket) => Some(*socket),
            _ => None,
        });
        opened.unwrap()
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.sync.handle(event, self.now_ms, 0.5);
        self.said.extend(effects.clone());
        effects
    }

    fn relay(&mut self, message: &FromRelay) -> Vec<FromClient> {
        let effects = self.event(Event::Received(self.socket(), encode(message).unwrap()));
        messages(&effects)
    }

    fn reconnect(&mut self) -> Vec<FromClient> {
        self.now_ms += 20_000;
        self.event(Event::Tick);
        let effects = self.event(Event::Opened(self.socket()));
        messages(&effects)
    }

    fn is_offline(&self) -> bool {
        matches!(self.sync.connection(), Connection::Offline { .. })
    }
}

fn messages(effects: &[Effect]) -> Vec<FromClient> {
    let sent = effects.iter().filter_map(|effect| match effect {
        Effect::Send(_, frame) => Some(decode(frame).unwrap()),
        _ => None,
    });
    sent.collect()
}

fn welcome(seq: u64) -> FromRelay {
    let catch_up = CatchUp::Snapshot { document: Document::default(), seq: Seq(seq), id: None };
    FromRelay::Welcome(Welcome { session: SessionId(7), role: Role::Editor, catch_up, others: Vec::new() })
}

fn title(words: &str) -> Op {
    Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(words.into()) }
}

fn sequenced(seq: u64, words: &str) -> Sequenced {
    let id = OpId { client: ClientId::from_bytes([9; 8]), counter: seq };
    Sequenced { seq: Seq(seq), gesture: Gesture { id, ops: vec![title(words)] } }
}

fn last_seq_of(messages: &[FromClient]) -> Option<Seq> {
    match messages {
        [FromClient::Hello(hello)] => hello.last.map(|last| last.seq),
        other => panic!("expected Hello, got {other:?}"),
    }
}

/// P-11: one `Tail` for a gap, not one for every message beyond it.
#[test]
fn a_gap_asks_for_the_tail_once() {
    let mut stage = Stage::live();
    let asked = stage.relay(&FromRelay::Sequenced(sequenced(2, "b")));
    assert_eq!(asked, [FromClient::Tail { after: Seq(0) }]);
    assert_eq!(stage.relay(&FromRelay::Sequenced(sequenced(3, "c"))), []);
    stage.relay(&FromRelay::Tail(vec![sequenced(1, "a"), sequenced(2, "b"), sequenced(3, "c")]));
    stage.relay(&FromRelay::Sequenced(sequenced(4, "d")));
    assert_eq!((stage.sync.last_seq(), stage.sync.document().title()), (Seq(4), "d"));
}

/// P-12: a document that differs is fetched whole; what is pending stays and is sent again.
#[test]
fn a_digest_that_differs_asks_for_a_snapshot() {
    let mut stage = Stage::live();
    stage.relay(&FromRelay::Sequenced(sequenced(1, "a")));
    let hash = canonical_hash(stage.sync.replica().confirmed());
    stage.relay(&FromRelay::Digest { seq: Seq(1), hash });
    assert!(!stage.is_offline(), "equal documents go on");
    let submitted = messages(&stage.event(Event::Edited(vec![title("mine")])));
    stage.relay(&FromRelay::Digest { seq: Seq(1), hash: hash ^ 1 });
    assert!(stage.is_offline());
    assert_eq!(last_seq_of(&stage.reconnect()), None);
    let again = stage.relay(&welcome(1));
    assert_eq!(again[0], submitted[0]);
    assert_eq!(stage.sync.document().title(), "mine");
}

/// P-15: after a cut the tail is asked for.
#[test]
fn a_cut_resumes_from_the_last_seq_and_a_late_close_is_ignored() {
    let mut stage = Stage::live();
    stage.relay(&FromRelay::Sequenced(sequenced(1, "a")));
    let old = stage.socket();
    stage.event(Event::Closed(old, 1006.into()));
    assert_eq!(last_seq_of(&stage.reconnect()), Some(Seq(1)));
    stage.relay(&welcome(1));
    assert_eq!(stage.event(Event::Closed(old, 4404.into())), []);
    assert_eq!(stage.sync.connection(), Connection::Live);
}

/// P-33: heartbeats leave every 4 s, and a relay that answers none is given up.
#[test]
fn a_silent_relay_is_given_up() {
    let mut stage = Stage::live();
    let mut heartbeats = 0;
    for _ in 0..24 {
        stage.now_ms += 1_000;
        heartbeats += messages(&stage.event(Event::Tick)).len();
        assert!(!stage.is_offline());
    }
    assert_eq!(heartbeats, 6);
    stage.now_ms += 1_000;
    stage.event(Event::Tick);
    assert!(stage.is_offline());
}

/// P-34: some close codes are final, until the person asks for another attempt.
#[test]
fn final_close_codes_stop() {
    for code in [4401_u16, 4404, 4406, 4500] {
        let mut stage = Stage::live();
        let effects = stage.event(Event::Closed(stage.socket(), code.into()));
        assert!(matches!(stage.sync.connection(), Connection::Stopped(_)), "{code}");
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::WakeIn(_))), "{code} waits for nothing");
        let effects = stage.event(Event::RetryNow);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(_))), "{code}");
    }
    for code in [1001_u16, 1006, 1009, 4400, 4408] {
        let mut stage = Stage::live();
        stage.event(Event::Closed(stage.socket(), code.into()));
        assert!(stage.is_offline(), "{code}");
    }
}

/// P-141: a page that was sent away with many others comes back at a moment of its own within the time that was said; one
/// that was cut without a word goes by its own failures.
#[test]
fn the_relay_says_within_what_time_to_come_again() {
    for (farewell, wait_ms) in [(Farewell::of(1013, "busy; within_ms=20000"), 10_000), (Farewell::cut(), 125)] {
        let mut stage = Stage::live();
        stage.event(Event::Closed(stage.socket(), farewell));
        assert!(matches!(stage.sync.connection(), Connection::Offline { retry_in_ms, .. } if retry_in_ms == wait_ms));
    }
}

/// P-14, P-76: the author of a refused gesture is told in words, sees it taken back, and can say it again.
#[test]
fn a_rejected_gesture_is_taken_back_in_words() {
    let mut stage = Stage::live();
    stage.event(Event::Edited(vec![title("mine")]));
    let id = OpId { client: ME, counter: 1 };
    stage.said.clear();
    let socket = SocketId(1);
    let rejected = FromRelay::Rejected { id, reason: Refusal::Full };
    stage.event(Event::Received(socket, encode(&rejected).unwrap()));
    assert_eq!(stage.sync.document().title(), "");
    let reason = Refusal::Full;
    let lost = Effect::Lost(Loss::Refused { reason, again: vec![title("mine")] });
    assert!(stage.said.contains(&lost), "{:?}", stage.said);
}

/// P-13: of what is typed within one frame the first leaves at once, the rest as one set.
#[test]
fn typing_sends_one_submit_a_frame() {
    let mut stage = Stage::live();
    let submits = |effects: &[Effect]| messages(effects).len();
    let first = stage.event(Event::Edited(vec![title("h")]));
    assert_eq!(submits(&first), 1);
    for words in ["he", "hel", "hell", "hello"] {
        let effects = stage.event(Event::Edited(vec![title(words)]));
        assert_eq!(submits(&effects), 0);
    }
    let effects = stage.event(Event::FrameEnded);
    match messages(&effects).as_slice() {
        [FromClient::Submit(gestures)] => {
            assert_eq!(gestures.iter().map(|gesture| gesture.ops.clone()).collect::<Vec<_>>(), [[title("hello")]]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(submits(&stage.event(Event::FrameEnded)), 0);
}

/// P-111: a relay that holds its pace gets the newest of what was typed, and only so much of the rest.
#[test]
fn what_is_not_answered_holds_the_rest_back_where_it_collapses() {
    let mut stage = Stage::live();
    let mut sent = Vec::new();
    for typed in 0..100 {
        stage.event(Event::Edited(vec![title(&format!("{typed}"))]));
        sent.extend(messages(&stage.event(Event::FrameEnded)));
    }
    assert!(sent.len() <= 32, "{} under way", sent.len());
    let id = OpId { client: ME, counter: 1 };
    let first = Sequenced { seq: Seq(1), gesture: Gesture { id, ops: vec![title("0")] } };
    match stage.relay(&FromRelay::Sequenced(first)).as_slice() {
        [FromClient::Submit(gestures)] => {
            assert_eq!(gestures.iter().map(|gesture| gesture.ops.clone()).collect::<Vec<_>>(), [[title("99")]]);
        }
        other => panic!("{other:?}"),
    }
}

/// P-131: a relay whose disk is full stores nothing: the session goes on, the gesture stays here, and all that is pending
/// is sent again in its old order, also what was made meanwhile.
#[test]
fn a_relay_that_cannot_store_gets_it_again() {
    let mut stage = Stage::live();
    let mine = messages(&stage.event(Event::Edited(vec![title("mine")])));
    let id = OpId { client: ME, counter: 1 };
    stage.relay(&FromRelay::Rejected { id, reason: Refusal::StorageFailed });
    assert!(stage.sync.is_held() && !stage.is_offline());
    assert_eq!(messages(&stage.event(Event::Edited(vec![title("more")]))), []);
    stage.event(Event::FrameEnded);
    stage.relay(&FromRelay::Sequenced(sequenced(1, "others go on")));
    stage.now_ms += 4_000;
    let again = messages(&stage.event(Event::Tick));
    let [FromClient::Submit(first)] = mine.as_slice() else { panic!("{mine:?}") };
    let submitted = again.iter().find_map(|message| match message {
        FromClient::Submit(gestures) => Some(gestures),
        _ => None,
    });
    assert!(submitted.is_some_and(|again| again.starts_with(first) && again.len() == 2), "{again:?}");
    assert!(!stage.sync.is_held());
}

#[test]
fn a_bad_frame_starts_over_and_another_version_stops() {
    let mut stage = Stage::live();
    stage.event(Event::Received(stage.socket(), vec![VERSION, 0, 99, 99]));
    assert!(stage.is_offline());
    assert_eq!(last_seq_of(&stage.reconnect()), None);
    let mut stage = Stage::live();
    stage.event(Event::Received(stage.socket(), vec![200, 0]));
    assert!(matches!(stage.sync.connection(), Connection::Stopped(_)));
}

/// What waited for the relay fits its limit for a frame, in order, however much it is.
#[test]
fn a_long_wait_leaves_in_frames_that_are_accepted() {
    let mut stage = Stage::live();
    stage.event(Event::Closed(stage.socket(), 1006.into()));
    let mut noise = 1_u32;
    for counter in 0..400 {
        let words: String = (0..600)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b'!' + (noise >> 24) as u8 % 90)
            })
            .collect();
        let node = NodeId::ROOT;
        let property = if counter % 2 == 0 { Property::Description } else { Property::Title };
        let value = Value::Text(if counter % 2 == 0 { words.repeat(3) } else { words[..200].into() });
        stage.event(Event::Edited(vec![Op::Set { node, property, value }]));
    }
    stage.reconnect();
    let effects = stage.event(Event::Received(stage.socket(), encode(&welcome(0)).unwrap()));
    let mut counters = Vec::new();
    for effect in &effects {
        let Effect::Send(_, frame) = effect else { continue };
        assert!(frame.len() <= protocol::MAX_FRAME_BYTES);
        if let FromClient::Submit(gestures) = decode(frame).unwrap() {
            counters.extend(gestures.iter().map(|gesture| gesture.id.counter));
        }
    }
    assert_eq!(counters, (1..=400).collect::<Vec<u64>>());
}

/// The heartbeat of a hidden page, whose timers sleep, leaves with the relay's messages; presence follows a welcome.
#[test]
fn messages_carry_heartbeats_and_a_welcome_carries_presence() {
    let mut stage = Stage::live();
    let state = PresenceState { editing: true, ..PresenceState::default() };
    stage.event(Event::Moved(Box::new(state)));
    stage.now_ms += 11_000;
    assert_eq!(stage.relay(&FromRelay::Heartbeat), [FromClient::Heartbeat]);
    stage.event(Event::Closed(stage.socket(), 1006.into()));
    stage.reconnect();
    let said = stage.relay(&welcome(0));
    assert_eq!(said, [FromClient::Presence(PresenceState { editing: true, ..PresenceState::default() })]);
}

/// P-55: what is typed without a pause is taken back as one, and says so.
#[test]
fn a_word_is_undone_as_a_word() {
    let mut stage = Stage::live();
    let words = |stage: &Stage| stage.sync.document().title().to_owned();
    for (pause_ms, typed) in [(0, "C"), (200, "CP"), (999, "CPU"), (1_000, "CPU "), (100, "CPU 1")] {
        stage.now_ms += pause_ms;
        stage.event(Event::Edited(vec![title(typed)]));
        stage.event(Event::FrameEnded);
    }
    for (direction, expected) in
        [(Direction::Undo, "CPU"), (Direction::Undo, ""), (Direction::Redo, "CPU"), (Direction::Undo, "")]
    {
        let effects = stage.event(Event::Turned(direction));
        assert_eq!(words(&stage), expected);
        let said = |effect: &Effect| matches!(effect, Effect::Undone(undone) if undone.direction == direction);
        assert!(effects.iter().any(said), "{effects:?}");
        stage.event(Event::FrameEnded);
    }
    assert_eq!(stage.sync.undo_label(Direction::Undo), None);
    stage.event(Event::Edited(vec![title("D")]));
    stage.event(Event::Turned(Direction::Undo));
    stage.event(Event::Edited(vec![title("E")]));
    assert_eq!(stage.sync.undo_label(Direction::Redo), None);
}

/// P-15. tldraw: one failed attempt stalled all reconnecting. However many fail, another one follows within a minute,
/// and the one that succeeds is a session again.
#[test]
fn attempts_go_on_however_many_fail() {
    let mut stage = Stage::live();
    stage.event(Event::Closed(stage.socket(), 1006.into()));
    for attempt in 0..50 {
        let failed = stage.socket();
        stage.now_ms += 60_000;
        stage.event(Event::Tick);
        assert_ne!(stage.socket(), failed, "attempt {attempt}");
        stage.event(Event::Closed(stage.socket(), 1006.into()));
    }
    stage.now_ms += 60_000;
    stage.event(Event::Tick);
    let hello = stage.event(Event::Opened(stage.socket()));
    assert_eq!(last_seq_of(&messages(&hello)), Some(Seq(0)));
    stage.relay(&welcome(0));
    assert!(!stage.is_offline());
}

/// P-76: two people write one title at once: whose words do not stand is told, with both; what somebody writes over
/// later was seen, and is no loss. What was made while one was away stays fresh for longer.
#[test]
fn what_crosses_is_told() {
    for (away, wait_ms, told) in [(false, 0, true), (false, 5_000, false), (true, 5_000, true), (true, 600_000, false)]
    {
        let mut stage = Stage::live();
        if away {
            stage.event(Event::Closed(stage.socket(), 1006.into()));
        }
        stage.event(Event::Edited(vec![title("mine")]));
        if away {
            stage.reconnect();
            stage.relay(&welcome(0));
        }
        let gesture = Gesture { id: OpId { client: ME, counter: 1 }, ops: vec![title("mine")] };
        stage.relay(&FromRelay::Sequenced(Sequenced { seq: Seq(1), gesture }));
        stage.now_ms += wait_ms;
        let theirs = encode(&FromRelay::Sequenced(sequenced(2, "theirs"))).unwrap();
        let lost = stage.event(Event::Received(stage.socket(), theirs));
        let is_told = lost.iter().any(|effect| matches!(effect, Effect::Lost(Loss::Overwritten { .. })));
        assert_eq!(is_told, told, "away: {away}, after {wait_ms} ms");
    }
}
