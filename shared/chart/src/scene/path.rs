//! Paths: places joined as D3 joins them (linear, steps, monotone and other splines), cut at the panel's edge, broken
//! into dashes. Curves become short straight lines: the backends know no others.

use super::layout::Room;
use crate::shape::{Ink, Point, Shape};

/// A place in device pixels, not yet rounded.
pub(crate) type Spot = (f64, f64);

/// Straight lines for each part of a curve.
const PARTS: usize = 12;
/// Most dashes of one line; beyond it is solid.
const MAX_DASHES: f64 = 20_000.0;

/// The shapes of a line through spots.
pub(crate) fn stroke(spots: &[Spot], room: Room, ink: Ink, width_px: u32, dashes: &[f64], out: &mut Vec<Shape>) {
    for run in clip(spots, room) {
        for piece in dashed(&run, dashes) {
            let points = pixels(&piece);
            match points.as_slice() {
                [] => {}
                [center] if dashes.is_empty() => {
                    out.push(Shape::Circle { center: *center, radius_px: width_px.max(1), ink });
                }
                [center] => out.push(dot(*center, width_px, ink)),
                _ => out.push(Shape::Path { points, ink, width_px }),
            }
        }
    }
}

/// A dash that is no longer than a pixel.
fn dot((x, y): Point, width_px: u32, ink: Ink) -> Shape {
    let width = width_px.max(1).cast_signed();
    let from = (x - width / 2, y - width / 2);
    Shape::Rect { from, to: (from.0 + width, from.1 + width), ink }
}

/// Rounded to pixels, each once in a row.
pub(crate) fn pixels(spots: &[Spot]) -> Vec<Point> {
    let mut points: Vec<Point> = spots.iter().map(|(x, y)| (x.round() as i32, y.round() as i32)).collect();
    points.dedup();
    points
}

/// The curve of this name through spots, as straight lines.
pub(crate) fn interpolate(spots: &[Spot], name: &str, tension: f64, is_vertical: bool) -> Vec<Spot> {
    let swap = |(x, y): Spot| (y, x);
    match name {
        _ if spots.len() < 2 => spots.to_vec(),
        "step" | "step-before" | "step-after" => steps(spots, name),
        _ if spots.len() < 3 => spots.to_vec(),
        "monotone" if is_vertical => monotone(spots),
        "monotone" => {
            let swapped: Vec<Spot> = spots.iter().copied().map(swap).collect();
            monotone(&swapped).into_iter().map(swap).collect()
        }
        "cardinal" | "cardinal-open" => hermite(spots, &cardinal(spots, tension)),
        "catmull-rom" => hermite(spots, &cardinal(spots, 0.0)),
        "basis" | "basis-open" | "bundle" => basis(spots),
        "natural" => natural(spots),
        "linear-closed" | "basis-closed" | "cardinal-closed" => [spots, &spots[..1]].concat(),
        _ => spots.to_vec(),
    }
}

fn steps(spots: &[Spot], name: &str) -> Vec<Spot> {
    let mut out = vec![spots[0]];
    for pair in spots.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        match name {
            "step-before" => out.push((from.0, to.1)),
            "step-after" => out.push((to.0, from.1)),
            _ => {
                let middle = f64::midpoint(from.0, to.0);
                out.extend([(middle, from.1), (middle, to.1)]);
            }
        }
        out.push(to);
    }
    out
}

/// Cubic pieces through spots with these directions.
fn hermite(spots: &[Spot], directions: &[Spot]) -> Vec<Spot> {
    let mut out = vec![spots[0]];
    for index in 0..spots.len() - 1 {
        let (from, to, start, end) = (spots[index], spots[index + 1], directions[index], directions[index + 1]);
        let control = ((from.0 + start.0 / 3.0, from.1 + start.1 / 3.0), (to.0 - end.0 / 3.0, to.1 - end.1 / 3.0));
        bezier(from, control.0, control.1, to, &mut out);
    }
    out
}

fn bezier(from: Spot, first: Spot, second: Spot, to: Spot, out: &mut Vec<Spot>) {
    for part in 1..=PARTS {
        let t = part as f64 / PARTS as f64;
        let u = 1.0 - t;
        let mix =
            |a: f64, b: f64, c: f64, d: f64| u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d;
        out.push((mix(from.0, first.0, second.0, to.0), mix(from.1, first.1, second.1, to.1)));
    }
}

