//! Variables: what this person has chosen in the controls of a dashboard. Private, and gone with the page; until
//! something is chosen what the control says counts.

use std::rc::Rc;

use document::{Node, NodeId, Property};
use yew::prelude::*;

use super::prose::Variables;
use crate::workspace::View;

/// What is chosen in the controls, and the way to choose.
#[derive(Clone)]
pub(crate) struct Choices {
    chosen: Rc<Vec<(NodeId, Vec<String>)>>,
    on_choose: Callback<(NodeId, Vec<String>)>,
}

/// The way to choose is the same for as long as what is chosen is.
impl PartialEq for Choices {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.chosen, &other.chosen)
    }
}

impl Choices {
    /// What is chosen in a control now.
    pub(crate) fn of(&self, control: NodeId, node: &Node) -> Vec<String> {
        let chosen = self.chosen.iter().find(|(id, _)| *id == control);
        chosen.map_or_else(|| node.names(Property::Selected).to_vec(), |(_, values)| values.clone())
    }

    /// Something else is to be chosen in it.
    pub(crate) fn choose(&self, control: NodeId, values: Vec<String>) {
        self.on_choose.emit((control, values));
    }
}

/// What is chosen while the page stands, and each variable as texts show it.
#[hook]
pub(crate) fn use_choices(view: &View) -> (Choices, Variables) {
    let chosen = use_state(Rc::<Vec<(NodeId, Vec<String>)>>::default);
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |(control, values): (NodeId, Vec<String>)| {
            let mut next = Vec::clone(&chosen);
            next.retain(|(id, _)| *id != control);
            next.push((control, values));
            chosen.set(Rc::new(next));
        })
    };
    let choices = Choices { chosen: (*chosen).clone(), on_choose };
    let named = view.document.all_panels().filter_map(|(id, node)| {
        let name = node.name(Property::Variable)?;
        Some((name.to_owned(), choices.of(id, node).join(", ")))
    });
    let variables = Variables::new(named.collect());
    (choices, variables)
}
