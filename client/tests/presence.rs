//! Presence, as the sync machine tells and takes it: by a clock that the test moves, against a relay that the test plays.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use client::sync::{Effect, Event, SocketId, Sync, whereabouts::STATE_MS};
use document::{ClientId, Document, NodeId, Op, Property, Refusal, Role, Seq, Value};
use protocol::{
    CatchUp, FromClient, FromRelay, Person, PresenceState, Present, SessionId, Spot, Welcome, decode, encode,
};

const SOCKET: SocketId = SocketId(1);

/// A machine with a session of its own, at a time that the test says.
struct Page {
    sync: Sync,
    now_ms: i64,
}

impl Page {
    fn opened(role: Role, others: &[u64]) -> Self {
        let sync = Sync::new(ClientId::from_bytes([1; 8]), person("me"));
        let mut page = Self { sync, now_ms: 1_000 };
        page.tell(Event::Start);
        page.tell(Event::Opened(SOCKET));
        let catch_up = CatchUp::Snapshot { document: Document::default(), seq: Seq::ZERO, id: None };
        let others = others.iter().map(|session| (SessionId(*session), present())).collect();
        page.hear(&FromRelay::Welcome(Welcome { session: SessionId(1), role, catch_up, others }));
        page
    }

    fn tell(&mut self, event: Event) -> Vec<Effect> {
        self.sync.handle(event, self.now_ms, 0.5)
    }

    fn hear(&mut self, message: &FromRelay) -> Vec<Effect> {
        let frame = encode(message).expect("a message of the relay fits");
        self.tell(Event::Received(SOCKET, frame))
    }

    /// The states that leave with a movement of the pointer, so many columns from the start.
    fn point(&mut self, x: u32) -> Vec<PresenceState> {
        let cursor = Some(Spot { section: NodeId::ROOT, x, y: 0 });
        let state = PresenceState { cursor, ..self.sync.whereabouts().clone() };
        states(&self.tell(Event::Moved(Box::new(state))))
    }

    fn wait(&mut self, ms: i64) -> Vec<PresenceState> {
        self.now_ms += ms;
        states(&self.tell(Event::Tick))
    }
}

fn person(name: &str) -> Person {
    Person { name: name.into(), color: 0 }
}

fn present() -> Present {
    let client = ClientId::from_bytes([2; 8]);
    Present { client, role: Role::Editor, person: person("other"), state: PresenceState::default() }
}

fn states(effects: &[Effect]) -> Vec<PresenceState> {
    let sent = effects.iter().filter_map(|effect| match effect {
        Effect::Send(_, frame) => decode::<FromClient>(frame).ok(),
        _ => None,
    });
    let state = |message| match message {
        FromClient::Presence(state) => Some(state),
        _ => None,
    };
    sent.filter_map(state).collect()
}

fn x(states: &[PresenceState]) -> Vec<Option<u32>> {
    states.iter().map(|state| state.cursor.map(|spot| spot.x)).collect()
}

/// P-100: a pointer that moves all the time is told 20 times a second, and where it comes to rest is told too.
#[test]
fn movements_are_told_twenty_times_a_second_and_the_last_always() {
    let mut page = Page::opened(Role::Editor, &[2]);
    let mut told = Vec::new();
    for ms in 0..1_000 {
        told.extend(page.point(ms));
        page.now_ms += 1;
    }
    assert_eq!(told.len(), 20);
    assert_eq!(x(&page.wait(STATE_MS)), [Some(999)]);
    assert_eq!(page.wait(STATE_MS), [], "what is told is not told again");
}

/// P-100: nobody is there to see it; whoever comes sees it at once.
#[test]
fn a_pointer_is_told_only_while_others_are_here() {
    let mut page = Page::opened(Role::Editor, &[]);
    assert_eq!(page.point(7), []);
    let editing = PresenceState { editing: true, ..page.sync.whereabouts().clone() };
    let told = states(&page.tell(Event::Moved(Box::new(editing))));
    assert_eq!(told.len(), 1, "what stays is in the welcome of whoever comes");
    page.point(8);
    page.now_ms += STATE_MS;
    let came = page.hear(&FromRelay::Presence { session: SessionId(2), present: present() });
    assert_eq!(x(&states(&came)), [Some(8)]);
    page.hear(&FromRelay::Left(SessionId(2)));
    page.now_ms += STATE_MS;
    assert_eq!(page.point(9), []);
}

/// A pointer that moves is told to those who draw pointers, and to no component.
#[test]
fn a_movement_of_a_pointer_changes_no_view() {
    let mut page = Page::opened(Role::Editor, &[2]);
    let moved = |page: &mut Page, state| page.hear(&FromRelay::Moved { session: SessionId(2), state });
    let pointing = |editing| PresenceState {
        cursor: Some(Spot { section: NodeId::ROOT, x: 1, y: 1 }),
        editing,
        ..PresenceState::default()
    };
    assert_eq!(moved(&mut page, pointing(false)), [Effect::PeopleMoved]);
    assert_eq!(moved(&mut page, pointing(true)), [Effect::ViewChanged]);
    let stranger = FromRelay::Moved { session: SessionId(9), state: pointing(true) };
    assert_eq!(page.hear(&stranger), [], "whoever is not here is not seen");
}

/// P-37: what is pending is judged by the new role: the relay refuses it, it is taken back, and its author is told.
#[test]
fn a_lowered_role_closes_the_form_at_once_and_takes_back_what_was_pending() {
    let mut page = Page::opened(Role::Editor, &[2]);
    let title = |text: &str| {
        let (node, property) = (NodeId::ROOT, Property::Title);
        Event::Edited(vec![Op::Set { node, property, value: Value::Text(text.into()) }])
    };
    page.tell(title("mine"));
    let id = page.sync.replica().pending().next().expect("it is pending").id;
    page.hear(&FromRelay::Role(Role::Viewer));
    assert_eq!(page.sync.role(), Some(Role::Viewer));
    page.tell(title("more"));
    let rejected = page.hear(&FromRelay::Rejected { id, reason: Refusal::NotAllowed });
    assert!(rejected.iter().any(|effect| matches!(effect, Effect::Lost(_) | Effect::Notice(_))), "{rejected:?}");
    assert_eq!((page.sync.document().title(), page.sync.replica().pending_len()), ("", 0));
    page.hear(&FromRelay::Role(Role::Editor));
    page.tell(title("again"));
    assert_eq!(page.sync.document().title(), "again");
}
