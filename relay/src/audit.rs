//! The audit: who did what to whom, when and from where; a chain of lines that only grows. Each line is hashed together
//! with the hash before it, so a line that was changed, removed or put in between is found by whoever kept a later hash.
//! This file owns the lines and the chain; the log keeps them, `routes` show them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

mod repeats;

pub use repeats::Repeats;

/// What begins the chain.
pub const FIRST_HASH: [u8; 32] = [0; 32];

/// One line: what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Who: `account:ID`, `token:ID`, `link:ID`, `anonymous`, or `console` for a command on the machine.
    pub who: String,
    /// Their name at that time.
    pub name: String,
    /// From which address; none for a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IpAddr>,
    /// What was done.
    pub act: Act,
    /// To what: `dashboard:ID`, `account:ID`, `table:NAME` …; empty where it is the relay.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub object: String,
    /// What else is worth knowing, in words; never a secret.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// What can be done that is put on record. New ones are added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody signed in.
    SignedIn,
    /// Somebody could not sign in.
    SignInRefused,
    /// Somebody signed out, here or everywhere.
    SignedOut,
    /// An account was made.
    AccountMade,
    /// An account has another name, role or password, or was disabled.
    AccountChanged,
    /// An account is gone.
    AccountRemoved,
    /// A group was made, changed or removed.
    GroupChanged,
    /// A token was made.
    TokenMade,
    /// A token was taken back.
    TokenRevoked,
    /// Somebody was given a role, or another one.
    RoleGranted,
    /// A role was taken back.
    RoleRevoked,
    /// A share link was made.
    ShareMade,
    /// A share link was changed.
    ShareChanged,
    /// A share link was taken back.
    ShareRevoked,
    /// Somebody came in by a share link.
    ShareUsed,
    /// A dashboard was made.
    DashboardMade,
    /// A dashboard was imported.
    Imported,
    /// A dashboard, a picture or rows were exported.
    Exported,
    /// A dashboard was deleted, or moved to the trash.
    DashboardDeleted,
    /// A dashboard came back from the trash.
    DashboardRestored,
    /// A draft was published.
    DraftPublished,
    /// A table was deleted.
    TableDeleted,
    /// A folder was made, renamed, moved or removed.
    FolderChanged,
    /// The configuration was read again.
    Reconfigured,
    /// A backup was made.
    BackedUp,
    /// A backup was put back.
    BackupRestored,
    /// Somebody asked for what they may not.
    Denied,
}

/// A line in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// From 1, no gaps.
    pub number: u64,
    /// The line as JSON, as it was hashed.
    pub json: String,
    /// The hash of this line and all before it.
    pub hash: [u8; 32],
}

/// The hash of a line: SHA-256 over the hash before it, its number and its JSON.
#[must_use]
pub fn chained(before: &[u8; 32], number: u64, json: &str) -> [u8; 32] {
    let hash = Sha256::new().chain_update(before).chain_update(number.to_le_bytes()).chain_update(json);
    hash.finalize().into()
}

/// Which lines are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// A part of who did it, or of their name, in whatever case.
    pub who: Option<String>,
    /// What was done.
    pub act: Option<Act>,
    /// A part of to what, in whatever case.
    pub object: Option<String>,
    /// Not before this moment.
    pub from_ms: Option<i64>,
    /// Before this moment.
    pub to_ms: Option<i64>,
}

impl Filtered {
    /// Whether the line is one of them.
    #[must_use]
    pub fn takes(&self, line: &Line) -> bool {
        let has = |part: &Option<String>, texts: &[&str]| {
            part.as_ref().is_none_or(|part| {
                let part = part.to_lowercase();
                texts.iter().any(|text| text.to_lowercase().contains(&part))
            })
        };
        has(&self.who, &[&line.who, &line.name])
            && has(&self.object, &[&line.object, &line.detail])
            && self.act.is_none_or(|act| act == line.act)
            && self.from_ms.is_none_or(|from| from <= line.at_ms)
            && self.to_ms.is_none_or(|to| line.at_ms < to)
    }
}

