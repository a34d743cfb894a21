//! What of this person's does not stand, in words, each with a button that says it again. They stay until they are
//! dismissed: nobody may have looked when they came.

use std::rc::Rc;

use document::Document;
use yew::prelude::*;

use super::{Toast, history, notice::refusal_words};
use crate::{
    locale::{Message, fill, property_name, t},
    sync::loss::Loss,
    workspace::MAX_LOSSES,
};

/// Losses that are shown at once; the others follow when one is dismissed.
const SHOWN: usize = 3;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LossesProps {
    pub(crate) losses: Rc<Vec<Loss>>,
    pub(crate) document: Rc<Document>,
    pub(crate) editable: bool,
    /// It is to be said again.
    pub(crate) on_restore: Callback<Loss>,
    /// It was read.
    pub(crate) on_close: Callback<Loss>,
}

#[component]
pub(crate) fn Losses(props: &LossesProps) -> Html {
    let toast = |(index, loss): (usize, &Loss)| {
        let (restored, closed) = (loss.clone(), loss.clone());
        let on_restore = props.on_restore.reform(move |()| restored.clone());
        let action = props.editable.then(|| (t(Message::RestoreMine).into(), on_restore));
        let words = words(loss, &props.document);
        html! { <Toast key={index} {words} {action} on_close={props.on_close.reform(move |()| closed.clone())} /> }
    };
    html! {
        <>
            { for props.losses.iter().take(SHOWN).enumerate().map(toast) }
            if props.losses.len() == MAX_LOSSES {
                <p class="toast" role="status">{ t(Message::AndMore) }</p>
            }
        </>
    }
}

pub(super) fn words(loss: &Loss, document: &Document) -> String {
    match loss {
        Loss::Refused { reason, .. } => fill(Message::WasRefused, &[("reason", &refusal_words(reason))]),
        Loss::Overwritten { node, property, mine, theirs, by } => {
            let Some(found) = document.node(*node) else { return String::new() };
            let [mine, theirs] = [mine, theirs].map(|value| history::value_words(*property, value));
            let name = by.as_deref().unwrap_or(t(Message::Someone));
            let property = property_name(*property);
            let panel = history::named(found.kind(), found.title());
            let places =
                [("name", name), ("property", &*property), ("panel", &panel), ("theirs", &theirs), ("mine", &mine)];
            fill(Message::WasOverwritten, &places)
        }
    }
}
