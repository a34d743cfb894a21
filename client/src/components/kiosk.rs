//! The kiosk: the dashboard alone on the whole screen, for a wall that everybody walks past. Tabs take turns, what does
//! not fit scrolls calmly, the pointer is hidden; whoever touches pointer or keys stops all that for a while and sees
//! what can be done. Escape ends it. What it decides is decided in `pace`, what a browser has to be asked for in `screen`.

mod pace;
mod screen;

use std::rc::Rc;

use document::NodeId;
use gloo::{
    events::EventListener,
    render::request_animation_frame,
    timers::callback::{Interval, Timeout},
    utils::{document_element, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement, KeyboardEvent};
use yew::prelude::*;

use self::{
    pace::{Scroll, TICK_MS, fitting_row_css_px, interval_ms, interval_text, next_place, turned},
    screen::Screen,
};
use super::{Glyph, icon};
use crate::{
    address,
    locale::{PresentWords, say, span},
};

/// The member of the address that says how often tabs take turns.
const ROTATE: &str = "rotate";
/// So long after the last movement the kiosk goes on by itself, in milliseconds.
const REST_MS: u32 = 3_000;
/// What is offered, in seconds; 0 is never.
const INTERVALS_S: [u32; 6] = [0, 5, 15, 30, 60, 300];
/// What wakes the kiosk.
const ACTS: [&str; 5] = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"];
/// On the root of the page while it stands; the second one while nobody touches anything.
const CLASSES: [&str; 2] = ["kiosk", "kiosk-rests"];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct KioskProps {
    /// The tabs and their titles, in their order.
    pub(crate) tabs: Rc<[(NodeId, String)]>,
    pub(crate) tab: Option<NodeId>,
    pub(crate) on_tab: Callback<NodeId>,
    pub(crate) on_close: Callback<()>,
    /// Another number when something else may be as high as it was.
    pub(crate) version: u64,
}

#[component]
pub(crate) fn Kiosk(props: &KioskProps) -> Html {
    let is_awake = use_awake();
    let every_ms = use_state_eq(|| address::read(ROTATE).and_then(|text| interval_ms(&text)));
    let screen = use_screen(&props.on_close);
    use_escape(&props.on_close);
    use_rotation(props, *every_ms, is_awake);
    use_fit(props.tab, props.version);
    use_scroll(is_awake, props.tab);
    let on_every = {
        let every_ms = every_ms.setter();
        Callback::from(move |seconds: u32| {
            let wanted = (seconds > 0).then(|| seconds * 1_000);
            address::write(ROTATE, wanted.map(interval_text).as_deref());
            every_ms.set(wanted);
        })
    };
    let on_full = Callback::from(move |_: MouseEvent| screen.fill());
    html! {
        <>
            <p class="spoken" role="status">{ say(PresentWords::KioskBegun) }</p>
            <aside aria-label={say(PresentWords::Kiosk)}>
            <h1 class="spoken">{ say(PresentWords::Kiosk) }</h1>
            <div class="kiosk-bar" role="toolbar" aria-label={say(PresentWords::Kiosk)} data-rests={(!is_awake).to_string()}>
                if props.tabs.len() > 1 {
                    { turns(props, &on_every, *every_ms) }
                }
                <button type="button" class="button" onclick={on_full}>{ icon(Glyph::Screen) }{ say(PresentWords::FullScreen) }</button>
                <button type="button" class="button button-strong" onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { icon(Glyph::Close) }{ say(PresentWords::EndKiosk) }
                </button>
            </div>
            </aside>
        </>
    }
}

/// The tab that is shown, its neighbours, and how often they take turns.
fn turns(props: &KioskProps, on_every: &Callback<u32>, every_ms: Option<u32>) -> Html {
    let step = |by: isize, words, glyph| {
        let (tabs, tab, on_tab) = (props.tabs.clone(), props.tab, props.on_tab.clone());
        let onclick =
            Callback::from(move |_: MouseEvent| turned(&tabs, tab, by).into_iter().for_each(|to| on_tab.emit(to)));
        let label = say(words);
        html! {
            <button type="button" class="button button-bare button-icon" aria-label={label} title={label} {onclick}>{ icon(glyph) }</button>
        }
    };
    let onchange = on_every.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        select.and_then(|select| select.value().parse().ok()).unwrap_or_default()
    });
    let chosen_s = every_ms.unwrap_or(0) / 1_000;
    let other = (!INTERVALS_S.contains(&chosen_s)).then_some(chosen_s);
    let option = |seconds: u32| {
        html! { <option value={seconds.to_string()} selected={seconds == chosen_s}>{ interval_words(seconds) }</option> }
    };
    let shown = props.tabs.iter().find(|(tab, _)| Some(*tab) == props.tab);
    html! {
        <>
            { step(-1, PresentWords::PreviousTab, Glyph::Back) }
            <bdi class="kiosk-tab">{ shown.map(|(_, title)| title.clone()).unwrap_or_default() }</bdi>
            { step(1, PresentWords::NextTab, Glyph::Forward) }
            <label class="kiosk-every">{ say(PresentWords::TabsTakeTurns) }
                <select class="input" name="rotate" {onchange}>{ for INTERVALS_S.into_iter().chain(other).map(option) }</select>
            </label>
        </>
    }
}

fn interval_words(seconds: u32) -> String {
    match seconds {
        0 => say(PresentWords::TurnsNever).to_owned(),
        seconds if seconds % 60 == 0 => span(seconds / 60, "minute"),
        seconds => span(seconds, "second"),
    }
}

