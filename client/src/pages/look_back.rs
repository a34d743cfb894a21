//! Looking back, as far as it concerns the page of a dashboard: the bar of the past, the sheet of the history with the
//! named versions, and what is brought back. Everything shown here leads to an edit of now or to another moment.

use std::rc::Rc;

use document::{Scope, Seq, difference};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::past::{Visit, use_visit};
use crate::{
    api,
    components::{Filter, HistoryProps, Named, TimeSliderProps, VersionsProps, use_versions},
    locale::{Message, fill, t},
    parts::{self, aside},
    workspace::{Edit, View, Workspace},
};

/// What a page of a dashboard needs to look back.
#[derive(Clone)]
pub(crate) struct LookBack {
    id: String,
    now: Rc<View>,
    visit: Visit,
    named: Named,
    /// Which changes the sheet lists; `None` while it is closed.
    sheet: UseStateHandle<Option<Filter>>,
    on_edit: Callback<Edit>,
    on_restore: Callback<(Seq, Scope)>,
}

/// The way back of a dashboard; `on_edit` hears what is brought back, `on_say` what came of it.
#[hook]
pub(super) fn use_look_back(
    id: &str,
    workspace: &Workspace,
    now: &Rc<View>,
    on_edit: &Callback<Edit>,
    on_say: &Callback<String>,
) -> LookBack {
    let visit = use_visit(id, workspace);
    let sheet = use_state(|| None);
    let named = use_versions(id, sheet.is_some() || visit.wanted().is_some());
    let restorer = Restorer {
        id: id.to_owned(),
        workspace: workspace.clone(),
        visit: visit.clone(),
        on_edit: on_edit.clone(),
        on_say: on_say.clone(),
    };
    let on_restore =
        Callback::from(move |(seq, scope)| parts::act((restorer.clone(), seq, scope), |rest| rest.restore));
    LookBack { id: id.to_owned(), now: now.clone(), visit, named, sheet, on_edit: on_edit.clone(), on_restore }
}

impl LookBack {
    /// What the components show: now, or the moment that is looked at.
    pub(super) fn view(&self) -> Rc<View> {
        self.visit.view(&self.now)
    }

    /// The same for the bar, which always says who is here: where they are on the grid is no matter of the past.
    pub(super) fn bar_view(&self, shown: &Rc<View>) -> Rc<View> {
        if Rc::ptr_eq(shown, &self.now) {
            return shown.clone();
        }
        Rc::new(View { people: self.now.people.clone(), ..View::clone(shown) })
    }

    /// Whether a moment is looked at that is not now.
    pub(super) fn is_past(&self) -> bool {
        self.visit.wanted().is_some()
    }

    /// Whether the sheet is open.
    pub(super) fn has_sheet(&self) -> bool {
        self.sheet.is_some()
    }

    /// Opens the sheet with these changes, or closes it.
    pub(super) fn on_sheet(&self) -> Callback<Option<Filter>> {
        let sheet = self.sheet.setter();
        Callback::from(move |filter| sheet.set(filter))
    }

    /// The bar of the past, while it is looked at.
    pub(crate) fn bar(&self) -> Html {
        let Some(at) = self.visit.wanted() else { return Html::default() };
        let is_shown = self.visit.shown().is_some_and(|shown| shown.seq == at);
        let props = TimeSliderProps {
            id: self.id.clone().into(),
            at,
            is_shown,
            failed: self.visit.failed(),
            newest: self.now.seq,
            named: self.named.clone(),
            editable: self.now.is_editable(),
            on_go: self.visit.on_go().clone(),
            on_restore: self.on_restore.reform(|seq| (seq, Scope::All)),
        };
        aside(props, |parts| parts.time_slider)
    }

    /// The sheet of the history, while it is open.
    pub(super) fn sheet(&self, on_close: Callback<()>) -> Html {
        let Some(filter) = *self.sheet else { return Html::default() };
        let on_visit = self.visit.on_go().reform(Some);
        let editable = self.now.is_editable();
        let shown = self.visit.shown().map_or(self.now.seq, |shown| shown.seq);
        let author = self.now.people.iter().find(|here| here.is_me).map(|me| me.person.name.clone());
        let versions = VersionsProps {
            named: self.named.clone(),
            shown,
            author: author.unwrap_or_default().into(),
            editable,
            on_visit: on_visit.clone(),
            on_restore: self.on_restore.reform(|seq| (seq, Scope::All)),
        };
        let history = HistoryProps {
            id: self.id.clone(),
            view: self.now.clone(),
            editable,
            filter,
            on_filter: self.on_sheet().reform(Some),
            on_edit: self.on_edit.clone(),
            on_visit,
            on_restore: self.on_restore.clone(),
            on_close,
            children: aside(versions, |parts| parts.versions),
        };
        aside(history, |parts| parts.history)
    }
}

/// Brings back what is wanted as it was.
#[derive(Clone)]
pub(crate) struct Restorer {
    id: String,
    workspace: Workspace,
    visit: Visit,
    on_edit: Callback<Edit>,
    on_say: Callback<String>,
}

impl Restorer {
    pub(crate) fn restore(self, seq: Seq, scope: Scope) {
        spawn_local(async move {
            let at_hand = self.visit.shown().filter(|shown| shown.seq == seq).map(|shown| shown.document);
            let then = match at_hand {
                Some(document) => Ok(document),
                None => api::read_document(&self.id, seq).await.map(|came| Rc::new(came.document)),
            };
            match then {
                Ok(then) if difference::restore(&self.workspace.view().document, &then, scope).is_empty() => {
                    self.workspace.notify(t(Message::NothingToRestore).to_owned());
                }
                Ok(then) => {
                    self.visit.on_go().emit(None);
                    self.on_edit.emit(Edit::RestoreTo { then, scope });
                    self.on_say.emit(fill(Message::WasRestored, &[("number", &seq.to_string())]));
                }
                Err(error) => {
                    self.workspace.notify(fill(Message::DidNotWork, &[("reason", &error.to_string())]));
                }
            }
        });
    }
}
