//! P-30: the bytes of every message, kept as files. A message whose bytes change is a new version of the format.
//! To add a line for a new message: `UPDATE_GOLDEN=1 cargo test -p protocol`, and look at the difference.

#![expect(clippy::unwrap_used, reason = "an unwrap that fails fails the test")]

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use document::{
    Aggregate, Anchor, AnchorX, ClientId, Color, ControlType, Document, Gesture, Invalid, Kind, Mark, NodeId, Op, OpId,
    Order, Place, Property, Rect, Refresh, Refusal, Role, Seq, Sequenced, Shade, TimeUnit, Value, apply,
};
use protocol::{
    CatchUp, Drag, FrameError, FromClient, FromRelay, Hello, Person, PresenceState, Present, Seen, SessionId, Spot,
    Viewport, Welcome, codec, decode, encode,
};
use table::{Batch, Column, DataType, Field, Schema, TextColumn};

const CLIENT: ClientId = ClientId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
const PANEL: NodeId = NodeId::from_bytes([9, 8, 7, 6, 5, 4, 3, 2]);
const TEXT: NodeId = NodeId::from_bytes([21; 8]);
const TABLE: NodeId = NodeId::from_bytes([22; 8]);
const CONTROL: NodeId = NodeId::from_bytes([23; 8]);
const NOTE: NodeId = NodeId::from_bytes([24; 8]);
const COMMENT: NodeId = NodeId::from_bytes([25; 8]);
const REPLY: NodeId = NodeId::from_bytes([26; 8]);
const TAB: NodeId = NodeId::from_bytes([27; 8]);
const ROW: NodeId = NodeId::from_bytes([28; 8]);
const V1: &str = include_str!("golden/v1.txt");
const V2: &str = include_str!("golden/v2.txt");
const V3: &str = include_str!("golden/v3.txt");
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
        set(Property::Locked, Value::Flag(true)),
        Op::Place { node: PANEL, place: place.clone() },
        insert(TEXT, Kind::Text, NodeId::ROOT),
        Op::Set { node: TEXT, property: Property::Body, value: Value::Text("# A *heading*".into()) },
        insert(TABLE, Kind::Table, NodeId::ROOT),
        Op::Set { node: TABLE, property: Property::Columns, value: Value::Names(vec!["a".into(), "b".into()]) },
        insert(CONTROL, Kind::Control, NodeId::ROOT),
        Op::Set { node: CONTROL, property: Property::ControlType, value: Value::Control(ControlType::Time) },
        insert(NOTE, Kind::Annotation, PANEL),
        Op::Set { node: NOTE, property: Property::From, value: Value::Moment(Some(1_700_000_000_000)) },
        insert(COMMENT, Kind::Comment, PANEL),
        Op::Set { node: COMMENT, property: Property::Anchor, value: Value::Anchor(Some(anchor())) },
        insert(REPLY, Kind::Reply, COMMENT),
        insert(TAB, Kind::Tab, NodeId::ROOT),
        insert(ROW, Kind::Row, TAB),
        Op::Delete { node: PANEL },
        Op::Restore { node: PANEL },
        set(Property::Mark, Value::Mark(Mark::ErrorBand)),
        set(Property::EncodingX, Value::Text(r#"{"bin":true}"#.into())),
        set(Property::Views, Value::Text("{}".into())),
        of_dashboard(Property::Tags, Value::Names(vec!["ops".into()])),
        of_dashboard(Property::Theme, Value::Shade(Some(Shade::Dark))),
        of_dashboard(Property::TimeFrom, Value::Text("now-6h".into())),
        of_dashboard(Property::TimeTo, Value::Text("now".into())),
        of_dashboard(Property::TimeZone, Value::Name(Some("Europe/Berlin".into()))),
        of_dashboard(Property::Refresh, Value::Refresh(Refresh::Paused)),
        set(Property::Thresholds, Value::Names(vec!["80\t#d55e00\tfill\tFull".into()])),
        Op::Set { node: TABLE, property: Property::Mappings, value: Value::Names(vec!["0\t0\t\tDown".into()]) },
        of_dashboard(Property::Filters, Value::Names(vec!["host\ta".into(), "busy\t0.5..".into()])),
    ]
}

fn insert(node: NodeId, kind: Kind, parent: NodeId) -> Op {
    Op::Insert { node, kind, place: Place { parent, order: Order::default() } }
}

fn of_dashboard(property: Property, value: Value) -> Op {
    Op::Set { node: NodeId::ROOT, property, value }
}

fn anchor() -> Anchor {
    Anchor { x: AnchorX::Time(-1), series: Some("core 0".into()) }
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
        Column::Time(vec![Some(1_700_000_000_000), None].into()),
        Column::Float(vec![0.5, 12.0].into()),
        Column::Integer(vec![Some(-3), None].into()),
        Column::Text(TextColumn { codes: vec![1, 0].into(), dictionary: vec!["a".into()] }),
        Column::Flag(vec![Some(true), None].into()),
    ];
    Batch::new(schema.unwrap(), columns).unwrap()
}

fn person() -> Person {
    Person { name: "Ada".into(), color: 3 }
}

fn state() -> PresenceState {
    let rect = Rect { x: 0, y: 8, w: 12, h: 8 };
    let top = Spot { section: NodeId::ROOT, x: 0, y: 640 };
    PresenceState {
        panel: Some(PANEL),
        editing: true,
        cursor: Some(Spot { section: NodeId::ROOT, x: 64, y: 130 }),
        selection: vec![PANEL],
        drag: Some(Drag { node: PANEL, rect }),
        viewport: Some(Viewport { tab: Some(TAB), top }),
        follows: Some(SessionId(3)),
        look: "f.host=a".into(),
    }
}

