//! The menu of a panel: what can be done with it. What this person may not do is not offered or cannot be pressed.

use std::sync::Arc;

use document::{Kind, Node, Property};
use yew::prelude::*;

use super::{
    Glyph, Menu, MenuItem, lock,
    panel::{PanelAct, Rights},
};
use crate::locale::{ExploreWords, Message, say, t};

/// What the menu offers depends on.
#[derive(Clone)]
pub(crate) struct PanelMenuProps {
    /// What its button is called.
    pub(crate) label: String,
    pub(crate) node: Arc<Node>,
    pub(crate) rights: Rights,
    pub(crate) act: Callback<PanelAct>,
    /// The panel is to be played.
    pub(crate) on_play: Callback<()>,
}

/// The button of the menu, and the menu while it is open.
pub(crate) fn panel_menu(menu: PanelMenuProps) -> Html {
    let label = menu.label.clone();
    html! { <Menu {label} glyph={Glyph::More} items={choices(menu)} /> }
}

fn choices(menu: PanelMenuProps) -> Vec<MenuItem> {
    let Rights { edit, remove, copy, lock, .. } = menu.rights;
    let item = |glyph, words, enabled: bool, asked: fn() -> PanelAct| MenuItem {
        disabled: !enabled,
        ..MenuItem::new(glyph, t(words), menu.act.reform(move |()| asked()))
    };
    let mut items = vec![
        item(Glyph::Edit, Message::Edit, true, || PanelAct::Open),
        MenuItem::new(Glyph::Full, say(ExploreWords::ShowFull), menu.act.reform(|()| PanelAct::Full)),
        item(Glyph::Comment, Message::Comments, true, || PanelAct::Talk(None)),
        item(Glyph::Copy, Message::Copy, true, || PanelAct::Copy),
        item(Glyph::Add, Message::Duplicate, copy, || PanelAct::Duplicate),
        item(Glyph::Unfold, Message::MoveUp, edit, || PanelAct::Order(-1)),
        item(Glyph::Fold, Message::MoveDown, edit, || PanelAct::Order(1)),
        item(Glyph::Move, Message::MoveToPlace, remove, || PanelAct::Elsewhere),
    ];
    if menu.node.kind() == Kind::Chart {
        items.push(MenuItem::new(Glyph::Play, t(Message::PlayAsSound), menu.on_play));
        items.push(item(Glyph::Download, Message::SaveChart, true, || PanelAct::Save));
        items.push(item(Glyph::Note, Message::AddAnnotation, edit, || PanelAct::Annotate));
    }
    if lock {
        let is_locked = menu.node.flag(Property::Locked);
        let asked = menu.act.reform(move |()| PanelAct::Lock(!is_locked));
        items.push(MenuItem::new(Glyph::Lock, t(lock::words(is_locked)), asked));
    }
    items.push(item(Glyph::Delete, Message::Delete, remove, || PanelAct::Delete));
    items
}
