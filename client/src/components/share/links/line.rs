//! One link of the list: what it is good for, who used it last, and what can still be done with it: another role, another
//! end, or its end at once.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{DAYS, ROLES, Ruling, end_ms, role_choice_of, role_words};
use crate::{
    api::{self, LinkInfo},
    locale::{Clause, Counted, counted, say, say_filled, when},
};

/// The end stays as it is.
const SAME: &str = "same";

#[derive(PartialEq, Properties)]
pub(super) struct LineProps {
    pub(super) ruling: Ruling,
    pub(super) link: LinkInfo,
}

#[component]
pub(super) fn Line(LineProps { ruling, link }: &LineProps) -> Html {
    let is_changed = use_state_eq(|| false);
    let revoke = {
        let (ruling, id) = (ruling.clone(), link.id.clone());
        Callback::from(move |_: MouseEvent| {
            let (dashboard, link) = (ruling.id.clone(), id.clone());
            ruling.follow(async move { api::revoke_link(&dashboard, &link).await });
        })
    };
    let toggle = {
        let (to, setter) = (!*is_changed, is_changed.setter());
        Callback::from(move |_: MouseEvent| setter.set(to))
    };
    let on_done = {
        let setter = is_changed.setter();
        Callback::from(move |()| setter.set(false))
    };
    html! {
        <li>
            <p>
                <strong>{ role_words(&link.role) }</strong>
                if link.has_password { { " · " }{ say(Clause::WithPassword) } }
                if let Some(end) = link.expires_ms { { " · " }{ say_filled(Clause::LinkEndsOn, &[("when", &when(end))]) } }
                <span class="field-hint">{ counted(Counted::LinkUses, link.uses) }
                    if let Some((at_ms, from)) = &link.last_use {
                        { " · " }<bdi>{ say_filled(Clause::LinkUsedLast, &[("when", &when(*at_ms)), ("from", from)]) }</bdi>
                    }</span>
            </p>
            if link.is_revoked {
                <span class="field-hint">{ say(Clause::LinkRevoked) }</span>
            } else {
                <span class="share-acts">
                    <button type="button" class="button" aria-expanded={is_changed.to_string()} onclick={toggle}>{ say(Clause::ChangeLink) }</button>
                    <button type="button" class="button" onclick={revoke}>{ say(Clause::RevokeLink) }</button>
                </span>
            }
            if *is_changed && !link.is_revoked {
                <Change ruling={ruling.clone()} link={link.clone()} {on_done} />
            }
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct ChangeProps {
    ruling: Ruling,
    link: LinkInfo,
    on_done: Callback<()>,
}

/// Another role and another end; who holds the link has them at once.
#[component]
fn Change(props: &ChangeProps) -> Html {
    let [role, end] = [use_node_ref(), use_node_ref()];
    let onsubmit = {
        let (ruling, id, on_done) = (props.ruling.clone(), props.link.id.clone(), props.on_done.clone());
        let fields = [role.clone(), end.clone()];
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let [role, end] = fields
                .each_ref()
                .map(|field| field.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default());
            let end_ms = (end != SAME).then(|| end_ms(end.parse().unwrap_or_default()));
            let (dashboard, link) = (ruling.id.clone(), id.clone());
            ruling.follow(async move { api::change_link(&dashboard, &link, &role, end_ms).await });
            on_done.emit(());
        })
    };
    let same = match props.link.expires_ms {
        Some(end_ms) => say_filled(Clause::LinkEndsOn, &[("when", &when(end_ms))]),
        None => say(Clause::Never).to_owned(),
    };
    html! {
        <form class="share-form share-change" {onsubmit}>
            { role_choice_of("change-role", &ROLES, &props.link.role, &role) }
            <label class="field">
                <span class="field-label">{ say(Clause::LinkEnds) }</span>
                <select class="input" name="change-end" ref={end}>
                    <option value={SAME} selected=true>{ same }</option>
                    { for DAYS.iter().filter(|(days, _)| *days > 0 || props.link.expires_ms.is_some()).map(|(days, words)| html! {
                        <option value={days.to_string()}>{ say(*words) }</option>
                    }) }
                </select>
            </label>
            <button type="submit" class="button button-strong">{ say(Clause::SaveLink) }</button>
        </form>
    }
}
