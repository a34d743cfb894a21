//! Density: a kernel density estimate with a Gaussian kernel, as curve over the field's extent, for each group. Where no
//! bandwidth is given it is that of Scott (1992). As in Vega, a null counts as a zero; what is no number at all is left out.

use std::sync::Arc;

use crate::{
    relation::{Relation, Value, Values},
    statistics::normal,
    transform::{
        FieldPath, TransformError,
        curve::{Steps, sample},
        field,
        moments::Moments,
        partition::Partition,
        quantiles::{ascending, quantile},
    },
};

/// A curve of more steps than pixels of any screen shows no more.
const MAX_STEPS: usize = 10_000;

/// What is estimated.
pub(crate) struct Density<'a> {
    pub(crate) field: &'a FieldPath,
    pub(crate) groupby: &'a [FieldPath],
    pub(crate) cumulative: bool,
    /// The share of each point times the number of rows.
    pub(crate) counts: bool,
    pub(crate) bandwidth: Option<f64>,
    pub(crate) extent: Option<[f64; 2]>,
    pub(crate) steps: Steps,
    /// All groups over the same extent, in the same steps.
    pub(crate) shared: bool,
    pub(crate) names: &'a [Arc<str>; 2],
}

pub(crate) fn apply(relation: &Relation, density: &Density<'_>) -> Result<Relation, TransformError> {
    density.check()?;
    let column = field::column(relation, density.field);
    let numbers = field::numbers(&column);
    let extent = density.extent.or_else(|| density.shared.then(|| field::extent_of(&numbers)).flatten());
    let partition = Partition::of(relation, density.groupby);
    let mut points = Vec::new();
    let mut lengths = Vec::new();
    for rows in partition.members() {
        let of_group: Vec<f64> = rows.iter().map(|row| numbers[*row as usize]).collect();
        let extent = extent.or_else(|| field::extent_of(&of_group));
        let curve = extent.map_or_else(Vec::new, |extent| density.curve(&column, &rows, extent));
        lengths.push(curve.len());
        points.extend(curve);
    }
    let mut curves = partition.repeated_keys(relation, density.groupby, |group| lengths[group]);
    for (index, name) in density.names.iter().enumerate() {
        curves.set(name, Arc::new(Values::Number(points.iter().map(|point: &[f64; 2]| point[index]).collect())));
    }
    Ok(curves)
}

impl Density<'_> {
    fn check(&self) -> Result<(), TransformError> {
        let is_positive = |number: f64| number >= 0.0 && number.is_finite();
        let remedy = if self.steps.least.max(self.steps.most) > MAX_STEPS {
            ("steps", format!("at most {MAX_STEPS}"))
        } else if !self.bandwidth.is_none_or(is_positive) {
            ("bandwidth", "a finite number above 0".to_owned())
        } else if !self.extent.is_none_or(|extent| extent.iter().all(|end| end.is_finite())) {
            ("extent", "two finite numbers".to_owned())
        } else {
            return Ok(());
        };
        Err(TransformError::argument("density", remedy.0, remedy.1))
    }

    fn curve(&self, column: &Values, rows: &[u32], extent: [f64; 2]) -> Vec<[f64; 2]> {
        let support: Vec<f64> = rows.iter().filter_map(|row| support(&column.get(*row as usize))).collect();
        let clean: Vec<f64> = rows.iter().map(|row| field::number(&column.get(*row as usize))).collect();
        let given = self.bandwidth.filter(|bandwidth| *bandwidth > 0.0);
        let bandwidth = given.unwrap_or_else(|| bandwidth(&clean, support.len()));
        let kernel = if self.cumulative { normal::cumulative } else { normal::density };
        let width = if self.cumulative { 1.0 } else { bandwidth };
        let scale = if self.counts { support.len() as f64 } else { 1.0 } / width / support.len() as f64;
        let estimate = |x: f64| scale * support.iter().map(|value| kernel((x - value) / bandwidth)).sum::<f64>();
        sample(estimate, extent, self.steps)
    }
}

/// Where a row stands: a null at zero.
fn support(value: &Value) -> Option<f64> {
    let number = if *value == Value::Null { 0.0 } else { field::number(value) };
    number.is_finite().then_some(number)
}

/// The bandwidth of Scott, with the spread of the quartiles where it is less than the standard deviation.
pub(crate) fn bandwidth(numbers: &[f64], count: usize) -> f64 {
    let ascending = ascending(numbers);
    let (lower, upper) = (quantile(&ascending, 0.25), quantile(&ascending, 0.75));
    let deviation = Moments::of(ascending.iter().copied()).variance().sqrt();
    let spreads = [deviation.min((upper - lower) / 1.34), deviation, lower.abs(), 1.0];
    let spread = spreads.into_iter().find(|spread| *spread > 0.0).unwrap_or(1.0);
    1.06 * spread * (count as f64).powf(-0.2)
}
