//! The database of the shelf: the only file that knows IndexedDB. Values are bytes, keys are the dashboard, then the
//! client, then the counter. One batch is one transaction that counts only once it is on the disk; a document is never
//! overwritten by an older one, which is compared inside the transaction because other tabs write too.

use document::{ClientId, Gesture, OpId};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::{
    MAX_DASHBOARDS, Unkept,
    record::{Batch, Cover, KeptReplica, Stock, WrittenDocument, read, write},
};

/// The database of this origin.
const NAME: &str = "ashboard";
/// The version of its stores.
const VERSION: u32 = 1;
/// Covers by dashboard: what the list shows, without reading whole documents.
const COVERS: &str = "covers";
/// Documents by dashboard.
const DOCUMENTS: &str = "documents";
/// Pending gestures by dashboard, client, counter.
const GESTURES: &str = "gestures";
/// Replicas by dashboard, client.
const REPLICAS: &str = "replicas";
const STORES: [&str; 4] = [COVERS, DOCUMENTS, GESTURES, REPLICAS];

/// A handle on what this browser keeps.
#[derive(Clone, Debug)]
pub struct Shelf(IdbDatabase);

impl Shelf {
    /// The shelf of this browser.
    ///
    /// # Errors
    /// When the browser has none for this page.
    pub async fn open() -> Result<Self, Unkept> {
        let factory = gloo::utils::window().indexed_db().ok().flatten().ok_or(Unkept::NoStorage)?;
        let request = factory.open_with_u32(NAME, VERSION).map_err(|_| Unkept::NoStorage)?;
        let database: IdbDatabase = opened(&request).await?.unchecked_into();
        // A page of a later version waits until this one lets go; what is edited here after that is not kept.
        let closing = database.clone();
        let close = Closure::once_into_js(move || closing.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(database))
    }

    /// Everything that is kept of a dashboard. What cannot be read stays where it is and is left out.
    ///
    /// # Errors
    /// When the browser does not read.
    pub async fn load(&self, dashboard: &str) -> Result<Stock, Unkept> {
        let reading = self.begin("readonly")?;
        let range = all_of(dashboard)?;
        let document = request(reading.store(DOCUMENTS)?.get(&dashboard.into())).await?;
        let gestures = request(reading.store(GESTURES)?.get_all_with_key(&range)).await?;
        let replicas = reading.entries(REPLICAS, &range).await?;
        let gestures = Array::from(&gestures);
        Ok(Stock {
            document: read(&bytes_of(&document)).ok(),
            gestures: gestures.iter().filter_map(|bytes| read::<Gesture>(&bytes_of(&bytes)).ok()).collect(),
            replicas: replicas.iter().filter_map(|(key, bytes)| Some((client_of(key)?, read(bytes).ok()?))).collect(),
        })
    }

    /// Writes a batch, at this time in milliseconds since the Unix epoch. It is on the disk when this returns.
    ///
    /// # Errors
    /// When the browser does not write; nothing of the batch is kept then.
    pub async fn put(&self, dashboard: &str, batch: &Batch, now_ms: i64) -> Result<(), Unkept> {
        let writing = self.begin("readwrite")?;
        match writing.fill(dashboard, batch, now_ms).await {
            Ok(()) => writing.done().await,
            Err(unkept) => {
                let _already_aborted = writing.0.abort();
                Err(unkept)
            }
        }
    }

    /// Forgets a dashboard and all that was done to it here.
    ///
    /// # Errors
    /// When the browser does not write.
    pub async fn forget(&self, dashboard: &str) -> Result<(), Unkept> {
        let writing = self.begin("readwrite")?;
        writing.forget(dashboard)?;
        writing.done().await
    }

    /// The dashboards that can be opened without the relay.
    ///
    /// # Errors
    /// When the browser does not read.
    pub async fn list(&self) -> Result<Vec<(String, Cover)>, Unkept> {
        self.begin("readonly")?.covers().await
    }

    fn begin(&self, mode: &str) -> Result<Transaction, Unkept> {
        let stores: Array = STORES.into_iter().map(JsValue::from).collect();
        let options = js_sys::Object::new();
        // web-sys has the third argument only behind a flag of its own.
        Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(|_| Unkept::NoStorage)?;
        let begin: Function =
            Reflect::get(&self.0, &"transaction".into()).map_err(|_| Unkept::NoStorage)?.unchecked_into();
        let begun = begin.call3(&self.0, &stores, &mode.into(), &options).map_err(|_| Unkept::NoStorage)?;
        Ok(Transaction(begun.unchecked_into()))
    }
}

struct Transaction(IdbTransaction);

impl Transaction {
    fn store(&self, name: &str) -> Result<IdbObjectStore, Unkept> {
        self.0.object_store(name).map_err(|error| reason(&error))
    }

    fn put(&self, store: &str, key: &JsValue, bytes: &[u8]) -> Result<(), Unkept> {
        let value = Uint8Array::from(bytes);
        self.store(store)?.put_with_key(&value, key).map(|_| ()).map_err(|error| reason(&error))
    }

    fn delete(&self, store: &str, key: &JsValue) -> Result<(), Unkept> {
        self.store(store)?.delete(key).map(|_| ()).map_err(|error| reason(&error))
    }

    async fn fill(&self, dashboard: &str, batch: &Batch, now_ms: i64) -> Result<(), Unkept> {
        for (id, bytes) in &batch.gestures {
            self.put(GESTURES, &gesture_key(dashboard, *id), bytes)?;
        }
        for id in &batch.settled {
            self.delete(GESTURES, &gesture_key(dashboard, *id))?;
        }
        for client in &batch.done_with {
            self.delete(REPLICAS, &replica_key(dashboard, *client))?;
        }
        if let Some((client, kept)) = &batch.replica {
            let replica = KeptReplica { used_at_ms: now_ms, kept: kept.clone() };
            self.put(REPLICAS, &replica_key(dashboard, *client), &write(&replica)?)?;
        }
        match &batch.document {
            Some(document) => self.put_document(dashboard, document, now_ms).await,
            None => Ok(()),
        }
    }

