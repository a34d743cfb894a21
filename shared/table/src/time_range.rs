//! A range of time as people say it: from one moment to another, each fixed or told from now (`now-6h to now`). Pure: now
//! and the clocks of a zone are arguments, so that the same words mean the same in a page, a relay and a test.

mod moment;
mod zone;

use std::fmt;

pub use self::{
    moment::{Expected, Moment, Side, Step, Unit},
    zone::{Offset, instant, local_words, utc},
};

/// Between the two moments.
const TO: &str = " to ";
/// A range that slides is not made wider than this by zooming out, in units of its own: 20 years are 7,300 days.
const MAX_COUNT: i64 = 100_000;

/// From one moment up to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// The first moment inside.
    pub from: Moment,
    /// The first moment outside.
    pub to: Moment,
}

/// Both moments, in a form that [`TimeRange::parse`] reads again.
impl fmt::Display for TimeRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{TO}{}", self.from, self.to)
    }
}

impl TimeRange {
    /// So many units up to now.
    #[must_use]
    pub fn last(count: i64, unit: Unit) -> Self {
        Self { from: Moment::Now(vec![Step::Add(-count, unit)]), to: Moment::Now(Vec::new()) }
    }

    /// The whole unit of the calendar in which now lies.
    #[must_use]
    pub fn this(unit: Unit) -> Self {
        let round = || Moment::Now(vec![Step::Round(unit)]);
        Self { from: round(), to: round() }
    }

    /// These two moments, milliseconds since the Unix epoch.
    #[must_use]
    pub fn fixed((from_ms, to_ms): (i64, i64)) -> Self {
        Self { from: Moment::At(from_ms), to: Moment::At(to_ms) }
    }

    /// What a text says: two moments with `to` between them, one (up to now, or the day or the unit that it names), or a
    /// span such as `6h`, which ends now.
    ///
    /// # Errors
    /// What was expected instead. Whether the first comes before the second shows when they are asked for.
    pub fn parse(text: &str, offset: Offset<'_>) -> Result<Self, Expected> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once(TO) {
            let (from, to) = (Moment::parse(from, Side::From, offset)?, Moment::parse(to, Side::To, offset)?);
            return Ok(Self { from, to });
        }
        if text.starts_with(|first: char| first.is_ascii_digit())
            && let Ok(span) = Moment::parse(&["now-", text].concat(), Side::From, offset)
        {
            return Ok(Self { from: span, to: Moment::Now(Vec::new()) });
        }
        let from = Moment::parse(text, Side::From, offset)?;
        let to = match &from {
            Moment::Now(steps) if matches!(steps.last(), Some(Step::Round(_))) => from.clone(),
            Moment::Now(_) => Moment::Now(Vec::new()),
            Moment::At(_) => Moment::parse(text, Side::To, offset).map(|to| if to == from { now() } else { to })?,
        };
        Ok(Self { from, to })
    }

    /// The first moment inside and the first outside, at this moment.
    ///
    /// # Errors
    /// When the first does not come before the second, or one of them is beyond the calendar.
    pub fn window(&self, now_ms: i64, offset: Offset<'_>) -> Result<(i64, i64), Expected> {
        let from_ms = self.from.resolve(now_ms, Side::From, offset).ok_or(Expected::Calendar)?;
        let to_ms = self.to.resolve(now_ms, Side::To, offset).ok_or(Expected::Calendar)?;
        if from_ms < to_ms { Ok((from_ms, to_ms)) } else { Err(Expected::Order) }
    }

    /// Whether it moves with now.
    #[must_use]
    pub fn slides(&self) -> bool {
        [&self.from, &self.to].iter().any(|moment| matches!(moment, Moment::Now(_)))
    }

    /// Twice as long: a span up to now stays one, any other grows around its middle.
    #[must_use]
    pub fn zoomed_out(&self, now_ms: i64, offset: Offset<'_>) -> Option<Self> {
        if let (Moment::Now(from), Moment::Now(to)) = (&self.from, &self.to)
            && let ([Step::Add(count, unit)], []) = (&from[..], &to[..])
        {
            return (-*count <= MAX_COUNT).then(|| Self::last(-count * 2, *unit));
        }
        let (from_ms, to_ms) = self.window(now_ms, offset).ok()?;
        let half_ms = (to_ms - from_ms).div_euclid(2).max(1);
        Some(Self::fixed((from_ms - half_ms, to_ms + half_ms)))
    }

    /// The same length half of it earlier (-1) or later (1), but not beyond now unless it was.
    #[must_use]
    pub fn shifted(&self, direction: i64, now_ms: i64, offset: Offset<'_>) -> Option<Self> {
        let (from_ms, to_ms) = self.window(now_ms, offset).ok()?;
        let wide_ms = to_ms - from_ms;
        let to_ms = (to_ms + direction * wide_ms.div_euclid(2).max(1)).min(now_ms.max(to_ms));
        Some(Self::fixed((to_ms - wide_ms, to_ms)))
    }
}

fn now() -> Moment {
    Moment::Now(Vec::new())
}

#[cfg(test)]
mod tests;
