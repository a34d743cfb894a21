//! Notices: a bell in the bar that says how much was said to this person and not read, and the list that it opens: who
//! mentioned or answered them, and below it what was done here lately. What was read is kept in this browser. A new
//! notice is told once, politely. What is said to whom is decided in `news`.

mod news;
mod replaced;

use std::rc::Rc;

use document::{Document, Kind, NodeId, blame::stamps};
use gloo::events::EventListener;
use protocol::Person;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use self::{
    news::{Marks, Me, News, Why, news},
    replaced::{Replaced, use_replaced},
};
use super::{
    ActivityProps, Arrival, Desk, Glyph, comments::mention::known_names, icon, panel::heading_of, people::shown_name,
};
use crate::{
    api::account::{self, Account},
    identity,
    locale::{Message, NoticeWords, fill, say, say_filled, since, t, whole},
    parts::aside,
    workspace::Workspace,
};

/// The list: the browser opens and closes it, also with Escape and a press elsewhere.
const LIST_ID: &str = "notices";
/// Where this browser keeps what was read of a dashboard.
const KEY: &str = "ashboard.notices.";
/// Most arrivals that are remembered.
const MAX_ARRIVALS: usize = 20;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NoticesProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) desk: Desk,
    pub(crate) on_tab: Callback<NodeId>,
    /// The panel whose form or comments are open.
    pub(crate) watched: Option<NodeId>,
}

#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    let desk = &props.desk;
    let marks = use_state_eq(|| kept(&props.id).unwrap_or_default());
    let list = use_node_ref();
    let is_open = use_is_open(&list);
    use_own_name(&desk.workspace);
    let arrivals = use_arrivals(desk);
    let news = use_news(desk);
    let replaced = use_replaced(desk);
    let seen_ms = use_seen(is_open);
    let unread_news = news.iter().filter(|one| !marks.is_read(one)).count();
    let unread = unread_news + replaced.iter().filter(|one| one.at_ms > seen_ms).count();
    use_told(desk, &news, &marks);
    use_gone_said(desk, props.watched);
    let on_mark = {
        let (id, marks, news) = (props.id.clone(), marks.clone(), news.clone());
        Callback::from(move |one: Option<News>| {
            let mut now = (*marks).clone();
            match one {
                Some(one) => now.mark(&one),
                None => now.mark_all(&news),
            }
            keep(&id, &now);
            marks.set(now);
        })
    };
    let label = match unread {
        0 => say(NoticeWords::Notices).to_owned(),
        unread => say_filled(NoticeWords::NewNotices, &[("count", &whole(unread))]),
    };
    let activity = ActivityProps { id: props.id.clone(), view: desk.view.clone(), arrivals };
    html! {
        <>
            <button type="button" class="button button-bare button-icon notices-bell" title={label.clone()} aria-label={label}
                popovertarget={LIST_ID} data-unread={unread.to_string()}>
                { icon(Glyph::Bell) }
                if unread > 0 {
                    <span class="notices-count" aria-hidden="true">{ whole(unread) }</span>
                }
            </button>
            <div id={LIST_ID} class="notices" popover="auto" role="group" aria-label={say(NoticeWords::Notices)} ref={list}>
                <div class="notices-head">
                    <h2>{ say(NoticeWords::ForYou) }</h2>
                    if unread_news > 0 {
                        <button type="button" class="button button-bare" onclick={on_mark.reform(|_: MouseEvent| None)}>
                            { say(NoticeWords::MarkAllRead) }
                        </button>
                    }
                </div>
                if news.is_empty() && replaced.is_empty() {
                    <p class="field-hint">{ say(NoticeWords::NoNotices) }</p>
                }
                <ul>{ for news.iter().map(|one| line(props, one, marks.is_read(one), &on_mark)) }</ul>
                <ul>{ for replaced.iter().enumerate().map(loss) }</ul>
                if is_open {
                    { aside(activity, |parts| parts.activity) }
                }
            </div>
        </>
    }
}

