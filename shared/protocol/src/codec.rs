//! The bytes of a frame: one version byte, one byte that says whether the rest is compressed, then postcard.
//! Whatever comes in is untrusted: sizes are checked before anything is allocated, and an error is an answer.

use document::{Document, Op};
use serde::{Serialize, de::DeserializeOwned};

/// The version of the wire format; both ends must have the same.
pub const VERSION: u8 = 4;
/// The version of what is stored. It has not changed since the first: ops and documents have only got new kinds,
/// properties and types of values, at the end.
pub const STORED_VERSION: u8 = 1;
/// The version of ops that are stored beside the id of their gesture, in the upper four bits of the first byte; the lower
/// four say which op comes first. In what [`STORED_VERSION`] begins the upper four are zero.
pub const STORED_OPS_VERSION: u8 = 0x20;
/// Largest frame that is accepted, in bytes; a larger one ends the session with Close 1009.
pub const MAX_FRAME_BYTES: usize = 256 * 1024;
/// Largest message after inflation, in bytes; a larger one is refused before it is allocated.
pub const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;
/// Messages from this size on are compressed, in bytes: below it lz4 gains nothing.
pub const COMPRESS_FROM_BYTES: usize = 1024;

/// Room for what is stored most, a gesture of one write, in bytes: more grows, less is not kept for long.
const TYPICAL_STORED_BYTES: usize = 64;

/// Where the first byte of stored ops says which op comes first.
const FIRST_OP: u8 = 0x0f;

const PLAIN: u8 = 0;
pub(crate) const LZ4: u8 = 1;

/// Why a frame is no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Too short to have a header.
    #[error("the frame is empty")]
    Empty,
    /// Written by another version.
    #[error("the frame has version {got}, this program speaks {VERSION}: reload the page")]
    Version {
        /// The version byte.
        got: u8,
    },
    /// Stored by another version.
    #[error("this was stored in version {got}, this program reads {STORED_VERSION}: a newer one has written it")]
    StoredVersion {
        /// The version byte.
        got: u8,
    },
    /// Too large, before or after inflation.
    #[error("a message of {0} bytes is too large")]
    TooLarge(usize),
    /// Neither plain nor lz4.
    #[error("unknown encoding {0}")]
    Encoding(u8),
    /// The compressed bytes are damaged.
    #[error("the compressed frame is damaged")]
    Damaged,
    /// The bytes are no message, or more than one.
    #[error("the frame is not a message")]
    Malformed,
}

/// Encodes a message into one frame.
///
/// # Errors
/// When the message is larger than [`MAX_MESSAGE_BYTES`].
pub fn encode<M: Serialize>(message: &M) -> Result<Vec<u8>, FrameError> {
    let mut frame = vec![VERSION, PLAIN];
    frame = postcard::to_extend(message, frame).map_err(|_| FrameError::Malformed)?;
    let length = frame.len() - 2;
    if length > MAX_MESSAGE_BYTES {
        return Err(FrameError::TooLarge(length));
    }
    if length >= COMPRESS_FROM_BYTES {
        let packed = lz4_flex::compress_prepend_size(&frame[2..]);
        if packed.len() < length {
            frame.clear();
            frame.extend([VERSION, LZ4]);
            frame.extend(packed);
        }
    }
    Ok(frame)
}

/// Decodes one frame.
///
/// # Errors
/// What is wrong with it; nothing large was allocated then.
pub fn decode<M: DeserializeOwned>(frame: &[u8]) -> Result<M, FrameError> {
    let [version, encoding, body @ ..] = frame else { return Err(FrameError::Empty) };
    if *version != VERSION {
        return Err(FrameError::Version { got: *version });
    }
    match *encoding {
        PLAIN => from_bytes(body),
        LZ4 => from_bytes(&inflate(body)?),
        other => Err(FrameError::Encoding(other)),
    }
}

/// How many bytes the message of a frame has once it is inflated, as the frame says; 0 of what is no frame.
#[must_use]
pub fn message_bytes(frame: &[u8]) -> usize {
    match frame {
        [_, LZ4, body @ ..] => lz4_flex::block::uncompressed_size(body).map_or(0, |(size, _)| size),
        [_, _, body @ ..] => body.len(),
        _ => 0,
    }
}

fn inflate(body: &[u8]) -> Result<Vec<u8>, FrameError> {
    let (size, packed) = lz4_flex::block::uncompressed_size(body).map_err(|_| FrameError::Damaged)?;
    if size > MAX_MESSAGE_BYTES {
        return Err(FrameError::TooLarge(size));
    }
    lz4_flex::decompress(packed, size).map_err(|_| FrameError::Damaged)
}

fn from_bytes<M: DeserializeOwned>(body: &[u8]) -> Result<M, FrameError> {
    if body.len() > MAX_MESSAGE_BYTES {
        return Err(FrameError::TooLarge(body.len()));
    }
    match postcard::take_from_bytes(body) {
        Ok((message, [])) => Ok(message),
        _ => Err(FrameError::Malformed),
    }
}

/// Bytes of a value for the op log and snapshots: the wire format without the frame.
///
/// # Errors
/// When the value cannot be written in the format.
pub fn to_stored<T: Serialize>(value: &T) -> Result<Vec<u8>, FrameError> {
    let mut bytes = Vec::with_capacity(TYPICAL_STORED_BYTES);
    bytes.push(STORED_VERSION);
    bytes = postcard::to_extend(value, bytes).map_err(|_| FrameError::Malformed)?;
    Ok(bytes)
}

/// Reads what [`to_stored`] wrote.
///
/// # Errors
/// When the bytes are of another version or damaged.
pub fn from_stored<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameError> {
    match bytes {
        [] => Err(FrameError::Empty),
        [STORED_VERSION, body @ ..] => from_bytes(body),
        [got, ..] => Err(FrameError::StoredVersion { got: *got }),
    }
}

/// Bytes of the ops of a gesture whose id is stored beside them: op after op in the wire format, the version in the bits
/// that the first byte does not need.
///
/// # Errors
/// When there is no op, or one that cannot be written in the format.
pub fn ops_to_stored(ops: &[Op]) -> Result<Vec<u8>, FrameError> {
    let mut bytes = Vec::with_capacity(TYPICAL_STORED_BYTES);
    for op in ops {
        bytes = postcard::to_extend(op, bytes).map_err(|_| FrameError::Malformed)?;
    }
    let first = bytes.first_mut().filter(|first| **first <= FIRST_OP).ok_or(FrameError::Malformed)?;
    *first |= STORED_OPS_VERSION;
    Ok(bytes)
}

/// Reads what [`ops_to_stored`] wrote.
///
/// # Errors
/// When the bytes are of another version or damaged.
pub fn ops_from_stored(bytes: &[u8]) -> Result<Vec<Op>, FrameError> {
    let mut plain = bytes.to_vec();
    let first = plain.first_mut().ok_or(FrameError::Empty)?;
    if *first & !FIRST_OP != STORED_OPS_VERSION {
        return Err(FrameError::StoredVersion { got: *first });
    }
    *first &= FIRST_OP;
    let (mut ops, mut body) = (Vec::with_capacity(1), plain.as_slice());
    while !body.is_empty() {
        let (op, rest) = postcard::take_from_bytes(body).map_err(|_| FrameError::Malformed)?;
        ops.push(op);
        body = rest;
    }
    Ok(ops)
}

/// FNV-1a (64 bit) of the document's stored bytes: equal documents have equal hashes on every machine.
#[must_use]
pub fn canonical_hash(document: &Document) -> u64 {
    let bytes = to_stored(document).unwrap_or_default();
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
