//! The painter: one animation frame for the page, in which every dirty visible chart is drawn once.

use crate::data::Tables;
use document::{Document, NodeId, Seq};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlCanvasElement;
use yew::Callback;

/// Draws the charts of one dashboard; clones are the same painter.
#[derive(Clone, Default)]
pub struct Painter(Rc<()>);

/// What a drawn chart says outside its canvas. Emitted only when it changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotInfo {
    /// What the colours mean; empty when there is one series.
    pub legend: Vec<LegendEntry>,
    /// One or two sentences for a screen reader; renewed at most every 5 s.
    pub description: String,
    /// Why nothing is drawn; becomes `chart::Problem`.
    pub problem: Option<String>,
    /// The number of a stat panel, with its unit.
    pub big_number: Option<String>,
}

/// One line of a legend; becomes `chart::LegendEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LegendEntry {
    /// The series.
    pub label: String,
    /// Its colour.
    pub color: [u8; 3],
}

/// What is nearest to the pointer; becomes `chart::Hit`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {}

/// What the charts of a page share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Light marks on a dark ground.
    pub dark: bool,
    /// Value axes stand on the right.
    pub rtl: bool,
}

/// A canvas that the painter draws on until this is dropped.
pub struct Registration(());

impl Painter {
    /// A painter that reads rows from these tables.
    #[must_use]
    pub fn new(tables: Rc<RefCell<Tables>>) -> Self {
        let _ = tables;
        Self::default()
    }

    /// The panels are to be drawn as this document says.
    pub fn document_changed(&self, document: &Rc<Document>, seq: Seq) {
        let _ = (document, seq);
    }

    /// The rows of a table are others.
    pub fn rows_changed(&self, table: &str) {
        let _ = table;
    }

    /// Draws a panel on a canvas from now on. The canvas must have its size from CSS (width and height 100 % of a
    /// box), not from its own pixels. `on_info` hears of the legend, the description, problems and the big number.
    #[must_use]
    pub fn register(&self, panel: NodeId, canvas: HtmlCanvasElement, on_info: Callback<Rc<PlotInfo>>) -> Registration {
        let _ = (panel, canvas, on_info);
        Registration(())
    }

    /// The row nearest to a point of the canvas, in CSS pixels from its upper left corner.
    #[must_use]
    pub fn nearest(&self, panel: NodeId, x_css_px: f64, y_css_px: f64) -> Option<Hit> {
        let _ = (panel, x_css_px, y_css_px);
        None
    }

    /// Theme and reading direction, for all charts.
    pub fn set_look(&self, look: Look) {
        let _ = look;
    }
}
