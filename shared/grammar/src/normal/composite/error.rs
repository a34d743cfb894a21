//! Error: bars and bands around a centre: a deviation, an error or an interval of rows, or one that the rows already say.

use serde_json::{Map, Value as Json, json};
use table::transform::Measure;

use super::{
    Axis, calculate, datum, is_continuous,
    part::{Composite, Part, take},
    taken::Taken,
};
use crate::{
    spec::{AggregateOp, Body, Channel, ChannelDef, Encoding, FieldPath, Mark, MarkType, Spec, Step, Transform},
    vega_lite::{Named, Problem},
};

/// From where the ends come.
enum Input {
    /// From rows, aggregated here.
    Raw,
    /// From a second field.
    Ends(FieldPath),
    /// From one error, or one upward and one downward.
    Error(FieldPath, Option<FieldPath>),
}

/// How the ends come to be, and what tooltips say of them: beginnings of columns with titles.
#[derive(Default)]
struct Ends {
    measures: Vec<Measure>,
    calculations: Vec<Step>,
    summary: Vec<(&'static str, String)>,
    with_field: bool,
}

pub(super) fn layered(mut spec: Spec, mark: &Mark, config: &Map<String, Json>) -> Result<Spec, Problem> {
    let composite = Composite::new(mark, config);
    let encoding = std::mem::take(&mut spec.encoding);
    let is_plane = encoding.get(Channel::X).is_some() && encoding.get(Channel::Y).is_some();
    let (axis, input) = input(&encoding, mark)?;
    let ends = ends(&axis, &input, &composite);
    let taken = Taken::out_of(without_axis(&axis, encoding), config);
    let tooltip = axis.tooltip(&ends.summary, &taken.encoding, ends.with_field);
    let Taken { aggregate, groupby, bins, units, encoding: mut shared } = taken;
    let measures: Vec<Measure> = aggregate.into_iter().chain(ends.measures).collect();
    spec.transform.extend(bins.into_iter().chain(units));
    if !measures.is_empty() {
        let groupby = if matches!(input, Input::Raw) { groupby } else { Vec::new() };
        spec.transform.push(Step::Plain(Transform::Aggregate { groupby, measures }));
    }
    spec.transform.extend(ends.calculations);
    let parts = if mark.mark == MarkType::ErrorBand { band(mark, is_plane) } else { bar(&axis, mark) };
    if mark.mark == MarkType::ErrorBar {
        take(&mut shared, Channel::Size);
    }
    let views = parts.into_iter().filter_map(|part| composite.view(&axis, &part, &shared, &tooltip));
    let mut views: Vec<Spec> = views.collect();
    match (views.pop(), views.is_empty()) {
        (Some(only), true) if mark.mark == MarkType::ErrorBar => {
            Ok(Spec { encoding: only.encoding, body: only.body, ..spec })
        }
        (last, _) => {
            views.extend(last);
            Ok(Spec { body: Body::Layer(views), ..spec })
        }
    }
}

fn field(encoding: &Encoding, channel: Channel) -> Option<FieldPath> {
    encoding.get(channel).and_then(ChannelDef::field).cloned()
}

/// The axis and where its ends come from.
fn input(encoding: &Encoding, mark: &Mark) -> Result<(Axis, Input), Problem> {
    let sides = [
        (true, Channel::Y, [Channel::Y2, Channel::YError, Channel::YError2]),
        (false, Channel::X, [Channel::X2, Channel::XError, Channel::XError2]),
    ];
    for (is_vertical, main, [second, error, error2]) in sides {
        let is_numeric = is_continuous(encoding.get(main));
        let input = match (field(encoding, second), field(encoding, error)) {
            (Some(end), _) => Input::Ends(end),
            (None, Some(error)) => Input::Error(error, field(encoding, error2)),
            (None, None) => continue,
        };
        if !is_numeric {
            return Err(super::lacks_axis(mark.mark));
        }
        return Ok((Axis::new(encoding, is_vertical, mark.mark)?, input));
    }
    Ok((Axis::of_raw(encoding, mark)?, Input::Raw))
}

fn without_axis(axis: &Axis, mut encoding: Encoding) -> Encoding {
    let own = match axis.is_vertical {
        true => [Channel::Y, Channel::Y2, Channel::YError, Channel::YError2],
        false => [Channel::X, Channel::X2, Channel::XError, Channel::XError2],
    };
    encoding.0.retain(|(channel, _)| !own.contains(channel));
    encoding
}

fn ends(axis: &Axis, input: &Input, composite: &Composite<'_>) -> Ends {
    let field = &*axis.field;
    match input {
        Input::Raw => raw(axis, composite),
        Input::Ends(end) => calculated(field, &datum(end), &datum(field), Vec::new()),
        Input::Error(up, down) => {
            let upper = format!("{} + {}", datum(field), datum(up));
            let lower = match down {
                Some(down) => format!("{} + {}", datum(field), datum(down)),
                None => format!("{} - {}", datum(field), datum(up)),
            };
            calculated(field, &upper, &lower, vec![("", field.to_owned())])
        }
    }
}

fn calculated(field: &str, upper: &str, lower: &str, mut summary: Vec<(&'static str, String)>) -> Ends {
    let title = |expression: &str| expression.replace("datum['", "").replace("']", "");
    summary.extend([("upper_", title(upper)), ("lower_", title(lower))]);
    let calculations = vec![calculate(upper, &format!("upper_{field}")), calculate(lower, &format!("lower_{field}"))];
    Ends { calculations, summary, ..Ends::default() }
}

/// The ends of rows, by what the mark says of centre and extent.
fn raw(axis: &Axis, composite: &Composite<'_>) -> Ends {
    let style = &composite.mark.style;
    let word = |value: Option<&Json>| value.and_then(Json::as_str).map(str::to_owned);
    let said = word(style.get("extent"));
    let center = word(style.get("center")).or_else(|| match said.as_deref() {
        Some("iqr") => Some("median".to_owned()),
        Some(_) => Some("mean".to_owned()),
        None => word(composite.config.get("center")),
    });
    let center = center.unwrap_or_else(|| "mean".to_owned());
    let extent = said.unwrap_or_else(|| if center == "mean" { "stderr" } else { "iqr" }.to_owned());
    match extent.as_str() {
        "stderr" | "stdev" => around(axis, &center, &extent),
        "ci" => between(axis, [AggregateOp::Ci0, AggregateOp::Ci1, AggregateOp::Mean]),
        _ => between(axis, [AggregateOp::Q1, AggregateOp::Q3, AggregateOp::Median]),
    }
}

fn measure(axis: &Axis, op: AggregateOp, prefix: &str) -> Measure {
    Measure { op, field: Some(axis.field.clone()), name: axis.prefixed(prefix) }
}

fn around(axis: &Axis, center: &str, extent: &str) -> Ends {
    let [middle, reach] = ["center", "extent"].map(|prefix| datum(&axis.prefixed(prefix)));
    let op = |name: &str, or| AggregateOp::of(name).unwrap_or(or);
    let measures = vec![
        measure(axis, op(extent, AggregateOp::Stderr), "extent"),
        measure(axis, op(center, AggregateOp::Mean), "center"),
    ];
    let calculations = vec![
        calculate(&format!("{middle} + {reach}"), &axis.prefixed("upper")),
        calculate(&format!("{middle} - {reach}"), &axis.prefixed("lower")),
    ];
    let center = capital(center);
    let summary = vec![
        ("center_", center.clone()),
        ("upper_", format!("{center} + {extent}")),
        ("lower_", format!("{center} - {extent}")),
    ];
    Ends { measures, calculations, summary, with_field: true }
}

fn between(axis: &Axis, [lower, upper, center]: [AggregateOp; 3]) -> Ends {
    let title = |op: AggregateOp| format!("{} of {}", capital(op.name()), axis.field);
    Ends {
        measures: vec![measure(axis, lower, "lower"), measure(axis, upper, "upper"), measure(axis, center, "center")],
        summary: vec![("upper_", title(upper)), ("lower_", title(lower)), ("center_", title(center))],
        ..Ends::default()
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn bar(axis: &Axis, mark: &Mark) -> Vec<Part<'static>> {
    let tick = |start| {
        let mut style = json!({"orient": axis.across(), "aria": false});
        for key in ["thickness", "size"] {
            if let Some(value) = mark.style.get(key) {
                style[key] = value.clone();
            }
        }
        Part { name: "ticks", mark: MarkType::Tick, style, start, end: None }
    };
    let mut style = json!({"ariaRoleDescription": "errorbar"});
    if let Some(thickness) = mark.style.get("thickness") {
        style["size"] = thickness.clone();
    }
    let rule = Part { name: "rule", mark: MarkType::Rule, style, start: "lower", end: Some("upper") };
    vec![tick("lower"), tick("upper"), rule]
}

/// `is_plane`: along another axis, as an area; else a rectangle across everything.
fn band(mark: &Mark, is_plane: bool) -> Vec<Part<'static>> {
    let style = |key: &str, value: Json| {
        let mut style = Map::new();
        if is_plane {
            for key in ["interpolate", "tension"] {
                let is_meant = mark.style.contains_key("interpolate");
                if let Some(value) = mark.style.get(key).filter(|_| is_meant) {
                    style.insert(key.to_owned(), value.clone());
                }
            }
            style.insert(key.to_owned(), value);
        }
        Json::Object(style)
    };
    let (area, line) = if is_plane { (MarkType::Area, MarkType::Line) } else { (MarkType::Rect, MarkType::Rule) };
    let body = style("ariaRoleDescription", "errorband".into());
    let border = |start| Part { name: "borders", mark: line, style: style("aria", false.into()), start, end: None };
    let body = Part { name: "band", mark: area, style: body, start: "lower", end: Some("upper") };
    vec![body, border("lower"), border("upper")]
}
