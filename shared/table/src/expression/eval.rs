//! Eval: the value of a tree for one row.

use std::sync::Arc;

use super::{
    Environment, MAX_TEXT_BYTES,
    node::{Matcher, Node},
    operator,
    pattern::Pattern,
};
use crate::relation::{Relation, Value};

/// Where a tree is evaluated.
pub(super) struct Scene<'a> {
    pub(super) relation: &'a Relation,
    pub(super) row: usize,
    pub(super) environment: &'a Environment<'a>,
}

pub(super) fn eval(node: &Node, scene: &Scene<'_>) -> Value {
    let value = |node: &Node| eval(node, scene);
    match node {
        Node::Constant(constant) => constant.clone(),
        Node::Row => record(scene.relation, scene.row),
        Node::Column(name) => scene.relation.column(name).map_or(Value::Missing, |column| column.get(scene.row)),
        Node::Param(name) => (scene.environment.params)(name).unwrap_or_default(),
        Node::Member(inner, name) => value(inner).member(&value(name).to_text()),
        Node::List(parts) => Value::List(parts.iter().map(value).collect()),
        Node::Record(members) => {
            Value::Record(members.iter().map(|(name, node)| (name.clone(), value(node))).collect())
        }
        Node::Unary(sign, inner) => operator::unary(*sign, &value(inner)),
        Node::Binary(sign, left, right) => operator::binary(*sign, &value(left), &value(right)),
        Node::And(left, right) => Some(value(left)).filter(|left| !left.truthy()).unwrap_or_else(|| value(right)),
        Node::Or(left, right) => Some(value(left)).filter(Value::truthy).unwrap_or_else(|| value(right)),
        Node::Choice(parts) => value(if value(&parts[0]).truthy() { &parts[1] } else { &parts[2] }),
        Node::Call(function, parts) => {
            let arguments: Vec<Value> = parts.iter().map(value).collect();
            function.call(&arguments, scene.environment.locale)
        }
        Node::Now => Value::Number(scene.environment.now_ms),
        Node::Random(place) => Value::Number(random(scene.environment.seed, *place, scene.row)),
        Node::Test(matcher, text) => {
            test(matcher, &matcher.parts().into_iter().map(value).collect::<Vec<_>>(), &value(text))
        }
        Node::Replace(text, matcher, by) => {
            let parts: Vec<Value> = matcher.parts().into_iter().map(value).collect();
            replace(&value(text), matcher, &parts, &value(by))
        }
    }
}

/// A row as a record.
pub(super) fn record(relation: &Relation, row: usize) -> Value {
    let members = relation.columns().iter().map(|(name, values)| (name.clone(), values.get(row)));
    Value::Record(members.filter(|(_, value)| *value != Value::Missing).collect())
}

/// From 0 up to but without 1 (Steele et al., "Fast splittable pseudorandom number generators", 2014).
pub(super) fn random(seed: u64, place: usize, row: usize) -> f64 {
    let mix = |state: u64| {
        let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^ (state >> 31)
    };
    let bits = mix(mix(mix(seed) ^ place as u64) ^ row as u64);
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// Whether a text matches; never where the pattern cannot be read. `parts` are the values of the matcher's parts.
pub(super) fn test(matcher: &Matcher, parts: &[Value], text: &Value) -> Value {
    Value::Flag(pattern(matcher, parts).is_some_and(|pattern| pattern.is_match(&text.to_text())))
}

/// The text with what matches replaced; the text as it is where the pattern cannot be read.
pub(super) fn replace(text: &Value, matcher: &Matcher, parts: &[Value], by: &Value) -> Value {
    let (text, by) = (text.to_text(), by.to_text());
    let replaced = match matcher {
        Matcher::Text(_) => {
            let part = parts.first().map(Value::to_text).unwrap_or_default();
            text.find(&*part).map(|at| format!("{}{by}{}", &text[..at], &text[at + part.len()..]))
        }
        Matcher::Pattern(_) | Matcher::Built(..) => pattern(matcher, parts).map(|pattern| pattern.replace(&text, &by)),
    };
    let replaced = replaced.map_or(text, Into::into);
    if replaced.len() > MAX_TEXT_BYTES { Value::Null } else { Value::Text(replaced) }
}

fn pattern(matcher: &Matcher, parts: &[Value]) -> Option<Arc<Pattern>> {
    let text = |index: usize| parts.get(index).map(Value::to_text).unwrap_or_default();
    match matcher {
        Matcher::Pattern(pattern) => Some(pattern.clone()),
        Matcher::Built(..) | Matcher::Text(_) => Pattern::parse(&text(0), &text(1)).ok().map(Arc::new),
    }
}
