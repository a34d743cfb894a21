//! The rows of a panel: those that it is about, of which only what can be seen is in the page. They can be sorted by a
//! field, filtered by what is typed above each, and saved. While somebody reads further down nothing moves.

use std::{rc::Rc, sync::Arc};

use chart::Spec;
use document::{Node, NodeId, Property};
use gloo::timers::callback::{Interval, Timeout};
use js_sys::Date;
use table::{
    DataType, Table,
    listing::{Listing, Question, Wanted},
};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::csv;
use crate::{
    components::{Glyph, cell_words, heading_of, icon},
    data::State,
    decimal,
    locale::{ExploreWords as Words, Message, say, say_filled, t, whole},
    workspace::{Looks, Workspace},
};

/// Height of a row in CSS pixels; `explore.css` says the same.
const ROW_CSS_PX: f64 = 28.0;
/// Rows above and below what can be seen are there too, so that scrolling shows no gap.
const SPARE_ROWS: usize = 8;
/// Browsers cut what is higher than some 17 million pixels: more rows than fit in are scrolled through faster.
const MAX_HEIGHT_CSS_PX: f64 = 12_000_000.0;
/// A question is asked anew at most once in so many milliseconds while rows come or the window slides.
const AGAIN_MS: f64 = 1_000.0;
/// And in so many times what it took: a million rows that are sorted leave time for the rest of the page.
const AGAIN_TIMES: f64 = 10.0;
/// How long a hand rests before what it typed is asked, in milliseconds.
const TYPED_MS: u32 = 150;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RowsProps {
    pub(super) workspace: Workspace,
    pub(super) panel: NodeId,
    pub(super) node: Arc<Node>,
    pub(super) looks: Rc<Looks>,
}

/// What somebody asks of the rows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    /// What is typed above fields.
    typed: Vec<(String, String)>,
    sort: Option<(String, bool)>,
}

/// What was found, of what, when, and how long it took.
#[derive(Default)]
struct Found {
    listing: Listing,
    question: Option<Question>,
    looks: Rc<Looks>,
    rows: (u64, u64),
    at_ms: f64,
    took_ms: f64,
    problem: Option<String>,
}

#[component]
pub(super) fn Rows(props: &RowsProps) -> Html {
    let scroller = use_node_ref();
    let asked = use_state_eq(Asked::default);
    let found = use_mut_ref(Found::default);
    let redraw = use_force_update();
    let name = props.node.name(Property::Table).unwrap_or_default().to_owned();
    use_news(props, &scroller, &name, &redraw);
    let onscroll = Callback::from(move |_: Event| redraw.force_update());
    let page = props.workspace.read_table(&name, |state| match state {
        State::Ready(table) => Some(page(props, table, &asked, &mut found.borrow_mut(), &scroller)),
        State::Loading | State::Missing => None,
    });
    let Some(page) = page else { return Html::default() };
    let on_save = {
        let (props, found, fields) = (props.clone(), found.clone(), page.fields.clone());
        Callback::from(move |_: MouseEvent| save(&props, &found.borrow().listing, &fields))
    };
    let on_clear = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(Asked { typed: Vec::new(), ..(*asked).clone() }))
    };
    let counted = [("shown", whole(page.count)), ("all", whole(page.all))];
    let counted = counted.each_ref().map(|(name, count)| (*name, &**count));
    html! {
        <div class="rows">
            <header class="rows-head">
                <h3>{ say(Words::Rows) }</h3>
                <p role="status">{ say_filled(Words::RowsShown, &counted) }</p>
                if !asked.typed.is_empty() {
                    <button type="button" class="button" onclick={on_clear}>{ icon(Glyph::Close) }{ say(Words::ClearRowFilters) }</button>
                }
                <button type="button" class="button" data-save="rows" disabled={page.count == 0} onclick={on_save}>
                    { icon(Glyph::Download) }{ say(Words::SaveRows) }
                </button>
            </header>
            <div class="rows-scroll" ref={scroller} tabindex="0" role="region" aria-label={say(Words::Rows)} {onscroll}>
                <table aria-rowcount={(page.count + 2).to_string()} style={format!("--columns: {}", page.fields.len())}>
                    <thead>
                        <tr aria-rowindex="1">{ for page.fields.iter().map(|field| head(field, &asked)) }</tr>
                        <tr aria-rowindex="2">{ for page.fields.iter().map(|field| wish(field, &asked)) }</tr>
                    </thead>
                    { page.body() }
                </table>
            </div>
            if let Some(problem) = &page.problem {
                <p class="field-problem" dir="auto">{ icon(Glyph::Problem) }{ problem.clone() }</p>
            } else if page.count == 0 {
                <p class="rows-none" role="status">{ say(if page.all == 0 { Words::NothingHere } else { Words::NoRowsFound }) }</p>
            }
        </div>
    }
}

