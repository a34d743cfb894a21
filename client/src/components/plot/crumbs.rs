//! Crumbs: where on the way down a hierarchy a chart is, the way back, and what can be done with a window.

use document::NodeId;
use yew::prelude::*;

use crate::{
    components::{Glyph, icon},
    locale::{Message, t},
    workspace::{LookAct, Workspace, looks::Look},
};

pub(super) fn crumbs(look: &Look, workspace: &Workspace, panel: NodeId, on_filter: &Callback<()>) -> Html {
    let is_zoomed = look.view.x.is_some();
    if look.levels.is_empty() && !is_zoomed {
        return Html::default();
    }
    let act = |act: LookAct| {
        let workspace = workspace.clone();
        Callback::from(move |_: MouseEvent| workspace.look(panel, act.clone()))
    };
    let crumb = |(depth, words): (usize, &str)| {
        if depth == look.levels.len() {
            html! { <li><bdi aria-current="true">{ words.to_owned() }</bdi></li> }
        } else {
            html! { <li><button type="button" class="crumb" onclick={act(LookAct::Ascend(depth))}><bdi>{ words.to_owned() }</bdi></button></li> }
        }
    };
    let words = std::iter::once(t(Message::All)).chain(look.levels.iter().map(|level| &*level.words));
    html! {
        <div class="crumbs">
            if !look.levels.is_empty() {
                <nav aria-label={t(Message::WayBack)}><ol>{ for words.enumerate().map(crumb) }</ol></nav>
            }
            if is_zoomed {
                <button type="button" class="crumb" onclick={act(LookAct::Reset)}>{ icon(Glyph::Undo) }{ t(Message::ShowAll) }</button>
                <button type="button" class="crumb" onclick={on_filter.reform(|_: MouseEvent| ())}>{ t(Message::FilterByThis) }</button>
            }
        </div>
    }
}
