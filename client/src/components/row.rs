//! A row: a section of a dashboard or of a tab, with a heading that folds it away and a grid of its own. Who may not
//! change it folds it for themselves.

use std::sync::Arc;

use document::{Kind, Node, NodeId, Property, Value};
use yew::prelude::*;

use super::{
    Desk, Glyph, Grid, MenuItem,
    board::empty_place,
    icon,
    lock::{lock_item, lock_mark},
    menu::menu_of,
    move_to::MoveToProps,
    panel::heading_of,
    rename::{Done, RenameProps, use_rename},
};
use crate::{
    locale::{Message, fill, t},
    parts::{aside, soon},
    workspace::Edit,
};

#[derive(PartialEq, Properties)]
pub(crate) struct RowProps {
    pub(crate) desk: Desk,
    pub(crate) id: NodeId,
    pub(crate) node: Arc<Node>,
}

#[component]
pub(crate) fn Row(props: &RowProps) -> Html {
    let (id, desk) = (props.id, &props.desk);
    let moving = use_state(|| false);
    let own_fold = use_state(|| None::<bool>);
    let (renaming, on_renamed) = use_rename(&fold_id(id));
    let may_edit = desk.may_edit(id);
    let is_folded = own_fold.filter(|_| !may_edit).unwrap_or_else(|| props.node.flag(Property::Collapsed));
    let on_fold = {
        let (on_edit, own_fold) = (desk.on_edit.clone(), own_fold.setter());
        Callback::from(move |_: MouseEvent| {
            if may_edit {
                let value = Value::Flag(!is_folded);
                on_edit.emit(Edit::SetProperty { node: id, property: Property::Collapsed, value });
            } else {
                own_fold.set(Some(!is_folded));
            }
        })
    };
    let (heading, body) = (format!("row-{id}"), format!("row-body-{id}"));
    let is_empty = desk.view.document.panels(id).is_empty();
    html! {
        <section class="row" aria-labelledby={heading.clone()}>
            <header class="row-head">
                if *renaming && may_edit {
                    { rename(props, on_renamed) }
                } else {
                    <h2 class="row-title" id={heading}>
                        <button type="button" class="row-fold" id={fold_id(id)} aria-expanded={(!is_folded).to_string()}
                            aria-controls={(!is_folded).then(|| body.clone())} onclick={on_fold}>
                            { icon(Glyph::Fold) }<span dir="auto">{ heading_of(&props.node) }</span>
                        </button>
                    </h2>
                }
                if props.node.flag(Property::Locked) {
                    { lock_mark() }
                }
                if desk.editable {
                    { soon(menu(props, &renaming, &moving), |rest| rest.row_menu) }
                }
            </header>
            if !is_folded {
                <div class="row-body" id={body}>
                    <Grid desk={desk.clone()} parent={id} />
                    if is_empty {
                        { empty_place(desk, id) }
                    }
                </div>
            }
            if *moving {
                { aside(MoveToProps { desk: desk.clone(), node: id, on_close: set(&moving, false) }, |parts| parts.move_to) }
            }
        </section>
    }
}

fn rename(props: &RowProps, on_done: Callback<Done>) -> Html {
    let (title, on_edit) = (props.node.title().to_owned().into(), props.desk.on_edit.clone());
    aside(RenameProps { node: props.id, title, on_edit, on_done }, |parts| parts.rename)
}

fn set(flag: &UseStateHandle<bool>, to: bool) -> Callback<()> {
    let flag = flag.setter();
    Callback::from(move |()| flag.set(to))
}

/// What folds the section, for focus that comes to it.
pub(crate) fn fold_id(row: NodeId) -> String {
    format!("fold-{row}")
}

fn menu(props: &RowProps, renaming: &UseStateHandle<bool>, moving: &UseStateHandle<bool>) -> RowMenu {
    RowMenu {
        desk: props.desk.clone(),
        id: props.id,
        node: props.node.clone(),
        on_rename: set(renaming, true),
        on_move: set(moving, true),
    }
}

/// What can be done with a section.
#[derive(Clone)]
pub(crate) struct RowMenu {
    desk: Desk,
    id: NodeId,
    node: Arc<Node>,
    on_rename: Callback<()>,
    on_move: Callback<()>,
}

impl RowMenu {
    /// The menu itself.
    pub(crate) fn items(&self) -> Html {
        let Self { desk, id, node, on_rename, on_move } = self;
        let id = *id;
        let (may_edit, may_remove) = (desk.may_edit(id), desk.may_remove(id));
        let rows = desk.view.document.children_of(node.place().parent, Kind::Row);
        let place = rows.iter().position(|(row, _)| *row == id).unwrap_or(0);
        let before = |place: Option<usize>| place.and_then(|place| rows.get(place)).map(|(row, _)| *row);
        let reorder = |before| desk.on_edit.reform(move |()| Edit::Reorder { node: id, before });
        let item = |glyph, words, enabled: bool, on_choose| MenuItem {
            disabled: !enabled,
            ..MenuItem::new(glyph, t(words), on_choose)
        };
        let mut items = vec![
            item(Glyph::Edit, Message::Rename, may_edit, on_rename.clone()),
            item(Glyph::Unfold, Message::MoveUp, may_remove && place > 0, reorder(before(place.checked_sub(1)))),
            item(
                Glyph::Fold,
                Message::MoveDown,
                may_remove && place + 1 < rows.len(),
                reorder(before(place.checked_add(2))),
            ),
            item(Glyph::Move, Message::MoveToPlace, may_remove, on_move.clone()),
        ];
        items.extend(lock_item(desk, id, node));
        let delete = desk.on_edit.reform(move |()| Edit::Delete { node: id });
        items.push(item(Glyph::Delete, Message::Delete, may_remove, delete));
        let label = fill(Message::PanelActions, &[("panel", &heading_of(node))]);
        menu_of(label, items)
    }
}
