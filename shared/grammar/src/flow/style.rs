//! Style: what a mark says about itself or, where it says nothing, the config of its style, of its type or of all
//! marks, in that order, as Vega-Lite's `getMarkPropOrConfig`.

use serde_json::{Map, Value as Json};

use crate::{
    spec::{Mark, MarkType},
    vega_lite::Named,
};

/// What the mark says, or its config.
pub(crate) fn get<'a>(mark: &'a Mark, config: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    mark.style.get(name).or_else(|| configured(mark, config, name))
}

fn configured<'a>(mark: &'a Mark, config: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    let of_style = |style: &str| config.get("style")?.get(style)?.get(name);
    let styles: Vec<&str> = match mark.style.get("style") {
        Some(Json::String(style)) => vec![style],
        Some(Json::Array(styles)) => styles.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = mark.mark.name();
    let of_styles = styles.iter().rev().find_map(|style| of_style(style)).or_else(|| of_style(kind));
    of_styles.or_else(|| config.get(kind)?.get(name)).or_else(|| config.get("mark")?.get(name))
}

/// The mark with its config written into its style.
pub(crate) fn merged(mark: &Mark, config: &Map<String, Json>) -> Mark {
    let mut all = Map::new();
    let layers = [config.get("mark"), config.get(mark.mark.name())];
    let names = layers.into_iter().flatten().filter_map(Json::as_object).flat_map(Map::keys);
    let of_styles = config.get("style").and_then(Json::as_object).into_iter().flat_map(Map::values);
    let names = names.chain(of_styles.filter_map(Json::as_object).flat_map(Map::keys));
    for name in names {
        if let Some(value) = get(mark, config, name) {
            all.insert(name.clone(), value.clone());
        }
    }
    all.extend(mark.style.clone());
    Mark { mark: mark.mark, style: all }
}

/// Whether its colour fills it.
pub(crate) fn is_filled(mark: &Mark, config: &Map<String, Json>) -> bool {
    let by_default = !matches!(mark.mark, MarkType::Point | MarkType::Line | MarkType::Rule);
    get(mark, config, "filled").and_then(Json::as_bool).unwrap_or(by_default)
}

/// Whether a mark fills a rectangle of its bands.
pub(crate) fn is_rectangular(mark: MarkType) -> bool {
    matches!(mark, MarkType::Rect | MarkType::Bar | MarkType::Image | MarkType::Arc | MarkType::Tick)
}

/// Whether a mark connects its rows.
pub(crate) fn is_path(mark: MarkType) -> bool {
    matches!(mark, MarkType::Line | MarkType::Area | MarkType::Trail)
}

/// Where in the band of a time unit the mark stands, 0 to 1; `None` where it does not matter.
pub(crate) fn time_unit_band(mark: &Mark, config: &Map<String, Json>) -> Option<f64> {
    let by_default = is_rectangular(mark.mark).then_some(0.5);
    get(mark, config, "timeUnitBandPosition").and_then(Json::as_f64).or(by_default)
}

/// What is done with rows that a scale has no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// Left out.
    Filter,
    /// Kept: paths break there. Other marks leave them out.
    Break,
    /// Shown like any other.
    Show,
}

/// How the mark handles rows that a scale has no place for.
pub(crate) fn invalid(mark: &Mark, config: &Map<String, Json>) -> Invalid {
    let is_path = is_path(mark.mark);
    let by_default = if is_path { Invalid::Break } else { Invalid::Filter };
    match get(mark, config, "invalid") {
        Some(Json::Null) => Invalid::Show,
        Some(Json::String(mode)) => match mode.as_str() {
            "show" => Invalid::Show,
            "filter" => Invalid::Filter,
            "break-paths-filter-domains" | "break-paths-show-domains" if is_path => Invalid::Break,
            "break-paths-filter-domains" | "break-paths-show-domains" => Invalid::Filter,
            _ => by_default,
        },
        _ => by_default,
    }
}

/// How the mark's items are described to assistive technology: what the mark says, or what Vega says of its kind.
pub(crate) fn role(mark: &Mark, config: &Map<String, Json>) -> String {
    if let Some(role) = get(mark, config, "ariaRoleDescription").and_then(Json::as_str) {
        return role.to_owned();
    }
    let name = mark.mark.name();
    match mark.mark {
        MarkType::Area
        | MarkType::Line
        | MarkType::Trail
        | MarkType::Rect
        | MarkType::Rule
        | MarkType::Text
        | MarkType::Arc
        | MarkType::Image => format!("{name} mark"),
        MarkType::Bar
        | MarkType::Point
        | MarkType::Tick
        | MarkType::Circle
        | MarkType::Square
        | MarkType::Geoshape
        | MarkType::Boxplot
        | MarkType::ErrorBar
        | MarkType::ErrorBand => name.to_owned(),
    }
}
