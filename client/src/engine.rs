//! The engine: what draws charts that say more than a mark over x, y and colour. It brings the whole grammar of graphics,
//! its transforms and expressions, so it is a chunk of its own that comes when the first such chart does. It decides what
//! is drawn and paints nothing; it also reads and writes Vega-Lite.

use chart::{
    Frame, Plot, Problem, TablesOnly, ViewState, composed,
    panel::{Broken, Imported, is_off, written},
};
use document::{Node, Property};
use gloo::timers::callback::Timeout;
use grammar::{
    flow::{Given, Stage},
    vega_lite,
};
use serde_json::Value as Json;
use table::{Expression, Relation, Table};
use yew::Callback;

use crate::{
    data::{State, Tables},
    later::{self, Chunk, Known, NotFetched},
};

/// How long after it could not be fetched it is asked for again, in milliseconds: its charts wait for it.
const RETRY_MS: u32 = 5_000;

/// What the chunk holds.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// What somebody sees of a chart; a problem says what is to be mended.
    pub(crate) draw: fn(&Node, &Rows<'_>, &ViewState, Frame) -> Result<Plot, Problem>,
    /// A chart as a text of Vega-Lite, with the newest rows of its table.
    pub(crate) export: fn(&Node, Option<&Table>) -> Result<String, Broken>,
    /// A text of Vega-Lite as what a chart says; in words why not.
    pub(crate) import: fn(&str) -> Result<Imported, String>,
    /// What the steps of a chart make of the rows of its table.
    pub(crate) trace: fn(&Node, &Table) -> Result<Vec<Stage>, String>,
    /// At which character a text is no expression, and why.
    pub(crate) misread: fn(&str) -> Option<(usize, String)>,
    /// What of a spec is not drawn, as sentences; in words why nothing is.
    pub(crate) unread: fn(&Json) -> Result<Vec<String>, String>,
}

/// The rows of a chart.
pub(crate) struct Rows<'a> {
    pub(crate) tables: &'a Tables,
    /// The name of its own table.
    pub(crate) name: &'a str,
    /// The rows of that, or those of them that somebody looks at.
    pub(crate) own: &'a Table,
}

/// Where the program is taken apart.
mod chunks {
    use chart::panel::{export, import};

    use super::{Engine, NotFetched, draw, misread, trace, unread};

    #[cfg_attr(chunks, wasm_split_helpers::wasm_split(engine, fallible))]
    pub(super) fn engine() -> Result<Engine, NotFetched> {
        Ok(Engine { draw, export, import, trace, misread, unread })
    }
}

thread_local! {
    static ENGINE: Chunk<Engine> = const { Chunk::new(|| Box::pin(later::fetched(chunks::engine()))) };
}

/// What is known of it.
pub(crate) fn known() -> Known<Engine> {
    ENGINE.with(Chunk::known)
}

/// Asks for it until it is here; `on_known` hears each time that something came of it.
pub(crate) fn ask(on_known: Callback<()>) {
    let heard = move |()| {
        on_known.emit(());
        if matches!(known(), Known::Failed) {
            Timeout::new(RETRY_MS, || later::ask(&ENGINE, Callback::noop())).forget();
        }
    };
    later::ask(&ENGINE, Callback::from(heard));
}

fn draw(node: &Node, rows: &Rows<'_>, view: &ViewState, frame: Frame) -> Result<Plot, Problem> {
    let files = TablesOnly(|name: &str| rows.get(name).map(Relation::of));
    let whole = if let State::Ready(table) = rows.tables.get(rows.name) { table } else { rows.own };
    composed(node, Some(whole), &Given::files(&files), view, frame)
}

fn trace(node: &Node, table: &Table) -> Result<Vec<Stage>, String> {
    let spec = written(node, Some(table.schema())).map_err(|broken| broken.to_string())?;
    let name = node.name(Property::Table).unwrap_or_default();
    let files = TablesOnly(|wanted: &str| (wanted == name).then(|| Relation::of(table)));
    grammar::flow::trace(&spec, is_off, &Given::files(&files)).map_err(|error| error.to_string())
}

fn misread(text: &str) -> Option<(usize, String)> {
    Expression::parse(text).err().map(|error| (error.position, error.message))
}

fn unread(spec: &Json) -> Result<Vec<String>, String> {
    let (_, dropped) = vega_lite::read(spec).map_err(|problem| problem.to_string())?;
    Ok(dropped.iter().map(|dropped| format!("{}: {}", dropped.path, dropped.why)).collect())
}

impl Rows<'_> {
    fn get(&self, name: &str) -> Option<&Table> {
        match self.tables.get(name) {
            _ if name == self.name => Some(self.own),
            State::Ready(table) => Some(table),
            State::Loading | State::Missing => None,
        }
    }
}
