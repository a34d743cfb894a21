//! P-30: the bytes of every message, kept as files. A message whose bytes change is a new version of the format.
//! To add a line for a new message: `UPDATE_GOLDEN=1 cargo test -p protocol`, and look at the difference.

#![expect(clippy::unwrap_used, reason = "an unwrap that fails fails the test")]

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use document::{
    Aggregate, ClientId, Color, Document, Gesture, Invalid, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Rect,
    Refusal, Role, Seq, Sequenced, TimeUnit, Value, apply,
};
use protocol::{CatchUp, FromClient, FromRelay, Hello, Person, PresenceState, SessionId, Welcome, decode, encode};
use table::{Batch, Column, DataType, Field, Schema, TextColumn};

const CLIENT: ClientId = ClientId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
const PANEL: NodeId = NodeId::from_bytes([9, 8, 7, 6, 5, 4, 3, 2]);
const OP_ID: OpId = OpId { client: CLIENT, counter: 300 };

fn ops() -> Vec<Op> {
    let set = |property, value| Op::Set { node: PANEL, property, value };
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    vec![
        Op::Insert { node: PANEL, kind: Kind::Chart, place: place.clone() },
        set(Property::Title, Value::Text("CPU é".into())),
        set(Property::Description, Value::Text(String::new())),
        set(Property::Layout, Value::Rect(Rect { x: 12, y: 300, w: 12, h: 8 })),
        set(Property::Table, Value::Name(Some("machine.cpu".into()))),
        set(Property::Mark, Value::Mark(Mark::Point)),
        set(Property::X, Value::Name(None)),
        set(Property::Y, Value::Name(Some("busy".into()))),
        set(Property::Color, Value::Name(Some("core".into()))),
        set(Property::MarkColor, Value::Color(Some(Color { rgb: [0, 114, 178] }))),
        set(Property::Aggregate, Value::Aggregate(Some(Aggregate::Last))),
        set(Property::TimeUnit, Value::TimeUnit(Some(TimeUnit::Year))),
        set(Property::Unit, Value::Text("%".into())),
        Op::Place { node: PANEL, place },
        Op::Delete { node: PANEL },
        Op::Restore { node: PANEL },
    ]
}

fn sequenced() -> Sequenced {
    Sequenced { seq: Seq(7), gesture: Gesture { id: OP_ID, ops: ops() } }
}

fn document() -> Document {
    let mut document = Document::default();
    apply(&mut document, &sequenced().gesture, Some(Seq(7))).unwrap();
    document
}

fn batch() -> Batch {
    let field = |name: &str, data_type| Field { name: name.into(), data_type };
    let schema = Schema::new(vec![
        field("time", DataType::Time),
        field("value", DataType::Float),
        field("count", DataType::Integer),
        field("host", DataType::Text),
        field("up", DataType::Flag),
    ]);
    let columns = vec![
        Column::Time(vec![Some(1_700_000_000_000), None]),
        Column::Float(vec![0.5, 12.0]),
        Column::Integer(vec![Some(-3), None]),
        Column::Text(TextColumn { codes: vec![1, 0], dictionary: vec!["a".into()] }),
        Column::Flag(vec![Some(true), None]),
    ];
    Batch::new(schema.unwrap(), columns).unwrap()
}

fn person() -> Person {
    Person { name: "Ada".into(), color: 3 }
}

fn state() -> PresenceState {
    PresenceState { panel: Some(PANEL), editing: true }
}

/// One of each; a new variant makes `name_of_client` fail to compile.
fn from_client() -> Vec<FromClient> {
    vec![
        FromClient::Hello(Hello { client: CLIENT, last_seq: Some(Seq(128)), person: person() }),
        FromClient::Submit(vec![sequenced().gesture]),
        FromClient::Tail { after: Seq(5) },
        FromClient::Presence(state()),
        FromClient::Subscribe { table: "weather".into(), from_row: 1000 },
        FromClient::Unsubscribe { table: "weather".into() },
        FromClient::Heartbeat,
    ]
}

