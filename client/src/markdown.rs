//! Markdown: the words of a text panel as a tree of blocks. A subset of CommonMark with tables and struck words; what
//! it does not know stays text, raw HTML too. Any text has a tree, in about linear time and of bounded depth. It knows
//! no element of a page.

mod inline;

pub use inline::{Inline, inlines};

/// Deepest nesting of quotes and lists; deeper ones are text.
pub const MAX_DEPTH: u8 = 8;

/// A part of a text that begins a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level from 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// What is quoted.
    Quote(Vec<Block>),
    /// Items, numbered from a number on or not at all.
    List(Option<u32>, Vec<Vec<Block>>),
    /// Text as it is written.
    Code(String),
    /// A line across.
    Rule,
    /// Rows of cells; the first one is the heading.
    Table(Vec<Align>, Vec<Vec<Vec<Inline>>>),
}

/// Where the words of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Where reading begins.
    Start,
    /// In the middle.
    Center,
    /// Where reading ends.
    End,
}

/// The blocks of a text.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    blocks(&text.lines().collect::<Vec<_>>(), MAX_DEPTH)
}

fn blocks(lines: &[&str], depth: u8) -> Vec<Block> {
    let mut found = Vec::new();
    let mut paragraph = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let next = if lines[at].trim().is_empty() { Some((None, 1)) } else { block(&lines[at..], depth) };
        match next {
            Some((block, taken)) => {
                end(&mut paragraph, &mut found);
                found.extend(block);
                at += taken.max(1);
            }
            None => {
                paragraph.push(lines[at].trim_start());
                at += 1;
            }
        }
    }
    end(&mut paragraph, &mut found);
    found
}

fn end(paragraph: &mut Vec<&str>, found: &mut Vec<Block>) {
    if !paragraph.is_empty() {
        found.push(Block::Paragraph(inlines(paragraph.join("\n").trim_end())));
        paragraph.clear();
    }
}

/// The block that the first line begins, unless it is a paragraph, and how many lines it takes.
fn block(lines: &[&str], depth: u8) -> Option<(Option<Block>, usize)> {
    let line = lines.first()?.trim();
    let (block, taken) = match line.as_bytes().first()? {
        b'#' => (heading(line)?, 1),
        b'`' | b'~' => code(lines)?,
        b'>' if depth > 0 => quote(lines, depth),
        _ if is_rule(line) => (Block::Rule, 1),
        _ if depth > 0 && marker(lines[0]).is_some() => list(lines, depth)?,
        _ => table(lines)?,
    };
    Some((Some(block), taken))
}

fn heading(line: &str) -> Option<Block> {
    let words = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - words.len()).ok().filter(|level| (1..=6).contains(level))?;
    let is_apart = words.is_empty() || words.starts_with([' ', '\t']);
    is_apart.then(|| Block::Heading(level, inlines(words.trim_end_matches('#').trim())))
}

fn is_rule(line: &str) -> bool {
    let mark = line.chars().next().unwrap_or(' ');
    "-*_".contains(mark) && line.chars().all(|char| char == mark || char == ' ') && line.matches(mark).count() >= 3
}

/// Between two fences; without the second one to the end.
fn code(lines: &[&str]) -> Option<(Block, usize)> {
    let fence = lines[0].trim_start().get(..3).filter(|fence| matches!(*fence, "```" | "~~~"))?;
    let body = &lines[1..];
    let end = body.iter().position(|line| line.trim_start().starts_with(fence)).unwrap_or(body.len());
    Some((Block::Code(body[..end].join("\n")), end + 2))
}

fn quote(lines: &[&str], depth: u8) -> (Block, usize) {
    let quoted = |line: &&str| {
        let rest = line.trim_start().strip_prefix('>')?;
        Some(rest.strip_prefix(' ').unwrap_or(rest).len())
    };
    let inner: Vec<&str> =
        lines.iter().map_while(|line| quoted(line).map(|length| &line[line.len() - length..])).collect();
    let taken = inner.len();
    (Block::Quote(blocks(&inner, depth - 1)), taken)
}

/// How far a list item's words stand from the line's beginning, in bytes, and its number.
fn marker(line: &str) -> Option<(usize, Option<u32>)> {
    let rest = line.trim_start_matches(' ');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let sign = rest.as_bytes().get(digits)?;
    let number = match (digits, sign) {
        (0, b'-' | b'*' | b'+') => None,
        (1..=9, b'.' | b')') => Some(rest[..digits].parse().ok()?),
        _ => return None,
    };
    let words = line.len() - rest.len() + digits + 1;
    let is_apart = line[words..].is_empty() || line[words..].starts_with(' ');
    is_apart.then_some((words + 1, number))
}

/// Items of one kind. What is indented as far as an item's words belongs to it, and so do the lines of its paragraph.
fn list(lines: &[&str], depth: u8) -> Option<(Block, usize)> {
    let (_, first) = marker(lines[0])?;
    let mut items = Vec::new();
    let mut at = 0;
    while let Some((words, number)) = lines.get(at).and_then(|line| marker(line))
        && number.is_some() == first.is_some()
        && !is_rule(lines[at].trim())
    {
        let mut item = vec![lines[at].get(words..).unwrap_or_default()];
        at += 1;
        while let Some(line) = lines.get(at).and_then(|line| belongs(line, words, &item)) {
            item.push(line);
            at += 1;
        }
        items.push(blocks(&item, depth - 1));
    }
    Some((Block::List(first, items), at))
}

