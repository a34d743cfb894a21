//! A control: what people choose of a variable, each for themselves. What is offered are the values of a field, the
//! choices of its form, or what its type offers by itself.

use std::sync::Arc;

use document::{ControlType, Node, NodeId, Property, TimeUnit};
use table::Column;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{form::time_unit_words, variables::Choices};
use crate::{
    data::State,
    locale::{Message, fill, span, t},
    workspace::Workspace,
};

/// Most values of a field that are offered; further ones can only be written in the form's choices.
const MAX_OFFERED: usize = 500;
/// Ranges of time that are offered where the form says none: a number of units before now.
const RANGES: [(&str, u32, &str); 6] = [
    ("now-15m", 15, "minute"),
    ("now-1h", 1, "hour"),
    ("now-6h", 6, "hour"),
    ("now-24h", 24, "hour"),
    ("now-7d", 7, "day"),
    ("now-30d", 30, "day"),
];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ControlProps {
    pub(crate) workspace: Workspace,
    pub(crate) id: NodeId,
    pub(crate) node: Arc<Node>,
}

#[component]
pub(crate) fn Control(props: &ControlProps) -> Html {
    let root = use_node_ref();
    let offered = use_offered(props, &root);
    let Some(choices) = use_context::<Choices>() else { return Html::default() };
    let id = props.id;
    let chosen = choices.of(id, &props.node);
    let on_choose = Callback::from(move |values| choices.choose(id, values));
    let control = props.node.control_type();
    let body = match control {
        ControlType::Text => text(props, chosen.first().cloned().unwrap_or_default(), on_choose),
        ControlType::MultiChoice => several(&offered, &chosen, &on_choose),
        ControlType::Choice | ControlType::Interval | ControlType::Time => one(props, &offered, &chosen, on_choose),
    };
    let is_empty = offered.is_empty() && control != ControlType::Text;
    html! {
        <div class="control" ref={root} title={t(Message::OnlyForYou)}>
            if is_empty {
                <p class="field-hint">{ t(Message::NothingToChoose) }</p>
            } else {
                { body }
            }
        </div>
    }
}

fn one(
    props: &ControlProps,
    offered: &[(String, String)],
    chosen: &[String],
    on_choose: Callback<Vec<String>>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_choose.emit(Some(select.value()).filter(|value| !value.is_empty()).into_iter().collect());
        }
    });
    let chosen = chosen.first().cloned();
    let unknown = chosen.clone().filter(|chosen| offered.iter().all(|(value, _)| value != chosen));
    let option = |(value, words): &(String, String)| {
        let selected = Some(value) == chosen.as_ref();
        html! { <option key={value.clone()} value={value.clone()} {selected}>{ words }</option> }
    };
    html! {
        <select class="input" aria-labelledby={format!("title-{}", props.id)} {onchange}>
            <option key="" value="" selected={chosen.is_none()}>{ t(Message::All) }</option>
            { for offered.iter().map(option) }
            { for unknown.map(|unknown| option(&(unknown.clone(), unknown))) }
        </select>
    }
}

fn several(offered: &[(String, String)], chosen: &[String], on_choose: &Callback<Vec<String>>) -> Html {
    let tick = |(value, words): &(String, String)| {
        let checked = chosen.contains(value);
        let onchange = {
            let mut next = chosen.to_vec();
            if checked {
                next.retain(|other| other != value);
            } else {
                next.push(value.clone());
            }
            on_choose.reform(move |_: Event| next.clone())
        };
        html! {
            <label class="tick" key={value.clone()}>
                <input type="checkbox" {checked} {onchange} /><span dir="auto">{ words }</span>
            </label>
        }
    };
    html! { <div class="ticks">{ for offered.iter().map(tick) }</div> }
}

fn text(props: &ControlProps, value: String, on_choose: Callback<Vec<String>>) -> Html {
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_choose.emit(Some(input.value()).filter(|value| !value.is_empty()).into_iter().collect());
        }
    });
    html! { <input class="input" dir="auto" aria-labelledby={format!("title-{}", props.id)} {value} {oninput} /> }
}

/// Values and their words; the values of a field follow its rows.
#[hook]
fn use_offered(props: &ControlProps, root: &NodeRef) -> Vec<(String, String)> {
    let of_field = use_state_eq(Vec::<String>::new);
    let of_table = |property| props.node.name(property).unwrap_or_default().to_owned();
    let source = (props.workspace.clone(), of_table(Property::Table), of_table(Property::Field));
    let (root, setter) = (root.clone(), of_field.setter());
    use_effect_with(source, move |(workspace, table, field)| {
        let on_rows = {
            let (workspace, table, field) = (workspace.clone(), table.clone(), field.clone());
            Callback::from(move |()| setter.set(workspace.read_table(&table, |state| values_of(state, &field))))
        };
        on_rows.emit(());
        let root = root.cast::<Element>();
        let following = root.map(|root| workspace.painter().follow(table.clone(), root, on_rows));
        move || drop(following)
    });
    let plain = |values: &[String]| values.iter().map(|value| (value.clone(), value.clone())).collect();
    match (props.node.control_type(), props.node.names(Property::Choices)) {
        (ControlType::Choice | ControlType::MultiChoice, _) if props.node.name(Property::Field).is_some() => {
            plain(&of_field)
        }
        (ControlType::Interval, []) => TimeUnit::ALL
            .iter()
            .map(|unit| (format!("{unit:?}").to_lowercase(), t(time_unit_words(*unit)).to_owned()))
            .collect(),
        (ControlType::Time, []) => RANGES
            .iter()
            .map(|(value, count, unit)| {
                ((*value).to_owned(), fill(Message::LastSpan, &[("span", &span(*count, unit))]))
            })
            .collect(),
        (_, choices) => plain(choices),
    }
}

/// The values of a text field that rows have, in order.
fn values_of(state: State<'_>, field: &str) -> Vec<String> {
    let State::Ready(table) = state else { return Vec::new() };
    match table.column(field) {
        Some(Column::Text(text)) => {
            let mut values = Vec::<String>::new();
            for value in text.dictionary.iter().take(MAX_OFFERED) {
                values.insert(values.partition_point(|other| other < value), value.clone());
            }
            values
        }
        Some(Column::Flag(_)) => vec!["false".to_owned(), "true".to_owned()],
        _ => Vec::new(),
    }
}
