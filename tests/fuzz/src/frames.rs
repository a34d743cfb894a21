//! Frames: every decoder answers any bytes with an error or a message, and a message that was taken is written and read
//! again without a loss. Bytes are compared, not messages: a gap among numbers is not equal to itself.

use std::fmt::Debug;

use document::{Document, Gesture, Sequenced, replica::Kept};
use protocol::{
    FromClient, FromRelay, Person, PresenceState, Present, SessionId,
    codec::{decode, encode, from_stored, to_stored},
    history::{Blame, DocumentAt, HistoryPage, Moments, NamedVersion, Published},
};
use serde::{Serialize, de::DeserializeOwned};

use super::dice::Dice;

/// So many messages of each end are drawn at most; more would only repeat the way of the first.
const MAX_DRAWN_MESSAGES: usize = 16;

/// What a client may send.
pub fn from_client(bytes: &[u8]) {
    if let Ok(message) = decode::<FromClient>(bytes) {
        comes_back_framed(&message);
    }
}

/// What a relay may send.
pub fn from_relay(bytes: &[u8]) {
    if let Ok(message) = decode::<FromRelay>(bytes) {
        comes_back_framed(&message);
    }
}

/// What may stand in a log, in the storage of a browser, or in an answer about the past.
pub fn stored(bytes: &[u8]) {
    stored_as::<Document>(bytes);
    stored_as::<Gesture>(bytes);
    stored_as::<Sequenced>(bytes);
    stored_as::<Vec<Sequenced>>(bytes);
    stored_as::<Kept>(bytes);
    stored_as::<HistoryPage>(bytes);
    stored_as::<DocumentAt>(bytes);
    stored_as::<Moments>(bytes);
    stored_as::<Vec<NamedVersion>>(bytes);
    stored_as::<Blame>(bytes);
    stored_as::<Published>(bytes);
}

/// Every message that both ends can say.
pub fn messages(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    for _ in 0..MAX_DRAWN_MESSAGES {
        if dice.is_empty() {
            break;
        }
        if let Some(message) = dice.draw::<FromClient>() {
            comes_back_framed(&message);
        }
        if let Some(message) = dice.draw::<FromRelay>() {
            comes_back_framed(&message);
        }
    }
}

/// Where people are: a state that was taken is passed on to the others as it came.
pub fn presence(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    if let Some((session, present)) = dice.draw::<(SessionId, Present)>() {
        comes_back_framed(&FromClient::Presence(present.state.clone()));
        comes_back_framed(&FromClient::Rename(present.person.clone()));
        comes_back_framed(&FromRelay::Presence { session, present });
    }
    stored_as::<PresenceState>(bytes);
    stored_as::<Person>(bytes);
}

fn stored_as<T: Serialize + DeserializeOwned + Debug>(bytes: &[u8]) {
    let Ok(value) = from_stored::<T>(bytes) else { return };
    let written = to_stored(&value).expect("what was read can be written");
    let again = from_stored::<T>(&written).expect("what was written can be read");
    assert_eq!(to_stored(&again), Ok(written), "{value:?}");
}

fn comes_back_framed<M: Serialize + DeserializeOwned + Debug>(message: &M) {
    let written = encode(message).expect("what was read or drawn can be written");
    let again = decode::<M>(&written).expect("what was written can be read");
    assert_eq!(encode(&again), Ok(written), "{message:?}");
}
