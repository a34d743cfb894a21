//! The stages of a chart's steps, followed while rows come: looked up when the steps change and now and then, more rarely
//! the longer it takes, so that typing never waits for them.

use std::rc::Rc;

use document::{Node, Property};
use gloo::timers::callback::Timeout;
use grammar::flow::Stage;
use table::{DataType, Field, Value};
use yew::prelude::*;

use crate::{data::State, engine, later::Known, workspace::Workspace};

/// How often at most the stages are looked up, in milliseconds.
const LEAST_MS: f64 = 2_000.0;
/// At most this share of the time goes into it.
const SHARE: f64 = 0.02;
/// How long a change of the steps waits for the next one, in milliseconds.
const SETTLE_MS: u32 = 120;

/// What each step of a chart makes of its rows; empty while that is not known.
#[hook]
pub(super) fn use_stages(workspace: &Workspace, node: &Node) -> Rc<Vec<Stage>> {
    let stages = use_state_eq(|| Rc::new(Vec::new()));
    let round = use_state(|| 0u32);
    let redraw = use_force_update();
    let has_steps = !node.text(Property::Transform).trim().is_empty();
    use_effect_with((), move |()| engine::ask(Callback::from(move |()| redraw.force_update())));
    let is_ready = matches!(engine::known(), Known::Here(_));
    let table = node.name(Property::Table).unwrap_or_default().to_owned();
    let key = (workspace.clone(), table, node.text(Property::Transform).to_owned(), is_ready, *round);
    let (setter, next) = (stages.setter(), round.setter());
    let node = Rc::new(node.clone());
    use_effect_with(key, move |(workspace, table, _, is_ready, round)| {
        let is_due = has_steps && *is_ready;
        if !has_steps {
            setter.set(Rc::default());
        }
        let (workspace, table, round) = (workspace.clone(), table.clone(), *round);
        let timer = is_due.then(|| {
            Timeout::new(SETTLE_MS, move || {
                let began_ms = js_sys::Date::now();
                if let Some(found) = look(&workspace, &table, &node) {
                    setter.set(Rc::new(found));
                }
                let wait_ms = ((js_sys::Date::now() - began_ms) / SHARE).max(LEAST_MS);
                Timeout::new(wait_ms as u32, move || next.set(round.wrapping_add(1))).forget();
            })
        });
        move || drop(timer)
    });
    (*stages).clone()
}

fn look(workspace: &Workspace, table: &str, node: &Node) -> Option<Vec<Stage>> {
    let Known::Here(engine) = engine::known() else { return None };
    workspace.read_table(table, |state| match state {
        State::Ready(table) => (engine.trace)(node, table).ok(),
        State::Loading | State::Missing => None,
    })
}

/// The fields that the steps leave; `None` while that is not known.
pub(super) fn fields_after(stages: &[Stage]) -> Option<Vec<Field>> {
    let last = stages.last()?;
    let field = |(name, value): &(String, Value)| {
        let data_type = match value {
            Value::Number(_) => DataType::Float,
            Value::Time(_) => DataType::Time,
            Value::Flag(_) => DataType::Flag,
            Value::Missing | Value::Null | Value::Text(_) | Value::List(_) | Value::Record(_) => DataType::Text,
        };
        Field { name: name.clone(), data_type }
    };
    Some(last.columns.iter().map(field).collect())
}
