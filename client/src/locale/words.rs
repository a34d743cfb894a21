//! Words: what one part of the page says, in every language side by side. A part that nobody needs before the first
//! chart brings its own words along, so that the catalogues of the first page stay small. This file knows the form of
//! such a list; each list is a file of its own. A language that a line lacks does not compile.

use super::{fill_text, language};

/// How many languages a line has, in the order of [`Language`](super::Language).
pub(crate) const LANGUAGES: usize = 7;

/// What one part of the page says.
pub(crate) trait Words: Copy + 'static {
    /// Every line, for the test that compares languages.
    #[cfg(test)]
    const ALL: &'static [Self];

    /// The line in English, German, French, Spanish, Arabic, Hebrew and Japanese.
    fn line(self) -> [&'static str; LANGUAGES];
}

/// A list of words: an enum whose lines have `{places}` for [`say_filled`].
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($word:ident: $en:literal, $de:literal, $fr:literal, $es:literal, $ar:literal, $he:literal, $ja:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($word,)*
        }

        impl $crate::locale::words::Words for $name {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$word,)*];

            fn line(self) -> [&'static str; $crate::locale::words::LANGUAGES] {
                match self {
                    $(Self::$word => [$en, $de, $fr, $es, $ar, $he, $ja],)*
                }
            }
        }

        #[cfg(test)]
        mod words_tests {
            #[test]
            fn every_language_has_the_places_of_english() {
                $crate::locale::words::check::<super::$name>();
            }
        }
    };
}
pub(crate) use words;

/// What a word says in the language of the page.
pub(crate) fn say<W: Words>(word: W) -> &'static str {
    word.line()[language() as usize]
}

/// What a word with places such as `{name}` says when they are filled.
pub(crate) fn say_filled<W: Words>(word: W, places: &[(&str, &str)]) -> String {
    fill_text(say(word), places)
}

#[cfg(test)]
pub(crate) fn check<W: Words + std::fmt::Debug>() {
    let places = |text: &str| {
        let mut places: Vec<_> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
        places.sort_unstable();
        places.into_iter().map(|(place, _)| place.to_owned()).collect::<Vec<_>>()
    };
    for word in W::ALL {
        let line = word.line();
        for own in line {
            assert_eq!(places(own), places(line[0]), "{word:?}");
            assert!(!own.is_empty(), "{word:?}");
        }
    }
}
