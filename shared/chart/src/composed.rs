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
use table::{Schema, Value};

use crate::{
    frame::Frame,
    panel,
    plot::Plot,
    problem::Problem,
    scene::{hides, looked_at, scene},
    view_state::ViewState,
};

/// What one person sees of what the node of a chart draws that says more than a mark over x, y and colour. `schema` is
/// that of its table. A legend that only names colours is not drawn: [`Plot::legend`] has its entries.
///
/// # Errors
/// What the person who edits the chart has to mend, in words.
pub fn composed(
    node: &Node,
    schema: Option<&Schema>,
    given: &Given<'_>,
    look: &ViewState,
    frame: Frame,
) -> Result<Plot, Problem> {
    let spec = panel::drawn(node, schema).map_err(said)?;
    let is_hidden = |say: &Say, value: &Value| hides(look, say, value);
    let given = Given {
        files: given.files,
        zone: given.zone.clone(),
        params: given.params,
        selected: given.selected,
        is_hidden: if look.hidden.is_empty() { given.is_hidden } else { Some(&is_hidden) },
    };
    looked_at(&view(&Json::Object(spec), &given)?, look, frame)
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
