//! Who this person is to the others: a name and a colour, made up at first and kept in this browser.

use gloo::storage::{LocalStorage, Storage};
use protocol::{Person, presence::MAX_PERSON_NAME_CHARS};

use crate::random;

/// Where this browser keeps the person.
const KEY: &str = "ashboard.person";
const FIRST: [&str; 16] = [
    "Amber", "Brisk", "Calm", "Clear", "Early", "Gentle", "Keen", "Light", "Merry", "Noble", "Quick", "Quiet",
    "Steady", "Sunny", "Warm", "Wise",
];
const SECOND: [&str; 16] = [
    "Badger", "Crane", "Dolphin", "Falcon", "Finch", "Heron", "Ibex", "Lynx", "Marten", "Otter", "Owl", "Puffin",
    "Raven", "Seal", "Swift", "Wren",
];

/// This person, as kept in this browser; made up where none is kept.
#[must_use]
pub fn load() -> Person {
    let kept: Option<Person> = LocalStorage::get(KEY).ok();
    kept.filter(is_presentable).unwrap_or_else(|| {
        let person = made_up(random::eight_bytes());
        store(&person);
        person
    })
}

/// Keeps this person. A browser that keeps nothing makes a new one up next time.
pub fn store(person: &Person) {
    let _storage_is_full_or_off = LocalStorage::set(KEY, person);
}

/// What somebody typed as their name, made fit to be shown; `None` where nothing is left of it.
#[must_use]
pub fn presentable_name(typed: &str) -> Option<String> {
    let name: String = typed.trim().chars().filter(|char| !char.is_control()).take(MAX_PERSON_NAME_CHARS).collect();
    (!name.is_empty()).then_some(name)
}

fn is_presentable(person: &Person) -> bool {
    presentable_name(&person.name).as_ref() == Some(&person.name)
}

fn made_up([first, second, color, ..]: [u8; 8]) -> Person {
    let pick = |words: &[&'static str], byte: u8| words[usize::from(byte) % words.len()];
    Person { name: [pick(&FIRST, first), pick(&SECOND, second)].join(" "), color }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_people_are_presentable() {
        for byte in 0..=u8::MAX {
            assert!(is_presentable(&made_up([byte, byte.wrapping_mul(7), byte, 0, 0, 0, 0, 0])));
        }
    }

    #[test]
    fn typed_names_are_trimmed_and_cut() {
        assert_eq!(presentable_name("  Ada\u{7} \n"), Some("Ada".into()));
        assert_eq!(presentable_name(" \t "), None);
        assert_eq!(presentable_name(&"é".repeat(200)).map(|name| name.chars().count()), Some(MAX_PERSON_NAME_CHARS));
    }
}
