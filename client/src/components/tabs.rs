//! The tabs of a dashboard: a strip in which arrows walk, F2 or two presses rename, Alt and arrows or a drag put a tab
//! elsewhere, and Delete removes it. Which one is open is this person's view and nobody else's.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use document::{Kind, Node, NodeId, Property};
use web_sys::DragEvent;
use yew::prelude::*;

use super::{
    Desk, Glyph, MenuItem, focus, icon,
    lock::{lock_item, lock_mark},
    menu::menu_of,
    panel::heading_of,
    rename::{Done, RenameProps},
};
use crate::{
    locale::{Message, fill, language, t},
    parts::{aside, soon},
    workspace::Edit,
};

#[derive(PartialEq, Properties)]
pub(crate) struct TabsProps {
    pub(crate) desk: Desk,
    /// The open tab.
    pub(crate) tab: NodeId,
    /// Another one is to be open.
    pub(crate) on_tab: Callback<NodeId>,
}

#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let renamed = use_state(|| None::<NodeId>);
    let dragged = use_mut_ref(|| None::<NodeId>);
    let strip = Strip::of(props, &renamed, &dragged);
    let onkeydown = {
        let strip = strip.clone();
        Callback::from(move |event: KeyboardEvent| strip.on_key(&event))
    };
    let document = &props.desk.view.document;
    let tabs = document.children_of(NodeId::ROOT, Kind::Tab);
    let renaming = renamed.and_then(|id| Some((id, document.node(id)?)));
    let title = fill(Message::TabNumber, &[("number", &(tabs.len() + 1).to_string())]);
    let on_add = props.desk.on_edit.reform(move |_: MouseEvent| Edit::AddTab { title: title.clone() });
    html! {
        <div class="tabs">
            <div class="tab-list" role="tablist" aria-label={t(Message::Tabs)} {onkeydown}>
                { for tabs.iter().map(|(id, node)| strip.tab(*id, node)) }
            </div>
            if let Some((node, found)) = renaming {
                { strip.rename(node, found) }
            }
            if props.desk.editable {
                <button type="button" class="button button-bare button-icon" title={t(Message::AddTab)}
                    aria-label={t(Message::AddTab)} onclick={on_add}>{ icon(Glyph::Add) }</button>
                { soon(strip.clone(), |rest| rest.tab_menu) }
            }
        </div>
    }
}

/// The panel of a tab, for what controls it.
pub(crate) fn tab_panel_id(tab: NodeId) -> String {
    format!("tab-panel-{tab}")
}

/// The tab itself.
pub(crate) fn tab_id(tab: NodeId) -> String {
    format!("tab-{tab}")
}

/// The strip as it stands, and what is done with it.
#[derive(Clone)]
pub(crate) struct Strip {
    desk: Desk,
    open: NodeId,
    ids: Rc<[NodeId]>,
    on_tab: Callback<NodeId>,
    renamed: UseStateSetter<Option<NodeId>>,
    dragged: Rc<RefCell<Option<NodeId>>>,
}

impl Strip {
    fn of(props: &TabsProps, renamed: &UseStateHandle<Option<NodeId>>, dragged: &Rc<RefCell<Option<NodeId>>>) -> Self {
        let tabs = props.desk.view.document.children_of(NodeId::ROOT, Kind::Tab);
        Self {
            desk: props.desk.clone(),
            open: props.tab,
            ids: tabs.iter().map(|(id, _)| *id).collect(),
            on_tab: props.on_tab.clone(),
            renamed: renamed.setter(),
            dragged: dragged.clone(),
        }
    }

    fn tab(&self, id: NodeId, node: &Arc<Node>) -> Html {
        let is_open = id == self.open;
        let may_rename = self.desk.may_edit(id);
        let ondblclick = {
            let renamed = self.renamed.clone();
            may_rename.then(|| Callback::from(move |_: MouseEvent| renamed.set(Some(id))))
        };
        let [ondragstart, ondragover, ondrop] = self.drags(id);
        html! {
            <button key={id.to_string()} type="button" role="tab" class="tab" id={tab_id(id)} data-place={id.to_string()}
                aria-selected={is_open.to_string()} aria-controls={is_open.then(|| tab_panel_id(id))}
                tabindex={if is_open { "0" } else { "-1" }} draggable={self.desk.may_remove(id).to_string()}
                onclick={self.on_tab.reform(move |_: MouseEvent| id)} {ondblclick} {ondragstart} {ondragover} {ondrop}>
                <span dir="auto">{ heading_of(node) }</span>
                if node.flag(Property::Locked) {
                    { lock_mark() }
                }
            </button>
        }
    }

