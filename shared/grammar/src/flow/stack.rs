//! Stack: whether the marks stand on each other, along which channel, and in groups of what. Follows `stack` of
//! Vega-Lite's `stack.ts`, rule by rule; the arithmetic is the table's.

use super::{
    channels::secondary_channel,
    encoded::{Encoded, field_def, is_datum, is_field, is_measure},
    name,
};
use crate::spec::{Channel, ChannelDef, MarkType, Offset, StackMode};

/// How marks stand on each other.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    /// Along which channel.
    pub(crate) channel: Channel,
    /// The channels whose values are one stack each.
    pub(crate) dimensions: Vec<Channel>,
    /// The columns that tell the parts of a stack apart.
    pub(crate) by: Vec<String>,
    pub(crate) offset: Offset,
}

/// Channels without a position, in Vega-Lite's order; the tooltip does not count.
const DETAILS: [Channel; 19] = [
    Channel::Color,
    Channel::Fill,
    Channel::Stroke,
    Channel::Time,
    Channel::Opacity,
    Channel::FillOpacity,
    Channel::StrokeOpacity,
    Channel::StrokeWidth,
    Channel::StrokeDash,
    Channel::Size,
    Channel::Angle,
    Channel::Shape,
    Channel::Order,
    Channel::Text,
    Channel::Detail,
    Channel::Key,
    Channel::Href,
    Channel::Url,
    Channel::Description,
];

impl Stack {
    /// How these marks stack, if they do.
    pub(crate) fn of(mark: MarkType, is_vertical: Option<bool>, encoded: &Encoded) -> Option<Self> {
        use MarkType::{Arc, Area, Bar, Circle, Line, Point, Rule, Square, Text, Tick};
        if !matches!(mark, Arc | Bar | Area | Rule | Point | Circle | Square | Line | Text | Tick) {
            return None;
        }
        let channel = candidate(encoded, [Channel::X, Channel::Y], mark, is_vertical)
            .or_else(|| candidate(encoded, [Channel::Theta, Channel::Radius], mark, is_vertical))?;
        let stacked = encoded.get(channel)?;
        let offset = match stacked.stack {
            Some(StackMode::Off) => return None,
            Some(StackMode::On(offset)) => offset,
            None if matches!(mark, Bar | Area | Arc) => Offset::Zero,
            None => return None,
        };
        let dimensions = dimensions(encoded, channel, &name::of(stacked));
        let by = details(encoded, &dimensions);
        let end = secondary_channel(channel).and_then(|channel| encoded.get(channel));
        let is_ranged = end.is_some_and(|end| is_field(end) || is_datum(end));
        let is_single = encoded.is_aggregate() && by.is_empty();
        (!is_ranged && !is_single).then_some(Self { channel, dimensions, by, offset })
    }
}

fn candidate(encoded: &Encoded, [x, y]: [Channel; 2], mark: MarkType, is_vertical: Option<bool>) -> Option<Channel> {
    let is_bar = x == Channel::X && matches!(mark, MarkType::Bar | MarkType::Area);
    let measured = |channel| encoded.get(channel).filter(|definition| is_field(definition) && is_measure(definition));
    let has_field = |channel| encoded.get(channel).is_some_and(is_field);
    let is_stacked = |definition: &ChannelDef| matches!(definition.stack, Some(StackMode::On(_)));
    match (measured(x), measured(y)) {
        (Some(first), _) if is_stacked(first) && measured(y).is_some() => Some(x),
        (Some(_), Some(second)) if is_stacked(second) => Some(y),
        (Some(first), Some(second)) => match (first.aggregate.is_some(), second.aggregate.is_some()) {
            (true, false) => Some(x),
            (false, true) => Some(y),
            _ if !is_bar => None,
            _ => is_vertical.map(|is_vertical| if is_vertical { y } else { x }),
        },
        (Some(_), None) if !has_field(y) && is_bar && is_vertical == Some(true) => None,
        (Some(_), None) => Some(x),
        (None, Some(_)) if !has_field(x) && is_bar && is_vertical == Some(false) => None,
        (None, Some(_)) => Some(y),
        (None, None) => None,
    }
}

fn dimensions(encoded: &Encoded, channel: Channel, stacked: &str) -> Vec<Channel> {
    let (across, offset) = match channel {
        Channel::X => (Channel::Y, Channel::YOffset),
        Channel::Y => (Channel::X, Channel::XOffset),
        Channel::Theta => (Channel::Radius, Channel::YOffset),
        _ => (Channel::Theta, Channel::YOffset),
    };
    let is_other = |channel: &Channel| {
        encoded.get(*channel).is_some_and(|definition| is_field(definition) && name::of(definition) != stacked)
    };
    [across, offset].into_iter().filter(is_other).collect()
}

fn details(encoded: &Encoded, dimensions: &[Channel]) -> Vec<String> {
    let grouped: Vec<String> = dimensions.iter().filter_map(|channel| encoded.get(*channel)).map(name::of).collect();
    let of_channel = |channel: Channel| encoded.0.iter().filter(move |(key, _)| *key == channel);
    let definitions = DETAILS.into_iter().flat_map(of_channel).filter_map(|(_, definition)| field_def(definition));
    let plain = definitions.filter(|definition| definition.aggregate.is_none()).map(name::of);
    plain.filter(|column| !grouped.contains(column)).collect()
}
