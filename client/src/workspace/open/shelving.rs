//! Shelving: carries what the machine wants kept to the shelf of this browser, and what was kept to the machine before
//! it connects. A shelf that does not answer is none. What is kept, and when, is the machine's to say.

use std::{cell::RefCell, rc::Rc};

use document::ClientId;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use super::{Open, now_ms, say_to};
use crate::{
    random,
    shelf::{self, Batch, Held, Shelf, Slot, Unkept},
    sync::{Effect, Event},
};

/// How long the browser may take to say what it kept, in milliseconds; then the page goes on without.
const SHELF_PATIENCE_MS: u32 = 3_000;

/// The shelf, and the slots that this tab holds there for as long as the dashboard is open and something is written.
pub(super) struct Tenure {
    shelf: Shelf,
    held: RefCell<Held>,
}

impl Open {
    /// What this browser kept is shown before the relay is asked for anything.
    pub(super) fn unshelve(&self) {
        let (me, dashboard) = (self.me.clone(), self.dashboard.clone());
        spawn_local(async move {
            let taken = take_slot(&dashboard).await;
            if let Some(open) = me.upgrade() {
                open.unshelved(taken);
            }
        });
        let me = self.me.clone();
        let too_late = Timeout::new(SHELF_PATIENCE_MS, move || {
            if let Some(open) = me.upgrade() {
                open.unshelved(Err(Unkept::NoStorage));
            }
        });
        self.timer.replace(Some(too_late));
    }

    fn unshelved(&self, taken: Result<(Shelf, Slot, Held), Unkept>) {
        let (tenure, event) = match taken {
            Ok((shelf, slot, held)) => {
                (Some(Rc::new(Tenure { shelf, held: RefCell::new(held) })), Event::Found(Box::new(slot)))
            }
            Err(why) => (None, Event::Unkept(why, fresh_client())),
        };
        if self.shelf.set(tenure).is_ok() {
            self.handle(event);
            self.start();
        }
    }

    pub(super) fn keep(&self, batch: Batch) {
        let (me, dashboard) = (self.me.clone(), self.dashboard.clone());
        let Some(tenure) = self.shelf.get().cloned().flatten() else { return };
        spawn_local(async move {
            // The slot stays this tab's until the batch is on the disk, also when the dashboard is closed meanwhile.
            let put = tenure.shelf.put(&dashboard, &batch, wall_ms()).await;
            say_to(&me, put.map_or_else(|why| Event::Unkept(why, fresh_client()), |()| Event::Kept));
        });
    }

    /// A tab that has died while this one lives has left what this one can send.
    pub(super) fn look_for_orphans(&self) {
        let (me, dashboard) = (self.me.clone(), self.dashboard.clone());
        let Some(tenure) = self.shelf.get().cloned().flatten() else { return };
        spawn_local(async move {
            if let Ok((gestures, held)) = shelf::orphans(&tenure.shelf, &dashboard).await
                && !gestures.is_empty()
            {
                tenure.held.borrow_mut().take_over(held);
                say_to(&me, Event::Orphaned(gestures));
            }
        });
    }

    pub(super) fn forget(&self) {
        let dashboard = self.dashboard.clone();
        let Some(tenure) = self.shelf.get().cloned().flatten() else { return };
        spawn_local(async move {
            let _what_cannot_be_written_was_not_kept = tenure.shelf.forget(&dashboard).await;
        });
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        for effect in self.sync.borrow_mut().handle(Event::Leaving, now_ms(), random::fraction()) {
            if let Effect::Keep(batch) = effect {
                self.keep(batch);
            }
        }
    }
}

async fn take_slot(dashboard: &str) -> Result<(Shelf, Slot, Held), Unkept> {
    let shelf = Shelf::open().await?;
    let (slot, held) = shelf::take(&shelf, dashboard, fresh_client()).await?;
    Ok((shelf, slot, held))
}

/// A client that no page was before.
pub(super) fn fresh_client() -> ClientId {
    ClientId::from_bytes(random::eight_bytes())
}

/// Milliseconds since the Unix epoch, as this device counts them.
fn wall_ms() -> i64 {
    js_sys::Date::now() as i64
}
