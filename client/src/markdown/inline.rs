//! Inlines: what stands within a line: emphasis, code, links. A sign that is not closed is text.

/// Deepest nesting of emphasis and links; deeper ones are text.
const MAX_DEPTH: u8 = 6;
/// The longest address of a link, in characters; a longer one is text.
const MAX_ADDRESS_CHARS: usize = 2_000;
/// What a link may lead to; others are text, so that no link runs anything.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Text as it is written.
    Code(String),
    /// With a stress.
    Emphasis(Vec<Inline>),
    /// Important.
    Strong(Vec<Inline>),
    /// No longer true.
    Struck(Vec<Inline>),
    /// Words that lead to an address of one of the three known kinds.
    Link(String, Vec<Inline>),
    /// A new line.
    Break,
}

/// The parts of a paragraph.
#[must_use]
pub fn inlines(text: &str) -> Vec<Inline> {
    Reader { text, at: 0, depth: MAX_DEPTH, found: Vec::new(), words: String::new(), unclosed: Vec::new() }.read()
}

struct Reader<'a> {
    text: &'a str,
    /// Byte from which on nothing was read yet.
    at: usize,
    depth: u8,
    found: Vec<Inline>,
    words: String,
    /// Signs that nothing closes from here on: nobody looks for their end twice.
    unclosed: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Vec<Inline> {
        while let Some(char) = self.rest().chars().next() {
            let part = match char {
                '`' => self.code(),
                '*' | '_' | '~' if self.depth > 0 => self.emphasis(char),
                '[' if self.depth > 0 => self.link(),
                '<' => self.bracketed(),
                'h' => self.bare(),
                '\\' => self.escape(),
                '\n' => Some(self.line_end()),
                _ => None,
            };
            match part {
                Some((Some(inline), length)) => {
                    self.end_words();
                    self.found.push(inline);
                    self.at += length;
                }
                Some((None, length)) => self.at += length,
                None => {
                    self.words.push(char);
                    self.at += char.len_utf8();
                }
            }
        }
        self.end_words();
        self.found
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn inner(&self, text: &str) -> Vec<Inline> {
        let (found, words) = (Vec::new(), String::new());
        Reader { text, at: 0, depth: self.depth - 1, found, words, unclosed: Vec::new() }.read()
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            self.found.push(Inline::Text(std::mem::take(&mut self.words)));
        }
    }

    /// Two blanks before the end make a new line; otherwise the end of a line is a blank.
    fn line_end(&mut self) -> (Option<Inline>, usize) {
        let is_break = self.words.ends_with("  ");
        self.words.truncate(self.words.trim_end().len());
        if is_break {
            return (Some(Inline::Break), 1);
        }
        self.words.push(' ');
        (None, 1)
    }

    /// A sign after a backslash is a sign; a line that ends with one is followed by a new one.
    fn escape(&mut self) -> Option<(Option<Inline>, usize)> {
        let sign = self.rest()[1..].chars().next()?;
        if sign == '\n' {
            return Some((Some(Inline::Break), 2));
        }
        sign.is_ascii_punctuation().then(|| {
            self.words.push(sign);
            (None, 2)
        })
    }

    fn code(&mut self) -> Option<(Option<Inline>, usize)> {
        let rest = self.rest();
        let ticks = run(rest, '`');
        let sign = &rest[..ticks];
        let end = self.find_end(sign, |at, length| (length == ticks).then_some(at), rest, ticks);
        let Some(end) = end else {
            self.words.push_str(sign);
            return Some((None, ticks));
        };
        let code = rest[ticks..end].replace('\n', " ");
        let inner = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')).unwrap_or(&code);
        Some((Some(Inline::Code(inner.to_owned())), end + ticks))
    }

    fn emphasis(&mut self, sign: char) -> Option<(Option<Inline>, usize)> {
        let rest = self.rest();
        let length = run(rest, sign).min(2);
        let opens = rest[length..].chars().next().is_some_and(|next| !next.is_whitespace());
        let within_word = sign == '_' && self.text[..self.at].chars().next_back().is_some_and(char::is_alphanumeric);
        if !opens || within_word || (sign == '~' && length < 2) {
            return None;
        }
        let closes = |at: usize, found: usize| {
            let fits = found >= length && (length == 2 || found % 2 == 1);
            let after_words = rest[..at].chars().next_back().is_some_and(|last| !last.is_whitespace());
            let within = sign == '_' && rest[at + found..].chars().next().is_some_and(char::is_alphanumeric);
            (fits && after_words && !within).then_some(at + found - length)
        };
        let end = self.find_end(&rest[..length], closes, rest, length)?;
        let inner = self.inner(&rest[length..end]);
        let inline = match (sign, length) {
            ('~', _) => Inline::Struck(inner),
            (_, 2) => Inline::Strong(inner),
            _ => Inline::Emphasis(inner),
        };
        Some((Some(inline), end + length))
    }

    /// The first run of the sign, from a byte on, that `closes` accepts: where and how long the run is go in, where
    /// the end begins comes out.
    fn find_end(
        &mut self,
        sign: &'a str,
        closes: impl Fn(usize, usize) -> Option<usize>,
        rest: &str,
        from: usize,
    ) -> Option<usize> {
        if self.unclosed.contains(&sign) {
            return None;
        }
        let char = sign.chars().next()?;
        let is_code = char == '`';
        let mut at = from;
        while let Some(next) = rest[at..].find([char, '\\']) {
            at += next;
            if rest[at..].starts_with('\\') && !is_code {
                at += 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            let length = run(&rest[at..], char).max(1);
            if let Some(end) = closes(at, length).filter(|_| rest[at..].starts_with(char)) {
                return Some(end);
            }
            at += length;
        }
        self.unclosed.push(sign);
        None
    }

    /// `[words](address)`
    fn link(&mut self) -> Option<(Option<Inline>, usize)> {
        let rest = self.rest();
        if self.unclosed.contains(&"[") {
            return None;
        }
        let Some(words) = closing(rest, '[', ']', rest.len()) else {
            self.unclosed.push("[");
            return None;
        };
        let target = rest[words + 1..].starts_with('(').then(|| &rest[words + 1..])?;
        let end = closing(target, '(', ')', MAX_ADDRESS_CHARS)?;
        // What follows a blank is a title, which is not shown.
        let address = target[1..end].split_whitespace().next().unwrap_or_default();
        let address = safe(address.trim_start_matches('<').trim_end_matches('>'))?;
        Some((Some(Inline::Link(address, self.inner(&rest[1..words]))), words + 1 + end + 1))
    }

    /// `<address>`
    fn bracketed(&self) -> Option<(Option<Inline>, usize)> {
        let rest = self.rest();
        let end = rest[1..].find(|char: char| "<>".contains(char) || char.is_whitespace()).map(|end| end + 1)?;
        let address = safe(rest[1..end].trim()).filter(|_| rest[end..].starts_with('>'))?;
        Some((Some(Inline::Link(address.clone(), vec![Inline::Text(address)])), end + 1))
    }

    /// An address that stands there as it is, without the full stop of its sentence.
    fn bare(&self) -> Option<(Option<Inline>, usize)> {
        let rest = self.rest();
        let is_begin = !self.text[..self.at].chars().next_back().is_some_and(char::is_alphanumeric);
        let is_web = is_begin && SCHEMES[..2].iter().any(|scheme| rest.starts_with(scheme));
        let end = rest.find(|char: char| char.is_whitespace() || "<>()[]\"*`|".contains(char)).unwrap_or(rest.len());
        let address = safe(rest[..end].trim_end_matches(['.', ',', ':', ';', '!', '?'])).filter(|_| is_web)?;
        let length = address.len();
        Some((Some(Inline::Link(address.clone(), vec![Inline::Text(address)])), length))
    }
}

