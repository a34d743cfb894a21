//! The history: who changed what, newest first, in a sheet beside the dashboard. It is read page by page and goes on
//! while others edit. A value, a panel or everything is brought back by an edit like any other; nothing is ever
//! rewritten. Every moment can be looked at, and named.

mod changes;
mod words;

use std::rc::Rc;

use document::{Change, Difference, NodeId, Scope, Seq, What};
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

pub(crate) use self::{
    changes::Filter,
    words::{named, sentence, value_words},
};
use self::{
    changes::{Came, Read, Sitting, Told},
    words::node_words,
};
use super::{Glyph, Menu, MenuItem, icon};
use crate::{
    api::{self, ApiError, HistoryPart},
    locale::{Message, fill, property_name, refused, since, t, when},
    workspace::{Edit, View},
};

/// So many gestures are read by themselves in search of a change of what is asked for; further ones by a press.
const SEARCHED_GESTURES: u64 = 2_000;
/// How long a new gesture may wait for the next ones before they are read together, in milliseconds.
const GATHER_MS: u32 = 400;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HistoryProps {
    /// Names the dashboard at the relay.
    pub(crate) id: String,
    /// The dashboard as it is now.
    pub(crate) view: Rc<View>,
    pub(crate) editable: bool,
    pub(crate) filter: Filter,
    pub(crate) on_filter: Callback<Filter>,
    pub(crate) on_edit: Callback<Edit>,
    /// The dashboard is wanted as it was.
    pub(crate) on_visit: Callback<Seq>,
    /// This much is wanted as it was.
    pub(crate) on_restore: Callback<(Seq, Scope)>,
    pub(crate) on_close: Callback<()>,
    /// What stands above the changes.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn History(props: &HistoryProps) -> Html {
    let read = use_reducer_eq(Read::default);
    let failed = use_state(|| None::<ApiError>);
    use_newer(props, &read, &failed);
    let sheet = use_node_ref();
    use_effect_with(sheet.clone(), |sheet| {
        if let Some(sheet) = sheet.cast::<HtmlElement>() {
            let _may_be_gone = sheet.focus();
        }
    });
    let sittings = use_memo(((*read).clone(), props.filter), |(read, filter)| read.sittings(*filter));
    use_search(props, &read, &failed, sittings.is_empty());
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    html! {
        <aside class="sheet" ref={sheet} tabindex="-1" role="region" aria-label={t(Message::History)} {onkeydown}>
            <header class="sheet-head">
                <h2>{ t(Message::History) }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)}
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { icon(Glyph::Close) }
                </button>
            </header>
            <div class="sheet-body history">
                { props.children.clone() }
                { filter_choice(props, &read) }
                <>{ for sittings.iter().map(|it| sitting(props, it, read.horizon)) }</>
                { state_of(&read, failed.as_ref(), sittings.is_empty()) }
                { earlier(props, &read, &failed) }
            </div>
        </aside>
    }
}

/// Reads the newest gestures at first, and what came since whenever the dashboard has gone on.
#[hook]
fn use_newer(props: &HistoryProps, read: &UseReducerHandle<Read>, failed: &UseStateHandle<Option<ApiError>>) {
    let (id, dispatch, failed) = (props.id.clone(), read.dispatcher(), failed.setter());
    use_effect_with((props.view.seq, read.any, read.newest()), move |(seq, any, newest)| {
        let part = if *any { HistoryPart::After(*newest) } else { HistoryPart::Newest };
        let due = !*any || newest < seq;
        let wait_ms = if *any { GATHER_MS } else { 0 };
        let timer = due.then(|| Timeout::new(wait_ms, move || fetch(id, part, dispatch, failed)));
        move || drop(timer)
    });
}

