//! The scene: any view of the grammar as shapes. It owns the order: scales from all layers and facets, then title,
//! legends and axes take their room, then marks fill what remains. The frame is given, so a scene always fits it.

mod axis;
mod brush;
mod config;
mod continuous;
mod css;
mod describe;
mod discrete;
mod key;
mod layout;
mod legend;
mod marks;
mod moment;
pub(crate) mod path;
mod range;
mod say;
mod scale;
mod scheme;
mod signals;
mod spoken;
mod steps;
mod surface;
pub(crate) mod symbol;
mod target;
mod tree;
mod window;

use std::rc::Rc;

use document::Color;
use grammar::{
    spec::{Channel, Title},
    view::{Say, View},
};
use table::Value;

use self::{
    brush::Brush,
    config::Config,
    layout::{Layout, Placed, Room},
    marks::Canvas,
    spoken::Spoken,
    target::{Index, Target},
    tree::Tree,
};
use crate::{
    axes::Pen,
    frame::Frame,
    hit::{Hit, PointId, Step},
    measure::truncate,
    palette::Palette,
    plot::Plot,
    problem::Problem,
    shape::{Align, Shape, TextStyle, Turn},
    view_state::ViewState,
};

pub(crate) use self::surface::{Ruler, Surface};

/// The size of a title, in CSS pixels, and the line that it takes.
const TITLE_CSS_PX: (f64, f64) = (14.0, 20.0);
/// The same of a subtitle.
const SUBTITLE_CSS_PX: (f64, f64) = (11.0, 15.0);
/// Lower frames have no title.
const LEAST_HEIGHT_CSS_PX: f64 = 110.0;

/// Most items of one column that are told apart: a tooltip holds no more.
const MAX_COLUMN: usize = 64;

/// What is said about a scene on demand.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    layers: Vec<Spoken>,
    index: Index,
    pub(crate) description: String,
    /// The panel, where there is only one.
    pub(crate) surface: Option<Surface>,
}

/// What is asked of a scene once it is drawn. Plots hold it as an object: so the program that draws no scene needs none of
/// its code, and the page loads it with the rest of the grammar.
pub(crate) trait Drawn: std::fmt::Debug {
    /// One to three sentences.
    fn description(&self) -> &str;

    /// The only panel, where there is only one.
    fn surface(&self) -> Option<&Surface>;

    /// The item nearest to a place in device pixels.
    fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit>;

    /// The items nearest to a column, each once; none where several panels have columns of their own.
    fn nearest_all(&self, x_px: f64) -> Vec<Hit>;

    /// The item a step away in drawing order; without a beginning the first.
    fn step(&self, from: Option<PointId>, step: Step) -> Option<Hit>;

    /// The items in drawing order, at most so many.
    fn values(&self, max: usize) -> Vec<Hit>;

    /// Fields and values of an item.
    fn lines(&self, point: PointId) -> Vec<(String, String)>;
}

impl Drawn for Scene {
    fn description(&self) -> &str {
        &self.description
    }

    fn surface(&self) -> Option<&Surface> {
        self.surface.as_ref()
    }

    fn nearest(&self, x_px: f64, y_px: f64) -> Option<Hit> {
        self.hit(self.index.nearest(x_px, y_px)?)
    }

