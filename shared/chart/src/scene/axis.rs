//! Axes of a scene: ticks with their labels along one side of a panel, a grid, a title. They look as those of live
//! plots: quiet ink, the title of a vertical axis above it, labels that never overlap.

mod draw;

use grammar::{
    spec::{Channel, FieldType},
    view::{ChannelView, Say},
};
use serde_json::{Map, Value as Json};
use table::Value;

use super::{
    config::Config,
    key::Key,
    say,
    scale::{Kind, Scale, value_of},
    tree::Panel,
};
use crate::{axes::Pen, measure::width_px};

/// One tick for so much of a level axis ...
const LEVEL_TICK_CSS_PX: f64 = 80.0;
/// ... and of an upright one.
const UPRIGHT_TICK_CSS_PX: f64 = 44.0;
/// Between an axis and its labels.
pub(crate) const GAP_CSS_PX: f64 = 6.0;
/// From one line of labels to the next.
pub(crate) const LINE_CSS_PX: f64 = 14.0;
/// Labels beside an upright axis take no more of the panel than this, nor labels below a level one.
const MOST_LABELS_SHARE: f64 = 0.35;
/// Between two labels in a row.
const BETWEEN_CSS_PX: f64 = 8.0;
/// Domains end at ticks of at least so many: fewer would leave much of a small panel empty.
const LEAST_ROUNDING: usize = 5;
/// A label is cut where it keeps at least so much, and of the longest at least this share.
const CUT_CSS_PX: f64 = 36.0;
const CUT_SHARE: f64 = 0.6;
/// Most ticks that a spec can ask for.
const MAX_TICKS: usize = 40;
/// Labels are turned upright where they are at least so far apart.
const TURNED_STEP_CSS_PX: f64 = 11.0;

/// Where an axis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Bottom,
    Top,
    Left,
    Right,
}

/// An axis whose place is not yet known.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) side: Side,
    pub(crate) scale: usize,
    pub(crate) title: String,
    ticks: Vec<Tick>,
    has_grid: bool,
    has_ticks: bool,
    has_labels: bool,
    is_discrete: bool,
    /// Whether labels are names: of those in an order, such as months, some can be left out.
    is_named: bool,
    /// Whether the labels are turned to stand.
    turned: bool,
    /// How far labels may stand out beside the panel.
    pub(crate) spare_px: f64,
    /// How far labels reach from the axis.
    depth_px: f64,
    has_contexts: bool,
}

/// A tick at a share of the axis.
#[derive(Clone, Debug)]
struct Tick {
    share: f64,
    label: String,
    context: Option<String>,
    is_zero: bool,
}

/// What is said of an axis: in its definition, then in the config.
struct Guide<'a>([Option<&'a Map<String, Json>>; 3]);

impl Guide<'_> {
    fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().flatten().find_map(|words| words.get(name))
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.as_bool()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }
}

impl Side {
    fn is_level(self) -> bool {
        matches!(self, Self::Bottom | Self::Top)
    }
}

/// The number of ticks that suit a length.
pub(crate) fn about(channel: Channel, length_px: f64, pen: Pen<'_>) -> usize {
    let each = if channel == Channel::X { LEVEL_TICK_CSS_PX } else { UPRIGHT_TICK_CSS_PX };
    let few = if length_px >= pen.frame.px_f64(each * 1.2) { 3.0 } else { 2.0 };
    (length_px / pen.frame.px_f64(each)).clamp(few, 10.0) as usize
}

/// To how many ticks the domain of an axis of this length is rounded.
pub(crate) fn rounding(channel: Channel, length_px: f64, pen: Pen<'_>) -> usize {
    about(channel, length_px, pen).max(LEAST_ROUNDING)
}

/// The axes of a panel of about this size, for those channels that are wanted.
pub(crate) fn plan(
    panel: &Panel<'_>,
    scales: &[Scale<'_>],
    config: Config<'_>,
    size_px: (f64, f64),
    (wants_x, wants_y): (bool, bool),
    pen: Pen<'_>,
) -> Vec<Axis> {
    let plan = Plan { panel, scales, config, size_px, pen };
    let mut axes = Vec::new();
    for (channel, is_wanted) in [(Channel::X, wants_x), (Channel::Y, wants_y)] {
        let mut ids: Vec<usize> = Vec::new();
        for id in panel.layers.iter().filter_map(|layer| layer.scope.get(&channel)) {
            if !ids.contains(id) {
                ids.push(*id);
            }
        }
        axes.extend(ids.into_iter().enumerate().filter_map(|(order, id)| plan.axis(channel, id, order, is_wanted)));
    }
    axes
}

/// What axes are planned for.
struct Plan<'p, 'a> {
    panel: &'p Panel<'a>,
    scales: &'p [Scale<'a>],
    config: Config<'p>,
    size_px: (f64, f64),
    pen: Pen<'p>,
}

