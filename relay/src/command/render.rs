//! `ashboard render`: a panel or a dashboard as SVG, PNG or PDF, without a browser; a dashboard of a relay's folder, of
//! one that runs, or of a file of `export`, whose rows come from CSV files then.

use std::{
    fs,
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use ::table::{Batch, Relation, Retention, Schema, Table};
use chart::Frame;
use document::{Document, NodeId, Outline, Seq};
use grammar::{flow::Given, source::Files};
use print::{Look, Tables, Theme};
use relay::{
    ingest,
    log::{Log, SqliteLog},
    picture::{self, Format, Order},
};
use serde_json::Value as Json;

use super::{
    export::{ask, from_log},
    failed, http,
    place::{Place, open},
};

/// What to draw, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Render {
    /// The id of a dashboard, a file of `export`, or a file with a spec of Vega-Lite
    #[arg(value_name = "DASHBOARD")]
    dashboard: String,
    #[command(flatten)]
    place: Place,
    /// The panel, by its id or its title [default: the whole dashboard, as PDF]
    #[arg(long)]
    panel: Option<String>,
    /// svg, png or pdf
    #[arg(long, default_value = "pdf")]
    format: Format,
    /// Width in pixels
    #[arg(long, default_value_t = 800, value_name = "PX")]
    width: u32,
    /// Height in pixels
    #[arg(long, default_value_t = 400, value_name = "PX")]
    height: u32,
    /// Device pixels of a PNG for each pixel, 0.1 to 4
    #[arg(long, default_value_t = 2.0)]
    scale: f32,
    /// Light marks on a dark ground
    #[arg(long)]
    dark: bool,
    /// Mirrored, for languages that are written from right to left
    #[arg(long)]
    rtl: bool,
    /// As it was at this place in its history [default: the newest]
    #[arg(long, value_name = "SEQ")]
    at: Option<u64>,
    /// Rows of a table: a CSV file; may be repeated
    #[arg(long = "rows", value_name = "TABLE=FILE")]
    rows: Vec<String>,
    /// The file to write [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the file.
pub(crate) fn run(render: &Render) -> ExitCode {
    let written = drawn(render).and_then(|bytes| match &render.output {
        Some(file) => fs::write(file, bytes).map_err(|error| format!("{} cannot be written: {error}", file.display())),
        None => io::stdout().write_all(&bytes).map_err(|error| error.to_string()),
    });
    written.map_or_else(failed, |()| ExitCode::SUCCESS)
}

fn drawn(render: &Render) -> Result<Vec<u8>, String> {
    if let Some(spec) = spec_of(&render.dashboard)? {
        return of_spec(render, &spec);
    }
    let (document, mut tables) = read(render)?;
    tables.extend(named_rows(render)?);
    let order = order(render);
    let drawn = match &render.panel {
        Some(panel) => picture::of_panel(&document, find(&document, panel)?, &tables, order),
        None if render.format == Format::Pdf => picture::of_dashboard(&document, &tables, render.rtl),
        None => return Err("a whole dashboard is printed as pdf; name a --panel for svg and png".to_owned()),
    };
    drawn.map_err(|error| error.to_string())
}

fn order(render: &Render) -> Order {
    let theme = if render.dark { Theme::Dark } else { Theme::Light };
    let look = Look { width_px: render.width, height_px: render.height, theme, rtl: render.rtl };
    Order { format: render.format, look, scale: render.scale }
}

/// A file of JSON that is no dashboard is a spec of Vega-Lite.
fn spec_of(file: &str) -> Result<Option<Json>, String> {
    if !file.ends_with(".json") {
        return Ok(None);
    }
    let text = fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let json: Json = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    Ok(json.get("schemaVersion").is_none().then_some(json))
}

/// The chart of a spec; its files are looked for beside it, its tables are those of `--rows`.
fn of_spec(render: &Render, spec: &Json) -> Result<Vec<u8>, String> {
    let beside = Path::new(&render.dashboard).parent().unwrap_or(Path::new("."));
    let files = Beside { folder: beside.to_owned(), tables: named_rows(render)? };
    let order = order(render);
    let frame = Frame {
        width_px: render.width,
        height_px: render.height,
        scale: 1.0,
        theme: order.look.theme,
        rtl: render.rtl,
        patterns: false,
    };
    let plot = chart::draw_spec(spec, &Given::files(&files), frame).map_err(|problem| problem.to_string())?;
    let svg = print::draw(&plot, order.look).map_err(|error| error.to_string())?;
    let title = spec.get("title").and_then(Json::as_str).unwrap_or("Chart").to_owned();
    picture::file(svg, title, order).map_err(|error| error.to_string())
}

/// The files of a folder and of those below it.
struct Beside {
    folder: PathBuf,
    tables: Tables,
}

impl Files for Beside {
    fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let is_below = Path::new(url).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_below {
            return Err("it is not a file below the folder of the spec".to_owned());
        }
        fs::read(self.folder.join(url)).map_err(|error| error.to_string())
    }

    fn table(&self, name: &str) -> Option<Relation> {
        self.tables.get(name).map(Relation::of)
    }
}

fn named_rows(render: &Render) -> Result<Tables, String> {
    let mut tables = Tables::new();
    for named in &render.rows {
        let (name, file) = named.split_once('=').ok_or_else(|| format!("{named:?} is not TABLE=FILE"))?;
        tables.insert(name.to_owned(), table_of(&from_csv(Path::new(file), None)?)?);
    }
    Ok(tables)
}

