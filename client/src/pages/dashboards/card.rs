//! A card: one dashboard of the list with its thumbnail, its star, and what can be done with it.

use web_sys::DragEvent;
use yew::prelude::*;

use super::rail::DRAGGED;
use crate::{
    api::DashboardInfo,
    components::{Glyph, Menu, MenuItem, icon},
    locale::{self, Message, Phrase, fill, p, phrase_filled, t},
    relay_address::in_path,
    routes::{Route, link},
    theme::Theme,
};

/// Most tags on a card; the search finds by the others too.
const MAX_TAGS: usize = 4;

/// What somebody wants with a dashboard of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CardAct {
    Star,
    /// To another folder.
    File,
    /// As a file.
    Export,
    /// To the trash.
    Delete,
    /// All that have this tag too.
    Tag(String),
}

#[derive(PartialEq, Properties)]
pub(super) struct CardProps {
    pub(super) info: DashboardInfo,
    pub(super) starred: bool,
    /// Where the relay is; empty until it is known, and where it does not answer.
    pub(super) relay: AttrValue,
    pub(super) on_act: Callback<(DashboardInfo, CardAct)>,
}

#[component]
pub(super) fn Card(props: &CardProps) -> Html {
    let CardProps { info, starred, relay, .. } = props;
    let theme = use_context::<Theme>();
    let title = title_or_untitled(&info.title);
    let act = |act: CardAct| {
        let info = info.clone();
        props.on_act.reform(move |()| (info.clone(), act.clone()))
    };
    let star = if *starred { Phrase::Unstar } else { Phrase::Star };
    let items = vec![
        MenuItem::new(Glyph::Star, p(star), act(CardAct::Star)),
        MenuItem::new(Glyph::Section, p(Phrase::MoveToFolder), act(CardAct::File)),
        MenuItem::new(Glyph::Copy, p(Phrase::ExportJson), act(CardAct::Export)),
        MenuItem::new(Glyph::Delete, t(Message::Delete), act(CardAct::Delete)),
    ];
    let onclick = act(CardAct::Star).reform(|_: MouseEvent| ());
    let ondragstart = {
        let id = info.id.clone();
        Callback::from(move |event: DragEvent| {
            if let Some(data) = event.data_transfer() {
                let _says_nothing_then = data.set_data(DRAGGED, &id);
                data.set_effect_allowed("copyMove");
            }
        })
    };
    let onkeydown = {
        let delete = act(CardAct::Delete);
        Callback::from(move |event: KeyboardEvent| {
            let on_link =
                event.target_dyn_into::<web_sys::HtmlElement>().is_some_and(|target| target.tag_name() == "A");
            if on_link && event.key() == "Delete" {
                event.prevent_default();
                delete.emit(());
            }
        })
    };
    let content = html! {
        <>
            { thumbnail(relay, info, theme.as_ref()) }
            <span class="card-words">
                <span class="card-title" role="heading" aria-level="2" dir="auto">{ title }</span>
                <span class="card-when" title={locale::when(info.updated_ms)}>{ changed(info) }</span>
                if !info.folder.is_empty() {
                    <span class="card-folder">{ icon(Glyph::Section) }<bdi>{ &info.folder }</bdi></span>
                }
            </span>
        </>
    };
    html! {
        <div class="card-frame" draggable="true" {ondragstart} {onkeydown}>
            { link(Route::Dashboard { id: info.id.clone() }, "card", content) }
            { tags(info, &props.on_act) }
            <div class="card-acts">
                <button type="button" class="button button-bare button-icon star" aria-pressed={starred.to_string()}
                    aria-label={named(star, title)} {onclick}>{ icon(Glyph::Star) }</button>
                <Menu label={named(Phrase::ActionsOf, title)} glyph={Glyph::More} {items} />
            </div>
        </div>
    }
}

/// The tags, each of which leads to all that have it.
fn tags(info: &DashboardInfo, on_act: &Callback<(DashboardInfo, CardAct)>) -> Html {
    if info.tags.is_empty() {
        return Html::default();
    }
    let tag = |tag: &String| {
        let (info, named) = (info.clone(), tag.clone());
        let onclick = on_act.reform(move |_: MouseEvent| (info.clone(), CardAct::Tag(named.clone())));
        let label = phrase_filled(Phrase::WithTag, &[("tag", tag)]);
        html! { <li key={tag.clone()}><button type="button" class="tag" title={label.clone()} aria-label={label} {onclick}><bdi>{ tag }</bdi></button></li> }
    };
    html! { <ul class="card-tags">{ for info.tags.iter().take(MAX_TAGS).map(tag) }</ul> }
}

/// What the words are about, for whoever does not see the card.
fn named(phrase: Phrase, title: &str) -> String {
    [p(phrase), ": ", title].concat()
}

fn changed(info: &DashboardInfo) -> String {
    fill(Message::ChangedSince, &[("when", &locale::since(info.updated_ms, js_sys::Date::now()))])
}

/// The picture is nothing to readers: the title says what it is of.
fn thumbnail(relay: &str, info: &DashboardInfo, theme: Option<&Theme>) -> Html {
    if relay.is_empty() {
        return html! { <span class="thumbnail thumbnail-none">{ icon(Glyph::Dashboards) }</span> };
    }
    let look = if theme.is_some_and(|theme| theme.is_dark) { "dark" } else { "light" };
    let rtl = locale::language().is_rtl();
    let path = ["/api/v1/dashboards/", &in_path(&info.id), "/thumbnail.svg?theme=", look].concat();
    let src = format!("{relay}{path}&rtl={rtl}&seq={}", info.seq);
    html! { <img class="thumbnail" alt="" loading="lazy" decoding="async" draggable="false" width="480" height="270" {src} /> }
}

pub(super) fn title_or_untitled(title: &str) -> &str {
    if title.is_empty() { t(Message::Untitled) } else { title }
}
