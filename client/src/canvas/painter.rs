//! The painter: one animation frame for the page, in which every dirty chart that can be seen is drawn once.
//! What makes a chart dirty: rows of its table, its panel, its size, the look, the density of the screen.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use chart::{Hit, Plot};
use document::{Document, NodeId, Refresh, Seq};
use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};
use web_sys::{Element, HtmlCanvasElement};
use yew::Callback;

use super::{
    chart::{Chart, News, PlotInfo, Scene},
    follower::Follower,
    notes::Notes,
    pace::Pace,
    portrait::portrait,
    watch::{self, Noticed, Watch},
};
use crate::{data::Tables, engine, workspace::looks::Looks};

/// How long descriptions that came too early wait, in milliseconds; rows may have ended meanwhile.
const LATE_DESCRIPTION_MS: u32 = 5_000;

/// Draws the charts of one dashboard; clones are the same painter.
#[derive(Clone)]
pub struct Painter(Rc<Canvases>);

/// What the charts of a page share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Light marks on a dark ground.
    pub dark: bool,
    /// Value axes stand on the right.
    pub rtl: bool,
    /// What colours tell apart is told apart without them too.
    pub patterns: bool,
}

/// A canvas that the painter draws on, or an element that follows rows, until this is dropped.
#[must_use]
pub struct Registration {
    painter: Weak<Canvases>,
    number: u32,
}

struct Canvases {
    me: Weak<Canvases>,
    tables: Rc<RefCell<Tables>>,
    document: RefCell<Rc<Document>>,
    seq: Cell<Seq>,
    look: Cell<Look>,
    looks: RefCell<Rc<Looks>>,
    /// Device pixels of one CSS pixel in the last frame.
    density: Cell<f64>,
    charts: RefCell<BTreeMap<u32, Chart>>,
    followers: RefCell<Vec<Follower>>,
    registered: Cell<u32>,
    watch: OnceCell<Watch>,
    frame: RefCell<Option<AnimationFrame>>,
    late: RefCell<Option<Timeout>>,
    pace: Pace,
    /// Draws a window that slides with now where it is by then.
    sliding: RefCell<Option<Timeout>>,
    wants_engine: Cell<bool>,
}

impl PartialEq for Painter {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Painter {
    /// A painter that reads rows from these tables.
    #[must_use]
    pub fn new(tables: Rc<RefCell<Tables>>) -> Self {
        Self(Rc::new_cyclic(|me: &Weak<Canvases>| Canvases {
            me: me.clone(),
            tables,
            document: RefCell::default(),
            seq: Cell::default(),
            look: Cell::default(),
            looks: RefCell::default(),
            density: Cell::default(),
            charts: RefCell::default(),
            followers: RefCell::default(),
            registered: Cell::new(0),
            watch: OnceCell::new(),
            frame: RefCell::default(),
            late: RefCell::default(),
            pace: Pace::default(),
            sliding: RefCell::default(),
            wants_engine: Cell::new(false),
        }))
    }

    /// Another painter over the same rows and in the same look, which shows another document.
    #[must_use]
    pub fn beside(&self, document: &Rc<Document>) -> Self {
        let painter = Self::new(self.0.tables.clone());
        painter.0.look.set(self.0.look.get());
        painter.document_changed(document, self.0.seq.get());
        painter
    }

    /// Draws a panel on a canvas from now on. The canvas must have its size from CSS (width and height 100 % of a
    /// box), not from its own pixels. `on_info` hears of the legend, the description, problems and the big number.
    pub fn register(&self, panel: NodeId, canvas: HtmlCanvasElement, on_info: Callback<Rc<PlotInfo>>) -> Registration {
        self.0.register(panel, canvas, on_info)
    }

    /// Tells `on_rows`, at most once a frame and only while the element can be seen, that the rows of a table or the
    /// size of the element are others.
    pub fn follow(&self, table: String, element: Element, on_rows: Callback<()>) -> Registration {
        self.0.follow(table, element, on_rows)
    }

    /// Shows what somebody looks at, from the next frame on.
    pub fn look(&self, looks: &Rc<Looks>) {
        let before = self.0.looks.replace(looks.clone());
        let is_other_time = before.period != looks.period;
        if is_other_time {
            self.0.sliding.take();
        }
        let is_all = is_other_time || before.pinned != looks.pinned || before.filters() != looks.filters();
        self.0.change(|chart| {
            chart.is_dirty |= is_all || before.of(chart.panel) != looks.of(chart.panel);
        });
    }

