//! One dashboard: opens the workspace, hands its view down, and turns what components say into edits.
//! What is only this page's (the open form, the last deletion, help) lives here.

use std::{rc::Rc, sync::Arc};

use document::{Kind, Node, NodeId};
use gloo::{
    timers::callback::{Interval, Timeout},
    utils::document,
};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::{
    address,
    canvas::Look,
    components::{
        Banner, Choices, CommandsProps, DashboardBarProps, Desk, Filter, FirstStepsProps, HandsProps, LossesProps,
        NoticeProps, NoticesProps, Talked, Top, Variables, board, dom_id, focus, focus_into, fold_id, shown_tab,
        use_choices,
    },
    later,
    locale::language,
    pages::{
        aloud::AloudProps,
        beside::Beside,
        blank::{is_bare, skeleton},
        company::use_company,
        deletion::{Deleted, undo_toast},
        draft::use_standing,
        explore::{looked, range, use_full},
        look_back::{LookBack, use_look_back},
        manner::use_manner,
        over::{Over, use_over},
        present::{unless, use_kiosk},
        selection::use_selection,
        use_tab_title,
    },
    parts::{self, shortly, soon},
    theme::Theme,
    workspace::{Connection, Edit, Stop, View, Workspace},
};

/// The member of the address that names the open tab.
const TAB: &str = "tab";
/// The form that is open.
const FORM: &str = "aside.sheet";
/// How long a notice stands.
const NOTICE_MS: u32 = 8_000;
/// How often an open form asks which tables there are: one that was just posted is looked for at once.
const TABLES_MS: u32 = 3_000;

#[derive(PartialEq, Properties)]
pub(crate) struct DashboardPageProps {
    /// Names the dashboard at the relay.
    pub(crate) id: String,
}

