//! The relay over real sockets, in this process: what a connection may do, how long, and how it is told that it ends.
//! Timeouts are configured short; a test waits for the thing itself.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::{
    future::Future,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Outline, Property, Role, Value};
use futures_util::{SinkExt, StreamExt};
use hyper_util::service::TowerToHyperService;
use protocol::{
    FromClient, FromRelay, Hello, MAX_FRAME_BYTES, Person, PresenceState, SessionId, Spot, codec::VERSION, decode,
    encode,
};
use relay::{
    Relay,
    accept::{Stop, accept},
    accounts::Accounts,
    authority::Authority,
    config::Config,
    directory::Directory,
    limits::Limits,
    log::{self, MemoryLog},
    metrics::Metrics,
    outbox::{Delivery, Outbox, RowSource},
    rooms::{Rooms, UNLOAD_AFTER},
    routes::{dashboards::DashboardRoutes, gate::Gate},
    session::{Admission, Host, Patience},
    visitor::{Trust, Visitors},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// The dashboard "This machine" comes with the program under this id.
const DASHBOARD: &str = "01900000-0000-7000-8000-a5b0a2d00001";
const NO_DASHBOARD: &str = "01900000-0000-7000-8000-a5b0a2d0ffff";

struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

async fn serve(change: impl FnOnce(&mut Config, &mut Patience)) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config { page: folder.path().into(), machine_feed: false, ..Config::default() };
    let mut patience = Patience::default();
    change(&mut config, &mut patience);
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let relay = Relay::open(config, log).await.unwrap().with_patience(patience);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let served = tokio::spawn(relay.serve(listener, async {
        let _dropped_is_stopped = stopped.await;
    }));
    Served { address, stop, served }
}

/// Everything here happens at once or is broken.
async fn within<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), what).await.expect("it never happened")
}

/// Sends bytes as they are and returns all that comes back until the connection ends.
async fn raw(address: SocketAddr, request: &str) -> String {
    let stream = TcpStream::connect(address).await.unwrap();
    write(&stream, request).await;
    within(read_to_end(&stream)).await
}

async fn write(stream: &TcpStream, mut text: &str) {
    while !text.is_empty() {
        stream.writable().await.unwrap();
        if let Ok(written) = stream.try_write(text.as_bytes()) {
            text = &text[written..];
        }
    }
}

async fn read_to_end(stream: &TcpStream) -> String {
    let mut all = Vec::new();
    loop {
        stream.readable().await.unwrap();
        let mut part = [0; 4096];
        match stream.try_read(&mut part) {
            Ok(0) | Err(_) if all.len() > 1 << 20 => return String::new(),
            Ok(0) => return String::from_utf8_lossy(&all).into_owned(),
            Ok(read) => all.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return String::from_utf8_lossy(&all).into_owned(),
        }
    }
}

type Socket = WebSocketStream<TcpStream>;

async fn open(address: SocketAddr, dashboard: &str) -> Socket {
    let request = format!("ws://{address}/api/v1/dashboards/{dashboard}/ws").into_client_request().unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    within(client_async(request, stream)).await.unwrap().0
}

fn hello() -> FromClient {
    let person = Person { name: "Ada".into(), color: 0 };
    FromClient::Hello(Hello { client: ClientId::from_bytes([1; 8]), also: Vec::new(), last: None, person })
}

async fn say(socket: &mut Socket, message: &FromClient) {
    socket.send(Message::binary(encode(message).unwrap())).await.unwrap();
}

