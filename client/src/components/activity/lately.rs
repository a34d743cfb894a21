//! Lately: gestures, names of states and arrivals as lines, newest first. What one person did within some minutes without
//! anybody else is one line. Pure; it knows no words.

use document::NodeId;
use protocol::history::{GestureTold, NamedVersion};

/// What lies further apart is another line.
const APART_MS: i64 = 10 * 60 * 1_000;
/// Most lines.
const MAX_LINES: usize = 40;

/// Somebody who came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub(crate) name: String,
    pub(crate) at_ms: i64,
    /// Or went.
    pub(crate) came: bool,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) at_ms: i64,
    pub(super) act: Act,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// These nodes were changed; each with the title that it had.
    Changed(Vec<(NodeId, String)>),
    /// Something was said about these.
    Said(Vec<(NodeId, String)>),
    /// A state got a name.
    Named(String),
    Came,
    Left,
}

/// All of it, newest first.
pub(super) fn lately(gestures: &[GestureTold], versions: &[NamedVersion], arrivals: &[Arrival]) -> Vec<Line> {
    let mut lines: Vec<Line> = gestures.iter().filter_map(line).collect();
    lines.extend(versions.iter().map(|version| Line {
        name: version.author.clone(),
        at_ms: version.at_ms,
        act: Act::Named(version.name.clone()),
    }));
    lines.extend(arrivals.iter().map(|arrival| Line {
        name: arrival.name.clone(),
        at_ms: arrival.at_ms,
        act: if arrival.came { Act::Came } else { Act::Left },
    }));
    lines.sort_by_key(|line| std::cmp::Reverse(line.at_ms));
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        if let Some(last) = joined.last_mut().filter(|last| belongs(last, &line)) {
            last.add(line);
        } else if joined.len() < MAX_LINES {
            joined.push(line);
        } else {
            break;
        }
    }
    joined
}

fn line(gesture: &GestureTold) -> Option<Line> {
    let said = gesture.differences.iter().any(|difference| difference.kind.is_comment());
    let mut nodes: Vec<(NodeId, String)> = Vec::new();
    for difference in &gesture.differences {
        if nodes.iter().all(|(node, _)| *node != difference.node) {
            nodes.push((difference.node, difference.title.clone()));
        }
    }
    let act = if said { Act::Said(nodes) } else { Act::Changed(nodes) };
    let is_something = !gesture.differences.is_empty();
    is_something.then(|| Line { name: gesture.author.clone(), at_ms: gesture.at_ms, act })
}

/// Whether an older line goes on in a newer one.
fn belongs(newer: &Line, older: &Line) -> bool {
    let is_alike = matches!(
        (&newer.act, &older.act),
        (Act::Changed(_), Act::Changed(_))
            | (Act::Said(_), Act::Said(_))
            | (Act::Came, Act::Came)
            | (Act::Left, Act::Left)
    );
    is_alike && newer.name == older.name && newer.at_ms - older.at_ms < APART_MS
}

impl Line {
    fn add(&mut self, older: Self) {
        if let (Act::Changed(mine) | Act::Said(mine), Act::Changed(more) | Act::Said(more)) = (&mut self.act, older.act)
        {
            mine.extend(
                more.into_iter().filter(|(node, _)| mine.iter().all(|(known, _)| known != node)).collect::<Vec<_>>(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use document::{ClientId, Difference, Kind, OpId, Seq, What};

    use super::*;

    const MINUTE_MS: i64 = 60_000;

    fn gesture(minute: i64, author: &str, node: u8, kind: Kind) -> GestureTold {
        let difference =
            Difference { node: NodeId::from_bytes([node; 8]), kind, title: String::new(), what: What::Moved };
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
        let (seq, author) = (Seq(minute as u64), author.to_owned());
        GestureTold { seq, id, author, at_ms: minute * MINUTE_MS, ops: Vec::new(), differences: vec![difference] }
    }

    #[test]
    fn what_belongs_together_is_one_line() {
        let gestures = [
            gesture(0, "Ada", 1, Kind::Chart),
            gesture(30, "Ada", 1, Kind::Chart),
            gesture(31, "Ada", 2, Kind::Chart),
            gesture(32, "Ada", 2, Kind::Chart),
            gesture(33, "Bo", 1, Kind::Chart),
            gesture(34, "Bo", 3, Kind::Comment),
        ];
        let version = NamedVersion { seq: Seq(9), name: "first".into(), author: "Bo".into(), at_ms: 10 * MINUTE_MS };
        let arrival = Arrival { name: "Zoe".into(), at_ms: 40 * MINUTE_MS, came: true };
        let lines = lately(&gestures, &[version], &[arrival]);
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                let count = match &line.act {
                    Act::Changed(nodes) | Act::Said(nodes) => nodes.len(),
                    Act::Named(_) | Act::Came | Act::Left => 0,
                };
                (&*line.name, line.at_ms / MINUTE_MS, count)
            })
            .collect();
        let expected = [("Zoe", 40, 0), ("Bo", 34, 1), ("Bo", 33, 1), ("Ada", 32, 2), ("Bo", 10, 0), ("Ada", 0, 1)];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_list_has_an_end() {
        let gestures: Vec<_> =
            (0..500).map(|at| gesture(at, if at % 2 == 0 { "Ada" } else { "Bo" }, 1, Kind::Chart)).collect();
        assert_eq!(lately(&gestures, &[], &[]).len(), MAX_LINES);
    }
}
