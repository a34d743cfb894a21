//! Dropped: what a spec says that could not be taken over, with its place and a reason in words, and the one judgement
//! whether the chart shows something else without it.

/// One property that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Where it stands, as a JSON pointer: `/encoding/x/axis/labelExpr`.
    pub path: String,
    /// What it is, in one word of the format: `projection`.
    pub what: String,
    /// Why it was left out, as a sentence for people.
    pub why: String,
    /// What is lost with it.
    pub loss: Loss,
}

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Marks, channels, rows or values: the chart shows something else.
    Content,
    /// Colours, lengths, places of texts: the chart looks a little different.
    Looks,
    /// Something that Vega-Lite does not know either.
    Nothing,
}

/// Why a spec cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}; {remedy}", if path.is_empty() { String::new() } else { format!("at {path}: ") })]
pub struct Problem {
    /// Where, as a JSON pointer; empty for the whole.
    pub path: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

pub(super) type Read<T> = Result<T, Problem>;

impl Dropped {
    /// Whether the chart shows something else without it, so that the spec does not count as supported.
    #[must_use]
    pub fn is_essential(&self) -> bool {
        match self.loss {
            Loss::Content => true,
            Loss::Looks | Loss::Nothing => false,
        }
    }
}

impl Problem {
    /// A problem at a place.
    #[must_use]
    pub fn new(path: &str, what: &str, remedy: &str) -> Self {
        Self { path: path.to_owned(), what: what.to_owned(), remedy: remedy.to_owned() }
    }
}
