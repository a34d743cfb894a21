//! A chart of the dashboard alone on a canvas: rows of a table, the chart engine and the page's own backend, as they are
//! in the page and built as the page is. `make bench-chart` measures it beside other libraries on one page.

#[path = "../../../../client/src/canvas/backend.rs"]
mod backend;
#[path = "../../../../client/src/canvas/easel.rs"]
mod easel;
#[path = "../../../../client/src/canvas/trace.rs"]
mod trace;

use chart::{Form, Frame, Live, Spec, Theme, ViewState};
use document::Mark;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table, TextColumn};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use self::{backend::Backend, easel::Easel};

/// Rows as a page holds them: for each value its time, its series where there are several, and the value.
#[wasm_bindgen]
pub struct Rows {
    table: Table,
    series: usize,
}

/// Lines over time on a canvas.
#[wasm_bindgen]
pub struct Chart {
    easel: Easel,
    live: Live,
    spec: Spec,
    view: ViewState,
    frame: Frame,
}

#[wasm_bindgen]
impl Rows {
    /// No rows yet, of so many series; so many times are kept.
    ///
    /// # Errors
    /// What the table says.
    #[wasm_bindgen(constructor)]
    pub fn new(series: usize, max_times: usize) -> Result<Self, JsError> {
        let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
        let mut fields = vec![field("time", DataType::Time), field("value", DataType::Float)];
        fields.extend((series > 1).then(|| field("series", DataType::Text)));
        let retention = Retention { max_rows: max_times * series, max_age_ms: None };
        Ok(Self { table: Table::new(Schema::new(fields)?, retention), series })
    }

    /// Appends a row of every series at each of these times, in milliseconds. The values of a series lie side by side.
    ///
    /// # Errors
    /// What the table says.
    pub fn append(&mut self, times: &[f64], values: &[f64]) -> Result<(), JsError> {
        let rows = times.len() * self.series;
        let (mut at_ms, mut by_time) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        for (row, time) in times.iter().enumerate() {
            for value in values.iter().skip(row).step_by(times.len()).take(self.series) {
                at_ms.push(Some(*time as i64));
                by_time.push(*value);
            }
        }
        let mut columns = vec![Column::Time(at_ms.into()), Column::Float(by_time.into())];
        if self.series > 1 {
            let codes = (0..times.len()).flat_map(|_| 1..=self.series as u32).collect();
            let dictionary = (1..=self.series).map(|number| format!("series {number}")).collect();
            columns.push(Column::Text(TextColumn { codes, dictionary }));
        }
        self.table.append(&Batch::new(self.table.schema().clone(), columns)?)?;
        Ok(())
    }
}

#[wasm_bindgen]
impl Chart {
    /// A chart of so many series on a canvas.
    ///
    /// # Errors
    /// Where the browser gives no context.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: &HtmlCanvasElement, series: usize) -> Result<Self, JsError> {
        let easel = Easel::new(Backend::new(canvas).ok_or_else(|| JsError::new("no 2D context"))?);
        let spec = Spec {
            form: Form::Chart(Mark::Line),
            table: Some("rows".to_owned()),
            x: Some("time".to_owned()),
            y: Some("value".to_owned()),
            color: (series > 1).then(|| "series".to_owned()),
            mark_color: None,
            aggregate: None,
            time_unit: None,
            unit: String::new(),
            levels: Vec::new(),
        };
        let (width_px, height_px) = (canvas.width(), canvas.height());
        let frame = Frame { width_px, height_px, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };
        Ok(Self { easel, live: Live::default(), spec, view: ViewState::default(), frame })
    }

    /// Shows these times, in milliseconds.
    pub fn look(&mut self, first: f64, last: f64) {
        self.view.x = Some((first, last));
    }

    /// Draws what there is at a moment.
    ///
    /// # Errors
    /// Why nothing can be drawn.
    pub fn draw(&mut self, rows: &Rows, now_ms: f64) -> Result<(), JsError> {
        let plot = self.live.show(&self.spec, &rows.table, &self.view, self.frame)?;
        self.easel.show(Some(plot), (self.frame.width_px, self.frame.height_px), now_ms);
        Ok(())
    }
}
