//! Companions: the pointers of the others on one grid, with their names, and what they drag, where it would lie. Only
//! for the eye: what others do is said in words elsewhere.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use document::{NodeId, Rect};
use protocol::{Person, Present, SessionId, Spot};
use yew::prelude::*;

use super::sight::use_sight;
use crate::{
    components::people::{color_of, shown_name},
    workspace::Workspace,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CompanionsProps {
    pub(crate) workspace: Workspace,
    /// Whose grid: the dashboard's, a tab's or a section's.
    pub(crate) place: NodeId,
}

/// What is seen of somebody on one grid.
#[derive(Clone, PartialEq)]
struct Seen {
    session: SessionId,
    person: Person,
    cursor: Option<Spot>,
    drag: Option<Rect>,
}

#[component]
pub(crate) fn Companions(props: &CompanionsProps) -> Html {
    let seen = use_sight(&props.workspace, props.place, on_grid);
    let beats = use_mut_ref(BTreeMap::new);
    let drag = |seen: &Seen| {
        let Rect { x, y, w, h } = seen.drag?;
        let style = format!("--x: {x}; --y: {y}; --w: {w}; --h: {h};");
        Some(html! {
            <div key={seen.session.0} class="cell cell-drag" data-person={color_of(&seen.person)} {style}>
                <span class="pointer-name"><bdi>{ shown_name(&seen.person) }</bdi></span>
            </div>
        })
    };
    html! {
        <div class="companions" aria-hidden="true">
            <div>{ for seen.iter().filter_map(drag) }</div>
            <div>{ for seen.iter().filter_map(|seen| pointer(seen, &beats)) }</div>
        </div>
    }
}

/// When each pointer moved last, as a beat that changes with it.
type Beats = Rc<RefCell<BTreeMap<SessionId, (Spot, bool)>>>;

/// The beat begins the time anew after which a pointer that rests fades.
fn pointer(seen: &Seen, beats: &Beats) -> Option<Html> {
    let spot = seen.cursor?;
    let mut beats = beats.borrow_mut();
    let (last, beat) = beats.entry(seen.session).or_insert((spot, false));
    if *last != spot {
        (*last, *beat) = (spot, !*beat);
    }
    let style = format!("--x: {}; --y: {};", spot.x, spot.y);
    Some(html! {
        <div key={seen.session.0} class={classes!("pointer", beat.then_some("pointer-beat"))}
            data-person={color_of(&seen.person)} {style}>
            <span class="pointer-name"><bdi>{ shown_name(&seen.person) }</bdi></span>
        </div>
    })
}

fn on_grid(workspace: &Workspace, place: NodeId) -> Vec<Seen> {
    let view = workspace.view();
    workspace.others(|(session, Present { person, state, .. })| {
        let cursor = state.cursor.filter(|spot| spot.section == place);
        let lies_here = |node| view.document.node(node).is_some_and(|node| node.place().parent == place);
        let drag = state.drag.filter(|drag| lies_here(drag.node)).map(|drag| drag.rect);
        (cursor.is_some() || drag.is_some()).then(|| Seen { session, person: person.clone(), cursor, drag })
    })
}
