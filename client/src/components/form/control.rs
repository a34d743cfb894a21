//! The fields of a control: what can be chosen, under which name, from where, and what is chosen at first.

use document::{ControlType, Property, Value};
use table::Schema;
use yew::prelude::*;

use super::{Ground, choice::Choice, control_words, field_choice::FieldChoice, text_field::TextField};
use crate::locale::{Message, t};

/// `table` is the choice of a table, for those that offer a field's values.
pub(super) fn fields(ground: &Ground, schema: Option<Schema>, table: impl Fn() -> Html) -> Html {
    let control = ground.node.control_type();
    let from_table = matches!(control, ControlType::Choice | ControlType::MultiChoice);
    let from_list = from_table && ground.node.name(Property::Field).is_none();
    html! {
        <>
            { control_type(ground) }
            <TextField ground={ground.clone()} property={Property::Variable} label={Message::Variable}
                hint={Message::VariableHint} />
            if from_table {
                { table() }
                <FieldChoice ground={ground.clone()} property={Property::Field} label={Message::OfferedField} {schema} />
            }
            if from_list || matches!(control, ControlType::Interval | ControlType::Time) {
                <TextField ground={ground.clone()} property={Property::Choices} label={Message::Choices}
                    hint={Message::ChoicesHint} lines={4} />
            }
            <TextField ground={ground.clone()} property={Property::Selected} label={Message::Selected}
                lines={if control == ControlType::MultiChoice { 3 } else { 1 }} />
        </>
    }
}

fn control_type(ground: &Ground) -> Html {
    let options = ControlType::ALL.iter().enumerate();
    let options = options.map(|(place, control)| (place.to_string(), t(control_words(*control)).to_owned())).collect();
    let chosen = ControlType::ALL.iter().position(|control| *control == ground.node.control_type());
    let on_choose = {
        let on_set = ground.on_set.clone();
        Callback::from(move |place: Option<String>| {
            let place = place.and_then(|place| place.parse::<usize>().ok());
            if let Some(control) = place.and_then(|place| ControlType::ALL.get(place)) {
                on_set.emit((Property::ControlType, Value::Control(*control)));
            }
        })
    };
    html! {
        <Choice name="control-type" label={Message::ControlType} empty={Message::OneChoice} groups={vec![(None, options)]}
            chosen={chosen.map(|place| place.to_string())} disabled={!ground.editable} {on_choose} />
    }
}
