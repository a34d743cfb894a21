//! The grid: every panel at its place, one of them perhaps under a pointer. While it is held, only this page shows
//! where it would go; when it is let go, that is one edit.

pub(crate) mod drag;
pub(crate) mod geometry;
pub(crate) mod hold;
mod order;
mod pull;

use std::{cell::RefCell, rc::Rc};

use document::{Cell, Document, Kind, NodeId, Property, Rect};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use self::{
    drag::{Drag, Outcome, is_one_column},
    geometry::Grip,
    pull::Pull,
};
use super::{
    CompanionsProps, SaveProps,
    clipboard::copy,
    desk::{Chosen, Desk, Top, place_name},
    lock::set_lock,
    move_to::MoveToProps,
    panel::{Panel, PanelAct, Rights},
    people::{editor_of, selector_of},
};
use crate::{
    locale::{Message, fill, t, whole},
    parts::{self, aside, soon},
    workspace::{Edit, edit::Note},
};

#[derive(PartialEq, Properties)]
pub(crate) struct GridProps {
    pub(crate) desk: Desk,
    /// Whose panels: the dashboard's, a tab's or a section's.
    pub(crate) parent: NodeId,
}

/// A panel under the pointer.
#[derive(Clone, Copy, PartialEq)]
struct Holding {
    node: NodeId,
    /// Where it was.
    from: Rect,
    /// Where the pointer asks for.
    asked: Rect,
}

#[component]
pub(crate) fn Grid(props: &GridProps) -> Html {
    let holding = use_state(|| None::<Holding>);
    let moving = use_state(|| None::<NodeId>);
    let saving = use_state(|| None::<NodeId>);
    use_kept_focus();
    let desk = &props.desk;
    let document = &desk.view.document;
    let shown = document.grid(props.parent);
    let cells = match &*holding {
        Some(held) => geometry::preview(&shown, held.node, held.asked),
        None => shown.clone(),
    };
    let on_act = use_handle(props, &shown, holding.setter(), [moving.setter(), saving.setter()]);
    let rows = document::grid::bottom(&cells).max(holding.map_or(0, |held| held.from.y + held.from.h));
    let alone = document::grid::one_column(&cells);
    let talked = open_threads(document);
    let panel = |(cell, alone): (&Cell, &Cell)| {
        let node = document.node(cell.node)?.clone();
        let node_kind = node.kind();
        let held = holding.filter(|held| held.node == cell.node);
        let class = classes!("cell", held.map(|_| "cell-held"));
        let rect = held.map_or(cell.rect, |held| held.from);
        Some(html! {
            <div key={cell.node.to_string()} {class} style={format!("{} --h-alone: {};", place(rect), alone.rect.h)}>
                <Panel workspace={desk.workspace.clone()} id={cell.node} {node} rights={Rights::of(desk, cell.node)} look={desk.view.looks.of(cell.node)}
                    looks={(node_kind == Kind::Table).then(|| desk.view.looks.clone())}
                    opened={desk.opened == Some(cell.node)} chosen={desk.chosen.contains(&cell.node)} threads={talked.iter().filter(|panel| **panel == cell.node).count()}
                    editor={editor_of(&desk.view.people, cell.node).cloned()}
                    selector={selector_of(&desk.view.people, cell.node).cloned()} on_act={on_act.clone()} />
            </div>
        })
    };
    // A list of its own: where one child of a list has no key, Yew makes all of them anew instead of moving them.
    let panels: Html = cells.iter().zip(&alone).filter_map(panel).collect();
    let target = holding.and_then(|held| cells.iter().find(|cell| cell.node == held.node));
    let on_close = {
        let saving = saving.setter();
        Callback::from(move |()| saving.set(None))
    };
    html! {
        <div class={classes!("grid", holding.map(|_| "dragging"))} style={format!("--rows: {rows};")}
            data-place={props.parent.to_string()}>
            { panels }
            if let Some(cell) = target {
                <div class="cell cell-target" style={place(cell.rect)}></div>
            }
            { soon(CompanionsProps { workspace: desk.workspace.clone(), place: props.parent }, |rest| rest.companions) }
            if let Some((panel, node)) = saving.and_then(|panel| Some((panel, document.node(panel)?.clone()))) {
                { aside(SaveProps { workspace: desk.workspace.clone(), panel, node, on_close }, |parts| parts.save) }
            }
            if let Some(node) = *moving {
                { aside(MoveToProps { desk: desk.clone(), node, on_close: Callback::from(move |()| moving.set(None)) }, |parts| parts.move_to) }
            }
        </div>
    }
}

