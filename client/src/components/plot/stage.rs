//! The stage: one chart under somebody's hands. It turns places on the screen into values of the plot, does what gestures
//! and keys ask for, and says what is to be shown over the canvas. At most one look-up a frame.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use chart::{Hit, Plot, PointId, Spec, Step};
use document::{Anchor, AnchorX, NodeId};
use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};
use js_sys::Date;
use web_sys::Element;
use yew::UseStateSetter;

use super::{
    choice::{REACH_CSS_PX, choose, owns_column},
    cross::{Cross, alone, cross_at},
    gesture::{At, HOLD_MS, Hand, Input, Intent},
};
use crate::{
    data::State,
    locale::moment,
    workspace::{
        LookAct, Looks, Workspace,
        looks::{Filter, MAX_CHOSEN, Picked, Span},
    },
};

/// Two clicks within this time are one double click, in milliseconds.
const DOUBLE_MS: f64 = 400.0;

/// What lies over a canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) cross: Option<Cross>,
    /// The columns that are selected so far, in CSS pixels.
    pub(super) brush: Option<(At, At)>,
    /// Whether the cross stays where it is until a press elsewhere.
    pub(super) is_held: bool,
}

/// One chart under somebody's hands.
pub(super) struct Stage {
    pub(super) workspace: Workspace,
    pub(super) panel: NodeId,
    spec: Spec,
    surface: Element,
    shown: UseStateSetter<Shown>,
    now: RefCell<Shown>,
    hand: RefCell<Hand>,
    hold: RefCell<Option<Timeout>>,
    frame: RefCell<Option<AnimationFrame>>,
    /// The value that was walked to by keys.
    walked: Cell<Option<PointId>>,
    /// When was clicked last, and what was looked at before.
    clicked: RefCell<Option<(f64, Rc<Looks>)>>,
}

impl Stage {
    pub(super) fn new(
        workspace: Workspace,
        panel: NodeId,
        spec: Spec,
        surface: Element,
        shown: UseStateSetter<Shown>,
    ) -> Rc<Self> {
        Rc::new(Self {
            workspace,
            panel,
            spec,
            surface,
            shown,
            now: RefCell::default(),
            hand: RefCell::default(),
            hold: RefCell::default(),
            frame: RefCell::default(),
            walked: Cell::default(),
            clicked: RefCell::default(),
        })
    }

    /// Where a pointer of the window is on the chart.
    pub(super) fn at(&self, x_css_px: i32, y_css_px: i32) -> At {
        let bounds = self.surface.get_bounding_client_rect();
        (f64::from(x_css_px) - bounds.left(), f64::from(y_css_px) - bounds.top())
    }

    pub(super) fn take(self: &Rc<Self>, input: Input) {
        if matches!(input, Input::Down { .. } | Input::Cancel | Input::Leave) {
            self.show(|shown| shown.is_held = false);
        }
        let intents = self.hand.borrow_mut().take(input);
        for intent in intents {
            self.perform(intent);
        }
    }

    /// Two fingers are the chart's, not the page's.
    pub(super) fn is_pinched(&self) -> bool {
        matches!(*self.hand.borrow(), Hand::Pinching { .. })
    }

    pub(super) fn look(&self, act: LookAct) {
        self.workspace.look(self.panel, act);
    }

