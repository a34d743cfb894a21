//! Token: the words an expression is made of. It knows how a number, a text and a pattern are written, and nothing of
//! what stands where.

use super::ExpressionError;

/// One word of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Name(String),
    Mark(&'static str),
    End,
}

/// Operators and brackets, the longer first.
const MARKS: [&str; 33] = [
    ">>>", "===", "!==", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "%", "<", ">", "!", "~",
    "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "&", "|", "^",
];

impl Token {
    /// How an error names it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Number(number) => format!("the number {number}"),
            Self::Text(text) => format!("the text {text:?}"),
            Self::Name(name) => format!("`{name}`"),
            Self::Mark(mark) => format!("`{mark}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// Reads one token after another.
pub(super) struct Lexer<'a> {
    text: &'a str,
    /// In bytes.
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The error at a byte.
    pub(super) fn error(&self, at: usize, message: impl Into<String>) -> ExpressionError {
        ExpressionError { position: self.position(at), message: message.into() }
    }

    /// Which character, from 1, begins at this byte.
    pub(super) fn position(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }

    /// The next token and the byte at which it begins.
    pub(super) fn next(&mut self) -> Result<(usize, Token), ExpressionError> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        let start = self.at;
        let rest = self.rest();
        let token = match rest.chars().next() {
            None => Token::End,
            Some('\'' | '"') => Token::Text(self.quoted()?),
            Some(first) if first.is_ascii_digit() => self.number()?,
            Some('.') if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => self.number()?,
            Some(first) if begins_name(first) => {
                Token::Name(self.take(|c| begins_name(c) || c.is_numeric()).to_owned())
            }
            Some(first) => {
                let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark));
                let mark = mark.ok_or_else(|| self.error(start, unknown(first)))?;
                self.at += mark.len();
                Token::Mark(mark)
            }
        };
        Ok((start, token))
    }

    /// A pattern's source and flags; its first slash, at this byte, was read as a token.
    pub(super) fn pattern(&mut self, start: usize) -> Result<(String, String), ExpressionError> {
        self.at = start + 1;
        let mut source = String::new();
        let mut in_class = false;
        loop {
            let next = self.char().filter(|next| *next != '\n');
            match next.ok_or_else(|| self.error(start, "this pattern has no end: expected `/`"))? {
                '/' if !in_class => break,
                '\\' => {
                    source.push('\\');
                    source.extend(self.char());
                }
                other => {
                    in_class = other == '[' || (in_class && other != ']');
                    source.push(other);
                }
            }
        }
        Ok((source, self.take(|c| c.is_ascii_alphabetic()).to_owned()))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn char(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn number(&mut self) -> Result<Token, ExpressionError> {
        let start = self.at;
        if self.rest().starts_with("0x") || self.rest().starts_with("0X") {
            self.at += 2;
            let digits = self.take(|c| c.is_ascii_hexdigit());
            let number = digits.chars().filter_map(|c| c.to_digit(16)).fold(0.0, |sum, c| sum * 16.0 + f64::from(c));
            return self.ends_number(start, (!digits.is_empty()).then_some(number));
        }
        self.take(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') {
            self.at += 1;
            self.take(|c| c.is_ascii_digit());
        }
        if self.rest().starts_with(['e', 'E']) {
            self.at += 1;
            if self.rest().starts_with(['+', '-']) {
                self.at += 1;
            }
            self.take(|c| c.is_ascii_digit());
        }
        self.ends_number(start, self.text[start..self.at].parse().ok())
    }

    fn ends_number(&self, start: usize, number: Option<f64>) -> Result<Token, ExpressionError> {
        let ends = !self.rest().starts_with(begins_name);
        number.filter(|_| ends).map(Token::Number).ok_or_else(|| self.error(start, "this is no number"))
    }

    fn quoted(&mut self) -> Result<String, ExpressionError> {
        let start = self.at;
        let quote = self.char();
        let mut text = String::new();
        loop {
            let next = self.char();
            match next {
                None | Some('\n') => return Err(self.error(start, "this text has no end: a quote is missing")),
                Some('\\') => text.extend(self.escaped()?),
                Some(_) if next == quote => return Ok(text),
                Some(other) => text.push(other),
            }
        }
    }

    /// What follows a backslash in a text.
    fn escaped(&mut self) -> Result<Option<char>, ExpressionError> {
        let at = self.at;
        Ok(match self.char() {
            Some('n') => Some('\n'),
            Some('t') => Some('\t'),
            Some('r') => Some('\r'),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('v') => Some('\u{b}'),
            Some('0') => Some('\0'),
            Some('\n') => None,
            Some('x') => Some(self.coded(at, 2)?),
            Some('u') if self.rest().starts_with('{') => {
                self.at += 1;
                let digits = self.take(|c| c.is_ascii_hexdigit());
                if self.char() != Some('}') {
                    return Err(self.error(at, "expected `}` after the code of a character"));
                }
                Some(character(digits).ok_or_else(|| self.error(at, "there is no such character"))?)
            }
            Some('u') => Some(self.unit(at)?),
            other => other,
        })
    }

    /// A code unit, or the character of a surrogate pair.
    fn unit(&mut self, at: usize) -> Result<char, ExpressionError> {
        let pair = self.rest().get(4..6) == Some("\\u");
        let high = self.rest().get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let low = self.rest().get(6..10).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        if let (true, Some(high @ 0xD800..=0xDBFF), Some(low)) = (pair, high, low)
            && let Some(Ok(both)) = char::decode_utf16([high, low]).next()
        {
            self.at += 10;
            return Ok(both);
        }
        self.coded(at, 4)
    }

    fn coded(&mut self, at: usize, digits: usize) -> Result<char, ExpressionError> {
        let code = self.rest().get(..digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = code.and_then(character);
        self.at += digits.min(self.rest().len());
        code.ok_or_else(|| self.error(at, format!("expected the {digits} hexadecimal digits of a character")))
    }
}

fn character(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

fn unknown(first: char) -> String {
    match first {
        '=' => "an expression assigns nothing: compare with `==` or `===`".to_owned(),
        ';' => "this must be one expression: expected an operator or the end, found `;`".to_owned(),
        '`' => "templates are not known: join texts with `+`".to_owned(),
        other => format!("{other:?} means nothing here"),
    }
}
