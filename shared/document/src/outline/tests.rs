//! Files of every version: what they say, and what is refused in words.

use super::*;
use crate::{
    apply,
    ids::{ClientId, OpId, Seq},
    op::Gesture,
    property::{Property, Value},
};

fn document_of(outline: &Outline) -> Document {
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    let mut document = Document::default();
    let ops = outline.to_ops();
    if !ops.is_empty() {
        apply(&mut document, &Gesture { id, ops }, Some(Seq(1))).unwrap();
    }
    document
}

/// P-98: nested nodes of every kind, in order, and nothing that was deleted.
#[test]
fn a_file_comes_back_as_the_same_bytes() {
    let file = r#"{"schemaVersion":2,"properties":{"title":"Load"},"children":[
        {"id":"0000000000000009","kind":"tab","properties":{"title":"Machines"},"children":[
            {"id":"0000000000000003","kind":"row","properties":{"collapsed":true},"children":[
                {"id":"0000000000000004","kind":"chart","properties":{"table":"machine.cpu"},"children":[
                    {"id":"0000000000000005","kind":"annotation","properties":{"title":"restart","from":1732288800000}},
                    {"id":"0000000000000006","kind":"comment","properties":{"body":"why?","anchor":{"x":{"time":5},"series":null}},"children":[
                        {"id":"0000000000000007","kind":"reply","properties":{"body":"because"}}]}]}]}]},
        {"id":"0000000000000002","kind":"control","properties":{"control_type":"interval","choices":["1h","1d"]}}]}"#;
    let file: String = file.lines().map(str::trim).collect();
    let outline: Outline = serde_json::from_str(&file).unwrap();
    let mut document = document_of(&outline);
    assert_eq!(serde_json::to_string(&Outline::of(&document)).unwrap(), file);
    let gone = Gesture {
        id: OpId { client: ClientId::from_bytes([1; 8]), counter: 2 },
        ops: vec![Op::Delete { node: "0000000000000009".parse().unwrap() }],
    };
    apply(&mut document, &gone, Some(Seq(2))).unwrap();
    let left = Outline { children: outline.children[1..].to_vec(), ..outline };
    assert_eq!(Outline::of(&document), left);
}

/// P-98: a file of version 1 is read as what it said and written in today's version.
#[test]
fn the_first_version_is_read() {
    let old = r#"{"schemaVersion":1,"properties":{"title":"Old"},"panels":[
        {"id":"0000000000000002","kind":"stat","properties":{"unit":"%"}},
        {"id":"0000000000000001","kind":"chart","properties":{}}]}"#;
    let outline: Outline = serde_json::from_str(old).unwrap();
    let ids: Vec<String> = outline.children.iter().map(|branch| branch.id.to_string()).collect();
    assert_eq!(ids, ["0000000000000002", "0000000000000001"]);
    assert_eq!(outline.properties.0.get(&Property::Title), Some(&Value::Text("Old".into())));
    let new = serde_json::to_string(&outline).unwrap();
    assert!(new.starts_with(r#"{"schemaVersion":2,"#) && !new.contains("panels"), "{new}");
    assert_eq!(serde_json::from_str::<Outline>(&new).unwrap(), outline);
}

#[test]
fn what_no_version_says_is_refused_in_words() {
    let cases = [
        (r#"{"schemaVersion":3,"properties":{},"children":[]}"#, "schemaVersion 3 is not 1 to 2"),
        (r#"{"schemaVersion":0,"properties":{}}"#, "schemaVersion 0"),
        (r#"{"schemaVersion":2,"properties":{},"panels":[]}"#, "has \"children\" and not \"panels\""),
        (r#"{"schemaVersion":1,"properties":{},"panels":[],"children":[]}"#, "has \"panels\""),
        (r#"{"schemaVersion":2,"properties":{},"childs":[]}"#, "unknown field `childs`"),
        (r#"{"schemaVersion":2,"properties":{"mark":"pie"},"children":[]}"#, "unknown variant `pie`"),
        (r#"{"properties":{},"children":[]}"#, "missing field `schemaVersion`"),
    ];
    for (file, words) in cases {
        let error = serde_json::from_str::<Outline>(file).unwrap_err().to_string();
        assert!(error.contains(words), "{file}: {error}");
    }
    let of_a_draft = r#"{"schemaVersion":2,"draftOf":{"id":"x","seq":1}}"#;
    assert_eq!(serde_json::from_str::<Outline>(of_a_draft).unwrap(), Outline::default());
}
