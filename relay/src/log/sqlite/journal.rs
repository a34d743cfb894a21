//! The journal: SQLite's write-ahead file, in which every commit becomes durable before its place in the database does.
//! SQLite takes the first frame that does not fit for the torn end of a write and forgets all that follows; here a torn
//! end is told from damage of what was synchronized, and when frames come home is the relay's to say.

use std::{
    fs::{self, File},
    io::{BufReader, ErrorKind, Read, Write as _},
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use crate::log::LogError;

/// Frames that wait to be brought home before it is done, about 16 MB: bounds the file, and what a start reads. A page that
/// many commits have touched comes home once.
const MAX_WAITING_FRAMES: i64 = 4000;
/// Room that a disk has to have again before writes are taken, in bytes: some groups of commits.
const MIN_ROOM_BYTES: usize = 1024 * 1024;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// The first four bytes; the lowest bit says that checksums read their words big-endian.
const MAGIC: u32 = 0x377f_0682;
/// Page sizes that SQLite can have, in bytes.
const PAGE_BYTES: std::ops::RangeInclusive<usize> = 512..=65_536;

/// Makes sure that what is left out when the journal is read is at most one write that nobody was told of: each commit
/// is synchronized before the next one is written, so a commit beyond the one that does not fit is a sign of damage.
///
/// # Errors
/// [`LogError::Damaged`]; [`LogError::Failed`] when it cannot be read.
pub(super) fn require_whole(database: &Path) -> Result<(), LogError> {
    let path = of(database);
    match File::open(&path) {
        Ok(file) => judge(BufReader::new(file))
            .map_err(|what| LogError::Damaged(format!("{}: {what}, which was durable", path.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(LogError::Failed(format!("{}: {error}", path.display()))),
    }
}

/// The journal of a database.
pub(super) fn of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Brings everything home and begins the journal anew. At the start: pages that a failed synchronization left in
/// memory only are written once more, and what follows does not stand on them.
pub(super) fn bring_home(db: &Connection) -> Result<(), LogError> {
    match checkpoint(db, "TRUNCATE") {
        Ok((is_busy, _)) => {
            if is_busy {
                tracing::warn!("another program reads the log: its journal stays as it is for now");
            }
            Ok(())
        }
        Err(LogError::Full) => {
            tracing::error!("the disk is full: the journal of the log stays as it is for now");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Brings home what waits, when it is much.
pub(super) fn settle(db: &Connection) -> Result<(), LogError> {
    let (_, waiting) = checkpoint(db, "NOOP")?;
    if waiting >= MAX_WAITING_FRAMES {
        checkpoint(db, "PASSIVE")?;
    }
    Ok(())
}

/// Whether somebody was in the way, and how many frames still wait.
fn checkpoint(db: &Connection, mode: &str) -> Result<(bool, i64), LogError> {
    let mut statement = db.prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)? - row.get::<_, i64>(2)?));
    Ok(statement.query_row([], row)?)
}

/// Tries to write: free blocks that only the system may use, or a quota, are no room. With room the journal begins
/// anew, so that what a failed commit left in it is never taken for damage.
pub(super) fn look_for_room(db: &Connection, folder: &Path) -> Result<(), LogError> {
    let path = folder.join("ashboard.room");
    let tried = File::create(&path).and_then(|mut file| {
        file.write_all(&vec![0; MIN_ROOM_BYTES])?;
        file.sync_all()
    });
    let removed = fs::remove_file(&path);
    tried.and(removed).map_err(|_| LogError::Full)?;
    checkpoint(db, "TRUNCATE").map(drop)
}

/// What is wrong, in words.
fn judge(mut file: impl Read) -> Result<(), String> {
    let mut header = [0; HEADER_BYTES];
    if file.read_exact(&mut header).is_err() {
        return Ok(());
    }
    let mut round = Round::of(&header);
    let mut frame = vec![0; FRAME_HEADER_BYTES + round.page_bytes];
    let mut first_broken: Option<u64> = None;
    let mut broken_commit_ended = false;
    for number in 1.. {
        if file.read_exact(&mut frame).is_err() {
            break;
        }
        // It is synchronized before the first frame is written.
        if !round.header_fits {
            return Err("the header is damaged".to_owned());
        }
        let is_of_this_round = round.wrote(&frame);
        match first_broken {
            None if round.fits(&frame) => {}
            None => (first_broken, broken_commit_ended) = (Some(number), is_of_this_round && ends_a_commit(&frame)),
            Some(first) if is_of_this_round && broken_commit_ended => {
                return Err(format!("frame {first} is damaged"));
            }
            Some(_) => broken_commit_ended |= is_of_this_round && ends_a_commit(&frame),
        }
    }
    Ok(())
}

/// What the header says, and the checksum of all frames that fit so far: each stands on those before it.
struct Round {
    header_fits: bool,
    page_bytes: usize,
    is_big_endian: bool,
    salts: [u32; 2],
    sum: [u32; 2],
}

impl Round {
    fn of(header: &[u8; HEADER_BYTES]) -> Self {
        let (magic, page_bytes) = (word(header, 0), word(header, 8) as usize);
        let salts = [word(header, 16), word(header, 20)];
        let mut round = Self { header_fits: true, page_bytes, is_big_endian: magic & 1 == 1, salts, sum: [0, 0] };
        round.add(&header[..24]);
        let is_page = page_bytes.is_power_of_two() && PAGE_BYTES.contains(&page_bytes);
        round.header_fits = magic & !1 == MAGIC && is_page && round.sum == [word(header, 24), word(header, 28)];
        if !is_page {
            round.page_bytes = *PAGE_BYTES.start();
        }
        round
    }

    /// Frames of earlier rounds lie where this one has not come yet; both of their salts are others.
    fn wrote(&self, frame: &[u8]) -> bool {
        word(frame, 8) == self.salts[0] || word(frame, 12) == self.salts[1]
    }

    fn fits(&mut self, frame: &[u8]) -> bool {
        self.add(&frame[..8]);
        self.add(&frame[FRAME_HEADER_BYTES..]);
        [word(frame, 8), word(frame, 12)] == self.salts && [word(frame, 16), word(frame, 20)] == self.sum
    }

    /// The checksum of SQLite's file format, section 4.2.
    fn add(&mut self, bytes: &[u8]) {
        for pair in bytes.chunks_exact(8) {
            for (index, bytes) in pair.chunks_exact(4).enumerate() {
                let bytes = std::array::from_fn(|place| bytes[place]);
                let word = if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
                self.sum[index] = self.sum[index].wrapping_add(word).wrapping_add(self.sum[1 - index]);
            }
        }
    }
}

fn ends_a_commit(frame: &[u8]) -> bool {
    word(frame, 4) != 0
}

/// Four bytes of a header, big-endian, wherever it lies.
fn word(bytes: &[u8], place: usize) -> u32 {
    u32::from_be_bytes(std::array::from_fn(|index| bytes[place + index]))
}
