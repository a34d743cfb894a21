//! List: functions of lists, many of which take a text as a list of its characters, and of records.

use std::{cmp::Ordering, sync::Arc};

use super::{
    MAX_ITEMS, MAX_TEXT_BYTES,
    function::{Function, at, given, number},
    text,
};
use crate::relation::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::values("length", 1, 1, |values| values[0].member("length")),
    Function::values("join", 1, 2, join),
    Function::values("indexof", 2, 3, |values| index(values, false)),
    Function::values("lastindexof", 2, 3, |values| index(values, true)),
    Function::values("slice", 1, 3, slice),
    Function::values("reverse", 1, 1, |values| changed(values, <[Value]>::reverse)),
    Function::values("sort", 1, 1, |values| changed(values, |items| items.sort_by(ascending))),
    Function::values("peek", 1, 1, |values| list(values, 0).last().cloned().unwrap_or_default()),
    Function::values("span", 1, 1, span),
    Function::values("extent", 1, 1, extent),
    Function::values("inrange", 2, 4, inrange),
    Function::values("clampRange", 3, 3, clamp_range),
    Function::values("lerp", 2, 2, lerp),
    Function::values("sequence", 1, 3, sequence),
    Function::values("pluck", 2, 2, pluck),
    Function::many("merge", merge),
];

/// A list; a gap where it would be too long.
pub(super) fn of(items: Vec<Value>) -> Value {
    if items.len() > MAX_ITEMS { Value::Null } else { Value::List(items.into()) }
}

fn list(values: &[Value], index: usize) -> Arc<[Value]> {
    if let Some(Value::List(items)) = values.get(index) { items.clone() } else { Arc::new([]) }
}

fn changed(values: &[Value], change: impl FnOnce(&mut [Value])) -> Value {
    let Value::List(items) = &values[0] else { return Value::Null };
    let mut items = items.to_vec();
    change(&mut items);
    Value::List(items.into())
}

/// The order of Vega: nothing and NaN first, the rest as compared.
fn ascending(left: &Value, right: &Value) -> Ordering {
    let rank = |value: &Value| value.is_valid();
    rank(left).cmp(&rank(right)).then_with(|| total(left).partial_cmp(&total(right)).unwrap_or(Ordering::Equal))
}

/// Numbers before texts, so that the order is total.
fn total(value: &Value) -> (bool, f64, Vec<u16>) {
    match value {
        Value::Text(_) | Value::List(_) | Value::Record(_) => (true, 0.0, value.to_text().encode_utf16().collect()),
        value => (false, value.to_number(), Vec::new()),
    }
}

fn join(values: &[Value]) -> Value {
    let separator = values.get(1).map_or_else(|| ",".into(), Value::to_text);
    let texts: Vec<Arc<str>> = list(values, 0).iter().map(Value::item_text).collect();
    let bytes = texts.iter().map(|text| text.len() + separator.len()).sum::<usize>();
    if bytes > MAX_TEXT_BYTES { Value::Null } else { Value::text(&texts.join(&separator)) }
}

/// Where an element or a part of a text stands, from the front or the back; -1 where it does not.
fn index(values: &[Value], back: bool) -> Value {
    let found = match &values[0] {
        Value::List(items) => {
            let same = |item: &Value| item.same_as(&values[1]);
            let from = begin(values, items.len(), back);
            let (after, until) = (items.iter().skip(from).position(same), items.iter().take(from + 1).rposition(same));
            if back { until } else { after.map(|index| index + from) }
        }
        Value::Text(text) => {
            let part = values[1].to_text();
            let from = begin(values, text::length(text), back);
            let mut places = text.match_indices(&*part).map(|(byte, _)| text::length(&text[..byte]));
            if back { places.filter(|place| *place <= from).last() } else { places.find(|place| *place >= from) }
        }
        Value::Missing | Value::Null | Value::Flag(_) | Value::Number(_) | Value::Time(_) | Value::Record(_) => {
            return Value::Missing;
        }
    };
    Value::Number(found.map_or(-1.0, |index| index as f64))
}

/// Where a search begins: at its end unless it is said.
fn begin(values: &[Value], length: usize, back: bool) -> usize {
    given(values, 2).map_or(if back { length } else { 0 }, |from| relative(from, length))
}

/// A position; counted from the end where it is negative.
fn relative(position: f64, length: usize) -> usize {
    let position = if position < 0.0 { position + length as f64 } else { position };
    (position as usize).min(length)
}

