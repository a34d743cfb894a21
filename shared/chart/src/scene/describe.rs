//! The description of a scene, for who does not see it: what is drawn, of which fields, over which range, where the
//! extremes are, and whether it rises or falls.

use std::sync::Arc;

use grammar::{
    spec::{Channel, FieldType, MarkType},
    view::{ChannelValue, ChannelView, FacetHeader, UnitView, View},
};
use table::{Value, Values, statistics::pearson};

use super::{
    say,
    tree::{Heads, Node, Panel},
};

/// Most values of a category that are named; of more only the number is said.
const MAX_NAMED: usize = 6;
/// So strong a correlation is said as rising or falling.
const LEAST_CORRELATION: f64 = 0.5;
/// More panels than this are not described one by one.
const MAX_PANELS: usize = 4;

/// One to a few sentences about a view.
pub(crate) fn describe(view: &View, root: &Node<'_>) -> String {
    let said = view.description.clone().or_else(|| view.title.as_ref().map(|title| title.lines.join(" ")));
    let head = said.filter(|text| !text.is_empty()).map(|text| ended(&text));
    let body = node(root);
    [head, Some(body)].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

fn node(node: &Node<'_>) -> String {
    match node {
        Node::Panel(panel) => self::panel(panel),
        Node::Grid(grid) => {
            let count = grid.cells.len();
            let Some(first) = grid.cells.first() else { return "Nothing to show.".to_owned() };
            if let Some(facet) = &grid.facet {
                return format!("{count} charts{}, each: {}", split(facet), alike(&first.node));
            }
            let shown = grid.cells.iter().take(MAX_PANELS);
            let said: Vec<String> = shown.map(|cell| self::node(&cell.node)).collect();
            if count == 1 { said.concat() } else { format!("{count} charts. {}", said.join(" ")) }
        }
    }
}

/// What the cells of a facet have in common.
fn alike(node: &Node<'_>) -> String {
    match node {
        Node::Panel(panel) => main(panel).map_or_else(String::new, |unit| format!("{}.", shown(panel, unit))),
        Node::Grid(_) => self::node(node),
    }
}

/// By what a facet is split.
fn split(heads: &Heads<'_>) -> String {
    let title = |header: &FacetHeader| header.title.clone().filter(|title| !title.is_empty());
    let titles: Vec<String> =
        [heads.wrapped, heads.row, heads.column].into_iter().flatten().filter_map(title).collect();
    if titles.is_empty() { String::new() } else { format!(" by {}", titles.join(" and ")) }
}

fn panel(panel: &Panel<'_>) -> String {
    let Some(unit) = main(panel) else { return "Nothing to show.".to_owned() };
    let text = shown(panel, unit);
    let (measure, other) = axes(unit);
    let sentences = [range(unit, other), extremes(unit, measure, other), trend(unit, measure, other)];
    let facts = sentences.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let mut chars = facts.chars();
    match chars.next() {
        None if unit.data.rows() == 0 => format!("{text}. No rows."),
        None => format!("{text}."),
        Some(first) => format!("{text}. {}{}.", first.to_uppercase(), chars.as_str()),
    }
}

/// The layer that says most.
fn main<'a>(panel: &Panel<'a>) -> Option<&'a UnitView> {
    panel.layers.iter().map(|layer| layer.unit).rev().max_by_key(|unit| weight(unit))
}

/// What is drawn of which fields.
fn shown(panel: &Panel<'_>, unit: &UnitView) -> String {
    let mut text = kind(panel, unit);
    let title =
        |channel: Channel| find(unit, channel).and_then(|view| view.title.clone()).filter(|title| !title.is_empty());
    let (measure, other) = axes(unit);
    if let Some(title) = title(measure) {
        text += &format!(" of {title}");
    }
    if let Some(title) = title(other) {
        text += &format!(" by {title}");
    }
    for channel in [Channel::Color, Channel::Fill, Channel::Stroke, Channel::Shape, Channel::Size] {
        text += &find(unit, channel).and_then(|view| listed(unit, view)).unwrap_or_default();
    }
    text
}

