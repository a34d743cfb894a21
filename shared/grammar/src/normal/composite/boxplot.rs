//! Box plot: a box from the first to the third quartile, a tick at the median, whiskers to the extremes or as far as a
//! multiple of the box's length, and what lies beyond as points (Tukey, Exploratory Data Analysis, 1977).

use serde_json::{Map, Value as Json, json};
use table::transform::{Measure, Test};

use super::{
    Axis, datum,
    part::{Composite, Part, set, take},
    taken::Taken,
};
use crate::{
    flow::{name, style},
    spec::{
        AggregateOp, Body, Channel, ChannelDef, Condition, Encoding, Mark, MarkType, Source, Spec, Step, Transform,
    },
    vega_lite::Problem,
};

const BOX_COLOR: &str = "#4c78a8";
/// How many box lengths whiskers reach, where nothing is said.
const EXTENT: f64 = 1.5;

/// A box plot being taken apart.
struct Boxplot<'a> {
    composite: Composite<'a>,
    axis: Axis,
    taken: Taken,
    /// `None`: whiskers reach the extremes.
    extent: Option<f64>,
    size: Option<Json>,
    color: Option<Vec<ChannelDef>>,
    /// Neither colour nor size.
    bare: Encoding,
    /// What the spec says of tooltips, if it is not an aggregate: it is meant for outliers.
    tooltip: Option<Vec<ChannelDef>>,
}

pub(super) fn layered(mut spec: Spec, mark: &Mark, config: &Map<String, Json>) -> Result<Spec, Problem> {
    let plot = Boxplot::new(std::mem::take(&mut spec.encoding), mark, config)?;
    let boxes = plot.boxes();
    let aggregate = plot.taken.units().chain([plot.summary()]);
    if plot.extent.is_none() {
        spec.transform.extend(aggregate);
        return Ok(Spec { body: Body::Layer(boxes), ..spec });
    }
    let boxes = Spec { transform: aggregate.collect(), body: Body::Layer(boxes), ..Spec::default() };
    Ok(Spec { body: Body::Layer(vec![plot.beyond(), boxes]), ..spec })
}

impl<'a> Boxplot<'a> {
    fn new(encoding: Encoding, mark: &'a Mark, config: &Map<String, Json>) -> Result<Self, Problem> {
        let composite = Composite::new(mark, config);
        let axis = Axis::of_raw(&encoding, mark)?;
        let extent = composite.says("extent").map_or(Some(EXTENT), Json::as_f64);
        let size = style::get(mark, config, "size").or_else(|| composite.says("size")).cloned();
        let mut encoding = encoding;
        take(&mut encoding, axis.channel);
        let tooltip = split_tooltip(&mut encoding);
        let taken = Taken::out_of(encoding, config);
        let mut bare = taken.encoding.clone();
        let color = take(&mut bare, Channel::Color);
        take(&mut bare, Channel::Size);
        Ok(Self { composite, axis, taken, extent, size, color, bare, tooltip })
    }

    fn summary(&self) -> Step {
        let (low, high) = if self.extent.is_none() { ("lower_whisker", "upper_whisker") } else { ("min", "max") };
        let own = [
            (AggregateOp::Q1, "lower_box"),
            (AggregateOp::Q3, "upper_box"),
            (AggregateOp::Median, "mid_box"),
            (AggregateOp::Min, low),
            (AggregateOp::Max, high),
        ];
        let own = own.into_iter().map(|(op, prefix)| self.measure(op, "", prefix));
        let measures = self.taken.aggregate.iter().cloned().chain(own).collect();
        Step::Plain(Transform::Aggregate { groupby: self.taken.groupby.clone(), measures })
    }

    /// An aggregate of the axis's field, or of the column of it that begins so.
    fn measure(&self, op: AggregateOp, of: &str, prefix: &str) -> Measure {
        let field = format!("{of}{}", self.axis.field).into();
        Measure { op, field: Some(field), name: format!("{prefix}_{}", name::of_path(&self.axis.field)).into() }
    }