impl Plan<'_, '_> {
    /// The axis of a scale, the first or a later one of its channel; `None` where the spec wants none. One that is not
    /// wanted here, because others name the same values, has a grid only.
    fn axis(&self, channel: Channel, id: usize, order: usize, is_wanted: bool) -> Option<Axis> {
        let scale = self.scales.get(id)?;
        let mine = self.channels(channel, id);
        if !mine.is_empty() && mine.iter().all(|view| view.guide == Some(None)) {
            return None;
        }
        let own = mine.iter().find_map(|view| view.guide.as_ref()?.as_ref());
        let [of_channel, of_all] = self.config.axis(channel);
        let guide = Guide([own, of_channel, of_all]);
        let shown = mine.iter().find(|view| view.guide != Some(None)).copied();
        let first = shown.or(scale.first().map(|used| used.channel))?;
        let length_px = if channel == Channel::X { self.size_px.0 } else { self.size_px.1 };
        let count = guide.number("tickCount").map(|count| (count.max(1.0) as usize).min(MAX_TICKS));
        let about = count.unwrap_or_else(|| about(channel, length_px, self.pen));
        let is_name = |value: &Value| matches!(value, Value::Text(_));
        let mut axis = Axis {
            side: side(channel, &guide, order, self.pen),
            scale: id,
            title: if is_wanted { title(&mine) } else { String::new() },
            ticks: ticks(scale, &said(&first.say, &guide), &guide, about),
            has_grid: order == 0 && guide.flag("grid").unwrap_or_else(|| has_grid(self.panel, scale, channel)),
            has_ticks: is_wanted && guide.flag("ticks").unwrap_or(true),
            has_labels: is_wanted && guide.flag("labels").unwrap_or(true),
            is_discrete: matches!(scale.kind, Kind::Discrete(..)),
            is_named: matches!(&scale.kind, Kind::Discrete(discrete, _) if discrete.values().iter().any(is_name)),
            turned: false,
            spare_px: f64::INFINITY,
            depth_px: 0.0,
            has_contexts: false,
        };
        axis.fit(length_px, self.size_px, guide.number("labelAngle"), self.pen);
        Some(axis)
    }

    /// The channels whose axis it is.
    fn channels(&self, channel: Channel, id: usize) -> Vec<&ChannelView> {
        let layers = self.panel.layers.iter().filter(|layer| layer.scope.get(&channel) == Some(&id));
        layers.flat_map(|layer| layer.unit.channels.iter().filter(|view| view.channel == channel)).collect()
    }
}

/// How values are said: the format of the guide, where the definition has none.
fn said(say: &Say, guide: &Guide<'_>) -> Say {
    let format = guide.text("format").filter(|_| say.format.is_empty()).unwrap_or(&say.format);
    Say { format: format.to_owned(), ..say.clone() }
}

fn side(channel: Channel, guide: &Guide<'_>, order: usize, pen: Pen<'_>) -> Side {
    match (channel, guide.text("orient")) {
        (Channel::X, Some("top")) => Side::Top,
        (Channel::X, Some("bottom")) => Side::Bottom,
        (Channel::X, _) if order > 0 => Side::Top,
        (Channel::X, _) => Side::Bottom,
        (_, Some("right")) => Side::Right,
        (_, Some("left")) => Side::Left,
        _ if (order > 0) != pen.frame.rtl => Side::Right,
        _ => Side::Left,
    }
}

