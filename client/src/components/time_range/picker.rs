//! The picker of a time range: presets, two dates, and the words that say either. The words are what counts: dates write
//! them, and what is wrong with them stands below them.

use js_sys::Date;
use table::{
    TimeRange,
    time_range::{Expected, Moment, Side, Step, Unit, local_words},
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{
    keys::choose,
    words::{expected_words, words_of},
};
use crate::{
    components::{Dialog, Glyph, icon},
    locale::{ExploreWords as Words, between, say, say_filled},
    workspace::{
        Workspace,
        looks::{Choice, Clocks, Period},
    },
};

/// Words that mean a range, and the letters of units; the same in every language.
const EXAMPLES: &str = "now-6h to now, now/d, now-1M/M to now-1M/M, 90m, 2026-01-31 10:00 to now";
const UNITS: &str = "s, m, h, d, w, M, Q, y";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PickerProps {
    pub(crate) workspace: Workspace,
    pub(crate) period: Period,
    pub(crate) on_say: Callback<String>,
    pub(crate) on_close: Callback<()>,
}

/// What can be chosen by one press.
fn presets() -> Vec<Choice> {
    let last = [
        (15, Unit::Minute),
        (1, Unit::Hour),
        (6, Unit::Hour),
        (24, Unit::Hour),
        (7, Unit::Day),
        (30, Unit::Day),
        (12, Unit::Month),
    ];
    let yesterday = || Moment::Now(vec![Step::Add(-1, Unit::Day), Step::Round(Unit::Day)]);
    let last = last.map(|(count, unit)| TimeRange::last(count, unit)).into_iter();
    let days = [TimeRange::this(Unit::Day), TimeRange { from: yesterday(), to: yesterday() }];
    let ranges = last.chain(days).chain([Unit::Week, Unit::Month, Unit::Year].map(TimeRange::this));
    ranges.map(Choice::Range).chain([Choice::All]).collect()
}

#[component]
pub(crate) fn Picker(props: &PickerProps) -> Html {
    let clocks = props.period.clocks;
    let typed = use_state_eq(|| text_of(&props.period));
    let read = read(&typed, &props.period);
    let take = {
        let (workspace, on_say, on_close) = (props.workspace.clone(), props.on_say.clone(), props.on_close.clone());
        Callback::from(move |choice: Choice| {
            choose(&workspace, &on_say, choice);
            on_close.emit(());
        })
    };
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| typed.set(value_of(&event)))
    };
    let onsubmit = {
        let (read, take) = (read.clone(), take.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok((range, _)) = &read {
                take.emit(Choice::Range(range.clone()));
            }
        })
    };
    let shown_ms = read.as_ref().ok().map(|(_, window)| *window).or_else(|| props.period.window(Date::now() as i64));
    let date = |side: Side| date_field(side, shown_ms, clocks, typed.setter());
    html! {
        <Dialog title={say(Words::TimeRange)} on_close={props.on_close.clone()}>
            <div class="range-presets" role="group" aria-label={say(Words::TimeRange)}>
                { for presets().into_iter().map(|choice| preset(choice, &props.period, &take)) }
            </div>
            <form class="range-form" {onsubmit}>
                <div class="range-dates">{ date(Side::From) }{ date(Side::To) }</div>
                <label class="field">
                    <span class="field-label">{ say(Words::InWords) }</span>
                    <input class="input" dir="ltr" autocomplete="off" spellcheck="false" value={(*typed).clone()} {oninput}
                        aria-invalid={(read.is_err() && !typed.is_empty()).then_some("true")} aria-describedby="range-said" />
                </label>
                { said(&typed, &read, clocks) }
                <p class="field-hint">{ say_filled(Words::InWordsHint, &[("examples", EXAMPLES), ("units", UNITS)]) }</p>
                <div class="range-end">
                    { clocks_field(props) }
                    <button type="submit" class="button button-strong" disabled={read.is_err()}>{ say(Words::Apply) }</button>
                </div>
            </form>
        </Dialog>
    }
}

/// A range as it was typed, and the window that it means now.
type Read = Result<(TimeRange, (i64, i64)), Expected>;

