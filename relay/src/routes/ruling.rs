//! The routes by which people rule who may what: links, grants, folders, groups, and the record of it all.

use std::time::Duration;

use warp::{Filter, Rejection, reply::Response};

use super::{audit, folders::FolderRoutes, gate::Gate, grants::GrantRoutes, groups::GroupRoutes, shares::ShareRoutes};
use crate::{accounts::password::Passwords, log::LogHandle};

/// What they are made of.
#[derive(Clone, Debug)]
pub struct RulingRoutes {
    /// Whose directory they change.
    pub gate: Gate,
    /// The record.
    pub log: LogHandle,
    /// The pool in which the passwords of links are hashed.
    pub passwords: Passwords,
    /// How long a body may take.
    pub body_timeout: Duration,
    /// Whether cookies are for TLS only.
    pub secure: bool,
}

impl RulingRoutes {
    /// All of them.
    pub(super) fn all(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + use<> {
        let Self { gate, log, passwords, body_timeout, secure } = self;
        let shares = ShareRoutes::new(gate.clone(), passwords, body_timeout, secure).all();
        let grants = GrantRoutes { gate: gate.clone(), body_timeout }.all();
        let folders = FolderRoutes { gate: gate.clone(), body_timeout }.all();
        let groups = GroupRoutes { gate, body_timeout }.all();
        shares.or(grants).unify().or(folders).unify().or(groups).unify().or(audit::all(log)).unify()
    }
}
