//! Legends: what colours, symbols, sizes and dashes mean, in a column beside the panels or, where the frame is
//! narrow or the spec says so, in lines above or below them. Scales of the same values stand in one legend. What an
//! axis names already has none.

mod categories;
mod content;
mod row;
mod swatch;

use grammar::{spec::Channel, view::ChannelValue};

use self::swatch::Swatch;
use super::{
    config::Config,
    layout::Room,
    scale::{Kind, Scale},
    scheme,
};
use crate::{
    axes::Pen,
    legend::LegendEntry,
    measure::truncate,
    shape::{Align, Ink, Shape, TextStyle, Turn},
    view_state::ViewState,
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
/// Titles make a legend no wider than this.
const TITLE_CSS_PX: f64 = 120.0;

/// One legend.
#[derive(Clone, Debug)]
pub(crate) struct Legend {
    title: String,
    body: Body,
    side: Side,
}

/// Where a legend stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Where the text ends, or above in narrow frames.
    Beside,
    /// Where the text begins.
    Before,
    Above,
    Below,
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

/// The legends of a scene, in the order of their scales. What only names the colours of categories is not among them
/// where whoever shows the scene shows that beside it.
pub(crate) fn plan(scales: &[Scale<'_>], config: Config<'_>, pen: Pen<'_>, is_outside: bool) -> Vec<Legend> {
    let groups = groups(scales).into_iter();
    let drawn = groups.filter(|members| !is_outside || !categories::suits(members, config));
    drawn.filter_map(|members| content::legend(&members, config, pen)).collect()
}

/// The entries of the legends that only name the colours of categories.
pub(crate) fn entries(scales: &[Scale<'_>], config: Config<'_>, view: &ViewState) -> Vec<LegendEntry> {
    let groups = groups(scales).into_iter().filter(|members| categories::suits(members, config));
    groups.flat_map(|members| categories::entries(&members, view)).collect()
}

/// The scales that are explained, those of the same values together.
fn groups<'s, 'a>(scales: &'s [Scale<'a>]) -> Vec<Vec<&'s Scale<'a>>> {
    let mut groups: Vec<Vec<&Scale<'a>>> = Vec::new();
    for scale in scales.iter().filter(|scale| has_legend(scale)) {
        if !groups.iter().flatten().any(|other| std::ptr::eq(*other, scale)) {
            let same = scales.iter().filter(|other| has_legend(other) && is_same(scale, other));
            groups.push(same.skip_while(|other| !std::ptr::eq(*other, scale)).collect());
        }
    }
    groups
}

/// Whether a scale is explained: it shows a field, its legend is not switched off, and no axis names its values.
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
    let is_off = scale.uses.iter().any(|used| used.channel.guide == Some(None));
    let is_said = scale.uses.iter().any(|used| matches!(used.channel.guide, Some(Some(_))));
    let is_empty = matches!(&scale.kind, Kind::Discrete(discrete, _) if discrete.values().is_empty());
    has_channel && !is_off && !is_empty && (is_said || !is_on_axis(scale))
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

/// Draws the legends at the edges of a room; what remains of it.
pub(crate) fn draw(legends: &[Legend], room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> Room {
    if legends.is_empty() || pen.is_bare() {
        return room;
    }
    let is_narrow = room.width() < pen.frame.px_f64(LEAST_WIDTH_CSS_PX);
    let of = |side: Side| -> Vec<&Legend> { legends.iter().filter(|legend| legend.side(is_narrow) == side).collect() };
    let room = draw_rows(&of(Side::Above), true, room, pen, out);
    let room = draw_rows(&of(Side::Below), false, room, pen, out);
    let room = draw_beside(&of(Side::Beside), !pen.frame.rtl, room, pen, out);
    draw_beside(&of(Side::Before), pen.frame.rtl, room, pen, out)
}

fn draw_rows(legends: &[&Legend], is_above: bool, room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> Room {
    let px = |css_px: f64| pen.frame.px_f64(css_px);
    if legends.is_empty() || room.height() < px(LEAST_HEIGHT_CSS_PX) {
        return room;
    }
    let taken = |lines: usize| px(LINE_CSS_PX) * lines as f64 + px(2.0);
    if is_above {
        let lines = row::draw(legends, room, pen, out);
        return Room { top: room.top + taken(lines), ..room };
    }
    let lines = row::draw(legends, room, pen, &mut Vec::new());
    let top = room.bottom - taken(lines) + px(2.0);
    row::draw(legends, Room { top, ..room }, pen, out);
    Room { bottom: top - px(4.0), ..room }
}

fn draw_beside(legends: &[&Legend], is_right: bool, room: Room, pen: Pen<'_>, out: &mut Vec<Shape>) -> Room {
    if legends.is_empty() {
        return room;
    }
    let wanted = legends.iter().map(|legend| legend.width_px(pen)).fold(0.0, f64::max);
    let width = wanted.min(room.width() * MOST_SHARE);
    let left = if is_right { room.right - width } else { room.left };
    draw_column(legends, Room { left, ..room }, width, pen, out);
    let taken = width + pen.frame.px_f64(APART_CSS_PX);
    if is_right { Room { right: room.right - taken, ..room } } else { Room { left: room.left + taken, ..room } }
}

fn draw_column(legends: &[&Legend], room: Room, width: f64, pen: Pen<'_>, out: &mut Vec<Shape>) {
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

impl Legend {
    /// Where it stands in a narrow or wide frame.
    fn side(&self, is_narrow: bool) -> Side {
        if is_narrow && matches!(self.side, Side::Beside | Side::Before) { Side::Above } else { self.side }
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
        body.max(pen.width_px(&self.title).min(px(TITLE_CSS_PX))).ceil() + 1.0
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
