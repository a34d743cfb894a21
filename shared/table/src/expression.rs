//! Expression: a subset of Vega's expression language over the fields of a row: `datum.price * 2 > limit`. JavaScript's
//! operators and conversions, Vega's functions, no assignment, nothing outside the row but named parameters. Local time
//! is UTC here. What cannot be computed is `Null` or NaN: an expression that was read never fails.

use std::sync::Arc;

use crate::{
    format::Locale,
    relation::{Relation, Value, Values},
};

mod column;
mod date;
mod distribution;
mod eval;
mod function;
mod list;
mod math;
mod node;
mod operator;
mod parse;
mod pattern;
#[cfg(test)]
mod tests;
mod text;
mod token;

use node::Node;
#[cfg(test)]
use pattern::Pattern;

/// The longest expression; longer ones are refused. It keeps the tree of a pasted file out of memory.
pub const MAX_BYTES: usize = 32 * 1024;
/// How deep operators, brackets and calls nest; more is refused, so that no stack overflows.
pub const MAX_DEPTH: usize = 128;
/// The longest text that a function makes; in place of a longer one stands `Null`.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// The longest list that a function makes; in place of a longer one stands `Null`.
pub const MAX_ITEMS: usize = 100_000;

/// An expression that was read.
#[derive(Clone, Debug)]
pub struct Expression {
    node: Node,
}

/// A text that is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at character {position}: {message}")]
pub struct ExpressionError {
    /// Which character of the text, from 1.
    pub position: usize,
    /// What was expected and what was found.
    pub message: String,
}

/// What an expression knows besides its row.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The value of a parameter; a name without one is `Missing`.
    pub params: &'a dyn Fn(&str) -> Option<Value>,
    /// What `now()` is, in milliseconds since the Unix epoch.
    pub now_ms: f64,
    /// What `random()` begins with: the same seed, row and place give the same number.
    pub seed: u64,
    /// How `format` and `timeFormat` write.
    pub locale: &'a Locale,
}

impl Default for Environment<'_> {
    fn default() -> Self {
        Self { params: &|_| None, now_ms: 0.0, seed: 0, locale: Locale::english() }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// With the place in the text where something else was expected.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        if text.len() > MAX_BYTES {
            let message = format!("this is longer than {MAX_BYTES} bytes: compute a part of it in a step of its own");
            return Err(ExpressionError { position: 1, message });
        }
        Ok(Self { node: parse::parse(text)? })
    }

    /// The value for one row.
    #[must_use]
    pub fn eval(&self, relation: &Relation, row: usize, environment: &Environment<'_>) -> Value {
        eval::eval(&self.node, &eval::Scene { relation, row, environment })
    }

    /// The value for every row: those of [`Expression::eval`], computed column by column.
    #[must_use]
    pub fn column(&self, relation: &Relation, environment: &Environment<'_>) -> Values {
        let values = column::column(&self.node, relation, environment).into_values(relation.rows());
        Arc::try_unwrap(values).unwrap_or_else(|shared| (*shared).clone())
    }

    /// The rows whose value is truthy, ascending.
    #[must_use]
    pub fn select(&self, relation: &Relation, environment: &Environment<'_>) -> Vec<u32> {
        let truth = column::column(&self.node, relation, environment).truth(relation.rows());
        truth.iter().zip(0..).filter_map(|(holds, row)| holds.then_some(row)).collect()
    }

    /// The columns that it names, in order, each once. A name that is itself computed (`datum[name]`) is not among them.
    #[must_use]
    pub fn fields(&self) -> Vec<Arc<str>> {
        self.names(|node| if let Node::Column(name) = node { Some(name) } else { None })
    }

    /// The parameters that it names, in order, each once.
    #[must_use]
    pub fn params(&self) -> Vec<Arc<str>> {
        self.names(|node| if let Node::Param(name) = node { Some(name) } else { None })
    }

    fn names(&self, name: impl Fn(&Node) -> Option<&Arc<str>>) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut open = vec![&self.node];
        while let Some(node) = open.pop() {
            names.extend(name(node).filter(|name| !names.contains(name)).cloned().into_iter().collect::<Vec<_>>());
            open.extend(node.parts().into_iter().rev());
        }
        names
    }
}

impl std::fmt::Display for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}
