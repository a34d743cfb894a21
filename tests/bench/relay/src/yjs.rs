//! Messages of `@hocuspocus/server` as its provider writes them: the document's name, a kind, and for an edit a Yjs update
//! (version 1) that sets one property of a map again and again. Only what the load says, written by hand.

const SYNC: u8 = 0;
const UPDATE: u8 = 2;
const AUTH: u8 = 2;
const AUTHENTICATED: u8 = 2;
/// An item whose content is plain values, `ContentAny`.
const ANY: u8 = 8;
const HAS_ORIGIN: u8 = 0x80;
const HAS_KEY: u8 = 0x20;
const STRING: u8 = 119;

/// Signs in with an empty token.
pub fn hello(room: usize) -> Vec<u8> {
    let mut message = address(room);
    message.extend([AUTH, 0]);
    put_text(&mut message, "");
    message
}

/// Whether a message lets us in.
pub fn is_welcome(message: &[u8]) -> bool {
    let name = message.first().map_or(0, |length| usize::from(*length));
    message.get(1 + name..).is_some_and(|rest| rest.starts_with(&[AUTH, AUTHENTICATED]))
}

/// The n-th write of a client, from 1: its own property of the map, which the write before has set too.
pub fn update(room: usize, client: usize, number: u64, value: &str) -> Vec<u8> {
    let (client, clock) = (client as u64 + 1, number - 1);
    let mut update = vec![1, 1];
    put_number(&mut update, client);
    put_number(&mut update, clock);
    match clock.checked_sub(1) {
        Some(origin) => {
            update.push(ANY | HAS_ORIGIN);
            put_number(&mut update, client);
            put_number(&mut update, origin);
        }
        None => {
            update.extend([ANY | HAS_KEY, 1]);
            put_text(&mut update, "map");
            put_text(&mut update, &client.to_string());
        }
    }
    update.extend([1, STRING]);
    put_text(&mut update, value);
    update.push(0);
    let mut message = address(room);
    message.extend([SYNC, UPDATE]);
    put_number(&mut message, update.len() as u64);
    message.extend(update);
    message
}

fn address(room: usize) -> Vec<u8> {
    let mut message = Vec::new();
    put_text(&mut message, &format!("room {room}"));
    message
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 & 0x7f | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