/// One callback for as long as the grid stands, so that a panel renders again only for what is its own.
#[hook]
fn use_handle(
    props: &GridProps,
    shown: &[Cell],
    holding: UseStateSetter<Option<Holding>>,
    wanted: [UseStateSetter<Option<NodeId>>; 2],
) -> Callback<(NodeId, PanelAct)> {
    let [moving, saving] = wanted;
    let drag = use_mut_ref(|| None::<Drag>);
    let pull = use_mut_ref(|| None::<Pull>);
    let now = use_mut_ref(|| None::<Handle>);
    *now.borrow_mut() =
        Some(Handle { shown: shown.into(), desk: props.desk.clone(), holding, moving, saving, drag, pull });
    use_callback((), move |(node, act), ()| {
        let handle = now.borrow().clone();
        // A press that is over by then holds nothing.
        let may_wait = !matches!(act, PanelAct::Press(..) | PanelAct::Pull(_));
        if let Some(handle) = handle.filter(|_| may_wait || parts::has_rest()) {
            parts::act((handle, node, act), |rest| rest.handle);
        }
    })
}

/// Panels that change places move in the page too, so that Tab follows the eye. The browser lets go of the focus of
/// an element that is moved: it gets it back.
#[hook]
fn use_kept_focus() {
    let kept = use_mut_ref(|| None::<Element>);
    let focused = || gloo::utils::document().active_element().filter(|element| element.tag_name() != "BODY");
    if let Some(element) = focused() {
        *kept.borrow_mut() = Some(element);
    }
    use_effect(move || {
        let lost = kept.take().filter(|element| focused().is_none() && element.is_connected());
        if let Some(element) = lost.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _may_be_gone = element.focus();
        }
    });
}

/// About which panels people talk: a panel once for each thread that is not resolved.
fn open_threads(document: &Document) -> Vec<NodeId> {
    let threads = document.all_of(Kind::Comment).filter(|(_, thread)| !thread.flag(Property::Resolved));
    threads.map(|(_, thread)| thread.place().parent).collect()
}

fn place(rect: Rect) -> String {
    format!("--x: {}; --y: {}; --w: {}; --h: {};", rect.x, rect.y, rect.w, rect.h)
}

/// What a panel says becomes an edit, a drag, or an open form.
#[derive(Clone)]
pub(crate) struct Handle {
    /// The panels as everybody sees them.
    shown: Rc<[Cell]>,
    desk: Desk,
    holding: UseStateSetter<Option<Holding>>,
    /// The panel for which another place is wanted.
    moving: UseStateSetter<Option<NodeId>>,
    /// The chart that is to be saved.
    saving: UseStateSetter<Option<NodeId>>,
    drag: Rc<RefCell<Option<Drag>>>,
    pull: Rc<RefCell<Option<Pull>>>,
}

