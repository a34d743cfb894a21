//! A shared part: bytes in the middle of a message that many get, compressed once for all of them. What differs stands
//! before and after it, as literals of the same lz4 block: its first run of literals begins earlier, its last one ends
//! later, and every match in between is where it was (lz4 block format, offsets count from where they stand).
//! The frame is one that [`decode`](crate::decode) reads like any other.

use serde::Serialize;

use crate::{
    FrameError, SessionId,
    codec::{LZ4, MAX_MESSAGE_BYTES, VERSION},
    message::CatchUp,
    presence::Present,
};
use document::Role;

/// From this literal count on, lz4 says the rest in further bytes.
const LONG: usize = 15;
/// The place of `FromRelay::Welcome` in its enum.
const WELCOME: u8 = 0;

/// What brings many clients up to date, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedCatchUp {
    /// Its bytes before compression.
    plain_bytes: usize,
    /// The lz4 block.
    block: Vec<u8>,
    first: Run,
    last: Run,
}

/// A run of literals in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where its token is.
    token_at: usize,
    /// Where its first literal is.
    at: usize,
    literals: usize,
}

impl SharedCatchUp {
    /// Encodes and compresses it.
    ///
    /// # Errors
    /// When it is larger than a message may be.
    pub fn new(catch_up: &CatchUp) -> Result<Self, FrameError> {
        let plain = postcard::to_extend(catch_up, Vec::new()).map_err(|_| FrameError::Malformed)?;
        if plain.len() > MAX_MESSAGE_BYTES {
            return Err(FrameError::TooLarge(plain.len()));
        }
        let block = lz4_flex::block::compress(&plain);
        let (first, last) = ends(&block).ok_or(FrameError::Damaged)?;
        Ok(Self { plain_bytes: plain.len(), block, first, last })
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn packed_bytes(&self) -> usize {
        self.block.len()
    }

    /// The frame of the `Welcome` of one session.
    ///
    /// # Errors
    /// When it is larger than a message may be.
    pub fn welcome(
        &self,
        session: SessionId,
        role: Role,
        others: &[(SessionId, Present)],
    ) -> Result<Vec<u8>, FrameError> {
        let before = bytes_of(&(WELCOME, session, role))?;
        self.between(&before, &bytes_of(&others)?)
    }

    fn between(&self, before: &[u8], after: &[u8]) -> Result<Vec<u8>, FrameError> {
        let size = before.len() + self.plain_bytes + after.len();
        let declared =
            u32::try_from(size).ok().filter(|_| size <= MAX_MESSAGE_BYTES).ok_or(FrameError::TooLarge(size))?;
        let mut frame = Vec::with_capacity(self.block.len() + before.len() + after.len() + 32);
        frame.extend([VERSION, LZ4]);
        frame.extend(declared.to_le_bytes());
        let (first, last) = (self.first, self.last);
        if first == last {
            let literals = &self.block[first.at..first.at + first.literals];
            put_run(&mut frame, 0, before.len() + literals.len() + after.len(), &[before, literals, after]);
            return Ok(frame);
        }
        put_run(&mut frame, self.block[first.token_at] & 0x0f, before.len() + first.literals, &[before]);
        frame.extend(&self.block[first.at..last.token_at]);
        put_run(&mut frame, 0, last.literals + after.len(), &[&self.block[last.at..last.at + last.literals], after]);
        Ok(frame)
    }
}

fn bytes_of(part: &impl Serialize) -> Result<Vec<u8>, FrameError> {
    postcard::to_extend(part, Vec::new()).map_err(|_| FrameError::Malformed)
}

/// A token, the length of a run where the token has no room for it, and the literals.
fn put_run(frame: &mut Vec<u8>, match_bits: u8, literals: usize, parts: &[&[u8]]) {
    frame.push(((literals.min(LONG) as u8) << 4) | match_bits);
    if literals >= LONG {
        let rest = literals - LONG;
        frame.extend(std::iter::repeat_n(255, rest / 255));
        frame.push((rest % 255) as u8);
    }
    parts.iter().for_each(|part| frame.extend(*part));
}

/// The first and the last run of literals of a block; a block ends with one.
fn ends(block: &[u8]) -> Option<(Run, Run)> {
    let (mut first, mut token_at) = (None, 0);
    loop {
        let token = *block.get(token_at)?;
        let mut at = token_at + 1;
        let literals = length(block, &mut at, usize::from(token >> 4))?;
        let run = Run { token_at, at, literals };
        let first = *first.get_or_insert(run);
        at = at.checked_add(literals)?;
        if at == block.len() {
            return Some((first, run));
        }
        at += 2;
        length(block, &mut at, usize::from(token & 0x0f))?;
        token_at = at;
    }
}

fn length(block: &[u8], at: &mut usize, short: usize) -> Option<usize> {
    let mut length = short;
    if short == LONG {
        loop {
            let byte = *block.get(*at)?;
            *at += 1;
            length += usize::from(byte);
            if byte != 255 {
                break;
            }
        }
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Property, Seq, Sequenced, Value};
    use proptest::prelude::*;

    use super::*;
    use crate::{FromRelay, Person, PresenceState, Welcome, decode};

    fn other(number: u64) -> (SessionId, Present) {
        let person = Person { name: format!("Person {number}"), color: number as u8 };
        let client = ClientId::from_bytes(number.to_le_bytes());
        (SessionId(number), Present { client, role: Role::Editor, person, state: PresenceState::default() })
    }

    fn tail(words: &[String]) -> CatchUp {
        let sequenced = |(index, words): (usize, &String)| {
            let op = Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(words.clone()) };
            let id = OpId { client: ClientId::from_bytes([7; 8]), counter: index as u64 };
            Sequenced { seq: Seq(index as u64 + 1), gesture: Gesture { id, ops: vec![op] } }
        };
        CatchUp::Tail(words.iter().enumerate().map(sequenced).collect())
    }

    fn check(catch_up: CatchUp, session: u64, others: u64) {
        let others: Vec<_> = (0..others).map(other).collect();
        let shared = SharedCatchUp::new(&catch_up).unwrap();
        let frame = shared.welcome(SessionId(session), Role::Viewer, &others).unwrap();
        let welcome = Welcome { session: SessionId(session), role: Role::Viewer, catch_up, others };
        assert_eq!(decode::<FromRelay>(&frame).unwrap(), FromRelay::Welcome(welcome));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// P-145: spliced from shared bytes, a welcome says what one that was encoded alone says.
        #[test]
        fn a_shared_part_reads_as_one_of_its_own(
            words in prop::collection::vec("[ab]{0,40}|\\PC{0,300}", 0..60),
            session in any::<u64>(),
            others in 0_u64..40,
        ) {
            check(tail(&words), session, others);
        }
    }

    #[test]
    fn nothing_and_much_are_shared_too() {
        check(tail(&[]), 0, 0);
        check(CatchUp::Snapshot { document: Document::default(), seq: Seq(0), id: None }, u64::MAX, 300);
        check(tail(&vec!["the same words again and again".repeat(20); 500]), 3, 100);
    }
}
