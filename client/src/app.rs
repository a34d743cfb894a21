//! The app: theme and address for everything below it. It owns no data; a page does.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    locale::{self, Message, t},
    pages::{dashboard::DashboardPage, embed::EmbedPageProps, link::LinkPageProps},
    parts,
    routes::{Route, use_route},
    shell,
    theme::{Theme, use_theme},
};

/// Shows the page in the element `#app`, in place of what stands there until then.
pub fn start() {
    let host = gloo::utils::document().get_element_by_id("app").unwrap_or_else(|| gloo::utils::body().into());
    spawn_local(async move {
        locale::adopt_page_language().await;
        yew::Renderer::<App>::with_root(host).render();
        shell::keep();
    });
}

#[component]
fn App() -> Html {
    let (theme, route) = (use_theme(), use_route());
    html! {
        <ContextProvider<Theme> context={theme}>
            <nav aria-label={t(Message::SkipBar)}>
                <a class="skip" href="#" onclick={|event: MouseEvent| skip(&event)}>{ t(Message::SkipBar) }</a>
            </nav>
            { page(route) }
        </ContextProvider<Theme>>
    }
}

/// The way past the bar, for who goes by keys: the focus goes to what the page is about, and the address stays.
fn skip(event: &MouseEvent) {
    event.prevent_default();
    let content = gloo::utils::document().query_selector("main").ok().flatten();
    if let Some(content) = content.and_then(|content| content.dyn_into::<web_sys::HtmlElement>().ok()) {
        content.set_tab_index(-1);
        let _may_be_gone = content.focus();
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Dashboards => parts::dashboards(),
        Route::Dashboard { id } => html! { <DashboardPage key={id.as_str()} id={id.clone()} /> },
        Route::Audit => parts::audit(),
        Route::Link => parts::link(LinkPageProps { share: None, on_open: Callback::noop(), on_fail: Callback::noop() }),
        Route::Embedded { share } => parts::embedded(EmbedPageProps { share: share.into() }),
        Route::Status => parts::aside((), |aside| aside.status),
        Route::SignIn => parts::sign_in(),
        Route::Account => parts::account(),
        Route::NotFound => parts::not_found(),
    }
}
