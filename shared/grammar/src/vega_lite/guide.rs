//! Guide: axes, legends and headers are kept as they are written; here stands what the drawing understands of them.

use serde_json::{Map, Value as Json};

use super::{cursor::Item, dropped::Loss};
use crate::spec::Channel;

/// What a guide says and nothing here draws.
const UNDRAWN: [&str; 3] = ["labelExpr", "style", "translate"];

/// What axes, legends and headers say alike, or what only one of them says and the others do not mind.
const KNOWN: &str = "aria bandPosition clipHeight columnPadding columns cornerRadius description direction domain domainCap \
    domainColor domainDash domainDashOffset domainOpacity domainWidth fillColor format formatType gradientLength \
    gradientOpacity gradientStrokeColor gradientStrokeWidth gradientThickness grid gridAlign gridCap gridColor \
    gridDash gridDashOffset gridOpacity gridWidth labelAlign labelAnchor labelAngle labelBaseline labelBound \
    labelColor labelFlush labelFlushOffset labelFont labelFontSize labelFontStyle labelFontWeight labelLimit \
    labelLineHeight labelOffset labelOpacity labelOrient labelOverlap labelPadding labelSeparation labels \
    legendX legendY maxExtent minExtent offset orient padding position rowPadding strokeColor symbolDash \
    symbolDashOffset symbolFillColor symbolLimit symbolOffset symbolOpacity symbolSize symbolStrokeColor \
    symbolStrokeWidth symbolType tickBand tickCap tickColor tickCount tickDash tickDashOffset tickExtra \
    tickMinStep tickOffset tickOpacity tickRound tickSize tickWidth ticks title titleAlign titleAnchor \
    titleAngle titleBaseline titleColor titleFont titleFontSize titleFontStyle titleFontWeight titleLimit \
    titleLineHeight titleOpacity titleOrient titlePadding titleX titleY type values zindex";

/// Under which key the guide of a channel stands.
pub(super) fn key(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::X | Channel::Y => Some("axis"),
        Channel::Facet | Channel::Row | Channel::Column => Some("header"),
        Channel::Color
        | Channel::Fill
        | Channel::Stroke
        | Channel::Opacity
        | Channel::FillOpacity
        | Channel::StrokeOpacity
        | Channel::StrokeWidth
        | Channel::StrokeDash
        | Channel::Size
        | Channel::Angle
        | Channel::Shape => Some("legend"),
        _ => None,
    }
}

/// A guide; `None` is explicitly none.
pub(super) fn read(item: Item<'_>) -> Option<Map<String, Json>> {
    match item.peek() {
        Json::Null | Json::Bool(false) => return None,
        Json::Bool(true) => return Some(Map::new()),
        Json::Number(_) | Json::String(_) | Json::Array(_) | Json::Object(_) => {}
    }
    let mut object = item.object()?;
    for key in UNDRAWN {
        object.lacks(key, Loss::Looks, "the drawing does not look at this");
    }
    Some(object.keep(KNOWN))
}
