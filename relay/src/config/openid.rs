//! The section `[openid]`: the OpenID Connect provider at which people sign in, what this relay is to it, and which of its
//! words about somebody are their login, their name and their groups. What the provider says is not read here.

use std::net::IpAddr;

use document::Role;
use hyper::http::Uri;
use serde::{Deserialize, Serialize};

use super::{Secret, is_origin, mistake::Mistakes};

/// The provider, and what its words mean here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpenIdConfig {
    /// Who it is, letter by letter as its id tokens say; without it nobody signs in there.
    pub issuer: Option<String>,
    /// What the page calls it; its host where this is empty.
    pub name: String,
    /// What the relay is called there.
    pub client_id: String,
    /// What proves it; none where the provider takes the relay for a public client.
    pub client_secret: Secret,
    /// Where browsers reach the relay, such as `https://charts.example.org`: the provider sends them back there.
    pub public_url: String,
    /// What it is asked for.
    pub scopes: Vec<String>,
    /// The claim that becomes the login of an account that is made.
    pub login_claim: String,
    /// The claim that is the name, at every sign-in.
    pub name_claim: String,
    /// The claim that lists groups.
    pub groups_claim: String,
    /// The groups of the relay whose members the provider knows: at every sign-in that claim puts somebody in, or takes
    /// them out.
    pub groups: Vec<String>,
    /// The role of an account that is made, everywhere; without it only what is given to it, or to its groups.
    pub role: Option<Role>,
}

impl Default for OpenIdConfig {
    fn default() -> Self {
        Self {
            issuer: None,
            name: String::new(),
            client_id: String::new(),
            client_secret: Secret::default(),
            public_url: String::new(),
            scopes: ["openid", "profile", "email"].map(str::to_owned).to_vec(),
            login_claim: "preferred_username".to_owned(),
            name_claim: "name".to_owned(),
            groups_claim: "groups".to_owned(),
            groups: Vec::new(),
            role: None,
        }
    }
}

impl OpenIdConfig {
    /// What the page calls the provider, where there is one.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        let issuer = self.issuer.as_ref()?;
        let host = || issuer.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
        if self.name.is_empty() { host() } else { Some(self.name.clone()) }
    }

    pub(super) fn check(&self, mistakes: &mut Mistakes) {
        let Some(issuer) = &self.issuer else { return };
        if !cfg!(feature = "openid") {
            mistakes.add("openid.issuer", "this program was built without it; build it with --features openid.");
        }
        if !is_safe(issuer) {
            mistakes
                .add("openid.issuer", format!("{issuer:?} is no https address; only one on this machine may be http."));
        }
        if self.client_id.is_empty() {
            mistakes.add("openid.client_id", "is missing; the provider gives it to whoever registers the relay there.");
        }
        if !is_origin(&self.public_url) {
            let what = "is where browsers reach the relay: scheme and host, such as https://charts.example.org.";
            mistakes.add("openid.public_url", what);
        }
        if !self.scopes.iter().any(|scope| scope == "openid") {
            mistakes.add("openid.scopes", "has to name \"openid\".");
        }
    }
}

/// An address that nobody on the way reads or changes: by TLS, or of this machine.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let is_here =
        host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    uri.scheme_str() == Some("https") && !host.is_empty() || uri.scheme_str() == Some("http") && is_here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_by_tls_or_on_this_machine() {
        for (address, safe) in [
            ("https://id.example.org/realms/a", true),
            ("http://127.0.0.1:8081", true),
            ("http://localhost/x", true),
            ("http://[::1]:1", true),
            ("http://id.example.org", false),
            ("http://127.0.0.1.example.org", false),
            ("http://localhost.example.org", false),
            ("ftp://127.0.0.1", false),
            ("id.example.org", false),
            ("", false),
        ] {
            assert_eq!(is_safe(address), safe, "{address}");
        }
    }
}
