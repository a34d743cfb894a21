//! Keys: what keys without Ctrl, Cmd and Alt do on a dashboard, one or two after each other, in one table. Whoever can
//! do something says so with [`use_key`] for as long as they can; the help lists what can be done now. They are inert
//! while somebody types, and can be switched off, which is kept in this browser. What a key of Ctrl or Cmd does, and
//! what the arrows do on a panel, is said where it is done.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::{
    events::{EventListener, EventListenerOptions, EventListenerPhase},
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::locale::{BuilderWords, ExploreWords, Message, say, t};

/// Where is kept whether the keys do anything: `off`, or nothing.
const STORAGE_KEY: &str = "ashboard.keys";
/// The second key of a shortcut comes within so many milliseconds, or the first one is forgotten.
const PAUSE_MS: f64 = 1_500.0;
/// Where a letter is a letter, or walks to the choice that begins with it.
const TYPING: &str = "input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog";

/// What keys do. A new one has a line here, its keys and its words below, and its [`use_key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    Help,
    /// The palette of panels opens.
    Add,
    /// The form of the panel that has the focus opens.
    Edit,
    Settings,
    /// The panel that has the focus is shown alone.
    FullView,
    Kiosk,
    /// The charts stand still, or go on.
    Pause,
    /// Twice as much time is shown.
    ZoomOut,
    /// The time before the one that is shown.
    Back,
    /// The time after it.
    Forward,
}

impl Shortcut {
    /// All of them, in the order of the help.
    pub(crate) const ALL: [Self; 10] = [
        Self::Help,
        Self::Add,
        Self::Edit,
        Self::Settings,
        Self::FullView,
        Self::Kiosk,
        Self::Pause,
        Self::ZoomOut,
        Self::Back,
        Self::Forward,
    ];

    /// Its keys, one after the other, as the browser names them.
    pub(crate) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Help => &["?"],
            Self::Add => &["a"],
            Self::Edit => &["e"],
            Self::Settings => &["d", "s"],
            Self::FullView => &["v"],
            Self::Kiosk => &["d", "k"],
            Self::Pause => &["p"],
            Self::ZoomOut => &["t", "z"],
            Self::Back => &["t", "ArrowLeft"],
            Self::Forward => &["t", "ArrowRight"],
        }
    }

    /// What it does, for the help.
    pub(crate) fn words(self) -> &'static str {
        say(match self {
            Self::Help => return t(Message::KeyHelp),
            Self::Add => BuilderWords::KeyAdd,
            Self::Edit => BuilderWords::KeyEdit,
            Self::Settings => BuilderWords::KeySettings,
            Self::FullView => BuilderWords::KeyFullView,
            Self::Kiosk => BuilderWords::KeyKiosk,
            Self::Pause => return say(ExploreWords::KeyPause),
            Self::ZoomOut => BuilderWords::KeyZoomOut,
            Self::Back => BuilderWords::KeyBack,
            Self::Forward => BuilderWords::KeyForward,
        })
    }
}

/// A key as keycaps show it.
pub(crate) fn cap(key: &'static str) -> String {
    match key {
        "ArrowLeft" => "←".to_owned(),
        "ArrowRight" => "→".to_owned(),
        key => key.to_uppercase(),
    }
}

/// The first key of a shortcut of two, and when it was pressed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Begun(Option<(String, f64)>);

/// What a key comes to.
#[derive(Clone, Debug, PartialEq)]
enum Pressed {
    Done(Shortcut),
    /// It may become a shortcut with the next key.
    Begun,
    Nothing,
}

impl Begun {
    fn press(&mut self, key: &str, now_ms: f64) -> Pressed {
        let before = self.0.take().filter(|(_, at_ms)| now_ms - at_ms < PAUSE_MS);
        let found = |wanted: &[&str]| Shortcut::ALL.into_iter().find(|shortcut| shortcut.keys() == wanted);
        let second = before.and_then(|(first, _)| found(&[first.as_str(), key]));
        if let Some(shortcut) = second.or_else(|| found(&[key])) {
            return Pressed::Done(shortcut);
        }
        if Shortcut::ALL.iter().any(|shortcut| matches!(shortcut.keys(), [first, _] if *first == key)) {
            self.0 = Some((key.to_owned(), now_ms));
            return Pressed::Begun;
        }
        Pressed::Nothing
    }

    /// Whether this key is the second one of a shortcut that was begun.
    fn awaits(&self, key: &str, now_ms: f64) -> bool {
        let first = self.0.as_ref().filter(|(_, at_ms)| now_ms - at_ms < PAUSE_MS).map(|(first, _)| &**first);
        first.is_some_and(|first| Shortcut::ALL.iter().any(|shortcut| shortcut.keys() == [first, key]))
    }
}

/// Somebody who does what a shortcut says.
struct Doer {
    number: u32,
    shortcut: Shortcut,
    act: Rc<RefCell<Callback<()>>>,
}

