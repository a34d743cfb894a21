//! P-92, P-94, P-96: a draft's gestures on top of what others have written meanwhile, over random dashboards.

#![expect(clippy::unwrap_used, reason = "an unwrap that fails fails the test")]

#[path = "random/dashboard.rs"]
mod dashboard;

use std::collections::BTreeMap;

use dashboard::{PEOPLE, dashboard, op};
use document::{
    ClientId, Document, Gesture, NodeId, Op, OpId, Outline, Property, Role, Seq, Stamp, Value, What, Who, apply_as,
    blame::stamps,
    draft::{Merged, Merging},
};
use proptest::prelude::*;

/// The only replica that writes to the draft.
const AUTHOR: ClientId = ClientId::from_bytes([9; 8]);

fn gestures(client: ClientId) -> impl Strategy<Value = Vec<Gesture>> {
    prop::collection::vec(prop::collection::vec(op(), 1..3), 0..12).prop_map(move |made| {
        made.into_iter().zip(1..).map(|(ops, counter)| Gesture { id: OpId { client, counter }, ops }).collect()
    })
}

/// What applies, as an owner's room does it.
fn sequence(document: &mut Document, mut seq: Seq, gestures: &[Gesture]) -> (Seq, Vec<Gesture>) {
    let mut taken = Vec::new();
    for gesture in gestures {
        let who = Who { role: Role::Owner, client: gesture.id.client };
        if apply_as(document, gesture, who, Some(seq.next())).is_ok() {
            seq = seq.next();
            taken.push(gesture.clone());
        }
    }
    (seq, taken)
}

fn merged(now: &Document, newest: Seq, base: Seq, draft: &[Gesture]) -> Merged {
    let mut merging = Merging::new(now, newest, base, Role::Owner);
    draft.iter().for_each(|gesture| merging.add(gesture));
    merging.finish()
}

/// Every register of a document by name, with its value and stamp.
fn registers(document: &Document, ids: &[NodeId]) -> BTreeMap<(NodeId, String), (String, Stamp)> {
    let mut all = BTreeMap::new();
    for id in ids {
        let Some(stamps) = stamps(document, *id) else { continue };
        let json = serde_json::to_value(document).unwrap();
        let node = &json["nodes"][id.to_string()];
        all.insert((*id, "place".to_owned()), (node["place"]["value"].to_string(), stamps.place));
        all.insert((*id, "deleted".to_owned()), (node["deleted"]["value"].to_string(), stamps.deleted));
        for (property, stamp) in stamps.properties {
            let value = node["properties"][serde_json::to_value(property).unwrap().as_str().unwrap()]["value"].clone();
            all.insert((*id, format!("{property:?}")), (value.to_string(), stamp));
        }
    }
    all
}

fn name(what: &What) -> String {
    match what {
        What::Changed(change) => format!("{:?}", change.property),
        What::Moved => "place".to_owned(),
        What::Removed | What::Restored => "deleted".to_owned(),
        What::Added => "added".to_owned(),
    }
}

proptest! {
    /// Nobody else has written: the dashboard says what the draft says, nothing is refused, nothing overwritten.
    #[test]
    fn alone_a_draft_is_what_comes_out(made in gestures(AUTHOR)) {
        let (base, seq) = dashboard();
        let mut draft = base.clone();
        let (_, taken) = sequence(&mut draft, seq, &made);
        let Merged { document, refused, overwritten } = merged(&base, seq, seq, &taken);
        prop_assert_eq!((document, refused, overwritten), (draft, vec![], vec![]));
    }

    /// What is refused changes nothing, and overwritten is exactly what others had written and no longer stands.
    #[test]
    fn what_is_overwritten_is_exactly_what_others_wrote_and_is_gone(
        made in gestures(AUTHOR),
        theirs in gestures(PEOPLE[1]),
    ) {
        let (base, seq) = dashboard();
        let (_, draft) = sequence(&mut base.clone(), seq, &made);
        let mut now = base;
        let (newest, _) = sequence(&mut now, seq, &theirs);
        let result = merged(&now, newest, seq, &draft);
        let mut expected = now.clone();
        let refused = |gesture: &&Gesture| !result.refused.iter().any(|(id, _)| *id == gesture.id);
        let kept: Vec<Gesture> = draft.iter().filter(refused).cloned().collect();
        let (_, taken) = sequence(&mut expected, newest, &kept);
        prop_assert_eq!(&taken, &kept);
        prop_assert_eq!(&result.document, &expected);

        let ids: Vec<NodeId> = draft.iter().flat_map(|gesture| gesture.ops.iter().map(Op::node)).collect();
        let (before, after) = (registers(&now, &ids), registers(&result.document, &ids));
        let lost = before.iter().filter(|(register, (value, stamp))| {
            stamp.client == PEOPLE[1] && stamp.seq > Some(seq) && after[register].0 != *value
        });
        let lost: BTreeMap<_, _> = lost.map(|(register, (_, stamp))| (register.clone(), *stamp)).collect();
        let told = result.overwritten.iter();
        let told: BTreeMap<_, _> =
            told.map(|lost| ((lost.difference.node, name(&lost.difference.what)), lost.by)).collect();
        prop_assert_eq!(told, lost);
    }
}

/// P-94 by example: a colleague's newer title gives way and is told; one that says the same is not.
#[test]
fn a_newer_title_is_told_with_what_was_and_what_is() {
    let (mut now, base) = dashboard();
    let title = |client, counter, text: &str| Gesture {
        id: OpId { client, counter },
        ops: vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) }],
    };
    let (newest, _) = sequence(&mut now, base, &[title(PEOPLE[1], 1, "theirs")]);
    let result = merged(&now, newest, base, &[title(AUTHOR, 1, "ours")]);
    let [overwritten] = result.overwritten.as_slice() else { panic!("{result:?}") };
    let What::Changed(change) = &overwritten.difference.what else { panic!("{overwritten:?}") };
    assert_eq!((&change.from, &change.to), (&Value::Text("theirs".into()), &Value::Text("ours".into())));
    assert_eq!((overwritten.by.client, overwritten.by.seq), (PEOPLE[1], Some(newest)));
    assert_eq!(merged(&now, newest, base, &[title(AUTHOR, 1, "theirs")]).overwritten, []);
    assert_eq!(Outline::of(&now).properties, Outline::of(&merged(&now, newest, newest, &[]).document).properties);
}
