//! Legends: what colours, symbols, sizes and dashes mean, in a column beside the panels or, where the frame is
//! narrow, in lines above them. Scales of the same values stand in one legend. What an axis names already has none.

use grammar::{
    spec::{Channel, MarkType},
    view::{ChannelValue, Say},
};
use serde_json::Value as Json;
use table::Value;

use super::{
    layout::Room,
    path, say,
    scale::{Kind, Place, Scale},
    scheme,
    symbol::Symbol,
};
use crate::{
    axes::Pen,
    measure::truncate,
    shape::{Align, Ink, Shape, TextStyle, Turn},
};

/// From one entry to the next.
const LINE_CSS_PX: f64 = 15.0;
/// The width of what stands before a label.
const SWATCH_CSS_PX: f64 = 16.0;
const GAP_CSS_PX: f64 = 5.0;
/// Between legends, and between legends and panels.
const APART_CSS_PX: f64 = 12.0;
/// The bar of a gradient.
const GRADIENT_CSS_PX: (f64, f64) = (12.0, 110.0);
/// Legends stand beside the panels in frames at least this wide, and take no more than a share of them.
const LEAST_WIDTH_CSS_PX: f64 = 300.0;
const MOST_SHARE: f64 = 0.32;
/// Frames lower than this have no legend above the panels: they would have no panels.
const LEAST_HEIGHT_CSS_PX: f64 = 120.0;
/// Lines of legends above the panels.
const MOST_LINES: usize = 2;
/// The symbols of a legend are no larger, in square CSS pixels, unless sizes are its meaning.
const SYMBOL_CSS_PX: f64 = 70.0;

/// One legend.
#[derive(Clone, Debug)]
pub(crate) struct Legend {
    title: String,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Entries(Vec<Entry>),
    /// Inks from low to high, and labels at shares.
    Gradient {
        inks: Vec<Ink>,
        labels: Vec<(f64, String)>,
    },
}

/// A value and what stands for it.
#[derive(Clone, Debug)]
struct Entry {
    label: String,
    swatch: Swatch,
}

/// What stands for a value.
#[derive(Clone, Debug)]
struct Swatch {
    ink: Ink,
    is_line: bool,
    is_outline: bool,
    symbol: Symbol,
    size_css_px: f64,
    width_css_px: f64,
    dashes: Vec<f64>,
}

/// The legends of a scene, in the order of their scales.
pub(crate) fn plan(scales: &[Scale<'_>], pen: Pen<'_>) -> Vec<Legend> {
    let mut done = vec![false; scales.len()];
    let mut legends = Vec::new();
    for index in 0..scales.len() {
        if done[index] || !has_legend(&scales[index]) {
            continue;
        }
        let same: Vec<usize> = (index..scales.len())
            .filter(|other| has_legend(&scales[*other]) && is_same(&scales[index], &scales[*other]))
            .collect();
        for other in &same {
            done[*other] = true;
        }
        let members: Vec<&Scale<'_>> = same.into_iter().map(|index| &scales[index]).collect();
        legends.extend(legend(&members, pen));
    }
    legends
}

fn has_legend(scale: &Scale<'_>) -> bool {
    use Channel as C;
    let has_channel = matches!(
        scale.channel,
        C::Color
            | C::Fill
            | C::Stroke
            | C::Shape
            | C::Size
            | C::Opacity
            | C::FillOpacity
            | C::StrokeOpacity
            | C::StrokeDash
            | C::StrokeWidth
    );
    let Some(first) = scale.first() else { return false };
    let is_field = scale
        .uses
        .iter()
        .any(|used| matches!(used.channel.value, ChannelValue::Column { .. } | ChannelValue::Datum(_)));
    let is_off = scale.uses.iter().any(|used| used.channel.guide == Some(None));
    let is_said = scale.uses.iter().any(|used| matches!(used.channel.guide, Some(Some(_))));
    let is_empty = matches!(&scale.kind, Kind::Discrete(discrete, _) if discrete.values().is_empty());
    let _first = first;
    has_channel && is_field && !is_off && !is_empty && (is_said || !is_on_axis(scale))
}

/// Whether an axis names the same values already.
fn is_on_axis(scale: &Scale<'_>) -> bool {
    let column =
        |value: &ChannelValue| if let ChannelValue::Column { name, .. } = value { Some(name.clone()) } else { None };
    let Kind::Discrete(..) = &scale.kind else { return false };
    scale.uses.iter().all(|used| {
        let own = column(&used.channel.value);
        own.is_some()
            && used.unit.channels.iter().any(|other| {
                matches!(other.channel, Channel::X | Channel::Y)
                    && column(&other.value) == own
                    && other.guide != Some(None)
            })
    })
}

/// Whether two scales say the same about the same values.
fn is_same(left: &Scale<'_>, right: &Scale<'_>) -> bool {
    let title = |scale: &Scale<'_>| scale.first().and_then(|used| used.channel.title.clone());
    let values = |scale: &Scale<'_>| match &scale.kind {
        Kind::Discrete(discrete, _) => Some(discrete.values().to_vec()),
        _ => None,
    };
    let is_ink = |scale: &Scale<'_>| matches!(scale.channel, Channel::Color | Channel::Fill | Channel::Stroke);
    let is_twice = is_ink(left) && is_ink(right) && left.range != right.range;
    title(left) == title(right)
        && match (&left.kind, &right.kind) {
            (Kind::Continuous(one), Kind::Continuous(other)) => std::ptr::eq(left, right) || one == other && !is_twice,
            _ => std::ptr::eq(left, right) || values(left).is_some() && values(left) == values(right),
        }
}

