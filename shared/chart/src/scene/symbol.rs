//! Symbols: the shapes of points, by area as in D3: a circle and a square of the same size cover as much.

use std::f64::consts::PI;

use crate::shape::{Ink, Shape};

/// The shape of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    Circle,
    Square,
    Cross,
    Diamond,
    TriangleUp,
    TriangleDown,
    TriangleRight,
    TriangleLeft,
    /// A short level line.
    Stroke,
    Arrow,
    Wedge,
}

impl Symbol {
    /// Those that categories get, in order.
    pub(crate) const ALL: [Self; 8] = [
        Self::Circle,
        Self::Square,
        Self::Cross,
        Self::Diamond,
        Self::TriangleUp,
        Self::TriangleDown,
        Self::TriangleRight,
        Self::TriangleLeft,
    ];

    /// The symbol of this name; a circle for an unknown one, such as a path of its own.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "square" => Self::Square,
            "cross" => Self::Cross,
            "diamond" => Self::Diamond,
            "triangle" | "triangle-up" => Self::TriangleUp,
            "triangle-down" => Self::TriangleDown,
            "triangle-right" => Self::TriangleRight,
            "triangle-left" => Self::TriangleLeft,
            "stroke" => Self::Stroke,
            "arrow" => Self::Arrow,
            "wedge" => Self::Wedge,
            _ => Self::Circle,
        }
    }

    /// Half the side of the box around it, for an area in square pixels.
    pub(crate) fn reach(self, area_px: f64) -> f64 {
        match self {
            Self::Circle => (area_px / PI).sqrt(),
            _ => area_px.max(0.0).sqrt() / 2.0,
        }
    }

    /// The corners around the middle, for an area in square pixels; none for a circle.
    fn corners(self, area_px: f64) -> Vec<(f64, f64)> {
        let half = area_px.max(0.0).sqrt() / 2.0;
        let tall = half * 3f64.sqrt() / 2.0;
        match self {
            Self::Circle => Vec::new(),
            Self::Square => vec![(-half, -half), (half, -half), (half, half), (-half, half)],
            Self::Diamond => vec![(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)],
            Self::Cross => {
                let arm = half * 0.4;
                let quarter = [(-half, -arm), (-arm, -arm), (-arm, -half)];
                let turned = |turns: i32| {
                    quarter.map(|(x, y)| match turns {
                        0 => (x, y),
                        1 => (-y, x),
                        2 => (-x, -y),
                        _ => (y, -x),
                    })
                };
                (0..4).flat_map(turned).collect()
            }
            Self::TriangleUp => vec![(0.0, -tall), (half, tall), (-half, tall)],
            Self::TriangleDown => vec![(0.0, tall), (-half, -tall), (half, -tall)],
            Self::TriangleRight => vec![(tall, 0.0), (-tall, half), (-tall, -half)],
            Self::TriangleLeft => vec![(-tall, 0.0), (tall, -half), (tall, half)],
            Self::Stroke => vec![(-half, 0.0), (half, 0.0)],
            Self::Arrow => {
                let (stem, head) = (half / 7.0, half / 2.5);
                vec![
                    (stem, half),
                    (stem, -head),
                    (head, -head),
                    (0.0, -half),
                    (-head, -head),
                    (-stem, -head),
                    (-stem, half),
                ]
            }
            Self::Wedge => vec![(0.0, -tall), (half / 4.0, tall), (-half / 4.0, tall)],
        }
    }

    /// Its shape, turned: filled, or its outline where a width is given.
    pub(crate) fn shape(self, at: (f64, f64), area_px: f64, turn_deg: f64, ink: Ink, outline_px: Option<u32>) -> Shape {
        self.at_angle(at, area_px, turn_deg.to_radians().sin_cos(), ink, outline_px)
    }

    /// Its shape, not turned and filled.
    pub(crate) fn upright(self, at: (f64, f64), area_px: f64, ink: Ink) -> Shape {
        self.at_angle(at, area_px, (0.0, 1.0), ink, None)
    }

    fn at_angle(
        self,
        at: (f64, f64),
        area_px: f64,
        (sin, cos): (f64, f64),
        ink: Ink,
        outline_px: Option<u32>,
    ) -> Shape {
        if self == Self::Circle {
            let (center, radius_px) = (pixel(at), self.reach(area_px).round().max(1.0) as u32);
            return match outline_px {
                None => Shape::Circle { center, radius_px, ink },
                Some(width_px) => Shape::Ring { center, radius_px, ink, width_px },
            };
        }
        let turned = |(x, y): (f64, f64)| pixel((at.0 + x * cos - y * sin, at.1 + x * sin + y * cos));
        let mut points: Vec<_> = self.corners(area_px).into_iter().map(turned).collect();
        match outline_px {
            None if self != Self::Stroke => Shape::Polygon { points, ink },
            width_px => {
                points.extend(points.first().copied());
                Shape::Path { points, ink, width_px: width_px.unwrap_or(1) }
            }
        }
    }
}

fn pixel((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
