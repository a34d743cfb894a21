//! One chart on the page: its canvas, what its panel says, and whether what is drawn still is what there is.

use std::{rc::Rc, sync::Arc};

use chart::{
    Frame, LegendEntry, Live, Mapping, Note, Plot, Problem, Spec, Theme, Threshold, ViewState, mapped,
    panel::needs_grammar, reached,
};
use document::{Anchor, Color, Document, Kind, Node, NodeId, Property, Seq};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};
use yew::Callback;

use super::{
    backend::Backend,
    easel::Easel,
    narrowed::{narrowed, seen},
    notes::Notes,
    painter::Look,
};
use crate::{
    data::{State, Tables},
    engine::{self, Rows},
    later::Known,
    locale::{Message, t},
    workspace::looks::{Looks, Period},
};

/// How long a description stands while only rows come, in milliseconds: a screen reader is to finish its sentence.
const DESCRIPTION_MS: f64 = 5_000.0;

/// What a drawn chart says outside its canvas. Emitted only when it changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotInfo {
    /// What the colours mean; empty when there is one series.
    pub legend: Vec<LegendEntry>,
    /// One or two sentences for a screen reader; renewed at most every 5 s while only rows come.
    pub description: String,
    /// Why nothing is drawn.
    pub problem: Option<Problem>,
    /// The number of a stat panel, with its unit.
    pub big_number: Option<String>,
    /// There are rows, but none of them in what is looked at: the time that is.
    pub elsewhere: Option<Period>,
    /// The colour that its value has.
    pub number_color: Option<Color>,
}

/// One registered canvas.
pub(super) struct Chart {
    pub(super) panel: NodeId,
    pub(super) canvas: HtmlCanvasElement,
    pub(super) is_dirty: bool,
    pub(super) is_visible: bool,
    easel: Option<Easel>,
    on_info: Callback<Rc<PlotInfo>>,
    spec: Option<Spec>,
    /// The panel, where it says more than its spec: the engine draws it.
    composed: Option<Arc<Node>>,
    /// The annotations on its time axis: its own, and those of the whole dashboard.
    notes: Vec<Note>,
    /// Where its numbers become another matter, and what they are called.
    bounds: Bounds,
    /// The values that threads are about which are not resolved.
    remarks: Vec<Anchor>,
    size_px: (u32, u32),
    /// What its rows show, kept while they come.
    live: Live,
    /// What the engine has drawn.
    scene: Option<Plot>,
    /// Whether only a part of the rows, or of the time, is looked at.
    is_part: bool,
    info: Rc<PlotInfo>,
    description: Described,
    draws: u32,
    /// The newest `Seq` that was drawn.
    version: Option<Seq>,
}

/// When the description was renewed, and whether it has to be at once.
#[derive(Default)]
struct Described {
    at_ms: f64,
    is_stale: bool,
    is_late: bool,
}

/// What all charts of a frame share.
pub(super) struct Scene<'a> {
    pub(super) tables: &'a Tables,
    pub(super) looks: &'a Looks,
    /// The time that all charts show.
    pub(super) window: Option<(i64, i64)>,
    pub(super) look: Look,
    pub(super) scale: f64,
    pub(super) seq: Seq,
    pub(super) now_ms: f64,
}

/// Something to be told once nothing is borrowed any more.
pub(super) type News = (Callback<Rc<PlotInfo>>, Rc<PlotInfo>);

impl Chart {
    pub(super) fn new(panel: NodeId, canvas: HtmlCanvasElement, on_info: Callback<Rc<PlotInfo>>) -> Self {
        Self {
            panel,
            easel: Backend::new(&canvas).map(Easel::new),
            canvas,
            is_dirty: true,
            is_visible: true,
            on_info,
            spec: None,
            composed: None,
            notes: Vec::new(),
            bounds: Bounds::default(),
            remarks: Vec::new(),
            size_px: (0, 0),
            live: Live::default(),
            scene: None,
            is_part: false,
            info: Rc::default(),
            description: Described { is_stale: true, ..Described::default() },
            draws: 0,
            version: None,
        }
    }

    pub(super) fn is_on(&self, element: &Element) -> bool {
        let canvas: &Element = &self.canvas;
        canvas == element
    }

    /// Takes over what the panel says; only what is drawn of it counts.
    pub(super) fn follow(&mut self, document: &Document, notes: &Notes) {
        let node = document.node(self.panel);
        let spec = node.map(|node| Spec::of(node));
        let composed = node.filter(|node| needs_grammar(node)).cloned();
        let notes = notes.on(self.panel);
        let remarks = remarks(document, self.panel);
        let bounds = node.map(|node| Bounds::of(node)).unwrap_or_default();
        let is_same = self.spec == spec && self.composed == composed && self.bounds == bounds;
        if !is_same || self.notes != notes || self.remarks != remarks {
            (self.spec, self.composed, self.bounds) = (spec, composed, bounds);
            (self.notes, self.remarks) = (notes, remarks);
            self.is_dirty = true;
            self.description.is_stale = true;
        }
    }

