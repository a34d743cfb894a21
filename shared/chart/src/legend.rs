//! The legend: what the colours of a plot mean, series by series. It knows neither rows nor where it is shown.

use document::{Color, Mark};

use crate::{frame::Frame, pattern::Sign, series::Series, view_state::ViewState};

/// A series in the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// Its name.
    pub label: String,
    /// Its colour.
    pub color: Color,
    /// What stands for it beside its colour, where the frame has patterns.
    pub sign: Option<Sign>,
    /// Whether the view state leaves it out.
    pub is_hidden: bool,
}

/// The legend of these series, which is mostly the one before.
pub(crate) fn legend(
    before: Vec<LegendEntry>,
    series: &[Series],
    is_named: bool,
    mark: Mark,
    view: &ViewState,
    frame: &Frame,
) -> Vec<LegendEntry> {
    let series = if is_named { series } else { &[] };
    let sign = |series: &Series| frame.patterns.then(|| Sign::new(mark, series));
    let is_of = |(entry, series): (&LegendEntry, &Series)| {
        let looks = (entry.color, entry.sign, entry.is_hidden);
        entry.label == series.label && looks == (series.color, sign(series), !view.shows(&series.label))
    };
    if before.len() == series.len() && before.iter().zip(series).all(is_of) {
        return before;
    }
    let entry = |series: &Series| LegendEntry {
        label: series.label.clone(),
        color: series.color,
        sign: sign(series),
        is_hidden: !view.shows(&series.label),
    };
    series.iter().map(entry).collect()
}
