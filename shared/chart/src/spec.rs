//! The spec: what a panel says about its drawing, read from a document node and nothing else.
//! It names fields; it holds no rows.

use document::{Aggregate, Color, Kind, Mark, Node, Property, TimeUnit};
use table::DataType;

use crate::threshold::Threshold;

/// What a panel draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// As marks, or as one number.
    pub form: Form,
    /// The table that it draws.
    pub table: Option<String>,
    /// The field along the horizontal axis; a stat has none.
    pub x: Option<String>,
    /// The field along the vertical axis, or the number.
    pub y: Option<String>,
    /// The field that splits the rows into series.
    pub color: Option<String>,
    /// The colour of a single series; `None` is the theme's first.
    pub mark_color: Option<Color>,
    /// How the rows of one x and series become one value; `None` draws every row.
    pub aggregate: Option<Aggregate>,
    /// The calendar unit that groups times along x; without an aggregate, by their mean.
    pub time_unit: Option<TimeUnit>,
    /// What follows the numbers.
    pub unit: String,
    /// Where its thresholds are: the axis of values reaches to those that lie near the values.
    pub levels: Vec<f64>,
}

/// How a panel shows its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Rows as marks between axes.
    Chart(Mark),
    /// One big number.
    Stat,
}

impl Spec {
    /// What the node of a chart or stat says. Another kind says nothing that is drawn.
    #[must_use]
    pub fn of(node: &Node) -> Self {
        let name = |property| node.name(property).map(str::to_owned);
        let form = match node.kind() {
            Kind::Stat => Form::Stat,
            Kind::Chart
            | Kind::Dashboard
            | Kind::Tab
            | Kind::Row
            | Kind::Table
            | Kind::Text
            | Kind::Control
            | Kind::Annotation
            | Kind::Comment
            | Kind::Reply => Form::Chart(node.mark()),
        };
        Self {
            form,
            table: name(Property::Table),
            x: name(Property::X),
            y: name(Property::Y),
            color: name(Property::Color),
            mark_color: node.mark_color(),
            aggregate: node.aggregate(),
            time_unit: node.time_unit(),
            unit: node.text(Property::Unit).trim().to_owned(),
            levels: Threshold::levels(node),
        }
    }

    /// The fields that it names, in the order x, y, colour.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        [&self.x, &self.y, &self.color].into_iter().filter_map(|field| field.as_deref())
    }

    /// The aggregate that is drawn when x has this type.
    pub(crate) fn aggregate_over(&self, x: DataType) -> Option<Aggregate> {
        let implied = self.time_unit.filter(|_| x == DataType::Time).map(|_| Aggregate::Mean);
        self.aggregate.or(implied)
    }
}
