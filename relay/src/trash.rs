//! The trash: a deleted dashboard keeps all it had, its drafts and what was given on it too, until it is restored or has
//! been there for [`TRASH_DAYS`]. What the directory knows of it goes with it, in the same commit.

use std::{convert::Infallible, time::Duration};

use crate::{
    audit::{Act, Line},
    clock,
    dashboard::DashboardId,
    directory::{Change, ChangeError, Directory, Entries, Key, Place},
    log::{LogError, Write},
    rooms::{Rooms, compaction::days_ago_ms},
};

/// How long a deleted dashboard can be restored, in days: a month, so that what is needed once a month is missed in time.
pub const TRASH_DAYS: u32 = 30;
/// How often a relay looks for what has been in the trash for too long.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// What goes to the trash now.
#[must_use]
pub fn going(dashboard: DashboardId) -> Write {
    Write::TrashDashboard { dashboard, at_ms: clock::now_ms() }
}

/// What goes for ever, whenever it was deleted.
#[must_use]
pub fn purge(dashboard: DashboardId) -> Write {
    Write::PurgeDashboard { dashboard, since_ms: i64::MAX }
}

/// What the directory knows of a dashboard: it goes with it.
#[must_use]
pub fn forgotten(entries: &Entries, dashboard: DashboardId) -> Vec<Change> {
    let place = Place::Dashboard(dashboard);
    let grants = entries.grants().filter(|grant| grant.place == place).map(|grant| Key::Grant(grant.holder, place));
    let shares = entries.shares().filter(|share| share.dashboard == dashboard).map(|share| Key::Share(share.id));
    let placement = entries.placement(dashboard).map(|_| Key::Placement(dashboard));
    grants.chain(shares).chain(placement).map(Change::Remove).collect()
}

/// Empties the trash once an hour, for ever, of what has been there for too long.
pub async fn keep_emptying(rooms: Rooms, directory: Directory) {
    loop {
        if let Err(error) = empty(&rooms, &directory, days_ago_ms(TRASH_DAYS)).await {
            tracing::warn!(%error, "the trash is not emptied now; it is tried again in an hour");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Deletes for ever what has been in the trash since this moment or longer.
async fn empty(rooms: &Rooms, directory: &Directory, since_ms: i64) -> Result<(), LogError> {
    let old = rooms.trashed().await?.into_iter().filter(|row| row.trashed_ms.is_some_and(|at_ms| at_ms <= since_ms));
    for dashboard in old.map(|row| row.id) {
        let line = Line {
            at_ms: clock::now_ms(),
            who: "relay".to_owned(),
            name: String::new(),
            from: None,
            act: Act::DashboardDeleted,
            object: format!("dashboard:{dashboard}"),
            detail: format!("{TRASH_DAYS} days in the trash"),
        };
        let forget = |entries: &Entries| Ok::<_, Infallible>(forgotten(entries, dashboard));
        let purge = Write::PurgeDashboard { dashboard, since_ms };
        match directory.change(line, vec![purge], forget).await {
            Ok(()) => tracing::info!(?dashboard, "deleted for ever: it was in the trash for {TRASH_DAYS} days"),
            // Restored meanwhile.
            Err(ChangeError::Log(LogError::NoSuchDashboard)) => {}
            Err(ChangeError::Log(error)) => return Err(error),
            Err(ChangeError::Full) => return Err(LogError::TooMany),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        log::{self, MemoryLog},
        metrics::Metrics,
        rooms::UNLOAD_AFTER,
    };

    /// P-151, P-152: the dashboard and its draft go and come back together; what is old enough goes for good.
    #[tokio::test]
    async fn the_trash_gives_back_what_it_took_until_it_is_emptied() {
        let id = DashboardId::fixed(1);
        let (log, _thread) = log::writer::start(MemoryLog::default()).unwrap();
        let directory = Directory::open(log.clone()).await.unwrap();
        let rooms = Rooms::new(log.clone(), Metrics::new(), UNLOAD_AFTER);
        rooms.create(id, &document::Outline::default(), "Ada").await.unwrap();
        let draft = rooms.create_draft(id).await.unwrap();
        log.write(going(id)).await.unwrap();
        assert_eq!(rooms.list().await, Ok(vec![]));
        assert_eq!(rooms.trashed().await.unwrap()[0].id, id);
        for gone in [id, draft] {
            assert_eq!(rooms.outline(gone, None).await.map(drop), Err(LogError::NoSuchDashboard));
        }
        empty(&rooms, &directory, days_ago_ms(TRASH_DAYS)).await.unwrap();
        log.write(Write::RestoreDashboard(id)).await.unwrap();
        rooms.outline(draft, None).await.unwrap();
        assert_eq!(log.write(purge(id)).await, Err(LogError::NoSuchDashboard), "it is not in the trash");
        log.write(going(id)).await.unwrap();
        empty(&rooms, &directory, i64::MAX).await.unwrap();
        assert_eq!(rooms.trashed().await, Ok(vec![]));
        assert_eq!(log.write(Write::RestoreDashboard(id)).await, Err(LogError::NoSuchDashboard));
        rooms.create(id, &document::Outline::default(), "Ada").await.unwrap();
    }
}
