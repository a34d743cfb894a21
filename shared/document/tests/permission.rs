//! No sequence of ops of a role changes what the role may not change, whatever others do between and however often
//! roles change. What is compared is read from the stored document, not by the code that judges.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that reads what is not there has failed")]

use std::collections::{BTreeMap, BTreeSet};

use document::{
    ClientId, Document, Gesture, Kind, NodeId, Op, OpId, Property, Refusal, Role, Seq, Value, Who, apply::apply_as,
};
use proptest::prelude::*;
use serde_json::Value as Json;

#[path = "random/dashboard.rs"]
mod dashboard;

use dashboard::{PEOPLE, dashboard, id, op, order};

/// Who does what, as what.
#[derive(Clone, Debug)]
struct Step {
    person: usize,
    role: Role,
    ops: Vec<Op>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let roles =
        vec![Role::Viewer, Role::Commenter, Role::Commenter, Role::Editor, Role::Editor, Role::Editor, Role::Owner];
    let role = prop::sample::select(roles);
    let step = (0..PEOPLE.len(), role, prop::collection::vec(op(), 1..3));
    prop::collection::vec(step.prop_map(|(person, role, ops)| Step { person, role, ops }), 0..60)
}

/// What is locked from the start.
fn locks() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::subsequence(vec![2, 3, 5, 6, 12], 0..3)
}

/// The nodes of a document as they are stored.
struct Seen {
    nodes: BTreeMap<NodeId, Json>,
    /// Those that are shown.
    shown: BTreeSet<NodeId>,
}

impl Seen {
    fn of(document: &Document) -> Self {
        let json = serde_json::to_value(document).unwrap();
        let nodes: BTreeMap<NodeId, Json> =
            json["nodes"].as_object().unwrap().iter().map(|(id, node)| (id.parse().unwrap(), node.clone())).collect();
        let shown = nodes.keys().copied().filter(|id| document.node(*id).is_some()).collect();
        Self { nodes, shown }
    }

    fn is_comment(&self, id: NodeId) -> bool {
        matches!(self.nodes[&id]["kind"].as_str(), Some("comment" | "reply"))
    }

    fn is_lock(&self, id: NodeId) -> bool {
        self.nodes[&id]["properties"]["locked"]["value"]["Flag"] == Json::Bool(true)
    }

    /// What is locked and all below it.
    fn is_locked(&self, id: NodeId) -> bool {
        let parent = self.nodes[&id]["place"]["value"]["parent"].as_str().unwrap().parse().unwrap();
        self.is_lock(id) || (id != NodeId::ROOT && self.is_locked(parent))
    }

    /// The registers of a node but for one.
    fn without(&self, id: NodeId, property: &str) -> Json {
        let mut node = self.nodes[&id].clone();
        node["properties"].as_object_mut().unwrap().remove(property);
        node
    }
}