/// How much a layer says: those with data before rules and texts.
fn weight(unit: &UnitView) -> (bool, usize) {
    let is_note = matches!(unit.mark.mark, MarkType::Rule | MarkType::Text);
    let fields = unit.channels.iter().filter(|view| matches!(view.value, ChannelValue::Column { .. })).count();
    (!is_note, fields)
}

fn kind(panel: &Panel<'_>, unit: &UnitView) -> String {
    use MarkType as M;
    let name = match (unit.mark.mark, unit.role.as_ref()) {
        (_, "box" | "boxplot") => "Box plot",
        (M::Bar, _) => "Bar chart",
        (M::Line | M::Trail, _) => "Line chart",
        (M::Area, _) => "Area chart",
        (M::Point | M::Circle | M::Square, _) => "Point chart",
        (M::Rect, _) => "Heat map",
        (M::Arc, _) if unit.mark.style.contains_key("innerRadius") => "Donut chart",
        (M::Arc, _) => "Pie chart",
        (M::Tick, _) => "Strip plot",
        (M::Text, _) => "Texts",
        (M::Rule, _) => "Rules",
        _ => "Chart",
    };
    let mut others: Vec<&str> = Vec::new();
    for layer in &panel.layers {
        let word = word(layer.unit.mark.mark);
        if layer.unit.mark.mark != unit.mark.mark && !others.contains(&word) {
            others.push(word);
        }
    }
    if others.is_empty() { name.to_owned() } else { format!("{name} with {}", others.join(" and ")) }
}

fn word(mark: MarkType) -> &'static str {
    use MarkType as M;
    match mark {
        M::Bar => "bars",
        M::Line | M::Trail => "lines",
        M::Area => "areas",
        M::Point | M::Circle | M::Square => "points",
        M::Rect => "boxes",
        M::Arc => "slices",
        M::Tick => "ticks",
        M::Text => "texts",
        M::Rule => "rules",
        M::Image | M::Geoshape | M::Boxplot | M::ErrorBar | M::ErrorBand => "other marks",
    }
}

fn find(unit: &UnitView, channel: Channel) -> Option<&ChannelView> {
    unit.channels.iter().find(|view| view.channel == channel)
}

/// The channel that measures and the one along which it does.
fn axes(unit: &UnitView) -> (Channel, Channel) {
    if unit.mark.mark == MarkType::Arc {
        return (Channel::Theta, Channel::Color);
    }
    let is_measure = |channel| find(unit, channel).is_some_and(|view| view.field_type == FieldType::Quantitative);
    match unit.is_vertical {
        Some(false) => (Channel::X, Channel::Y),
        None if is_measure(Channel::X) && !is_measure(Channel::Y) => (Channel::X, Channel::Y),
        Some(true) | None => (Channel::Y, Channel::X),
    }
}

/// Names the values of a category, or the field of a number.
fn listed(unit: &UnitView, view: &ChannelView) -> Option<String> {
    let title = view.title.clone().filter(|title| !title.is_empty())?;
    let column = |channel| find(unit, channel).and_then(column_name);
    let own = column_name(view)?;
    if [Channel::X, Channel::Y].into_iter().any(|channel| column(channel) == Some(own.clone())) {
        return None;
    }
    let count = view.domain.len();
    if count == 0 || count > MAX_NAMED {
        let values = if count > 0 { format!(" ({count} values)") } else { String::new() };
        return Some(format!(", {} by {title}{values}", channel_word(view.channel)));
    }
    let labels: Vec<String> = view.domain.iter().map(|value| say::value(&view.say, value)).collect();
    Some(format!(", {} by {title}: {}", channel_word(view.channel), labels.join(", ")))
}

fn column_name(view: &ChannelView) -> Option<Arc<str>> {
    if let ChannelValue::Column { name, .. } = &view.value { Some(name.clone()) } else { None }
}

fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Shape => "shape",
        Channel::Size => "size",
        _ => "colour",
    }
}

fn column<'u>(unit: &'u UnitView, view: &ChannelView) -> Option<&'u Arc<Values>> {
    match &view.value {
        ChannelValue::Column { end: Some(end), .. } if view.stack.is_some() => unit.data.column(end),
        ChannelValue::Column { name, .. } => unit.data.column(name),
        ChannelValue::Datum(_) | ChannelValue::Constant(_) | ChannelValue::None => None,
    }
}

