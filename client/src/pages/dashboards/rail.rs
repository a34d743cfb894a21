//! The rail: the views of the list and the folders. A card that is dragged onto a folder goes there.

use web_sys::DragEvent;
use yew::prelude::*;

use super::view::{FolderLine, View};
use crate::{
    components::{Glyph, icon},
    locale::{Phrase, p, whole},
};

/// What a dragged card says of itself: its id.
pub(super) const DRAGGED: &str = "application/x-ashboard-id";

#[derive(PartialEq, Properties)]
pub(super) struct RailProps {
    pub(super) view: View,
    pub(super) folders: Vec<FolderLine>,
    /// How many dashboards there are.
    pub(super) all: usize,
    pub(super) on_view: Callback<View>,
    /// A dashboard was dropped onto a folder.
    pub(super) on_file: Callback<(String, String)>,
}

#[component]
pub(super) fn Rail(props: &RailProps) -> Html {
    let entry = |view: View, glyph: Glyph, words: String, count: Option<usize>, depth: usize| {
        let is_here = view == props.view;
        let onclick = {
            let view = view.clone();
            props.on_view.reform(move |_: MouseEvent| view.clone())
        };
        let target = match &view {
            View::All => Some(String::new()),
            View::Folder(path) => Some(path.clone()),
            View::Recent | View::Starred | View::Trash => None,
        };
        let ondragover = target.is_some().then(|| Callback::from(|event: DragEvent| may_drop(&event)));
        let ondrop = target.map(|folder| {
            let on_file = props.on_file.clone();
            Callback::from(move |event: DragEvent| {
                if let Some(id) = dragged(&event) {
                    event.prevent_default();
                    event.stop_propagation();
                    on_file.emit((id, folder.clone()));
                }
            })
        });
        html! {
            <li key={words.clone() + &depth.to_string()} style={format!("--depth: {depth};")}>
                <button type="button" class="rail-entry" aria-current={is_here.then_some("page")} {onclick} {ondragover} {ondrop}>
                    { icon(glyph) }<span dir="auto">{ words }</span>
                    if let Some(count) = count {
                        <span class="rail-count">{ whole(count) }</span>
                    }
                </button>
            </li>
        }
    };
    let folder = |line: &FolderLine| {
        entry(View::Folder(line.path.clone()), Glyph::Section, line.name().to_owned(), Some(line.count), line.depth)
    };
    html! {
        <nav class="rail" aria-label={p(Phrase::Views)}>
            <ul>
                { entry(View::All, Glyph::Dashboards, p(Phrase::AllDashboards).to_owned(), Some(props.all), 0) }
                { entry(View::Recent, Glyph::Time, p(Phrase::Recent).to_owned(), None, 0) }
                { entry(View::Starred, Glyph::Star, p(Phrase::Starred).to_owned(), None, 0) }
            </ul>
            if !props.folders.is_empty() {
                <h2 class="rail-head">{ p(Phrase::Folders) }</h2>
                <ul>{ for props.folders.iter().map(folder) }</ul>
            }
            <ul>{ entry(View::Trash, Glyph::Delete, p(Phrase::Trash).to_owned(), None, 0) }</ul>
        </nav>
    }
}

fn may_drop(event: &DragEvent) {
    let types = event.data_transfer().map(|data| data.types());
    if types.is_some_and(|types| types.includes(&DRAGGED.into(), 0)) {
        event.prevent_default();
    }
}

fn dragged(event: &DragEvent) -> Option<String> {
    event.data_transfer()?.get_data(DRAGGED).ok().filter(|id| !id.is_empty())
}