/// Steffen's monotone cubic (Astronomy and Astrophysics 239, 1990), as d3-shape's `curveMonotoneX`.
fn monotone(spots: &[Spot]) -> Vec<Spot> {
    let slope = |index: usize| {
        let (from, to) = (spots[index], spots[index + 1]);
        let run = to.0 - from.0;
        if run.abs() < f64::EPSILON { 0.0 } else { (to.1 - from.1) / run }
    };
    let last = spots.len() - 1;
    let inner = |index: usize| {
        let (before, after) = (slope(index - 1), slope(index));
        let (left, right) = (spots[index].0 - spots[index - 1].0, spots[index + 1].0 - spots[index].0);
        let mean = if left + right == 0.0 { 0.0 } else { (before * right + after * left) / (left + right) };
        let sign = |value: f64| if value < 0.0 { -1.0 } else { 1.0 };
        let least = before.abs().min(after.abs()).min(0.5 * mean.abs());
        (sign(before) + sign(after)) * if least.is_finite() { least } else { 0.0 }
    };
    let mut slopes: Vec<f64> = (1..last).map(inner).collect();
    let first = (3.0 * slope(0) - slopes[0]) / 2.0;
    let end = (3.0 * slope(last - 1) - slopes[slopes.len() - 1]) / 2.0;
    slopes.insert(0, first);
    slopes.push(end);
    let mut out = vec![spots[0]];
    for index in 0..last {
        let (from, to) = (spots[index], spots[index + 1]);
        let third = (to.0 - from.0) / 3.0;
        let first = (from.0 + third, from.1 + third * slopes[index]);
        let second = (to.0 - third, to.1 - third * slopes[index + 1]);
        bezier(from, first, second, to, &mut out);
    }
    out
}

fn cardinal(spots: &[Spot], tension: f64) -> Vec<Spot> {
    let strength = (1.0 - tension.clamp(0.0, 1.0)) / 2.0;
    let last = spots.len() - 1;
    let direction = |index: usize| {
        let (before, after) = (spots[index.saturating_sub(1)], spots[(index + 1).min(last)]);
        ((after.0 - before.0) * strength, (after.1 - before.1) * strength)
    };
    (0..=last).map(direction).collect()
}

/// The cubic B-spline that begins and ends at the first and last spot.
fn basis(spots: &[Spot]) -> Vec<Spot> {
    let last = spots.len() - 1;
    let at = |index: isize| spots[index.clamp(0, last.cast_signed()).unsigned_abs()];
    let mut out = vec![spots[0]];
    for piece in -1..=last.cast_signed() {
        let [a, b, c, d] = [at(piece - 1), at(piece), at(piece + 1), at(piece + 2)];
        for part in 1..=PARTS {
            let t = part as f64 / PARTS as f64;
            let weights = [
                (1.0 - t).powi(3),
                3.0 * t.powi(3) - 6.0 * t * t + 4.0,
                -3.0 * t.powi(3) + 3.0 * t * t + 3.0 * t + 1.0,
                t.powi(3),
            ];
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                (weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d) / 6.0
            };
            out.push((mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1)));
        }
    }
    out
}

/// The natural cubic spline: no curvature at the ends. Both coordinates by the same tridiagonal system.
fn natural(spots: &[Spot]) -> Vec<Spot> {
    let xs: Vec<f64> = spots.iter().map(|spot| spot.0).collect();
    let ys: Vec<f64> = spots.iter().map(|spot| spot.1).collect();
    let directions: Vec<Spot> = natural_slopes(&xs).into_iter().zip(natural_slopes(&ys)).collect();
    hermite(spots, &directions)
}

/// The derivatives of a natural spline through values at equal steps (Thomas' algorithm).
fn natural_slopes(values: &[f64]) -> Vec<f64> {
    let last = values.len() - 1;
    let right = |index: usize| match index {
        0 => 3.0 * (values[1] - values[0]),
        index if index == last => 3.0 * (values[last] - values[last - 1]),
        index => 3.0 * (values[index + 1] - values[index - 1]),
    };
    let mut factors = vec![0.5];
    let mut sums = vec![right(0) / 2.0];
    for index in 1..=last {
        let diagonal = if index == last { 2.0 } else { 4.0 };
        let pivot = diagonal - factors[index - 1];
        factors.push(1.0 / pivot);
        sums.push((right(index) - sums[index - 1]) / pivot);
    }
    for index in (0..last).rev() {
        sums[index] -= factors[index] * sums[index + 1];
    }
    sums
}

/// The parts of a line that are inside a room, with half a pixel around it (Liang and Barsky, 1984).
fn clip(spots: &[Spot], room: Room) -> Vec<Vec<Spot>> {
    if let [only] = spots {
        return if room.holds(*only) { vec![vec![*only]] } else { Vec::new() };
    }
    let mut runs: Vec<Vec<Spot>> = Vec::new();
    for pair in spots.windows(2) {
        let Some((from, to)) = inside(pair[0], pair[1], room) else { continue };
        match runs.last_mut() {
            Some(run) if run.last() == Some(&from) => run.push(to),
            _ => runs.push(vec![from, to]),
        }
    }
    runs
}

fn inside(from: Spot, to: Spot, room: Room) -> Option<(Spot, Spot)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    let edges = [
        (-dx, from.0 - room.left + 0.5),
        (dx, room.right + 0.5 - from.0),
        (-dy, from.1 - room.top + 0.5),
        (dy, room.bottom + 0.5 - from.1),
    ];
    for (along, distance) in edges {
        if along == 0.0 {
            if distance < 0.0 {
                return None;
            }
        } else if along < 0.0 {
            enter = enter.max(distance / along);
        } else {
            leave = leave.min(distance / along);
        }
    }
    let at = |share: f64| (from.0 + dx * share, from.1 + dy * share);
    (enter <= leave).then(|| (if enter > 0.0 { at(enter) } else { from }, if leave < 1.0 { at(leave) } else { to }))
}

