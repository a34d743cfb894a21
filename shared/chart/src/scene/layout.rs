//! Layout: where panels, their axes and headers stand in the room that there is. The frame is given, so everything
//! fits it: sizes that views ask for only divide it.

use grammar::view::{FacetHeader, Say};
use serde_json::Value as Json;
use table::Value;

use super::{
    axis::{self, Axis, GAP_CSS_PX, LINE_CSS_PX, Side},
    say,
    scale::Scale,
    tree::{Cell, Grid, Heads, Node, Panel},
};
use crate::{
    axes::Pen,
    measure::truncate,
    shape::{Align, Ink, Shape, TextStyle, Turn},
};

/// Between the cells of a facet ...
const FACET_GAP_CSS_PX: f64 = 10.0;
/// ... and of a concatenation, whose cells have axes of their own.
const CONCAT_GAP_CSS_PX: f64 = 18.0;
/// Between a panel and the edge where no label stands.
const EDGE_CSS_PX: f64 = 8.0;
/// Axes of narrower and lower panels would leave nothing of them.
const LEAST_CSS_PX: (f64, f64) = (60.0, 34.0);
/// Headers of rows are written level where they take no more than this and this share of the width.
const LEVEL_HEAD_CSS_PX: f64 = 90.0;
const LEVEL_HEAD_SHARE: f64 = 0.2;

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

/// Which axes a cell draws and which it names.
#[derive(Clone, Copy, Debug)]
struct Wants {
    x: bool,
    y: bool,
    titles: bool,
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
                for (channel, length_px) in
                    [(grammar::spec::Channel::X, room.width()), (grammar::spec::Channel::Y, room.height())]
                {
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
                let axes = self.axes(
                    panel,
                    (room.width(), room.height()),
                    Wants { x: true, y: true, titles: true, outside: false },
                );
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
        let size_px = self.pen.font_px();
        let text = truncate(text, size_px, most_px);
        let ink: Ink = if is_bold { self.pen.palette.text } else { self.pen.palette.muted }.into();
        let style = TextStyle { turn: Turn::Upright, is_bold };
        self.words.push(Shape::Text { text, at, align, size_px, ink, style });
    }

