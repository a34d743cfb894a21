//! What of this person's was replaced or refused, as notices: told where it happens, and listed until the page goes.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    components::{Desk, losses::words},
    sync::loss::Loss,
};

/// Most of them; older ones stand in the history.
const MAX_REPLACED: usize = 20;

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Replaced {
    pub(super) words: String,
    pub(super) at_ms: i64,
}

/// All since the page was opened, newest first.
#[hook]
pub(super) fn use_replaced(desk: &Desk) -> Rc<Vec<Replaced>> {
    let all = use_state(Rc::<Vec<Replaced>>::default);
    let before = use_mut_ref(Vec::<Loss>::new);
    let (known, document) = (all.clone(), desk.view.document.clone());
    use_effect_with(desk.view.losses.clone(), move |lost| {
        let before = before.replace(lost.to_vec());
        let at_ms = js_sys::Date::now() as i64;
        let new = lost.iter().filter(|loss| !before.contains(loss)).map(|loss| words(loss, &document));
        let new = new.filter(|words| !words.is_empty()).map(|words| Replaced { words, at_ms });
        let both: Vec<Replaced> = new.chain(known.iter().cloned()).take(MAX_REPLACED).collect();
        if both != **known {
            known.set(Rc::new(both));
        }
    });
    (*all).clone()
}
