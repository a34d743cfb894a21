//! Read: from a pattern's source to its steps.

use std::{iter::Peekable, str::Chars};

use super::{
    PatternError,
    program::{Program, Step},
};

/// The most steps of a pattern; counted repetitions multiply them.
const MAX_STEPS: usize = 5000;
/// How deep groups nest.
const MAX_GROUPS: usize = 40;

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
const SPACES: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];
const NEWLINES: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

type Read<T> = Result<T, PatternError>;

pub(super) fn read(source: &str, flags: &str) -> Read<Program> {
    let mut reader =
        Reader { chars: source.chars().peekable(), groups: 0, nesting: 0, dot_is_all: flags.contains('s') };
    let mut steps = vec![Step::Save(0)];
    steps.append(&mut reader.alternatives()?);
    if reader.chars.peek().is_some() {
        return Err(error("a `)` closes nothing"));
    }
    steps.extend([Step::Save(1), Step::Found]);
    anchor(&mut steps);
    Ok(Program {
        steps,
        slots: 2 * (reader.groups + 1),
        fold_case: flags.contains('i'),
        multiline: flags.contains('m'),
    })
}

/// While they are read, splits and jumps lead to places relative to their own; now to absolute ones.
fn anchor(steps: &mut [Step]) {
    for (place, step) in steps.iter_mut().enumerate() {
        match step {
            Step::Split(first, second) => (*first, *second) = (place.wrapping_add(*first), place.wrapping_add(*second)),
            Step::Jump(target) => *target = place.wrapping_add(*target),
            _ => {}
        }
    }
}

fn error(words: &str) -> PatternError {
    PatternError(words.to_owned())
}

/// So many steps back.
fn back(steps: usize) -> usize {
    0usize.wrapping_sub(steps)
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    groups: usize,
    nesting: usize,
    dot_is_all: bool,
}

