//! Every edit as its ops, on a desk to which edits are said one after the other.

use document::{ClientId, Gesture, OpId, Role, apply::MAX_OPS, apply_as};

use super::*;

struct Counting(u8);

impl IdSource for Counting {
    fn node_id(&mut self) -> NodeId {
        self.0 += 1;
        NodeId::from_bytes([self.0; 8])
    }
}

/// A dashboard to which edits are said, one gesture each.
struct Desk {
    document: Document,
    ids: Counting,
    gestures: u64,
    role: Role,
}

impl Desk {
    fn with_charts(count: usize) -> Self {
        let mut desk = Self { document: Document::default(), ids: Counting(0), gestures: 0, role: Role::Owner };
        for _ in 0..count {
            desk.say(Edit::AddPanel { kind: Kind::Chart, parent: NodeId::ROOT });
        }
        desk
    }

    fn say(&mut self, edit: Edit) -> usize {
        let who = Who { role: self.role, client: ClientId::from_bytes([1; 8]) };
        let ops = lower(&self.document, who, edit, &mut self.ids);
        let count = ops.len();
        if count > 0 {
            self.gestures += 1;
            let id = OpId { client: who.client, counter: self.gestures };
            apply_as(&mut self.document, &Gesture { id, ops }, who, None).unwrap();
        }
        count
    }

    fn rects(&self) -> Vec<(u8, Rect)> {
        self.rects_of(NodeId::ROOT)
    }

    fn rects_of(&self, parent: NodeId) -> Vec<(u8, Rect)> {
        self.document.grid(parent).iter().map(|cell| (cell.node.bytes()[0], cell.rect)).collect()
    }
}

/// The children of that kind, by number.
fn numbers(desk: &Desk, kind: Kind) -> Vec<u8> {
    desk.document.children_of(NodeId::ROOT, kind).iter().map(|(id, _)| id.bytes()[0]).collect()
}

fn lock(node: NodeId) -> Edit {
    Edit::SetProperty { node, property: Property::Locked, value: Value::Flag(true) }
}

fn panel(number: u8) -> NodeId {
    NodeId::from_bytes([number; 8])
}

fn rect(x: u16, y: u16, w: u16, h: u16) -> Rect {
    Rect { x, y, w, h }
}

#[test]
fn new_panels_fill_the_row_and_then_begin_the_next() {
    let mut desk = Desk::with_charts(3);
    desk.say(Edit::AddPanel { kind: Kind::Stat, parent: NodeId::ROOT });
    let expected = [(1, rect(0, 0, 12, 8)), (2, rect(12, 0, 12, 8)), (3, rect(0, 8, 12, 8)), (4, rect(0, 16, 6, 5))];
    assert_eq!(desk.rects(), expected);
}

#[test]
fn what_changes_nothing_is_no_op() {
    let mut desk = Desk::with_charts(2);
    let unchanged = [
        Edit::SetProperty { node: panel(1), property: Property::Title, value: Value::Text(String::new()) },
        Edit::SetProperty { node: panel(9), property: Property::Title, value: Value::Text("x".into()) },
        Edit::MovePanel { node: panel(2), rect: rect(12, 0, 12, 8) },
        Edit::MovePanel { node: panel(9), rect: rect(0, 0, 1, 1) },
        Edit::Delete { node: panel(9) },
    ];
    for edit in unchanged {
        assert_eq!(desk.say(edit.clone()), 0, "{edit:?}");
    }
}

#[test]
fn a_drop_stores_what_is_shown_for_all_who_made_way() {
    let mut desk = Desk::with_charts(2);
    assert_eq!(desk.say(Edit::MovePanel { node: panel(2), rect: rect(0, 0, 12, 8) }), 2);
    assert_eq!(desk.rects(), [(2, rect(0, 0, 12, 8)), (1, rect(0, 8, 12, 8))]);
    for (number, shown) in desk.rects() {
        assert_eq!(desk.document.node(panel(number)).unwrap().layout(), shown);
    }
}

