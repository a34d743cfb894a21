//! Number: number formats as d3-format defines them: `[[fill]align][sign][symbol][0][width][,][.precision][~][type]`.

use std::{borrow::Cow, fmt};

use super::{
    FormatError, Locale,
    digits::{exponential, fixed, number_text, plain, precise, rounded, shortest, zeros},
};

/// The widest that a number is filled up to; more is refused.
pub(super) const MAX_WIDTH: usize = 1000;
/// The prefixes of the International System, from 10⁻²⁴ to 10²⁴.
const PREFIXES: [&str; 17] = ["y", "z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];

/// A number format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub(super) fill: char,
    /// `>`, `<`, `^`, or `=`: between sign and digits.
    pub(super) align: char,
    /// `-`, `+`, `(` or a space.
    pub(super) sign: char,
    /// `$` or `#`.
    pub(super) symbol: Option<char>,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) comma: bool,
    pub(super) precision: Option<usize>,
    pub(super) trim: bool,
    /// A letter or `%`; none is `~g` with 12 digits.
    pub(super) kind: Option<char>,
    /// All numbers with this prefix, as powers of 1000.
    pub(super) prefix: Option<i32>,
}

impl Number {
    /// Reads a specifier such as `~s`, `,.2f` or `$(10,d`. An empty one writes up to 12 significant digits.
    ///
    /// # Errors
    /// When it is none, or wider than any label.
    pub fn parse(specifier: &str) -> Result<Self, FormatError> {
        let mut rest = specifier.chars().peekable();
        let mut fill = ' ';
        let mut ahead = rest.clone();
        let (first, second) = (ahead.next(), ahead.next());
        let mut align = None;
        if second.is_some_and(is_align) {
            (fill, align) = (rest.next().unwrap_or(' '), rest.next());
        } else if first.is_some_and(is_align) {
            align = rest.next();
        }
        let sign = rest.next_if(|c| "+-( ".contains(*c)).unwrap_or('-');
        let symbol = rest.next_if(|c| "$#".contains(*c));
        let zero = rest.next_if_eq(&'0').is_some();
        let width = digits(&mut rest);
        let comma = rest.next_if_eq(&',').is_some();
        let no_format = || FormatError::Number(specifier.chars().take(40).collect());
        let precision = match rest.next_if_eq(&'.') {
            Some(_) => Some(digits(&mut rest).ok_or_else(no_format)?),
            None => None,
        };
        let trim = rest.next_if_eq(&'~').is_some();
        let kind = rest.next_if(|c| c.is_ascii_alphabetic() || *c == '%');
        if rest.next().is_some() {
            return Err(no_format());
        }
        let width = width.unwrap_or(0);
        if width > MAX_WIDTH {
            return Err(FormatError::Width);
        }
        let align = align.unwrap_or('>');
        Ok(Self { fill, align, sign, symbol, zero, width, comma, precision, trim, kind, prefix: None }.plain_kind())
    }

    /// `n` is `,g`, and a type that is not known is none.
    fn plain_kind(mut self) -> Self {
        match self.kind {
            Some('n') => (self.comma, self.kind) = (true, Some('g')),
            Some(kind) if "%bcdefgoprsXx".contains(kind) => {}
            _ => self.kind = None,
        }
        if self.zero || (self.fill == '0' && self.align == '=') {
            (self.zero, self.fill, self.align) = (true, '0', '=');
        }
        self
    }

    /// The number as text, in English.
    #[must_use]
    pub fn write(&self, number: f64) -> String {
        self.write_in(number, Locale::english())
    }

    /// The number as text, with the names and signs of a language.
    #[must_use]
    pub fn write_in(&self, number: f64, locale: &Locale) -> String {
        let kind = self.kind.unwrap_or('g');
        let parts = match self.prefix {
            Some(prefix) => self.prefixed(number, prefix, locale),
            None if kind == 'c' => Parts { suffix: number_text(number), ..Parts::default() },
            None => self.signed(number, kind, locale),
        };
        let text = self.filled(self.symbols(parts, kind, locale), locale);
        match locale.numerals {
            Some(numerals) => {
                let numeral = |c: char| c.to_digit(10).map_or(c, |digit| numerals[digit as usize]);
                text.chars().map(numeral).collect()
            }
            None => text,
        }
    }

