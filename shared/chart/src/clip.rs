//! Clipping: what of a line or a polygon lies inside the area. A window of x or y cuts through marks; moving their
//! points to its edge instead would bend them. Lines by Liang and Barsky (1984), polygons by Sutherland and Hodgman
//! (1974). A cut falls on the nearest whole pixel.

use crate::{decimate::Spare, frame::Area, shape::Point};

/// The parts of a line that lie inside, in order.
pub(crate) fn line(points: &[Point], area: Area, spare: &mut Spare, mut part: impl FnMut(Vec<Point>)) {
    let mut open = spare.take();
    if points.len() == 1 {
        open.extend(points.iter().filter(|point| area.contains(**point)));
    }
    let mut end = None;
    for pair in points.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], area) else { continue };
        if end != Some(pair[0]) || from != pair[0] {
            let next = spare.take();
            hand_over(std::mem::replace(&mut open, next), spare, &mut part);
            open.push(from);
        }
        open.push(to);
        end = (to == pair[1]).then_some(to);
    }
    hand_over(open, spare, &mut part);
}

fn hand_over(points: Vec<Point>, spare: &mut Spare, part: &mut impl FnMut(Vec<Point>)) {
    if points.is_empty() { spare.give_back(points) } else { part(points) }
}

/// What of a polygon lies inside; less than three points where nothing does.
pub(crate) fn polygon(points: Vec<Point>, area: Area, spare: &mut Spare) -> Vec<Point> {
    if points.iter().all(|point| area.contains(*point)) {
        return points;
    }
    let edges: [(i32, bool, bool); 4] =
        [(area.left, true, true), (area.right, true, false), (area.top, false, true), (area.bottom, false, false)];
    edges.into_iter().fold(points, |points, (edge, is_x, is_least)| {
        let mut kept = spare.take();
        cut(&points, edge, is_x, is_least, &mut kept);
        spare.give_back(points);
        kept
    })
}

/// The part of a segment that lies inside.
fn segment(from: Point, to: Point, area: Area) -> Option<(Point, Point)> {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let (dx, dy) = (f64::from(to.0) - f64::from(from.0), f64::from(to.1) - f64::from(from.1));
    let sides = [
        (-dx, f64::from(from.0) - f64::from(area.left)),
        (dx, f64::from(area.right) - f64::from(from.0)),
        (-dy, f64::from(from.1) - f64::from(area.top)),
        (dy, f64::from(area.bottom) - f64::from(from.1)),
    ];
    for (outward, room) in sides {
        if outward == 0.0 && room < 0.0 {
            return None;
        } else if outward < 0.0 {
            enters = enters.max(room / outward);
        } else if outward > 0.0 {
            leaves = leaves.min(room / outward);
        }
    }
    let at =
        |share: f64| ((f64::from(from.0) + dx * share).round() as i32, (f64::from(from.1) + dy * share).round() as i32);
    (enters <= leaves)
        .then(|| (if enters > 0.0 { at(enters) } else { from }, if leaves < 1.0 { at(leaves) } else { to }))
}

/// The polygon on the inner side of one edge.
fn cut(points: &[Point], edge: i32, is_x: bool, is_least: bool, kept: &mut Vec<Point>) {
    let along = |point: Point| if is_x { point.0 } else { point.1 };
    let is_inside = |point: Point| if is_least { along(point) >= edge } else { along(point) <= edge };
    let Some(mut before) = points.last().copied() else { return };
    for point in points.iter().copied() {
        if is_inside(point) != is_inside(before) {
            kept.push(crossing(before, point, edge, is_x));
        }
        if is_inside(point) {
            kept.push(point);
        }
        before = point;
    }
}

fn crossing(from: Point, to: Point, edge: i32, is_x: bool) -> Point {
    let [x0, y0, x1, y1, at] = [from.0, from.1, to.0, to.1, edge].map(f64::from);
    if is_x {
        (edge, (y0 + (y1 - y0) * ((at - x0) / (x1 - x0))).round() as i32)
    } else {
        ((x0 + (x1 - x0) * ((at - y0) / (y1 - y0))).round() as i32, edge)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AREA: Area = Area { left: 10, top: 20, right: 50, bottom: 40 };

    fn lines(points: &[Point]) -> Vec<Vec<Point>> {
        let mut parts = Vec::new();
        line(points, AREA, &mut Spare::default(), |part| parts.push(part));
        parts
    }

    fn inside(points: Vec<Point>) -> Vec<Point> {
        polygon(points, AREA, &mut Spare::default())
    }

    fn points() -> impl Strategy<Value = Vec<Point>> {
        prop::collection::vec((-100..200i32, -100..200i32), 1..20)
    }

    proptest! {
        #[test]
        fn what_is_left_is_inside_and_what_was_inside_is_left(points in points()) {
            let parts = lines(&points);
            prop_assert!(parts.iter().flatten().all(|point| AREA.contains(*point)), "{parts:?}");
            for point in points.iter().filter(|point| AREA.contains(**point)) {
                prop_assert!(parts.iter().flatten().any(|kept| kept == point), "{point:?} of {parts:?}");
            }
            prop_assert!(inside(points).iter().all(|point| AREA.contains(*point)));
        }
    }

    #[test]
    fn a_cut_keeps_the_slope() {
        assert_eq!(lines(&[(0, 30), (60, 30)]), [vec![(10, 30), (50, 30)]]);
        assert_eq!(
            lines(&[(20, 30), (20, 50), (30, 50), (30, 30)]),
            [vec![(20, 30), (20, 40)], vec![(30, 40), (30, 30)]]
        );
        assert_eq!(inside(vec![(0, 25), (60, 25), (60, 60), (0, 60)]), [(10, 40), (10, 25), (50, 25), (50, 40)]);
    }
}
