//! Signals: what a mark's style says by an expression over the parameters of its view, such as
//! `{"expr": "cornerRadius"}`, as the value that it has now. What cannot be computed is left out.

use std::{collections::HashMap, sync::Arc};

use grammar::{
    source::value_from_json,
    view::{View, ViewBody},
};
use serde_json::{Map, Value as Json};
use table::{
    Relation, Value,
    expression::{Environment, Expression},
};

/// Lists and objects in a style are followed so deep.
const MAX_DEPTH: usize = 8;

/// The values of all parameters of a view and those in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals {
    values: HashMap<Arc<str>, Value>,
}

impl Signals {
    /// The parameters of a view, in their order: later ones may name earlier ones.
    pub(crate) fn of(view: &View) -> Self {
        let mut signals = Self::default();
        let mut open = vec![view];
        while let Some(view) = open.pop() {
            for param in &view.params {
                let computed = || signals.evaluate(param.expression.as_deref()?);
                if let Some(value) = param.value.as_ref().map(value_from_json).or_else(computed) {
                    signals.values.insert(param.name.clone(), value);
                }
            }
            match &view.body {
                ViewBody::Unit(_) => {}
                ViewBody::Layer(views) | ViewBody::Concat { views, .. } => open.extend(views.iter().rev()),
                ViewBody::Facet { cells, .. } => open.extend(cells.iter().rev().map(|cell| &cell.view)),
            }
        }
        signals
    }

    /// A style in which no expression is left.
    pub(crate) fn resolved(&self, style: &Map<String, Json>) -> Map<String, Json> {
        let resolve = |(name, json): (&String, &Json)| Some((name.clone(), self.resolve(json, 0)?));
        style.iter().filter_map(resolve).collect()
    }

    fn resolve(&self, json: &Json, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            return None;
        }
        match json {
            Json::Object(object) => match object.get("expr").or_else(|| object.get("signal")).and_then(Json::as_str) {
                Some(text) => json_of(&self.evaluate(text)?),
                None => {
                    let member = |(name, json): (&String, &Json)| Some((name.clone(), self.resolve(json, depth + 1)?));
                    Some(Json::Object(object.iter().filter_map(member).collect()))
                }
            },
            Json::Array(items) => {
                Some(Json::Array(items.iter().filter_map(|item| self.resolve(item, depth + 1)).collect()))
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Some(json.clone()),
        }
    }

    fn evaluate(&self, text: &str) -> Option<Value> {
        let params = |name: &str| self.values.get(name).cloned();
        let environment = Environment { params: &params, ..Environment::default() };
        Some(Expression::parse(text).ok()?.eval(&Relation::of_rows(1), 0, &environment))
    }
}

fn json_of(value: &Value) -> Option<Json> {
    match value {
        Value::Missing => None,
        Value::Null => Some(Json::Null),
        Value::Flag(flag) => Some(Json::Bool(*flag)),
        Value::Number(number) | Value::Time(number) => serde_json::Number::from_f64(*number).map(Json::Number),
        Value::Text(text) => Some(Json::String(text.to_string())),
        Value::List(items) => Some(Json::Array(items.iter().filter_map(json_of).collect())),
        Value::Record(members) => Some(Json::Object(
            members.iter().filter_map(|(name, value)| Some((name.to_string(), json_of(value)?))).collect(),
        )),
    }
}
