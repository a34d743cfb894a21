//! Hatches: lines across a filling. They are cut at its outline, whatever that is (even-odd, as scanlines fill a
//! polygon), and stand at whole multiples of their distance from an anchor, so that neighbours do not shimmer.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::{
    axes::Pen,
    frame::Frame,
    shape::{Ink, Point, Shape},
};

/// The lines of each hatch: sine and cosine of their angle, and their distance in CSS pixels. The first is plain.
const HATCHES: [&[(Angle, f64)]; 8] = [
    &[],
    &[(RISING, 6.0)],
    &[(FALLING, 6.0)],
    &[(LEVEL, 5.0)],
    &[(RISING, 7.0), (FALLING, 7.0)],
    &[(UPRIGHT, 5.0)],
    &[(LEVEL, 7.0), (UPRIGHT, 7.0)],
    &[(RISING, 3.5)],
];
type Angle = (f64, f64);
const RISING: Angle = (-FRAC_1_SQRT_2, FRAC_1_SQRT_2);
const FALLING: Angle = (FRAC_1_SQRT_2, FRAC_1_SQRT_2);
const LEVEL: Angle = (0.0, 1.0);
const UPRIGHT: Angle = (1.0, 0.0);
/// Most ends of lines in one filling; what lies beyond stays plain.
const MAX_ENDS: usize = 100_000;

type Spot = (f64, f64);

/// The lines of a hatch, in CSS pixels.
const LINE_CSS_PX: f64 = 1.5;

/// How the lines of a hatch are drawn.
#[derive(Clone, Copy)]
pub(crate) struct HatchPen {
    pub(crate) ink: Ink,
    pub(crate) width_px: u32,
    /// Device pixels of one CSS pixel.
    pub(crate) scale: f64,
}

impl HatchPen {
    /// In an ink, for a frame.
    pub(crate) fn new(ink: Ink, frame: &Frame) -> Self {
        Self { ink, width_px: frame.px(LINE_CSS_PX).unsigned_abs(), scale: frame.px_f64(1.0) }
    }

    /// In the colour of the ground, on what is filled.
    pub(crate) fn on_fill(pen: Pen<'_>) -> Self {
        Self::new(pen.palette.surface.into(), pen.frame)
    }
}

/// Draws the hatch of this number on what an outline encloses.
pub(crate) fn hatch(outline: &[Point], index: usize, anchor: Point, pen: HatchPen, out: &mut Vec<Shape>) {
    let spots: Vec<Spot> = outline.iter().map(|(x, y)| (f64::from(x - anchor.0), f64::from(y - anchor.1))).collect();
    for ((sin, cos), apart_css_px) in HATCHES[index % HATCHES.len()] {
        // Along the lines, and across them in units of their distance.
        let apart = (apart_css_px * pen.scale).max(2.0);
        let turned: Vec<Spot> = spots.iter().map(|(x, y)| (x * cos + y * sin, (y * cos - x * sin) / apart)).collect();
        for (line, from, to) in pieces(&turned) {
            let across = line * apart;
            let pixel = |along: f64| {
                let (x, y) = (along * cos - across * sin, along * sin + across * cos);
                (anchor.0 + x.round() as i32, anchor.1 + y.round() as i32)
            };
            let points = vec![pixel(from), pixel(to)];
            if points[0] != points[1] {
                out.push(Shape::Path { points, ink: pen.ink, width_px: pen.width_px });
            }
        }
    }
}

/// What of the level lines at whole numbers is inside: line, left and right end.
fn pieces(spots: &[Spot]) -> Vec<(f64, f64, f64)> {
    let mut ends: Vec<(i32, f64)> = Vec::new();
    for (index, from) in spots.iter().enumerate() {
        let to = spots[(index + 1) % spots.len()];
        let (low, high) = if from.1 <= to.1 { (*from, to) } else { (to, *from) };
        // Half-open: a corner counts for one of its edges.
        let lines = low.1.ceil() as i32..high.1.ceil() as i32;
        if ends.len() + lines.len() > MAX_ENDS {
            return Vec::new();
        }
        let slope = (high.0 - low.0) / (high.1 - low.1);
        ends.extend(lines.map(|line| (line, low.0 + (f64::from(line) - low.1) * slope)));
    }
    ends.sort_by(|left, right| left.0.cmp(&right.0).then(left.1.total_cmp(&right.1)));
    ends.chunks_exact(2).map(|pair| (f64::from(pair[0].0), pair[0].1, pair[1].1)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Lines stay in the box of the outline; those of a rectangle have the length that its area asks for.
        #[test]
        fn lines_stay_inside_and_are_as_dense_as_said(
            (x, y, width, height) in (-500..500i32, -500..500i32, 60..400i32, 60..400i32),
            index in 0..HATCHES.len(),
        ) {
            let outline = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
            let pen = HatchPen { ink: Ink::opaque([0; 3]), width_px: 1, scale: 1.0 };
            let mut shapes = Vec::new();
            hatch(&outline, index, (x, y), pen, &mut shapes);
            let mut length = 0.0;
            for shape in shapes {
                let Shape::Path { points, .. } = shape else { panic!("{shape:?}") };
                let is_inside = points.iter().all(|(px, py)| {
                    (x - 1..=x + width + 1).contains(px) && (y - 1..=y + height + 1).contains(py)
                });
                prop_assert!(is_inside);
                length += f64::from(points[1].0 - points[0].0).hypot(f64::from(points[1].1 - points[0].1));
            }
            let wanted: f64 = HATCHES[index].iter().map(|(_, apart)| f64::from(width * height) / apart).sum();
            prop_assert!((length - wanted).abs() <= wanted * 0.15, "{length} of {wanted}");
        }
    }
}