/// Reads on while nothing that was read is of what is asked for.
#[hook]
fn use_search(
    props: &HistoryProps,
    read: &UseReducerHandle<Read>,
    failed: &UseStateHandle<Option<ApiError>>,
    is_empty: bool,
) {
    let (id, dispatch, setter) = (props.id.clone(), read.dispatcher(), failed.setter());
    let is_near = read.oldest().is_some_and(|oldest| read.newest().0 - oldest.0 < SEARCHED_GESTURES);
    let is_due = is_empty && is_near && read.goes_on() && failed.is_none();
    use_effect_with((is_due, read.oldest()), move |(is_due, oldest)| {
        if let Some(oldest) = oldest.filter(|_| *is_due) {
            fetch(id, HistoryPart::Before(oldest), dispatch, setter);
        }
    });
}

fn fetch(id: String, part: HistoryPart, read: UseReducerDispatcher<Read>, failed: UseStateSetter<Option<ApiError>>) {
    spawn_local(async move {
        match api::read_history(&id, part).await {
            Ok(page) => {
                failed.set(None);
                read.dispatch(match part {
                    HistoryPart::Newest | HistoryPart::Before(_) => Came::Older(page),
                    HistoryPart::After(_) => Came::Newer(page),
                });
            }
            Err(error) => failed.set(Some(error)),
        }
    });
}

/// The button below the list: what is older, or what failed once more.
fn earlier(props: &HistoryProps, read: &UseReducerHandle<Read>, failed: &UseStateHandle<Option<ApiError>>) -> Html {
    if failed.is_none() && !read.goes_on() {
        let is_compacted = read.any && read.horizon > Seq::ZERO;
        return if is_compacted {
            html! { <p class="field-hint">{ t(Message::EarlierCompacted) }</p> }
        } else {
            Html::default()
        };
    }
    let (id, read, seq, setter) = (props.id.clone(), read.clone(), props.view.seq, failed.setter());
    let onclick = Callback::from(move |_: MouseEvent| {
        let part = match read.oldest() {
            None => HistoryPart::Newest,
            Some(_) if read.newest() < seq => HistoryPart::After(read.newest()),
            Some(oldest) => HistoryPart::Before(oldest),
        };
        fetch(id.clone(), part, read.dispatcher(), setter.clone());
    });
    let words = if failed.is_some() { Message::TryAgain } else { Message::ShowEarlier };
    html! { <button type="button" class="button" {onclick}>{ t(words) }</button> }
}

fn state_of(read: &Read, failed: Option<&ApiError>, empty: bool) -> Html {
    let words = match failed {
        Some(error) => fill(Message::HistoryFailed, &[("reason", &refused(error))]),
        None if !read.any => t(Message::LoadingHistory).to_owned(),
        None if empty && !read.goes_on() => t(Message::NoHistory).to_owned(),
        None => return Html::default(),
    };
    html! { <p class="field-hint" role="status">{ words }</p> }
}

/// Whose changes are listed: everything, or one panel, also one that was deleted.
fn filter_choice(props: &HistoryProps, read: &Read) -> Html {
    let Filter { node: chosen, property } = props.filter;
    let mut nodes: Vec<(NodeId, String)> =
        props.view.document.all_panels().map(|(id, panel)| (id, named(panel.kind(), panel.title()))).collect();
    let gone = read.removed().into_iter().chain(chosen.and_then(|chosen| read.face(chosen)));
    for difference in gone {
        if !nodes.iter().any(|(id, _)| *id == difference.node) {
            nodes.push((difference.node, node_words(difference)));
        }
    }
    let onchange = {
        let (on_filter, nodes) = (props.on_filter.clone(), nodes.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let place = usize::try_from(select.selected_index() - 1).ok();
            let node = place.and_then(|place| nodes.get(place)).map(|(id, _)| *id);
            on_filter.emit(Filter { node, property: None });
        })
    };
    let option = |(id, words): &(NodeId, String)| {
        let words = match property.filter(|_| chosen == Some(*id)) {
            Some(property) => [words, ": ", &property_name(property)].concat(),
            None => words.clone(),
        };
        html! { <option selected={chosen == Some(*id)}>{ words }</option> }
    };
    html! {
        <label class="field">
            <span class="field-label">{ t(Message::ShowChangesOf) }</span>
            <select class="input" name="filter" {onchange}>
                <option selected={chosen.is_none()}>{ t(Message::AllChanges) }</option>
                { for nodes.iter().map(option) }
            </select>
        </label>
    }
}

