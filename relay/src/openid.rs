//! Signing in at an OpenID Connect provider: the authorization code flow with PKCE, a state and a nonce. It says where to
//! send a browser, and whom it has brought back. It knows what a provider says; accounts and cookies are not its business.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::{config::OpenIdConfig, visitor::secret::Secret};

use self::{
    id_token::{Expected, TokenError},
    provider::{Provider, ProviderError},
    waiting::{Waiting, Way},
};

pub mod id_token;
mod provider;
mod waiting;

/// Where the provider sends a browser back to.
pub const CALLBACK: &str = "/api/v1/openid/callback";
/// How long somebody may take at the provider.
pub const PATIENCE: Duration = Duration::from_secs(600);
/// Conversations with the provider at once; whoever comes beyond them is told to try again.
const MAX_CONVERSATIONS: usize = 8;
/// The longest text of a claim that is taken, in characters: what `outside` of an account may hold.
const MAX_CLAIM_CHARS: usize = 255;
/// Groups of one token that are looked at.
const MAX_GROUPS: usize = 1_000;

/// The provider of one relay: a cheap handle.
#[derive(Clone)]
pub struct OpenId(Arc<Shared>);

struct Shared {
    config: OpenIdConfig,
    provider: Provider,
    waiting: Mutex<Waiting>,
    turns: Semaphore,
}

/// Where a browser is to go, and what it is to bring back.
pub struct Begun {
    /// At the provider.
    pub address: String,
    /// Only the browser that holds it may come back with it.
    pub state: String,
}

/// Somebody, as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Issuer and subject: who they are there for ever.
    pub outside: String,
    /// What they sign in by.
    pub login: String,
    /// What others see; empty where the provider does not say.
    pub name: String,
    /// Of the groups that the provider fills: whether they are in it.
    pub groups: Vec<(String, bool)>,
}

/// Why nobody was brought back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenIdError {
    /// The state is none, of another browser, was used already, or is too old.
    #[error("not begun here, ended already, or too late")]
    NotBegun,
    /// The provider, or the person there, said no.
    #[error("refused at the provider")]
    Refused,
    /// The provider could not be asked.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// What it says cannot be believed.
    #[error("id token: {0}")]
    Token(#[from] TokenError),
    /// It says too little, or too much.
    #[error("the claim {0} is missing or unfit")]
    Claim(String),
    /// Too many at once.
    #[error("too many sign-ins at once")]
    Busy,
    /// This machine is not well.
    #[error("this machine has no randomness, or no thread")]
    Machine,
}

impl OpenId {
    /// The provider of the configuration, if it names one.
    #[must_use]
    pub fn new(config: &OpenIdConfig) -> Option<Self> {
        let provider = Provider::new(config)?;
        let (waiting, turns) = (Mutex::default(), Semaphore::new(MAX_CONVERSATIONS));
        Some(Self(Arc::new(Shared { config: config.clone(), provider, waiting, turns })))
    }

    /// Begins a sign-in after which the browser goes on to that path.
    ///
    /// # Errors
    /// When the provider does not say where to go.
    pub async fn begin(&self, to: String) -> Result<Begun, OpenIdError> {
        let [state, nonce, verifier] = [secret()?, secret()?, secret()?];
        let found = self.conversation(|shared| Ok(shared.provider.found()?)).await?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let Shared { config, waiting, .. } = &*self.0;
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", &config.client_id),
                ("redirect_uri", &self.0.callback()),
                ("scope", &config.scopes.join(" ")),
                ("state", &state),
                ("nonce", &nonce),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
            ])
            .finish();
        let joint = if found.authorization.contains('?') { '&' } else { '?' };
        let way = Way { nonce, verifier, to, until: Instant::now() + PATIENCE };
        waiting.lock().unwrap_or_else(PoisonError::into_inner).begin(state.clone(), way);
        Ok(Begun { address: format!("{}{joint}{query}", found.authorization), state })
    }

    /// Who comes back with that state and code, and where they wanted to go. A state brings back one person, once.
    ///
    /// # Errors
    /// Why nobody does.
    pub async fn finish(&self, state: &str, code: String) -> Result<(Person, String), OpenIdError> {
        let way = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).take(state, Instant::now());
        let Way { nonce, verifier, to, .. } = way.ok_or(OpenIdError::NotBegun)?;
        let person = self.conversation(move |shared| shared.person(&code, &verifier, &nonce)).await?;
        Ok((person, to))
    }

    /// The sign-in that was begun with this state is over: the provider, or the person there, does not want it.
    pub fn give_up(&self, state: &str) {
        let _over = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).take(state, Instant::now());
    }

    /// Whether the provider of this relay says so; one that does not say who it is, is it.
    #[must_use]
    pub fn is_issuer(&self, said: Option<&str>) -> bool {
        said.is_none() || said == self.0.config.issuer.as_deref()
    }

    /// Talks with the provider on a thread of its own.
    async fn conversation<T: Send + 'static>(
        &self,
        talk: impl FnOnce(&Shared) -> Result<T, OpenIdError> + Send + 'static,
    ) -> Result<T, OpenIdError> {
        let _turn = self.0.turns.try_acquire().map_err(|_| OpenIdError::Busy)?;
        let shared = Arc::clone(&self.0);
        let talked = tokio::task::spawn_blocking(move || talk(&shared)).await;
        talked.unwrap_or(Err(OpenIdError::Machine))
    }
}

