//! The description of the HTTP API as OpenAPI 3.1: made of the listing of the routes and of what `described` says of each,
//! so that nothing is described that is not there. It describes; what a route does and who may ask for it is elsewhere.

use serde_json::{Map, Value, json};

use self::described::{Answer, Body, Described, Parameter, Shape};
use crate::{
    problem::{Code, Problem},
    routes::listing::ROUTES,
};

pub mod described;
mod schema;

/// Where the description is served.
pub const PATH: &str = "/api/openapi.json";

/// The document.
#[must_use]
pub fn document() -> Value {
    let mut paths = Map::new();
    for described in described::all().filter(|described| is_there(described)) {
        let item = paths.entry(described.path).or_insert_with(|| json!({}));
        item[described.method.to_lowercase()] = operation(described);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ashboard",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Dashboards, their history, tables and their rows. Every error is a problem of RFC 9457.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }, { "cookie": [] }],
        "paths": paths,
        "components": {
            "schemas": schema::all(),
            "responses": { "Problem": {
                "description": "What went wrong, and what helps.",
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "ashboard" },
            },
        },
    })
}

/// Whether the gate lets anybody through to it. What is not below `/api/` the gate does not list.
fn is_there(described: &Described) -> bool {
    let listed = || ROUTES.iter().any(|route| (route.method, route.path) == (described.method, described.path));
    !described.path.starts_with("/api/") || listed()
}

fn operation(described: &Described) -> Value {
    let Described { method, path, summary, query, body, answer } = described;
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<_> = in_path.map(path_parameter).chain(query.iter().map(query_parameter)).collect();
    let mut operation = json!({
        "operationId": operation_id(method, path),
        "summary": summary,
        "parameters": parameters,
        "responses": responses(answer),
    });
    if let Some(body) = request_body(body) {
        operation["requestBody"] = body;
    }
    operation
}

/// `getDashboardsIdVersions`: the method and the words of the path.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.trim_start_matches("/api/v1").split(|char: char| !char.is_ascii_alphanumeric());
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    words.filter(|word| !word.is_empty()).fold(method.to_lowercase(), |id, word| id + &capital(word))
}

fn path_parameter(name: &str) -> Value {
    let schema = match name {
        "id" => json!({ "type": "string", "format": "uuid" }),
        "seq" => json!({ "type": "integer", "minimum": 0 }),
        "file" => json!({ "type": "string", "pattern": "^[0-9a-f]{16}\\.(svg|png|pdf)$" }),
        "name" => json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]{0,127}$" }),
        _ => json!({ "type": "string", "pattern": "^[A-Za-z0-9:_-]+$" }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn query_parameter(parameter: &Parameter) -> Value {
    let Parameter { name, what, required, shape } = parameter;
    let schema = match shape {
        Shape::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Real(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Shape::Word(words) => json!({ "type": "string", "enum": words }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
        Shape::Text => json!({ "type": "string" }),
    };
    json!({ "name": name, "in": "query", "required": required, "description": what, "schema": schema })
}

fn request_body(body: &Body) -> Option<Value> {
    let json_of = |schema: &str| json!({ "application/json": { "schema": reference(schema) } });
    let (required, content) = match body {
        Body::None => return None,
        Body::Json(schema) => (true, json_of(schema)),
        Body::OptionalJson(schema) => (false, json_of(schema)),
        Body::Rows => (
            true,
            json!({
                "text/csv": { "schema": { "type": "string" } },
                "application/x-ndjson": { "schema": { "type": "string" } },
                "application/json": { "schema": reference("Rows") },
            }),
        ),
    };
    Some(json!({ "required": required, "content": content }))
}

fn responses(answer: &Answer) -> Value {
    let content = |media_type: &str, schema: Value| json!({ media_type: { "schema": schema } });
    let stored = || json!({ "schema": { "type": "string", "contentMediaType": "application/octet-stream" } });
    let (status, content) = match answer {
        Answer::Json(schema) => ("200", content("application/json", reference(schema))),
        Answer::JsonOrStored(schema) => {
            let mut content = content("application/json", reference(schema));
            content["application/octet-stream"] = stored();
            ("200", content)
        }
        Answer::Stored => ("200", json!({ "application/octet-stream": stored() })),
        Answer::Created(schema) => ("201", content("application/json", reference(schema))),
        Answer::Done => ("204", Value::Null),
        Answer::Elsewhere => ("303", Value::Null),
        Answer::Upgrade => ("101", Value::Null),
        Answer::Text(media_types) => {
            let of = |media_type: &&str| ((*media_type).to_owned(), json!({ "schema": { "type": "string" } }));
            ("200", Value::Object(media_types.iter().map(of).collect()))
        }
    };
    let mut good = json!({ "description": "Done as asked." });
    if !content.is_null() {
        good["content"] = content;
    }
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    json!({ status: good, "default": problem })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// The problem of a relay whose description cannot be written, which none is.
pub(crate) fn unwritten() -> Problem {
    Problem::new(Code::Internal, "The description of the API could not be written.")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// P-115: a route without a description, and a description without a route.
    #[test]
    fn the_listing_and_the_descriptions_are_the_same() {
        let listed: BTreeSet<_> = ROUTES.iter().map(|route| (route.path, route.method)).collect();
        let described = described::all().map(|described| (described.path, described.method));
        let described: BTreeSet<_> = described.filter(|(path, _)| path.starts_with("/api/")).collect();
        let without: Vec<_> = listed.symmetric_difference(&described).collect();
        assert!(without.is_empty(), "describe these in openapi/described.rs, or take them out there: {without:?}");
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_operation_has_its_id() {
        let document = document();
        let text = document.to_string();
        let references: BTreeSet<_> =
            text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(references.len() > 10, "{references:?}");
        for reference in references {
            assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
        }
        let ids: Vec<_> = text.split("\"operationId\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    }
}