/// The line without its indent, if it belongs to an item whose words stand so far in.
fn belongs<'a>(line: &'a str, words: usize, item: &[&str]) -> Option<&'a str> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let after_blank = item.last().is_some_and(|last| last.trim().is_empty());
    match () {
        () if line.trim().is_empty() => (!after_blank).then_some(""),
        () if indent >= words.min(2) => Some(&line[indent.min(words)..]),
        () if after_blank || marker(line).is_some() || block(&[line], 1).is_some() => None,
        () => Some(line),
    }
}

/// A row of headings, a row of dashes, and rows of cells.
fn table(lines: &[&str]) -> Option<(Block, usize)> {
    let (head, dashes) = (lines.first()?, lines.get(1)?);
    if !head.contains('|') || !dashes.contains('-') {
        return None;
    }
    let aligns: Vec<Align> = cells(dashes).into_iter().map(align).collect::<Option<_>>()?;
    let row = |line: &&str| cells(line).into_iter().map(|cell| inlines(cell.trim())).collect::<Vec<_>>();
    let heading = row(head);
    if heading.len() != aligns.len() {
        return None;
    }
    let body = lines[2..].iter().take_while(|line| line.contains('|')).map(|line| {
        let mut cells = row(line);
        cells.resize(aligns.len(), Vec::new());
        cells
    });
    let rows: Vec<_> = std::iter::once(heading).chain(body).collect();
    let taken = rows.len() + 1;
    Some((Block::Table(aligns, rows), taken))
}

/// Between bars; one at an end is no cell. A bar after a backslash is a bar.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let mut is_escaped = false;
    let is_bar = |char: char| {
        let bar = char == '|' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        bar
    };
    line.split(is_bar).collect()
}

fn align(cell: &str) -> Option<Align> {
    let cell = cell.trim();
    let dashes = cell.trim_matches(':');
    let is_line = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
    is_line.then_some(match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Align::Center,
        (false, true) => Align::End,
        (true | false, false) => Align::Start,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(words(text))
    }

    #[test]
    fn blocks_are_told_apart() {
        let list =
            |number, items: &[&str]| Block::List(number, items.iter().map(|item| vec![paragraph(item)]).collect());
        for (text, expected) in [
            ("# A #\n####### B", vec![Block::Heading(1, words("A")), paragraph("####### B")]),
            ("a\nb\n\nc", vec![paragraph("a b"), paragraph("c")]),
            ("- a\n- b\n1. c", vec![list(None, &["a", "b"]), list(Some(1), &["c"])]),
            ("- a\nlazy\n\nb", vec![list(None, &["a lazy"]), paragraph("b")]),
            ("7) a\n---\n* * *", vec![list(Some(7), &["a"]), Block::Rule, Block::Rule]),
            ("> a\n> > b", vec![Block::Quote(vec![paragraph("a"), Block::Quote(vec![paragraph("b")])])]),
            ("```rust\n<b>*\n```\nx", vec![Block::Code("<b>*".into()), paragraph("x")]),
            ("~~~\nnever closed", vec![Block::Code("never closed".into())]),
            ("#hash\n-dash\n1.one", vec![paragraph("#hash -dash 1.one")]),
            ("<script>alert(1)</script>", vec![paragraph("<script>alert(1)</script>")]),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn items_hold_blocks_of_their_own() {
        let inner = Block::List(None, vec![vec![paragraph("c")]]);
        let expected = Block::List(None, vec![vec![paragraph("a"), paragraph("b"), inner]]);
        assert_eq!(parse("- a\n\n  b\n\n  - c"), [expected]);
    }

    #[test]
    fn tables_have_as_many_cells_as_their_heading() {
        let row = |cells: [&str; 2]| cells.map(|cell| if cell.is_empty() { vec![] } else { words(cell) }).to_vec();
        let aligns = vec![Align::Start, Align::End];
        let expected = Block::Table(aligns, vec![row(["a", "b"]), row(["1|2", "3"]), row(["4", ""])]);
        assert_eq!(parse("| a | b |\n|---|--:|\n| 1\\|2 | 3 | 9 |\n| 4 |"), [expected]);
        assert_eq!(parse("a | b\n---"), [paragraph("a | b"), Block::Rule]);
    }

    /// Nested as deep as one likes, and every prefix of everything: a tree each time, soon and not too deep.
    #[test]
    fn any_text_has_a_tree() {
        for piece in ["> ", "- ", "1. ", "*", "**", "_a", "[", "[a](", "`", "``a", "|", "\\", "~~", "<http://", "#"] {
            let many = piece.repeat(20_000 / piece.len());
            assert!(parse(&many).len() <= 1, "{piece}");
        }
        let all = "# *a* **b _c_** `d` [e](https://f) <mailto:g@h> \\* ~~i~~\n\n| a | b |\n|--|--|\n| ü | \u{5d0} |\n- x\n  1. y\n> z";
        for (at, _) in all.char_indices() {
            drop(parse(&all[..at]));
        }
    }
}
