//! The cross: a column of a plot, the values of all series in it, and how they are told. Pure.

use chart::{Form, Hit, Plot, Spec};
use document::{Color, Mark};

/// Most series that are told at once; the nearest is always among them.
const MAX_TOLD: usize = 10;
/// How far beside the column a value of another series may be and still be told, in CSS pixels.
const ASIDE_CSS_PX: f64 = 12.0;

/// A column and its values, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cross {
    pub(super) x: f64,
    /// Where the line goes; none where two numbers are drawn against each other.
    pub(super) line: Option<(f64, f64)>,
    pub(super) dots: Vec<(f64, f64, Color)>,
    pub(super) told: Option<Told>,
}

/// What is said of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) x: String,
    /// From top to bottom; whether it is the nearest one.
    pub(super) values: Vec<(Hit, bool)>,
    /// How many more there are.
    pub(super) more: usize,
    /// At which height.
    pub(super) y: f64,
    /// Whether the words stand left of the column.
    pub(super) right_half: bool,
}

/// The column of a value, told beside it.
pub(super) fn cross_at(plot: &Plot, spec: &Spec, nearest: &Hit, density: f64, y: f64) -> Cross {
    let is_plane = !plot.x_is_time() && spec.form == Form::Chart(Mark::Point);
    let mut hits = if is_plane { vec![nearest.clone()] } else { abreast(plot, nearest, density) };
    hits.sort_by_key(|hit| hit.y_px);
    let dots = hits.iter().map(|hit| dot(hit, density)).collect();
    let is_nearest = |hit: &Hit| hit.point == nearest.point;
    let place = hits.iter().position(is_nearest).unwrap_or(0);
    let first = place.saturating_sub(MAX_TOLD / 2).min(hits.len().saturating_sub(MAX_TOLD));
    let more = hits.len().saturating_sub(MAX_TOLD);
    let values = hits.into_iter().skip(first).take(MAX_TOLD).map(|hit| (is_nearest(&hit), hit));
    let x = f64::from(nearest.x_px) / density;
    let right_half = plot.area().is_some_and(|area| nearest.x_px > i32::midpoint(area.left, area.right));
    let told = Told { x: nearest.x.clone(), values: values.map(|(is, hit)| (hit, is)).collect(), more, y, right_half };
    Cross { x, line: (!is_plane).then(|| ends(plot, density)).flatten(), dots, told: Some(told) }
}

/// The column of a time that is pointed at elsewhere; none where this chart does not show it.
pub(super) fn alone(plot: &Plot, time: f64, density: f64) -> Option<Cross> {
    let (from, to) = plot.x_domain()?;
    let x_px = plot.x_px(time).filter(|_| (from..=to).contains(&time))?;
    let near = |hit: &Hit| (f64::from(hit.x_px) - x_px).abs() <= ASIDE_CSS_PX * density;
    let dots = plot.nearest_all(x_px).iter().filter(|hit| near(hit)).map(|hit| dot(hit, density)).collect();
    Some(Cross { x: x_px / density, line: ends(plot, density), dots, told: None })
}

fn abreast(plot: &Plot, nearest: &Hit, density: f64) -> Vec<Hit> {
    let is_abreast = |hit: &Hit| {
        let aside = f64::from((hit.x_px - nearest.x_px).abs());
        hit.x_value == nearest.x_value || (plot.x_domain().is_some() && aside <= ASIDE_CSS_PX * density)
    };
    let others = plot.nearest_all(f64::from(nearest.x_px)).into_iter();
    let others = others.filter(|hit| hit.series != nearest.series && is_abreast(hit));
    others.chain([nearest.clone()]).collect()
}

fn dot(hit: &Hit, density: f64) -> (f64, f64, Color) {
    (f64::from(hit.x_px) / density, f64::from(hit.y_px) / density, hit.color)
}

fn ends(plot: &Plot, density: f64) -> Option<(f64, f64)> {
    let area = plot.area()?;
    Some((f64::from(area.top) / density, f64::from(area.bottom) / density))
}
