//! Colours as CSS writes them, read into ink.

use colorgrad::Color;
use serde_json::Value as Json;

use crate::{palette::Palette, shape::Ink};

/// Ink that differs less from the panel than this, as a ratio of luminances (WCAG), would not be seen.
const LEAST_CONTRAST: f64 = 1.4;

/// The ink of a CSS colour; `None` where it is none. Transparent is ink of alpha 0; of a gradient its last stop.
pub(crate) fn ink(json: &Json) -> Option<Ink> {
    match json {
        Json::String(text) => parse(text),
        Json::Object(gradient) => ink(gradient.get("stops")?.as_array()?.last()?.get("color")?),
        Json::Null => Some(Ink { rgb: [0; 3], alpha: 0.0 }),
        Json::Bool(_) | Json::Number(_) | Json::Array(_) => None,
    }
}

/// The ink of a colour in CSS.
pub(crate) fn parse(text: &str) -> Option<Ink> {
    let color: Color = text.parse().ok()?;
    let [red, green, blue, _] = color.to_rgba8();
    Some(Ink { rgb: [red, green, blue], alpha: f64::from(color.a).clamp(0.0, 1.0) })
}

/// The ink, or the text's colour where it would not be seen on the panel: black text in a dark theme.
pub(crate) fn legible(ink: Ink, palette: &Palette) -> Ink {
    let [ink_light, surface_light] = [ink.rgb, palette.surface.rgb].map(|rgb| luminance(rgb) + 0.05);
    let contrast = ink_light.max(surface_light) / ink_light.min(surface_light);
    if contrast < LEAST_CONTRAST { Ink { rgb: palette.text.rgb, ..ink } } else { ink }
}

/// The relative luminance of WCAG 2.2, from 0 to 1.
pub(crate) fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
