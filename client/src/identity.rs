//! Who this person is to the others: a name and a colour, made up at first and kept in this browser.

use protocol::{Person, presence::MAX_PERSON_NAME_CHARS};

use crate::{
    json::{Json, quoted},
    random,
};

/// Where this browser keeps the person.
const KEY: &str = "ashboard.person";
/// Where it keeps that the colour was chosen, so that it is not given up for somebody else's sake.
const COLOR_CHOSEN_KEY: &str = "ashboard.person.color-chosen";
/// How many colours there are for people; a colour beyond counts from the first again. `base.css` names them.
pub const PERSON_COLORS: u8 = 8;
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
    kept().filter(is_presentable).unwrap_or_else(|| {
        let person = made_up(random::eight_bytes());
        store(&person);
        person
    })
}

/// Keeps this person. A browser that keeps nothing makes a new one up next time.
pub fn store(person: &Person) {
    let Person { name, color } = person;
    keep(KEY, &["{\"name\":", &quoted(name), ",\"color\":", &color.to_string(), "}"].concat());
}

/// Keeps the name or colour that this person chose.
pub fn store_chosen(person: &Person) {
    if load().color != person.color {
        keep(COLOR_CHOSEN_KEY, "true");
    }
    store(person);
}

/// Whether the colour was chosen, not made up.
#[must_use]
pub fn has_chosen_color() -> bool {
    kept_text(COLOR_CHOSEN_KEY).as_deref() == Some("true")
}

/// This person in the first colour that nobody present has; `None` where theirs is free already or none is. Whoever
/// has the same name is taken for this person in another tab, or in a connection that the relay has not yet given up.
#[must_use]
pub fn told_apart<'a>(me: &Person, others: impl Iterator<Item = &'a Person>) -> Option<Person> {
    let mut taken = [false; PERSON_COLORS as usize];
    for other in others.filter(|other| other.name != me.name) {
        taken[usize::from(other.color % PERSON_COLORS)] = true;
    }
    let is_free = |color: &u8| !taken[usize::from(color % PERSON_COLORS)];
    let color = (0..PERSON_COLORS).find(is_free).filter(|_| !is_free(&me.color))?;
    Some(Person { color, ..me.clone() })
}

/// What somebody typed as their name, made fit to be shown; `None` where nothing is left of it.
#[must_use]
pub fn presentable_name(typed: &str) -> Option<String> {
    let name: String = typed.trim().chars().filter(|char| !char.is_control()).take(MAX_PERSON_NAME_CHARS).collect();
    (!name.is_empty()).then_some(name)
}

fn kept() -> Option<Person> {
    let kept = Json::read(&kept_text(KEY)?)?;
    Some(Person { name: kept.text("name")?, color: kept.number("color")? as u8 })
}

fn kept_text(key: &str) -> Option<String> {
    gloo::utils::window().local_storage().ok()??.get_item(key).ok()?
}

fn keep(key: &str, text: &str) {
    if let Ok(Some(storage)) = gloo::utils::window().local_storage() {
        let _storage_is_full_or_off = storage.set_item(key, text);
    }
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
    fn a_colour_gives_way_to_others_and_not_to_oneself() {
        let person = |name: &str, color| Person { name: name.into(), color };
        let me = person("me", 10);
        let apart = |others: &[Person]| told_apart(&me, others.iter()).map(|person| person.color);
        assert_eq!(apart(&[]), None);
        assert_eq!(apart(&[person("me", 2), person("b", 3)]), None);
        assert_eq!(apart(&[person("a", 2), person("b", 0)]), Some(1));
        let all: Vec<_> = (0..PERSON_COLORS).map(|color| person("other", color)).collect();
        assert_eq!(apart(&all), None);
    }

    #[test]
    fn typed_names_are_trimmed_and_cut() {
        assert_eq!(presentable_name("  Ada\u{7} \n"), Some("Ada".into()));
        assert_eq!(presentable_name(" \t "), None);
        assert_eq!(presentable_name(&"é".repeat(200)).map(|name| name.chars().count()), Some(MAX_PERSON_NAME_CHARS));
    }
}
