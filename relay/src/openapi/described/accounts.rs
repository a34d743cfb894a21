//! The routes of accounts, sign-ins and tokens, described.

use super::{Answer, Body, Described, get, write};
#[cfg(feature = "openid")]
use super::{Parameter, Shape, optional};

#[cfg(feature = "openid")]
const TO: Parameter = optional("to", "the path at which the browser goes on", Shape::Text);
#[cfg(feature = "openid")]
const STATE: Parameter = optional("state", "of the sign-in that was begun", Shape::Text);
#[cfg(feature = "openid")]
const CODE: Parameter = optional("code", "what the provider gives for its id token", Shape::Text);
const ANY: Body = Body::Json("Anything");
const TOLD: Answer = Answer::Json("Anything");

const fn post(path: &'static str, summary: &'static str, body: Body, answer: Answer) -> Described {
    write("POST", path, summary, body, answer)
}

const fn delete(path: &'static str, summary: &'static str) -> Described {
    write("DELETE", path, summary, Body::None, Answer::Done)
}

pub(super) const ACCOUNTS: &[Described] = &[
    post("/api/v1/sign-in", "Signs in by login and password", ANY, Answer::Done),
    post("/api/v1/first-owner", "Makes the first owner by a one-time link", ANY, Answer::Done),
    post("/api/v1/reset", "Sets a password by a one-time link", ANY, Answer::Done),
    post("/api/v1/sign-out", "Signs out, here or everywhere", ANY, Answer::Done),
    #[cfg(feature = "openid")]
    get("/api/v1/openid", "Goes to the provider to sign in", &[TO], Answer::Elsewhere),
    #[cfg(feature = "openid")]
    get("/api/v1/openid/callback", "Comes back from the provider", &[STATE, CODE], Answer::Elsewhere),
    get("/api/v1/account", "Who asks", &[], TOLD),
    write("PATCH", "/api/v1/account", "Gives oneself another name", ANY, TOLD),
    post("/api/v1/account/password", "Sets another password", ANY, Answer::Done),
    get("/api/v1/account/sign-ins", "Where one is signed in", &[], TOLD),
    delete("/api/v1/account/sign-ins/{sign_in}", "Ends one of one's sign-ins"),
    get("/api/v1/account/tokens", "One's tokens", &[], TOLD),
    post("/api/v1/account/tokens", "Makes a token", ANY, Answer::Created("Anything")),
    delete("/api/v1/account/tokens/{token}", "Revokes one of one's tokens"),
    get("/api/v1/accounts", "Lists the accounts", &[], TOLD),
    post("/api/v1/accounts", "Makes an account", ANY, Answer::Created("Anything")),
    write("PATCH", "/api/v1/accounts/{account}", "Changes an account", ANY, TOLD),
    delete("/api/v1/accounts/{account}", "Removes an account"),
    post("/api/v1/accounts/{account}/invitation", "Makes a link that sets a password", Body::None, TOLD),
    get("/api/v1/accounts/{account}/tokens", "The tokens of an account", &[], TOLD),
    post("/api/v1/accounts/{account}/tokens", "Makes a token for an account", ANY, Answer::Created("Anything")),
    delete("/api/v1/accounts/{account}/tokens/{token}", "Revokes a token of an account"),
];
