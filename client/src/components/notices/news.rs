//! News: what others have said to one person on a dashboard, and what of it was read. Pure: a document in, a list out;
//! what was read is one number and the few things beyond it, so that it does not grow.

use std::collections::BTreeSet;

use document::{ClientId, Document, Kind, Node, NodeId, Property, Seq};

use crate::{
    components::comments::mention::{is_same, mentions},
    json::Json,
};

/// Most news that are listed.
const MAX_NEWS: usize = 50;
/// Most things that were read one by one; of more the oldest count as unread again.
const MAX_READ: usize = 200;

/// Whom it is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Me<'a> {
    pub(super) name: &'a str,
    pub(super) client: Option<ClientId>,
}

/// Why something is for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Mentioned,
    Answered,
}

/// Something that was said to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct News {
    /// The comment or reply.
    pub(super) id: NodeId,
    /// The panel that it is about.
    pub(super) panel: NodeId,
    pub(super) why: Why,
    pub(super) author: String,
    pub(super) words: String,
    pub(super) at_ms: Option<i64>,
    pub(super) seq: Seq,
}

/// What was said to somebody, newest first.
pub(super) fn news(document: &Document, me: Me<'_>, names: &[String]) -> Vec<News> {
    let remarks = [Kind::Comment, Kind::Reply].into_iter().flat_map(|kind| document.all_of(kind));
    let mut news: Vec<News> = remarks.filter_map(|(id, node)| one(document, me, names, id, node)).collect();
    news.sort_by_key(|one| std::cmp::Reverse(one.seq));
    news.truncate(MAX_NEWS);
    news
}

fn one(document: &Document, me: Me<'_>, names: &[String], id: NodeId, node: &Node) -> Option<News> {
    let words = node.text(Property::Body);
    let seq = node.stamp(Property::Body)?.seq?;
    let thread = if node.kind() == Kind::Reply { node.place().parent } else { id };
    let panel = document.node(thread)?.place().parent;
    let why = match () {
        () if is_mine(node, me) => return None,
        () if mentions(words, me.name, names) => Why::Mentioned,
        () if node.kind() == Kind::Reply && takes_part(document, thread, me, seq) => Why::Answered,
        () => return None,
    };
    let (author, words, at_ms) =
        (node.text(Property::Author).to_owned(), words.to_owned(), node.moment(Property::WrittenAt));
    document.node(panel).map(|_| News { id, panel, why, author, words, at_ms, seq })
}

/// Whether somebody began the thread, or said something in it before.
fn takes_part(document: &Document, thread: NodeId, me: Me<'_>, before: Seq) -> bool {
    let is_earlier =
        |node: &Node| node.stamp(Property::Body).and_then(|stamp| stamp.seq).is_some_and(|seq| seq < before);
    let replies = document.children_of(thread, Kind::Reply);
    let mut all = document.node(thread).into_iter().chain(replies.into_iter().map(|(_, reply)| reply));
    all.any(|node| is_mine(node, me) && is_earlier(node))
}

/// In another browser a person is another replica, of the same name.
fn is_mine(node: &Node, me: Me<'_>) -> bool {
    let client = node.stamp(Property::Body).map(|stamp| stamp.client);
    is_same(node.text(Property::Author), me.name) || (client.is_some() && client == me.client)
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// All up to here.
    until: Seq,
    /// Beyond it these.
    read: BTreeSet<NodeId>,
}

impl Marks {
    pub(super) fn is_read(&self, one: &News) -> bool {
        one.seq <= self.until || self.read.contains(&one.id)
    }

    pub(super) fn mark(&mut self, one: &News) {
        if !self.is_read(one) && self.read.len() < MAX_READ {
            self.read.insert(one.id);
        }
    }

    /// Everything that there is now.
    pub(super) fn mark_all(&mut self, news: &[News]) {
        self.until = news.iter().map(|one| one.seq).max().unwrap_or(self.until).max(self.until);
        self.read.clear();
    }

