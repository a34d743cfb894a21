//! The full view: one panel fills the page, with its rows below it. It is this person's own view; the address names it.

mod csv;
mod rows;

use std::sync::Arc;

use document::{Kind, Node, NodeId};
use web_sys::HtmlElement;
use yew::prelude::*;

use self::rows::Rows;
use super::{
    Desk, Glyph, icon,
    keys::{Shortcut, use_key},
    panel::{PanelAct, PanelProps, Rights, content, heading_of},
};
use crate::locale::{ExploreWords as Words, say};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FullViewProps {
    pub(crate) desk: Desk,
    pub(crate) panel: NodeId,
    pub(crate) node: Arc<Node>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn FullView(props: &FullViewProps) -> Html {
    let FullViewProps { desk, panel, node, on_close } = props;
    let place = use_node_ref();
    use_effect_with(*panel, {
        let place = place.clone();
        move |_| {
            if let Some(place) = place.cast::<HtmlElement>() {
                let _may_be_gone = place.focus();
            }
        }
    });
    use_key(Shortcut::FullView, on_close);
    let onkeydown = {
        let on_close = on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                on_close.emit(());
            }
        })
    };
    let heading = format!("full-{panel}");
    html! {
        <section class="full" ref={place} tabindex="-1" aria-labelledby={heading.clone()} data-kind={kind_class(node.kind())} {onkeydown}>
            <header class="full-head">
                <button type="button" class="button" onclick={on_close.reform(|_: MouseEvent| ())}>
                    { icon(Glyph::Back) }<span class="button-words">{ say(Words::BackToDashboard) }</span>
                </button>
                <h2 id={heading} dir="auto">{ heading_of(node) }</h2>
            </header>
            if node.kind() != Kind::Table {
                <div class="full-picture panel">{ picture(props) }</div>
            }
            if matches!(node.kind(), Kind::Chart | Kind::Stat | Kind::Table) {
                <Rows workspace={desk.workspace.clone()} panel={*panel} node={node.clone()} looks={desk.view.looks.clone()} />
            }
        </section>
    }
}

/// What the panel shows on the grid, larger.
fn picture(props: &FullViewProps) -> Html {
    let FullViewProps { desk, panel, node, .. } = props;
    let (on_open, on_talk) = (desk.on_open.clone(), desk.on_talk.clone());
    let on_act = Callback::from(move |(panel, act): (NodeId, PanelAct)| match act {
        PanelAct::Open => on_open.emit(panel),
        PanelAct::Talk(about) => on_talk.emit((panel, about)),
        _ => {}
    });
    let props = PanelProps {
        workspace: desk.workspace.clone(),
        id: *panel,
        node: node.clone(),
        rights: Rights::of(desk, *panel),
        look: desk.view.looks.of(*panel),
        looks: None,
        threads: 0,
        opened: false,
        chosen: false,
        editor: None,
        selector: None,
        on_act: on_act.clone(),
    };
    let id = *panel;
    content(&props, &on_act.reform(move |act| (id, act)))
}

fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Chart => "chart",
        Kind::Stat => "stat",
        Kind::Table => "table",
        _ => "other",
    }
}
