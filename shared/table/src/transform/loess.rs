//! Loess: at each point the line that fits its neighbours best, weighted by nearness and, in two more rounds, by how well
//! each fitted before (Cleveland 1979), as in vega-statistics.

use std::sync::Arc;

use crate::{
    relation::Relation,
    transform::{
        FieldPath, TransformError,
        fit::{Point, line_of_means, means},
        partition::Partition,
        quantiles::{ascending, quantile},
        regression::{curves_of, points_of},
    },
};

/// How often weights are corrected by what was left over.
const ROUNDS: usize = 2;
/// Less than this is nothing left over; also the weight of a point that fits not at all.
const NOTHING: f64 = 1e-12;
/// Points times neighbours: more take longer than some seconds.
const MAX_WORK: usize = 200_000_000;

/// What is fitted.
pub(crate) struct Loess<'a> {
    pub(crate) x: &'a FieldPath,
    pub(crate) y: &'a FieldPath,
    pub(crate) groupby: &'a [FieldPath],
    /// Which share of the points are neighbours.
    pub(crate) bandwidth: f64,
    pub(crate) names: &'a [Arc<str>; 2],
}

pub(crate) fn apply(relation: &Relation, loess: &Loess<'_>) -> Result<Relation, TransformError> {
    let bandwidth = if loess.bandwidth == 0.0 { 0.3 } else { loess.bandwidth };
    let partition = Partition::of(relation, loess.groupby);
    let points = points_of(relation, [loess.x, loess.y]);
    let mut curves = Vec::with_capacity(partition.count());
    for rows in partition.members() {
        let points: Vec<Point> = rows.iter().filter_map(|row| points[*row as usize]).collect();
        let neighbours = ((bandwidth * points.len() as f64) as usize).max(2).min(points.len());
        if neighbours.saturating_mul(points.len()) > MAX_WORK {
            let remedy = format!("so small that points times neighbours are at most {MAX_WORK}");
            return Err(TransformError::argument("loess", "bandwidth", remedy));
        }
        curves.push(smooth(points, neighbours));
    }
    Ok(curves_of(relation, loess.groupby, &partition, &curves, loess.names))
}

/// The smoothed points by ascending x, one for each x.
fn smooth(mut points: Vec<Point>, neighbours: usize) -> Vec<Point> {
    if points.is_empty() {
        return points;
    }
    points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let [x_mean, y_mean] = means(&points);
    points.iter_mut().for_each(|[x, y]| (*x, *y) = (*x - x_mean, *y - y_mean));
    let mut trust = vec![1.0; points.len()];
    let mut fitted = round(&points, &trust, neighbours);
    for _ in 0..ROUNDS {
        let left: Vec<f64> = points.iter().zip(&fitted).map(|([_, y], fitted)| (y - fitted).abs()).collect();
        let median = quantile(&ascending(&left), 0.5);
        if median < NOTHING {
            break;
        }
        trust = left.iter().map(|left| robust_weight(left / (6.0 * median))).collect();
        fitted = round(&points, &trust, neighbours);
    }
    let smoothed = points.iter().zip(fitted).map(|([x, _], fitted)| [x + x_mean, fitted + y_mean]).collect();
    merged(smoothed)
}

/// The y of the local line at each point.
fn round(points: &[Point], trust: &[f64], neighbours: usize) -> Vec<f64> {
    let (mut first, mut last) = (0, neighbours - 1);
    let mut fitted = Vec::with_capacity(points.len());
    for index in 0..points.len() {
        fitted.push(local(points, trust, first..=last, points[index][0]));
        let x = points.get(index + 1).map_or(f64::NAN, |next| next[0]);
        while let Some(further) = points.get(last + 1)
            && index + 1 > first
            && further[0] - x <= x - points[first][0]
        {
            first += 1;
            last += 1;
        }
    }
    fitted
}

fn local(points: &[Point], trust: &[f64], near: std::ops::RangeInclusive<usize>, x: f64) -> f64 {
    let (first, last) = (points[*near.start()][0], points[*near.end()][0]);
    let reach = (if x - first > last - x { first } else { last } - x).abs();
    let scale = 1.0 / if reach == 0.0 { 1.0 } else { reach };
    let [mut w_sum, mut x_sum, mut y_sum, mut xy_sum, mut xx_sum] = [0.0; 5];
    for index in near {
        let [near_x, near_y] = points[index];
        let weight = tricube((x - near_x).abs() * scale) * trust[index];
        w_sum += weight;
        x_sum += near_x * weight;
        y_sum += near_y * weight;
        xy_sum += near_y * near_x * weight;
        xx_sum += near_x * near_x * weight;
    }
    if w_sum == 0.0 {
        return f64::NAN;
    }
    let [constant, slope] = line_of_means([x_sum / w_sum, y_sum / w_sum], xy_sum / w_sum, xx_sum / w_sum);
    constant + slope * x
}

fn tricube(distance: f64) -> f64 {
    (1.0 - distance.powi(3)).powi(3)
}

fn robust_weight(distance: f64) -> f64 {
    if distance >= 1.0 { NOTHING } else { (1.0 - distance * distance).powi(2) }
}

/// Points of one x become their mean, of which the first is left out, as in Vega: all of them lie on one line.
fn merged(points: Vec<Point>) -> Vec<Point> {
    let mut merged: Vec<Point> = Vec::with_capacity(points.len());
    let mut count = 0.0;
    for [x, y] in points {
        match merged.last_mut() {
            Some([last, mean]) if *last == x => {
                count += 1.0;
                *mean += (y - *mean) / count;
            }
            _ => {
                count = 0.0;
                merged.push([x, y]);
            }
        }
    }
    merged
}