/// What is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A line is not there.
    #[error("line {0} is missing")]
    Missing(u64),
    /// A line, or one before it, is not what it was when it was written.
    #[error("line {0} does not follow from the lines before it: it or one of them was changed")]
    Changed(u64),
    /// A line is no line.
    #[error("line {0} cannot be read")]
    Unreadable(u64),
    /// The chain hangs together, but it is not the one whose hash was kept.
    #[error(
        "line {0} has another hash than the one that was kept: the chain was written anew, or cut and gone on with"
    )]
    Other(u64),
    /// The chain ends before the line whose hash was kept.
    #[error("the chain ends at line {end}, before line {kept} whose hash was kept")]
    Cut {
        /// Its last line.
        end: u64,
        /// The line that should be there.
        kept: u64,
    },
}

/// Follows a chain line by line and finds where it breaks.
#[derive(Clone, Debug)]
pub struct Verifier {
    number: u64,
    hash: [u8; 32],
    kept: Option<(u64, [u8; 32])>,
}

impl Verifier {
    /// From the beginning, to be compared with a hash that somebody kept of one of its lines.
    #[must_use]
    pub fn new(kept: Option<(u64, [u8; 32])>) -> Self {
        Self { number: 0, hash: FIRST_HASH, kept }
    }

    /// Takes the next line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn take(&mut self, stored: &Stored) -> Result<(), Broken> {
        let number = self.number + 1;
        if stored.number != number {
            return Err(Broken::Missing(number));
        }
        self.number = number;
        self.hash = chained(&self.hash, number, &stored.json);
        if self.hash != stored.hash {
            return Err(Broken::Changed(number));
        }
        if serde_json::from_str::<Line>(&stored.json).is_err() {
            return Err(Broken::Unreadable(number));
        }
        match self.kept {
            Some((kept, hash)) if kept == number && hash != self.hash => Err(Broken::Other(number)),
            _ => Ok(()),
        }
    }

    /// How many lines there are and the hash of the last, which is worth keeping.
    ///
    /// # Errors
    /// [`Broken::Cut`].
    pub fn finish(self) -> Result<(u64, [u8; 32]), Broken> {
        match self.kept {
            Some((kept, _)) if self.number < kept => Err(Broken::Cut { end: self.number, kept }),
            _ => Ok((self.number, self.hash)),
        }
    }
}

/// A hash as text.
#[must_use]
pub fn hexadecimal(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: u64) -> Vec<Stored> {
        let mut hash = FIRST_HASH;
        let stored = (1..=length).map(|number| {
            let line = Line {
                at_ms: i64::try_from(number).unwrap(),
                who: "account:1".into(),
                name: "Ada".into(),
                from: None,
                act: Act::ShareMade,
                object: "dashboard:7".into(),
                detail: String::new(),
            };
            let json = serde_json::to_string(&line).unwrap();
            hash = chained(&hash, number, &json);
            Stored { number, json, hash }
        });
        stored.collect()
    }

    fn verify(chain: &[Stored], kept: Option<(u64, [u8; 32])>) -> Result<u64, Broken> {
        let mut verifier = Verifier::new(kept);
        chain.iter().try_for_each(|stored| verifier.take(stored))?;
        verifier.finish().map(|(lines, _)| lines)
    }

    /// P-183.
    #[test]
    fn whatever_is_done_to_a_chain_is_found_and_named() {
        let good = chain(9);
        let kept = Some((9, good[8].hash));
        assert_eq!(verify(&good, kept), Ok(9));
        for at in 0..9 {
            let number = u64::try_from(at).unwrap() + 1;
            let mut changed = good.clone();
            changed[at].json = changed[at].json.replace("Ada", "Bob");
            assert_eq!(verify(&changed, None), Err(Broken::Changed(number)));
            let mut rehashed = changed;
            let mut hash = if at == 0 { FIRST_HASH } else { rehashed[at - 1].hash };
            for stored in &mut rehashed[at..] {
                hash = chained(&hash, stored.number, &stored.json);
                stored.hash = hash;
            }
            assert_eq!(verify(&rehashed, None), Ok(9), "nobody can tell without a hash that was kept");
            assert_eq!(verify(&rehashed, kept), Err(Broken::Other(9)));
            let mut without = good.clone();
            without.remove(at);
            let (end, last) = (8, Err(Broken::Cut { end: 8, kept: 9 }));
            assert_eq!(verify(&without, kept), if at == end { last } else { Err(Broken::Missing(number)) });
        }
    }
}