    fn signed(&self, number: f64, kind: char, locale: &Locale) -> Parts {
        let (text, prefix) =
            if number.is_nan() { (locale.nan.to_string(), 0) } else { self.digits(number.abs(), kind) };
        let mut text = if self.trim || self.kind.is_none() { trimmed(&text).into_owned() } else { text };
        // A negative number that is written as zero has no sign.
        let is_zero = !text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) && text.starts_with('0');
        let negative = number.is_sign_negative() && !number.is_nan() && (!is_zero || self.sign == '+');
        let mut suffix = if kind == 's' { PREFIXES[(8 + prefix) as usize].to_owned() } else { String::new() };
        if "defgprs%".contains(kind)
            && let Some(at) = text.find(|c: char| !c.is_ascii_digit())
        {
            let rest = text.split_off(at);
            let fraction = rest.strip_prefix('.').map(|digits| format!("{}{digits}", locale.decimal));
            suffix = fraction.unwrap_or(rest) + &suffix;
        }
        let sign = match (negative, self.sign) {
            (true, '(') => "(".to_owned(),
            (true, _) => locale.minus.to_string(),
            (false, '-' | '(') => String::new(),
            (false, sign) => sign.to_string(),
        };
        Parts { sign, text, suffix, closes: negative && self.sign == '(' }
    }

    /// Scaled to a prefix that all numbers of an axis share.
    fn prefixed(&self, number: f64, prefix: i32, locale: &Locale) -> Parts {
        let scaled = 10f64.powi(-3 * prefix) * number;
        let mut parts = self.signed(scaled, 'f', locale);
        parts.suffix += PREFIXES[(8 + prefix) as usize];
        parts
    }

    /// The digits of a number that is not negative, and the power of 1000 that is left out of them.
    fn digits(&self, number: f64, kind: char) -> (String, i32) {
        let digits = self.precision.unwrap_or(if self.kind.is_none() { 12 } else { 6 });
        let (digits, decimals) = (digits.clamp(1, 21), digits.min(20));
        let text = match kind {
            '%' => fixed(number * 100.0, decimals),
            'b' => radix(number, 2.0),
            'o' => radix(number, 8.0),
            'x' => radix(number, 16.0),
            'X' => radix(number, 16.0).to_uppercase(),
            'd' => whole(number),
            'e' => exponential(number, decimals),
            'f' => fixed(number, decimals),
            'p' => significant(number * 100.0, digits),
            'r' => significant(number, digits),
            's' => return with_prefix(number, digits),
            _ => precise(number, digits),
        };
        (text, 0)
    }

    /// Adds what the symbol and the type put around it.
    fn symbols(&self, mut parts: Parts, kind: char, locale: &Locale) -> Parts {
        match self.symbol {
            Some('$') => {
                parts.sign += &locale.currency[0];
                parts.suffix += &locale.currency[1];
            }
            Some('#') if "boxX".contains(kind) => {
                parts.sign.push('0');
                parts.sign.push(kind.to_ascii_lowercase());
            }
            _ if "%p".contains(kind) => parts.suffix += &locale.percent,
            _ => {}
        }
        if parts.closes {
            parts.suffix.push(')');
        }
        parts
    }

    fn filled(&self, parts: Parts, locale: &Locale) -> String {
        let Parts { sign, mut text, suffix, .. } = parts;
        let count = |text: &str| text.chars().count();
        if self.comma && !self.zero {
            text = grouped(&text, usize::MAX, locale);
        }
        let missing = self.width.saturating_sub(count(&sign) + count(&text) + count(&suffix));
        let mut fill = String::from(self.fill).repeat(missing);
        if self.comma && self.zero {
            let width = if missing > 0 { self.width.saturating_sub(count(&suffix)) } else { usize::MAX };
            text = grouped(&(fill + &text), width, locale);
            fill = String::new();
        }
        match self.align {
            '<' => format!("{sign}{text}{suffix}{fill}"),
            '=' => format!("{sign}{fill}{text}{suffix}"),
            '^' => {
                let half = fill.char_indices().nth(missing / 2).map_or(fill.len(), |(at, _)| at);
                format!("{}{sign}{text}{suffix}{}", &fill[..half], &fill[half..])
            }
            _ => format!("{fill}{sign}{text}{suffix}"),
        }
    }
}

