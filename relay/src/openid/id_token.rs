//! Id tokens: a signed statement of a provider about who signed in, for whom and until when. Pure: it is given the keys and
//! the time. Two algorithms are known, and which one counts is said by the key, never by the token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Map, Value};

/// How far the clock of the provider may be from this one, in seconds.
const LEEWAY_S: i64 = 60;
/// The largest token that is looked at, in bytes.
const MAX_TOKEN_BYTES: usize = 64 * 1024;
/// Keys of a provider that are kept.
const MAX_KEYS: usize = 64;
/// The bytes of a coordinate on the curve of ES256, and what stands in front of two of them.
const COORDINATE_BYTES: usize = 32;
const UNCOMPRESSED: u8 = 4;

/// The keys of a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// RS256.
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    /// ES256.
    P256 { point: Vec<u8> },
}

/// What a token has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// By whom.
    pub issuer: &'a str,
    /// For whom.
    pub client: &'a str,
    /// In which sign-in.
    pub nonce: &'a str,
    /// When, in seconds since the Unix epoch.
    pub now_s: i64,
}

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token.
    #[error("malformed")]
    Malformed,
    /// It is signed in a way that is not taken here, or not at all.
    #[error("another algorithm than RS256 and ES256")]
    Algorithm,
    /// None of the keys is its key.
    #[error("unknown key")]
    UnknownKey,
    /// The key has not signed it.
    #[error("wrong signature")]
    Signature,
    /// Another provider says it.
    #[error("wrong issuer")]
    Issuer,
    /// It is meant for somebody else.
    #[error("wrong audience")]
    Audience,
    /// It held once.
    #[error("expired")]
    Expired,
    /// It is of a time that is yet to come.
    #[error("not yet good")]
    Early,
    /// It is of another sign-in.
    #[error("wrong nonce")]
    Nonce,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// What has to be understood; nothing of it is here.
    crit: Option<Value>,
}

/// One key of a set, as far as it is looked at (RFC 7517).
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Keys {
    /// The keys of a set that sign in a way that is known here; the others are left out.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        let set: Value = serde_json::from_str(json).ok()?;
        let keys = set.get("keys")?.as_array()?.iter().take(MAX_KEYS);
        Some(Self(keys.filter_map(|key| Key::of(serde_json::from_value(key.clone()).ok()?)).collect()))
    }

    /// The key of that id and algorithm; where the token names none, the only one of the algorithm.
    fn find(&self, header: &Header) -> Result<&Key, TokenError> {
        let mut fit = self.0.iter().filter(|key| key.algorithm() == header.alg);
        match &header.kid {
            Some(id) => fit.find(|key| key.id.as_ref() == Some(id)).ok_or(TokenError::UnknownKey),
            None => fit.next().filter(|_| fit.next().is_none()).ok_or(TokenError::UnknownKey),
        }
    }
}

impl Key {
    fn of(key: Jwk) -> Option<Self> {
        if key.usage.is_some_and(|usage| usage != "sig") {
            return None;
        }
        let kind = match (key.kty.as_str(), key.crv.as_deref()) {
            ("RSA", _) => Kind::Rsa { modulus: bytes(&key.n?)?, exponent: bytes(&key.e?)? },
            ("EC", Some("P-256")) => {
                let (x, y) = (bytes(&key.x?)?, bytes(&key.y?)?);
                let is_fit = x.len() == COORDINATE_BYTES && y.len() == COORDINATE_BYTES;
                is_fit.then(|| Kind::P256 { point: [&[UNCOMPRESSED][..], &x, &y].concat() })?
            }
            _ => return None,
        };
        Some(Self { id: key.kid, kind })
    }

    fn algorithm(&self) -> &'static str {
        match self.kind {
            Kind::Rsa { .. } => "RS256",
            Kind::P256 { .. } => "ES256",
        }
    }

    fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.kind {
            Kind::Rsa { modulus, exponent } => {
                let key = RsaPublicKeyComponents { n: modulus, e: exponent };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            Kind::P256 { point } => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
        }
    }
}

/// The claims of a token that one of the keys has signed and that says what is expected.
///
/// # Errors
/// The first reason why it does not hold.
pub fn check(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Map<String, Value>, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, claims) = message.split_once('.').ok_or(TokenError::Malformed)?;
    let read = |part: &str| bytes(part).ok_or(TokenError::Malformed);
    let header: Header = serde_json::from_slice(&read(header)?).map_err(|_| TokenError::Malformed)?;
    if header.crit.is_some() || !["RS256", "ES256"].contains(&header.alg.as_str()) {
        return Err(TokenError::Algorithm);
    }
    if !keys.find(&header)?.has_signed(message.as_bytes(), &read(signature)?) {
        return Err(TokenError::Signature);
    }
    let claims: Map<String, Value> = serde_json::from_slice(&read(claims)?).map_err(|_| TokenError::Malformed)?;
    judge(&claims, expected).map(|()| claims)
}

fn judge(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| claims.get(name).map(|time| time.as_f64().ok_or(TokenError::Malformed)).transpose();
    let (early, late) = ((expected.now_s - LEEWAY_S) as f64, (expected.now_s + LEEWAY_S) as f64);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenError::Issuer);
    }
    let audience: Vec<_> = match claims.get("aud") {
        Some(Value::Array(all)) => all.iter().map(Value::as_str).collect(),
        one => vec![one.and_then(Value::as_str)],
    };
    let is_for_us = audience.contains(&Some(expected.client));
    let by_us = claims.get("azp").map_or(audience.len() == 1, |party| party.as_str() == Some(expected.client));
    if !is_for_us || !by_us {
        return Err(TokenError::Audience);
    }
    if time("exp")?.ok_or(TokenError::Malformed)? <= early {
        return Err(TokenError::Expired);
    }
    if time("iat")?.ok_or(TokenError::Malformed)? > late || time("nbf")?.is_some_and(|begin| begin > late) {
        return Err(TokenError::Early);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    Ok(())
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests;
