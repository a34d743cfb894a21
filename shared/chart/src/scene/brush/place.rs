//! Where a layer's items are: the channels of position through their scales, in pixels. Bands, bins and stacks reach
//! from one place to another; offsets divide bands.

use grammar::{
    spec::{Channel, FieldType},
    view::ChannelValue,
};
use serde_json::Value as Json;
use table::Value;

use super::Brush;
use crate::scene::scale::{Kind, Place};

/// From where to where an item reaches along an axis, in pixels; both the same for a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// Whether it is a band or a bin: something with a width of its own.
    pub(crate) is_wide: bool,
}

impl Extent {
    fn at(px: f64) -> Self {
        Self { start: px, end: px, is_wide: false }
    }

    /// The place at a share of its length.
    pub(crate) fn part(self, share: f64) -> f64 {
        self.start + (self.end - self.start) * share
    }

    /// Its middle.
    pub(crate) fn middle(self) -> f64 {
        self.part(0.5)
    }
}

impl Brush<'_, '_> {
    /// From where to where a row reaches along x or y; `channel` may be `X2` and the like. `None`: it has no place.
    pub(crate) fn extent(&self, channel: Channel, row: usize) -> Option<Extent> {
        let is_x = matches!(channel, Channel::X | Channel::X2);
        let Some(view) = self.effective(channel, row) else {
            return self.style(style_name(channel)?).and_then(|json| self.constant(json, is_x)).map(Extent::at);
        };
        match &view.value {
            ChannelValue::None => None,
            ChannelValue::Constant(json) => Some(Extent::at(self.constant(json, is_x)?)),
            ChannelValue::Column { end, .. } => {
                let value = self.value(view, row)?;
                let extent = self.scaled(&value, channel, row)?;
                let is_number = self.scale(channel).is_some_and(|scale| matches!(scale.kind, Kind::Continuous(_)));
                let end = end.as_ref().filter(|_| is_number).and_then(|end| self.unit.data.column(end));
                let Some(end) = end.map(|ends| ends.get(row)) else { return Some(extent) };
                // A row that fills a gap in a stack has a beginning only.
                let Some(end) = self.scaled(&end, channel, row).map(|end| end.start) else { return Some(extent) };
                Some(self.grouped(Extent { start: extent.start, end, is_wide: true }, channel, row))
            }
            ChannelValue::Datum(value) => self.scaled(value, channel, row),
        }
    }

    /// Whether the channel, or the mark itself, says where items are.
    pub(crate) fn says(&self, channel: Channel) -> bool {
        self.channel(channel).is_some() || style_name(channel).is_some_and(|name| self.style(name).is_some())
    }

    /// The part of a span that the offset channel gives a row.
    pub(crate) fn grouped(&self, extent: Extent, channel: Channel, row: usize) -> Extent {
        let offset = if matches!(channel, Channel::X | Channel::X2) { Channel::XOffset } else { Channel::YOffset };
        match self.nested(offset, row) {
            Some((low, high)) => Extent { start: extent.part(low), end: extent.part(high), ..extent },
            None => extent,
        }
    }

    /// Where a value of the scale of x or y stands.
    fn scaled(&self, value: &Value, channel: Channel, row: usize) -> Option<Extent> {
        let scale = self.scale(channel)?;
        let is_x = matches!(channel, Channel::X | Channel::X2);
        let reversed = scale.is_reversed(self.pen.frame.rtl);
        let px = |share: f64| self.px(share, is_x, reversed);
        let offset = if is_x { Channel::XOffset } else { Channel::YOffset };
        match (&scale.kind, scale.place(value)?) {
            (Kind::Discrete(_, bands), Place::Slot(index, _)) => {
                let (from, width) = (bands.start(index), bands.width());
                let (from, to) = self
                    .nested(offset, row)
                    .map_or((from, from + width), |(low, high)| (from + width * low, from + width * high));
                let (from, to) = if is_x { (px(from), px(to)) } else { (px(1.0 - from), px(1.0 - to)) };
                Some(Extent { start: from.min(to), end: from.max(to), is_wide: bands.width() > 0.0 })
            }
            (_, Place::Share(share)) => Some(Extent::at(px(share))),
            (_, Place::Plain(number)) => {
                let origin = if is_x { self.room.left } else { self.room.top };
                Some(Extent::at(origin + self.pen.frame.px_f64(number)))
            }
            (_, Place::Slot(..)) => None,
        }
    }