/// Whether the browser shows the list. `toggle` does not bubble, so that Yew's listeners at the root never hear it.
#[hook]
fn use_is_open(list: &NodeRef) -> bool {
    let is_open = use_state_eq(|| false);
    let (list, setter) = (list.clone(), is_open.setter());
    use_effect_with((), move |()| {
        let listener = list.cast::<Element>().map(|element| {
            let shown = element.clone();
            EventListener::new(&element, "toggle", move |_| setter.set(shown.matches(":popover-open").unwrap_or(false)))
        });
        move || drop(listener)
    });
    *is_open
}

/// When the list was opened last, in milliseconds since the Unix epoch.
#[hook]
fn use_seen(is_open: bool) -> i64 {
    let seen_ms = use_state_eq(|| 0);
    let setter = seen_ms.setter();
    use_effect_with(is_open, move |is_open| {
        if *is_open {
            setter.set(js_sys::Date::now() as i64);
        }
    });
    *seen_ms
}

/// Something of this person's that does not stand.
fn loss((key, one): (usize, &Replaced)) -> Html {
    html! {
        <li {key} class="notice"><span dir="auto">{ one.words.clone() }</span>
            <time class="field-hint">{ since(one.at_ms, js_sys::Date::now()) }</time></li>
    }
}

/// One of them; pressed, it is read, and its thread opens.
fn line(props: &NoticesProps, one: &News, is_read: bool, on_mark: &Callback<Option<News>>) -> Html {
    let onclick = {
        let (one, on_mark, on_tab) = (one.clone(), on_mark.clone(), props.on_tab.clone());
        let (on_talk, tab) = (props.desk.on_talk.clone(), tab_of(&props.desk.view.document, one.panel));
        Callback::from(move |_: MouseEvent| {
            on_mark.emit(Some(one.clone()));
            tab.into_iter().for_each(|tab| on_tab.emit(tab));
            on_talk.emit((one.panel, None));
        })
    };
    html! {
        <li key={one.id.to_string()}>
            <button type="button" class={classes!("notice", (!is_read).then_some("notice-new"))} popovertarget={LIST_ID}
                popovertargetaction="hide" {onclick}>
                <span>{ sentence(&props.desk.view.document, one) }
                    if !is_read { <span class="spoken">{ say(NoticeWords::Unread) }</span> }</span>
                <q class="notice-words" dir="auto">{ one.words.clone() }</q>
                if let Some(at_ms) = one.at_ms {
                    <time class="field-hint">{ since(at_ms, js_sys::Date::now()) }</time>
                }
            </button>
        </li>
    }
}

fn sentence(document: &Document, one: &News) -> String {
    let words = match one.why {
        Why::Mentioned => NoticeWords::MentionedYou,
        Why::Answered => NoticeWords::AnsweredYou,
    };
    let name = if one.author.is_empty() { t(Message::Someone) } else { &one.author };
    say_filled(words, &[("name", name), ("panel", &panel_words(document, one.panel))])
}

/// A panel as people call it, in quotes.
pub(super) fn panel_words(document: &Document, panel: NodeId) -> String {
    let heading = document.node(panel).map_or_else(|| t(Message::UntitledPanel).to_owned(), |node| heading_of(node));
    fill(Message::Quoted, &[("text", &heading)])
}

/// The tab in which a panel lies.
fn tab_of(document: &Document, panel: NodeId) -> Option<NodeId> {
    let above = std::iter::successors(Some(panel), |id| Some(document.node(*id)?.place().parent));
    above.take(4).find(|id| document.node(*id).is_some_and(|node| node.kind() == Kind::Tab))
}

/// What was said to this person; looked for again when the document or the people are others.
#[hook]
fn use_news(desk: &Desk) -> Rc<Vec<News>> {
    use_memo((desk.view.document.clone(), desk.view.people.clone()), |(document, people)| {
        let Some(me) = people.iter().find(|here| here.is_me) else { return Vec::new() };
        let client = desk.view.who.map(|who| who.client);
        news(document, Me { name: shown_name(&me.person), client }, &known_names(document, people))
    })
}