#[test]
fn a_drop_outside_the_grid_is_clamped_and_always_valid() {
    let mut desk = Desk::with_charts(5);
    for wild in [rect(u16::MAX, u16::MAX, u16::MAX, u16::MAX), rect(23, 0, 24, 0), rect(0, 10_000, 0, 0)] {
        assert!(desk.say(Edit::MovePanel { node: panel(3), rect: wild }) <= MAX_OPS);
        assert!(desk.rects().iter().all(|(_, rect)| rect.is_valid()));
    }
}

#[test]
fn deletion_and_its_undo() {
    let mut desk = Desk::with_charts(2);
    desk.say(Edit::Delete { node: panel(1) });
    assert_eq!(desk.rects().len(), 1);
    desk.say(Edit::Restore { node: panel(1) });
    assert_eq!(desk.rects().len(), 2);
}

#[test]
fn the_first_tab_takes_in_what_there_is_and_the_next_one_nothing() {
    let mut desk = Desk::with_charts(2);
    desk.say(Edit::AddRow { parent: NodeId::ROOT, title: "Below".into() });
    let before = desk.rects();
    assert_eq!(desk.say(Edit::AddTab { title: "One".into() }), 5);
    assert_eq!((desk.rects(), desk.rects_of(panel(4))), (vec![], before.clone()));
    assert_eq!(desk.document.children_of(panel(4), Kind::Row).len(), 1);
    desk.say(Edit::AddTab { title: String::new() });
    assert_eq!((numbers(&desk, Kind::Tab), desk.rects_of(panel(4))), (vec![4, 5], before));
}

#[test]
fn more_than_one_gesture_holds_stays_above_the_first_tab() {
    let mut desk = Desk::with_charts(0);
    let many = |desk: &mut Desk, count: usize| {
        for number in 0..count {
            let mut bytes = [9; 8];
            bytes[..2].copy_from_slice(&u16::try_from(number).unwrap().to_be_bytes());
            let ops = sections::add(&desk.document, Kind::Row, NodeId::ROOT, String::new(), NodeId::from_bytes(bytes));
            desk.gestures += 1;
            let id = OpId { client: ClientId::from_bytes([1; 8]), counter: desk.gestures };
            document::apply(&mut desk.document, &Gesture { id, ops }, None).unwrap();
        }
    };
    many(&mut desk, MAX_OPS);
    assert_eq!(desk.say(Edit::AddTab { title: "One".into() }), 2);
    assert_eq!(desk.document.children_of(NodeId::ROOT, Kind::Row).len(), MAX_OPS);
}

#[test]
fn tabs_stand_in_the_order_in_which_they_were_put() {
    let mut desk = Desk::with_charts(0);
    for title in ["one", "two", "three"] {
        desk.say(Edit::AddTab { title: title.into() });
    }
    assert_eq!(desk.say(Edit::Reorder { node: panel(3), before: Some(panel(1)) }), 1);
    assert_eq!(numbers(&desk, Kind::Tab), [3, 1, 2]);
    assert_eq!(desk.say(Edit::Reorder { node: panel(3), before: None }), 1);
    assert_eq!(numbers(&desk, Kind::Tab), [1, 2, 3]);
    for (node, before) in [(3, None), (1, Some(2)), (2, Some(2)), (9, None)] {
        assert_eq!(desk.say(Edit::Reorder { node: panel(node), before: before.map(panel) }), 0, "{node} {before:?}");
    }
}

#[test]
fn a_panel_that_goes_elsewhere_lies_where_it_was_dropped_or_where_there_is_room() {
    let mut desk = Desk::with_charts(3);
    desk.say(Edit::AddRow { parent: NodeId::ROOT, title: String::new() });
    let row = panel(4);
    desk.say(Edit::MoveTo { node: panel(3), parent: row, rect: None });
    desk.say(Edit::MoveTo { node: panel(1), parent: row, rect: None });
    assert_eq!(desk.rects_of(row), [(3, rect(0, 0, 12, 8)), (1, rect(12, 0, 12, 8))]);
    desk.say(Edit::MoveTo { node: panel(2), parent: row, rect: Some(rect(6, 0, 12, 4)) });
    assert_eq!(desk.rects_of(row), [(2, rect(6, 0, 12, 4)), (3, rect(0, 4, 12, 8)), (1, rect(12, 4, 12, 8))]);
    assert_eq!(desk.say(Edit::MoveTo { node: panel(2), parent: row, rect: None }), 0);
}

