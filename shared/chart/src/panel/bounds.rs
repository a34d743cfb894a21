//! Thresholds as layers of Vega-Lite: a rule at each, a rectangle up to the next one where it is filled, and its words.
//! They are read back only where they stand as they are written here: any other layers are somebody's chart.

use grammar::vega_lite::{read, write};
use serde_json::{Map, Value as Json, json};

use crate::threshold::Threshold;

/// What the name of a layer of ours begins with.
const NAME: &str = "threshold ";
/// Members of a spec that belong to the chart below the thresholds, and not to the whole.
const OF_CHART: [&str; 3] = ["mark", "encoding", "layer"];
/// Members of a spec of several panels; these have no thresholds.
const OF_PANELS: [&str; 6] = ["hconcat", "vconcat", "concat", "spec", "facet", "repeat"];
/// The colour of a line that has none: readable on light and on dark.
const COLOR: &str = "#7a828b";

/// Lays thresholds over the chart of a spec; a spec of several panels stays as it is.
pub(super) fn laid_over(spec: &mut Json, thresholds: &[Threshold]) {
    let Some(members) = spec.as_object_mut() else { return };
    let is_split = |encoding: &Json| ["row", "column", "facet"].iter().any(|channel| encoding.get(*channel).is_some());
    let is_of_panels = OF_PANELS.iter().any(|member| members.contains_key(*member));
    if thresholds.is_empty() || is_of_panels || members.get("encoding").is_some_and(is_split) {
        return;
    }
    let lies = lies(members);
    let chart: Map<String, Json> = OF_CHART.iter().filter_map(|member| members.shift_remove_entry(*member)).collect();
    let layers = std::iter::once(Json::Object(chart)).chain(layers(thresholds, lies)).collect();
    members.insert("layer".to_owned(), Json::Array(layers));
}

/// Takes thresholds off again; those of another program stay layers.
pub(super) fn taken_off(spec: &mut Json) -> Vec<Threshold> {
    let Some(Json::Array(all)) = spec.get("layer") else { return Vec::new() };
    let [Json::Object(chart), ours @ ..] = all.as_slice() else { return Vec::new() };
    let thresholds = said(ours);
    let is_ours = !thresholds.is_empty() && ours == plain(&layers(&thresholds, lies(chart)));
    let chart = chart.clone();
    let Some(members) = spec.as_object_mut().filter(|_| is_ours) else { return Vec::new() };
    members.shift_remove("layer");
    members.extend(chart);
    thresholds
}

/// Whether values lie along x.
fn lies(chart: &Map<String, Json>) -> bool {
    let is_of_type = |channel: &str, types: &[&str]| {
        let said = chart.get("encoding").and_then(|encoding| encoding.get(channel)?.get("type")?.as_str());
        said.is_some_and(|said| types.contains(&said))
    };
    is_of_type("y", &["nominal", "ordinal"]) && is_of_type("x", &["quantitative"])
}

fn layers(thresholds: &[Threshold], lies: bool) -> Vec<Json> {
    let (along, end, across) = if lies { ("x", "x2", "y") } else { ("y", "y2", "x") };
    let mut layers = Vec::new();
    for (place, threshold) in thresholds.iter().enumerate() {
        let color = threshold.color.map_or_else(|| COLOR.to_owned(), |color| color.to_string());
        let name = |part: &str| format!("{NAME}{place} {part}");
        let at = json!({ "datum": threshold.at });
        if threshold.is_filled {
            let far = if lies { json!("width") } else { json!(0) };
            let next = thresholds.get(place + 1).map_or(json!({ "value": far }), |next| json!({ "datum": next.at }));
            let mark = json!({ "type": "rect", "color": color, "opacity": 0.1 });
            layers.push(json!({ "name": name("fill"), "mark": mark, "encoding": { along: at, end: next } }));
        }
        let mark = json!({ "type": "rule", "color": color, "strokeWidth": 1.5 });
        layers.push(json!({ "name": name("line"), "mark": mark, "encoding": { along: at } }));
        if !threshold.words.is_empty() {
            let (edge, align) = if lies { (json!(0), "left") } else { (json!("width"), "right") };
            let (dx, dy) = if lies { (4, 8) } else { (-4, -6) };
            let mark = json!({ "type": "text", "align": align, "dx": dx, "dy": dy });
            let encoding = json!({ along: at, across: { "value": edge }, "text": { "value": threshold.words } });
            layers.push(json!({ "name": name("words"), "mark": mark, "encoding": encoding }));
        }
    }
    layers
}

/// What the layers say, if they are thresholds.
fn said(layers: &[Json]) -> Vec<Threshold> {
    let mut thresholds: Vec<Threshold> = Vec::new();
    let mut is_filled = false;
    for layer in layers {
        let part = layer["name"].as_str().and_then(|name| name.strip_prefix(NAME)?.split(' ').nth(1));
        let encoding = &layer["encoding"];
        let at = ["y", "x"].iter().find_map(|channel| encoding[*channel]["datum"].as_f64());
        match (part, at) {
            (Some("fill"), _) => is_filled = true,
            (Some("line"), Some(at)) => {
                let color = layer["mark"]["color"].as_str().filter(|color| *color != COLOR);
                let color = color.and_then(|color| color.parse().ok());
                thresholds.push(Threshold { at, color, is_filled, words: String::new() });
                is_filled = false;
            }
            (Some("words"), _) => {
                if let (Some(last), Some(words)) = (thresholds.last_mut(), encoding["text"]["value"].as_str()) {
                    words.clone_into(&mut last.words);
                }
            }
            _ => return Vec::new(),
        }
    }
    thresholds
}

/// Layers as they are written once they were read.
fn plain(layers: &[Json]) -> Vec<Json> {
    let read = read(&json!({ "layer": layers })).map(|(spec, _)| write(&spec));
    match read.ok().and_then(|mut spec| spec.get_mut("layer").map(Json::take)) {
        Some(Json::Array(layers)) => layers,
        _ => Vec::new(),
    }
}
