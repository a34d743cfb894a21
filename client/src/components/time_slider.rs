//! The bar of the past: which moment is shown, a slider along all changes with the named versions as marks, the steps
//! to the change before and after, and the ways back: to now, or now as it was then.

use std::rc::Rc;

use document::Seq;
use protocol::history::Moments;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Glyph, focus, icon, versions::Named};
use crate::{
    api::{self, ApiError},
    locale::{Message, fill, refused, t, when},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TimeSliderProps {
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    /// The moment that is wanted.
    pub(crate) at: Seq,
    /// Whether it is shown already.
    pub(crate) is_shown: bool,
    pub(crate) failed: Option<ApiError>,
    /// The newest change there is.
    pub(crate) newest: Seq,
    pub(crate) named: Named,
    pub(crate) editable: bool,
    /// Another moment is wanted; `None` is now.
    pub(crate) on_go: Callback<Option<Seq>>,
    /// All is wanted as it is shown.
    pub(crate) on_restore: Callback<Seq>,
}

#[component]
pub(crate) fn TimeSlider(props: &TimeSliderProps) -> Html {
    let moments = use_moments(&props.id, props.newest);
    let words = words_of(props, moments.as_deref());
    let at = props.at;
    let on_back = {
        let on_go = props.on_go.clone();
        Callback::from(move |_: MouseEvent| {
            on_go.emit(None);
            // This bar is gone then, and its button with it.
            focus("dashboard");
        })
    };
    html! {
        <section class="past-bar" aria-label={t(Message::ThePast)}>
            { icon(Glyph::Time) }
            <p class="past-words" role="status">{ said(props, &words) }</p>
            { slider(props, moments.as_deref(), words) }
            <span class="past-acts">
                <button type="button" class="button" id="back-to-now" onclick={on_back}>
                    { t(Message::BackToNow) }
                </button>
                if props.editable {
                    <button type="button" class="button" disabled={!props.is_shown || props.failed.is_some()}
                        onclick={props.on_restore.reform(move |_: MouseEvent| at)}>{ t(Message::RestoreAll) }</button>
                }
            </span>
        </section>
    }
}

/// When things happened; read anew when the dashboard has gone on.
#[hook]
fn use_moments(id: &AttrValue, newest: Seq) -> Option<Rc<Moments>> {
    let moments = use_state(|| None);
    let setter = moments.setter();
    use_effect_with((id.clone(), newest), move |(id, _)| {
        let id = id.clone();
        spawn_local(async move {
            // Without them the slider says numbers and no times: what is shown does not depend on it.
            if let Ok(read) = api::read_moments(&id).await {
                setter.set(Some(Rc::new(read)));
            }
        });
    });
    (*moments).clone()
}

/// What readers and everybody hears of the moment.
fn said(props: &TimeSliderProps, words: &str) -> String {
    match (&props.failed, props.named.name(props.at)) {
        (Some(error), _) => fill(Message::PastFailed, &[("reason", &refused(error))]),
        (None, _) if !props.is_shown => t(Message::LoadingPast).to_owned(),
        (None, Some(name)) => [&fill(Message::Quoted, &[("text", name)]), " · ", words].concat(),
        (None, None) => words.to_owned(),
    }
}

/// The moment in words: its time where it is known, and its number.
fn words_of(props: &TimeSliderProps, moments: Option<&Moments>) -> String {
    if props.at == Seq::ZERO {
        return t(Message::AsItBegan).to_owned();
    }
    let known = moments.and_then(|moments| moments.moments.iter().rev().find(|moment| moment.seq <= props.at));
    let when = known.map(|moment| when(moment.at_ms)).unwrap_or_default();
    let (number, count) = (props.at.to_string(), props.newest.to_string());
    fill(Message::AsItWas, &[("when", &when), ("number", &number), ("count", &count)])
}

fn slider(props: &TimeSliderProps, moments: Option<&Moments>, words: String) -> Html {
    let first = moments.map_or(Seq::ZERO, |moments| moments.horizon);
    let oninput = props.on_go.reform(|event: InputEvent| {
        let value = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value_as_number());
        value.map(|value| Seq(value as u64))
    });
    let step = |label: Message, glyph: Glyph, to: Option<Seq>| {
        let to = to.filter(|seq| (first..=props.newest).contains(seq));
        let on_go = props.on_go.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if to.is_some() {
                on_go.emit(to);
            }
        });
        html! {
            <button type="button" class="button button-bare button-icon" title={t(label)} aria-label={t(label)}
                aria-disabled={to.is_none().to_string()} {onclick}>{ icon(glyph) }</button>
        }
    };
    let mark = |seq: Seq, name: &str| html! { <option key={seq.0} value={seq.to_string()} label={name.to_owned()} /> };
    html! {
        <span class="time-slider">
            { step(Message::PreviousChange, Glyph::Back, props.at.0.checked_sub(1).map(Seq)) }
            <input type="range" min={first.to_string()} max={props.newest.to_string()} value={props.at.to_string()}
                list="named-versions" aria-label={t(Message::PointInTime)} aria-valuetext={words} {oninput} />
            <datalist id="named-versions">
                { for props.named.list.iter().map(|version| mark(version.seq, &version.name)) }
            </datalist>
            { step(Message::NextChange, Glyph::Forward, Some(props.at.next())) }
        </span>
    }
}
