//! Said: what each mark item says in words, as Vega-Lite's `tooltipData` and `description` put it together: the title of
//! each channel's field and its value, in the order of the channels, each title once.

use serde_json::{Map, Value as Json};

use super::{
    channels::{is_x_or_y, main_channel, secondary_channel},
    encoded::{Encoded, field_def},
    name,
    stack::Stack,
    steps::{Unit, format_type},
    style, title,
};
use crate::{
    spec::{Channel, ChannelDef, FieldType, Offset, ScaleType, Source},
    view::{Said, SaidValue, Say},
};

/// What the mark's items say; empty where they are to say nothing.
pub(crate) fn of(unit: &Unit<'_>) -> Vec<Said> {
    let is_off = |value: Option<&Json>| value == Some(&Json::Bool(false));
    if is_off(style::get(unit.mark, unit.config, "aria")) || is_off(unit.config.get("aria")) {
        return Vec::new();
    }
    if let Some(definition) = unit.encoded.get(Channel::Description) {
        return description(definition, unit).into_iter().collect();
    }
    match style::get(unit.mark, unit.config, "description").and_then(Json::as_str) {
        Some(text) => vec![text_of(text)],
        None => in_order(parts(unit.encoded, unit.stack.as_ref(), unit.config)),
    }
}

fn text_of(text: &str) -> Said {
    let value = SaidValue::Text(text.into());
    Said { title: String::new(), channel: Channel::Description, value, say: Say::default() }
}

fn description(definition: &ChannelDef, unit: &Unit<'_>) -> Option<Said> {
    match &definition.source {
        Source::Value(value) => Some(text_of(value.as_str().unwrap_or_default())),
        _ => {
            let definition = field_def(definition)?;
            let value = SaidValue::Column(name::of(definition).into());
            let say = say(definition, Channel::Description, unit.encoded, unit.config);
            Some(Said { title: String::new(), channel: Channel::Description, value, say })
        }
    }
}

/// The parts that tooltips and descriptions are made of.
pub(crate) fn parts(encoded: &Encoded, stack: Option<&Stack>, config: &Map<String, Json>) -> Vec<Said> {
    let config = with_tooltip_format(config);
    let mut parts: Vec<Said> = Vec::new();
    let mut skipped: Vec<Channel> = Vec::new();
    for (channel, definition) in encoded.fields() {
        let mut part = part(channel, definition, encoded, &config);
        if let Some(end) = secondary_channel(channel).filter(|_| is_x_or_y(channel) && name::is_binned(definition))
            && let Some(definition2) = encoded.field(end)
        {
            part.value = SaidValue::Range([name::of(definition).into(), name::of(definition2).into()]);
            part.say = Say { format: number_format(definition, &config, false), binned: true, ..Say::default() };
            skipped.push(end);
        }
        if stack.is_some_and(|stack| stack.channel == channel && stack.offset == Offset::Normalize) {
            let ends = ["start", "end"].map(|suffix| name::with_suffix(definition, suffix).into());
            part.value = SaidValue::Difference(ends);
            part.say = Say { format: number_format(definition, &config, true), ..Say::default() };
        }
        parts.push(part);
    }
    parts.retain(|part| !skipped.contains(&part.channel));
    parts
}

fn part(channel: Channel, definition: &ChannelDef, encoded: &Encoded, config: &Map<String, Json>) -> Said {
    let mut say = say(definition, channel, encoded, config);
    let value = if say.plain && definition.time_unit.is_none() && is_discrete(definition, channel, encoded) {
        // Values of discrete fields are shown as the field has them, whatever was computed of it.
        SaidValue::Column(definition.field().map_or_else(|| "undefined".into(), |path| name::of_path(path).into()))
    } else if say.binned {
        SaidValue::Range([name::of(definition).into(), name::with_suffix(definition, "end").into()])
    } else {
        SaidValue::Column(shown_column(definition, &mut say).into())
    };
    Said { title: unescaped(&title::of(definition, config)), channel, value, say }
}

/// The title without the backslashes by which a field's name escapes dots, brackets and quotes.
fn unescaped(title: &str) -> String {
    let mut chars = title.chars();
    let mut plain = String::with_capacity(title.len());
    while let Some(next) = chars.next() {
        plain.extend(if next == '\\' { chars.next() } else { Some(next) });
    }
    plain
}

