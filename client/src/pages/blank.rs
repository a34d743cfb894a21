//! What the page of a dashboard shows while there is nothing to lay out: not yet, or not at all.

use document::{Kind, NodeId};
use yew::prelude::*;

use crate::{
    locale::{Message, t},
    workspace::View,
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
