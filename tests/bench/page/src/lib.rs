//! One chart of the page for benchmarks: rows of numbers come from JavaScript, and go the way of the page: table, live
//! plot, canvas. Nothing is prepared beforehand that the page would not have.

#[path = "../../../../client/src/canvas/backend.rs"]
mod backend;

use backend::Backend;
use chart::{Form, Frame, Live, Spec, Theme, ViewState};
use document::Mark;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table, TextColumn};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A line chart of one or more series.
#[wasm_bindgen]
pub struct Ours {
    table: Table,
    labels: Vec<String>,
    spec: Spec,
    live: Live,
    view: ViewState,
    backend: Backend,
    frame: Frame,
}

#[wasm_bindgen]
impl Ours {
    /// A chart on a canvas, that keeps so many rows.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: &HtmlCanvasElement, width_px: u32, height_px: u32, series: u32, max_rows: u32) -> Option<Ours> {
        let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
        let mut fields = vec![field("time", DataType::Time), field("value", DataType::Float)];
        if series > 1 {
            fields.push(field("series", DataType::Text));
        }
        let retention = Retention { max_rows: max_rows as usize, max_age_ms: None };
        let name = |name: &str| Some(name.to_owned());
        let color = if series > 1 { name("series") } else { None };
        let spec = Spec {
            form: Form::Chart(Mark::Line),
            table: name("t"),
            x: name("time"),
            y: name("value"),
            color,
            mark_color: None,
            aggregate: None,
            time_unit: None,
            unit: String::new(),
        };
        Some(Self {
            table: Table::new(Schema::new(fields).ok()?, retention),
            labels: (0..series).map(|index| format!("series {index}")).collect(),
            spec,
            live: Live::default(),
            view: ViewState::default(),
            backend: Backend::new(canvas)?,
            frame: Frame { width_px, height_px, scale: 1.0, theme: Theme::Light, rtl: false },
        })
    }

    /// Rows come: a time in milliseconds for each, and the values of all series at it, one after the other.
    pub fn append(&mut self, times: &[f64], values: &[f64]) -> Option<bool> {
        let series = self.labels.len();
        let time = times.iter().flat_map(|at_ms| std::iter::repeat_n(Some(*at_ms as i64), series)).collect();
        let mut columns = vec![Column::Time(time), Column::Float(values.to_vec())];
        if series > 1 {
            let codes = (0..values.len()).map(|row| (row % series) as u32 + 1).collect();
            columns.push(Column::Text(TextColumn { codes, dictionary: self.labels.clone() }));
        }
        let batch = Batch::new(self.table.schema().clone(), columns).ok()?;
        Some(self.table.append(&batch).is_ok())
    }

    /// Shows a window of x.
    pub fn look(&mut self, from: f64, to: f64) {
        self.view.x = Some((from, to));
    }

    /// Forgets what was drawn, as a chart that is seen for the first time.
    pub fn cold(&mut self) {
        self.live.clear();
    }

    /// Draws a frame; false where there is nothing to draw.
    pub fn draw(&mut self) -> bool {
        self.backend.clear((self.frame.width_px, self.frame.height_px));
        match self.live.show(&self.spec, &self.table, &self.view, self.frame) {
            Ok(plot) => plot.draw(&mut self.backend).is_ok(),
            Err(_) => false,
        }
    }
}
