//! Curve: points of a function, denser where it bends: as `sampleCurve` of vega-statistics, steps are halved until the
//! midpoint turns by less than half a degree, both ranges drawn equally long, or the finest step is reached.

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
    let mut last = points[0];
    let heights = ahead.iter().map(|[_, y]| *y).fold([last[1]; 2], |[low, high], y| [low.min(y), high.max(y)]);
    let scales = [1.0 / span, 1.0 / (heights[1] - heights[0])];
    while let Some(next) = ahead.last().copied() {
        let middle = point(last[0].midpoint(next[0]));
        if middle[0] - last[0] >= finest && turn([last, middle, next], scales) > MIN_TURN {
            ahead.push(middle);
        } else {
            last = next;
            points.push(next);
            ahead.pop();
        }
    }
    points
}

/// The angle between the ways to the middle and to the end.
fn turn([from, middle, to]: [[f64; 2]; 3], [x, y]: [f64; 2]) -> f64 {
    let angle = |to: [f64; 2]| (y * (to[1] - from[1])).atan2(x * (to[0] - from[0]));
    (angle(to) - angle(middle)).abs()
}