/// Whether somebody touches pointer or keys, or did a moment ago.
#[hook]
fn use_awake() -> bool {
    let is_awake = use_state_eq(|| true);
    let setter = is_awake.setter();
    use_effect_with((), move |()| {
        let rest = Rc::new(std::cell::RefCell::new(None::<Timeout>));
        let wake = move || {
            setter.set(true);
            let setter = setter.clone();
            rest.replace(Some(Timeout::new(REST_MS, move || setter.set(false))));
        };
        wake();
        let wake = Rc::new(wake);
        let listeners = ACTS.map(|act| {
            let wake = wake.clone();
            EventListener::new(&window(), act, move |_| wake())
        });
        move || drop(listeners)
    });
    let classes = document_element().class_list();
    use_effect_with(*is_awake, move |is_awake| {
        let _valid_name = classes.toggle_with_force(CLASSES[1], !is_awake);
        move || drop(classes.remove_1(CLASSES[1]))
    });
    *is_awake
}

/// The whole screen, and a screen that stays on, for as long as the kiosk stands.
#[hook]
fn use_screen(on_close: &Callback<()>) -> Rc<Screen> {
    let screen = use_memo((), |()| Screen::default());
    let (held, on_close) = (screen.clone(), on_close.clone());
    use_effect_with((), move |()| {
        let root = document_element().class_list();
        let _valid_name = root.add_1(CLASSES[0]);
        held.begin(on_close);
        move || {
            let _valid_name = root.remove_1(CLASSES[0]);
            held.end();
        }
    });
    screen
}

/// Escape ends it, unless something that is open took the key for itself.
#[hook]
fn use_escape(on_close: &Callback<()>) {
    use_effect_with(on_close.clone(), |on_close| {
        let on_close = on_close.clone();
        let listener = EventListener::new(&window(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let is_elsewhere =
                target.is_some_and(|target| target.closest("dialog, [popover]").ok().flatten().is_some());
            if event.key() == "Escape" && !event.default_prevented() && !is_elsewhere {
                on_close.emit(());
            }
        });
        move || drop(listener)
    });
}

/// The next tab comes when its time has come, and nobody is looking closer at this one.
#[hook]
fn use_rotation(props: &KioskProps, every_ms: Option<u32>, is_awake: bool) {
    let (tabs, on_tab) = (props.tabs.clone(), props.on_tab.clone());
    use_effect_with((props.tab, every_ms, is_awake, tabs.len()), move |(tab, every_ms, is_awake, _)| {
        let tab = *tab;
        let next = turned(&tabs, tab, 1).filter(|next| Some(*next) != tab);
        let timer = every_ms
            .filter(|_| !is_awake)
            .zip(next)
            .map(|(every_ms, next)| Timeout::new(every_ms, move || on_tab.emit(next)));
        move || drop(timer)
    });
}

/// Rows are as high as makes all of them fit the screen, where that can still be read.
#[hook]
fn use_fit(tab: Option<NodeId>, version: u64) {
    use_effect_with((tab, version), |_| {
        // The panels of another tab stand in the page only with the next frame.
        let frame = request_animation_frame(|_| fit());
        let resized = EventListener::new(&window(), "resize", |_| fit());
        move || drop((frame, resized))
    });
    use_effect_with((), |()| || drop(root().style().remove_property("--row")));
}

fn root() -> HtmlElement {
    document_element().unchecked_into()
}

fn fit() {
    let grids = elements(".dashboard .grid[data-place]");
    let high = |element: &Element| element.get_bounding_client_rect().height();
    let rows: f64 = grids.iter().filter_map(|grid| grid.dyn_ref::<HtmlElement>()).map(rows_of).sum();
    let of_grids: f64 = grids.iter().map(high).sum();
    let all: f64 = elements("#dashboard, .banner").iter().map(high).sum();
    let row_css_px = fitting_row_css_px(screen_css_px(), all - of_grids, rows);
    let _valid_name = root().style().set_property("--row", &format!("{row_css_px}px"));
}

fn rows_of(grid: &HtmlElement) -> f64 {
    let rows = grid.style().get_property_value("--rows").unwrap_or_default();
    rows.trim().parse().unwrap_or_default()
}

fn screen_css_px() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn elements(selector: &str) -> Vec<Element> {
    let found = gloo::utils::document().query_selector_all(selector).ok();
    let nodes = found.into_iter().flat_map(|found| (0..found.length()).filter_map(move |at| found.get(at)));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

/// What does not fit scrolls by itself, and back again, while nobody else scrolls; each tab begins at its top.
#[hook]
fn use_scroll(is_awake: bool, tab: Option<NodeId>) {
    use_effect_with(tab, |_| window().scroll_to_with_x_and_y(0.0, 0.0));
    use_effect_with((is_awake, tab), |(is_awake, _)| {
        let timer = (!is_awake).then(|| {
            let mut rested_ms = 0;
            let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
            let is_reduced = query.is_some_and(|query| query.matches());
            Interval::new(TICK_MS, move || {
                rested_ms += TICK_MS;
                let at_css_px = window().scroll_y().unwrap_or_default();
                let end_css_px = f64::from(document_element().scroll_height()) - screen_css_px();
                let scroll = Scroll { at_css_px, end_css_px, page_css_px: screen_css_px(), rested_ms, is_reduced };
                if let Some(to_css_px) = next_place(scroll) {
                    rested_ms = 0;
                    window().scroll_to_with_x_and_y(0.0, to_css_px);
                }
            })
        });
        move || drop(timer)
    });
}