impl Handle {
    pub(crate) fn act(&self, node: NodeId, act: PanelAct) {
        let Some(from) = self.shown.iter().find(|cell| cell.node == node).map(|cell| cell.rect) else { return };
        let desk = &self.desk;
        let rights = Rights::of(desk, node);
        let Some(act) = self.to_all(node, act) else { return };
        match act {
            PanelAct::Entered => desk.on_enter.emit(node),
            PanelAct::Open => desk.on_open.emit(node),
            PanelAct::Talk(about) => desk.on_talk.emit((node, about)),
            PanelAct::Full => desk.on_full.emit(Some(node)),
            PanelAct::Copy => copy(desk, node),
            PanelAct::Save => self.saving.set(Some(node)),
            PanelAct::Lock(locked) if rights.lock => desk.on_edit.emit(set_lock(node, locked)),
            PanelAct::Duplicate if rights.copy => {
                desk.on_edit.emit(Edit::Duplicate { node });
                desk.on_say.emit(t(Message::WasDuplicated).to_owned());
            }
            PanelAct::Annotate if rights.edit => {
                let note = Note { from_ms: js_sys::Date::now() as i64, ..Note::default() };
                desk.on_edit.emit(Edit::Annotate { parent: node, note });
                desk.on_open.emit(node);
            }
            PanelAct::Elsewhere if rights.remove => self.moving.set(Some(node)),
            PanelAct::Choose => desk.on_choose.emit(Chosen::Toggle(node)),
            PanelAct::Unchoose => desk.on_choose.emit(Chosen::None),
            PanelAct::ChooseAll => {
                desk.on_choose.emit(Chosen::All(self.shown.iter().map(|cell| cell.node).collect()));
            }
            PanelAct::Delete if rights.remove => desk.on_edit.emit(Edit::Delete { node }),
            PanelAct::Step(step) if rights.edit => {
                self.put(node, from, geometry::stepped(&self.shown, node, from, step));
            }
            PanelAct::Size(step) if rights.edit => self.put(node, from, geometry::sized(from, step)),
            PanelAct::Order(by) if rights.edit => self.shift(node, by),
            PanelAct::Pull(press) if rights.edit => self.pull(&press, node),
            PanelAct::Press(grip, press) if rights.edit && !is_one_column() => self.hold(&press, node, grip, from),
            PanelAct::Delete | PanelAct::Step(_) | PanelAct::Size(_) | PanelAct::Elsewhere
                if rights.is_locked && desk.editable =>
            {
                desk.on_say.emit(t(Message::LockedWords).to_owned());
            }
            PanelAct::Lock(_)
            | PanelAct::Duplicate
            | PanelAct::Annotate
            | PanelAct::Elsewhere
            | PanelAct::Delete
            | PanelAct::Step(_)
            | PanelAct::Size(_)
            | PanelAct::Order(_)
            | PanelAct::Pull(_)
            | PanelAct::Press(..) => {}
        }
    }

    /// What is meant for all that are selected is done to all of them at once; gives back what is not.
    fn to_all(&self, node: NodeId, act: PanelAct) -> Option<PanelAct> {
        let Top { chosen, on_edit, on_choose, .. } = &*self.desk;
        if chosen.len() < 2 || !chosen.contains(&node) || !self.desk.editable {
            return Some(act);
        }
        let rects = |to: &dyn Fn(Rect) -> Rect| Edit::Arrange { rects: self.rects(to) };
        match act {
            PanelAct::Step(step) => {
                on_edit.emit(Edit::Arrange { rects: geometry::all_stepped(&self.shown, chosen, step) });
            }
            PanelAct::Size(step) => on_edit.emit(rects(&|rect| geometry::sized(rect, step))),
            PanelAct::Duplicate => on_edit.emit(Edit::DuplicateAll { nodes: chosen.to_vec() }),
            PanelAct::Copy => copy(&self.desk, node),
            PanelAct::Delete => {
                on_edit.emit(Edit::DeleteAll { nodes: chosen.to_vec() });
                on_choose.emit(Chosen::None);
            }
            other => return Some(other),
        }
        None
    }

    /// Where the selected panels go.
    fn rects(&self, to: &dyn Fn(Rect) -> Rect) -> Vec<(NodeId, Rect)> {
        let chosen = self.shown.iter().filter(|cell| self.desk.chosen.contains(&cell.node));
        chosen.map(|cell| (cell.node, to(cell.rect))).collect()
    }

    /// A panel was dropped; those that are selected with it go as far as it goes.
    fn drop_at(&self, node: NodeId, grip: Grip, from: Rect, asked: Rect) {
        if grip != Grip::Header || self.desk.chosen.len() < 2 || !self.desk.chosen.contains(&node) {
            return self.put(node, from, asked);
        }
        let rects = self.rects(&|rect| geometry::shifted_by(rect, from, asked));
        if asked != from {
            self.desk.on_edit.emit(Edit::Arrange { rects });
        }
    }

    /// One place up or down in the order in which panels are read.
    fn shift(&self, node: NodeId, by: isize) {
        if let Some((at, _)) = order::place_of(&self.shown, node) {
            self.order(node, at.saturating_add_signed(by));
        }
    }

