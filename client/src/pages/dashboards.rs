//! The list of dashboards: searched, starred, in folders, with thumbnails; what makes another one; the trash.

mod card;
mod csv;
mod filing;
mod gallery;
pub(crate) mod incoming;
mod make;
mod rail;
mod said;
mod stars;
mod trash;
mod view;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use self::{
    card::{Card, CardAct, title_or_untitled},
    filing::Filing,
    gallery::Gallery,
    incoming::{ImportFile, Incoming, drop_words},
    make::MakeButtons,
    rail::Rail,
    said::{Said, toast},
    trash::TrashList,
    view::{Marks, View, folders, tag_word},
};
use crate::{
    address,
    api::{self, ApiError, DashboardInfo},
    components::{Glyph, LanguageSwitch, Me, StatusLink, ThemeSwitch, icon},
    locale::{Message, Phrase, fill, p, phrase_filled, refused, t},
    pages::set_tab_title,
    relay_address::{self, in_path},
    routes::Route,
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

/// What is open over the list.
#[derive(Clone, PartialEq)]
enum Open {
    Gallery,
    /// A file, or why the one that was chosen is not taken.
    Import(Option<Result<Incoming, String>>),
    Filing(DashboardInfo),
}

#[component]
pub(crate) fn DashboardsPage() -> Html {
    let listing = use_state(|| Listing::Loading);
    let (marks, on_star) = use_marks();
    let relay = use_state(AttrValue::default);
    let (view, query, on_view, on_query) = use_view();
    let open = use_state(|| None::<Open>);
    let said = use_state(|| None::<Said>);
    let load = {
        let (listing, relay) = (listing.setter(), relay.setter());
        use_callback((), move |(), ()| load_into(listing.clone(), relay.clone()))
    };
    use_effect_with(load.clone(), |load| {
        set_tab_title("");
        load.emit(());
    });
    let on_say = {
        let said = said.setter();
        Callback::from(move |words: String| said.set(Some(Said { words, undo: None })))
    };
    let on_file = file_handler(&load, &said);
    let on_act = act_handler(&load, &said, &open, on_star, on_query.clone());
    let (drop_over, on_drop) = use_drop(&open);
    let all: Rc<[DashboardInfo]> = match &*listing {
        Listing::Shown(all) | Listing::Kept(all) => all.clone(),
        Listing::Loading | Listing::Failed(_) => Rc::new([]),
    };
    let lines = folders(&all);
    let on_open = {
        let open = open.setter();
        Callback::from(move |what: Open| open.set(Some(what)))
    };
    let shown = Shown { view: &view, query: &query, marks: &marks, relay: &relay, on_act: &on_act, on_open: &on_open };
    let body = match &*listing {
        Listing::Failed(error) => failed(error, load.reform(|_: MouseEvent| ())),
        Listing::Loading => skeleton(),
        Listing::Shown(_) | Listing::Kept(_) if view == View::Trash => {
            html! { <TrashList on_restored={load.clone()} on_say={on_say.clone()} /> }
        }
        Listing::Shown(_) | Listing::Kept(_) => shown.cards(&all, &on_query),
    };
    let folder: AttrValue = if let View::Folder(folder) = &view { folder.clone().into() } else { AttrValue::default() };
    let [over, leave, dropped] = on_drop;
    html! {
        <div class="home" ondragover={over} ondragleave={leave} ondrop={dropped}>
            <header class="bar">
                <span class="brand"><span class="brand-mark">{ icon(Glyph::Line) }</span>{ "Ashboard" }</span>
                { search(&query, &on_query) }
                <StatusLink />
                <LanguageSwitch />
                <ThemeSwitch />
                <Me />
            </header>
            <div class="home-body">
                <Rail view={view.clone()} folders={lines.clone()} all={all.len()} on_view={on_view.clone()} on_file={named(&on_file, &all)} />
                <main class="list">
                    <div class="list-head"><h1 dir="auto">{ heading(&view) }</h1><MakeButtons folder={folder.clone()} on_open={on_open.clone()} /></div>
                    if matches!(&*listing, Listing::Kept(_)) {
                        <div class="banner" role="status">{ icon(Glyph::Offline) }<span>{ t(Message::KeptHere) }</span></div>
                    }
                    { body }
                </main>
            </div>
            { opened(&open, &lines, &relay, folder, &on_file) }
            { toast(&said) }
            if drop_over {
                { drop_words() }
            }
        </div>
    }
}

/// What was opened over the list.
fn opened(
    open: &UseStateHandle<Option<Open>>,
    folders: &[view::FolderLine],
    relay: &AttrValue,
    folder: AttrValue,
    on_file: &Callback<(DashboardInfo, String)>,
) -> Html {
    let setter = open.setter();
    let on_close = Callback::from(move |()| setter.set(None));
    match (**open).clone() {
        None => Html::default(),
        Some(Open::Gallery) => html! { <Gallery relay={relay.clone()} {folder} {on_close} /> },
        Some(Open::Import(incoming)) => {
            let on_file = taker(open);
            html! { <ImportFile {incoming} {on_file} {on_close} /> }
        }
        Some(Open::Filing(info)) => {
            let (closing, on_file, of) = (on_close.clone(), on_file.clone(), info.clone());
            let on_choose = Callback::from(move |folder: String| {
                closing.emit(());
                on_file.emit((of.clone(), folder));
            });
            html! { <Filing {info} folders={folders.to_vec()} {on_choose} {on_close} /> }
        }
    }
}

/// Reads a file and opens what is to be said about it.
fn taker(open: &UseStateHandle<Option<Open>>) -> Callback<File> {
    let open = open.setter();
    Callback::from(move |file: File| {
        let open = open.clone();
        spawn_local(async move { open.set(Some(Open::Import(Some(incoming::read(file).await)))) });
    })
}

fn load_into(listing: UseStateSetter<Listing>, relay: UseStateSetter<AttrValue>) {
    spawn_local(async move {
        let listed = api::list_dashboards().await;
        if listed.is_ok() {
            relay.set(relay_address::find().await.http("").into());
        }
        listing.set(match listed {
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
    let info = |(id, Cover { title, seq, kept_at_ms })| DashboardInfo {
        id,
        title,
        seq: seq.0,
        updated_ms: kept_at_ms,
        folder: String::new(),
        tags: Vec::new(),
    };
    Some(kept.into_iter().map(info).collect()).filter(|kept: &Rc<[_]>| !kept.is_empty())
}

/// What this browser knows of dashboards, and what sets a star or takes it away.
#[hook]
fn use_marks() -> (Marks, Callback<String>) {
    let marks = use_state(|| Marks { starred: stars::load(), recent: Vec::new() });
    use_effect_with((), {
        let marks = marks.clone();
        move |()| {
            spawn_local(async move {
                let recent =
                    kept_dashboards().await.iter().flat_map(|kept| kept.iter()).map(|info| info.id.clone()).collect();
                marks.set(Marks { recent, ..(*marks).clone() });
            });
        }
    });
    let on_star = {
        let marks = marks.clone();
        Callback::from(move |id: String| {
            let starred = stars::toggled(&marks.starred, &id);
            stars::store(&starred);
            marks.set(Marks { starred, ..(*marks).clone() });
        })
    };
    ((*marks).clone(), on_star)
}

/// Which view, and what is searched for: the address names both, so that it can be sent on.
#[hook]
fn use_view() -> (View, String, Callback<View>, Callback<String>) {
    let view = use_state(|| View::of_address(address::read("view").as_deref(), address::read("folder")));
    let query = use_state(|| address::read("q").unwrap_or_default());
    let on_view = {
        let view = view.setter();
        Callback::from(move |to: View| {
            let (named, folder) = to.to_address();
            address::write("view", named);
            address::write("folder", folder);
            view.set(to);
        })
    };
    let on_query = {
        let query = query.setter();
        Callback::from(move |words: String| {
            address::write("q", Some(words.as_str()).filter(|words| !words.is_empty()));
            query.set(words);
        })
    };
    ((*view).clone(), (*query).clone(), on_view, on_query)
}

/// A dashboard goes to a folder, and says so.
fn file_handler(load: &Callback<()>, said: &UseStateHandle<Option<Said>>) -> Callback<(DashboardInfo, String)> {
    let (load, said) = (load.clone(), said.setter());
    Callback::from(move |(info, folder): (DashboardInfo, String)| {
        let (load, said) = (load.clone(), said.clone());
        spawn_local(async move {
            let title = title_or_untitled(&info.title);
            let words = match api::file_dashboard(&info.id, &folder).await {
                Ok(()) if folder.trim().is_empty() => phrase_filled(Phrase::WasFiledNowhere, &[("title", title)]),
                Ok(()) => phrase_filled(Phrase::WasFiled, &[("title", title), ("folder", folder.trim())]),
                Err(error) => fill(Message::DidNotWork, &[("reason", &refused(&error))]),
            };
            said.set(Some(Said { words, undo: None }));
            load.emit(());
        });
    })
}

/// The same for what a dragged card says: its id.
fn named(on_file: &Callback<(DashboardInfo, String)>, all: &Rc<[DashboardInfo]>) -> Callback<(String, String)> {
    let (on_file, all) = (on_file.clone(), all.clone());
    Callback::from(move |(id, folder): (String, String)| {
        if let Some(info) = all.iter().find(|info| info.id == id).filter(|info| info.folder != folder) {
            on_file.emit((info.clone(), folder));
        }
    })
}

/// What somebody wants with a dashboard of the list is done, or asked about.
fn act_handler(
    load: &Callback<()>,
    said: &UseStateHandle<Option<Said>>,
    open: &UseStateHandle<Option<Open>>,
    on_star: Callback<String>,
    on_query: Callback<String>,
) -> Callback<(DashboardInfo, CardAct)> {
    let (load, said, open) = (load.clone(), said.setter(), open.setter());
    Callback::from(move |(info, act): (DashboardInfo, CardAct)| match act {
        CardAct::Star => on_star.emit(info.id),
        CardAct::Tag(tag) => on_query.emit(tag_word(&tag)),
        CardAct::File => open.set(Some(Open::Filing(info))),
        CardAct::Export => spawn_local(export(info)),
        CardAct::Delete => {
            let (load, said) = (load.clone(), said.clone());
            spawn_local(trash(info, load, said));
        }
    })
}

/// Puts a dashboard into the trash and says how it comes back.
async fn trash(info: DashboardInfo, load: Callback<()>, said: UseStateSetter<Option<Said>>) {
    let done = api::delete_dashboard(&info.id).await;
    let words = match &done {
        Ok(()) => phrase_filled(Phrase::WasTrashed, &[("title", title_or_untitled(&info.title))]),
        Err(error) => fill(Message::DidNotWork, &[("reason", &refused(error))]),
    };
    let undo = {
        let (load, said, id) = (load.clone(), said.clone(), info.id);
        Callback::from(move |()| {
            let (load, said, id) = (load.clone(), said.clone(), id.clone());
            spawn_local(async move {
                let restored = api::restore_dashboard(&id).await;
                let failed = restored.err().map(|error| fill(Message::DidNotWork, &[("reason", &refused(&error))]));
                said.set(failed.map(|words| Said { words, undo: None }));
                load.emit(());
            });
        })
    };
    said.set(Some(Said { words, undo: done.is_ok().then_some(undo) }));
    load.emit(());
}

/// The browser takes the outline as a file.
async fn export(info: DashboardInfo) {
    let path = ["/api/v1/dashboards/", &in_path(&info.id)].concat();
    let href = relay_address::find().await.http(&path);
    let link = gloo::utils::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(link).ok()) {
        let name = [title_or_untitled(&info.title), ".json"].concat();
        let _valid_names = (link.set_attribute("href", &href), link.set_attribute("download", &name));
        link.click();
    }
}

/// Files that are held over the page, and what becomes of those that are dropped.
#[hook]
fn use_drop(open: &UseStateHandle<Option<Open>>) -> (bool, [Callback<DragEvent>; 3]) {
    let over = use_state_eq(|| false);
    let has_files =
        |event: &DragEvent| event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
    let on_over = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            if has_files(&event) {
                event.prevent_default();
                over.set(true);
            }
        })
    };
    let on_leave = {
        let over = over.setter();
        // Between two elements of the page it leaves one for the other; out of the window, for none.
        Callback::from(move |event: DragEvent| {
            if event.related_target().is_none() {
                over.set(false);
            }
        })
    };
    let on_drop = {
        let (over, take) = (over.setter(), taker(open));
        Callback::from(move |event: DragEvent| {
            let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
            over.set(false);
            if let Some(file) = file {
                event.prevent_default();
                take.emit(file);
            }
        })
    };
    (*over, [on_over, on_leave, on_drop])
}

/// What the cards are made of.
struct Shown<'a> {
    view: &'a View,
    query: &'a str,
    marks: &'a Marks,
    relay: &'a AttrValue,
    on_act: &'a Callback<(DashboardInfo, CardAct)>,
    on_open: &'a Callback<Open>,
}

