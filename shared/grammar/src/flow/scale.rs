//! Scale: of which type the scale of a channel is where nobody has said, as Vega-Lite's `compile/scale/type.ts`; and what
//! follows from the type: whether rows without a finite value have a place. Ranges are the drawer's.

use super::{
    channels::{has_scale, is_x_or_y},
    encoded::{Encoded, is_field},
    name,
};
use crate::spec::{Channel, ChannelDef, FieldType, MarkType, ScaleType};

/// The type of the channel's scale; `None` where it has none.
pub(crate) fn scale_type(
    channel: Channel,
    definition: &ChannelDef,
    mark: MarkType,
    encoded: &Encoded,
) -> Option<ScaleType> {
    if !has_scale(channel) || definition.scale == Some(None) || definition.field_type == Some(FieldType::Geojson) {
        return None;
    }
    let said = definition.scale.as_ref().and_then(Option::as_ref).and_then(|scale| scale.scale_type);
    let field_type = encoded.field_type(channel, definition);
    let said = said.filter(|said| suits(*said, field_type, definition));
    Some(said.unwrap_or_else(|| default(channel, definition, field_type, mark, encoded)))
}

/// Whether the scale can hold values of that type.
fn suits(scale: ScaleType, field_type: FieldType, definition: &ChannelDef) -> bool {
    if !is_field(definition) {
        return true;
    }
    match field_type {
        FieldType::Ordinal | FieldType::Nominal => is_discrete(scale),
        FieldType::Temporal => is_discrete(scale) || matches!(scale, ScaleType::Time | ScaleType::Utc),
        FieldType::Quantitative => !matches!(scale, ScaleType::Time | ScaleType::Utc),
        FieldType::Geojson => false,
    }
}

fn default(
    channel: Channel,
    definition: &ChannelDef,
    field_type: FieldType,
    mark: MarkType,
    encoded: &Encoded,
) -> ScaleType {
    let is_colour = matches!(channel, Channel::Color | Channel::Fill | Channel::Stroke);
    let has_discrete_range = matches!(channel, Channel::Shape | Channel::StrokeDash);
    match field_type {
        FieldType::Nominal | FieldType::Ordinal if is_colour || has_discrete_range => ScaleType::Ordinal,
        FieldType::Nominal | FieldType::Ordinal | FieldType::Geojson => discrete(channel, mark, encoded),
        _ if channel == Channel::Time => ScaleType::Band,
        _ if has_discrete_range => ScaleType::Ordinal,
        FieldType::Temporal if definition.time_unit.is_some_and(|unit| unit.utc) && !is_colour => ScaleType::Utc,
        FieldType::Temporal => ScaleType::Time,
        FieldType::Quantitative if is_colour && name::binning(definition).is_some() => ScaleType::BinOrdinal,
        FieldType::Quantitative => ScaleType::Linear,
    }
}

fn discrete(channel: Channel, mark: MarkType, encoded: &Encoded) -> ScaleType {
    let is_offset = matches!(channel, Channel::XOffset | Channel::YOffset);
    let has_offset = match channel {
        Channel::X => encoded.get(Channel::XOffset).is_some(),
        Channel::Y => encoded.get(Channel::YOffset).is_some(),
        _ => false,
    };
    let fills_band = matches!(mark, MarkType::Rect | MarkType::Bar | MarkType::Image | MarkType::Rule | MarkType::Tick);
    let is_arc = mark == MarkType::Arc && matches!(channel, Channel::Theta | Channel::Radius);
    let is_band =
        channel == Channel::Time || ((is_x_or_y(channel) || is_offset) && (fills_band || has_offset)) || is_arc;
    if is_band { ScaleType::Band } else { ScaleType::Point }
}

/// Whether its domain is a list of values.
pub(crate) fn is_discrete(scale: ScaleType) -> bool {
    matches!(scale, ScaleType::Ordinal | ScaleType::BinOrdinal | ScaleType::Point | ScaleType::Band)
}
