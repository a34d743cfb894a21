//! Grids: facets and concatenations. Cells are as large as their weights among each other, between the axes that each
//! draws for itself or all share.

use grammar::spec::Channel;

use super::{Layout, Margins, Placed, Room, Wants, heads::header_word};
use crate::{
    scene::{
        axis::{Axis, LINE_CSS_PX, Side},
        tree::{Cell, Grid, Node, Panel},
    },
    shape::Align,
};

/// Between the cells of a facet ...
const FACET_GAP_CSS_PX: f64 = 10.0;
/// ... and of a concatenation, whose cells have axes of their own.
const CONCAT_GAP_CSS_PX: f64 = 18.0;

impl Layout<'_, '_> {
    /// Places the cells of a grid.
    pub(super) fn grid<'n, 'a>(&mut self, grid: &'n Grid<'a>, room: Room, out: &mut Vec<Placed<'n, 'a>>) {
        let title = grid.title.map(|title| title.lines.join(" ")).unwrap_or_default();
        let mut room = self.head(&title, room);
        if grid.cells.is_empty() {
            return;
        }
        let shared = Shared::of(grid);
        room = self.shared_titles(grid, shared, room);
        let heads = grid.facet.map(|heads| self.heads(&heads, room));
        if let Some(heads) = &heads {
            room = Room { top: room.top + heads.top_px, right: room.right - heads.right_px, ..room };
        }
        let (cells, lines) = self.plan(grid, shared, room, heads.as_ref().map_or(0.0, |heads| heads.cell_px));
        for (cell, axes) in grid.cells.iter().zip(cells) {
            self.cell(grid, cell, axes, &lines, out);
        }
        if let (Some(facet), Some(heads)) = (&grid.facet, &heads) {
            self.draw_heads(facet, heads, &lines, room);
        }
    }

    fn cell<'n, 'a>(
        &mut self,
        grid: &Grid<'a>,
        cell: &'n Cell<'a>,
        axes: Vec<Axis>,
        lines: &Lines,
        out: &mut Vec<Placed<'n, 'a>>,
    ) {
        let area = lines.room(cell);
        if let (Some(value), Some(wrapped)) = (cell.head, grid.facet.and_then(|heads| heads.wrapped)) {
            let row = area.top - self.pen.frame.px_f64(LINE_CSS_PX + 1.0);
            let text = header_word(wrapped, value);
            let middle = f64::midpoint(area.left, area.right);
            self.word(&text, (middle.round() as i32, row.round() as i32), Align::Below, area.width(), false);
        }
        match &cell.node {
            Node::Panel(panel) => {
                if let Some(title) = panel.title {
                    let row = area.top - lines.heads_px[cell.row];
                    let at = (area.left.round() as i32, row.round() as i32);
                    self.word(&title.lines.join(" "), at, Align::LeftBelow, area.width(), true);
                }
                out.push(Placed { panel, room: area, axes });
            }
            Node::Grid(inner) => self.grid(inner, area, out),
        }
    }

    /// The titles that all cells of a facet share, above and below them.
    fn shared_titles(&mut self, grid: &Grid<'_>, shared: Shared, room: Room) -> Room {
        let mut room = room;
        let Some(panel) = first_panel(grid) else { return room };
        let axes = self.axes(panel, (f64::INFINITY, f64::INFINITY), Wants { x: shared.x, y: shared.y, outside: true });
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

    /// Divides a room into the columns and rows of a grid; the axes of each cell.
    fn plan(&self, grid: &Grid<'_>, shared: Shared, room: Room, cell_head_px: f64) -> (Vec<Vec<Axis>>, Lines) {
        let gap = self.pen.frame.px_f64(if grid.facet.is_some() { FACET_GAP_CSS_PX } else { CONCAT_GAP_CSS_PX });
        let gap = gap.min(room.width() / (4.0 * grid.columns as f64)).min(room.height() / (4.0 * grid.rows as f64));
        let about = (room.width() / grid.columns as f64 - gap, room.height() / grid.rows as f64 - gap);
        let (mut columns, mut rows) = (vec![Track::default(); grid.columns], vec![Track::default(); grid.rows]);
        let mut cells = Vec::new();
        for cell in &grid.cells {
            let axes = self.cell_axes(grid, cell, shared, about, gap);
            let own = self.cell_margins(grid, cell, shared, &axes, cell_head_px);
            let (width, height) = weight(&cell.node);
            columns[cell.column].hold(own.left, own.right, width);
            rows[cell.row].hold(own.top, own.bottom, height);
            cells.push(axes);
        }
        let heads_px = rows.iter().map(|row| row.before).collect();
        let columns = divide((room.left, room.right), &columns, gap);
        let rows = divide((room.top, room.bottom), &rows, gap);
        (cells, Lines { columns, rows, heads_px })
    }

    /// The axes that a cell draws: its own, or those of all cells where none stands before or below it.
    fn cell_axes(&self, grid: &Grid<'_>, cell: &Cell<'_>, shared: Shared, about: (f64, f64), gap: f64) -> Vec<Axis> {
        let Node::Panel(panel) = &cell.node else { return Vec::new() };
        let has_below = grid.cells.iter().any(|other| other.column == cell.column && other.row > cell.row);
        let has_before = grid.cells.iter().any(|other| other.row == cell.row && other.column < cell.column);
        let (x, y) = (!shared.x || !has_below, !shared.y || !has_before);
        let mut axes = self.axes(panel, about, Wants { x, y, outside: shared.x || shared.y });
        for axis in &mut axes {
            shared.untitle(axis);
            axis.spare_px = if shared.x { gap / 2.0 } else { f64::INFINITY };
        }
        axes
    }

    fn cell_margins(&self, grid: &Grid<'_>, cell: &Cell<'_>, shared: Shared, axes: &[Axis], head_px: f64) -> Margins {
        let mut own = self.margins(axes, grid.facet.is_none());
        // Beside and below a cell without neighbours there is room for its axes.
        if shared.x && cell.row + 1 < grid.rows {
            own.bottom = 0.0;
        }
        if shared.y && cell.column > 0 {
            own.left = 0.0;
        }
        own.top += head_px;
        if let Node::Panel(Panel { title: Some(_), .. }) = &cell.node {
            own.top += self.pen.frame.px_f64(LINE_CSS_PX);
        }
        own
    }
}

/// A column or row before its place is known: what stands before and after its cells, and their weight.
#[derive(Clone, Copy, Default)]
struct Track {
    before: f64,
    after: f64,
    weight: f64,
}

impl Track {
    fn hold(&mut self, before: f64, after: f64, weight: f64) {
        self.before = self.before.max(before);
        self.after = self.after.max(after);
        self.weight = self.weight.max(weight);
    }
}

/// From where to where columns and rows reach.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    pub(super) columns: Vec<(f64, f64)>,
    pub(super) rows: Vec<(f64, f64)>,
    /// What stands above the cells of each row.
    heads_px: Vec<f64>,
}