    pub(super) fn resize(&mut self, size_px: (u32, u32)) {
        if self.size_px != size_px {
            self.size_px = size_px;
            self.is_dirty = true;
        }
    }

    pub(super) fn draws_table(&self, table: &str) -> bool {
        self.spec.as_ref().is_some_and(|spec| spec.table.as_deref() == Some(table))
    }

    /// Whether the engine draws it.
    pub(super) fn is_composed(&self) -> bool {
        self.composed.is_some()
    }

    /// Dirty, seen by somebody, and large enough to hold a pixel.
    pub(super) fn is_due(&self) -> bool {
        self.is_dirty && self.is_visible && self.size_px.0 > 0 && self.size_px.1 > 0
    }

    /// Whether a description waits for its time.
    pub(super) fn is_described_late(&self) -> bool {
        self.description.is_late
    }

    /// Draws what there is; the answer is what has to be told. While the relay has not sent the table, what was drawn
    /// before stays.
    pub(super) fn draw(&mut self, scene: &Scene<'_>) -> Option<News> {
        self.is_dirty = false;
        let decided = self.decide(scene)?;
        if decided.is_err() {
            self.live.clear();
            self.scene = None;
        }
        self.paint(scene.now_ms);
        self.mark_drawn(scene.seq);
        let info = match decided {
            Ok(()) if self.says_the_same(scene) => {
                self.description.is_late = true;
                return None;
            }
            Ok(()) => self.inform(scene),
            Err(problem) => {
                self.description.is_stale = true;
                let elsewhere = self.elsewhere(scene, problem == Problem::NoRows);
                PlotInfo { problem: elsewhere.is_none().then_some(problem), elsewhere, ..PlotInfo::default() }
            }
        };
        self.tell(info)
    }

    /// What was drawn last; none while there is a problem.
    pub(super) fn plot(&self) -> Option<&Plot> {
        self.scene.as_ref().or_else(|| self.live.plot())
    }

    /// Everything that is drawn, on a new canvas.
    pub(super) fn picture(&self) -> Option<HtmlCanvasElement> {
        let copy = self.canvas.clone_node().ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        let context = copy.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        context.draw_image_with_html_canvas_element(&self.canvas, 0.0, 0.0).ok()?;
        Some(copy)
    }

    /// Decides what is shown; `None` while the relay has not answered, or the engine has not come.
    fn decide(&mut self, scene: &Scene<'_>) -> Option<Result<(), Problem>> {
        let Some(spec) = &self.spec else { return Some(Err(Problem::NoTable)) };
        let Some(name) = &spec.table else { return Some(Err(Problem::NoTable)) };
        match scene.tables.get(name) {
            State::Loading => None,
            State::Missing => Some(Err(Problem::NoSuchTable(name.clone()))),
            State::Ready(table) => {
                let frame = self.frame(scene);
                let when = (scene.window, self.composed.is_some());
                let narrowed = narrowed(scene.looks, self.panel, spec, table, when);
                let shown = narrowed.as_ref().map_or(spec, |(spec, _)| spec);
                let view = seen(scene.looks, self.panel, shown, table.schema(), scene.window);
                self.is_part = view.x.is_some() || narrowed.is_some();
                if let Some(node) = &self.composed {
                    let own = narrowed.as_ref().and_then(|(_, rows)| rows.as_ref()).unwrap_or(table);
                    let plot = compose(node, &Rows { tables: scene.tables, name, own }, &view, frame)?;
                    return Some(plot.map(|mut plot| {
                        plot.annotate(&self.notes, frame);
                        plot.mark_thresholds(&self.bounds.thresholds, frame);
                        plot.remark(&self.remarks, frame);
                        self.scene = Some(plot);
                    }));
                }
                self.scene = None;
                let (spec, table) = match &narrowed {
                    Some((spec, Some(rows))) => {
                        // Another choice of rows has the same numbers.
                        self.live.clear();
                        (spec, rows)
                    }
                    Some((spec, None)) => (spec, table),
                    None => (spec, table),
                };
                Some(self.live.show(spec, table, &view, frame).map(|plot| {
                    plot.annotate(&self.notes, frame);
                    plot.mark_thresholds(&self.bounds.thresholds, frame);
                    plot.remark(&self.remarks, frame);
                }))
            }
        }
    }

