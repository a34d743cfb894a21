//! The watch: before which door each session of a room stands, and when the doors are to be asked again: when the directory
//! has changed, and when a right ends by itself. It finds out who may do something else; the room does what follows.

use std::{collections::BTreeMap, time::Duration};

use document::Role;
use protocol::SessionId;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use crate::{authority::Door, clock};

/// Doors whose rights end by themselves are asked at least this often, because the wall clock may jump.
const MOST: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(super) struct Watch {
    doors: BTreeMap<SessionId, (Door, Standing)>,
    changes: Option<watch::Receiver<u64>>,
    next: Option<Instant>,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) role: Role,
    /// Whether of the tables they see only those that the dashboard shows.
    pub(super) confined: bool,
}

impl Watch {
    /// Hears of changes from here on: to be called before the door is asked, so that none is missed.
    pub(super) fn follow(&mut self, door: &Door) {
        if self.changes.is_none() {
            self.changes = door.changes();
        }
    }

    pub(super) fn add(&mut self, session: SessionId, door: Door, standing: Standing) {
        self.next = self.next.into_iter().chain(due(&door)).min();
        self.doors.insert(session, (door, standing));
    }

    /// Before which door a session stands.
    pub(super) fn door(&self, session: SessionId) -> Option<&Door> {
        self.doors.get(&session).map(|(door, _)| door)
    }

    pub(super) fn forget(&mut self, session: SessionId) {
        self.doors.remove(&session);
        self.rest();
    }

    /// Waits until the doors are to be asked again.
    pub(super) async fn called(&mut self) {
        let (changes, next) = (&mut self.changes, self.next);
        tokio::select! {
            changed = async { match changes { Some(changes) => changes.changed().await, None => std::future::pending().await } } => {
                if changed.is_err() {
                    // The directory is gone with the relay: nothing changes any more.
                    self.changes = None;
                }
            }
            () = async { match next { Some(next) => sleep_until(next).await, None => std::future::pending().await } } => {}
        }
    }

    /// Whether the doors are to be asked before anything is judged by what they said last.
    pub(super) fn is_late(&self) -> bool {
        self.changes.as_ref().is_some_and(|changes| changes.has_changed().unwrap_or_default())
            || self.next.is_some_and(|next| next <= Instant::now())
    }

    /// Asks all doors, and says before which ones something has changed.
    pub(super) fn ask(&mut self) -> Vec<(SessionId, Option<Standing>)> {
        if let Some(changes) = &mut self.changes {
            changes.mark_unchanged();
        }
        let mut changed = Vec::new();
        for (session, (door, before)) in &mut self.doors {
            let now = standing(door);
            if now != Some(*before) {
                changed.push((*session, now));
            }
            *before = now.unwrap_or(*before);
        }
        for (gone, _) in changed.iter().filter(|(_, standing)| standing.is_none()) {
            self.doors.remove(gone);
        }
        self.next = self.doors.values().filter_map(|(door, _)| due(door)).min();
        self.rest();
        changed
    }

    /// An empty room is woken by nobody, so that its time to be forgotten comes.
    fn rest(&mut self) {
        if self.doors.is_empty() {
            (self.changes, self.next) = (None, None);
        }
    }
}

/// What somebody before the door may do now; `None` is nothing.
pub(super) fn standing(door: &Door) -> Option<Standing> {
    Some(Standing { role: door.role()?, confined: door.is_confined() })
}

fn due(door: &Door) -> Option<Instant> {
    let left = u64::try_from(door.ends_ms()?.saturating_sub(clock::now_ms())).unwrap_or(0);
    Some(Instant::now() + Duration::from_millis(left).min(MOST))
}
