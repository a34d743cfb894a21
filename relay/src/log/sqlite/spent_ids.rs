//! The ids of gestures that were compacted, as ranges: a client counts its gestures up, so they are few. Each range is
//! under a checksum, because a wrong one would let a gesture have a second effect.

use std::collections::BTreeMap;

use document::{ClientId, OpId};
use rusqlite::{Connection, Row, params};

use super::{checksum, found::Found, gesture, read::number};
use crate::log::LogError;

/// First and last counter.
type Range = (u64, u64);

/// All of them, one by one.
pub(super) fn all(db: &Connection, found: &Found) -> Result<Vec<OpId>, LogError> {
    let mut statement = db.prepare_cached("SELECT first, last, checksum, client FROM spent_ids WHERE dashboard = ?")?;
    let mut rows = statement.query([found.key])?;
    let mut ranges = Vec::new();
    while let Some(row) = rows.next()? {
        ranges.push((row.get::<_, [u8; 8]>(3)?, range(row)?));
    }
    let spent = ranges.iter().fold(0_u64, |sum, (_, (first, last))| sum.saturating_add(last - first).saturating_add(1));
    let expected = number(found.horizon - found.base_seq);
    if spent != expected {
        return Err(LogError::Damaged(format!("the ids of {spent} compacted gestures are stored, not of {expected}")));
    }
    let ids = |(client, (first, last)): ([u8; 8], Range)| {
        let client = ClientId::from_bytes(client);
        (first..=last).map(move |counter| OpId { client, counter })
    };
    Ok(ranges.into_iter().flat_map(ids).collect())
}

pub(super) fn holds(db: &Connection, found: &Found, id: OpId) -> Result<bool, LogError> {
    if found.horizon == found.base_seq {
        return Ok(false);
    }
    let ranges = of_client(db, found.key, id.client.bytes())?;
    Ok(ranges.iter().any(|(first, last)| (*first..=*last).contains(&id.counter)))
}

/// Adds the ids of the gestures up to a `Seq`, which are about to go.
pub(super) fn spend(db: &Connection, found: &Found, last_seq: i64) -> Result<(), LogError> {
    let mut statement = db.prepare_cached(&format!("{} AND seq <= ?", gesture::SELECT))?;
    let mut rows = statement.query([found.key, last_seq])?;
    let mut spent: BTreeMap<[u8; 8], Vec<Range>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (_, OpId { client, counter }) = gesture::id(row)?;
        spent.entry(client.bytes()).or_default().push((counter, counter));
    }
    for (client, mut ranges) in spent {
        ranges.extend(of_client(db, found.key, client)?);
        db.prepare_cached("DELETE FROM spent_ids WHERE dashboard = ? AND client = ?")?
            .execute(params![found.key, client])?;
        let mut insert = db.prepare_cached(
            "INSERT INTO spent_ids (dashboard, client, first, last, checksum) VALUES (?, ?, ?, ?, ?)",
        )?;
        for (first, last) in joined(ranges) {
            let (first, last) = (first.cast_signed(), last.cast_signed());
            insert.execute(params![found.key, client, first, last, range_checksum(client, first, last)])?;
        }
    }
    Ok(())
}

fn of_client(db: &Connection, key: i64, client: [u8; 8]) -> Result<Vec<Range>, LogError> {
    let mut statement =
        db.prepare_cached("SELECT first, last, checksum, client FROM spent_ids WHERE dashboard = ? AND client = ?")?;
    let mut rows = statement.query(params![key, client])?;
    let mut ranges = Vec::new();
    while let Some(row) = rows.next()? {
        ranges.push(range(row)?);
    }
    Ok(ranges)
}

fn range(row: &Row<'_>) -> Result<Range, LogError> {
    let (first, last, client): (i64, i64, [u8; 8]) = (row.get(0)?, row.get(1)?, row.get(3)?);
    let range = (first.cast_unsigned(), last.cast_unsigned());
    if range_checksum(client, first, last) != row.get::<_, i64>(2)? || range.0 > range.1 {
        return Err(LogError::Damaged("a range of compacted ids has another checksum".to_owned()));
    }
    Ok(range)
}

fn range_checksum(client: [u8; 8], first: i64, last: i64) -> i64 {
    checksum(first, &[client, last.to_le_bytes()].concat())
}

/// Ascending, neither touching nor overlapping.
fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match joined.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}
