//! Templates: charts that people know by name and that are no mark of their own in Vega-Lite: a candlestick is a rule
//! behind a bar, a heatmap is rectangles, a histogram is bars over bins, a donut is arcs around a hole. They are specs
//! like any other: whoever takes one may change everything about it.

use serde_json::{Map, Value as Json, json};
use table::transform::{AggregateOp, Bin, Test};

use crate::spec::{
    Body, Channel, ChannelAggregate, ChannelBin, ChannelDef, Condition, Data, Encoding, FieldPath, FieldType, Mark,
    MarkType, Scale, Source, Spec,
};

/// The colour of a candle that closes above its opening, and of one that does not.
const RISING: &str = "#06982d";
const FALLING: &str = "#ae1325";
/// From the centre of a donut to where its arcs begin: CSS pixels.
const HOLE_PX: u32 = 50;

/// The fields of a candle.
#[derive(Clone, Debug, PartialEq)]
pub struct Candle {
    /// When.
    pub time: FieldPath,
    /// The first price.
    pub open: FieldPath,
    /// The greatest.
    pub high: FieldPath,
    /// The least.
    pub low: FieldPath,
    /// The last price.
    pub close: FieldPath,
}

/// A candle for each row: a rule from the lowest to the highest price and a bar from the first to the last, green where
/// the price rose.
#[must_use]
pub fn candlestick(data: Option<Data>, candle: &Candle) -> Spec {
    let price = |field: &FieldPath| ChannelDef {
        scale: Some(Some(Scale { zero: Some(false), ..Scale::default() })),
        title: Some(Some(vec!["Price".to_owned()])),
        ..definition(field, FieldType::Quantitative)
    };
    let end = |field: &FieldPath| ChannelDef { source: Source::Field(field.clone()), ..ChannelDef::default() };
    let layer = |mark, from, to| unit(mark, Map::new(), vec![(Channel::Y, price(from)), (Channel::Y2, end(to))]);
    let layers =
        vec![layer(MarkType::Rule, &candle.low, &candle.high), layer(MarkType::Bar, &candle.open, &candle.close)];
    let [open, close] = [&candle.open, &candle.close].map(|field| format!("datum[{}]", Json::from(&**field)));
    let value = |color: &str| ChannelDef { source: Source::Value(color.into()), ..ChannelDef::default() };
    let rising =
        Condition { test: Test::Expression(format!("{open} < {close}").into()), then: Box::new(value(RISING)) };
    let color = ChannelDef { conditions: vec![rising], ..value(FALLING) };
    let shared = vec![(Channel::X, definition(&candle.time, FieldType::Temporal)), (Channel::Color, color)];
    Spec { data, encoding: encoding(shared), body: Body::Layer(layers), ..Spec::default() }
}

/// A rectangle for each pair of values, coloured by the mean of a third field, or by how many rows there are.
#[must_use]
pub fn heatmap(data: Option<Data>, x: &FieldPath, y: &FieldPath, value: Option<&FieldPath>) -> Spec {
    let color = measure(AggregateOp::Mean, value);
    let channels = vec![
        (Channel::X, definition(x, FieldType::Ordinal)),
        (Channel::Y, definition(y, FieldType::Ordinal)),
        (Channel::Color, color),
    ];
    Spec { data, ..unit(MarkType::Rect, Map::new(), channels) }
}

/// How many rows lie in each bin of a field.
#[must_use]
pub fn histogram(data: Option<Data>, field: &FieldPath) -> Spec {
    let bin = Some(ChannelBin::Bin(Some(Bin::default())));
    let x = ChannelDef { bin, ..definition(field, FieldType::Quantitative) };
    Spec {
        data,
        ..unit(MarkType::Bar, Map::new(), vec![(Channel::X, x), (Channel::Y, measure(AggregateOp::Count, None))])
    }
}

/// The share of each category in the sum of a field, or in the number of rows, around a hole.
#[must_use]
pub fn donut(data: Option<Data>, category: &FieldPath, value: Option<&FieldPath>) -> Spec {
    let style = Map::from_iter([("innerRadius".to_owned(), json!(HOLE_PX))]);
    let channels = vec![
        (Channel::Theta, measure(AggregateOp::Sum, value)),
        (Channel::Color, definition(category, FieldType::Nominal)),
    ];
    Spec { data, ..unit(MarkType::Arc, style, channels) }
}

/// An aggregate of a field; how many rows there are without one.
fn measure(op: AggregateOp, field: Option<&FieldPath>) -> ChannelDef {
    let source = field.map_or(Source::None, |field| Source::Field(field.clone()));
    let op = if field.is_none() { AggregateOp::Count } else { op };
    let (aggregate, field_type) = (Some(ChannelAggregate::Op(op)), Some(FieldType::Quantitative));
    ChannelDef { source, aggregate, field_type, ..ChannelDef::default() }
}

fn definition(field: &FieldPath, field_type: FieldType) -> ChannelDef {
    ChannelDef { source: Source::Field(field.clone()), field_type: Some(field_type), ..ChannelDef::default() }
}

fn encoding(channels: Vec<(Channel, ChannelDef)>) -> Encoding {
    Encoding(channels.into_iter().map(|(channel, definition)| (channel, vec![definition])).collect())
}

fn unit(mark: MarkType, style: Map<String, Json>, channels: Vec<(Channel, ChannelDef)>) -> Spec {
    Spec { encoding: encoding(channels), body: Body::Unit(Mark { mark, style }), ..Spec::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        flow::{Given, flow},
        label::labels,
        normal::normal,
        source::NoFiles,
        vega_lite,
    };

    /// What the marks of a spec say, which is also valid Vega-Lite.
    fn said(spec: Spec) -> Vec<String> {
        let (again, dropped) = vega_lite::read(&vega_lite::write(&spec)).expect("a template can be written");
        assert_eq!((again, dropped), (spec.clone(), Vec::new()));
        let view = flow(&normal(spec).expect("a plain form"), &Given::files(&NoFiles)).expect("views");
        labels(&view).into_iter().map(|label| format!("{}| {}", label.role, label.text)).collect()
    }

    fn rows() -> Option<Data> {
        let values = json!([
            {"t": "2024-05-01", "o": 1, "h": 4, "l": 0.5, "c": 3, "k": "a"},
            {"t": "2024-05-02", "o": 3, "h": 5, "l": 2, "c": 2.5, "k": "b"},
        ]);
        Some(Data::Inline { values, format: crate::spec::Format::default(), name: None })
    }

    #[test]
    fn templates_show_their_fields() {
        let [t, o, h, l, c, k] = ["t", "o", "h", "l", "c", "k"].map(FieldPath::from);
        let candle = Candle { time: t, open: o.clone(), high: h, low: l, close: c };
        assert_eq!(
            said(candlestick(rows(), &candle)),
            [
                "rule mark| t: May 01, 2024; Price: 0.5; h: 4",
                "rule mark| t: May 02, 2024; Price: 2; h: 5",
                "bar| t: May 01, 2024; Price: 1; c: 3",
                "bar| t: May 02, 2024; Price: 3; c: 2.5",
            ]
        );
        assert_eq!(said(heatmap(rows(), &k, &o, Some(&candle.close)))[0], "rect mark| k: a; o: 1; Mean of c: 3");
        assert_eq!(said(histogram(rows(), &o))[0], "bar| o (binned): 1 – 1.2; Count of Records: 1");
        assert_eq!(said(donut(rows(), &k, None))[1], "arc mark| Count of Records: 1; k: b");
    }
}