    fn perform(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::Point(_) if self.now.borrow().is_held => {}
            Intent::Point(at) => self.in_a_frame(move |stage| stage.point(at)),
            Intent::Unpoint => self.unpoint(),
            Intent::Brush(brush) => self.show(|shown| shown.brush = brush),
            Intent::Zoom(from, to) => self.zoom_to(from, to),
            Intent::Filter(from, to) => self.filter_by(from, to),
            Intent::Pan(moved_css_px) => self.pan(moved_css_px),
            Intent::Pinch { around, factor, moved } => {
                self.zoom(around, 1.0 / factor);
                self.pan(moved);
            }
            Intent::Click(at) => self.click(at),
            Intent::Wait(true) => {
                let stage = self.clone();
                *self.hold.borrow_mut() = Some(Timeout::new(HOLD_MS, move || stage.take(Input::Held)));
            }
            Intent::Wait(false) => drop(self.hold.borrow_mut().take()),
        }
    }

    /// At most one look-up a frame; the newest wins nothing, because the next frame is near.
    fn in_a_frame(self: &Rc<Self>, look: impl FnOnce(&Self) + 'static) {
        let stage = self.clone();
        *self.frame.borrow_mut() = Some(request_animation_frame(move |_| look(&stage)));
    }

    fn point(&self, at: At) {
        let density = self.density();
        let cross = self.ask(|plot| {
            let nearest = plot.nearest(at.0 * density, at.1 * density)?;
            let time = plot.x_is_time().then_some(nearest.x_value);
            Some((cross_at(plot, &self.spec, &nearest, density, at.1), time))
        });
        let (cross, time) = cross.flatten().unzip();
        self.show(|shown| shown.cross = cross);
        self.workspace.point(time.flatten().map(|time| (self.panel, time)));
    }

    /// Shows the crosshair of another chart of times.
    pub(super) fn follow(self: &Rc<Self>) {
        match self.workspace.pointed() {
            Some((panel, _)) if panel == self.panel => {}
            Some((_, time)) => self.in_a_frame(move |stage| {
                let density = stage.density();
                let cross = stage.ask(|plot| plot.x_is_time().then(|| alone(plot, time, density))).flatten();
                stage.show(|shown| shown.cross = cross.flatten());
            }),
            None if self.walked.get().is_none() => self.show(|shown| shown.cross = None),
            None => {}
        }
    }

    /// Points at a place, and stays there.
    pub(super) fn hold(&self, at: At) {
        self.point(at);
        self.hold_shown();
    }

    /// What is shown stays.
    pub(super) fn hold_shown(&self) {
        self.show(|shown| shown.is_held = shown.cross.is_some());
    }

    /// The value that is pointed at, or was walked to, by what it says.
    pub(super) fn anchor(&self) -> Option<Anchor> {
        let now = self.now.borrow();
        let (hit, _) = now.cross.as_ref()?.told.as_ref()?.values.iter().find(|(_, is_nearest)| *is_nearest)?;
        let is_time = self.ask(Plot::x_is_time)?;
        let x = if is_time { AnchorX::Time(hit.x_value as i64) } else { AnchorX::Text(hit.x.clone()) };
        Some(Anchor { x, series: Some(hit.series.clone()).filter(|series| !series.is_empty()) })
    }

    fn unpoint(&self) {
        drop(self.frame.borrow_mut().take());
        self.walked.set(None);
        self.show(|shown| (shown.cross, shown.is_held) = (None, false));
        self.workspace.point(None);
    }

    fn zoom_to(&self, from: At, to: At) {
        let window = self.ask(|plot| {
            plot.x_domain()?;
            let density = self.density();
            let ends = |a: Option<f64>, b: Option<f64>| Some((a?.min(b?), a?.max(b?)));
            let x = ends(plot.x_at(from.0 * density), plot.x_at(to.0 * density))?;
            let is_plane = !plot.x_is_time() && self.spec.form == chart::Form::Chart(document::Mark::Point);
            let y = is_plane.then(|| ends(plot.y_at(from.1 * density), plot.y_at(to.1 * density))).flatten();
            Some((within(x, self.extent(plot)?), y))
        });
        match window.flatten() {
            Some((x, y)) => self.look(LookAct::Window { x, y }),
            // Categories have no window: those that were selected are chosen.
            None => self.filter_by(from, to),
        }
    }

    fn filter_by(&self, from: At, to: At) {
        let density = self.density();
        let picked = self.ask(|plot| {
            let (a, b) = (plot.x_at(from.0 * density)?, plot.x_at(to.0 * density)?);
            let (low, high) = (a.min(b), a.max(b));
            if plot.x_domain().is_some() {
                return Some(Picked::Span(low, high));
            }
            let mut labels = Vec::new();
            for hit in plot.values(MAX_CHOSEN) {
                if (low..=high).contains(&hit.x_value) && !labels.contains(&hit.x) {
                    labels.push(hit.x);
                }
            }
            Some(Picked::Values(labels))
        });
        if let Some(picked) = picked.flatten() {
            self.filter(picked);
        }
    }

    /// What is shown filters the other charts.
    pub(super) fn filter_by_window(&self) {
        if let Some((from, to)) = self.looked().view.x {
            self.filter(Picked::Span(from, to));
        }
    }

    fn filter(&self, picked: Picked) {
        let x = self.looked().levels.iter().rev().find_map(|level| match &level.below {
            crate::workspace::looks::Below::Field(field) => Some(field.clone()),
            crate::workspace::looks::Below::Unit(_) => None,
        });
        let Some(field) = x.or_else(|| self.spec.x.clone()) else { return };
        let is_time = self.ask(Plot::x_is_time).unwrap_or(false);
        let words = match &picked {
            Picked::Span(from, to) if is_time => [moment(*from as i64), moment(*to as i64)].join(" – "),
            Picked::Span(from, to) => [crate::locale::number(*from), crate::locale::number(*to)].join(" – "),
            Picked::Values(values) => values.join(", "),
        };
        let table = self.spec.table.clone();
        self.look(LookAct::Filter(Filter { by: Some(self.panel), table, field, picked, words }));
    }

    fn pan(&self, moved_css_px: f64) {
        let width = self.ask(|plot| plot.area().map(|area| f64::from(area.right - area.left))).flatten();
        let (Some(span), Some(width)) = (self.span(), width.filter(|width| *width > 0.0)) else { return };
        self.look(LookAct::Pan { part: -moved_css_px * self.density() / width, span });
    }

    /// Shows so many times as much around a column.
    pub(super) fn zoom(&self, around_css_px: f64, factor: f64) {
        let around = self.ask(|plot| plot.x_at(around_css_px * self.density())).flatten();
        if let (Some(span), Some(around)) = (self.span(), around) {
            self.look(LookAct::Zoom { around, factor, span });
        }
    }

    /// Zooms around the value that was walked to, else around the middle.
    pub(super) fn zoom_by_key(&self, factor: f64) {
        let cross = self.now.borrow().cross.as_ref().map(|cross| cross.x);
        self.zoom(cross.unwrap_or(self.surface.client_width() as f64 / 2.0), factor);
    }

    pub(super) fn pan_by_key(&self, part: f64) {
        if let Some(span) = self.span() {
            self.look(LookAct::Pan { part, span });
        }
    }

    fn click(&self, at: At) {
        let now = Date::now();
        let is_second = self.clicked.borrow().as_ref().is_some_and(|(before, _)| now - before < DOUBLE_MS);
        if is_second {
            return;
        }
        let density = self.density();
        let hit = self.ask(|plot| plot.nearest(at.0 * density, at.1 * density)).flatten();
        let hit = hit.filter(|hit| {
            let away = (f64::from(hit.x_px) / density - at.0).hypot(f64::from(hit.y_px) / density - at.1);
            owns_column(&self.spec) || away <= REACH_CSS_PX
        });
        if let Some(hit) = hit {
            *self.clicked.borrow_mut() = Some((now, self.workspace.looks()));
            self.choose(&hit);
        }
    }

    /// All again; what the first of the two clicks chose is taken back.
    pub(super) fn double_click(&self) {
        if let Some((_, before)) = self.clicked.borrow_mut().take() {
            self.workspace.look_as(before);
        }
        self.look(LookAct::Reset);
    }

    fn choose(&self, hit: &Hit) {
        let table = self.spec.table.clone().unwrap_or_default();
        let looked = self.looked();
        let act = self.workspace.read_table(&table, |state| match state {
            State::Ready(table) => choose(self.panel, &self.spec, &looked, table, hit),
            State::Loading | State::Missing => None,
        });
        if let Some(act) = act {
            self.unpoint();
            self.look(act);
        }
    }

    /// Chooses the value that was walked to.
    pub(super) fn choose_walked(&self) {
        let hit = self.walked.get().and_then(|walked| self.ask(|plot| plot.step(Some(walked), Step::Here)).flatten());
        if let Some(hit) = hit {
            self.choose(&hit);
        }
    }

    /// Walks from value to value; what is reached is shown and said.
    pub(super) fn walk(&self, step: Step) -> Option<String> {
        let density = self.density();
        let (hit, cross, time) = self.ask(|plot| {
            let hit = plot.step(self.walked.get(), step)?;
            let cross = cross_at(plot, &self.spec, &hit, density, f64::from(hit.y_px) / density);
            let time = plot.x_is_time().then_some(hit.x_value);
            Some((hit, cross, time))
        })??;
        self.walked.set(Some(hit.point));
        self.show(|shown| shown.cross = Some(cross));
        self.workspace.point(time.map(|time| (self.panel, time)));
        let words = [&*hit.series, &hit.y, &hit.x].into_iter().filter(|words| !words.is_empty());
        Some(words.collect::<Vec<_>>().join(", "))
    }

    /// Back up one level, or to all; whether there was anything to go back from.
    pub(super) fn back(&self) -> bool {
        let looked = self.looked();
        if self.walked.get().is_some() {
            self.unpoint();
        } else if looked.view.x.is_some() {
            self.look(LookAct::Reset);
        } else if let Some(depth) = looked.levels.len().checked_sub(1) {
            self.look(LookAct::Ascend(depth));
        } else {
            return false;
        }
        true
    }

    /// Whether x runs from right to left, as categories do in a page that does.
    pub(super) fn is_mirrored(&self) -> bool {
        crate::locale::language().is_rtl() && self.ask(|plot| plot.x_domain().is_none()).unwrap_or(false)
    }

    fn looked(&self) -> crate::workspace::looks::Look {
        self.workspace.looks().of(self.panel)
    }

    /// What is shown along x. What was drawn last may be older than what was asked for.
    fn span(&self) -> Option<Span> {
        let (domain, extent) = self.ask(|plot| Some((plot.x_domain()?, self.extent(plot)?))).flatten()?;
        Some(Span { shown: self.looked().view.x.unwrap_or(domain), extent })
    }

    /// What can be shown along x: the time that all charts show, where there is one.
    fn extent(&self, plot: &Plot) -> Option<(f64, f64)> {
        let extent = plot.x_extent()?;
        let window = self.workspace.looks().period.window(Date::now() as i64).filter(|_| plot.x_is_time());
        Some(window.map_or(extent, |(from_ms, to_ms)| (from_ms as f64, to_ms as f64)))
    }

    fn ask<T>(&self, question: impl FnOnce(&Plot) -> T) -> Option<T> {
        self.workspace.painter().ask(self.panel, question)
    }

    fn density(&self) -> f64 {
        self.workspace.painter().density()
    }

    fn show(&self, change: impl FnOnce(&mut Shown)) {
        let mut now = self.now.borrow_mut();
        let before = now.clone();
        change(&mut now);
        if *now != before {
            self.shown.set(now.clone());
        }
    }
}

fn within((low, high): (f64, f64), extent: (f64, f64)) -> (f64, f64) {
    (low.max(extent.0), high.min(extent.1))
}
