//! Scales of a scene: every use of a channel that shares a scale, its domain united, and what it makes of a value:
//! a share of an axis, a slot, ink, a number, a symbol or a pattern of dashes. Defaults are Vega-Lite's.

use std::{cmp::Ordering, sync::Arc};

use grammar::{
    spec::{Channel, FieldType, MarkType, ScaleType, Sort},
    view::{ChannelValue, ChannelView, UnitView},
};
use serde_json::Value as Json;
use table::{Value, Values};

use super::{
    continuous::{Continuous, Curve},
    discrete::{Bands, Discrete},
    range::Range,
    steps::Steps,
};
use crate::palette::Palette;

/// One channel that a scale serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use<'a> {
    pub(crate) unit: &'a UnitView,
    pub(crate) channel: &'a ChannelView,
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
        let columns = self.values().into_iter().chain(self.ends());
        columns.flat_map(|values| (0..values.len()).map(|row| values.number(row))).chain(datum)
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
    pub(crate) fn new(channel: Channel, uses: Vec<Use<'a>>, palette: &Palette) -> Self {
        let said = Said::of(&uses);
        let kind = kind(channel, &uses, &said);
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
        Self { channel, uses, kind, range, reverse, nice }
    }

    /// Where a value stands; `None` where it has no place.
    pub(crate) fn place(&self, value: &Value) -> Option<Place> {
        match &self.kind {
            Kind::Continuous(continuous) => continuous.share(value.number_or_gap()).map(Place::Share),
            Kind::Discrete(discrete, _) => {
                discrete.index(value).map(|index| Place::Slot(index, discrete.values().len()))
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

/// What the uses say of their scale; the first word counts.
pub(crate) struct Said<'a> {
    scales: Vec<&'a grammar::spec::Scale>,
}

impl<'a> Said<'a> {
    fn of(uses: &[Use<'a>]) -> Self {
        Self { scales: uses.iter().filter_map(|used| used.channel.scale.as_ref()).collect() }
    }

    fn first<T>(&self, said: impl Fn(&'a grammar::spec::Scale) -> Option<T>) -> Option<T> {
        self.scales.iter().find_map(|scale| said(scale))
    }

    /// The type; bands win over points, so that all layers stand alike.
    pub(crate) fn scale_type(&self) -> Option<ScaleType> {
        let band = self.first(|scale| scale.scale_type.filter(|scale_type| *scale_type == ScaleType::Band));
        band.or_else(|| self.first(|scale| scale.scale_type))
    }

    /// The values of an explicit domain.
    pub(crate) fn domain(&self) -> Option<&'a Vec<Json>> {
        self.first(|scale| scale.domain.as_ref().and_then(Json::as_array))
    }

    /// Values that the domain has besides those of the data.
    fn union_with(&self) -> Option<&'a Vec<Json>> {
        self.first(|scale| scale.domain.as_ref()?.get("unionWith")?.as_array())
    }

    pub(crate) fn range(&self) -> Option<&'a Json> {
        self.first(|scale| scale.range.as_ref())
    }

    pub(crate) fn scheme(&self) -> Option<&'a Json> {
        self.first(|scale| scale.scheme.as_ref())
    }

    pub(crate) fn rest(&self, name: &str) -> Option<&'a Json> {
        self.first(|scale| scale.rest.get(name))
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.rest(name).and_then(Json::as_f64)
    }

    fn reverse(&self) -> bool {
        self.first(|scale| scale.reverse).unwrap_or(false)
    }
}

