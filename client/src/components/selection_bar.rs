//! The bar of a selection: what can be done to all panels that are selected, each as one gesture.

use document::{Cell, NodeId, Rect, grid::COLUMNS};
use yew::prelude::*;

use super::{Chosen, Desk, Glyph, clipboard::copy, icon};
use crate::{
    locale::{Message, Phrase, p, phrase_filled, t, whole},
    workspace::Edit,
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SelectionBarProps {
    pub(crate) desk: Desk,
}

/// How the selected panels are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// At the start edge of the first of them.
    Start,
    /// At the end edge of the one that goes furthest.
    End,
    /// As wide and as high as the first.
    SameSize,
    /// Beside each other, over the whole width.
    Row,
    /// Below each other, where the first begins.
    Column,
}

const ORDERS: [(Order, Phrase); 5] = [
    (Order::Start, Phrase::AlignStart),
    (Order::End, Phrase::AlignEnd),
    (Order::SameSize, Phrase::SameSize),
    (Order::Row, Phrase::InRow),
    (Order::Column, Phrase::InColumn),
];

#[component]
pub(crate) fn SelectionBar(props: &SelectionBarProps) -> Html {
    let desk = &props.desk;
    let chosen = &desk.chosen;
    let Some(parent) = chosen.first().and_then(|node| Some(desk.view.document.node(*node)?.place().parent)) else {
        return Html::default();
    };
    let may_edit = desk.editable && chosen.iter().all(|node| desk.may_edit(*node));
    let may_remove = chosen.iter().all(|node| desk.may_remove(*node));
    let cells: Vec<Cell> =
        desk.view.document.grid(parent).into_iter().filter(|cell| chosen.contains(&cell.node)).collect();
    let order = |(order, words): (Order, Phrase)| {
        let rects = ordered(&cells, order);
        let onclick = desk.on_edit.reform(move |_: MouseEvent| Edit::Arrange { rects: rects.clone() });
        let disabled = !may_edit;
        html! { <button type="button" class="button button-bare" {disabled} {onclick}>{ p(words) }</button> }
    };
    let nodes = chosen.to_vec();
    let duplicate = desk.on_edit.reform(move |_: MouseEvent| Edit::DuplicateAll { nodes: nodes.clone() });
    let on_copy = {
        let (desk, first) = (desk.clone(), chosen.first().copied());
        Callback::from(move |_: MouseEvent| {
            if let Some(first) = first {
                copy(&desk, first);
            }
        })
    };
    let delete = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| {
            desk.on_edit.emit(Edit::DeleteAll { nodes: desk.chosen.to_vec() });
            desk.on_choose.emit(Chosen::None);
        })
    };
    let clear = desk.on_choose.reform(|_: MouseEvent| Chosen::None);
    let words = phrase_filled(Phrase::SelectedCount, &[("count", &whole(chosen.len()))]);
    html! {
        <section class="selection-bar" aria-label={words.clone()}>
            <strong role="status">{ words }</strong>
            if cells.len() > 1 {
                <span class="selection-orders">{ for ORDERS.into_iter().map(order) }</span>
            }
            <button type="button" class="button button-bare" disabled={!desk.may_add_panels(parent)} onclick={duplicate}>{ icon(Glyph::Add) }{ t(Message::Duplicate) }</button>
            <button type="button" class="button button-bare" onclick={on_copy}>{ icon(Glyph::Copy) }{ t(Message::Copy) }</button>
            <button type="button" class="button button-bare" disabled={!may_remove} onclick={delete}>{ icon(Glyph::Delete) }{ t(Message::Delete) }</button>
            <button type="button" class="button button-bare button-icon" title={p(Phrase::Unselect)} aria-label={p(Phrase::Unselect)} onclick={clear}>{ icon(Glyph::Close) }</button>
        </section>
    }
}

/// Where the panels go, in reading order.
fn ordered(cells: &[Cell], order: Order) -> Vec<(NodeId, Rect)> {
    let Some(first) = cells.first().map(|cell| cell.rect) else { return Vec::new() };
    let end = cells.iter().map(|cell| cell.rect.x + cell.rect.w).max().unwrap_or(COLUMNS);
    let count = u16::try_from(cells.len()).unwrap_or(COLUMNS).clamp(1, COLUMNS);
    let mut y = first.y;
    let place = |(index, cell): (usize, &Cell)| {
        let rect = cell.rect;
        let index = u16::try_from(index).unwrap_or_default() % count;
        let rect = match order {
            Order::Start => Rect { x: first.x, ..rect },
            Order::End => Rect { x: end - rect.w, ..rect },
            Order::SameSize => Rect { w: first.w, h: first.h, ..rect },
            Order::Row => {
                let edge = |index: u16| index * COLUMNS / count;
                Rect { x: edge(index), y: first.y, w: edge(index + 1) - edge(index), h: first.h }
            }
            Order::Column => {
                let rect = Rect { x: first.x, y, w: first.w, ..rect };
                y += rect.h;
                rect
            }
        };
        (cell.node, rect.clamped())
    };
    cells.iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_put_in_order_on_the_grid() {
        let cell = |id: u8, x, y, w, h| Cell { node: NodeId::from_bytes([id; 8]), rect: Rect { x, y, w, h } };
        let cells = [cell(1, 2, 0, 6, 4), cell(2, 10, 0, 8, 5), cell(3, 4, 5, 20, 3)];
        let rects = |order| -> Vec<(u16, u16, u16, u16)> {
            ordered(&cells, order).into_iter().map(|(_, rect)| (rect.x, rect.y, rect.w, rect.h)).collect()
        };
        assert_eq!(rects(Order::Start), [(2, 0, 6, 4), (2, 0, 8, 5), (2, 5, 20, 3)]);
        assert_eq!(rects(Order::End), [(18, 0, 6, 4), (16, 0, 8, 5), (4, 5, 20, 3)]);
        assert_eq!(rects(Order::SameSize), [(2, 0, 6, 4), (10, 0, 6, 4), (4, 5, 6, 4)]);
        assert_eq!(rects(Order::Row), [(0, 0, 8, 4), (8, 0, 8, 4), (16, 0, 8, 4)]);
        assert_eq!(rects(Order::Column), [(2, 0, 6, 4), (2, 4, 6, 5), (2, 9, 6, 3)]);
        assert!(ordered(&[], Order::Row).is_empty());
        let many: Vec<Cell> = (0..30).map(|id| cell(id, 0, 0, 1, 3)).collect();
        assert!(ordered(&many, Order::Row).iter().all(|(_, rect)| rect.is_valid()), "more than columns");
    }
}
