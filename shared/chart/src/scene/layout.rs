//! Layout: where panels, their axes and headers stand in the room that there is. The frame is given, so everything
//! fits it: sizes that views ask for only divide it.

mod grid;
mod heads;

use grammar::spec::Channel;

use super::{
    axis::{self, Axis, LINE_CSS_PX, Side},
    config::Config,
    scale::Scale,
    tree::{Node, Panel},
};
use crate::{
    axes::Pen,
    measure::truncate,
    shape::{Align, Ink, Shape, TextStyle, Turn},
};

/// Between a panel and the edge where no label stands.
const EDGE_CSS_PX: f64 = 8.0;
/// Axes of narrower and lower panels would leave nothing of them.
const LEAST_CSS_PX: (f64, f64) = (60.0, 34.0);

/// A rectangle in device pixels; right and bottom are outside of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Room {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// A panel at its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed<'n, 'a> {
    pub(crate) panel: &'n Panel<'a>,
    pub(crate) room: Room,
    pub(crate) axes: Vec<Axis>,
}

/// Which axes a cell draws.
#[derive(Clone, Copy, Debug)]
struct Wants {
    x: bool,
    y: bool,
    /// The axes stand outside of the grid, for all its cells.
    outside: bool,
}

/// Margins around the area of a panel.
#[derive(Clone, Copy, Debug, Default)]
struct Margins {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Room {
    /// The column of a share of the width.
    pub(crate) fn x(&self, share: f64, is_reversed: bool) -> f64 {
        let share = if is_reversed { 1.0 - share } else { share };
        self.left + share * self.width()
    }

    /// The row of a share of the height, from the bottom.
    pub(crate) fn y(&self, share: f64, is_reversed: bool) -> f64 {
        let share = if is_reversed { 1.0 - share } else { share };
        self.bottom - share * self.height()
    }

    /// Pixels from left to right.
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Pixels from top to bottom.
    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn shrunk(self, margins: Margins) -> Self {
        let left = (self.left + margins.left).round();
        let top = (self.top + margins.top).round();
        let right = (self.right - margins.right).round().max(left + 1.0);
        let bottom = (self.bottom - margins.bottom).round().max(top + 1.0);
        Self { left, top, right, bottom }
    }
}

/// Places panels and what is written around them.
pub(crate) struct Layout<'s, 'a> {
    pub(crate) scales: &'s mut [Scale<'a>],
    pub(crate) config: Config<'s>,
    pub(crate) pen: Pen<'s>,
    /// Headers and shared titles.
    pub(crate) words: Vec<Shape>,
}

impl Layout<'_, '_> {
    /// Places a node in a room.
    pub(crate) fn place<'n, 'a>(&mut self, node: &'n Node<'a>, room: Room) -> Vec<Placed<'n, 'a>> {
        self.round(node, room);
        let mut placed = Vec::new();
        self.node(node, room, &mut placed);
        placed
    }

    /// Rounds the domains of axes for about the size that they will have.
    fn round(&mut self, node: &Node<'_>, room: Room) {
        match node {
            Node::Panel(panel) => {
                for (channel, length_px) in [(Channel::X, room.width()), (Channel::Y, room.height())] {
                    let about = axis::rounding(channel, length_px * 0.85, self.pen);
                    for layer in &panel.layers {
                        let scale = layer.scope.get(&channel).and_then(|id| self.scales.get_mut(*id));
                        scale.into_iter().for_each(|scale| scale.round(about));
                    }
                }
            }
            Node::Grid(grid) => {
                let right = room.left + room.width() / grid.columns.max(1) as f64;
                let bottom = room.top + room.height() / grid.rows.max(1) as f64;
                grid.cells.iter().for_each(|cell| self.round(&cell.node, Room { right, bottom, ..room }));
            }
        }
    }

    fn node<'n, 'a>(&mut self, node: &'n Node<'a>, room: Room, out: &mut Vec<Placed<'n, 'a>>) {
        match node {
            Node::Panel(panel) => {
                let room = self.panel_title(panel, room);
                let wants = Wants { x: true, y: true, outside: false };
                let axes = self.axes(panel, (room.width(), room.height()), wants);
                let margins = self.margins(&axes, true);
                out.push(Placed { panel, room: room.shrunk(margins), axes });
            }
            Node::Grid(grid) => self.grid(grid, room, out),
        }
    }

    /// The title of a panel among others, above it.
    fn panel_title(&mut self, panel: &Panel<'_>, room: Room) -> Room {
        let Some(title) = panel.title else { return room };
        self.head(&title.lines.join(" "), room)
    }

    /// Words above a room; what remains of it.
    fn head(&mut self, text: &str, room: Room) -> Room {
        let line = self.pen.frame.px_f64(LINE_CSS_PX + 4.0);
        if text.is_empty() || room.height() < line * 3.0 {
            return room;
        }
        let at = (room.left.round() as i32, room.top.round() as i32);
        self.word(text, at, Align::LeftBelow, room.width(), true);
        Room { top: room.top + line, ..room }
    }

    fn word(&mut self, text: &str, at: (i32, i32), align: Align, most_px: f64, is_bold: bool) {
        if self.pen.is_bare() {
            return;
        }
        let size_px = self.pen.font_px();
        let text = truncate(text, size_px, most_px);
        let ink: Ink = if is_bold { self.pen.palette.text } else { self.pen.palette.muted }.into();
        let style = TextStyle { turn: Turn::Upright, is_bold };
        self.words.push(Shape::Text { text, at, align, size_px, ink, style });
    }

    fn axes(&self, panel: &Panel<'_>, (width, height): (f64, f64), wants: Wants) -> Vec<Axis> {
        let (least_width, least_height) = LEAST_CSS_PX;
        let is_high = !self.pen.is_bare() && height >= self.pen.frame.px_f64(least_height);
        let is_wide = width >= self.pen.frame.px_f64(least_width);
        let (x, y) =
            (wants.x && is_high && (is_wide || wants.outside), wants.y && is_high && (is_wide || wants.outside));
        let mut axes = axis::plan(panel, self.scales, self.config, (width, height), (x, y), self.pen);
        if !self.pen.has_two_lines() {
            axes.iter_mut().for_each(Axis::shorten);
        }
        axes
    }

    fn margins(&self, axes: &[Axis], has_edges: bool) -> Margins {
        let edge = if has_edges { self.pen.frame.px_f64(EDGE_CSS_PX) } else { 0.0 };
        let of = |side: Side| {
            let margins = axes.iter().filter(|axis| axis.side == side).map(|axis| axis.margin_px(self.pen));
            margins.sum::<f64>()
        };
        let head = if axes.iter().any(Axis::has_head) { self.pen.frame.px_f64(LINE_CSS_PX) } else { 0.0 };
        Margins {
            left: of(Side::Left).max(edge / 4.0),
            right: of(Side::Right).max(edge),
            top: of(Side::Top).max(edge) + head,
            bottom: of(Side::Bottom).max(edge / 4.0),
        }
    }
}