fn legend(members: &[&Scale<'_>], pen: Pen<'_>) -> Option<Legend> {
    let scale = members.first()?;
    let first = scale.first()?;
    let title = first.channel.title.clone().unwrap_or_default();
    let words = &first.channel.say;
    let guide = first.channel.guide.as_ref().and_then(Option::as_ref);
    let wanted = guide.and_then(|guide| guide.get("values")).and_then(Json::as_array);
    let is_only_ink =
        members.iter().all(|scale| matches!(scale.channel, Channel::Color | Channel::Fill | Channel::Stroke));
    let body = match &scale.kind {
        Kind::Continuous(continuous) if is_only_ink => {
            let inks: Vec<Ink> =
                (0..=32).filter_map(|part| scale.range.ink(Place::Share(f64::from(part) / 32.0))).collect();
            let ticks = continuous.ticks(4);
            let labels = say::ticks(words, continuous, &ticks, 4);
            let labels = ticks
                .values
                .iter()
                .zip(labels)
                .filter_map(|(tick, (label, _))| Some((continuous.share(*tick)?, label)));
            Body::Gradient { inks, labels: labels.collect() }
        }
        Kind::Continuous(continuous) => {
            let ticks = continuous.ticks(4);
            let labels = say::ticks(words, continuous, &ticks, 4);
            let entries = ticks
                .values
                .iter()
                .zip(labels)
                .map(|(tick, (label, _))| Entry { label, swatch: swatch(members, &Value::Number(*tick), pen) });
            Body::Entries(entries.filter(|entry| !entry.swatch.is_nothing()).collect())
        }
        Kind::Discrete(discrete, _) => {
            let is_time = words.time;
            let is_wanted = |value: &&Value| {
                wanted.is_none_or(|wanted| {
                    wanted.iter().any(|json| {
                        super::key::Key::of(&super::scale::value_of(json, is_time)) == super::key::Key::of(value)
                    })
                })
            };
            let entry = |value: &Value| Entry { label: say::value(words, value), swatch: swatch(members, value, pen) };
            Body::Entries(discrete.values().iter().filter(is_wanted).map(entry).collect())
        }
        Kind::Steps(steps) => {
            let entry = |index: usize| {
                let (low, high) = steps.bounds(index);
                let inside = match (low, high) {
                    (Some(low), Some(high)) => f64::midpoint(low, high),
                    (Some(low), None) => low,
                    (None, Some(high)) => high - high.abs().max(1.0) * 1e-9,
                    (None, None) => 0.0,
                };
                Entry { label: class_words(words, low, high), swatch: swatch(members, &Value::Number(inside), pen) }
            };
            Body::Entries((0..steps.count()).map(entry).collect())
        }
        Kind::Identity => return None,
    };
    Some(Legend { title, body })
}

fn class_words(words: &Say, low: Option<f64>, high: Option<f64>) -> String {
    let plain = Say { binned: false, ..words.clone() };
    let say = |number: f64| say::value(&plain, &if plain.time { Value::Time(number) } else { Value::Number(number) });
    match (low, high) {
        (Some(low), Some(high)) => format!("{} – {}", say(low), say(high)),
        (Some(low), None) => format!("≥ {}", say(low)),
        (None, Some(high)) => format!("< {}", say(high)),
        (None, None) => String::new(),
    }
}

/// What stands for a value on all scales of a legend together.
fn swatch(members: &[&Scale<'_>], value: &Value, pen: Pen<'_>) -> Swatch {
    use MarkType as M;
    let marks = || members.iter().flat_map(|scale| &scale.uses).map(|used| used.unit.mark.mark);
    let is_stroke = |mark: M| matches!(mark, M::Line | M::Trail | M::Rule);
    let is_dot = |mark: M| matches!(mark, M::Point | M::Circle | M::Square | M::Text);
    let is_line = marks().any(is_stroke) && marks().all(|mark| is_stroke(mark) || is_dot(mark));
    let is_point = marks().any(|mark| mark == M::Point);
    let is_filled = members
        .iter()
        .flat_map(|scale| &scale.uses)
        .any(|used| used.unit.mark.style.get("filled") == Some(&Json::Bool(true)));
    let mut swatch = Swatch {
        ink: pen.palette.series(0).into(),
        is_line,
        is_outline: is_point && !is_filled,
        symbol: if marks().all(|mark| matches!(mark, M::Point | M::Circle)) { Symbol::Circle } else { Symbol::Square },
        size_css_px: SYMBOL_CSS_PX,
        width_css_px: 2.0,
        dashes: Vec::new(),
    };
    for scale in members {
        let Some(place) = scale.place(value) else { continue };
        match scale.channel {
            Channel::Color | Channel::Fill | Channel::Stroke => {
                swatch.ink = scale.range.ink(place).unwrap_or(swatch.ink);
            }
            Channel::Shape => swatch.symbol = scale.range.symbol(place).copied().unwrap_or(swatch.symbol),
            Channel::Size if !is_line => {
                swatch.size_css_px = scale.range.number(place).unwrap_or(swatch.size_css_px);
                swatch.symbol = Symbol::Circle;
            }
            Channel::Size | Channel::StrokeWidth => {
                swatch.width_css_px = scale.range.number(place).unwrap_or(swatch.width_css_px);
            }
            Channel::StrokeDash => swatch.dashes = scale.range.dashes(place).unwrap_or_default().to_vec(),
            Channel::Opacity | Channel::FillOpacity | Channel::StrokeOpacity => {
                swatch.ink.alpha *= scale.range.number(place).unwrap_or(1.0);
            }
            _ => {}
        }
    }
    swatch
}

/// Draws the legends at the edge of a room; what remains of it.
pub(crate) fn draw(legends: &[Legend], room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> Room {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    if legends.is_empty() || pen.is_bare() {
        return room;
    }
    let wanted = legends.iter().map(|legend| legend.width_px(pen)).fold(0.0, f64::max);
    let width = wanted.min(room.width() * MOST_SHARE);
    if room.width() >= px(LEAST_WIDTH_CSS_PX) {
        draw_column(
            legends,
            Room { left: if pen.frame.rtl { room.left } else { room.right - width }, ..room },
            width,
            pen,
            out,
        );
        let taken = width + px(APART_CSS_PX);
        return if pen.frame.rtl {
            Room { left: room.left + taken, ..room }
        } else {
            Room { right: room.right - taken, ..room }
        };
    }
    if room.height() < px(LEAST_HEIGHT_CSS_PX) {
        return room;
    }
    let lines = draw_lines(legends, room, pen, out);
    Room { top: room.top + px(LINE_CSS_PX) * lines as f64 + px(2.0), ..room }
}

fn draw_column(legends: &[Legend], room: Room, width: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    let mut y = room.top;
    for legend in legends {
        if y + px(LINE_CSS_PX) * 2.0 > room.bottom {
            return;
        }
        if !legend.title.is_empty() {
            let title = truncate(&legend.title, pen.font_px(), width);
            text(title, (room.left, y + px(LINE_CSS_PX) / 2.0), true, pen, out);
            y += px(LINE_CSS_PX);
        }
        match &legend.body {
            Body::Entries(entries) => y = draw_entries(entries, (room.left, y), width, room.bottom, pen, out),
            Body::Gradient { inks, labels } => {
                let height = px(GRADIENT_CSS_PX.1).min(room.bottom - y - px(4.0));
                draw_gradient(inks, labels, (room.left, y + px(4.0)), height, width, pen, out);
                y += height + px(4.0);
            }
        }
        y += px(APART_CSS_PX);
    }
}

fn draw_entries(
    entries: &[Entry],
    (x, mut y): (f64, f64),
    width: f64,
    bottom: f64,
    pen: Pen<'_>,
    out: &mut Vec<Shape>,
) -> f64 {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    let swatch_px = swatch_width(entries, pen);
    let label_px = width - swatch_px - px(GAP_CSS_PX);
    for (index, entry) in entries.iter().enumerate() {
        let height = entry.height_px(pen);
        let rest = entries.len() - index;
        if rest > 1 && y + height * 2.0 > bottom {
            text(format!("… {rest} more"), (x, y + height / 2.0), false, pen, out);
            return y + height;
        }
        entry.swatch.draw((x, y + height / 2.0), swatch_px, pen, out);
        let label = truncate(&entry.label, pen.font_px(), label_px);
        text(label, (x + swatch_px + px(GAP_CSS_PX), y + height / 2.0), false, pen, out);
        y += height;
    }
    y
}

fn draw_gradient(
    inks: &[Ink],
    labels: &[(f64, String)],
    (x, y): (f64, f64),
    height: f64,
    width: f64,
    pen: Pen<'_>,
    out: &mut Vec<Shape>,
) {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    let (left, right) = (x.round() as i32, (x + px(GRADIENT_CSS_PX.0)).round() as i32);
    let rows = height.max(1.0) as i32;
    let strip = pen.frame.px(2.0);
    for row in (0..rows).step_by(strip.unsigned_abs() as usize) {
        let ink = scheme::mixed(inks, 1.0 - f64::from(row) / f64::from(rows));
        let top = y.round() as i32 + row;
        out.push(Shape::Rect { from: (left, top), to: (right, (top + strip).min(y.round() as i32 + rows)), ink });
    }
    let room = width - px(GRADIENT_CSS_PX.0 + GAP_CSS_PX);
    for (share, label) in labels.iter().filter(|(share, _)| (0.0..=1.0).contains(share)) {
        let row = y + (1.0 - share) * f64::from(rows);
        text(truncate(label, pen.font_px(), room), (x + px(GRADIENT_CSS_PX.0 + GAP_CSS_PX), row), false, pen, out);
    }
}

/// Entries side by side; how many lines they took.
fn draw_lines(legends: &[Legend], room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> usize {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    let (mut x, mut line) = (room.left, 0);
    for legend in legends {
        for item in legend.items(pen) {
            let width = item.width_px(pen);
            if x > room.left && x + width > room.right {
                (x, line) = (room.left, line + 1);
            }
            if line >= MOST_LINES {
                return MOST_LINES;
            }
            item.draw((x, room.top + px(LINE_CSS_PX) * (line as f64 + 0.5)), room.right - x, pen, out);
            x += width + px(APART_CSS_PX);
        }
    }
    line + 1
}

/// What stands in a line of a legend above the panels.
enum Item<'l> {
    Title(&'l str),
    Entry(&'l Entry),
    Gradient(&'l [Ink], String, String),
}

impl Item<'_> {
    fn width_px(&self, pen: Pen<'_>) -> f64 {
        let px = |css_px: f64| pen.frame.px_f64(css_px);
        match self {
            Self::Title(title) => pen.width_px(title),
            Self::Entry(entry) => px(SWATCH_CSS_PX + GAP_CSS_PX) + pen.width_px(&entry.label),
            Self::Gradient(_, low, high) => px(60.0 + 2.0 * GAP_CSS_PX) + pen.width_px(low) + pen.width_px(high),
        }
    }

    fn draw(&self, (x, y): (f64, f64), room_px: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let px = |css_px: f64| pen.frame.px_f64(css_px);
        match self {
            Self::Title(title) => text(truncate(title, pen.font_px(), room_px), (x, y), true, pen, out),
            Self::Entry(entry) => {
                entry.swatch.draw((x, y), px(SWATCH_CSS_PX), pen, out);
                let label = truncate(&entry.label, pen.font_px(), room_px - px(SWATCH_CSS_PX + GAP_CSS_PX));
                text(label, (x + px(SWATCH_CSS_PX + GAP_CSS_PX), y), false, pen, out);
            }
            Self::Gradient(inks, low, high) => {
                text(low.clone(), (x, y), false, pen, out);
                let left = x + pen.width_px(low) + px(GAP_CSS_PX);
                for part in 0..30 {
                    let at = |part: i32| (left + px(2.0) * f64::from(part)).round() as i32;
                    let (top, bottom) = ((y - px(4.0)).round() as i32, (y + px(4.0)).round() as i32);
                    let ink = scheme::mixed(inks, f64::from(part) / 29.0);
                    out.push(Shape::Rect { from: (at(part), top), to: (at(part + 1), bottom), ink });
                }
                text(high.clone(), (left + px(60.0 + GAP_CSS_PX), y), false, pen, out);
            }
        }
    }
}

impl Legend {
    fn items(&self, _pen: Pen<'_>) -> Vec<Item<'_>> {
        let title = (!self.title.is_empty()).then_some(Item::Title(&self.title));
        let body: Vec<Item<'_>> = match &self.body {
            Body::Entries(entries) => entries.iter().map(Item::Entry).collect(),
            Body::Gradient { inks, labels } => {
                let word = |label: Option<&(f64, String)>| label.map(|(_, label)| label.clone()).unwrap_or_default();
                vec![Item::Gradient(inks, word(labels.first()), word(labels.last()))]
            }
        };
        title.into_iter().chain(body).collect()
    }

    fn width_px(&self, pen: Pen<'_>) -> f64 {
        let px = |css_px: f64| pen.frame.px_f64(css_px);
        let body = match &self.body {
            Body::Entries(entries) => {
                let label = entries.iter().map(|entry| pen.width_px(&entry.label)).fold(0.0, f64::max);
                swatch_width(entries, pen) + px(GAP_CSS_PX) + label
            }
            Body::Gradient { labels, .. } => {
                let label = labels.iter().map(|(_, label)| pen.width_px(label)).fold(0.0, f64::max);
                px(GRADIENT_CSS_PX.0 + GAP_CSS_PX) + label
            }
        };
        body.max(pen.width_px(&self.title).min(px(120.0))).ceil() + 1.0
    }
}

fn swatch_width(entries: &[Entry], pen: Pen<'_>) -> f64 {
    let widest = entries.iter().map(|entry| entry.swatch.reach_px(pen) * 2.0).fold(0.0, f64::max);
    widest.max(pen.frame.px_f64(SWATCH_CSS_PX))
}

impl Entry {
    fn height_px(&self, pen: Pen<'_>) -> f64 {
        let line = pen.frame.px_f64(LINE_CSS_PX);
        if self.swatch.is_line { line } else { line.max(self.swatch.reach_px(pen) * 2.0 + 2.0) }
    }
}

impl Swatch {
    /// Whether there is nothing to see of it.
    fn is_nothing(&self) -> bool {
        if self.is_line { self.width_css_px <= 0.0 } else { self.size_css_px <= 0.0 }
    }

    fn reach_px(&self, pen: Pen<'_>) -> f64 {
        let scale = pen.frame.px_f64(1.0);
        if self.is_line { 0.0 } else { self.symbol.reach(self.size_css_px.clamp(0.0, 2_000.0) * scale * scale) }
    }

    fn draw(&self, (x, y): (f64, f64), width: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
        let scale = pen.frame.px_f64(1.0);
        if self.is_line {
            let room = Room { left: x, top: y - 10.0, right: x + width, bottom: y + 10.0 };
            let dashes: Vec<f64> = self.dashes.iter().map(|dash| dash * scale).collect();
            let width_px = pen.frame.px(self.width_css_px.clamp(0.5, 12.0)).unsigned_abs();
            path::stroke(&[(x, y), (x + width, y)], room, self.ink, width_px, &dashes, out);
            return;
        }
        let area_px = self.size_css_px.clamp(0.0, 2_000.0) * scale * scale;
        if area_px > 0.0 {
            let outline_px = self.is_outline.then(|| pen.frame.px(1.5).unsigned_abs());
            out.push(self.symbol.shape((x + width / 2.0, y), area_px, 0.0, self.ink, outline_px));
        }
    }
}

fn text(text: String, (x, y): (f64, f64), is_bold: bool, pen: Pen<'_>, out: &mut Vec<Shape>) {
    let ink: Ink = if is_bold { pen.palette.text } else { pen.palette.muted }.into();
    let style = TextStyle { turn: Turn::Upright, is_bold };
    out.push(Shape::Text {
        text,
        at: (x.round() as i32, y.round() as i32),
        align: Align::Left,
        size_px: pen.font_px(),
        ink,
        style,
    });
}
