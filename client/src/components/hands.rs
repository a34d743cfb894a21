//! Hands: what somebody does on a dashboard beyond its components: copying and pasting panels, undoing and asking for
//! help by a key, selecting by a marquee, pointing and scrolling where others see it. Nobody misses it before there is
//! something to see.

use document::NodeId;
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::{
    Desk,
    clipboard::use_clipboard,
    keys::{Shortcut, use_key, use_shortcuts},
    marquee::use_marquee,
    presence::{use_told_pointer, use_told_viewport},
    turns::use_turn_keys,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HandsProps {
    pub(crate) desk: Desk,
    /// The open tab, where there are any.
    pub(crate) tab: Option<NodeId>,
    /// Whether a moment is looked at that is not now.
    pub(crate) is_past: bool,
    pub(crate) on_help: Callback<()>,
    pub(crate) on_commands: Callback<()>,
    pub(crate) on_settings: Callback<()>,
    /// What can be added is wanted.
    pub(crate) on_add: Callback<()>,
}

#[component]
pub(crate) fn Hands(props: &HandsProps) -> Html {
    let HandsProps { desk, tab, is_past, .. } = props;
    use_clipboard(desk, tab.unwrap_or(NodeId::ROOT));
    use_told_pointer(&desk.workspace, *is_past);
    use_told_viewport(&desk.workspace, *tab);
    use_keys(props);
    use_turn_keys(desk.editable, &desk.on_edit);
    use_held_menu();
    use_marquee(desk)
}

/// A finger that is held on the heading of a panel opens the menu of the panel, as the right button of a mouse does.
#[hook]
fn use_held_menu() {
    use_effect_with((), |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "contextmenu", options, |event| {
            let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let head = pressed.and_then(|pressed| pressed.closest(".panel-head").ok().flatten());
            let menu = head.and_then(|head| head.query_selector(".menu > .button").ok().flatten());
            if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<HtmlElement>().ok()) {
                event.prevent_default();
                menu.click();
            }
        });
        move || drop(listener)
    });
}

/// The keys of the table that the page itself answers, and K with Ctrl or Cmd for the commands.
#[hook]
fn use_keys(props: &HandsProps) {
    use_shortcuts();
    use_key(Shortcut::Help, &props.on_help);
    let on_add = props.on_add.clone();
    let may_add = props.desk.editable;
    use_key(
        Shortcut::Add,
        &Callback::from(move |()| {
            if may_add {
                on_add.emit(());
            }
        }),
    );
    use_key(Shortcut::Settings, &props.on_settings);
    let on_open = props.desk.on_open.clone();
    use_key(
        Shortcut::Edit,
        &Callback::from(move |()| {
            if let Some(panel) = focused_panel() {
                on_open.emit(panel);
            }
        }),
    );
    let on_full = props.desk.on_full.clone();
    use_key(Shortcut::FullView, &Callback::from(move |()| on_full.emit(focused_panel())));
    let on_commands = props.on_commands.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
                event.prevent_default();
                on_commands.emit(());
            }
        });
        move || drop(listener)
    });
}

/// The panel that has the focus, or something in it.
pub(crate) fn focused_panel() -> Option<NodeId> {
    let panel = document().active_element()?.closest(".panel").ok()??;
    panel.id().strip_prefix("panel-")?.parse().ok()
}
