//! Orient: whether a mark stands upright or lies. Follows `orient` of Vega-Lite's `compile/mark/init.ts`, rule by rule.

use serde_json::{Map, Value as Json};

use super::{
    encoded::{Encoded, is_datum, is_field, is_measure},
    name::{binning, is_binned},
    style,
};
use crate::spec::{Channel, ChannelDef, FieldType, Mark, MarkType};

/// Whether the mark stands upright; `None` where it does not matter.
pub(crate) fn is_vertical(mark: &Mark, encoded: &Encoded, config: &Map<String, Json>) -> Option<bool> {
    let said = style::get(mark, config, "orient").and_then(Json::as_str).map(|orient| orient == "vertical");
    let (x, y) = (encoded.get(Channel::X), encoded.get(Channel::Y));
    let (x2, y2) = (encoded.get(Channel::X2).is_some(), encoded.get(Channel::Y2).is_some());
    match mark.mark {
        MarkType::Bar | MarkType::Text => {
            bar(x, y, [x2, y2], said).unwrap_or_else(|| ranged(x, y, [x2, y2], mark.mark, said))
        }
        MarkType::Rule | MarkType::Area => ranged(x, y, [x2, y2], mark.mark, said),
        MarkType::Line | MarkType::Tick => by_measure(x, y, mark.mark, said),
        MarkType::Trail
        | MarkType::Arc
        | MarkType::Geoshape
        | MarkType::Boxplot
        | MarkType::ErrorBar
        | MarkType::ErrorBand => Some(true),
        MarkType::Point | MarkType::Circle | MarkType::Square | MarkType::Rect | MarkType::Image => None,
    }
}

/// Rules for bars and text alone; `None` falls through to those of ranges.
fn bar(
    x: Option<&ChannelDef>,
    y: Option<&ChannelDef>,
    [x2, y2]: [bool; 2],
    said: Option<bool>,
) -> Option<Option<bool>> {
    let aggregates = |a: Option<&ChannelDef>, b: Option<&ChannelDef>| {
        let aggregate =
            |definition: Option<&ChannelDef>| definition.is_some_and(|def| is_field(def) && def.aggregate.is_some());
        aggregate(a) && !aggregate(b)
    };
    if x.is_some_and(is_field) && (binned(x) || aggregates(y, x)) {
        return Some(Some(true));
    }
    if y.is_some_and(is_field) && (binned(y) || aggregates(x, y)) {
        return Some(Some(false));
    }
    if (x2 || y2) && said.is_some() {
        return Some(said);
    }
    match [x2, y2] {
        [false, true] => Some(Some(!(unbinned(x) && binned(y)))),
        [true, false] => Some(Some(unbinned(y) && binned(x))),
        _ => None,
    }
}

fn binned(definition: Option<&ChannelDef>) -> bool {
    definition.is_some_and(|definition| is_field(definition) && is_binned(definition))
}

fn unbinned(definition: Option<&ChannelDef>) -> bool {
    definition.is_some_and(|definition| {
        let is_quantitative = definition.field_type == Some(FieldType::Quantitative);
        let is_field = is_field(definition) && is_quantitative && binning(definition).is_none();
        is_field || (is_datum(definition) && is_measure(definition))
    })
}

fn ranged(
    x: Option<&ChannelDef>,
    y: Option<&ChannelDef>,
    [x2, y2]: [bool; 2],
    mark: MarkType,
    said: Option<bool>,
) -> Option<bool> {
    if mark != MarkType::Area && x2 && !binned(x) && y2 && !binned(y) {
        return None;
    }
    if y2 {
        return Some(!binned(y));
    }
    if x2 {
        return Some(binned(x));
    }
    match (mark, x.is_some(), y.is_some()) {
        (MarkType::Rule, true, false) => Some(true),
        (MarkType::Rule, false, true) => Some(false),
        _ => by_measure(x, y, mark, said),
    }
}

fn by_measure(x: Option<&ChannelDef>, y: Option<&ChannelDef>, mark: MarkType, said: Option<bool>) -> Option<bool> {
    if said.is_some() {
        return said;
    }
    let is_temporal = |definition: Option<&ChannelDef>| {
        definition.is_some_and(|def| is_field(def) && def.field_type == Some(FieldType::Temporal))
    };
    match (x.is_some_and(is_measure), y.is_some_and(is_measure)) {
        (true, false) => Some(mark == MarkType::Tick),
        (false, true) => Some(mark != MarkType::Tick),
        (true, true) => Some(true),
        (false, false) => match (is_temporal(x), is_temporal(y)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        },
    }
}