    fn five_numbers(&self) -> Vec<ChannelDef> {
        let (low, high) = if self.extent.is_none() { ("lower_whisker_", "upper_whisker_") } else { ("min_", "max_") };
        let summary = [(high, "Max"), ("upper_box_", "Q3"), ("mid_box_", "Median"), ("lower_box_", "Q1"), (low, "Min")];
        self.axis.tooltip(&summary.map(|(prefix, title)| (prefix, title.to_owned())), &self.taken.encoding, true)
    }

    /// Box and median, and whiskers where they need no rows of their own.
    fn boxes(&self) -> Vec<Spec> {
        let size = self.size.as_ref();
        let style = self.style(json!({"size": size, "orient": self.axis.along(), "ariaRoleDescription": "box"}));
        let (start, end) = ("lower_box", Some("upper_box"));
        let body = Part { name: "box", mark: MarkType::Bar, style, start, end };
        let color = self.composite.config.get("median").and_then(|median| median.get("color"));
        let style = self.style(json!({"color": color, "size": size, "orient": self.axis.across(), "aria": false}));
        let median = Part { name: "median", mark: MarkType::Tick, style, start: "mid_box", end: None };
        let tooltip = self.five_numbers();
        let mut views = if self.extent.is_none() { self.whiskers() } else { Vec::new() };
        views.extend(self.composite.view(&self.axis, &body, &self.taken.encoding, &tooltip));
        views.extend(self.composite.view(&self.axis, &median, &self.of_median(), &tooltip));
        views
    }

    /// A style with what the mark says of invalid values, and without what is not said.
    fn style(&self, mut style: Json) -> Json {
        if let Json::Object(style) = &mut style {
            style.retain(|_, value| !value.is_null());
            style.extend(
                self.composite.mark.style.get("invalid").map(|invalid| ("invalid".to_owned(), invalid.clone())),
            );
        }
        style
    }

    /// The median of a box without length would be white on nothing: it has the colour of the box.
    fn of_median(&self) -> Encoding {
        let mut encoding = self.bare.clone();
        if let Some((channel, size)) = self.taken.encoding.0.iter().find(|(channel, _)| *channel == Channel::Size) {
            set(&mut encoding, *channel, size.clone());
        }
        let [lower, upper] = ["lower_box", "upper_box"].map(|prefix| datum(&self.axis.prefixed(prefix)));
        let of_box = self.composite.config.get("box").and_then(|style| style.get("color")).cloned();
        let value = Source::Value(of_box.unwrap_or_else(|| BOX_COLOR.into()));
        let color = self.color.as_ref().and_then(|color| color.first()).cloned();
        let then = color.unwrap_or(ChannelDef { source: value, ..ChannelDef::default() });
        let test = Test::Expression(format!("{lower} >= {upper}").into());
        let conditions = vec![Condition { test, then: Box::new(then) }];
        set(&mut encoding, Channel::Color, vec![ChannelDef { conditions, ..ChannelDef::default() }]);
        encoding
    }

    fn whiskers(&self) -> Vec<Spec> {
        let tooltip = match self.extent {
            None => self.five_numbers(),
            Some(_) => {
                let ends = [("upper_whisker_", "Upper Whisker"), ("lower_whisker_", "Lower Whisker")];
                self.axis.tooltip(&ends.map(|(prefix, title)| (prefix, title.to_owned())), &self.taken.encoding, true)
            }
        };
        let rule = |start, end| {
            let style = self.style(json!({"aria": false}));
            Part { name: "rule", mark: MarkType::Rule, style, start, end }
        };
        let tick = |start| {
            let style = json!({"color": "black", "opacity": 1, "orient": self.axis.across(), "aria": false});
            let style = self.style(style);
            Part { name: "ticks", mark: MarkType::Tick, style, start, end: None }
        };
        let parts = [
            rule("lower_whisker", Some("lower_box")),
            rule("upper_box", Some("upper_whisker")),
            tick("lower_whisker"),
            tick("upper_whisker"),
        ];
        parts.into_iter().filter_map(|part| self.composite.view(&self.axis, &part, &self.bare, &tooltip)).collect()
    }