fn slice(values: &[Value]) -> Value {
    let between = |length| {
        let from = given(values, 1).map_or(0, |from| relative(from, length));
        (from, given(values, 2).map_or(length, |to| relative(to, length)).max(from))
    };
    match &values[0] {
        Value::List(items) => {
            let (from, to) = between(items.len());
            Value::List(items[from..to].into())
        }
        Value::Text(text) => {
            let (from, to) = between(text::length(text));
            Value::text(&text::slice(text, from, to))
        }
        _ => Value::Null,
    }
}

fn span(values: &[Value]) -> Value {
    let items = list(values, 0);
    let ends = items.first().zip(items.last());
    let span = ends.map_or(0.0, |(first, last)| last.to_number() - first.to_number());
    Value::Number(if span.is_nan() { 0.0 } else { span })
}

/// Least and greatest of the valid elements.
fn extent(values: &[Value]) -> Value {
    let items = list(values, 0);
    let valid = || items.iter().filter(|item| item.is_valid());
    let end = |wanted: Ordering| {
        let better = |best: &Value, item: &Value| item.compare(best) == Some(wanted);
        valid().cloned().reduce(|best, item| if better(&best, &item) { item } else { best }).unwrap_or_default()
    };
    Value::List(Arc::new([end(Ordering::Less), end(Ordering::Greater)]))
}

/// `inrange(value, range, left, right)`: `left` and `right` tell whether the ends belong to it.
fn inrange(values: &[Value]) -> Value {
    let range = list(values, 1);
    let Some((first, last)) = range.first().zip(range.last()) else { return Value::Flag(false) };
    let (low, high) = if last.compare(first) == Some(Ordering::Less) { (last, first) } else { (first, last) };
    let closed = |index| values.get(index).is_none_or(|closed: &Value| *closed == Value::Missing || closed.truthy());
    let within =
        |order: Option<Ordering>, closed| order == Some(Ordering::Less) || (closed && order == Some(Ordering::Equal));
    Value::Flag(within(low.compare(&values[0]), closed(2)) && within(values[0].compare(high), closed(3)))
}

/// Moves a range, keeping its width, into `min` to `max`.
fn clamp_range(values: &[Value]) -> Value {
    let range = list(values, 0);
    let (min, max) = (number(values, 1), number(values, 2));
    let (from, to) = (number(&range, 0), number(&range, 1));
    let (from, to) = if to < from { (to, from) } else { (from, to) };
    let width = to - from;
    let ends = if width >= max - min {
        [min, max]
    } else {
        let from = from.max(min).min(max - width);
        [from, from + width]
    };
    Value::List(ends.map(Value::Number).into())
}

fn lerp(values: &[Value]) -> Value {
    let range = list(values, 0);
    let fraction = number(values, 1);
    let (first, last) = (at(&range, 0), range.last().cloned().unwrap_or_default());
    if fraction == 0.0 || fraction.is_nan() {
        return first;
    }
    if fraction == 1.0 {
        return last;
    }
    let first = first.to_number();
    Value::Number(first + fraction * (last.to_number() - first))
}

/// `sequence(stop)`, `sequence(start, stop, step)`: numbers up to but without `stop`.
fn sequence(values: &[Value]) -> Value {
    let (start, stop) =
        if values.len() == 1 { (0.0, number(values, 0)) } else { (number(values, 0), number(values, 1)) };
    let step = given(values, 2).unwrap_or(1.0);
    let count = ((stop - start) / step).ceil().max(0.0);
    if count > MAX_ITEMS as f64 {
        return Value::Null;
    }
    of((0..count as usize).map(|index| Value::Number(start + index as f64 * step)).collect())
}

fn pluck(values: &[Value]) -> Value {
    let name = values[1].to_text();
    match &values[0] {
        Value::List(items) => Value::List(items.iter().map(|item| item.member(&name)).collect()),
        value => value.member(&name),
    }
}

/// One record of all members; of equal names the last holds.
fn merge(values: &[Value]) -> Value {
    let mut merged: Vec<(Arc<str>, Value)> = Vec::new();
    for value in values {
        let Value::Record(members) = value else { continue };
        for (name, value) in members.iter() {
            match merged.iter_mut().find(|(known, _)| known == name) {
                Some((_, old)) => *old = value.clone(),
                None => merged.push((name.clone(), value.clone())),
            }
        }
    }
    Value::Record(merged.into())
}
