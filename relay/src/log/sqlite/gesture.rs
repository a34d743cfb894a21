//! A gesture in its row: client and counter stand in columns of their own, so the bytes hold only the ops. In the rows of
//! the first three schemas they hold the whole gesture, and are read as they are.

use document::{ClientId, Gesture, OpId, Seq, Sequenced};
use protocol::{FrameError, codec};
use rusqlite::Row;

use super::{checksum, id_checksum, read::number, seal};
use crate::log::LogError;

/// The start of a query whose rows [`read`] and [`id`] read.
pub(super) const SELECT: &str =
    "SELECT seq, counter, id_checksum, clients.client, gesture, checksum, at_ms, author, seal
    FROM gestures CROSS JOIN clients ON clients.dashboard = gestures.dashboard AND clients.key = gestures.client
    WHERE gestures.dashboard = ?";

/// What is stored of a gesture beside its id.
pub(super) fn stored(gesture: &Gesture) -> Result<Vec<u8>, LogError> {
    codec::ops_to_stored(&gesture.ops).map_err(|error| LogError::Failed(error.to_string()))
}

/// When and by whom a gesture was made, under the seal of its row; rows of the first five schemas have none.
pub(super) fn signature(dashboard: &[u8], row: &Row<'_>) -> Result<(i64, String), LogError> {
    let (seq, at_ms, author): (i64, i64, String) = (row.get(0)?, row.get(6)?, row.get(7)?);
    if let Some(stored) = row.get(8)? {
        seal::gesture(dashboard, seq, at_ms, &author).require(stored, || format!("gesture {seq}"))?;
    }
    Ok((at_ms, author))
}

/// The gesture of a row, checked: its id and its bytes, each under its own checksum.
pub(super) fn read(row: &Row<'_>) -> Result<Sequenced, LogError> {
    let (seq, id) = id(row)?;
    let (bytes, sum): (&[u8], i64) = (row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?, row.get(5)?);
    if checksum(seq, bytes) != sum {
        return Err(LogError::Damaged(format!("gesture {seq} has another checksum")));
    }
    let gesture = decoded(id, bytes).map_err(|error| LogError::Damaged(format!("gesture {seq}: {error}")))?;
    if gesture.id != id {
        return Err(LogError::Damaged(format!("gesture {seq} has another id in its bytes")));
    }
    Ok(Sequenced { seq: Seq(number(seq)), gesture })
}

/// The place and the id of a gesture, checked: a wrong one would let its gesture have a second effect.
pub(super) fn id(row: &Row<'_>) -> Result<(i64, OpId), LogError> {
    let (seq, counter, client): (i64, i64, [u8; 8]) = (row.get(0)?, row.get(1)?, row.get(3)?);
    if id_checksum(seq, client, counter) != row.get::<_, i64>(2)? {
        return Err(LogError::Damaged(format!("the id of gesture {seq} has another checksum")));
    }
    Ok((seq, OpId { client: ClientId::from_bytes(client), counter: counter.cast_unsigned() }))
}

fn decoded(id: OpId, bytes: &[u8]) -> Result<Gesture, FrameError> {
    match bytes {
        [codec::STORED_VERSION, ..] => codec::from_stored(bytes),
        _ => codec::ops_from_stored(bytes).map(|ops| Gesture { id, ops }),
    }
}
