//! Format: how numbers and times are written and read: the specifiers of d3-format (`~s`, `,.2f`) and d3-time-format
//! (`%b %d`), and dates as JavaScript reads them. Names and signs come from a `Locale`. Times are UTC only.

mod date;
mod digits;
mod locale;
mod number;
mod precision;
mod read;
#[cfg(test)]
mod tests;
mod time;

pub use date::parse_date;
pub use digits::number_text;
pub use locale::Locale;
pub use number::Number;
pub use time::Time;

/// A text that is no specifier of a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Not of the form of a number format.
    #[error("{0:?} is no number format: it is written like `,.2f`, `~s`, `.0%` or `$,d`")]
    Number(String),
    /// Wider than any label.
    #[error("a number format is at most {} characters wide", number::MAX_WIDTH)]
    Width,
    /// Longer than any label.
    #[error("a time format has at most {} bytes", time::MAX_BYTES)]
    Length,
}