impl Shown<'_> {
    fn cards(&self, all: &[DashboardInfo], on_query: &Callback<String>) -> Html {
        let shown = self.view.shown(all, self.marks, self.query);
        if shown.is_empty() {
            return self.nothing(all.is_empty(), on_query);
        }
        let card = |info: DashboardInfo| {
            let starred = self.marks.starred.contains(&info.id);
            html! {
                <li key={info.id.clone()}><Card {info} {starred} relay={self.relay.clone()} on_act={self.on_act.clone()} /></li>
            }
        };
        html! { <ul class="cards">{ for shown.into_iter().map(card) }</ul> }
    }

    /// Why there is nothing, and the way on.
    fn nothing(&self, is_first: bool, on_query: &Callback<String>) -> Html {
        if !self.query.is_empty() && !is_first {
            let clear = on_query.reform(|_: MouseEvent| String::new());
            return html! {
                <div class="said" role="status">
                    { icon(Glyph::Empty) }
                    <h2>{ phrase_filled(Phrase::NothingFound, &[("words", self.query)]) }</h2>
                    <button type="button" class="button" onclick={clear}>{ p(Phrase::ClearSearch) }</button>
                </div>
            };
        }
        let (head, hint) = match self.view {
            _ if is_first => (t(Message::NoDashboards), p(Phrase::FirstHint)),
            View::Recent => (p(Phrase::RecentEmpty), p(Phrase::RecentHint)),
            View::Starred => (p(Phrase::StarredEmpty), p(Phrase::StarredHint)),
            View::All | View::Folder(_) | View::Trash => (p(Phrase::FolderEmpty), p(Phrase::FolderEmptyHint)),
        };
        let (gallery, import) = (
            self.on_open.reform(|_: MouseEvent| Open::Gallery),
            self.on_open.reform(|_: MouseEvent| Open::Import(None)),
        );
        html! {
            <div class="said">
                { icon(Glyph::Empty) }
                <h2>{ head }</h2>
                <p>{ hint }</p>
                if is_first {
                    <div class="choices">
                        <button type="button" class="button" onclick={gallery}>{ icon(Glyph::Dashboards) }{ p(Phrase::FromTemplate) }</button>
                        <button type="button" class="button" onclick={import}>{ icon(Glyph::Table) }{ p(Phrase::Import) }</button>
                    </div>
                }
            </div>
        }
    }
}

