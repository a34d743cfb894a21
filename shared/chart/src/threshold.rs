//! Thresholds: values at which a number becomes another matter. A chart has a line at each, and colour up to the next
//! where that is wanted; a stat takes the colour of the last one that its number reaches. The axis reaches to those that
//! are near its values. How they are drawn is not known here.

use document::{Color, Node, Property};

use crate::decimal::decimal;

/// Most thresholds of a panel; further ones are left out.
pub const MAX_THRESHOLDS: usize = 50;

/// A value at which something changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The value.
    pub at: f64,
    /// Its colour; `None` is that of axis words.
    pub color: Option<Color>,
    /// Whether what lies between it and the next one is filled.
    pub is_filled: bool,
    /// What is said about it.
    pub words: String,
}

impl Threshold {
    /// Those of a panel, ascending. What is none is left out.
    #[must_use]
    pub fn of(node: &Node) -> Vec<Self> {
        let lines = node.names(Property::Thresholds).iter();
        let mut all: Vec<Self> = lines.filter_map(|line| Self::read(line)).take(MAX_THRESHOLDS).collect();
        all.sort_by(|left, right| left.at.total_cmp(&right.at));
        all
    }

    /// The values of those of a panel.
    pub(crate) fn levels(node: &Node) -> Vec<f64> {
        Self::of(node).iter().map(|threshold| threshold.at).collect()
    }

    /// Reads value, colour, `fill` or nothing, and words, with tabs between them.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(4, '\t');
        let at = decimal(parts.next()?)?;
        let color = parts.next().and_then(|color| color.parse().ok());
        let is_filled = parts.next() == Some("fill");
        Some(Self { at, color, is_filled, words: parts.next().unwrap_or_default().to_owned() })
    }

    /// As it stands in the property.
    #[must_use]
    pub fn line(&self) -> String {
        let color = self.color.map(|color| color.to_string()).unwrap_or_default();
        format!("{}\t{color}\t{}\t{}", self.at, if self.is_filled { "fill" } else { "" }, self.words)
    }
}

/// The colour of the last threshold that a value reaches.
#[must_use]
pub fn reached(thresholds: &[Threshold], value: f64) -> Option<Color> {
    thresholds.iter().take_while(|threshold| threshold.at <= value).last()?.color
}

/// What an axis shows of values and of the levels near them. A level is near where it is at most as far beyond the
/// values as these reach: so they keep half of the axis, and a limit that nobody comes close to does not press them flat.
/// Values that are all the same have no course to be pressed, and reach to every level.
pub(crate) fn reach((low, high): (f64, f64), levels: &[f64]) -> (f64, f64) {
    let far = if high > low { high - low } else { f64::INFINITY };
    let is_near = |level: &f64| level.is_finite() && *level >= low - far && *level <= high + far;
    levels.iter().copied().filter(is_near).fold((low, high), |(low, high), level| (low.min(level), high.max(level)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_read_as_it_is_written() {
        let line = "-1.5\t#d55e00\tfill\tToo cold";
        let read = Threshold::read(line).unwrap();
        assert_eq!((read.at, read.is_filled, read.words.as_str()), (-1.5, true, "Too cold"));
        assert_eq!(read.line(), line);
        assert_eq!(Threshold::read("x\t\t\t"), None);
    }

    #[test]
    fn a_number_takes_the_colour_of_the_last_one_that_it_reaches() {
        let all = ["10\t#0072b2\t\t", "20\t#d55e00\t\t"].map(|line| Threshold::read(line).unwrap());
        assert_eq!(reached(&all, 9.9), None);
        assert_eq!(reached(&all, 10.0), all[0].color);
        assert_eq!(reached(&all, 99.0), all[1].color);
    }

    #[test]
    fn an_axis_reaches_to_levels_that_are_near_its_values() {
        let levels = [-1e9, 80.0, 100.0, 161.0, f64::NAN];
        assert_eq!(reach((60.0, 90.0), &levels), (60.0, 100.0));
        assert_eq!(reach((0.0, 90.0), &levels), (0.0, 161.0), "as far beyond as they reach");
        assert_eq!(reach((40.0, 40.0), &[75.0]), (40.0, 75.0), "nothing is pressed flat");
        assert_eq!(reach((60.0, 90.0), &[]), (60.0, 90.0));
    }
}
