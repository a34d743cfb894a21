//! Close: why a session ends, as the code and reason of a WebSocket Close frame.
//! The codes are part of the protocol; a reason fits the 123 bytes that a Close frame has room for, with the time within
//! which the other end is to come again.

use std::time::Duration;

/// Why a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// The relay stops or the room starts over: connect again and resume.
    Away,
    /// More come at once than the relay lets in: connect again later.
    Busy,
    /// A message is larger than the protocol allows.
    TooLarge,
    /// What comes is no WebSocket.
    Broken,
    /// A text that is no text.
    BadText,
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
    /// What is stored of the dashboard is damaged: it stays closed rather than wrong.
    Damaged,
}

impl Close {
    /// The code on the wire.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Away => 1001,
            Self::Busy => 1013,
            Self::Broken => 1002,
            Self::BadText => 1007,
            Self::TooLarge => 1009,
            Self::BadMessage => 4400,
            Self::NotAllowed => 4401,
            Self::NoSuchDashboard => 4404,
            Self::OtherVersion => 4406,
            Self::Slow => 4408,
            Self::Damaged => 4500,
        }
    }

    /// The word by which it is counted.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Busy => "busy",
            Self::TooLarge => "too_large",
            Self::Broken => "broken",
            Self::BadText => "bad_text",
            Self::BadMessage => "bad_message",
            Self::NotAllowed => "not_allowed",
            Self::NoSuchDashboard => "no_such_dashboard",
            Self::OtherVersion => "other_version",
            Self::Slow => "slow",
            Self::Damaged => "damaged",
        }
    }

    /// A few words for whoever reads the network log.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Away => "the relay stops or starts over: connect again",
            Self::Busy => "many come at once: connect again later",
            Self::TooLarge => "the message is too large",
            Self::Broken => "the frame is none",
            Self::BadText => "the text is not UTF-8",
            Self::BadMessage => "the message cannot be understood",
            Self::NotAllowed => "sign in or ask for access",
            Self::NoSuchDashboard => "there is no such dashboard",
            Self::OtherVersion => "another version of the protocol: reload the page",
            Self::Slow => "slow: connect again to go on",
            Self::Damaged => "what is stored of the dashboard is damaged: ask whoever runs the relay",
        }
    }

    /// Whether those who hear it come back by themselves and all at once, so that they are told within what time.
    fn is_for_a_crowd(self) -> bool {
        match self {
            Self::Away | Self::Busy | Self::Slow => true,
            Self::TooLarge
            | Self::Broken
            | Self::BadText
            | Self::BadMessage
            | Self::NotAllowed
            | Self::NoSuchDashboard
            | Self::OtherVersion
            | Self::Damaged => false,
        }
    }
}

/// What is said at the end: why, and within what time the other end is to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goodbye {
    /// Why.
    pub close: Close,
    /// Within what time, where that matters.
    pub within: Option<Duration>,
}

impl Goodbye {
    /// The end of one session of many, all of which shall come back within this time, each at a moment of its own.
    #[must_use]
    pub fn of_many(close: Close, within: Duration) -> Self {
        Self { close, within: close.is_for_a_crowd().then_some(within) }
    }

    /// The reason as it stands in the Close frame: the words, and `within_ms=N` at their end.
    #[must_use]
    pub fn reason(&self) -> String {
        let words = self.close.reason();
        self.within.map_or_else(|| words.to_owned(), |within| format!("{words}; within_ms={}", within.as_millis()))
    }
}

impl From<Close> for Goodbye {
    fn from(close: Close) -> Self {
        Self { close, within: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-34. tldraw: a reason of more than 123 bytes made the browser throw instead of closing.
    #[test]
    fn every_reason_fits_a_close_frame() {
        use Close::{
            Away, BadMessage, BadText, Broken, Busy, Damaged, NoSuchDashboard, NotAllowed, OtherVersion, Slow, TooLarge,
        };
        let refusals = [TooLarge, BadMessage, BadText, Broken, NotAllowed, NoSuchDashboard, OtherVersion, Damaged];
        for close in [Away, Busy, Slow].into_iter().chain(refusals) {
            let reason = Goodbye::of_many(close, Duration::from_secs(3_600)).reason();
            assert!(reason.starts_with(close.reason()) && reason.len() <= 123, "{close:?}");
        }
        assert!(Goodbye::of_many(Away, Duration::from_millis(1500)).reason().ends_with("; within_ms=1500"));
        assert_eq!(Goodbye::from(Away).reason(), Away.reason());
    }
}
