//! Mappings: what values are called and how they are coloured, in a stat and in a table. The first that a value fits
//! stands.

use document::{Color, Node, Property};

use crate::decimal::decimal;

/// What a value, or a span of numbers, is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The value, or where a span begins; empty begins at no end.
    pub from: String,
    /// Where a span of numbers ends, itself part of it; empty is no span.
    pub to: String,
    /// The colour of what is shown.
    pub color: Option<Color>,
    /// What is shown; empty shows the value.
    pub words: String,
}

impl Mapping {
    /// Those of a panel.
    #[must_use]
    pub fn of(node: &Node) -> Vec<Self> {
        node.names(Property::Mappings).iter().map(|line| Self::read(line)).collect()
    }

    /// Reads first value, last value of a span, colour and words, with tabs between them.
    #[must_use]
    pub fn read(line: &str) -> Self {
        let mut parts = line.splitn(4, '\t').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let (from, to, color) = (next(), next(), next());
        Self { from, to, color: color.parse().ok(), words: next() }
    }

    /// As it stands in the property.
    #[must_use]
    pub fn line(&self) -> String {
        let color = self.color.map(|color| color.to_string()).unwrap_or_default();
        [&*self.from, &*self.to, &*color, &*self.words].join("\t")
    }

    /// Whether it is about a value, said as a text and as a number where it is one.
    fn fits(&self, text: &str, number: Option<f64>) -> bool {
        let (from, to) = (decimal(&self.from), decimal(&self.to));
        match number {
            Some(number) if self.to.trim().is_empty() => from == Some(number),
            Some(number) => from.is_none_or(|from| from <= number) && to.is_some_and(|to| number <= to),
            None => !self.from.is_empty() && self.from == text,
        }
    }
}

/// The first mapping that a value fits.
#[must_use]
pub fn mapped<'a>(mappings: &'a [Mapping], text: &str, number: Option<f64>) -> Option<&'a Mapping> {
    mappings.iter().find(|mapping| mapping.fits(text, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_spans_are_found() {
        let all = ["0\t\t#b3261e\tDown", "1\t5\t\tFew", "error\t\t\tBroken"].map(Mapping::read);
        let words = |text: &str, number| mapped(&all, text, number).map(|mapping| mapping.words.as_str());
        assert_eq!(words("0", Some(0.0)), Some("Down"));
        assert_eq!(words("3.5", Some(3.5)), Some("Few"));
        assert_eq!(words("6", Some(6.0)), None);
        assert_eq!(words("error", None), Some("Broken"));
        assert_eq!(all[0].line(), "0\t\t#b3261e\tDown");
    }
}
