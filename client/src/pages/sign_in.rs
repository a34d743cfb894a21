//! Signing in: by login and password, or by a one-time link that sets them. Afterwards the page is where it was before.
//! What stands behind the `#` is a secret: it is taken out of the address as soon as it was read.

use gloo::utils::window;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};
use yew::prelude::*;

use crate::{
    api::{ApiError, account},
    components::{Glyph, LanguageSwitch, ThemeSwitch, icon},
    locale::{Message, SignInWords, say, say_filled, t},
    pages::set_tab_title,
    relay_address,
};

/// The part of the address that says where to go afterwards.
const TO: &str = "?to=";

/// Where the relay sends browsers to its provider; where to go afterwards follows, as in this page's own address.
const PROVIDER: &str = "/api/v1/openid";
/// What stands behind the `#` when somebody comes back from there in vain.
const IN_VAIN: &str = "#failed=openid";

/// By what somebody proves who they are.
#[derive(Clone, PartialEq)]
enum Proof {
    Password,
    /// The link of the first owner.
    First(String),
    /// A link that sets a password.
    Reset(String),
}

impl Proof {
    fn of_address() -> Self {
        let hash = window().location().hash().unwrap_or_default();
        let (first, reset) = (hash.strip_prefix("#first="), hash.strip_prefix("#reset="));
        let proof = match (first, reset) {
            (Some(secret), _) => Self::First(secret.to_owned()),
            (_, Some(secret)) => Self::Reset(secret.to_owned()),
            (None, None) => return Self::Password,
        };
        if let Ok(history) = window().history() {
            let _the_secret_stays_where_it_was =
                history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/sign-in"));
        }
        proof
    }

    fn words(&self) -> (Message, Message) {
        match self {
            Self::Password => (Message::SignIn, Message::SignIn),
            Self::First(_) => (Message::FirstOwner, Message::MakeAccount),
            Self::Reset(_) => (Message::SetPassword, Message::SetPassword),
        }
    }

    async fn send(&self, said: &Said) -> Result<(), ApiError> {
        let (login, name, password) = (("login", &*said.login), ("name", &*said.name), ("password", &*said.password));
        match self {
            Self::Password => account::post("/api/v1/sign-in", &[login, password]).await,
            Self::First(secret) => {
                account::post("/api/v1/first-owner", &[("secret", secret), login, name, password]).await
            }
            Self::Reset(secret) => account::post("/api/v1/reset", &[("secret", secret), password]).await,
        }
    }
}

/// What stands in the form.
struct Said {
    login: String,
    name: String,
    password: String,
}

impl Said {
    fn of(form: &HtmlFormElement) -> Option<Self> {
        let data = FormData::new_with_form(form).ok()?;
        let text = |name| data.get(name).as_string().unwrap_or_default();
        Some(Self { login: text("login"), name: text("name"), password: text("password") })
    }
}

#[component]
pub(crate) fn SignInPage() -> Html {
    let proof = use_memo((), |()| Proof::of_address());
    let (busy, failed) = (use_state(|| false), use_state(in_vain));
    let provider = use_provider();
    use_effect_with((), |()| set_tab_title(t(Message::SignIn)));
    let onsubmit = {
        let (proof, busy, failed) = (proof.clone(), busy.clone(), failed.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let said = event.target_dyn_into::<HtmlFormElement>().and_then(|form| Said::of(&form));
            let Some(said) = said.filter(|_| !*busy) else { return };
            busy.set(true);
            failed.set(None);
            let (proof, busy, failed) = (proof.clone(), busy.setter(), failed.clone());
            spawn_local(async move {
                match proof.send(&said).await {
                    Ok(()) => return_to_where_it_was(),
                    Err(error) => {
                        busy.set(false);
                        failed.set(Some(words(&error)));
                    }
                }
            });
        })
    };
    let (heading, button) = proof.words();
    html! {
        <main class="sign-in">
            <div class="sign-in-choices"><LanguageSwitch /><ThemeSwitch /></div>
            <span class="brand"><span class="brand-mark">{ icon(Glyph::Line) }</span>{ "Ashboard" }</span>
            <form class="sign-in-form" {onsubmit} aria-busy={busy.to_string()}>
                <h1>{ t(heading) }</h1>
                if let Some(name) = provider.filter(|_| *proof == Proof::Password) {
                    { elsewhere(&name) }
                }
                { fields(&proof) }
                <p class="field-problem sign-in-problem" role="alert">
                    if let Some(words) = &*failed {
                        { icon(Glyph::Problem) }<span>{ words }</span>
                    }
                </p>
                <button type="submit" class="button button-strong" disabled={*busy}>{ t(button) }</button>
            </form>
        </main>
    }
}

