//! The keys of the time range: twice as much, what is earlier or later, and the pause. Time runs to the right in every
//! language.

use js_sys::Date;
use yew::prelude::*;

use super::{range_words, turn};
use crate::{
    components::keys::{Shortcut, use_key},
    workspace::{
        Workspace,
        looks::{Choice, Period},
    },
};

#[hook]
pub(super) fn use_range_keys(workspace: &Workspace, on_say: &Callback<String>) {
    let to = |other: fn(&Period, i64) -> Option<Choice>| {
        let (workspace, on_say) = (workspace.clone(), on_say.clone());
        Callback::from(move |()| {
            if let Some(choice) = other(&workspace.looks().period, Date::now() as i64) {
                choose(&workspace, &on_say, choice);
            }
        })
    };
    use_key(Shortcut::ZoomOut, &to(Period::zoomed_out));
    use_key(Shortcut::Back, &to(|period, now_ms| period.shifted(-1, now_ms)));
    use_key(Shortcut::Forward, &to(|period, now_ms| period.shifted(1, now_ms)));
    let (workspace, on_say) = (workspace.clone(), on_say.clone());
    use_key(Shortcut::Pause, &Callback::from(move |()| turn(&workspace, &on_say)));
}

/// Shows another time, and says which.
pub(super) fn choose(workspace: &Workspace, on_say: &Callback<String>, choice: Choice) {
    workspace.look_at(|period| period.chosen = Some(choice));
    on_say.emit(range_words(&workspace.looks().period));
}
