//! The title of the dashboard: words that become an input when pressed.

use document::NodeId;
use yew::prelude::*;

use super::rename::{RenameProps, use_rename};
use crate::{
    locale::{Message, t},
    parts::aside,
    workspace::Edit,
};

/// What is pressed to change the title.
const TITLE_ID: &str = "title";

#[derive(PartialEq, Properties)]
pub(crate) struct TitleProps {
    pub(crate) title: AttrValue,
    pub(crate) editable: bool,
    pub(crate) on_edit: Callback<Edit>,
}

#[component]
pub(crate) fn Title(props: &TitleProps) -> Html {
    let (typing, on_done) = use_rename(TITLE_ID);
    let words = if props.title.is_empty() { t(Message::Untitled).into() } else { props.title.clone() };
    let start = {
        let typing = typing.setter();
        Callback::from(move |_: MouseEvent| typing.set(true))
    };
    if *typing && props.editable {
        let (title, on_edit) = (props.title.clone(), props.on_edit.clone());
        return aside(RenameProps { node: NodeId::ROOT, title, on_edit, on_done }, |parts| parts.rename);
    }
    html! {
        <h1 class="title">
            <button type="button" class="title-shown" id={TITLE_ID} dir="auto" onclick={start} disabled={!props.editable}
                title={props.editable.then(|| t(Message::RenameDashboard))}>{ words }</button>
        </h1>
    }
}
