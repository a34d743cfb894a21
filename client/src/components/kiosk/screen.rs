//! The screen: all of it, where the browser gives it, and kept from going dark, where it can be. Both are asked for and
//! neither is needed: what is refused is not missed.

use std::{cell::RefCell, rc::Rc};

use gloo::{
    events::EventListener,
    utils::{document, document_element, window},
};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::VisibilityState;
use yew::Callback;

/// What is held of the screen.
#[derive(Default)]
pub(super) struct Screen {
    listeners: RefCell<Vec<EventListener>>,
    /// The lock that keeps the screen on.
    lock: Rc<RefCell<Option<JsValue>>>,
}

impl Screen {
    /// Takes the screen; `on_close` hears that the person gave it back by a key of the browser's.
    pub(super) fn begin(&self, on_close: Callback<()>) {
        self.fill();
        self.stay_on();
        let left = EventListener::new(&document(), "fullscreenchange", move |_| {
            if document().fullscreen_element().is_none() {
                on_close.emit(());
            }
        });
        let lock = self.lock.clone();
        // The browser takes the lock back from a page that is hidden.
        let seen = EventListener::new(&document(), "visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                keep_on(lock.clone());
            }
        });
        self.listeners.replace(vec![left, seen]);
    }

    /// Asks for all of the screen, which only a press or a key can.
    pub(super) fn fill(&self) {
        if has_activation() && document().fullscreen_element().is_none() {
            ask(&document_element(), "requestFullscreen", &[], |_| {});
        }
    }

    /// Gives the screen back.
    pub(super) fn end(&self) {
        self.listeners.replace(Vec::new());
        if document().fullscreen_element().is_some() {
            ask(&document(), "exitFullscreen", &[], |_| {});
        }
        if let Some(lock) = self.lock.take() {
            ask(&lock, "release", &[], |_| {});
        }
    }

    fn stay_on(&self) {
        keep_on(self.lock.clone());
    }
}

fn keep_on(lock: Rc<RefCell<Option<JsValue>>>) {
    let keeper = Reflect::get(&window().navigator(), &"wakeLock".into()).unwrap_or_default();
    if keeper.is_object() {
        ask(&keeper, "request", &["screen".into()], move |given| drop(lock.replace(Some(given))));
    }
}

/// Whether the browser takes what happens now for an act of a person.
fn has_activation() -> bool {
    let activation = Reflect::get(&window().navigator(), &"userActivation".into()).unwrap_or_default();
    Reflect::get(&activation, &"isActive".into()).is_ok_and(|active| active.is_truthy())
}

/// Calls a method that not every browser has and that may be refused.
fn ask(target: &JsValue, method: &str, arguments: &[JsValue], then: impl FnOnce(JsValue) + 'static) {
    let function = Reflect::get(target, &method.into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let answer = function.and_then(|function| function.apply(target, &arguments.iter().collect()).ok());
    if let Some(promise) = answer.and_then(|answer| answer.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            if let Ok(given) = JsFuture::from(promise).await {
                then(given);
            }
        });
    }
}
