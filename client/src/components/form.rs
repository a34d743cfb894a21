//! The form of a panel: a sheet beside the panel, which is its preview. Every input is an edit at once; what is
//! wrong is said beside the field. It does not close what the person did not close.

mod annotations;
mod bounds;
mod chart;
mod chart_spec;
mod choice;
mod color_choice;
mod columns;
mod compare;
mod control;
mod field_choice;
mod fields;
mod fits;
mod flag;
mod look;
mod mark_choice;
mod mark_glyph;
mod pick;
mod place;
mod places;
mod settings;
mod source;
mod stages;
mod step;
mod steps;
mod suggest;
mod text_field;
mod typed;

use std::{rc::Rc, sync::Arc};

use document::{Aggregate, ControlType, Kind, Node, NodeId, Property, TimeUnit, Value};
use table::Schema;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

pub(crate) use self::mark_choice::mark_words;
pub(crate) use self::settings::{Settings, SettingsProps, refresh_words, shade_words};
use self::{
    annotations::{Annotated, annotations, words_id},
    bounds::{mappings, thresholds},
    chart::ChartFields,
    choice::Choice,
    color_choice::ColorChoice,
    compare::Compare,
    field_choice::FieldChoice,
    suggest::on_table,
    text_field::TextField,
};
use super::{Glyph, focus, icon};
use crate::{
    api::TableInfo,
    locale::{Message, fill, t},
    workspace::{Edit, Workspace},
};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PanelFormProps {
    pub(crate) id: NodeId,
    pub(crate) node: Arc<Node>,
    pub(crate) tables: Rc<Vec<TableInfo>>,
    pub(crate) workspace: Workspace,
    /// Names the dashboard at the relay.
    pub(crate) dashboard: AttrValue,
    pub(crate) editable: bool,
    /// Whether it cannot be changed because it is locked.
    #[prop_or_default]
    pub(crate) is_locked: bool,
    /// The annotations on its time axis.
    #[prop_or_default]
    pub(crate) notes: Vec<(NodeId, Arc<Node>)>,
    /// What this person added last, here or elsewhere.
    #[prop_or_default]
    pub(crate) added: Option<NodeId>,
    pub(crate) on_edit: Callback<Edit>,
    pub(crate) on_close: Callback<()>,
    /// What stands below the fields.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// What every input of the form needs.
#[derive(Clone, PartialEq)]
struct Ground {
    node: Arc<Node>,
    editable: bool,
    /// Sets a property of the panel.
    on_set: Callback<(Property, Value)>,
}

#[component]
pub(crate) fn PanelForm(props: &PanelFormProps) -> Html {
    let sheet = use_node_ref();
    use_effect_with(props.id, {
        let sheet = sheet.clone();
        move |_| focus_first(&sheet)
    });
    use_effect_with(props.editable, {
        let sheet = sheet.clone();
        // An input that cannot be typed into any more has lost the focus, and Escape would go nowhere.
        move |_| {
            if is_focus_lost() {
                focus_first(&sheet);
            }
        }
    });
    use_new_note(props);
    let id = props.id;
    let on_set = props.on_edit.reform(move |(property, value)| Edit::SetProperty { node: id, property, value });
    let ground = Ground { node: props.node.clone(), editable: props.editable, on_set };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
            if event.key() == "Escape" && !event.is_composing() {
                on_close.emit(());
            }
        })
    };
    html! {
        <aside class="sheet" ref={sheet} role="region" aria-label={t(Message::EditingPanel)} {onkeydown}>
            <header class="sheet-head">
                <h2>{ t(Message::EditingPanel) }</h2>
                <button type="button" class="button button-bare button-icon" aria-label={t(Message::Close)} onclick={close}>
                    { icon(Glyph::Close) }
                </button>
            </header>
            <form class="sheet-body" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
                if props.is_locked && !props.editable {
                    <p class="field-hint lock-mark">{ icon(Glyph::Lock) }{ t(Message::LockedWords) }</p>
                } else if !props.editable {
                    <p class="field-hint">{ t(Message::CannotEdit) }</p>
                }
                <TextField ground={ground.clone()} property={Property::Title} label={Message::Title} />
                { fields(props, &ground) }
                if props.node.kind().properties().contains(&Property::Description) {
                    <TextField ground={ground.clone()} property={Property::Description} label={Message::Description}
                        hint={Message::DescriptionHint} lines={3} />
                }
                if props.node.kind() == Kind::Chart {
                    { annotations(&Annotated { panel: id, notes: &props.notes, editable: props.editable, on_edit: &props.on_edit }) }
                }
                <Compare dashboard={props.dashboard.clone()} workspace={props.workspace.clone()} panel={props.id}
                    editable={props.editable} on_edit={props.on_edit.clone()} />
                { props.children.clone() }
            </form>
        </aside>
    }
}

