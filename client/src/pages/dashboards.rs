//! The list of dashboards: what there is, when it changed, and a button that makes another.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    api::{self, ApiError, DashboardInfo},
    components::{Glyph, Me, ThemeSwitch, Toast, icon},
    locale::{self, Message, fill, t},
    pages::set_tab_title,
    routes::{Route, link},
    shelf::{Cover, Shelf},
};

/// What is known of the list.
#[derive(Clone, PartialEq)]
enum Listing {
    Loading,
    Failed(ApiError),
    Shown(Rc<[DashboardInfo]>),
    /// The relay does not answer: what this device keeps.
    Kept(Rc<[DashboardInfo]>),
}

#[component]
pub(crate) fn DashboardsPage() -> Html {
    let listing = use_state(|| Listing::Loading);
    let load = {
        let listing = listing.setter();
        use_callback((), move |(), ()| load_into(listing.clone()))
    };
    use_effect_with(load.clone(), |load| {
        set_tab_title("");
        load.emit(());
    });
    html! {
        <>
            <header class="bar">
                <span class="brand"><span class="brand-mark">{ icon(Glyph::Line) }</span>{ "Ashboard" }</span>
                <span class="bar-rest"></span>
                { link(Route::Status, "button", t(Message::Status).into()) }
                <ThemeSwitch />
                <Me />
            </header>
            <main class="list">
                <div class="list-head"><h1>{ t(Message::Dashboards) }</h1><NewDashboard /></div>
                { match &*listing {
                    Listing::Loading => skeleton(),
                    Listing::Failed(error) => failed(error, load.reform(|_: MouseEvent| ())),
                    Listing::Shown(dashboards) if dashboards.is_empty() => none_yet(),
                    Listing::Shown(dashboards) => cards(dashboards),
                    Listing::Kept(dashboards) => html! {
                        <>
                            <div class="banner" role="status">{ icon(Glyph::Offline) }<span>{ t(Message::KeptHere) }</span></div>
                            { cards(dashboards) }
                        </>
                    },
                } }
            </main>
        </>
    }
}

fn load_into(listing: UseStateSetter<Listing>) {
    listing.set(Listing::Loading);
    spawn_local(async move {
        listing.set(match api::list_dashboards().await {
            Ok(dashboards) => Listing::Shown(dashboards.into()),
            Err(error) if error.is_for_signing_in() => return Route::SignIn.replace(),
            Err(error) => match kept_dashboards().await {
                Some(kept) if error == ApiError::Unreachable => Listing::Kept(kept),
                Some(_) | None => Listing::Failed(error),
            },
        });
    });
}

/// The dashboards that can be opened without the relay, the one that was kept last first; `None` where there is none.
async fn kept_dashboards() -> Option<Rc<[DashboardInfo]>> {
    let mut kept = Shelf::open().await.ok()?.list().await.ok()?;
    kept.sort_by_key(|(_, cover)| std::cmp::Reverse(cover.kept_at_ms));
    let info = |(id, Cover { title, seq, kept_at_ms })| DashboardInfo { id, title, seq: seq.0, updated_ms: kept_at_ms };
    Some(kept.into_iter().map(info).collect()).filter(|kept: &Rc<[_]>| !kept.is_empty())
}

fn cards(dashboards: &[DashboardInfo]) -> Html {
    let now_ms = js_sys::Date::now();
    let card = |dashboard: &DashboardInfo| {
        let changed = locale::since(dashboard.updated_ms, now_ms);
        let content = html! {
            <>
                { icon(Glyph::Dashboards) }
                <div>
                    <h2 class="card-title" dir="auto">{ title_or_untitled(&dashboard.title) }</h2>
                    <p class="card-when" title={locale::when(dashboard.updated_ms)}>
                        { fill(Message::ChangedSince, &[("when", &changed)]) }
                    </p>
                </div>
            </>
        };
        let card = link(Route::Dashboard { id: dashboard.id.clone() }, "card", content);
        html! { <li key={dashboard.id.clone()}>{ card }</li> }
    };
    html! { <ul class="cards">{ for dashboards.iter().map(card) }</ul> }
}

fn title_or_untitled(title: &str) -> String {
    if title.is_empty() { t(Message::Untitled).to_owned() } else { title.to_owned() }
}

fn skeleton() -> Html {
    html! {
        <div class="cards" role="status" aria-label={t(Message::LoadingDashboards)}>
            { for (0..3).map(|index| html! { <div key={index} class="card skeleton"></div> }) }
        </div>
    }
}

fn none_yet() -> Html {
    html! {
        <div class="said">
            { icon(Glyph::Empty) }
            <h2>{ t(Message::NoDashboards) }</h2>
            <p>{ t(Message::NoDashboardsHint) }</p>
        </div>
    }
}

fn failed(error: &ApiError, on_retry: Callback<MouseEvent>) -> Html {
    html! {
        <div class="said" role="alert">
            { icon(Glyph::Problem) }
            <h2>{ t(Message::ListFailed) }</h2>
            <p>{ error.to_string() }</p>
            <button type="button" class="button" onclick={on_retry}>{ t(Message::TryAgain) }</button>
        </div>
    }
}

/// Makes an empty dashboard and goes there.
#[component]
fn NewDashboard() -> Html {
    let busy = use_state(|| false);
    let problem = use_state(|| None::<ApiError>);
    let onclick = {
        let (busy, problem) = (busy.clone(), problem.clone());
        Callback::from(move |_: MouseEvent| {
            let (busy, problem) = (busy.clone(), problem.clone());
            busy.set(true);
            spawn_local(async move {
                match api::create_dashboard().await {
                    Ok(id) => Route::Dashboard { id }.go(),
                    Err(error) => {
                        problem.set(Some(error));
                        busy.set(false);
                    }
                }
            });
        })
    };
    let on_close = {
        let problem = problem.clone();
        Callback::from(move |()| problem.set(None))
    };
    html! {
        <>
            <button type="button" class="button button-strong" disabled={*busy} {onclick}>
                { icon(Glyph::Add) }
                { t(if *busy { Message::MakingDashboard } else { Message::NewDashboard }) }
            </button>
            if let Some(error) = &*problem {
                <div class="toasts">
                    <Toast words={fill(Message::CreateFailed, &[("reason", &error.to_string())])} {on_close} />
                </div>
            }
        </>
    }
}
