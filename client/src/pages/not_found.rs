//! What is shown where an address names nothing.

use yew::prelude::*;

use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
    pages::set_tab_title,
    routes::{Route, link},
};

#[component]
pub(crate) fn NotFoundPage() -> Html {
    use_effect_with((), |()| set_tab_title(t(Message::NotFound)));
    html! {
        <main class="said">
            { icon(Glyph::Empty) }
            <h1>{ t(Message::NotFound) }</h1>
            { link(Route::Dashboards, "button", t(Message::BackToDashboards).into()) }
        </main>
    }
}
