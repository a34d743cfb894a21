//! The history: who changed what, newest first, in a sheet beside the dashboard. It is read page by page and goes on
//! while others edit. A value or a panel is brought back by an edit like any other; nothing is ever rewritten.

mod changes;
mod words;

use std::rc::Rc;

use document::{Change, Difference, What};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::{
    changes::{Came, Read, Sitting},
    words::{panel_words, sentence, value_words},
};
use super::{Glyph, Icon};
use crate::{
    api::{self, ApiError, HistoryPart},
    locale::{Message, fill, property_name, since, t, when},
    workspace::{Edit, View},
};

/// How long a new gesture may wait for the next ones before they are read together, in milliseconds.
const GATHER_MS: u32 = 400;

#[derive(PartialEq, Properties)]
pub(crate) struct HistoryProps {
    /// Names the dashboard at the relay.
    pub(crate) id: String,
    pub(crate) view: Rc<View>,
    pub(crate) editable: bool,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn History(props: &HistoryProps) -> Html {
    let read = use_reducer_eq(Read::default);
    let failed = use_state(|| None::<ApiError>);
    use_newer(props, &read, &failed);
    let sittings = use_memo((*read).clone(), Read::sittings);
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    let earlier = {
        let (id, read, seq, failed) = (props.id.clone(), read.clone(), props.view.seq.0, failed.setter());
        Callback::from(move |_: MouseEvent| {
            let part = match read.oldest() {
                None => HistoryPart::Newest,
                Some(_) if read.newest() < seq => HistoryPart::After(read.newest()),
                Some(oldest) => HistoryPart::Before(oldest),
            };
            fetch(id.clone(), part, read.dispatcher(), failed.clone());
        })
    };
    html! {
        <aside class="sheet" role="region" aria-label={t(Message::History)} {onkeydown}>
            <header class="sheet-head">
                <h2>{ t(Message::History) }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)}
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </header>
            <div class="sheet-body history">
                { for sittings.iter().map(|it| sitting(props, it)) }
                { state_of(&read, failed.as_ref(), sittings.is_empty()) }
                if failed.is_some() || read.oldest().is_some_and(|seq| seq > 1) {
                    <button type="button" class="button" onclick={earlier}>
                        { t(if failed.is_some() { Message::TryAgain } else { Message::ShowEarlier }) }
                    </button>
                }
            </div>
        </aside>
    }
}

/// Reads the newest gestures at first, and what came since whenever the dashboard has gone on.
#[hook]
fn use_newer(props: &HistoryProps, read: &UseReducerHandle<Read>, failed: &UseStateHandle<Option<ApiError>>) {
    let (id, dispatch, failed) = (props.id.clone(), read.dispatcher(), failed.setter());
    use_effect_with((props.view.seq.0, read.any, read.newest()), move |(seq, any, newest)| {
        let part = if *any { HistoryPart::After(*newest) } else { HistoryPart::Newest };
        let due = !*any || newest < seq;
        let wait_ms = if *any { GATHER_MS } else { 0 };
        let timer = due.then(|| Timeout::new(wait_ms, move || fetch(id, part, dispatch, failed)));
        move || drop(timer)
    });
}

fn fetch(id: String, part: HistoryPart, read: UseReducerDispatcher<Read>, failed: UseStateSetter<Option<ApiError>>) {
    spawn_local(async move {
        match (api::read_history(&id, part).await, part) {
            (Ok(page), HistoryPart::Newest | HistoryPart::Before(_)) => {
                failed.set(None);
                read.dispatch(Came::Older(page));
            }
            (Ok(page), HistoryPart::After(_)) => {
                failed.set(None);
                read.dispatch(Came::Newer(page));
            }
            (Err(error), _) => failed.set(Some(error)),
        }
    });
}

fn state_of(read: &Read, failed: Option<&ApiError>, empty: bool) -> Html {
    let words = match failed {
        Some(error) => fill(Message::HistoryFailed, &[("reason", &error.to_string())]),
        None if !read.any => t(Message::LoadingHistory).to_owned(),
        None if empty => t(Message::NoHistory).to_owned(),
        None => return Html::default(),
    };
    html! { <p class="field-hint" role="status">{ words }</p> }
}

fn sitting(props: &HistoryProps, sitting: &Sitting) -> Html {
    let author = if sitting.author.is_empty() { t(Message::Someone) } else { &sitting.author };
    html! {
        <section class="history-sitting" key={sitting.seq}>
            <h3><bdi>{ author.to_owned() }</bdi>{ " · " }
                <time title={when(sitting.at_ms)}>{ since(sitting.at_ms, js_sys::Date::now()) }</time></h3>
            <ul>{ for sitting.changes.iter().map(|difference| change(props, difference)) }</ul>
        </section>
    }
}

fn change(props: &HistoryProps, difference: &Difference) -> Html {
    let button = restoration(&props.view, difference).map(|(edit, label)| {
        let disabled = !props.editable || edit.is_none();
        let onclick = {
            let on_edit = props.on_edit.clone();
            Callback::from(move |_: MouseEvent| edit.iter().cloned().for_each(|edit| on_edit.emit(edit)))
        };
        html! {
            <button type="button" class="button" {disabled} title={label.clone()} aria-label={label} {onclick}>
                { t(Message::Restore) }
            </button>
        }
    });
    html! { <li><span dir="auto">{ sentence(difference) }</span>{ button }</li> }
}

/// What brings back what this change took away, and its words; no edit where that is so already or cannot be.
fn restoration(view: &View, difference: &Difference) -> Option<(Option<Edit>, String)> {
    let node = difference.node;
    let living = view.document.node(node);
    let panel = panel_words(difference);
    match &difference.what {
        What::Changed(Change { property, from, .. }) => {
            let value = value_words(*property, from);
            let places = [("property", property_name(*property)), ("panel", &*panel), ("value", &*value)];
            let differs = living.is_some_and(|living| living.get(*property) != *from);
            let edit = Edit::SetProperty { node, property: *property, value: from.clone() };
            Some((differs.then_some(edit), fill(Message::RestoreValue, &places)))
        }
        What::Removed => {
            let edit = living.is_none().then_some(Edit::RestorePanel { node });
            Some((edit, fill(Message::RestoreWholePanel, &[("panel", &panel)])))
        }
        What::Added | What::Restored | What::Moved => None,
    }
}
