//! Transform: one step over rows, known by the one key that only it has.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::transform::{AggregateOp, Measure, RegressionMethod, Transform, WindowField, WindowOp};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    names::Named,
    span, test, time_unit, value,
};

mod written;

pub(super) use written::write;

/// `null` stands for a density's own bandwidth, as 0 does.
const NO_BANDWIDTH: f64 = 0.0;
/// How many steps a density has at least and at most.
const DENSITY_STEPS: [usize; 2] = [25, 200];
const LOESS_BANDWIDTH: f64 = 0.3;
const REGRESSION_ORDER: usize = 3;
const QUANTILE_STEP: f64 = 0.01;

type Reader = fn(&mut Object<'_>) -> Option<Transform>;

/// In the order in which Vega-Lite looks for them.
const KINDS: [(&str, Reader); 19] = [
    ("filter", filter),
    ("calculate", calculate),
    ("bin", bin),
    ("impute", impute),
    ("timeUnit", unit),
    ("density", density),
    ("regression", regression),
    ("loess", loess),
    ("quantile", quantile),
    ("window", window),
    ("joinaggregate", join_aggregate),
    ("stack", stack),
    ("fold", fold),
    ("flatten", flatten),
    ("pivot", pivot),
    ("sample", sample),
    ("extent", extent),
    ("aggregate", aggregate),
    ("", unknown),
];

/// A transform that needs no other source.
pub(super) fn read(mut object: Object<'_>) -> Option<Transform> {
    let (_, kind) = KINDS.iter().find(|(key, _)| object.has(key) || key.is_empty())?;
    let transform = kind(&mut object);
    if transform.is_none() {
        object.leave(Loss::Content, "this is no transform that is known here, or it lacks what it needs");
    }
    transform
}

fn unknown(_: &mut Object<'_>) -> Option<Transform> {
    None
}

fn filter(object: &mut Object<'_>) -> Option<Transform> {
    test::read(object.take("filter")?).map(Transform::Filter)
}

fn calculate(object: &mut Object<'_>) -> Option<Transform> {
    let expression = object.take("calculate")?.expression();
    Some(Transform::Calculate { expression: expression?, name: object.name("as")? })
}

fn bin(object: &mut Object<'_>) -> Option<Transform> {
    let bin = match object.take("bin")? {
        item if item.peek().is_object() => span::bin(&mut item.object()?),
        item => item.flag()?.then(Default::default)?,
    };
    Some(Transform::Bin { field: object.name("field")?, bin, names: span::names_or_end(object)? })
}

fn unit(object: &mut Object<'_>) -> Option<Transform> {
    let unit = time_unit::read(object.take("timeUnit")?);
    let [name, end] = span::names_or_end(object)?;
    Some(Transform::TimeUnit { field: object.name("field")?, unit: unit?, name, end: Some(end) })
}

fn aggregate(object: &mut Object<'_>) -> Option<Transform> {
    let measures = measures(object.take("aggregate")?);
    Some(Transform::Aggregate { groupby: object.names("groupby"), measures: measures? })
}

fn join_aggregate(object: &mut Object<'_>) -> Option<Transform> {
    let measures = measures(object.take("joinaggregate")?);
    Some(Transform::JoinAggregate { groupby: object.names("groupby"), measures: measures? })
}

fn measures(item: Item<'_>) -> Option<Vec<Measure>> {
    item.list().into_iter().map(|item| measure(item.object()?)).collect()
}

fn measure(mut object: Object<'_>) -> Option<Measure> {
    object.lacks("exponential", Loss::Content, "weighted aggregates are not computed here");
    let op: AggregateOp = object.take("op")?.named()?;
    let field = object.name("field").filter(|field| **field != *"*");
    let name = object.name("as").unwrap_or_else(|| default_name(op.name(), field.as_deref()));
    Some(Measure { op, field, name })
}

/// What a field is called that was not given a name.
fn default_name(op: &str, field: Option<&str>) -> Arc<str> {
    match (op, field) {
        ("count", _) => "__count".into(),
        (_, None) => op.into(),
        (_, Some(field)) => format!("{op}_{field}").into(),
    }
}

fn window(object: &mut Object<'_>) -> Option<Transform> {
    let fields = object.take("window")?.list();
    let fields: Option<Vec<WindowField>> = fields.into_iter().map(|item| window_field(item.object()?)).collect();
    Some(Transform::Window {
        groupby: object.names("groupby"),
        sort: span::sort(object),
        frame: span::frame(object, [None, Some(0)]),
        ignore_peers: object.flag("ignorePeers").unwrap_or(false),
        fields: fields?,
    })
}

fn window_field(mut object: Object<'_>) -> Option<WindowField> {
    let op: WindowOp = object.take("op")?.named()?;
    let field = object.name("field").filter(|field| **field != *"*");
    let name = object.name("as").unwrap_or_else(|| default_name(op.name(), field.as_deref()));
    Some(WindowField { op, field, param: object.number("param"), name })
}

fn stack(object: &mut Object<'_>) -> Option<Transform> {
    let field = object.name("stack")?;
    Some(Transform::Stack {
        field: Some(field).filter(|field| !field.is_empty()),
        groupby: object.names("groupby"),
        sort: span::sort(object),
        offset: object.said("offset").and_then(Item::named).unwrap_or(table::transform::Offset::Zero),
        names: span::names_or_end(object)?,
    })
}

fn fold(object: &mut Object<'_>) -> Option<Transform> {
    Some(Transform::Fold { fields: object.names("fold"), names: span::names_or(object, ["key", "value"]) })
}

fn flatten(object: &mut Object<'_>) -> Option<Transform> {
    let (fields, mut names) = (object.names("flatten"), object.names("as"));
    names.truncate(fields.len());
    names.extend(fields.iter().skip(names.len()).cloned());
    Some(Transform::Flatten { fields, names })
}

fn pivot(object: &mut Object<'_>) -> Option<Transform> {
    Some(Transform::Pivot {
        field: object.name("pivot")?,
        value: object.name("value")?,
        groupby: object.names("groupby"),
        limit: object.said("limit").and_then(Item::count).unwrap_or(0),
        op: object.said("op").and_then(Item::named).unwrap_or(AggregateOp::Sum),
    })
}

fn impute(object: &mut Object<'_>) -> Option<Transform> {
    Some(Transform::Impute {
        field: object.name("impute")?,
        key: object.name("key")?,
        keys: object.said("keyvals").and_then(span::keys),
        groupby: object.names("groupby"),
        frame: span::frame(object, [None, None]),
        method: span::method(object),
    })
}

fn sample(object: &mut Object<'_>) -> Option<Transform> {
    Some(Transform::Sample { rows: object.take("sample")?.count()? })
}

fn extent(object: &mut Object<'_>) -> Option<Transform> {
    Some(Transform::Extent { field: object.name("extent")?, param: object.name("param")? })
}

fn density(object: &mut Object<'_>) -> Option<Transform> {
    let mut count = |key| object.said(key).and_then(Item::count);
    let (minsteps, maxsteps, steps) = (count("minsteps"), count("maxsteps"), count("steps"));
    Some(Transform::Density {
        field: object.name("density")?,
        groupby: object.names("groupby"),
        cumulative: object.flag("cumulative").unwrap_or(false),
        counts: object.flag("counts").unwrap_or(false),
        bandwidth: object.number("bandwidth").filter(|bandwidth| *bandwidth != NO_BANDWIDTH),
        extent: object.said("extent").and_then(Item::pair),
        minsteps: minsteps.unwrap_or(DENSITY_STEPS[0]),
        maxsteps: maxsteps.unwrap_or(DENSITY_STEPS[1]),
        steps,
        resolve_shared: object.text("resolve").is_none_or(|resolve| resolve == "shared"),
        names: span::names_or(object, ["value", "density"]),
    })
}

fn regression(object: &mut Object<'_>) -> Option<Transform> {
    let (on, regression) = (object.name("on")?, object.name("regression")?);
    Some(Transform::Regression {
        groupby: object.names("groupby"),
        method: object.said("method").and_then(Item::named).unwrap_or(RegressionMethod::Linear),
        order: object.said("order").and_then(Item::count).unwrap_or(REGRESSION_ORDER),
        extent: object.said("extent").and_then(Item::pair),
        params: object.flag("params").unwrap_or(false),
        names: span::names_or(object, [&on, &regression]),
        on,
        regression,
    })
}

fn loess(object: &mut Object<'_>) -> Option<Transform> {
    let (on, loess) = (object.name("on")?, object.name("loess")?);
    Some(Transform::Loess {
        groupby: object.names("groupby"),
        bandwidth: object.number("bandwidth").unwrap_or(LOESS_BANDWIDTH),
        names: span::names_or(object, [&on, &loess]),
        on,
        loess,
    })
}

fn quantile(object: &mut Object<'_>) -> Option<Transform> {
    let probs = object.said("probs").map(|item| item.list().into_iter().filter_map(Item::number).collect());
    Some(Transform::Quantile {
        field: object.name("quantile")?,
        groupby: object.names("groupby"),
        probs,
        step: object.number("step").unwrap_or(QUANTILE_STEP),
        names: span::names_or(object, ["prob", "value"]),
    })
}

/// A new object with one member.
fn with(key: &str, value: impl Into<Json>) -> Map<String, Json> {
    Map::from_iter([(key.to_owned(), value.into())])
}

fn texts(names: &[Arc<str>]) -> Option<Json> {
    (!names.is_empty()).then(|| value::names(names))
}
