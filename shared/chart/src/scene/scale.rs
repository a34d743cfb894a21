//! Scales of a scene: every use of a channel that shares a scale, its domain united, and what it makes of a value:
//! a share of an axis, a slot, ink, a number, a symbol or a pattern of dashes. Defaults are Vega-Lite's.

mod domain;
mod said;

use std::sync::Arc;

use grammar::{
    spec::{Channel, FieldType, ScaleType, Sort},
    view::{ChannelValue, ChannelView, UnitView},
};
use serde_json::Value as Json;
use table::{Value, Values};

pub(crate) use self::said::Said;
use super::{
    config::Config,
    continuous::{Continuous, Curve},
    discrete::{Bands, Discrete},
    range::Range,
    steps::Steps,
    window,
};
use crate::palette::Palette;

/// One channel that a scale serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use<'a> {
    pub(crate) unit: &'a UnitView,
    pub(crate) channel: &'a ChannelView,
    /// The window of x through which its rows are seen: others do not count for the domain.
    pub(crate) seen: Option<(f64, f64)>,
}

/// How a domain is divided.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Continuous(Continuous),
    Discrete(Discrete, Bands),
    Steps(Steps),
    Identity,
}

/// Where a value stands in a domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// From 0 to 1, or beyond.
    Share(f64),
    /// One of so many.
    Slot(usize, usize),
    /// The value itself.
    Plain(f64),
}

/// A scale.
#[derive(Clone, Debug)]
pub(crate) struct Scale<'a> {
    /// Which channel's; `X` for `X2` too.
    pub(crate) channel: Channel,
    pub(crate) uses: Vec<Use<'a>>,
    pub(crate) kind: Kind,
    pub(crate) range: Range,
    pub(crate) reverse: bool,
    /// Whether its ends may still be rounded.
    pub(crate) nice: bool,
    /// From the lowest to the highest value there is, looked at or not, of a continuous scale.
    pub(crate) all: Option<(f64, f64)>,
    /// The values of a discrete domain among all that are known: inks follow this order.
    pub(crate) order: Option<Discrete>,
}

impl Use<'_> {
    /// The column of the values.
    pub(crate) fn values(&self) -> Option<&Arc<Values>> {
        match &self.channel.value {
            ChannelValue::Column { name, .. } => self.unit.data.column(name),
            ChannelValue::Datum(_) | ChannelValue::Constant(_) | ChannelValue::None => None,
        }
    }

    /// The column of the ends.
    pub(crate) fn ends(&self) -> Option<&Arc<Values>> {
        match &self.channel.value {
            ChannelValue::Column { end: Some(end), .. } => self.unit.data.column(end),
            ChannelValue::Column { end: None, .. }
            | ChannelValue::Datum(_)
            | ChannelValue::Constant(_)
            | ChannelValue::None => None,
        }
    }

    /// Whether the values are beginnings of bins.
    pub(crate) fn is_binned(&self) -> bool {
        self.channel.say.binned
            || (self.ends().is_some()
                && self.channel.stack.is_none()
                && self.channel.field_type == FieldType::Quantitative)
    }

    /// Whether the channel measures, where bars and areas stand upright or lie.
    fn is_measure(&self) -> bool {
        match self.channel.channel {
            Channel::X | Channel::X2 => self.unit.is_vertical != Some(true),
            Channel::Y | Channel::Y2 => self.unit.is_vertical != Some(false),
            _ => true,
        }
    }

    /// All numbers of the channel.
    fn numbers(&self) -> impl Iterator<Item = f64> {
        let datum = match &self.channel.value {
            ChannelValue::Datum(value) => Some(value.number_or_gap()),
            _ => None,
        };
        let seen = self.seen.filter(|_| self.is_measure()).map(|window| window::rows(self.unit, window));
        let is_seen = move |row: &usize| seen.as_ref().is_none_or(|seen| seen.get(*row) == Some(&true));
        let rows = (0..self.unit.data.rows()).filter(is_seen);
        let columns = [self.values(), self.ends()];
        rows.flat_map(move |row| columns.into_iter().flatten().map(move |values| values.number(row))).chain(datum)
    }

    /// All values of the channel in the order of its domain.
    fn distinct(&self) -> Vec<Value> {
        match (&self.channel.value, self.values()) {
            (ChannelValue::Datum(value), _) => vec![value.clone()],
            _ if !self.channel.domain.is_empty() => self.channel.domain.clone(),
            (_, Some(values)) => {
                let mut distinct: Vec<Value> = (0..values.len())
                    .map(|row| values.get(row))
                    .collect::<Vec<_>>()
                    .iter()
                    .collect::<Discrete>()
                    .values()
                    .to_vec();
                distinct.sort_by(|left, right| left.number_or_gap().total_cmp(&right.number_or_gap()));
                distinct
            }
            (_, None) => Vec::new(),
        }
    }
}