    /// Other tabs write too: an older document never takes the place of a newer one.
    async fn put_document(&self, dashboard: &str, document: &WrittenDocument, now_ms: i64) -> Result<(), Unkept> {
        let key = dashboard.into();
        let kept = request(self.store(COVERS)?.get(&key)).await?;
        let kept = read::<Cover>(&bytes_of(&kept)).ok();
        if kept.is_some_and(|kept| kept.seq > document.seq) && !document.replaces_newer {
            return Ok(());
        }
        let cover = Cover { title: document.title.clone(), seq: document.seq, kept_at_ms: now_ms };
        self.put(COVERS, &key, &write(&cover)?)?;
        self.put(DOCUMENTS, &key, &document.bytes)?;
        self.make_room(dashboard).await
    }

    async fn make_room(&self, opened: &str) -> Result<(), Unkept> {
        let mut covers = self.covers().await?;
        let mut too_many = covers.len().saturating_sub(MAX_DASHBOARDS);
        covers.sort_by_key(|(_, cover)| cover.kept_at_ms);
        for (dashboard, _) in covers.iter().filter(|(dashboard, _)| dashboard != opened) {
            if too_many == 0 {
                break;
            }
            if request(self.store(GESTURES)?.get_key(&all_of(dashboard)?)).await?.is_undefined() {
                self.forget(dashboard)?;
                too_many -= 1;
            }
        }
        Ok(())
    }

    fn forget(&self, dashboard: &str) -> Result<(), Unkept> {
        for store in [COVERS, DOCUMENTS] {
            self.delete(store, &dashboard.into())?;
        }
        for store in [GESTURES, REPLICAS] {
            self.delete(store, &all_of(dashboard)?)?;
        }
        Ok(())
    }

    async fn covers(&self) -> Result<Vec<(String, Cover)>, Unkept> {
        let entries = self.entries(COVERS, &JsValue::UNDEFINED).await?;
        Ok(entries.iter().filter_map(|(key, bytes)| Some((key.as_string()?, read(bytes).ok()?))).collect())
    }

    /// Keys and bytes of a range of keys, in their order.
    async fn entries(&self, store: &str, range: &JsValue) -> Result<Vec<(JsValue, Vec<u8>)>, Unkept> {
        let store = self.store(store)?;
        let keys = Array::from(&request(store.get_all_keys_with_key(range)).await?);
        let values = Array::from(&request(store.get_all_with_key(range)).await?);
        Ok(keys.iter().zip(values.iter().map(|value| bytes_of(&value))).collect())
    }

    async fn done(&self) -> Result<(), Unkept> {
        let done = Promise::new(&mut |resolve, reject| {
            self.0.set_oncomplete(Some(&resolve));
            self.0.set_onabort(Some(&reject));
        });
        match JsFuture::from(done).await {
            Ok(_) => Ok(()),
            Err(_) => Err(self.0.error().map_or(Unkept::NoStorage, |error| reason(&error))),
        }
    }
}

/// The database, made where this browser has none yet.
async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, Unkept> {
    let upgraded = request.clone();
    let make = Closure::once_into_js(move || {
        if let Ok(database) = upgraded.result().map(JsCast::unchecked_into::<IdbDatabase>) {
            for store in STORES {
                // The transaction of the upgrade fails as a whole, and the request with it.
                let _made = database.create_object_store(store);
            }
        }
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    let opened = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onblocked(Some(&reject));
    });
    JsFuture::from(opened).await.map_err(|_| Unkept::NoStorage)?;
    request.result().map_err(|_| Unkept::NoStorage)
}

/// The outcome of one request. The transaction goes on in the same turn.
async fn request(asked: Result<IdbRequest, JsValue>) -> Result<JsValue, Unkept> {
    let asked = asked.map_err(|error| reason(&error))?;
    let answered = Promise::new(&mut |resolve, reject| {
        asked.set_onsuccess(Some(&resolve));
        asked.set_onerror(Some(&reject));
    });
    JsFuture::from(answered).await.map_err(|_| Unkept::NoStorage)?;
    asked.result().map_err(|error| reason(&error))
}

fn reason(error: &JsValue) -> Unkept {
    match error.dyn_ref::<DomException>().map(DomException::name) {
        Some(name) if name == "QuotaExceededError" => Unkept::Full,
        Some(_) | None => Unkept::NoStorage,
    }
}

/// All keys that begin with the dashboard: arrays come after texts and numbers.
fn all_of(dashboard: &str) -> Result<JsValue, Unkept> {
    let first = Array::of1(&dashboard.into());
    let last = Array::of2(&dashboard.into(), &Array::new());
    IdbKeyRange::bound(&first, &last).map(JsValue::from).map_err(|_| Unkept::NoStorage)
}

fn gesture_key(dashboard: &str, id: OpId) -> JsValue {
    Array::of3(&dashboard.into(), &id.client.to_string().into(), &(id.counter as f64).into()).into()
}

fn replica_key(dashboard: &str, client: ClientId) -> JsValue {
    Array::of2(&dashboard.into(), &client.to_string().into()).into()
}

fn client_of(key: &JsValue) -> Option<ClientId> {
    Array::from(key).get(1).as_string()?.parse().ok()
}

/// Empty where there is no such record.
fn bytes_of(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