    /// The part of a band that the offset channel gives a row, as shares.
    fn nested(&self, channel: Channel, row: usize) -> Option<(f64, f64)> {
        let view = self.effective(channel, row)?;
        let scale = self.scale(channel)?;
        match (&scale.kind, self.place(view, row)?) {
            (Kind::Discrete(_, bands), Place::Slot(index, _)) => {
                Some((bands.start(index), bands.start(index) + bands.width()))
            }
            (_, Place::Share(share)) => Some((share, share)),
            _ => None,
        }
    }

    /// The pixel of a share of the axis.
    pub(crate) fn px(&self, share: f64, is_x: bool, is_reversed: bool) -> f64 {
        if is_x { self.room.x(share, is_reversed) } else { self.room.y(share, is_reversed) }
    }

    /// Where a length from the left or the top ends: numbers in CSS pixels, or a word.
    fn constant(&self, json: &Json, is_x: bool) -> Option<f64> {
        let origin = if is_x { self.room.left } else { self.room.top };
        match json {
            Json::Number(number) => Some(origin + self.pen.frame.px_f64(number.as_f64()?)),
            Json::String(word) if word == "width" => Some(self.room.right),
            Json::String(word) if word == "height" => Some(self.room.bottom),
            _ => None,
        }
    }

    /// The place of a row along x or y: in the middle of bands and bins, at the end of stacks, at the beginning of
    /// time units, unless the definition says otherwise. The middle of the panel where there is no such channel.
    pub(crate) fn at(&self, channel: Channel, row: usize) -> Option<f64> {
        let is_x = matches!(channel, Channel::X | Channel::X2);
        if !self.says(channel) {
            let room = if is_x { (self.room.left, self.room.right) } else { (self.room.top, self.room.bottom) };
            let all = Extent { start: room.0, end: room.1, is_wide: true };
            return Some(self.grouped(all, channel, row).middle());
        }
        let extent = self.extent(channel, row)?;
        let Some(view) = self.effective(channel, row) else { return Some(extent.start) };
        let is_band = self.scale(channel).is_some_and(|scale| matches!(scale.kind, Kind::Discrete(..)));
        let share = view.band_position.unwrap_or_else(|| {
            if view.stack.is_some() {
                1.0
            } else if !is_band && view.field_type == FieldType::Temporal {
                0.0
            } else {
                0.5
            }
        });
        let offset = self.style_px(if is_x { "xOffset" } else { "yOffset" }).unwrap_or(0.0);
        Some(extent.part(share) + offset)
    }

    /// Where bars and areas stand: zero, or the end of the domain that is closest to it.
    pub(crate) fn base(&self, channel: Channel) -> f64 {
        let is_x = channel == Channel::X;
        let scale = self.scale(channel);
        let share = match scale.map(|scale| &scale.kind) {
            Some(Kind::Continuous(continuous)) => {
                let (low, high) = continuous.extent();
                continuous.share(0.0f64.clamp(low, high)).unwrap_or(0.0)
            }
            _ => 0.0,
        };
        self.px(share, is_x, scale.is_some_and(|scale| scale.reverse))
    }

    /// Whether a text at this place belongs to what is seen: places by data must be inside, others may be around.
    pub(crate) fn is_near(&self, x: f64, y: f64) -> bool {
        let is_data =
            |channel| self.channel(channel).is_some_and(|view| matches!(view.value, ChannelValue::Column { .. }));
        let (inside_x, inside_y) = (x.clamp(self.room.left, self.room.right), y.clamp(self.room.top, self.room.bottom));
        let x = if is_data(Channel::X) { x } else { inside_x };
        let y = if is_data(Channel::Y) { y } else { inside_y };
        self.room.holds((x, y))
    }
}

/// What the style calls a position.
fn style_name(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::X => Some("x"),
        Channel::Y => Some("y"),
        Channel::X2 => Some("x2"),
        Channel::Y2 => Some("y2"),
        _ => None,
    }
}
