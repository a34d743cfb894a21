//! Pattern: regular expressions as JavaScript writes them, in time linear in the text (Thompson, "Regular expression
//! search algorithm", 1968; with groups as Pike's machine). Left out and refused: references to groups and looking
//! around. Written here because a library's weighs more in the page than all expressions do.

use std::fmt;

mod program;
mod read;

use program::{Program, Slots};

/// The longest pattern; longer ones are refused.
const MAX_SOURCE_BYTES: usize = 1000;

/// A pattern that was read.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    source: String,
    flags: String,
    program: Program,
}

/// A text that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this pattern cannot be read: {0}")]
pub(super) struct PatternError(String);

impl Pattern {
    /// Reads a pattern. Flags: `g`, `i`, `m`, `s`, `u`.
    ///
    /// # Errors
    /// In words, when it is no pattern.
    pub(super) fn parse(source: &str, flags: &str) -> Result<Self, PatternError> {
        if source.len() > MAX_SOURCE_BYTES {
            return Err(PatternError(format!("it is longer than {MAX_SOURCE_BYTES} bytes")));
        }
        if let Some(unknown) = flags.chars().find(|flag| !"gimsu".contains(*flag)) {
            return Err(PatternError(format!("there is no flag `{unknown}`")));
        }
        let program = read::read(source, flags)?;
        Ok(Self { source: source.to_owned(), flags: flags.to_owned(), program })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.program.find(text, 0).is_some()
    }

    /// Replaces the first match, all with the flag `g`. In `by`, `$1` is a group, `$&` the match and `$$` a dollar.
    pub(super) fn replace(&self, text: &str, by: &str) -> String {
        let mut replaced = String::new();
        let (mut kept, mut from) = (0, 0);
        while let Some(slots) = self.program.find(text, from) {
            let Some((start, end)) = group(&slots, 0) else { break };
            replaced.push_str(&text[kept..start]);
            expand(by, text, &slots, &mut replaced);
            kept = end;
            // After an empty match the search goes on behind the next character.
            let step = text[end..].chars().next().map_or(1, char::len_utf8);
            from = if end > start { end } else { end + step };
            if !self.flags.contains('g') || from > text.len() || replaced.len() > super::MAX_TEXT_BYTES {
                break;
            }
        }
        replaced.push_str(&text[kept..]);
        replaced
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.source, self.flags)
    }
}

fn group(slots: &Slots, index: usize) -> Option<(usize, usize)> {
    Some(((*slots.get(2 * index)?)?, (*slots.get(2 * index + 1)?)?))
}

fn expand(by: &str, text: &str, slots: &Slots, out: &mut String) {
    let mut rest = by;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let next = rest.chars().next();
        let index = match next {
            Some('&') => Some(0),
            Some(digit) => {
                digit.to_digit(10).map(|digit| digit as usize).filter(|digit| (1..slots.len() / 2).contains(digit))
            }
            None => None,
        };
        match (index, next) {
            (Some(index), _) => out.push_str(group(slots, index).map_or("", |(start, end)| &text[start..end])),
            (None, Some('$')) => out.push('$'),
            (None, _) => {
                out.push('$');
                continue;
            }
        }
        rest = &rest[1..];
    }
    out.push_str(rest);
}
