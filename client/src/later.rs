//! Later: what the first chart does not need is a file of its own (a chunk of the program, which shares its memory), and
//! is fetched when it is wanted. This file knows how a chunk comes, once, and what is known of it meanwhile; it knows
//! none of them. Where the program is one piece (in development and in tests) every chunk is there at once.

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    thread::LocalKey,
};

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// What everybody needs soon gives way to the first chart, but no longer than this, in milliseconds: the chart may wait
/// for rows that do not come. On a slow line with a slow processor less would take both from the chart.
const CHART_FIRST_MS: u32 = 3_000;

/// A chunk could not be fetched; the browser's console says why. Asking again fetches again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a part of the page could not be fetched")]
pub(crate) struct NotFetched;

#[cfg(chunks)]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// What is known of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known<T> {
    /// Nobody has asked for it, or it is on its way.
    Coming,
    /// It could not be fetched.
    Failed,
    /// What it holds: functions, as a rule.
    Here(T),
}

/// The fetching of a chunk.
pub(crate) type Fetching<T> = Pin<Box<dyn Future<Output = Result<T, NotFetched>>>>;

/// What a function at which the program is taken apart gives, taken apart or not.
#[cfg(chunks)]
pub(crate) async fn fetched<T>(chunk: impl Future<Output = Result<T, NotFetched>>) -> Result<T, NotFetched> {
    chunk.await
}

/// What a function at which the program is taken apart gives, taken apart or not.
#[cfg(not(chunks))]
pub(crate) fn fetched<T>(chunk: Result<T, NotFetched>) -> std::future::Ready<Result<T, NotFetched>> {
    std::future::ready(chunk)
}

/// Where a chunk is known.
pub(crate) type Place<T> = &'static LocalKey<Chunk<T>>;

/// A chunk, which is fetched at most once.
pub(crate) struct Chunk<T: 'static> {
    fetch: fn() -> Fetching<T>,
    known: Cell<Known<T>>,
    is_asked: Cell<bool>,
    /// Who hears what becomes of it, until it is here.
    waiting: RefCell<Vec<Callback<()>>>,
}

impl<T: Copy + 'static> Chunk<T> {
    /// A chunk that `fetch` fetches.
    pub(crate) const fn new(fetch: fn() -> Fetching<T>) -> Self {
        Self { fetch, known: Cell::new(Known::Coming), is_asked: Cell::new(false), waiting: RefCell::new(Vec::new()) }
    }

    /// What is known of it; asking costs nothing.
    pub(crate) fn known(&self) -> Known<T> {
        self.known.get()
    }

    /// The fetching, unless it is under way or done.
    fn begin(&self) -> Option<Fetching<T>> {
        if matches!(self.known(), Known::Here(_)) || self.is_asked.replace(true) {
            return None;
        }
        self.known.set(Known::Coming);
        Some((self.fetch)())
    }

    /// What became of it, and who hears that.
    fn end(&self, fetched: Result<T, NotFetched>) -> Vec<Callback<()>> {
        self.is_asked.set(false);
        self.known.set(fetched.map_or(Known::Failed, Known::Here));
        if fetched.is_ok() { self.waiting.take() } else { self.waiting.borrow().clone() }
    }
}

/// Asks for a chunk, again where it could not be fetched. `on_known` hears when it is here, and each time that it could
/// not be fetched; it hears nothing where it is here already.
pub(crate) fn ask<T: Copy + 'static>(place: Place<T>, on_known: Callback<()>) {
    let fetching = place.with(|chunk| {
        chunk.waiting.borrow_mut().push(on_known);
        chunk.begin()
    });
    let Some(fetching) = fetching else { return };
    spawn_local(async move {
        let fetched = fetching.await;
        for on_known in place.with(|chunk| chunk.end(fetched)) {
            on_known.emit(());
        }
    });
}

/// What waits for the first chart, until there is none to wait for.
struct Queue {
    is_over: Cell<bool>,
    acts: RefCell<Vec<Box<dyn FnOnce()>>>,
    patience: RefCell<Option<Timeout>>,
}

thread_local! {
    static QUEUE: Queue = const {
        Queue { is_over: Cell::new(false), acts: RefCell::new(Vec::new()), patience: RefCell::new(None) }
    };
}

/// Does something once the first chart is drawn, or nobody waits for it any more.
pub(crate) fn after_first_chart(act: impl FnOnce() + 'static) {
    if QUEUE.with(|queue| queue.is_over.get()) {
        return act();
    }
    QUEUE.with(|queue| {
        queue.acts.borrow_mut().push(Box::new(act));
        queue.patience.borrow_mut().get_or_insert_with(|| Timeout::new(CHART_FIRST_MS, first_chart_is_drawn));
    });
}

/// The first chart is drawn, or none will be.
pub(crate) fn first_chart_is_drawn() {
    let acts = QUEUE.with(|queue| {
        queue.is_over.set(true);
        queue.patience.take();
        queue.acts.take()
    });
    for act in acts {
        act();
    }
}
