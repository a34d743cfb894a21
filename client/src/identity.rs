//! Who this person is to the others: a name and a colour, kept in this browser.

use protocol::Person;

/// This person, as kept in this browser; made up at first.
#[must_use]
pub fn load() -> Person {
    Person { name: String::new(), color: 0 }
}

/// Keeps this person in this browser.
pub fn store(person: &Person) {
    let _ = person;
}
