//! Compaction: gestures that are older than an operator wants to keep go, in steps that keep no edit waiting for long.
//! Off unless asked for. What stays, and that no id is ever free again, is the log's promise.

use std::time::Duration;

use document::Seq;

use super::Rooms;
use crate::{
    clock,
    config::Live,
    dashboard::DashboardId,
    log::{Log, LogError, Write},
};

/// How often a relay looks for what has become too old.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// Gestures that go in one commit: deleting them keeps the log busy for some ten milliseconds.
pub const STEP_GESTURES: u64 = 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Before which moment gestures are older than so many days, milliseconds since the Unix epoch.
#[must_use]
pub fn days_ago_ms(days: u32) -> i64 {
    clock::now_ms().saturating_sub(i64::from(days).saturating_mul(DAY_MS))
}

/// Compacts one dashboard of a log that nobody else uses, and says how many gestures went.
///
/// # Errors
/// Why it was not done, or not to the end.
pub fn compact(log: &mut dyn Log, dashboard: DashboardId, before_ms: i64) -> Result<u64, LogError> {
    let first = log.about(dashboard)?.horizon;
    let mut horizon = first;
    loop {
        let next = log.expired(dashboard, before_ms, STEP_GESTURES)?;
        if next == horizon {
            return Ok(horizon.0 - first.0);
        }
        log.commit(&[Write::Compact { dashboard, horizon: next }])?.into_iter().collect::<Result<(), _>>()?;
        horizon = next;
    }
}

impl Rooms {
    /// Compacts all dashboards once an hour, for ever: gestures older than `history_days` go, where that is set.
    pub async fn keep_compacting(self, config: Live) {
        loop {
            if let Some(days) = config.now().history_days {
                self.compact_all(days).await;
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn compact_all(&self, days: u32) {
        match self.0.log.dashboards().await {
            Ok(rows) => {
                for row in rows {
                    self.compact(row.id, days_ago_ms(days)).await;
                }
            }
            Err(error) => tracing::warn!(%error, "nothing is compacted now; it is tried again in an hour"),
        }
    }

    async fn compact(&self, dashboard: DashboardId, before_ms: i64) {
        let mut gestures = 0;
        loop {
            match self.compact_step(dashboard, before_ms).await {
                Ok(Some(gone)) => gestures += gone,
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(?dashboard, %error, "compaction did not finish and goes on in an hour");
                    break;
                }
            }
        }
        if gestures > 0 {
            tracing::info!(?dashboard, gestures, "compacted");
        }
    }

    /// How many gestures went; `None` where none is old enough, or the dashboard is gone meanwhile.
    async fn compact_step(&self, dashboard: DashboardId, before_ms: i64) -> Result<Option<u64>, LogError> {
        let step = async {
            let Seq(first) = self.0.log.about(dashboard).await?.horizon;
            let horizon = self.0.log.expired(dashboard, before_ms, STEP_GESTURES).await?;
            if horizon.0 == first {
                return Ok(None);
            }
            self.0.log.write(Write::Compact { dashboard, horizon }).await?;
            Ok(Some(horizon.0 - first))
        };
        match step.await {
            Err(LogError::NoSuchDashboard) => Ok(None),
            result => result,
        }
    }
}

#[cfg(test)]
mod tests {
    use document::{NodeId, Property};

    use super::*;
    use crate::{
        log::{self, MemoryLog},
        metrics::Metrics,
        rooms::UNLOAD_AFTER,
    };

    /// P-66: as the relay does it, step by step, while the dashboard may be live.
    #[tokio::test]
    async fn what_is_old_goes_and_the_dashboard_stays() {
        let id = DashboardId::fixed(1);
        let (handle, _thread) = log::writer::start(MemoryLog::default()).unwrap();
        let rooms = Rooms::new(handle, Metrics::new(), UNLOAD_AFTER);
        rooms.create(id, &document::Outline::default(), "Ada").await.unwrap();
        rooms.compact(id, days_ago_ms(1)).await;
        assert_eq!(rooms.moments(id, 2).await.unwrap().horizon, Seq::ZERO);
        rooms.compact(id, i64::MAX).await;
        let moments = rooms.moments(id, 2).await.unwrap();
        assert_eq!((moments.horizon, moments.moments), (Seq(1), vec![]));
        assert_eq!(rooms.document(id, None).await.unwrap().document.title(), "Untitled dashboard");
        let blame = rooms.blame(id, NodeId::ROOT).await.unwrap().unwrap();
        let title = blame.written.last().unwrap();
        assert_eq!(title.register, protocol::history::Register::Property(Property::Title));
        assert_eq!((title.seq, &title.author, title.at_ms), (Seq(1), &None, None), "P-68");
        rooms.compact(DashboardId::fixed(2), i64::MAX).await;
    }
}
