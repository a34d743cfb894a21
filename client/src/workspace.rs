//! The workspace: the one owner of everything the page knows about an open dashboard. Components read its [`View`]
//! and say [`Edit`]s; it alone talks to the sync machine, the tables and the painter.

pub mod edit;
pub mod view;

use std::rc::Rc;

use protocol::{Person, PresenceState};
use yew::Callback;

pub use edit::Edit;
pub use view::{Connection, Here, Notice, SaveState, View};

use crate::canvas::Painter;

/// A handle on one open dashboard; equal to its clones only. The connection ends with the last handle.
#[derive(Clone)]
pub struct Workspace(Rc<Open>);

struct Open {
    view: Rc<View>,
    painter: Painter,
}

impl PartialEq for Workspace {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Workspace {
    /// Connects to a dashboard of the relay. `on_view` hears of every change of what components show, never of a row.
    #[must_use]
    pub fn open(dashboard: String, on_view: Callback<Rc<View>>) -> Self {
        let _ = (dashboard, on_view);
        Self(Rc::new(Open { view: Rc::default(), painter: Painter::default() }))
    }

    /// What the components show now.
    #[must_use]
    pub fn view(&self) -> Rc<View> {
        self.0.view.clone()
    }

    /// Draws the charts of this dashboard.
    #[must_use]
    pub fn painter(&self) -> &Painter {
        &self.0.painter
    }

    /// Takes a user act. Refused ones come back as [`View::notice`].
    pub fn dispatch(&self, edit: Edit) {
        let _ = edit;
    }

    /// Tells the others where this person is.
    pub fn presence(&self, state: PresenceState) {
        let _ = state;
    }

    /// Keeps this person's new name and colour and shows them to the others.
    pub fn rename_me(&self, person: Person) {
        let _ = person;
    }

    /// Connects now instead of waiting for the next attempt.
    pub fn retry_now(&self) {}

    /// Asks the relay again which tables there are: call it when a form opens.
    pub fn refresh_tables(&self) {}

    /// The notice was read.
    pub fn dismiss_notice(&self) {}
}
