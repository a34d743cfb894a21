//! Looks: what one person looks at of an open dashboard: the time that all charts show, of each chart the window, the
//! series and the level, and the filters that a choice in one chart puts on the others. Private: it is in nobody's log, and the address names enough
//! of it that a link shows the same. Pure; what an act changes is decided here and nowhere else.

pub mod address;
pub mod filter;
pub mod hierarchy;
pub mod period;
pub mod rows;
pub mod typed;

use std::collections::BTreeMap;

use chart::ViewState;
use document::{NodeId, TimeUnit};
use table::{Predicate, Schema};

pub use filter::{Filter, Picked};
pub use period::{Choice, Clocks, Period};

/// Most series that can be hidden; a chart has no more.
const MAX_HIDDEN: usize = chart::MAX_SERIES;
/// The narrowest window, as a part of all there is along x: below it numbers of 64 bits are drawn in steps.
const NARROWEST: f64 = 1e-7;
/// Most values that one choice holds; what a chart draws beyond them is not looked at.
pub const MAX_CHOSEN: usize = 1_000;
/// Most filters at a time; a choice beyond them changes nothing.
pub const MAX_FILTERS: usize = 32;

/// What one person looks at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    charts: BTreeMap<NodeId, Look>,
    filters: Vec<Filter>,
    /// By what the dashboard is filtered for everybody.
    pub pinned: Vec<Filter>,
    /// Which time all charts show.
    pub period: Period,
    /// The chart whose window was chosen last: the address names it.
    last_zoomed: Option<NodeId>,
}

/// What one person looks at of one chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The window and the hidden series.
    pub view: ViewState,
    /// What was chosen on the way down a hierarchy, from the top.
    pub levels: Vec<Level>,
}

/// One step down a hierarchy.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The field of the choice.
    pub field: String,
    /// What was chosen.
    pub picked: Picked,
    /// The choice as the chart said it.
    pub words: String,
    /// What the chart shows of it.
    pub below: Below,
}

/// What lies below a choice.
#[derive(Clone, Debug, PartialEq)]
pub enum Below {
    /// The same times by a finer unit.
    Unit(TimeUnit),
    /// The values of another field.
    Field(String),
}

/// What is drawn of a panel in place of what its node says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrowing {
    /// Which rows; `None` is all.
    pub rows: Option<Predicate>,
    /// The unit that groups times.
    pub time_unit: Option<TimeUnit>,
    /// The field along x.
    pub x: Option<String>,
}

/// The part of x that a chart shows, and all there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The first and the last that is shown.
    pub shown: (f64, f64),
    /// The first and the last there is.
    pub extent: (f64, f64),
}

/// What somebody does with a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum LookAct {
    /// Shows exactly this.
    Window {
        /// The window along x.
        x: (f64, f64),
        /// The window along y, where two numbers are drawn against each other.
        y: Option<(f64, f64)>,
    },
    /// Shows more (a factor above 1) or less around a place.
    Zoom {
        /// What stays where it is.
        around: f64,
        /// How many times as much is shown.
        factor: f64,
        /// What there is.
        span: Span,
    },
    /// Shows what is beside it, by a part of what is shown.
    Pan {
        /// How far.
        part: f64,
        /// What there is.
        span: Span,
    },
    /// Shows all again.
    Reset,
    /// Shows one series alone, or all again if it is alone already.
    Isolate {
        /// Which one.
        label: String,
        /// All of them.
        labels: Vec<String>,
    },
    /// Hides one series or shows it again.
    Toggle {
        /// Which one.
        label: String,
    },
    /// Filters the other charts; the same filter again takes it away.
    Filter(Filter),
    /// Takes filters on a field away, and what was chosen on the way down by it.
    Unfilter {
        /// Whose; `None` for those of the address.
        by: Option<NodeId>,
        /// On what.
        field: String,
    },
    /// Goes one level down.
    Descend(Level),
    /// Goes back up to so many levels.
    Ascend(usize),
}

impl Looks {
    /// What is looked at of a chart.
    #[must_use]
    pub fn of(&self, panel: NodeId) -> Look {
        self.charts.get(&panel).cloned().unwrap_or_default()
    }

    /// This person's own filters in the order in which they were put, those of levels last.
    #[must_use]
    pub fn filters(&self) -> Vec<Filter> {
        let of_levels = self.charts.iter().flat_map(|(panel, look)| look.filters(*panel));
        self.filters.iter().cloned().chain(of_levels).collect()
    }

    /// What is drawn of a panel over a table: what is pinned, the choices in all other panels, and its own way down.
    #[must_use]
    pub fn narrowing(&self, panel: NodeId, table: &str, schema: &Schema) -> Narrowing {
        let look = self.charts.get(&panel);
        let own = look.map(|look| look.filters(panel)).unwrap_or_default();
        let others = self.filters().into_iter().filter(|filter| filter.by != Some(panel) && filter.is_on(table));
        let all = self.pinned.iter().cloned().chain(others).chain(own);
        let rows: Vec<_> = all.filter_map(|filter| filter.predicate(schema)).collect();
        let mut narrowing =
            Narrowing { rows: (!rows.is_empty()).then_some(Predicate::All(rows)), ..Narrowing::default() };
        for level in look.iter().flat_map(|look| &look.levels) {
            match &level.below {
                Below::Unit(unit) => narrowing.time_unit = Some(*unit),
                Below::Field(field) => narrowing.x = Some(field.clone()),
            }
        }
        narrowing
    }