/// The column of a definition, by a clock in UTC where its scale is in UTC.
pub(crate) fn shown_column(definition: &ChannelDef, say: &mut Say) -> String {
    let scale = definition.scale.as_ref().and_then(Option::as_ref).and_then(|scale| scale.scale_type);
    let unit_is_utc = definition.time_unit.is_some_and(|unit| unit.utc && !unit.binned);
    let is_in_utc = definition.time_unit.is_some_and(|unit| unit.utc) || scale == Some(ScaleType::Utc);
    say.utc = say.time && is_in_utc;
    let needs_utc = say.utc && !unit_is_utc;
    if needs_utc { name::with_suffix(definition, UTC) } else { name::of(definition) }
}

/// What the column of the same times by a clock in UTC is called behind its name.
pub(crate) const UTC: &str = "utc";

/// How the values of a definition are said.
pub(crate) fn say(definition: &ChannelDef, channel: Channel, encoded: &Encoded, config: &Map<String, Json>) -> Say {
    let field_type = encoded.field_type(channel, definition);
    let said_type = format_type(definition);
    let has_format = said_format(definition).is_some() || said_type.is_some();
    let is_time = said_type == Some("time")
        || (said_type.is_none() && (field_type == FieldType::Temporal || definition.time_unit.is_some()));
    if is_time {
        let format = said_format(definition).or_else(|| {
            let configured = config.get("timeFormat").and_then(Json::as_str).map(str::to_owned);
            configured.filter(|_| definition.time_unit.is_none())
        });
        return Say { format: format.unwrap_or_default(), time: true, unit: definition.time_unit, ..Say::default() };
    }
    let is_discrete = matches!(field_type, FieldType::Nominal | FieldType::Ordinal | FieldType::Geojson);
    if is_discrete && !has_format {
        return Say { plain: true, ..Say::default() };
    }
    let format = number_format_of_type(definition, field_type, config, false);
    let binned = name::binning(definition).is_some();
    let plain = format.is_empty() && field_type != FieldType::Quantitative && !binned;
    Say { format, binned, plain, ..Say::default() }
}

fn is_discrete(definition: &ChannelDef, channel: Channel, encoded: &Encoded) -> bool {
    let has_format = said_format(definition).is_some() || format_type(definition).is_some();
    let field_type = encoded.field_type(main_channel(channel), definition);
    !has_format && matches!(field_type, FieldType::Nominal | FieldType::Ordinal | FieldType::Geojson)
}

/// The format that the definition or its guide says.
fn said_format(definition: &ChannelDef) -> Option<String> {
    if definition.format.is_some() || definition.format_type.is_some() {
        return definition.format.as_ref()?.as_str().map(str::to_owned);
    }
    definition.guide.as_ref()?.as_ref()?.get("format")?.as_str().map(str::to_owned)
}

fn number_format(definition: &ChannelDef, config: &Map<String, Json>, is_share: bool) -> String {
    number_format_of_type(definition, definition.field_type.unwrap_or(FieldType::Nominal), config, is_share)
}

fn number_format_of_type(
    definition: &ChannelDef,
    field_type: FieldType,
    config: &Map<String, Json>,
    is_share: bool,
) -> String {
    let configured = |name: &str| config.get(name).and_then(Json::as_str).map(str::to_owned);
    let by_default = || match field_type {
        FieldType::Quantitative if is_share => configured("normalizedNumberFormat").or(Some(".0%".to_owned())),
        FieldType::Quantitative => configured("numberFormat"),
        _ => None,
    };
    said_format(definition).or_else(by_default).unwrap_or_default()
}

fn with_tooltip_format(config: &Map<String, Json>) -> Map<String, Json> {
    let mut all = config.clone();
    if let Some(Json::Object(own)) = config.get("tooltipFormat") {
        all.extend(own.clone());
    }
    all
}

/// Each title once, none that begins with an underscore; whole numbers come first, as in a JavaScript object.
fn in_order(parts: Vec<Said>) -> Vec<Said> {
    let mut once: Vec<Said> = Vec::new();
    for part in parts {
        if !part.title.starts_with('_') && !once.iter().any(|other| other.title == part.title) {
            once.push(part);
        }
    }
    let index = |part: &Said| {
        let number = part.title.parse::<u32>().ok();
        number.filter(|number| number.to_string() == part.title).unwrap_or(u32::MAX)
    };
    once.sort_by_key(index);
    once
}
