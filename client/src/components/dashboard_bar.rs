//! The bar of a dashboard: the way back, the title, whether all is saved, who is there, and what can be added.

use std::rc::Rc;

use document::{Kind, NodeId};
use yew::prelude::*;

use super::{
    Glyph, ImportProps, Menu, MenuItem, People, SaveStateLine, ThemeSwitch, Title, Turns, icon, people::Company,
};
use crate::{
    locale::{Message, fill, t},
    parts::{aside, soon},
    routes::{Route, link},
    workspace::{Edit, View},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DashboardBarProps {
    pub(crate) view: Rc<View>,
    pub(crate) editable: bool,
    /// Where new panels go: the open tab, or the dashboard itself.
    pub(crate) place: NodeId,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) company: Company,
    pub(crate) on_history: Callback<()>,
    pub(crate) on_help: Callback<()>,
    /// What can be done with the whole dashboard.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn DashboardBar(props: &DashboardBarProps) -> Html {
    let view = &props.view;
    let importing = use_state(|| false);
    let [on_import, on_close] = [true, false].map(|is_open| {
        let importing = importing.setter();
        Callback::from(move |()| importing.set(is_open))
    });
    html! {
        <>
            { back_to_the_list() }
            if view.loaded {
                <Title title={view.document.title().to_owned()} editable={props.editable} on_edit={props.on_edit.clone()} />
            }
            <SaveStateLine save={view.save} connection={view.connection.clone()} />
            <Turns undo={view.undo.clone()} redo={view.redo.clone()} editable={props.editable} on_edit={props.on_edit.clone()} />
            <span class="bar-rest"></span>
            <People company={props.company.clone()} />
            <Menu label={t(Message::AddPanel)} glyph={Glyph::Add} with_words=true class="button-strong"
                disabled={!props.editable} items={additions(props, on_import)} />
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
            if *importing {
                { aside(ImportProps { parent: props.place, on_edit: props.on_edit.clone(), on_close }, |parts| parts.import) }
            }
        </>
    }
}

fn back_to_the_list() -> Html {
    let words = html! { <>{ icon(Glyph::Back) }<span class="spoken">{ t(Message::BackToDashboards) }</span></> };
    link(Route::Dashboards, "button button-bare button-icon", words)
}

/// What can be added: panels, sections and tabs.
fn additions(props: &DashboardBarProps, on_import: Callback<()>) -> Vec<MenuItem> {
    let (place, view) = (props.place, &props.view);
    let panel = |kind: Kind| {
        let (glyph, words) = face(kind)?;
        let add = props.on_edit.reform(move |()| Edit::AddPanel { kind, parent: place });
        Some(MenuItem { disabled: !view.may_add(kind, place), ..MenuItem::new(glyph, t(words), add) })
    };
    let numbered = |message, kind, parent| {
        let number = view.document.children_of(parent, kind).len() + 1;
        fill(message, &[("number", &number.to_string())])
    };
    let (section, tab) =
        (numbered(Message::SectionNumber, Kind::Row, place), numbered(Message::TabNumber, Kind::Tab, NodeId::ROOT));
    let add_section = props.on_edit.reform(move |()| Edit::AddRow { parent: place, title: section.clone() });
    let add_tab = props.on_edit.reform(move |()| Edit::AddTab { title: tab.clone() });
    let may_section = view.may_add(Kind::Row, place);
    let mut items: Vec<MenuItem> = Kind::PANELS.into_iter().filter_map(panel).collect();
    items.push(MenuItem {
        disabled: !may_section,
        ..MenuItem::new(Glyph::Section, t(Message::AddSection), add_section)
    });
    items.push(MenuItem::new(Glyph::Tab, t(Message::Tab), add_tab));
    let may_chart = view.may_add(Kind::Chart, place);
    items.push(MenuItem { disabled: !may_chart, ..MenuItem::new(Glyph::Copy, t(Message::ImportVegaLite), on_import) });
    items
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