    /// The rows that a table panel marks: those that all choices mean. `None` where nothing is chosen.
    #[must_use]
    pub fn marked(&self, table: &str, schema: &Schema) -> Option<Predicate> {
        let filters = self.filters().into_iter().filter(|filter| filter.is_on(table));
        let rows: Vec<_> = filters.filter_map(|filter| filter.predicate(schema)).collect();
        (!rows.is_empty()).then_some(Predicate::All(rows))
    }

    /// What comes of an act on a chart.
    pub fn act(&mut self, panel: NodeId, act: LookAct) {
        match act {
            LookAct::Window { x, y } => self.show(panel, Some(x), y),
            LookAct::Zoom { around, factor, span } => self.show(panel, zoomed(span, around, factor), None),
            LookAct::Pan { part, span } => self.show(panel, panned(span, part), None),
            LookAct::Reset => self.show(panel, None, None),
            LookAct::Isolate { label, labels } => self.isolate(panel, &label, labels),
            LookAct::Toggle { label } => self.toggle(panel, label),
            LookAct::Filter(filter) => self.filter(filter),
            LookAct::Unfilter { by, field } => self.unfilter(by, &field),
            LookAct::Descend(level) => {
                let look = self.charts.entry(panel).or_default();
                (look.view.x, look.view.y) = (None, None);
                look.levels.push(level);
            }
            LookAct::Ascend(depth) => {
                let look = self.charts.entry(panel).or_default();
                (look.view.x, look.view.y) = (None, None);
                look.levels.truncate(depth);
            }
        }
        self.charts.retain(|_, look| *look != Look::default());
    }

    /// Whether the same can be seen but for the windows, which change with every movement of a hand.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let settled = |looks: &Self| {
            let mut looks = looks.clone();
            for look in looks.charts.values_mut() {
                look.view.x = look.view.x.map(|_| (0.0, 1.0));
                look.view.y = look.view.y.map(|_| (0.0, 1.0));
            }
            looks
        };
        settled(self) == settled(other)
    }

    fn show(&mut self, panel: NodeId, x: Option<(f64, f64)>, y: Option<(f64, f64)>) {
        let is_window = |(low, high): &(f64, f64)| low.is_finite() && high.is_finite() && low < high;
        let look = self.charts.entry(panel).or_default();
        (look.view.x, look.view.y) = (x.filter(is_window), y.filter(is_window));
        match look.view.x {
            Some(_) => self.last_zoomed = Some(panel),
            None if self.last_zoomed == Some(panel) => self.last_zoomed = None,
            None => {}
        }
    }

    fn isolate(&mut self, panel: NodeId, label: &str, labels: Vec<String>) {
        let hidden = &mut self.charts.entry(panel).or_default().view.hidden;
        let others: Vec<String> = labels.into_iter().filter(|other| other != label).take(MAX_HIDDEN).collect();
        let is_alone = others.iter().all(|other| hidden.contains(other)) && !hidden.iter().any(|it| it == label);
        *hidden = if is_alone { Vec::new() } else { others };
    }

    fn toggle(&mut self, panel: NodeId, label: String) {
        let hidden = &mut self.charts.entry(panel).or_default().view.hidden;
        match hidden.iter().position(|other| *other == label) {
            Some(place) => drop(hidden.remove(place)),
            None if hidden.len() < MAX_HIDDEN => hidden.push(label),
            None => {}
        }
    }

    fn filter(&mut self, filter: Filter) {
        let same = |other: &Filter| other.by == filter.by && other.field == filter.field;
        let is_there = self.filters.iter().any(|other| same(other) && other.picked == filter.picked);
        self.filters.retain(|other| !same(other));
        if !is_there && self.filters.len() < MAX_FILTERS {
            self.filters.push(filter);
        }
    }

    fn unfilter(&mut self, by: Option<NodeId>, field: &str) {
        self.filters.retain(|filter| filter.by != by || filter.field != field);
        if let Some(look) = by.and_then(|by| self.charts.get_mut(&by)) {
            let depth = look.levels.iter().position(|level| level.field == field);
            look.levels.truncate(depth.unwrap_or(look.levels.len()));
        }
    }
}

impl Look {
    /// The choices on the way down: of a field that was chosen in twice the last.
    fn filters(&self, panel: NodeId) -> Vec<Filter> {
        let is_last = |place: usize, field: &str| self.levels[place + 1..].iter().all(|level| level.field != field);
        let levels = self.levels.iter().enumerate().filter(|(place, level)| is_last(*place, &level.field));
        levels
            .map(|(_, level)| Filter {
                by: Some(panel),
                table: None,
                field: level.field.clone(),
                picked: level.picked.clone(),
                words: level.words.clone(),
            })
            .collect()
    }
}

/// The window after a zoom; `None` once all is in it.
fn zoomed(Span { shown, extent }: Span, around: f64, factor: f64) -> Option<(f64, f64)> {
    let all = extent.1 - extent.0;
    let width = (shown.1 - shown.0) * factor;
    if !width.is_finite() || width >= all {
        return None;
    }
    let width = width.max(all * NARROWEST);
    let part = ((around - shown.0) / (shown.1 - shown.0)).clamp(0.0, 1.0);
    Some(within(around - part * width, width, extent))
}

/// The window after a pan, which ends where the rows do.
fn panned(Span { shown, extent }: Span, part: f64) -> Option<(f64, f64)> {
    let width = shown.1 - shown.0;
    (width < extent.1 - extent.0).then(|| within(shown.0 + part * width, width, extent))
}

fn within(low: f64, width: f64, extent: (f64, f64)) -> (f64, f64) {
    let low = low.min(extent.1 - width).max(extent.0);
    (low, low + width)
}

#[cfg(test)]
mod tests;
