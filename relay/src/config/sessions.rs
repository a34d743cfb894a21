//! The section `[sessions]`: how fast sessions begin and how long one may be silent.

use serde::{Deserialize, Serialize};

use super::mistake::Mistakes;

/// How fast sessions begin and how long one may be silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sessions {
    /// Sessions that begin in a second; as many more wait in line for at most two seconds, the rest come again later.
    pub admit_per_s: u32,
    /// After this silence a session is closed, in milliseconds; it is asked for a sign of life well before.
    pub silence_ms: u64,
}

impl Default for Sessions {
    fn default() -> Self {
        Self { admit_per_s: 5_000, silence_ms: 35_000 }
    }
}

impl Sessions {
    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        mistakes.require_positive("sessions.admit_per_s", u64::from(self.admit_per_s));
        if self.silence_ms < 1_000 {
            let what = format!("{} would end sessions of people who are there; give 1000 or more.", self.silence_ms);
            mistakes.add("sessions.silence_ms", what);
        }
    }
}
