//! The state of the relay, for its owners: people, rates, latency, trouble and the machine, asked for every two seconds, each
//! number with its last two minutes as a line. Rates are differences of what the relay counts; what it does not say (before
//! the first edit, say) is shown as nothing.

use std::rc::Rc;

use gloo::{timers::callback::Timeout, utils::document};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    api::{self, ApiError},
    components::{Glyph, LanguageSwitch, ThemeSwitch, icon},
    locale::{self, Message, refused, t},
    pages::set_tab_title,
    routes::{Route, link},
};

/// How often the relay is asked, in milliseconds.
const EVERY_MS: u32 = 2_000;
/// Answers that are kept: two minutes of them.
const KEPT: usize = 60;
/// The lines, in their own units.
const LINE_WIDTH: f64 = 120.0;
const LINE_HEIGHT: f64 = 28.0;

/// What a number is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// So many now.
    Count,
    /// So many a second, of what is counted from the start.
    Rate,
    /// Bytes a second.
    ByteRate,
    /// Milliseconds.
    Latency,
    /// Bytes.
    Bytes,
    /// Seconds of processor time, shown as the share of one processor.
    Load,
}

/// A number of the answer, by what it is called here and there.
type Reading = (Message, &'static str, Kind);

/// What is shown, in groups.
const GROUPS: [(Message, &[Reading]); 5] = [
    (
        Message::StatusPeople,
        &[
            (Message::StatusConnections, "connections", Kind::Count),
            (Message::StatusSessions, "sessions", Kind::Count),
            (Message::StatusRooms, "rooms", Kind::Count),
        ],
    ),
    (
        Message::StatusRates,
        &[
            (Message::StatusEdits, "gestures", Kind::Rate),
            (Message::StatusRows, "rows", Kind::Rate),
            (Message::StatusSent, "sentBytes", Kind::ByteRate),
            (Message::StatusRequests, "requests", Kind::Rate),
        ],
    ),
    (
        Message::StatusLatency,
        &[
            (Message::StatusEditMiddle, "editP50Ms", Kind::Latency),
            (Message::StatusEditSlow, "editP95Ms", Kind::Latency),
            (Message::StatusCommitSlow, "commitP99Ms", Kind::Latency),
        ],
    ),
    (
        Message::StatusTrouble,
        &[
            (Message::StatusFailed, "failed", Kind::Rate),
            (Message::StatusRefused, "refused", Kind::Rate),
            (Message::StatusRejected, "rejected", Kind::Count),
            (Message::StatusSlow, "closedSlow", Kind::Count),
        ],
    ),
    (
        Message::StatusMachine,
        &[
            (Message::StatusMemory, "memoryBytes", Kind::Bytes),
            (Message::StatusTableMemory, "tableBytes", Kind::Bytes),
            (Message::StatusProcessor, "cpuSeconds", Kind::Load),
            (Message::StatusFiles, "openFiles", Kind::Count),
            (Message::StatusDisk, "diskFreeBytes", Kind::Bytes),
        ],
    ),
];

/// One answer: the numbers of all readings in their order.
#[derive(Clone, PartialEq)]
struct Sample {
    at_ms: f64,
    numbers: Vec<Option<f64>>,
}

/// What is known.
#[derive(Clone, Default, PartialEq)]
struct Known {
    samples: Vec<Sample>,
    error: Option<ApiError>,
}

/// What the relay said when it was asked.
struct Told(Result<Sample, ApiError>);

impl Reducible for Known {
    type Action = Told;

    fn reduce(self: Rc<Self>, Told(answer): Told) -> Rc<Self> {
        let mut known = (*self).clone();
        match answer {
            Ok(sample) => {
                if known.samples.len() == KEPT {
                    known.samples.remove(0);
                }
                known.samples.push(sample);
                known.error = None;
            }
            Err(error) => known.error = Some(error),
        }
        Rc::new(known)
    }
}

#[component]
pub(crate) fn StatusPage() -> Html {
    let known = use_reducer(Known::default);
    let tick = use_state(|| 0_u32);
    {
        let (known, tick) = (known.dispatcher(), tick.clone());
        use_effect_with(*tick, move |tick_now| {
            let (next, wait_ms) = (*tick_now + 1, if *tick_now == 0 { 0 } else { EVERY_MS });
            let timeout = Timeout::new(wait_ms, move || {
                spawn_local(async move {
                    if !document().hidden() {
                        known.dispatch(Told(ask().await));
                    }
                    tick.set(next);
                });
            });
            move || drop(timeout)
        });
    }
    use_effect_with((), |()| set_tab_title(t(Message::Status)));
    html! {
        <>
            <header class="bar">
                { link(Route::Dashboards, "button button-bare button-icon", html! {
                    <>{ icon(Glyph::Back) }<span class="spoken">{ t(Message::BackToDashboards) }</span></>
                }) }
                <h1 class="bar-title">{ t(Message::Status) }</h1>
                <span class="bar-rest"></span>
                <LanguageSwitch />
                <ThemeSwitch />
            </header>
            <main class="status">
                { for known.error.iter().map(said) }
                { groups(&known.samples) }
            </main>
        </>
    }
}

async fn ask() -> Result<Sample, ApiError> {
    let names = GROUPS.iter().flat_map(|(_, readings)| readings.iter().map(|(_, name, _)| *name));
    let numbers = api::read_status(names).await?;
    Ok(Sample { at_ms: js_sys::Date::now(), numbers })
}

fn said(error: &ApiError) -> Html {
    html! { <div class="banner" role="alert">{ icon(Glyph::Problem) }<span>{ refused(error) }</span></div> }
}

fn groups(samples: &[Sample]) -> Html {
    let mut first = 0;
    let groups = GROUPS.iter().map(|(title, readings)| {
        let tiles = readings
            .iter()
            .enumerate()
            .map(|(index, reading)| tile(*reading, &series(samples, first + index, reading.2)));
        let tiles: Html = tiles.collect();
        first += readings.len();
        html! {
            <section aria-label={t(*title)}>
                <h2>{ t(*title) }</h2>
                <dl class="tiles">{ tiles }</dl>
            </section>
        }
    });
    groups.collect()
}

fn tile((label, _, kind): Reading, series: &[Option<f64>]) -> Html {
    let newest = series.last().copied().flatten();
    html! {
        <div class="tile">
            <dt>{ t(label) }</dt>
            <dd>{ newest.map_or_else(|| "–".to_owned(), |value| in_words(value, kind)) }</dd>
            <svg viewBox={format!("0 0 {LINE_WIDTH} {LINE_HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
                <polyline points={points(series)} />
            </svg>
        </div>
    }
}

/// What a reading was, answer by answer; for rates from each answer to the next.
fn series(samples: &[Sample], index: usize, kind: Kind) -> Vec<Option<f64>> {
    let number = |sample: &Sample| sample.numbers.get(index).copied().flatten();
    match kind {
        Kind::Count | Kind::Latency | Kind::Bytes => samples.iter().map(number).collect(),
        Kind::Rate | Kind::ByteRate | Kind::Load => samples.windows(2).map(|pair| rate(pair, number)).collect(),
    }
}

/// A count that went back began anew: the relay was started again.
fn rate(pair: &[Sample], number: impl Fn(&Sample) -> Option<f64>) -> Option<f64> {
    let [before, after] = pair else { return None };
    let (more, seconds) = (number(after)? - number(before)?, (after.at_ms - before.at_ms) / 1_000.0);
    (seconds > 0.0 && more >= 0.0).then(|| more / seconds)
}

fn in_words(value: f64, kind: Kind) -> String {
    match kind {
        Kind::Count => locale::number(value),
        Kind::Rate => locale::number((value * 10.0).round() / 10.0),
        Kind::ByteRate => locale::amount(value / 1_000.0, "kilobyte"),
        Kind::Latency => locale::amount(value, "millisecond"),
        Kind::Bytes => locale::amount(value / 1_000_000.0, "megabyte"),
        Kind::Load => locale::amount(value * 100.0, "percent"),
    }
}

/// The line, from zero to the largest of it; the newest at its end.
fn points(series: &[Option<f64>]) -> String {
    let most = series.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    let first = KEPT.saturating_sub(series.len());
    let point = |(index, value): (usize, &Option<f64>)| {
        let x = (first + index) as f64 / (KEPT - 1) as f64 * LINE_WIDTH;
        let y = LINE_HEIGHT - 1.0 - (*value)? / most * (LINE_HEIGHT - 2.0);
        Some(format!("{x:.1},{y:.1}"))
    };
    series.iter().enumerate().filter_map(point).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(numbers: &[f64]) -> Vec<Sample> {
        let sample =
            |(index, number): (usize, &f64)| Sample { at_ms: index as f64 * 2_000.0, numbers: vec![Some(*number)] };
        numbers.iter().enumerate().map(sample).collect()
    }

    #[test]
    fn a_rate_is_between_two_answers_and_none_over_a_restart() {
        let samples = samples(&[10.0, 14.0, 14.0, 3.0, 5.0]);
        assert_eq!(series(&samples, 0, Kind::Rate), [Some(2.0), Some(0.0), None, Some(1.0)]);
        assert_eq!(series(&samples, 0, Kind::Count).len(), 5);
        assert_eq!(series(&samples, 7, Kind::Count), [None; 5]);
    }

    #[test]
    fn a_line_ends_at_the_newest_and_stays_inside() {
        let line = points(&[Some(0.0), None, Some(4.0)]);
        assert_eq!(line.split(' ').count(), 2);
        assert!(line.ends_with("120.0,1.0"), "{line}");
        assert_eq!(points(&[]), "");
    }
}