/// One of each; a new variant makes `name_of_client` fail to compile.
fn from_client() -> Vec<FromClient> {
    vec![
        FromClient::Hello(Hello {
            client: CLIENT,
            also: vec![ClientId::from_bytes([7; 8])],
            last: Some(Seen { seq: Seq(128), id: Some(OP_ID) }),
            person: person(),
        }),
        FromClient::Submit(vec![sequenced().gesture]),
        FromClient::Tail { after: Seq(5) },
        FromClient::Presence(state()),
        FromClient::Subscribe { table: "weather".into(), from_row: 1000 },
        FromClient::Unsubscribe { table: "weather".into() },
        FromClient::Heartbeat,
        FromClient::Rename(person()),
        FromClient::Grant { session: SessionId(2), role: Role::Commenter },
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
        FromClient::Rename(_) => "client rename",
        FromClient::Grant { .. } => "client grant",
    }
}

fn from_relay() -> Vec<FromRelay> {
    let present = Present { client: CLIENT, role: Role::Viewer, person: person(), state: state() };
    let others = vec![(SessionId(2), present.clone())];
    let welcome = |catch_up| Welcome { session: SessionId(1), role: Role::Editor, catch_up, others: others.clone() };
    let reason =
        Refusal::Invalid { property: Property::Title, reason: Invalid::TooLong { max_chars: 200, chars: 201 } };
    vec![
        FromRelay::Welcome(welcome(CatchUp::Tail(vec![sequenced()]))),
        FromRelay::Welcome(welcome(CatchUp::Snapshot { document: document(), seq: Seq(7), id: Some(OP_ID) })),
        FromRelay::Sequenced(sequenced()),
        FromRelay::Acknowledged(OP_ID),
        FromRelay::Rejected { id: OP_ID, reason },
        FromRelay::Tail(vec![sequenced()]),
        FromRelay::Digest { seq: Seq(64), hash: u64::MAX },
        FromRelay::Presence { session: SessionId(2), present },
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
        FromRelay::Moved { session: SessionId(2), state: state() },
        FromRelay::Role(Role::Owner),
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
        FromRelay::Moved { .. } => "relay moved",
        FromRelay::Role(_) => "relay role",
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v4.txt");
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

/// What an earlier version said, by name.
fn said(golden: &'static str) -> Vec<(&'static str, Vec<u8>)> {
    let lines = golden.lines();
    lines.filter_map(|line| line.split_once(": ")).map(|(name, hex)| (name, bytes(hex))).collect()
}

#[test]
fn p_30_frames_of_earlier_versions_are_refused_in_words() {
    for (got, golden) in [(1, V1), (2, V2), (3, V3)] {
        for (name, frame) in said(golden) {
            let refused = [decode::<FromClient>(&frame).err(), decode::<FromRelay>(&frame).err()];
            assert_eq!(refused, [Some(FrameError::Version { got }), Some(FrameError::Version { got })], "{name}");
        }
    }
    let words = FrameError::Version { got: 1 }.to_string();
    assert_eq!(words, "the frame has version 1, this program speaks 4: reload the page");
}

/// Gestures were stored by the first version as they were sent, behind a version byte of their own.
#[test]
fn p_30_gestures_of_the_first_version_are_read_as_they_were() {
    let (_, frame) = said(V1).into_iter().find(|(name, _)| *name == "client submit").unwrap();
    let [1, 0, 1, 1, stored @ ..] = frame.as_slice() else { panic!("another form: {frame:?}") };
    let gesture: Gesture = codec::from_stored(&[&[1], stored].concat()).unwrap();
    assert_eq!(gesture.id, OP_ID);
    assert_eq!(gesture.ops[..13], ops()[..13], "inserts and sets");
    assert!(matches!(gesture.ops[13..], [Op::Place { .. }, Op::Delete { .. }, Op::Restore { .. }]));
    let newer = codec::from_stored::<Gesture>(&[codec::STORED_VERSION + 1]);
    assert_eq!(newer, Err(FrameError::StoredVersion { got: 2 }));
}

/// What a log stores of a gesture beside its id.
#[test]
fn p_99_stored_ops_have_their_golden_bytes() {
    let stored = codec::ops_to_stored(&ops()).unwrap();
    let kept = include_str!("golden/ops.txt");
    assert_eq!(hex(&stored), kept.trim(), "the bytes of stored ops changed");
    assert_eq!(codec::ops_from_stored(&bytes(kept.trim())).unwrap(), ops());
    let whole = codec::to_stored(&Gesture { id: OP_ID, ops: ops() }).unwrap();
    assert_eq!(codec::ops_from_stored(&whole), Err(FrameError::StoredVersion { got: 1 }));
    assert_eq!(codec::ops_from_stored(&stored[..stored.len() - 1]), Err(FrameError::Malformed));
    assert_eq!(codec::ops_from_stored(&[]), Err(FrameError::Empty));
    assert_eq!(codec::ops_to_stored(&[]), Err(FrameError::Malformed));
    for op in ops() {
        let stored = codec::ops_to_stored(std::slice::from_ref(&op)).unwrap();
        assert_eq!(codec::ops_from_stored(&stored).unwrap(), [op]);
    }
}

#[test]
fn p_12_the_canonical_hash_is_the_same_everywhere() {
    assert_eq!(protocol::canonical_hash(&Document::default()), 0x3bb8_a2ea_377d_8322, "empty document");
    assert_ne!(protocol::canonical_hash(&Document::default()), protocol::canonical_hash(&document()));
    assert_eq!(protocol::canonical_hash(&document()), protocol::canonical_hash(&document()));
}
