//! Node: an expression as a tree. Names are resolved: a column, a parameter or a function. Printed with every bracket,
//! so that what is printed reads as the same tree.

use std::{fmt, sync::Arc};

use super::{function::Function, pattern::Pattern};
use crate::{format::number_text, relation::Value};

/// One part of an expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Constant(Value),
    /// `datum`: the row as a record.
    Row,
    /// `datum.name`.
    Column(Arc<str>),
    /// What the environment knows by this name.
    Param(Arc<str>),
    Member(Box<Node>, Box<Node>),
    List(Vec<Node>),
    Record(Vec<(Arc<str>, Node)>),
    Unary(Unary, Box<Node>),
    Binary(Binary, Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    /// `test ? yes : no`.
    Choice(Box<[Node; 3]>),
    Call(&'static Function, Vec<Node>),
    /// `now()`.
    Now,
    /// `random()`, at this character: two calls in a row differ.
    Random(usize),
    /// `test(matcher, text)`.
    Test(Matcher, Box<Node>),
    /// `replace(text, matcher, replacement)`.
    Replace(Box<Node>, Matcher, Box<Node>),
}

/// What `test` and `replace` look for.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    /// `/source/flags`.
    Pattern(Arc<Pattern>),
    /// `regexp(source, flags)`.
    Built(Box<Node>, Box<Node>),
    /// Any other expression: a text.
    Text(Box<Node>),
}

/// Operators before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Minus,
    Plus,
    Not,
    BitNot,
}

/// Operators between two values that need both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    NotEqual,
    Same,
    NotSame,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
}

impl Unary {
    pub(super) const ALL: [(Self, &'static str); 4] =
        [(Self::Minus, "-"), (Self::Plus, "+"), (Self::Not, "!"), (Self::BitNot, "~")];
}

impl Binary {
    /// Each with its sign and how tightly it binds.
    pub(super) const ALL: [(Self, &'static str, u8); 19] = [
        (Self::BitOr, "|", 3),
        (Self::BitXor, "^", 4),
        (Self::BitAnd, "&", 5),
        (Self::Equal, "==", 6),
        (Self::NotEqual, "!=", 6),
        (Self::Same, "===", 6),
        (Self::NotSame, "!==", 6),
        (Self::Less, "<", 7),
        (Self::AtMost, "<=", 7),
        (Self::Greater, ">", 7),
        (Self::AtLeast, ">=", 7),
        (Self::ShiftLeft, "<<", 8),
        (Self::ShiftRight, ">>", 8),
        (Self::ShiftRightUnsigned, ">>>", 8),
        (Self::Add, "+", 9),
        (Self::Subtract, "-", 9),
        (Self::Multiply, "*", 10),
        (Self::Divide, "/", 10),
        (Self::Remainder, "%", 10),
    ];

    fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(operator, ..)| *operator == self).map_or("", |(_, sign, _)| sign)
    }
}

impl Node {
    /// The parts of which it is made, in the order in which they are written.
    pub(super) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Constant(_) | Self::Row | Self::Column(_) | Self::Param(_) | Self::Now | Self::Random(_) => {
                Vec::new()
            }
            Self::Unary(_, inner) => vec![inner],
            Self::Member(left, right)
            | Self::Binary(_, left, right)
            | Self::And(left, right)
            | Self::Or(left, right) => {
                vec![left, right]
            }
            Self::List(parts) | Self::Call(_, parts) => parts.iter().collect(),
            Self::Record(members) => members.iter().map(|(_, node)| node).collect(),
            Self::Choice(parts) => parts.iter().collect(),
            Self::Test(matcher, text) => matcher.parts().into_iter().chain([&**text]).collect(),
            Self::Replace(text, matcher, by) => [&**text].into_iter().chain(matcher.parts()).chain([&**by]).collect(),
        }
    }
}

impl Matcher {
    /// The expressions that it needs.
    pub(super) fn parts(&self) -> Vec<&Node> {
        match self {
            Self::Pattern(_) => Vec::new(),
            Self::Built(source, flags) => vec![source, flags],
            Self::Text(text) => vec![text],
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => write_constant(f, value),
            Self::Row => f.write_str("datum"),
            Self::Column(name) => write!(f, "datum[{}]", Quoted(name)),
            Self::Param(name) => f.write_str(name),
            Self::Member(inner, name) => write!(f, "({inner})[{name}]"),
            Self::List(parts) => write!(f, "[{}]", Joined(parts)),
            Self::Record(members) => {
                let members: Vec<String> =
                    members.iter().map(|(name, node)| format!("{}: {node}", Quoted(name))).collect();
                write!(f, "{{{}}}", members.join(", "))
            }
            Self::Unary(operator, inner) => {
                let sign = Unary::ALL.iter().find(|(other, _)| other == operator).map_or("", |(_, sign)| sign);
                write!(f, "({sign}{inner})")
            }
            Self::Binary(operator, left, right) => write!(f, "({left} {} {right})", operator.sign()),
            Self::And(left, right) => write!(f, "({left} && {right})"),
            Self::Or(left, right) => write!(f, "({left} || {right})"),
            Self::Choice(parts) => write!(f, "({} ? {} : {})", parts[0], parts[1], parts[2]),
            Self::Call(function, parts) => write!(f, "{}({})", function.name, Joined(parts)),
            Self::Now => f.write_str("now()"),
            Self::Random(_) => f.write_str("random()"),
            Self::Test(matcher, text) => write!(f, "test({matcher}, {text})"),
            Self::Replace(text, matcher, by) => write!(f, "replace({text}, {matcher}, {by})"),
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => write!(f, "{pattern}"),
            Self::Built(source, flags) => write!(f, "regexp({source}, {flags})"),
            Self::Text(text) => write!(f, "{text}"),
        }
    }
}

fn write_constant(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Number(number) => f.write_str(&number_text(*number)),
        Value::Text(text) => write!(f, "{}", Quoted(text)),
        other => f.write_str(&other.to_text()),
    }
}

struct Joined<'a>(&'a [Node]);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join(", "))
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'")?;
        for c in self.0.chars() {
            match c {
                '\'' | '\\' => write!(f, "\\{c}")?,
                c if c.is_control() => write!(f, "\\u{{{:x}}}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("'")
    }
}
