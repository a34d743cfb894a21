//! Oneself in the bar: who is signed in, the way to one's account and out; where nobody is and somebody could, the way in.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Glyph, Menu, MenuItem, icon};
use crate::{
    api::account::{self, Asker},
    locale::{Message, t},
    routes::{Route, link},
};

/// Who one is, once the relay has said it.
#[hook]
fn use_asker() -> Option<Asker> {
    let asker = use_state(|| None::<Asker>);
    use_effect_with((), {
        let asker = asker.setter();
        move |()| {
            spawn_local(async move {
                // Where the relay does not answer, or knows nobody, there is nothing to say.
                asker.set(account::who().await.ok());
            });
        }
    });
    (*asker).clone()
}

/// The way to the state of the relay, for its owners.
#[component]
pub(crate) fn StatusLink() -> Html {
    let is_owner = use_asker().is_some_and(|asker| asker.is_owner);
    let words = html! { <>{ icon(Glyph::Control) }<span class="status-words">{ t(Message::Status) }</span></> };
    if is_owner { link(Route::Status, "button", words) } else { Html::default() }
}

#[component]
pub(crate) fn Me() -> Html {
    let asker = use_asker();
    match asker.as_ref() {
        Some(Asker { account: Some(own), .. }) => {
            let out = Callback::from(|()| {
                spawn_local(async {
                    if account::sign_out(false).await.is_ok() {
                        let _the_browser_goes_there = gloo::utils::window().location().replace("/sign-in");
                    }
                });
            });
            let items = vec![
                MenuItem::new(Glyph::Person, t(Message::Account), Callback::from(|()| Route::Account.go())),
                MenuItem::new(Glyph::SignOut, t(Message::SignOut), out),
            ];
            html! { <Menu label={own.name.clone()} glyph={Glyph::Person} {items} /> }
        }
        Some(Asker { account: None, can_sign_in: true, .. }) => {
            link(Route::SignIn, "button", t(Message::SignIn).into())
        }
        Some(Asker { account: None, can_sign_in: false, .. }) | None => Html::default(),
    }
}
