//! Sounding: a chart that is played, series by series. The name of each is said before it; Escape and a button stop.

use std::rc::Rc;

use chart::{Course, Plot};
use document::NodeId;
use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::{
    components::{Glyph, icon},
    locale::{Message, fill, t},
    sound::{Player, extent, melody},
    workspace::Workspace,
};

/// How long a name has to be read aloud, in seconds.
const NAME_S: f64 = 1.5;
/// Most series that are played: nobody listens longer.
const MAX_COURSES: usize = 12;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SoundingProps {
    pub(crate) workspace: Workspace,
    pub(crate) panel: NodeId,
    /// What the chart is called.
    pub(crate) title: AttrValue,
    /// It has ended, or is to end.
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Sounding(props: &SoundingProps) -> Html {
    // A live region is read when its words change: it is there before them.
    let playing = use_state(|| None::<usize>);
    let courses = use_memo(props.panel, |panel| heard(&props.workspace, *panel));
    let step = playing.setter();
    use_effect_with((), {
        let step = step.clone();
        move |()| step.set(Some(0))
    });
    let on_close = props.on_close.clone();
    use_effect_with(*playing, {
        let (courses, on_close) = (courses.clone(), on_close.clone());
        move |playing| {
            let begun = playing.and_then(|index| {
                let begun = begin(&courses, index, move || step.set(Some(index + 1)));
                if begun.is_none() {
                    on_close.emit(());
                }
                begun
            });
            move || drop(begun)
        }
    });
    use_effect_with((), {
        let on_close = on_close.clone();
        move |()| {
            // Before the chart takes the key for itself.
            let first = EventListenerOptions::run_in_capture_phase();
            let listener = EventListener::new_with_options(&document(), "keydown", first, move |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                    on_close.emit(());
                }
            });
            move || drop(listener)
        }
    });
    let name = playing.and_then(|index| courses.get(index)).map(|course| match &*course.label {
        "" => props.title.to_string(),
        label => label.to_owned(),
    });
    html! {
        <div class="sounding">
            <p role="status" dir="auto">{ for name.map(|name| fill(Message::Sounding, &[("series", &name)])) }</p>
            <button type="button" class="button button-bare button-icon" title={t(Message::Stop)} aria-label={t(Message::Stop)}
                onclick={on_close.reform(|_: MouseEvent| ())}>{ icon(Glyph::Close) }</button>
        </div>
    }
}

/// What is shown of a chart, as far as there is something to hear.
fn heard(workspace: &Workspace, panel: NodeId) -> Vec<Course> {
    let mut courses = workspace.painter().ask(panel, Plot::courses).unwrap_or_default();
    courses.retain(|course| course.values.iter().any(|(_, y)| y.is_finite()));
    courses.truncate(MAX_COURSES);
    courses
}

/// Plays one of several courses, all on the same scales; `None` after the last, or where nothing can be heard.
fn begin(courses: &Rc<Vec<Course>>, index: usize, on_end: impl FnOnce() + 'static) -> Option<(Player, Timeout)> {
    let course = courses.get(index)?;
    let all = || courses.iter().flat_map(|course| &course.values);
    let (x_ends, y_ends) = (extent(all().map(|(x, _)| *x))?, extent(all().map(|(_, y)| *y))?);
    let melody = melody(&course.values, x_ends, y_ends);
    let player = Player::play(&melody, NAME_S)?;
    Some((player, Timeout::new(((NAME_S + melody.seconds) * 1e3) as u32, on_end)))
}