impl Shared {
    fn callback(&self) -> String {
        format!("{}{CALLBACK}", self.config.public_url)
    }

    fn person(&self, code: &str, verifier: &str, nonce: &str) -> Result<Person, OpenIdError> {
        let token = self.provider.exchange(code, verifier, &self.callback())?;
        let now_s = crate::clock::now_ms() / 1000;
        let issuer = self.config.issuer.as_deref().unwrap_or_default();
        let expected = Expected { issuer, client: &self.config.client_id, nonce, now_s };
        let claims = self.provider.check(&token, &expected)?;
        person_of(&claims, &self.config)
    }
}

/// What the claims of an id token that holds say about somebody.
fn person_of(claims: &Map<String, Value>, config: &OpenIdConfig) -> Result<Person, OpenIdError> {
    let text = |name: &str| {
        let text = claims.get(name).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty() && text.chars().count() <= MAX_CLAIM_CHARS)
    };
    let required = |name: &str| text(name).ok_or_else(|| OpenIdError::Claim(name.to_owned()));
    // An address that the provider has not seen to be theirs is no name for anybody.
    if config.login_claim == "email" && claims.get("email_verified") == Some(&Value::Bool(false)) {
        return Err(OpenIdError::Claim("email_verified".to_owned()));
    }
    let told = claims.get(&config.groups_claim);
    let told: Vec<&str> = match told {
        Some(Value::Array(groups)) => groups.iter().take(MAX_GROUPS).filter_map(Value::as_str).collect(),
        Some(Value::String(group)) => vec![group],
        _ => Vec::new(),
    };
    Ok(Person {
        outside: format!("openid {} {}", config.issuer.as_deref().unwrap_or_default(), required("sub")?),
        login: required(&config.login_claim)?.to_owned(),
        name: text(&config.name_claim).unwrap_or_default().to_owned(),
        groups: config.groups.iter().map(|group| (group.clone(), told.contains(&group.as_str()))).collect(),
    })
}

fn secret() -> Result<String, OpenIdError> {
    let secret = Secret::fresh().map_err(|_| OpenIdError::Machine)?;
    Ok(secret.reveal().to_owned())
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenId").field("issuer", &self.0.config.issuer).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_are_login_name_and_groups_as_configured() {
        let config = OpenIdConfig {
            issuer: Some("https://id.example.org".into()),
            login_claim: "email".into(),
            groups: vec!["Sales".into(), "Ops".into()],
            ..OpenIdConfig::default()
        };
        let of = |claims: Value| person_of(claims.as_object().unwrap(), &config);
        let person = of(json!({ "sub": "7", "email": "ada@example.org", "name": "Ada", "groups": ["Ops", "Root", 3] }));
        let person = person.unwrap();
        assert_eq!(person.outside, "openid https://id.example.org 7");
        assert_eq!((&*person.login, &*person.name), ("ada@example.org", "Ada"));
        assert_eq!(person.groups, [("Sales".to_owned(), false), ("Ops".to_owned(), true)], "and no other group");
        assert!(of(json!({ "sub": "7", "email": "a@b", "groups": "Sales" })).unwrap().groups[0].1);
        for (claims, missing) in [
            (json!({ "email": "a@b" }), "sub"),
            (json!({ "sub": "7" }), "email"),
            (json!({ "sub": "7", "email": " " }), "email"),
            (json!({ "sub": 7, "email": "a@b" }), "sub"),
            (json!({ "sub": "7", "email": "a@b", "email_verified": false }), "email_verified"),
        ] {
            assert_eq!(of(claims), Err(OpenIdError::Claim(missing.into())));
        }
    }
}
