//! Numbers as text: three digits that matter, an SI prefix where the unit takes one, the unit after a space that does
//! not break. Written the same in every language: a point, thin spaces between thousands, a real minus sign.

use crate::scale::{SMALLEST, Ticks};

/// Prefixes by their power of ten.
const PREFIXES: [(i32, &str); 10] =
    [(-9, "n"), (-6, "µ"), (-3, "m"), (0, ""), (3, "k"), (6, "M"), (9, "G"), (12, "T"), (15, "P"), (18, "E")];
/// Units that take prefixes in both directions.
const PREFIXED: [&str; 9] = ["W", "Wh", "V", "A", "Hz", "J", "Pa", "g", "bit"];
/// Units that cannot be divided: no prefix below one.
const WHOLE: [&str; 8] = ["B", "B/s", "bit/s", "b", "b/s", "bps", "Bps", "op/s"];
/// Most decimals that are written.
const MAX_DECIMALS: i32 = 12;

/// How the labels of one axis are written: all with the same prefix and decimals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TickFormat {
    factor: f64,
    decimals: usize,
    /// Follows each label, where there is no unit to take the prefix.
    suffix: String,
    /// What stands once above the axis.
    pub(crate) unit: String,
}

impl TickFormat {
    /// For these ticks.
    pub(crate) fn new(ticks: &Ticks, unit: &str) -> Self {
        let step = ticks.step;
        let largest = ticks.values.iter().fold(0f64, |largest, tick| largest.max(tick.abs()));
        let exponent = exponent(largest, unit);
        let (prefix, scientific) = prefix(exponent, unit);
        let step_power = (step.log10() + 1e-9).floor() as i32 - exponent;
        let (suffix, unit) = match (unit, scientific) {
            ("", _) => (prefix, String::new()),
            (unit, true) => (prefix, unit.to_owned()),
            (unit, false) => (String::new(), format!("{prefix}{unit}")),
        };
        Self { factor: 10f64.powi(exponent), decimals: (-step_power).clamp(0, MAX_DECIMALS) as usize, suffix, unit }
    }

    /// The label of a tick.
    pub(crate) fn label(&self, tick: f64) -> String {
        let mantissa = tick / self.factor;
        if mantissa == 0.0 {
            return "0".to_owned();
        }
        format!("{}{}", grouped(mantissa, self.decimals), self.suffix)
    }
}

/// A value with its unit, such as `1.25 MB/s`, `93.3 %` or `12k`.
pub(crate) fn with_unit(value: f64, unit: &str) -> String {
    let mut power = exponent(value.abs(), unit);
    let mut mantissa = value / 10f64.powi(power);
    if mantissa.abs() >= 999.5 && power != exponent(value.abs() * 1.001, unit) {
        power += 3;
        mantissa /= 1e3;
    }
    let (prefix, scientific) = prefix(power, unit);
    let number = short(mantissa);
    match (unit, scientific) {
        ("", _) => format!("{number}{prefix}"),
        (unit, true) => format!("{number}{prefix}\u{a0}{unit}"),
        (unit, false) => format!("{number}\u{a0}{prefix}{unit}"),
    }
}