#[component]
pub(crate) fn DashboardPage(props: &DashboardPageProps) -> Html {
    let (workspace, now) = use_workspace(&props.id);
    let opened = use_state(|| None::<NodeId>);
    let deleted = use_state(|| None::<Deleted>);
    let said = use_state(String::new);
    let (now_over, on_over) = use_over();
    let on_edit = edit_handler(&workspace, &now, &opened, &deleted);
    let on_close = close_handler(&workspace, &opened);
    let talked = use_state(|| None::<Talked>);
    let on_open = open_handler(&workspace, &opened, &talked);
    let on_say = {
        let said = said.setter();
        use_callback((), move |words: String, ()| said.set(words))
    };
    let past = use_look_back(&props.id, &workspace, &now, &on_edit, &on_say);
    let standing = use_standing(&props.id, &now);
    let view = past.view();
    let (is_kiosk, on_kiosk) = use_kiosk();
    let editable = view.is_editable() && !past.is_past() && !is_kiosk;
    let (tab, on_tab) = use_tab(&view);
    let place = tab.unwrap_or(NodeId::ROOT);
    let (chosen, on_choose) = use_selection(&workspace, &view);
    let (full, on_full) = use_full(&view);
    let desk = Desk::from(Top {
        workspace: workspace.clone(),
        view: view.clone(),
        is_now: !past.is_past(),
        editable,
        opened: *opened,
        chosen,
        on_choose,
        on_edit: on_edit.clone(),
        on_open: unless(is_kiosk, &on_open),
        on_talk: unless(is_kiosk, &talk_handler(&opened, &talked)),
        on_full: on_full.clone(),
        on_enter: enter_handler(&workspace, &opened),
        on_say: on_say.clone(),
    });
    let aloud = AloudProps { workspace: workspace.clone(), view: view.clone(), on_say: on_say.clone() };
    let (choices, variables) = use_choices(&view);
    let (company, follow_bar) = use_company(&workspace, &now, tab, &on_tab);
    use_look(&workspace);
    use_manner(&workspace, &view);
    use_no_chart(&view);
    use_tab_title(view.document.title());
    use_added(&view, &on_open, &on_tab);
    use_panel_in_sight(*opened);
    let beside = Beside {
        id: props.id.clone().into(),
        desk: desk.clone(),
        talked: talked.clone(),
        past: past.clone(),
        on_close: on_close.clone(),
    };
    use_fresh_tables(&workspace, editable && beside.has_form());
    if !view.loaded && view.connection == Connection::Stopped(Stop::NoSuchDashboard) {
        return shortly((), |rest| rest.not_found);
    }
    let watched = opened.or(talked.as_ref().map(|(panel, _)| *panel));
    let notices = NoticesProps { id: props.id.clone().into(), desk: desk.clone(), on_tab: on_tab.clone(), watched };
    let with_sheet = beside.is_there();
    let body = match () {
        () if !view.loaded && matches!(view.connection, Connection::Stopped(_)) => Html::default(),
        () if !view.loaded => skeleton(),
        () if is_bare(&view) => shortly(FirstStepsProps { desk: desk.clone() }, |rest| rest.first_steps),
        () => html! {
            <ContextProvider<Choices> context={choices}>
                <ContextProvider<Variables> context={variables}>
                    { looked(&desk, full, &on_full, || board(&desk, tab, &on_tab)) }
                </ContextProvider<Variables>>
            </ContextProvider<Choices>>
        },
    };
    let on_history = history_handler(&opened, &talked, &on_close, &past);
    let [on_help, on_commands, on_settings, on_add] =
        [Over::Help, Over::Commands, Over::Settings, Over::Palette].map(|over| on_over.reform(move |()| over));
    let commands = || CommandsProps {
        desk: desk.clone(),
        id: props.id.clone().into(),
        place,
        company: company.clone(),
        on_tab: on_tab.clone(),
        on_history: on_history.clone(),
        on_settings: on_settings.clone(),
        on_add: on_add.clone(),
        on_help: on_help.clone(),
        on_close: Callback::noop(),
    };
    let hands = HandsProps {
        desk: desk.clone(),
        tab,
        is_past: past.is_past(),
        on_help: on_help.clone(),
        on_commands,
        on_settings: on_settings.clone(),
        on_add: on_add.clone(),
    };
    let bar = DashboardBarProps {
        view: past.bar_view(&view),
        editable,
        on_edit: on_edit.clone(),
        company: company.clone(),
        on_history: on_history.clone(),
        on_help: on_help.clone(),
        on_add: on_add.clone(),
        range: range(&desk),
        children: html! { <>{ soon(notices, |rest| rest.notices) }{ standing.menu(&props.id, editable, &workspace, &on_kiosk) }</> },
    };
    html! {
        <>
            <header class="bar">{ shortly(bar, |rest| rest.bar) }</header>
            <Banner connection={view.connection.clone()} loaded={view.loaded}
                on_retry={with(&workspace, |workspace, ()| workspace.retry_now())} />
            { standing.bar(&props.id, editable, &workspace) }
            if past.is_past() {
                { soon(past.clone(), |rest| rest.past_bar) }
            }
            <main class={classes!("dashboard", with_sheet.then_some("dashboard-with-sheet"))} tabindex="-1" id="dashboard"
                data-past={past.is_past().to_string()}>
                { body }
            </main>
            if with_sheet {
                { soon(beside, |rest| rest.beside) }
            }
            { follow_bar }
            { toasts(&workspace, &view, &deleted, &on_edit) }
            { soon(hands, |rest| rest.hands) }
            { soon(aloud, |rest| rest.aloud) }
            <p class="spoken" role="status" aria-live="polite">{ (*said).clone() }</p>
            if now_over != Over::Nothing || !desk.chosen.is_empty() {
                { soon((now_over, on_over, commands()), |rest| rest.over) }
            }
            if is_kiosk && view.loaded {
                { soon((view, tab, on_tab, on_kiosk), |rest| rest.kiosk) }
            }
        </>
    }
}

/// What was just caused: a deletion that can be taken back, a refusal in words.
fn toasts(
    workspace: &Workspace,
    view: &View,
    deleted: &UseStateHandle<Option<Deleted>>,
    on_edit: &Callback<Edit>,
) -> Html {
    let on_close = with(workspace, |workspace, ()| workspace.dismiss_notice());
    html! {
        <div class="toasts" aria-live="polite">
            { undo_toast(view, deleted, on_edit) }
            { losses(workspace, view) }
            if let Some(notice) = &view.notice {
                { soon(NoticeProps { notice: notice.clone(), on_close }, |rest| rest.notice) }
            }
        </div>
    }
}

/// What of this person's does not stand; nothing, as a rule.
fn losses(workspace: &Workspace, view: &View) -> Html {
    if view.losses.is_empty() {
        return Html::default();
    }
    let props = LossesProps {
        losses: view.losses.clone(),
        document: view.document.clone(),
        editable: view.is_editable(),
        on_restore: with(workspace, |workspace, loss| workspace.restore_mine(&loss)),
        on_close: with(workspace, |workspace, loss| workspace.dismiss_loss(&loss)),
    };
    soon(props, |rest| rest.losses)
}

