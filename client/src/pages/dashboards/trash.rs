//! The trash: what was deleted, for as long as it can be restored.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::card::title_or_untitled;
use crate::{
    api::{self, ApiError, Trash, Trashed},
    components::{Glyph, icon},
    locale::{self, Phrase, p, phrase_filled, refused, whole},
};

#[derive(PartialEq, Properties)]
pub(super) struct TrashProps {
    /// Something came back: the list is another one.
    pub(super) on_restored: Callback<()>,
    /// Something to be shown and read aloud.
    pub(super) on_say: Callback<String>,
}

#[component]
pub(super) fn TrashList(props: &TrashProps) -> Html {
    let trash = use_state(|| None::<Result<Rc<Trash>, ApiError>>);
    let load = {
        let trash = trash.setter();
        use_callback((), move |(), ()| {
            let trash = trash.clone();
            spawn_local(async move { trash.set(Some(api::list_trash().await.map(Rc::new))) });
        })
    };
    use_effect_with((), {
        let load = load.clone();
        move |()| load.emit(())
    });
    let on_done = {
        let (load, on_restored, on_say) = (load, props.on_restored.clone(), props.on_say.clone());
        Callback::from(move |(words, done): (String, Result<(), ApiError>)| {
            load.emit(());
            on_restored.emit(());
            on_say.emit(done.map_or_else(|error| refused(&error), |()| words));
        })
    };
    match &*trash {
        None => html! { <p role="status">{ p(Phrase::Loading) }</p> },
        Some(Err(error)) => html! { <p role="alert">{ refused(error) }</p> },
        Some(Ok(trash)) if trash.dashboards.is_empty() => html! {
            <div class="said">{ icon(Glyph::Delete) }<h2>{ p(Phrase::TrashEmpty) }</h2><p>{ hint(trash) }</p></div>
        },
        Some(Ok(trash)) => html! {
            <>
                <p class="soft">{ hint(trash) }</p>
                <ul class="trash">
                    { for trash.dashboards.iter().map(|trashed| html! {
                        <TrashedLine key={trashed.id.clone()} trashed={trashed.clone()} on_done={on_done.clone()} />
                    }) }
                </ul>
            </>
        },
    }
}

fn hint(trash: &Trash) -> String {
    phrase_filled(Phrase::TrashHint, &[("days", &whole(trash.days as usize))])
}

#[derive(PartialEq, Properties)]
struct TrashedLineProps {
    trashed: Trashed,
    on_done: Callback<(String, Result<(), ApiError>)>,
}

/// What goes for ever is pressed twice.
#[component]
fn TrashedLine(props: &TrashedLineProps) -> Html {
    let sure = use_state(|| false);
    let Trashed { id, title, trashed_ms, is_own } = &props.trashed;
    let title = title_or_untitled(title);
    let when = locale::since(*trashed_ms, js_sys::Date::now());
    let restore = {
        let (id, title, on_done) = (id.clone(), title.to_owned(), props.on_done.clone());
        Callback::from(move |_: MouseEvent| {
            let (id, on_done) = (id.clone(), on_done.clone());
            let words = phrase_filled(Phrase::WasRestored, &[("title", &title)]);
            spawn_local(async move { on_done.emit((words, api::restore_dashboard(&id).await)) });
        })
    };
    let purge = {
        let (id, title, on_done, sure) = (id.clone(), title.to_owned(), props.on_done.clone(), sure.clone());
        Callback::from(move |_: MouseEvent| {
            if !*sure {
                return sure.set(true);
            }
            let (id, on_done) = (id.clone(), on_done.clone());
            let words = phrase_filled(Phrase::WasPurged, &[("title", &title)]);
            spawn_local(async move { on_done.emit((words, api::purge_dashboard(&id).await)) });
        })
    };
    html! {
        <li class="trashed">
            <div><h2 class="card-title" dir="auto">{ title }</h2>
                <p class="card-when">{ phrase_filled(Phrase::DeletedSince, &[("when", &when)]) }</p></div>
            <button type="button" class="button" onclick={restore}>{ icon(Glyph::Undo) }{ p(Phrase::Restore) }</button>
            if *is_own {
                <button type="button" class={classes!("button", sure.then_some("button-danger"))} onclick={purge}>
                    { p(if *sure { Phrase::ReallyPurge } else { Phrase::Purge }) }</button>
            }
        </li>
    }
}
