//! What a person is told of what became of an edit, as a fact: the page says it in their language.

use document::Refusal;

/// Something that the sync machine has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The dashboard has not come yet, so that nothing of it can be changed.
    NotArrived,
    /// It can no longer be changed from this page.
    NotAnyMore,
    /// Too much waits for the relay already.
    TooManyWait,
    /// The change was not taken.
    NotTaken(Refusal),
    /// A change was taken back, and nothing of it can be said again.
    TakenBack(Refusal),
}
