//! An open dashboard: gives events to the sync machine and does what it asks for, in order. The glue between the
//! pure parts and the browser's sockets, timers and frames; it decides nothing.

mod looking;
mod shelving;

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeSet, VecDeque},
    rc::{Rc, Weak},
};

use document::{Document, NodeId, Property, Seq, Undone};
use gloo::{
    events::EventListener,
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};
use protocol::{FromClient, PresenceState, Present, SessionId};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use self::shelving::{Tenure, fresh_client};
use super::{
    looks::Looks,
    movement::Movement,
    view::{MAX_LOSSES, Notice, Said, View},
};
use crate::{
    api,
    canvas::Painter,
    data::{State, TableMessage, Tables},
    identity, later,
    locale::not_kept_words,
    random,
    relay_address::{self, RelayAddress},
    sync::{
        Effect, Event, SocketId, Sync,
        farewell::Farewell,
        loss::Loss,
        socket::{Signal, Socket},
    },
};

/// The close code of a page that goes away.
const LEFT: u16 = 1001;
/// How long a hidden page, which has no animation frames, waits instead, in milliseconds.
const HIDDEN_FRAME_MS: u32 = 16;

/// Everything that lives as long as a dashboard is open.
pub(super) struct Open {
    me: Weak<Open>,
    dashboard: String,
    on_view: Callback<Rc<View>>,
    sync: RefCell<Sync>,
    tables: Rc<RefCell<Tables>>,
    painter: Painter,
    /// The document that is drawn in place of the newest, and its `Seq`.
    past: RefCell<Option<(Rc<Document>, Seq)>>,
    view: RefCell<Rc<View>>,
    /// What this person looks at, which the painter draws.
    looks: RefCell<Rc<Looks>>,
    /// Writes what is looked at into the address, once a hand rests.
    address: RefCell<Option<Timeout>>,
    notices: Cell<u32>,
    /// Events wait here while an effect is being done, so that effects are done in the order of their events.
    events: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
    /// Whether the first welcome came: the colour gives way then, and not again with every reconnection.
    met_others: Cell<bool>,
    /// Where this browser keeps the dashboard; set once it has said what it kept, or that it keeps nothing.
    shelf: OnceCell<Option<Rc<Tenure>>>,
    relay: OnceCell<RelayAddress>,
    socket: RefCell<Option<(SocketId, Socket)>>,
    timer: RefCell<Option<Timeout>>,
    frame: RefCell<Option<Frame>>,
    listeners: RefCell<Vec<EventListener>>,
    /// Who wants to hear that somebody moved.
    movement: Movement,
    /// The panel and the time that this person points at, and who wants to hear of it.
    pointed: Cell<Option<(NodeId, f64)>>,
    pointing: Movement,
}

/// What ends the current frame.
enum Frame {
    Animation { _frame: AnimationFrame },
    Hidden { _timer: Timeout },
}

impl Open {
    pub(super) fn begin(dashboard: String, on_view: Callback<Rc<View>>) -> Rc<Self> {
        let sync = Sync::new(fresh_client(), identity::load());
        let tables = Rc::new(RefCell::new(Tables::default()));
        let open = Rc::new_cyclic(|me: &Weak<Self>| Self {
            me: me.clone(),
            dashboard,
            on_view,
            sync: RefCell::new(sync),
            painter: Painter::new(tables.clone()),
            tables,
            past: RefCell::default(),
            view: RefCell::default(),
            looks: RefCell::default(),
            address: RefCell::default(),
            notices: Cell::new(0),
            events: RefCell::default(),
            busy: Cell::new(false),
            met_others: Cell::new(false),
            shelf: OnceCell::new(),
            relay: OnceCell::new(),
            socket: RefCell::default(),
            timer: RefCell::default(),
            frame: RefCell::default(),
            listeners: RefCell::default(),
            movement: Movement::default(),
            pointed: Cell::default(),
            pointing: Movement::default(),
        });
        open.look_as_addressed();
        open.listen();
        open.unshelve();
        open.find_relay();
        open.list_tables_soon();
        open
    }

