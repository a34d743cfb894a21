//! Rows: a table panel on paper: its columns beside each other, as many rows as fit, in the order of the panel.

use std::cmp::Ordering;

use chart::truncate;
use document::{Node, Property};
use table::{Cell, Table};

use crate::{Tables, panel::Place};

const TEXT_PX: f64 = 11.5;
const LINE_PX: f64 = 20.0;
/// The least width of a column; further ones are left out.
const LEAST_COLUMN_PX: f64 = 70.0;

/// Draws the rows that the node lists.
pub(crate) fn draw(node: &Node, tables: &Tables, mut place: Place<'_>) {
    let table = node.name(Property::Table).and_then(|name| tables.get(name));
    let Some(table) = table.filter(|table| table.rows() > 0) else {
        place.say("There are no rows.");
        return;
    };
    let columns = columns(node, table, place.width);
    let width = place.width / columns.len().max(1) as f64;
    let lines = (place.height / LINE_PX) as usize;
    let mut y = place.y + LINE_PX - 6.0;
    for (index, (name, _)) in columns.iter().enumerate() {
        put(&mut place, index, width, y, true, name);
    }
    for row in order(node, table).into_iter().take(lines.saturating_sub(1)) {
        y += LINE_PX;
        for (index, (_, column)) in columns.iter().enumerate() {
            put(&mut place, index, width, y, false, &said(column.cell(row)));
        }
    }
}

fn put(place: &mut Place<'_>, index: usize, width: f64, y: f64, is_bold: bool, text: &str) {
    let text = truncate(text, TEXT_PX, width - 8.0);
    place.line(width * index as f64, y, TEXT_PX, is_bold, &text);
}

/// The columns that the panel names, else all; as many as there is room for.
fn columns<'a>(node: &Node, table: &'a Table, width: f64) -> Vec<(&'a str, &'a table::Column)> {
    let chosen = node.names(Property::Columns);
    let fields = table.schema().fields().iter().zip(table.columns());
    let named = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let columns = fields.map(|(field, column)| (field.name.as_str(), column)).filter(|(name, _)| named(name));
    columns.take(((width / LEAST_COLUMN_PX) as usize).max(1)).collect()
}

/// The indexes of the rows in the order of the panel; the newest first where it names none.
fn order(node: &Node, table: &Table) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..table.rows()).rev().collect();
    if let Some(column) = node.name(Property::SortBy).and_then(|name| table.column(name)) {
        let descending = node.flag(Property::SortDescending);
        rows.reverse();
        rows.sort_by(|a, b| match (column.cell(*a), column.cell(*b)) {
            (Cell::Gap, Cell::Gap) => Ordering::Equal,
            (Cell::Gap, _) => Ordering::Greater,
            (_, Cell::Gap) => Ordering::Less,
            (a, b) => {
                let order = a.compare(b).unwrap_or(Ordering::Equal);
                if descending { order.reverse() } else { order }
            }
        });
    }
    rows
}

fn said(cell: Cell<'_>) -> String {
    match cell {
        Cell::Gap => String::new(),
        Cell::Float(value) => value.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Time(at_ms) => {
            jiff::Timestamp::from_millisecond(at_ms).map_or_else(|_| String::new(), |at| at.to_string())
        }
        Cell::Text(text) => text.to_owned(),
        Cell::Flag(flag) => flag.to_string(),
    }
}
