//! The palette: what can be added to a dashboard, as cards with a drawing each, those first that fit the rows of a table.
//! A card that is pressed adds at the end, a card that is carried onto a grid adds there. It stands beside the grid, so
//! that the grid can be seen.

mod carry;
mod offer;
mod sketch;

use document::{Kind, NodeId, Property, Rect, Value};
use web_sys::{HtmlInputElement, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use self::{
    carry::{Carry, Over},
    offer::{Becomes, Offer, found, offers},
    sketch::sketch,
};
use super::{Bring, BringData, Desk, Glyph, dashboard_bar::face, focus, icon};
use crate::{
    api::TableInfo,
    locale::{BuilderWords, Message, fill, say, say_filled, t},
    workspace::{Edit, edit::usual_size},
};

/// The element that has the cards.
const LIST_ID: &str = "palette";
/// What opens the palette, for the focus that comes back to it.
pub(crate) const OPENER_ID: &str = "add-panel";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PaletteProps {
    pub(crate) desk: Desk,
    /// Where panels go that are not carried anywhere.
    pub(crate) place: NodeId,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let (query, at) = (use_state(String::new), use_state(|| 0_usize));
    let wanted = use_state(|| None::<String>);
    let bringing = use_state(|| None::<Bring>);
    let over = use_state_eq(|| None::<Over>);
    let carry = use_mut_ref(|| None::<Carry>);
    let input = use_node_ref();
    use_effect_with((), {
        let (input, workspace) = (input.clone(), props.desk.workspace.clone());
        move |()| {
            workspace.refresh_tables();
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _may_be_gone = input.focus();
            }
        }
    });
    let tables = &props.desk.view.tables;
    let named = wanted.as_deref().map_or_else(|| usual_table(&props.desk), |name| Some(name.to_owned()));
    let table = named.and_then(|name| tables.iter().find(|table| table.name == name)).or_else(|| tables.first());
    let cards = found(offers(table), &query);
    let chosen = (*at).min(cards.len().saturating_sub(1));
    use_card_in_sight(chosen);
    let choose = chooser(props, &bringing);
    let oninput = {
        let (query, at) = (query.setter(), at.setter());
        Callback::from(move |event: InputEvent| {
            at.set(0);
            query.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
        })
    };
    let onkeydown = {
        let (cards, at, choose) = (cards.clone(), at.setter(), choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = cards.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => at.set(if chosen == last { 0 } else { chosen + 1 }),
                "ArrowUp" => at.set(chosen.checked_sub(1).unwrap_or(last)),
                "Enter" if !event.is_composing() => {
                    cards.get(chosen).into_iter().for_each(|card| choose.emit((card.becomes.clone(), None)));
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let on_press = {
        let (carry, over, choose) = (carry.clone(), over.setter(), choose.clone());
        Callback::from(move |(event, offer): (PointerEvent, Offer)| {
            let is_mouse = event.pointer_type() != "touch" && event.button() == 0;
            if let Some(size) = carried_size(&offer.becomes).filter(|_| is_mouse) {
                event.prevent_default();
                let begun = carried(&event, size, offer, &carry, &over, &choose);
                carry.replace(Some(begun));
            }
        })
    };
    let onescape = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.key() == "Escape" && !event.is_composing() {
                on_close.emit(());
                focus(OPENER_ID);
            }
        })
    };
    let close = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            focus(OPENER_ID);
        })
    };
    let hear = {
        let (choose, on_press) = (choose.clone(), on_press);
        move |(index, offer): (usize, &Offer)| card(index, offer, index == chosen, &choose, &on_press)
    };
    if let Some(what) = *bringing {
        let PaletteProps { desk, place: parent, on_close } = props.clone();
        return html! { <BringData {what} {desk} {parent} {on_close} /> };
    }
    html! {
        <aside class="sheet palette" role="region" aria-label={t(Message::AddPanel)} onkeydown={onescape}>
            <header class="sheet-head">
                <h2>{ t(Message::AddPanel) }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)} onclick={close}>
                    { icon(Glyph::Close) }
                </button>
            </header>
            <div class="palette-head">
                <input ref={input} class="input" type="text" dir="auto" role="combobox" aria-expanded="true" aria-controls={LIST_ID}
                    aria-activedescendant={(!cards.is_empty()).then(|| card_id(chosen))} aria-label={say(BuilderWords::PaletteSearch)}
                    placeholder={say(BuilderWords::PaletteSearch)} autocomplete="off" value={(*query).clone()} {oninput} {onkeydown} />
                { table_choice(tables, table, wanted.setter()) }
                <p class="field-hint">{ say(BuilderWords::PaletteHint) }</p>
            </div>
            if cards.is_empty() {
                <p class="palette-none" role="status">{ say(BuilderWords::PaletteNone) }</p>
            }
            <ul id={LIST_ID} class="cards" role="listbox" aria-label={t(Message::AddPanel)}>{ for cards.iter().enumerate().map(hear) }</ul>
            { shown(over.as_ref()) }
        </aside>
    }
}

/// What shows a new table first.
pub(crate) fn first_panel(table: &TableInfo) -> (Kind, Vec<(Property, Value)>) {
    offer::first(table)
}