fn read(typed: &str, period: &Period) -> Read {
    let offset = period.clocks.offset();
    let range = TimeRange::parse(typed, offset)?;
    let window = range.window(period.now(Date::now() as i64), offset)?;
    Ok((range, window))
}

/// What is shown, as one could have typed it.
fn text_of(period: &Period) -> String {
    let Some(range) = period.range() else { return String::new() };
    let said = |moment: &Moment| match moment {
        Moment::At(at_ms) => local_words(*at_ms, period.clocks.offset()),
        Moment::Now(_) => moment.to_string(),
    };
    [&*said(&range.from), " to ", &said(&range.to)].concat()
}

/// What the words mean, or what was expected instead; nothing before anything is typed.
fn said(typed: &str, read: &Read, clocks: Clocks) -> Html {
    html! {
        <p id="range-said" class="range-said" role="status">
            { match read {
                Ok((_, (from_ms, to_ms))) => html! { <bdi>{ between(*from_ms, *to_ms, clocks == Clocks::Utc) }</bdi> },
                Err(_) if typed.trim().is_empty() => Html::default(),
                Err(expected) => html! { <span class="field-problem">{ icon(Glyph::Problem) }{ expected_words(expected) }</span> },
            } }
        </p>
    }
}

fn preset(choice: Choice, period: &Period, take: &Callback<Choice>) -> Html {
    let words = match &choice {
        Choice::All => say(Words::AllTimes).to_owned(),
        Choice::Range(range) => words_of(range, period.clocks),
    };
    let is_chosen = match &choice {
        Choice::All => period.range().is_none(),
        Choice::Range(range) => period.range() == Some(range),
    };
    let onclick = take.reform(move |_: MouseEvent| choice.clone());
    html! { <button type="button" class="button" aria-pressed={is_chosen.to_string()} {onclick}>{ words }</button> }
}

/// One end as a date; it writes both into the words.
fn date_field(side: Side, shown_ms: Option<(i64, i64)>, clocks: Clocks, typed: UseStateSetter<String>) -> Html {
    let offset = clocks.offset();
    let local = |at_ms: i64| local_words(at_ms, offset).replace(' ', "T");
    let (label, value) = match side {
        Side::From => (Words::From, shown_ms.map(|(from_ms, _)| local(from_ms))),
        Side::To => (Words::Until, shown_ms.map(|(_, to_ms)| local(to_ms))),
    };
    // A browser takes dates to the minute here.
    let value = value.map(|value| value.chars().take("2026-01-31T10:00".len()).collect::<String>());
    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        if chosen.is_empty() {
            return;
        }
        let now = || local_words(Date::now() as i64, offset);
        let kept = |at_ms: Option<i64>| at_ms.map_or_else(now, |at_ms| local_words(at_ms, offset));
        let chosen = chosen.replace('T', " ");
        typed.set(match side {
            Side::From => [&*chosen, " to ", &kept(shown_ms.map(|(_, to_ms)| to_ms))].concat(),
            Side::To => [&*kept(shown_ms.map(|(from_ms, _)| from_ms)), " to ", &chosen].concat(),
        });
    });
    html! {
        <label class="field">
            <span class="field-label">{ say(label) }</span>
            <input class="input" type="datetime-local" {value} {onchange} />
        </label>
    }
}

fn clocks_field(props: &PickerProps) -> Html {
    let onchange = {
        let workspace = props.workspace.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let is_browser = chosen.as_deref() == Some(Clocks::BROWSER);
            workspace.look_at(|period| period.clocks = if is_browser { Clocks::Browser } else { Clocks::Utc });
        })
    };
    let option = |clocks: Clocks, value: &'static str, words| {
        let selected = props.period.clocks == clocks;
        html! { <option {value} {selected}>{ say(words) }</option> }
    };
    html! {
        <label class="field">
            <span class="field-label">{ say(Words::Clocks) }</span>
            <select class="input" {onchange}>
                { option(Clocks::Utc, "utc", Words::ClocksUtc) }
                { option(Clocks::Browser, Clocks::BROWSER, Words::ClocksBrowser) }
            </select>
        </label>
    }
}

fn value_of(event: &InputEvent) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}
