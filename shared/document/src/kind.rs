//! Kinds: what a node can be, which properties each has, and below what it may hang.
//! Enum order is the wire format: append only.

use serde::{Deserialize, Serialize};

use crate::property::Property::{self, self as P};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The whole document; its only node is the root.
    Dashboard,
    /// A panel that draws a table's fields as marks.
    Chart,
    /// A panel that shows one number, big.
    Stat,
    /// One of several pages of a dashboard. What hangs below the dashboard itself is shown above all of them.
    Tab,
    /// A section of panels below a heading that folds them away; sections follow the loose panels.
    Row,
    /// A panel that lists a table's rows.
    Table,
    /// A panel of Markdown.
    Text,
    /// A panel in which people choose the value of a variable.
    Control,
    /// A moment or a span with a text, on the time axis of one chart, or of all where it hangs below the dashboard.
    Annotation,
    /// The first comment of a thread, on a panel, on a data point of it, or on the dashboard.
    Comment,
    /// An answer in a thread.
    Reply,
}

impl Kind {
    /// All kinds, in the order of the format.
    pub const ALL: [Self; 11] = [
        Self::Dashboard,
        Self::Chart,
        Self::Stat,
        Self::Tab,
        Self::Row,
        Self::Table,
        Self::Text,
        Self::Control,
        Self::Annotation,
        Self::Comment,
        Self::Reply,
    ];

    /// The kinds of panels, in the order in which the page offers them.
    pub const PANELS: [Self; 5] = [Self::Chart, Self::Stat, Self::Table, Self::Text, Self::Control];

    /// Whether it lies on a grid.
    #[must_use]
    pub fn is_panel(self) -> bool {
        Self::PANELS.contains(&self)
    }

    /// Whether it belongs to what people say about a dashboard, and not to the dashboard.
    #[must_use]
    pub fn is_comment(self) -> bool {
        matches!(self, Self::Comment | Self::Reply)
    }

    /// The properties of this kind, in the order of the form.
    #[must_use]
    pub fn properties(self) -> &'static [Property] {
        match self {
            Self::Dashboard => &[
                P::Title,
                P::Description,
                P::Tags,
                P::Theme,
                P::TimeFrom,
                P::TimeTo,
                P::TimeZone,
                P::Refresh,
                P::Filters,
            ],
            Self::Chart => &[
                P::Title,
                P::Description,
                P::Layout,
                P::Table,
                P::Mark,
                P::X,
                P::Y,
                P::Color,
                P::MarkColor,
                P::Aggregate,
                P::TimeUnit,
                P::Unit,
                P::Locked,
                P::EncodingX,
                P::EncodingY,
                P::EncodingColor,
                P::EncodingX2,
                P::EncodingY2,
                P::EncodingSize,
                P::EncodingShape,
                P::EncodingOpacity,
                P::EncodingTheta,
                P::EncodingRadius,
                P::EncodingText,
                P::EncodingTooltip,
                P::EncodingDetail,
                P::EncodingOrder,
                P::EncodingXOffset,
                P::EncodingYOffset,
                P::EncodingRow,
                P::EncodingColumn,
                P::EncodingFacet,
                P::EncodingMore,
                P::MarkStyle,
                P::Transform,
                P::Views,
                P::Thresholds,
            ],
            Self::Stat => &[
                P::Title,
                P::Description,
                P::Layout,
                P::Table,
                P::Y,
                P::MarkColor,
                P::Aggregate,
                P::Unit,
                P::Locked,
                P::Thresholds,
                P::Mappings,
            ],
            Self::Tab => &[P::Title, P::Locked],
            Self::Row => &[P::Title, P::Collapsed, P::Locked],
            Self::Table => &[
                P::Title,
                P::Description,
                P::Layout,
                P::Table,
                P::Columns,
                P::SortBy,
                P::SortDescending,
                P::Locked,
                P::Mappings,
            ],
            Self::Text => &[P::Title, P::Layout, P::Body, P::Locked],
            Self::Control => &[
                P::Title,
                P::Description,
                P::Layout,
                P::ControlType,
                P::Variable,
                P::Table,
                P::Field,
                P::Choices,
                P::Selected,
                P::Locked,
            ],
            Self::Annotation => &[P::Title, P::From, P::Until, P::MarkColor],
            Self::Comment => &[P::Body, P::Author, P::WrittenAt, P::Anchor, P::Resolved],
            Self::Reply => &[P::Body, P::Author, P::WrittenAt],
        }
    }

    /// Whether a node of this kind may hang below a parent of that kind.
    #[must_use]
    pub fn fits_below(self, parent: Self) -> bool {
        match self {
            Self::Dashboard => false,
            Self::Tab => parent == Self::Dashboard,
            Self::Row => matches!(parent, Self::Dashboard | Self::Tab),
            Self::Chart | Self::Stat | Self::Table | Self::Text | Self::Control => {
                matches!(parent, Self::Dashboard | Self::Tab | Self::Row)
            }
            Self::Annotation => matches!(parent, Self::Dashboard | Self::Chart),
            Self::Comment => parent == Self::Dashboard || parent.is_panel(),
            Self::Reply => parent == Self::Comment,
        }
    }
}
