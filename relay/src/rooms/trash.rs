//! The trash as the rooms see it: what is in it, and the end of the sessions of what went there.

use super::Rooms;
use crate::{
    dashboard::DashboardId,
    log::{DashboardRow, LogError},
};

impl Rooms {
    /// What is in the trash, what was deleted last first.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn trashed(&self) -> Result<Vec<DashboardRow>, LogError> {
        let mut rows = self.0.log.dashboards().await?;
        rows.retain(|row| row.trashed_ms.is_some());
        rows.sort_by_key(|row| std::cmp::Reverse(row.trashed_ms));
        Ok(rows)
    }

    /// A dashboard and its drafts, and whether it is a draft itself: what ends with it.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why it cannot be read.
    pub async fn with_drafts(&self, dashboard: DashboardId) -> Result<(Vec<DashboardId>, bool), LogError> {
        let about = self.0.log.about(dashboard).await?;
        Ok((about.drafts.into_iter().chain([dashboard]).collect(), about.base.is_some()))
    }
}
