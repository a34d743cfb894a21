//! The view state of one chart: what one person looks at of it, by zoom, pan and legend. It is theirs alone; the
//! document knows nothing of it, and without it a chart shows everything.

/// What one person looks at of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewState {
    /// The first and the last x, in the unit of x (times in milliseconds); `None` shows all. An axis of categories
    /// shows all in any case.
    pub x: Option<(f64, f64)>,
    /// The lowest and the highest y; `None` fits the values that are shown.
    pub y: Option<(f64, f64)>,
    /// The labels of series that are not drawn.
    pub hidden: Vec<String>,
}

impl ViewState {
    /// The window of x, if it is one: finite, and rising.
    pub(crate) fn x_window(&self) -> Option<(f64, f64)> {
        self.x.filter(is_window)
    }

    /// The window of y, if it is one.
    pub(crate) fn y_window(&self) -> Option<(f64, f64)> {
        self.y.filter(is_window)
    }

    /// Whether the series of this label is drawn.
    pub(crate) fn shows(&self, label: &str) -> bool {
        !self.hidden.iter().any(|hidden| hidden == label)
    }
}

fn is_window((low, high): &(f64, f64)) -> bool {
    low.is_finite() && high.is_finite() && low < high
}
