//! Path: which rows a line, area or trail connects, and in which order: by the order channel, else along its dimension as
//! the scale lays it out, else as the rows come. Follows `getSort` and `getPathGroups` of `compile/mark/mark.ts`.

use std::{cmp::Ordering, collections::HashMap, sync::Arc};

use serde_json::Value as Json;
use table::{Relation, Value, Values, transform::compare};

use super::{
    domain::key,
    encoded::is_field,
    name, scale,
    stacked::middle,
    steps::{Unit, order_keys, path_groups},
    style,
};
use crate::{
    spec::{Channel, ChannelDef, Sort, Source},
    view::ChannelView,
};

/// The rows of each path, in its order. Empty for marks that connect nothing.
pub(crate) fn of(unit: &Unit<'_>, data: &Relation, channels: &[ChannelView]) -> Vec<Vec<u32>> {
    if !style::is_path(unit.mark.mark) || data.rows() == 0 {
        return Vec::new();
    }
    let groups = path_groups(unit.mark, unit.encoded);
    let mut paths = split(data, &groups);
    let order = Order::of(unit, data, channels);
    paths.iter_mut().for_each(|rows| order.sort(rows));
    paths
}

/// The rows by the values of these columns, in order of first appearance.
pub(crate) fn split(data: &Relation, columns: &[String]) -> Vec<Vec<u32>> {
    let values: Vec<&Arc<Values>> = columns.iter().filter_map(|column| data.column(column)).collect();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for row in 0..data.rows() {
        let group: Vec<String> = values.iter().map(|values| key(&values.get(row))).collect();
        let place = *places.entry(group.join("\u{1f}")).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(row as u32);
    }
    groups
}

enum Order {
    AsIs,
    By(Vec<(Arc<Values>, bool)>),
    /// Positions along the dimension.
    Along(Vec<f64>),
}

impl Order {
    fn of(unit: &Unit<'_>, data: &Relation, channels: &[ChannelView]) -> Self {
        let of_channel = unit.encoded.0.iter().filter(|(channel, _)| *channel == Channel::Order);
        let orders: Vec<&ChannelDef> = of_channel.map(|(_, definition)| definition).collect();
        let is_off = |value: &Json| matches!(value, Json::Null | Json::Bool(false));
        match orders.first().map(|order| &order.source) {
            Some(Source::Value(value)) if is_off(value) => return Self::AsIs,
            None if style::get(unit.mark, unit.config, "order").is_some_and(is_off) => return Self::AsIs,
            Some(_) if unit.stack.is_none() && orders.iter().any(|order| is_field(order)) => {
                let column = |key: table::transform::SortKey| {
                    data.column(&key.field).map(|values| (values.clone(), key.descending))
                };
                return Self::By(order_keys(&orders).into_iter().filter_map(column).collect());
            }
            _ => {}
        }
        let along = if unit.is_vertical == Some(false) { Channel::Y } else { Channel::X };
        match unit.encoded.get(along).filter(|definition| is_field(definition)) {
            Some(definition) => Self::Along(positions(unit, data, (along, definition), channels)),
            None => Self::AsIs,
        }
    }

    fn sort(&self, rows: &mut [u32]) {
        match self {
            Self::AsIs => {}
            Self::By(keys) => rows.sort_by(|a, b| {
                let each = keys.iter().map(|(values, descending)| {
                    let ordering = compare(&values.get(*a as usize), &values.get(*b as usize));
                    if *descending { ordering.reverse() } else { ordering }
                });
                each.fold(Ordering::Equal, Ordering::then)
            }),
            Self::Along(positions) => rows.sort_by(|a, b| {
                let (a, b) = (positions[*a as usize], positions[*b as usize]);
                a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
            }),
        }
    }
}

/// Where each row lies along the dimension, in any unit that grows with the pixels.
fn positions(
    unit: &Unit<'_>,
    data: &Relation,
    (channel, definition): (Channel, &ChannelDef),
    channels: &[ChannelView],
) -> Vec<f64> {
    let is_filled = unit.stack.as_ref().is_some_and(|stack| {
        let fills = unit.encoded.get(stack.channel).is_some_and(|measure| unit.fills_stacks(measure));
        fills && stack.dimensions.contains(&channel)
    });
    let is_stacked = unit.stack.as_ref().is_some_and(|stack| stack.channel == channel);
    let column = match (is_filled, is_stacked) {
        (true, _) => middle(definition),
        (false, true) => name::with_suffix(definition, "end"),
        (false, false) => name::of(definition),
    };
    let Some(values) = data.column(&column) else { return vec![0.0; data.rows()] };
    let kind = scale::scale_type(channel, definition, unit.mark.mark, unit.encoded);
    if kind.is_some_and(scale::is_discrete) {
        let domain = channels.iter().find(|view| view.channel == channel).map_or(&[][..], |view| &view.domain);
        let places: HashMap<String, usize> =
            domain.iter().enumerate().map(|(place, value)| (key(value), place)).collect();
        let place = |row| places.get(&key(&values.get(row))).map_or(f64::NAN, |place| *place as f64);
        let sign = if is_reversed(definition) { -1.0 } else { 1.0 };
        return (0..data.rows()).map(|row| sign * place(row)).collect();
    }
    let sign = if is_reversed(definition) != (channel == Channel::Y) { -1.0 } else { 1.0 };
    // A gap has no place and comes first, unless it is to be shown: then it is where zero is.
    let gap = if style::invalid(unit.mark, unit.config) == style::Invalid::Show { 0.0 } else { f64::NAN };
    let is_binned = name::binning(definition).is_some() && !is_filled;
    let number = |row: usize| match values.get(row) {
        // The middle of a bin is reckoned from its ends, and half of null is 0.
        Value::Null if is_binned => Some(0.0),
        value => Some(value).filter(Value::is_valid).map(|value| value.to_number()),
    };
    (0..data.rows()).map(|row| sign * number(row).filter(|number| !number.is_nan()).unwrap_or(gap)).collect()
}

fn is_reversed(definition: &ChannelDef) -> bool {
    let scale = definition.scale.as_ref().and_then(Option::as_ref);
    let said = scale.and_then(|scale| scale.reverse).unwrap_or(false);
    let is_descending = definition.sort == Some(Sort::Descending)
        && !matches!(definition.field_type, Some(crate::spec::FieldType::Nominal | crate::spec::FieldType::Ordinal));
    let domain = scale.and_then(|scale| scale.domain.as_ref()).and_then(Json::as_array);
    let falls = domain.is_some_and(|domain| {
        let ends = domain.first().and_then(Json::as_f64).zip(domain.last().and_then(Json::as_f64));
        ends.is_some_and(|(first, last)| first > last)
    });
    said ^ is_descending ^ falls
}