impl Lines {
    fn room(&self, cell: &Cell<'_>) -> Room {
        let ((left, right), (top, bottom)) = (self.columns[cell.column], self.rows[cell.row]);
        Room { left, top, right, bottom }
    }
}

/// Which axes all cells of a facet share.
#[derive(Clone, Copy)]
struct Shared {
    x: bool,
    y: bool,
}

impl Shared {
    fn of(grid: &Grid<'_>) -> Self {
        let ids = |channel: Channel, cell: &Cell<'_>| match &cell.node {
            Node::Panel(panel) => panel.layers.iter().filter_map(|layer| layer.scope.get(&channel).copied()).collect(),
            Node::Grid(_) => Vec::new(),
        };
        let shares = |channel: Channel| {
            let mut all = grid.cells.iter().flat_map(|cell| ids(channel, cell));
            let first = all.next();
            grid.facet.is_some() && first.is_some() && all.all(|id| Some(id) == first)
        };
        Self { x: shares(Channel::X), y: shares(Channel::Y) }
    }

    /// Takes the title of an axis whose title stands once for all cells.
    fn untitle(self, axis: &mut Axis) {
        let is_level = matches!(axis.side, Side::Bottom | Side::Top);
        if is_level && self.x || !is_level && self.y {
            axis.title.clear();
        }
    }
}

fn first_panel<'n, 'a>(grid: &'n Grid<'a>) -> Option<&'n Panel<'a>> {
    grid.cells.iter().find_map(|cell| if let Node::Panel(panel) = &cell.node { Some(panel) } else { None })
}

/// Width and height that a node asks for.
fn weight(node: &Node<'_>) -> (f64, f64) {
    let Node::Grid(grid) = node else {
        let Node::Panel(panel) = node else { return (1.0, 1.0) };
        return panel.weight;
    };
    let (mut columns, mut rows) = (vec![0.0f64; grid.columns], vec![0.0f64; grid.rows]);
    for cell in &grid.cells {
        let (width, height) = weight(&cell.node);
        columns[cell.column] = columns[cell.column].max(width);
        rows[cell.row] = rows[cell.row].max(height);
    }
    (columns.iter().sum(), rows.iter().sum())
}

/// Parts of a length by weight, between what stands before and after them.
fn divide((from, to): (f64, f64), tracks: &[Track], gap: f64) -> Vec<(f64, f64)> {
    let taken: f64 = tracks.iter().map(|track| track.before + track.after).sum();
    let gaps = gap * tracks.len().saturating_sub(1) as f64;
    let total: f64 = tracks.iter().map(|track| track.weight).sum::<f64>().max(f64::MIN_POSITIVE);
    let rest = (to - from - taken - gaps).max(tracks.len() as f64);
    let mut at = from;
    let part = |track: &Track| {
        let start = at + track.before;
        let end = start + rest * track.weight / total;
        at = end + track.after + gap;
        (start.round(), end.round().max(start.round() + 1.0))
    };
    tracks.iter().map(part).collect()
}
