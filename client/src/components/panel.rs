//! A panel: its header, what it draws, and the keys and presses that it answers. It says what was asked for;
//! whether and how that happens is the grid's.

use std::{rc::Rc, sync::Arc};

use document::{Anchor, Kind, Node, NodeId, Property};
use protocol::Person;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{
    Desk, Glyph, PanelMenuProps, Plot, SoundingProps,
    control::ControlProps,
    dashboard_bar::face,
    grid::geometry::{Grip, Step},
    icon,
    lock::lock_mark,
    people::{color_of, shown_name},
    prose::{Variables, filled, text_view},
    table_view::TableViewProps,
};
use crate::{
    locale::{Counted, Message, counted, drawn_words, fill, language, t},
    parts::{aside, rest, soon},
    workspace::{Looks, Workspace, looks::Look},
};

/// What a person asks of a panel.
#[derive(Clone, Debug)]
pub(crate) enum PanelAct {
    /// It got the focus.
    Entered,
    /// Its form is wanted.
    Open,
    /// What people say about it is wanted, or something is to be said about a value of it.
    Talk(Option<Anchor>),
    Duplicate,
    /// To fill the page.
    Full,
    /// Onto the clipboard.
    Copy,
    /// A moment of its time axis is to be annotated: now, until its form says another.
    Annotate,
    /// Its picture or its values are to be saved.
    Save,
    /// Another place is wanted for it.
    Elsewhere,
    /// Lock it for all but owners, or unlock it.
    Lock(bool),
    Delete,
    /// Select it with others, or no longer.
    Choose,
    /// Select nothing any more.
    Unchoose,
    /// Select all of its grid.
    ChooseAll,
    /// Move it by a key.
    Step(Step),
    /// Change its size by a key.
    Size(Step),
    /// So many places up (less than none) or down in the order in which panels are read.
    Order(isize),
    /// It was pressed where it can be pulled along the one column of a narrow page.
    Pull(PointerEvent),
    /// It was pressed where it can be held.
    Press(Grip, PointerEvent),
}

/// Where a panel is held to change its size; the corners lie on the edges.
const EDGES: [(Grip, &str); 5] = [
    (Grip::Start, "start"),
    (Grip::End, "end"),
    (Grip::Bottom, "bottom"),
    (Grip::Corner, "both"),
    (Grip::StartCorner, "start-both"),
];

/// What this person may do with a panel here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rights {
    /// Write to it, move it, size it.
    pub(crate) edit: bool,
    /// Remove it, or put it elsewhere.
    pub(crate) remove: bool,
    /// Make another one like it beside it.
    pub(crate) copy: bool,
    /// Lock and unlock it.
    pub(crate) lock: bool,
    /// Whether only owners may change it, whoever looks.
    pub(crate) is_locked: bool,
}

