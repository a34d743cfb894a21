//! The languages that the page speaks: how each is named by those who speak it, how it is written, and which one a
//! person chose. It knows no message.

use super::words::LANGUAGES;

/// Where the choice is kept; `first-paint.js` reads it too.
const STORAGE_KEY: &str = "ashboard.language";

/// A language that the page speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// The one that every message is written in first.
    #[default]
    English,
    German,
    French,
    Spanish,
    Arabic,
    Hebrew,
    Japanese,
}

impl Language {
    /// All of them, in the order in which lists of words have them.
    pub(crate) const ALL: [Self; LANGUAGES] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Arabic, Self::Hebrew, Self::Japanese];

    /// The language of a BCP 47 tag; English where the page does not speak it.
    pub(super) fn of_tag(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag() == primary).unwrap_or_default()
    }

    /// The BCP 47 tag that Intl understands.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
            Self::Hebrew => "he",
            Self::Japanese => "ja",
        }
    }

    /// What those who speak it call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Arabic => "العربية",
            Self::Hebrew => "עברית",
            Self::Japanese => "日本語",
        }
    }

    /// Whether it is written from right to left.
    pub(crate) fn is_rtl(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }

    /// Keeps the choice in this browser and shows the page anew in it: all that is on the page was said in another. A
    /// language that the address asks for gives way.
    pub(crate) fn choose(self) {
        let window = gloo::utils::window();
        if let Ok(Some(storage)) = window.local_storage() {
            let _kept = storage.set_item(STORAGE_KEY, self.tag());
        }
        let location = window.location();
        let search = location.search().unwrap_or_default();
        let rest = without_lang(&search);
        let _the_browser_goes_there = if rest == search { location.reload() } else { location.set_search(&rest) };
    }
}

/// The search part of an address without the language that it asks for.
fn without_lang(search: &str) -> String {
    let pairs = search.strip_prefix('?').unwrap_or(search).split('&');
    let rest: Vec<_> = pairs.filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_languages_and_unknown_ones_are_english() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), language);
        }
        for (tag, language) in [
            ("de-AT", Language::German),
            ("fr-CA", Language::French),
            ("pt", Language::English),
            ("fry", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn a_chosen_language_takes_only_itself_from_the_address() {
        for (search, rest) in [
            ("", ""),
            ("?lang=ar", ""),
            ("?from=now-6h&lang=ar&f.host=a", "?from=now-6h&f.host=a"),
            ("?theme=dark", "?theme=dark"),
        ] {
            assert_eq!(without_lang(search), rest, "{search}");
        }
    }
}