/// The channel whose scale a channel uses; `None` where it uses none.
pub(crate) fn scale_channel(channel: Channel) -> Option<Channel> {
    use Channel as C;
    match channel {
        C::X | C::X2 => Some(C::X),
        C::Y | C::Y2 => Some(C::Y),
        C::Theta | C::Theta2 => Some(C::Theta),
        C::Radius | C::Radius2 => Some(C::Radius),
        C::XOffset
        | C::YOffset
        | C::Color
        | C::Fill
        | C::Stroke
        | C::Opacity
        | C::FillOpacity
        | C::StrokeOpacity
        | C::StrokeWidth
        | C::StrokeDash
        | C::Size
        | C::Angle
        | C::Shape => Some(channel),
        _ => None,
    }
}

/// Whether a channel's scale is one of values apart, for lack of a word about it.
pub(crate) fn is_discrete(channel: &ChannelView) -> bool {
    match channel.scale.as_ref().and_then(|scale| scale.scale_type) {
        Some(ScaleType::Band | ScaleType::Point | ScaleType::Ordinal) => true,
        Some(_) => false,
        None => {
            matches!(channel.field_type, FieldType::Nominal | FieldType::Ordinal)
                || matches!(channel.channel, Channel::Shape | Channel::StrokeDash)
        }
    }
}

impl<'a> Scale<'a> {
    /// The scale of these uses; there is at least one.
    pub(crate) fn new(channel: Channel, uses: Vec<Use<'a>>, config: Config<'_>, palette: &Palette) -> Self {
        let said = Said::of(&uses, config);
        let kind = domain::kind(channel, &uses, &said);
        let is_position = matches!(channel, Channel::X | Channel::Y | Channel::Radius);
        let nice = match said.rest("nice") {
            Some(Json::Bool(nice)) => *nice,
            Some(Json::Null) => false,
            Some(_) => true,
            None => {
                is_position
                    && said.domain().is_none()
                    && !uses.iter().any(Use::is_binned)
                    && !matches!(&kind, Kind::Continuous(continuous) if continuous.curve == Curve::Time)
            }
        };
        let range = Range::new(channel, &uses, &said, &kind, palette);
        let is_falling = |used: &Use<'_>| matches!(used.channel.sort, Some(Sort::Descending));
        let reverse = said.reverse() || matches!(kind, Kind::Continuous(_)) && uses.iter().any(is_falling);
        let all = if let Kind::Continuous(continuous) = &kind { Some(continuous.extent()) } else { None };
        Self { channel, uses, kind, range, reverse, nice, all, order: None }
    }

    /// Puts a window in place of the domain; whether it can show it.
    pub(crate) fn look(&mut self, window: (f64, f64)) -> bool {
        let Kind::Continuous(continuous) = &mut self.kind else { return false };
        let is_shown = continuous.look(window);
        self.nice &= !is_shown;
        is_shown
    }

