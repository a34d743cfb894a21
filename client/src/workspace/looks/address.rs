//! Looks in the address: `f.FIELD=VALUE` for each filter, `panel`, `from` and `to` for the window of one chart. Times are
//! milliseconds since the Unix epoch, or `now` less a span such as `now-6h`. Pure: pairs in, pairs out.

use document::NodeId;

use super::{Filter, Looks, MAX_FILTERS, Picked};
use crate::decimal::number;

/// What the names of filters begin with.
const FILTER: &str = "f.";
/// Between the ends of a span.
const TO: &str = "..";

/// Whether a name of the address says what is looked at.
#[must_use]
pub fn is_look(name: &str) -> bool {
    name.starts_with(FILTER) || matches!(name, "panel" | "from" | "to")
}

impl Looks {
    /// What an address says; `now_ms` is what `now` means.
    #[must_use]
    pub fn from_address<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, now_ms: f64) -> Self {
        let mut looks = Self::default();
        let (mut panel, mut from, mut to) = (None, None, None);
        for (name, value) in pairs {
            match name {
                "panel" => panel = value.parse().ok(),
                "from" => from = moment(value, now_ms),
                "to" => to = moment(value, now_ms),
                _ => {
                    if let Some(field) = name.strip_prefix(FILTER).filter(|field| !field.is_empty()) {
                        looks.add(field, value);
                    }
                }
            }
        }
        if let (Some(panel), Some(from), Some(to)) = (panel, from, to) {
            looks.show(panel, Some((from, to)), None);
        }
        looks
    }

    /// What an address has to say so that it shows the same.
    #[must_use]
    pub fn to_address(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for filter in self.filters() {
            let name = [FILTER, &filter.field].concat();
            match &filter.picked {
                Picked::Values(values) => pairs.extend(values.iter().map(|value| (name.clone(), value.clone()))),
                Picked::Span(from, to) => pairs.push((name, format!("{from}{TO}{to}"))),
            }
        }
        if let Some((panel, (from, to))) = self.last_window() {
            for (name, value) in [("panel", panel.to_string()), ("from", from.to_string()), ("to", to.to_string())] {
                pairs.push((name.to_owned(), value));
            }
        }
        pairs
    }

    fn last_window(&self) -> Option<(NodeId, (f64, f64))> {
        let panel = self.last_zoomed?;
        Some((panel, self.charts.get(&panel)?.view.x?))
    }

    /// A field that is there already gets one more value.
    fn add(&mut self, field: &str, value: &str) {
        let span = value.split_once(TO).and_then(|(from, to)| Some((number(from)?, number(to)?)));
        let known = self.filters.iter_mut().find(|filter| filter.field == field);
        if let (Some(Filter { picked: Picked::Values(values), words, .. }), None) = (known, span) {
            values.push(value.to_owned());
            *words = values.join(", ");
        } else if self.filters.len() < MAX_FILTERS {
            let picked =
                span.map_or_else(|| Picked::Values(vec![value.to_owned()]), |(from, to)| Picked::Span(from, to));
            let words = value.to_owned();
            self.filters.push(Filter { by: None, table: None, field: field.to_owned(), picked, words });
        }
    }
}

/// A number, `now`, or `now` less a span.
fn moment(text: &str, now_ms: f64) -> Option<f64> {
    let Some(rest) = text.strip_prefix("now") else { return number(text) };
    let Some(span) = rest.strip_prefix('-') else { return rest.is_empty().then_some(now_ms) };
    let unit = span.chars().last()?;
    let count: u32 = span.strip_suffix(unit)?.parse().ok()?;
    let unit_ms = match unit {
        's' => 1e3,
        'm' => 6e4,
        'h' => 3.6e6,
        'd' => 8.64e7,
        'w' => 6.048e8,
        _ => return None,
    };
    Some(now_ms - f64::from(count) * unit_ms)
}
