//! Movement: who hears that somebody moved. It goes beside the view, because a pointer moves 20 times a second and no
//! panel shows it; whoever hears looks at [`Workspace::others`](super::Workspace::others).

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

/// Hears of movements for as long as it is kept.
pub type Listener = Rc<dyn Fn()>;

/// Those who listen.
#[derive(Default)]
pub(super) struct Movement(RefCell<Vec<Weak<dyn Fn()>>>);

impl Movement {
    pub(super) fn add(&self, listener: &Listener) {
        self.0.borrow_mut().push(Rc::downgrade(listener));
    }

    /// Tells all; no borrow is held meanwhile, so that whoever hears it may call back.
    pub(super) fn tell(&self) {
        self.0.borrow_mut().retain(|listener| listener.strong_count() > 0);
        let listeners: Vec<Listener> = self.0.borrow().iter().filter_map(Weak::upgrade).collect();
        listeners.iter().for_each(|listener| listener());
    }
}
