//! A spec as settings: which values of a panel's properties say it. What the plain properties can say they say, so that
//! the form shows it; the rest goes into the registers as it is written. Read back, the settings are the same spec.

use document::{Aggregate, Color, Invalid, Mark, Property, TimeUnit, Value, property::MAX_NAME_CHARS};
use serde_json::{Map, Value as Json};
use table::Schema;

use super::{
    COMPOSITES, OURS, TABLE,
    definition::{self, Plain, unescaped},
};

/// What a panel is to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Values by property, each valid; a property that is not there keeps its default.
    pub values: Vec<(Property, Value)>,
    /// Members of the spec that a panel has no place for.
    pub dropped: Vec<&'static str>,
}

/// The settings that say a spec of Vega-Lite. `schema_of` knows the tables: the same plain properties mean other types
/// over other tables.
///
/// # Errors
/// When a part of the spec is too large for a panel; data belong in a table.
pub fn settings<'a>(
    spec: &Json,
    schema_of: impl Fn(&str) -> Option<&'a Schema>,
) -> Result<Settings, (Property, Invalid)> {
    let mut rest = spec.as_object().cloned().unwrap_or_default();
    let mut settings = Settings::default();
    settings.take_words(&mut rest)?;
    let (unit, named) = take_ours(&mut rest);
    let table = named.inspect(|_| drop(rest.shift_remove("data"))).or_else(|| take_table(&mut rest));
    let schema = table.as_deref().and_then(schema_of);
    if table.is_some() {
        settings.set(Property::Table, Value::Name(table))?;
    }
    let mut plain = Plain { unit, ..Plain::default() };
    if !plain.unit.is_empty() {
        settings.set(Property::Unit, Value::Text(plain.unit.clone()))?;
    }
    settings.take_mark(&mut rest, &mut plain)?;
    settings.take_encoding(&mut rest, plain, schema)?;
    if let Some(transforms) = rest.shift_remove("transform") {
        settings.set_json(Property::Transform, &transforms)?;
    }
    if !rest.is_empty() {
        settings.set_json(Property::Views, &Json::Object(rest))?;
    }
    Ok(settings)
}

impl Settings {
    fn set(&mut self, property: Property, value: Value) -> Result<(), (Property, Invalid)> {
        property.check(&value).map_err(|invalid| (property, invalid))?;
        self.values.push((property, value));
        Ok(())
    }

    fn set_json(&mut self, property: Property, json: &Json) -> Result<(), (Property, Invalid)> {
        self.set(property, Value::Text(json.to_string()))
    }

    /// Title, description, and what a panel decides itself.
    fn take_words(&mut self, rest: &mut Map<String, Json>) -> Result<(), (Property, Invalid)> {
        rest.shift_remove("$schema");
        for (member, sized) in [("width", "width"), ("height", "height"), ("autosize", "autosize")] {
            if rest.shift_remove(member).is_some_and(|size| size != "container") {
                self.dropped.push(sized);
            }
        }
        let title = rest.shift_remove("title").unwrap_or_default();
        if title.as_object().is_some_and(|title| title.keys().any(|key| key != "text" && key != "subtitle")) {
            self.dropped.push("title style");
        }
        let subtitle = lines(title.get("subtitle"));
        let description = lines(rest.shift_remove("description").as_ref());
        let title = lines(Some(title.get("text").unwrap_or(&title)));
        let description = if description.is_empty() { subtitle } else { description };
        for (property, words, max_chars) in [(Property::Title, title, 200), (Property::Description, description, 2_000)]
        {
            if !words.is_empty() {
                let shown = words.chars().filter(|letter| !letter.is_control()).take(max_chars);
                self.set(property, Value::Text(shown.collect()))?;
            }
        }
        Ok(())
    }

    fn take_mark(&mut self, rest: &mut Map<String, Json>, plain: &mut Plain) -> Result<(), (Property, Invalid)> {
        if COMPOSITES.iter().any(|member| rest.contains_key(*member)) {
            return Ok(());
        }
        let mut style = match rest.shift_remove("mark") {
            Some(Json::String(name)) => Map::from_iter([("type".to_owned(), Json::String(name))]),
            Some(Json::Object(style)) => style,
            Some(_) | None => return Ok(()),
        };
        let named = style.get("type").and_then(Json::as_str);
        if let Some(mark) = Mark::ALL.into_iter().find(|mark| Some(definition::mark_name(*mark)) == named) {
            style.shift_remove("type");
            self.set(Property::Mark, Value::Mark(mark))?;
        }
        let is_by_field = rest.get("encoding").is_some_and(|encoding| encoding.get("color").is_some());
        if let Some(color) = style.get("color").and_then(rgb).filter(|_| !is_by_field) {
            style.shift_remove("color");
            plain.mark_color = Some(color);
            self.set(Property::MarkColor, Value::Color(Some(color)))?;
        }
        if style.is_empty() { Ok(()) } else { self.set_json(Property::MarkStyle, &Json::Object(style)) }
    }

