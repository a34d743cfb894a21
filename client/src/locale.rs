//! The language of the page: which one it is, what each message says in it, and numbers and dates by the browser's
//! Intl. It knows no component; a message that one catalogue lacks does not compile.

mod access;
mod act;
mod arabic;
mod audit;
mod builder;
mod calendar;
mod clause;
mod data;
mod english;
mod explore;
mod filters;
mod form;
mod format;
mod french;
mod german;
mod hebrew;
mod japanese;
mod language;
mod message;
mod naming;
mod notices;
mod phrase;
mod plurals;
mod present;
mod refused;
mod relay;
mod sign_in;
mod spanish;
mod together;
mod trouble;
mod words;

use std::cell::Cell;

use crate::later::{self, NotFetched};
pub(crate) use access::Access;
pub(crate) use act::{not_kept_words, property_name, turn_words, undone_words};
pub(crate) use audit::AuditWords;
pub(crate) use builder::BuilderWords;
pub(crate) use clause::Clause;
pub(crate) use data::DataWords;
pub(crate) use explore::ExploreWords;
pub(crate) use filters::FilterWords;
pub(crate) use form::FormWord;
pub(crate) use format::{amount, between, moment, number, since, span, when, whole};
pub(crate) use language::Language;
pub(crate) use message::{Counted, Message};
pub(crate) use naming::drawn_words;
pub(crate) use notices::NoticeWords;
pub(crate) use phrase::{Phrase, p, phrase_filled, template_words, type_words};
pub(crate) use present::PresentWords;
pub(crate) use refused::refused;
pub(crate) use relay::RelayWords;
pub(crate) use sign_in::SignInWords;
pub(crate) use together::TogetherWords;
pub(crate) use trouble::trouble;
pub(crate) use words::{say, say_filled};

/// How many, as far as a language's grammar tells apart (CLDR plural categories).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// What a language says, one function for each kind of message.
#[derive(Clone, Copy)]
struct Catalogue {
    text: fn(Message) -> &'static str,
    counted: fn(Counted, Plural) -> &'static str,
    /// How charts say moments; none is how they do by themselves.
    moments: Option<chart::Words>,
}

const ENGLISH: Catalogue = Catalogue { text: english::text, counted: plurals::english, moments: None };

/// The catalogues that not everybody needs, each in a chunk of its own.
mod chunks {
    use super::{Catalogue, NotFetched, arabic, calendar, french, german, hebrew, japanese, plurals, spanish};

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(german, fallible))]
    pub(super) fn german() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: german::text, counted: plurals::german, moments: Some(calendar::words) })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(french, fallible))]
    pub(super) fn french() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: french::text, counted: plurals::french, moments: Some(calendar::words) })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(spanish, fallible))]
    pub(super) fn spanish() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: spanish::text, counted: plurals::spanish, moments: Some(calendar::words) })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(arabic, fallible))]
    pub(super) fn arabic() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: arabic::text, counted: plurals::arabic, moments: Some(calendar::words) })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(hebrew, fallible))]
    pub(super) fn hebrew() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: hebrew::text, counted: plurals::hebrew, moments: Some(calendar::words) })
    }

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(japanese, fallible))]
    pub(super) fn japanese() -> Result<Catalogue, NotFetched> {
        Ok(Catalogue { text: japanese::text, counted: plurals::japanese, moments: Some(calendar::words) })
    }
}

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
    static CATALOGUE: Cell<Catalogue> = const { Cell::new(ENGLISH) };
}

/// Takes the language over that `first-paint.js` has put on `<html>`. Called once, before the first render. Where its
/// catalogue cannot be fetched the page speaks English.
pub(crate) async fn adopt_page_language() {
    let root = gloo::utils::document_element();
    let language = Language::of_tag(&root.get_attribute("lang").unwrap_or_default());
    let fetched = match language {
        Language::English => Ok(ENGLISH),
        Language::German => later::fetched(chunks::german()).await,
        Language::French => later::fetched(chunks::french()).await,
        Language::Spanish => later::fetched(chunks::spanish()).await,
        Language::Arabic => later::fetched(chunks::arabic()).await,
        Language::Hebrew => later::fetched(chunks::hebrew()).await,
        Language::Japanese => later::fetched(chunks::japanese()).await,
    };
    match fetched {
        Ok(catalogue) => {
            LANGUAGE.set(language);
            CATALOGUE.set(catalogue);
            if let Some(words) = catalogue.moments {
                chart::say_moments(words);
            }
        }
        Err(NotFetched) => {
            for (name, value) in [("lang", Language::English.tag()), ("dir", "ltr")] {
                let _valid_name = root.set_attribute(name, value);
            }
        }
    }
}

/// The language of this page.
pub(crate) fn language() -> Language {
    LANGUAGE.get()
}

/// What a message says.
pub(crate) fn t(message: Message) -> &'static str {
    (CATALOGUE.get().text)(message)
}

/// What a message with places such as `{name}` says when they are filled. What people wrote is not searched for places.
pub(crate) fn fill(message: Message, places: &[(&str, &str)]) -> String {
    fill_text(t(message), places)
}

fn fill_text(text: &str, places: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (place, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        filled.push_str(before);
        for (_, value) in places.iter().filter(|(name, _)| *name == place) {
            push_apart(&mut filled, value, language().is_rtl());
        }
        rest = after;
    }
    filled + rest
}

/// Words of the other direction are isolated from the sentence: its digits and quotes would change places with theirs.
fn push_apart(sentence: &mut String, value: &str, is_rtl: bool) {
    const APART: char = '\u{2068}';
    const END: char = '\u{2069}';
    let is_of_rtl = |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}');
    let is_foreign = |letter: char| letter.is_alphabetic() && is_of_rtl(letter) != is_rtl;
    if value.chars().any(is_foreign) && !value.contains(APART) {
        sentence.push(APART);
        sentence.push_str(value);
        sentence.push(END);
    } else {
        sentence.push_str(value);
    }
}

/// What a message about a number of things says.
pub(crate) fn counted(message: Counted, count: usize) -> String {
    let text = (CATALOGUE.get().counted)(message, format::plural(count));
    text.replace("{count}", &format::whole(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_other_direction_stand_apart_once() {
        let apart = |value, is_rtl| {
            let mut sentence = String::new();
            push_apart(&mut sentence, value, is_rtl);
            sentence
        };
        assert_eq!(apart("Ada 2", true), "\u{2068}Ada 2\u{2069}");
        assert_eq!(apart("«\u{2068}Ada\u{2069}»", true), "«\u{2068}Ada\u{2069}»");
        assert_eq!(apart("آدا", false), "\u{2068}آدا\u{2069}");
        assert_eq!([apart("Ada 2", false), apart("آدا 2", true), apart("22", true)], ["Ada 2", "آدا 2", "22"]);
    }

    #[test]
    fn every_place_of_english_occurs_in_every_catalogue() {
        for message in Message::ALL.iter().copied() {
            let places = |text: &str| -> Vec<String> {
                let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
                places.sort_unstable();
                places.into_iter().map(|(place, _)| place.to_owned()).collect()
            };
            let others = [german::text, french::text, spanish::text, arabic::text, hebrew::text, japanese::text];
            for other in others.map(|text| text(message)) {
                assert_eq!(places(other), places(english::text(message)), "{message:?}");
                assert!(!other.is_empty(), "{message:?}");
            }
        }
    }
}
