//! The name of a table: short, plain, safe in a path, a log line and a query.

use std::{fmt, str::FromStr, sync::Arc};

use ::table::schema::MAX_NAME_BYTES;

/// Names one table of the relay: a letter or `_`, then letters, digits, `_`, `.`, `-`, at most 128 in all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName(Arc<str>);

/// A text that is no name of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "A table's name begins with a letter or _, has only letters, digits, _ . and -, and at most {MAX_NAME_BYTES} of them."
)]
pub struct NameError;

impl TableName {
    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shared text.
    #[must_use]
    pub fn shared(&self) -> &Arc<str> {
        &self.0
    }
}

impl FromStr for TableName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let goes_on = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
        if begins && goes_on && text.len() <= MAX_NAME_BYTES { Ok(Self(text.into())) } else { Err(NameError) }
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_names() {
        for good in ["a", "_", "machine.cpu", "Rain-2024", &"x".repeat(128)] {
            assert_eq!(good.parse::<TableName>().unwrap().as_str(), good);
        }
        for bad in ["", "1a", ".a", "-a", "a b", "a/b", "..", "a\0", "ä", "a%2e", "'; drop", &"x".repeat(129)] {
            assert_eq!(bad.parse::<TableName>(), Err(NameError), "{bad}");
        }
    }
}
