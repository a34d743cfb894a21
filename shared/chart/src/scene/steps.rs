//! Steps: scales that cut numbers into a few classes: at thresholds, at equal widths, at equal counts, at bins.

use grammar::spec::ScaleType;
use serde_json::Value as Json;

use super::scale::{Said, Use};
use crate::scale::extent;

/// Classes where neither a range nor a scheme says how many.
const DEFAULT_CLASSES: usize = 5;
/// Most classes, whatever is said.
const MAX_CLASSES: usize = 256;

/// Classes of numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Steps {
    /// What divides the classes, rising.
    breaks: Vec<f64>,
    /// The beginning of the first and the end of the last class, where they are known.
    ends: Option<(f64, f64)>,
}

impl Steps {
    /// The classes of a scale.
    pub(crate) fn new(scale_type: ScaleType, uses: &[Use<'_>], said: &Said<'_>) -> Self {
        let domain: Option<Vec<f64>> = said.domain().map(|domain| domain.iter().filter_map(Json::as_f64).collect());
        let mut values: Vec<f64> = uses.iter().flat_map(Use::starts).filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let ends = extent(uses.iter().flat_map(Use::all));
        let mut steps = match scale_type {
            ScaleType::Threshold => Self { breaks: domain.unwrap_or_default(), ends: None },
            ScaleType::BinOrdinal => {
                values.dedup();
                let breaks = values.get(1..).unwrap_or_default().to_vec();
                Self { breaks, ends }
            }
            ScaleType::Quantile => {
                let values = domain.unwrap_or(values);
                let quantile = |share: f64| quantile(&values, share);
                Self { breaks: between(classes(said)).map(quantile).collect(), ends }
            }
            _ => {
                let (low, high) = domain.and_then(|domain| extent(domain.into_iter())).or(ends).unwrap_or((0.0, 1.0));
                let at = |share: f64| low + (high - low) * share;
                Self { breaks: between(classes(said)).map(at).collect(), ends: Some((low, high)) }
            }
        };
        steps.breaks.retain(|value| value.is_finite());
        steps.breaks.truncate(MAX_CLASSES);
        steps.breaks.sort_by(f64::total_cmp);
        steps
    }

    /// How many classes.
    pub(crate) fn count(&self) -> usize {
        self.breaks.len() + 1
    }

    /// The class of a number.
    pub(crate) fn index(&self, value: f64) -> Option<usize> {
        (!value.is_nan()).then(|| self.breaks.partition_point(|limit| *limit <= value))
    }

    /// From where to where a class reaches; `None`: without end.
    pub(crate) fn bounds(&self, index: usize) -> (Option<f64>, Option<f64>) {
        let low = index.checked_sub(1).and_then(|below| self.breaks.get(below).copied());
        let high = self.breaks.get(index).copied();
        (low.or(self.ends.map(|ends| ends.0)), high.or(self.ends.map(|ends| ends.1)))
    }
}

impl Use<'_> {
    fn starts(&self) -> impl Iterator<Item = f64> {
        self.values().into_iter().flat_map(|values| (0..values.len()).map(|row| values.number(row)))
    }

    fn all(&self) -> impl Iterator<Item = f64> {
        let ends = self.ends().into_iter().flat_map(|values| (0..values.len()).map(|row| values.number(row)));
        self.starts().chain(ends)
    }
}

fn classes(said: &Said<'_>) -> usize {
    let range = said.range().and_then(Json::as_array).map(Vec::len);
    let scheme = said.scheme().and_then(|scheme| scheme.get("count")?.as_u64());
    range.or(scheme.map(|count| count as usize)).unwrap_or(DEFAULT_CLASSES).clamp(1, MAX_CLASSES)
}

/// The shares between so many classes.
fn between(classes: usize) -> impl Iterator<Item = f64> {
    (1..classes).map(move |index| index as f64 / classes as f64)
}

/// The quantile of sorted values, interpolated.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[(place.ceil() as usize).min(last)]);
    low + (high - low) * place.fract()
}