/// A copy is whole, its own, and leaves what people said and the lock with the original.
#[test]
fn a_duplicate_says_the_same_and_is_another() {
    let mut desk = Desk::with_charts(2);
    let title = Value::Text("CPU".into());
    desk.say(Edit::SetProperty { node: panel(1), property: Property::Title, value: title });
    desk.say(Edit::Annotate { parent: panel(1), note: Note { title: "Release".into(), from_ms: 5, until_ms: None } });
    let comment = Comment { body: "Why?".into(), author: "Ada".into(), ..Comment::default() };
    desk.say(Edit::Comment { on: panel(1), comment });
    desk.say(lock(panel(1)));
    desk.say(Edit::Duplicate { node: panel(1) });
    let copy = desk.document.node(panel(5)).unwrap();
    assert_eq!((copy.title(), copy.flag(Property::Locked)), ("CPU", false));
    let kinds: Vec<Kind> = desk.document.children(panel(5)).iter().map(|(_, child)| child.kind()).collect();
    assert_eq!(kinds, [Kind::Annotation]);
    assert_eq!(desk.rects(), [(1, rect(0, 0, 12, 8)), (2, rect(12, 0, 12, 8)), (5, rect(0, 8, 12, 8))]);
}

#[test]
fn an_annotation_goes_from_a_chart_to_all_charts_and_back() {
    let mut desk = Desk::with_charts(1);
    desk.say(Edit::Annotate { parent: panel(1), note: Note { title: "Release".into(), ..Note::default() } });
    for parent in [NodeId::ROOT, panel(1)] {
        let before = desk.document.children_of(panel(1), Kind::Annotation);
        let all = desk.document.children_of(NodeId::ROOT, Kind::Annotation);
        let node = before.first().or(all.first()).unwrap().0;
        desk.say(Edit::MoveTo { node, parent, rect: None });
        assert_eq!(desk.document.node(node).unwrap().place().parent, parent);
        assert_eq!(desk.rects(), [(1, rect(0, 0, 12, 8))], "nothing else moves");
    }
}

#[test]
fn a_copy_survives_the_clipboard_and_other_texts_are_no_copies() {
    let mut desk = Desk::with_charts(1);
    desk.say(Edit::Annotate { parent: panel(1), note: Note { until_ms: Some(9), ..Note::default() } });
    let copied = Copied::of(&desk.document, panel(1)).unwrap();
    let text = copied.to_string();
    assert_eq!(format!(" {text}\n").parse(), Ok(copied.clone()));
    for other in ["", "ashboard:", "ashboard:0", "ashboard:zz", &text[..text.len() - 2], "https://example.org"] {
        assert_eq!(other.parse::<Copied>(), Err(copy::NoCopy), "{other}");
    }
    let mut elsewhere = Desk::with_charts(0);
    elsewhere.ids = Counting(100);
    elsewhere.say(Edit::Paste { copied, parent: NodeId::ROOT });
    assert_eq!(elsewhere.rects(), [(101, rect(0, 0, 12, 8))]);
    assert_eq!(elsewhere.document.children_of(panel(101), Kind::Annotation).len(), 1);
}

