//! The brush: what one layer's channels say of a row, through their scales: places in pixels, ink, sizes. Marks ask
//! it and draw; conditions and defaults of the mark are decided here.

use grammar::{
    spec::{Channel, FieldType, MarkType},
    view::{ChannelValue, ChannelView, UnitView},
};
use serde_json::{Map, Value as Json};
use table::Value;

use super::{
    css,
    layout::Room,
    scale::{Kind, Place, Scale, scale_channel},
    tree::Scope,
};
use crate::{axes::Pen, shape::Ink};

/// How strong a point is where nothing is said: where points lie on each other it gets darker.
const POINT_ALPHA: f64 = 0.7;
/// The width of strokes, in CSS pixels: of lines, ...
const LINE_CSS_PX: f64 = 1.75;
/// ... of rules and outlines.
const RULE_CSS_PX: f64 = 1.0;

/// A layer with its scales and place.
#[derive(Clone, Copy)]
pub(crate) struct Brush<'s, 'a> {
    pub(crate) unit: &'a UnitView,
    pub(crate) style: &'s Map<String, Json>,
    pub(crate) scope: &'s Scope,
    pub(crate) scales: &'s [Scale<'a>],
    pub(crate) room: Room,
    pub(crate) pen: Pen<'s>,
}

/// What an item is drawn with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paint {
    pub(crate) fill: Option<Ink>,
    pub(crate) stroke: Option<Ink>,
    /// In device pixels, at least one.
    pub(crate) stroke_px: u32,
    /// Lengths of dashes and gaps, in device pixels; empty for a solid line.
    pub(crate) dashes: Vec<f64>,
}

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