/// The value of a row as its item says it: of a stacked one its own height.
fn number(unit: &UnitView, view: &ChannelView, row: usize) -> f64 {
    let end = column(unit, view).map_or(f64::NAN, |values| values.number(row));
    match (&view.value, view.stack) {
        (ChannelValue::Column { name, .. }, Some(_)) => {
            end - unit.data.column(name).map_or(f64::NAN, |values| values.number(row))
        }
        _ => end,
    }
}

fn word_of(view: &ChannelView, number: f64) -> String {
    let is_time = view.field_type == FieldType::Temporal;
    say::value(&view.say, &if is_time { Value::Time(number) } else { Value::Number(number) })
}

fn range(unit: &UnitView, along: Channel) -> Option<String> {
    let view = find(unit, along).filter(|view| view.domain.is_empty())?;
    let values = column(unit, view)?;
    let (low, high) = crate::scale::extent((0..values.len()).map(|row| values.number(row)))?;
    let (from, to) = (word_of(view, low), word_of(view, high));
    Some(if from == to { format!("at {from}") } else { format!("from {from} to {to}") })
}

fn extremes(unit: &UnitView, measure: Channel, other: Channel) -> Option<String> {
    let view = find(unit, measure).filter(|view| view.field_type == FieldType::Quantitative)?;
    let rows = (0..unit.data.rows()).map(|row| (number(unit, view, row), row));
    let mut rows: Vec<(f64, usize)> = rows.filter(|(value, _)| value.is_finite()).collect();
    rows.sort_by(|left, right| left.0.total_cmp(&right.0));
    let (low, high) = (rows.first()?, rows.last()?);
    let at = |row: usize| {
        let view = find(unit, other)?;
        let value = if let ChannelValue::Column { name, .. } = &view.value {
            unit.data.column(name)?.get(row)
        } else {
            return None;
        };
        let series = series(unit, row).map(|series| format!(" ({series})")).unwrap_or_default();
        Some(format!(" at {}{series}", say::value(&view.say, &value)))
    };
    let say = |(value, row): &(f64, usize)| format!("{}{}", word_of(view, *value), at(*row).unwrap_or_default());
    if low.0 == high.0 {
        return Some(format!("always {}", word_of(view, low.0)));
    }
    Some(format!("lowest {}, highest {}", say(low), say(high)))
}

/// The category of a row by its colour, where an axis does not name it.
fn series(unit: &UnitView, row: usize) -> Option<String> {
    let view = find(unit, Channel::Color).filter(|view| view.domain.len() > 1)?;
    listed(unit, view)?;
    Some(say::value(&view.say, &unit.data.column(&column_name(view)?)?.get(row)))
}

/// Whether one line or cloud rises or falls.
fn trend(unit: &UnitView, measure: Channel, along: Channel) -> Option<String> {
    use MarkType as M;
    let is_cloud = matches!(unit.mark.mark, M::Line | M::Trail | M::Area | M::Point | M::Circle | M::Square);
    if !is_cloud || unit.paths.len() > 1 {
        return None;
    }
    let (y, x) = (find(unit, measure)?, find(unit, along)?);
    let is_number = |view: &ChannelView| {
        matches!(view.field_type, FieldType::Quantitative | FieldType::Temporal) && view.domain.is_empty()
    };
    if !is_number(y) || !is_number(x) {
        return None;
    }
    let pairs = (0..unit.data.rows()).map(|row| (number(unit, x, row), number(unit, y, row)));
    let (xs, ys): (Vec<f64>, Vec<f64>) = pairs.filter(|(x, y)| x.is_finite() && y.is_finite()).unzip();
    let strength = pearson(&xs, &ys);
    if xs.len() < 3 || strength.is_nan() {
        return None;
    }
    Some(match strength {
        strength if strength >= LEAST_CORRELATION => "rising".to_owned(),
        strength if strength <= -LEAST_CORRELATION => "falling".to_owned(),
        _ => "no clear trend".to_owned(),
    })
}
