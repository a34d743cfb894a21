//! The banner below the bar while there is no connection: what that means and what to do. A dashboard that is gone is
//! not waited for: there the only thing to do is to go back to the list.

use yew::prelude::*;

use super::{Glyph, icon};
use crate::{
    locale::{Message, t},
    parts::soon,
    routes::{Route, link},
    workspace::{Connection, Stop},
};

/// Attempts that fail before the banner shows: a short cut is not worth a word.
const QUIET_ATTEMPTS: u32 = 1;

#[derive(PartialEq, Properties)]
pub(crate) struct BannerProps {
    pub(crate) connection: Connection,
    /// Whether there is a dashboard to go on with.
    pub(crate) loaded: bool,
    pub(crate) on_retry: Callback<()>,
}

#[component]
pub(crate) fn Banner(props: &BannerProps) -> Html {
    let retry = props.on_retry.reform(|_: MouseEvent| ());
    let reload = Callback::from(|_: MouseEvent| {
        let _nothing_left_to_do = gloo::utils::window().location().reload();
    });
    match &props.connection {
        Connection::Offline { attempt, .. } if *attempt > QUIET_ATTEMPTS => {
            let words = if props.loaded { Message::OfflineBanner } else { Message::OfflineUnloaded };
            banner(words, button(Message::TryAgainNow, retry))
        }
        Connection::Stopped(Stop::OtherVersion) => banner(Message::StoppedVersion, button(Message::Reload, reload)),
        Connection::Stopped(Stop::NotAllowed) => {
            let sign_in = link(Route::SignIn, "button", t(Message::SignIn).into());
            banner(Message::StoppedNotAllowed, html! { <>{ sign_in }{ back_to_the_list() }</> })
        }
        Connection::Stopped(Stop::NoSuchDashboard) => banner(Message::StoppedDeleted, back_to_the_list()),
        Connection::Stopped(Stop::Damaged) => html! {
            <div class="banner" role="status">
                { icon(Glyph::Problem) }<span>{ soon((), |rest| rest.damaged) }</span>{ back_to_the_list() }
            </div>
        },
        Connection::Connecting | Connection::Live | Connection::Offline { .. } => Html::default(),
    }
}

fn banner(words: Message, action: Html) -> Html {
    html! {
        <div class="banner" role="status">
            { icon(Glyph::Offline) }<span>{ t(words) }</span>
            { action }
        </div>
    }
}

fn button(words: Message, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button" {onclick}>{ t(words) }</button> }
}

fn back_to_the_list() -> Html {
    link(Route::Dashboards, "button", t(Message::BackToDashboards).into())
}