impl<'s, 'a> Brush<'s, 'a> {
    /// The first definition of a channel.
    pub(crate) fn channel(&self, channel: Channel) -> Option<&'a ChannelView> {
        self.unit.channels.iter().find(|view| view.channel == channel)
    }

    /// The definition that holds for a row: the first condition that does, or the channel itself.
    fn effective(&self, channel: Channel, row: usize) -> Option<&'a ChannelView> {
        let view = self.channel(channel)?;
        let holds =
            |column: &str| self.unit.data.column(column).is_some_and(|flags| flags.get(row) == Value::Flag(true));
        let then = view.conditions.iter().find(|condition| holds(&condition.column)).map(|condition| &condition.then);
        Some(then.unwrap_or(view))
    }

    /// The value of a channel in a row; `None` where it has none.
    pub(crate) fn value(&self, view: &ChannelView, row: usize) -> Option<Value> {
        match &view.value {
            ChannelValue::Column { name, .. } => Some(self.unit.data.column(name)?.get(row)),
            ChannelValue::Datum(value) => Some(value.clone()),
            ChannelValue::Constant(_) | ChannelValue::None => None,
        }
    }

    /// The scale of a channel.
    pub(crate) fn scale(&self, channel: Channel) -> Option<&'s Scale<'a>> {
        self.scales.get(*self.scope.get(&scale_channel(channel)?)?)
    }

    fn place(&self, view: &ChannelView, row: usize) -> Option<Place> {
        self.scale(view.channel)?.place(&self.value(view, row)?)
    }

    /// What the mark itself says.
    pub(crate) fn style(&self, name: &str) -> Option<&'s Json> {
        self.style.get(name)
    }

    /// A number that the mark itself says.
    pub(crate) fn style_number(&self, name: &str) -> Option<f64> {
        self.style(name).and_then(Json::as_f64)
    }

    /// A length that the mark says in CSS pixels, in device pixels.
    pub(crate) fn style_px(&self, name: &str) -> Option<f64> {
        self.style_number(name).map(|css_px| self.pen.frame.px_f64(css_px))
    }

    /// A word that the mark itself says.
    pub(crate) fn style_text(&self, name: &str) -> Option<&'s str> {
        self.style(name).and_then(Json::as_str)
    }

    /// The number of a channel in a row, through its scale or as it is said; `None` where it says none.
    pub(crate) fn number(&self, channel: Channel, row: usize) -> Option<f64> {
        let view = self.effective(channel, row)?;
        if let ChannelValue::Constant(json) = &view.value {
            return json.as_f64();
        }
        if view.has_no_scale {
            return self.value(view, row).map(|value| value.number_or_gap()).filter(|number| number.is_finite());
        }
        self.scale(channel)?.range.number(self.place(view, row)?)
    }

    /// The ink of a channel in a row. `Some(None)`: it says a value that has no ink, such as a gap.
    fn ink(&self, channel: Channel, row: usize) -> Option<Option<Ink>> {
        let view = self.effective(channel, row)?;
        match &view.value {
            ChannelValue::None => None,
            ChannelValue::Constant(json) => css::ink(json).map(Some),
            ChannelValue::Column { .. } | ChannelValue::Datum(_) if view.has_no_scale => {
                let Value::Text(text) = self.value(view, row)? else { return Some(None) };
                Some(css::parse(&text))
            }
            ChannelValue::Column { .. } | ChannelValue::Datum(_) => {
                let place = self.place(view, row);
                Some(place.and_then(|place| self.scale(channel)?.range.ink(place)))
            }
        }
    }

    /// What a row's item is painted with.
    pub(crate) fn paint(&self, row: usize) -> Paint {
        use MarkType as M;
        let mark = self.unit.mark.mark;
        let is_line = matches!(mark, M::Line | M::Rule | M::Point);
        let is_filled = self.style("filled").and_then(Json::as_bool).unwrap_or(!is_line);
        let base =
            self.ink_or_gap(Channel::Color, row).or_else(|| self.styled("color")).unwrap_or_else(|| self.default_ink());
        let own = |channel, name: &str, applies: bool| {
            let said = self.ink_or_gap(channel, row).or_else(|| self.styled(name));
            said.or_else(|| applies.then_some(base)).filter(|ink| ink.alpha > 0.0)
        };
        let fill = own(Channel::Fill, "fill", is_filled);
        let stroke = own(Channel::Stroke, "stroke", !is_filled);
        let opacity = self.number(Channel::Opacity, row).or_else(|| self.style_number("opacity"));
        let opacity = opacity.unwrap_or_else(|| self.default_alpha());
        let faded = |ink: Ink, channel, name: &str| {
            let own = self.number(channel, row).or_else(|| self.style_number(name)).unwrap_or(1.0);
            ink.with_alpha((ink.alpha * opacity * own).clamp(0.0, 1.0))
        };
        let width = self.number(Channel::StrokeWidth, row).or_else(|| self.style_number("strokeWidth"));
        let size = if mark == M::Line || mark == M::Rule {
            self.number(Channel::Size, row).or_else(|| self.style_number("size"))
        } else {
            None
        };
        let width = width.or(size).unwrap_or(if mark == M::Line { LINE_CSS_PX } else { RULE_CSS_PX });
        Paint {
            fill: fill.map(|ink| faded(ink, Channel::FillOpacity, "fillOpacity")),
            stroke: stroke.map(|ink| faded(ink, Channel::StrokeOpacity, "strokeOpacity")).filter(|_| width > 0.0),
            stroke_px: self.pen.frame.px(width.clamp(0.0, 500.0)).unsigned_abs(),
            dashes: self.dashes(row),
        }
    }

    /// The ink of a channel; that of a gap is grey.
    fn ink_or_gap(&self, channel: Channel, row: usize) -> Option<Ink> {
        self.ink(channel, row).map(|ink| ink.unwrap_or_else(|| Ink::from(self.pen.palette.axis)))
    }

    fn styled(&self, name: &str) -> Option<Ink> {
        let json = self.style(name).filter(|json| !json.is_null() || name != "color")?;
        css::ink(json).map(|ink| if ink.alpha > 0.0 { css::legible(ink, self.pen.palette) } else { ink })
    }

    fn default_ink(&self) -> Ink {
        match self.unit.mark.mark {
            MarkType::Text | MarkType::Rule => self.pen.palette.text.into(),
            _ => self.pen.palette.series(0).into(),
        }
    }

    fn default_alpha(&self) -> f64 {
        match self.unit.mark.mark {
            MarkType::Point | MarkType::Circle | MarkType::Square | MarkType::Tick => POINT_ALPHA,
            _ => 1.0,
        }
    }

    fn dashes(&self, row: usize) -> Vec<f64> {
        let by_scale = || {
            let view = self.effective(Channel::StrokeDash, row)?;
            if let ChannelValue::Constant(json) = &view.value {
                return numbers(json);
            }
            Some(self.scale(Channel::StrokeDash)?.range.dashes(self.place(view, row)?)?.to_vec())
        };
        let dashes = by_scale().or_else(|| self.style("strokeDash").and_then(numbers)).unwrap_or_default();
        let scaled: Vec<f64> = dashes.iter().map(|css_px| self.pen.frame.px_f64(*css_px).max(0.0)).collect();
        if scaled.iter().sum::<f64>() > 1.0 { scaled } else { Vec::new() }
    }

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

    /// What a channel says in a row, and its place in the domain where it has a scale.
    pub(crate) fn said(&self, channel: Channel, row: usize) -> Option<(Value, Option<Place>)> {
        let view = self.effective(channel, row)?;
        if let ChannelValue::Constant(json) = &view.value {
            return Some((super::scale::value_of(json, false), None));
        }
        let value = self.value(view, row)?;
        Some((value, if view.has_no_scale { None } else { self.place(view, row) }))
    }

    /// The text of a channel in a row.
    pub(crate) fn spoken(&self, channel: Channel, row: usize) -> Option<String> {
        let view = self.effective(channel, row)?;
        match &view.value {
            ChannelValue::None => None,
            ChannelValue::Constant(Json::String(text)) => Some(text.clone()),
            ChannelValue::Constant(json) => Some(json.to_string()),
            ChannelValue::Column { .. } | ChannelValue::Datum(_) => match self.value(view, row)? {
                Value::Null | Value::Missing => None,
                value => Some(super::say::value(&view.say, &value)),
            },
        }
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

    /// Whether bars and the like stand upright.
    pub(crate) fn is_vertical(&self) -> bool {
        self.unit.is_vertical.unwrap_or_else(|| {
            let is_measure =
                |channel| self.scale(channel).is_some_and(|scale| matches!(scale.kind, Kind::Continuous(_)));
            is_measure(Channel::Y) || !is_measure(Channel::X)
        })
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

/// Numbers of a list.
fn numbers(json: &Json) -> Option<Vec<f64>> {
    Some(json.as_array()?.iter().filter_map(Json::as_f64).collect())
}
