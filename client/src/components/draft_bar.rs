//! The bar of a draft: what it is a draft of, who sees it, what publishing would do, and publishing, discarding and
//! sending it on. What publishing did is told afterwards, whatever was refused or replaced.

use std::rc::Rc;

use document::Difference;
use protocol::history::{DraftTold, Overwritten, Published, Unpublished};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Dialog, Glyph, Icon, history::sentence};
use crate::{
    api::{self, ApiError},
    locale::{Counted, Message, counted, fill, t},
    routes::Route,
};

#[derive(PartialEq, Properties)]
pub(crate) struct DraftBarProps {
    /// Names the draft at the relay.
    pub(crate) id: AttrValue,
    /// Names what it is a draft of.
    pub(crate) base: AttrValue,
    /// What it is called.
    pub(crate) title: AttrValue,
    pub(crate) editable: bool,
    /// Something to be shown and read aloud.
    pub(crate) on_say: Callback<String>,
}

/// What the dialog shows.
#[derive(Clone, PartialEq)]
enum Shown {
    Differences(Rc<DraftTold>),
    Report(Rc<Published>),
}

#[component]
pub(crate) fn DraftBar(props: &DraftBarProps) -> Html {
    let shown = use_state(|| None::<Shown>);
    let navigator = use_navigator();
    let compare = {
        let (id, shown, on_say) = (props.id.clone(), shown.setter(), props.on_say.clone());
        Callback::from(move |_: MouseEvent| {
            let (id, shown, on_say) = (id.clone(), shown.clone(), on_say.clone());
            spawn_local(async move {
                match api::read_draft(&id).await {
                    Ok(told) => shown.set(Some(Shown::Differences(Rc::new(told)))),
                    Err(error) => on_say.emit(did_not_work(&error)),
                }
            });
        })
    };
    let publish = {
        let (id, shown, on_say) = (props.id.clone(), shown.setter(), props.on_say.clone());
        Callback::from(move |_: MouseEvent| {
            let (id, shown, on_say) = (id.clone(), shown.clone(), on_say.clone());
            spawn_local(async move {
                match api::publish_draft(&id).await {
                    Ok(published) => shown.set(Some(Shown::Report(Rc::new(published)))),
                    Err(error) => on_say.emit(did_not_work(&error)),
                }
            });
        })
    };
    let discard = {
        let (id, base, on_say) = (props.id.clone(), props.base.to_string(), props.on_say.clone());
        Callback::from(move |_: MouseEvent| {
            let (id, base, on_say, navigator) = (id.clone(), base.clone(), on_say.clone(), navigator.clone());
            spawn_local(async move {
                match (api::discard_draft(&id).await, navigator) {
                    (Ok(()), Some(navigator)) => navigator.replace(&Route::Dashboard { id: base }),
                    (Ok(()), None) => {}
                    (Err(error), _) => on_say.emit(did_not_work(&error)),
                }
            });
        })
    };
    let title = if props.title.is_empty() { t(Message::Untitled).into() } else { props.title.clone() };
    let words = fill(Message::DraftOf, &[("title", &fill(Message::Quoted, &[("text", &title)]))]);
    let on_close = {
        let shown = shown.setter();
        Callback::from(move |()| shown.set(None))
    };
    let disabled = !props.editable;
    html! {
        <section class="draft-bar">
            <Icon glyph={Glyph::Edit} />
            <p>{ words }</p>
            <span class="past-acts">
                <button type="button" class="button" onclick={compare.clone()}>{ t(Message::ShowDifferences) }</button>
                <button type="button" class="button button-strong" {disabled} onclick={publish.clone()}>{ t(Message::Publish) }</button>
                <button type="button" class="button" {disabled} onclick={discard}>{ t(Message::Discard) }</button>
                <button type="button" class="button" onclick={copy_handler(&props.on_say)}>{ t(Message::CopyAddress) }</button>
            </span>
            { dialog(props, shown.as_ref(), on_close) }
        </section>
    }
}

fn did_not_work(error: &ApiError) -> String {
    fill(Message::DidNotWork, &[("reason", &error.to_string())])
}

/// Puts the address of this page where it can be pasted from.
fn copy_handler(on_say: &Callback<String>) -> Callback<MouseEvent> {
    let on_say = on_say.clone();
    Callback::from(move |_: MouseEvent| {
        let window = gloo::utils::window();
        let address = window.location().href().unwrap_or_default();
        let on_say = on_say.clone();
        spawn_local(async move {
            let copied = JsFuture::from(window.navigator().clipboard().write_text(&address)).await;
            // Where the browser allows no copying the address itself is said: it can be copied by hand.
            on_say.emit(if copied.is_ok() { t(Message::AddressCopied).to_owned() } else { address });
        });
    })
}

fn dialog(props: &DraftBarProps, shown: Option<&Shown>, on_close: Callback<()>) -> Html {
    let (title, body) = match shown {
        None => return Html::default(),
        Some(Shown::Differences(told)) => (Message::WhatPublishingChanges, differences(told)),
        Some(Shown::Report(published)) => (Message::PublishReport, report(props, published)),
    };
    html! { <Dialog title={t(title)} {on_close}>{ body }</Dialog> }
}

/// What publishing would do.
fn differences(told: &DraftTold) -> Html {
    html! {
        <>
            if told.differences.is_empty() {
                <p>{ t(Message::NoDifferences) }</p>
            }
            <ul class="facts">{ for told.differences.iter().map(fact) }</ul>
            { outcome(&told.refused, &told.overwritten) }
        </>
    }
}

/// What publishing did, and the way to where it did it.
fn report(props: &DraftBarProps, published: &Published) -> Html {
    let count = usize::try_from(published.published).unwrap_or(usize::MAX);
    html! {
        <>
            <p role="status">{ counted(Counted::ChangesPublished, count) }</p>
            { outcome(&published.refused, &published.overwritten) }
            <Link<Route> to={Route::Dashboard { id: props.base.to_string() }} classes="button button-strong">
                { t(Message::OpenDashboard) }
            </Link<Route>>
        </>
    }
}

fn fact(difference: &Difference) -> Html {
    html! { <li dir="auto">{ sentence(difference) }</li> }
}

/// What the dashboard does not take, and what of others it replaces.
fn outcome(refused: &[Unpublished], overwritten: &[Overwritten]) -> Html {
    let refusal = |refused: &Unpublished| {
        let (number, reason) = (refused.seq.to_string(), refused.reason.to_string());
        html! { <li>{ fill(Message::RefusedChange, &[("number", &number), ("reason", &reason)]) }</li> }
    };
    let replacement = |overwritten: &Overwritten| {
        let author = overwritten.by.as_deref().filter(|author| !author.is_empty()).unwrap_or(t(Message::Someone));
        let change = sentence(&overwritten.difference);
        html! { <li dir="auto">{ fill(Message::ReplacedOf, &[("change", &change), ("author", author)]) }</li> }
    };
    html! {
        <>
            if !refused.is_empty() {
                <h3>{ t(Message::NotPublished) }</h3>
                <ul class="facts">{ for refused.iter().map(refusal) }</ul>
            }
            if !overwritten.is_empty() {
                <h3>{ t(Message::ReplacesWrites) }</h3>
                <ul class="facts">{ for overwritten.iter().map(replacement) }</ul>
            }
        </>
    }
}
