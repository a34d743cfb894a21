//! A small OpenID Connect provider on loopback: real HTTP, real keys, and words that a test can make wrong. It lets
//! everybody in as Ada and keeps count of what it is asked for.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How the relay proves itself.
pub(crate) const CLIENT: &str = "charts";
pub(crate) const SECRET: &str = "a secret: of the relay";

/// The curve of its second key; in two parts, because a rule of PROTOCOL.md is cited so.
const CURVE: &str = concat!("P-", "256");

/// What the provider does next.
pub(crate) struct Words {
    /// Claims of the next tokens in place of, or beside, the right ones; null leaves one out.
    pub(crate) claims: Value,
    /// The id of the key that the next tokens name.
    pub(crate) key: String,
    /// The key with which they are signed.
    pub(crate) elliptic: bool,
    /// The ids of keys that it publishes.
    pub(crate) published: Vec<String>,
}

pub(crate) struct Provider {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    issuer: String,
    rsa: RsaKeyPair,
    elliptic: EcdsaKeyPair,
    random: SystemRandom,
    words: Mutex<Words>,
    /// What each code stands for: the nonce and the challenge.
    codes: Mutex<BTreeMap<String, (String, String)>>,
    asked: Mutex<BTreeMap<String, usize>>,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, random) = (listener.local_addr().unwrap(), SystemRandom::new());
        let elliptic = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let words = Words { claims: json!({}), key: "first".into(), elliptic: false, published: vec!["first".into()] };
        let shared = Arc::new(Shared {
            issuer: format!("http://{address}"),
            // A key of this test alone.
            rsa: RsaKeyPair::from_pkcs8(include_bytes!("rsa.pk8")).unwrap(),
            elliptic: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, elliptic.as_ref(), &random).unwrap(),
            random,
            words: Mutex::new(words),
            codes: Mutex::default(),
            asked: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serving.answer(stream.unwrap());
            }
        });
        Self { address, shared }
    }

    pub(crate) fn issuer(&self) -> String {
        self.shared.issuer.clone()
    }

    pub(crate) fn say(&self, change: impl FnOnce(&mut Words)) {
        change(&mut self.shared.words.lock().unwrap());
    }

    /// How often it was asked for this path.
    pub(crate) fn asked(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut first, mut length, mut proof) = (String::new(), 0, String::new());
        reader.read_line(&mut first).unwrap();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let Some((name, value)) = line.split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "authorization" => proof = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let target = first.split(' ').nth(1).unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        *self.asked.lock().unwrap().entry(path.to_owned()).or_default() += 1;
        let (status, more, told) = match path {
            "/.well-known/openid-configuration" => ("200 OK", String::new(), self.doors()),
            "/authorize" => ("302 Found", format!("location: {}\r\n", self.authorize(query)), Value::Null),
            "/token" => self.token(&proof, &body),
            "/keys" => ("200 OK", String::new(), self.keys()),
            _ => ("404 Not Found", String::new(), Value::Null),
        };
        let told = told.to_string();
        let length = told.len();
        let _the_other_end_may_be_gone = write!(
            stream,
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{more}\r\n{told}"
        );
    }

    fn doors(&self) -> Value {
        let of = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": self.issuer, "authorization_endpoint": of("/authorize"), "token_endpoint": of("/token"),
            "jwks_uri": of("/keys"), "response_types_supported": ["code"],
        })
    }

    /// Everybody is Ada; the browser goes back with a code.
    fn authorize(&self, query: &str) -> String {
        let asked: BTreeMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!((&*asked["response_type"], &*asked["client_id"]), ("code", CLIENT));
        assert_eq!((&*asked["code_challenge_method"], &*asked["scope"]), ("S256", "openid profile email"));
        let mut codes = self.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        codes.insert(code.clone(), (asked["nonce"].clone(), asked["code_challenge"].clone()));
        format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"])
    }

    fn token(&self, proof: &str, body: &[u8]) -> (&'static str, String, Value) {
        let asked: BTreeMap<_, _> = form_urlencoded::parse(body).into_owned().collect();
        let encoded: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
        let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{encoded}")));
        let code = self.codes.lock().unwrap().get(&asked["code"]).cloned();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&asked["code_verifier"]));
        match code {
            Some((nonce, wanted)) if proof == expected && wanted == challenge => {
                ("200 OK", String::new(), json!({ "id_token": self.id_token(&nonce), "token_type": "Bearer" }))
            }
            _ => ("400 Bad Request", String::new(), json!({ "error": "invalid_grant" })),
        }
    }

    fn id_token(&self, nonce: &str) -> String {
        let now_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let words = self.words.lock().unwrap();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "ada-7", "nonce": nonce, "iat": now_s, "exp": now_s + 300,
            "preferred_username": "Ada@Example.org", "name": "Ada Lovelace", "groups": ["Sales", "Elsewhere"],
        });
        for (name, value) in words.claims.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let algorithm = if words.elliptic { "ES256" } else { "RS256" };
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(json!({ "alg": algorithm, "kid": words.key })), part(claims));
        let signature = if words.elliptic {
            self.elliptic.sign(&self.random, message.as_bytes()).unwrap().as_ref().to_vec()
        } else {
            let mut signature = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(&RSA_PKCS1_SHA256, &self.random, message.as_bytes(), &mut signature).unwrap();
            signature
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// Both keys under every id that is published.
    fn keys(&self) -> Value {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let PublicKeyComponents::<Vec<u8>> { n, e } = self.rsa.public().into();
        let point = self.elliptic.public_key().as_ref();
        let words = self.words.lock().unwrap();
        let keys = words.published.iter().flat_map(|id| {
            let rsa = json!({ "kty": "RSA", "use": "sig", "kid": id, "n": encode(&n), "e": encode(&e) });
            let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
            [rsa, json!({ "kty": "EC", "crv": CURVE, "kid": id, "x": x, "y": y })]
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }
}
