//! The page of one's own account: name and password, where one is signed in, and the tokens of one's programs.

use std::{future::Future, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement};
use yew::prelude::*;

use super::sign_in::words;
use crate::{
    agent::Agent,
    api::{
        ApiError,
        account::{self, Account, SignIn, Token},
    },
    components::{Glyph, LanguageSwitch, ThemeSwitch, icon},
    locale::{Access, Message, fill, say, say_filled, t, when},
    pages::set_tab_title,
    routes::{Route, link},
};

/// What is known of the account.
#[derive(Clone, Default, PartialEq)]
struct Known {
    account: Option<Account>,
    sign_ins: Vec<SignIn>,
    tokens: Vec<Token>,
    /// What an act has said: that it is done, or why not.
    said: Option<Result<String, String>>,
    /// A token that was just made.
    minted: Option<String>,
}

/// The account and the acts on it, after each of which it is read again.
#[derive(Clone, PartialEq)]
struct Desk {
    known: UseStateHandle<Rc<Known>>,
}

impl Desk {
    fn act(&self, act: impl Future<Output = Result<Option<String>, ApiError>> + 'static, done: Option<Message>) {
        let setter = self.known.setter();
        spawn_local(async move {
            let (said, minted) = match act.await {
                Ok(minted) => (done.map(|done| Ok(t(done).to_owned())), minted),
                Err(error) => (Some(Err(words(&error))), None),
            };
            match read().await {
                Ok(known) if known.account.is_some() => setter.set(Rc::new(Known { said, minted, ..known })),
                Ok(_) => Route::SignIn.go(),
                Err(error) => setter.set(Rc::new(Known { said: Some(Err(words(&error))), ..Known::default() })),
            }
        });
    }

    fn end(&self, what: &'static str, id: &str) -> Callback<MouseEvent> {
        let (desk, id) = (self.clone(), id.to_owned());
        Callback::from(move |_: MouseEvent| {
            let id = id.clone();
            desk.act(async move { account::end(what, &id).await.map(|()| None) }, None);
        })
    }

    /// A form whose fields are sent by `send`, and is emptied.
    fn submit<F: Future<Output = Result<Option<String>, ApiError>> + 'static>(
        &self,
        done: Message,
        send: impl Fn(FormData) -> F + 'static,
    ) -> Callback<SubmitEvent> {
        let desk = self.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(form) = event.target_dyn_into::<HtmlFormElement>() else { return };
            let Ok(data) = FormData::new_with_form(&form) else { return };
            form.reset();
            desk.act(send(data), Some(done));
        })
    }
}

async fn read() -> Result<Known, ApiError> {
    let Some(own) = account::who().await?.account else { return Ok(Known::default()) };
    let (sign_ins, tokens) = (account::sign_ins().await?, account::tokens().await?);
    Ok(Known { account: Some(own), sign_ins, tokens, ..Known::default() })
}

fn text(data: &FormData, name: &str) -> String {
    data.get(name).as_string().unwrap_or_default()
}

#[component]
pub(crate) fn AccountPage() -> Html {
    let desk = Desk { known: use_state(|| Rc::new(Known::default())) };
    use_effect_with((), {
        let desk = desk.clone();
        move |()| {
            set_tab_title(t(Message::Account));
            desk.act(async { Ok(None) }, None);
        }
    });
    let known = (*desk.known).clone();
    html! {
        <>
            <header class="bar">
                { link(Route::Dashboards, "button button-bare button-icon", html! {
                    <>{ icon(Glyph::Back) }<span class="spoken">{ t(Message::BackToDashboards) }</span></>
                }) }
                <h1 class="bar-title">{ t(Message::Account) }</h1>
                <span class="bar-rest"></span>
                <LanguageSwitch />
                <ThemeSwitch />
            </header>
            <main class="account">
                <p class="account-said" role="status">{ said(known.said.as_ref()) }</p>
                if let Some(account) = &known.account {
                    { person(&desk, account) }
                    { sign_ins(&desk, &known.sign_ins) }
                    { tokens(&desk, &known) }
                }
            </main>
        </>
    }
}

fn said(said: Option<&Result<String, String>>) -> Html {
    match said {
        None => Html::default(),
        Some(Ok(words)) => html! { <>{ icon(Glyph::Saved) }{ words }</> },
        Some(Err(words)) => html! { <span class="field-problem">{ icon(Glyph::Problem) }{ words }</span> },
    }
}