    /// A tab that is let go on another one takes its place.
    fn drags(&self, id: NodeId) -> [Callback<DragEvent>; 3] {
        let dragged = self.dragged.clone();
        let start = Callback::from(move |event: DragEvent| {
            if let Some(transfer) = event.data_transfer() {
                let _firefox_drags_nothing_else = transfer.set_data("text/plain", "");
            }
            dragged.replace(Some(id));
        });
        let dragged = self.dragged.clone();
        let over = Callback::from(move |event: DragEvent| {
            if dragged.borrow().is_some_and(|dragged| dragged != id) {
                event.prevent_default();
            }
        });
        let strip = self.clone();
        let drop = Callback::from(move |event: DragEvent| {
            event.prevent_default();
            if let Some(dragged) = strip.dragged.take() {
                strip.put(dragged, strip.place_of(id));
            }
        });
        [start, over, drop]
    }

    /// What can be done with the open tab.
    pub(crate) fn menu(&self) -> Html {
        let Some(node) = self.desk.view.document.node(self.open) else { return Html::default() };
        let (open, may_edit, may_remove) = (self.open, self.desk.may_edit(self.open), self.desk.may_remove(self.open));
        let place = self.place_of(open);
        let item = |glyph, words, enabled: bool, act: fn(&Self)| {
            let strip = self.clone();
            let on_choose = Callback::from(move |()| act(&strip));
            MenuItem { disabled: !enabled, ..MenuItem::new(glyph, t(words), on_choose) }
        };
        let mut items = vec![
            item(Glyph::Edit, Message::Rename, may_edit, |strip| strip.renamed.set(Some(strip.open))),
            item(Glyph::Back, Message::MoveEarlier, may_remove && place > 0, |strip| strip.shift(false)),
            item(Glyph::Move, Message::MoveLater, may_remove && place + 1 < self.ids.len(), |strip| strip.shift(true)),
        ];
        items.extend(lock_item(&self.desk, open, node));
        items.push(item(Glyph::Delete, Message::Delete, may_remove, Self::delete));
        let label = fill(Message::PanelActions, &[("panel", &heading_of(node))]);
        menu_of(label, items)
    }

    fn rename(&self, node: NodeId, found: &Node) -> Html {
        let (title, on_edit) = (found.title().to_owned().into(), self.desk.on_edit.clone());
        aside(RenameProps { node, title, on_edit, on_done: self.on_renamed() }, |parts| parts.rename)
    }

    fn on_renamed(&self) -> Callback<Done> {
        let (renamed, open) = (self.renamed.clone(), self.open);
        Callback::from(move |done| {
            renamed.set(None);
            if done == Done::ByKey {
                focus(&tab_id(open));
            }
        })
    }

    fn on_key(&self, event: &KeyboardEvent) {
        let onward = match (event.key().as_str(), language().is_rtl()) {
            ("ArrowRight", false) | ("ArrowLeft", true) => Some(true),
            ("ArrowLeft", false) | ("ArrowRight", true) => Some(false),
            _ => None,
        };
        match (event.key().as_str(), onward) {
            (_, Some(onward)) if event.alt_key() => self.shift(onward),
            (_, Some(onward)) => self.walk(onward),
            ("Home", _) => self.open(self.ids.first()),
            ("End", _) => self.open(self.ids.last()),
            ("F2", _) if self.desk.may_edit(self.open) => self.renamed.set(Some(self.open)),
            ("Delete", _) if self.desk.may_remove(self.open) => self.delete(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn walk(&self, onward: bool) {
        let (place, count) = (self.place_of(self.open), self.ids.len().max(1));
        self.open(self.ids.get(if onward { (place + 1) % count } else { (place + count - 1) % count }));
    }

    fn open(&self, tab: Option<&NodeId>) {
        if let Some(tab) = tab {
            self.on_tab.emit(*tab);
            focus(&tab_id(*tab));
        }
    }

    /// One place further on, or back.
    fn shift(&self, onward: bool) {
        let place = self.place_of(self.open);
        if let Some(to) = if onward { Some(place + 1) } else { place.checked_sub(1) } {
            self.put(self.open, to);
        }
    }

    /// To that place among the others; the one that stands there makes way.
    fn put(&self, tab: NodeId, to: usize) {
        if self.desk.may_remove(tab) && to < self.ids.len() {
            let before = if to > self.place_of(tab) { to + 1 } else { to };
            self.desk.on_edit.emit(Edit::Reorder { node: tab, before: self.ids.get(before).copied() });
        }
    }

    /// The neighbour is open then and has the focus: what is deleted is gone at once.
    fn delete(&self) {
        let place = self.place_of(self.open);
        match self.ids.get(place + 1).or_else(|| self.ids.get(place.checked_sub(1)?)) {
            Some(neighbour) => self.open(Some(neighbour)),
            None => focus("dashboard"),
        }
        self.desk.on_edit.emit(Edit::Delete { node: self.open });
    }

    fn place_of(&self, tab: NodeId) -> usize {
        self.ids.iter().position(|id| *id == tab).unwrap_or(0)
    }
}
