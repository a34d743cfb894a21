//! Filing by hand: a dialog in which a folder is chosen for a dashboard, or a new one is named.

use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

use super::{card::title_or_untitled, view::FolderLine};
use crate::{
    api::DashboardInfo,
    components::{Dialog, Glyph, icon},
    locale::{Phrase, p, phrase_filled},
};

/// Most characters of a folder; the relay refuses more.
const MAX_FOLDER_CHARS: u32 = 200;

#[derive(PartialEq, Properties)]
pub(super) struct FilingProps {
    pub(super) info: DashboardInfo,
    pub(super) folders: Vec<FolderLine>,
    pub(super) on_choose: Callback<String>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn Filing(props: &FilingProps) -> Html {
    let input = use_node_ref();
    let onsubmit = {
        let (input, on_choose) = (input.clone(), props.on_choose.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let folder = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            on_choose.emit(folder);
        })
    };
    let choice = |path: &str, words: &str, depth: usize| {
        let is_here = props.info.folder == path;
        let onclick = {
            let path = path.to_owned();
            props.on_choose.reform(move |_: MouseEvent| path.clone())
        };
        html! {
            <li key={path.to_owned()} style={format!("--depth: {depth};")}>
                <button type="button" class="rail-entry" aria-current={is_here.then_some("true")} {onclick}>
                    { icon(if path.is_empty() { Glyph::Dashboards } else { Glyph::Section }) }<span dir="auto">{ words }</span>
                </button>
            </li>
        }
    };
    let title = phrase_filled(Phrase::FileTitle, &[("title", title_or_untitled(&props.info.title))]);
    html! {
        <Dialog {title} on_close={props.on_close.clone()}>
            <ul class="rail-choices">
                { choice("", p(Phrase::NoFolder), 0) }
                { for props.folders.iter().map(|line| choice(&line.path, line.name(), line.depth)) }
            </ul>
            <form class="one-line" {onsubmit}>
                <label class="field">
                    <span class="field-label">{ p(Phrase::NewFolder) }</span>
                    <input class="input" ref={input} name="folder" dir="auto" required=true maxlength={MAX_FOLDER_CHARS.to_string()}
                        placeholder={p(Phrase::FolderExample)} />
                    <span class="field-hint">{ p(Phrase::FolderHint) }</span>
                </label>
                <button type="submit" class="button button-strong">{ p(Phrase::MoveThere) }</button>
            </form>
        </Dialog>
    }
}
