//! Regression: a curve fitted to the points of each group, as points of it or as its coefficients. Groups with no more rows
//! than the curve has freedoms are left out, as in Vega. A line is given by its ends.

use std::sync::Arc;

use crate::{
    relation::{Relation, Value, Values},
    transform::{
        FieldPath, RegressionMethod, TransformError,
        curve::{Steps, sample},
        field,
        fit::{Fit, Point, fit},
        partition::Partition,
    },
};

/// Higher polynomials fit nothing but noise, and their powers overflow.
const MAX_ORDER: usize = 20;
/// As in Vega.
const STEPS: Steps = Steps { least: 25, most: 200 };

/// What is fitted.
pub(crate) struct Regression<'a> {
    pub(crate) x: &'a FieldPath,
    pub(crate) y: &'a FieldPath,
    pub(crate) groupby: &'a [FieldPath],
    pub(crate) method: RegressionMethod,
    pub(crate) order: usize,
    pub(crate) extent: Option<[f64; 2]>,
    /// Coefficients instead of points.
    pub(crate) params: bool,
    pub(crate) names: &'a [Arc<str>; 2],
}

pub(crate) fn apply(relation: &Relation, regression: &Regression<'_>) -> Result<Relation, TransformError> {
    if regression.order > MAX_ORDER {
        return Err(TransformError::argument("regression", "order", format!("at most {MAX_ORDER}")));
    }
    let partition = Partition::of(relation, regression.groupby);
    let members = partition.members();
    let enough = |rows: &Vec<u32>| rows.len() > regression.freedoms();
    let column = field::column(relation, regression.x);
    let xs = field::numbers(&column);
    let points = points_of(relation, [regression.x, regression.y]);
    let fits: Vec<Option<(Fit, [f64; 2])>> =
        members.iter().map(|rows| regression.fit(&points, &xs, rows).filter(|_| enough(rows))).collect();
    if regression.params {
        return Ok(regression.parameters(relation, &partition, &fits));
    }
    let curves: Vec<Vec<Point>> = fits
        .iter()
        .map(|fit| fit.as_ref().map_or_else(Vec::new, |(fit, extent)| regression.curve(fit, *extent)))
        .collect();
    Ok(curves_of(relation, regression.groupby, &partition, &curves, regression.names))
}

impl Regression<'_> {
    fn freedoms(&self) -> usize {
        match self.method {
            RegressionMethod::Poly => self.order,
            RegressionMethod::Quad => 2,
            RegressionMethod::Linear | RegressionMethod::Log | RegressionMethod::Exp | RegressionMethod::Pow => 1,
        }
    }

    /// The curve, and over which x it goes: those of all rows, whether they have a y or not.
    fn fit(&self, points: &[Option<Point>], xs: &[f64], rows: &[u32]) -> Option<(Fit, [f64; 2])> {
        let points: Vec<Point> = rows.iter().filter_map(|row| points[*row as usize]).collect();
        let xs: Vec<f64> = rows.iter().map(|row| xs[*row as usize]).collect();
        let is_log = self.method == RegressionMethod::Log;
        let given =
            self.extent.filter(|[start, end]| start.is_finite() && end.is_finite() && !(is_log && *start <= 0.0));
        let extent = given.or_else(|| field::extent_of(&xs))?;
        Some((fit(&points, self.method, self.order), extent))
    }

    fn curve(&self, fit: &Fit, extent: [f64; 2]) -> Vec<Point> {
        if self.method == RegressionMethod::Linear {
            return extent.map(|x| [x, fit.predict(x)]).to_vec();
        }
        sample(|x| fit.predict(x), extent, STEPS)
    }

    fn parameters(&self, relation: &Relation, partition: &Partition, fits: &[Option<(Fit, [f64; 2])>]) -> Relation {
        let keys = partition.keys(relation, self.groupby);
        let fitted = || fits.iter().enumerate().filter_map(|(group, fit)| Some((group, &fit.as_ref()?.0)));
        let dims = |group: usize| Value::List(keys.columns().iter().map(|(_, values)| values.get(group)).collect());
        let coefficients =
            |fit: &Fit| Value::List(fit.coefficients.iter().map(|number| Value::Number(*number)).collect());
        let mut parameters = Relation::of_rows(fitted().count());
        parameters.set("keys", Arc::new(Values::of(fitted().map(|(group, _)| dims(group)).collect())));
        parameters.set("coef", Arc::new(Values::of(fitted().map(|(_, fit)| coefficients(fit)).collect())));
        parameters.set("rSquared", Arc::new(Values::Number(fitted().map(|(_, fit)| fit.r_squared).collect())));
        parameters
    }
}

/// The point of each row; `None` where one of its numbers is none or infinite.
pub(crate) fn points_of(relation: &Relation, paths: [&FieldPath; 2]) -> Vec<Option<Point>> {
    let [xs, ys] = paths.map(|path| field::column(relation, path));
    let (xs, ys) = (field::numbers(&xs), field::numbers(&ys));
    xs.iter().zip(ys.iter()).map(|(x, y)| (x.is_finite() && y.is_finite()).then_some([*x, *y])).collect()
}

/// The points of each group's curve, as rows with the group's keys.
pub(crate) fn curves_of(
    relation: &Relation,
    groupby: &[FieldPath],
    partition: &Partition,
    curves: &[Vec<Point>],
    names: &[Arc<str>; 2],
) -> Relation {
    let mut rows = partition.repeated_keys(relation, groupby, |group| curves[group].len());
    for (axis, name) in names.iter().enumerate() {
        rows.set(name, Arc::new(Values::Number(curves.iter().flatten().map(|point| point[axis]).collect())));
    }
    rows
}
