//! Composed: a chart of the whole grammar from its spec to its plot: read, put into its plainest form, its rows carried
//! through, drawn. The one way for page and print alike; where files and tables come from is the caller's business.

use document::Node;
use grammar::{
    View,
    flow::{Given, flow},
    normal::normal,
    source::Files,
    vega_lite,
    view::Say,
};
use serde_json::Value as Json;
use table::{Column, Table, Value};

use crate::{
    frame::Frame,
    panel,
    plot::Plot,
    problem::Problem,
    scene::{Seen, hides, looked_at, scene},
    threshold::Threshold,
    view_state::ViewState,
};

/// Most categories of a field among which colours are kept: more than that are told apart by no colour.
const MAX_KNOWN: usize = 256;

/// What one person sees of what the node of a chart draws that says more than a mark over x, y and colour. `table` is its
/// own, with all its rows. A legend that only names colours is not drawn: [`Plot::legend`] has its entries.
///
/// # Errors
/// What the person who edits the chart has to mend, in words.
pub fn composed(
    node: &Node,
    table: Option<&Table>,
    given: &Given<'_>,
    look: &ViewState,
    frame: Frame,
) -> Result<Plot, Problem> {
    let spec = panel::drawn(node, table.map(Table::schema)).map_err(said)?;
    let is_hidden = |say: &Say, value: &Value| hides(look, say, value);
    let given = Given {
        files: given.files,
        zone: given.zone.clone(),
        params: given.params,
        selected: given.selected,
        is_hidden: if look.hidden.is_empty() { given.is_hidden } else { Some(&is_hidden) },
    };
    let known = |field: &str| table.and_then(|table| table.column(field)).map(known).unwrap_or_default();
    let seen = Seen { look, levels: &Threshold::levels(node), known: &known };
    looked_at(&view(&Json::Object(spec), &given)?, &seen, frame)
}

/// The categories that a column knows, in their order; none of what is not told apart by names.
fn known(column: &Column) -> Vec<Value> {
    match column {
        Column::Text(text) if text.dictionary.len() <= MAX_KNOWN => {
            text.dictionary.iter().map(|name| Value::text(name)).collect()
        }
        Column::Flag(_) => vec![Value::Flag(false), Value::Flag(true)],
        Column::Text(_) | Column::Float(_) | Column::Integer(_) | Column::Time(_) => Vec::new(),
    }
}

/// What a spec of Vega-Lite draws; what of it is not supported is left out.
///
/// # Errors
/// What whoever wrote the spec has to mend, in words.
pub fn draw_spec(spec: &Json, given: &Given<'_>, frame: Frame) -> Result<Plot, Problem> {
    scene(&view(spec, given)?, frame)
}

fn view(spec: &Json, given: &Given<'_>) -> Result<View, Problem> {
    let (spec, _) = vega_lite::read(spec).map_err(said)?;
    flow(&normal(spec).map_err(said)?, given).map_err(said)
}

fn said<E: std::error::Error>(error: E) -> Problem {
    Problem::Scene(error.to_string())
}

/// The tables of a caller, and no files.
pub struct TablesOnly<F>(pub F);

impl<F: Fn(&str) -> Option<table::Relation>> Files for TablesOnly<F> {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("files are not read here: post the rows to a table and name that".to_owned())
    }

    fn table(&self, name: &str) -> Option<table::Relation> {
        (self.0)(name)
    }
}
