//! Parse: from text to tree, by binding power (Pratt, "Top down operator precedence", 1973). Written by hand rather than
//! with a parser library: one loop reads every operator, and each place in it knows what was expected there.

use std::sync::Arc;

use super::{
    ExpressionError, MAX_DEPTH,
    function::{self, Function},
    node::{Binary, Matcher, Node, Unary},
    pattern::Pattern,
    token::{Lexer, Token},
};
use crate::{format, relation::Value};

/// What a constant is called.
const CONSTANTS: [(&str, f64); 12] = [
    ("NaN", f64::NAN),
    ("Infinity", f64::INFINITY),
    ("E", std::f64::consts::E),
    ("LN2", std::f64::consts::LN_2),
    ("LN10", std::f64::consts::LN_10),
    ("LOG2E", std::f64::consts::LOG2_E),
    ("LOG10E", std::f64::consts::LOG10_E),
    ("PI", std::f64::consts::PI),
    ("SQRT1_2", std::f64::consts::FRAC_1_SQRT_2),
    ("SQRT2", std::f64::consts::SQRT_2),
    ("MIN_VALUE", 5e-324),
    ("MAX_VALUE", f64::MAX),
];

type Parsed<T> = Result<T, ExpressionError>;

/// A tree and how deep it is.
struct Tree {
    node: Node,
    depth: usize,
}

pub(super) fn parse(text: &str) -> Parsed<Node> {
    let mut lexer = Lexer::new(text);
    let (start, token) = lexer.next()?;
    let mut parser = Parser { lexer, start, token, nesting: 0 };
    let tree = parser.expression()?;
    if parser.token == Token::End { Ok(tree.node) } else { Err(parser.expected("an operator or the end")) }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The byte at which the token begins.
    start: usize,
    token: Token,
    nesting: usize,
}

