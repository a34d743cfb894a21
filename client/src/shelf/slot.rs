//! A slot: one client of this browser on one dashboard, held by one tab for as long as it shows it. The only file that
//! knows Web Locks: the browser itself lets go when the tab ends, however it ends, so that a slot that is free is an
//! orphan whose pending gestures another tab may send.

use document::{ClientId, Gesture};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{Shelf, Unkept, record::Slot};

/// Locks of the browser. Dropping them lets go.
#[derive(Debug, Default)]
pub struct Held(Vec<Function>);

impl Held {
    /// Holds these too.
    pub fn take_over(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for release in &self.0 {
            let _never_throws = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Takes the slot that was used last and is free, or a new one. Where another tab is alive its slot is its own.
///
/// # Errors
/// When the browser does not keep things, or cannot tell a tab that is alive from one that is gone.
pub async fn take(shelf: &Shelf, dashboard: &str, fresh: ClientId) -> Result<(Slot, Held), Unkept> {
    let (free, mut held) = free(shelf, dashboard).await?;
    // Read again: until its lock was free a slot may have been written.
    let slot = shelf.load(dashboard).await?.slot(&free, fresh);
    if slot.client == fresh && !hold(&mut held, dashboard, fresh).await? {
        return Err(Unkept::NoStorage);
    }
    Ok((slot, held))
}

/// What tabs that are gone by now have left behind, besides what this one has taken already.
///
/// # Errors
/// When the browser does not read.
pub async fn orphans(shelf: &Shelf, dashboard: &str) -> Result<(Vec<Gesture>, Held), Unkept> {
    let (free, held) = free(shelf, dashboard).await?;
    if free.is_empty() {
        return Ok((Vec::new(), held));
    }
    let stock = shelf.load(dashboard).await?;
    Ok((free.iter().flat_map(|client| stock.of(*client)).cloned().collect(), held))
}

/// The slots that no tab held, the one that was used last first; from now on they are this tab's.
async fn free(shelf: &Shelf, dashboard: &str) -> Result<(Vec<ClientId>, Held), Unkept> {
    let mut replicas = shelf.load(dashboard).await?.replicas;
    replicas.sort_by_key(|(_, replica)| std::cmp::Reverse(replica.used_at_ms));
    let (mut free, mut held) = (Vec::new(), Held::default());
    for (client, _) in replicas {
        if hold(&mut held, dashboard, client).await? {
            free.push(client);
        }
    }
    Ok((free, held))
}

/// Whether the slot is now this tab's.
async fn hold(held: &mut Held, dashboard: &str, client: ClientId) -> Result<bool, Unkept> {
    let name = ["ashboard:", dashboard, ":", &client.to_string()].concat();
    let mut release = None;
    let until_released = Promise::new(&mut |resolve, _| release = Some(resolve));
    let granted = JsFuture::from(ask(&name, &until_released)?).await.map_err(|_| Unkept::NoStorage)?;
    if granted.is_truthy() {
        held.0.extend(release);
    }
    Ok(granted.is_truthy())
}

/// Says whether the lock was free; it is held until the other promise is resolved.
fn ask(name: &str, until_released: &Promise) -> Result<Promise, Unkept> {
    let none = |_| Unkept::NoStorage;
    let navigator = gloo::utils::window().navigator();
    // Only pages that came by TLS, or from this machine, have locks.
    let locks = Reflect::get(&navigator, &"locks".into()).map_err(none)?;
    let request: Function = Reflect::get(&locks, &"request".into()).map_err(none)?.dyn_into().map_err(none)?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).map_err(none)?;
    let mut ended = Err(Unkept::NoStorage);
    let granted = Promise::new(&mut |resolve, _| {
        let until_released = until_released.clone();
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let _never_throws = resolve.call1(&JsValue::UNDEFINED, &lock.is_object().into());
            if lock.is_object() { until_released.into() } else { JsValue::UNDEFINED }
        });
        ended = request.call3(&locks, &name.into(), &options, &callback).map_err(none);
    });
    // What the browser refuses to do rejects the promise that ends with the lock.
    Ok(Promise::race(&Array::of2(&granted, &ended?)))
}