    fn take_encoding(
        &mut self,
        rest: &mut Map<String, Json>,
        mut plain: Plain,
        schema: Option<&Schema>,
    ) -> Result<(), (Property, Invalid)> {
        let Some(Json::Object(mut encoding)) = rest.shift_remove("encoding") else { return Ok(()) };
        let found = Property::ALL.into_iter().filter_map(|property| Some((property, property.channel()?)));
        let found: Vec<_> =
            found.filter_map(|(of, channel)| Some((of, channel, encoding.shift_remove(channel)?))).collect();
        for (_, channel, definition) in &found {
            plain.learn(channel, definition, schema);
        }
        // The time unit of x implies an aggregate of y; a y that says none must not get one.
        plain.keep_what_fits(&found, schema);
        let name = |name: &Option<String>| Value::Name(name.clone());
        for (property, value) in [
            (Property::X, name(&plain.x)),
            (Property::Y, name(&plain.y)),
            (Property::Color, name(&plain.color)),
            (Property::Aggregate, Value::Aggregate(plain.aggregate)),
            (Property::TimeUnit, Value::TimeUnit(plain.time_unit)),
        ] {
            if value != property.default_value() {
                self.set(property, value)?;
            }
        }
        for (property, channel, definition) in &found {
            if let Some(register) = plain.register(channel, definition, schema) {
                self.set_json(*property, &register)?;
            }
        }
        if encoding.is_empty() { Ok(()) } else { self.set_json(Property::EncodingMore, &Json::Object(encoding)) }
    }
}

impl Plain {
    /// Takes over what the plain properties can say of a channel.
    fn learn(&mut self, channel: &str, definition: &Json, schema: Option<&Schema>) {
        let text = |member| definition.get(member).and_then(Json::as_str);
        let field =
            text("field").and_then(unescaped).filter(|name| (1..=MAX_NAME_CHARS).contains(&name.chars().count()));
        match channel {
            "x" => {
                self.time_unit =
                    TimeUnit::ALL.into_iter().find(|unit| text("timeUnit") == Some(definition::time_unit_name(*unit)));
                self.x = field;
            }
            "y" => {
                let named = definition.get("aggregate");
                let is_named = |of: &Aggregate| Some(&definition::aggregate_name(*of, schema)) == named;
                self.aggregate = Aggregate::ALL.into_iter().find(is_named);
                self.y = field;
            }
            "color" => self.color = field,
            _ => {}
        }
    }

    /// Gives up, one after the other, what would make a channel say something else.
    fn keep_what_fits(&mut self, found: &[(Property, &str, Json)], schema: Option<&Schema>) {
        let definition_of = |channel| found.iter().find(|(_, of, _)| *of == channel).map(|(.., definition)| definition);
        if !self.can_say("y", definition_of("y"), schema) {
            self.aggregate = None;
        }
        if !self.can_say("y", definition_of("y"), schema) {
            self.time_unit = None;
        }
        for channel in ["x", "y", "color"] {
            if !self.can_say(channel, definition_of(channel), schema) {
                match channel {
                    "x" => (self.x, self.time_unit) = (None, None),
                    "y" => (self.y, self.aggregate) = (None, None),
                    _ => self.color = None,
                }
            }
        }
        if !self.can_say("y", definition_of("y"), schema) {
            (self.y, self.aggregate, self.time_unit) = (None, None, None);
        }
    }

    fn can_say(&self, channel: &str, definition: Option<&Json>, schema: Option<&Schema>) -> bool {
        match definition {
            Some(definition) => {
                let said = self.register(channel, definition, schema);
                self.definition(channel, said, schema).as_ref() == Some(definition)
            }
            None => self.definition(channel, None, schema).is_none(),
        }
    }

    /// What the register of a channel must say besides; `None` where the plain properties say all.
    fn register(&self, channel: &str, definition: &Json, schema: Option<&Schema>) -> Option<Json> {
        if self.definition(channel, None, schema).as_ref() == Some(definition) {
            return None;
        }
        let Some(whole) = definition.as_object() else { return Some(definition.clone()) };
        let plain = self.definition(channel, Some(Json::Object(Map::new())), schema).unwrap_or_default();
        let rest: Map<_, _> = whole.iter().filter(|(key, value)| plain.get(*key) != Some(*value)).map(owned).collect();
        let extended = Some(Json::Object(rest));
        if self.definition(channel, extended.clone(), schema).as_ref() == Some(definition) {
            return extended;
        }
        Some(definition.clone())
    }
}

fn owned((key, value): (&String, &Json)) -> (String, Json) {
    (key.clone(), value.clone())
}

/// The table that the data of the spec are.
fn take_table(rest: &mut Map<String, Json>) -> Option<String> {
    let name = rest.get("data")?.get("url")?.as_str()?.strip_prefix(TABLE)?.to_owned();
    rest.shift_remove("data");
    Some(name)
}

/// The unit and the table that an export of a panel has written.
fn take_ours(rest: &mut Map<String, Json>) -> (String, Option<String>) {
    let Some(Json::Object(mut meta)) = rest.shift_remove("usermeta") else { return Default::default() };
    let ours = meta.shift_remove(OURS);
    if !meta.is_empty() {
        rest.insert("usermeta".to_owned(), meta.into());
    }
    let text = |member| ours.as_ref().and_then(|ours| ours.get(member)?.as_str());
    (text("unit").unwrap_or_default().trim().to_owned(), text("table").map(str::to_owned))
}

/// A text, or lines of it, as one.
fn lines(words: Option<&Json>) -> String {
    match words {
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(lines)) => lines.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        Some(_) | None => String::new(),
    }
}

/// A colour that a panel can say itself, if it is written as it would write it.
fn rgb(color: &Json) -> Option<Color> {
    let text = color.as_str()?;
    text.parse().ok().filter(|color: &Color| color.to_string() == text)
}
