//! The grid: every panel at its place, one of them perhaps under a pointer. While it is held, only this page shows
//! where it would go; when it is let go, that is one edit.

pub(crate) mod drag;
pub(crate) mod geometry;

use std::{cell::RefCell, rc::Rc};

use document::{Cell, NodeId, Rect};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use self::{
    drag::{Drag, Outcome, is_one_column},
    geometry::Grip,
};
use super::{
    panel::{Panel, PanelAct},
    people::editor_of,
};
use crate::{
    locale::{Message, fill, t},
    workspace::{Edit, View, Workspace},
};

#[derive(PartialEq, Properties)]
pub(crate) struct GridProps {
    pub(crate) workspace: Workspace,
    pub(crate) view: Rc<View>,
    pub(crate) editable: bool,
    /// The panel whose form is open.
    pub(crate) opened: Option<NodeId>,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) on_open: Callback<NodeId>,
    /// A panel has the focus now.
    pub(crate) on_enter: Callback<NodeId>,
    /// Something to be read aloud.
    pub(crate) on_say: Callback<String>,
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
    let drag = use_mut_ref(|| None::<Drag>);
    use_kept_focus();
    let document = &props.view.document;
    let shown = document.grid(NodeId::ROOT);
    let cells = match &*holding {
        Some(held) => geometry::preview(&shown, held.node, held.asked),
        None => shown.clone(),
    };
    let on_act = act_handler(props, &shown, &holding, &drag);
    let rows = document::grid::bottom(&cells).max(holding.map_or(0, |held| held.from.y + held.from.h));
    let panel = |cell: &Cell| {
        let node = document.node(cell.node)?.clone();
        let held = holding.filter(|held| held.node == cell.node);
        let class = classes!("cell", held.map(|_| "cell-held"));
        let rect = held.map_or(cell.rect, |held| held.from);
        Some(html! {
            <div key={cell.node.to_string()} {class} style={place(rect)}>
                <Panel workspace={props.workspace.clone()} id={cell.node} {node} rect={cell.rect}
                    loaded={props.view.loaded} editable={props.editable} opened={props.opened == Some(cell.node)}
                    editor={editor_of(&props.view.people, cell.node).cloned()} on_act={on_act.clone()} />
            </div>
        })
    };
    // A list of its own: where one child of a list has no key, Yew makes all of them anew instead of moving them.
    let panels: Html = cells.iter().filter_map(panel).collect();
    let target = holding.and_then(|held| cells.iter().find(|cell| cell.node == held.node));
    html! {
        <div class={classes!("grid", holding.map(|_| "dragging"))} style={format!("--rows:{rows}")}>
            { panels }
            if let Some(cell) = target {
                <div class="cell cell-target" style={place(cell.rect)}></div>
            }
        </div>
    }
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

fn place(rect: Rect) -> String {
    format!("--x:{};--y:{};--w:{};--h:{}", rect.x, rect.y, rect.w, rect.h)
}

/// What a panel says becomes an edit, a drag, or an open form.
fn act_handler(
    props: &GridProps,
    shown: &[Cell],
    holding: &UseStateHandle<Option<Holding>>,
    drag: &Rc<RefCell<Option<Drag>>>,
) -> Callback<(NodeId, PanelAct)> {
    let (on_edit, on_open, on_enter) = (props.on_edit.clone(), props.on_open.clone(), props.on_enter.clone());
    let (on_say, editable) = (props.on_say.clone(), props.editable);
    let (holding, drag, shown) = (holding.setter(), drag.clone(), shown.to_vec());
    Callback::from(move |(node, act): (NodeId, PanelAct)| {
        let Some(from) = shown.iter().find(|cell| cell.node == node).map(|cell| cell.rect) else { return };
        let moved = |rect: Rect| {
            if editable && rect != from {
                on_edit.emit(Edit::MovePanel { node, rect });
                on_say.emit(said_of(&shown, node, from, rect));
            }
        };
        match act {
            PanelAct::Entered => on_enter.emit(node),
            PanelAct::Open => on_open.emit(node),
            PanelAct::Delete if editable => on_edit.emit(Edit::DeletePanel { node }),
            PanelAct::Delete => {}
            PanelAct::Step(step) => moved(geometry::stepped(&shown, node, from, step)),
            PanelAct::Size(step) => moved(geometry::sized(from, step)),
            PanelAct::Press(grip, event) => {
                if editable && !is_one_column() {
                    let begun = begin_drag(&event, node, grip, &shown, from, &holding, &drag, &on_edit, &on_say);
                    *drag.borrow_mut() = begun;
                }
            }
        }
    })
}

#[expect(clippy::too_many_arguments, reason = "everything that one drag touches, handed over once")]
fn begin_drag(
    press: &PointerEvent,
    node: NodeId,
    grip: Grip,
    shown: &[Cell],
    from: Rect,
    holding: &UseStateSetter<Option<Holding>>,
    drag: &Rc<RefCell<Option<Drag>>>,
    on_edit: &Callback<Edit>,
    on_say: &Callback<String>,
) -> Option<Drag> {
    let shown: Rc<[Cell]> = shown.into();
    let settled = {
        let shown = shown.clone();
        move |asked| match grip {
            Grip::Header => geometry::past_the_middle(&shown, node, from, asked),
            Grip::End | Grip::Bottom | Grip::Corner => asked,
        }
    };
    let on_ask = {
        let (holding, settled) = (holding.clone(), settled.clone());
        Callback::from(move |asked| holding.set(Some(Holding { node, from, asked: settled(asked) })))
    };
    let (holding, drag, on_edit, on_say) = (holding.clone(), drag.clone(), on_edit.clone(), on_say.clone());
    let on_end = Callback::from(move |outcome| {
        holding.set(None);
        drop(drag.borrow_mut().take());
        match outcome {
            Outcome::Dropped(asked) => {
                let rect = settled(asked);
                on_edit.emit(Edit::MovePanel { node, rect });
                on_say.emit(said_of(&shown, node, from, rect));
            }
            Outcome::Cancelled => on_say.emit(t(Message::MoveCancelled).to_owned()),
            Outcome::Pressed => {}
        }
    });
    Drag::begin(press, grip, from, on_ask, on_end)
}

/// Where a panel came to be, in words, counted from 1.
fn said_of(shown: &[Cell], node: NodeId, from: Rect, rect: Rect) -> String {
    let after = geometry::preview(shown, node, rect);
    let rect = after.iter().find(|cell| cell.node == node).map_or(rect, |cell| cell.rect);
    if (rect.w, rect.h) != (from.w, from.h) {
        let (width, height) = (rect.w.to_string(), rect.h.to_string());
        return fill(Message::SizedTo, &[("width", &width), ("height", &height)]);
    }
    let (column, row) = ((rect.x + 1).to_string(), (rect.y + 1).to_string());
    fill(Message::MovedTo, &[("column", &column), ("row", &row)])
}
