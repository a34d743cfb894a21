//! A link: one connection as its two ends see it. Frames wait in two queues until the simulation delivers them; the ends
//! learn of a cut at different times, or of the other's last words never.

use std::collections::VecDeque;

use document::Seq;
use protocol::{FromClient, FromRelay, decode, encode};

/// One connection of one person.
#[derive(Debug)]
pub(super) struct Link {
    /// Whose.
    pub(super) person: usize,
    /// Frames on their way to the relay.
    pub(super) up: VecDeque<Vec<u8>>,
    /// Frames on their way to the person.
    pub(super) down: VecDeque<Vec<u8>>,
    /// Whether the person still uses it.
    pub(super) used: bool,
    /// Whether the relay still reads it.
    pub(super) read: bool,
    /// The newest `Seq` that the relay has told on it, from the welcome on.
    pub(super) told: Option<Seq>,
}

impl Link {
    /// A new connection on which the first message is on its way.
    #[must_use]
    pub(super) fn open(person: usize, hello: &FromClient) -> Self {
        let up = VecDeque::from([pack(hello)]);
        Self { person, up, down: VecDeque::new(), used: true, read: true, told: None }
    }

    /// The person says something.
    pub(super) fn say(&mut self, message: &FromClient) {
        self.up.push_back(pack(message));
    }

    /// The relay says something. P-25: after the welcome every gesture comes once and in order.
    pub(super) fn tell(&mut self, message: &FromRelay) {
        if let FromRelay::Sequenced(sequenced) = message {
            assert_eq!(Some(sequenced.seq), self.told.map(Seq::next), "a broadcast that does not follow the last");
            self.told = Some(sequenced.seq);
        }
        self.down.push_back(pack(message));
    }

    /// What the relay reads next.
    pub(super) fn read(&mut self) -> Option<FromClient> {
        self.up.pop_front().map(|frame| decode(&frame).expect("a frame of this protocol"))
    }

    /// What the person hears next.
    pub(super) fn hear(&mut self) -> Option<FromRelay> {
        self.down.pop_front().map(|frame| decode(&frame).expect("a frame of this protocol"))
    }

    /// The network loses one gesture on its way down, as no socket should; whether there was one.
    pub(super) fn lose_sequenced(&mut self) -> bool {
        let sequenced = |frame: &Vec<u8>| matches!(decode(frame), Ok(FromRelay::Sequenced(_)));
        let place = self.down.iter().position(sequenced);
        place.and_then(|place| self.down.remove(place)).is_some()
    }

    /// The network lets two gestures that follow each other change places, as no socket should; whether there were two.
    pub(super) fn swap_sequenced(&mut self) -> bool {
        let sequenced = |frame: &Vec<u8>| matches!(decode(frame), Ok(FromRelay::Sequenced(_)));
        let place =
            (1..self.down.len()).find(|place| sequenced(&self.down[place - 1]) && sequenced(&self.down[*place]));
        place.map(|place| self.down.swap(place - 1, place)).is_some()
    }

    /// The network delivers the next frame in one direction twice.
    pub(super) fn double(&mut self, upwards: bool) {
        let queue = if upwards { &mut self.up } else { &mut self.down };
        if let Some(frame) = queue.front().cloned() {
            queue.push_front(frame);
        }
    }
}

fn pack<M: serde::Serialize>(message: &M) -> Vec<u8> {
    encode(message).expect("a message fits a frame")
}