/// The first empty thing that matters: the table of a new panel, else the first input.
fn focus_first(sheet: &NodeRef) {
    let Some(sheet) = sheet.cast::<Element>() else { return };
    let unset = sheet.query_selector("select[data-unset]:not(:disabled)").ok().flatten();
    let first = unset.or_else(|| sheet.query_selector(".sheet-body .input:not(:disabled)").ok().flatten());
    let target = first.or_else(|| sheet.query_selector(".button").ok().flatten());
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _may_be_gone = target.focus();
    }
}

/// An annotation that this person has just made wants its words, before anything else does.
#[hook]
fn use_new_note(props: &PanelFormProps) {
    let is_new = |(id, note): &&(NodeId, Arc<Node>)| Some(*id) == props.added && note.title().is_empty();
    use_effect_with(props.notes.iter().find(is_new).map(|(id, _)| *id), |note| {
        if let Some(note) = note {
            focus(&words_id(*note));
        }
    });
}

fn is_focus_lost() -> bool {
    let focused = gloo::utils::document().active_element();
    focused.is_none_or(|focused| focused.tag_name() == "BODY")
}

fn table_choice(ground: &Ground, tables: &Rc<Vec<TableInfo>>) -> Html {
    let chosen = ground.node.name(Property::Table).map(str::to_owned);
    let names: Vec<_> = tables.iter().map(|table| (table.name.clone(), table.name.clone())).collect();
    let missing = chosen.as_ref().filter(|chosen| !tables.iter().any(|table| table.name == **chosen));
    let problem = missing.filter(|_| !tables.is_empty()).map(|name| fill(Message::NoSuchTable, &[("table", name)]));
    let on_choose = {
        let (ground, tables) = (ground.clone(), tables.clone());
        Callback::from(move |name: Option<String>| {
            let schema = tables.iter().find(|table| Some(&table.name) == name.as_ref()).map(|table| &table.schema);
            for set in on_table(&ground.node, name.clone(), schema) {
                ground.on_set.emit(set);
            }
        })
    };
    html! {
        <>
            <Choice name="table" label={Message::Table} empty={Message::ChooseTable} groups={vec![(None, names)]} {chosen}
                glyph={Glyph::Table} disabled={!ground.editable} {problem} {on_choose} />
            if tables.is_empty() {
                <p class="field-hint">{ t(Message::NoTables) }</p>
            }
        </>
    }
}

