//! P-30 for what the page reads over HTTP: the bytes of every shape, kept as a file, because a page may be older than its
//! relay. A new shape: `UPDATE_GOLDEN=1 cargo test -p protocol --test history`, and look at the difference.

#![expect(clippy::unwrap_used, reason = "an unwrap that fails fails the test")]

use std::{collections::BTreeMap, fmt::Debug, fmt::Write as _, fs, path::Path};

use document::{
    Change, ClientId, Difference, Document, Kind, Mark, NodeId, Op, OpId, Property, Refusal, Seq, Value, What,
};
use protocol::{codec, history::*};
use serde::{Serialize, de::DeserializeOwned};

const CLIENT: ClientId = ClientId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
const PANEL: NodeId = NodeId::from_bytes([9, 8, 7, 6, 5, 4, 3, 2]);

fn difference(what: What) -> Difference {
    Difference { node: PANEL, kind: Kind::Chart, title: "CPU é".into(), what }
}

fn changed() -> Difference {
    let (from, to) = (Value::Mark(Mark::Line), Value::Mark(Mark::Area));
    difference(What::Changed(Change { property: Property::Mark, from, to }))
}

fn page() -> HistoryPage {
    let told = GestureTold {
        seq: Seq(300),
        id: OpId { client: CLIENT, counter: 7 },
        author: "Ada".into(),
        at_ms: 1_732_288_800_000,
        ops: vec![Op::Delete { node: PANEL }],
        differences: [What::Added, What::Removed, What::Restored, What::Moved]
            .map(difference)
            .into_iter()
            .chain([changed()])
            .collect(),
    };
    HistoryPage { newest: Seq(301), horizon: Seq(4), gestures: vec![told] }
}

fn moments() -> Moments {
    let moment = |seq, at_ms| Moment { seq: Seq(seq), at_ms };
    Moments { newest: Seq(301), horizon: Seq(4), moments: vec![moment(5, -1), moment(301, 1_732_288_800_000)] }
}

fn blame() -> Blame {
    let written = |register, author: Option<&str>, at_ms| Written {
        register,
        seq: Seq(5),
        client: CLIENT,
        author: author.map(str::to_owned),
        at_ms,
    };
    let property = Register::Property(Property::Resolved);
    let written = [
        written(Register::Place, Some("Ada"), Some(5)),
        written(Register::Deleted, None, None),
        written(property, Some("Bob"), Some(6)),
    ];
    Blame { node: PANEL, written: written.into() }
}

fn overwritten() -> Vec<Overwritten> {
    let of = |by: Option<&str>| Overwritten { difference: changed(), seq: Seq(8), by: by.map(str::to_owned) };
    vec![of(Some("Bob")), of(None)]
}

fn refused() -> Vec<Unpublished> {
    vec![Unpublished { seq: Seq(9), reason: Refusal::NotAllowed }]
}

fn draft() -> DraftTold {
    DraftTold {
        base: "01900000-0000-7000-8000-000000000001".into(),
        base_seq: Seq(5),
        base_newest: Seq(8),
        newest: Seq(9),
        differences: vec![changed()],
        refused: refused(),
        overwritten: overwritten(),
    }
}

/// Collects the bytes of each shape, and reads them back.
#[derive(Default)]
struct Shapes(BTreeMap<&'static str, String>);

impl Shapes {
    fn add<T: Serialize + DeserializeOwned + PartialEq + Debug>(&mut self, name: &'static str, value: &T) {
        let bytes = codec::to_stored(value).unwrap();
        assert_eq!(&codec::from_stored::<T>(&bytes).unwrap(), value, "{name}");
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        self.0.insert(name, hex);
    }
}

#[test]
fn p_30_the_bytes_of_every_shape_stay() {
    let mut shapes = Shapes::default();
    shapes.add("history page", &page());
    shapes.add("document at", &DocumentAt { seq: Seq(0), document: Document::default() });
    shapes.add("moments", &moments());
    shapes.add("blame", &blame());
    let version = NamedVersion { seq: Seq(5), name: "Launch".into(), author: "Ada".into(), at_ms: 7 };
    shapes.add("versions", &vec![version]);
    shapes.add("draft", &draft());
    shapes.add("published", &Published { published: 2, refused: refused(), overwritten: overwritten() });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/history.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text: String = shapes.0.iter().map(|(name, hex)| format!("{name}: {hex}\n")).collect();
        fs::write(&path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap();
    let kept: BTreeMap<&str, &str> = golden.lines().filter_map(|line| line.split_once(": ")).collect();
    let written: BTreeMap<&str, &str> = shapes.0.iter().map(|(name, hex)| (*name, hex.as_str())).collect();
    assert_eq!(kept, written);
}