    /// As a browser keeps them.
    pub(super) fn to_json(&self) -> String {
        let ids: Vec<String> = self.read.iter().map(|id| format!("\"{id}\"")).collect();
        format!("{{\"until\":{},\"read\":[{}]}}", self.until.0, ids.join(","))
    }

    pub(super) fn of_json(text: &str) -> Option<Self> {
        let kept = Json::read(text)?;
        let read = kept.texts("read")?.iter().filter_map(|id| id.parse().ok()).take(MAX_READ).collect();
        Some(Self { until: Seq(kept.number("until")? as u64), read })
    }
}

#[cfg(test)]
mod tests {
    use document::{Gesture, Op, OpId, Order, Place, Value, apply};

    use super::*;

    const PANEL: u8 = 1;

    /// Says something; the first id is that of what is said.
    fn say(document: &mut Document, seq: u64, (id, on, kind): (u8, u8, Kind), author: &str, body: &str) {
        let node = |id| NodeId::from_bytes([id; 8]);
        let text = |property, text: &str| Op::Set { node: node(id), property, value: Value::Text(text.to_owned()) };
        let parent = if on == 0 { NodeId::ROOT } else { node(on) };
        let mut ops = vec![Op::Insert { node: node(id), kind, place: Place { parent, order: Order::default() } }];
        if kind.is_comment() {
            ops.extend([text(Property::Body, body), text(Property::Author, author)]);
        }
        let client = ClientId::from_bytes([author.len() as u8; 8]);
        let gesture = Gesture { id: OpId { client, counter: seq }, ops };
        apply::apply(document, &gesture, Some(Seq(seq))).unwrap();
    }

    /// A panel, a thread of Ada's on it with answers, and one of somebody else's that mentions her.
    fn talk() -> Document {
        let mut document = Document::default();
        say(&mut document, 1, (PANEL, 0, Kind::Chart), "", "");
        say(&mut document, 2, (2, PANEL, Kind::Comment), "Ada", "What is this?");
        say(&mut document, 3, (3, 2, Kind::Reply), "Zoe K", "A peak");
        say(&mut document, 4, (4, PANEL, Kind::Comment), "Zoe K", "@Ada see here");
        say(&mut document, 5, (5, 4, Kind::Reply), "Bo", "and here");
        say(&mut document, 6, (6, 4, Kind::Reply), "Ada", "thanks");
        say(&mut document, 7, (7, 4, Kind::Reply), "Bo", "fine");
        document
    }

    #[test]
    fn whoever_is_mentioned_or_takes_part_hears_of_it_and_nobody_of_themselves() {
        let (document, names) = (talk(), ["Ada", "Zoe K", "Bo"].map(str::to_owned));
        let heard = |name| {
            let news = news(&document, Me { name, client: None }, &names);
            news.iter().map(|one| (one.seq.0, one.why)).collect::<Vec<_>>()
        };
        assert_eq!(heard("ada"), [(7, Why::Answered), (4, Why::Mentioned), (3, Why::Answered)]);
        assert_eq!(heard("Zoe K"), [(7, Why::Answered), (6, Why::Answered), (5, Why::Answered)]);
        assert_eq!(heard("Bo"), [(6, Why::Answered)]);
        assert_eq!(heard("Somebody"), []);
    }

    #[test]
    fn what_was_read_stays_read() {
        let names = ["Ada".to_owned()];
        let news = news(&talk(), Me { name: "Ada", client: None }, &names);
        let mut marks = Marks::default();
        let unread = |marks: &Marks| news.iter().filter(|one| !marks.is_read(one)).count();
        marks.mark(&news[1]);
        assert_eq!((unread(&Marks::default()), unread(&marks)), (3, 2));
        marks.mark_all(&news);
        assert_eq!(unread(&marks), 0);
        assert_eq!(marks.to_json(), "{\"until\":7,\"read\":[]}");
    }
}
