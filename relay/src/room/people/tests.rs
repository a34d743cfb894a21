//! The people of a room, case by case: what an owner says counts at once and for whoever comes again; what others hear
//! is the newest, and bounded.

use document::{ClientId, NodeId, OpId, Refusal, Role};
use protocol::{
    FromRelay, Hello, Person, PresenceState, SessionId, Spot,
    presence::{MAX_SELECTION_NODES, SPOT_PARTS},
};

use crate::room::{
    Effect, Event, Room,
    people::MAX_SEEN,
    tests::{open, panel, submitted, title},
};

fn joined_as(room: &mut Room, session: u64, client: u8, also: &[u8], role: Role) -> Role {
    let also = also.iter().map(|client| ClientId::from_bytes([*client; 8])).collect();
    let person = Person { name: "Ada".into(), color: 1 };
    let hello = Hello { client: ClientId::from_bytes([client; 8]), also, last: None, person };
    match room.handle(Event::Joined { session: SessionId(session), hello, role }).as_slice() {
        [Effect::Send(_, FromRelay::Welcome(welcome))] => welcome.role,
        other => panic!("no welcome but {other:?}"),
    }
}

/// P-28: neither another connection nor another replica of the same browser gives back what an owner has taken, and a
/// replica that was let do more cannot be named by somebody else to get further than the door lets them.
#[test]
fn coming_again_is_no_way_around_what_an_owner_said() {
    let mut room = open(&[]);
    joined_as(&mut room, 1, 1, &[], Role::Owner);
    joined_as(&mut room, 2, 2, &[], Role::Editor);
    joined_as(&mut room, 3, 3, &[2], Role::Editor);
    let grant = |by, session, role| Event::Granted { by: SessionId(by), session: SessionId(session), role };
    let told = |session, role| Effect::Send(SessionId(session), FromRelay::Role(role));
    let lowered = room.handle(grant(1, 2, Role::Viewer));
    assert_eq!(lowered, [told(2, Role::Viewer), told(3, Role::Viewer)], "and whoever speaks for it");
    assert_eq!(room.handle(grant(1, 2, Role::Viewer)), [], "nothing new");
    for (by, session) in [(2, 2), (2, 1), (1, 1), (1, 9), (9, 2)] {
        assert_eq!(room.handle(grant(by, session, Role::Owner)), [], "{by} {session}");
    }
    assert_eq!(joined_as(&mut room, 4, 2, &[], Role::Editor), Role::Viewer);
    assert_eq!(joined_as(&mut room, 5, 5, &[2], Role::Editor), Role::Viewer);
    assert_eq!(joined_as(&mut room, 6, 1, &[], Role::Owner), Role::Owner);
    assert_eq!(room.handle(grant(6, 1, Role::Viewer)), [], "oneself in another connection");
    room.handle(grant(1, 3, Role::Owner));
    assert_eq!(joined_as(&mut room, 7, 3, &[], Role::Viewer), Role::Viewer, "no further than the door");
    assert_eq!(room.handle(Event::RoleChanged { session: SessionId(7), role: Role::Editor }), [told(7, Role::Editor)]);
}

/// P-28: what waits for the log stands; what comes later is judged by the new role.
#[test]
fn a_role_changes_between_two_gestures() {
    let mut room = open(&[]);
    joined_as(&mut room, 1, 1, &[], Role::Owner);
    joined_as(&mut room, 2, 2, &[8], Role::Editor);
    let (own, spoken) = (ClientId::from_bytes([2; 8]), ClientId::from_bytes([8; 8]));
    let before = submitted(&mut room, 2, vec![title(own, 1, "before"), title(spoken, 1, "for another")]);
    assert!(matches!(before.as_slice(), [Effect::Append { accepted, .. }] if accepted.len() == 2));
    room.handle(Event::Granted { by: SessionId(1), session: SessionId(2), role: Role::Commenter });
    let after =
        submitted(&mut room, 2, vec![title(own, 2, "after"), title(spoken, 2, "after"), title(own, 1, "again")]);
    let rejected = |client, counter| {
        let (id, reason) = (OpId { client, counter }, Refusal::NotAllowed);
        Effect::Send(SessionId(2), FromRelay::Rejected { id, reason })
    };
    assert_eq!(after, [rejected(own, 2), rejected(spoken, 2)]);
    assert_eq!(room.handle(Event::Appended).len(), 2, "told to all");
    room.handle(Event::Granted { by: SessionId(1), session: SessionId(2), role: Role::Editor });
    assert!(matches!(submitted(&mut room, 2, vec![title(own, 3, "and back")]).as_slice(), [Effect::Append { .. }]));
}

/// P-27, P-29, P-102: a word about a person waits for the beat, only the newest is told, and never too much of it.
#[test]
fn what_others_see_is_the_newest_and_bounded() {
    let mut room = open(&[]);
    joined_as(&mut room, 1, 1, &[], Role::Owner);
    joined_as(&mut room, 2, 2, &[], Role::Editor);
    let who = room.handle(Event::Beat);
    assert!(matches!(who.as_slice(), [Effect::Broadcast { message: FromRelay::Presence { .. }, .. }, _]), "{who:?}");
    let far = Spot { section: NodeId::ROOT, x: u32::MAX, y: u32::MAX };
    for count in 1..=200 {
        let selection = vec![panel(1); count];
        let state = PresenceState { selection, cursor: Some(far), ..PresenceState::default() };
        assert_eq!(room.handle(Event::Presence { session: SessionId(2), state }), []);
    }
    let told = room.handle(Event::Beat);
    let [Effect::Broadcast { message: FromRelay::Moved { session, state }, except }] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!((*session, *except), (SessionId(2), Some(SessionId(2))));
    assert_eq!(state.selection.len(), MAX_SELECTION_NODES);
    assert!(state.cursor.is_some_and(|spot| spot.x == 24 * SPOT_PARTS && spot.y < u32::MAX));
    assert!(!room.has_news());
}

/// P-146: whoever comes when enough are seen works unseen, and is seen when somebody leaves.
#[test]
fn a_crowd_is_seen_in_part() {
    let mut room = open(&[]);
    for session in 1..=MAX_SEEN as u64 + 2 {
        joined_as(&mut room, session, session as u8, &[], Role::Editor);
    }
    let told = |effects: &[Effect]| -> Vec<u64> {
        let session = |effect: &Effect| match effect {
            Effect::Broadcast { message: FromRelay::Presence { session, .. }, .. } => Some(session.0),
            _ => None,
        };
        effects.iter().filter_map(session).collect()
    };
    let mut seen = Vec::new();
    while room.has_news() {
        seen.extend(told(&room.handle(Event::Beat)));
    }
    assert_eq!(seen, (1..=MAX_SEEN as u64).collect::<Vec<_>>());
    let unseen = MAX_SEEN as u64 + 1;
    assert_eq!(room.handle(Event::Left(SessionId(unseen + 1))), [], "nobody saw them, nobody misses them");
    assert_eq!(room.handle(Event::Silent(SessionId(unseen))), []);
    room.handle(Event::Heard(SessionId(unseen)));
    assert!(!room.has_news());
    assert_eq!(room.handle(Event::Left(SessionId(7))).len(), 1);
    assert_eq!(told(&room.handle(Event::Beat)), [unseen]);
}
