//! The past of a dashboard as the page shows it: `?at=SEQ` in the address says which moment. The charts follow it
//! with live tables; the way back is one press. What moves the moment writes the address, so that it can be sent on.

use std::{cell::RefCell, rc::Rc};

use document::Seq;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    address,
    api::{self, ApiError},
    past::{Past, Shown},
    workspace::{View, Workspace},
};

/// The member of the address that names the moment.
const AT: &str = "at";
/// How long a moment must be looked at before the address names it, in milliseconds: browsers refuse to change the
/// address with every step of a slider that is dragged.
const ADDRESS_MS: u32 = 250;

/// The moment that is looked at, and the way to another.
#[derive(Clone)]
pub(crate) struct Visit {
    past: Rc<RefCell<Past>>,
    on_go: Callback<Option<Seq>>,
}

impl Visit {
    /// The moment that is wanted; `None` while the dashboard is shown as it is now.
    pub(crate) fn wanted(&self) -> Option<Seq> {
        self.past.borrow().wanted()
    }

    /// Why it cannot be shown.
    pub(crate) fn failed(&self) -> Option<ApiError> {
        self.past.borrow().failed().cloned()
    }

    /// What is shown of it, and at which `Seq`.
    pub(crate) fn shown(&self) -> Option<Shown> {
        self.past.borrow().shown().cloned()
    }

    /// Goes to a moment; `None` goes back to now.
    pub(crate) fn on_go(&self) -> &Callback<Option<Seq>> {
        &self.on_go
    }

    /// What the components show: the view of now, but with the document that is looked at.
    pub(crate) fn view(&self, now: &Rc<View>) -> Rc<View> {
        let Some(Shown { seq, document }) = self.shown() else { return now.clone() };
        Rc::new(View { document, seq, people: Rc::default(), ..View::clone(now) })
    }
}

/// Follows the address for as long as the page stands.
#[hook]
pub(crate) fn use_visit(id: &str, workspace: &Workspace) -> Visit {
    let past = use_mut_ref(Past::default);
    let redraw = use_force_update();
    let naming = use_mut_ref(|| None::<Timeout>);
    let on_go = {
        let past = past.clone();
        use_callback((id.to_owned(), workspace.clone()), move |at: Option<Seq>, (id, workspace)| {
            let guide =
                Guide { id: id.clone(), workspace: workspace.clone(), past: past.clone(), redraw: redraw.clone() };
            let timer = Timeout::new(if at.is_some() { ADDRESS_MS } else { 0 }, move || write_address(at));
            naming.replace(Some(timer));
            let next = past.borrow_mut().want(at);
            guide.follow(next);
        })
    };
    use_effect_with((), {
        let on_go = on_go.clone();
        move |()| {
            if let Some(at) = of_address() {
                on_go.emit(Some(at));
            }
        }
    });
    Visit { past, on_go }
}

/// Fetches what is wanted and shows what is here.
#[derive(Clone)]
struct Guide {
    id: String,
    workspace: Workspace,
    past: Rc<RefCell<Past>>,
    redraw: UseForceUpdateHandle,
}

impl Guide {
    fn follow(self, next: Option<Seq>) {
        let shown = self.past.borrow().shown().cloned();
        self.workspace.look_back(shown.map(|shown| (shown.document, shown.seq)));
        self.redraw.force_update();
        let Some(seq) = next else { return };
        spawn_local(async move {
            let came = api::read_document(&self.id, seq).await.map(|came| came.document);
            let next = self.past.borrow_mut().came(seq, came);
            self.follow(next);
        });
    }
}

/// The moment that the address names.
fn of_address() -> Option<Seq> {
    address::read(AT)?.parse().ok().map(Seq)
}

fn write_address(at: Option<Seq>) {
    address::write(AT, at.map(|seq| seq.to_string()).as_deref());
}