thread_local! {
    static DOERS: RefCell<Vec<Doer>> = const { RefCell::new(Vec::new()) };
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// Does this when the shortcut is pressed, as long as the component stands; of several the newest does it.
#[hook]
pub(crate) fn use_key(shortcut: Shortcut, act: &Callback<()>) {
    let newest = use_mut_ref(Callback::noop);
    newest.replace(act.clone());
    use_effect_with(shortcut, move |shortcut| {
        let number = NUMBER.get();
        NUMBER.set(number.wrapping_add(1));
        DOERS.with_borrow_mut(|doers| doers.push(Doer { number, shortcut: *shortcut, act: newest }));
        move || DOERS.with_borrow_mut(|doers| doers.retain(|doer| doer.number != number))
    });
}

/// What can be done by a key now, in the order of the help.
pub(crate) fn doable() -> Vec<Shortcut> {
    Shortcut::ALL.into_iter().filter(|shortcut| doer(*shortcut).is_some()).collect()
}

fn doer(shortcut: Shortcut) -> Option<Callback<()>> {
    DOERS.with_borrow(|doers| {
        let newest = doers.iter().rev().find(|doer| doer.shortcut == shortcut)?;
        Some(newest.act.borrow().clone())
    })
}

/// Listens as long as the component stands. What somebody else has taken for theirs is not taken again; but the second
/// key of what was begun is taken before a panel hears of it, which an arrow would move.
#[hook]
pub(crate) fn use_shortcuts() {
    use_effect_with((), |()| {
        let begun = Rc::new(RefCell::new(Begun::default()));
        let heard = begun.clone();
        let before = listening(EventListenerPhase::Capture, move |event, key| {
            let is_second = heard.borrow().awaits(key, event.time_stamp());
            if is_second && press(&heard, event, key) {
                event.stop_propagation();
            }
        });
        let after = listening(EventListenerPhase::Bubble, move |event, key| {
            press(&begun, event, key);
        });
        move || drop((before, after))
    });
}

fn listening(phase: EventListenerPhase, act: impl Fn(&KeyboardEvent, &str) + 'static) -> EventListener {
    let options = EventListenerOptions { phase, passive: false };
    EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let pressed = event.dyn_ref::<KeyboardEvent>().and_then(|event| Some((event, key_of(event)?)));
        if let Some((event, key)) = pressed {
            act(event, &key);
        }
    })
}

/// Does what the key comes to; whether it was something.
fn press(begun: &RefCell<Begun>, event: &KeyboardEvent, key: &str) -> bool {
    let pressed = begun.borrow_mut().press(key, event.time_stamp());
    let Pressed::Done(shortcut) = pressed else { return false };
    let Some(act) = doer(shortcut) else { return false };
    event.prevent_default();
    act.emit(());
    true
}

/// The key of an event that may be a shortcut. A letter of another alphabet stands for the one at its place.
fn key_of(event: &KeyboardEvent) -> Option<String> {
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() || event.is_composing();
    if is_held || event.default_prevented() || !are_on() || is_typing(event) {
        return None;
    }
    let key = event.key();
    let is_foreign = key.chars().any(|char| char.is_alphabetic() && !char.is_ascii());
    let place = event.code();
    let letter = place.strip_prefix("Key").filter(|_| is_foreign);
    Some(letter.map_or_else(|| if key.len() == 1 { key.to_lowercase() } else { key.clone() }, str::to_lowercase))
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(TYPING).ok().flatten().is_some())
}

/// Whether the keys of the table do anything.
pub(crate) fn are_on() -> bool {
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORAGE_KEY).ok()?);
    kept.as_deref() != Some("off")
}

/// Switches them on or off; a browser that keeps nothing has them on.
pub(crate) fn switch(on: bool) {
    if let Some(storage) = window().local_storage().ok().flatten() {
        let _kept = if on { storage.remove_item(STORAGE_KEY) } else { storage.set_item(STORAGE_KEY, "off") };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_or_two_without_a_long_pause() {
        let said = |keys: &[(&str, f64)]| {
            let mut begun = Begun::default();
            keys.iter().fold(Pressed::Nothing, |_, (key, at_ms)| begun.press(key, *at_ms))
        };
        assert_eq!(said(&[("e", 0.0)]), Pressed::Done(Shortcut::Edit));
        assert_eq!(said(&[("d", 0.0)]), Pressed::Begun);
        assert_eq!(said(&[("d", 0.0), ("k", 900.0)]), Pressed::Done(Shortcut::Kiosk));
        assert_eq!(said(&[("d", 0.0), ("k", 1_600.0)]), Pressed::Nothing);
        assert_eq!(said(&[("t", 0.0), ("ArrowLeft", 10.0)]), Pressed::Done(Shortcut::Back));
        assert_eq!(said(&[("ArrowLeft", 10.0)]), Pressed::Nothing);
        assert_eq!(said(&[("d", 0.0), ("e", 10.0)]), Pressed::Done(Shortcut::Edit), "no shortcut of two");
        assert_eq!(said(&[("d", 0.0), ("d", 10.0)]), Pressed::Begun);
    }

    /// An arrow moves the panel that has the focus, unless it is the second key of a shortcut.
    #[test]
    fn only_what_was_begun_is_awaited() {
        let mut begun = Begun::default();
        assert!(!begun.awaits("ArrowLeft", 0.0));
        begun.press("t", 0.0);
        assert!(begun.awaits("ArrowLeft", 900.0));
        assert!(!begun.awaits("ArrowUp", 900.0), "no shortcut of two");
        assert!(!begun.awaits("ArrowLeft", 1_600.0), "too late");
    }

    #[test]
    fn no_two_shortcuts_have_the_same_keys_and_none_begins_as_another_is() {
        for one in Shortcut::ALL {
            for other in Shortcut::ALL.into_iter().filter(|other| *other != one) {
                assert!(!other.keys().starts_with(one.keys()), "{one:?} {other:?}");
            }
        }
    }
}