    fn axes(&self, panel: &Panel<'_>, (width, height): (f64, f64), wants: Wants) -> Vec<Axis> {
        let (least_width, least_height) = LEAST_CSS_PX;
        let is_high = height >= self.pen.frame.px_f64(least_height);
        let is_wide = width >= self.pen.frame.px_f64(least_width);
        let (x, y) =
            (wants.x && is_high && (is_wide || wants.outside), wants.y && is_high && (is_wide || wants.outside));
        let mut axes = axis::plan(panel, self.scales, (width, height), (x, y), self.pen);
        if !wants.titles {
            axes.iter_mut().for_each(|axis| axis.title.clear());
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

    fn grid<'n, 'a>(&mut self, grid: &'n Grid<'a>, room: Room, out: &mut Vec<Placed<'n, 'a>>) {
        let title = grid.title.map(|title| title.lines.join(" ")).unwrap_or_default();
        let mut room = if out.is_empty() && grid.facet.is_none() { room } else { self.head(&title, room) };
        if grid.cells.is_empty() {
            return;
        }
        let shared = Shared::of(grid, self.scales);
        room = self.shared_titles(grid, &shared, room);
        let heads = grid.facet.map(|heads| self.heads(&heads, room));
        if let Some(heads) = &heads {
            room = Room { top: room.top + heads.top_px, right: room.right - heads.right_px, ..room };
        }
        let (cells, columns) = self.plan(grid, &shared, room, heads.as_ref().map_or(0.0, |heads| heads.cell_px));
        for (cell, planned) in grid.cells.iter().zip(cells) {
            let cell_room = columns.room(cell.row, cell.column);
            self.cell(grid, cell, planned, cell_room, &columns, out);
        }
        if let (Some(facet), Some(heads)) = (&grid.facet, &heads) {
            self.draw_heads(facet, heads, &columns.lines, room);
        }
    }

    fn cell<'n, 'a>(
        &mut self,
        grid: &Grid<'a>,
        cell: &'n Cell<'a>,
        axes: Vec<Axis>,
        area: Room,
        columns: &Columns,
        out: &mut Vec<Placed<'n, 'a>>,
    ) {
        if let (Some(value), Some(wrapped)) = (cell.head, grid.facet.and_then(|heads| heads.wrapped)) {
            let row = area.top - self.pen.frame.px_f64(LINE_CSS_PX + 1.0);
            let text = header_word(wrapped, value);
            let middle = f64::midpoint(area.left, area.right);
            self.word(&text, (middle.round() as i32, row.round() as i32), Align::Below, area.width(), false);
        }
        match &cell.node {
            Node::Panel(panel) => {
                if let Some(title) = panel.title {
                    let row = area.top - columns.lines.head_px(cell.row);
                    let at = (area.left.round() as i32, row.round() as i32);
                    self.word(&title.lines.join(" "), at, Align::LeftBelow, area.width(), true);
                }
                out.push(Placed { panel, room: area, axes });
            }
            Node::Grid(inner) => self.grid(inner, area, out),
        }
    }

    /// The titles that all cells of a facet share, above and below them.
    fn shared_titles(&mut self, grid: &Grid<'_>, shared: &Shared, room: Room) -> Room {
        let mut room = room;
        let Some(panel) = first_panel(grid) else { return room };
        let axes = self.axes(
            panel,
            (f64::INFINITY, f64::INFINITY),
            Wants { x: shared.x, y: shared.y, titles: true, outside: true },
        );
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        if room.height() < line * 6.0 {
            return room;
        }
        let title = |level: bool| {
            axes.iter()
                .find(|axis| matches!(axis.side, Side::Bottom | Side::Top) == level)
                .map(|axis| axis.title.clone())
        };
        if let Some(title) = title(false).filter(|title| shared.y && !title.is_empty()) {
            let at = (room.left.round() as i32 + 1, room.top.round() as i32);
            self.word(&title, at, Align::LeftBelow, room.width(), false);
            room.top += line;
        }
        if let Some(title) = title(true).filter(|title| shared.x && !title.is_empty()) {
            let middle = f64::midpoint(room.left, room.right);
            let row = room.bottom - line;
            room.bottom = row - self.pen.frame.px_f64(2.0);
            self.word(&title, (middle.round() as i32, row.round() as i32), Align::Below, room.width(), false);
        }
        room
    }

    /// How much room the headers of a facet take.
    fn heads(&self, heads: &Heads<'_>, room: Room) -> HeadRoom {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let is_low = room.height() < line * 5.0;
        let lines = |header: Option<&FacetHeader>| match header {
            None => 0.0,
            Some(header) => {
                let title = if header_title(header).is_some() { 1.0 } else { 0.0 };
                if is_low { 0.0 } else { (title + if has_labels(header) { 1.0 } else { 0.0 }) * line }
            }
        };
        let level_px = heads.row.filter(|header| !is_low && has_labels(header));
        let level_px = level_px.and_then(|header| self.level_head_px(header, room));
        HeadRoom {
            top_px: lines(heads.column)
                + if heads.wrapped.and_then(header_title).is_some() && !is_low { line } else { 0.0 },
            right_px: lines(heads.row) + level_px.map_or(0.0, |level_px| level_px - line),
            level_px,
            cell_px: if heads.wrapped.is_some() { line + self.pen.frame.px_f64(2.0) } else { 0.0 },
        }
    }

    /// How wide the headers of rows are where they are written level.
    fn level_head_px(&self, header: &FacetHeader, room: Room) -> Option<f64> {
        let words = header.values.iter().map(|value| self.pen.width_px(&header_word(header, value)));
        let widest = words.fold(0.0, f64::max);
        let most = self.pen.frame.px_f64(LEVEL_HEAD_CSS_PX).min(room.width() * LEVEL_HEAD_SHARE);
        (widest <= most).then_some(widest + self.pen.frame.px_f64(GAP_CSS_PX))
    }

    fn draw_heads(&mut self, heads: &Heads<'_>, head_room: &HeadRoom, lines: &Lines, room: Room) {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        if head_room.top_px == 0.0 && head_room.right_px == 0.0 {
            return;
        }
        if let Some(title) = heads.wrapped.and_then(header_title) {
            let at = (f64::midpoint(room.left, room.right).round() as i32, (room.top - line).round() as i32);
            self.word(&title, at, Align::Below, room.width(), true);
        }
        if let Some(column) = heads.column {
            self.column_heads(column, lines, room);
        }
        if let Some(row) = heads.row {
            self.row_heads(row, lines, room, head_room.level_px);
        }
    }

    fn column_heads(&mut self, header: &FacetHeader, lines: &Lines, room: Room) {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let mut top = room.top;
        for (value, (from, to)) in header.values.iter().zip(&lines.columns).filter(|_| has_labels(header)) {
            let at = (f64::midpoint(*from, *to).round() as i32, (top - line).round() as i32);
            self.word(&header_word(header, value), at, Align::Below, to - from, false);
        }
        top -= if has_labels(header) { line } else { 0.0 };
        if let Some(title) = header_title(header) {
            let at = (f64::midpoint(room.left, room.right).round() as i32, (top - line).round() as i32);
            self.word(&title, at, Align::Below, room.width(), true);
        }
    }

    fn row_heads(&mut self, header: &FacetHeader, lines: &Lines, room: Room, level_px: Option<f64>) {
        let line = self.pen.frame.px_f64(LINE_CSS_PX);
        let (gap, size_px) = (self.pen.frame.px_f64(GAP_CSS_PX) / 2.0, self.pen.font_px());
        let mut down = |text: String, x: f64, (from, to): (f64, f64), is_bold: bool| {
            let at = (x.round() as i32, f64::midpoint(from, to).round() as i32);
            let ink: Ink = if is_bold { self.pen.palette.text } else { self.pen.palette.muted }.into();
            let style = TextStyle { turn: Turn::Down, is_bold };
            self.words.push(Shape::Text {
                text: truncate(&text, size_px, to - from),
                at,
                align: Align::Above,
                size_px,
                ink,
                style,
            });
        };
        let mut x = room.right + gap - self.pen.frame.px_f64(4.0);
        if level_px.is_none() {
            for (value, row) in header.values.iter().zip(&lines.rows).filter(|_| has_labels(header)) {
                down(header_word(header, value), x, *row, false);
            }
        }
        x += if has_labels(header) { level_px.unwrap_or(line) } else { 0.0 };
        if let Some(title) = header_title(header) {
            down(title, x, (room.top, room.bottom), true);
        }
        let Some(level_px) = level_px else { return };
        for (value, (from, to)) in header.values.iter().zip(&lines.rows).filter(|_| has_labels(header)) {
            let at = ((room.right + gap * 2.0).round() as i32, f64::midpoint(*from, *to).round() as i32);
            self.word(&header_word(header, value), at, Align::Left, level_px, false);
        }
    }

    /// Divides a room into the columns and rows of a grid.
    fn plan(&self, grid: &Grid<'_>, shared: &Shared, room: Room, cell_head_px: f64) -> (Vec<Vec<Axis>>, Columns) {
        let gap = self.pen.frame.px_f64(if grid.facet.is_some() { FACET_GAP_CSS_PX } else { CONCAT_GAP_CSS_PX });
        let gap = gap.min(room.width() / (4.0 * grid.columns as f64)).min(room.height() / (4.0 * grid.rows as f64));
        let about = (room.width() / grid.columns as f64 - gap, room.height() / grid.rows as f64 - gap);
        let mut margins = (vec![Margins::default(); grid.columns], vec![Margins::default(); grid.rows]);
        let mut weights = (vec![0.0f64; grid.columns], vec![0.0f64; grid.rows]);
        let mut cells = Vec::new();
        for cell in &grid.cells {
            let has_below = grid.cells.iter().any(|other| other.column == cell.column && other.row > cell.row);
            let has_before = grid.cells.iter().any(|other| other.row == cell.row && other.column < cell.column);
            let wants = Wants {
                x: !shared.x || !has_below,
                y: !shared.y || !has_before,
                titles: true,
                outside: shared.x || shared.y,
            };
            let axes = match &cell.node {
                Node::Panel(panel) => self.axes(panel, about, wants),
                Node::Grid(_) => Vec::new(),
            };
            let spare_px = if shared.x { gap / 2.0 } else { f64::INFINITY };
            let mut axes: Vec<Axis> = axes.into_iter().map(|axis| shared.untitled(axis)).collect();
            axes.iter_mut().for_each(|axis| axis.spare_px = spare_px);
            let mut own = self.margins(&axes, grid.facet.is_none());
            // Beside and below a cell without neighbours there is room for its axes.
            own.bottom = if shared.x && cell.row + 1 < grid.rows { 0.0 } else { own.bottom };
            own.left = if shared.y && cell.column > 0 { 0.0 } else { own.left };
            own.top += cell_head_px;
            if let Node::Panel(Panel { title: Some(_), .. }) = &cell.node {
                own.top += self.pen.frame.px_f64(LINE_CSS_PX);
            }
            let (column, row) = (&mut margins.0[cell.column], &mut margins.1[cell.row]);
            (column.left, column.right) = (column.left.max(own.left), column.right.max(own.right));
            (row.top, row.bottom) = (row.top.max(own.top), row.bottom.max(own.bottom));
            let (width, height) = weight(&cell.node);
            weights.0[cell.column] = weights.0[cell.column].max(width);
            weights.1[cell.row] = weights.1[cell.row].max(height);
            cells.push(axes);
        }
        let along =
            |margins: &[Margins]| margins.iter().map(|margins| (margins.left, margins.right)).collect::<Vec<_>>();
        let down =
            |margins: &[Margins]| margins.iter().map(|margins| (margins.top, margins.bottom)).collect::<Vec<_>>();
        let columns = divide((room.left, room.right), &along(&margins.0), &weights.0, gap);
        let rows = divide((room.top, room.bottom), &down(&margins.1), &weights.1, gap);
        let heads_px = margins.1.iter().map(|margins| margins.top).collect();
        (cells, Columns { lines: Lines { columns, rows, heads_px } })
    }
}

/// What the headers of a facet take: above all, right of all, above each cell.
struct HeadRoom {
    top_px: f64,
    right_px: f64,
    /// Where headers of rows are written level: their width.
    level_px: Option<f64>,
    cell_px: f64,
}

/// Where columns and rows stand.
struct Columns {
    lines: Lines,
}

/// From where to where columns and rows reach.
#[derive(Clone, Debug)]
struct Lines {
    columns: Vec<(f64, f64)>,
    rows: Vec<(f64, f64)>,
    heads_px: Vec<f64>,
}

impl Lines {
    fn head_px(&self, row: usize) -> f64 {
        self.heads_px.get(row).copied().unwrap_or_default()
    }
}

impl Columns {
    fn room(&self, row: usize, column: usize) -> Room {
        let ((left, right), (top, bottom)) = (self.lines.columns[column], self.lines.rows[row]);
        Room { left, top, right, bottom }
    }
}

/// Which axes all cells of a facet share.
struct Shared {
    x: bool,
    y: bool,
}

impl Shared {
    fn of(grid: &Grid<'_>, _scales: &[Scale<'_>]) -> Self {
        use grammar::spec::Channel;
        let is_facet = grid.facet.is_some();
        let shares = |channel: Channel| {
            let mut ids = grid.cells.iter().flat_map(|cell| match &cell.node {
                Node::Panel(panel) => {
                    panel.layers.iter().filter_map(|layer| layer.scope.get(&channel)).collect::<Vec<_>>()
                }
                Node::Grid(_) => Vec::new(),
            });
            let first = ids.next();
            first.is_some() && ids.all(|id| Some(id) == first)
        };
        Self { x: is_facet && shares(Channel::X), y: is_facet && shares(Channel::Y) }
    }

