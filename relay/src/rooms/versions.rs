//! Named versions of a dashboard: a `Seq` that somebody gave a name, which opens whatever is compacted.

use document::Seq;
use protocol::history::{MAX_VERSION_NAME_CHARS, NamedVersion};

use super::Rooms;
use crate::{
    clock,
    dashboard::DashboardId,
    log::{LogError, Write},
};

/// Why a `Seq` did not get the name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing that a version can be called.
    #[error("a name has 1 to {MAX_VERSION_NAME_CHARS} characters on one line")]
    Unfit,
    /// It was not stored.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl Rooms {
    /// The named versions of a dashboard, in order.
    ///
    /// # Errors
    /// [`LogError::NoSuchDashboard`], or why they cannot be read.
    pub async fn versions(&self, dashboard: DashboardId) -> Result<Vec<NamedVersion>, LogError> {
        Ok(self.0.log.about(dashboard).await?.versions)
    }

    /// The newest durable `Seq`.
    ///
    /// # Errors
    /// As [`Self::versions`].
    pub async fn newest(&self, dashboard: DashboardId) -> Result<Seq, LogError> {
        Ok(self.0.log.about(dashboard).await?.newest)
    }

    /// Names a `Seq`, the newest durable one where none is said; the name that it had gives way.
    ///
    /// # Errors
    /// What is wrong with the name or the `Seq`, or why it was not stored.
    pub async fn name_version(
        &self,
        dashboard: DashboardId,
        seq: Option<Seq>,
        name: &str,
        author: &str,
    ) -> Result<NamedVersion, NameError> {
        let name = name.trim();
        if !(1..=MAX_VERSION_NAME_CHARS).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(NameError::Unfit);
        }
        let seq = match seq {
            Some(seq) => seq,
            None => self.0.log.about(dashboard).await?.newest,
        };
        let (name, author, at_ms) = (name.to_owned(), author.to_owned(), clock::now_ms());
        let version = NamedVersion { seq, name, author, at_ms };
        self.0.log.write(Write::NameVersion { dashboard, version: version.clone() }).await?;
        Ok(version)
    }

    /// Takes the name of a `Seq` away; below the horizon it does not open any more then.
    ///
    /// # Errors
    /// [`LogError::NoSuchSeq`] where it has none, or why it was not stored.
    pub async fn delete_version(&self, dashboard: DashboardId, seq: Seq) -> Result<(), LogError> {
        self.0.log.write(Write::DeleteVersion { dashboard, seq }).await
    }
}
