//! Digits: numbers as ECMAScript writes them: `toString`, `toFixed`, `toExponential`, `toPrecision`. Rust's formatting
//! gives the same digits but at exact halves, which it rounds to even and ECMAScript up. Numbers are not negative here.

/// From this on a fixed number is written as `toString` does.
const MAX_FIXED: f64 = 1e21;
/// So many zeros after a digit 5 mean that it is an exact half: no double comes as near to one otherwise.
const EXACT_DIGITS: usize = 40;

/// A number as `Number.prototype.toString` writes it: as short as it reads back.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    if number.is_infinite() {
        return format!("{sign}Infinity");
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let (digits, exponent) = shortest(number.abs());
    let text = if (-6..21).contains(&exponent) { plain(&digits, exponent) } else { scientific(&digits, exponent) };
    format!("{sign}{text}")
}

/// The fewest digits that read back, and the exponent of the first.
pub(super) fn shortest(number: f64) -> (String, i32) {
    parts(&format!("{number:e}"))
}

/// So many digits, and the exponent of the first. The number is finite.
pub(super) fn rounded(number: f64, digits: usize) -> (String, i32) {
    let (mut found, mut exponent) = parts(&format!("{number:.*e}", digits - 1));
    let (longer, _) = parts(&format!("{number:.digits$e}"));
    if longer.ends_with('5') && is_exact(&format!("{number:.*e}", digits + EXACT_DIGITS), digits + 1) {
        let (up, carried) = increment(&longer[..digits]);
        // One more digit: the first is 1, the last 0.
        exponent = parts(&format!("{number:.digits$e}")).1 + i32::from(carried);
        found = up[..digits].to_owned();
    }
    (found, exponent)
}

/// `toFixed`.
pub(super) fn fixed(number: f64, decimals: usize) -> String {
    if number.is_nan() || number >= MAX_FIXED {
        return number_text(number);
    }
    let longer = format!("{number:.*}", decimals + 1);
    let exact = format!("{number:.*}", decimals + 1 + EXACT_DIGITS);
    if !longer.ends_with('5') || !exact[longer.len()..].bytes().all(|digit| digit == b'0') {
        return format!("{number:.decimals$}");
    }
    let cut = longer[..longer.len() - 1].trim_end_matches('.');
    let (digits, _) = increment(&cut.replace('.', ""));
    if decimals == 0 {
        digits
    } else {
        format!("{}.{}", &digits[..digits.len() - decimals], &digits[digits.len() - decimals..])
    }
}

/// `toExponential` with so many digits after the point.
pub(super) fn exponential(number: f64, decimals: usize) -> String {
    if !number.is_finite() {
        return number_text(number);
    }
    let (digits, exponent) = rounded(number, decimals + 1);
    scientific(&digits, exponent)
}

/// `toPrecision`.
pub(super) fn precise(number: f64, digits: usize) -> String {
    if !number.is_finite() {
        return number_text(number);
    }
    let (found, exponent) = rounded(number, digits);
    if exponent < -6 || exponent >= digits as i32 { scientific(&found, exponent) } else { plain(&found, exponent) }
}

/// Digits without an exponent, filled up with zeros on either side.
pub(super) fn plain(digits: &str, exponent: i32) -> String {
    if exponent < 0 {
        return format!("0.{}{digits}", zeros(-exponent - 1));
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        format!("{}.{}", &digits[..whole], &digits[whole..])
    } else {
        format!("{digits}{}", "0".repeat(whole - digits.len()))
    }
}

pub(super) fn zeros(count: i32) -> String {
    "0".repeat(usize::try_from(count).unwrap_or(0))
}

fn scientific(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{}", exponent.abs())
}

/// Digits and exponent of what `{:e}` wrote.
fn parts(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// Whether all digits after the first so many are zeros.
fn is_exact(text: &str, digits: usize) -> bool {
    parts(text).0.bytes().skip(digits).all(|digit| digit == b'0')
}

/// One more in the last place, and whether a digit was added in front.
fn increment(digits: &str) -> (String, bool) {
    let kept = digits.trim_end_matches('9');
    let nines = digits.len() - kept.len();
    let (front, last) = kept.split_at(kept.len().saturating_sub(1));
    let raised = last.bytes().next().map_or('1', |digit| char::from(digit + 1));
    (format!("{front}{raised}{}", "0".repeat(nines)), kept.is_empty())
}
