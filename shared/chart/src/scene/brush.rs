//! The brush: what one layer's channels say of a row, through their scales: places in pixels, ink, sizes. Marks ask
//! it and draw; conditions and defaults of the mark are decided here.

mod place;

use grammar::{
    spec::{Channel, MarkType},
    view::{ChannelValue, ChannelView, UnitView},
};
use serde_json::{Map, Value as Json};
use table::Value;

pub(crate) use self::place::Extent;
use super::{
    css,
    layout::Room,
    scale::{Kind, Place, Scale, scale_channel},
    tree::Scope,
};
use crate::{
    axes::Pen,
    pattern::{self, HatchPen},
    shape::{Ink, Point, Shape},
};

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
    /// Whether what is told apart by colour is told apart by dashes and symbols too.
    pub(crate) has_patterns: bool,
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
    /// The number of the hatch on the fill, where there are patterns.
    pub(crate) hatch: Option<usize>,
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
            hatch: self.pattern(row),
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
        let said = by_scale().or_else(|| self.style("strokeDash").and_then(numbers));
        let dashes = said.or_else(|| Some(pattern::dashes(self.pattern(row)?).to_vec())).unwrap_or_default();
        let scaled: Vec<f64> = dashes.iter().map(|css_px| self.pen.frame.px_f64(*css_px).max(0.0)).collect();
        if scaled.iter().sum::<f64>() > 1.0 { scaled } else { Vec::new() }
    }

    /// The place of a row's colour among its categories, where colours are not to stand alone.
    pub(crate) fn pattern(&self, row: usize) -> Option<usize> {
        let place = |channel| match self.place(self.effective(channel, row)?, row)? {
            Place::Slot(index, _) => Some(index),
            Place::Share(_) | Place::Plain(_) => None,
        };
        let inks = [Channel::Color, Channel::Stroke, Channel::Fill];
        if self.has_patterns { inks.into_iter().find_map(place) } else { None }
    }

    /// Draws the hatch of a paint on what an outline encloses, from its first corner.
    pub(crate) fn hatch(&self, outline: &[Point], paint: &Paint, out: &mut Vec<Shape>) {
        if let (Some(index), Some(corner), Some(_)) = (paint.hatch, outline.first(), paint.fill) {
            pattern::hatch(outline, index, *corner, HatchPen::on_fill(self.pen), out);
        }
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

    /// Whether bars and the like stand upright.
    pub(crate) fn is_vertical(&self) -> bool {
        self.unit.is_vertical.unwrap_or_else(|| {
            let is_measure =
                |channel| self.scale(channel).is_some_and(|scale| matches!(scale.kind, Kind::Continuous(_)));
            is_measure(Channel::Y) || !is_measure(Channel::X)
        })
    }
}

/// Numbers of a list.
fn numbers(json: &Json) -> Option<Vec<f64>> {
    Some(json.as_array()?.iter().filter_map(Json::as_f64).collect())
}