impl Reader<'_> {
    fn alternatives(&mut self) -> Read<Vec<Step>> {
        let first = self.sequence()?;
        if self.chars.next_if_eq(&'|').is_none() {
            return Ok(first);
        }
        // Without recursion: the branches are joined from the last.
        let mut branches = vec![first, self.sequence()?];
        while self.chars.next_if_eq(&'|').is_some() {
            branches.push(self.sequence()?);
        }
        let last = branches.pop().unwrap_or_default();
        let join = |no: Vec<Step>, yes: Vec<Step>| {
            let mut steps = vec![Step::Split(1, yes.len() + 2)];
            steps.extend(yes);
            steps.push(Step::Jump(no.len() + 1));
            steps.extend(no);
            steps
        };
        limited(branches.into_iter().rev().fold(last, join))
    }

    fn sequence(&mut self) -> Read<Vec<Step>> {
        let mut steps = Vec::new();
        while self.chars.peek().is_some_and(|next| !"|)".contains(*next)) {
            let piece = self.piece()?;
            steps.extend(self.repeated(piece)?);
            steps = limited(steps)?;
        }
        Ok(steps)
    }

    fn piece(&mut self) -> Read<Vec<Step>> {
        let Some(next) = self.chars.next() else { return Ok(Vec::new()) };
        Ok(match next {
            '^' => vec![Step::Start],
            '$' => vec![Step::End],
            '.' if self.dot_is_all => class(&[], true),
            '.' => class(NEWLINES, true),
            '(' => return self.group(),
            '[' => return self.class(),
            '\\' => return self.escaped(),
            '*' | '+' | '?' => return Err(error("a repetition has nothing to repeat")),
            other => class(&[(other, other)], false),
        })
    }

    fn group(&mut self) -> Read<Vec<Step>> {
        if self.nesting == MAX_GROUPS {
            return Err(error("groups are nested too deep"));
        }
        let mut slot = None;
        if self.chars.next_if_eq(&'?').is_some() {
            if self.chars.next_if_eq(&':').is_none() {
                return Err(error("of the groups with `(?` only `(?:` is known"));
            }
        } else {
            self.groups += 1;
            slot = Some(2 * self.groups);
        }
        self.nesting += 1;
        let mut steps = self.alternatives()?;
        self.nesting -= 1;
        if self.chars.next() != Some(')') {
            return Err(error("a group has no end: expected `)`"));
        }
        if let Some(slot) = slot {
            steps.insert(0, Step::Save(slot));
            steps.push(Step::Save(slot + 1));
        }
        Ok(steps)
    }

    fn repeated(&mut self, piece: Vec<Step>) -> Read<Vec<Step>> {
        let (least, most) = match self.chars.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted(&piece),
            _ => return Ok(piece),
        };
        self.chars.next();
        self.times(&piece, least, most)
    }

    /// `{2}`, `{2,}`, `{2,3}`.
    fn counted(&mut self, piece: &[Step]) -> Read<Vec<Step>> {
        self.chars.next();
        let Some(least) = self.count() else { return Err(error("expected a number after `{`")) };
        let most = if self.chars.next_if_eq(&',').is_some() { self.count() } else { Some(least) };
        if self.chars.next() != Some('}') || most.is_some_and(|most| most < least) {
            return Err(error("a repetition is written `{2}`, `{2,}` or `{2,3}`"));
        }
        self.times(piece, least, most)
    }

    fn count(&mut self) -> Option<usize> {
        let mut digits = String::new();
        while let Some(digit) = self.chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(MAX_STEPS)) }
    }

    fn times(&mut self, piece: &[Step], least: usize, most: Option<usize>) -> Read<Vec<Step>> {
        let lazy = self.chars.next_if_eq(&'?').is_some();
        let split = |inside, after| if lazy { Step::Split(after, inside) } else { Step::Split(inside, after) };
        let copies = most.unwrap_or(least + 1).max(1);
        if piece.len().saturating_add(2).saturating_mul(copies) > MAX_STEPS {
            return Err(error("it repeats too much"));
        }
        let mut steps: Vec<Step> = std::iter::repeat_n(piece, least).flatten().cloned().collect();
        match most {
            None => {
                steps.push(split(1, piece.len() + 2));
                steps.extend_from_slice(piece);
                steps.push(Step::Jump(back(piece.len() + 1)));
            }
            Some(most) => {
                for left in (1..=most - least).rev() {
                    steps.push(split(1, left * (piece.len() + 1)));
                    steps.extend_from_slice(piece);
                }
            }
        }
        Ok(steps)
    }

    fn class(&mut self) -> Read<Vec<Step>> {
        let negated = self.chars.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        loop {
            let first = match self.chars.next().ok_or_else(|| error("a class has no end: expected `]`"))? {
                ']' => break,
                first => self.class_end(first, &mut ranges)?,
            };
            let Some(first) = first else { continue };
            let mut ahead = self.chars.clone();
            if ahead.next() != Some('-') || matches!(ahead.next(), None | Some(']')) {
                ranges.push((first, first));
                continue;
            }
            self.chars.next();
            let last = self.chars.next().unwrap_or('-');
            match self.class_end(last, &mut ranges)? {
                Some(last) if first <= last => ranges.push((first, last)),
                Some(_) => return Err(error("a range of a class is written from its first to its last character")),
                None => ranges.extend([(first, first), ('-', '-')]),
            }
        }
        Ok(class(&ranges, negated))
    }

    /// The character that a class names here; `None` where it was a class of its own, whose ranges are added.
    fn class_end(&mut self, next: char, ranges: &mut Vec<(char, char)>) -> Read<Option<char>> {
        if next != '\\' {
            return Ok(Some(next));
        }
        if self.chars.next_if_eq(&'b').is_some() {
            return Ok(Some('\u{8}'));
        }
        let mut steps = self.escaped()?;
        match steps.pop() {
            Some(Step::Class { ranges: inner, negated: false }) => match inner.as_slice() {
                [(first, last)] if first == last => Ok(Some(*first)),
                inner => {
                    ranges.extend(inner);
                    Ok(None)
                }
            },
            Some(Step::Class { ranges: inner, .. }) => {
                ranges.extend(complement(&inner));
                Ok(None)
            }
            _ => Err(error("a class holds characters only")),
        }
    }

    fn escaped(&mut self) -> Read<Vec<Step>> {
        let next = self.chars.next().ok_or_else(|| error("a `\\` escapes nothing"))?;
        Ok(match next {
            'd' => class(DIGITS, false),
            'D' => class(DIGITS, true),
            'w' => class(WORDS, false),
            'W' => class(WORDS, true),
            's' => class(SPACES, false),
            'S' => class(SPACES, true),
            'b' => vec![Step::Boundary(true)],
            'B' => vec![Step::Boundary(false)],
            '1'..='9' | 'k' => return Err(error("references to groups are not known")),
            'p' | 'P' => return Err(error("classes of Unicode are not known: name the characters")),
            'x' => self.coded(2)?,
            'u' => self.coded(4)?,
            other => {
                let plain = match other {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'f' => '\u{c}',
                    'v' => '\u{b}',
                    '0' => '\0',
                    other => other,
                };
                class(&[(plain, plain)], false)
            }
        })
    }

    fn coded(&mut self, digits: usize) -> Read<Vec<Step>> {
        let code: String = (0..digits).filter_map(|_| self.chars.next_if(char::is_ascii_hexdigit)).collect();
        let code = (code.len() == digits).then(|| u32::from_str_radix(&code, 16).ok()).flatten();
        let c = code.and_then(char::from_u32).ok_or_else(|| error("expected the hexadecimal digits of a character"))?;
        Ok(class(&[(c, c)], false))
    }
}

fn class(ranges: &[(char, char)], negated: bool) -> Vec<Step> {
    vec![Step::Class { ranges: ranges.to_vec(), negated }]
}

/// What lies between ranges that are in order.
fn complement(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let before = |c: char| char::from_u32(u32::from(c).wrapping_sub(1));
    let after = |c: char| char::from_u32(u32::from(c) + 1);
    let mut gaps = Vec::new();
    let mut from = Some('\0');
    for (first, last) in ranges {
        if let (Some(from), Some(to)) = (from, before(*first))
            && from <= to
        {
            gaps.push((from, to));
        }
        from = after(*last);
    }
    gaps.extend(from.map(|from| (from, char::MAX)));
    gaps
}

fn limited(steps: Vec<Step>) -> Read<Vec<Step>> {
    if steps.len() > MAX_STEPS { Err(error("it has too many parts")) } else { Ok(steps) }
}
