//! Prose: Markdown as lines of text on paper: headings, paragraphs, lists, quotes and code, wrapped at words. What does
//! not fit below is cut off with an ellipsis; links keep their words, pictures their description.

use chart::width_px;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::panel::Place;

const TEXT_PX: f64 = 13.0;
/// From one line to the next, as a share of its size.
const LEADING: f64 = 1.5;
/// How far a list is indented for each level.
const INDENT_PX: f64 = 16.0;
/// Deeper lists are indented no further.
const MAX_INDENTS: usize = 6;

/// A run of words in one style.
#[derive(Clone, Debug, Default, PartialEq)]
struct Block {
    text: String,
    size_px: f64,
    is_bold: bool,
    indents: usize,
}

/// Draws the Markdown from the top of the place.
pub(crate) fn draw(markdown: &str, mut place: Place<'_>) {
    let bottom = place.y + place.height;
    let mut y = place.y;
    for block in blocks(markdown) {
        let indent = INDENT_PX * block.indents.min(MAX_INDENTS) as f64;
        for line in wrapped(&block.text, block.size_px, place.width - indent) {
            if y + block.size_px * LEADING * 2.0 > bottom && y + block.size_px * LEADING <= bottom {
                place.line(indent, y + block.size_px, block.size_px, block.is_bold, &format!("{line} …"));
                return;
            }
            if y + block.size_px * LEADING > bottom {
                return;
            }
            place.line(indent, y + block.size_px, block.size_px, block.is_bold, &line);
            y += block.size_px * LEADING;
        }
        y += block.size_px * 0.5;
    }
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = Block { size_px: TEXT_PX, ..Block::default() };
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut close = |open: &mut Block, depth: usize| {
        let next = Block { size_px: TEXT_PX, indents: depth, ..Block::default() };
        let done = std::mem::replace(open, next);
        if !done.text.trim().is_empty() {
            blocks.push(done);
        }
    };
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                close(&mut open, lists.len());
                (open.size_px, open.is_bold) = (heading_px(level), true);
            }
            Event::Start(Tag::List(first)) => {
                close(&mut open, lists.len());
                lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                close(&mut open, lists.len());
                lists.pop();
                open.indents = lists.len();
            }
            Event::Start(Tag::Item) => {
                close(&mut open, lists.len());
                open.text = lists.last_mut().and_then(Option::as_mut).map_or_else(|| "• ".to_owned(), number);
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                close(&mut open, lists.len());
            }
            Event::Text(text) | Event::Code(text) => open.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => open.text.push(' '),
            _ => {}
        }
    }
    close(&mut open, 0);
    blocks
}

/// The number of an item, and one more for the next.
fn number(next: &mut u64) -> String {
    let text = format!("{next}. ");
    *next = next.saturating_add(1);
    text
}

fn heading_px(level: HeadingLevel) -> f64 {
    match level {
        HeadingLevel::H1 => 20.0,
        HeadingLevel::H2 => 17.0,
        HeadingLevel::H3 | HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => 14.0,
    }
}

/// The words in lines that fit; a word that does not fit stands alone.
fn wrapped(text: &str, size_px: f64, room_px: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_px(line, size_px) + width_px(" ", size_px) + width_px(word, size_px) <= room_px => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_blocks() {
        let said = blocks("# One\n\nTwo *three* `four`\nfive\n\n- six\n  1. seven\n  2. eight\n\n[nine](x)");
        let words: Vec<_> = said.iter().map(|block| (block.text.as_str(), block.indents, block.is_bold)).collect();
        assert_eq!(words[..3], [("One", 0, true), ("Two three four five", 0, false), ("• six", 1, false)]);
        assert_eq!(words[3..], [("1. seven", 2, false), ("2. eight", 2, false), ("nine", 0, false)]);
    }

    #[test]
    fn words_stay_whole_and_lines_fit() {
        let lines = wrapped("one two three four incomprehensibilities five", 10.0, 60.0);
        assert_eq!(lines.join(" "), "one two three four incomprehensibilities five");
        assert!(lines.iter().all(|line| width_px(line, 10.0) <= 60.0 || !line.contains(' ')), "{lines:?}");
    }
}