/// What comes while the page stands is said once; of what waited for this person the bell says how much.
#[hook]
fn use_told(desk: &Desk, news: &Rc<Vec<News>>, marks: &Marks) {
    let told = use_mut_ref(|| None);
    let newest = news.first().map(|one| one.seq).unwrap_or_default();
    let (desk, news, marks, loaded) = (desk.clone(), news.clone(), marks.clone(), desk.view.loaded);
    use_effect_with((newest, loaded), move |(newest, loaded)| {
        let before = told.replace(loaded.then_some(*newest));
        let one = news.first().filter(|one| before.is_some_and(|before| before < one.seq) && !marks.is_read(one));
        if let Some(one) = one {
            desk.workspace.notify(sentence(&desk.view.document, one));
        }
    });
}

/// A panel that goes while its form or its comments are open does not go without a word.
#[hook]
fn use_gone_said(desk: &Desk, watched: Option<NodeId>) {
    let before = use_mut_ref(|| None::<(NodeId, String)>);
    let heading =
        watched.filter(|id| desk.view.document.node(*id).is_some()).map(|id| panel_words(&desk.view.document, id));
    let desk = desk.clone();
    use_effect_with((watched, heading), move |(watched, heading)| {
        let before = before.replace(watched.zip(heading.clone()));
        let gone = before.filter(|(id, _)| heading.is_none() && Some(*id) == *watched);
        if let Some((id, panel)) = gone {
            let by = stamps(&desk.view.document, id).map(|stamps| stamps.deleted.client);
            if by.is_none_or(|by| desk.view.who.is_none_or(|me| me.client != by)) {
                let name = desk
                    .workspace
                    .others(|(_, other)| (Some(other.client) == by).then(|| shown_name(&other.person).to_owned()));
                let name = name.first().map_or(t(Message::Someone), |name| name);
                desk.workspace.notify(say_filled(NoticeWords::PanelGone, &[("name", name), ("panel", &panel)]));
            }
        }
    });
}

/// Whoever has signed in is called as their account is: so the others see them, and mention them.
#[hook]
fn use_own_name(workspace: &Workspace) {
    use_effect_with(workspace.clone(), |workspace| {
        let workspace = workspace.clone();
        spawn_local(async move {
            let account = account::who().await.ok().and_then(|asker| asker.account);
            let person = identity::load();
            if let Some(Account { name, .. }) = account.filter(|account| account.name != person.name) {
                workspace.rename_me(Person { name, ..person });
            }
        });
    });
}

/// Who came and went since this page was opened, newest first.
#[hook]
fn use_arrivals(desk: &Desk) -> Rc<Vec<Arrival>> {
    let arrivals = use_state(Rc::<Vec<Arrival>>::default);
    let before = use_mut_ref(|| None::<Vec<(protocol::SessionId, String)>>);
    let people = desk.view.people.iter().filter(|here| !here.is_me);
    let now: Vec<_> = people.map(|here| (here.session, shown_name(&here.person).to_owned())).collect();
    let (handle, is_here) = (arrivals.clone(), desk.view.people.iter().any(|here| here.is_me));
    use_effect_with((now, is_here), move |(now, is_here)| {
        let Some(before) = before.replace(is_here.then(|| now.clone())).filter(|_| *is_here) else { return };
        let at_ms = js_sys::Date::now() as i64;
        let only = |some: &[(_, String)], other: &[(protocol::SessionId, String)], came| -> Vec<Arrival> {
            let is_new =
                |(session, _): &&(protocol::SessionId, String)| other.iter().all(|(known, _)| known != session);
            some.iter().filter(is_new).map(|(_, name)| Arrival { name: name.clone(), at_ms, came }).collect()
        };
        let mut news = only(now, &before, true);
        news.extend(only(&before, now, false));
        if !news.is_empty() {
            let all = news.into_iter().chain(handle.iter().cloned()).take(MAX_ARRIVALS);
            handle.set(Rc::new(all.collect()));
        }
    });
    (*arrivals).clone()
}

fn kept(id: &str) -> Option<Marks> {
    Marks::of_json(&storage()?.get_item(&[KEY, id].concat()).ok()??)
}

fn keep(id: &str, marks: &Marks) {
    if let Some(storage) = storage() {
        let _storage_is_full_or_off = storage.set_item(&[KEY, id].concat(), &marks.to_json());
    }
}

fn storage() -> Option<web_sys::Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}
