//! Drafts over a real log thread and real rooms: what publishing does, says, and does not do twice.

use document::{ClientId, Gesture, NodeId, Op, Outline, Property, Value};
use protocol::{FromRelay, Hello, Person, decode};

use super::*;
use crate::{
    close::Close,
    log::{self, MemoryLog},
    metrics::Metrics,
    outbox::Outbox,
    rooms::{Membership, UNLOAD_AFTER},
};

const DASHBOARD: DashboardId = DashboardId::fixed(7);

async fn rooms() -> Rooms {
    let (handle, _thread) = log::writer::start(MemoryLog::default()).unwrap();
    let rooms = Rooms::new(handle, Metrics::new(), UNLOAD_AFTER);
    let outline = Outline::of(&document::Document::default());
    rooms.create(DASHBOARD, &outline, "Ada").await.unwrap();
    rooms
}

struct Guest {
    client: ClientId,
    counter: u64,
    outbox: Outbox,
    membership: Membership,
}

impl Guest {
    async fn join(rooms: &Rooms, dashboard: DashboardId, number: u8, name: &str) -> Self {
        let client = ClientId::from_bytes([number; 8]);
        let hello = Hello { client, also: Vec::new(), last: None, person: Person { name: name.into(), color: 0 } };
        let outbox = Outbox::new(rooms.next_session());
        let membership = rooms.join(dashboard, &hello, Role::Editor, &outbox).await.unwrap();
        Self { client, counter: 0, outbox, membership }
    }

    /// Waits until it is sequenced.
    async fn set(&mut self, property: Property, text: &str) {
        let op = Op::Set { node: NodeId::ROOT, property, value: Value::Text(text.into()) };
        self.submit(vec![op]).await;
    }

    async fn submit(&mut self, ops: Vec<Op>) {
        self.counter += 1;
        let id = OpId { client: self.client, counter: self.counter };
        self.membership.submit(vec![Gesture { id, ops }]).await.unwrap();
        loop {
            let drained = self.outbox.drain().await;
            assert_eq!(drained.close, None);
            let is_it = |frame: &bytes::Bytes| match decode(frame) {
                Ok(FromRelay::Sequenced(sequenced)) => sequenced.gesture.id == id,
                _ => false,
            };
            if drained.frames.iter().any(is_it) {
                return;
            }
        }
    }

    async fn hear_close(&mut self) -> Close {
        loop {
            if let Some(close) = self.outbox.drain().await.close {
                return close;
            }
        }
    }
}

async fn title_and_description(rooms: &Rooms) -> (String, String, Seq) {
    let at = rooms.document(DASHBOARD, None).await.unwrap();
    let root = at.document.node(NodeId::ROOT).unwrap();
    (root.title().to_owned(), root.text(Property::Description).to_owned(), at.seq)
}

/// P-92, P-93, P-94: what a draft says is told before, comes in by its authors' names, and is reported.
#[tokio::test]
async fn publishing_does_what_was_told_and_ends_the_draft() {
    let rooms = rooms().await;
    let draft = rooms.create_draft(DASHBOARD).await.unwrap();
    assert_eq!(rooms.base(draft).await.unwrap(), Some(Base { dashboard: DASHBOARD, seq: Seq(1) }));
    assert_eq!(rooms.list().await.unwrap().len(), 1, "P-91");
    let mut ada = Guest::join(&rooms, draft, 1, "Ada").await;
    let mut bob = Guest::join(&rooms, DASHBOARD, 2, "Bob").await;
    ada.set(Property::Title, "draft").await;
    ada.set(Property::Description, "only the draft says this").await;
    bob.set(Property::Title, "meanwhile").await;
    let told = rooms.draft(draft, Role::Editor).await.unwrap();
    assert_eq!((told.base_seq, told.base_newest, told.newest), (Seq(1), Seq(2), Seq(3)));
    assert_eq!(told.differences.len(), 2);
    let published = rooms.publish(draft, Role::Editor).await.unwrap();
    assert_eq!((published.published, &published.refused), (2, &told.refused));
    assert_eq!(published.overwritten, told.overwritten);
    let [Overwritten { seq: Seq(2), by, difference }] = published.overwritten.as_slice() else {
        panic!("{published:?}")
    };
    assert_eq!((by.as_deref(), difference.node), (Some("Bob"), NodeId::ROOT));
    assert_eq!(ada.hear_close().await, Close::NoSuchDashboard);
    let expected = ("draft".to_owned(), "only the draft says this".to_owned(), Seq(4));
    assert_eq!(title_and_description(&rooms).await, expected);
    let page = rooms.history(DASHBOARD, crate::rooms::Page::Newest, 2).await.unwrap();
    let authors: Vec<_> = page.gestures.iter().map(|told| (told.author.as_str(), told.id.client)).collect();
    assert_eq!(authors, [("Ada", ada.client); 2]);
    assert_eq!(rooms.publish(draft, Role::Editor).await, Err(LogError::NoSuchDashboard));
}

