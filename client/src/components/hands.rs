//! Hands: what somebody does on a dashboard beyond its components: copying and pasting panels, asking for help by a key,
//! pointing and scrolling where others see it. It shows nothing, and nobody misses it before there is something to see.

use document::NodeId;
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::document,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::{
    Desk,
    clipboard::use_clipboard,
    presence::{use_told_pointer, use_told_viewport},
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
}

#[component]
pub(crate) fn Hands(props: &HandsProps) -> Html {
    let HandsProps { desk, tab, is_past, on_help, on_commands } = props;
    use_clipboard(desk, tab.unwrap_or(NodeId::ROOT));
    use_told_pointer(&desk.workspace, *is_past);
    use_told_viewport(&desk.workspace, *tab);
    use_keys(on_help, on_commands);
    Html::default()
}

/// `?` shows the help, except where it is a letter that somebody types; K with Ctrl or Cmd the commands.
#[hook]
fn use_keys(on_help: &Callback<()>, on_commands: &Callback<()>) {
    let (on_help, on_commands) = (on_help.clone(), on_commands.clone());
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let typing = target.is_some_and(|target| matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
                event.prevent_default();
                on_commands.emit(());
            } else if event.key() == "?" && !typing {
                on_help.emit(());
            }
        });
        move || drop(listener)
    });
}