/// The workspace of a dashboard and what it shows, for as long as the page stands.
#[hook]
pub(super) fn use_workspace(id: &str) -> (Workspace, Rc<View>) {
    let view = use_state(Rc::<View>::default);
    let workspace = {
        let view = view.setter();
        use_memo(id.to_owned(), move |id| {
            Workspace::open(id.clone(), Callback::from(move |shown: Rc<View>| view.set(shown)))
        })
    };
    use_notice_end(&workspace, &view);
    ((*workspace).clone(), (*view).clone())
}

/// A notice ends by itself.
#[hook]
fn use_notice_end(workspace: &Workspace, view: &View) {
    let workspace = workspace.clone();
    use_effect_with(view.notice.clone(), move |notice| {
        let end = notice.as_ref().map(|_| Timeout::new(NOTICE_MS, move || workspace.dismiss_notice()));
        move || drop(end)
    });
}

/// Charts follow the theme and the direction of the page.
#[hook]
pub(super) fn use_look(workspace: &Workspace) {
    let (dark, patterns) = use_context::<Theme>().map_or((false, false), |theme| (theme.is_dark, theme.has_patterns));
    use_effect_with((workspace.clone(), dark, patterns), |(workspace, dark, patterns)| {
        workspace.painter().set_look(Look { dark: *dark, rtl: language().is_rtl(), patterns: *patterns });
    });
}

/// Where there is no chart, nothing waits for one.
#[hook]
pub(super) fn use_no_chart(view: &View) {
    let draws = |(_, node): (NodeId, &Arc<Node>)| matches!(node.kind(), Kind::Chart | Kind::Stat);
    let is_refused = !view.loaded && matches!(view.connection, Connection::Stopped(_));
    use_effect_with(is_refused || view.loaded && !view.document.all_panels().any(draws), |has_none| {
        if *has_none {
            later::first_chart_is_drawn();
        }
    });
}

/// The open tab, where there are any, and the way to another one. It is this person's view: the address names it.
#[hook]
pub(super) fn use_tab(view: &View) -> (Option<NodeId>, Callback<NodeId>) {
    let asked = use_state(|| address::read(TAB).and_then(|tab| tab.parse().ok()));
    let setter = asked.setter();
    let on_tab = use_callback((), move |tab: NodeId, ()| {
        address::write(TAB, Some(&tab.to_string()));
        setter.set(Some(tab));
    });
    (shown_tab(view, *asked), on_tab)
}

/// The form of a panel that this person has just added opens, and so does a tab; a section comes into sight.
#[hook]
fn use_added(view: &View, on_open: &Callback<NodeId>, on_tab: &Callback<NodeId>) {
    let (on_open, on_tab) = (on_open.clone(), on_tab.clone());
    let kind = view.last_added.and_then(|added| view.document.node(added)).map(|added| added.kind());
    use_effect_with(view.last_added, move |added| match (added, kind) {
        (Some(added), Some(Kind::Tab)) => on_tab.emit(*added),
        (Some(added), Some(Kind::Row)) => focus(&fold_id(*added)),
        (Some(added), Some(kind)) if kind.is_panel() => on_open.emit(*added),
        _ => {}
    });
}