fn name_of_client(message: &FromClient) -> &'static str {
    match message {
        FromClient::Hello(_) => "client hello",
        FromClient::Submit(_) => "client submit",
        FromClient::Tail { .. } => "client tail",
        FromClient::Presence(_) => "client presence",
        FromClient::Subscribe { .. } => "client subscribe",
        FromClient::Unsubscribe { .. } => "client unsubscribe",
        FromClient::Heartbeat => "client heartbeat",
    }
}

fn from_relay() -> Vec<FromRelay> {
    let others = vec![(SessionId(2), person(), PresenceState::default())];
    let welcome = |catch_up| Welcome { session: SessionId(1), role: Role::Editor, catch_up, others: others.clone() };
    let reason =
        Refusal::Invalid { property: Property::Title, reason: Invalid::TooLong { max_chars: 200, chars: 201 } };
    vec![
        FromRelay::Welcome(welcome(CatchUp::Tail(vec![sequenced()]))),
        FromRelay::Welcome(welcome(CatchUp::Snapshot { document: document(), seq: Seq(7) })),
        FromRelay::Sequenced(sequenced()),
        FromRelay::Acknowledged(OP_ID),
        FromRelay::Rejected { id: OP_ID, reason },
        FromRelay::Tail(vec![sequenced()]),
        FromRelay::Digest { seq: Seq(64), hash: u64::MAX },
        FromRelay::Presence { session: SessionId(2), person: person(), state: state() },
        FromRelay::Left(SessionId(2)),
        FromRelay::Table {
            table: "weather".into(),
            schema: batch().schema().clone(),
            first_row: 4,
            max_rows: 100_000,
            max_age_ms: Some(600_000),
        },
        FromRelay::Rows { table: "weather".into(), first_row: 4, batch: batch() },
        FromRelay::NoSuchTable("weather".into()),
        FromRelay::Heartbeat,
    ]
}

fn name_of_relay(message: &FromRelay) -> &'static str {
    match message {
        FromRelay::Welcome(Welcome { catch_up: CatchUp::Tail(_), .. }) => "relay welcome tail",
        FromRelay::Welcome(Welcome { catch_up: CatchUp::Snapshot { .. }, .. }) => "relay welcome snapshot",
        FromRelay::Sequenced(_) => "relay sequenced",
        FromRelay::Acknowledged(_) => "relay acknowledged",
        FromRelay::Rejected { .. } => "relay rejected",
        FromRelay::Tail(_) => "relay tail",
        FromRelay::Digest { .. } => "relay digest",
        FromRelay::Presence { .. } => "relay presence",
        FromRelay::Left(_) => "relay left",
        FromRelay::Table { .. } => "relay table",
        FromRelay::Rows { .. } => "relay rows",
        FromRelay::NoSuchTable(_) => "relay no such table",
        FromRelay::Heartbeat => "relay heartbeat",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn p_30_every_message_has_its_golden_bytes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1.txt");
    let mut written = BTreeMap::new();
    for message in from_client() {
        written.insert(name_of_client(&message), hex(&encode(&message).unwrap()));
    }
    for message in from_relay() {
        written.insert(name_of_relay(&message), hex(&encode(&message).unwrap()));
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text: String = written.iter().map(|(name, hex)| format!("{name}: {hex}\n")).collect();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap();
    let kept: BTreeMap<&str, &str> = golden.lines().filter_map(|line| line.split_once(": ")).collect();
    assert_eq!(kept.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
    for (name, hex) in &written {
        assert_eq!(kept[name], hex, "the bytes of {name:?} changed");
    }
    for message in from_client() {
        assert_eq!(decode::<FromClient>(&bytes(kept[name_of_client(&message)])).unwrap(), message);
    }
    for message in from_relay() {
        assert_eq!(decode::<FromRelay>(&bytes(kept[name_of_relay(&message)])).unwrap(), message);
    }
}

#[test]
fn p_12_the_canonical_hash_is_the_same_everywhere() {
    assert_eq!(protocol::canonical_hash(&Document::default()), 0x3bb8_a2ea_377d_8322, "empty document");
    assert_ne!(protocol::canonical_hash(&Document::default()), protocol::canonical_hash(&document()));
    assert_eq!(protocol::canonical_hash(&document()), protocol::canonical_hash(&document()));
}
