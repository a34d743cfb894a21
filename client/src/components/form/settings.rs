//! The settings of the whole dashboard: what it is called and about, under which words it is found, how it looks, which
//! time it shows and how often. Every change is an edit at once, so that everybody sees it and Undo takes it back.

mod pick;
mod tags;

use document::{NodeId, Property, Refresh, Role, Shade, Value};
use yew::prelude::*;

use self::{pick::pick, tags::Tags};
use super::{Ground, text_field::TextField};
use crate::{
    components::{Desk, Dialog, Glyph, ShareProps, icon},
    locale::{BuilderWords, Message, Phrase, p, say, t},
    parts::aside,
    workspace::Edit,
};

/// Times that are offered for the start of a range; any other can be typed.
const STARTS: &[&str] = &["now-5m", "now-15m", "now-1h", "now-6h", "now-24h", "now-7d", "now-30d", "now/d", "now-1M/M"];
/// Times that are offered for its end.
const ENDS: &[&str] = &["now", "now/d", "now/M"];
/// Zones that are offered; any other name can be typed.
const ZONES: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Tokyo",
];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SettingsProps {
    pub(crate) desk: Desk,
    /// Names the dashboard at the relay.
    pub(crate) id: AttrValue,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Settings(props: &SettingsProps) -> Html {
    let sharing = use_state(|| false);
    let desk = &props.desk;
    let Some(node) = desk.view.document.node(NodeId::ROOT).cloned() else { return Html::default() };
    if *sharing {
        let (id, on_say, on_close) = (props.id.clone(), desk.on_say.clone(), props.on_close.clone());
        return aside(ShareProps { id, on_say, on_close }, |parts| parts.share);
    }
    let on_set = desk.on_edit.reform(|(property, value)| Edit::SetProperty { node: NodeId::ROOT, property, value });
    let ground = Ground { node, editable: desk.may_edit(NodeId::ROOT), on_set };
    let on_share = {
        let sharing = sharing.setter();
        Callback::from(move |_: MouseEvent| sharing.set(true))
    };
    html! {
        <Dialog title={p(Phrase::Settings)} on_close={props.on_close.clone()}>
            <div class="settings">
                <TextField ground={ground.clone()} property={Property::Title} label={Message::Title} />
                <TextField ground={ground.clone()} property={Property::Description} label={Message::Description} lines={3} />
                <Tags ground={ground.clone()} />
                { theme(&ground) }
                <div class="sheet-pair">
                    <TextField ground={ground.clone()} property={Property::TimeFrom} label={Message::NameTimeFrom} offered={STARTS} />
                    <TextField ground={ground.clone()} property={Property::TimeTo} label={Message::NameTimeTo} offered={ENDS} />
                </div>
                <p class="field-hint">{ say(BuilderWords::TimeHint) }</p>
                <TextField ground={ground.clone()} property={Property::TimeZone} label={Message::NameTimeZone} offered={ZONES} />
                <p class="field-hint">{ say(BuilderWords::ZoneHint) }</p>
                { refresh(&ground) }
                if desk.view.role == Some(Role::Owner) {
                    <div class="field">
                        <span class="field-label">{ say(BuilderWords::WhoMayWhat) }</span>
                        <button type="button" class="button" onclick={on_share}>{ icon(Glyph::Forward) }{ t(Message::ShareDashboard) }</button>
                    </div>
                }
            </div>
        </Dialog>
    }
}

fn theme(ground: &Ground) -> Html {
    let words =
        |shade: Option<Shade>| shade.map_or_else(|| say(BuilderWords::ThemeOfViewer), |shade| t(shade_words(shade)));
    let options: Vec<_> = [None].into_iter().chain(Shade::ALL.map(Some)).map(|shade| (shade, words(shade))).collect();
    let on_pick = ground.on_set.reform(|shade| (Property::Theme, Value::Shade(shade)));
    pick(("theme", t(Message::Theme)), &options, ground.node.shade(), !ground.editable, on_pick)
}

fn refresh(ground: &Ground) -> Html {
    let options: Vec<_> = Refresh::ALL.into_iter().map(|refresh| (refresh, say(refresh_words(refresh)))).collect();
    let on_pick = ground.on_set.reform(|refresh| (Property::Refresh, Value::Refresh(refresh)));
    pick(("refresh", t(Message::NameRefresh)), &options, ground.node.refresh(), !ground.editable, on_pick)
}

/// What light and dark are called.
pub(crate) fn shade_words(shade: Shade) -> Message {
    match shade {
        Shade::Light => Message::Light,
        Shade::Dark => Message::Dark,
    }
}

/// How often new rows are shown.
pub(crate) fn refresh_words(refresh: Refresh) -> BuilderWords {
    match refresh {
        Refresh::Live => BuilderWords::RefreshLive,
        Refresh::Second => BuilderWords::RefreshSecond,
        Refresh::FiveSeconds => BuilderWords::RefreshFiveSeconds,
        Refresh::HalfMinute => BuilderWords::RefreshHalfMinute,
        Refresh::Minute => BuilderWords::RefreshMinute,
        Refresh::Paused => BuilderWords::RefreshPaused,
    }
}
