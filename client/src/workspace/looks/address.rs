//! Looks in the address: `f.FIELD=VALUE` for each filter; `from`, `to` and `tz` for the time that all charts show, as
//! [`TimeRange`] says moments (`from=now-6h&to=now`), or `from=all`; `panel` and `zoom` for the window of one chart. Pure:
//! pairs in, pairs out. An address from before all charts had a time says the window of the chart in `from` and `to`.

use document::NodeId;
use table::{
    TimeRange,
    time_range::{Moment, Side},
};

use super::{Choice, Clocks, Filter, Looks, MAX_FILTERS, Picked};
use crate::decimal::number;

/// What the names of filters begin with.
const FILTER: &str = "f.";
/// Between the ends of a span.
const TO: &str = "..";
/// Between field and value in the property of the dashboard.
const PINNED: &str = "\t";
/// Stands for all times.
const ALL: &str = "all";

/// Whether a name of the address says what is looked at.
#[must_use]
pub fn is_look(name: &str) -> bool {
    name.starts_with(FILTER) || matches!(name, "panel" | "zoom" | "from" | "to" | "tz")
}

impl Looks {
    /// What an address says; `now_ms` is what `now` means to the window of a chart.
    #[must_use]
    pub fn from_address<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, now_ms: f64) -> Self {
        let mut looks = Self::default();
        let mut said = Said::default();
        for (name, value) in pairs {
            match name {
                "panel" => said.panel = value.parse().ok(),
                "zoom" => said.zoom = span(value),
                "from" => said.from = Some(value),
                "to" => said.to = Some(value),
                "tz" if value == Clocks::BROWSER => looks.period.clocks = Clocks::Browser,
                _ => {
                    if let Some(field) = name.strip_prefix(FILTER).filter(|field| !field.is_empty()) {
                        add(&mut looks.filters, field, value);
                    }
                }
            }
        }
        match (said.panel, said.zoom) {
            (Some(panel), None) if said.from.is_some() => looks.show(panel, said.window(&looks, now_ms), None),
            (panel, zoom) => {
                looks.period.chosen = said.chosen(&looks);
                if let (Some(panel), Some(zoom)) = (panel, zoom) {
                    looks.show(panel, Some(zoom), None);
                }
            }
        }
        looks
    }

    /// What an address has to say so that it shows the same.
    #[must_use]
    pub fn to_address(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for filter in self.filters() {
            let name = [FILTER, &filter.field].concat();
            pairs.extend(filter.texts().into_iter().map(|text| (name.clone(), text)));
        }
        let mut say = |name: &str, value: String| pairs.push((name.to_owned(), value));
        match &self.period.chosen {
            Some(Choice::Range(range)) => {
                say("from", range.from.to_string());
                say("to", range.to.to_string());
            }
            Some(Choice::All) => say("from", ALL.to_owned()),
            None => {}
        }
        if self.period.clocks == Clocks::Browser {
            say("tz", Clocks::BROWSER.to_owned());
        }
        if let Some((panel, (from, to))) = self.last_window() {
            say("panel", panel.to_string());
            say("zoom", format!("{from}{TO}{to}"));
        }
        pairs
    }

    fn last_window(&self) -> Option<(NodeId, (f64, f64))> {
        let panel = self.last_zoomed?;
        Some((panel, self.charts.get(&panel)?.view.x?))
    }
}

/// A field that is there already gets one more value.
fn add(filters: &mut Vec<Filter>, field: &str, value: &str) {
    let span = span(value);
    let known = filters.iter_mut().find(|filter| filter.field == field);
    if let (Some(Filter { picked: Picked::Values(values), words, .. }), None) = (known, span) {
        values.push(value.to_owned());
        *words = values.join(", ");
    } else if filters.len() < MAX_FILTERS {
        let picked = span.map_or_else(|| Picked::Values(vec![value.to_owned()]), |(from, to)| Picked::Span(from, to));
        let words = value.to_owned();
        filters.push(Filter { by: None, table: None, field: field.to_owned(), picked, words });
    }
}

/// The filters of a dashboard, as its property says them: field and value, with a tab between them.
#[must_use]
pub fn pinned(lines: &[String]) -> Vec<Filter> {
    let mut filters = Vec::new();
    for (field, value) in lines.iter().filter_map(|line| line.split_once(PINNED)) {
        add(&mut filters, field, value);
    }
    filters
}

/// What the property says of filters.
#[must_use]
pub fn lines_of(filters: &[Filter]) -> Vec<String> {
    let lines = |filter: &Filter| {
        let texts = filter.texts().into_iter();
        texts.map(|text| [&*filter.field, PINNED, &text].concat()).collect::<Vec<_>>()
    };
    filters.iter().flat_map(lines).collect()
}

impl Filter {
    /// What is picked, as an address says it: a text for each value, and one for a span, whose open ends say nothing.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let end = |at: &f64| if at.is_finite() { at.to_string() } else { String::new() };
        match &self.picked {
            Picked::Values(values) => values.clone(),
            Picked::Span(from, to) => vec![[&end(from), TO, &end(to)].concat()],
        }
    }
}

/// What an address says of times and windows.
#[derive(Default)]
struct Said<'a> {
    panel: Option<NodeId>,
    zoom: Option<(f64, f64)>,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl Said<'_> {
    fn chosen(&self, looks: &Looks) -> Option<Choice> {
        let from = self.from?;
        if from == ALL {
            return Some(Choice::All);
        }
        let moment = |text, side| Moment::parse(text, side, looks.period.clocks.offset()).ok();
        let (from, to) = (moment(from, Side::From)?, moment(self.to.unwrap_or("now"), Side::To)?);
        Some(Choice::Range(TimeRange { from, to }))
    }

    fn window(&self, looks: &Looks, now_ms: f64) -> Option<(f64, f64)> {
        let offset = looks.period.clocks.offset();
        let at = |text: &str, side| {
            let told = || Some(Moment::parse(text, side, offset).ok()?.resolve(now_ms as i64, side, offset)? as f64);
            number(text).or_else(told)
        };
        Some((at(self.from?, Side::From)?, at(self.to?, Side::To)?))
    }
}

fn span(text: &str) -> Option<(f64, f64)> {
    let (from, to) = text.split_once(TO).filter(|ends| *ends != ("", ""))?;
    let end = |text: &str, open: f64| if text.is_empty() { Some(open) } else { number(text) };
    Some((end(from, f64::NEG_INFINITY)?, end(to, f64::INFINITY)?))
}
