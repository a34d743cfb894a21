//! The schemas of what goes in and out as JSON. That of an outline is the one for files, so that there is one of it.

use serde_json::{Map, Value, json};

/// The JSON Schema of dashboards as files.
const OUTLINE: &str = include_str!("../../../docs/dashboard.schema.json");
/// Where its parts are found in the description.
const OUTLINE_PARTS: &str = "#/components/schemas/Outline/$defs/";

/// All of them by name.
pub(super) fn all() -> Map<String, Value> {
    let mut schemas = Map::new();
    for (name, schema) in nouns().into_iter().chain(history()).chain(rows()).chain(rights()) {
        schemas.insert(name.to_owned(), schema);
    }
    let outline = OUTLINE.replace("#/$defs/", OUTLINE_PARTS);
    schemas.insert("Outline".to_owned(), serde_json::from_str(&outline).unwrap_or(Value::Bool(true)));
    schemas
}

/// An object of which these members are always there, and others may be.
fn object(members: Value) -> Value {
    let required: Vec<_> = members.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let mut schema = json!({ "type": "object", "required": required });
    schema["properties"] = members;
    schema
}

fn list(of: Value) -> Value {
    let mut schema = json!({ "type": "array" });
    schema["items"] = of;
    schema
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn seq() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn at_ms() -> Value {
    json!({ "type": ["integer", "null"], "description": "Milliseconds since 1970-01-01, UTC." })
}

fn nouns() -> [(&'static str, Value); 8] {
    let uuid = || json!({ "type": "string", "format": "uuid" });
    let dashboard = json!({ "id": uuid(), "title": text(), "tags": list(text()), "seq": seq(), "updatedMs": { "type": "integer" } });
    let problem =
        json!({ "type": text(), "title": text(), "status": { "type": "integer" }, "detail": text(), "code": text() });
    [
        ("Anything", json!({})),
        ("Problem", object(problem)),
        ("Dashboards", object(json!({ "dashboards": list(object(dashboard)) }))),
        ("Made", object(json!({ "id": uuid() }))),
        ("OutlineRead", json!({ "type": "object" })),
        ("DraftTold", json!({ "type": "object" })),
        ("VersionOfRelay", object(json!({ "version": text(), "protocol": { "type": "integer" } }))),
        ("PageConfig", object(json!({ "relay": text() }))),
    ]
}

fn history() -> [(&'static str, Value); 7] {
    let gesture = json!({
        "seq": seq(), "id": { "type": "object" }, "author": { "type": ["string", "null"] }, "atMs": at_ms(),
        "ops": list(json!({ "type": "object" })), "differences": list(json!({ "type": "object" })),
    });
    let moment = object(json!({ "seq": seq(), "atMs": at_ms() }));
    let version = || object(json!({ "seq": seq(), "name": text(), "author": text(), "atMs": at_ms() }));
    let naming = json!({
        "type": "object", "required": ["name"], "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 120 },
            "seq": { "type": ["integer", "null"], "minimum": 0 },
            "author": { "type": ["string", "null"] },
        },
    });
    let published = json!({
        "published": { "type": "integer" },
        "refused": list(json!({ "type": "object" })), "overwritten": list(json!({ "type": "object" })),
    });
    [
        ("History", object(json!({ "seq": seq(), "horizon": seq(), "gestures": list(object(gesture)) }))),
        ("Moments", object(json!({ "seq": seq(), "horizon": seq(), "moments": list(moment) }))),
        ("Blame", object(json!({ "node": text(), "written": list(json!({ "type": "object" })) }))),
        ("Versions", object(json!({ "versions": list(version()) }))),
        ("Version", version()),
        ("Naming", naming),
        ("Published", object(published)),
    ]
}

fn rows() -> [(&'static str, Value); 3] {
    let cell = json!({ "type": ["string", "number", "boolean", "null"] });
    let row = json!({ "type": "object", "additionalProperties": cell });
    let table = json!({
        "name": text(), "fields": list(json!({ "type": "object" })), "rows": seq(), "firstRow": seq(), "nextRow": seq(),
    });
    [
        ("Rows", json!({ "oneOf": [list(row.clone()), row] })),
        ("Posted", object(json!({ "rows": seq(), "firstRow": seq() }))),
        ("Tables", object(json!({ "tables": list(object(table)) }))),
    ]
}

fn rights() -> [(&'static str, Value); 10] {
    let any = || list(json!({ "type": "object" }));
    let role = || json!({ "enum": ["viewer", "commenter", "editor", "owner"] });
    let or_null = || json!({ "type": ["string", "null"] });
    let body = |required: &[&str], members: Value| {
        let mut schema = object(members);
        schema["required"] = json!(required);
        schema["additionalProperties"] = json!(false);
        schema
    };
    let share = json!({
        "role": role(), "name": text(), "expiresMs": { "type": ["integer", "null"] }, "password": or_null(),
        "frameAncestors": list(text()),
    });
    let link = json!({ "link": text(), "password": or_null(), "embedded": { "type": "boolean" } });
    let grant = json!({ "account": or_null(), "group": or_null(), "role": role() });
    [
        ("Shares", object(json!({ "shares": any() }))),
        ("Grants", object(json!({ "grants": any() }))),
        ("Folders", object(json!({ "folders": any() }))),
        ("Groups", object(json!({ "groups": any() }))),
        ("ShareWanted", body(&[], share)),
        ("GrantWanted", body(&["role"], grant)),
        ("LinkShown", body(&["link"], link)),
        ("FolderWanted", body(&["title"], json!({ "title": text(), "parent": or_null() }))),
        ("Placed", body(&["dashboard"], json!({ "dashboard": { "type": "string", "format": "uuid" } }))),
        ("GroupWanted", body(&["name"], json!({ "name": text(), "members": list(text()) }))),
    ]
}
