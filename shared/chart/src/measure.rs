//! Measuring: how wide a text will be, without asking a browser. Asking costs a reflow for every label and gives
//! another layout on every machine; these widths are those of the wide ones among common interface fonts (DejaVu Sans,
//! Verdana), so that a label that fits here fits everywhere.

/// The width of one line of text, in the unit of `size_px`.
#[must_use]
pub fn width_px(text: &str, size_px: f64) -> f64 {
    text.chars().map(advance_em).sum::<f64>() * size_px
}

/// The text, or as much of its start as fits with an ellipsis; empty when not even that fits.
#[must_use]
pub fn truncate(text: &str, size_px: f64, room_px: f64) -> String {
    if width_px(text, size_px) <= room_px {
        return text.to_owned();
    }
    let mut room_px = room_px - advance_em('…') * size_px;
    let fits = |char: &char| {
        room_px -= advance_em(*char) * size_px;
        room_px >= 0.0
    };
    let start: String = text.chars().take_while(fits).collect();
    let start = start.trim_end();
    if start.is_empty() { String::new() } else { format!("{start}…") }
}

/// How far a character advances, in em.
fn advance_em(char: char) -> f64 {
    match char {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '\u{a0}' | '\u{202f}' => 0.35,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' => 0.4,
        // What turns the direction of text takes no room.
        '\u{2066}'..='\u{2069}' => 0.0,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 0.95,
        'A'..='Z' | '−' | '+' | '=' | '<' | '>' => 0.7,
        '\u{0}'..='\u{2fff}' => 0.64,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_text_fits() {
        let text = "Seattle–Tacoma International";
        for room_px in 0..200 {
            let short = truncate(text, 12.0, f64::from(room_px));
            assert!(width_px(&short, 12.0) <= f64::from(room_px) || short.is_empty());
        }
        assert_eq!(truncate(text, 12.0, 1e3), text);
        assert_eq!(truncate(text, 12.0, 60.0), "Seattle…");
    }
}