/// How often the sign stands at the beginning.
fn run(text: &str, sign: char) -> usize {
    text.bytes().take_while(|byte| char::from(*byte) == sign).count()
}

/// Where the bracket is closed that the text begins with, within so many characters.
fn closing(text: &str, open: char, close: char, max_chars: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, char) in text.char_indices().take(max_chars) {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if char == open => depth += 1,
            _ if char == close && depth == 1 => return Some(at),
            _ if char == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// An address that a link may lead to.
fn safe(address: &str) -> Option<String> {
    let is_known = |scheme: &&str| {
        let begin = address.get(..scheme.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)) && address.len() > scheme.len()
    };
    let is_plain = !address.chars().any(|char| char.is_control() || char.is_whitespace());
    (is_plain && SCHEMES.iter().any(is_known)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.into())
    }

    fn link(to: &str, words: &str) -> Inline {
        Inline::Link(to.into(), vec![text(words)])
    }

    #[test]
    fn signs_mean_something_only_when_they_are_closed() {
        use Inline::{Break, Code, Emphasis, Strong, Struck};
        for (source, expected) in [
            ("a *b* c", vec![text("a "), Emphasis(vec![text("b")]), text(" c")]),
            ("**a *b***", vec![Strong(vec![text("a "), Emphasis(vec![text("b")])])]),
            ("***a***", vec![Strong(vec![Emphasis(vec![text("a")])])]),
            ("*a **b** c*", vec![Emphasis(vec![text("a "), Strong(vec![text("b")]), text(" c")])]),
            ("a_b_c _d_", vec![text("a_b_c "), Emphasis(vec![text("d")])]),
            ("2 * 3 * 4", vec![text("2 * 3 * 4")]),
            ("*a", vec![text("*a")]),
            ("\\*a\\*", vec![text("*a*")]),
            ("~~a~~ ~b~", vec![Struck(vec![text("a")]), text(" ~b~")]),
            ("`*a*` ``b`c``", vec![Code("*a*".into()), text(" "), Code("b`c".into())]),
            ("`a", vec![text("`a")]),
            ("a  \nb\nc\\\nd", vec![text("a"), Break, text("b c"), Break, text("d")]),
        ] {
            assert_eq!(inlines(source), expected, "{source}");
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_mail_and_nowhere_else() {
        for (source, expected) in [
            ("[a](https://b.c/d_(e) \"f\")", vec![link("https://b.c/d_(e)", "a")]),
            ("<mailto:a@b.c>", vec![link("mailto:a@b.c", "mailto:a@b.c")]),
            ("See https://a.b/c.", vec![text("See "), link("https://a.b/c", "https://a.b/c"), text(".")]),
            ("[a](javascript:alert(1))", vec![text("[a](javascript:alert(1))")]),
            ("[a](JaVaScRiPt:x)", vec![text("[a](JaVaScRiPt:x)")]),
            ("[a](data:text/html,x)", vec![text("[a](data:text/html,x)")]),
            ("[a](//b.c)", vec![text("[a](//b.c)")]),
            ("[a](https://)", vec![text("[a](https://)")]),
            ("<img src=x onerror=y>", vec![text("<img src=x onerror=y>")]),
            ("[a] (b) [c", vec![text("[a] (b) [c")]),
        ] {
            assert_eq!(inlines(source), expected, "{source}");
        }
    }
}
