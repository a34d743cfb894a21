//! Names: how Vega-Lite writes the words of a spec's closed sets.

use table::transform::{AggregateOp, Offset, RegressionMethod, WindowOp};

use crate::spec::{Channel, FieldType, MarkType, RepeatAxis, ScaleType};

/// A closed set whose members have names in the format.
pub trait Named: Copy + PartialEq + 'static {
    /// Every member once, and then further names that are only read.
    const NAMES: &'static [(Self, &'static str)];

    /// The member of that name.
    #[must_use]
    fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, other)| *other == name).map(|(member, _)| *member)
    }

    /// How it is written.
    #[must_use]
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(member, _)| *member == self).map_or("", |(_, name)| name)
    }

    /// All names, for people.
    #[must_use]
    fn list() -> String {
        Self::NAMES.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    }
}

impl Named for MarkType {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Area, "area"),
        (Self::Bar, "bar"),
        (Self::Line, "line"),
        (Self::Trail, "trail"),
        (Self::Point, "point"),
        (Self::Text, "text"),
        (Self::Tick, "tick"),
        (Self::Rect, "rect"),
        (Self::Rule, "rule"),
        (Self::Circle, "circle"),
        (Self::Square, "square"),
        (Self::Arc, "arc"),
        (Self::Image, "image"),
        (Self::Geoshape, "geoshape"),
        (Self::Boxplot, "boxplot"),
        (Self::ErrorBar, "errorbar"),
        (Self::ErrorBand, "errorband"),
    ];
}

impl Named for Channel {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::X, "x"),
        (Self::Y, "y"),
        (Self::X2, "x2"),
        (Self::Y2, "y2"),
        (Self::XOffset, "xOffset"),
        (Self::YOffset, "yOffset"),
        (Self::XError, "xError"),
        (Self::YError, "yError"),
        (Self::XError2, "xError2"),
        (Self::YError2, "yError2"),
        (Self::Theta, "theta"),
        (Self::Theta2, "theta2"),
        (Self::Radius, "radius"),
        (Self::Radius2, "radius2"),
        (Self::Longitude, "longitude"),
        (Self::Latitude, "latitude"),
        (Self::Longitude2, "longitude2"),
        (Self::Latitude2, "latitude2"),
        (Self::Color, "color"),
        (Self::Fill, "fill"),
        (Self::Stroke, "stroke"),
        (Self::Opacity, "opacity"),
        (Self::FillOpacity, "fillOpacity"),
        (Self::StrokeOpacity, "strokeOpacity"),
        (Self::StrokeWidth, "strokeWidth"),
        (Self::StrokeDash, "strokeDash"),
        (Self::Size, "size"),
        (Self::Angle, "angle"),
        (Self::Shape, "shape"),
        (Self::Text, "text"),
        (Self::Tooltip, "tooltip"),
        (Self::Href, "href"),
        (Self::Url, "url"),
        (Self::Description, "description"),
        (Self::Detail, "detail"),
        (Self::Key, "key"),
        (Self::Order, "order"),
        (Self::Facet, "facet"),
        (Self::Row, "row"),
        (Self::Column, "column"),
        (Self::Time, "time"),
    ];
}

impl Named for FieldType {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Quantitative, "quantitative"),
        (Self::Temporal, "temporal"),
        (Self::Ordinal, "ordinal"),
        (Self::Nominal, "nominal"),
        (Self::Geojson, "geojson"),
        (Self::Quantitative, "Q"),
        (Self::Temporal, "T"),
        (Self::Ordinal, "O"),
        (Self::Nominal, "N"),
    ];
}

impl Named for ScaleType {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Linear, "linear"),
        (Self::Log, "log"),
        (Self::Symlog, "symlog"),
        (Self::Pow, "pow"),
        (Self::Sqrt, "sqrt"),
        (Self::Identity, "identity"),
        (Self::Time, "time"),
        (Self::Utc, "utc"),
        (Self::Sequential, "sequential"),
        (Self::Quantile, "quantile"),
        (Self::Quantize, "quantize"),
        (Self::Threshold, "threshold"),
        (Self::BinOrdinal, "bin-ordinal"),
        (Self::Ordinal, "ordinal"),
        (Self::Point, "point"),
        (Self::Band, "band"),
    ];
}

impl Named for RepeatAxis {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Row, "row"), (Self::Column, "column"), (Self::Layer, "layer"), (Self::List, "repeat")];
}

impl Named for AggregateOp {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Count, "count"),
        (Self::Valid, "valid"),
        (Self::Missing, "missing"),
        (Self::Distinct, "distinct"),
        (Self::Sum, "sum"),
        (Self::Product, "product"),
        (Self::Mean, "mean"),
        (Self::Average, "average"),
        (Self::Variance, "variance"),
        (Self::VarianceP, "variancep"),
        (Self::Stdev, "stdev"),
        (Self::StdevP, "stdevp"),
        (Self::Stderr, "stderr"),
        (Self::Median, "median"),
        (Self::Q1, "q1"),
        (Self::Q3, "q3"),
        (Self::Ci0, "ci0"),
        (Self::Ci1, "ci1"),
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::ArgMin, "argmin"),
        (Self::ArgMax, "argmax"),
        (Self::First, "first"),
        (Self::Last, "last"),
        (Self::Values, "values"),
    ];
}

/// Aggregates are named by their own list.
impl Named for WindowOp {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::RowNumber, "row_number"),
        (Self::Rank, "rank"),
        (Self::DenseRank, "dense_rank"),
        (Self::PercentRank, "percent_rank"),
        (Self::CumeDist, "cume_dist"),
        (Self::Ntile, "ntile"),
        (Self::Lag, "lag"),
        (Self::Lead, "lead"),
        (Self::FirstValue, "first_value"),
        (Self::LastValue, "last_value"),
        (Self::NthValue, "nth_value"),
    ];

    fn of(name: &str) -> Option<Self> {
        let own = Self::NAMES.iter().find(|(_, other)| *other == name).map(|(member, _)| *member);
        own.or_else(|| AggregateOp::of(name).map(Self::Aggregate))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Aggregate(op) => op.name(),
            _ => Self::NAMES.iter().find(|(member, _)| *member == self).map_or("", |(_, name)| name),
        }
    }
}

impl Named for Offset {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Zero, "zero"), (Self::Normalize, "normalize"), (Self::Center, "center")];
}

impl Named for RegressionMethod {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Linear, "linear"),
        (Self::Log, "log"),
        (Self::Exp, "exp"),
        (Self::Pow, "pow"),
        (Self::Quad, "quad"),
        (Self::Poly, "poly"),
    ];
}
