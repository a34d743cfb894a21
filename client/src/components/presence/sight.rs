//! Sight: what a component shows of the others, looked up at most once a frame while they move.

use std::{cell::RefCell, rc::Rc};

use gloo::render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

use crate::workspace::{Listener, Workspace};

/// What `look` sees now; the component renders when that is something else.
#[hook]
pub(super) fn use_sight<T, D>(workspace: &Workspace, about: D, look: fn(&Workspace, D) -> T) -> UseStateHandle<T>
where
    T: PartialEq + 'static,
    D: Copy + PartialEq + 'static,
{
    let seen = use_state_eq(|| look(workspace, about));
    let setter = seen.setter();
    use_effect_with((workspace.clone(), about), move |(workspace, about)| {
        let (workspace, about) = (workspace.clone(), *about);
        let watch = watch(&workspace.clone(), move || setter.set(look(&workspace, about)));
        move || drop(watch)
    });
    seen
}

/// Calls back with the next frame after the others moved, for as long as it is kept; first with the coming one.
pub(super) fn watch(workspace: &Workspace, on_frame: impl Fn() + 'static) -> Watch {
    let frame: Rc<RefCell<Option<AnimationFrame>>> = Rc::default();
    let on_frame: Listener = Rc::new(on_frame);
    let listener: Listener = Rc::new({
        let frame = frame.clone();
        move || {
            if frame.borrow().is_none() {
                let (on_frame, done) = (on_frame.clone(), frame.clone());
                let asked = request_animation_frame(move |_| {
                    let _finished = done.borrow_mut().take();
                    on_frame();
                });
                *frame.borrow_mut() = Some(asked);
            }
        }
    });
    workspace.on_movement(&listener);
    listener();
    Watch { _listener: listener, frame }
}

/// Ends when it is dropped.
pub(super) struct Watch {
    _listener: Listener,
    frame: Rc<RefCell<Option<AnimationFrame>>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _cancelled = self.frame.borrow_mut().take();
    }
}
