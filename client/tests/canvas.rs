//! The canvas in a real browser: pixels are read back, and the painter draws when something changed and not else.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test without its canvas has failed")]

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use chart::{Form, Frame, Ground, Live, Spec, Theme, ViewState};
use client::{
    canvas::{Backend, Easel, Look, Painter, PlotInfo},
    data::{TableMessage, Tables},
};
use document::{ClientId, Document, Gesture, Kind, Mark, NodeId, Op, OpId, Order, Place, Property, Seq, Value, apply};
use plotters::style::{BLACK, Color, IntoFont, RED, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;
use table::{Batch, Column, DataType, Field, Retention, Schema, Table};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

const PANEL: NodeId = NodeId::from_bytes([1; 8]);

fn canvas() -> HtmlCanvasElement {
    let document = gloo::utils::document();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_attribute("style", "position:fixed;left:0;top:0;width:240px;height:120px").unwrap();
    document.body().unwrap().append_child(&canvas).unwrap();
    canvas
}

/// A canvas of 40 by 20 pixels with a backend.
fn small() -> (HtmlCanvasElement, Backend) {
    let canvas = canvas();
    let mut backend = Backend::new(&canvas).unwrap();
    backend.clear((40, 20));
    (canvas, backend)
}

fn pixel(canvas: &HtmlCanvasElement, x: i32, y: i32) -> [u8; 4] {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let data = context.get_image_data(f64::from(x), f64::from(y), 1.0, 1.0).unwrap().data().0;
    [data[0], data[1], data[2], data[3]]
}

const INK: [u8; 4] = [0, 0, 0, 255];
const BLANK: [u8; 4] = [0, 0, 0, 0];

fn stroke(width_px: u32) -> ShapeStyle {
    BLACK.stroke_width(width_px)
}

#[wasm_bindgen_test]
fn lines_fill_whole_pixels() {
    for (width_px, inked) in [(1, 10..11), (2, 9..11), (3, 9..12)] {
        let (canvas, mut backend) = small();
        (&mut backend).draw_path([(2, 10), (30, 10)], &stroke(width_px)).unwrap();
        for y in 5..16 {
            let expected = if inked.contains(&y) { INK } else { BLANK };
            assert_eq!(pixel(&canvas, 15, y), expected, "width {width_px}, row {y}");
        }
        let (canvas, mut backend) = small();
        (&mut backend).draw_line((10, 2), (10, 18), &stroke(width_px)).unwrap();
        for x in 5..16 {
            let expected = if inked.contains(&x) { INK } else { BLANK };
            assert_eq!(pixel(&canvas, x, 10), expected, "width {width_px}, column {x}");
        }
    }
}

#[wasm_bindgen_test]
fn shapes_and_bitmaps_land_where_they_belong() {
    let (canvas, mut backend) = small();
    (&mut backend).draw_rect((4, 4), (8, 8), &BLACK.filled(), true).unwrap();
    assert_eq!([(3, 4), (4, 4), (7, 7), (8, 7)].map(|(x, y)| pixel(&canvas, x, y)), [BLANK, INK, INK, BLANK]);
    (&mut backend).draw_circle((20, 10), 4, &RED.filled(), true).unwrap();
    assert_eq!(pixel(&canvas, 20, 10), [255, 0, 0, 255]);
    (&mut backend).draw_pixel((1, 1), plotters_backend::BackendColor { alpha: 1.0, rgb: (0, 255, 0) }).unwrap();
    (&mut backend).draw_circle((30, 10), 4, &RED.filled(), true).unwrap();
    assert_eq!(pixel(&canvas, 30, 10), [255, 0, 0, 255], "a colour that somebody else changed is said again");
    (&mut backend).blit_bitmap((10, 0), (2, 1), &[1, 2, 3, 4, 5, 6]).unwrap();
    assert_eq!([10, 11].map(|x| pixel(&canvas, x, 0)), [[1, 2, 3, 255], [4, 5, 6, 255]]);
    backend.clear((40, 20));
    assert_eq!(pixel(&canvas, 20, 10), BLANK);
}

fn pixels(canvas: &HtmlCanvasElement) -> Vec<u8> {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.get_image_data(0.0, 0.0, width, height).unwrap().data().0
}

/// A plot whose axes did not move is drawn between them only, and looks as if it were drawn from the start.
#[wasm_bindgen_test]
fn a_renewed_chart_has_the_pixels_of_a_new_one() {
    for (mark, scale) in [(Mark::Line, 1.0), (Mark::Line, 2.0), (Mark::Area, 1.5), (Mark::Point, 0.5), (Mark::Bar, 1.0)]
    {
        let (size_px, spec) = ((240, 150), spec(mark));
        let frame =
            Frame { width_px: 240, height_px: 150, scale, theme: Theme::Dark, rtl: scale == 1.5, patterns: false };
        let mut table = Table::new(schema(), Retention { max_rows: 4_000, max_age_ms: None });
        let (canvas, mut live) = (canvas(), Live::default());
        canvas.set_attribute("dir", "ltr").unwrap();
        let mut easel = Easel::new(Backend::new(&canvas).unwrap());
        let mut renewed = 0;
        let mut before: Option<Ground> = None;
        for step in 0..24 {
            let (first, count) = if step == 0 { (0, 4_000) } else { (4_000 + step * 3, 3) };
            let TableMessage::Rows { batch, .. } = rows(first, count) else { unreachable!("they are rows") };
            table.append(&batch).unwrap();
            let plot = live.show(&spec, &table, &ViewState::default(), frame).unwrap();
            easel.show(Some(plot), size_px, 0.0);
            renewed += usize::from(before.is_some_and(|before| plot.ground().is_some_and(|ground| ground.is(&before))));
            before = plot.ground().cloned();
            let (whole, mut backend) = small();
            whole.set_attribute("dir", "ltr").unwrap();
            backend.clear(size_px);
            plot.draw(&mut backend).unwrap();
            assert!(pixels(&canvas) == pixels(&whole), "{mark:?} at {scale}, step {step}");
            assert!(pixels(&canvas).iter().any(|byte| *byte > 0));
            whole.remove();
        }
        assert!(renewed > 5, "{renewed} of {mark:?}");
    }
}

fn spec(mark: Mark) -> Spec {
    Spec {
        form: Form::Chart(mark),
        table: Some("t".into()),
        x: Some("at".into()),
        y: Some("value".into()),
        color: None,
        mark_color: None,
        aggregate: None,
        time_unit: None,
        unit: String::new(),
        levels: Vec::new(),
    }
}

#[wasm_bindgen_test]
fn texts_are_measured_without_the_dom() {
    let (canvas, mut backend) = small();
    let style = TextStyle::from(("sans-serif", 12).into_font()).color(&BLACK);
    let nodes = gloo::utils::document().query_selector_all("*").unwrap().length();
    let drawing = &mut backend;
    let size = |text: &str| drawing.estimate_text_size(text, &style).unwrap();
    let (narrow, wide) = (size("iiii"), size("WWWW"));
    assert!(narrow.0 > 4 && wide.0 > narrow.0 && wide.0 < 80, "{narrow:?} {wide:?}");
    assert_eq!((size("WWWW"), wide.1), (wide, 12));
    assert_eq!(gloo::utils::document().query_selector_all("*").unwrap().length(), nodes);
    (&mut backend).draw_text("W", &style, (10, 2)).unwrap();
    let inked = (0..40).flat_map(|x| (0..20).map(move |y| (x, y))).filter(|(x, y)| pixel(&canvas, *x, *y) != BLANK);
    assert!(inked.count() > 10);
}

/// The end of the next animation frame.
async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        gloo::utils::window().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

async fn frames(count: usize) {
    for _ in 0..count {
        frame().await;
    }
}

fn drawn(canvas: &HtmlCanvasElement) -> u32 {
    canvas.get_attribute("data-drawn").map_or(0, |count| count.parse().unwrap())
}

/// Waits for the draw and then whether another one follows.
async fn settles_at(canvas: &HtmlCanvasElement, count: u32) {
    for _ in 0..120 {
        if drawn(canvas) >= count {
            break;
        }
        frame().await;
    }
    frames(4).await;
    assert_eq!(drawn(canvas), count);
}

fn schema() -> Schema {
    let field = |name: &str, data_type| Field { name: name.into(), data_type };
    Schema::new(vec![field("at", DataType::Time), field("value", DataType::Float)]).unwrap()
}

fn rows(first_row: u64, count: u64) -> TableMessage {
    let numbers = first_row..first_row + count;
    let columns = vec![
        Column::Time(numbers.clone().map(|row| Some(row as i64 * 1_000)).collect()),
        Column::Float(numbers.map(|row| (row as f64).sin()).collect()),
    ];
    TableMessage::Rows { table: "t".into(), first_row, batch: Batch::new(schema(), columns).unwrap() }
}

fn tables() -> Rc<RefCell<Tables>> {
    let mut tables = Tables::default();
    tables.want(&BTreeSet::from(["t"]));
    let (table, schema) = ("t".to_owned(), schema());
    tables.take(TableMessage::Began { table, schema, first_row: 0, max_rows: 1_000, max_age_ms: None });
    tables.take(rows(0, 50));
    Rc::new(RefCell::new(tables))
}

fn set(property: Property, value: Value) -> Op {
    Op::Set { node: PANEL, property, value }
}

fn name(name: &str) -> Value {
    Value::Name(Some(name.into()))
}

fn one_chart() -> Document {
    let place = Place { parent: NodeId::ROOT, order: Order::default() };
    let ops = vec![
        Op::Insert { node: PANEL, kind: Kind::Chart, place },
        set(Property::Table, name("t")),
        set(Property::X, name("at")),
        set(Property::Y, name("value")),
    ];
    changed(&Document::default(), ops)
}

fn changed(document: &Document, ops: Vec<Op>) -> Document {
    let mut document = document.clone();
    let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
    apply(&mut document, &Gesture { id, ops }, None).unwrap();
    document
}

struct Stage {
    tables: Rc<RefCell<Tables>>,
    painter: Painter,
    document: Document,
    infos: Rc<RefCell<Vec<Rc<PlotInfo>>>>,
}

impl Stage {
    fn new() -> Self {
        let tables = tables();
        let painter = Painter::new(tables.clone());
        let document = one_chart();
        painter.document_changed(&Rc::new(document.clone()), Seq(3));
        Self { tables, painter, document, infos: Rc::default() }
    }

    fn on_info(&self) -> Callback<Rc<PlotInfo>> {
        let infos = self.infos.clone();
        Callback::from(move |info| infos.borrow_mut().push(info))
    }

    fn change(&mut self, ops: Vec<Op>, seq: u64) {
        self.document = changed(&self.document, ops);
        self.painter.document_changed(&Rc::new(self.document.clone()), Seq(seq));
    }
}

#[wasm_bindgen_test]
async fn the_painter_draws_when_something_changed_and_not_else() {
    let mut stage = Stage::new();
    let canvas = canvas();
    let registration = stage.painter.register(PANEL, canvas.clone(), stage.on_info());
    settles_at(&canvas, 1).await;
    let scale = gloo::utils::window().device_pixel_ratio();
    assert_eq!([canvas.width(), canvas.height()].map(f64::from), [240.0, 120.0].map(|px| (px * scale).round()));
    assert_eq!(canvas.get_attribute("data-version").as_deref(), Some("3"));
    assert_eq!(stage.infos.borrow().len(), 1);
    assert!(stage.painter.nearest(PANEL, 120.0, 60.0).is_some());

    let said = stage.infos.borrow()[0].description.clone();
    assert!(!said.is_empty());
    for _ in 0..3 {
        stage.tables.borrow_mut().take(rows(50, 10));
        stage.painter.rows_changed("t");
        stage.painter.rows_changed("another");
    }
    settles_at(&canvas, 2).await;
    assert_eq!(stage.infos.borrow().len(), 1, "rows alone are not told");

    stage.change(vec![set(Property::Title, Value::Text("A".into()))], 4);
    settles_at(&canvas, 2).await;
    stage.change(vec![set(Property::Mark, Value::Mark(document::Mark::Bar))], 5);
    settles_at(&canvas, 3).await;
    assert_eq!(canvas.get_attribute("data-version").as_deref(), Some("5"));

    stage.painter.set_look(Look { dark: true, ..Look::default() });
    stage.painter.set_look(Look { dark: true, ..Look::default() });
    settles_at(&canvas, 4).await;
    canvas.set_attribute("style", "position:fixed;left:0;top:0;width:200px;height:120px").unwrap();
    settles_at(&canvas, 5).await;

    resize_window_at_density(3.0 * scale);
    settles_at(&canvas, 6).await;
    resize_window_at_density(3.0 * scale);
    settles_at(&canvas, 6).await;
    resize_window_at_density(scale);
    settles_at(&canvas, 7).await;

    drop(registration);
    stage.painter.set_look(Look::default());
    settles_at(&canvas, 7).await;
}

/// What a zoom does to a canvas that fills the window: as many device pixels, but more of them for a CSS pixel.
fn resize_window_at_density(density: f64) {
    let script = [
        "Object.defineProperty(window, 'devicePixelRatio', { configurable: true, value: ",
        &density.to_string(),
        " }); window.dispatchEvent(new Event('resize'));",
    ];
    js_sys::eval(&script.concat()).unwrap();
}

#[wasm_bindgen_test]
async fn a_chart_off_screen_is_drawn_when_it_comes_into_view() {
    let stage = Stage::new();
    let canvas = canvas();
    canvas.set_attribute("style", "position:fixed;left:-5000px;top:0;width:240px;height:120px").unwrap();
    let _registration = stage.painter.register(PANEL, canvas.clone(), stage.on_info());
    frames(6).await;
    let before = drawn(&canvas);
    stage.painter.rows_changed("t");
    settles_at(&canvas, before).await;
    canvas.set_attribute("style", "position:fixed;left:0;top:0;width:240px;height:120px").unwrap();
    settles_at(&canvas, before + 1).await;
}

#[wasm_bindgen_test]
async fn problems_are_told_in_words() {
    let mut stage = Stage::new();
    stage.change(vec![set(Property::Y, name("absent"))], 4);
    let canvas = canvas();
    let _registration = stage.painter.register(PANEL, canvas.clone(), stage.on_info());
    settles_at(&canvas, 1).await;
    let info = stage.infos.borrow()[0].clone();
    assert_eq!(info.problem.as_ref().map(chart::Problem::kind), Some("no_such_field"));
    stage.change(vec![set(Property::Table, name("not yet there"))], 5);
    settles_at(&canvas, 1).await;
    assert_eq!(stage.infos.borrow().len(), 1, "while rows are on the way nothing changes");
}