    fn nearest_all(&self, x_px: f64) -> Vec<Hit> {
        if self.surface.is_none() {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = Vec::new();
        for hit in self.index.in_column(x_px, MAX_COLUMN).into_iter().filter_map(|number| self.hit(number)) {
            let is_same = |other: &Hit| (&other.series, &other.x, &other.y) == (&hit.series, &hit.x, &hit.y);
            if !hits.iter().any(is_same) {
                hits.push(hit);
            }
        }
        hits
    }

    fn step(&self, from: Option<PointId>, step: Step) -> Option<Hit> {
        let targets = self.index.targets();
        let Some(at) = from.and_then(|from| self.position(from)) else { return self.hit(0) };
        let layer = targets[at].layer;
        let is_mine = |number: &usize| targets[*number].layer == layer;
        let number = match step {
            Step::Here => Some(at),
            Step::Back => (0..at).rev().find(is_mine),
            Step::On => (at + 1..targets.len()).find(is_mine),
            Step::First => (0..targets.len()).find(is_mine),
            Step::Last => (0..targets.len()).rev().find(is_mine),
            Step::SeriesBefore => (0..at).rev().find(|number| targets[*number].layer < layer),
            Step::SeriesAfter => (at + 1..targets.len()).find(|number| targets[*number].layer > layer),
        };
        self.hit(number?)
    }

    fn values(&self, max: usize) -> Vec<Hit> {
        (0..self.index.targets().len().min(max)).filter_map(|number| self.hit(number)).collect()
    }

    fn lines(&self, point: PointId) -> Vec<(String, String)> {
        let (layer, row) = point.parts();
        self.layers.get(layer).map_or_else(Vec::new, |spoken| spoken.lines(row as usize))
    }
}

impl Scene {
    fn position(&self, point: PointId) -> Option<usize> {
        let (layer, row) = point.parts();
        self.index.targets().iter().position(|target| (target.layer, target.row as u64) == (layer, row))
    }

    fn hit(&self, number: usize) -> Option<Hit> {
        let target = self.index.targets().get(number)?;
        let spoken = self.layers.get(target.layer)?;
        let (row, (x_px, y_px)) = (target.row, target.middle());
        let word = |channel| spoken.word(channel, row).unwrap_or_default();
        Some(Hit {
            point: PointId::new(target.layer, row as u64),
            series: spoken.series(row),
            x: word(Channel::X),
            y: spoken.word(Channel::Y, row).unwrap_or_else(|| word(Channel::Theta)),
            x_value: spoken.number(Channel::X, row),
            y_value: spoken.number(Channel::Y, row),
            color: Color { rgb: target.ink.rgb },
            x_px,
            y_px,
        })
    }
}

/// What somebody sees of a view in a panel.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// What they look at.
    pub look: &'a ViewState,
    /// What the axis of values reaches to where it is near.
    pub levels: &'a [f64],
    /// The categories that a field of the rows has, whether they are looked at or not, so that colours stay with their
    /// names; empty where they are not known.
    pub known: &'a dyn Fn(&str) -> Vec<Value>,
}

impl<'a> Seen<'a> {
    /// What they look at, and no more.
    #[must_use]
    pub fn of(look: &'a ViewState) -> Self {
        Self { look, levels: &[], known: &|_| Vec::new() }
    }
}

/// Decides what a view shows in this frame.
///
/// # Errors
/// What the person who edits the spec has to mend, in words.
pub fn scene(view: &View, frame: Frame) -> Result<Plot, Problem> {
    draw(view, None, frame)
}

/// Decides what one person sees of a view in this frame: its windows, over the rows that [`hides`] leaves. A legend that
/// only names colours is left to whoever shows the scene: [`Plot::legend`] has its entries.
///
/// # Errors
/// What the person who edits the spec has to mend, in words.
pub fn looked_at(view: &View, seen: &Seen<'_>, frame: Frame) -> Result<Plot, Problem> {
    draw(view, Some(seen), frame)
}

/// Whether somebody does not look at a category, said so.
pub(crate) fn hides(look: &ViewState, say: &Say, value: &Value) -> bool {
    !look.shows(&say::value(say, value))
}

