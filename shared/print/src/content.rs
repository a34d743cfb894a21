//! The content of a panel, kind by kind. What is missing is said in its place, as the page does.

use chart::{
    Frame, LegendEntry, Mapping, Note, Plot, Spec, TablesOnly, Threshold, ViewState, composed, mapped,
    panel::needs_grammar, plot, width_px,
};
use document::{Document, Kind, Node, NodeId, Property};
use grammar::flow::Given;
use table::Relation;

use crate::{
    PrintError, Tables,
    panel::Place,
    prose, rows,
    svg::{Anchor, Line},
};

const LEGEND_PX: f64 = 11.0;
const LEGEND_LINE_PX: f64 = 18.0;
const SWATCH_PX: f64 = 10.0;
/// The largest type of a number.
const MAX_NUMBER_PX: f64 = 56.0;

/// Draws what the node shows.
pub(crate) fn draw(
    document: &Document,
    id: NodeId,
    node: &Node,
    tables: &Tables,
    mut place: Place<'_>,
) -> Result<(), PrintError> {
    match node.kind() {
        Kind::Chart | Kind::Stat => chart(document, id, node, tables, place)?,
        Kind::Table => rows::draw(node, tables, place),
        Kind::Text => prose::draw(node.text(Property::Body), place),
        Kind::Control => place.say(&node.names(Property::Selected).join(", ")),
        Kind::Dashboard | Kind::Tab | Kind::Row | Kind::Annotation | Kind::Comment | Kind::Reply => {}
    }
    Ok(())
}

fn chart(
    document: &Document,
    id: NodeId,
    node: &Node,
    tables: &Tables,
    mut place: Place<'_>,
) -> Result<(), PrintError> {
    let spec = Spec::of(node);
    let Some(name) = &spec.table else {
        place.say("No table is chosen.");
        return Ok(());
    };
    let Some(table) = tables.get(name) else {
        place.say(&format!("There is no table {name:?} here."));
        return Ok(());
    };
    let drawn = |place: &Place<'_>| {
        if !needs_grammar(node) {
            return plot(&spec, table, &ViewState::default(), frame(place));
        }
        let files = TablesOnly(|name: &str| tables.get(name).map(Relation::of));
        composed(node, Some(table), &Given::files(&files), &ViewState::default(), frame(place))
    };
    let drawing = match drawn(&place) {
        Ok(drawing) => drawing,
        Err(problem) => {
            place.say(&problem.to_string());
            return Ok(());
        }
    };
    // The legend takes its lines from the height, so what is below it is plotted for what is left.
    let lines = legend(drawing.legend(), &mut place);
    let drawing = if lines == 0 { drawing } else { drawn(&place).unwrap_or(drawing) };
    let mut drawing = drawing.annotated(&notes(document, id), frame(&place));
    drawing.mark_thresholds(&Threshold::of(node), frame(&place));
    let svg = svg_of(&drawing, (place.width as u32, place.height as u32))?;
    place.canvas.picture(place.x, place.y, &svg);
    if let Some(number) = drawing.big_number() {
        let mappings = Mapping::of(node);
        let mapping = mapped(&mappings, number, drawing.big_value()).filter(|mapping| !mapping.words.is_empty());
        big_number(mapping.map_or(number, |mapping| &mapping.words), &mut place);
    }
    Ok(())
}

fn frame(place: &Place<'_>) -> Frame {
    Frame {
        width_px: place.width as u32,
        height_px: place.height as u32,
        scale: 1.0,
        theme: place.look.theme,
        rtl: place.look.rtl,
        patterns: false,
    }
}

fn notes(document: &Document, panel: NodeId) -> Vec<Note> {
    let is_on = |parent: NodeId| parent == NodeId::ROOT || parent == panel;
    let annotations = document.all_of(Kind::Annotation).filter(|(_, node)| is_on(node.place().parent));
    annotations.filter_map(|(_, node)| Note::of(node)).collect()
}

/// The plot as an `<svg>` element of that size.
pub(crate) fn svg_of(plot: &Plot, size_px: (u32, u32)) -> Result<String, PrintError> {
    chart::svg(plot, size_px).map_err(PrintError::Backend)
}

/// The names of the series with their colours, in at most two lines; gives how many, and takes them from the place.
fn legend(entries: &[LegendEntry], place: &mut Place<'_>) -> usize {
    const MAX_LINES: usize = 2;
    let (mut line, mut x) = (0, 0.0);
    for (index, entry) in entries.iter().enumerate() {
        let width = SWATCH_PX + 6.0 + width_px(&entry.label, LEGEND_PX) + 14.0;
        if x > 0.0 && x + width > place.width {
            (line, x) = (line + 1, 0.0);
        }
        let y = place.y + LEGEND_LINE_PX * (line as f64 + 1.0) - 5.0;
        if line == MAX_LINES {
            place.line(x, y - LEGEND_LINE_PX, LEGEND_PX, false, &format!("+{}", entries.len() - index));
            break;
        }
        swatch(entry, x, y, place);
        place.line(x + SWATCH_PX + 6.0, y, LEGEND_PX, false, &entry.label);
        x += width;
    }
    let lines = if entries.is_empty() { 0 } else { (line + 1).min(MAX_LINES) };
    let taken = (LEGEND_LINE_PX * lines as f64).min(place.height - 1.0);
    (place.y, place.height) = (place.y + taken, place.height - taken);
    lines
}

fn swatch(entry: &LegendEntry, indent: f64, y: f64, place: &mut Place<'_>) {
    let x = if place.look.rtl { place.x + place.width - indent - SWATCH_PX } else { place.x + indent };
    place.canvas.rect((x, y - SWATCH_PX + 1.0), (SWATCH_PX, SWATCH_PX), 2.0, entry.color);
}

/// The number of a stat, as large as fits above its trend.
fn big_number(number: &str, place: &mut Place<'_>) {
    let fits_px = place.width / width_px(number, 1.0).max(1.0);
    let size_px = fits_px.min(place.height * 0.5).min(MAX_NUMBER_PX);
    let (x, y) = (place.x + place.width / 2.0, place.y + place.height * 0.45 + size_px * 0.2);
    let color = place.palette.text;
    place.canvas.line(&Line { text: number, x, y, size_px, is_bold: true, anchor: Anchor::Middle, color });
}
