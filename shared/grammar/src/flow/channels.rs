//! Channels: what is known of them without any definition: their order, which holds the end of which, which have scales.

use crate::spec::Channel;

/// All channels of a unit, in the order in which Vega-Lite goes through them.
pub(crate) const ORDER: [Channel; 37] = [
    Channel::X,
    Channel::Y,
    Channel::X2,
    Channel::Y2,
    Channel::Theta,
    Channel::Theta2,
    Channel::Radius,
    Channel::Radius2,
    Channel::Longitude,
    Channel::Longitude2,
    Channel::Latitude,
    Channel::Latitude2,
    Channel::XOffset,
    Channel::YOffset,
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
    Channel::Tooltip,
    Channel::Href,
    Channel::Url,
    Channel::Description,
    Channel::Row,
    Channel::Column,
    Channel::Facet,
];

/// The main channel of a secondary one, or itself.
pub(crate) fn main_channel(channel: Channel) -> Channel {
    match channel {
        Channel::X2 => Channel::X,
        Channel::Y2 => Channel::Y,
        Channel::Theta2 => Channel::Theta,
        Channel::Radius2 => Channel::Radius,
        Channel::Latitude2 => Channel::Latitude,
        Channel::Longitude2 => Channel::Longitude,
        channel => channel,
    }
}

/// The channel that holds the end of another.
pub(crate) fn secondary_channel(channel: Channel) -> Option<Channel> {
    Some(match channel {
        Channel::X => Channel::X2,
        Channel::Y => Channel::Y2,
        Channel::Theta => Channel::Theta2,
        Channel::Radius => Channel::Radius2,
        Channel::Latitude => Channel::Latitude2,
        Channel::Longitude => Channel::Longitude2,
        _ => return None,
    })
}

pub(crate) fn is_x_or_y(channel: Channel) -> bool {
    matches!(channel, Channel::X | Channel::Y)
}

/// Whether the channel has a scale of its own.
pub(crate) fn has_scale(channel: Channel) -> bool {
    match channel {
        Channel::X
        | Channel::Y
        | Channel::Theta
        | Channel::Radius
        | Channel::XOffset
        | Channel::YOffset
        | Channel::Color
        | Channel::Fill
        | Channel::Stroke
        | Channel::Time
        | Channel::Opacity
        | Channel::FillOpacity
        | Channel::StrokeOpacity
        | Channel::StrokeWidth
        | Channel::StrokeDash
        | Channel::Size
        | Channel::Angle
        | Channel::Shape => true,
        Channel::X2
        | Channel::Y2
        | Channel::Theta2
        | Channel::Radius2
        | Channel::XError
        | Channel::YError
        | Channel::XError2
        | Channel::YError2
        | Channel::Longitude
        | Channel::Latitude
        | Channel::Longitude2
        | Channel::Latitude2
        | Channel::Text
        | Channel::Tooltip
        | Channel::Href
        | Channel::Url
        | Channel::Description
        | Channel::Detail
        | Channel::Key
        | Channel::Order
        | Channel::Facet
        | Channel::Row
        | Channel::Column => false,
    }
}
