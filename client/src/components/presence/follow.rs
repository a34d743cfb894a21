//! Following: this page shows what somebody else's shows, tab and height, filters, zoom and time range, until this person
//! does anything here and goes on from there. The bar says whom one follows, and ends it.

use std::{cell::RefCell, rc::Rc};

use document::NodeId;
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::window,
};
use protocol::{Person, Present, SessionId, Viewport};
use yew::prelude::*;

use super::{sight::watch, spot::height_of, tell::below_bar_css_px};
use crate::{
    address,
    components::people::{color_of, shown_name},
    locale::{Message, fill, t},
    workspace::{Connection, Looks, View, Workspace},
};

/// Less than this, in CSS pixels, is no reason to scroll.
const NEAR_CSS_PX: f64 = 1.0;

/// What ends following: any act on the page that is one's own.
const OWN_ACTS: [&str; 4] = ["wheel", "touchmove", "keydown", "pointerdown"];

/// Whom one follows.
#[derive(Clone, PartialEq)]
pub(crate) struct Leader {
    pub(crate) session: SessionId,
    pub(crate) person: Person,
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FollowingProps {
    pub(crate) workspace: Workspace,
    pub(crate) view: Rc<View>,
    pub(crate) leader: Leader,
    /// The tab that this page shows.
    pub(crate) tab: Option<NodeId>,
    pub(crate) on_tab: Callback<NodeId>,
    pub(crate) on_follow: Callback<Option<SessionId>>,
}

/// Goes along with somebody, and says so, until it is taken away.
#[component]
pub(crate) fn Following(props: &FollowingProps) -> Html {
    let FollowingProps { workspace, view, leader, tab, on_tab, on_follow } = props.clone();
    use_own_acts(&on_follow);
    use_lost(&workspace, &view, &leader, &on_follow);
    use_effect_with((leader.session, tab), move |(session, tab)| {
        let (session, tab, seen, looked) = (*session, *tab, workspace.clone(), RefCell::new(None::<String>));
        let going = watch(&workspace, move || {
            let Some(Present { state, .. }) = present(&seen, session) else { return };
            state.viewport.into_iter().for_each(|viewport| go_along(viewport, tab, &on_tab));
            if looked.borrow().as_ref() != Some(&state.look) {
                look_along(&seen, &state.look);
                looked.replace(Some(state.look));
            }
        });
        move || drop(going)
    });
    let words = fill(Message::Following, &[("name", shown_name(&props.leader.person))]);
    html! {
        <div class="follow" data-person={color_of(&props.leader.person)}>
            <div class="follow-bar">
                <span role="status" dir="auto">{ words }</span>
                <button type="button" class="button" onclick={props.on_follow.reform(|_: MouseEvent| None)}>
                    { t(Message::StopFollowing) }
                </button>
            </div>
        </div>
    }
}

fn go_along(viewport: Viewport, tab: Option<NodeId>, on_tab: &Callback<NodeId>) {
    match viewport.tab {
        Some(theirs) if tab != Some(theirs) => on_tab.emit(theirs),
        Some(_) | None => {
            let by = height_of(viewport.top).map_or(0.0, |height| height - below_bar_css_px());
            if by.abs() >= NEAR_CSS_PX {
                window().scroll_by_with_x_and_y(0.0, by);
            }
        }
    }
}

/// Looks at what the other looks at.
fn look_along(workspace: &Workspace, look: &str) {
    let pairs = address::pairs_in(look);
    let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
    workspace.look_as(Rc::new(Looks::from_address(pairs, js_sys::Date::now())));
}

fn present(workspace: &Workspace, session: SessionId) -> Option<Present> {
    workspace.others(|(id, present)| (id == session).then(|| present.clone())).pop()
}

#[hook]
fn use_own_acts(on_follow: &Callback<Option<SessionId>>) {
    let on_follow = on_follow.clone();
    use_effect_with((), move |()| {
        let listeners = OWN_ACTS.map(|kind| {
            let on_follow = on_follow.clone();
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window(), kind, options, move |_| on_follow.emit(None))
        });
        move || drop(listeners)
    });
}

/// Whoever one follows may leave, or begin to follow back: then both would wait for each other.
#[hook]
fn use_lost(workspace: &Workspace, view: &View, leader: &Leader, on_follow: &Callback<Option<SessionId>>) {
    let (workspace, on_follow, leader) = (workspace.clone(), on_follow.clone(), leader.clone());
    let session = leader.session;
    let me = view.people.iter().find(|here| here.is_me).map(|here| here.session);
    let theirs = view.people.iter().find(|here| here.session == session);
    let standing = (session, theirs.is_some(), me.is_some() && theirs.is_some_and(|here| here.state.follows == me));
    let is_live = view.connection == Connection::Live;
    let before = use_mut_ref(|| standing);
    use_effect_with(standing, move |standing| {
        let before = before.replace(*standing);
        let began_to_follow_back = before.0 == session && !before.2 && standing.2;
        if !standing.1 || began_to_follow_back {
            on_follow.emit(None);
        }
        if !standing.1 && is_live {
            workspace.notify(fill(Message::WentOffline, &[("name", shown_name(&leader.person))]));
        }
    });
}
