//! Looking: what this person looks at goes to the painter at once, to the components where it is more than a window, and
//! into the address once a hand rests.

use std::rc::Rc;

use document::{NodeId, Property};
use gloo::timers::callback::Timeout;

use super::Open;
use crate::{
    address,
    sync::Event,
    workspace::{
        View,
        looks::{
            LookAct, Looks, Period,
            address::{is_look, pinned},
            period,
        },
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

    pub(in crate::workspace) fn look_at(&self, change: impl FnOnce(&mut Period)) {
        let mut looks = Looks::clone(&self.looks());
        change(&mut looks.period);
        self.look_as(Rc::new(looks));
    }

    /// The charts stand still, while rows that come are counted; or they show what came and go on.
    pub(in crate::workspace) fn pause(&self, is_paused: bool) {
        self.look_at(|period| period.paused_ms = is_paused.then(|| js_sys::Date::now() as i64));
        if is_paused {
            self.tables.borrow_mut().pause();
        } else {
            self.catch_up();
        }
    }

    /// Shows the rows that waited.
    fn catch_up(&self) {
        let taken = self.tables.borrow_mut().go_on();
        for taken in taken {
            if let Some(table) = taken.dirty {
                self.painter.rows_changed(&table);
            }
            taken.say.into_iter().for_each(|message| self.handle(Event::Say(message)));
        }
    }

    /// The time that the dashboard says counts until this person chooses one, its filters always.
    pub(super) fn look_as_said(&self) {
        let document = self.view().document.clone();
        let Some(root) = document.node(NodeId::ROOT) else { return };
        let own = period::said(root.text(Property::TimeFrom), root.text(Property::TimeTo));
        let mut looks = Looks::clone(&self.looks());
        (looks.period.own, looks.pinned) = (own, pinned(root.names(Property::Filters)));
        self.look_as(Rc::new(looks));
    }

    pub(in crate::workspace) fn waiting_rows(&self) -> u64 {
        self.tables.borrow().waiting_rows()
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