impl Rights {
    pub(crate) fn of(desk: &Desk, panel: NodeId) -> Self {
        let parent = desk.view.document.node(panel).map_or(NodeId::ROOT, |node| node.place().parent);
        Self {
            edit: desk.may_edit(panel),
            remove: desk.may_remove(panel),
            copy: desk.may_add_panels(parent),
            lock: desk.editable && desk.view.may_lock(),
            is_locked: desk.view.document.is_locked(panel),
        }
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct PanelProps {
    pub(crate) workspace: Workspace,
    pub(crate) id: NodeId,
    pub(crate) node: Arc<Node>,
    pub(crate) rights: Rights,
    /// What this person looks at of it.
    pub(crate) look: Look,
    /// What a table panel marks of what is looked at elsewhere.
    pub(crate) looks: Option<Rc<Looks>>,
    /// How many threads about it are not resolved.
    pub(crate) threads: usize,
    /// Whether its form is open here.
    pub(crate) opened: bool,
    /// Whether it is selected here.
    pub(crate) chosen: bool,
    /// Somebody else who edits it.
    pub(crate) editor: Option<Person>,
    /// Somebody else who has selected it.
    pub(crate) selector: Option<Person>,
    pub(crate) on_act: Callback<(NodeId, PanelAct)>,
}

#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    let id = props.id;
    let act = props.on_act.reform(move |act: PanelAct| (id, act));
    let heading = format!("title-{id}");
    let variables = use_context::<Variables>().unwrap_or_default();
    let title = filled(&heading_of(&props.node), &variables);
    let onkeydown = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| on_key(&event, &act))
    };
    let playing = use_state_eq(|| false);
    let on_play = {
        let (is_played, playing) = (*playing, playing.setter());
        Callback::from(move |()| playing.set(!is_played))
    };
    let class = classes!(
        "panel",
        props.editor.as_ref().map(|_| "panel-edited"),
        (props.editor.is_none() && props.selector.is_some()).then_some("panel-selected"),
        (props.opened && props.editor.is_none()).then_some("panel-mine"),
        props.chosen.then_some("panel-chosen"),
    );
    html! {
        <section {class} id={dom_id(id)} role="group" tabindex="0" aria-labelledby={heading.clone()}
            aria-roledescription={t(Message::PanelRole)} data-kind={kind_name(props.node.kind())}
            data-person={props.editor.as_ref().or(props.selector.as_ref()).map(color_of)} {onkeydown}
            onfocus={act.reform(|_: FocusEvent| PanelAct::Entered)}>
            if let Some(person) = &props.editor {
                <span class="panel-editor">{ shown_name(person) }</span>
            }
            { header(props, heading, &title, &act, on_play.clone()) }
            { description(&props.node) }
            if *playing {
                { aside(sounding(props, &title, on_play), |parts| parts.sounding) }
            }
            { content(props, &act) }
            if props.rights.edit {
                { for EDGES.map(|grip| edge(grip, &act)) }
            }
        </section>
    }
}

/// The element of a panel, for focus that comes back to it.
pub(crate) fn dom_id(panel: NodeId) -> String {
    format!("panel-{panel}")
}

/// The heading of a panel: its title, else what it draws, else what it is; of anything else that it has none.
pub(crate) fn heading_of(node: &Node) -> String {
    let named = (!node.title().is_empty()).then(|| node.title().to_owned());
    let drawn = || node.kind().is_panel().then(|| drawn_words(node)).flatten();
    let kind = || face(node.kind()).map(|(_, words)| t(words).to_owned());
    named.or_else(drawn).or_else(kind).unwrap_or_else(|| t(Message::UntitledPanel).to_owned())
}

fn sounding(props: &PanelProps, title: &str, on_close: Callback<()>) -> SoundingProps {
    SoundingProps { workspace: props.workspace.clone(), panel: props.id, title: title.to_owned().into(), on_close }
}

fn header(props: &PanelProps, heading: String, title: &str, act: &Callback<PanelAct>, on_play: Callback<()>) -> Html {
    let class = classes!("panel-title", props.node.title().is_empty().then_some("panel-title-none"));
    let label = fill(Message::PanelActions, &[("panel", title)]);
    let locked = props.rights.is_locked;
    html! {
        <header class={classes!("panel-head", props.rights.edit.then_some("panel-head-movable"))}
            onpointerdown={press(Grip::Header, act)} ondblclick={act.reform(|_: MouseEvent| PanelAct::Open)}>
            if props.rights.edit {
                <span class="pull" aria-hidden="true" onpointerdown={act.reform(PanelAct::Pull)}></span>
            }
            <h2 {class} id={heading} dir="auto" title={title.to_owned()}>{ title }</h2>
            if locked {
                { lock_mark() }
            }
            if props.threads > 0 {
                { badge(props.threads, act) }
            }
            { soon(panel_menu(props, label, act, on_play), |rest| rest.panel_menu) }
        </header>
    }
}

fn panel_menu(props: &PanelProps, label: String, act: &Callback<PanelAct>, on_play: Callback<()>) -> PanelMenuProps {
    PanelMenuProps { label, node: props.node.clone(), rights: props.rights, act: act.clone(), on_play }
}

/// How many threads are open; pressed, it shows them.
fn badge(threads: usize, act: &Callback<PanelAct>) -> Html {
    let words = counted(Counted::OpenThreads, threads);
    html! {
        <button type="button" class="badge" data-count={threads.to_string()} title={words.clone()} aria-label={words}
            onclick={act.reform(|_: MouseEvent| PanelAct::Talk(None))}>{ icon(Glyph::Comment) }</button>
    }
}