fn draw(view: &View, seen: Option<&Seen<'_>>, frame: Frame) -> Result<Plot, Problem> {
    let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
    let config = Config(&view.config);
    let Tree { root, mut scales } = Tree::new(view, config, pen.palette)?;
    if let Some(Seen { look, levels, known }) = seen {
        scales.iter_mut().for_each(|scale| scale.know(known));
        window::look(&mut scales, look, config, pen.palette);
        if look.y_window().is_none() {
            window::reach(&mut scales, levels);
        }
    }
    let mut shapes = Vec::new();
    let room = Room { left: 0.0, top: 0.0, right: f64::from(frame.width()), bottom: f64::from(frame.height()) };
    let room = view.title.as_ref().map_or(room, |title| draw_title(title, room, pen, &mut shapes));
    // What is told apart by patterns too is told so in a legend of the scene.
    let outside = seen.map(|seen| seen.look).filter(|_| !frame.patterns);
    let legends = legend::plan(&scales, config, pen, outside.is_some());
    let entries = outside.map(|look| legend::entries(&scales, config, look)).unwrap_or_default();
    let room = legend::draw(&legends, room, pen, &mut shapes);
    let mut layout = Layout { scales: &mut scales, config, pen, words: Vec::new() };
    let placed = layout.place(&root, room);
    shapes.append(&mut layout.words);
    let mut targets = Vec::new();
    draw_panels(&placed, &scales, config, pen, &mut shapes, &mut targets);
    let layers = placed.iter().flat_map(|placed| &placed.panel.layers).map(|layer| Spoken::new(layer.unit)).collect();
    let index = Index::new(targets, (frame.width(), frame.height()));
    let description = describe::describe(view, &root);
    let surface = Surface::of(&placed, &scales, frame.rtl);
    Ok(Plot::of_scene(shapes, entries, Rc::new(Scene { layers, index, description, surface })))
}

fn draw_panels(
    placed: &[Placed<'_, '_>],
    scales: &[scale::Scale<'_>],
    config: Config<'_>,
    pen: Pen<'_>,
    shapes: &mut Vec<Shape>,
    targets: &mut Vec<Target>,
) {
    let mut layer_number = 0;
    for Placed { panel, room, axes } in placed {
        let is_reversed =
            |axis: &axis::Axis| scales.get(axis.scale).is_some_and(|scale| scale.is_reversed(pen.frame.rtl));
        axes.iter().for_each(|axis| axis.draw_grid(*room, is_reversed(axis), pen, shapes));
        for layer in &panel.layers {
            let has_patterns = config.has_patterns() || pen.frame.patterns;
            let (unit, style, scope) = (layer.unit, &layer.style, &layer.scope);
            let brush = Brush { unit, style, scope, scales, room: *room, has_patterns, pen };
            marks::draw(&brush, &mut Canvas { shapes, targets, layer: layer_number });
            layer_number += 1;
        }
        let mut reach: Vec<(axis::Side, f64)> = Vec::new();
        for axis in axes {
            let offset = reach.iter().filter(|(side, _)| *side == axis.side).map(|(_, px)| px).sum();
            axis.draw(*room, is_reversed(axis), offset, pen, shapes);
            reach.push((axis.side, axis.margin_px(pen)));
        }
    }
}

/// The title of the whole scene; what remains of the room.
fn draw_title(title: &Title, room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> Room {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    if room.height() < px(LEAST_HEIGHT_CSS_PX) || pen.is_bare() {
        return room;
    }
    let mut top = room.top;
    let lines = title.lines.iter().map(|line| (line, TITLE_CSS_PX, true));
    let subtitle = title.subtitle.iter().map(|line| (line, SUBTITLE_CSS_PX, false));
    for (line, (size, height), is_bold) in lines.chain(subtitle) {
        if top + px(height) > room.top + room.height() / 3.0 {
            break;
        }
        let size_px = px(size);
        let text = truncate(line, size_px, room.width());
        let (x, align) =
            if pen.frame.rtl { (room.right - 1.0, Align::RightBelow) } else { (room.left + 1.0, Align::LeftBelow) };
        let at = (x as i32, (top + px(2.0)).round() as i32);
        let ink = if is_bold { pen.palette.text } else { pen.palette.muted }.into();
        out.push(Shape::Text { text, at, align, size_px, ink, style: TextStyle { turn: Turn::Upright, is_bold } });
        top += px(height);
    }
    Room { top: top + px(4.0), ..room }
}