/// The next message of the relay.
async fn hear(socket: &mut Socket) -> FromRelay {
    loop {
        match within(socket.next()).await {
            Some(Ok(Message::Binary(frame))) => return decode(&frame).unwrap(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The code with which the relay says goodbye, after whatever else it says.
async fn close_code(socket: &mut Socket) -> u16 {
    loop {
        match within(socket.next()).await {
            Some(Ok(Message::Close(Some(frame)))) => {
                assert!(!frame.reason.is_empty() && frame.reason.len() <= 123);
                return frame.code.into();
            }
            Some(Ok(_)) => {}
            other => panic!("ended without a Close: {other:?}"),
        }
    }
}

async fn joined(address: SocketAddr) -> Socket {
    let mut socket = open(address, DASHBOARD).await;
    say(&mut socket, &hello()).await;
    assert!(matches!(hear(&mut socket).await, FromRelay::Welcome(_)));
    socket
}

#[tokio::test]
async fn a_head_that_does_not_come_ends_the_connection() {
    let relay = serve(|config, _| config.timeouts.header_ms = 50).await;
    for slow in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "] {
        let answer = raw(relay.address, slow).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{slow:?}: {answer}");
    }
    let kept = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    assert!(raw(relay.address, kept).await.starts_with("HTTP/1.1 200"), "and an idle one ends as well");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let relay = serve(|_, _| {}).await;
    let answer = raw(relay.address, &format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(64 * 1024))).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(raw(relay.address, "\u{1}\u{2}nonsense\r\n\r\n").await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back_and_finds_a_place_when_one_is_free() {
    let relay = serve(|config, _| config.max_connections = 2).await;
    let (first, _second) = (joined(relay.address).await, joined(relay.address).await);
    let answer = raw(relay.address, "").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: "), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
    assert!(body.ends_with('}'), "{answer}");
    drop(first);
    let close = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    within(async { while !raw(relay.address, close).await.starts_with("HTTP/1.1 200") {} }).await;
}

/// P-30 to P-34: what is no message, or comes at the wrong time, ends the session with a code that says so.
#[tokio::test]
async fn every_wrong_message_has_its_close_code() {
    let relay = serve(|_, _| {}).await;
    let mut other_version = encode(&hello()).unwrap();
    other_version[0] = 99;
    let mut long_name = hello();
    if let FromClient::Hello(hello) = &mut long_name {
        hello.person.name = "x".repeat(65);
    }
    let bomb: Vec<u8> = [&[VERSION, 1][..], &u32::MAX.to_le_bytes(), &[0; 64]].concat();
    let first = [
        (Message::text("hello"), 4400),
        (Message::binary(vec![]), 4400),
        (Message::binary(vec![VERSION, 0, 250]), 4400),
        (Message::binary(other_version), 4406),
        (Message::binary(vec![0; MAX_FRAME_BYTES + 1]), 1009),
        (Message::binary(bomb), 1009),
        (Message::binary(encode(&FromClient::Heartbeat).unwrap()), 4400),
        (Message::binary(encode(&long_name).unwrap()), 4400),
    ];
    for (message, code) in first {
        let mut socket = open(relay.address, DASHBOARD).await;
        socket.send(message.clone()).await.unwrap();
        assert_eq!(close_code(&mut socket).await, code, "{message:.40}");
    }
    for dashboard in [NO_DASHBOARD, "nonsense"] {
        let mut socket = open(relay.address, dashboard).await;
        say(&mut socket, &hello()).await;
        assert_eq!(close_code(&mut socket).await, 4404, "{dashboard}");
    }
    let mut twice = joined(relay.address).await;
    say(&mut twice, &hello()).await;
    assert_eq!(close_code(&mut twice).await, 4400);
}

#[tokio::test]
async fn whoever_may_nothing_hears_it_from_the_socket() {
    let relay = serve(|config, _| config.listen = "0.0.0.0:0".parse().unwrap()).await;
    assert_eq!(close_code(&mut open(relay.address, DASHBOARD).await).await, 4401);
    let list = "GET /api/v1/dashboards HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    assert!(raw(relay.address, list).await.starts_with("HTTP/1.1 401"));
}

#[tokio::test]
async fn a_viewer_sees_and_is_refused_an_edit() {
    let relay = serve(|config, _| config.anonymous_role = Some(Role::Viewer)).await;
    let mut socket = joined(relay.address).await;
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text("mine".into()) };
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    say(&mut socket, &FromClient::Submit(vec![Gesture { id, ops: vec![op] }])).await;
    let reason = document::Refusal::NotAllowed;
    assert_eq!(hear(&mut socket).await, FromRelay::Rejected { id, reason });
}

#[tokio::test]
async fn silence_is_asked_for_a_sign_of_life_and_then_ended() {
    let relay = serve(|_, patience| {
        patience.hello = Duration::from_millis(50);
        patience.ping_after = Duration::from_millis(50);
        patience.close_after = Duration::from_millis(200);
    })
    .await;
    assert_eq!(close_code(&mut open(relay.address, DASHBOARD).await).await, 4400, "P-32");
    let mut lively = joined(relay.address).await;
    for _ in 0..5 {
        assert!(matches!(within(lively.next()).await, Some(Ok(Message::Ping(_)))), "answered by tungstenite");
    }
    // The socket of a program that has stopped: open, and nobody answers.
    let half_open = joined(relay.address).await.into_inner();
    let bytes = within(read_to_end(&half_open)).await;
    let goodbye = bytes.as_bytes().windows(2).any(|window| window == 4408_u16.to_be_bytes());
    assert!(bytes.contains("slow") || goodbye, "P-33: {bytes:?}");
}

/// P-27: a page that stopped answering is hidden from the others, and seen again with its first word.
#[tokio::test]
async fn the_silent_are_not_seen_until_they_are_heard_again() {
    let relay = serve(|_, patience| {
        patience.ping_after = Duration::from_millis(20);
        patience.hide_after = Duration::from_millis(40);
    })
    .await;
    // Nobody reads here, so nobody answers a ping.
    let mut silent = joined(relay.address).await;
    let mut other = joined(relay.address).await;
    let whose = |message| match message {
        FromRelay::Left(session) => Some(session),
        _ => None,
    };
    let hidden = loop {
        if let Some(session) = whose(hear(&mut other).await) {
            break session;
        }
    };
    say(&mut silent, &FromClient::Heartbeat).await;
    let seen = |message: &FromRelay| matches!(message, FromRelay::Presence { session, .. } if *session == hidden);
    while !seen(&hear(&mut other).await) {}
    drop(silent);
    while whose(hear(&mut other).await) != Some(hidden) {}
}

/// P-102, P-104: whoever says too much is read more slowly and loses nothing; the others are served meanwhile, and what
/// they are told of it is the newest.
#[tokio::test]
async fn a_flood_of_presence_delays_nobody_and_ends_with_the_newest() {
    const STATES: usize = 2_500;
    let relay = serve(|_, _| {}).await;
    let (mut flooding, mut other) = (joined(relay.address).await, joined(relay.address).await);
    let state = |number: usize| {
        let cursor = Some(Spot { section: NodeId::ROOT, x: 0, y: number as u32 });
        PresenceState { cursor, ..PresenceState::default() }
    };
    for number in 1..=STATES {
        let frame = encode(&FromClient::Presence(state(number))).unwrap();
        flooding.feed(Message::binary(frame)).await.unwrap();
    }
    let flood = tokio::spawn(async move { flooding.flush().await.map(|()| flooding) });
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text("meanwhile".into()) };
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    say(&mut other, &FromClient::Submit(vec![Gesture { id, ops: vec![op] }])).await;
    let (mut told, mut stored) = (Vec::new(), false);
    while !stored || told.last() != Some(&state(STATES)) {
        match hear(&mut other).await {
            FromRelay::Moved { state, .. } => told.push(state),
            FromRelay::Presence { present, .. } => told.push(present.state),
            FromRelay::Sequenced(sequenced) => stored |= sequenced.gesture.id == id,
            _ => {}
        }
    }
    assert!(told.is_sorted_by_key(|state| state.cursor.map(|spot| spot.y)), "never an older one after a newer one");
    assert!(told.len() < STATES, "{} of {STATES} were told", told.len());
    drop(within(flood).await);
}

#[tokio::test]
async fn a_stopping_relay_finishes_what_it_accepted_and_says_goodbye() {
    let relay = serve(|_, _| {}).await;
    let mut waiting = open(relay.address, DASHBOARD).await;
    let mut editing = joined(relay.address).await;
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text("last words".into()) };
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    say(&mut editing, &FromClient::Submit(vec![Gesture { id, ops: vec![op] }])).await;
    say(&mut editing, &FromClient::Heartbeat).await;
    while hear(&mut editing).await != FromRelay::Heartbeat {}
    relay.stop.send(()).unwrap();
    assert_eq!(close_code(&mut waiting).await, 1001, "also before its Hello");
    assert_eq!(close_code(&mut editing).await, 1001);
    within(relay.served).await.unwrap();
    assert!(TcpStream::connect(relay.address).await.is_err());
}

/// Many frames at once, small, medium and large, arrive as they were sent: the header of each length is right.
#[tokio::test]
async fn frames_of_every_length_arrive_whole_and_in_order() {
    let relay = serve(|_, _| {}).await;
    let mut socket = joined(relay.address).await;
    let title = |counter: u64, chars: usize| {
        let value = Value::Text("é".repeat(chars));
        let op = |property| Op::Set { node: NodeId::ROOT, property, value: value.clone() };
        Gesture {
            id: OpId { client: ClientId::from_bytes([1; 8]), counter },
            ops: vec![op(Property::Title); if chars == 200 { 400 } else { 1 }],
        }
    };
    let gestures: Vec<_> = (1..=120).map(|counter| title(counter, counter as usize)).collect();
    say(&mut socket, &FromClient::Submit(gestures.clone())).await;
    say(&mut socket, &FromClient::Submit(vec![title(121, 200)])).await;
    let mut heard = Vec::new();
    while heard.len() < 121 {
        if let FromRelay::Sequenced(sequenced) = hear(&mut socket).await {
            heard.push(sequenced.gesture);
        }
    }
    assert_eq!(heard[..120], gestures);
    assert_eq!(heard[120], title(121, 200));
    socket.send(Message::Ping(Bytes::from_static(b"there?"))).await.unwrap();
    assert_eq!(within(socket.next()).await.unwrap().unwrap(), Message::Pong(Bytes::from_static(b"there?")));
    socket.close(None).await.unwrap();
    while let Some(message) = within(socket.next()).await {
        assert!(message.is_ok(), "the relay answers a Close with a Close: {message:?}");
    }
}

/// A table source that fails in an unforeseen way when it is asked for one table.
struct Faulty(Mutex<Vec<SessionId>>);

impl RowSource for Faulty {
    fn subscribe(&self, table: &str, _: u64, _: &Outbox) {
        assert_ne!(table, "faulty");
    }

    fn unsubscribe(&self, _: &str, _: SessionId) {}

    fn resume(&self, _: &str, _: &Outbox) {}

    fn leave(&self, session: SessionId) {
        self.0.lock().unwrap().push(session);
    }
}

#[tokio::test]
async fn a_panic_in_one_session_ends_that_session_only() {
    let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let metrics = Metrics::new();
    let directory = Directory::open(log.clone()).await.unwrap();
    let rooms = Rooms::new(log, metrics.clone(), UNLOAD_AFTER);
    let empty = Outline::of(&Document::default());
    rooms.create(DASHBOARD.parse().unwrap(), &empty, "Ada").await.unwrap();
    let rows = Arc::new(Faulty(Mutex::default()));
    let (limits, patience) = (Limits::none(), Patience::default());
    let admission = Admission::new(Config::default().into());
    let delivery = Delivery::new();
    tokio::spawn(delivery.clone().run());
    let host = Host { rooms, rows: rows.clone(), metrics: metrics.clone(), limits, admission, delivery, patience };
    let config = Config::default();
    let accounts = Accounts::new(directory.clone(), &config.accounts);
    let visitors = Visitors::new(accounts, Trust::new(&config, false), None);
    let authority = Authority::new(directory, Some(Role::Owner));
    let gate = Gate::new(&config, visitors, authority, host.rooms.clone());
    let routes = DashboardRoutes::new(host, gate, Duration::from_secs(1)).all();
    let service = TowerToHyperService::new(warp::service(routes));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = Stop::new();
    let bounds = Config::default().bounds();
    let accepting = tokio::spawn(accept(listener, service, bounds, stopping, metrics.clone()));

    let (mut other, mut failing) = (joined(address).await, joined(address).await);
    let subscribe = |table: &str| FromClient::Subscribe { table: table.into(), from_row: 0 };
    say(&mut failing, &subscribe("sound")).await;
    say(&mut failing, &subscribe("faulty")).await;
    while let Some(Ok(_)) = within(failing.next()).await {}
    while !matches!(hear(&mut other).await, FromRelay::Left(_)) {}
    assert_eq!(rows.0.lock().unwrap().len(), 1, "its subscriptions are forgotten");
    say(&mut other, &FromClient::Heartbeat).await;
    assert_eq!(hear(&mut other).await, FromRelay::Heartbeat);
    assert_eq!(metrics.sessions.get(), 1);
    drop(other);
    stop.say();
    within(accepting).await.unwrap();
    within(stop.all_gone()).await;
    assert_eq!(metrics.connections.get(), 0);
}