    /// Outliers, and whiskers over what lies within.
    fn beyond(&self) -> Spec {
        let [lower, upper] = ["lower_box", "upper_box"].map(|prefix| datum(&self.axis.prefixed(prefix)));
        let reach = format!("{} * ({upper} - {lower})", self.extent.unwrap_or(EXTENT));
        let (lower, upper) = (format!("{lower} - {reach}"), format!("{upper} + {reach}"));
        let field = datum(&self.axis.field);
        let filter = |expression: String| Step::Plain(Transform::Filter(Test::Expression(expression.into())));
        let within = filter(format!("({lower} <= {field}) && ({field} <= {upper})"));
        let whiskers =
            Spec { transform: vec![within, self.reached()], body: Body::Layer(self.whiskers()), ..Spec::default() };
        let transform: Vec<Step> = self.taken.units().chain([self.quartiles()]).collect();
        match self.outliers(filter(format!("({field} < {lower}) || ({field} > {upper})"))) {
            Some(outliers) => Spec { transform, body: Body::Layer(vec![outliers, whiskers]), ..Spec::default() },
            None => Spec { transform: transform.into_iter().chain(whiskers.transform).collect(), ..whiskers },
        }
    }

    fn quartiles(&self) -> Step {
        let quartiles = [(AggregateOp::Q1, "lower_box"), (AggregateOp::Q3, "upper_box")];
        let measures = quartiles.into_iter().map(|(op, prefix)| self.measure(op, "", prefix)).collect();
        Step::Plain(Transform::JoinAggregate { groupby: self.taken.groupby.clone(), measures })
    }

    fn reached(&self) -> Step {
        let own = [
            self.measure(AggregateOp::Min, "", "lower_whisker"),
            self.measure(AggregateOp::Max, "", "upper_whisker"),
            self.measure(AggregateOp::Min, "lower_box_", "lower_box"),
            self.measure(AggregateOp::Max, "upper_box_", "upper_box"),
        ];
        let measures = own.into_iter().chain(self.taken.aggregate.iter().cloned()).collect();
        Step::Plain(Transform::Aggregate { groupby: self.taken.groupby.clone(), measures })
    }

    fn outliers(&self, filter: Step) -> Option<Spec> {
        let mark = self.composite.mark("outliers", MarkType::Point, &json!({}))?;
        let mut encoding = Encoding(vec![(self.axis.channel, vec![self.axis.shows(&self.axis.field)])]);
        for (channel, definitions) in &self.bare.0 {
            set(&mut encoding, *channel, definitions.clone());
        }
        take(&mut encoding, Channel::Tooltip);
        let more = [(Channel::Color, &self.color), (Channel::Tooltip, &self.tooltip)];
        for (channel, definitions) in more {
            if let Some(definitions) = definitions {
                set(&mut encoding, channel, definitions.clone());
            }
        }
        Some(Spec { transform: vec![filter], encoding, body: Body::Unit(mark), ..Spec::default() })
    }
}

/// Leaves the aggregates of a tooltip in the encoding and takes the rest out.
fn split_tooltip(encoding: &mut Encoding) -> Option<Vec<ChannelDef>> {
    let said = take(encoding, Channel::Tooltip)?;
    let (aggregates, rest): (Vec<_>, Vec<_>) = said.into_iter().partition(|definition| definition.aggregate.is_some());
    if !aggregates.is_empty() {
        encoding.0.push((Channel::Tooltip, aggregates));
    }
    let says_something = rest.iter().any(|definition| *definition != ChannelDef::default());
    says_something.then_some(rest)
}
