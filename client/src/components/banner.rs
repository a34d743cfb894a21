//! The banner below the bar while there is no connection: what that means and what to do.

use yew::prelude::*;

use super::{Glyph, Icon};
use crate::{
    locale::{Message, fill, t},
    workspace::Connection,
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
            banner(t(words).into(), t(Message::TryAgainNow), retry)
        }
        Connection::Stopped(reason) => {
            banner(fill(Message::StoppedBanner, &[("reason", reason)]), t(Message::Reload), reload)
        }
        Connection::Connecting | Connection::Live | Connection::Offline { .. } => Html::default(),
    }
}

fn banner(words: String, action: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <div class="banner" role="status">
            <Icon glyph={Glyph::Offline} /><span>{ words }</span>
            <button type="button" class="button" {onclick}>{ action }</button>
        </div>
    }
}