/// A number to three digits that matter, whole part kept, no trailing zeros.
pub(crate) fn short(value: f64) -> String {
    let digits = match value.abs() {
        size if size < SMALLEST => 0,
        size => (2 - (size.log10() + 1e-9).floor() as i32).clamp(0, MAX_DECIMALS),
    };
    let text = grouped(value, digits as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The power of ten, a multiple of three, that is taken out of numbers of this size.
fn exponent(size: f64, unit: &str) -> i32 {
    if size < SMALLEST || !size.is_finite() {
        return 0;
    }
    let thousands = ((size.log10() + 1e-9) / 3.0).floor() as i32 * 3;
    let plain = match unit {
        _ if PREFIXED.contains(&unit) => 0..=0,
        _ if WHOLE.contains(&unit) => -6..=0,
        "s" => 0..=6,
        "" => -3..=if size < 1e4 { 3 } else { 0 },
        _ => -3..=6,
    };
    if plain.contains(&thousands) { 0 } else { thousands }
}

/// What stands for a power of ten, and whether it is written as one because the unit has no prefix for it.
fn prefix(exponent: i32, unit: &str) -> (String, bool) {
    let takes_one = match unit {
        "" => exponent > 0,
        "s" => exponent < 0,
        _ => PREFIXED.contains(&unit) || WHOLE.contains(&unit),
    };
    match PREFIXES.iter().find(|(power, _)| *power == exponent) {
        Some((_, prefix)) if takes_one || exponent == 0 => ((*prefix).to_owned(), false),
        _ => (format!("e{exponent}"), true),
    }
}

/// Fixed decimals, thin spaces between thousands from five digits on.
fn grouped(value: f64, decimals: usize) -> String {
    let fixed = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = fixed.split_at(fixed.find('.').unwrap_or(fixed.len()));
    let mut text = String::with_capacity(fixed.len() + 8);
    if value < 0.0 && fixed.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len() > 4 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scale::Linear;

    #[test]
    fn values_with_units() {
        let cases = [
            (93.27, "%", "93.3 %"),
            (0.4, "%", "0.4 %"),
            (100.0, "%", "100 %"),
            (0.0, "%", "0 %"),
            (1_250_000.0, "B/s", "1.25 MB/s"),
            (999_700.0, "B", "1 MB"),
            (999_400.0, "B", "999 kB"),
            (512.0, "B", "512 B"),
            (0.5, "B/s", "0.5 B/s"),
            (8_328_216_576.0, "B", "8.33 GB"),
            (12.8, "°C", "12.8 °C"),
            (-12.84, "°C", "−12.8 °C"),
            (12_345.0, "mm", "12\u{202f}345 mm"),
            (1.52, "", "1.52"),
            (1_234.0, "", "1234"),
            (12_000.0, "", "12k"),
            (0.0042, "s", "4.2 ms"),
            (90.0, "s", "90 s"),
            (3e22, "", "30e21"),
            (2e9, "mm", "2e9 mm"),
            (1e-7, "", "100e-9"),
            (3e-309, "B", "0 B"),
        ];
        for (value, unit, text) in cases {
            let text = text.replace(' ', "\u{a0}");
            assert_eq!(with_unit(value, unit), text, "{value} {unit}");
        }
    }

    #[test]
    fn ticks_share_prefix_and_decimals() {
        let check = |step: f64, unit: &str, labels: &[&str], head: &str| {
            let values: Vec<f64> = (0..labels.len()).map(|index| index as f64 * step).collect();
            let format = TickFormat::new(&Ticks { step, values: values.clone() }, unit);
            let made: Vec<_> = values.into_iter().map(|tick| format.label(tick)).collect();
            assert_eq!(
                (made.iter().map(String::as_str).collect::<Vec<_>>(), format.unit.as_str()),
                (labels.to_vec(), head)
            );
        };
        check(25.0, "%", &["0", "25", "50"], "%");
        check(500_000.0, "B/s", &["0", "0.5", "1.0", "1.5"], "MB/s");
        check(0.2, "", &["0", "0.2", "0.4"], "");
        check(5_000.0, "", &["0", "5k", "10k"], "");
        check(500.0, "", &["0", "500", "1000"], "");
    }

    proptest! {
        #[test]
        fn tick_labels_are_distinct(low in -1e9..1e9, width in 1e-3..1e12, unit in "|%|B|B/s|mm|s|W") {
            let scale = Linear::new((low, low + width), (0.0, 100.0));
            let ticks = Ticks::inside(scale.domain, scale.step(6));
            let format = TickFormat::new(&ticks, &unit);
            let labels: Vec<_> = ticks.values.iter().map(|tick| format.label(*tick)).collect();
            prop_assert!(labels.windows(2).all(|pair| pair[0] != pair[1]), "{labels:?}");
        }
    }
}
