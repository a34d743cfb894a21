//! The workspace in a real browser, with the relay's end of every socket played by the test: an edit's way, a row's
//! way, a cut and the end.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test without its page has failed")]

use std::{cell::RefCell, rc::Rc};

use client::{
    identity::PERSON_COLORS,
    shelf::Shelf,
    workspace::{Connection, Edit, SaveState, Stop, View, Workspace},
};
use document::{
    Act, ClientId, Direction, Document, Extent, Gesture, Kind, Label, NodeId, Op, OpId, Order, Place, Property, Rect,
    Role, Seq, Sequenced, Value, apply,
};
use protocol::{
    CatchUp, FromClient, FromRelay, Hello, Person, PresenceState, Present, SessionId, Welcome, decode, encode,
};
use table::{Batch, Column, DataType, Field, Schema};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = "
    const sockets = [];
    class Played {
        constructor(address) { this.address = address; this.readyState = 0; this.sent = []; sockets.push(this); }
        send(frame) { this.sent.push(Uint8Array.from(frame)); }
        close() { this.readyState = 3; }
    }
    export function play() { sockets.length = 0; globalThis.WebSocket = Played; }
    export function count() { return sockets.length; }
    export function address(index) { return sockets[index].address; }
    export function is_closed(index) { return sockets[index].readyState === 3; }
    export function accept(index) { sockets[index].readyState = 1; sockets[index].onopen?.({}); }
    export function say(index, frame) { sockets[index].onmessage?.({ data: frame.slice().buffer }); }
    export function cut(index, code) { sockets[index].readyState = 3; sockets[index].onclose?.({ code, reason: '' }); }
    export function heard(index) { return sockets[index].sent.splice(0); }
")]
extern "C" {
    fn play();
    fn count() -> usize;
    fn address(index: usize) -> String;
    fn is_closed(index: usize) -> bool;
    fn accept(index: usize);
    fn say(index: usize, frame: &[u8]);
    fn cut(index: usize, code: u16);
    fn heard(index: usize) -> Vec<js_sys::Uint8Array>;
}

const PANEL: NodeId = NodeId::from_bytes([1; 8]);

/// What the page said on a socket since the last time.
fn messages(index: usize) -> Vec<FromClient> {
    heard(index).iter().map(|frame| decode(&frame.to_vec()).unwrap()).collect()
}

fn tell(index: usize, message: &FromRelay) {
    say(index, &encode(message).unwrap());
}

async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        gloo::utils::window().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// The backoff and the search for the relay take their time; a second is far more than either needs.
async fn sockets_are(expected: usize) {
    for _ in 0..120 {
        if count() == expected {
            return;
        }
        frame().await;
    }
    panic!("{} sockets, expected {expected}", count());
}

/// The browser keeps what a test has done: the next one has another dashboard.
fn new_dashboard() -> String {
    format!("a b {}", js_sys::Math::random())
}

/// Nothing is sent before; reading waits for what is being written.
async fn counters_are_reserved(dashboard: &str) {
    let shelf = Shelf::open().await.unwrap();
    while shelf.load(dashboard).await.unwrap().replicas.is_empty() {
        frame().await;
    }
}

fn snapshot() -> CatchUp {
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    CatchUp::Snapshot { document: one_chart(), seq: Seq(1), id: Some(id) }
}

fn one_chart() -> Document {
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    let table = Value::Name(Some("t".into()));
    let ops = vec![
        Op::Insert { node: PANEL, kind: Kind::Chart, place },
        Op::Set { node: PANEL, property: Property::Table, value: table },
    ];
    let mut document = Document::default();
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    apply(&mut document, &Gesture { id, ops }, Some(Seq(1))).unwrap();
    document
}

fn welcome(catch_up: CatchUp) -> FromRelay {
    welcome_among(Vec::new(), catch_up)
}

fn welcome_among(others: Vec<(SessionId, Present)>, catch_up: CatchUp) -> FromRelay {
    FromRelay::Welcome(Welcome { session: SessionId(1), role: Role::Editor, catch_up, others })
}

fn hello(messages: &[FromClient]) -> &Hello {
    match messages {
        [FromClient::Hello(hello)] => hello,
        other => panic!("expected Hello, got {other:?}"),
    }
}