/// A polygon cut at the edges of a room (Sutherland and Hodgman, 1974).
pub(crate) fn clip_polygon(spots: &[Spot], room: Room) -> Vec<Spot> {
    type Edge = (fn(Spot, Room) -> f64, bool);
    let edges: [Edge; 4] = [
        (|spot, room| spot.0 - room.left, true),
        (|spot, room| room.right - spot.0, true),
        (|spot, room| spot.1 - room.top, false),
        (|spot, room| room.bottom - spot.1, false),
    ];
    let mut polygon = spots.to_vec();
    for (distance, _) in edges {
        let mut cut = Vec::with_capacity(polygon.len() + 4);
        for index in 0..polygon.len() {
            let (from, to) = (polygon[index], polygon[(index + 1) % polygon.len()]);
            let (start, end) = (distance(from, room), distance(to, room));
            if start >= 0.0 {
                cut.push(from);
            }
            if (start < 0.0) != (end < 0.0) {
                let share = start / (start - end);
                cut.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
            }
        }
        polygon = cut;
    }
    polygon
}

/// The dashes of a line; the line itself where there are none.
pub(crate) fn dashed(spots: &[Spot], pattern: &[f64]) -> Vec<Vec<Spot>> {
    let period: f64 = pattern.iter().sum();
    let length: f64 = spots.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum();
    if period < 1.0 || pattern.is_empty() || length / period > MAX_DASHES {
        return vec![spots.to_vec()];
    }
    let mut pieces = vec![vec![spots[0]]];
    let (mut index, mut left) = (0, pattern[0]);
    for pair in spots.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let distance = (to.0 - from.0).hypot(to.1 - from.1);
            let is_drawn = index % 2 == 0;
            if distance <= left {
                left -= distance;
                if let Some(piece) = pieces.last_mut().filter(|_| is_drawn) {
                    piece.push(to);
                }
                break;
            }
            let at = (from.0 + (to.0 - from.0) * left / distance, from.1 + (to.1 - from.1) * left / distance);
            if is_drawn {
                pieces.last_mut().into_iter().for_each(|piece| piece.push(at));
            } else {
                pieces.push(vec![at]);
            }
            index += 1;
            left = pattern[index % pattern.len()].max(if pattern.len() % 2 == 1 { 0.5 } else { 0.0 });
            from = at;
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

impl Room {
    /// Whether a spot is inside, or on the edge.
    pub(crate) fn holds(&self, (x, y): Spot) -> bool {
        x >= self.left - 0.5 && x <= self.right + 0.5 && y >= self.top - 0.5 && y <= self.bottom + 0.5
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOM: Room = Room { left: 10.0, top: 10.0, right: 110.0, bottom: 90.0 };

    fn spots() -> impl Strategy<Value = Vec<Spot>> {
        prop::collection::vec((-50.0..200.0f64, -50.0..200.0f64), 1..30)
    }

    fn length(spots: &[Spot]) -> f64 {
        spots.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum()
    }

    proptest! {
        #[test]
        fn nothing_is_drawn_outside(spots in spots(), dashes in prop::collection::vec(0.0..9.0f64, 0..5)) {
            let mut shapes = Vec::new();
            stroke(&spots, ROOM, Ink::opaque([0; 3]), 1, &dashes, &mut shapes);
            let points = shapes.into_iter().flat_map(|shape| match shape {
                Shape::Path { points, .. } => points,
                Shape::Circle { center, .. } => vec![center],
                _ => Vec::new(),
            });
            let polygon = pixels(&clip_polygon(&spots, ROOM));
            for (x, y) in points.chain(polygon) {
                prop_assert!((9..=111).contains(&x) && (9..=91).contains(&y), "{} {}", x, y);
            }
        }

        #[test]
        fn dashes_cover_their_part_of_a_line(spots in spots(), on in 2.0..9.0f64, off in 2.0..9.0f64) {
            let drawn: f64 = dashed(&spots, &[on, off]).iter().map(|piece| length(piece)).sum();
            let expected = length(&spots) * on / (on + off);
            prop_assert!((drawn - expected).abs() <= on + off, "{} of {}", drawn, expected);
        }

        #[test]
        fn curves_begin_and_end_at_their_spots(spots in spots(), name in "linear|step|step-before|step-after|monotone|cardinal|natural|basis|catmull-rom") {
            let mut spots = spots;
            spots.sort_by(|left, right| left.0.total_cmp(&right.0));
            let curve = interpolate(&spots, &name, 0.0, true);
            let near = |left: Spot, right: Spot| (left.0 - right.0).abs() < 1e-6 && (left.1 - right.1).abs() < 1e-6;
            prop_assert!(near(curve[0], spots[0]) && near(curve[curve.len() - 1], spots[spots.len() - 1]));
            prop_assert!(curve.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        }
    }
}
