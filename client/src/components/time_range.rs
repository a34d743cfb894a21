//! The time range in the bar: which time all charts show, the way to choose another, and the pause. Each of it is this
//! person's own view.

mod keys;
mod picker;
mod words;

use yew::prelude::*;

use self::keys::use_range_keys;
pub(crate) use self::{
    picker::{Picker, PickerProps},
    words::range_words,
};
use super::{
    Glyph, Menu, icon,
    my_view::{self, Asked},
};
use crate::{
    locale::{ExploreWords as Words, say, say_filled, whole},
    parts::aside,
    theme::Theme,
    workspace::{Edit, Workspace, looks::Period},
};

/// How often the rows are counted that wait, in milliseconds: a number that changes faster is not read.
const COUNT_MS: u32 = 500;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TimeRangeProps {
    pub(crate) workspace: Workspace,
    pub(crate) period: Period,
    /// Where this person may change the dashboard.
    pub(crate) on_edit: Option<Callback<Edit>>,
    /// Something to be read aloud.
    pub(crate) on_say: Callback<String>,
}

#[component]
pub(crate) fn TimeRange(props: &TimeRangeProps) -> Html {
    let open = use_state_eq(|| false);
    let [on_open, on_close] = [true, false].map(|is_open| {
        let open = open.setter();
        Callback::from(move |()| open.set(is_open))
    });
    use_range_keys(&props.workspace, &props.on_say);
    let words = range_words(&props.period);
    let asked = use_state(Asked::default);
    let items = my_view::items(&props.workspace, use_context::<Theme>(), props.on_edit.as_ref(), &asked);
    let label = say_filled(Words::TimeRangeIs, &[("range", &words)]);
    html! {
        <div class="range">
            <button type="button" class="button range-button" title={label.clone()} aria-label={label} aria-haspopup="dialog"
                aria-expanded={open.to_string()} onclick={on_open.reform(|_: MouseEvent| ())}>
                { icon(Glyph::Time) }<span class="button-words">{ words }</span>
            </button>
            { pause(props) }
            <Menu label={say(Words::MyView)} glyph={Glyph::Share} {items} />
            { my_view::over(&props.workspace, &props.on_say, &asked) }
            if *open {
                { aside(
                    PickerProps { workspace: props.workspace.clone(), period: props.period.clone(), on_say: props.on_say.clone(), on_close },
                    |parts| parts.time_range,
                ) }
            }
        </div>
    }
}

fn pause(props: &TimeRangeProps) -> Html {
    let is_paused = props.period.paused_ms.is_some();
    let onclick = {
        let (workspace, on_say) = (props.workspace.clone(), props.on_say.clone());
        Callback::from(move |_: MouseEvent| turn(&workspace, &on_say))
    };
    let words = say(if is_paused { Words::Resume } else { Words::Pause });
    html! {
        <button type="button" class={classes!("button", "range-pause", is_paused.then_some("range-paused"))} title={words}
            aria-label={(!is_paused).then_some(words)} {onclick}>
            { icon(if is_paused { Glyph::Resume } else { Glyph::Pause }) }
            if is_paused {
                <Waiting workspace={props.workspace.clone()} />
            }
        </button>
    }
}

/// Stands still, or goes on.
fn turn(workspace: &Workspace, on_say: &Callback<String>) {
    let is_paused = workspace.looks().period.paused_ms.is_some();
    workspace.pause(!is_paused);
    on_say.emit(say(if is_paused { Words::WentOn } else { Words::WasPaused }).to_owned());
}

#[derive(PartialEq, Properties)]
struct WaitingProps {
    workspace: Workspace,
}

/// How many rows wait; counted now and then, never for a row.
#[component]
fn Waiting(props: &WaitingProps) -> Html {
    let count = use_state_eq(|| props.workspace.waiting_rows());
    let setter = count.setter();
    use_effect_with(props.workspace.clone(), move |workspace| {
        let workspace = workspace.clone();
        let counting = gloo::timers::callback::Interval::new(COUNT_MS, move || setter.set(workspace.waiting_rows()));
        move || drop(counting)
    });
    let count = whole(usize::try_from(*count).unwrap_or(usize::MAX));
    html! { <span class="range-waiting">{ say_filled(Words::Paused, &[("count", &count)]) }</span> }
}
