//! The id of a request: what joins the answer, the lines in the log and whatever a proxy in front has written.

use std::fmt;

/// The longest id that is taken over, in characters; a longer one is replaced.
const MAX_CHARS: usize = 64;

/// The id of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestId(String);

impl RequestId {
    /// One that somebody else has given, if it can stand in a header, a log and a message as it is.
    pub(super) fn of(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        ((1..=MAX_CHARS).contains(&text.len()) && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// A new one; without randomness all zeros, which joins nothing and does no harm.
    pub(super) fn fresh() -> Self {
        let mut bytes = [0; 8];
        let _all_zeros = getrandom::fill(&mut bytes);
        Self(format!("{:016x}", u64::from_be_bytes(bytes)))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_id_is_taken_over() {
        for good in ["a", "0123-abc_DEF.9", &"x".repeat(64), &RequestId::fresh().to_string()] {
            assert!(RequestId::of(good).is_some(), "{good}");
        }
        for bad in ["", "a b", "a\nb", "<b>", "ä", "a\"b", &"x".repeat(65)] {
            assert_eq!(RequestId::of(bad), None, "{bad:?}");
        }
        assert_ne!(RequestId::fresh(), RequestId::fresh());
    }
}
