//! Drafts with the real program: it is killed while a draft is published, started again, and asked again. Every gesture
//! of the draft has one effect, in the order of the draft, whatever its dashboard's people do meanwhile.
#![expect(clippy::expect_used, reason = "a relay that does not answer has failed the test")]

use ashboard_tests::{
    actor::Actor,
    chance::{Chance, seeds},
    relay_process::RelayProcess,
    wire_client::WireClient,
};
use document::{ClientId, NodeId, Op, Property, Value};
use protocol::FromRelay;
use serde_json::Value as Json;

/// Drafts that are published under a kill.
const KILLS: usize = 5;
/// Gestures of each draft: more than the relay puts back at once.
const GESTURES: usize = 600;

fn text(property: Property, words: String) -> Vec<Op> {
    vec![Op::Set { node: NodeId::ROOT, property, value: Value::Text(words) }]
}

async fn post(relay: &RelayProcess, path: &str) -> Option<(u16, Json)> {
    let answer = reqwest::Client::new().post(relay.url(&format!("/api/v1/dashboards{path}"))).send().await.ok()?;
    Some((answer.status().as_u16(), answer.json().await.unwrap_or_default()))
}

async fn made(relay: &RelayProcess, path: &str) -> String {
    let (status, made) = post(relay, path).await.expect("the relay answers");
    assert_eq!(status, 201, "{}", relay.said());
    made["id"].as_str().expect("an id").to_owned()
}

async fn enter(relay: &RelayProcess, dashboard: &str, number: u8) -> WireClient {
    let actor = Actor::new(ClientId::from_bytes([number; 8]));
    match WireClient::connect(&relay.address(), dashboard, actor).await {
        Ok(client) => client,
        Err((_, gone)) => panic!("not let in, {gone}:\n{}", relay.said()),
    }
}

/// The counters of a replica's gestures in the history of a dashboard, in order.
async fn counters(relay: &RelayProcess, dashboard: &str, of: ClientId) -> Vec<u64> {
    let (mut counters, mut after) = (Vec::new(), 0);
    loop {
        let url = relay.url(&format!("/api/v1/dashboards/{dashboard}/ops?after={after}&limit=100"));
        let page: Json = reqwest::get(url).await.expect("the relay answers").json().await.expect("JSON");
        let gestures = page["gestures"].as_array().expect("gestures");
        let Some(last) = gestures.last() else { return counters };
        after = last["seq"].as_u64().expect("a number");
        let own = gestures.iter().filter(|gesture| gesture["id"]["client"] == of.to_string());
        counters.extend(own.filter_map(|gesture| gesture["id"]["counter"].as_u64()));
    }
}

/// P-92, P-95.
#[tokio::test]
async fn a_draft_that_is_published_under_a_kill_has_one_effect() {
    let mut chance = Chance::new(seeds(1).start);
    let mut relay = RelayProcess::start(None).await;
    let dashboard = made(&relay, "").await;
    for round in 0..KILLS {
        let number = 10 + u8::try_from(round).expect("few rounds");
        let draft = made(&relay, &format!("/{dashboard}/drafts")).await;
        let mut ada = enter(&relay, &draft, number).await;
        for step in 0..GESTURES {
            ada.act(text(Property::Title, format!("{round}, {step}"))).await.expect("the relay is up");
        }
        ada.hear_until(|actor| actor.replica().pending_len() == 0).await.expect("the relay is up");
        let author = ada.actor.replica().client();

        let mut bob = enter(&relay, &dashboard, number + 100).await;
        let kill_after = chance.below(GESTURES);
        let publish = format!("/{draft}/publish");
        let publishing = post(&relay, &publish);
        let watching = async {
            let mut heard = 0;
            while heard < kill_after {
                bob.act(text(Property::Description, format!("{round} beside {heard}"))).await.expect("the relay is up");
                if let FromRelay::Sequenced(sequenced) = bob.hear().await.expect("the relay is up") {
                    heard += usize::from(sequenced.gesture.id.client == author);
                }
            }
        };
        tokio::select! {
            answer = publishing => assert_eq!(answer.map(|(status, _)| status), Some(200), "{}", relay.said()),
            () = watching => {}
        }
        relay.kill().await;
        relay.restart().await;

        let (status, report) = post(&relay, &publish).await.expect("the relay answers");
        match status {
            200 => assert_eq!((&report["published"], &report["refused"]), (&GESTURES.into(), &Json::Array(vec![]))),
            404 => {}
            other => panic!("{other}: {report}\n{}", relay.said()),
        }
        assert_eq!(post(&relay, &publish).await.map(|(status, _)| status), Some(404));
        let there = counters(&relay, &dashboard, author).await;
        assert_eq!(there, (1..=GESTURES as u64).collect::<Vec<_>>(), "round {round}, killed after {kill_after}");
        let witness = enter(&relay, &dashboard, 200).await;
        assert_eq!(witness.actor.replica().document().title(), format!("{round}, {}", GESTURES - 1));
    }
    assert!(!relay.said().contains("error"), "{}", relay.said());
}
