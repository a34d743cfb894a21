//! A decimal number as people write it in a form. Rust's own reader brings ten KiB of tables into the page, for the last
//! bit of numbers that nobody types.

/// The most digits before and after the point, and the largest exponent.
const MAX_DIGITS: usize = 17;
const MAX_EXPONENT: i32 = 300;

/// The number that a text says, such as `-1.5` or `2e6`.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (is_negative, digits) = signed(digits);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let count = whole.len() + part.len();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if count == 0 || count > MAX_DIGITS || !is_number(whole) || !is_number(part) {
        return None;
    }
    let mantissa = whole.bytes().chain(part.bytes()).fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let power = integer(exponent)? - part.len() as i32;
    let size = 10_f64.powi(power.abs());
    let value = if power < 0 { mantissa as f64 / size } else { mantissa as f64 * size };
    Some(if is_negative { -value } else { value })
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn integer(text: &str) -> Option<i32> {
    let (is_negative, digits) = signed(text);
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.bytes().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    (value <= MAX_EXPONENT).then_some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        for (text, number) in [("0", 0.0), ("-1.5", -1.5), (" 2e6 ", 2e6), ("+.25", 0.25), ("1E-3", 1e-3), ("80", 80.0)]
        {
            assert_eq!(decimal(text), Some(number), "{text}");
        }
        for text in ["", ".", "x", "1,5", "1e", "1e999", "--1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
