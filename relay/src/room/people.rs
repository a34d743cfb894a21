//! The people of a room: who is here, where, and what they may do. What others hear of them waits for the next beat,
//! and only the newest of it is told; that somebody left, or fell silent, is told at once.
//! It knows no gesture: what a role is good for is the sequence's to judge.

use document::{ClientId, OpId, Role};
use protocol::{FromRelay, Hello, MAX_ALSO_CLIENTS, Person, PresenceState, Present, SessionId, Welcome};

use super::{Effect, Room, pulse::News};

#[cfg(test)]
mod tests;

/// Most grants that a room remembers; no further one is made.
pub(super) const MAX_GRANTS: usize = 10_000;

/// Most people that the others see. Whoever comes when so many are seen is let in all the same and takes the place of one
/// who leaves: a page has no room for more, and ten thousand who all tell of each other would do nothing else.
pub(super) const MAX_SEEN: usize = 200;

/// A session as the room knows it.
#[derive(Debug)]
pub(super) struct Author {
    pub(super) present: Present,
    /// The replicas for which it also speaks.
    also: Vec<ClientId>,
    /// Nothing was heard of it for so long that the others do not see it.
    silent: bool,
    /// The others see it, unless it is silent.
    seen: bool,
    /// Sees only the tables that this dashboard shows.
    pub(super) confined: bool,
    pub(super) stall: Stall,
}

/// What a session submits in vain: nothing may get a place before what was made earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stall {
    /// Nothing.
    No,
    /// An edit of its author could not be stored: whatever comes before that edit comes again.
    Until(OpId),
    /// Everything: its author speaks through a newer session.
    Superseded,
}

impl Author {
    fn is_visible(&self) -> bool {
        self.seen && !self.silent
    }

    /// Whether a gesture is to be judged; the one that was waited for ends the wait.
    pub(super) fn hears(&mut self, id: OpId) -> bool {
        if self.stall == Stall::Until(id) {
            self.stall = Stall::No;
        }
        self.stall == Stall::No
    }

    /// A gesture of this session was not stored.
    pub(super) fn waits_for(&mut self, id: OpId) {
        if self.stall != Stall::Superseded {
            self.stall = Stall::Until(id);
        }
    }

    pub(super) fn speaks_for(&self, client: ClientId) -> bool {
        self.present.client == client || self.also.contains(&client)
    }
}

impl Room {
    pub(super) fn join(&mut self, session: SessionId, hello: Hello, role: Role) -> Vec<Effect> {
        let Hello { client, mut also, last, person } = hello;
        also.truncate(MAX_ALSO_CLIENTS);
        let role = self.role_of(client, &also, role);
        self.supersede(client, &also);
        let visible = self.present.iter().filter(|(_, other)| other.is_visible());
        let others = visible.map(|(id, other)| (*id, other.present.clone())).collect();
        let seen = self.present.values().filter(|other| other.seen).take(MAX_SEEN).count() < MAX_SEEN;
        let welcome = Welcome { session, role, catch_up: self.sequence.catch_up(last), others };
        let present = Present { client, role, person, state: PresenceState::default() };
        self.present.insert(session, Author { present, also, silent: false, seen, stall: Stall::No, confined: false });
        self.note(session, News::Who);
        vec![Effect::Send(session, FromRelay::Welcome(welcome))]
    }

    /// A replica speaks through its newest session: what an older one still brings would come after what follows it.
    fn supersede(&mut self, client: ClientId, also: &[ClientId]) {
        let older =
            self.present.values_mut().filter(|older| older.speaks_for(client) || also.contains(&older.present.client));
        older.for_each(|older| older.stall = Stall::Superseded);
    }

    /// What somebody who comes may do: what the door says, or less where an owner has said so of a replica for which
    /// the session speaks. Never more: a replica is named by its own word, and that is not enough to be let further in.
    fn role_of(&self, client: ClientId, also: &[ClientId], door: Role) -> Role {
        let granted = [client].into_iter().chain(also.iter().copied()).filter_map(|client| self.grants.get(&client));
        granted.copied().fold(door, Role::min)
    }

    pub(super) fn move_to(&mut self, session: SessionId, state: PresenceState) -> Vec<Effect> {
        if let Some(author) = self.present.get_mut(&session) {
            author.present.state = state.bounded();
            self.note(session, News::Where);
        }
        Vec::new()
    }