/// The panel of that id, or the only one of that title.
fn find(document: &Document, panel: &str) -> Result<NodeId, String> {
    let by_id = panel.parse().ok().filter(|id| document.node(*id).is_some_and(|node| node.kind().is_panel()));
    if let Some(id) = by_id {
        return Ok(id);
    }
    let titled: Vec<_> = document.all_panels().filter(|(_, node)| node.title() == panel).map(|(id, _)| id).collect();
    match titled[..] {
        [id] => Ok(id),
        [] => {
            let titles: Vec<_> = document.all_panels().map(|(id, node)| format!("{id} {:?}", node.title())).collect();
            Err(format!("no panel is called {panel:?}; there are: {}", titles.join(", ")))
        }
        _ => Err(format!("{} panels are called {panel:?}; name one by its id: {titled:?}", titled.len())),
    }
}

fn read(render: &Render) -> Result<(Document, Tables), String> {
    let at = render.at.map(Seq);
    if render.dashboard.ends_with(".json") {
        let text = fs::read_to_string(&render.dashboard)
            .map_err(|error| format!("{} cannot be read: {error}", render.dashboard))?;
        let outline = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", render.dashboard))?;
        return Ok((document_of(&outline)?, Tables::new()));
    }
    let id = render.dashboard.parse().map_err(|error| format!("{:?} is none: {error}", render.dashboard))?;
    match &render.place.url {
        Some(url) => {
            let document = document_of(&ask(url, id, at)?)?;
            let tables = rows_of_relay(url, &document)?;
            Ok((document, tables))
        }
        None => {
            let mut log = open(render.place.data_dir.clone())?;
            let document = document_of(&from_log(&mut log, id, at)?)?;
            let tables = rows_of_log(&mut log, &document)?;
            Ok((document, tables))
        }
    }
}

fn document_of(outline: &Outline) -> Result<Document, String> {
    outline.document().map_err(|refusal| refusal.to_string())
}

fn rows_of_log(log: &mut SqliteLog, document: &Document) -> Result<Tables, String> {
    let wanted = picture::tables_of(document);
    let mut tables = Tables::new();
    for row in log.tables().map_err(|error| error.to_string())? {
        if !wanted.contains(&row.name) {
            continue;
        }
        let damaged = |_| format!("the rows of {:?} are damaged", row.name);
        let schema: Schema = protocol::codec::from_stored(&row.schema).map_err(damaged)?;
        let mut table = Table::new(schema, ALL_ROWS);
        for stored in log.load_rows(&row.name, 0, u64::MAX).map_err(|error| error.to_string())? {
            let batch: Batch = protocol::codec::from_stored(&stored.bytes).map_err(damaged)?;
            table.append(&batch).map_err(|error| error.to_string())?;
        }
        tables.insert(row.name, table);
    }
    Ok(tables)
}

/// Rows of one answer of a relay: a body of some megabytes.
const ROWS_AT_ONCE: usize = 10_000;
const ALL_ROWS: Retention = Retention { max_rows: usize::MAX, max_age_ms: None };

/// A table that the relay has not got is missing; the picture says so.
fn rows_of_relay(url: &str, document: &Document) -> Result<Tables, String> {
    let url = url.trim_end_matches('/');
    let get = |path: &str| {
        let answer = http::ask("GET", &format!("{url}{path}"), "").map_err(|error| format!("{url}: {error}"))?;
        if answer.is_good() { Ok(answer.body) } else { Err(format!("{url} says: {}", answer.words())) }
    };
    let list: List = serde_json::from_str(&get("/api/v1/tables")?).map_err(|error| format!("{url}: {error}"))?;
    let wanted = picture::tables_of(document);
    let mut tables = Tables::new();
    for listed in list.tables.into_iter().filter(|listed| wanted.contains(&listed.name) && listed.rows > 0) {
        let mut table = Table::new(listed.fields.clone(), ALL_ROWS);
        let mut from = listed.first_row;
        while from < listed.next_row {
            let path = format!("/api/v1/tables/{}/rows?format=csv&from={from}&limit={ROWS_AT_ONCE}", listed.name);
            let batch = ingest::read(get(&path)?.as_bytes(), ingest::Format::Csv, Some(&listed.fields));
            let batch = batch.map_err(|problem| problem.to_string())?;
            table.append(&batch).map_err(|error| error.to_string())?;
            from += batch.rows().max(1) as u64;
        }
        tables.insert(listed.name, table);
    }
    Ok(tables)
}

/// What `GET /api/v1/tables` answers.
#[derive(serde::Deserialize)]
struct List {
    tables: Vec<Listed>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    fields: Schema,
    rows: u64,
    first_row: u64,
    next_row: u64,
}

fn from_csv(file: &Path, schema: Option<&Schema>) -> Result<Batch, String> {
    let bytes = fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    ingest::read(&bytes, ingest::Format::Csv, schema).map_err(|problem| format!("{}: {problem}", file.display()))
}

fn table_of(batch: &Batch) -> Result<Table, String> {
    let mut table = Table::new(batch.schema().clone(), ALL_ROWS);
    table.append(batch).map_err(|error| error.to_string())?;
    Ok(table)
}
