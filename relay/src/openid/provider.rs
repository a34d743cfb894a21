//! The provider: asked over HTTP where its doors are, for an id token in exchange for a code, and for its keys. It blocks,
//! with a bound for time and size, and follows nobody elsewhere. What a token says is judged by `id_token`.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::id_token::{self, Expected, Keys, TokenError};
use crate::config::{OpenIdConfig, is_safe};

/// How long one request may take in all.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: u64 = 1024 * 1024;
/// How long what the provider says of itself is believed.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// Why the provider could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or not in time.
    #[error("the provider does not answer: {0}")]
    Silent(String),
    /// It answers with an error.
    #[error("the provider answers with {0}")]
    Status(u16),
    /// What it says is not what a provider says.
    #[error("the provider says {0} wrongly, or not at all")]
    Malformed(&'static str),
}

/// One provider.
pub(super) struct Provider {
    config: OpenIdConfig,
    issuer: String,
    agent: ureq::Agent,
    found: Mutex<Option<(Found, Instant)>>,
    keys: Mutex<Option<Keys>>,
}

/// Where its doors are.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Found {
    issuer: String,
    #[serde(rename = "authorization_endpoint")]
    pub(super) authorization: String,
    #[serde(rename = "token_endpoint")]
    token: String,
    #[serde(rename = "jwks_uri")]
    keys: String,
    /// How it wants to be shown the secret; where it does not say, in a header.
    #[serde(rename = "token_endpoint_auth_methods_supported", default)]
    ways: Vec<String>,
}

impl Provider {
    /// The one that the configuration names.
    pub(super) fn new(config: &OpenIdConfig) -> Option<Self> {
        let issuer = config.issuer.clone()?;
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("ashboard/", env!("CARGO_PKG_VERSION")))
            .build();
        let (found, keys) = (Mutex::default(), Mutex::default());
        Some(Self { config: config.clone(), issuer, agent: agent.into(), found, keys })
    }

    /// Where its doors are, as it says itself.
    pub(super) fn found(&self) -> Result<Found, ProviderError> {
        if let Some((found, _)) = lock(&self.found).as_ref().filter(|(_, at)| at.elapsed() < KEPT) {
            return Ok(found.clone());
        }
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let told = self.get(&address)?;
        let found: Found = serde_json::from_str(&told).map_err(|_| ProviderError::Malformed("where its doors are"))?;
        let doors = [&found.authorization, &found.token, &found.keys];
        if found.issuer != self.issuer || !doors.into_iter().all(|door| is_safe(door)) {
            return Err(ProviderError::Malformed("who it is"));
        }
        *lock(&self.found) = Some((found.clone(), Instant::now()));
        Ok(found)
    }

    /// The id token for a code.
    pub(super) fn exchange(&self, code: &str, verifier: &str, callback: &str) -> Result<String, ProviderError> {
        let found = self.found()?;
        let (client, secret) = (&*self.config.client_id, self.config.client_secret.reveal());
        let in_header = found.ways.is_empty() || found.ways.iter().any(|way| way == "client_secret_basic");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", callback),
            ("code_verifier", verifier),
        ]);
        let mut request = self.agent.post(&found.token).header("accept", "application/json");
        if secret.is_empty() {
            form.append_pair("client_id", client);
        } else if in_header {
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let shown = STANDARD.encode(format!("{}:{}", encoded(client), encoded(secret)));
            request = request.header("authorization", format!("Basic {shown}"));
        } else {
            form.extend_pairs([("client_id", client), ("client_secret", secret)]);
        }
        let form = form.finish();
        let sent = request.content_type("application/x-www-form-urlencoded").send(&form);
        let told: Value = serde_json::from_str(&read(sent)?).map_err(|_| ProviderError::Malformed("the id token"))?;
        let token = told.get("id_token").and_then(Value::as_str);
        token.map(str::to_owned).ok_or(ProviderError::Malformed("the id token"))
    }

    /// The claims of a token that holds. Keys are fetched once more for one that is not known: providers change them.
    pub(super) fn check(&self, token: &str, expected: &Expected<'_>) -> Result<Map<String, Value>, super::OpenIdError> {
        let kept = lock(&self.keys).clone();
        if let Some(keys) = kept {
            match id_token::check(token, &keys, expected) {
                Err(TokenError::UnknownKey) => {}
                checked => return Ok(checked?),
            }
        }
        let keys = Keys::read(&self.get(&self.found()?.keys)?).ok_or(ProviderError::Malformed("its keys"))?;
        *lock(&self.keys) = Some(keys.clone());
        Ok(id_token::check(token, &keys, expected)?)
    }

    fn get(&self, address: &str) -> Result<String, ProviderError> {
        read(self.agent.get(address).header("accept", "application/json").call())
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<String, ProviderError> {
    let silent = |error: ureq::Error| ProviderError::Silent(error.to_string());
    let mut answer = answer.map_err(silent)?;
    if answer.status() != 200 {
        return Err(ProviderError::Status(answer.status().as_u16()));
    }
    answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string().map_err(silent)
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
