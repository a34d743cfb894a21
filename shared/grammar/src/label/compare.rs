//! Compare: whether labels say the same as those of a reference: as often, number by number within a millionth, all other
//! characters as text. Minus signs of any kind are the same. It knows nothing of where labels come from.

use std::collections::HashMap;

/// How far a number may be from the reference's, relative to the greater one.
pub const TOLERANCE: f64 = 1e-6;

/// What one side says that the other does not, and how often.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Said by the reference only.
    pub missing: Vec<(String, usize)>,
    /// Said here only.
    pub surplus: Vec<(String, usize)>,
}

impl Difference {
    /// Whether both say the same.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty()
    }
}

/// A label taken apart: its text with `#` for each number, and the numbers.
struct Words {
    text: String,
    numbers: Vec<f64>,
}

/// How these labels differ from those expected. `truncated`: only some of the expected ones are listed, so that there is
/// no surplus.
#[must_use]
pub fn difference(ours: &HashMap<String, usize>, expected: &HashMap<String, usize>, truncated: bool) -> Difference {
    let left = |label: &String, count: usize, other: &HashMap<String, usize>| {
        count.saturating_sub(other.get(label).copied().unwrap_or_default())
    };
    let mut surplus = by_text(ours.iter().map(|(label, count)| (label, left(label, *count, expected))));
    let mut difference = Difference::default();
    for (text, labels) in by_text(expected.iter().map(|(label, count)| (label, left(label, *count, ours)))) {
        let candidates = surplus.remove(&text).unwrap_or_default();
        let (missing, unused) = unmatched(labels, candidates);
        difference.missing.extend(missing);
        difference.surplus.extend(unused);
    }
    difference.surplus.extend(surplus.into_values().flatten().map(|(_, label, count)| (label, count)));
    if truncated {
        difference.surplus.clear();
    }
    difference.missing.sort();
    difference.surplus.sort();
    difference
}

/// The numbers of a label, the label, and how often it is said.
type Counted = (Vec<f64>, String, usize);
/// Labels and how often they are said.
type Counts = Vec<(String, usize)>;

fn by_text<'a>(labels: impl Iterator<Item = (&'a String, usize)>) -> HashMap<String, Vec<Counted>> {
    let mut groups: HashMap<String, Vec<Counted>> = HashMap::new();
    for (label, count) in labels.filter(|(_, count)| *count > 0) {
        let Words { text, numbers } = Words::of(label);
        groups.entry(text).or_default().push((numbers, label.clone(), count));
    }
    groups
}

/// Labels of equal text: those of either side that the other has no counterpart for.
fn unmatched(expected: Vec<Counted>, mut ours: Vec<Counted>) -> (Counts, Counts) {
    let first = |numbers: &[f64]| numbers.first().copied().unwrap_or_default();
    ours.sort_by(|(a, ..), (b, ..)| first(a).total_cmp(&first(b)));
    let mut missing = Vec::new();
    for (numbers, label, mut count) in expected {
        let least = first(&numbers) - first(&numbers).abs() * 2.0 * TOLERANCE - 2.0 * TOLERANCE;
        let most = first(&numbers) + first(&numbers).abs() * 2.0 * TOLERANCE + 2.0 * TOLERANCE;
        let start = ours.partition_point(|(other, ..)| first(other) < least);
        for (other, _, free) in ours[start..].iter_mut().take_while(|(other, ..)| first(other) <= most) {
            if count > 0 && *free > 0 && are_close(&numbers, other) {
                let matched = count.min(*free);
                count -= matched;
                *free -= matched;
            }
        }
        if count > 0 {
            missing.push((label, count));
        }
    }
    let unused = ours.into_iter().filter(|(.., free)| *free > 0).map(|(_, label, free)| (label, free));
    (missing, unused.collect())
}

fn are_close(a: &[f64], b: &[f64]) -> bool {
    let is_close = |(a, b): (&f64, &f64)| a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(TOLERANCE);
    a.len() == b.len() && a.iter().zip(b).all(is_close)
}

impl Words {
    fn of(label: &str) -> Self {
        let label = label.replace('\u{2212}', "-");
        let (mut text, mut numbers) = (String::new(), Vec::new());
        let mut rest = label.as_str();
        while let Some(at) = rest.find(|char: char| char.is_ascii_digit()) {
            let length = number_length(&rest[at..]);
            let negative = rest[..at].ends_with('-');
            text.push_str(&rest[..at - usize::from(negative)]);
            text.push('#');
            let number: f64 = rest[at..at + length].parse().unwrap_or(f64::NAN);
            numbers.push(if negative { -number } else { number });
            rest = &rest[at + length..];
        }
        text.push_str(rest);
        Self { text, numbers }
    }
}

/// How long the number is with which the text begins: `12`, `1.5`, `2e-7`.
fn number_length(text: &str) -> usize {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if text[length..].starts_with('.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if text[length..].starts_with('e') {
        let sign = usize::from(text[length + 1..].starts_with(['+', '-']));
        match digits(length + 1 + sign) {
            0 => {}
            exponent => length += 1 + sign + exponent,
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(labels: &[&str]) -> HashMap<String, usize> {
        labels.iter().fold(HashMap::new(), |mut counts, label| {
            *counts.entry((*label).to_owned()).or_default() += 1;
            counts
        })
    }

    #[test]
    fn numbers_may_differ_a_little_and_nothing_else() {
        let equal = |ours: &[&str], expected: &[&str]| difference(&counted(ours), &counted(expected), false).is_none();
        assert!(equal(&["a: 1.0000001; b: −2", "x"], &["x", "a: 1; b: -2"]));
        assert!(equal(&["a: 1e-7 – 2", "a: 1"], &["a: 1", "a: 0.0000001 – 2"]));
        assert!(!equal(&["a: 1.00001"], &["a: 1"]));
        assert!(!equal(&["a: 1", "a: 1"], &["a: 1"]));
        assert!(!equal(&["a: 1"], &["b: 1"]));
        assert!(!equal(&["a: -1"], &["a: 1"]));
    }
}