fn submitted(messages: &[FromClient]) -> Vec<Gesture> {
    let submits = messages.iter().filter_map(|message| match message {
        FromClient::Submit(gestures) => Some(gestures.clone()),
        _ => None,
    });
    submits.flatten().collect()
}

struct Page {
    workspace: Workspace,
    views: Rc<RefCell<Vec<Rc<View>>>>,
}

impl Page {
    /// A page that was welcomed on its first socket.
    async fn open() -> Self {
        play();
        let views: Rc<RefCell<Vec<Rc<View>>>> = Rc::default();
        let emitted = views.clone();
        let dashboard = new_dashboard();
        let workspace = Workspace::open(dashboard.clone(), Callback::from(move |view| emitted.borrow_mut().push(view)));
        sockets_are(1).await;
        accept(0);
        assert_eq!(hello(&messages(0)).last, None);
        tell(0, &welcome(snapshot()));
        counters_are_reserved(&dashboard).await;
        Self { workspace, views }
    }

    fn view(&self) -> Rc<View> {
        let last = self.views.borrow().last().unwrap().clone();
        assert!(Rc::ptr_eq(&last, &self.workspace.view()));
        last
    }

    fn set_title(&self, words: &str) {
        let value = Value::Text(words.into());
        self.workspace.dispatch(Edit::SetProperty { node: NodeId::ROOT, property: Property::Title, value });
    }
}

#[wasm_bindgen_test]
async fn an_edit_is_shown_at_once_and_saved_when_it_is_sequenced() {
    let page = Page::open().await;
    assert!(address(0).contains("/api/v1/dashboards/a%20b%20"), "{}", address(0));
    let view = page.view();
    assert!(view.loaded && view.document.node(PANEL).is_some());
    assert_eq!((&view.connection, view.save, view.people.len()), (&Connection::Live, SaveState::Saved, 1));
    messages(0);

    page.set_title("Ours");
    assert_eq!((page.view().document.title(), page.view().save), ("Ours", SaveState::Saving { pending: 1 }));
    let gestures = submitted(&messages(0));
    assert_eq!(gestures.len(), 1);
    tell(0, &FromRelay::Sequenced(Sequenced { seq: Seq(2), gesture: gestures[0].clone() }));
    assert_eq!(page.view().save, SaveState::Saved);

    page.workspace.dispatch(Edit::AddPanel { kind: Kind::Stat, parent: NodeId::ROOT });
    let added = page.view().last_added.unwrap();
    assert_eq!(page.view().document.node(added).unwrap().kind(), Kind::Stat);
}

/// P-51: I move a panel, somebody else names it, I undo: the panel is back, the name stays.
#[wasm_bindgen_test]
async fn undo_leaves_what_somebody_else_wrote() {
    let page = Page::open().await;
    let before = page.view().document.node(PANEL).unwrap().layout();
    assert_eq!((&page.view().undo, &page.view().redo), (&None, &None));
    page.workspace.dispatch(Edit::MovePanel { node: PANEL, rect: Rect { x: 6, ..before } });
    let moved = submitted(&messages(0)).remove(0);
    tell(0, &FromRelay::Sequenced(Sequenced { seq: Seq(2), gesture: moved }));
    let title = Op::Set { node: PANEL, property: Property::Title, value: Value::Text("CPU".into()) };
    let named = Gesture { id: OpId { client: ClientId::from_bytes([9; 8]), counter: 1 }, ops: vec![title] };
    tell(0, &FromRelay::Sequenced(Sequenced { seq: Seq(3), gesture: named }));
    let label = Label { act: Act::Move, node: PANEL, kind: Kind::Chart, title: "CPU".into() };
    assert_eq!(page.view().undo.as_ref(), Some(&label));

    frame().await;
    page.workspace.dispatch(Edit::Undo);
    let panel = page.view().document.node(PANEL).unwrap().clone();
    assert_eq!((panel.layout(), panel.title()), (before, "CPU"));
    assert_eq!(submitted(&messages(0)).len(), 1);
    assert_eq!((&page.view().undo, page.view().redo.as_ref()), (&None, Some(&label)));
    let (_, undone) = page.view().undone.clone().unwrap();
    assert_eq!((undone.direction, undone.extent), (Direction::Undo, Extent::Whole));
    page.workspace.dispatch(Edit::Redo);
    assert_eq!(page.view().document.node(PANEL).unwrap().layout().x, 6);
}

