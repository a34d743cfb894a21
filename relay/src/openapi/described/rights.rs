//! What the routes of rights take and answer: shares, grants, folders, groups, and the audit.

use super::{Answer, Body, Described, SEQ, Shape, get, optional, write};

pub(super) const RIGHTS: &[Described] = &[
    get("/api/v1/dashboards/{id}/shares", "Lists the links to a dashboard", &[], Answer::Json("Shares")),
    write(
        "POST",
        "/api/v1/dashboards/{id}/shares",
        "Makes a link, which is shown this once",
        Body::Json("ShareWanted"),
        Answer::Created("Anything"),
    ),
    write("DELETE", "/api/v1/dashboards/{id}/shares/{share}", "Takes a link back", Body::None, Answer::Done),
    get("/api/v1/dashboards/{id}/grants", "Lists who was given which role", &[], Answer::Json("Grants")),
    write(
        "PUT",
        "/api/v1/dashboards/{id}/grants",
        "Gives somebody a role",
        Body::Json("GrantWanted"),
        Answer::Json("Anything"),
    ),
    write("DELETE", "/api/v1/dashboards/{id}/grants/{holder}", "Takes a role back", Body::None, Answer::Done),
    write("POST", "/api/v1/links", "Opens a link", Body::Json("LinkShown"), Answer::Json("Anything")),
    get("/api/v1/folders", "Lists the folders", &[], Answer::Json("Folders")),
    write("POST", "/api/v1/folders", "Makes a folder", Body::Json("FolderWanted"), Answer::Created("Anything")),
    write("DELETE", "/api/v1/folders/{id}", "Deletes an empty folder", Body::None, Answer::Done),
    write(
        "POST",
        "/api/v1/folders/{id}/dashboards",
        "Puts a dashboard into a folder",
        Body::Json("Placed"),
        Answer::Done,
    ),
    get("/api/v1/folders/{id}/grants", "Lists who was given which role", &[], Answer::Json("Grants")),
    write(
        "PUT",
        "/api/v1/folders/{id}/grants",
        "Gives somebody a role",
        Body::Json("GrantWanted"),
        Answer::Json("Anything"),
    ),
    write("DELETE", "/api/v1/folders/{id}/grants/{holder}", "Takes a role back", Body::None, Answer::Done),
    get("/api/v1/groups", "Lists the groups", &[], Answer::Json("Groups")),
    write("POST", "/api/v1/groups", "Makes a group", Body::Json("GroupWanted"), Answer::Created("Anything")),
    write("PUT", "/api/v1/groups/{id}", "Changes a group", Body::Json("GroupWanted"), Answer::Json("Anything")),
    write("DELETE", "/api/v1/groups/{id}", "Deletes a group", Body::None, Answer::Done),
    get(
        "/api/v1/audit",
        "Reads who did what",
        &[
            optional("after", "the first lines after this number", SEQ),
            optional("before", "the last lines before this number", SEQ),
            optional("limit", "how many", Shape::Number(1, 1_000)),
            optional("who", "by whom", Shape::Text),
            optional("act", "of which kind", Shape::Text),
            optional("object", "on what", Shape::Text),
            optional("from", "not before, in milliseconds since 1970-01-01", SEQ),
            optional("to", "before, in milliseconds since 1970-01-01", SEQ),
        ],
        Answer::Text(&["application/x-ndjson"]),
    ),
];
