//! Greetings: the welcomes of one room while its document stays the same. What a session lacks is encoded and compressed
//! once for all who lack the same, so that ten thousand who come back at once cost as much as one, and a copy each.

use std::collections::BTreeMap;

use bytes::Bytes;
use document::Seq;
use protocol::{CatchUp, SharedCatchUp, Welcome};

/// What may be kept, in bytes; when there is more, all of it is forgotten and made again when it is asked for.
const MAX_KEPT_BYTES: usize = 4 * 1024 * 1024;

/// What was made for others and may serve the next one.
#[derive(Debug, Default)]
pub(super) struct Greetings {
    /// The document's `Seq` for which it was made.
    at: Seq,
    kept: BTreeMap<Lack, SharedCatchUp>,
    kept_bytes: usize,
}

/// What a session lacks of a document at a certain `Seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// So many of the newest gestures.
    Gestures(usize),
    /// All of it.
    Everything,
}

impl Greetings {
    /// The bytes of a welcome to a document at this `Seq`; `None` where it is too large to be sent.
    pub(super) fn frame(&mut self, at: Seq, welcome: &Welcome) -> Option<Bytes> {
        if self.at != at || self.kept_bytes > MAX_KEPT_BYTES {
            *self = Self { at, ..Self::default() };
        }
        let shared = self.shared(&welcome.catch_up)?;
        match shared.welcome(welcome.session, welcome.role, &welcome.others) {
            Ok(frame) => Some(frame.into()),
            Err(error) => {
                tracing::error!(%error, "a welcome cannot be sent");
                None
            }
        }
    }

    fn shared(&mut self, catch_up: &CatchUp) -> Option<&SharedCatchUp> {
        let lack = match catch_up {
            CatchUp::Tail(tail) => Lack::Gestures(tail.len()),
            CatchUp::Snapshot { .. } => Lack::Everything,
        };
        if !self.kept.contains_key(&lack) {
            match SharedCatchUp::new(catch_up) {
                Ok(shared) => {
                    self.kept_bytes += shared.packed_bytes();
                    self.kept.insert(lack, shared);
                }
                Err(error) => tracing::error!(%error, "a catch-up cannot be sent"),
            }
        }
        self.kept.get(&lack)
    }
}

#[cfg(test)]
mod tests {
    use document::{Document, Role};
    use protocol::{FromRelay, SessionId, decode};

    use super::*;

    fn welcome(session: u64, seq: u64) -> Welcome {
        let catch_up = CatchUp::Snapshot { document: Document::default(), seq: Seq(seq), id: None };
        Welcome { session: SessionId(session), role: Role::Editor, catch_up, others: Vec::new() }
    }

    /// P-145: who lacks the same gets the same bytes under an own number, and nothing of an older document.
    #[test]
    fn what_is_kept_is_only_of_this_document() {
        let mut greetings = Greetings::default();
        for (session, seq) in [(1, 4), (2, 4), (3, 5), (4, 5)] {
            let welcome = welcome(session, seq);
            let frame = greetings.frame(Seq(seq), &welcome).unwrap();
            assert_eq!(decode::<FromRelay>(&frame).unwrap(), FromRelay::Welcome(welcome));
            assert_eq!(greetings.kept.len(), 1);
        }
    }
}
