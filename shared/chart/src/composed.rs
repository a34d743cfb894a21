//! Composed: a chart of the whole grammar from its spec to its plot: read, put into its plainest form, its rows carried
//! through, drawn. The one way for page and print alike; where files and tables come from is the caller's business.

use document::Node;
use grammar::{
    flow::{Given, flow},
    normal::normal,
    source::Files,
    vega_lite,
};
use serde_json::Value as Json;
use table::Schema;

use crate::{frame::Frame, panel, plot::Plot, problem::Problem, scene::scene};

/// What the node of a chart draws that says more than a mark over x, y and colour. `schema` is that of its table.
///
/// # Errors
/// What the person who edits the chart has to mend, in words.
pub fn composed(node: &Node, schema: Option<&Schema>, given: &Given<'_>, frame: Frame) -> Result<Plot, Problem> {
    let spec = panel::drawn(node, schema).map_err(|broken| Problem::Scene(broken.to_string()))?;
    draw_spec(&Json::Object(spec), given, frame)
}

/// What a spec of Vega-Lite draws; what of it is not supported is left out.
///
/// # Errors
/// What whoever wrote the spec has to mend, in words.
pub fn draw_spec(spec: &Json, given: &Given<'_>, frame: Frame) -> Result<Plot, Problem> {
    fn said<E: std::error::Error>(error: E) -> Problem {
        Problem::Scene(error.to_string())
    }
    let (spec, _) = vega_lite::read(spec).map_err(said)?;
    let view = flow(&normal(spec).map_err(said)?, given).map_err(said)?;
    scene(&view, frame)
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
