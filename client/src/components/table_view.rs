//! A table panel: the rows of a table, of which only those that can be seen are in the page. The newest come first;
//! whoever has scrolled down is not moved by rows that come meanwhile. It lists the rows of the time that is looked at and
//! of what is pinned, and marks those that were chosen. It renders at most once a frame.

mod order;

use std::{rc::Rc, sync::Arc};

use chart::{Mapping, mapped};
use document::{Color, Node, Property};
use gloo::timers::callback::Interval;
use js_sys::Date;
use table::{Cell, DataType, Predicate, Table};
use web_sys::Element;
use yew::prelude::*;

use self::order::{Order, Wish};
use super::{Glyph, icon, range_words};
use crate::{
    data::State,
    locale::{ExploreWords, Message, fill, moment, number, say, say_filled, t},
    workspace::{
        Looks, Workspace,
        looks::{
            Choice,
            rows::{first_time, within},
        },
    },
};

/// Height of a row in CSS pixels; `panel.css` says the same.
const ROW_CSS_PX: f64 = 28.0;
/// So many rows above and below what can be seen are there too, so that scrolling shows no gap.
const SPARE_ROWS: usize = 8;
/// Most rows that can be scrolled through: browsers cut what is higher than some 17 million pixels.
const MAX_SHOWN_ROWS: usize = 500_000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TableViewProps {
    pub(crate) workspace: Workspace,
    pub(crate) node: Arc<Node>,
    pub(crate) editable: bool,
    /// What this person looks at: the rows of that time are listed, those that were chosen in charts are marked.
    pub(crate) looks: Option<Rc<Looks>>,
    /// The form of the panel is wanted.
    pub(crate) on_open: Callback<()>,
}

#[component]
pub(crate) fn TableView(props: &TableViewProps) -> Html {
    let scroller = use_node_ref();
    let order = use_mut_ref(Order::default);
    let redraw = use_force_update();
    let name = props.node.name(Property::Table).unwrap_or_default().to_owned();
    use_rows(props, &scroller, &name, &redraw);
    use_time(props, &redraw);
    let onscroll = {
        let redraw = redraw.clone();
        Callback::from(move |_: Event| redraw.force_update())
    };
    let on_newest = {
        let (scroller, redraw) = (scroller.clone(), redraw);
        Callback::from(move |_: MouseEvent| {
            if let Some(scroller) = scroller.cast::<Element>() {
                scroller.set_scroll_top(0);
            }
            redraw.force_update();
        })
    };
    let shown = props.workspace.read_table(&name, |state| match state {
        _ if name.is_empty() => Shown::Problem(t(Message::ChooseTable).to_owned()),
        State::Loading => Shown::Waiting,
        State::Missing => Shown::Problem(fill(Message::NoSuchTable, &[("table", &name)])),
        State::Ready(table) if table.rows() == 0 => Shown::Problem(t(Message::NoRows).to_owned()),
        State::Ready(table) => Shown::Rows(Page::of(props, table, &scroller, &mut order.borrow_mut())),
    });
    let (page, problem) = match shown {
        Shown::Rows(page) => (Some(page), None),
        Shown::Problem(problem) => (None, Some(problem)),
        Shown::Waiting => (None, None),
    };
    let label = if name.is_empty() { t(Message::Table).to_owned() } else { name };
    let is_waiting = page.is_none() && problem.is_none();
    html! {
        <div class="table-view">
            <div class="table-scroll" ref={scroller} tabindex="0" role="region" aria-label={label} {onscroll}>
                { for page.as_ref().map(Page::view) }
            </div>
            if page.as_ref().is_some_and(|page| page.is_behind) {
                <button type="button" class="button table-newest" onclick={on_newest}>{ t(Message::NewRows) }</button>
            }
            if page.as_ref().is_some_and(|page| page.rows == 0) {
                { nothing_listed(props) }
            } else if let Some(problem) = problem {
                { problem_words(problem, props) }
            } else if is_waiting {
                <div class="plot-waiting skeleton" role="status" aria-label={t(Message::WaitingForRows)}></div>
            }
        </div>
    }
}

fn problem_words(problem: String, props: &TableViewProps) -> Html {
    let onclick = props.on_open.reform(|_: MouseEvent| ());
    html! {
        <div class="plot-problem">
            { icon(Glyph::Table) }<p dir="auto">{ problem }</p>
            if props.editable {
                <button type="button" class="button" {onclick}>{ t(Message::EditThisPanel) }</button>
            }
        </div>
    }
}

