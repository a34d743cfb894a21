//! A change in words: what happened to which panel, and the value before and after.

use document::{Change, Difference, Kind, Property, Value, What};

use crate::{
    components::form::{aggregate_words, mark_words, time_unit_words},
    locale::{Message, fill, property_name, t},
};

/// What happened, as a sentence without its author.
pub(super) fn sentence(difference: &Difference) -> String {
    let panel = panel_words(difference);
    let about = |message| fill(message, &[("panel", &panel)]);
    match &difference.what {
        What::Added => about(Message::PanelWasAdded),
        What::Removed => about(Message::PanelWasRemoved),
        What::Restored => about(Message::PanelWasRestored),
        What::Moved => about(Message::PanelWasMoved),
        What::Changed(Change { property: Property::Layout, .. }) => about(Message::PanelWasMoved),
        What::Changed(Change { property, from, to }) => {
            let (from, to) = (value_words(*property, from), value_words(*property, to));
            let property = property_name(*property);
            fill(
                Message::PropertyWasChanged,
                &[("property", property), ("panel", &panel), ("from", &from), ("to", &to)],
            )
        }
    }
}

pub(super) fn panel_words(difference: &Difference) -> String {
    match difference.kind {
        Kind::Dashboard => t(Message::ThisDashboard).to_owned(),
        Kind::Chart | Kind::Stat if difference.title.is_empty() => quoted(t(Message::UntitledPanel)),
        Kind::Chart | Kind::Stat => quoted(&difference.title),
    }
}

/// The value as the form says it.
pub(super) fn value_words(property: Property, value: &Value) -> String {
    match value {
        Value::Text(text) if text.is_empty() => t(Message::NoValue).to_owned(),
        Value::Text(text) | Value::Name(Some(text)) => quoted(text),
        Value::Name(None) => t(Message::NoValue).to_owned(),
        Value::Rect(rect) => {
            let (column, row) = ((rect.x + 1).to_string(), (rect.y + 1).to_string());
            fill(Message::MovedTo, &[("column", &column), ("row", &row)])
        }
        Value::Mark(mark) => t(mark_words(*mark)).to_owned(),
        Value::Color(Some(color)) => color.to_string(),
        Value::Color(None) => t(Message::ThemeColor).to_owned(),
        Value::Aggregate(Some(aggregate)) => t(aggregate_words(*aggregate)).to_owned(),
        Value::TimeUnit(Some(unit)) => t(time_unit_words(*unit)).to_owned(),
        Value::Aggregate(None) | Value::TimeUnit(None) if property == Property::TimeUnit => {
            t(Message::NoTimeUnit).to_owned()
        }
        Value::Aggregate(None) | Value::TimeUnit(None) => t(Message::EveryRow).to_owned(),
    }
}

fn quoted(text: &str) -> String {
    fill(Message::Quoted, &[("text", text)])
}
