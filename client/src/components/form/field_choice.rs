//! The choice of a field for a channel: those whose type fits first, and in words when the table has no such field.

use document::{Property, Value};
use table::{DataType, Field, Schema};
use yew::prelude::*;

use super::{
    Ground,
    choice::{Choice, Group},
};
use crate::{
    components::Glyph,
    locale::{Message, fill, t},
};

#[derive(PartialEq, Properties)]
pub(super) struct FieldChoiceProps {
    pub(super) ground: Ground,
    /// The channel, or whatever else is read from a field.
    pub(super) property: Property,
    pub(super) label: Message,
    /// The fields of the chosen table, where there is one.
    pub(super) schema: Option<Schema>,
}

#[component]
pub(super) fn FieldChoice(props: &FieldChoiceProps) -> Html {
    let (node, property) = (&props.ground.node, props.property);
    let chosen = node.name(property).map(str::to_owned);
    let fields = props.schema.as_ref().map_or(&[][..], Schema::fields);
    let found = fields.iter().find(|field| Some(&field.name) == chosen.as_ref());
    let on_choose = props.ground.on_set.reform(move |name| (property, Value::Name(name)));
    let optional = matches!(property, Property::Color | Property::SortBy | Property::Field);
    html! {
        <Choice name={name_of(property)} label={props.label} groups={groups(property, fields)} {chosen}
            empty={empty(property)} {optional}
            glyph={found.map(|field| glyph_of(field.data_type))}
            disabled={!props.ground.editable || props.schema.is_none()} problem={problem(props)} {on_choose} />
    }
}

fn problem(props: &FieldChoiceProps) -> Option<String> {
    let field = props.ground.node.name(props.property)?;
    let table = props.ground.node.name(Property::Table)?;
    let missing = props.schema.as_ref()?.find(field).is_none();
    missing.then(|| fill(Message::NoSuchField, &[("field", field), ("table", table)]))
}

fn groups(property: Property, fields: &[Field]) -> Vec<Group> {
    let (fitting, others): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| fits(property, field.data_type));
    let words = |fields: Vec<&Field>| fields.into_iter().map(option).collect::<Vec<_>>();
    match (fitting.is_empty(), others.is_empty()) {
        (false, false) => {
            vec![(Some(Message::FittingFields), words(fitting)), (Some(Message::OtherFields), words(others))]
        }
        (true, _) => vec![(None, words(others))],
        (_, true) => vec![(None, words(fitting))],
    }
}

fn option(field: &Field) -> (String, String) {
    (field.name.clone(), format!("{} · {}", field.name, t(words_of(field.data_type))))
}

/// Whether a type is what the channel is mostly used for.
fn fits(property: Property, data_type: DataType) -> bool {
    match property {
        Property::Y => matches!(data_type, DataType::Float | DataType::Integer),
        Property::Color | Property::Field => matches!(data_type, DataType::Text | DataType::Flag),
        _ => true,
    }
}

/// What no field means.
fn empty(property: Property) -> Message {
    match property {
        Property::Color => Message::NoField,
        Property::SortBy => Message::NewestFirst,
        Property::Field => Message::OwnChoices,
        _ => Message::ChooseField,
    }
}

fn name_of(property: Property) -> &'static str {
    match property {
        Property::Y => "y",
        Property::SortBy => "sort-by",
        Property::Field => "field",
        _ => "color",
    }
}

pub(super) fn glyph_of(data_type: DataType) -> Glyph {
    match data_type {
        DataType::Float | DataType::Integer => Glyph::Number,
        DataType::Time => Glyph::Time,
        DataType::Text => Glyph::Text,
        DataType::Flag => Glyph::Flag,
    }
}

pub(super) fn words_of(data_type: DataType) -> Message {
    match data_type {
        DataType::Float => Message::TypeFloat,
        DataType::Integer => Message::TypeInteger,
        DataType::Time => Message::TypeTime,
        DataType::Text => Message::TypeText,
        DataType::Flag => Message::TypeFlag,
    }
}