/// What this gesture has changed that its role may not change.
fn check(person: ClientId, role: Role, makers: &BTreeMap<NodeId, ClientId>, before: &Seen, after: &Seen) {
    for id in after.nodes.keys().filter(|id| !before.nodes.contains_key(id)) {
        assert!(after.is_comment(*id) || role >= Role::Editor, "{role:?} made {id}");
        assert!(after.is_comment(*id) || role == Role::Owner || !after.is_locked(*id), "{id} is below a lock");
    }
    for id in before.nodes.keys().copied() {
        let is_same = before.nodes[&id] == after.nodes[&id];
        let is_shown_as_before = before.shown.contains(&id) == after.shown.contains(&id);
        match role {
            Role::Viewer => panic!("a viewer did something"),
            Role::Commenter if !before.is_comment(id) => assert!(is_same && is_shown_as_before, "{id}"),
            Role::Commenter if makers.get(&id) != Some(&person) => {
                assert_eq!(before.without(id, "resolved"), after.without(id, "resolved"), "somebody else's {id}");
                assert!(is_shown_as_before, "somebody else's {id}");
            }
            Role::Editor if before.is_locked(id) && !before.is_comment(id) => {
                assert!(is_same && is_shown_as_before, "{id} is locked");
            }
            Role::Editor => {
                assert_eq!(before.is_lock(id), after.is_lock(id), "the lock of {id}");
                assert_eq!(before.is_locked(id), after.is_locked(id), "{id} below a lock");
            }
            Role::Commenter | Role::Owner => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// P-80, P-81, P-82, P-83: no sequence of ops of a role changes what the role may not change.
    #[test]
    fn no_role_goes_beyond_itself(locks in locks(), steps in steps()) {
        let (mut document, mut seq) = dashboard();
        for number in locks {
            act(&mut document, OWNER, lock(number, true)).unwrap();
        }
        let mut makers: BTreeMap<NodeId, ClientId> = BTreeMap::from([(9, 1), (10, 2), (11, 2)].map(|(node, person)| {
            (id(node), PEOPLE[person])
        }));
        for Step { person, role, ops } in steps {
            let client = PEOPLE[person];
            let before = Seen::of(&document);
            let gesture = Gesture { id: OpId { client, counter: seq.next().0 }, ops };
            if apply_as(&mut document, &gesture, Who { role, client }, Some(seq.next())).is_ok() {
                seq = seq.next();
                let after = Seen::of(&document);
                check(client, role, &makers, &before, &after);
                let new = after.nodes.keys().filter(|id| !before.nodes.contains_key(id));
                makers.extend(new.map(|id| (*id, client)));
            }
        }
    }
}

/// The people of the examples, by what they may do.
const OWNER: Who = Who { role: Role::Owner, client: PEOPLE[0] };
const EDITOR: Who = Who { role: Role::Editor, client: PEOPLE[0] };
const COMMENTER: Who = Who { role: Role::Commenter, client: PEOPLE[1] };
const ANOTHER: Who = Who { role: Role::Commenter, client: PEOPLE[2] };

/// Does it if that is allowed.
fn act(document: &mut Document, who: Who, op: Op) -> Result<(), Refusal> {
    let gesture = Gesture { id: OpId { client: who.client, counter: 99 }, ops: vec![op] };
    apply_as(document, &gesture, who, Some(Seq(99)))
}

fn set(number: u8, property: Property, value: Value) -> Op {
    Op::Set { node: id(number), property, value }
}

fn lock(number: u8, is_locked: bool) -> Op {
    set(number, Property::Locked, Value::Flag(is_locked))
}

fn body(number: u8) -> Op {
    set(number, Property::Body, Value::Text("words".into()))
}

fn insert(number: u8, kind: Kind, parent: u8) -> Op {
    Op::Insert { node: id(number), kind, place: place(parent) }
}

fn place(parent: u8) -> document::Place {
    document::Place { parent: id(parent), order: order(1) }
}

/// P-82: chart 5 is in row 3 of tab 1. What an editor may still do once it is locked.
#[test]
fn a_lock_holds_from_all_sides() {
    let (mut document, _) = dashboard();
    act(&mut document, OWNER, lock(5, true)).unwrap();
    let refused = [
        set(5, Property::Title, Value::Text("x".into())),
        lock(5, false),
        lock(6, true),
        insert(13, Kind::Annotation, 5),
        set(8, Property::Title, Value::Text("x".into())),
        Op::Delete { node: id(8) },
        Op::Place { node: id(8), place: place(0) },
        Op::Place { node: id(5), place: place(0) },
        Op::Delete { node: id(5) },
        Op::Delete { node: id(3) },
        Op::Delete { node: id(1) },
        Op::Restore { node: id(1) },
        Op::Place { node: id(3), place: place(2) },
    ];
    for op in refused {
        assert_eq!(act(&mut document.clone(), EDITOR, op.clone()), Err(Refusal::Locked), "{op:?}");
        assert_eq!(act(&mut document.clone(), OWNER, op.clone()), Ok(()), "{op:?}");
    }
    for op in [insert(13, Kind::Comment, 5), body(9), Op::Delete { node: id(9) }, insert(13, Kind::Text, 3)] {
        assert_eq!(act(&mut document.clone(), EDITOR, op.clone()), Ok(()), "{op:?}");
    }
    act(&mut document, OWNER, Op::Delete { node: id(5) }).unwrap();
    let removed_panels_hold_nothing = Op::Delete { node: id(1) };
    assert_eq!(act(&mut document, EDITOR, removed_panels_hold_nothing), Ok(()));
    assert_eq!(act(&mut document, EDITOR, Op::Restore { node: id(5) }), Err(Refusal::Locked));
}

/// P-81: thread 9 is the commenter's, its answer 10 another's.
#[test]
fn a_comment_is_its_authors() {
    let (mut document, _) = dashboard();
    let resolve = |number| set(number, Property::Resolved, Value::Flag(true));
    for op in [body(9), resolve(9), resolve(11), insert(13, Kind::Comment, 6), insert(13, Kind::Reply, 11)] {
        assert_eq!(act(&mut document.clone(), COMMENTER, op.clone()), Ok(()), "{op:?}");
    }
    let takes_an_answer_away = Op::Delete { node: id(9) };
    for op in [body(10), body(11), Op::Delete { node: id(11) }, insert(13, Kind::Text, 0), takes_an_answer_away] {
        assert_eq!(act(&mut document, COMMENTER, op.clone()), Err(Refusal::NotAllowed), "{op:?}");
    }
    act(&mut document, ANOTHER, Op::Delete { node: id(10) }).unwrap();
    act(&mut document, COMMENTER, Op::Delete { node: id(9) }).unwrap();
    act(&mut document, COMMENTER, Op::Restore { node: id(9) }).unwrap();
    act(&mut document, EDITOR, Op::Delete { node: id(9) }).unwrap();
    for op in [Op::Restore { node: id(9) }, Op::Delete { node: id(9) }] {
        assert_eq!(act(&mut document, COMMENTER, op), Err(Refusal::NotAllowed), "what an editor took away stays away");
    }
    assert_eq!(act(&mut document, OWNER, Op::Place { node: id(11), place: place(6) }), Err(Refusal::NotAllowed));
}