impl Parser<'_> {
    fn expression(&mut self) -> Parsed<Tree> {
        self.nested(|parser| {
            let test = parser.operators(1)?;
            if !parser.eat("?")? {
                return Ok(test);
            }
            let yes = parser.expression()?;
            parser.need(":", "of `test ? yes : no`")?;
            let no = parser.expression()?;
            parser.grow([test, yes, no], |parts| Node::Choice(Box::new(parts)))
        })
    }

    /// Operators between values that bind at least so tightly.
    fn operators(&mut self, least: u8) -> Parsed<Tree> {
        let mut left = self.value()?;
        loop {
            let Token::Mark(mark) = self.token else { return Ok(left) };
            let operator = Binary::ALL.into_iter().find(|(_, sign, _)| *sign == mark);
            let power = match mark {
                "||" => 1,
                "&&" => 2,
                _ => operator.map_or(0, |(.., power)| power),
            };
            if power == 0 || power < least {
                return Ok(left);
            }
            self.advance()?;
            let right = self.operators(power + 1)?;
            left = self.grow([left, right], |[left, right]| {
                let (left, right) = (Box::new(left), Box::new(right));
                match operator {
                    Some((operator, ..)) => Node::Binary(operator, left, right),
                    None if mark == "||" => Node::Or(left, right),
                    None => Node::And(left, right),
                }
            })?;
        }
    }

    /// A value with the operators before it and the members after it.
    fn value(&mut self) -> Parsed<Tree> {
        let sign = Unary::ALL.into_iter().find(|(_, sign)| self.token == Token::Mark(sign));
        if let Some((operator, _)) = sign {
            self.advance()?;
            let inner = self.nested(Self::value)?;
            return self.grow([inner], |[inner]| Node::Unary(operator, Box::new(inner)));
        }
        let mut tree = self.primary()?;
        loop {
            let name = if self.eat(".")? {
                let Token::Name(name) = self.token.clone() else { return Err(self.expected("the name of a member")) };
                self.advance()?;
                Tree { node: Node::Constant(Value::text(&name)), depth: 1 }
            } else if self.eat("[")? {
                let name = self.expression()?;
                self.need("]", "after the name of a member")?;
                name
            } else {
                return Ok(tree);
            };
            tree = self.grow([tree, name], member)?;
        }
    }

    fn primary(&mut self) -> Parsed<Tree> {
        let start = self.start;
        let node = match self.token.clone() {
            Token::Number(number) => Node::Constant(Value::Number(number)),
            Token::Text(text) => Node::Constant(Value::text(&text)),
            Token::Name(name) => {
                self.advance()?;
                let node = if self.eat("(")? { return self.call(&name, start) } else { self.named(&name, start)? };
                return Ok(Tree { node, depth: 1 });
            }
            Token::Mark("(") => {
                self.advance()?;
                let inner = self.expression()?;
                self.need(")", "to close the bracket")?;
                return Ok(inner);
            }
            Token::Mark("[") => {
                self.advance()?;
                let parts = self.list("]")?;
                return self.grow_list(parts, Node::List);
            }
            Token::Mark("{") => return self.record(),
            Token::Mark("/") => {
                return Err(
                    self.error(start, "a pattern stands in `test(pattern, text)` or `replace(text, pattern, by)`")
                );
            }
            Token::Mark(_) | Token::End => return Err(self.expected("a value")),
        };
        self.advance()?;
        Ok(Tree { node, depth: 1 })
    }

    fn named(&self, name: &str, start: usize) -> Parsed<Node> {
        if let Some((_, number)) = CONSTANTS.iter().find(|(constant, _)| *constant == name) {
            return Ok(Node::Constant(Value::Number(*number)));
        }
        Ok(match name {
            "datum" => Node::Row,
            "true" => Node::Constant(Value::Flag(true)),
            "false" => Node::Constant(Value::Flag(false)),
            "null" => Node::Constant(Value::Null),
            "undefined" => Node::Constant(Value::Missing),
            "event" | "item" | "this" | "new" | "function" | "in" | "typeof" | "instanceof" => {
                return Err(
                    self.error(start, format!("`{name}` is not known here: an expression has `datum` and parameters"))
                );
            }
            name => Node::Param(name.into()),
        })
    }

    fn record(&mut self) -> Parsed<Tree> {
        self.advance()?;
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut parts = Vec::new();
        while !self.eat("}")? {
            if !names.is_empty() {
                self.need(",", "or `}` after a member")?;
            }
            names.push(match self.token.clone() {
                Token::Name(name) | Token::Text(name) => name.into(),
                Token::Number(number) => format::number_text(number).into(),
                Token::Mark(_) | Token::End => return Err(self.expected("the name of a member")),
            });
            self.advance()?;
            self.need(":", "after the name of a member")?;
            parts.push(self.expression()?);
        }
        self.grow_list(parts, |parts| Node::Record(names.into_iter().zip(parts).collect()))
    }

    /// Expressions with commas between them, up to this bracket.
    fn list(&mut self, close: &'static str) -> Parsed<Vec<Tree>> {
        let mut parts = Vec::new();
        while !self.eat(close)? {
            if !parts.is_empty() {
                self.need(",", &format!("or `{close}`"))?;
            }
            parts.push(self.expression()?);
        }
        Ok(parts)
    }

    fn call(&mut self, name: &str, start: usize) -> Parsed<Tree> {
        match name {
            "test" => return self.test(start),
            "replace" => return self.replace(),
            "regexp" => {
                return Err(
                    self.error(start, "`regexp` stands in `test(pattern, text)` or `replace(text, pattern, by)`")
                );
            }
            _ => {}
        }
        let parts = self.list(")")?;
        if name == "if" {
            let parts = <[Tree; 3]>::try_from(parts);
            let parts =
                parts.map_err(|parts| self.error(start, arity("if", "3 arguments: test, yes, no", parts.len())))?;
            return self.grow(parts, |parts| Node::Choice(Box::new(parts)));
        }
        match (name, parts.len()) {
            ("now", 0) => Ok(Tree { node: Node::Now, depth: 1 }),
            ("random", 0) => Ok(Tree { node: Node::Random(self.lexer.position(start)), depth: 1 }),
            (_, count) => {
                let function = function::named(name).ok_or_else(|| self.error(start, unknown(name)))?;
                if count < function.least || count > function.most {
                    return Err(self.error(start, arity(name, &function.takes(), count)));
                }
                self.check_format(function, &parts, start)?;
                let no_time = count == 0 && function.name == "datetime";
                let now = no_time.then_some(Tree { node: Node::Now, depth: 1 });
                self.grow_list(parts.into_iter().chain(now).collect(), |parts| Node::Call(function, parts))
            }
        }
    }

    /// A number format that is written out is refused here, where it can be pointed at.
    fn check_format(&self, function: &Function, parts: &[Tree], start: usize) -> Parsed<()> {
        if let ("format", Some(Node::Constant(Value::Text(text)))) =
            (function.name, parts.get(1).map(|part| &part.node))
        {
            format::Number::parse(text).map_err(|error| self.error(start, error.to_string()))?;
        }
        Ok(())
    }

    fn test(&mut self, start: usize) -> Parsed<Tree> {
        let (matcher, depth) = self.matcher()?;
        if self.token == Token::Mark(")") {
            return Err(self.error(start, arity("test", "2 arguments: pattern, text", 1)));
        }
        self.need(",", "after the pattern")?;
        let text = self.expression()?;
        self.need(")", "after the text")?;
        self.deep(depth.max(text.depth) + 1, Node::Test(matcher, Box::new(text.node)))
    }

    fn replace(&mut self) -> Parsed<Tree> {
        let text = self.expression()?;
        self.need(",", "after the text")?;
        let (matcher, depth) = self.matcher()?;
        self.need(",", "after the pattern")?;
        let by = self.expression()?;
        self.need(")", "after the replacement")?;
        let depth = text.depth.max(depth).max(by.depth) + 1;
        self.deep(depth, Node::Replace(Box::new(text.node), matcher, Box::new(by.node)))
    }

    fn matcher(&mut self) -> Parsed<(Matcher, usize)> {
        let start = self.start;
        if self.token == Token::Mark("/") {
            let (source, flags) = self.lexer.pattern(start)?;
            self.advance()?;
            let pattern = Pattern::parse(&source, &flags).map_err(|error| self.error(start, error.to_string()))?;
            return Ok((Matcher::Pattern(Arc::new(pattern)), 1));
        }
        if self.token != Token::Name("regexp".to_owned()) {
            let text = self.expression()?;
            return Ok((Matcher::Text(Box::new(text.node)), text.depth + 1));
        }
        self.advance()?;
        self.need("(", "after `regexp`")?;
        let source = self.expression()?;
        let no_flags = Tree { node: Node::Constant(Value::text("")), depth: 1 };
        let flags = if self.eat(",")? { self.expression()? } else { no_flags };
        self.need(")", "after the pattern")?;
        let depth = source.depth.max(flags.depth) + 1;
        Ok((Matcher::Built(Box::new(source.node), Box::new(flags.node)), depth))
    }

    /// Reads something that may hold expressions again.
    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Parsed<Tree>) -> Parsed<Tree> {
        if self.nesting == MAX_DEPTH {
            return Err(self.error(self.start, too_deep()));
        }
        self.nesting += 1;
        let tree = read(self);
        self.nesting -= 1;
        tree
    }

    fn grow<const N: usize>(&self, parts: [Tree; N], join: impl FnOnce([Node; N]) -> Node) -> Parsed<Tree> {
        let depth = parts.iter().map(|part| part.depth).max().unwrap_or(0);
        self.deep(depth + 1, join(parts.map(|part| part.node)))
    }

    fn grow_list(&self, parts: Vec<Tree>, join: impl FnOnce(Vec<Node>) -> Node) -> Parsed<Tree> {
        let depth = parts.iter().map(|part| part.depth).max().unwrap_or(0);
        self.deep(depth + 1, join(parts.into_iter().map(|part| part.node).collect()))
    }

    fn deep(&self, depth: usize, node: Node) -> Parsed<Tree> {
        if depth > MAX_DEPTH { Err(self.error(self.start, too_deep())) } else { Ok(Tree { node, depth }) }
    }

    fn advance(&mut self) -> Parsed<()> {
        (self.start, self.token) = self.lexer.next()?;
        Ok(())
    }

    fn eat(&mut self, mark: &'static str) -> Parsed<bool> {
        let found = self.token == Token::Mark(mark);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn need(&mut self, mark: &'static str, place: &str) -> Parsed<()> {
        if self.eat(mark)? { Ok(()) } else { Err(self.expected(&format!("`{mark}` {place}"))) }
    }

    fn expected(&self, what: &str) -> ExpressionError {
        self.error(self.start, format!("expected {what}, found {}", self.token.words()))
    }

    fn error(&self, at: usize, message: impl Into<String>) -> ExpressionError {
        self.lexer.error(at, message)
    }
}

/// A member of the row is a column.
fn member([inner, name]: [Node; 2]) -> Node {
    match (inner, name) {
        (Node::Row, Node::Constant(name)) => Node::Column(name.to_text()),
        (inner, name) => Node::Member(Box::new(inner), Box::new(name)),
    }
}

fn too_deep() -> String {
    format!("this is nested more than {MAX_DEPTH} deep: compute a part of it in a step of its own")
}

fn arity(name: &str, takes: &str, count: usize) -> String {
    format!("`{name}` takes {takes}; here are {count}")
}

fn unknown(name: &str) -> String {
    match name {
        "data" | "indata" | "scale" | "invert" | "vlSelectionTest" | "vlSelectionResolve" => {
            format!("`{name}` reaches outside the row and is not known here: use a transform or a parameter")
        }
        _ => format!("there is no function `{name}`"),
    }
}