    /// Asks what a panel shows now; `None` where nothing is drawn. Pixels of a plot are device pixels from the upper
    /// left corner of the canvas: [`Painter::density`] of them are a CSS pixel.
    pub fn ask<R>(&self, panel: NodeId, question: impl FnOnce(&Plot) -> R) -> Option<R> {
        let charts = self.0.charts.borrow();
        charts.values().find(|chart| chart.panel == panel)?.plot().map(question)
    }

    /// Device pixels of one CSS pixel.
    #[must_use]
    pub fn density(&self) -> f64 {
        watch::density()
    }

    /// The picture of a panel below a title, to be saved.
    #[must_use]
    pub fn portrait(&self, panel: NodeId, title: &str) -> Option<HtmlCanvasElement> {
        portrait(&self.picture(panel)?, title, self.0.look.get().dark, watch::density())
    }

    /// How large a panel is drawn, in device pixels.
    #[must_use]
    pub fn size(&self, panel: NodeId) -> Option<(u32, u32)> {
        let charts = self.0.charts.borrow();
        charts.values().find(|chart| chart.panel == panel).map(|chart| (chart.canvas.width(), chart.canvas.height()))
    }

    /// The picture of a panel: everything that is drawn of it, on a new canvas without a ground.
    #[must_use]
    pub fn picture(&self, panel: NodeId) -> Option<HtmlCanvasElement> {
        let charts = self.0.charts.borrow();
        charts.values().find(|chart| chart.panel == panel)?.picture()
    }

    /// The value nearest to a point of the panel's canvas, given in CSS pixels from its upper left corner. Where it is
    /// drawn comes back in device pixels.
    #[must_use]
    pub fn nearest(&self, panel: NodeId, x_css_px: f64, y_css_px: f64) -> Option<Hit> {
        let density = watch::density();
        self.ask(panel, |plot| plot.nearest(x_css_px * density, y_css_px * density)).flatten()
    }

    /// Theme and reading direction, for all charts.
    pub fn set_look(&self, look: Look) {
        if self.0.look.replace(look) != look {
            self.0.soil(|_| true);
        }
    }

    /// The panels are to be drawn as this document says.
    pub fn document_changed(&self, document: &Rc<Document>, seq: Seq) {
        self.0.document.replace(document.clone());
        self.0.seq.set(seq);
        let notes = Notes::of(document);
        self.0.change(|chart| chart.follow(document, &notes));
        self.0.want_engine();
    }

    /// The rows of a table are others; they are shown at the pace that was set.
    pub fn rows_changed(&self, table: &str) {
        if self.0.pace.holds(table, js_sys::Date::now()) {
            let me = self.0.me.clone();
            self.0.pace.tick(move || {
                if let Some(canvases) = me.upgrade() {
                    Self(canvases).show_newest();
                }
            });
        } else {
            self.show_rows(table);
        }
    }

    /// How often new rows are shown from now on.
    pub fn set_pace(&self, refresh: Refresh) {
        if self.0.pace.set(refresh) {
            self.show_newest();
        }
    }

    /// Shows the rows that wait.
    pub fn show_newest(&self) {
        self.0.pace.take().iter().for_each(|table| self.show_rows(table));
    }

    fn show_rows(&self, table: &str) {
        self.0.followers.borrow_mut().iter_mut().for_each(|follower| follower.rows_changed(table));
        self.0.soil(|chart| chart.draws_table(table));
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(painter) = self.painter.upgrade() {
            painter.forget(self.number);
        }
    }
}

impl Canvases {
    fn register(&self, panel: NodeId, canvas: HtmlCanvasElement, on_info: Callback<Rc<PlotInfo>>) -> Registration {
        let number = self.registered.get();
        self.registered.set(number + 1);
        let watch = self.watch.get_or_init(|| self.begin_watch());
        // Text is placed by its left and right ends, whatever the direction of the page.
        let _valid_name = canvas.set_attribute("dir", "ltr");
        watch.observe(&canvas);
        let mut chart = Chart::new(panel, canvas, on_info);
        let document = self.document.borrow().clone();
        chart.follow(&document, &Notes::of(&document));
        self.charts.borrow_mut().insert(number, chart);
        self.want_engine();
        Registration { painter: self.me.clone(), number }
    }

    fn follow(&self, table: String, element: Element, on_rows: Callback<()>) -> Registration {
        let number = self.registered.get();
        self.registered.set(number + 1);
        self.watch.get_or_init(|| self.begin_watch()).observe(&element);
        self.followers.borrow_mut().push(Follower::new(number, element, table, on_rows));
        Registration { painter: self.me.clone(), number }
    }

    fn forget(&self, number: u32) {
        let Some(watch) = self.watch.get() else { return };
        if let Some(chart) = self.charts.borrow_mut().remove(&number) {
            watch.forget(&chart.canvas);
        }
        self.followers.borrow_mut().retain(|follower| {
            let stays = follower.number() != number;
            if !stays {
                watch.forget(follower.element());
            }
            stays
        });
    }