impl fmt::Display for Number {
    /// As a specifier that reads as the same format.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fill, align, sign, zero, width, comma, precision, trim, .. } = self;
        write!(f, "{fill}{align}{sign}")?;
        self.symbol.map_or(Ok(()), |symbol| write!(f, "{symbol}"))?;
        let flag = |set: bool, sign| if set { sign } else { "" };
        f.write_str(flag(*zero, "0"))?;
        if *width > 0 {
            write!(f, "{width}")?;
        }
        f.write_str(flag(*comma, ","))?;
        precision.map_or(Ok(()), |precision| write!(f, ".{precision}"))?;
        f.write_str(flag(*trim, "~"))?;
        self.kind.map_or(Ok(()), |kind| write!(f, "{kind}"))
    }
}

/// A number in the order in which it is written.
#[derive(Default)]
struct Parts {
    sign: String,
    /// The whole part, which is grouped.
    text: String,
    suffix: String,
    closes: bool,
}

fn is_align(c: char) -> bool {
    "<>=^".contains(c)
}

fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = chars.next_if(char::is_ascii_digit).and_then(|digit| digit.to_digit(10)) {
        number = Some(number.unwrap_or(0usize).saturating_mul(10).saturating_add(digit as usize));
    }
    number
}

/// Rounded, with all its digits.
fn whole(number: f64) -> String {
    let number = (number + 0.5).floor();
    if number.is_infinite() || number == 0.0 {
        return number_text(number);
    }
    let (digits, exponent) = shortest(number);
    plain(&digits, exponent)
}

fn radix(number: f64, radix: f64) -> String {
    let mut number = (number + 0.5).floor();
    if number.is_infinite() {
        return number_text(number);
    }
    let mut digits = Vec::new();
    while number >= 1.0 || digits.is_empty() {
        digits.extend(char::from_digit((number % radix) as u32, 16));
        number = (number / radix).floor();
    }
    digits.into_iter().rev().collect()
}

/// So many significant digits, without an exponent.
fn significant(number: f64, digits: usize) -> String {
    if !number.is_finite() {
        return number_text(number);
    }
    let (digits, exponent) = rounded(number, digits);
    plain(&digits, exponent)
}

/// So many significant digits of what is left once a prefix takes its part.
fn with_prefix(number: f64, precision: usize) -> (String, i32) {
    if !number.is_finite() {
        return (number_text(number), 0);
    }
    let (digits, exponent) = rounded(number, precision);
    let prefix = exponent.div_euclid(3).clamp(-8, 8);
    let before = exponent - prefix * 3 + 1;
    if before > 0 {
        return (plain(&digits, before - 1), prefix);
    }
    // Less than a thousandth of the smallest prefix: some of the digits are zeros.
    let left = precision as i32 + before - 1;
    let digits = if left > 0 { rounded(number, left as usize).0 } else { shortest(number).0 };
    (format!("0.{}{digits}", zeros(-before)), prefix)
}

/// Without zeros at the end of the fraction.
fn trimmed(text: &str) -> Cow<'_, str> {
    let Some(point) = text.find('.') else { return Cow::Borrowed(text) };
    let end = text[point + 1..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| point + 1 + at);
    let kept = text[..end].trim_end_matches('0').trim_end_matches('.');
    Cow::Owned(format!("{kept}{}", &text[end..]))
}

/// With separators between groups of digits; at most so wide.
fn grouped(digits: &str, width: usize, locale: &Locale) -> String {
    let mut sizes = locale.grouping.iter().copied().filter(|size| *size > 0).cycle();
    let digits: Vec<char> = digits.chars().collect();
    let mut groups: Vec<String> = Vec::new();
    let (mut left, mut length) = (digits.len(), 0usize);
    while left > 0 {
        let Some(size) = sizes.next() else { return digits.into_iter().collect() };
        let size = if length + size + 1 > width { width.saturating_sub(length).max(1) } else { size };
        let from = left.saturating_sub(size);
        groups.push(digits[from..left].iter().collect());
        left = from;
        length += size + 1;
        if length > width {
            break;
        }
    }
    groups.reverse();
    groups.join(&locale.thousands)
}