/// There are rows, but none of that time, or none that is pinned.
fn nothing_listed(props: &TableViewProps) -> Html {
    let period = props.looks.as_ref().map(|looks| looks.period.clone()).filter(|period| period.range().is_some());
    let words = period.map(|period| say_filled(ExploreWords::NothingIn, &[("range", &range_words(&period))]));
    let workspace = props.workspace.clone();
    let on_all = Callback::from(move |_: MouseEvent| workspace.look_at(|period| period.chosen = Some(Choice::All)));
    html! {
        <div class="plot-problem plot-nothing" role="status">
            { icon(Glyph::Time) }
            <p dir="auto">{ words.as_deref().unwrap_or(say(ExploreWords::NothingHere)) }</p>
            if words.is_some() {
                <button type="button" class="button" onclick={on_all}>{ say(ExploreWords::ShowAllTimes) }</button>
            }
        </div>
    }
}

/// What is asked of the rows, and which are wanted now. A window that slides is as it will be at the end of its step, so
/// that no row that comes waits for the next one.
fn wished(props: &TableViewProps, table: &Table) -> (Wish, Option<Predicate>) {
    let (node, schema) = (&props.node, table.schema());
    let by = node.name(Property::SortBy).filter(|by| table.column(by).is_some());
    let sort = by.map(|by| (by.to_owned(), node.flag(Property::SortDescending)));
    let Some(looks) = &props.looks else { return (Wish { sort, ..Wish::default() }, None) };
    let now_ms = Date::now() as i64;
    let step_ms = i64::from(looks.period.step_ms(now_ms).unwrap_or(1));
    let window = looks.period.window(now_ms + step_ms - now_ms.rem_euclid(step_ms));
    let when = window.zip(first_time(schema)).map(|(window, time)| within(window, time));
    let pinned = looks.pinned_rows(schema);
    let wanted: Vec<_> = pinned.iter().cloned().chain(when).collect();
    let wish = Wish { sort, pinned, range: looks.period.range().cloned() };
    (wish, (!wanted.is_empty()).then_some(Predicate::All(wanted)))
}

/// A window that slides leaves rows behind without any that come.
#[hook]
fn use_time(props: &TableViewProps, redraw: &UseForceUpdateHandle) {
    let redraw = redraw.clone();
    let step_ms = props.looks.as_ref().and_then(|looks| looks.period.step_ms(Date::now() as i64));
    use_effect_with(step_ms, move |step_ms| {
        let ticking = step_ms.map(|step_ms| Interval::new(step_ms, move || redraw.force_update()));
        move || drop(ticking)
    });
}

/// New rows, and another size, are shown in the next frame.
#[hook]
fn use_rows(props: &TableViewProps, scroller: &NodeRef, name: &str, redraw: &UseForceUpdateHandle) {
    let (scroller, redraw) = (scroller.clone(), redraw.clone());
    use_effect_with((props.workspace.clone(), name.to_owned()), move |(workspace, name)| {
        let on_rows = Callback::from(move |()| redraw.force_update());
        let element = scroller.cast::<Element>();
        let following = element.map(|element| workspace.painter().follow(name.clone(), element, on_rows));
        move || drop(following)
    });
}

enum Shown {
    Waiting,
    Problem(String),
    Rows(Page),
}

/// What a cell says, and its colour.
type Words = (String, Option<Color>);

/// The cells of a row, and whether it is marked.
type Row = (Vec<Words>, bool);

/// The part of a table that is in the page.
struct Page {
    columns: Vec<(Rc<str>, bool)>,
    missing: Vec<String>,
    /// How many rows can be scrolled through.
    rows: usize,
    /// The place of the first one that is in the page.
    first: usize,
    /// What the rows say, and whether they are marked.
    cells: Vec<Row>,
    /// Whether there are newer rows than the first one that can be scrolled to.
    is_behind: bool,
}

