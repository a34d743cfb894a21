//! Domains: the values that a scale covers, united over everything that uses it, and how it is divided. Defaults are
//! Vega-Lite's (`compile/scale/type.ts`, `properties.ts`).

use std::cmp::Ordering;

use grammar::{
    spec::{Channel, FieldType, MarkType, ScaleType, Sort},
    view::ChannelValue,
};
use serde_json::Value as Json;
use table::Value;

use super::{Kind, Said, Use, is_discrete, value_of};
use crate::scene::{
    continuous::{Continuous, Curve},
    discrete::{Bands, Discrete},
    steps::Steps,
};

/// The kind of a scale for its uses.
pub(super) fn kind(channel: Channel, uses: &[Use<'_>], said: &Said<'_>) -> Kind {
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
            let is_based = matches!(used.unit.mark.mark, M::Bar | M::Area);
            is_number(used) && !used.is_binned() && !is_along && (is_based || said.has_zero)
        }),
        _ => false,
    }
}