/// The panel whose form opens is its preview: it is scrolled to where it can be seen.
#[hook]
fn use_panel_in_sight(opened: Option<NodeId>) {
    use_effect_with(opened, |opened| {
        let panel = opened.and_then(|panel| document().get_element_by_id(&dom_id(panel)));
        if let Some(panel) = panel {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            panel.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// While a form can be filled in its list of tables follows the relay's; without one nobody asks.
#[hook]
fn use_fresh_tables(workspace: &Workspace, is_open: bool) {
    use_effect_with((workspace.clone(), is_open), |(workspace, is_open)| {
        let workspace = workspace.clone();
        let asking = is_open.then(|| Interval::new(TABLES_MS, move || workspace.refresh_tables()));
        move || drop(asking)
    });
}

/// Edits go to the workspace; a deletion is remembered, so that it can be taken back.
fn edit_handler(
    workspace: &Workspace,
    view: &Rc<View>,
    opened: &UseStateHandle<Option<NodeId>>,
    deleted: &UseStateHandle<Option<Deleted>>,
) -> Callback<Edit> {
    let (workspace, view) = (workspace.clone(), view.clone());
    let (opened, deleted) = (opened.clone(), deleted.clone());
    Callback::from(move |edit: Edit| {
        match &edit {
            Edit::Delete { node } => {
                let found = view.document.node(*node);
                deleted.set(found.map(|found| Deleted::of(*node, found)));
                if *opened == Some(*node) {
                    opened.set(None);
                }
                if found.is_some_and(|node| node.kind().is_panel()) {
                    focus("dashboard");
                }
            }
            Edit::DeleteAll { nodes } => {
                deleted.set(Some(Deleted::of_all(nodes)));
                opened.set(None);
                focus("dashboard");
            }
            Edit::Restore { .. } | Edit::RestoreTo { .. } | Edit::Undo | Edit::Redo => deleted.set(None),
            Edit::SetProperty { .. }
            | Edit::SetProperties { .. }
            | Edit::AddPanel { .. }
            | Edit::AddChart { .. }
            | Edit::AddWith { .. }
            | Edit::AddTab { .. }
            | Edit::AddRow { .. }
            | Edit::MovePanel { .. }
            | Edit::MoveTo { .. }
            | Edit::Reorder { .. }
            | Edit::Duplicate { .. }
            | Edit::DuplicateAll { .. }
            | Edit::Arrange { .. }
            | Edit::Paste { .. }
            | Edit::Annotate { .. }
            | Edit::Comment { .. } => {}
        }
        parts::act((workspace.clone(), edit), |rest| rest.edit);
    })
}

fn open_handler(
    workspace: &Workspace,
    opened: &UseStateHandle<Option<NodeId>>,
    talked: &UseStateHandle<Option<Talked>>,
) -> Callback<NodeId> {
    let (workspace, opened, talked) = (workspace.clone(), opened.clone(), talked.setter());
    Callback::from(move |panel: NodeId| {
        if *opened == Some(panel) {
            return focus_into(FORM);
        }
        workspace.refresh_tables();
        workspace.go(|me| (me.panel, me.editing, me.selection) = (Some(panel), true, vec![panel]));
        talked.set(None);
        opened.set(Some(panel));
    })
}

/// What people say about a panel takes the place of an open form.
fn talk_handler(opened: &UseStateHandle<Option<NodeId>>, talked: &UseStateHandle<Option<Talked>>) -> Callback<Talked> {
    let (opened, talked) = (opened.setter(), talked.setter());
    Callback::from(move |about: Talked| {
        opened.set(None);
        talked.set(Some(about));
    })
}

/// The form closes, and the focus goes back to its panel.
fn close_handler(workspace: &Workspace, opened: &UseStateHandle<Option<NodeId>>) -> Callback<()> {
    let (workspace, opened) = (workspace.clone(), opened.clone());
    Callback::from(move |()| {
        workspace.go(|me| (me.panel, me.editing) = (*opened, false));
        if let Some(panel) = *opened {
            focus(&dom_id(panel));
        }
        opened.set(None);
    })
}

/// The history takes the place of an open form or thread; where it is shown already it goes.
fn history_handler(
    opened: &UseStateHandle<Option<NodeId>>,
    talked: &UseStateHandle<Option<Talked>>,
    on_close: &Callback<()>,
    past: &LookBack,
) -> Callback<()> {
    let (has_form, is_covered) = (opened.is_some(), opened.is_some() || talked.is_some());
    let (talked, on_close, on_sheet, has_sheet) =
        (talked.setter(), on_close.clone(), past.on_sheet(), past.has_sheet());
    Callback::from(move |()| {
        on_sheet.emit((is_covered || !has_sheet).then(Filter::default));
        talked.set(None);
        if has_form {
            on_close.emit(());
        }
    })
}

/// The others see which panel has the focus, unless a form is open: that says more.
fn enter_handler(workspace: &Workspace, opened: &UseStateHandle<Option<NodeId>>) -> Callback<NodeId> {
    let (workspace, opened) = (workspace.clone(), opened.clone());
    Callback::from(move |panel: NodeId| {
        if opened.is_none() {
            workspace.go(|me| (me.panel, me.editing, me.selection) = (Some(panel), false, vec![panel]));
        }
    })
}

pub(super) fn with<T: 'static>(workspace: &Workspace, act: fn(&Workspace, T)) -> Callback<T> {
    let workspace = workspace.clone();
    Callback::from(move |value| act(&workspace, value))
}
