//! Faults: what goes wrong in a simulation: browsers and relays that are killed, connections that break, frames that come
//! twice, late or never, disks that are full or cannot be read, roles that change. Each is counted.

use document::{ClientId, Role};
use protocol::SessionId;
use relay::room::{Event, Room};

use super::{Simulation, link::Link, storage::Storage};

impl Simulation {
    /// The browser of a person is killed, and opened again: in its slot, or in another one where that seems taken.
    pub(super) fn kill_browser(&mut self, person: usize) {
        let (linger, in_its_slot) = (self.chance.one_in(2), !self.chance.one_in(3));
        self.kill_browser_of(person, linger, in_its_slot);
    }

    /// The same; what was sent lingers in the network, or is lost.
    pub fn kill_browser_of(&mut self, person: usize, linger: bool, in_its_slot: bool) {
        if let Some(session) = self.link_of(person) {
            self.hang_up(session, linger);
        }
        let in_its_slot = in_its_slot || self.clients == u8::MAX;
        self.clients += u8::from(!in_its_slot);
        let same = self.persons[person].actor.replica().client();
        let client = if in_its_slot { same } else { ClientId::from_bytes([self.clients; 8]) };
        self.persons[person].come_back(client);
        self.fault("killed browser", format!("the browser of person {person} is killed and comes back as {client}"));
    }

    /// Somebody may do more, or less, from now on; the owner stays the owner.
    pub(super) fn change_role(&mut self, person: usize) {
        let role = self.chance.one_of([Role::Viewer, Role::Commenter, Role::Editor, Role::Owner]);
        if person > 0 {
            self.give_role(person, role);
        }
    }

    /// A person may do this from now on.
    pub fn give_role(&mut self, person: usize, role: Role) {
        self.fault("changed role", format!("person {person} is {role:?} from now on"));
        self.persons[person].role = role;
        self.persons[person].ever_wrote |= role > Role::Viewer;
        let sessions: Vec<SessionId> =
            self.links.iter().filter(|(_, link)| link.person == person).map(|(session, _)| *session).collect();
        for session in sessions {
            self.tell_room(Event::RoleChanged { session, role });
        }
    }

    /// The append that is on its way finds the disk full.
    pub fn refuse_to_store(&mut self) {
        if self.storage.is_busy() {
            self.storage.lose();
            self.fault("full disk", "the disk is full".into());
            self.tell_room(Event::NotStored);
        }
    }

    pub(super) fn cut_somehow(&mut self, person: usize) {
        let linger = self.chance.one_in(2);
        self.cut(person, linger);
    }

    /// A person's connection breaks; what she sent is lost, or lingers and is read later.
    pub fn cut(&mut self, person: usize, linger: bool) {
        if let Some(session) = self.link_of(person) {
            self.count("cut");
            self.hang_up(session, linger);
        }
    }

    /// The person's end is gone; what is under way to the relay may still be read there until it notices.
    pub(super) fn hang_up(&mut self, session: SessionId, linger: bool) {
        self.note(format!(
            "{session:?} is cut at the person's end, what she sent {}",
            if linger { "lingers" } else { "is lost" }
        ));
        if let Some(link) = self.links.get_mut(&session) {
            link.used = false;
            link.down.clear();
            if !linger {
                link.up.clear();
            }
        }
        self.forget_dead_links();
    }

    /// The relay notices that the other end of a connection is gone.
    pub fn notice_a_dead_link(&mut self) {
        let dead = self.links.iter().find(|(_, link)| !link.used && link.read).map(|(session, _)| *session);
        if let Some(session) = dead {
            self.end(session);
        }
    }

    pub(super) fn forget_dead_links(&mut self) {
        self.links.retain(|_, link| link.used || link.read);
    }

    pub(super) fn double_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        let upwards = self.chance.one_in(2);
        if let Some(link) = self.links.get_mut(&session).filter(|link| link.told.is_some()) {
            link.double(upwards);
            self.fault("doubled frame", format!("{session:?} doubles a frame, upwards: {upwards}"));
        }
    }

    pub(super) fn lose_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        if self.links.get_mut(&session).is_some_and(Link::lose_sequenced) {
            self.fault("lost frame", format!("{session:?} loses a gesture on its way down"));
        }
    }

    /// Two gestures change places on their way down, as on no socket.
    pub(super) fn reorder_some(&mut self) {
        let Some(session) = self.some_link() else { return };
        if self.links.get_mut(&session).is_some_and(Link::swap_sequenced) {
            self.fault("reordered frame", format!("{session:?} delivers a later gesture first"));
        }
    }

    /// The log forgets all gestures but the newest few.
    pub fn compact(&mut self) {
        let kept = self.chance.below(4) as u64;
        self.fault("compaction", format!("the log keeps {kept} gestures"));
        self.storage.compact(kept);
    }

    /// kill -9: every link is cut; an append that was under way is on the disk or is not.
    pub fn crash(&mut self) {
        self.settle_append();
        self.fault("kill", format!("the relay is killed, the log ends at {}", self.storage.seq()));
        self.links.clear();
        self.room = Some(Room::new(self.storage.start()));
    }

    /// The relay is killed, and then cannot read its log for a while: whoever comes is sent away.
    pub fn fail_to_read(&mut self) {
        self.crash();
        self.fault("unreadable log", "the log cannot be read".into());
        self.room = None;
    }

    /// The log can be read again, if it could not.
    pub fn open_the_room(&mut self) {
        if self.room.is_none() {
            self.note("the log can be read again".into());
            self.room = Some(Room::new(self.storage.start()));
        }
    }

    /// The log failed and nobody knows what is stored: the room is opened anew, its sessions end after what was said.
    pub(super) fn reopen_the_room(&mut self) {
        self.settle_append();
        self.fault("failed log", format!("the room is opened anew, the log ends at {}", self.storage.seq()));
        for link in self.links.values_mut() {
            link.read = false;
            link.up.clear();
        }
        self.forget_dead_links();
        self.room = Some(Room::new(self.storage.start()));
    }

    pub(super) fn settle_append(&mut self) {
        if self.chance.one_in(2) {
            self.storage.finish();
        } else {
            self.storage.lose();
        }
    }

    pub(super) fn fault(&mut self, kind: &'static str, step: String) {
        self.count(kind);
        self.note(step);
    }

    pub(super) fn count(&mut self, kind: &'static str) {
        *self.tally.faults.entry(kind).or_default() += 1;
    }

    /// The relay's disk is lost, and the dashboard begins anew, with other gestures at the same places: everything that
    /// anybody was told before no longer counts.
    pub fn forget_everything(&mut self) {
        self.crash();
        self.storage = Storage::new();
        self.room = Some(Room::new(self.storage.start()));
        self.persons.iter_mut().for_each(|person| person.actor.forget_what_was_heard());
    }
}
