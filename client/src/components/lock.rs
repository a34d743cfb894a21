//! The lock: what only owners may change carries its mark, and owners lock and unlock it.

use document::{Node, NodeId, Property, Value};
use yew::prelude::*;

use super::{Desk, Glyph, MenuItem, icon};
use crate::{
    locale::{Message, t},
    workspace::Edit,
};

/// The mark of something locked.
pub(crate) fn lock_mark() -> Html {
    html! {
        <span class="lock-mark" title={t(Message::LockedWords)}>{ icon(Glyph::Lock) }
            <span class="spoken">{ t(Message::Locked) }</span></span>
    }
}

/// Locking and unlocking in the menu of a tab or a section, for owners.
pub(crate) fn lock_item(desk: &Desk, id: NodeId, node: &Node) -> Option<MenuItem> {
    let is_locked = node.flag(Property::Locked);
    let lock = desk.on_edit.reform(move |()| set_lock(id, !is_locked));
    (desk.editable && desk.view.may_lock()).then(|| MenuItem::new(Glyph::Lock, t(words(is_locked)), lock))
}

/// What a menu says that locks, or unlocks what is locked.
pub(crate) fn words(is_locked: bool) -> Message {
    if is_locked { Message::Unlock } else { Message::LockForOwners }
}

pub(crate) fn set_lock(node: NodeId, locked: bool) -> Edit {
    Edit::SetProperty { node, property: Property::Locked, value: Value::Flag(locked) }
}
