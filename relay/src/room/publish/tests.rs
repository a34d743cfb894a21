//! Publication event by event: it is answered once, when all of it is in the log, and never promises what was lost.

use document::{ClientId, Document, NodeId, Op, Property, Value};
use protocol::{FromRelay, Hello, Person, SessionId};

use super::*;
use crate::room::{Event, Start};

const AUTHOR: ClientId = ClientId::from_bytes([9; 8]);
const SESSION: SessionId = SessionId(1);

fn room() -> Room {
    let (document, seq) = (Document::default(), Seq::ZERO);
    Room::new(Start { document, seq, tail: Vec::new(), ids: Vec::new(), snapshot_seq: seq })
}

fn title(client: ClientId, counter: u64, text: &str) -> Gesture {
    let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) };
    Gesture { id: OpId { client, counter }, ops: vec![op] }
}

fn publication(number: u64, counters: impl IntoIterator<Item = u64>, role: Role) -> Event {
    let authored = |counter| Authored { gesture: title(AUTHOR, counter, &counter.to_string()), author: "Ada".into() };
    let gestures = counters.into_iter().map(authored).collect();
    Event::Publish(Publication { number, base: Seq::ZERO, gestures, role, at_ms: 7 })
}

/// What publications were told.
fn told(effects: &[Effect]) -> Vec<(u64, Option<&Outcome>)> {
    let told = |effect| match effect {
        &Effect::Published { number, ref outcome } => Some((number, outcome.as_ref())),
        _ => None,
    };
    effects.iter().filter_map(told).collect()
}

fn appended(effects: &[Effect]) -> usize {
    let count = |effect: &Effect| match effect {
        Effect::Append { accepted, .. } => accepted.len(),
        _ => 0,
    };
    effects.iter().map(count).sum()
}

/// P-21, P-95: nothing is told before the log has it, and what waits behind another append waits for its own.
#[test]
fn an_answer_comes_when_all_of_it_is_in_the_log() {
    let mut room = room();
    let person = Person { name: "Bob".into(), color: 0 };
    let hello = Hello { client: ClientId::from_bytes([2; 8]), also: Vec::new(), last: None, person };
    room.handle(Event::Joined { session: SESSION, hello, role: Role::Editor });
    let gestures = vec![title(ClientId::from_bytes([2; 8]), 1, "beside")];
    let first = room.handle(Event::Submit { session: SESSION, gestures, at_ms: 1 });
    assert_eq!(appended(&first), 1);
    let asked = room.handle(publication(1, 1..=3, Role::Editor));
    assert_eq!((appended(&asked), told(&asked)), (0, vec![]));
    let stored = room.handle(Event::Appended);
    assert_eq!((appended(&stored), told(&stored)), (3, vec![]));
    let again = room.handle(publication(2, 2..=4, Role::Editor));
    assert_eq!((appended(&again), told(&again)), (0, vec![]), "what is on its way is waited for");
    let stored = room.handle(Event::Appended);
    assert_eq!(told(&stored).len(), 1);
    let [(1, Some(outcome))] = told(&stored)[..] else { panic!("{stored:?}") };
    assert_eq!(outcome.refused, []);
    assert_eq!(outcome.overwritten.iter().map(|lost| lost.by.seq).collect::<Vec<_>>(), [Some(Seq(1))]);
    let stored = room.handle(Event::Appended);
    assert_eq!(told(&stored), [(2, Some(&Outcome::default()))]);
    let nothing = room.handle(publication(3, 1..=4, Role::Viewer));
    assert_eq!(told(&nothing), [(3, Some(&Outcome::default()))], "all of it is there already");
    assert_eq!((room.durable().1, room.durable().0.title()), (Seq(5), "4"));
}

/// P-95: what the log has lost may come again, and has one effect then.
#[test]
fn what_was_lost_is_said_and_may_come_again() {
    let mut room = room();
    room.handle(publication(1, 1..=2, Role::Editor));
    room.handle(publication(2, 2..=3, Role::Editor));
    let lost = room.handle(Event::NotStored);
    assert_eq!(told(&lost), [(1, None), (2, None)]);
    assert_eq!(appended(&room.handle(publication(3, 1..=3, Role::Editor))), 3);
    let stored = room.handle(Event::Appended);
    assert_eq!(told(&stored), [(3, Some(&Outcome::default()))]);
    let broadcast = |effect: &&Effect| matches!(effect, Effect::Broadcast { message: FromRelay::Sequenced(_), .. });
    assert_eq!((stored.iter().filter(broadcast).count(), room.durable().1), (3, Seq(3)));
}

/// P-96: nothing waits for what is refused.
#[test]
fn a_publication_that_may_nothing_is_answered_at_once() {
    let mut room = room();
    let answered = room.handle(publication(1, 1..=2, Role::Commenter));
    let [(1, Some(outcome))] = told(&answered)[..] else { panic!("{answered:?}") };
    let ids = outcome.refused.iter().map(|(id, reason)| (id.counter, reason));
    assert!(ids.eq([(1, &Refusal::NotAllowed), (2, &Refusal::NotAllowed)]));
    assert!(room.is_idle());
}
