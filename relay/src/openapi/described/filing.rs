//! What the routes of filing and of templates take and answer.

use super::{Answer, Body, Described, Parameter, RTL, Shape, get, optional, write};

const THEME: Parameter = optional("theme", "its colours", Shape::Word(&["light", "dark"]));
const NEWEST: Parameter = optional("seq", "makes the address another one; what is drawn is the newest", Shape::Text);

pub(super) const FILING: &[Described] = &[
    get(
        "/api/v1/dashboards/{id}/thumbnail.svg",
        "A small picture of the first panels",
        &[NEWEST, THEME, RTL],
        Answer::Text(&["image/svg+xml"]),
    ),
    write(
        "PUT",
        "/api/v1/dashboards/{id}/folder",
        "Keeps a dashboard in a folder, by its path",
        Body::Json("Anything"),
        Answer::Json("Anything"),
    ),
    write(
        "POST",
        "/api/v1/dashboards/{id}/restore",
        "Brings a dashboard back from the trash",
        Body::None,
        Answer::Done,
    ),
    write("DELETE", "/api/v1/dashboards/{id}/trash", "Deletes for ever what is in the trash", Body::None, Answer::Done),
    get("/api/v1/trash", "Lists what is in the trash", &[], Answer::Json("Anything")),
    get("/api/v1/templates", "Lists the templates", &[], Answer::Json("Anything")),
    get(
        "/api/v1/templates/{file}",
        "A picture of a template with its own rows",
        &[THEME, RTL],
        Answer::Text(&["image/svg+xml"]),
    ),
    write(
        "POST",
        "/api/v1/templates/{id}",
        "Makes a dashboard of a template",
        Body::OptionalJson("Anything"),
        Answer::Created("Made"),
    ),
];