fn sitting(props: &HistoryProps, sitting: &Sitting, horizon: Seq) -> Html {
    let author = if sitting.author.is_empty() { t(Message::Someone) } else { &sitting.author };
    let (newest, before) = (sitting.newest, before(sitting.oldest));
    let look = MenuItem::new(Glyph::Time, t(Message::LookAtIt), props.on_visit.reform(move |()| newest));
    let back = MenuItem {
        disabled: !props.editable || before < horizon,
        ..MenuItem::new(
            Glyph::Undo,
            t(Message::RestoreAllBefore),
            props.on_restore.reform(move |()| (before, Scope::All)),
        )
    };
    html! {
        <section class="history-sitting" key={sitting.oldest.0}>
            <header><h3><bdi>{ author.to_owned() }</bdi>{ " · " }
                <time title={when(sitting.at_ms)}>{ since(sitting.at_ms, js_sys::Date::now()) }</time></h3>
                <Menu label={t(Message::MoreAboutChange)} glyph={Glyph::More} items={vec![look, back]} /></header>
            <ul>{ for sitting.changes.iter().map(|told| change(props, told, horizon)) }</ul>
        </section>
    }
}

fn before(Seq(seq): Seq) -> Seq {
    Seq(seq.saturating_sub(1))
}

fn change(props: &HistoryProps, told: &Told, horizon: Seq) -> Html {
    let difference = &told.difference;
    let button = restoration(&props.view, difference).map(|(edit, label)| {
        let disabled = !props.editable || edit.is_none();
        let onclick = {
            let on_edit = props.on_edit.clone();
            Callback::from(move |_: MouseEvent| edit.iter().cloned().for_each(|edit| on_edit.emit(edit)))
        };
        // What is seen is part of what is heard, so that whoever speaks to the page can name the button.
        let heard = [t(Message::Restore), ": ", &label].concat();
        html! {
            <button type="button" class="button" {disabled} title={label} aria-label={heard} {onclick}>
                { t(Message::Restore) }
            </button>
        }
    });
    let menu = (difference.kind.is_panel() && before(told.oldest) >= horizon).then(|| panel_menu(props, told));
    html! { <li><span dir="auto">{ sentence(difference) }</span>{ button }{ menu }</li> }
}

/// What can be done about the whole panel that changed.
fn panel_menu(props: &HistoryProps, told: &Told) -> Html {
    let (node, before) = (told.difference.node, before(told.oldest));
    let words = fill(Message::RestoreNodeBefore, &[("panel", &node_words(&told.difference))]);
    let restore = MenuItem {
        disabled: !props.editable,
        ..MenuItem::new(Glyph::Undo, words, props.on_restore.reform(move |()| (before, Scope::Node(node))))
    };
    let only = Filter { node: Some(node), property: None };
    let look = MenuItem::new(
        Glyph::Time,
        [t(Message::ShowChangesOf), " ", &node_words(&told.difference)].concat(),
        props.on_filter.reform(move |()| only),
    );
    html! { <Menu label={t(Message::MoreAboutChange)} glyph={Glyph::More} items={vec![restore, look]} /> }
}

/// What brings back what this change took away, and its words; no edit where that is so already or cannot be.
fn restoration(view: &View, difference: &Difference) -> Option<(Option<Edit>, String)> {
    let node = difference.node;
    let living = view.document.node(node);
    let panel = node_words(difference);
    match &difference.what {
        What::Changed(Change { property, from, .. }) => {
            let value = value_words(*property, from);
            let name = property_name(*property);
            let places = [("property", &*name), ("panel", &*panel), ("value", &*value)];
            let differs = living.is_some_and(|living| living.get(*property) != *from);
            let edit = Edit::SetProperty { node, property: *property, value: from.clone() };
            Some((differs.then_some(edit), fill(Message::RestoreValue, &places)))
        }
        What::Removed => {
            let edit = living.is_none().then_some(Edit::Restore { node });
            Some((edit, fill(Message::RestoreWholePanel, &[("panel", &panel)])))
        }
        What::Added | What::Restored | What::Moved => None,
    }
}
