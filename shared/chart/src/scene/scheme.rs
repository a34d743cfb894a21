//! Schemes: colours by name. Sequences and diverging ones are colorgrad's presets; the sets for categories are those
//! of D3, Tableau and ColorBrewer that specs name.

use colorgrad::{Gradient, preset};
use serde_json::Value as Json;

use super::css;
use crate::{palette::Palette, shape::Ink};

/// How many colours of a gradient are kept; between them is mixed.
const STOPS: usize = 33;
/// The default sequence ends before its lightest yellow, which is hard to see on a light panel, and begins after its
/// darkest violet on a dark one.
const MOST_LIGHT: f32 = 0.9;
const LEAST_LIGHT: f32 = 0.15;

/// The colours of a scheme: of a set in order, of a gradient from low to high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scheme {
    Set(Vec<Ink>),
    Gradient(Vec<Ink>),
}

/// The scheme of this name, as Vega names it; case does not matter. `None`: there is none.
pub(crate) fn named(name: &str, palette: &Palette) -> Option<Scheme> {
    let name = name.to_ascii_lowercase();
    if name == "okabeito" || name == "ashboard" {
        return Some(Scheme::Set(categories(palette)));
    }
    if let Some(set) = set(&name) {
        return Some(Scheme::Set(set.iter().map(|hex| opaque(*hex)).collect()));
    }
    // `blues-9` takes so many colours of the gradient.
    let (name, count) = match name.rsplit_once('-') {
        Some((name, count)) => (name.to_owned(), count.parse::<usize>().ok()),
        None => (name, None),
    };
    let gradient = gradient(&name)?;
    match count.filter(|count| (2..=64).contains(count)) {
        Some(count) => Some(Scheme::Set(gradient.colors(count).map(ink).collect())),
        None => Some(Scheme::Gradient(gradient.colors(STOPS).map(ink).collect())),
    }
}