/// The titles of all that share the axis, each once.
fn title(mine: &[&ChannelView]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for title in mine.iter().filter_map(|view| view.title.as_deref()) {
        if !title.is_empty() && !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles.join(", ")
}

/// Lines across the panel help to read values: those of the measure, and of both where numbers meet.
fn has_grid(panel: &Panel<'_>, scale: &Scale<'_>, channel: Channel) -> bool {
    let Kind::Continuous(_) = &scale.kind else { return false };
    if channel == Channel::Y {
        return !scale.uses.iter().all(super::scale::Use::is_binned);
    }
    let is_number = scale.uses.iter().any(|used| used.channel.field_type == FieldType::Quantitative);
    let is_binned = scale.uses.iter().any(super::scale::Use::is_binned);
    let lies = panel.layers.iter().all(|layer| layer.unit.is_vertical != Some(true));
    is_number && !is_binned && lies
}

fn ticks(scale: &Scale<'_>, words: &Say, guide: &Guide<'_>, about: usize) -> Vec<Tick> {
    let listed = guide.get("values").and_then(Json::as_array);
    match &scale.kind {
        Kind::Continuous(continuous) => {
            let mut ticks = continuous.ticks(about);
            if let Some(values) = listed {
                let number = |json: &Json| value_of(json, scale.is_time()).number_or_gap();
                ticks.values = values.iter().map(number).filter(|tick| tick.is_finite()).collect();
                ticks.step = ticks.values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(ticks.step, f64::min);
            }
            let labels = say::ticks(words, continuous, &ticks, about);
            let tick = |(value, (label, context)): (&f64, (String, Option<String>))| {
                let share = continuous.share(*value).filter(|share| (-1e-6..=1.0 + 1e-6).contains(share))?;
                Some(Tick { share, label, context, is_zero: *value == 0.0 && !scale.is_time() })
            };
            ticks.values.iter().zip(labels).filter_map(tick).collect()
        }
        Kind::Discrete(discrete, bands) => {
            let listed: Option<Vec<Key>> =
                listed.map(|values| values.iter().map(|json| Key::of(&value_of(json, words.time))).collect());
            let is_listed = |value: &Value| listed.as_ref().is_none_or(|listed| listed.contains(&Key::of(value)));
            let tick = |(index, value): (usize, &Value)| {
                // Categories are read from the top, numbers from the bottom.
                let share = bands.start(index) + bands.width() / 2.0;
                let share = if scale.channel == Channel::Y { 1.0 - share } else { share };
                Tick { share, label: say::value(words, value), context: None, is_zero: false }
            };
            discrete.values().iter().enumerate().filter(|(_, value)| is_listed(value)).map(tick).collect()
        }
        Kind::Steps(_) | Kind::Identity => Vec::new(),
    }
}

impl Axis {
    /// Decides how labels stand, so that they fit.
    fn fit(&mut self, length_px: f64, size_px: (f64, f64), angle: Option<f64>, pen: Pen<'_>) {
        let size = pen.font_px();
        let widest = self.ticks.iter().map(|tick| width_px(&tick.label, size)).fold(0.0, f64::max);
        let line = pen.frame.px_f64(LINE_CSS_PX);
        if !self.side.is_level() {
            self.depth_px = widest.min(size_px.0 * MOST_LABELS_SHARE).min(pen.frame.px_f64(180.0));
            return;
        }
        let step_px = self.least_step() * length_px;
        let has_room = widest + pen.frame.px_f64(BETWEEN_CSS_PX) <= step_px;
        let is_cut = step_px - pen.frame.px_f64(BETWEEN_CSS_PX) >= pen.frame.px_f64(CUT_CSS_PX).max(widest * CUT_SHARE);
        let may_turn = step_px >= pen.frame.px_f64(TURNED_STEP_CSS_PX) && size_px.1 > line * 5.0;
        self.turned = match angle {
            Some(angle) => angle.rem_euclid(180.0).abs() > 20.0 && may_turn,
            None => self.is_named && self.ticks.len() > 1 && !has_room && !is_cut && may_turn,
        };
        self.has_contexts = self.ticks.iter().any(|tick| tick.context.is_some()) && size_px.1 > line * 6.0;
        self.depth_px = if self.turned {
            widest.min(size_px.1 * MOST_LABELS_SHARE).min(pen.frame.px_f64(110.0))
        } else {
            line + if self.has_contexts { line } else { 0.0 }
        };
    }

    /// The share between the two closest ticks.
    fn least_step(&self) -> f64 {
        let mut shares: Vec<f64> = self.ticks.iter().map(|tick| tick.share).collect();
        shares.sort_by(f64::total_cmp);
        shares.windows(2).map(|pair| pair[1] - pair[0]).fold(1.0, f64::min)
    }

    /// Leaves out what a second line below the panel would say.
    pub(crate) fn shorten(&mut self) {
        if self.side.is_level() {
            self.title.clear();
        }
    }

    /// How much room it takes beside its panel, title included.
    pub(crate) fn margin_px(&self, pen: Pen<'_>) -> f64 {
        let labels =
            if self.has_labels && !self.ticks.is_empty() { self.depth_px + pen.frame.px_f64(GAP_CSS_PX) } else { 0.0 };
        let title = if self.side.is_level() && !self.title.is_empty() { pen.frame.px_f64(LINE_CSS_PX) } else { 0.0 };
        labels + title
    }

    /// Whether it has a title that stands above the panel.
    pub(crate) fn has_head(&self) -> bool {
        !self.side.is_level() && !self.title.is_empty()
    }
}
