//! What each route takes and answers, in one table. A route that the gate lists and that stands not here fails a test, and
//! so does one that stands here and is not listed.

mod accounts;
mod filing;
mod rights;

/// One operation of the API.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// Its method.
    pub method: &'static str,
    /// Its path as the listing has it.
    pub path: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// What its query may hold.
    pub query: &'static [Parameter],
    /// What it reads.
    pub body: Body,
    /// What it answers when all is well.
    pub answer: Answer,
}

/// One name of a query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What it says.
    pub what: &'static str,
    /// Whether there is no default.
    pub required: bool,
    /// What its value may be.
    pub shape: Shape,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A whole number from one to another.
    Number(u64, u64),
    /// Any number from one to another.
    Real(f64, f64),
    /// One of these.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A text of that pattern.
    Pattern(&'static str),
    /// Any text.
    Text,
}

/// What a route reads.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON of this schema.
    Json(&'static str),
    /// The same, or nothing.
    OptionalJson(&'static str),
    /// Rows in one of their forms, also as gzip.
    Rows,
}

/// What a route answers.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// 200 with JSON of this schema.
    Json(&'static str),
    /// The same, or stored bytes where `format=stored` asks for them.
    JsonOrStored(&'static str),
    /// 200 with stored bytes.
    Stored,
    /// 201 with JSON of this schema.
    Created(&'static str),
    /// 204.
    Done,
    /// 303, to where a browser goes on.
    Elsewhere,
    /// 101, and a WebSocket from there on.
    Upgrade,
    /// 200 with something else than JSON.
    Text(&'static [&'static str]),
}

const SEQ: Shape = Shape::Number(0, u64::MAX >> 1);
const AT: Parameter = optional("at", "as it was at this Seq", SEQ);
const FORMAT: Parameter =
    optional("format", "JSON, or the bytes that the page reads", Shape::Word(&["json", "stored"]));
const RTL: Parameter = optional("rtl", "whether it is read from right to left", Shape::Flag);

const fn optional(name: &'static str, what: &'static str, shape: Shape) -> Parameter {
    Parameter { name, what, required: false, shape }
}

/// A route that changes nothing.
const fn get(path: &'static str, summary: &'static str, query: &'static [Parameter], answer: Answer) -> Described {
    Described { method: "GET", path, summary, query, body: Body::None, answer }
}

/// A route that changes something by what it reads.
const fn write(
    method: &'static str,
    path: &'static str,
    summary: &'static str,
    body: Body,
    answer: Answer,
) -> Described {
    Described { method, path, summary, query: &[], body, answer }
}

/// Every operation.
pub fn all() -> impl Iterator<Item = &'static Described> {
    DASHBOARDS.iter().chain(TABLES).chain(RELAY).chain(rights::RIGHTS).chain(accounts::ACCOUNTS).chain(filing::FILING)
}

const DASHBOARDS: &[Described] = &[
    get("/api/v1/dashboards", "Lists the dashboards", &[], Answer::Json("Dashboards")),
    Described {
        method: "POST",
        path: "/api/v1/dashboards",
        summary: "Makes a dashboard, of an outline, of a spec of Vega-Lite, or empty",
        query: &[
            optional("format", "what is read", Shape::Word(&["outline", "vega-lite"])),
            optional(
                "id",
                "under this id",
                Shape::Pattern("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
            ),
        ],
        body: Body::OptionalJson("Outline"),
        answer: Answer::Created("Made"),
    },
    get("/api/v1/dashboards/{id}", "Reads a dashboard as an outline", &[AT], Answer::Json("OutlineRead")),
    write("DELETE", "/api/v1/dashboards/{id}", "Puts a dashboard into the trash", Body::None, Answer::Done),
    get("/api/v1/dashboards/{id}/ws", "The WebSocket of a dashboard", &[], Answer::Upgrade),
    get(
        "/api/v1/dashboards/{id}/ops",
        "Reads the history: who changed what and when",
        &[
            optional("after", "the first gestures after this Seq", SEQ),
            optional("before", "the last gestures before this Seq; not together with after", SEQ),
            optional("limit", "how many", Shape::Number(1, 100)),
            FORMAT,
        ],
        Answer::JsonOrStored("History"),
    ),
    get(
        "/api/v1/dashboards/{id}/moments",
        "When things happened, spread over the whole history",
        &[optional("buckets", "how many", Shape::Number(1, 500)), FORMAT],
        Answer::JsonOrStored("Moments"),
    ),
    get(
        "/api/v1/dashboards/{id}/document",
        "The document in stored bytes",
        &[AT, optional("format", "stored only", Shape::Word(&["stored"]))],
        Answer::Stored,
    ),
    get(
        "/api/v1/dashboards/{id}/blame",
        "Who wrote what of a node",
        &[Parameter { name: "node", what: "its id", required: true, shape: Shape::Pattern("^[0-9a-f]{16}$") }, FORMAT],
        Answer::JsonOrStored("Blame"),
    ),
    get("/api/v1/dashboards/{id}/versions", "Lists the named versions", &[FORMAT], Answer::JsonOrStored("Versions")),
    write(
        "POST",
        "/api/v1/dashboards/{id}/versions",
        "Names a version",
        Body::Json("Naming"),
        Answer::Created("Version"),
    ),
    write("DELETE", "/api/v1/dashboards/{id}/versions/{seq}", "Takes a name away", Body::None, Answer::Done),
    write("POST", "/api/v1/dashboards/{id}/drafts", "Begins a draft", Body::None, Answer::Created("Made")),
    get(
        "/api/v1/dashboards/{id}/draft",
        "What publishing the draft would do",
        &[FORMAT],
        Answer::JsonOrStored("DraftTold"),
    ),
    write("DELETE", "/api/v1/dashboards/{id}/draft", "Discards the draft", Body::None, Answer::Done),
    Described {
        method: "POST",
        path: "/api/v1/dashboards/{id}/publish",
        summary: "Publishes the draft",
        query: &[FORMAT],
        body: Body::None,
        answer: Answer::JsonOrStored("Published"),
    },
    get(
        "/api/v1/dashboards/{id}/panels/{file}",
        "A picture of a panel",
        &[
            AT,
            optional("width", "in pixels", Shape::Number(1, 8192)),
            optional("height", "in pixels", Shape::Number(1, 8192)),
            optional("scale", "pixels of a PNG for each", Shape::Real(0.1, 4.0)),
            optional("theme", "its colours", Shape::Word(&["light", "dark"])),
            RTL,
        ],
        Answer::Text(&["image/svg+xml", "image/png", "application/pdf"]),
    ),
    get(
        "/api/v1/dashboards/{id}/dashboard.pdf",
        "The dashboard on pages of A4",
        &[AT, RTL],
        Answer::Text(&["application/pdf"]),
    ),
    get(
        "/api/v1/dashboards/{id}/export",
        "The dashboard or a panel as a file: how far it is, line by line, then the file; to close it calls it off",
        &[
            AT,
            optional("format", "what kind of file", Shape::Word(&["pdf", "png"])),
            optional("paper", "of a PDF", Shape::Word(&["a4", "a4-portrait", "a3", "letter", "letter-portrait"])),
            optional("width", "of a PNG, in pixels", Shape::Number(320, 8192)),
            optional("scale", "pixels of a PNG for each", Shape::Real(0.1, 4.0)),
            optional("theme", "its colours", Shape::Word(&["light", "dark"])),
            optional("panel", "only this panel", Shape::Pattern("^[0-9a-f]{16}$")),
            RTL,
        ],
        Answer::Text(&["application/octet-stream"]),
    ),
];

const TABLES: &[Described] = &[
    get("/api/v1/tables", "Lists the tables", &[], Answer::Json("Tables")),
    get(
        "/api/v1/tables/{name}/rows",
        "Reads rows",
        &[
            optional("from", "the number of the first row", SEQ),
            optional("limit", "how many", Shape::Number(1, 10_000)),
            optional("format", "how they are written", Shape::Word(&["json", "ndjson", "csv"])),
        ],
        Answer::Text(&["application/json", "application/x-ndjson", "text/csv"]),
    ),
    Described {
        method: "POST",
        path: "/api/v1/tables/{name}/rows",
        summary: "Appends rows, and makes the table where it is not there",
        query: &[
            optional("schema", "the fields of a new table: name:type,name:type", Shape::Text),
            optional("dry_run", "only says what would be made", Shape::Flag),
        ],
        body: Body::Rows,
        answer: Answer::Json("Posted"),
    },
];

const RELAY: &[Described] = &[
    get("/api/openapi.json", "This description", &[], Answer::Json("Anything")),
    get("/api/v1/status", "How the relay is, for its owners", &[], Answer::Json("Anything")),
    get("/healthz", "Whether the relay lives", &[], Answer::Text(&["text/plain"])),
    get("/readyz", "Whether the relay takes work", &[], Answer::Text(&["text/plain"])),
    get("/metrics", "What the relay counts", &[], Answer::Text(&["application/openmetrics-text"])),
    get("/version", "What the relay is", &[], Answer::Json("VersionOfRelay")),
    get("/config.json", "Where a page finds its relay", &[], Answer::Json("PageConfig")),
];
