//! Mark: what is drawn, and its style, which is kept as it is written.

use serde_json::{Map, Value as Json};

use super::{
    cursor::Item,
    dropped::{Loss, Problem, Read},
    names::Named,
    put,
};
use crate::spec::{Mark, MarkType};

const STYLE: &str = "align angle aria ariaRole ariaRoleDescription aspect band bandSize baseline binSpacing blend borders box \
    clip color continuousBandSize cornerRadius cornerRadiusBottomLeft cornerRadiusBottomRight cornerRadiusEnd \
    cornerRadiusTopLeft cornerRadiusTopRight cursor description dir discreteBandSize dx dy ellipsis extent fill \
    fillOpacity filled font fontSize fontStyle fontWeight height href innerRadius interpolate invalid limit line \
    lineBreak lineHeight median minBandSize opacity order orient outerRadius outliers padAngle point radius \
    radius2 radius2Offset radiusOffset rule shape size smooth stroke strokeCap strokeDash strokeDashOffset \
    strokeJoin strokeMiterLimit strokeOffset strokeOpacity strokeWidth style tension text theta theta2 \
    theta2Offset thetaOffset thickness ticks timeUnitBandPosition timeUnitBandSize tooltip width x x2 x2Offset \
    xOffset y y2 y2Offset yOffset";

/// A mark as a name or an object.
pub(super) fn read(item: Item<'_>) -> Read<Mark> {
    if item.peek().is_string() {
        return Ok(Mark { mark: kind(&item)?, style: Map::new() });
    }
    let path = item.path().to_owned();
    let remedy = "name one, such as \"bar\" or {\"type\": \"bar\"}";
    let mut object = item.object().ok_or_else(|| Problem::new(&path, "a mark is a name or an object", remedy))?;
    let Some(name) = object.take("type") else { return Err(object.fault("the mark has no type", remedy)) };
    let mark = kind(&name)?;
    object.lacks("url", Loss::Content, "images are not drawn");
    object.lacks("time", Loss::Content, "charts are not animated");
    Ok(Mark { mark, style: object.keep(STYLE) })
}

fn kind(item: &Item<'_>) -> Read<MarkType> {
    let Some(mark) = item.peek().as_str().and_then(MarkType::of) else {
        let what = format!("{} is no mark that is known here", item.peek());
        return Err(Problem::new(item.path(), &what, &format!("use one of {}", MarkType::list())));
    };
    match mark {
        MarkType::Geoshape => item.note(Loss::Content, "maps are not drawn: there is no projection"),
        MarkType::Image => item.note(Loss::Content, "images are not drawn"),
        _ => {}
    }
    Ok(mark)
}

/// A mark as JSON.
pub(super) fn write(mark: &Mark) -> Json {
    let mut object = Map::new();
    put(&mut object, "type", Some(mark.mark.name()));
    object.extend(mark.style.clone());
    if mark.style.is_empty() { mark.mark.name().into() } else { Json::Object(object) }
}