/// What the panel shows below its heading.
pub(crate) fn content(props: &PanelProps, act: &Callback<PanelAct>) -> Html {
    let (kind, id, editable) = (props.node.kind(), props.id, props.rights.edit);
    let (workspace, node, on_open) = (props.workspace.clone(), props.node.clone(), act.reform(|()| PanelAct::Open));
    match kind {
        Kind::Table => {
            rest(TableViewProps { workspace, node, editable, looks: props.looks.clone(), on_open }, |rest| rest.table)
        }
        Kind::Text => text_view(node.text(Property::Body), editable),
        Kind::Control => rest(ControlProps { workspace, id, node }, |rest| rest.control),
        Kind::Chart
        | Kind::Stat
        | Kind::Dashboard
        | Kind::Tab
        | Kind::Row
        | Kind::Annotation
        | Kind::Comment
        | Kind::Reply => {
            let on_talk = act.reform(|anchor| PanelAct::Talk(Some(anchor)));
            html! { <Plot {workspace} panel={id} {node} look={props.look.clone()} {editable} {on_open} {on_talk} /> }
        }
    }
}

fn description(node: &Node) -> Html {
    let text = node.text(Property::Description).to_owned();
    if text.is_empty() {
        return Html::default();
    }
    html! { <p class="panel-note" dir="auto" title={text.clone()}>{ text }</p> }
}

fn edge((grip, name): (Grip, &'static str), act: &Callback<PanelAct>) -> Html {
    html! { <span class={classes!("resize", format!("resize-{name}"))} aria-hidden="true" onpointerdown={press(grip, act)}></span> }
}

/// The first button of the pointer, not on a control: there the panel can be held.
fn press(grip: Grip, act: &Callback<PanelAct>) -> Callback<PointerEvent> {
    let act = act.clone();
    Callback::from(move |event: PointerEvent| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_control = pressed.is_some_and(|pressed| pressed.closest(".menu, button").ok().flatten().is_some());
        if event.button() == 0 && event.is_primary() && !on_control {
            if event.shift_key() && grip == Grip::Header {
                event.prevent_default();
                return act.emit(PanelAct::Choose);
            }
            act.emit(PanelAct::Press(grip, event));
        }
    })
}

/// Keys of the panel itself; those of the controls in it are theirs.
fn on_key(event: &KeyboardEvent, act: &Callback<PanelAct>) {
    if event.target() != event.current_target() && !is_own(event) {
        return;
    }
    let with_command = event.ctrl_key() || event.meta_key();
    let asked = match event.key().as_str() {
        "d" if with_command && !event.alt_key() => PanelAct::Duplicate,
        "a" if with_command && !event.alt_key() => PanelAct::ChooseAll,
        _ if with_command || event.alt_key() => return,
        "Enter" => PanelAct::Open,
        " " => PanelAct::Choose,
        "Escape" => PanelAct::Unchoose,
        "Delete" | "Backspace" => PanelAct::Delete,
        key => match step_of(key) {
            Some(step) if event.shift_key() => PanelAct::Size(step),
            Some(step) => PanelAct::Step(step),
            None => return,
        },
    };
    // Escape ends what lies around the panel too.
    if !matches!(asked, PanelAct::Unchoose) {
        event.prevent_default();
    }
    act.emit(asked);
}

/// Yew hands events on from the root of the page, so the target alone says where a key was pressed.
fn is_own(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.class_list().contains("panel"))
}

fn step_of(key: &str) -> Option<Step> {
    let rtl = language().is_rtl();
    match key {
        "ArrowUp" => Some(Step::Up),
        "ArrowDown" => Some(Step::Down),
        "ArrowLeft" => Some(if rtl { Step::End } else { Step::Start }),
        "ArrowRight" => Some(if rtl { Step::Start } else { Step::End }),
        _ => None,
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Dashboard => "dashboard",
        Kind::Chart => "chart",
        Kind::Stat => "stat",
        Kind::Tab => "tab",
        Kind::Row => "row",
        Kind::Table => "table",
        Kind::Text => "text",
        Kind::Control => "control",
        Kind::Annotation => "annotation",
        Kind::Comment => "comment",
        Kind::Reply => "reply",
    }
}
