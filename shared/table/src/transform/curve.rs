//! Curve: points of a function, denser where it bends: as `sampleCurve` of vega-statistics, steps are halved until the
//! midpoint turns by less than half a degree, both axes drawn equally long, or the finest step is reached.

/// A turn that no one sees, in radians.
const MIN_TURN: f64 = 0.5 * std::f64::consts::PI / 180.0;

/// From how many steps of equal width to begin, and the count of steps that is not passed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    pub(crate) least: usize,
    /// Where it is not above `least`, the steps are of equal width.
    pub(crate) most: usize,
}

/// Points of the function from one end to the other.
pub(crate) fn sample(function: impl Fn(f64) -> f64, [start, end]: [f64; 2], steps: Steps) -> Vec<[f64; 2]> {
    let point = |x: f64| [x, function(x)];
    let least = steps.least.max(1);
    let span = end - start;
    let even = |step: usize| point(start + step as f64 / least as f64 * span);
    if steps.most <= least {
        let between = (1..least).map(even);
        return std::iter::once(point(start)).chain(between).chain([point(end)]).collect();
    }
    let finest = span / steps.most as f64;
    let mut points = vec![point(start)];
    let mut ahead = vec![point(end)];
    ahead.extend((1..least).rev().map(even));
    let scale = [1.0 / span, 1.0 / height(points.iter().chain(&ahead))];
    let mut last = points[0];
    while let Some(next) = ahead.last().copied() {
        let middle = point(last[0].midpoint(next[0]));
        if middle[0] - last[0] >= finest && turn(last, [middle, next], scale) > MIN_TURN {
            ahead.push(middle);
        } else {
            last = next;
            points.push(next);
            ahead.pop();
        }
    }
    points
}

/// From the least to the greatest y.
fn height<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> f64 {
    let ends = points.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], [_, y]| [low.min(*y), high.max(*y)]);
    ends[1] - ends[0]
}

/// The angle between the ways to the two points.
fn turn(from: [f64; 2], to: [[f64; 2]; 2], scale: [f64; 2]) -> f64 {
    let [one, other] = to.map(|to| (scale[1] * (to[1] - from[1])).atan2(scale[0] * (to[0] - from[0])));
    (one - other).abs()
}