/// Whoever walks by arrows sees where they are.
#[hook]
fn use_card_in_sight(chosen: usize) {
    use_effect_with(chosen, |chosen| {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        if let Some(card) = gloo::utils::document().get_element_by_id(&card_id(*chosen)) {
            card.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

fn card_id(index: usize) -> String {
    format!("card-{index}")
}

/// The table that most panels of the dashboard draw: a further one likely draws it too.
fn usual_table(desk: &Desk) -> Option<String> {
    let named = desk.view.document.all_panels().filter_map(|(_, node)| node.name(Property::Table));
    let mut counted: Vec<(usize, &str)> = Vec::new();
    for name in named {
        match counted.iter_mut().find(|(_, known)| *known == name) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, name)),
        }
    }
    counted.into_iter().max_by_key(|(count, _)| *count).map(|(_, name)| name.to_owned())
}

fn table_choice(tables: &[TableInfo], chosen: Option<&TableInfo>, wanted: UseStateSetter<Option<String>>) -> Html {
    let Some(chosen) = chosen else { return Html::default() };
    let onchange = Callback::from(move |event: Event| {
        wanted.set(event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()));
    });
    let option = |table: &TableInfo| {
        let name = table.name.clone();
        html! { <option key={name.clone()} value={name.clone()} selected={name == chosen.name}>{ name }</option> }
    };
    html! {
        <label class="palette-table">
            <span>{ t(Message::Table) }</span>
            <select class="input" {onchange}>{ for tables.iter().map(option) }</select>
        </label>
    }
}

type Choose = Callback<(Becomes, Option<(NodeId, Option<Rect>)>)>;

/// Does what a card says, at the end or where it was carried. The palette closes: what was added is seen next.
fn chooser(props: &PaletteProps, bringing: &UseStateHandle<Option<Bring>>) -> Choose {
    let (desk, own, on_close, bringing) = (props.desk.clone(), props.place, props.on_close.clone(), bringing.setter());
    Callback::from(move |(becomes, at): (Becomes, Option<(NodeId, Option<Rect>)>)| {
        let (parent, rect) = at.unwrap_or((own, None));
        let numbered = |message, kind, parent| {
            let number = desk.view.document.children_of(parent, kind).len() + 1;
            fill(message, &[("number", &number.to_string())])
        };
        let what = words_of(&becomes);
        let edit = match becomes {
            Becomes::Bring(what) => return bringing.set(Some(what)),
            Becomes::Panel(kind, values) => Edit::AddWith { kind, parent, rect, values },
            Becomes::Tab => Edit::AddTab { title: numbered(Message::TabNumber, Kind::Tab, NodeId::ROOT) },
            Becomes::Section => {
                let parent = above_section(&desk, parent);
                Edit::AddRow { parent, title: numbered(Message::SectionNumber, Kind::Row, parent) }
            }
        };
        on_close.emit(());
        desk.on_edit.emit(edit);
        desk.on_say.emit(say_filled(BuilderWords::WasAdded, &[("what", what)]));
    })
}

/// What was added, in a word.
fn words_of(becomes: &Becomes) -> &'static str {
    match becomes {
        Becomes::Panel(kind, _) => face(*kind).map_or_else(|| t(Message::Chart), |(_, words)| t(words)),
        Becomes::Section => t(Message::AddSection),
        Becomes::Tab => t(Message::Tab),
        Becomes::Bring(_) => t(Message::ImportVegaLite),
    }
}

/// Sections stand beside each other, never in each other.
fn above_section(desk: &Desk, place: NodeId) -> NodeId {
    match desk.view.document.node(place) {
        Some(found) if found.kind() == Kind::Row => found.place().parent,
        Some(_) | None => place,
    }
}

/// Columns and rows of what a card becomes, where it lies on a grid at all.
fn carried_size(becomes: &Becomes) -> Option<(u16, u16)> {
    match becomes {
        Becomes::Panel(kind, _) => Some(usual_size(*kind)),
        Becomes::Section | Becomes::Tab | Becomes::Bring(_) => None,
    }
}

fn carried(
    press: &PointerEvent,
    size: (u16, u16),
    offer: Offer,
    carry: &std::rc::Rc<std::cell::RefCell<Option<Carry>>>,
    over: &UseStateSetter<Option<Over>>,
    choose: &Choose,
) -> Carry {
    let on_over = {
        let over = over.clone();
        Callback::from(move |now| over.set(Some(now)))
    };
    let (carry, over, choose) = (carry.clone(), over.clone(), choose.clone());
    let on_end = Callback::from(move |end: Option<Over>| {
        over.set(None);
        drop(carry.take());
        if let Some(place) = end.and_then(|end| end.place) {
            choose.emit((offer.becomes.clone(), Some(place)));
        }
    });
    Carry::begin(press, size, on_over, on_end)
}

fn card(
    index: usize,
    offer: &Offer,
    is_chosen: bool,
    choose: &Choose,
    on_press: &Callback<(PointerEvent, Offer)>,
) -> Html {
    let becomes = offer.becomes.clone();
    let onclick = choose.reform(move |_: MouseEvent| (becomes.clone(), None));
    let onpointerdown = {
        let offer = offer.clone();
        on_press.reform(move |event: PointerEvent| (event, offer.clone()))
    };
    let words = offer.face.words();
    html! {
        <li key={words} id={card_id(index)} role="option" class="palette-card" data-card={words}
            aria-selected={is_chosen.to_string()} {onclick} {onpointerdown}>
            { sketch(offer.face) }
            <span class="card-name">{ words }</span>
            if !offer.drawn.is_empty() {
                { " " }<span class="card-fields" dir="auto">{ &offer.drawn }</span>
            }
        </li>
    }
}

/// What is carried, and where it would lie.
fn shown(over: Option<&Over>) -> Html {
    let Some(over) = over else { return Html::default() };
    let (x, y) = over.pointer;
    html! {
        <>
            if let Some((left, top, width, height)) = over.shown {
                <div class="carry-target" style={format!("left: {left}px; top: {top}px; width: {width}px; height: {height}px;")}></div>
            }
            <div class="carry" style={format!("left: {x}px; top: {y}px;")}>{ icon(Glyph::Add) }</div>
        </>
    }
}