    /// Keeps the colours, symbols and dashes of categories to the order of all that are known, where nobody has said one.
    pub(crate) fn know(&mut self, known: &dyn Fn(&str) -> Vec<Value>) {
        use Channel as C;
        let Kind::Discrete(discrete, _) = &self.kind else { return };
        let is_look = matches!(self.channel, C::Color | C::Fill | C::Stroke | C::Shape | C::StrokeDash);
        let is_said = self.uses.iter().any(|used| {
            let scale = used.channel.scale.as_ref();
            scale.is_some_and(|scale| scale.domain.is_some()) || used.channel.sort.is_some()
        });
        if !is_look || is_said || self.uses.iter().any(|used| used.channel.field_type != FieldType::Nominal) {
            return;
        }
        let field = |used: &Use<'_>| match &used.channel.value {
            ChannelValue::Column { name, .. } => known(name),
            ChannelValue::Datum(_) | ChannelValue::Constant(_) | ChannelValue::None => Vec::new(),
        };
        let all: Vec<Value> = self.uses.iter().flat_map(field).collect();
        if !all.is_empty() {
            self.order = Some(all.iter().chain(discrete.values()).collect());
        }
    }

    /// Widens a domain that nobody has said to the levels near it.
    pub(crate) fn reach(&mut self, levels: &[f64]) {
        let is_said =
            self.uses.iter().filter_map(|used| used.channel.scale.as_ref()).any(|scale| scale.domain.is_some());
        if let (Kind::Continuous(continuous), false) = (&mut self.kind, is_said) {
            continuous.reach(levels);
        }
    }

    /// Where a value stands; `None` where it has no place.
    pub(crate) fn place(&self, value: &Value) -> Option<Place> {
        match &self.kind {
            Kind::Continuous(continuous) => continuous.share(value.number_or_gap()).map(Place::Share),
            Kind::Discrete(discrete, _) => {
                let order = self.order.as_ref().unwrap_or(discrete);
                order.index(value).map(|index| Place::Slot(index, order.values().len()))
            }
            Kind::Steps(steps) => steps.index(value.number_or_gap()).map(|index| Place::Slot(index, steps.count())),
            Kind::Identity => Some(Place::Plain(value.number_or_gap())),
        }
    }

    /// Where a number stands on an axis, from 0 to 1.
    pub(crate) fn share(&self, number: f64) -> Option<f64> {
        match &self.kind {
            Kind::Continuous(continuous) => continuous.share(number),
            Kind::Discrete(..) | Kind::Steps(_) | Kind::Identity => None,
        }
    }

    /// Rounds the ends of the domain, once.
    pub(crate) fn round(&mut self, about: usize) {
        if let Kind::Continuous(continuous) = &mut self.kind
            && self.nice
        {
            continuous.nice(about);
        }
        self.nice = false;
    }

    /// Whether it runs against the direction of its axis: as it says, or as a line of categories is read.
    pub(crate) fn is_reversed(&self, rtl: bool) -> bool {
        let is_mirrored = rtl && self.channel == Channel::X && matches!(self.kind, Kind::Discrete(..));
        self.reverse != is_mirrored
    }

    /// Whether it measures time.
    pub(crate) fn is_time(&self) -> bool {
        matches!(&self.kind, Kind::Continuous(continuous) if continuous.curve == Curve::Time)
    }

    /// The first use that says a field.
    pub(crate) fn first(&self) -> Option<&Use<'a>> {
        let says = |used: &&Use<'a>| matches!(used.channel.value, ChannelValue::Column { .. });
        self.uses.iter().find(says).or_else(|| self.uses.first())
    }
}

/// A value of a domain as it is written: dates as text or as an object of parts where the scale is one of time.
pub(crate) fn value_of(json: &Json, is_time: bool) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) if is_time => moment(text).map_or_else(|| Value::text(text), Value::Time),
        Json::String(text) => Value::text(text),
        Json::Object(parts) => Value::Time(super::moment::of_parts(parts)),
        Json::Array(values) => Value::List(values.iter().map(|value| value_of(value, is_time)).collect()),
    }
}

fn moment(text: &str) -> Option<f64> {
    super::moment::of_text(text)
}