    fn order(&self, node: NodeId, to: usize) {
        let rects = order::reordered(&self.shown, node, to);
        if let Some((_, count)) = order::place_of(&self.shown, node).filter(|_| !rects.is_empty()) {
            self.desk.on_edit.emit(Edit::Arrange { rects });
            let places = [("place", whole(to + 1)), ("count", whole(count))];
            let places = places.each_ref().map(|(name, number)| (*name, number.as_str()));
            self.desk.on_say.emit(fill(Message::PanelNowAt, &places));
        }
    }

    /// Follows the finger until the panel is let go.
    fn pull(&self, press: &PointerEvent, node: NodeId) {
        let hands = self.clone();
        let begun = Pull::begin(
            press,
            Callback::from(move |to: Option<usize>| {
                drop(hands.pull.take());
                to.into_iter().for_each(|to| hands.order(node, to));
            }),
        );
        *self.pull.borrow_mut() = begun;
    }

    /// Puts a panel somewhere else and says where it came to be.
    fn put(&self, node: NodeId, from: Rect, rect: Rect) {
        if rect != from {
            self.desk.on_edit.emit(Edit::MovePanel { node, rect });
            self.desk.on_say.emit(said_of(&self.shown, node, from, rect));
        }
    }

    fn move_to(&self, node: NodeId, parent: NodeId, rect: Option<Rect>) {
        self.desk.on_edit.emit(Edit::MoveTo { node, parent, rect });
        let name = place_name(&self.desk.view, parent);
        self.desk.on_say.emit(fill(Message::WasMovedTo, &[("place", &name)]));
    }

    /// Follows the pointer until the panel is let go.
    fn hold(&self, press: &PointerEvent, node: NodeId, grip: Grip, from: Rect) {
        let shown = self.shown.clone();
        let settled = move |asked| match grip {
            Grip::Header => geometry::past_the_middle(&shown, node, from, asked),
            Grip::End | Grip::Bottom | Grip::Corner | Grip::Start | Grip::StartCorner => asked,
        };
        let on_ask = {
            let (holding, settled) = (self.holding.clone(), settled.clone());
            let (shown, workspace) = (self.shown.clone(), self.desk.workspace.clone());
            Callback::from(move |asked| {
                let asked = settled(asked);
                holding.set(Some(Holding { node, from, asked }));
                let rect = lying(&shown, node, asked);
                workspace.go(|me| me.drag = Some(protocol::Drag { node, rect }));
            })
        };
        let hands = self.clone();
        let on_end = Callback::from(move |outcome| {
            hands.holding.set(None);
            hands.desk.workspace.go(|me| me.drag = None);
            drop(hands.drag.borrow_mut().take());
            match outcome {
                Outcome::Dropped(asked) => hands.drop_at(node, grip, from, settled(asked)),
                Outcome::Elsewhere(place, rect) => hands.move_to(node, place, rect),
                Outcome::Cancelled => hands.desk.on_say.emit(t(Message::MoveCancelled).to_owned()),
                Outcome::Pressed => {}
            }
        });
        let begun = Drag::begin(press, grip, from, on_ask, on_end);
        *self.drag.borrow_mut() = begun;
    }
}

/// Where a panel comes to lie when it is let go there.
fn lying(shown: &[Cell], node: NodeId, rect: Rect) -> Rect {
    geometry::preview(shown, node, rect).iter().find(|cell| cell.node == node).map_or(rect, |cell| cell.rect)
}

/// Where a panel came to be, in words, counted from 1.
fn said_of(shown: &[Cell], node: NodeId, from: Rect, rect: Rect) -> String {
    let rect = lying(shown, node, rect);
    if (rect.w, rect.h) != (from.w, from.h) {
        let (width, height) = (rect.w.to_string(), rect.h.to_string());
        return fill(Message::SizedTo, &[("width", &width), ("height", &height)]);
    }
    let (column, row) = ((rect.x + 1).to_string(), (rect.y + 1).to_string());
    fill(Message::MovedTo, &[("column", &column), ("row", &row)])
}
