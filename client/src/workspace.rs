//! The workspace: the one owner of everything the page knows about an open dashboard. Components read its [`View`]
//! and say [`Edit`]s; it alone talks to the sync machine, the tables and the painter.

pub mod edit;
pub mod looks;
mod movement;
mod open;
mod rights;
pub mod view;

use std::rc::Rc;

use document::{ClientId, Document, NodeId, Op, Role, Seq, Who, apply::MAX_OPS};
use protocol::{FromClient, Person, PresenceState, Present, SessionId};
use yew::Callback;

pub use edit::Edit;
pub use looks::{LookAct, Looks, Period};
pub use movement::Listener;
pub use view::{Connection, Here, MAX_LOSSES, Notice, Said, SaveState, Stop, View};

use crate::{
    canvas::Painter,
    data::State,
    identity,
    random::RandomIds,
    sync::{Event, loss::Loss},
};
use open::Open;

/// A handle on one open dashboard; equal to its clones only. The connection ends with the last handle.
#[derive(Clone)]
pub struct Workspace(Rc<Open>);

impl PartialEq for Workspace {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Workspace {
    /// Connects to a dashboard of the relay. `on_view` hears of every change of what components show, never of a row.
    #[must_use]
    pub fn open(dashboard: String, on_view: Callback<Rc<View>>) -> Self {
        Self(Open::begin(dashboard, on_view))
    }

    /// What the components show now.
    #[must_use]
    pub fn view(&self) -> Rc<View> {
        self.0.view()
    }

    /// Draws the charts of this dashboard.
    #[must_use]
    pub fn painter(&self) -> &Painter {
        self.0.painter()
    }

    /// Reads what is held of a table. Nothing that reads may wait or call back.
    pub fn read_table<T>(&self, name: &str, read: impl FnOnce(State<'_>) -> T) -> T {
        self.0.read_table(name, read)
    }

    /// Takes a user act. Refused ones come back as [`View::notice`].
    pub fn dispatch(&self, edit: Edit) {
        if let Some(direction) = edit.direction() {
            return self.0.handle(Event::Turned(direction));
        }
        let opens = matches!(
            edit,
            Edit::AddPanel { .. }
                | Edit::AddWith { .. }
                | Edit::AddTab { .. }
                | Edit::AddRow { .. }
                | Edit::Annotate { .. }
        );
        let view = self.0.view();
        let nobody = Who { role: Role::Viewer, client: ClientId::from_bytes([0; 8]) };
        let ops = edit::lower(&view.document, view.who.unwrap_or(nobody), edit, &mut RandomIds);
        if ops.is_empty() {
            return;
        }
        let added = ops.iter().find_map(|op| match op {
            Op::Insert { node, .. } => opens.then_some(*node),
            Op::Set { .. } | Op::Place { .. } | Op::Delete { .. } | Op::Restore { .. } => None,
        });
        // What is brought back of an earlier document can be more than one gesture holds.
        for ops in ops.chunks(MAX_OPS) {
            self.0.handle(Event::Edited(ops.to_vec()));
        }
        if let Some(added) = added {
            self.0.added(added);
        }
    }

    /// Changes what this person looks at. The charts follow in the next frame, the view where it is more than a window.
    pub fn look(&self, panel: NodeId, act: LookAct) {
        self.0.look(panel, act);
    }

    /// Changes the time that all charts show.
    pub fn look_at(&self, change: impl FnOnce(&mut Period)) {
        self.0.look_at(change);
    }

    /// The charts stand still from now on, or go on.
    pub fn pause(&self, is_paused: bool) {
        self.0.pause(is_paused);
    }

    /// How many rows came since the charts stand still.
    #[must_use]
    pub fn waiting_rows(&self) -> u64 {
        self.0.waiting_rows()
    }

    /// What this person looks at now, windows included.
    #[must_use]
    pub fn looks(&self) -> Rc<Looks> {
        self.0.looks()
    }

    /// Looks at something else altogether.
    pub fn look_as(&self, mut looks: Rc<Looks>) {
        let now = self.0.looks();
        // What the dashboard says and what stands still here is nobody else's to change.
        let theirs = Rc::make_mut(&mut looks);
        theirs.pinned.clone_from(&now.pinned);
        (theirs.period.own, theirs.period.paused_ms) = (now.period.own.clone(), now.period.paused_ms);
        self.0.look_as(looks);
    }

    /// Tells the others what this person looks at: call it when somebody comes.
    pub fn tell_look(&self) {
        self.0.tell_look();
    }

    /// Points at a time on the axis of a panel, or at none; the other charts show where that is on theirs.
    pub fn point(&self, at: Option<(NodeId, f64)>) {
        self.0.point(at);
    }

    /// The panel and the time that is pointed at.
    #[must_use]
    pub fn pointed(&self) -> Option<(NodeId, f64)> {
        self.0.pointed()
    }

    /// Hears of every other time that is pointed at, for as long as it keeps the listener.
    pub fn on_point(&self, listener: &Listener) {
        self.0.pointing().add(listener);
    }

    /// Tells the others where this person is: what has changed of it.
    pub fn go(&self, change: impl FnOnce(&mut PresenceState)) {
        self.0.go(change);
    }

    /// What is wanted of the others as they are now, the movements of their pointers included; the view has them
    /// without. Whoever picks does not call back.
    pub fn others<T>(&self, pick: impl FnMut((SessionId, &Present)) -> Option<T>) -> Vec<T> {
        self.0.others(pick)
    }

    /// Hears of every movement of the others, for as long as it keeps the listener.
    pub fn on_movement(&self, listener: &Listener) {
        self.0.movement().add(listener);
    }

    /// Lets somebody who is here do more, or less; only an owner can.
    pub fn grant(&self, session: SessionId, role: Role) {
        self.0.handle(Event::Say(FromClient::Grant { session, role }));
    }

    /// Keeps this person's new name and colour and shows them to the others.
    pub fn rename_me(&self, person: Person) {
        identity::store_chosen(&person);
        self.0.handle(Event::Renamed(person));
    }

    /// Connects now instead of waiting for the next attempt.
    pub fn retry_now(&self) {
        self.0.handle(Event::RetryNow);
    }

    /// Asks the relay again which tables there are: call it when a form opens.
    pub fn refresh_tables(&self) {
        self.0.refresh_tables();
    }

    /// Draws a document of the past in place of the newest, with live rows; `None` draws the newest again.
    pub fn look_back(&self, past: Option<(Rc<Document>, Seq)>) {
        self.0.look_back(past);
    }

    /// The address at the relay of something of this dashboard.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        self.0.address(path)
    }

    /// Tells this person something.
    pub fn notify(&self, words: String) {
        self.0.notify(words);
    }

    /// Says again what was lost, as a new gesture.
    pub fn restore_mine(&self, loss: &Loss) {
        self.0.dismiss_loss(loss);
        self.0.handle(Event::Edited(loss.again()));
    }

    /// The loss was read.
    pub fn dismiss_loss(&self, loss: &Loss) {
        self.0.dismiss_loss(loss);
    }

    /// The notice was read.
    pub fn dismiss_notice(&self) {
        self.0.dismiss_notice();
    }
}