    pub(super) fn view(&self) -> Rc<View> {
        self.view.borrow().clone()
    }

    pub(super) fn painter(&self) -> &Painter {
        &self.painter
    }

    pub(super) fn read_table<T>(&self, name: &str, read: impl FnOnce(State<'_>) -> T) -> T {
        read(self.tables.borrow().get(name))
    }

    /// Takes an event, and those that come of it, and shows the outcome.
    pub(super) fn handle(&self, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        let mut stale = Stale::default();
        while let Some(event) = self.next_event() {
            let effects = self.sync.borrow_mut().handle(event, now_ms(), random::fraction());
            for effect in effects {
                self.perform(effect, &mut stale);
            }
        }
        self.busy.set(false);
        self.show(&stale);
    }

    /// The form of this panel opens, if it was taken.
    pub(super) fn added(&self, node: NodeId) {
        if self.view().document.node(node).is_some() {
            self.change_view(|view| view.last_added = Some(node));
        }
    }

    /// This person is somewhere else.
    pub(super) fn go(&self, change: impl FnOnce(&mut PresenceState)) {
        let mut state = self.sync.borrow().whereabouts().clone();
        change(&mut state);
        self.handle(Event::Moved(Box::new(state)));
    }

    /// What is wanted of the others as they are now, the movements of their pointers included.
    pub(super) fn others<T>(&self, pick: impl FnMut((SessionId, &Present)) -> Option<T>) -> Vec<T> {
        self.sync.borrow().others().filter_map(pick).collect()
    }

    pub(super) fn movement(&self) -> &Movement {
        &self.movement
    }

    pub(super) fn notify(&self, words: String) {
        let notice = Notice { number: self.number(), said: Said::Words(words) };
        self.change_view(|view| view.notice = Some(notice));
    }

    pub(super) fn dismiss_notice(&self) {
        self.change_view(|view| view.notice = None);
    }

    /// The loss was read, or said again.
    pub(super) fn dismiss_loss(&self, loss: &Loss) {
        self.change_view(|view| {
            view.losses = Rc::new(view.losses.iter().filter(|other| *other != loss).cloned().collect());
        });
    }

    /// Which tables there are nobody needs before the first chart.
    fn list_tables_soon(&self) {
        let me = self.me.clone();
        later::after_first_chart(move || {
            if let Some(open) = me.upgrade() {
                open.refresh_tables();
            }
        });
    }

    pub(super) fn refresh_tables(&self) {
        let me = self.me.clone();
        spawn_local(async move {
            // A relay that does not answer shows as the state of the connection already.
            if let Ok(tables) = api::list_tables().await
                && let Some(open) = me.upgrade()
                && *open.view().tables != tables
            {
                open.change_view(|view| view.tables = Rc::new(tables));
            }
        });
    }

    pub(super) fn look_back(&self, past: Option<(Rc<Document>, Seq)>) {
        self.past.replace(past);
        self.draw();
    }

    fn next_event(&self) -> Option<Event> {
        self.events.borrow_mut().pop_front()
    }

    fn find_relay(&self) {
        let me = self.me.clone();
        spawn_local(async move {
            let relay = relay_address::find().await;
            if let Some(open) = me.upgrade() {
                let _first = open.relay.set(relay);
                open.start();
            }
        });
    }

    /// Connects once both the relay's address and what was kept are known.
    fn start(&self) {
        if self.shelf.get().is_some() && self.relay.get().is_some() {
            self.handle(Event::Start);
        }
    }

    fn listen(&self) {
        let window = gloo::utils::window();
        let document = gloo::utils::document();
        let network = |kind| {
            let me = self.me.clone();
            EventListener::new(&window, kind, move |_| say_to(&me, Event::NetworkChanged))
        };
        let me = self.me.clone();
        let visibility = EventListener::new(&document, "visibilitychange", move |_| {
            // What is unsent leaves before the page sleeps; a page that wakes looks whether its relay is still there.
            if is_hidden() {
                say_to(&me, Event::FrameEnded);
                say_to(&me, Event::Leaving);
            } else {
                say_to(&me, Event::NetworkChanged);
                if let Some(open) = me.upgrade() {
                    open.look_for_orphans();
                }
            }
        });
        let [away, back] = self.listen_to_the_way_back(&window);
        self.listeners.borrow_mut().extend([network("online"), network("offline"), visibility, away, back]);
    }

    /// A browser keeps a page that was left, with its socket open, for the way back: the others would go on seeing
    /// somebody who is gone.
    fn listen_to_the_way_back(&self, window: &web_sys::Window) -> [EventListener; 2] {
        let me = self.me.clone();
        let away = EventListener::new(window, "pagehide", move |_| {
            say_to(&me, Event::Leaving);
            let socket = me.upgrade().and_then(|open| open.socket.borrow().as_ref().map(|(id, _)| *id));
            if let Some(socket) = socket {
                say_to(&me, Event::FrameEnded);
                say_to(&me, Event::Closed(socket, LEFT.into()));
            }
        });
        let me = self.me.clone();
        let back = EventListener::new(window, "pageshow", move |_| say_to(&me, Event::RetryNow));
        [away, back]
    }

    fn perform(&self, effect: Effect, stale: &mut Stale) {
        match effect {
            Effect::Open(socket) => self.open_socket(socket),
            Effect::Send(socket, frame) => {
                if let Some((_, open)) = self.socket.borrow().as_ref().filter(|(current, _)| *current == socket) {
                    open.send(&frame);
                }
            }
            Effect::Close(socket) => {
                let closed = self.socket.borrow_mut().take_if(|(current, _)| *current == socket);
                drop(closed);
            }
            Effect::WakeIn(wait_ms) => {
                let me = self.me.clone();
                self.timer.replace(Some(Timeout::new(wait_ms, move || say_to(&me, Event::Tick))));
            }
            Effect::AskFrame => self.ask_frame(),
            Effect::DocumentChanged => stale.document = true,
            Effect::ViewChanged => stale.view = true,
            Effect::PeopleMoved => stale.moved = true,
            Effect::Welcomed => {
                self.look_for_orphans();
                let messages = self.tables.borrow_mut().resume();
                self.say_all(messages);
                self.tell_apart();
            }
            Effect::Table(message) => self.take(message),
            Effect::Keep(batch) => self.keep(batch),
            Effect::Forget => self.forget(),
            Effect::NotKept(why) => stale.notice = Some(Said::Words(not_kept_words(why))),
            Effect::Lost(loss) => stale.lost.push(loss),
            Effect::Notice(told) => stale.notice = Some(Said::Told(told)),
            Effect::Undone(undone) => stale.undone = Some(Rc::new(undone)),
        }
    }

    /// A made-up colour that somebody present has already gives way to a free one.
    fn tell_apart(&self) {
        if self.met_others.replace(true) || identity::has_chosen_color() {
            return;
        }
        let sync = self.sync.borrow();
        let others = sync.others().map(|(_, other)| &other.person);
        if let Some(person) = sync.me().and_then(|(_, me)| identity::told_apart(&me.person, others)) {
            identity::store(&person);
            self.events.borrow_mut().push_back(Event::Renamed(person));
        }
    }

    fn open_socket(&self, id: SocketId) {
        let me = self.me.clone();
        let on_signal = Rc::new(move |signal| {
            let event = match signal {
                Signal::Opened => Event::Opened(id),
                Signal::Received(frame) => Event::Received(id, frame),
                Signal::Closed(farewell) => Event::Closed(id, farewell),
            };
            say_to(&me, event);
        });
        let address = self.relay.get().map(|relay| relay.connection(&self.dashboard)).unwrap_or_default();
        match Socket::open(&address, on_signal) {
            Ok(socket) => drop(self.socket.replace(Some((id, socket)))),
            Err(_) => self.events.borrow_mut().push_back(Event::Closed(id, Farewell::cut())),
        }
    }

    fn ask_frame(&self) {
        let me = self.me.clone();
        let ended = move || say_to(&me, Event::FrameEnded);
        let frame = if is_hidden() {
            Frame::Hidden { _timer: Timeout::new(HIDDEN_FRAME_MS, ended) }
        } else {
            Frame::Animation { _frame: request_animation_frame(move |_| ended()) }
        };
        self.frame.replace(Some(frame));
    }

    fn take(&self, message: TableMessage) {
        // A list that is not here yet will name it.
        if let TableMessage::Began { table, .. } = &message
            && !self.view().tables.is_empty()
            && !self.view().tables.iter().any(|known| known.name == *table)
        {
            self.refresh_tables();
        }
        let taken = self.tables.borrow_mut().take(message);
        if let Some(table) = taken.dirty {
            self.painter.rows_changed(&table);
        }
        self.say_all(taken.say);
    }

    fn say_all(&self, messages: impl IntoIterator<Item = FromClient>) {
        self.events.borrow_mut().extend(messages.into_iter().map(Event::Say));
    }

    fn show(&self, stale: &Stale) {
        if stale.document {
            self.show_document();
        }
        if stale.document || stale.view || stale.notice.is_some() || !stale.lost.is_empty() {
            self.change_view(|view| {
                view.follow(&self.sync.borrow());
                if let Some(said) = &stale.notice {
                    view.notice = Some(Notice { number: self.number(), said: said.clone() });
                }
                if !stale.lost.is_empty() {
                    view.losses = Rc::new(view.losses.iter().chain(&stale.lost).take(MAX_LOSSES).cloned().collect());
                }
                if let Some(undone) = &stale.undone {
                    view.undone = Some((self.number(), undone.clone()));
                }
            });
        }
        if stale.view || stale.moved {
            self.movement.tell();
        }
    }

    fn number(&self) -> u32 {
        self.notices.set(self.notices.get().wrapping_add(1));
        self.notices.get()
    }

    /// The painter and the subscriptions follow the document before any component sees it.
    fn show_document(&self) {
        let mut view = View::clone(&self.view());
        view.document = Rc::new(self.sync.borrow().document().clone());
        self.view.replace(Rc::new(view));
        self.look_as_said();
        self.draw();
    }

    /// Draws the document that is looked at: the one of now, or one of the past.
    fn draw(&self) {
        let now = || (self.view().document.clone(), self.sync.borrow().last_seq());
        let (document, seq) = self.past.borrow().clone().unwrap_or_else(now);
        self.painter.document_changed(&document, seq);
        let mut names = BTreeSet::new();
        names.extend(document.all_panels().filter_map(|(_, panel)| panel.name(Property::Table)));
        let messages = self.tables.borrow_mut().want(&names);
        for message in messages {
            self.handle(Event::Say(message));
        }
    }

    /// Emits the changed view; by then everything here is consistent, so that whoever hears it may call back.
    fn change_view(&self, change: impl FnOnce(&mut View)) {
        let mut view = View::clone(&self.view());
        change(&mut view);
        let view = Rc::new(view);
        self.view.replace(view.clone());
        self.on_view.emit(view);
    }
}

/// What the effects of some events made stale.
#[derive(Default)]
struct Stale {
    document: bool,
    view: bool,
    moved: bool,
    notice: Option<Said>,
    undone: Option<Rc<Undone>>,
    lost: Vec<Loss>,
}

fn say_to(open: &Weak<Open>, event: Event) {
    if let Some(open) = open.upgrade() {
        open.handle(event);
    }
}

fn is_hidden() -> bool {
    gloo::utils::document().hidden()
}

/// Milliseconds since the page was opened; never goes back.
fn now_ms() -> i64 {
    gloo::utils::window().performance().map_or(0, |performance| performance.now() as i64)
}
