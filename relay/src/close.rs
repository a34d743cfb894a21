//! Close: why a session ends, as the code and reason of a WebSocket Close frame.
//! The codes are part of the protocol; a reason fits the 123 bytes that a Close frame has room for.

/// Why a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// The relay stops or the room starts over: connect again and resume.
    Away,
    /// A message is larger than the protocol allows.
    TooLarge,
    /// A message that is none, or that is not allowed at this point.
    BadMessage,
    /// Not signed in, or no right to see this dashboard.
    NotAllowed,
    /// There is no such dashboard, or it was deleted.
    NoSuchDashboard,
    /// The client speaks another version of the protocol.
    OtherVersion,
    /// The session does not take what is sent to it, or has not been heard for too long: connect again and resume.
    Slow,
}

impl Close {
    /// The code on the wire.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Away => 1001,
            Self::TooLarge => 1009,
            Self::BadMessage => 4400,
            Self::NotAllowed => 4401,
            Self::NoSuchDashboard => 4404,
            Self::OtherVersion => 4406,
            Self::Slow => 4408,
        }
    }

    /// The word by which it is counted.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::TooLarge => "too_large",
            Self::BadMessage => "bad_message",
            Self::NotAllowed => "not_allowed",
            Self::NoSuchDashboard => "no_such_dashboard",
            Self::OtherVersion => "other_version",
            Self::Slow => "slow",
        }
    }

    /// A few words for whoever reads the network log.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Away => "the relay stops or starts over: connect again",
            Self::TooLarge => "the message is too large",
            Self::BadMessage => "the message cannot be understood",
            Self::NotAllowed => "sign in or ask for access",
            Self::NoSuchDashboard => "there is no such dashboard",
            Self::OtherVersion => "another version of the protocol: reload the page",
            Self::Slow => "slow: connect again to go on",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-34. tldraw: a reason of more than 123 bytes made the browser throw instead of closing.
    #[test]
    fn every_reason_fits_a_close_frame() {
        use Close::{Away, BadMessage, NoSuchDashboard, NotAllowed, OtherVersion, Slow, TooLarge};
        for close in [Away, TooLarge, BadMessage, NotAllowed, NoSuchDashboard, OtherVersion, Slow] {
            assert!(close.reason().len() <= 123, "{close:?}");
        }
    }
}
