//! Company: the others on an open dashboard, as its page goes about with them: it goes along with one of them, and says what an owner has changed about this person's role.

use std::rc::Rc;

use document::NodeId;
use yew::prelude::*;

use crate::{
    components::{Company, FollowBar, new_role_words, use_follow},
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
    let (leader, on_follow) = use_follow(workspace, view, tab, on_tab);
    use_new_role_said(workspace, view);
    let (granting, renaming) = (workspace.clone(), workspace.clone());
    let company = Company {
        people: view.people.clone(),
        following: leader.as_ref().map(|leader| leader.session),
        on_follow: on_follow.clone(),
        on_grant: Callback::from(move |(session, role)| granting.grant(session, role)),
        on_rename: Callback::from(move |person| renaming.rename_me(person)),
    };
    let bar = leader.map(|leader| html! { <FollowBar {leader} {on_follow} /> });
    (company, bar.unwrap_or_default())
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
