//! An offer: one card of the palette, and what a panel says from the beginning that is made from it. Pure: which fields
//! a table has decides what it fits, how well, and in which order the cards stand.

use document::{Aggregate, Kind, Mark, Property as P, TimeUnit, Value};
use table::{DataType, Schema};

use crate::{
    api::TableInfo,
    components::Bring,
    locale::{BuilderWords, DataWords, Message, say, t},
};

/// What is offered, and which drawing its card has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Line,
    Area,
    Bar,
    Point,
    Heatmap,
    Pie,
    Histogram,
    Boxplot,
    Number,
    Table,
    Text,
    Control,
    Section,
    Tab,
    Csv,
    VegaLite,
    Program,
}

/// What becomes of a card that is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Becomes {
    Panel(Kind, Vec<(P, Value)>),
    Section,
    Tab,
    /// A dialog that brings something along.
    Bring(Bring),
}

/// One card.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    pub(super) face: Face,
    pub(super) becomes: Becomes,
    /// The fields that it would draw, in words; empty where there are none that fit.
    pub(super) drawn: String,
}

impl Face {
    pub(super) const ALL: [Self; 17] = [
        Self::Line,
        Self::Area,
        Self::Bar,
        Self::Point,
        Self::Heatmap,
        Self::Pie,
        Self::Histogram,
        Self::Boxplot,
        Self::Number,
        Self::Table,
        Self::Text,
        Self::Control,
        Self::Section,
        Self::Tab,
        Self::Csv,
        Self::VegaLite,
        Self::Program,
    ];

    pub(super) fn words(self) -> &'static str {
        t(match self {
            Self::Line => Message::Line,
            Self::Area => Message::Area,
            Self::Bar => Message::Bar,
            Self::Point => Message::Point,
            Self::Boxplot => Message::Boxplot,
            Self::Number => Message::Number,
            Self::Table => Message::Table,
            Self::Text => Message::TextPanel,
            Self::Control => Message::Control,
            Self::Section => Message::AddSection,
            Self::Tab => Message::Tab,
            Self::VegaLite => Message::ImportVegaLite,
            Self::Csv => return say(DataWords::ImportCsv),
            Self::Program => return say(DataWords::Connect),
            Self::Heatmap => return say(BuilderWords::Heatmap),
            Self::Pie => return say(BuilderWords::Pie),
            Self::Histogram => return say(BuilderWords::Histogram),
        })
    }

    fn mark(self) -> Option<Mark> {
        match self {
            Self::Line => Some(Mark::Line),
            Self::Area => Some(Mark::Area),
            Self::Bar | Self::Histogram => Some(Mark::Bar),
            Self::Point => Some(Mark::Point),
            Self::Heatmap => Some(Mark::Rect),
            Self::Pie => Some(Mark::Arc),
            Self::Boxplot => Some(Mark::Boxplot),
            Self::Number
            | Self::Table
            | Self::Text
            | Self::Control
            | Self::Section
            | Self::Tab
            | Self::Csv
            | Self::VegaLite
            | Self::Program => None,
        }
    }
}

/// All cards in their order: first those for which this table has the fields, those that say most before the others.
pub(super) fn offers(table: Option<&TableInfo>) -> Vec<Offer> {
    let fields = table.map(|table| Fields::of(&table.schema)).unwrap_or_default();
    let mut all: Vec<Offer> = Face::ALL.into_iter().map(|face| offer(face, table, &fields)).collect();
    all.sort_by_key(|offer| offer.drawn.is_empty());
    all
}

/// What shows a table first: the first card that its fields fit.
pub(super) fn first(table: &TableInfo) -> (Kind, Vec<(P, Value)>) {
    let fit = offers(Some(table)).into_iter().filter(|offer| !offer.drawn.is_empty());
    let mut panels = fit.filter_map(|offer| match offer.becomes {
        Becomes::Panel(kind, values) => Some((kind, values)),
        Becomes::Section | Becomes::Tab | Becomes::Bring(_) => None,
    });
    panels.next().unwrap_or_else(|| (Kind::Table, vec![(P::Table, Value::Name(Some(table.name.clone())))]))
}

/// Which of the cards have all words of a query, as they stand.
pub(super) fn found(all: Vec<Offer>, query: &str) -> Vec<Offer> {
    let query = query.to_lowercase();
    let has = |offer: &Offer| {
        let text = [offer.face.words(), " ", &offer.drawn].concat().to_lowercase();
        query.split_whitespace().all(|word| text.contains(word))
    };
    all.into_iter().filter(has).collect()
}

