//! The bar of a draft: what it is a draft of, who sees it, what publishing would do, and publishing, discarding and
//! sending it on. A draft that is published is gone: what came of it is told on the dashboard that it was a draft of.

use std::{cell::RefCell, rc::Rc};

use document::{Difference, Document};
use protocol::history::{DraftTold, Overwritten, Published, Unpublished};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::{
    Dialog, ExportProps, Glyph, Menu, MenuItem, ShareProps,
    history::sentence,
    icon,
    keys::{Shortcut, use_key},
    notice::refusal_words,
    take_back::TakeBack,
};
use crate::{
    api::{self, ApiError},
    locale::{Counted, Message, NoticeWords, counted, fill, refused, say, t},
    parts::aside,
    relay_address::in_path,
    routes::Route,
};

/// What a draft was published into, and what came of it.
type Told = (String, Rc<Published>);

thread_local! {
    /// Waits for the page of the dashboard that the draft was published into.
    static REPORT: RefCell<Option<Told>> = const { RefCell::new(None) };
    /// A draft that is discarded once nobody takes that back, and what it is a draft of.
    static DISCARDED: RefCell<Option<(String, AttrValue)>> = const { RefCell::new(None) };
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DraftBarProps {
    /// Names the draft at the relay.
    pub(crate) id: AttrValue,
    /// Names what it is a draft of.
    pub(crate) base: AttrValue,
    /// What that is called.
    pub(crate) title: AttrValue,
    pub(crate) editable: bool,
    /// Something to be shown and read aloud.
    pub(crate) on_say: Callback<String>,
}

#[component]
pub(crate) fn DraftBar(props: &DraftBarProps) -> Html {
    let told = use_state(|| None::<Rc<DraftTold>>);
    let compare = {
        let told = told.setter();
        asking(props, api::read_draft, move |read| told.set(Some(Rc::new(read))))
    };
    let publish = {
        let base = props.base.to_string();
        asking(props, api::publish_draft, move |published| {
            REPORT.set(Some((base.clone(), Rc::new(published))));
            leave_to(&base);
        })
    };
    let discard = {
        let (base, id) = (props.base.to_string(), props.id.clone());
        Callback::from(move |_: MouseEvent| {
            DISCARDED.set(Some((base.clone(), id.clone())));
            leave_to(&base);
        })
    };
    let title = if props.title.is_empty() { t(Message::Untitled) } else { &*props.title };
    let words = fill(Message::DraftOf, &[("title", &fill(Message::Quoted, &[("text", title)]))]);
    let on_close = {
        let told = told.setter();
        Callback::from(move |()| told.set(None))
    };
    let disabled = !props.editable;
    html! {
        <section class="draft-bar" aria-label={words.clone()}>
            { icon(Glyph::Edit) }
            <p dir="auto">{ words }</p>
            <span class="past-acts">
                <button type="button" class="button" onclick={compare}>{ t(Message::ShowDifferences) }</button>
                <button type="button" class="button button-strong" {disabled} onclick={publish}>{ t(Message::Publish) }</button>
                <button type="button" class="button" {disabled} onclick={discard}>{ t(Message::Discard) }</button>
                <button type="button" class="button" onclick={copy_handler(&props.on_say)}>{ t(Message::CopyAddress) }</button>
            </span>
            if let Some(told) = &*told {
                <Dialog title={t(Message::WhatPublishingChanges)} {on_close}>{ differences(props, told) }</Dialog>
            }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DashboardMenuProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) editable: bool,
    /// Whether this person gives rights.
    pub(crate) owns: bool,
    /// Something to be shown and read aloud.
    pub(crate) on_say: Callback<String>,
    pub(crate) document: Rc<Document>,
    /// It is to be presented.
    pub(crate) on_kiosk: Callback<()>,
}

/// What can be done with a whole dashboard: presenting it, sharing it, and a draft of it.
#[component]
pub(crate) fn DashboardMenu(props: &DashboardMenuProps) -> Html {
    let draft = {
        let (id, on_say) = (props.id.clone(), props.on_say.clone());
        Callback::from(move |()| {
            let (id, on_say) = (id.clone(), on_say.clone());
            spawn_local(async move {
                match api::make_draft(id).await {
                    Ok(id) => Route::Dashboard { id }.go(),
                    Err(error) => on_say.emit(did_not_work(&error)),
                }
            });
        })
    };
    let sharing = use_state(|| false);
    let [on_share, on_close] = [true, false].map(|is_open| {
        let sharing = sharing.setter();
        Callback::from(move |()| sharing.set(is_open))
    });
    let share = props.owns.then_some((Glyph::Forward, Message::ShareDashboard, on_share));
    let items = share.into_iter().chain([(Glyph::Edit, Message::NewDraft, draft)]);
    let item = |(glyph, words, act)| MenuItem { disabled: !props.editable, ..MenuItem::new(glyph, t(words), act) };
    use_key(Shortcut::Kiosk, &props.on_kiosk);
    let exporting = use_state(|| false);
    let [on_export, on_exported] = [true, false].map(|is_open| {
        let exporting = exporting.setter();
        Callback::from(move |()| exporting.set(is_open))
    });
    let looks = [
        MenuItem::new(Glyph::Screen, say(NoticeWords::StartKiosk), props.on_kiosk.clone()),
        MenuItem::new(Glyph::Download, say(NoticeWords::ExportFile), on_export),
    ];
    let items: Vec<MenuItem> = looks.into_iter().chain(items.map(item)).collect();
    let DashboardMenuProps { id, on_say, document, .. } = props.clone();
    let export = ExportProps { id: id.clone(), document, on_say: on_say.clone(), on_close: on_exported };
    html! {
        <>
            <Menu label={t(Message::DashboardActions)} glyph={Glyph::More} {items} />
            if *sharing {
                { aside(ShareProps { id, on_say, on_close }, |parts| parts.share) }
            }
            if *exporting {
                { aside(export, |parts| parts.export) }
            }
        </>
    }
}

fn did_not_work(error: &ApiError) -> String {
    fill(Message::DidNotWork, &[("reason", &refused(error))])
}

/// Goes to the dashboard that the draft is of; the way back does not lead to a draft that is gone.
fn leave_to(base: &str) {
    Route::Dashboard { id: base.to_owned() }.replace();
}

/// A press that asks the relay for something about the draft; what fails is said.
fn asking<T: 'static, F: Future<Output = Result<T, ApiError>> + 'static>(
    props: &DraftBarProps,
    ask: fn(AttrValue) -> F,
    then: impl Fn(T) + 'static,
) -> Callback<MouseEvent> {
    let (id, on_say, then) = (props.id.clone(), props.on_say.clone(), Rc::new(then));
    Callback::from(move |_: MouseEvent| {
        let (answer, on_say, then) = (ask(id.clone()), on_say.clone(), then.clone());
        spawn_local(async move {
            match answer.await {
                Ok(value) => then(value),
                Err(error) => on_say.emit(did_not_work(&error)),
            }
        });
    })
}

/// Puts the address of this page where it can be pasted from.
fn copy_handler(on_say: &Callback<String>) -> Callback<MouseEvent> {
    let on_say = on_say.clone();
    Callback::from(move |_: MouseEvent| {
        let window = gloo::utils::window();
        let address = window.location().href().unwrap_or_default();
        let on_say = on_say.clone();
        spawn_local(async move {
            // An address that is not secure has no clipboard.
            let copied = match window.is_secure_context() {
                true => JsFuture::from(window.navigator().clipboard().write_text(&address)).await.is_ok(),
                false => false,
            };
            on_say.emit(if copied { t(Message::AddressCopied).to_owned() } else { address });
        });
    })
}

/// What publishing would do.
fn differences(props: &DraftBarProps, told: &DraftTold) -> Html {
    html! {
        <>
            if told.differences.is_empty() {
                <p>{ t(Message::NoDifferences) }</p>
            }
            <ul class="facts">{ for told.differences.iter().map(fact) }</ul>
            { outcome(&props.base, &told.refused, &told.overwritten) }
        </>
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct PublishReportProps {
    /// Names the dashboard.
    pub(crate) id: AttrValue,
}

/// What came of a draft that was just published into this dashboard.
#[component]
pub(crate) fn PublishReport(props: &PublishReportProps) -> Html {
    let report = use_state(|| REPORT.with_borrow_mut(|report| report.take_if(|(base, _)| **base == *props.id)));
    let on_close = {
        let report = report.setter();
        Callback::from(move |()| report.set(None))
    };
    let Some((_, published)) = &*report else { return Html::default() };
    aside(ReportProps { id: props.id.clone(), published: published.clone(), on_close }, |parts| parts.report)
}

/// A draft of this dashboard that somebody has just discarded: it goes when that is not taken back, or with the page.
#[component]
pub(crate) fn Discarded(props: &PublishReportProps) -> Html {
    let draft = use_state(|| DISCARDED.with_borrow_mut(|kept| kept.take_if(|(base, _)| **base == *props.id)));
    let due = use_mut_ref(|| draft.as_ref().map(|(_, id)| id.clone()));
    use_effect_with((), {
        let due = due.clone();
        move |()| move || discard(due.take())
    });
    let (on_end, on_undo) = {
        let (ended, undone, setter) = (due.clone(), due, draft.setter());
        let on_end = Callback::from(move |()| {
            discard(ended.take());
            setter.set(None);
        });
        let on_undo = Callback::from(move |()| {
            if let Some(id) = undone.take() {
                Route::Dashboard { id: id.to_string() }.go();
            }
        });
        (on_end, on_undo)
    };
    if draft.is_none() {
        return Html::default();
    }
    html! { <TakeBack words={say(NoticeWords::DraftDiscarded)} {on_undo} {on_end} /> }
}

fn discard(id: Option<AttrValue>) {
    if let Some(id) = id {
        spawn_local(async move {
            // One that cannot be discarded stays, as if nobody had wanted it.
            let _stays = api::discard_draft(id).await;
        });
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ReportProps {
    /// Names the dashboard.
    id: AttrValue,
    published: Rc<Published>,
    on_close: Callback<()>,
}

/// The report itself.
#[component]
pub(crate) fn Report(props: &ReportProps) -> Html {
    let ReportProps { id, published, on_close } = props;
    let count = usize::try_from(published.published).unwrap_or(usize::MAX);
    html! {
        <Dialog title={t(Message::PublishReport)} on_close={on_close.clone()}>
            <p role="status">{ counted(Counted::ChangesPublished, count) }</p>
            { outcome(id, &published.refused, &published.overwritten) }
        </Dialog>
    }
}

fn fact(difference: &Difference) -> Html {
    html! { <li dir="auto">{ sentence(difference) }</li> }
}

/// What the dashboard does not take, and what of others it replaces, each with the way to where it still stands.
fn outcome(base: &str, refused: &[Unpublished], overwritten: &[Overwritten]) -> Html {
    let refusal = |refused: &Unpublished| {
        let (number, reason) = (refused.seq.to_string(), refusal_words(&refused.reason));
        html! { <li>{ fill(Message::RefusedChange, &[("number", &number), ("reason", &reason)]) }</li> }
    };
    let replacement = |overwritten: &Overwritten| {
        let author = overwritten.by.as_deref().filter(|author| !author.is_empty()).unwrap_or(t(Message::Someone));
        let change = sentence(&overwritten.difference);
        let address = ["/d/", &in_path(base), "?at=", &overwritten.seq.to_string()].concat();
        html! {
            <li dir="auto">{ fill(Message::ReplacedOf, &[("change", &change), ("author", author)]) }{ " " }
                <a href={address}>{ t(Message::LookAtIt) }</a></li>
        }
    };
    html! {
        <>
            if !refused.is_empty() {
                <h3 class="facts-head">{ t(Message::NotPublished) }</h3>
                <ul class="facts">{ for refused.iter().map(refusal) }</ul>
            }
            if !overwritten.is_empty() {
                <h3 class="facts-head">{ t(Message::ReplacesWrites) }</h3>
                <ul class="facts">{ for overwritten.iter().map(replacement) }</ul>
            }
        </>
    }
}
