//! Hands: what somebody does on a dashboard beyond its components: copying and pasting panels, asking for help by a key,
//! pointing and scrolling where others see it. It shows nothing, and nobody misses it before there is something to see.

use document::NodeId;
use gloo::{events::EventListener, utils::document};
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
}

#[component]
pub(crate) fn Hands(props: &HandsProps) -> Html {
    let HandsProps { desk, tab, is_past, on_help } = props;
    use_clipboard(desk, tab.unwrap_or(NodeId::ROOT));
    use_told_pointer(&desk.workspace, *is_past);
    use_told_viewport(&desk.workspace, *tab);
    use_help_key(on_help);
    Html::default()
}

/// `?` shows the help, except where it is a letter that somebody types.
#[hook]
fn use_help_key(on_help: &Callback<()>) {
    let on_help = on_help.clone();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&document(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let typing = target.is_some_and(|target| matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
            if event.key() == "?" && !typing {
                on_help.emit(());
            }
        });
        move || drop(listener)
    });
}
