//! Drafts, as far as they concern the page of a dashboard: whether it is one and of what, its bar, the report of a draft
//! that was published into it, and the menu that begins one.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    api::{self, DraftBase},
    components::{DashboardMenuProps, DraftBarProps},
    parts::{self, aside, soon},
    workspace::{View, Workspace},
};

/// What a dashboard is a draft of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Standing {
    /// Nobody knows yet: nothing is offered that would be wrong for a draft.
    Unknown,
    /// Everybody sees it.
    Published,
    /// Only people with its address see it.
    DraftOf(DraftBase),
}

/// Asks the relay once it has said anything at all and the first chart is drawn, and again after it could not be asked.
#[hook]
pub(super) fn use_standing(id: &str, now: &View) -> Standing {
    let standing = use_state(|| Standing::Unknown);
    let on_read = {
        let setter = standing.setter();
        Callback::from(move |read| setter.set(read))
    };
    let is_known = *standing != Standing::Unknown;
    use_effect_with((id.to_owned(), now.seq, now.loaded && !is_known), move |(id, _, is_due)| {
        if *is_due {
            parts::act((id.clone(), on_read), |rest| rest.read_base);
        }
    });
    (*standing).clone()
}

/// Asks the relay; nothing is said where it could not be asked.
pub(crate) fn read_base(id: String, on_read: Callback<Standing>) {
    spawn_local(async move {
        match api::read_base(&id).await {
            Ok(Some(base)) => on_read.emit(Standing::DraftOf(base)),
            Ok(None) => on_read.emit(Standing::Published),
            Err(_) => {}
        }
    });
}

impl Standing {
    /// The bar of a draft.
    pub(super) fn bar(&self, id: &str, editable: bool, workspace: &Workspace) -> Html {
        match self {
            Self::Unknown | Self::Published => Html::default(),
            Self::DraftOf(DraftBase { id: base, title }) => {
                let (id, base, title) = (id.to_owned().into(), base.clone().into(), title.clone().into());
                let on_say = telling(workspace);
                aside(DraftBarProps { id, base, title, editable, on_say }, |parts| parts.draft_bar)
            }
        }
    }

    /// What can be done with a published dashboard, and what came of a draft of it.
    pub(super) fn menu(&self, id: &str, editable: bool, workspace: &Workspace, on_kiosk: &Callback<bool>) -> Html {
        match self {
            Self::Unknown | Self::DraftOf(_) => Html::default(),
            Self::Published => {
                let (id, owns, on_say) = (id.to_owned().into(), workspace.view().may_lock(), telling(workspace));
                let on_kiosk = on_kiosk.reform(|()| true);
                let document = workspace.view().document.clone();
                soon(DashboardMenuProps { id, editable, owns, on_say, document, on_kiosk }, |rest| rest.actions)
            }
        }
    }
}

fn telling(workspace: &Workspace) -> Callback<String> {
    let workspace = workspace.clone();
    Callback::from(move |words: String| workspace.notify(words))
}