impl Page {
    fn of(props: &TableViewProps, table: &Table, scroller: &NodeRef, order: &mut Order) -> Self {
        let node = &props.node;
        let scroller = scroller.cast::<Element>();
        let (top, height) =
            scroller.map_or((0.0, 0.0), |it| (f64::from(it.scroll_top()), f64::from(it.client_height())));
        let (wish, wanted) = wished(props, table);
        order.follow(table, wish, wanted, top > 0.0);
        let rows = order.len().min(MAX_SHOWN_ROWS);
        let first = ((top / ROW_CSS_PX) as usize).saturating_sub(SPARE_ROWS).min(rows);
        let seen = (height / ROW_CSS_PX).ceil() as usize + 2 * SPARE_ROWS;
        let names: Vec<&str> = match node.names(Property::Columns) {
            [] => table.schema().fields().iter().map(|field| &*field.name).collect(),
            names => names.iter().map(String::as_str).collect(),
        };
        let (known, missing): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| table.column(name).is_some());
        let columns: Vec<_> = known.iter().filter_map(|name| Some((*name, table.column(name)?))).collect();
        let name = node.name(Property::Table).unwrap_or_default();
        let chosen = props.looks.as_ref().and_then(|looks| looks.marked(name, table.schema()));
        let marked = chosen.as_ref().and_then(|chosen| chosen.bind(table).ok());
        let mappings = Mapping::of(node);
        let row = |number: u64| {
            let at = usize::try_from(number.checked_sub(table.first_row())?).ok()?;
            let is_marked = marked.as_ref().is_some_and(|marked| marked.holds(at));
            Some((columns.iter().map(|(_, column)| shown(&mappings, column.cell(at))).collect(), is_marked))
        };
        Self {
            cells: (first..rows.min(first + seen))
                .map(|place| order.row(place).and_then(row).unwrap_or_default())
                .collect(),
            columns: columns.iter().map(|(name, column)| (Rc::from(*name), is_number(column.data_type()))).collect(),
            missing: missing.into_iter().map(str::to_owned).collect(),
            rows,
            first,
            is_behind: order.is_behind(table),
        }
    }

    fn view(&self) -> Html {
        let space = |rows: usize| (rows > 0).then(|| format!("block-size:{}px", rows as f64 * ROW_CSS_PX));
        let head = |(name, is_number): &(Rc<str>, bool)| {
            html! { <th scope="col" class={is_number.then_some("align-end")}><bdi>{ &**name }</bdi></th> }
        };
        let row = |(place, (cells, is_marked)): (usize, &Row)| {
            let cell = |((text, color), (_, is_number)): (&Words, &(Rc<str>, bool))| {
                let style = color.map(|color| format!("--key:{color}"));
                let class = classes!(is_number.then_some("align-end"), color.map(|_| "cell-mapped"));
                html! { <td {class} {style}><bdi>{ text }</bdi></td> }
            };
            html! {
                <tr aria-rowindex={(self.first + place + 2).to_string()} class={is_marked.then_some("row-marked")}
                    aria-current={is_marked.then_some("true")}>
                    { for cells.iter().zip(&self.columns).map(cell) }
                </tr>
            }
        };
        let below = self.rows - (self.first + self.cells.len()).min(self.rows);
        html! {
            <>
                if !self.missing.is_empty() {
                    <p class="field-problem" dir="auto">
                        { fill(Message::NoSuchFields, &[("fields", &self.missing.join(", "))]) }</p>
                }
                <table aria-rowcount={(self.rows + 1).to_string()}>
                    <thead><tr aria-rowindex="1">{ for self.columns.iter().map(head) }</tr></thead>
                    <tbody>
                        <tr aria-hidden="true" class="table-space" style={space(self.first)}></tr>
                        { for self.cells.iter().enumerate().map(row) }
                        <tr aria-hidden="true" class="table-space" style={space(below)}></tr>
                    </tbody>
                </table>
            </>
        }
    }
}

fn is_number(data_type: DataType) -> bool {
    matches!(data_type, DataType::Float | DataType::Integer)
}

/// What a cell is called and how it is coloured.
fn shown(mappings: &[Mapping], cell: Cell<'_>) -> Words {
    if mappings.is_empty() {
        return (cell_words(cell), None);
    }
    let number = match cell {
        Cell::Float(value) => Some(value),
        Cell::Integer(value) => Some(value as f64),
        Cell::Gap | Cell::Time(_) | Cell::Text(_) | Cell::Flag(_) => None,
    };
    let text = cell_words(cell);
    match mapped(mappings, &text, number) {
        Some(mapping) if mapping.words.is_empty() => (text, mapping.color),
        Some(mapping) => (mapping.words.clone(), mapping.color),
        None => (text, None),
    }
}

/// What a value says.
pub(crate) fn cell_words(cell: Cell<'_>) -> String {
    match cell {
        Cell::Gap => "–".to_owned(),
        Cell::Float(value) => number(value),
        Cell::Integer(value) => number(value as f64),
        Cell::Time(moment_ms) => moment(moment_ms),
        Cell::Text(text) => text.to_owned(),
        Cell::Flag(flag) => t(if flag { Message::Yes } else { Message::No }).to_owned(),
    }
}
