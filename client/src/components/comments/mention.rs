//! Mentions: a name after an `@` in what people write. The name stands in the text as everybody reads it, so that a
//! mention needs no markup and can be typed by hand; of two names that fit the longer one is meant. Pure.

use document::{Document, Kind, Property};

use crate::{components::people::shown_name, workspace::Here};

/// Before a name.
const MARK: char = '@';
/// Most names that are offered at once.
const OFFERED: usize = 6;
/// Longest word after the mark for which names are still offered, in characters.
const MAX_ASKED_CHARS: usize = 32;

/// A part of what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Words(&'a str),
    /// A name that is known, without its mark, as it was written.
    Name(&'a str),
}

/// The names by which people are called here: of those who are here, then of those who wrote something; each once.
pub(crate) fn known_names(document: &Document, people: &[Here]) -> Vec<String> {
    let here = people.iter().map(|here| shown_name(&here.person).to_owned());
    let remarks = [Kind::Comment, Kind::Reply].into_iter().flat_map(|kind| document.all_of(kind));
    let wrote = remarks.map(|(_, node)| node.text(Property::Author).to_owned());
    let mut names: Vec<String> = Vec::new();
    for name in here.chain(wrote) {
        if !name.is_empty() && !names.iter().any(|known| is_same(known, &name)) {
            names.push(name);
        }
    }
    names
}

/// The text in its parts.
pub(crate) fn pieces<'a>(text: &'a str, names: &[String]) -> Vec<Piece<'a>> {
    let (mut pieces, mut begun, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text[at..].find(MARK) {
        let (mark, after) = (at + found, at + found + MARK.len_utf8());
        at = after;
        let is_begin = !text[..mark].chars().next_back().is_some_and(char::is_alphanumeric);
        if let Some(length) = named(&text[after..], names).filter(|_| is_begin) {
            if begun < mark {
                pieces.push(Piece::Words(&text[begun..mark]));
            }
            pieces.push(Piece::Name(&text[after..after + length]));
            (begun, at) = (after + length, after + length);
        }
    }
    if begun < text.len() {
        pieces.push(Piece::Words(&text[begun..]));
    }
    pieces
}

/// Whether somebody is mentioned.
pub(crate) fn mentions(text: &str, name: &str, names: &[String]) -> bool {
    pieces(text, names).iter().any(|piece| matches!(piece, Piece::Name(named) if is_same(named, name)))
}

/// How many bytes of the text are the longest name that it begins with.
fn named(text: &str, names: &[String]) -> Option<usize> {
    let length = |name: &String| {
        let end = text.char_indices().nth(name.chars().count()).map_or(text.len(), |(end, _)| end);
        let is_end = !text[end..].chars().next().is_some_and(char::is_alphanumeric);
        (is_end && is_same(&text[..end], name)).then_some(end)
    };
    names.iter().filter_map(length).max()
}

/// Whether two names are written alike but for small and capital letters.
pub(crate) fn is_same(left: &str, right: &str) -> bool {
    left.chars().flat_map(char::to_lowercase).eq(right.chars().flat_map(char::to_lowercase))
}

/// What somebody has begun to write of a name before the caret, a byte offset; `None` where no name is begun.
pub(super) fn asked(text: &str, caret: usize) -> Option<&str> {
    let before = text.get(..caret)?;
    let mark = before.rfind(MARK)?;
    let asked = &before[mark + MARK.len_utf8()..];
    let is_begin = !before[..mark].chars().next_back().is_some_and(char::is_alphanumeric);
    let is_name = !asked.contains('\n') && asked.chars().count() <= MAX_ASKED_CHARS;
    (is_begin && is_name).then_some(asked)
}

/// The names that are offered for it: those that begin so, or a word of which does.
pub(super) fn offered(asked: &str, names: &[String]) -> Vec<String> {
    let asked = asked.to_lowercase();
    let fits = |name: &&String| {
        let name = name.to_lowercase();
        name != asked && (name.starts_with(&asked) || name.split_whitespace().any(|word| word.starts_with(&asked)))
    };
    names.iter().filter(fits).take(OFFERED).cloned().collect()
}

/// The text with the name in place of what was begun of it, and where the caret stands then.
pub(super) fn completed(text: &str, caret: usize, name: &str) -> (String, usize) {
    let Some(asked) = asked(text, caret) else { return (text.to_owned(), caret) };
    let begin = caret - asked.len();
    let written = [name, " "].concat();
    let rest = text[caret..].strip_prefix(' ').unwrap_or(&text[caret..]);
    ([&text[..begin], &written, rest].concat(), begin + written.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["Ada", "Ada Lovelace", "Émile Zola", "آدا"].map(str::to_owned).to_vec()
    }

    #[test]
    fn of_two_names_the_longer_one_is_meant_and_a_mail_address_is_none() {
        for (text, mentioned) in [
            ("@Ada look", vec!["Ada"]),
            ("see @ada lovelace, please", vec!["ada lovelace"]),
            ("(@Émile Zola)", vec!["Émile Zola"]),
            ("@آدا انظري", vec!["آدا"]),
            ("@Ada and @Ada Lovelace", vec!["Ada", "Ada Lovelace"]),
            ("@Adam", vec![]),
            ("mail@Ada", vec![]),
            ("@ Ada @", vec![]),
        ] {
            let names = names();
            let found = pieces(text, &names);
            let whole: String = found
                .iter()
                .map(|piece| match piece {
                    Piece::Words(words) => (*words).to_owned(),
                    Piece::Name(name) => ["@", name].concat(),
                })
                .collect();
            assert_eq!(whole, text, "nothing is lost");
            let named: Vec<_> = found
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Name(name) => Some(*name),
                    Piece::Words(_) => None,
                })
                .collect();
            assert_eq!(named, mentioned, "{text}");
        }
        assert!(mentions("@ADA LOVELACE?", "Ada Lovelace", &names()));
        assert!(!mentions("@Ada Lovelace", "Ada", &names()));
    }

    #[test]
    fn a_name_that_is_begun_is_offered_and_completed() {
        let text = "ask @lov about it";
        assert_eq!(asked(text, 8), Some("lov"));
        assert_eq!(asked(text, 3), None);
        assert_eq!(asked("mail@lov", 8), None);
        assert_eq!(offered("lov", &names()), ["Ada Lovelace"]);
        assert_eq!(offered("", &names()).len(), 4);
        assert_eq!(completed(text, 8, "Ada Lovelace"), ("ask @Ada Lovelace about it".to_owned(), 18));
        assert_eq!(completed("@é", 3, "Émile Zola"), ("@Émile Zola ".to_owned(), 13));
    }
}