    pub(super) fn rename(&mut self, session: SessionId, person: Person) -> Vec<Effect> {
        if let Some(author) = self.present.get_mut(&session) {
            author.present.person = person;
            self.note(session, News::Who);
        }
        Vec::new()
    }

    /// Only an owner grants, and nobody to themselves: a dashboard keeps an owner who can take it back.
    pub(super) fn grant(&mut self, by: SessionId, session: SessionId, role: Role) -> Vec<Effect> {
        let client = |session| self.present.get(&session).map(|author| author.present.client);
        let is_owner = self.present.get(&by).is_some_and(|author| author.present.role == Role::Owner);
        let (Some(giver), Some(client)) = (client(by), client(session)) else { return Vec::new() };
        let is_full = !self.grants.contains_key(&client) && self.grants.len() >= MAX_GRANTS;
        if !is_owner || giver == client || is_full {
            return Vec::new();
        }
        self.grants.insert(client, role);
        let theirs = self.present.iter().filter(|(_, author)| author.speaks_for(client)).map(|(session, _)| *session);
        let theirs: Vec<_> = theirs.collect();
        theirs.into_iter().flat_map(|session| self.change_role(session, role)).collect()
    }

    /// The door says something else of somebody: less than it stays less, where an owner has said so.
    pub(super) fn change_door(&mut self, session: SessionId, door: Role) -> Vec<Effect> {
        let author = self.present.get(&session);
        let role = author.map(|author| self.role_of(author.present.client, &author.also, door));
        role.map(|role| self.change_role(session, role)).unwrap_or_default()
    }

    pub(super) fn confine(&mut self, session: SessionId, confined: bool) -> Vec<Effect> {
        if let Some(author) = self.present.get_mut(&session) {
            author.confined = confined;
        }
        Vec::new()
    }

    /// What was accepted before stands; what comes later, and what the author still keeps pending, is judged anew.
    pub(super) fn change_role(&mut self, session: SessionId, role: Role) -> Vec<Effect> {
        let Some(author) = self.present.get_mut(&session).filter(|author| author.present.role != role) else {
            return Vec::new();
        };
        author.present.role = role;
        self.note(session, News::Who);
        vec![Effect::Send(session, FromRelay::Role(role))]
    }

    pub(super) fn fall_silent(&mut self, session: SessionId) -> Vec<Effect> {
        let Some(author) = self.present.get_mut(&session).filter(|author| !author.silent) else { return Vec::new() };
        author.silent = true;
        if author.seen { vec![self.take_leave_of(session)] } else { Vec::new() }
    }

    pub(super) fn hear(&mut self, session: SessionId) -> Vec<Effect> {
        if let Some(author) = self.present.get_mut(&session) {
            author.silent = false;
            self.note(session, News::Who);
        }
        Vec::new()
    }

    pub(super) fn leave(&mut self, session: SessionId) -> Vec<Effect> {
        let Some(left) = self.present.remove(&session) else { return Vec::new() };
        if left.seen {
            self.show_next();
        }
        left.is_visible().then(|| self.take_leave_of(session)).into_iter().collect()
    }

    /// A place among those who are seen is free: whoever waits for it longest gets it.
    fn show_next(&mut self) {
        let next = self.present.iter_mut().find(|(_, author)| !author.seen);
        let Some((session, author)) = next else { return };
        author.seen = true;
        let session = *session;
        self.note(session, News::Who);
    }

    pub(super) fn beat(&mut self) -> Vec<Effect> {
        let told = self.pulse.beat(self.present.len());
        told.into_iter().filter_map(|(session, news)| self.tell(session, news)).collect()
    }

    fn take_leave_of(&mut self, session: SessionId) -> Effect {
        self.pulse.forget(session);
        Effect::Broadcast { message: FromRelay::Left(session), except: Some(session) }
    }

    /// Whoever is silent is not there for the others; with the first word everything about them is told.
    fn note(&mut self, session: SessionId, news: News) {
        if self.present.get(&session).is_some_and(Author::is_visible) {
            self.pulse.note(session, news);
        }
    }

    fn tell(&self, session: SessionId, news: News) -> Option<Effect> {
        let present = self.present.get(&session)?.present.clone();
        let message = match news {
            News::Who => FromRelay::Presence { session, present },
            News::Where => FromRelay::Moved { session, state: present.state },
        };
        Some(Effect::Broadcast { message, except: Some(session) })
    }
}
