//! The roles that people and groups have on a dashboard.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Ruling, role_choice, role_words};
use crate::{
    api::{self, GrantInfo},
    components::{Glyph, icon},
    locale::{Clause, say, say_filled},
};

const ROLES: [&str; 4] = ["viewer", "commenter", "editor", "owner"];

#[derive(PartialEq, Properties)]
pub(super) struct GrantsProps {
    pub(super) ruling: Ruling,
    pub(super) grants: Rc<Vec<GrantInfo>>,
}

#[component]
pub(super) fn Grants(props: &GrantsProps) -> Html {
    let [who, role] = [use_node_ref(), use_node_ref()];
    let onsubmit = {
        let (ruling, who, role) = (props.ruling.clone(), who.clone(), role.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(who), Some(role)) = (who.cast::<HtmlInputElement>(), role.cast::<HtmlSelectElement>()) else {
                return;
            };
            let (id, login, role) = (ruling.id.clone(), who.value().trim().to_owned(), role.value());
            who.set_value("");
            ruling.follow(async move { api::give_role(&id, &login, &role).await });
        })
    };
    html! {
        <section class="share" aria-label={say(Clause::PeopleWithAccess)}>
            <h3>{ say(Clause::PeopleWithAccess) }</h3>
            <ul class="share-list">{ for props.grants.iter().map(|grant| line(&props.ruling, grant)) }</ul>
            <form class="share-form" {onsubmit}>
                <label class="field">
                    <span class="field-label">{ say(Clause::LoginOrGroup) }</span>
                    <input class="input" name="grant-who" ref={who} dir="auto" autocomplete="off" spellcheck="false" required=true />
                </label>
                { role_choice("grant-role", &ROLES, &role) }
                <button type="submit" class="button button-strong">{ say(Clause::GiveRole) }</button>
            </form>
        </section>
    }
}

fn line(ruling: &Ruling, grant: &GrantInfo) -> Html {
    let take = {
        let (ruling, holder) = (ruling.clone(), grant.holder.clone());
        Callback::from(move |_: MouseEvent| {
            let (id, holder) = (ruling.id.clone(), holder.clone());
            ruling.follow(async move { api::take_role(&id, &holder).await });
        })
    };
    let label = say_filled(Clause::TakeRole, &[("name", &grant.name)]);
    html! {
        <li key={grant.holder.clone()}>
            <p><bdi>{ &grant.name }</bdi>{ " · " }{ role_words(&grant.role) }</p>
            <button type="button" class="button button-bare button-icon" title={label.clone()} aria-label={label}
                onclick={take}>{ icon(Glyph::Delete) }</button>
        </li>
    }
}
