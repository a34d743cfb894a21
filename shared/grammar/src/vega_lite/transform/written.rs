//! A transform as Vega-Lite writes it. What equals a default is left out where the format allows it.

use serde_json::{Map, Value as Json};
use table::transform::{Measure, Transform, WindowField};

use super::{super::put, DENSITY_STEPS, Named, REGRESSION_ORDER, span, test, texts, time_unit, value, with};

/// The object of a transform.
pub(in super::super) fn write(transform: &Transform) -> Json {
    Json::Object(object(transform))
}

fn object(transform: &Transform) -> Map<String, Json> {
    match transform {
        Transform::Filter(filter) => with("filter", test::write(filter)),
        Transform::Calculate { expression, name } => named(with("calculate", &**expression), &**name),
        Transform::Aggregate { groupby, measures } => grouped(with("aggregate", several(measures)), groupby),
        Transform::JoinAggregate { groupby, measures } => grouped(with("joinaggregate", several(measures)), groupby),
        Transform::Fold { fields, names } => named(with("fold", value::names(fields)), value::names(names)),
        Transform::Flatten { fields, names } => named(with("flatten", value::names(fields)), value::names(names)),
        Transform::Sample { rows } => with("sample", *rows),
        Transform::Extent { field, param } => {
            let mut object = with("extent", &**field);
            put(&mut object, "param", Some(&**param));
            object
        }
        // Vega-Lite's own lookups are steps; the numbered form exists between them and the rows only.
        Transform::Lookup { .. } => Map::new(),
        Transform::Bin { .. } | Transform::TimeUnit { .. } => interval(transform),
        Transform::Window { .. } | Transform::Stack { .. } => sorted(transform),
        Transform::Pivot { .. } | Transform::Impute { .. } => filled(transform),
        Transform::Density { .. } | Transform::Quantile { .. } => distributed(transform),
        Transform::Regression { .. } | Transform::Loess { .. } => fitted(transform),
    }
}

/// Those that make intervals of values.
fn interval(transform: &Transform) -> Map<String, Json> {
    let (mut object, field, names) = match transform {
        Transform::Bin { field, bin, names } => {
            let bin = span::write_bin(bin);
            let bin = if bin.is_empty() { Json::Bool(true) } else { Json::Object(bin) };
            (with("bin", bin), field, value::names(names))
        }
        Transform::TimeUnit { field, unit, name, .. } => {
            (with("timeUnit", time_unit::write(*unit)), field, Json::from(&**name))
        }
        _ => return Map::new(),
    };
    put(&mut object, "field", Some(&**field));
    named(object, names)
}

/// Those whose rows have an order.
fn sorted(transform: &Transform) -> Map<String, Json> {
    match transform {
        Transform::Window { groupby, sort, frame, ignore_peers, fields } => {
            let mut object = with("window", fields.iter().map(window_field).collect::<Json>());
            span::write_sort(&mut object, sort);
            put(&mut object, "frame", Some(span::write_frame(*frame)));
            put(&mut object, "ignorePeers", ignore_peers.then_some(true));
            grouped(object, groupby)
        }
        Transform::Stack { field, groupby, sort, offset, names } => {
            let mut object = with("stack", field.as_deref().unwrap_or_default());
            put(&mut object, "groupby", Some(value::names(groupby)));
            put(&mut object, "offset", Some(offset.name()));
            span::write_sort(&mut object, sort);
            named(object, value::names(names))
        }
        _ => Map::new(),
    }
}

/// Those that have a place for every key.
fn filled(transform: &Transform) -> Map<String, Json> {
    match transform {
        Transform::Pivot { field, value, groupby, limit, op } => {
            let mut object = grouped(with("pivot", &**field), groupby);
            put(&mut object, "value", Some(&**value));
            put(&mut object, "limit", (*limit > 0).then_some(*limit));
            put(&mut object, "op", Some(op.name()));
            object
        }
        Transform::Impute { field, key, keys, groupby, frame, method } => {
            let mut object = grouped(with("impute", &**field), groupby);
            put(&mut object, "key", Some(&**key));
            put(&mut object, "keyvals", keys.as_ref().map(span::write_keys));
            put(&mut object, "frame", (*frame != [None, None]).then(|| span::write_frame(*frame)));
            span::write_method(&mut object, method);
            object
        }
        _ => Map::new(),
    }
}

/// Those that say how a field is distributed.
fn distributed(transform: &Transform) -> Map<String, Json> {
    match transform {
        Transform::Density { field, groupby, bandwidth, extent, minsteps, maxsteps, steps, names, .. } => {
            let mut object = grouped(with("density", &**field), groupby);
            write_flags(&mut object, transform);
            put(&mut object, "bandwidth", bandwidth.map(value::number));
            put(&mut object, "extent", extent.map(|extent| value::numbers(&extent)));
            put(&mut object, "minsteps", (*minsteps != DENSITY_STEPS[0]).then_some(*minsteps));
            put(&mut object, "maxsteps", (*maxsteps != DENSITY_STEPS[1]).then_some(*maxsteps));
            put(&mut object, "steps", *steps);
            named(object, value::names(names))
        }
        Transform::Quantile { field, groupby, probs, step, names } => {
            let mut object = grouped(with("quantile", &**field), groupby);
            put(&mut object, "probs", probs.as_deref().map(value::numbers));
            put(&mut object, "step", Some(value::number(*step)));
            named(object, value::names(names))
        }
        _ => Map::new(),
    }
}

fn write_flags(object: &mut Map<String, Json>, density: &Transform) {
    if let Transform::Density { cumulative, counts, resolve_shared, .. } = density {
        put(object, "cumulative", cumulative.then_some(true));
        put(object, "counts", counts.then_some(true));
        put(object, "resolve", (!resolve_shared).then_some("independent"));
    }
}

/// Those that draw a curve through points.
fn fitted(transform: &Transform) -> Map<String, Json> {
    match transform {
        Transform::Regression { on, regression, groupby, method, order, extent, params, names } => {
            let mut object = grouped(with("regression", &**regression), groupby);
            put(&mut object, "on", Some(&**on));
            put(&mut object, "method", Some(method.name()));
            put(&mut object, "order", (*order != REGRESSION_ORDER).then_some(*order));
            put(&mut object, "extent", extent.map(|extent| value::numbers(&extent)));
            put(&mut object, "params", params.then_some(true));
            named(object, value::names(names))
        }
        Transform::Loess { on, loess, groupby, bandwidth, names } => {
            let mut object = grouped(with("loess", &**loess), groupby);
            put(&mut object, "on", Some(&**on));
            put(&mut object, "bandwidth", Some(value::number(*bandwidth)));
            named(object, value::names(names))
        }
        _ => Map::new(),
    }
}

fn named(mut object: Map<String, Json>, name: impl Into<Json>) -> Map<String, Json> {
    put(&mut object, "as", Some(name));
    object
}

fn grouped(mut object: Map<String, Json>, groupby: &[std::sync::Arc<str>]) -> Map<String, Json> {
    put(&mut object, "groupby", texts(groupby));
    object
}

fn several(measures: &[Measure]) -> Json {
    let measure = |measure: &Measure| {
        let mut object = with("op", measure.op.name());
        put(&mut object, "field", measure.field.as_deref());
        named(object, &*measure.name)
    };
    measures.iter().map(measure).collect()
}

fn window_field(field: &WindowField) -> Json {
    let mut object = with("op", field.op.name());
    put(&mut object, "field", field.field.as_deref());
    put(&mut object, "param", field.param.map(value::number));
    Json::Object(named(object, &*field.name))
}
