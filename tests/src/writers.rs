//! Writers: people who edit dashboards of a real relay over real sockets. How they are named, what they write, how a
//! dashboard is made and entered; what they do there is each test's own.

use document::{ClientId, NodeId, Op, Property, Value};
use serde_json::Value as Json;

use crate::{actor::Actor, relay_process::RelayProcess, wire_client::WireClient};

/// Somebody by a number: the same number is the same client.
#[must_use]
pub fn person(number: u8) -> Actor {
    Actor::new(ClientId::from_bytes([number; 8]))
}

/// The ops that give a dashboard a title.
#[must_use]
pub fn title(text: impl Into<String>) -> Vec<Op> {
    vec![Op::Set { node: NodeId::ROOT, property: Property::Title, value: Value::Text(text.into()) }]
}

/// Makes a dashboard.
///
/// # Panics
/// When the relay does not.
pub async fn new_dashboard(relay: &RelayProcess) -> String {
    let made = try_new_dashboard(relay).await;
    made.unwrap_or_else(|| panic!("no dashboard was made:\n{}", relay.said()))
}

/// Makes a dashboard, if the relay does.
///
/// # Panics
/// When it does not answer.
pub async fn try_new_dashboard(relay: &RelayProcess) -> Option<String> {
    let answer = reqwest::Client::new().post(relay.url("/api/v1/dashboards")).send().await.expect("the relay answers");
    let made: Json = answer.json().await.expect("JSON");
    made["id"].as_str().map(str::to_owned)
}

/// Somebody comes to a dashboard.
///
/// # Panics
/// When they are not let in.
pub async fn enter(relay: &RelayProcess, dashboard: &str, actor: Actor) -> WireClient {
    match WireClient::connect(&relay.address(), dashboard, actor).await {
        Ok(client) => client,
        Err((_, gone)) => panic!("not let in, {gone}:\n{}", relay.said()),
    }
}