/// What the provider is called, once the host of the page has said it.
#[hook]
fn use_provider() -> Option<String> {
    let provider = use_state(|| None::<String>);
    use_effect_with((), {
        let provider = provider.setter();
        move |()| spawn_local(async move { provider.set(relay_address::provider().await) })
    });
    (*provider).clone()
}

/// That somebody comes back from the provider in vain.
fn in_vain() -> Option<String> {
    let hash = window().location().hash().unwrap_or_default();
    (hash == IN_VAIN).then(|| say(SignInWords::InVain).to_owned())
}

/// The way to the provider, in front of the form.
fn elsewhere(name: &str) -> Html {
    let href = [PROVIDER, &window().location().search().unwrap_or_default()].concat();
    html! {
        <>
            <a class="button sign-in-elsewhere" {href}>{ say_filled(SignInWords::With, &[("name", name)]) }</a>
            <p class="soft sign-in-or">{ say(SignInWords::OrPassword) }</p>
        </>
    }
}

fn fields(proof: &Proof) -> Html {
    let is_new = *proof != Proof::Password;
    let (autocomplete, least) = if is_new { ("new-password", "10") } else { ("current-password", "1") };
    html! {
        <>
            if !matches!(proof, Proof::Reset(_)) {
                <label class="field">
                    <span class="field-label">{ t(Message::Login) }</span>
                    <input class="input" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" dir="ltr"
                        required=true autofocus=true maxlength="64" />
                </label>
            }
            if matches!(proof, Proof::First(_)) {
                <label class="field">
                    <span class="field-label">{ t(Message::YourName) }</span>
                    <input class="input" name="name" autocomplete="name" dir="auto" required=true maxlength="64" />
                </label>
            }
            <label class="field">
                <span class="field-label">{ t(Message::Password) }</span>
                <input class="input" name="password" type="password" {autocomplete} dir="ltr" required=true minlength={least} />
                if is_new {
                    <span class="field-hint">{ t(Message::PasswordRule) }</span>
                }
            </label>
        </>
    }
}

/// What went wrong, in the language of the page where the relay's code is known here.
pub(super) fn words(error: &ApiError) -> String {
    let known = match error {
        ApiError::Problem { code, .. } => match code.as_str() {
            "wrong_credentials" => Message::WrongCredentials,
            "too_many_requests" => Message::TooManyAttempts,
            "bad_account" => Message::BadAccount,
            _ => return error.to_string(),
        },
        ApiError::Unreachable => Message::RelaySilent,
        ApiError::Malformed => return error.to_string(),
    };
    t(known).to_owned()
}

/// The page is loaded anew, so that nothing of what somebody else saw stays.
fn return_to_where_it_was() {
    let search = window().location().search().unwrap_or_default();
    let wanted = search.strip_prefix(TO).and_then(|to| js_sys::decode_uri_component(to).ok()).map(String::from);
    let here = wanted.filter(|to| is_of_this_page(to)).unwrap_or_else(|| "/".to_owned());
    let _the_browser_goes_there = window().location().replace(&here);
}

/// A path, and nothing that a browser takes for another host.
fn is_of_this_page(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        for (to, is_here) in [
            ("/", true),
            ("/d/0190?from=now-6h", true),
            ("", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("/\t/evil.example", false),
        ] {
            assert_eq!(is_of_this_page(to), is_here, "{to:?}");
        }
    }
}