/// What a kind of panel lets people say.
fn fields(props: &PanelFormProps, ground: &Ground) -> Html {
    let tables = &props.tables;
    let chosen = ground.node.name(Property::Table);
    let schema: Option<Schema> =
        tables.iter().find(|table| Some(&*table.name) == chosen).map(|table| table.schema.clone());
    let table = || table_choice(ground, tables);
    match ground.node.kind() {
        Kind::Dashboard | Kind::Tab | Kind::Row | Kind::Annotation | Kind::Comment | Kind::Reply => Html::default(),
        Kind::Text => html! {
            <TextField ground={ground.clone()} property={Property::Body} label={Message::Body} hint={Message::BodyHint}
                lines={14} />
        },
        Kind::Table => html! { <>{ table() }{ columns::fields(ground, schema.as_ref()) }{ mappings(ground) }</> },
        Kind::Control => control::fields(ground, schema, table),
        Kind::Chart => {
            let id = props.id;
            let on_sets = props.on_edit.reform(move |values| Edit::SetProperties { node: id, values });
            html! {
                <>
                    { table() }
                    <ChartFields workspace={props.workspace.clone()} ground={ground.clone()} {schema} {on_sets} />
                    { thresholds(ground) }
                </>
            }
        }
        Kind::Stat => html! {
            <>
                { table() }
                <FieldChoice ground={ground.clone()} property={Property::Y} label={Message::ValueField} {schema} />
                <div class="sheet-pair">{ aggregate(ground, Message::NewestRow) }{ unit(ground) }</div>
                <ColorChoice ground={ground.clone()} />
                { thresholds(ground) }
                { mappings(ground) }
            </>
        },
    }
}

fn unit(ground: &Ground) -> Html {
    html! {
        <TextField ground={ground.clone()} property={Property::Unit} label={Message::Unit} placeholder={Message::UnitHint} />
    }
}

fn aggregate(ground: &Ground, none: Message) -> Html {
    let options = Aggregate::ALL.iter().map(|aggregate| (*aggregate, t(aggregate_words(*aggregate)))).collect();
    let set = ground.on_set.reform(|chosen| (Property::Aggregate, Value::Aggregate(chosen)));
    closed_choice("aggregate", Message::Aggregate, none, options, ground.node.aggregate(), ground.editable, set)
}

/// A choice among the values of an enum; its place in the list names it.
fn closed_choice<T: Copy + PartialEq + 'static>(
    name: &'static str,
    label: Message,
    empty: Message,
    options: Vec<(T, &'static str)>,
    chosen: Option<T>,
    editable: bool,
    set: Callback<Option<T>>,
) -> Html {
    let place = chosen.and_then(|chosen| options.iter().position(|(value, _)| *value == chosen));
    let words =
        options.iter().enumerate().map(|(place, (_, words))| (place.to_string(), (*words).to_owned())).collect();
    let on_choose = Callback::from(move |place: Option<String>| {
        let place = place.and_then(|place| place.parse::<usize>().ok());
        set.emit(place.and_then(|place| options.get(place)).map(|(value, _)| *value));
    });
    html! {
        <Choice {name} {label} {empty} groups={vec![(None, words)]} chosen={place.map(|place| place.to_string())}
            disabled={!editable} optional=true {on_choose} />
    }
}

pub(crate) fn aggregate_words(aggregate: Aggregate) -> Message {
    match aggregate {
        Aggregate::Count => Message::Count,
        Aggregate::Sum => Message::Sum,
        Aggregate::Mean => Message::Mean,
        Aggregate::Min => Message::Min,
        Aggregate::Max => Message::Max,
        Aggregate::Median => Message::Median,
        Aggregate::Last => Message::Last,
    }
}

pub(crate) fn control_words(control: ControlType) -> Message {
    match control {
        ControlType::Choice => Message::OneChoice,
        ControlType::MultiChoice => Message::SeveralChoices,
        ControlType::Text => Message::FreeText,
        ControlType::Interval => Message::Interval,
        ControlType::Time => Message::TimeRange,
    }
}

pub(crate) fn time_unit_words(unit: TimeUnit) -> Message {
    match unit {
        TimeUnit::Minute => Message::Minute,
        TimeUnit::Hour => Message::Hour,
        TimeUnit::Day => Message::Day,
        TimeUnit::Week => Message::Week,
        TimeUnit::Month => Message::Month,
        TimeUnit::Quarter => Message::Quarter,
        TimeUnit::Year => Message::Year,
    }
}
