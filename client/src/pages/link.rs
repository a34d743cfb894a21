//! The page of a share link: shows the link behind the `#` of the address to the relay and goes on to what it opens. Where
//! the link asks for a password, it is asked for here. In a frame what stands for the link is kept in the page's memory.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    api::{self, ApiError, Opened},
    components::{Glyph, icon},
    locale::{Clause, Message, refused, say, t},
    relay_address,
    routes::Route,
};

/// What is known of the link.
#[derive(Clone, PartialEq)]
enum Standing {
    Showing,
    PasswordNeeded,
    Failed(ApiError),
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LinkPageProps {
    /// The share that an embedding page names; none where the whole link stands behind the `#`.
    pub(crate) share: Option<AttrValue>,
    /// What is opened in this place, where the page stands in a frame.
    pub(crate) on_open: Callback<AttrValue>,
    /// Why nothing is opened.
    #[prop_or_default]
    pub(crate) on_fail: Callback<ApiError>,
}

#[component]
pub(crate) fn LinkPage(props: &LinkPageProps) -> Html {
    let standing = use_state(|| Standing::Showing);
    let show = {
        let (props, setter) = (props.clone(), standing.setter());
        Callback::from(move |password: String| show(props.clone(), password, setter.clone()))
    };
    use_effect_with((), {
        let show = show.clone();
        move |()| show.emit(String::new())
    });
    match &*standing {
        Standing::Showing => html! { <p class="later" role="status">{ say(Clause::OpeningLink) }</p> },
        Standing::PasswordNeeded => html! { <PasswordForm on_password={show} /> },
        Standing::Failed(error) => html! {
            <main class="said">{ icon(Glyph::Problem) }<h1><span role="alert">{ refused(error) }</span></h1></main>
        },
    }
}

fn show(props: LinkPageProps, password: String, standing: UseStateSetter<Standing>) {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let secret = hash.trim_start_matches('#');
    let link = match &props.share {
        Some(share) => [share, "_", secret].concat(),
        None => secret.to_owned(),
    };
    standing.set(Standing::Showing);
    spawn_local(async move {
        match api::show_link(&link, &password, props.share.is_some()).await {
            Ok(Opened { dashboard, ticket: None }) => Route::Dashboard { id: dashboard }.replace(),
            Ok(Opened { dashboard, ticket: Some(ticket) }) => {
                relay_address::hold_ticket(ticket);
                props.on_open.emit(dashboard.into());
            }
            Err(ApiError::Problem { code, .. }) if code == "password_needed" => standing.set(Standing::PasswordNeeded),
            Err(error) => {
                props.on_fail.emit(error.clone());
                standing.set(Standing::Failed(error));
            }
        }
    });
}

#[derive(PartialEq, Properties)]
struct PasswordFormProps {
    on_password: Callback<String>,
}

#[component]
fn PasswordForm(props: &PasswordFormProps) -> Html {
    let input = use_node_ref();
    let onsubmit = {
        let (input, on_password) = (input.clone(), props.on_password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = input.cast::<HtmlInputElement>() {
                on_password.emit(input.value());
            }
        })
    };
    html! {
        <main class="sign-in">
            <span class="brand"><span class="brand-mark">{ icon(Glyph::Line) }</span>{ "Ashboard" }</span>
            <form class="sign-in-form" {onsubmit}>
                <h1>{ say(Clause::LinkPasswordAsked) }</h1>
                <label class="field">
                    <span class="field-label">{ t(Message::Password) }</span>
                    <input class="input" type="password" name="password" ref={input} required=true autocomplete="off" />
                </label>
                <button type="submit" class="button button-strong">{ say(Clause::OpenLink) }</button>
            </form>
        </main>
    }
}