    fn begin_watch(&self) -> Watch {
        let me = self.me.clone();
        Watch::new(move |noticed| {
            if let Some(canvases) = me.upgrade() {
                canvases.notice(&noticed);
            }
        })
    }

    fn notice(&self, noticed: &Noticed) {
        self.followers.borrow_mut().iter_mut().for_each(|follower| match noticed {
            Noticed::Size(element, _) => follower.resized(element),
            Noticed::Visible(element, is_visible) => follower.seen(element, *is_visible),
            Noticed::Density => {}
        });
        let is_as_dense = self.density.get() == watch::density();
        self.change(|chart| match noticed {
            Noticed::Size(canvas, size_px) if chart.is_on(canvas) => chart.resize(*size_px),
            Noticed::Visible(canvas, is_visible) if chart.is_on(canvas) => chart.is_visible = *is_visible,
            Noticed::Density => {
                // A chart that fills the window has as many device pixels at any zoom, but other text and lines.
                chart.is_dirty |= !is_as_dense;
                if let Some(size_px) = self.watch.get().and_then(|watch| watch.measure(&chart.canvas)) {
                    chart.resize(size_px);
                }
            }
            Noticed::Size(..) | Noticed::Visible(..) => {}
        });
    }

    /// What is drawn of these charts is no longer what there is.
    fn soil(&self, is_soiled: impl Fn(&Chart) -> bool) {
        self.change(|chart| chart.is_dirty |= is_soiled(chart));
    }

    /// Changes charts and asks for a frame where one is due. A hidden page gets its frame when it is seen again.
    fn change(&self, change: impl Fn(&mut Chart)) {
        let mut charts = self.charts.borrow_mut();
        charts.values_mut().for_each(change);
        let is_due = charts.values().any(Chart::is_due) || self.followers.borrow().iter().any(Follower::is_due);
        if is_due && self.frame.borrow().is_none() {
            let me = self.me.clone();
            let frame = request_animation_frame(move |now_ms| {
                if let Some(canvases) = me.upgrade() {
                    canvases.paint(now_ms);
                }
            });
            self.frame.replace(Some(frame));
        }
    }

    /// The engine is asked for with the first chart that it draws, and draws them all when it comes.
    fn want_engine(&self) {
        let is_wanted = self.charts.borrow().values().any(Chart::is_composed);
        if !is_wanted || self.wants_engine.replace(true) {
            return;
        }
        let me = self.me.clone();
        engine::ask(Callback::from(move |()| {
            if let Some(canvases) = me.upgrade() {
                canvases.soil(Chart::is_composed);
            }
        }));
    }

    fn paint(&self, now_ms: f64) {
        self.frame.take();
        for (on_info, info) in self.draw_due(now_ms) {
            on_info.emit(info);
        }
        let due: Vec<_> = self.followers.borrow_mut().iter_mut().filter_map(Follower::news).collect();
        for on_rows in due {
            on_rows.emit(());
        }
        if self.late.borrow().is_none() && self.charts.borrow().values().any(Chart::is_described_late) {
            let me = self.me.clone();
            let timeout = Timeout::new(LATE_DESCRIPTION_MS, move || {
                if let Some(canvases) = me.upgrade() {
                    canvases.late.take();
                    canvases.soil(Chart::is_described_late);
                }
            });
            self.late.replace(Some(timeout));
        }
        self.slide();
    }

    /// While the time that is shown moves with now, charts are drawn without new rows too.
    fn slide(&self) {
        let step_ms = self.looks.borrow().period.step_ms(js_sys::Date::now() as i64);
        let Some(step_ms) = step_ms.filter(|_| self.sliding.borrow().is_none()) else { return };
        let me = self.me.clone();
        let timeout = Timeout::new(step_ms, move || {
            if let Some(canvases) = me.upgrade() {
                canvases.sliding.take();
                canvases.soil(|_| true);
            }
        });
        self.sliding.replace(Some(timeout));
    }

    fn draw_due(&self, now_ms: f64) -> Vec<News> {
        let tables = self.tables.borrow();
        let (look, seq, scale) = (self.look.get(), self.seq.get(), watch::density());
        self.density.set(scale);
        let looks = self.looks.borrow().clone();
        let window = looks.period.window(js_sys::Date::now() as i64);
        let scene = Scene { tables: &tables, looks: &looks, window, look, scale, seq, now_ms };
        let mut charts = self.charts.borrow_mut();
        charts.values_mut().filter(|chart| chart.is_due()).filter_map(|chart| chart.draw(&scene)).collect()
    }
}
