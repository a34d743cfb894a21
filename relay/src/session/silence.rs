//! The silence: how long nothing was heard of the other end, and what follows from it, step by step: it is asked for a
//! sign of life, the others no longer see its person, it is given up. It decides when; what is done then is the session's.

use tokio::time::Instant;

use super::Patience;

/// What a silence has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hush {
    /// The other end is to be asked for a sign of life.
    Asked,
    /// The others are not to see the person any more.
    Hidden,
    /// The other end is to be given up.
    Over,
}

/// A silence that lasts since a certain moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silence {
    patience: Patience,
    since: Instant,
    reached: Option<Hush>,
}

impl Silence {
    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, since: Instant::now(), reached: None }
    }

    /// Something came. Says whether the person was hidden and is to be seen again.
    pub(super) fn broken(&mut self) -> bool {
        self.since = Instant::now();
        self.reached.take() >= Some(Hush::Hidden)
    }

    /// When the next step is due if nothing comes.
    pub(super) fn next(&self) -> Instant {
        self.since
            + match self.following() {
                Hush::Asked => self.patience.ping_after,
                Hush::Hidden => self.patience.hide_after.min(self.patience.close_after),
                Hush::Over => self.patience.close_after,
            }
    }

    /// Takes the next step.
    pub(super) fn grow(&mut self) -> Hush {
        let next = self.following();
        self.reached = Some(next);
        next
    }

    fn following(&self) -> Hush {
        match self.reached {
            None => Hush::Asked,
            Some(Hush::Asked) => Hush::Hidden,
            Some(Hush::Hidden | Hush::Over) => Hush::Over,
        }
    }
}
