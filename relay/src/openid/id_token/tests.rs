//! Tokens with one thing wrong each, signed by a key that is made for the test.

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;

use super::*;

const NOW_S: i64 = 1_700_000_000;
const EXPECTED: Expected<'static> =
    Expected { issuer: "https://id.example.org", client: "charts", nonce: "once", now_s: NOW_S };

struct Signer {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pair.as_ref(), &random).unwrap();
        Self { pair, random }
    }

    fn keys(&self, id: &str) -> Keys {
        let point = self.pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|part| URL_SAFE_NO_PAD.encode(part));
        let keys = json!({ "keys": [
            { "kty": "oct", "k": "AAAA" }, { "kty": "EC", "crv": "P-256", "kid": id, "x": x, "y": y },
            { "kty": "EC", "crv": "P-256", "kid": id, "use": "enc", "x": x, "y": y }, 7,
        ] });
        Keys::read(&keys.to_string()).unwrap()
    }

    fn token(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = self.pair.sign(&self.random, message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn claims() -> Value {
    json!({ "iss": "https://id.example.org", "aud": "charts", "exp": NOW_S + 300, "iat": NOW_S, "nonce": "once", "sub": "7" })
}

#[test]
fn only_what_is_expected_holds() {
    let signer = Signer::new();
    let (keys, header) = (signer.keys("a"), json!({ "alg": "ES256", "kid": "a" }));
    let of = |changes: Value| {
        let mut claims = claims();
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        check(&signer.token(&header, &claims), &keys, &EXPECTED).map(|claims| claims["sub"].clone())
    };
    for good in [
        json!({}),
        json!({ "aud": ["charts"] }),
        json!({ "aud": ["charts", "other"], "azp": "charts" }),
        json!({ "exp": NOW_S - LEEWAY_S + 1 }),
        json!({ "iat": NOW_S + LEEWAY_S, "nbf": NOW_S }),
    ] {
        assert_eq!(of(good.clone()), Ok(json!("7")), "{good}");
    }
    for (bad, why) in [
        (json!({ "iss": "https://id.example.org/" }), TokenError::Issuer),
        (json!({ "iss": null }), TokenError::Issuer),
        (json!({ "aud": "other" }), TokenError::Audience),
        (json!({ "aud": [] }), TokenError::Audience),
        (json!({ "aud": ["charts", "other"] }), TokenError::Audience),
        (json!({ "azp": "other" }), TokenError::Audience),
        (json!({ "exp": NOW_S - LEEWAY_S }), TokenError::Expired),
        (json!({ "exp": "4000000000" }), TokenError::Malformed),
        (json!({ "exp": null }), TokenError::Malformed),
        (json!({ "iat": NOW_S + LEEWAY_S + 1 }), TokenError::Early),
        (json!({ "nbf": NOW_S + LEEWAY_S + 1 }), TokenError::Early),
        (json!({ "nonce": "twice" }), TokenError::Nonce),
        (json!({ "nonce": null }), TokenError::Nonce),
    ] {
        assert_eq!(of(bad.clone()), Err(why), "{bad}");
    }
}

#[test]
fn the_key_says_the_algorithm_and_nothing_else_does() {
    let (signer, other) = (Signer::new(), Signer::new());
    let (keys, claims) = (signer.keys("a"), claims());
    let of = |header: Value| check(&signer.token(&header, &claims), &keys, &EXPECTED).err();
    assert_eq!(of(json!({ "alg": "ES256" })), None, "the only key");
    for (header, why) in [
        (json!({ "alg": "none" }), TokenError::Algorithm),
        (json!({ "alg": "HS256", "kid": "a" }), TokenError::Algorithm),
        (json!({ "alg": "RS256", "kid": "a" }), TokenError::UnknownKey),
        (json!({ "alg": "ES256", "kid": "b" }), TokenError::UnknownKey),
        (json!({ "alg": "ES256", "kid": "a", "crit": ["exp"] }), TokenError::Algorithm),
        (json!({ "kid": "a" }), TokenError::Malformed),
    ] {
        assert_eq!(of(header.clone()), Some(why), "{header}");
    }
    let header = json!({ "alg": "ES256", "kid": "a" });
    let good = signer.token(&header, &claims);
    assert_eq!(check(&good, &other.keys("a"), &EXPECTED), Err(TokenError::Signature));
    let (message, _) = good.rsplit_once('.').unwrap();
    for bad in [format!("{message}."), message.to_owned(), format!("{good}A"), ".".into(), "..".into(), String::new()] {
        assert!(check(&bad, &keys, &EXPECTED).is_err(), "{bad}");
    }
    for (at, byte) in good.bytes().enumerate().filter(|(_, byte)| *byte != b'.').step_by(7) {
        let mut flipped = good.clone().into_bytes();
        flipped[at] = if byte == b'A' { b'B' } else { b'A' };
        assert!(check(&String::from_utf8(flipped).unwrap(), &keys, &EXPECTED).is_err(), "byte {at}");
    }
}
