//! A change in words: what happened to which node, and the value before and after.

use document::{AnchorX, Change, Difference, Kind, Property, Value, ValueType, What};

use crate::{
    components::form::{aggregate_words, control_words, mark_words, refresh_words, shade_words, time_unit_words},
    locale::{BuilderWords, Message, fill, property_name, say, t, when},
};

/// Longest part of a text that is told, in characters: a text panel may hold thousands.
const TOLD_CHARS: usize = 80;

/// What happened, as a sentence without its author.
pub(crate) fn sentence(difference: &Difference) -> String {
    let panel = node_words(difference);
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
                &[("property", &*property), ("panel", &panel), ("from", &from), ("to", &to)],
            )
        }
    }
}

/// The node as people call it: a panel by its title, another kind by its kind and title.
pub(super) fn node_words(difference: &Difference) -> String {
    named(difference.kind, &difference.title)
}

/// A node of a kind and a title as people call it.
pub(crate) fn named(kind: Kind, title: &str) -> String {
    let title = quoted(if title.is_empty() { t(Message::UntitledPanel) } else { title });
    let of_kind = |message| fill(message, &[("panel", &title)]);
    match kind {
        Kind::Dashboard => t(Message::ThisDashboard).to_owned(),
        Kind::Chart | Kind::Stat | Kind::Table | Kind::Text | Kind::Control => title,
        Kind::Tab => of_kind(Message::TabNamed),
        Kind::Row => of_kind(Message::RowNamed),
        Kind::Annotation => of_kind(Message::AnnotationNamed),
        Kind::Comment => t(Message::AComment).to_owned(),
        Kind::Reply => t(Message::AReply).to_owned(),
    }
}

/// The value as the form says it.
pub(crate) fn value_words(property: Property, value: &Value) -> String {
    match value {
        Value::Text(text) if text.is_empty() => t(Message::NoValue).to_owned(),
        Value::Text(text) if matches!(property.value_type(), ValueType::Grammar { .. }) => quoted(&plainly(text)),
        Value::Text(text) | Value::Name(Some(text)) => quoted(text),
        Value::Name(None) | Value::Moment(None) | Value::Anchor(None) => t(Message::NoValue).to_owned(),
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
        Value::Flag(flag) => t(if *flag { Message::Yes } else { Message::No }).to_owned(),
        Value::Names(names) if names.is_empty() => t(Message::NoValue).to_owned(),
        Value::Names(names) => quoted(&names.join(", ").replace('\t', " ")),
        Value::Control(control) => t(control_words(*control)).to_owned(),
        Value::Moment(Some(moment_ms)) => when(*moment_ms),
        Value::Shade(Some(shade)) => t(shade_words(*shade)).to_owned(),
        Value::Shade(None) => say(BuilderWords::ThemeOfViewer).to_owned(),
        Value::Refresh(refresh) => say(refresh_words(*refresh)).to_owned(),
        Value::Anchor(Some(anchor)) => match &anchor.x {
            AnchorX::Time(moment_ms) => when(*moment_ms),
            AnchorX::Text(text) => quoted(text),
        },
    }
}

/// Part of a spec as people say it: its names and values in their order, without the marks of JSON.
fn plainly(json: &str) -> String {
    let (mut words, mut is_quoted, mut is_escaped) = (String::new(), false, false);
    for letter in json.chars() {
        match letter {
            _ if is_escaped => {
                words.push(if letter == 'n' { ' ' } else { letter });
                is_escaped = false;
            }
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => words.push(letter),
            ':' => words.push(' '),
            ',' => words.push_str(", "),
            '{' | '}' | '[' | ']' => {}
            _ if letter.is_whitespace() => {}
            _ => words.push(letter),
        }
    }
    words
}

/// A text in quotes, its beginning where it is long.
fn quoted(text: &str) -> String {
    let end = text.char_indices().nth(TOLD_CHARS).map(|(end, _)| end);
    let told = end.map(|end| [&text[..end], "…"].concat());
    fill(Message::Quoted, &[("text", told.as_deref().unwrap_or(text))])
}

#[cfg(test)]
mod tests {
    use super::plainly;

    #[test]
    fn a_spec_is_told_without_the_marks_of_json() {
        for (json, words) in [
            (r#"{"title":"°C","axis":{"grid":false}}"#, "title °C, axis grid false"),
            (
                r#"[{"filter":"datum.a > \"x, y\""}, {"calculate": "1", "as": "b"}]"#,
                "filter datum.a > \"x, y\", calculate 1, as b",
            ),
            ("null", "null"),
            ("", ""),
        ] {
            assert_eq!(plainly(json), words);
        }
    }
}
