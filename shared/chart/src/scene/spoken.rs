//! Spoken: what a scene says about itself: each item as its fields and values, and the whole in a few sentences for
//! who does not see it.

use grammar::{
    spec::{Channel, FieldType},
    view::{ChannelValue, ChannelView, Said, SaidValue, UnitView},
};
use table::{Relation, Value};

use super::say;

/// A layer without its drawing.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    channels: Vec<ChannelView>,
    said: Vec<Said>,
    data: Relation,
}

impl Spoken {
    /// What a layer says.
    pub(crate) fn new(unit: &UnitView) -> Self {
        Self { channels: unit.channels.clone(), said: unit.said.clone(), data: unit.data.clone() }
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

    /// Fields and values of an item: those of the tooltip where it has one, else what the mark says of itself.
    pub(crate) fn lines(&self, row: usize) -> Vec<(String, String)> {
        let tooltips: Vec<&ChannelView> =
            self.channels.iter().filter(|view| view.channel == Channel::Tooltip).collect();
        if tooltips.is_empty() {
            return self.said.iter().map(|said| (said.title.clone(), self.part(said, row))).collect();
        }
        let line = |view: &ChannelView| {
            let name = view.title.clone().or_else(|| field(view)).unwrap_or_default();
            Some((name, self.said(view, row)?))
        };
        tooltips.into_iter().filter_map(line).collect()
    }

    fn part(&self, said: &Said, row: usize) -> String {
        let value = |column: &str| self.data.column(column).map(|values| values.get(row)).unwrap_or_default();
        match &said.value {
            SaidValue::Column(column) => say::value(&said.say, &value(column)),
            SaidValue::Range([start, end]) => {
                format!("{} – {}", say::value(&said.say, &value(start)), say::value(&said.say, &value(end)))
            }
            SaidValue::Difference([start, end]) => {
                let difference = value(end).number_or_gap() - value(start).number_or_gap();
                say::value(&said.say, &Value::Number(difference))
            }
            SaidValue::Text(text) => text.to_string(),
        }
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
