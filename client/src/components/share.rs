//! Sharing a dashboard: links that let in whoever holds them, and the roles that people have. Everything is said to the
//! relay at once, which keeps it; this file keeps only what it read last.

mod grants;
mod links;

use std::{future::Future, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::{grants::Grants, links::Links};
use super::{Dialog, Glyph, icon};
use crate::{
    api::{self, ApiError, GrantInfo, LinkInfo},
    locale::{Clause, Message, fill, refused, say, t},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ShareProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    /// Something to be shown and read aloud.
    pub(crate) on_say: Callback<String>,
    pub(crate) on_close: Callback<()>,
}

/// What is known of who may what.
#[derive(Clone, Default, PartialEq)]
struct Known {
    links: Rc<Vec<LinkInfo>>,
    grants: Rc<Vec<GrantInfo>>,
    failed: Option<ApiError>,
}

/// Does something and reads everything again.
#[derive(Clone, PartialEq)]
struct Ruling {
    id: AttrValue,
    setter: UseStateSetter<Known>,
}

#[component]
pub(crate) fn Share(props: &ShareProps) -> Html {
    let known = use_state(Known::default);
    let ruling = Ruling { id: props.id.clone(), setter: known.setter() };
    use_effect_with((), {
        let ruling = ruling.clone();
        move |()| ruling.follow(async { Ok(()) })
    });
    let failed = known.failed.as_ref().map(|error| fill(Message::DidNotWork, &[("reason", &refused(error))]));
    html! {
        <Dialog title={t(Message::ShareDashboard)} on_close={props.on_close.clone()}>
            if let Some(words) = failed {
                <p class="field-problem" role="alert">{ icon(Glyph::Problem) }{ words }</p>
            }
            <Links ruling={ruling.clone()} links={known.links.clone()} on_say={props.on_say.clone()} />
            <Grants {ruling} grants={known.grants.clone()} />
        </Dialog>
    }
}

impl Ruling {
    /// What failed is said beside what there is.
    fn follow(&self, act: impl Future<Output = Result<(), ApiError>> + 'static) {
        let Self { id, setter } = self.clone();
        spawn_local(async move {
            let failed = act.await.err();
            let (links, grants) = (api::list_links(&id).await, api::list_grants(&id).await);
            let error = [links.as_ref().err(), grants.as_ref().err()].into_iter().flatten().next().cloned();
            setter.set(Known {
                links: Rc::new(links.unwrap_or_default()),
                grants: Rc::new(grants.unwrap_or_default()),
                failed: failed.or(error),
            });
        });
    }
}

/// A role as the relay writes it, in words.
fn role_words(role: &str) -> &'static str {
    t(match role {
        "owner" => Message::RoleOwner,
        "editor" => Message::RoleEditor,
        "commenter" => Message::RoleCommenter,
        _ => Message::RoleViewer,
    })
}

/// A choice of roles; the first, which is the least, is chosen until somebody chooses. That is said in so many words,
/// because options come into the page from the last to the first, and a browser chooses the one that came first.
fn role_choice(name: &'static str, roles: &'static [&'static str], element: &NodeRef) -> Html {
    role_choice_of(name, roles, roles.first().copied().unwrap_or_default(), element)
}

/// The same, with the role that is chosen.
fn role_choice_of(name: &'static str, roles: &'static [&'static str], chosen: &str, element: &NodeRef) -> Html {
    html! {
        <label class="field">
            <span class="field-label">{ say(Clause::MayDo) }</span>
            <select class="input" {name} ref={element}>
                { for roles.iter().map(|role| html! {
                    <option value={*role} selected={*role == chosen}>{ role_words(role) }</option>
                }) }
            </select>
        </label>
    }
}
