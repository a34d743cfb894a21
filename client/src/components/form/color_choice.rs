//! The choice of a fixed colour: the theme's own, one of the palette, or any other.

use chart::{Palette, Theme as ChartTheme};
use document::{Color, Property, Value};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Ground;
use crate::{
    locale::{Message, fill, t},
    theme::Theme,
};

#[derive(PartialEq, Properties)]
pub(super) struct ColorChoiceProps {
    pub(super) ground: Ground,
}

#[component]
pub(super) fn ColorChoice(props: &ColorChoiceProps) -> Html {
    let is_dark = use_context::<Theme>().is_some_and(|theme| theme.is_dark);
    let palette = Palette::of(if is_dark { ChartTheme::Dark } else { ChartTheme::Light });
    let chosen = props.ground.node.mark_color();
    let on_color = props.ground.on_set.reform(|color| (Property::MarkColor, Value::Color(color)));
    let disabled = !props.ground.editable;
    let swatch = |color: Option<Color>| {
        let label = color.map_or_else(|| t(Message::ThemeColor).to_owned(), |color| color.to_string());
        let style = format!("--swatch:{}", color.unwrap_or(palette.series[0]));
        let class = classes!("swatch", color.is_none().then_some("swatch-theme"));
        html! {
            <button key={label.clone()} type="button" role="radio" {class} {style} {disabled} title={label.clone()}
                aria-label={label} aria-checked={(color == chosen).to_string()}
                onclick={on_color.reform(move |_: MouseEvent| color)}></button>
        }
    };
    let own = chosen.filter(|chosen| !palette.series.contains(chosen));
    let hint =
        props.ground.node.name(Property::Color).map(|field| fill(Message::ColorDecidedByField, &[("field", field)]));
    html! {
        <div class="field">
            <span class="field-label">{ t(Message::MarkColor) }</span>
            <div class="swatches" role="radiogroup" aria-label={t(Message::MarkColor)}>
                { swatch(None) }
                { for palette.series.into_iter().skip(1).map(|color| swatch(Some(color))) }
                { own_color(own, disabled, &on_color) }
            </div>
            if let Some(hint) = hint {
                <span class="field-hint">{ hint }</span>
            }
        </div>
    }
}

fn own_color(own: Option<Color>, disabled: bool, on_color: &Callback<Option<Color>>) -> Html {
    let oninput = {
        let on_color = on_color.clone();
        Callback::from(move |event: InputEvent| {
            let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
            if let Some(color) = text.and_then(|text| text.parse().ok()) {
                on_color.emit(Some(color));
            }
        })
    };
    let style = own.map(|color| format!("background:{color}"));
    html! {
        <span class="swatch swatch-own" {style} aria-checked={own.map(|_| "true")} title={t(Message::OwnColor)}>
            <input type="color" aria-label={t(Message::OwnColor)} {disabled} {oninput}
                value={own.map_or_else(|| "#0072b2".to_owned(), |color| color.to_string())} />
        </span>
    }
}
