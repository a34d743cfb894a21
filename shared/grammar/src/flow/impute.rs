//! Impute: the values that an encoding says to fill in where a path would have none. Follows Vega-Lite's
//! `compile/data/impute.ts`; the arithmetic is the table's.

use serde_json::{Map, Value as Json};
use table::{
    Value,
    transform::{self, Context, ImputeKeys, ImputeMethod, Transform, TransformError},
};

use super::{
    head::Head,
    steps::{Unit, path_groups},
};
use crate::{
    source::value_from_json,
    spec::{Channel, ChannelDef},
};

impl Unit<'_> {
    /// The values that an encoding says to impute.
    pub(crate) fn impute(&self, head: &mut Head, context: &Context<'_>) -> Result<(), TransformError> {
        let (Some(x), Some(y)) = (self.encoded.get(Channel::X), self.encoded.get(Channel::Y)) else { return Ok(()) };
        let said = |definition: &ChannelDef| definition.impute.as_ref().is_some_and(|said| !said.is_empty());
        let (imputed, key) = if said(x) { (x, y) } else { (y, x) };
        if !said(imputed) {
            return Ok(());
        }
        let (Some(said), Some(field), Some(key)) = (&imputed.impute, imputed.field(), key.field()) else {
            return Ok(());
        };
        let step = Transform::Impute {
            field: field.clone(),
            key: key.clone(),
            keys: said.get("keyvals").and_then(impute_keys),
            groupby: path_groups(self.mark, self.encoded).into_iter().map(Into::into).collect(),
            frame: impute_frame(said.get("frame")),
            method: impute_method(said),
        };
        head.relation = transform::apply(&step, &head.relation, context)?;
        Ok(())
    }
}

fn impute_keys(said: &Json) -> Option<ImputeKeys> {
    let number = |name: &str| said.get(name).and_then(Json::as_f64);
    match said {
        Json::Array(values) => Some(ImputeKeys::Values(values.iter().map(value_from_json).collect())),
        Json::Object(_) => Some(ImputeKeys::Sequence {
            start: number("start").unwrap_or(0.0),
            stop: number("stop")?,
            step: number("step").unwrap_or(1.0),
        }),
        _ => None,
    }
}

fn impute_frame(said: Option<&Json>) -> [Option<i64>; 2] {
    let bound = |index: usize| said.and_then(|frame| frame.get(index)).and_then(Json::as_i64);
    [bound(0), bound(1)]
}

fn impute_method(said: &Map<String, Json>) -> ImputeMethod {
    match said.get("method").and_then(Json::as_str) {
        Some("mean") => ImputeMethod::Mean,
        Some("median") => ImputeMethod::Median,
        Some("max") => ImputeMethod::Max,
        Some("min") => ImputeMethod::Min,
        _ => ImputeMethod::Value(said.get("value").map_or(Value::Missing, value_from_json)),
    }
}