/// P-95: a relay that ends between the gestures and the end of the draft leaves a draft that can be published again.
#[tokio::test]
async fn publishing_again_after_a_crash_changes_nothing_more() {
    let rooms = rooms().await;
    let draft = rooms.create_draft(DASHBOARD).await.unwrap();
    let mut ada = Guest::join(&rooms, draft, 1, "Ada").await;
    ada.set(Property::Title, "first").await;
    ada.set(Property::Title, "second").await;
    let base = rooms.base(draft).await.unwrap().unwrap();
    let half = &rooms.next_batch(draft, base.seq).await.unwrap().unwrap()[..1];
    rooms.through_the_room(base, half, &Role::Editor.into()).await.unwrap();
    let mut bob = Guest::join(&rooms, DASHBOARD, 2, "Bob").await;
    bob.set(Property::Description, "between").await;
    let told = rooms.draft(draft, Role::Editor).await.unwrap();
    assert_eq!((told.differences.len(), told.overwritten.len()), (1, 0));
    let published = rooms.publish(draft, Role::Editor).await.unwrap();
    assert_eq!((published.published, published.refused.len(), published.overwritten.len()), (2, 0, 0));
    assert_eq!(title_and_description(&rooms).await, ("second".to_owned(), "between".to_owned(), Seq(4)));
}

/// P-96: each op is judged as one of whoever publishes; what is refused is named and holds nothing else up.
#[tokio::test]
async fn what_is_refused_is_named() {
    let rooms = rooms().await;
    let draft = rooms.create_draft(DASHBOARD).await.unwrap();
    let mut ada = Guest::join(&rooms, draft, 1, "Ada").await;
    ada.set(Property::Title, "not for a viewer").await;
    assert_eq!(rooms.draft(draft, Role::Viewer).await.unwrap().differences, []);
    let published = rooms.publish(draft, Role::Viewer).await.unwrap();
    let refused = Unpublished { seq: Seq(2), reason: Refusal::NotAllowed };
    assert_eq!((published.published, published.refused), (0, vec![refused]));
}

/// P-97: a draft that is discarded, or whose dashboard is deleted, is gone with its sessions, and nothing else is.
#[tokio::test]
async fn a_draft_ends_and_its_dashboard_stays() {
    let rooms = rooms().await;
    let (first, second) = (rooms.create_draft(DASHBOARD).await.unwrap(), rooms.create_draft(DASHBOARD).await.unwrap());
    assert_ne!(first, second);
    let mut guests = [Guest::join(&rooms, first, 1, "Ada").await, Guest::join(&rooms, second, 1, "Ada").await];
    assert_eq!(rooms.discard_draft(DASHBOARD).await, Err(LogError::NoSuchDashboard));
    assert_eq!(rooms.create_draft(first).await, Err(LogError::NoSuchDashboard), "no draft of a draft");
    rooms.discard_draft(first).await.unwrap();
    assert_eq!(guests[0].hear_close().await, Close::NoSuchDashboard);
    guests[1].set(Property::Title, "still there").await;
    rooms.delete(DASHBOARD).await.unwrap();
    assert_eq!(guests[1].hear_close().await, Close::NoSuchDashboard);
}

/// P-97: the address of a draft is as good as a key, so the relay's log never has the whole of it.
#[test]
fn a_draft_is_not_named_in_full_where_people_read_logs() {
    let (draft, fresh) = (DashboardId::unguessable().unwrap(), DashboardId::fresh());
    assert_eq!(format!("{draft:?}"), format!("{}…", &draft.to_string()[..8]));
    assert_eq!(format!("{fresh:?}"), fresh.to_string());
}
