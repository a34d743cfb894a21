//! What fits: charts that are good for the fields that are chosen, or for those of the table while none is. Pure.
//! Whoever takes one may change everything about it.

use chart::panel::escaped;
use serde_json::{Map, Value as Json, json};
use table::{DataType, Field};

use super::{
    chart_spec::ChartSpec,
    mark_choice::mark_words,
    place::{By, Place, Sketch, definition},
};
use crate::locale::{FormWord as W, say, say_filled, t};

/// Members that bring views of their own.
const COMPOSITES: [&str; 7] = ["layer", "hconcat", "vconcat", "concat", "spec", "facet", "repeat"];
/// The fields of a candle.
const PRICES: [&str; 4] = ["open", "high", "low", "close"];

/// A chart to take.
pub(super) struct Fit {
    /// Names its picture.
    pub(super) name: &'static str,
    pub(super) words: String,
    pub(super) spec: ChartSpec,
}

/// The fields that charts are made of.
#[derive(Default)]
struct Cast<'a> {
    time: Option<&'a Field>,
    numbers: Vec<&'a Field>,
    texts: Vec<&'a Field>,
}

impl<'a> Cast<'a> {
    /// The chosen fields first, then the others of the table.
    fn of(sketch: &'a Sketch) -> Self {
        let chosen = ["x", "y", "color", "theta", "size"].map(|channel| Place::of(&sketch.spec, channel).field);
        let is_chosen = |field: &&Field| chosen.iter().any(|name| name.as_deref() == Some(&*field.name));
        let (first, others): (Vec<&Field>, Vec<&Field>) = sketch.fields.iter().partition(is_chosen);
        let mut cast = Self::default();
        for field in first.into_iter().chain(others) {
            match field.data_type {
                DataType::Time => cast.time = cast.time.or(Some(field)),
                DataType::Float | DataType::Integer => cast.numbers.push(field),
                DataType::Text | DataType::Flag => cast.texts.push(field),
            }
        }
        cast
    }
}

/// What fits, the best first.
pub(super) fn fits(sketch: &Sketch) -> Vec<Fit> {
    let cast = Cast::of(sketch);
    let (number, text) = (cast.numbers.first().copied(), cast.texts.first().copied());
    let each = |field: &Field| definition(field, By::Each);
    let sum = |field: &Field, op: &str| definition(field, By::Summary(op.to_owned()));
    let count = || json!({ "aggregate": "count", "type": "quantitative" });
    let mut fits = Vec::new();
    let mut add = |name, words, mark, channels: Vec<(&str, Json)>| {
        fits.push(Fit { name, words, spec: drawn(&sketch.spec, mark, channels) });
    };
    if let (Some(time), Some(number)) = (cast.time, number) {
        let mut channels = vec![("x", each(time)), ("y", each(number))];
        channels.extend(text.map(|text| ("color", each(text))));
        add("line", words(W::SuggestOver, "line", number, time), json!("line"), channels.clone());
        add("area", words(W::SuggestOver, "area", number, time), json!("area"), channels);
    }
    if let (Some(text), Some(number)) = (text, number) {
        let mean = vec![("x", each(text)), ("y", sum(number, "mean"))];
        add("bar", words(W::SuggestOver, "bar", number, text), json!("bar"), mean);
        let spread = vec![("x", each(text)), ("y", each(number))];
        add("boxplot", words(W::SuggestSpread, "boxplot", number, text), json!("boxplot"), spread);
        let shares = vec![("theta", sum(number, "sum")), ("color", each(text))];
        let donut = json!({ "type": "arc", "innerRadius": 50 });
        add("donut", words(W::SuggestShare, "donut", number, text), donut, shares);
    } else if let Some(text) = text {
        add("bar", words(W::SuggestCount, "bar", text, text), json!("bar"), vec![("x", each(text)), ("y", count())]);
    }
    if let [first, second, ..] = *cast.numbers {
        let mut channels = vec![("x", each(first)), ("y", each(second))];
        channels.extend(text.map(|text| ("color", each(text))));
        add("point", words(W::SuggestPair, "point", second, first), json!("point"), channels);
    }
    if let Some(number) = number {
        let bins = vec![("x", definition(number, By::Bins)), ("y", count())];
        add("histogram", words(W::SuggestCount, "histogram", number, number), json!("bar"), bins);
    }
    if let [first, second, ..] = *cast.texts {
        let cells = vec![("x", each(first)), ("y", each(second)), ("color", count())];
        add("heatmap", words(W::SuggestPair, "heatmap", second, first), json!("rect"), cells);
    }
    fits.extend(candles(sketch, &cast));
    fits
}

fn words(word: W, mark: &str, y: &Field, x: &Field) -> String {
    say_filled(word, &[("mark", name_of(mark)), ("y", &y.name), ("x", &x.name)])
}

fn name_of(name: &str) -> &'static str {
    use document::Mark;
    t(mark_words(match name {
        "line" => Mark::Line,
        "area" => Mark::Area,
        "bar" => Mark::Bar,
        "boxplot" => Mark::Boxplot,
        "point" => Mark::Point,
        "donut" => return say(W::Donut),
        "histogram" => return say(W::Histogram),
        "heatmap" => return say(W::Heatmap),
        _ => return say(W::Candlestick),
    }))
}

/// The spec with another mark and other channels; its data, its steps and its words stay.
fn drawn(spec: &ChartSpec, mark: Json, channels: Vec<(&str, Json)>) -> ChartSpec {
    let bare = COMPOSITES.iter().fold(spec.clone(), |spec, member| spec.with(&[member], None));
    let channels = channels.into_iter().map(|(channel, definition)| (channel.to_owned(), definition));
    bare.with(&["mark"], None)
        .with(&["mark"], Some(mark))
        .with(&["encoding"], Some(channels.collect::<Map<_, _>>().into()))
}

/// Candles, where the table has the four prices.
fn candles(sketch: &Sketch, cast: &Cast<'_>) -> Option<Fit> {
    let time = cast.time?;
    let price = |name: &str| cast.numbers.iter().find(|field| field.name.eq_ignore_ascii_case(name)).copied();
    let [open, high, low, close] = PRICES.map(price);
    let [open, high, low, close] = [open?, high?, low?, close?].map(|field| escaped(&field.name));
    let y = |field: &str| json!({ "field": field, "type": "quantitative", "scale": { "zero": false }, "title": null });
    let rises = format!("datum[{}] < datum[{}]", Json::from(&*open), Json::from(&*close));
    let layer = json!([
        { "mark": "rule", "encoding": { "y": y(&low), "y2": { "field": high } } },
        { "mark": "bar", "encoding": { "y": y(&open), "y2": { "field": close } } },
    ]);
    let color = json!({ "condition": { "test": rises, "value": "#06982d" }, "value": "#ae1325" });
    let channels = vec![("x", definition(time, By::Each)), ("color", color)];
    let spec = drawn(&sketch.spec, Json::Null, channels).with(&["mark"], None).with(&["layer"], Some(layer));
    Some(Fit { name: "candlestick", words: say(W::Candlestick).to_owned(), spec })
}
