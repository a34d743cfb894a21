//! The scene: any view of the grammar as shapes. It owns the order: scales from all layers and facets, then title,
//! legends and axes take their room, then marks fill what remains. The frame is given, so a scene always fits it.

mod axis;
mod brush;
mod continuous;
mod css;
mod discrete;
mod key;
mod layout;
mod legend;
mod marks;
mod moment;
mod path;
mod range;
mod say;
mod scale;
mod scheme;
mod steps;
mod symbol;
mod target;
mod tree;

use grammar::{spec::Title, view::View};

use self::{
    brush::Brush,
    layout::{Layout, Placed, Room},
    marks::Canvas,
    target::Target,
    tree::Tree,
};
use crate::{
    axes::Pen,
    frame::Frame,
    measure::truncate,
    palette::Palette,
    plot::Plot,
    problem::Problem,
    shape::{Align, Shape, TextStyle, Turn},
};

/// The size of a title, in CSS pixels, and the line that it takes.
const TITLE_CSS_PX: (f64, f64) = (14.0, 20.0);
/// The same of a subtitle.
const SUBTITLE_CSS_PX: (f64, f64) = (11.0, 15.0);
/// Lower frames have no title.
const LEAST_HEIGHT_CSS_PX: f64 = 110.0;

/// What is said about a scene on demand.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) targets: Vec<Target>,
    pub(crate) description: String,
}

/// Decides what a view shows in this frame.
///
/// # Errors
/// What the person who edits the spec has to mend, in words.
pub fn scene(view: &View, frame: Frame) -> Result<Plot, Problem> {
    let pen = Pen { frame: &frame, palette: Palette::of(frame.theme) };
    let tree = Tree::new(view, pen.palette)?;
    let Tree { root, mut scales } = tree;
    let mut shapes = Vec::new();
    let room = Room { left: 0.0, top: 0.0, right: f64::from(frame.width()), bottom: f64::from(frame.height()) };
    let room = view.title.as_ref().map_or(room, |title| draw_title(title, room, pen, &mut shapes));
    let legends = legend::plan(&scales, pen);
    let room = legend::draw(&legends, room, pen, &mut shapes);
    let mut layout = Layout { scales: &mut scales, pen, words: Vec::new() };
    let placed = layout.place(&root, room);
    shapes.append(&mut layout.words);
    let mut targets = Vec::new();
    draw_panels(&placed, &scales, pen, &mut shapes, &mut targets);
    let description = view.description.clone().unwrap_or_default();
    Ok(Plot::of_scene(shapes, Scene { targets, description }))
}

fn draw_panels(
    placed: &[Placed<'_, '_>],
    scales: &[scale::Scale<'_>],
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
            let brush = Brush { unit: layer.unit, scope: &layer.scope, scales, room: *room, pen };
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