fn kind(channel: Channel, uses: &[Use<'_>], said: &Said<'_>) -> Kind {
    use ScaleType as T;
    let scale_type = said.scale_type().unwrap_or_else(|| default_type(channel, uses));
    let curve = match scale_type {
        T::Band | T::Point | T::Ordinal => return discrete(channel, uses, said, scale_type),
        T::Threshold | T::Quantize | T::Quantile | T::BinOrdinal => {
            return Kind::Steps(Steps::new(scale_type, uses, said));
        }
        T::Identity => return Kind::Identity,
        T::Linear | T::Sequential => Curve::Linear,
        T::Log => Curve::Log(said.first(|scale| scale.base).filter(|base| *base > 1.0).unwrap_or(10.0)),
        T::Symlog => Curve::Symlog(said.first(|scale| scale.constant).filter(|by| *by > 0.0).unwrap_or(1.0)),
        T::Pow => Curve::Pow(said.first(|scale| scale.exponent).filter(|by| *by > 0.0).unwrap_or(1.0)),
        T::Sqrt => Curve::Pow(0.5),
        T::Time | T::Utc => Curve::Time,
    };
    continuous(channel, curve, uses, said)
}

fn default_type(channel: Channel, uses: &[Use<'_>]) -> ScaleType {
    let is_position = matches!(channel, Channel::X | Channel::Y);
    let is_paint = matches!(channel, Channel::Color | Channel::Fill | Channel::Stroke);
    if uses.iter().any(|used| is_discrete(used.channel)) {
        let needs_band = |used: &Use<'_>| {
            use MarkType as M;
            let offset = if channel == Channel::X { Channel::XOffset } else { Channel::YOffset };
            matches!(used.unit.mark.mark, M::Bar | M::Rect | M::Image | M::Rule | M::Tick | M::Arc)
                || used.unit.channels.iter().any(|other| other.channel == offset)
                || used.channel.band_position.is_some()
        };
        return match channel {
            Channel::X | Channel::Y if uses.iter().any(needs_band) => ScaleType::Band,
            Channel::XOffset | Channel::YOffset if uses.iter().any(needs_band) => ScaleType::Band,
            Channel::X | Channel::Y | Channel::XOffset | Channel::YOffset | Channel::Size => ScaleType::Point,
            _ => ScaleType::Ordinal,
        };
    }
    match uses.first().map(|used| used.channel.field_type) {
        Some(FieldType::Temporal) => ScaleType::Time,
        _ if is_paint && !is_position && uses.iter().any(Use::is_binned) => ScaleType::BinOrdinal,
        _ => ScaleType::Linear,
    }
}

fn discrete(channel: Channel, uses: &[Use<'_>], said: &Said<'_>, scale_type: ScaleType) -> Kind {
    let is_time = uses.iter().any(|used| used.channel.field_type == FieldType::Temporal || used.channel.say.time);
    let mut values = Discrete::default();
    match said.domain() {
        Some(domain) => domain.iter().for_each(|json| values.add(&value_of(json, is_time))),
        None => united(uses).iter().for_each(|value| values.add(value)),
    }
    for json in said.union_with().into_iter().flatten() {
        values.add(&value_of(json, is_time));
    }
    let padding = |name: &str, default: f64| said.number(name).or_else(|| said.number("padding")).unwrap_or(default);
    let count = values.values().len();
    let align = said.number("align").unwrap_or(0.5);
    let bands = if scale_type == ScaleType::Band {
        let (inner, outer) = band_padding(channel, uses);
        let inner = padding("paddingInner", inner);
        Bands::new(count, inner, padding("paddingOuter", outer.unwrap_or(inner / 2.0)), align)
    } else {
        Bands::new(count, 1.0, padding("paddingOuter", 0.5), align)
    };
    Kind::Discrete(values, bands)
}

/// The values of all uses: in the order of the first, or in theirs where nobody asks for another.
fn united(uses: &[Use<'_>]) -> Vec<Value> {
    let mut values: Vec<Value> =
        uses.iter().flat_map(Use::distinct).collect::<Vec<_>>().iter().collect::<Discrete>().values().to_vec();
    let sorts: Vec<Option<&Sort>> = uses.iter().map(|used| used.channel.sort.as_ref()).collect();
    let is_mixed = uses.windows(2).any(|pair| pair[0].channel.domain != pair[1].channel.domain);
    let is_plain = |sort: &Option<&Sort>| matches!(sort, None | Some(Sort::Ascending));
    let is_falling = |sort: &Option<&Sort>| matches!(sort, Some(Sort::Descending));
    if is_mixed && sorts.iter().all(is_plain) {
        values.sort_by(compare);
    } else if is_mixed && sorts.iter().all(is_falling) {
        values.sort_by(|left, right| compare(right, left));
    }
    values
}

/// Gaps, then numbers and times, then texts.
fn compare(left: &Value, right: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Missing | Value::Null => 0,
        Value::Flag(_) | Value::Number(_) | Value::Time(_) => 1,
        Value::Text(_) => 2,
        Value::List(_) | Value::Record(_) => 3,
    };
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        _ => rank(left).cmp(&rank(right)).then(left.number_or_gap().total_cmp(&right.number_or_gap())),
    }
}

/// The inner and outer padding of bands.
fn band_padding(channel: Channel, uses: &[Use<'_>]) -> (f64, Option<f64>) {
    let (is_x, is_y) = (channel == Channel::X, channel == Channel::Y);
    if !is_x && !is_y {
        return (0.0, Some(0.0));
    }
    let offset = if is_x { Channel::XOffset } else { Channel::YOffset };
    let is_grouped = |used: &Use<'_>| {
        let by = used.unit.channels.iter().find(|other| other.channel == offset);
        by.is_some_and(|by| matches!(by.value, ChannelValue::Column { .. }))
    };
    if uses.iter().any(is_grouped) {
        return (0.2, None);
    }
    let only = |mark| uses.iter().all(|used| used.unit.mark.mark == mark);
    if only(MarkType::Rect) {
        (0.0, None)
    } else if only(MarkType::Tick) {
        (0.25, None)
    } else {
        (0.1, None)
    }
}

fn continuous(channel: Channel, curve: Curve, uses: &[Use<'_>], said: &Said<'_>) -> Kind {
    let is_time = curve == Curve::Time || uses.iter().any(|used| used.channel.field_type == FieldType::Temporal);
    let number = |json: &Json| value_of(json, is_time).number_or_gap();
    let clamp = said.rest("clamp").and_then(Json::as_bool).unwrap_or(false);
    let clamp = clamp || !matches!(channel, Channel::X | Channel::Y | Channel::Theta | Channel::Radius);
    if let Some(domain) = said.domain().filter(|domain| domain.len() >= 2) {
        let mut stops: Vec<f64> = domain.iter().map(number).collect();
        insert_middle(&mut stops, said);
        return Kind::Continuous(Continuous::new(curve, stops, clamp));
    }
    let is_log = matches!(curve, Curve::Log(_));
    let numbers = uses.iter().flat_map(Use::numbers).chain(said.union_with().into_iter().flatten().map(number));
    let (mut low, mut high) =
        crate::scale::extent(numbers.filter(|number| !is_log || *number > 0.0)).unwrap_or(match curve {
            Curve::Log(_) => (1.0, 10.0),
            _ => (0.0, 1.0),
        });
    if !is_log && curve != Curve::Time && has_zero(channel, uses, said) {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    let bound = |name: &str| said.rest(name).map(number).filter(|number| number.is_finite());
    low = bound("domainMin").unwrap_or(low);
    high = bound("domainMax").unwrap_or(high);
    let mut stops = vec![low, high];
    insert_middle(&mut stops, said);
    Kind::Continuous(Continuous::new(curve, stops, clamp))
}

fn insert_middle(stops: &mut Vec<f64>, said: &Said<'_>) {
    if let (Some(middle), &[low, high]) = (said.number("domainMid"), stops.as_slice())
        && low < middle
        && middle < high
    {
        stops.insert(1, middle);
    }
}

fn has_zero(channel: Channel, uses: &[Use<'_>], said: &Said<'_>) -> bool {
    if let Some(zero) = said.first(|scale| scale.zero) {
        return zero;
    }
    let is_number = |used: &Use<'_>| used.channel.field_type == FieldType::Quantitative;
    match channel {
        Channel::Size => uses.iter().any(is_number),
        Channel::X | Channel::Y | Channel::Theta | Channel::Radius => uses.iter().any(|used| {
            use MarkType as M;
            let is_along = matches!(used.unit.mark.mark, M::Bar | M::Area | M::Line | M::Trail) && !used.is_measure();
            is_number(used) && !used.is_binned() && !is_along
        }),
        _ => false,
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