/// New rows are shown in the next frame, a window that slides once a second.
#[hook]
fn use_news(props: &RowsProps, scroller: &NodeRef, name: &str, redraw: &UseForceUpdateHandle) {
    let (scroller, on_rows) = (scroller.clone(), redraw.clone());
    let on_tick = redraw.clone();
    use_effect_with((props.workspace.clone(), name.to_owned()), move |(workspace, name)| {
        let on_rows = Callback::from(move |()| on_rows.force_update());
        let element = scroller.cast::<Element>();
        let following = element.map(|element| workspace.painter().follow(name.clone(), element, on_rows));
        move || drop(following)
    });
    use_effect_with((), move |()| {
        let ticking = Interval::new(AGAIN_MS as u32, move || on_tick.force_update());
        move || drop(ticking)
    });
}

/// A field as the head of a column.
#[derive(Clone, PartialEq)]
struct Field {
    name: String,
    data_type: DataType,
}

/// The part of the rows that is in the page.
struct Page {
    fields: Vec<Field>,
    count: usize,
    all: usize,
    first: usize,
    /// The room above and below what is in the page, in CSS pixels.
    above_css_px: f64,
    below_css_px: f64,
    cells: Vec<Vec<String>>,
    problem: Option<String>,
}

fn page(props: &RowsProps, table: &Table, asked: &Asked, found: &mut Found, scroller: &NodeRef) -> Page {
    let scroller = scroller.cast::<Element>();
    let (top, height) = scroller.map_or((0.0, 0.0), |it| (f64::from(it.scroll_top()), f64::from(it.client_height())));
    let fields = fields(&props.node, table);
    find(props, table, asked, found, top > 0.0);
    let count = found.listing.len();
    let whole_css_px = count as f64 * ROW_CSS_PX;
    let scale = (MAX_HEIGHT_CSS_PX / whole_css_px).min(1.0);
    let first = ((top / (ROW_CSS_PX * scale)) as usize).saturating_sub(SPARE_ROWS).min(count);
    let seen = (height / ROW_CSS_PX).ceil() as usize + 2 * SPARE_ROWS;
    let columns: Vec<_> = fields.iter().filter_map(|field| table.column(&field.name)).collect();
    let row = |number: u64| {
        let at = usize::try_from(number.checked_sub(table.first_row())?).ok()?;
        Some(columns.iter().map(|column| cell_words(column.cell(at))).collect())
    };
    let cells: Vec<Vec<String>> = (first..count.min(first + seen))
        .map(|place| found.listing.row(place).and_then(row).unwrap_or_default())
        .collect();
    let above_css_px = first as f64 * ROW_CSS_PX * scale;
    let below_css_px = (whole_css_px * scale - above_css_px - cells.len() as f64 * ROW_CSS_PX).max(0.0);
    let all = table.rows();
    Page { fields, count, all, first, above_css_px, below_css_px, cells, problem: found.problem.clone() }
}

fn fields(node: &Node, table: &Table) -> Vec<Field> {
    let chosen = node.names(Property::Columns);
    let all = table.schema().fields().iter();
    let is_shown = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let shown = all.filter(|field| is_shown(&field.name));
    shown.map(|field| Field { name: field.name.clone(), data_type: field.data_type }).collect()
}

/// Asks what is asked, where the answer may be another than before. While it is `held` new rows change nothing.
fn find(props: &RowsProps, table: &Table, asked: &Asked, found: &mut Found, held: bool) {
    let now_ms = Date::now();
    let rows = (table.first_row(), table.next_row());
    let spec = Spec::of(&props.node);
    let looks = props.workspace.looks();
    let meant = looks.rows_of(props.panel, &spec, table.schema(), now_ms as i64);
    let question = question(asked, table, meant);
    let is_same_wish = Rc::ptr_eq(&found.looks, &looks)
        && found.question.as_ref().is_some_and(|it| it.wanted == question.wanted && it.sort == question.sort);
    let is_same = found.question.as_ref() == Some(&question) && found.rows == rows;
    let is_soon = now_ms - found.at_ms < AGAIN_MS.max(AGAIN_TIMES * found.took_ms);
    let is_free = question == Question::default();
    if is_same || is_same_wish && (held || is_soon && !is_free) {
        return;
    }
    (found.problem, found.listing) = match Listing::of(table, &question) {
        Ok(listing) => (None, listing),
        Err(error) => (Some(error.to_string()), Listing::default()),
    };
    *found = Found {
        question: Some(question),
        looks,
        rows,
        at_ms: now_ms,
        took_ms: Date::now() - now_ms,
        listing: std::mem::take(&mut found.listing),
        problem: found.problem.take(),
    };
}

