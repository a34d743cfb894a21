//! The links of a dashboard: making one, which is shown once, and the list of those that there are.

mod line;

use std::rc::Rc;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::line::Line;
use super::{Ruling, role_choice, role_choice_of, role_words};
use crate::{
    api::{self, LinkInfo, LinkWanted},
    locale::{Clause, PresentWords, say},
};

/// What a link may let people do.
const ROLES: [&str; 3] = ["viewer", "commenter", "editor"];
/// After how many days a link may end; 0 is never.
const DAYS: [(i64, Clause); 4] =
    [(0, Clause::Never), (1, Clause::InADay), (7, Clause::InAWeek), (30, Clause::InAMonth)];
/// A link that nobody takes back ends nevertheless.
const USUAL_DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[derive(PartialEq, Properties)]
pub(super) struct LinksProps {
    pub(super) ruling: Ruling,
    pub(super) links: Rc<Vec<LinkInfo>>,
    pub(super) on_say: Callback<String>,
}

#[component]
pub(super) fn Links(props: &LinksProps) -> Html {
    let made = use_state(|| None::<String>);
    let [role, end, password, pages] = [use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref()];
    let onsubmit = {
        let (ruling, made) = (props.ruling.clone(), made.setter());
        let fields = [role.clone(), end.clone(), password.clone(), pages.clone()];
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (id, wanted, made) = (ruling.id.clone(), wanted(&fields), made.clone());
            ruling.follow(async move {
                made.set(Some(api::make_link(&id, &wanted).await?));
                Ok(())
            });
        })
    };
    html! {
        <section class="share" aria-label={say(Clause::ShareLinks)}>
            <h3>{ say(Clause::ShareLinks) }</h3>
            <p class="field-hint">{ say(Clause::ShareLinkHint) }</p>
            <form class="share-form" {onsubmit}>
                { role_choice("link-role", &ROLES, &role) }
                <label class="field">
                    <span class="field-label">{ say(Clause::LinkEnds) }</span>
                    <select class="input" name="link-end" ref={end}>
                        { for DAYS.iter().map(|(days, words)| html! {
                            <option value={days.to_string()} selected={*days == USUAL_DAYS}>{ say(*words) }</option>
                        }) }
                    </select>
                </label>
                <label class="field">
                    <span class="field-label">{ say(Clause::LinkPassword) }</span>
                    <input class="input" type="password" name="link-password" ref={password} autocomplete="new-password" maxlength="256" />
                </label>
                <label class="field">
                    <span class="field-label">{ say(Clause::EmbedInto) }</span>
                    <input class="input" name="link-pages" ref={pages} dir="ltr" autocomplete="off" spellcheck="false"
                        placeholder="https://intranet.example.org" />
                </label>
                <button type="submit" class="button button-strong">{ say(Clause::MakeLink) }</button>
            </form>
            if let Some(link) = &*made {
                { shown_once(link, &props.on_say) }
            }
            <ul class="share-list">{ for props.links.iter().rev().map(|link| html! {
                <Line key={link.id.clone()} ruling={props.ruling.clone()} link={link.clone()} />
            }) }</ul>
        </section>
    }
}

fn wanted([role, end, password, pages]: &[NodeRef; 4]) -> LinkWanted {
    let chosen =
        |element: &NodeRef| element.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
    let typed = |element: &NodeRef| element.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
    let days: i64 = chosen(end).parse().unwrap_or_default();
    LinkWanted {
        role: chosen(role),
        expires_ms: end_ms(days),
        password: typed(password),
        frame_ancestors: typed(pages).split_whitespace().map(str::to_owned).collect(),
    }
}

/// When a link ends that lasts so many days from now; 0 is never.
fn end_ms(days: i64) -> Option<i64> {
    (days > 0).then(|| js_sys::Date::now() as i64 + days * DAY_MS)
}

/// The link behind the `#`, where no server sees it, and the same as something to put into another page.
fn shown_once(link: &str, on_say: &Callback<String>) -> Html {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    let address = [&*origin, "/s#", link].concat();
    let (share, secret) = link.split_once('_').unwrap_or_default();
    let source = ["src=\"", &origin, "/embed/", share, "#", secret, "\""].concat();
    let frame = ["<iframe ", &source, " width=\"960\" height=\"540\"></iframe>"];
    let script = ["<script src=\"", &origin, "/embed.js\"></script>"].concat();
    let element = [&script, "\n<ashboard-embed ", &source, "></ashboard-embed>"];
    html! {
        <div class="share-made" role="status">
            <p>{ say(Clause::LinkShownOnce) }</p>
            { copied(say(Clause::NewLink), address, Clause::CopyLink, on_say) }
            { copied(say(Clause::EmbedCode), frame.concat(), Clause::CopyCode, on_say) }
            { copied(say(PresentWords::EmbedElement), element.concat(), Clause::CopyCode, on_say) }
        </div>
    }
}

fn copied(label: &'static str, text: String, words: Clause, on_say: &Callback<String>) -> Html {
    let onclick = {
        let (text, on_say) = (text.clone(), on_say.clone());
        Callback::from(move |_: MouseEvent| copy(text.clone(), on_say.clone()))
    };
    html! {
        <div class="share-copied">
            <span class="field-label" aria-hidden="true">{ label }</span>
            <p class="share-copy">
                <input class="input" dir="ltr" readonly=true aria-label={label} value={text} />
                <button type="button" class="button" {onclick}>{ say(words) }</button>
            </p>
        </div>
    }
}

fn copy(text: String, on_say: Callback<String>) {
    let window = gloo::utils::window();
    // An address that is not secure has no clipboard: the text stands in the field to be copied by hand.
    if !window.is_secure_context() {
        return;
    }
    spawn_local(async move {
        if JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok() {
            on_say.emit(say(Clause::Copied).to_owned());
        }
    });
}
