//! Compaction: gestures that are older than an operator wants to keep go, in steps that keep no edit waiting for long.
//! Off unless asked for. What stays, and that no id is ever free again, is the log's promise.

use std::time::Duration;

use document::Seq;

use super::Rooms;
use crate::{
    clock,
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
    /// Compacts all dashboards once an hour, for ever: gestures older than `days` go.
    pub async fn keep_compacting(self, days: u32) {
        loop {
            if let Err(error) = self.compact_all(days_ago_ms(days)).await {
                tracing::warn!(%error, "compaction did not finish and goes on in an hour");
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn compact_all(&self, before_ms: i64) -> Result<(), LogError> {
        for row in self.0.log.dashboards().await? {
            let mut gestures = 0;
            while let Some(gone) = self.compact_step(row.id, before_ms).await? {
                gestures += gone;
            }
            if gestures > 0 {
                tracing::info!(dashboard = ?row.id, gestures, "compacted");
            }
        }
        Ok(())
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