fn question(asked: &Asked, table: &Table, rows: Option<table::Predicate>) -> Question {
    let wanted = asked.typed.iter().filter_map(|(field, text)| {
        let data_type = table.column(field)?.data_type();
        Some((field.clone(), Wanted::parse(text, data_type, decimal::number)?))
    });
    Question { rows, wanted: wanted.collect(), sort: asked.sort.clone() }
}

/// The name of a field; pressed, it sorts: up, down, and not at all.
fn head(field: &Field, asked: &UseStateHandle<Asked>) -> Html {
    let sorted = asked.sort.as_ref().filter(|(by, _)| *by == field.name).map(|(_, descending)| *descending);
    let (sign, said, next) = match sorted {
        None => ("", "none", Some(false)),
        Some(false) => ("↑", "ascending", Some(true)),
        Some(true) => ("↓", "descending", None),
    };
    let onclick = {
        let (asked, name) = (asked.clone(), field.name.clone());
        Callback::from(move |_: MouseEvent| {
            let sort = next.map(|descending| (name.clone(), descending));
            asked.set(Asked { sort, ..(*asked).clone() });
        })
    };
    let label = say_filled(Words::SortBy, &[("field", &field.name)]);
    html! {
        <th scope="col" aria-sort={said} class={is_number(field.data_type).then_some("align-end")}>
            <button type="button" class="rows-sort" title={label} {onclick}>
                <bdi>{ &field.name }</bdi><span aria-hidden="true">{ sign }</span>
            </button>
        </th>
    }
}

/// What is wanted in a field; it is asked once the hand rests.
fn wish(field: &Field, asked: &UseStateHandle<Asked>) -> Html {
    html! { <td><Wish name={field.name.clone()} asked={asked.clone()} /></td> }
}

#[derive(PartialEq, Properties)]
struct WishProps {
    name: String,
    asked: UseStateHandle<Asked>,
}

#[component]
fn Wish(props: &WishProps) -> Html {
    let waiting = use_mut_ref(|| None::<Timeout>);
    let oninput = {
        let (asked, name) = (props.asked.clone(), props.name.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let (asked, name) = (asked.clone(), name.clone());
            *waiting.borrow_mut() = Some(Timeout::new(TYPED_MS, move || {
                let others = asked.typed.iter().filter(|(field, _)| *field != name).cloned();
                let own = (!text.is_empty()).then_some((name.clone(), text));
                asked.set(Asked { typed: others.chain(own).collect(), sort: asked.sort.clone() });
            }));
        })
    };
    let value = props.asked.typed.iter().find(|(field, _)| *field == props.name).map(|(_, text)| text.clone());
    html! {
        <input class="input rows-wish" dir="auto" autocomplete="off" spellcheck="false" {oninput} value={value.unwrap_or_default()}
            placeholder={say(Words::FilterRowsHint)} aria-label={say_filled(Words::FilterRows, &[("field", &props.name)])} />
    }
}

impl Page {
    fn body(&self) -> Html {
        let room = |css_px: f64| (css_px > 0.0).then(|| format!("block-size:{css_px}px"));
        let cell = |(text, field): (&String, &Field)| {
            html! { <td class={is_number(field.data_type).then_some("align-end")} title={text.clone()}><bdi>{ text }</bdi></td> }
        };
        let row = |(place, cells): (usize, &Vec<String>)| {
            html! { <tr aria-rowindex={(self.first + place + 3).to_string()}>{ for cells.iter().zip(&self.fields).map(cell) }</tr> }
        };
        html! {
            <tbody>
                <tr aria-hidden="true" class="table-space" style={room(self.above_css_px)}></tr>
                { for self.cells.iter().enumerate().map(row) }
                <tr aria-hidden="true" class="table-space" style={room(self.below_css_px)}></tr>
            </tbody>
        }
    }
}

fn is_number(data_type: DataType) -> bool {
    matches!(data_type, DataType::Float | DataType::Integer)
}

/// What is listed now becomes a file.
fn save(props: &RowsProps, listing: &Listing, fields: &[Field]) {
    let name = props.node.name(Property::Table).unwrap_or_default();
    let fields: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
    let text = props.workspace.read_table(name, |state| match state {
        State::Ready(table) => Some(listing.csv(table, &fields)),
        State::Loading | State::Missing => None,
    });
    match text {
        Some(text) => csv::save(&text, &[&*heading_of(&props.node), ".csv"].concat()),
        None => props.workspace.notify(t(Message::NothingToSave).to_owned()),
    }
}