/// The scheme that a scale's `scheme` or `range` says: a name, colours, or an object with a name and an extent.
pub(crate) fn of_json(json: &Json, palette: &Palette) -> Option<Scheme> {
    match json {
        Json::String(name) => named(name, palette).or_else(|| config_range(name, palette)),
        Json::Array(colors) => {
            let inks: Vec<Ink> = colors.iter().filter_map(css::ink).collect();
            (!inks.is_empty()).then_some(Scheme::Set(inks))
        }
        Json::Object(object) => {
            let scheme = of_json(object.get("name").or_else(|| object.get("scheme"))?, palette)?;
            let extent: Option<Vec<f64>> = object
                .get("extent")
                .and_then(Json::as_array)
                .map(|ends| ends.iter().filter_map(Json::as_f64).collect());
            match (scheme, extent.as_deref()) {
                (Scheme::Gradient(inks), Some(&[from, to])) => {
                    let at = |index: usize| mixed(&inks, from + (to - from) * index as f64 / (STOPS - 1) as f64);
                    Some(Scheme::Gradient((0..STOPS).map(at).collect()))
                }
                (scheme, _) => Some(scheme),
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

/// The colours of categories: the palette's, in its rounds.
pub(crate) fn categories(palette: &Palette) -> Vec<Ink> {
    (0..palette.series.len() * 3).map(|index| palette.series(index).into()).collect()
}

/// The colours of a sequence.
pub(crate) fn sequence(palette: &Palette) -> Vec<Ink> {
    let is_light = css::luminance(palette.surface.rgb) > 0.5;
    let viridis = preset::viridis();
    let (from, to) = if is_light { (0.0, MOST_LIGHT) } else { (LEAST_LIGHT, 1.0) };
    let share = |index: usize| from + (to - from) * index as f32 / (STOPS - 1) as f32;
    let mut inks: Vec<Ink> = (0..STOPS).map(|index| ink(viridis.at(share(index)))).collect();
    if is_light {
        inks.reverse();
    }
    inks
}

/// The colours of a range with a middle.
pub(crate) fn diverging() -> Vec<Ink> {
    let mut inks: Vec<Ink> = preset::rd_bu().colors(STOPS).map(ink).collect();
    inks.reverse();
    inks
}

/// The colour at a share of a gradient.
pub(crate) fn mixed(inks: &[Ink], share: f64) -> Ink {
    let Some(last) = inks.len().checked_sub(1) else { return Ink { rgb: [128; 3], alpha: 1.0 } };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let index = (place.floor() as usize).min(last.saturating_sub(1));
    let (from, to) = (inks[index], inks[(index + 1).min(last)]);
    let part = place - index as f64;
    let blend = |from: f64, to: f64| from + (to - from) * part;
    let channel = |at: usize| blend(f64::from(from.rgb[at]), f64::from(to.rgb[at])).round() as u8;
    Ink { rgb: [channel(0), channel(1), channel(2)], alpha: blend(from.alpha, to.alpha) }
}

fn config_range(name: &str, palette: &Palette) -> Option<Scheme> {
    match name {
        "category" => Some(Scheme::Set(categories(palette))),
        "diverging" => Some(Scheme::Gradient(diverging())),
        "heatmap" | "ramp" | "ordinal" => Some(Scheme::Gradient(sequence(palette))),
        _ => None,
    }
}

fn ink(color: colorgrad::Color) -> Ink {
    let [red, green, blue, _] = color.to_rgba8();
    Ink::opaque([red, green, blue])
}

fn opaque(hex: u32) -> Ink {
    let [_, red, green, blue] = hex.to_be_bytes();
    Ink::opaque([red, green, blue])
}

fn gradient(name: &str) -> Option<Box<dyn Gradient>> {
    Some(match name {
        "blues" | "tealblues" => preset::blues().boxed(),
        "greens" | "teals" => preset::greens().boxed(),
        "greys" | "warmgreys" | "lightgreyred" | "lightgreyteal" => preset::greys().boxed(),
        "oranges" | "browns" | "lightorange" => preset::oranges().boxed(),
        "purples" => preset::purples().boxed(),
        "reds" => preset::reds().boxed(),
        "viridis" => preset::viridis().boxed(),
        "inferno" => preset::inferno().boxed(),
        "magma" => preset::magma().boxed(),
        "plasma" => preset::plasma().boxed(),
        "cividis" => preset::cividis().boxed(),
        "turbo" => preset::turbo().boxed(),
        "bluegreen" | "lighttealblue" => preset::bu_gn().boxed(),
        "bluepurple" => preset::bu_pu().boxed(),
        "greenblue" => preset::gn_bu().boxed(),
        "orangered" => preset::or_rd().boxed(),
        "purplebluegreen" => preset::pu_bu_gn().boxed(),
        "purpleblue" => preset::pu_bu().boxed(),
        "purplered" => preset::pu_rd().boxed(),
        "redpurple" => preset::rd_pu().boxed(),
        "yellowgreenblue" | "lightmulti" => preset::yl_gn_bu().boxed(),
        "yellowgreen" | "goldgreen" => preset::yl_gn().boxed(),
        "yelloworangebrown" | "goldorange" => preset::yl_or_br().boxed(),
        "yelloworangered" | "goldred" => preset::yl_or_rd().boxed(),
        "darkblue" | "darkgreen" | "darkmulti" => preset::viridis().boxed(),
        "darkgold" | "darkred" => preset::inferno().boxed(),
        "brownbluegreen" => preset::br_bg().boxed(),
        "purplegreen" => preset::pr_gn().boxed(),
        "pinkyellowgreen" => preset::pi_yg().boxed(),
        "purpleorange" | "blueorange" => preset::pu_or().boxed(),
        "redblue" => preset::rd_bu().boxed(),
        "redgrey" => preset::rd_gy().boxed(),
        "redyellowblue" => preset::rd_yl_bu().boxed(),
        "redyellowgreen" => preset::rd_yl_gn().boxed(),
        "spectral" => preset::spectral().boxed(),
        "rainbow" => preset::rainbow().boxed(),
        "sinebow" => preset::sinebow().boxed(),
        _ => return None,
    })
}

fn set(name: &str) -> Option<&'static [u32]> {
    Some(match name {
        "category10" => {
            &[0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22, 0x17becf]
        }
        "tableau10" => {
            &[0x4c78a8, 0xf58518, 0xe45756, 0x72b7b2, 0x54a24b, 0xeeca3b, 0xb279a2, 0xff9da6, 0x9d755d, 0xbab0ac]
        }
        "category20" | "tableau20" | "category20b" | "category20c" => &[
            0x1f77b4, 0xaec7e8, 0xff7f0e, 0xffbb78, 0x2ca02c, 0x98df8a, 0xd62728, 0xff9896, 0x9467bd, 0xc5b0d5,
            0x8c564b, 0xc49c94, 0xe377c2, 0xf7b6d2, 0x7f7f7f, 0xc7c7c7, 0xbcbd22, 0xdbdb8d, 0x17becf, 0x9edae5,
        ],
        "accent" => &[0x7fc97f, 0xbeaed4, 0xfdc086, 0xffff99, 0x386cb0, 0xf0027f, 0xbf5b17, 0x666666],
        "dark2" => &[0x1b9e77, 0xd95f02, 0x7570b3, 0xe7298a, 0x66a61e, 0xe6ab02, 0xa6761d, 0x666666],
        "paired" => &[
            0xa6cee3, 0x1f78b4, 0xb2df8a, 0x33a02c, 0xfb9a99, 0xe31a1c, 0xfdbf6f, 0xff7f00, 0xcab2d6, 0x6a3d9a,
            0xffff99, 0xb15928,
        ],
        "pastel1" => &[0xfbb4ae, 0xb3cde3, 0xccebc5, 0xdecbe4, 0xfed9a6, 0xffffcc, 0xe5d8bd, 0xfddaec, 0xf2f2f2],
        "pastel2" => &[0xb3e2cd, 0xfdcdac, 0xcbd5e8, 0xf4cae4, 0xe6f5c9, 0xfff2ae, 0xf1e2cc, 0xcccccc],
        "set1" => &[0xe41a1c, 0x377eb8, 0x4daf4a, 0x984ea3, 0xff7f00, 0xffff33, 0xa65628, 0xf781bf, 0x999999],
        "set2" => &[0x66c2a5, 0xfc8d62, 0x8da0cb, 0xe78ac3, 0xa6d854, 0xffd92f, 0xe5c494, 0xb3b3b3],
        "set3" => &[
            0x8dd3c7, 0xffffb3, 0xbebada, 0xfb8072, 0x80b1d3, 0xfdb462, 0xb3de69, 0xfccde5, 0xd9d9d9, 0xbc80bd,
            0xccebc5, 0xffed6f,
        ],
        _ => return None,
    })
}
