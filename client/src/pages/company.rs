//! Company: the others on an open dashboard, as its page goes about with them: it goes along with one of them, and says what an owner has changed about this person's role.

use std::rc::Rc;

use document::NodeId;
use protocol::SessionId;
use yew::prelude::*;

use crate::{
    components::{Company, FollowingProps, Leader, new_role_words},
    parts::soon,
    workspace::{View, Workspace},
};

/// Who is here, and the bar that says whom this person follows.
#[hook]
pub(super) fn use_company(
    workspace: &Workspace,
    view: &Rc<View>,
    tab: Option<NodeId>,
    on_tab: &Callback<NodeId>,
) -> (Company, Html) {
    let (leader, on_follow) = use_leader(workspace);
    use_new_role_said(workspace, view);
    let (granting, renaming) = (workspace.clone(), workspace.clone());
    let company = Company {
        people: view.people.clone(),
        following: leader.as_ref().map(|leader| leader.session),
        on_follow: on_follow.clone(),
        on_grant: Callback::from(move |(session, role)| granting.grant(session, role)),
        on_rename: Callback::from(move |person| renaming.rename_me(person)),
    };
    let follow = |leader| FollowingProps {
        workspace: workspace.clone(),
        view: view.clone(),
        leader,
        tab,
        on_tab: on_tab.clone(),
        on_follow,
    };
    (company, leader.map(|leader| soon(follow(leader), |rest| rest.following)).unwrap_or_default())
}

/// Whom this person follows, and what begins or ends it.
#[hook]
fn use_leader(workspace: &Workspace) -> (Option<Leader>, Callback<Option<SessionId>>) {
    let leader = use_state_eq(|| None::<Leader>);
    let (setter, workspace) = (leader.setter(), workspace.clone());
    let on_follow = use_callback((), move |session: Option<SessionId>, ()| {
        let found = session.and_then(|asked| {
            let person_of =
                |(id, present): (SessionId, &protocol::Present)| (id == asked).then(|| present.person.clone());
            Some(Leader { session: asked, person: workspace.others(person_of).pop()? })
        });
        workspace.go(|me| me.follows = found.as_ref().map(|leader| leader.session));
        setter.set(found);
    });
    ((*leader).clone(), on_follow)
}

/// P-37: whoever's role an owner changes hears what they may do from now on.
#[hook]
fn use_new_role_said(workspace: &Workspace, view: &View) {
    let before = use_mut_ref(|| None);
    let workspace = workspace.clone();
    use_effect_with(view.role, move |role| {
        let before = before.replace(*role);
        if let (Some(_), Some(now)) = (before, role) {
            workspace.notify(new_role_words(*now).to_owned());
        }
    });
}
