//! What makes a dashboard: from nothing, of a template, of a file.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Open;
use crate::{
    api::{self, ApiError},
    components::{Glyph, Toast, icon},
    locale::{Message, Phrase, fill, p, refused, t},
    routes::Route,
};

#[derive(PartialEq, Properties)]
pub(super) struct MakeButtonsProps {
    /// Where a new dashboard is to be kept.
    pub(super) folder: AttrValue,
    pub(super) on_open: Callback<Open>,
}

#[component]
pub(super) fn MakeButtons(props: &MakeButtonsProps) -> Html {
    let busy = use_state(|| false);
    let problem = use_state(|| None::<ApiError>);
    let onclick = {
        let (busy, problem, folder) = (busy.setter(), problem.setter(), props.folder.clone());
        Callback::from(move |_: MouseEvent| {
            let (busy, problem, folder) = (busy.clone(), problem.clone(), folder.clone());
            busy.set(true);
            spawn_local(async move {
                match make(&folder).await {
                    Ok(id) => Route::Dashboard { id }.go(),
                    Err(error) => {
                        problem.set(Some(error));
                        busy.set(false);
                    }
                }
            });
        })
    };
    let on_close = {
        let problem = problem.setter();
        Callback::from(move |()| problem.set(None))
    };
    let (gallery, import) =
        (props.on_open.reform(|_: MouseEvent| Open::Gallery), props.on_open.reform(|_: MouseEvent| Open::Import(None)));
    html! {
        <div class="make">
            <button type="button" class="button" onclick={import}>{ p(Phrase::Import) }</button>
            <button type="button" class="button" onclick={gallery}>{ p(Phrase::FromTemplate) }</button>
            <button type="button" class="button button-strong" disabled={*busy} {onclick}>
                { icon(Glyph::Add) }
                { t(if *busy { Message::MakingDashboard } else { Message::NewDashboard }) }
            </button>
            if let Some(error) = &*problem {
                <div class="toasts">
                    <Toast words={fill(Message::CreateFailed, &[("reason", &refused(error))])} {on_close} />
                </div>
            }
        </div>
    }
}

async fn make(folder: &str) -> Result<String, ApiError> {
    let id = api::create_dashboard().await?;
    if !folder.is_empty() {
        api::file_dashboard(&id, folder).await?;
    }
    Ok(id)
}