    /// An axis whose title stands once for all cells.
    fn untitled(&self, mut axis: Axis) -> Axis {
        let is_level = matches!(axis.side, Side::Bottom | Side::Top);
        if is_level && self.x || !is_level && self.y {
            axis.title.clear();
        }
        axis
    }
}

fn first_panel<'n, 'a>(grid: &'n Grid<'a>) -> Option<&'n Panel<'a>> {
    grid.cells.iter().find_map(|cell| if let Node::Panel(panel) = &cell.node { Some(panel) } else { None })
}

/// Width and height that a node asks for.
fn weight(node: &Node<'_>) -> (f64, f64) {
    match node {
        Node::Panel(panel) => panel.weight,
        Node::Grid(grid) => {
            let mut columns = vec![0.0f64; grid.columns];
            let mut rows = vec![0.0f64; grid.rows];
            for cell in &grid.cells {
                let (width, height) = weight(&cell.node);
                columns[cell.column] = columns[cell.column].max(width);
                rows[cell.row] = rows[cell.row].max(height);
            }
            (columns.iter().sum(), rows.iter().sum())
        }
    }
}

/// Parts of a length by weight, between margins and gaps.
fn divide((from, to): (f64, f64), margins: &[(f64, f64)], weights: &[f64], gap: f64) -> Vec<(f64, f64)> {
    let taken: f64 = margins.iter().map(|(before, after)| before + after).sum();
    let gaps = gap * margins.len().saturating_sub(1) as f64;
    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let rest = (to - from - taken - gaps).max(margins.len() as f64);
    let mut at = from;
    let part = |((before, after), weight): (&(f64, f64), &f64)| {
        let start = at + before;
        let end = start + rest * weight / total;
        at = end + after + gap;
        (start.round(), end.round().max(start.round() + 1.0))
    };
    margins.iter().zip(weights).map(part).collect()
}

/// A header's value in words.
fn header_word(header: &FacetHeader, value: &Value) -> String {
    let fallback = Say::default();
    let say = if matches!(value, Value::Text(_)) { &fallback } else { &header.say };
    say::value(say, value)
}

fn header_title(header: &FacetHeader) -> Option<String> {
    header.title.clone().filter(|title| !title.is_empty())
}

fn has_labels(header: &FacetHeader) -> bool {
    header.guide.as_ref().and_then(|guide| guide.get("labels")).and_then(Json::as_bool).unwrap_or(true)
}