fn person(desk: &Desk, account: &Account) -> Html {
    let rename =
        desk.submit(Message::Saved, |data| async move { account::rename(&text(&data, "name")).await.map(|()| None) });
    let change = desk.submit(Message::PasswordSet, |data| async move {
        let fields = [("present", &*text(&data, "present")), ("new", &*text(&data, "new"))];
        account::post("/api/v1/account/password", &fields).await.map(|()| None)
    });
    let password = |name: &'static str, label, autocomplete: &'static str| {
        html! {
            <label class="field">
                <span class="field-label">{ t(label) }</span>
                <input class="input" type="password" {name} {autocomplete} dir="ltr" required=true />
            </label>
        }
    };
    html! {
        <>
            <form class="account-part" onsubmit={rename}>
                <label class="field">
                    <span class="field-label">{ t(Message::YourName) }</span>
                    <input class="input" name="name" autocomplete="name" dir="auto" required=true maxlength="64"
                        value={account.name.clone()} />
                    <span class="field-hint"><bdi>{ &account.login }</bdi></span>
                </label>
                <button type="submit" class="button">{ t(Message::Save) }</button>
            </form>
            if account.has_password {
                <form class="account-part" onsubmit={change}>
                    <h2>{ t(Message::ChangePassword) }</h2>
                    { password("present", Message::PresentPassword, "current-password") }
                    { password("new", Message::NewPassword, "new-password") }
                    <p class="field-hint">{ t(Message::PasswordRule) }</p>
                    <button type="submit" class="button">{ t(Message::ChangePassword) }</button>
                </form>
            }
        </>
    }
}

fn sign_ins(desk: &Desk, all: &[SignIn]) -> Html {
    let everywhere = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.act(async { account::sign_out(true).await.map(|()| None) }, None))
    };
    let line = |sign_in: &SignIn| {
        let seen = fill(Message::SeenAt, &[("when", &when(sign_in.seen_ms))]);
        let here = if sign_in.is_here { t(Message::ThisBrowser) } else { &seen };
        html! {
            <li key={sign_in.id.clone()}>
                <p><bdi title={sign_in.agent.clone()}>{ agent_words(&sign_in.agent) }</bdi><span class="field-hint">{ here }</span></p>
                <button type="button" class="button" onclick={desk.end("sign-ins", &sign_in.id)}>{ t(Message::SignOut) }</button>
            </li>
        }
    };
    html! {
        <section class="account-part">
            <h2>{ t(Message::SignedInAt) }</h2>
            <ul class="account-list">{ for all.iter().map(line) }</ul>
            <button type="button" class="button" onclick={everywhere}>{ t(Message::SignOutEverywhere) }</button>
        </section>
    }
}

/// Browser and system of a sign-in, in words.
fn agent_words(said: &str) -> String {
    match Agent::of(said) {
        Agent::Browser { browser, system } => {
            let browser = browser.unwrap_or(say(Access::SomeBrowser));
            let places = |system| [("browser", browser), ("system", system)];
            system.map_or_else(|| browser.to_owned(), |system| say_filled(Access::BrowserOn, &places(system)))
        }
        Agent::Program => say(Access::SomeProgram).to_owned(),
    }
}

fn tokens(desk: &Desk, known: &Known) -> Html {
    let make = desk.submit(Message::TokenMade, |data| async move {
        let days = text(&data, "days").parse().unwrap_or(0);
        let (name, role, table) = (text(&data, "name"), text(&data, "role"), text(&data, "table"));
        account::make_token(&name, &role, table.trim(), days).await.map(Some)
    });
    let line = |token: &Token| {
        let used = token.used_ms.map(|used_ms| fill(Message::UsedAt, &[("when", &when(used_ms))]));
        html! {
            <li key={token.id.clone()}>
                <p><bdi>{ &token.name }</bdi>
                    <span class="field-hint">{ used.unwrap_or_else(|| t(Message::NeverUsed).to_owned()) }</span></p>
                <button type="button" class="button" onclick={desk.end("tokens", &token.id)}>{ t(Message::Revoke) }</button>
            </li>
        }
    };
    html! {
        <section class="account-part">
            <h2>{ t(Message::Tokens) }</h2>
            <ul class="account-list">{ for known.tokens.iter().map(line) }</ul>
            if let Some(minted) = &known.minted {
                <div class="account-minted">
                    <p>{ t(Message::TokenMade) }</p>
                    <p><code dir="ltr">{ minted }</code></p>
                </div>
            }
            <form class="account-part" onsubmit={make}>
                <label class="field">
                    <span class="field-label">{ t(Message::TokenName) }</span>
                    <input class="input" name="name" dir="auto" required=true maxlength="64" />
                </label>
                <label class="field">
                    <span class="field-label">{ t(Message::TokenRole) }</span>
                    <select class="input" name="role">
                        { for ROLES.iter().enumerate().map(|(place, (value, words))| html! {
                            <option value={*value} selected={place == 0}>{ t(*words) }</option>
                        }) }
                    </select>
                </label>
                <label class="field">
                    <span class="field-label">{ t(Message::TokenTable) }</span>
                    <input class="input" name="table" dir="ltr" />
                </label>
                <label class="field">
                    <span class="field-label">{ t(Message::TokenDays) }</span>
                    <input class="input" name="days" type="number" min="1" max="3650" value="365" />
                </label>
                <button type="submit" class="button">{ t(Message::MakeToken) }</button>
            </form>
        </section>
    }
}

/// The roles, as the relay calls them and as the page does.
const ROLES: [(&str, Message); 4] = [
    ("viewer", Message::RoleViewer),
    ("commenter", Message::RoleCommenter),
    ("editor", Message::RoleEditor),
    ("owner", Message::RoleOwner),
];
