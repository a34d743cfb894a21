//! The door: what somebody may do, asked again whenever it matters. An [`Authority`] is the laws as they stand now; a
//! [`Door`] is one visitor before one object, which a room keeps for each session and asks before it puts anything in order.

use std::{convert::Infallible, sync::Arc};

use document::Role;
use tokio::{sync::watch, time::Instant};

use super::{Action, Denied, Laws, Object, Principal, authorise, ends_ms, needed, role_on};
use crate::{
    audit::{Act, Line, Repeats},
    clock,
    directory::{Directory, ShareId},
    visitor::Visitor,
};

/// The laws as they stand now: a cheap handle.
#[derive(Clone, Debug)]
pub struct Authority {
    directory: Directory,
    anonymous: Option<Role>,
    idle_ms: i64,
    repeats: Arc<Repeats>,
}

/// Who asks, with the link that they hold beside what they are.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who.
    pub visitor: Visitor,
    /// The share link through which they came.
    pub link: Option<ShareId>,
}

/// One visitor before one object.
#[derive(Clone, Debug)]
pub enum Door {
    /// Always this role, whatever the directory says.
    Fixed(Role),
    /// What the authority says at that moment.
    Judged {
        /// Whom to ask.
        authority: Authority,
        /// Who asks.
        asker: Box<Asker>,
        /// Before what: a dashboard or a draft.
        object: Object<'static>,
    },
}

impl Authority {
    /// Over this directory, with what somebody may do who has shown nothing.
    #[must_use]
    pub fn new(directory: Directory, anonymous: Option<Role>) -> Self {
        Self { directory, anonymous, idle_ms: i64::MAX, repeats: Arc::default() }
    }

    /// The same where a sign-in ends after so long without a visit, in milliseconds.
    #[must_use]
    pub fn with_idle(self, idle_ms: i64) -> Self {
        Self { idle_ms, ..self }
    }

    /// The directory that it goes by.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Puts an act on record that changes nothing in the directory, as soon as may be.
    pub fn record(&self, line: Line) {
        let directory = self.directory.clone();
        tokio::spawn(async move {
            let nothing = |_: &_| Ok::<_, Infallible>(Vec::new());
            if let Err(error) = directory.change(line, Vec::new(), nothing).await {
                tracing::warn!(%error, "an act was not put on record");
            }
        });
    }

    /// The same for what may come as often as somebody likes: see [`Repeats`].
    pub fn record_repeated(&self, line: Line) {
        if let Some(line) = self.repeats.admit(line, Instant::now()) {
            self.record(line);
        }
    }

    /// Judges with the laws as they are at this moment; short, because changes wait for it.
    pub fn judge<T>(&self, judge: impl FnOnce(Laws<'_>) -> T) -> T {
        let (anonymous, idle_ms, now_ms) = (self.anonymous, self.idle_ms, clock::now_ms());
        self.directory.read(|entries| judge(Laws { entries, anonymous, idle_ms, now_ms }))
    }

    /// The most that they may do with the object, by what they are or by the link that they hold.
    #[must_use]
    pub fn role_on(&self, asker: &Asker, object: Object<'_>) -> Option<Role> {
        self.judge(|laws| asker.role_on(laws, object))
    }

    /// See [`authorise`].
    ///
    /// # Errors
    /// Why not.
    pub fn authorise(&self, asker: &Asker, action: Action, object: Object<'_>) -> Result<(), Denied> {
        self.judge(|laws| {
            let mut refusal = Denied::SignIn;
            for principal in asker.principals() {
                match authorise(laws, principal, action, object) {
                    Ok(()) => return Ok(()),
                    // A link says no more than that it does not lead there; who asks may still be somebody.
                    Err(Denied::Hidden) if principal != asker.visitor.principal => {}
                    Err(denied) => refusal = denied,
                }
            }
            Err(refusal)
        })
    }
}

impl Asker {
    /// As what they may be judged, what they are first.
    pub fn principals(&self) -> impl Iterator<Item = Principal> {
        [Some(self.visitor.principal), self.link.map(Principal::Link)].into_iter().flatten()
    }

    /// What is put on record of an act of theirs.
    #[must_use]
    pub fn line(&self, at_ms: i64, act: Act, object: impl Into<String>, detail: impl Into<String>) -> Line {
        let line = self.visitor.line(at_ms, act, object, detail);
        match (self.visitor.principal, self.link) {
            (Principal::Anonymous, Some(link)) => Line { who: Principal::Link(link).to_string(), ..line },
            _ => line,
        }
    }

    /// See [`role_on`].
    #[must_use]
    pub fn role_on(&self, laws: Laws<'_>, object: Object<'_>) -> Option<Role> {
        self.principals().filter_map(|principal| role_on(laws, principal, object)).max()
    }
}

impl Door {
    /// What they may do at this moment; `None` is nothing any more.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Fixed(role) => Some(*role),
            Self::Judged { authority, asker, object } => authority.role_on(asker, *object),
        }
    }

    /// The name of their account, where they have signed in: whatever their page says.
    #[must_use]
    pub fn proved_name(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Judged { asker, .. } => Some(&*asker.visitor.name).filter(|name| !name.is_empty()),
        }
    }

    /// Whether they may see a table by what they are, and not only because the dashboard shows it.
    #[must_use]
    pub fn sees_table(&self, table: &str) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Judged { authority, asker, .. } => {
                authority.role_on(asker, Object::Table(table)).is_some_and(|role| role >= needed(Action::See))
            }
        }
    }

    /// Whether of the tables they see only those that the dashboard shows.
    #[must_use]
    pub fn is_confined(&self) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Judged { authority, asker, .. } => {
                authority.role_on(asker, Object::AnyTable).is_none_or(|role| role < needed(Action::See))
            }
        }
    }

    /// Puts an act of theirs on record; what stands before a fixed door is nobody.
    pub fn record(&self, act: Act, detail: String) {
        if let Self::Judged { authority, asker, object } = self {
            let object = match object {
                Object::Dashboard(id) | Object::Draft(id) | Object::Filing(id) => format!("dashboard:{id}"),
                _ => String::new(),
            };
            authority.record(asker.line(clock::now_ms(), act, object, detail));
        }
    }

    /// When what they may do ends by itself, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn ends_ms(&self) -> Option<i64> {
        match self {
            Self::Fixed(_) => None,
            Self::Judged { authority, asker, .. } => {
                authority.judge(|laws| asker.principals().filter_map(|who| ends_ms(laws, who)).min())
            }
        }
    }

    /// Says when it is to be asked again; a door that never changes says nothing.
    #[must_use]
    pub fn changes(&self) -> Option<watch::Receiver<u64>> {
        match self {
            Self::Fixed(_) => None,
            Self::Judged { authority, .. } => Some(authority.directory.changes()),
        }
    }
}

impl From<Role> for Door {
    fn from(role: Role) -> Self {
        Self::Fixed(role)
    }
}
