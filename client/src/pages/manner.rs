//! The manner of a dashboard: what its settings say for everybody of how it looks and how often it shows new rows.

use document::{NodeId, Refresh, Shade};
use yew::prelude::*;

use crate::{
    theme::{Choice, Theme},
    workspace::{View, Workspace},
};

/// The page and its charts follow the settings for as long as the dashboard is open.
#[hook]
pub(super) fn use_manner(workspace: &Workspace, view: &View) {
    let root = view.document.node(NodeId::ROOT).filter(|_| view.loaded);
    let (shade, refresh) = root.map_or((None, Refresh::Live), |root| (root.shade(), root.refresh()));
    use_effect_with((workspace.clone(), refresh), |(workspace, refresh)| workspace.painter().set_pace(*refresh));
    let lend = use_context::<Theme>().map(|theme| theme.lend);
    let newest = use_mut_ref(|| None::<Callback<Option<Choice>>>);
    newest.replace(lend);
    use_effect_with(shade, move |shade| {
        let is_lent = shade.is_some();
        let choice = shade.map(|shade| match shade {
            Shade::Light => Choice::Light,
            Shade::Dark => Choice::Dark,
        });
        let lend = move |choice| {
            let lend = newest.borrow().clone();
            lend.iter().for_each(|lend| lend.emit(choice));
        };
        if is_lent {
            lend(choice);
        }
        move || {
            if is_lent {
                lend(None);
            }
        }
    });
}