    fn frame(&self, scene: &Scene<'_>) -> Frame {
        Frame {
            width_px: self.size_px.0,
            height_px: self.size_px.1,
            scale: scene.scale,
            theme: if scene.look.dark { Theme::Dark } else { Theme::Light },
            rtl: scene.look.rtl,
            patterns: scene.look.patterns,
        }
    }

    fn paint(&mut self, now_ms: f64) {
        let plot = self.scene.as_ref().or_else(|| self.live.plot());
        if let Some(easel) = &mut self.easel {
            easel.show(plot, self.size_px, now_ms);
        }
    }

    /// For tools and tests: how often was drawn, and the newest `Seq` in it.
    fn mark_drawn(&mut self, seq: Seq) {
        self.draws = self.draws.wrapping_add(1);
        let _valid_name = self.canvas.set_attribute("data-drawn", &self.draws.to_string());
        if self.version.replace(seq) != Some(seq) {
            let _valid_name = self.canvas.set_attribute("data-version", &seq.0.to_string());
        }
    }

    /// Whether a chart of rows that came has nothing else to say outside its canvas: so are most frames.
    fn says_the_same(&self, scene: &Scene<'_>) -> bool {
        let Some(plot) = self.scene.as_ref().or_else(|| self.live.plot()) else { return false };
        let words = (&self.info.problem, &self.info.big_number, &self.info.elsewhere, plot.big_number());
        let has_values = !self.is_part || !plot.values(1).is_empty();
        let is_silent = has_values && matches!(words, (None, None, None, None));
        is_silent && !self.is_described(scene) && *plot.legend() == *self.info.legend
    }

    /// Whether its description is due.
    fn is_described(&self, scene: &Scene<'_>) -> bool {
        self.description.is_stale || scene.now_ms - self.description.at_ms >= DESCRIPTION_MS
    }

    fn inform(&mut self, scene: &Scene<'_>) -> PlotInfo {
        let Some(plot) = self.scene.as_ref().or_else(|| self.live.plot()) else { return PlotInfo::default() };
        let due = self.is_described(scene);
        let info = PlotInfo {
            legend: plot.legend().to_vec(),
            description: if due { plot.describe() } else { self.info.description.clone() },
            problem: None,
            elsewhere: self.elsewhere(scene, plot.big_number().is_none() && plot.values(1).is_empty()),
            big_number: plot.big_number().map(|number| self.bounds.words(number, plot.big_value())),
            number_color: plot.big_value().and_then(|value| self.bounds.color(value)),
        };
        if due {
            self.description = Described { at_ms: scene.now_ms, ..Described::default() };
        } else {
            self.description.is_late = true;
        }
        info
    }

    /// The time that is looked at, where a part of all is and nothing is in it.
    fn elsewhere(&self, scene: &Scene<'_>, is_empty: bool) -> Option<Period> {
        (is_empty && self.is_part).then(|| scene.looks.period.clone())
    }

    fn tell(&mut self, info: PlotInfo) -> Option<News> {
        (*self.info != info).then(|| {
            self.info = Rc::new(info);
            (self.on_info.clone(), self.info.clone())
        })
    }
}

/// What the values of a panel mean.
#[derive(Default, PartialEq)]
struct Bounds {
    thresholds: Vec<Threshold>,
    mappings: Vec<Mapping>,
}

impl Bounds {
    fn of(node: &Node) -> Self {
        Self { thresholds: Threshold::of(node), mappings: Mapping::of(node) }
    }

    /// What a number is called.
    fn words(&self, number: &str, value: Option<f64>) -> String {
        let mapping = mapped(&self.mappings, number, value).filter(|mapping| !mapping.words.is_empty());
        mapping.map_or(number, |mapping| &mapping.words).to_owned()
    }

    fn color(&self, value: f64) -> Option<Color> {
        let mapping = mapped(&self.mappings, "", Some(value)).and_then(|mapping| mapping.color);
        mapping.or_else(|| reached(&self.thresholds, value))
    }
}

/// What the engine draws of a panel; `None` while it comes.
fn compose(node: &Node, rows: &Rows<'_>, view: &ViewState, frame: Frame) -> Option<Result<Plot, Problem>> {
    match engine::known() {
        Known::Coming => None,
        Known::Failed => Some(Err(Problem::Scene(t(Message::EngineNotFetched).to_owned()))),
        Known::Here(engine) => Some((engine.draw)(node, rows, view, frame)),
    }
}

/// What threads on a panel are about, as far as they are about a value and not resolved.
fn remarks(document: &Document, panel: NodeId) -> Vec<Anchor> {
    let threads = document.children_of(panel, Kind::Comment).into_iter();
    let open = threads.filter(|(_, thread)| !thread.flag(Property::Resolved));
    open.filter_map(|(_, thread)| thread.anchor().cloned()).collect()
}
