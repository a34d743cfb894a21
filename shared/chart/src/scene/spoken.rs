//! Spoken: what a scene says about itself: each item as its fields and values, and the whole in a few sentences for
//! who does not see it.

use grammar::{
    spec::{Channel, FieldType},
    view::{ChannelValue, ChannelView, UnitView},
};
use table::{Relation, Value};

use super::say;

/// A layer without its drawing.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    channels: Vec<ChannelView>,
    data: Relation,
}

impl Spoken {
    /// What a layer says.
    pub(crate) fn new(unit: &UnitView) -> Self {
        Self { channels: unit.channels.clone(), data: unit.data.clone() }
    }

    /// The channel in words for a row; `None` where it says nothing.
    pub(crate) fn word(&self, channel: Channel, row: usize) -> Option<String> {
        self.said(self.channel(channel)?, row)
    }

    /// The number of a channel in a row; NaN where it has none.
    pub(crate) fn number(&self, channel: Channel, row: usize) -> f64 {
        self.channel(channel).and_then(|view| self.value(view, row)).map_or(f64::NAN, |value| value.number_or_gap())
    }

    /// What distinguishes the item from others at its place: its colour, or whatever else splits the rows.
    pub(crate) fn series(&self, row: usize) -> String {
        let splits =
            [Channel::Color, Channel::Fill, Channel::Stroke, Channel::Detail, Channel::Shape, Channel::StrokeDash];
        let is_discrete = |view: &&ChannelView| matches!(view.field_type, FieldType::Nominal | FieldType::Ordinal);
        let view = splits.into_iter().find_map(|channel| self.channel(channel).filter(is_discrete));
        view.and_then(|view| self.said(view, row)).unwrap_or_default()
    }

    /// Fields and values of an item: those of the tooltip where it has one, else all.
    pub(crate) fn lines(&self, row: usize) -> Vec<(String, String)> {
        let has_tooltip = self.channels.iter().any(|view| view.channel == Channel::Tooltip);
        let is_told = |view: &&ChannelView| {
            let is_tooltip = view.channel == Channel::Tooltip;
            if has_tooltip {
                is_tooltip
            } else {
                !matches!(view.channel, Channel::Order | Channel::Key | Channel::Href)
            }
        };
        let mut lines: Vec<(String, String)> = Vec::new();
        for view in self.channels.iter().filter(is_told) {
            let Some(said) = self.said(view, row) else { continue };
            let name = view.title.clone().or_else(|| field(view)).unwrap_or_default();
            if !lines.iter().any(|(other, _)| *other == name) {
                lines.push((name, said));
            }
        }
        lines
    }

    fn channel(&self, channel: Channel) -> Option<&ChannelView> {
        self.channels.iter().find(|view| view.channel == channel)
    }

    fn value(&self, view: &ChannelView, row: usize) -> Option<Value> {
        match &view.value {
            ChannelValue::Column { name, .. } => Some(self.data.column(name)?.get(row)),
            ChannelValue::Datum(value) => Some(value.clone()),
            ChannelValue::Constant(_) | ChannelValue::None => None,
        }
    }

    fn said(&self, view: &ChannelView, row: usize) -> Option<String> {
        let value = self.value(view, row)?;
        let ChannelValue::Column { end: Some(end), .. } = &view.value else {
            return Some(say::value(&view.say, &value));
        };
        let end = self.data.column(end)?.get(row);
        if view.stack.is_some() {
            let height = end.number_or_gap() - value.number_or_gap();
            return Some(say::value(&view.say, &Value::Number(height)));
        }
        let is_bin = view.field_type != FieldType::Temporal;
        let first = say::value(&view.say, &value);
        Some(if is_bin { format!("{first} – {}", say::value(&view.say, &end)) } else { first })
    }
}

fn field(view: &ChannelView) -> Option<String> {
    match &view.value {
        ChannelValue::Column { name, .. } => Some(name.to_string()),
        ChannelValue::Datum(_) | ChannelValue::Constant(_) | ChannelValue::None => None,
    }
}