#[test]
fn what_writes_to_others_is_no_copy() {
    let insert = |node, kind, parent| Op::Insert {
        node: panel(node),
        kind,
        place: document::Place { parent, order: document::Order::default() },
    };
    let chart = insert(1, Kind::Chart, NodeId::ROOT);
    let title = |node| set_text(panel(node), Property::Title, "x".into());
    let locked = Op::Set { node: panel(1), property: Property::Locked, value: Value::Flag(true) };
    for (ops, is_copy) in [
        (vec![chart.clone(), title(1), insert(2, Kind::Annotation, panel(1)), title(2)], true),
        (vec![], false),
        (vec![insert(1, Kind::Tab, NodeId::ROOT)], false),
        (vec![chart.clone(), title(2)], false),
        (vec![chart.clone(), locked], false),
        (vec![chart.clone(), Op::Delete { node: panel(1) }], false),
        (vec![chart.clone(), insert(2, Kind::Annotation, NodeId::ROOT)], false),
        (vec![chart.clone(), insert(2, Kind::Chart, panel(1))], false),
        (vec![chart; MAX_OPS + 1], false),
    ] {
        let bytes = protocol::codec::to_stored(&ops).unwrap();
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(format!("ashboard:{text}").parse::<Copied>().is_ok(), is_copy, "{ops:?}");
    }
}

#[test]
fn what_is_done_to_several_panels_is_one_gesture() {
    let mut desk = Desk::with_charts(3);
    let both = || vec![panel(1), panel(2)];
    desk.say(Edit::Arrange { rects: vec![(panel(1), rect(0, 16, 12, 8)), (panel(2), rect(12, 16, 12, 8))] });
    assert_eq!(desk.rects(), [(3, rect(0, 0, 12, 8)), (2, rect(12, 0, 12, 8)), (1, rect(0, 8, 12, 8))]);
    assert_eq!(desk.say(Edit::Arrange { rects: vec![(panel(1), rect(0, 8, 12, 8))] }), 0, "it lies there");
    desk.say(Edit::DuplicateAll { nodes: both() });
    assert_eq!(desk.rects().len(), 5);
    assert_eq!(desk.say(Edit::DeleteAll { nodes: vec![panel(1), panel(2), panel(99)] }), 2);
    assert_eq!(desk.rects().len(), 3);
    desk.say(Edit::Restore { node: panel(1) });
    desk.say(Edit::Restore { node: panel(2) });
    let text = Copied::of_all(&desk.document, &both()).unwrap().to_string();
    let mut elsewhere = Desk::with_charts(1);
    elsewhere.ids = Counting(100);
    elsewhere.say(Edit::Paste { copied: text.parse().unwrap(), parent: NodeId::ROOT });
    assert_eq!(elsewhere.rects(), [(1, rect(0, 0, 12, 8)), (102, rect(12, 0, 12, 8)), (101, rect(0, 8, 12, 8))]);
}

#[test]
fn an_answer_to_a_comment_is_a_reply_and_silence_is_nothing() {
    let mut desk = Desk::with_charts(1);
    desk.role = Role::Commenter;
    let said = |body: &str| Comment { body: body.into(), author: "Ada".into(), written_at_ms: 7, anchor: None };
    desk.say(Edit::Comment { on: panel(1), comment: said(" Why? ") });
    desk.say(Edit::Comment { on: panel(2), comment: said("Because.") });
    assert_eq!(desk.document.node(panel(2)).unwrap().text(Property::Body), "Why?");
    assert_eq!(desk.document.children_of(panel(2), Kind::Reply).len(), 1);
    assert_eq!(desk.say(Edit::Comment { on: panel(1), comment: said(" \n ") }), 0);
}

/// What is locked makes way where it is shown, and what is stored of it stays: the gesture is not refused.
#[test]
fn a_locked_panel_is_not_written_to_when_another_one_is_dropped_on_it() {
    let mut desk = Desk::with_charts(2);
    desk.say(lock(panel(1)));
    desk.role = Role::Editor;
    assert_eq!(desk.say(Edit::MovePanel { node: panel(2), rect: rect(0, 0, 12, 8) }), 1);
    assert_eq!(desk.document.node(panel(1)).unwrap().layout(), rect(0, 0, 12, 8));
    desk.say(Edit::AddTab { title: "One".into() });
    assert_eq!((desk.rects(), desk.rects_of(panel(3))), (vec![(1, rect(0, 0, 12, 8))], vec![(2, rect(0, 0, 12, 8))]));
}