#[wasm_bindgen_test]
async fn rows_change_no_view() {
    let page = Page::open().await;
    let subscribe = FromClient::Subscribe { table: "t".into(), from_row: 0 };
    assert!(messages(0).contains(&subscribe), "the panel's table is subscribed");
    let schema = Schema::new(vec![Field { name: "n".into(), data_type: DataType::Integer }]).unwrap();
    let (table, max_rows, max_age_ms) = ("t".to_owned(), 100, None);
    tell(0, &FromRelay::Table { table, schema: schema.clone(), first_row: 0, max_rows, max_age_ms });
    let views = page.views.borrow().len();
    for first_row in 0..3 {
        let batch = Batch::new(schema.clone(), vec![Column::Integer(vec![Some(1)].into())]).unwrap();
        tell(0, &FromRelay::Rows { table: "t".into(), first_row, batch });
    }
    frame().await;
    assert_eq!(page.views.borrow().len(), views);

    let value = Value::Name(None);
    page.workspace.dispatch(Edit::SetProperty { node: PANEL, property: Property::Table, value });
    assert!(messages(0).contains(&FromClient::Unsubscribe { table: "t".into() }));
}

#[wasm_bindgen_test]
async fn what_was_typed_in_a_cut_arrives_after_it() {
    let page = Page::open().await;
    cut(0, 1006);
    assert!(matches!(page.view().connection, Connection::Offline { attempt: 1, .. }));
    page.set_title("Meanwhile");
    assert_eq!(page.view().save, SaveState::Offline { pending: 1, kept: false });
    page.workspace.retry_now();
    sockets_are(2).await;
    accept(1);
    assert_eq!(hello(&messages(1)).last.map(|last| last.seq), Some(Seq(1)));
    tell(1, &welcome(CatchUp::Tail(Vec::new())));
    let said = messages(1);
    assert_eq!(submitted(&said).len(), 1);
    assert!(said.contains(&FromClient::Subscribe { table: "t".into(), from_row: 0 }), "{said:?}");
    assert_eq!(page.view().document.title(), "Meanwhile");
}

#[wasm_bindgen_test]
async fn it_connects_again_by_itself_unless_the_code_is_final() {
    let page = Page::open().await;
    cut(0, 1001);
    sockets_are(2).await;
    cut(1, 4404);
    let view = page.view();
    assert_eq!(view.connection, Connection::Stopped(Stop::NoSuchDashboard));
    assert_eq!((view.loaded, view.is_editable(), view.save), (true, false, SaveState::ReadOnly));
    page.set_title("Too late");
    assert_eq!((page.view().document.title(), page.view().notice.is_some()), ("", true));
}

/// Once: a second clash, or oneself in another tab, is no reason to connect anew.
#[wasm_bindgen_test]
async fn a_made_up_colour_gives_way_once_to_whoever_has_it_already() {
    play();
    let _workspace = Workspace::open(new_dashboard(), Callback::noop());
    sockets_are(1).await;
    accept(0);
    let mine = hello(&messages(0)).person.clone();
    let person = Person { name: "Somebody else".into(), color: mine.color };
    let client = ClientId::from_bytes([9; 8]);
    let other = Present { client, role: Role::Editor, person, state: PresenceState::default() };
    tell(0, &welcome_among(vec![(SessionId(9), other)], snapshot()));
    let renamed = messages(0).into_iter().find_map(|message| match message {
        FromClient::Rename(person) => Some(person),
        _ => None,
    });
    let apart = renamed.unwrap();
    assert_eq!(apart.name, mine.name);
    assert_ne!(apart.color % PERSON_COLORS, mine.color % PERSON_COLORS);
    frame().await;
    assert_eq!(count(), 1);
}

#[wasm_bindgen_test]
async fn the_last_handle_closes_the_socket() {
    let page = Page::open().await;
    let other = page.workspace.clone();
    drop(page);
    assert!(!is_closed(0));
    drop(other);
    assert!(is_closed(0));

    play();
    let workspace = Workspace::open(new_dashboard(), Callback::noop());
    sockets_are(1).await;
    drop(workspace);
    assert!(!is_closed(0), "closing a socket that still connects would warn on the console");
    accept(0);
    assert!(is_closed(0));
}
