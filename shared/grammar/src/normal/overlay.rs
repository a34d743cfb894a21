//! Overlay: points on a line, a line along the edge of an area: layers of the same encoding. A line that has an end is a
//! rule. Follows `pathoverlay.ts` and `ruleforrangedline.ts`.

use serde_json::{Map, Value as Json};

use crate::{
    flow::{
        channels::main_channel,
        encoded::{Encoded, is_datum, is_field},
        name, orient,
        stack::Stack,
        style,
    },
    spec::{Body, Channel, Encoding, Mark, MarkType, Spec, StackMode},
    vega_lite::Named,
};

/// How opaque an area is beneath its overlay, if it does not say so.
const AREA_OPACITY: f64 = 0.7;

/// The view with its overlays as layers; a view without overlays stays as it is.
pub(super) fn layered(spec: Spec, mark: Mark, config: &Map<String, Json>) -> Spec {
    let overlays = overlays(&spec.encoding, &mark, config);
    if overlays.is_empty() {
        return Spec { body: Body::Unit(unranged(plain(mark), &spec.encoding)), ..spec };
    }
    let Spec { name, params, encoding, mut layout, .. } = spec;
    let over = overlaid(&encoding, &mark, config);
    let projection = layout.shift_remove("projection");
    let view = |mark: Mark, encoding: Encoding| {
        let layout = projection.iter().map(|projection| ("projection".to_owned(), projection.clone())).collect();
        Spec { encoding, layout, body: Body::Unit(mark), ..Spec::default() }
    };
    let mut base = encoding;
    base.0.retain(|(channel, _)| *channel != Channel::Shape);
    let beneath = unranged(beneath(mark, config), &base);
    let base = Spec { name, params, ..view(beneath, base) };
    let mut within = config.clone();
    forget(&mut within);
    // A line over an area is a line like any other: shapes put points on it.
    let layers = overlays.into_iter().map(|mark| layered(view(mark.clone(), over.clone()), mark, &within));
    let views = std::iter::once(base).chain(layers).collect();
    let (name, params, encoding) = (None, Vec::new(), Encoding::default());
    Spec { name, params, encoding, layout, body: Body::Layer(views), ..spec }
}

/// A line that has an end is a rule.
fn unranged(mark: Mark, encoding: &Encoding) -> Mark {
    if is_ranged_line(encoding, mark.mark) { Mark { mark: MarkType::Rule, ..mark } } else { mark }
}

/// Takes overlays out of a config, once they are layers.
pub(super) fn forget(config: &mut Map<String, Json>) {
    for mark in ["line", "area", "rule", "trail"] {
        if let Some(Json::Object(style)) = config.get_mut(mark) {
            style.shift_remove("point");
            style.shift_remove("line");
        }
    }
}

/// A mark without what its overlays were said by.
fn plain(mut mark: Mark) -> Mark {
    if matches!(mark.mark, MarkType::Line | MarkType::Area | MarkType::Rule | MarkType::Trail) {
        mark.style.shift_remove("point");
        mark.style.shift_remove("line");
    }
    mark
}

fn beneath(mark: Mark, config: &Map<String, Json>) -> Mark {
    let says = |key| style::get(&mark, config, key).is_some();
    let is_opaque = mark.mark == MarkType::Area && !says("opacity") && !says("fillOpacity");
    let mut mark = plain(mark);
    if is_opaque {
        mark.style.insert("opacity".to_owned(), AREA_OPACITY.into());
    }
    mark
}

/// The marks above a mark.
fn overlays(encoding: &Encoding, mark: &Mark, config: &Map<String, Json>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let of_config = |key: &str| config.get(mark.mark.name()).and_then(|config| config.get(key));
    let has_points = matches!(mark.mark, MarkType::Line | MarkType::Rule | MarkType::Trail | MarkType::Area);
    if let Some(line) = said(mark.style.get("line"), of_config("line")).filter(|_| mark.mark == MarkType::Area) {
        let mut style = picked(mark, &["clip", "interpolate", "tension", "tooltip"]);
        style.extend(line);
        marks.push(Mark { mark: MarkType::Line, style });
    }
    let shapes = || encoding.get(Channel::Shape).is_some().then(Map::new).filter(|_| mark.style.get("point").is_none());
    if let Some(point) = said(mark.style.get("point"), of_config("point")).or_else(shapes).filter(|_| has_points) {
        let mut style = Map::new();
        style.insert("opacity".to_owned(), 1.into());
        style.insert("filled".to_owned(), true.into());
        style.extend(picked(mark, &["clip", "tooltip"]));
        style.extend(point);
        marks.push(Mark { mark: MarkType::Point, style });
    }
    marks
}

/// The style of an overlay; `None` where it is not wanted.
fn said(own: Option<&Json>, config: Option<&Json>) -> Option<Map<String, Json>> {
    match own.or(config)? {
        Json::Object(style) => Some(style.clone()),
        Json::String(word) if word == "transparent" => Some(Map::from_iter([("opacity".to_owned(), 0.into())])),
        Json::Null | Json::Bool(false) => None,
        Json::Bool(true) | Json::Number(_) | Json::String(_) | Json::Array(_) => Some(Map::new()),
    }
}

fn picked(mark: &Mark, keys: &[&str]) -> Map<String, Json> {
    let picked = mark.style.iter().filter(|(key, _)| keys.contains(&key.as_str()));
    picked.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The encoding of what lies above: stacked as the mark beneath, without ends.
fn overlaid(encoding: &Encoding, mark: &Mark, config: &Map<String, Json>) -> Encoding {
    let mut over = encoding.clone();
    let encoded = Encoded::new(encoding, mark.mark, style::is_filled(mark, config));
    let is_vertical = orient::is_vertical(mark, &encoded, config);
    if let Some(stack) = Stack::of(mark.mark, is_vertical, &encoded) {
        let stacked = over.0.iter_mut().filter(|(channel, _)| *channel == stack.channel);
        for definition in stacked.flat_map(|(_, definitions)| definitions) {
            definition.stack = Some(StackMode::On(stack.offset));
        }
    }
    over.0.retain(|(channel, _)| !matches!(channel, Channel::X2 | Channel::Y2));
    over
}

/// Whether it is a line with an end on a channel that does not hold bins.
fn is_ranged_line(encoding: &Encoding, mark: MarkType) -> bool {
    let has_end = |channel: Channel| {
        let main = encoding.get(main_channel(channel));
        let is_open = main.is_some_and(|main| (is_field(main) && !name::is_binned(main)) || is_datum(main));
        encoding.get(channel).is_some() && is_open
    };
    let ends = [Channel::X2, Channel::Y2, Channel::Latitude2, Channel::Longitude2, Channel::Theta2, Channel::Radius2];
    mark == MarkType::Line && ends.into_iter().any(has_end)
}
