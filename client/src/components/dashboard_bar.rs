//! The bar of a dashboard: the way back, the title, whether all is saved, who is there, and what can be added.

use std::rc::Rc;

use document::Kind;
use yew::prelude::*;

use super::{Glyph, People, SaveStateLine, ThemeSwitch, Title, Turns, icon, palette::OPENER_ID, people::Company};
use crate::{
    locale::{Message, t},
    parts::soon,
    routes::{Route, link},
    workspace::{Edit, View},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DashboardBarProps {
    pub(crate) view: Rc<View>,
    pub(crate) editable: bool,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) company: Company,
    pub(crate) on_history: Callback<()>,
    pub(crate) on_help: Callback<()>,
    /// What can be added is wanted.
    pub(crate) on_add: Callback<()>,
    /// Which time is shown.
    pub(crate) range: Html,
    /// What can be done with the whole dashboard.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn DashboardBar(props: &DashboardBarProps) -> Html {
    let view = &props.view;
    html! {
        <>
            { back_to_the_list() }
            if view.loaded {
                <Title title={view.document.title().to_owned()} editable={props.editable} on_edit={props.on_edit.clone()} />
            }
            <SaveStateLine save={view.save} connection={view.connection.clone()} />
            <Turns undo={view.undo.clone()} redo={view.redo.clone()} editable={props.editable} on_edit={props.on_edit.clone()} />
            <span class="bar-rest"></span>
            { props.range.clone() }
            <People company={props.company.clone()} />
            <button type="button" id={OPENER_ID} class="button button-strong" aria-label={t(Message::AddPanel)}
                disabled={!props.editable} onclick={props.on_add.reform(|_: MouseEvent| ())}>
                { icon(Glyph::Add) }<span class="button-words">{ t(Message::AddPanel) }</span>
            </button>
            <button type="button" id="open-history" class="button button-bare button-icon" title={t(Message::History)}
                aria-label={t(Message::History)} onclick={props.on_history.reform(|_: MouseEvent| ())}>
                { icon(Glyph::Time) }
            </button>
            { props.children.clone() }
            <ThemeSwitch />
            <button type="button" class="button button-bare button-icon button-help" title={t(Message::Help)}
                aria-label={t(Message::Help)} onclick={props.on_help.reform(|_: MouseEvent| ())}>
                { icon(Glyph::Help) }
            </button>
            { soon((), |rest| rest.me) }
        </>
    }
}

fn back_to_the_list() -> Html {
    let words = html! { <>{ icon(Glyph::Back) }<span class="spoken">{ t(Message::BackToDashboards) }</span></> };
    link(Route::Dashboards, "button button-bare button-icon", words)
}

/// Icon and name of a kind of panel.
pub(crate) fn face(kind: Kind) -> Option<(Glyph, Message)> {
    match kind {
        Kind::Dashboard => None,
        Kind::Chart => Some((Glyph::Line, Message::Chart)),
        Kind::Stat => Some((Glyph::Stat, Message::Number)),
        Kind::Table => Some((Glyph::Table, Message::Table)),
        Kind::Text => Some((Glyph::Text, Message::TextPanel)),
        Kind::Control => Some((Glyph::Control, Message::Control)),
        Kind::Tab | Kind::Row | Kind::Annotation | Kind::Comment | Kind::Reply => None,
    }
}