fn offer(face: Face, table: Option<&TableInfo>, fields: &Fields<'_>) -> Offer {
    let named = |property, name: &str| (property, Value::Name(Some(name.to_owned())));
    let becomes = |kind: Kind| {
        let mut values: Vec<(P, Value)> = table.map(|table| named(P::Table, &table.name)).into_iter().collect();
        let fit = fields.fit(face);
        let drawn = fit.as_ref().map(|fit| fit.drawn.join(" · ")).unwrap_or_default();
        values.extend(face.mark().filter(|mark| *mark != Mark::Line).map(|mark| (P::Mark, Value::Mark(mark))));
        values.extend(fit.map(|fit| fit.values).unwrap_or_default());
        (Becomes::Panel(kind, values), drawn)
    };
    let (becomes, drawn) = match face {
        Face::Section => (Becomes::Section, String::new()),
        Face::Tab => (Becomes::Tab, String::new()),
        Face::Csv => (Becomes::Bring(Bring::Csv), String::new()),
        Face::VegaLite => (Becomes::Bring(Bring::VegaLite), String::new()),
        Face::Program => (Becomes::Bring(Bring::Program), String::new()),
        Face::Text => (Becomes::Panel(Kind::Text, Vec::new()), String::new()),
        Face::Control => (Becomes::Panel(Kind::Control, Vec::new()), String::new()),
        Face::Number => becomes(Kind::Stat),
        Face::Table => becomes(Kind::Table),
        Face::Line
        | Face::Area
        | Face::Bar
        | Face::Point
        | Face::Heatmap
        | Face::Pie
        | Face::Histogram
        | Face::Boxplot => becomes(Kind::Chart),
    };
    Offer { face, becomes, drawn }
}

/// The fields of a table that charts begin with: the first of each type.
#[derive(Default)]
struct Fields<'a> {
    time: Option<&'a str>,
    numbers: Vec<&'a str>,
    texts: Vec<&'a str>,
    all: usize,
}

/// What a card says of the fields of a table.
struct Fit {
    values: Vec<(P, Value)>,
    drawn: Vec<String>,
}

impl<'a> Fields<'a> {
    fn of(schema: &'a Schema) -> Self {
        let names = |types: &[DataType]| -> Vec<&'a str> {
            let fields = schema.fields().iter().filter(|field| types.contains(&field.data_type));
            fields.map(|field| &*field.name).collect()
        };
        Self {
            time: names(&[DataType::Time]).first().copied(),
            numbers: names(&[DataType::Float, DataType::Integer]),
            texts: names(&[DataType::Text]),
            all: schema.fields().len(),
        }
    }

    /// `None` where a field is missing.
    fn fit(&self, face: Face) -> Option<Fit> {
        let (number, text) = (self.numbers.first().copied(), self.texts.first().copied());
        let mut fit = Fit { values: Vec::new(), drawn: Vec::new() };
        match face {
            Face::Line | Face::Area => {
                fit.name(P::Y, number?);
                fit.name(P::X, self.time?);
                text.into_iter().for_each(|text| fit.name(P::Color, text));
            }
            Face::Bar => {
                text.into_iter().for_each(|text| fit.name(P::X, text));
                if text.is_none() {
                    fit.name(P::X, self.time?);
                    fit.set(P::TimeUnit, Value::TimeUnit(Some(TimeUnit::Hour)));
                }
                number.into_iter().for_each(|number| fit.name(P::Y, number));
                fit.set(P::Aggregate, Value::Aggregate(Some(number.map_or(Aggregate::Count, |_| Aggregate::Mean))));
            }
            Face::Point => {
                let [x, y, ..] = self.numbers[..] else { return None };
                fit.name(P::X, x);
                fit.name(P::Y, y);
                text.into_iter().for_each(|text| fit.name(P::Color, text));
            }
            Face::Heatmap => {
                match (self.time, self.texts.get(1)) {
                    (Some(time), _) => {
                        fit.name(P::X, time);
                        fit.set(P::TimeUnit, Value::TimeUnit(Some(TimeUnit::Hour)));
                    }
                    (None, Some(other)) => fit.name(P::X, other),
                    (None, None) => return None,
                }
                fit.name(P::Y, text?);
                fit.say(P::EncodingColor, &shade(number));
            }
            Face::Pie => {
                fit.name(P::Color, text?);
                fit.say(P::EncodingTheta, &shade(number).replace("mean", "sum"));
            }
            Face::Histogram => {
                fit.name(P::X, number?);
                fit.say(P::EncodingX, r#"{"bin":true}"#);
                fit.set(P::Aggregate, Value::Aggregate(Some(Aggregate::Count)));
            }
            Face::Boxplot => {
                fit.name(P::Y, number?);
                fit.name(P::X, text?);
            }
            Face::Number => {
                fit.name(P::Y, number?);
                fit.set(P::Aggregate, Value::Aggregate(Some(Aggregate::Last)));
            }
            Face::Table if self.all > 0 => {
                fit.drawn = [self.time, text, number].into_iter().flatten().map(str::to_owned).collect();
            }
            Face::Table
            | Face::Text
            | Face::Control
            | Face::Section
            | Face::Tab
            | Face::Csv
            | Face::VegaLite
            | Face::Program => return None,
        }
        Some(fit)
    }
}

