//! Span: the words by which several transforms say over which rows they run: groups, sorting, frames, bins, keys.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use table::transform::{Bin, ImputeKeys, ImputeMethod, SortKey};

use super::{
    cursor::{Item, Object},
    put, value,
};

/// Two names: `"a"` stands for `a` and `a_end`.
pub(super) fn names_or_end(object: &mut Object<'_>) -> Option<[Arc<str>; 2]> {
    two(&object.names("as"), |first| format!("{first}_end"))
}

/// Two names, with those that are meant where they are not said.
pub(super) fn names_or(object: &mut Object<'_>, defaults: [&str; 2]) -> [Arc<str>; 2] {
    let names = object.names("as");
    let name = |index: usize| names.get(index).cloned().unwrap_or_else(|| defaults[index].into());
    [name(0), name(1)]
}

fn two(names: &[Arc<str>], second: impl FnOnce(&str) -> String) -> Option<[Arc<str>; 2]> {
    let first = names.first()?;
    Some([first.clone(), names.get(1).cloned().unwrap_or_else(|| second(first).into())])
}

/// By which fields rows are sorted; without a direction upward.
pub(super) fn sort(object: &mut Object<'_>) -> Vec<SortKey> {
    let items = object.said("sort").map(Item::list).unwrap_or_default();
    items.into_iter().filter_map(Item::object).filter_map(key).collect()
}

fn key(mut object: Object<'_>) -> Option<SortKey> {
    let descending = object.text("order").is_some_and(|order| order == "descending");
    Some(SortKey { field: object.name("field")?, descending })
}

pub(super) fn write_sort(object: &mut Map<String, Json>, sort: &[SortKey]) {
    let key = |key: &SortKey| match key.descending {
        true => json!({ "field": &*key.field, "order": "descending" }),
        false => json!({ "field": &*key.field }),
    };
    put(object, "sort", (!sort.is_empty()).then(|| sort.iter().map(key).collect::<Json>()));
}

/// Rows before and after; `null` is as far as they go.
pub(super) fn frame(object: &mut Object<'_>, default: [Option<i64>; 2]) -> [Option<i64>; 2] {
    let Some(item) = object.said("frame") else { return default };
    let end = |index: usize| match item.peek().get(index) {
        Some(Json::Null) => Some(None),
        Some(json) => json.as_f64().map(|rows| Some(rows as i64)),
        None => None,
    };
    match (end(0), end(1)) {
        (Some(before), Some(after)) => [before, after],
        _ => item.unfit("two numbers of rows, or null").unwrap_or(default),
    }
}

pub(super) fn write_frame(frame: [Option<i64>; 2]) -> Json {
    frame.iter().map(|end| end.map_or(Json::Null, Json::from)).collect()
}

/// How a field is binned.
pub(super) fn bin(object: &mut Object<'_>) -> Bin {
    let numbers = |item: Item<'_>| item.list().into_iter().filter_map(Item::number).collect::<Vec<f64>>();
    Bin {
        maxbins: object.number("maxbins"),
        step: object.number("step"),
        steps: object.said("steps").map(numbers),
        minstep: object.number("minstep"),
        base: object.number("base"),
        divide: object.said("divide").map(numbers),
        extent: object.said("extent").and_then(Item::pair),
        anchor: object.number("anchor"),
        nice: object.flag("nice"),
    }
}

pub(super) fn write_bin(bin: &Bin) -> Map<String, Json> {
    let mut object = Map::new();
    put(&mut object, "maxbins", bin.maxbins.map(value::number));
    put(&mut object, "step", bin.step.map(value::number));
    put(&mut object, "steps", bin.steps.as_deref().map(value::numbers));
    put(&mut object, "minstep", bin.minstep.map(value::number));
    put(&mut object, "base", bin.base.map(value::number));
    put(&mut object, "divide", bin.divide.as_deref().map(value::numbers));
    put(&mut object, "extent", bin.extent.map(|extent| value::numbers(&extent)));
    put(&mut object, "anchor", bin.anchor.map(value::number));
    put(&mut object, "nice", bin.nice);
    object
}

/// Which keys must be there: values, or a sequence.
pub(super) fn keys(item: Item<'_>) -> Option<ImputeKeys> {
    if item.peek().is_array() {
        return Some(ImputeKeys::Values(item.list().iter().map(|item| value::read(item.peek())).collect()));
    }
    let mut object = item.object()?;
    let (start, stop, step) = (object.number("start"), object.number("stop"), object.number("step"));
    Some(ImputeKeys::Sequence { start: start.unwrap_or(0.0), stop: stop?, step: step.unwrap_or(1.0) })
}

pub(super) fn write_keys(keys: &ImputeKeys) -> Json {
    match keys {
        ImputeKeys::Values(values) => values.iter().map(value::write).collect(),
        ImputeKeys::Sequence { start, stop, step } => {
            let [start, stop, step] = [start, stop, step].map(|number| value::number(*number));
            json!({ "start": start, "stop": stop, "step": step })
        }
    }
}

/// What stands where nothing was: a value, or what the frame has of values.
pub(super) fn method(object: &mut Object<'_>) -> ImputeMethod {
    let value = object.take("value").map_or(Json::Null, Item::json);
    let Some(item) = object.said("method") else { return ImputeMethod::Value(value::read(&value)) };
    match item.peek().as_str() {
        Some("value") => ImputeMethod::Value(value::read(&value)),
        Some("mean") => ImputeMethod::Mean,
        Some("median") => ImputeMethod::Median,
        Some("max") => ImputeMethod::Max,
        Some("min") => ImputeMethod::Min,
        _ => item.unfit("one of value, mean, median, max and min").unwrap_or(ImputeMethod::Value(value::read(&value))),
    }
}

pub(super) fn write_method(object: &mut Map<String, Json>, method: &ImputeMethod) {
    let name = match method {
        ImputeMethod::Value(value) => return put(object, "value", Some(value::write(value))),
        ImputeMethod::Mean => "mean",
        ImputeMethod::Median => "median",
        ImputeMethod::Max => "max",
        ImputeMethod::Min => "min",
    };
    put(object, "method", Some(name));
}
