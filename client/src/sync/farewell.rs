//! A farewell: how a connection ended, as far as the browser tells. It reads what the relay says at the end of a reason:
//! within what time to come again, where it sends many away at once.

/// What a browser says where no Close frame came.
const CUT: u16 = 1006;
/// What stands before the time in a reason.
const WITHIN: &str = "within_ms=";
/// The longest time that is taken from a reason, in milliseconds: a person looks at the page meanwhile.
const MAX_WITHIN_MS: u32 = 60_000;

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Farewell {
    /// The code of the Close frame.
    pub code: u16,
    /// Within what time to come again, in milliseconds; 0 where nothing was said of it.
    pub within_ms: u32,
}

impl Farewell {
    /// Without a word.
    #[must_use]
    pub fn cut() -> Self {
        CUT.into()
    }

    /// What a Close frame says.
    #[must_use]
    pub fn of(code: u16, reason: &str) -> Self {
        let number = reason.rsplit_once(WITHIN).and_then(|(_, number)| number.parse::<u32>().ok());
        Self { code, within_ms: number.unwrap_or(0).min(MAX_WITHIN_MS) }
    }
}

impl From<u16> for Farewell {
    fn from(code: u16) -> Self {
        Self { code, within_ms: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-141.
    #[test]
    fn a_reason_says_within_what_time_to_come_again() {
        for (reason, within_ms) in [
            ("the relay stops: connect again; within_ms=2000", 2_000),
            ("within_ms=99999999", MAX_WITHIN_MS),
            ("within_ms=99999999999999999999", 0),
            ("within_ms=-1", 0),
            ("within_ms=", 0),
            ("slow", 0),
            ("", 0),
        ] {
            assert_eq!(Farewell::of(1001, reason), Farewell { code: 1001, within_ms }, "{reason}");
        }
    }
}