fn heading(view: &View) -> String {
    match view {
        View::All => t(Message::Dashboards).to_owned(),
        View::Recent => p(Phrase::Recent).to_owned(),
        View::Starred => p(Phrase::Starred).to_owned(),
        View::Trash => p(Phrase::Trash).to_owned(),
        View::Folder(path) => path.replace('/', " / "),
    }
}

fn search(query: &str, on_query: &Callback<String>) -> Html {
    let oninput = on_query.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    html! {
        <input type="search" class="input search" name="search" dir="auto" aria-label={p(Phrase::Search)} placeholder={p(Phrase::Search)}
            value={query.to_owned()} {oninput} />
    }
}

fn skeleton() -> Html {
    html! {
        <div class="cards" role="status" aria-label={t(Message::LoadingDashboards)}>
            { for (0..3).map(|index| html! { <div key={index} class="card skeleton"></div> }) }
        </div>
    }
}

fn failed(error: &ApiError, on_retry: Callback<MouseEvent>) -> Html {
    html! {
        <div class="said" role="alert">
            { icon(Glyph::Problem) }
            <h2>{ t(Message::ListFailed) }</h2>
            <p>{ refused(error) }</p>
            <button type="button" class="button" onclick={on_retry}>{ t(Message::TryAgain) }</button>
        </div>
    }
}
