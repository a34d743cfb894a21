//! The period: which time all charts of a dashboard show, by which clocks it is told, and whether the charts stand still.
//! Pure; a window that slides is reckoned anew for every moment that is asked.

use table::{
    TimeRange,
    time_range::{Moment, Offset, Side},
};

/// A window that slides is drawn anew when it has moved by this part of itself, about a pixel.
const STEPS: i64 = 1_000;
/// It is drawn anew for that at most once in so many milliseconds: more would only cost.
const MIN_STEP_MS: i64 = 1_000;
/// And at least once in so many, so that the hands of clocks are believed.
const MAX_STEP_MS: i64 = 60_000;

/// Which time all charts show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Period {
    /// What this person chose; `None` shows what the dashboard says.
    pub chosen: Option<Choice>,
    /// What the dashboard says; `None` is all.
    pub own: Option<TimeRange>,
    /// By which clocks days begin.
    pub clocks: Clocks,
    /// The moment at which the charts stand still, milliseconds since the Unix epoch.
    pub paused_ms: Option<i64>,
}

/// The range that a dashboard says in its two texts; `None` where it says none.
#[must_use]
pub fn said(from: &str, to: &str) -> Option<TimeRange> {
    let moment = |text: &str, side| Moment::parse(text, side, Clocks::Utc.offset()).ok();
    let to = if to.is_empty() { "now" } else { to };
    Some(TimeRange { from: moment(from, Side::From)?, to: moment(to, Side::To)? })
}

/// What somebody chose.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// All there is.
    All,
    /// A part of it.
    Range(TimeRange),
}

/// By which clocks days begin and moments are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clocks {
    /// Those of the axes.
    #[default]
    Utc,
    /// Those of this browser.
    Browser,
}

impl Clocks {
    /// How the address calls them; UTC it does not name.
    pub const BROWSER: &'static str = "browser";

    /// How far they are ahead of UTC at a moment, in milliseconds.
    pub fn offset(self) -> Offset<'static> {
        match self {
            Self::Utc => &table::time_range::utc,
            Self::Browser => &browser,
        }
    }
}

impl Period {
    /// The range that is shown; `None` is all.
    #[must_use]
    pub fn range(&self) -> Option<&TimeRange> {
        match &self.chosen {
            Some(Choice::All) => None,
            Some(Choice::Range(range)) => Some(range),
            None => self.own.as_ref(),
        }
    }

    /// The moment that counts as now.
    #[must_use]
    pub fn now(&self, now_ms: i64) -> i64 {
        self.paused_ms.unwrap_or(now_ms)
    }

    /// The first moment that is shown and the first that is not; `None` is all.
    #[must_use]
    pub fn window(&self, now_ms: i64) -> Option<(i64, i64)> {
        self.range()?.window(self.now(now_ms), self.clocks.offset()).ok()
    }

    /// After how many milliseconds a window that slides has to be drawn anew; `None` where it does not.
    #[must_use]
    pub fn step_ms(&self, now_ms: i64) -> Option<u32> {
        self.range().filter(|range| range.slides() && self.paused_ms.is_none())?;
        let (from_ms, to_ms) = self.window(now_ms)?;
        u32::try_from(((to_ms - from_ms) / STEPS).clamp(MIN_STEP_MS, MAX_STEP_MS)).ok()
    }

    /// Twice as much, where it is not all already.
    #[must_use]
    pub fn zoomed_out(&self, now_ms: i64) -> Option<Choice> {
        let now_ms = self.now(now_ms);
        self.range()?.zoomed_out(now_ms, self.clocks.offset()).map(Choice::Range)
    }

    /// As much earlier (-1) or later (1).
    #[must_use]
    pub fn shifted(&self, direction: i64, now_ms: i64) -> Option<Choice> {
        let now_ms = self.now(now_ms);
        self.range()?.shifted(direction, now_ms, self.clocks.offset()).map(Choice::Range)
    }

    /// The same for somebody who sees it later: where the charts stand still, the window that they show.
    #[must_use]
    pub fn held(&self) -> Self {
        let window = self.paused_ms.and_then(|paused_ms| self.window(paused_ms));
        let chosen = window.map(|window| Choice::Range(TimeRange::fixed(window)));
        Self { chosen: chosen.or_else(|| self.chosen.clone()), ..self.clone() }
    }
}

#[cfg(target_family = "wasm")]
fn browser(at_ms: i64) -> i64 {
    let date = js_sys::Date::new(&(at_ms as f64).into());
    -(date.get_timezone_offset() * 60_000.0) as i64
}

#[cfg(not(target_family = "wasm"))]
fn browser(_: i64) -> i64 {
    0
}
