//! The pace of a kiosk: how often tabs take turns, how high rows are so that all of them fit, and how what does not fit
//! scrolls. Pure: numbers in, numbers out.

use document::NodeId;

/// Tabs take turns no faster and no slower than this.
const SHORTEST_MS: u32 = 2_000;
const LONGEST_MS: u32 = 24 * 60 * 60 * 1_000;
/// The height of a row on an ordinary page.
const ROW_CSS_PX: f64 = 40.0;
/// Below it panels cannot be read: then the page scrolls. Above it they look lost.
const LEAST_ROW_CSS_PX: f64 = 26.0;
const MOST_ROW_CSS_PX: f64 = 90.0;
/// How often a scrolling page moves, and how far then: about as fast as one reads.
pub(super) const TICK_MS: u32 = 40;
const STEP_CSS_PX: f64 = 1.0;
/// How long it stands at the top and at the end; and on each page, where it must not glide.
const PAUSE_MS: u32 = 4_000;
const PAGE_MS: u32 = 12_000;
/// The part of a screen that a page goes on by: the rest is seen twice, so that no panel is cut on both.
const PAGE_PART: f64 = 0.8;

/// `30s`, `5m`, `1h`, or a number of seconds.
pub(super) fn interval_ms(text: &str) -> Option<u32> {
    let text = text.trim();
    let (digits, unit_ms) = match text.char_indices().last()? {
        (at, 's') => (&text[..at], 1_000),
        (at, 'm') => (&text[..at], 60_000),
        (at, 'h') => (&text[..at], 3_600_000),
        _ => (text, 1_000),
    };
    let ms = digits.parse::<u32>().ok().filter(|count| *count > 0)?.saturating_mul(unit_ms);
    Some(ms.clamp(SHORTEST_MS, LONGEST_MS))
}

/// The same as an address says it.
pub(super) fn interval_text(ms: u32) -> String {
    format!("{}s", ms / 1_000)
}

/// The tab so many further on; after the last comes the first.
pub(super) fn turned(tabs: &[(NodeId, String)], tab: Option<NodeId>, by: isize) -> Option<NodeId> {
    let at = tabs.iter().position(|(id, _)| Some(*id) == tab).unwrap_or(0);
    let count = isize::try_from(tabs.len()).ok().filter(|count| *count > 0)?;
    let next = (isize::try_from(at).ok()? + by).rem_euclid(count);
    tabs.get(usize::try_from(next).ok()?).map(|(id, _)| *id)
}

/// The height of a row so that `rows` of them and what is `fixed_css_px` high fill the screen; the ordinary height where
/// they would be too low to read.
pub(super) fn fitting_row_css_px(screen_css_px: f64, fixed_css_px: f64, rows: f64) -> f64 {
    let row = (screen_css_px - fixed_css_px) / rows;
    if row.is_finite() && row >= LEAST_ROW_CSS_PX { row.min(MOST_ROW_CSS_PX) } else { ROW_CSS_PX }
}

/// Where a page stands that scrolls by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scroll {
    pub(super) at_css_px: f64,
    /// The furthest that it can be scrolled; nothing or less where it fits.
    pub(super) end_css_px: f64,
    pub(super) page_css_px: f64,
    /// How long it has not moved.
    pub(super) rested_ms: u32,
    /// Whether movement is not wanted: then it goes on page by page.
    pub(super) is_reduced: bool,
}

/// Where it goes now; `None` where it stays.
pub(super) fn next_place(scroll: Scroll) -> Option<f64> {
    let Scroll { at_css_px, end_css_px, page_css_px, rested_ms, is_reduced } = scroll;
    if end_css_px < 1.0 {
        return None;
    }
    let (is_start, is_end) = (at_css_px < 1.0, at_css_px >= end_css_px - 1.0);
    let pause_ms = match (is_reduced, is_start || is_end) {
        (true, _) => PAGE_MS,
        (false, true) => PAUSE_MS,
        (false, false) => 0,
    };
    if rested_ms < pause_ms {
        return None;
    }
    let step = if is_reduced { page_css_px * PAGE_PART } else { STEP_CSS_PX };
    Some(if is_end { 0.0 } else { (at_css_px + step).min(end_css_px) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_read_as_people_write_it() {
        for (text, ms) in [
            ("30s", Some(30_000)),
            ("5m", Some(300_000)),
            ("1h", Some(3_600_000)),
            ("45", Some(45_000)),
            ("1", Some(SHORTEST_MS)),
            ("99999999h", Some(LONGEST_MS)),
            ("0", None),
            ("", None),
            ("s", None),
            ("-5s", None),
            ("fast", None),
        ] {
            assert_eq!(interval_ms(text), ms, "{text}");
        }
        assert_eq!(interval_ms(&interval_text(90_000)), Some(90_000));
    }

    #[test]
    fn tabs_take_turns_in_a_circle() {
        let tab = |id| NodeId::from_bytes([id; 8]);
        let tabs: Vec<_> = (1..=3).map(|id| (tab(id), String::new())).collect();
        for (now, by, then) in [(1, 1, 2), (3, 1, 1), (1, -1, 3)] {
            assert_eq!(turned(&tabs, Some(tab(now)), by), Some(tab(then)));
        }
        assert_eq!(turned(&tabs, Some(tab(9)), 1), Some(tab(2)), "one that is gone stood first");
        assert_eq!(turned(&[], None, 1), None);
    }

    #[test]
    fn rows_fill_the_screen_where_they_can_be_read() {
        for (screen, fixed, rows, row) in [
            (1_000.0, 100.0, 20.0, 45.0),
            (1_000.0, 100.0, 30.0, 30.0),
            (1_000.0, 100.0, 60.0, ROW_CSS_PX),
            (1_000.0, 100.0, 2.0, MOST_ROW_CSS_PX),
            (1_000.0, 100.0, 0.0, ROW_CSS_PX),
        ] {
            assert!((fitting_row_css_px(screen, fixed, rows) - row).abs() < 1e-9, "{rows} rows");
        }
    }

    #[test]
    fn a_page_that_does_not_fit_is_seen_as_a_whole_again_and_again() {
        for is_reduced in [false, true] {
            let mut scroll = Scroll { at_css_px: 0.0, end_css_px: 950.5, page_css_px: 800.0, rested_ms: 0, is_reduced };
            let (mut reached, mut jumps) = (Vec::new(), 0);
            for _ in 0..4_000 {
                scroll.rested_ms += TICK_MS;
                let Some(to) = next_place(scroll) else { continue };
                jumps += usize::from((to - scroll.at_css_px).abs() > 2.0);
                (scroll.at_css_px, scroll.rested_ms) = (to, 0);
                reached.push(to);
            }
            let is_near = |end: f64| reached.iter().any(|to| (to - end).abs() < 1.0);
            assert!(is_near(950.5) && is_near(0.0), "both ends");
            assert_eq!(jumps == reached.len(), is_reduced, "either pages or a glide");
        }
        let fits = Scroll { at_css_px: 0.0, end_css_px: 0.0, page_css_px: 800.0, rested_ms: 60_000, is_reduced: false };
        assert_eq!(next_place(fits), None);
    }
}
