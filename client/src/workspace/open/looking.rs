//! Looking: what this person looks at goes to the painter at once, to the components where it is more than a window, and
//! into the address once a hand rests.

use std::rc::Rc;

use document::NodeId;
use gloo::timers::callback::Timeout;

use super::Open;
use crate::{
    address,
    workspace::{
        View,
        looks::{LookAct, Looks, address::is_look},
        movement::Movement,
    },
};

/// How long a hand rests before the address follows, in milliseconds: browsers refuse to write it in every frame.
const REST_MS: u32 = 300;

impl Open {
    pub(in crate::workspace) fn looks(&self) -> Rc<Looks> {
        self.looks.borrow().clone()
    }

    pub(in crate::workspace) fn look(&self, panel: NodeId, act: LookAct) {
        let mut looks = Looks::clone(&self.looks());
        looks.act(panel, act);
        self.look_as(Rc::new(looks));
    }

    pub(in crate::workspace) fn look_as(&self, looks: Rc<Looks>) {
        if self.looks() == looks {
            return;
        }
        self.looks.replace(looks.clone());
        self.painter.look(&looks);
        if !looks.is_like(&self.view().looks) {
            self.change_view(|view| view.looks = looks);
        }
        self.tell_look();
        let me = self.me.clone();
        self.address.replace(Some(Timeout::new(REST_MS, move || {
            if let Some(open) = me.upgrade() {
                address::replace(is_look, &open.looks().to_address());
            }
        })));
    }

    /// Whoever follows this person sees the same.
    pub(in crate::workspace) fn tell_look(&self) {
        let look = address::query(&self.looks().to_address());
        self.go(|me| me.look = look);
    }

    pub(in crate::workspace) fn address(&self, path: &str) -> String {
        let path = format!("/api/v1/dashboards/{}{path}", self.dashboard);
        self.relay.get().map_or_else(|| path.clone(), |relay| relay.http(&path))
    }

    pub(in crate::workspace) fn point(&self, at: Option<(NodeId, f64)>) {
        if self.pointed.replace(at) != at {
            self.pointing.tell();
        }
    }

    pub(in crate::workspace) fn pointed(&self) -> Option<(NodeId, f64)> {
        self.pointed.get()
    }

    pub(in crate::workspace) fn pointing(&self) -> &Movement {
        &self.pointing
    }

    /// Whoever opens a link sees what its sender saw.
    pub(super) fn look_as_addressed(&self) {
        let pairs = address::pairs();
        let pairs = pairs.iter().map(|(name, value)| (&**name, &**value));
        let looks = Rc::new(Looks::from_address(pairs, js_sys::Date::now()));
        self.looks.replace(looks.clone());
        self.painter.look(&looks);
        self.view.replace(Rc::new(View { looks, ..View::default() }));
    }
}
