//! What leaves: one `Submit` an animation frame, in frames that the relay accepts.

use document::{Gesture, OpId, Refusal};
use protocol::{FromClient, MAX_FRAME_BYTES, encode};

use super::{Effect, Sync};

/// Gestures that may be under way before one is answered. More wait here, where consecutive sets of one property still
/// collapse, so that a relay that holds its pace (P-111) shows the newest soon. All that waits then leaves at once, so no
/// line is too long for it.
const MAX_UNDER_WAY: usize = 32;

impl Sync {
    /// Sends what is unsent, the first at once and the next with the next animation frame, or when one is answered:
    /// consecutive sets of one property collapse meanwhile.
    pub(super) fn submit(&mut self) {
        let is_held = self.live().is_none_or(|live| live.is_held());
        if self.submitted_this_frame || is_held || self.replica.sent_len() >= MAX_UNDER_WAY {
            return;
        }
        let gestures = self.replica.take_unsent();
        if gestures.is_empty() {
            return;
        }
        self.submitted_this_frame = true;
        self.effects.push(Effect::AskFrame);
        for packed in pack(&gestures) {
            match packed {
                Ok(frame) => self.effects.push(Effect::Send(self.socket, frame)),
                Err(id) => self.take_back(id, Refusal::TooLarge { max_bytes: MAX_FRAME_BYTES as u64 }),
            }
        }
    }

    /// Says something that a session says; without one it is lost.
    pub(super) fn say(&mut self, message: &FromClient) {
        if self.live().is_some() {
            self.send(message);
        }
    }

    pub(super) fn send(&mut self, message: &FromClient) {
        if let Ok(frame) = encode(message) {
            self.effects.push(Effect::Send(self.socket, frame));
        }
    }

    /// Takes a gesture back that the relay does not take, and tells its author.
    pub(super) fn take_back(&mut self, id: OpId, reason: Refusal) {
        if let Some(gesture) = self.replica.rejected(id) {
            self.keeping.refused(id);
            self.effects.push(Effect::DocumentChanged);
            self.tell_refused(&gesture, reason);
        }
    }
}

/// As few frames as the limit allows, in order; a gesture that fits none comes back as its id.
fn pack(gestures: &[Gesture]) -> Vec<Result<Vec<u8>, OpId>> {
    match encode(&FromClient::Submit(gestures.to_vec())) {
        Ok(frame) if frame.len() <= MAX_FRAME_BYTES => vec![Ok(frame)],
        _ => match gestures {
            [] => Vec::new(),
            [gesture] => vec![Err(gesture.id)],
            _ => {
                let (older, newer) = gestures.split_at(gestures.len() / 2);
                let mut packed = pack(older);
                packed.extend(pack(newer));
                packed
            }
        },
    }
}