impl Fit {
    fn set(&mut self, property: P, value: Value) {
        self.values.push((property, value));
    }

    fn name(&mut self, property: P, name: &str) {
        self.set(property, Value::Name(Some(name.to_owned())));
        self.drawn.push(name.to_owned());
    }

    fn say(&mut self, property: P, json: &str) {
        self.set(property, Value::Text(json.to_owned()));
    }
}

/// What a channel says that shows a number for each group of rows: its mean, or how many rows there are.
fn shade(number: Option<&str>) -> String {
    let field = number.map(quoted).unwrap_or_default();
    match number {
        Some(_) => format!(r#"{{"aggregate":"mean","field":{field},"type":"quantitative"}}"#),
        None => r#"{"aggregate":"count","type":"quantitative"}"#.to_owned(),
    }
}

/// A name as JSON writes it.
fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for char in name.chars() {
        if matches!(char, '"' | '\\') {
            text.push('\\');
        }
        text.push(char);
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use table::Field;

    use super::*;

    fn table(fields: &[(&str, DataType)]) -> TableInfo {
        let field = |(name, data_type): &(&str, DataType)| Field { name: (*name).into(), data_type: *data_type };
        TableInfo { name: "t".into(), schema: Schema::new(fields.iter().map(field).collect()).unwrap() }
    }

    fn suggested(table: &TableInfo) -> Vec<(Face, String)> {
        let offers = offers(Some(table)).into_iter();
        offers.filter(|offer| !offer.drawn.is_empty()).map(|offer| (offer.face, offer.drawn)).collect()
    }

    #[test]
    fn cards_that_the_table_has_the_fields_for_come_first() {
        let cpu = table(&[("time", DataType::Time), ("core", DataType::Text), ("busy", DataType::Float)]);
        let expected = [
            (Face::Line, "busy · time · core"),
            (Face::Area, "busy · time · core"),
            (Face::Bar, "core · busy"),
            (Face::Heatmap, "time · core"),
            (Face::Pie, "core"),
            (Face::Histogram, "busy"),
            (Face::Boxplot, "busy · core"),
            (Face::Number, "busy"),
            (Face::Table, "time · core · busy"),
        ];
        assert_eq!(suggested(&cpu), expected.map(|(face, drawn)| (face, drawn.to_owned())));
        assert_eq!(offers(None).len(), Face::ALL.len(), "all the same without a table");
        let words = table(&[("word", DataType::Text)]);
        let faces: Vec<Face> = suggested(&words).into_iter().map(|(face, _)| face).collect();
        assert_eq!(faces, [Face::Bar, Face::Pie, Face::Table]);
    }

    #[test]
    fn what_a_card_says_may_stand_in_a_panel() {
        let fields = [("a \"b\"", DataType::Float), ("n", DataType::Integer), ("time", DataType::Time)];
        let odd = table(&[&fields[..], &[("w", DataType::Text), ("v", DataType::Text)]].concat());
        for Offer { face, becomes, .. } in offers(Some(&odd)) {
            let Becomes::Panel(kind, values) = becomes else { continue };
            for (property, value) in values {
                assert_eq!(property.check(&value), Ok(()), "{face:?} {property:?}");
                assert!(kind.properties().contains(&property), "{face:?} {property:?}");
            }
        }
        assert_eq!(shade(Some("a \"b\"")), r#"{"aggregate":"mean","field":"a \"b\"","type":"quantitative"}"#);
    }

    #[test]
    fn a_search_finds_by_name_and_by_field() {
        let cpu = table(&[("time", DataType::Time), ("core", DataType::Text), ("busy", DataType::Float)]);
        let faces = |query| found(offers(Some(&cpu)), query).into_iter().map(|offer| offer.face).collect::<Vec<_>>();
        assert_eq!(faces("PIE"), [Face::Pie]);
        assert_eq!(faces("core bar"), [Face::Bar]);
        assert_eq!(faces("nothing"), []);
    }
}
