//! The selection: the panels of one grid that this person has chosen together. It is presence: the others see who has
//! selected what; what is done to it are edits.

use std::rc::Rc;

use document::NodeId;
use yew::prelude::*;

use crate::{
    components::Chosen,
    workspace::{View, Workspace},
};

/// Most panels that are selected at once: more are not told to the others.
const MAX_CHOSEN: usize = 64;

/// What is selected and still there, and the way to another selection.
#[hook]
pub(super) fn use_selection(workspace: &Workspace, view: &View) -> (Rc<[NodeId]>, Callback<Chosen>) {
    let chosen = use_state(|| Rc::<[NodeId]>::from([]));
    let there: Rc<[NodeId]> = chosen.iter().filter(|node| view.document.node(**node).is_some()).copied().collect();
    let now = use_mut_ref(|| there.clone());
    *now.borrow_mut() = there.clone();
    let (workspace, setter, document) = (workspace.clone(), chosen.setter(), view.document.clone());
    let on_choose = Callback::from(move |choice: Chosen| {
        let before = now.borrow().clone();
        let parent = |node: &NodeId| document.node(*node).map(|panel| panel.place().parent);
        let mut after: Vec<NodeId> = match choice {
            Chosen::None => Vec::new(),
            Chosen::All(nodes) => nodes,
            Chosen::Toggle(node) if before.contains(&node) => before.iter().copied().filter(|it| *it != node).collect(),
            Chosen::Toggle(node) => {
                let beside = before.iter().copied().filter(|it| parent(it) == parent(&node));
                beside.chain([node]).collect()
            }
        };
        after.truncate(MAX_CHOSEN);
        if *after != *before {
            let told = after.clone();
            workspace.go(|me| me.selection = told);
            setter.set(after.into());
        }
    });
    (there, on_choose)
}
