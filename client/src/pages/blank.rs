//! What the page of a dashboard shows while there is nothing to lay out: not yet, or not at all.

use document::{Kind, NodeId};
use yew::prelude::*;

use crate::{
    components::{Glyph, icon, new_panels},
    locale::{Message, t},
    workspace::{Edit, View},
};

/// A dashboard that is on its way.
pub(super) fn skeleton() -> Html {
    html! {
        <div class="waiting" role="status">
            <h1 class="spoken">{ t(Message::LoadingDashboard) }</h1>
            { for (0..4).map(|index| html! { <div key={index} class="skeleton"></div> }) }
        </div>
    }
}

/// Whether there is nothing to be laid out.
pub(super) fn is_bare(view: &View) -> bool {
    let children = view.document.children(NodeId::ROOT);
    !children.iter().any(|(_, node)| node.kind().is_panel() || matches!(node.kind(), Kind::Tab | Kind::Row))
}

/// A dashboard without panels: what can be done about it.
pub(super) fn empty(editable: bool, on_edit: &Callback<Edit>) -> Html {
    html! {
        <div class="said">
            { icon(Glyph::Empty) }
            <h2>{ t(Message::EmptyDashboard) }</h2>
            <p>{ t(if editable { Message::EmptyDashboardHint } else { Message::EmptyDashboardReadOnly }) }</p>
            if editable {
                { new_panels(on_edit, NodeId::ROOT) }
            }
        </div>
    }
}
