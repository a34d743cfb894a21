//! Unit: one mark over its rows: what every channel shows, with its values in the rows, its title and its domain.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::{
    Relation, Values,
    transform::{self, Context, Test, Transform, TransformError},
};

use super::{
    Hides,
    channels::secondary_channel,
    domain::{self, Rows},
    encoded::{Encoded, is_field},
    head::{Head, to_utc},
    hidden, name, orient, path, said, scale,
    stack::Stack,
    steps::{self, Unit},
    style, title,
};
use crate::{
    spec::{Channel, ChannelDef, Condition, Encoding, Mark, Source},
    view::{ChannelValue, ChannelView, ConditionView, UnitView},
    zone::Zone,
};

/// What a mark is made of, before its rows.
pub(crate) struct Parts<'a> {
    pub(crate) mark: &'a Mark,
    pub(crate) encoding: &'a Encoding,
    pub(crate) config: &'a Map<String, Json>,
    pub(crate) context: Context<'a>,
    pub(crate) zone: &'a Zone,
    /// The columns by which the view around is split.
    pub(crate) facets: &'a [String],
    /// Which colours nobody looks at.
    pub(crate) is_hidden: Option<Hides<'a>>,
}

/// The mark over its rows. With facets, its rows are those of all cells.
pub(crate) fn view(parts: &Parts<'_>, mut head: Head) -> Result<UnitView, TransformError> {
    let Parts { mark, config, .. } = *parts;
    let mut encoded = Encoded::new(parts.encoding, mark.mark, style::is_filled(mark, config));
    encoded.order_offset_by_colour();
    let is_vertical = orient::is_vertical(mark, &encoded, config);
    let stack = Stack::of(mark.mark, is_vertical, &encoded);
    let unit = Unit { mark, config, encoded: &encoded, is_vertical, stack, facets: parts.facets };
    unit.read(&mut head, parts.zone);
    steps::bins(&mut head, encoded.fields().map(|(_, definition)| definition), &parts.context)?;
    unit.time_units(&mut head, &parts.context, parts.zone)?;
    let raw = head.relation.clone();
    unit.aggregate(&mut head, &parts.context)?;
    let whole = head.relation.clone();
    let shown = parts.is_hidden.and_then(|is_hidden| hidden::without(&unit, [&whole, &raw], is_hidden));
    let everything = Rows { main: &whole, raw: &raw };
    let (raw, everything) = match &shown {
        Some([main, raw]) => {
            head.relation = main.clone();
            (raw, Some(everything))
        }
        None => (&raw, None),
    };
    unit.impute(&mut head, &parts.context)?;
    unit.stacked(&mut head, &parts.context)?;
    unit.filter_invalid(&mut head);
    add_utc(&mut head, &encoded, parts.zone);
    let mut builder = Builder { unit: &unit, context: &parts.context, raw, everything, data: head.relation };
    let channels = builder.channels()?;
    let data = builder.data;
    let paths = path::of(&unit, &data, &channels);
    Ok(UnitView {
        mark: style::merged(mark, config),
        role: style::role(mark, config).into(),
        is_vertical,
        data,
        paths,
        channels,
        said: said::of(&unit),
    })
}

/// Columns of times as a clock in UTC shows them, for channels that say them so.
fn add_utc(head: &mut Head, encoded: &Encoded, zone: &Zone) {
    for (channel, definition) in encoded.fields() {
        let mut say = said::say(definition, channel, encoded, &Map::new());
        let column = said::shown_column(definition, &mut say);
        if column.ends_with(said::UTC) && head.relation.column(&column).is_none() {
            let values = to_utc(&head.column(&name::of(definition)), zone);
            head.relation.set(&column, Arc::new(values));
        }
    }
}

struct Builder<'a> {
    unit: &'a Unit<'a>,
    context: &'a Context<'a>,
    raw: &'a Relation,
    /// The rows with those that are hidden, where some are.
    everything: Option<Rows<'a>>,
    data: Relation,
}

impl Builder<'_> {
    fn channels(&mut self) -> Result<Vec<ChannelView>, TransformError> {
        let encoded = self.unit.encoded;
        let mut views = Vec::with_capacity(encoded.0.len());
        for (index, (channel, definition)) in encoded.0.iter().enumerate() {
            let mut view = self.channel(*channel, definition);
            for (number, condition) in definition.conditions.iter().enumerate() {
                let column = format!("__condition_{index}_{number}");
                view.conditions.push(self.condition(*channel, condition, &column)?);
            }
            views.push(view);
        }
        Ok(views)
    }

    fn channel(&self, channel: Channel, definition: &ChannelDef) -> ChannelView {
        let Unit { encoded, config, stack, mark, .. } = self.unit;
        let field_type = encoded.field_type(channel, definition);
        let kind = scale::scale_type(channel, definition, mark.mark, encoded);
        let shown = Rows { main: &self.data, raw: self.raw };
        let rows = self.everything.filter(|_| !hidden::is_place(channel)).unwrap_or(shown);
        let is_listed = kind.is_some_and(scale::is_discrete);
        let mut scale = definition.scale.clone().flatten();
        if let Some(kind) = kind {
            scale.get_or_insert_default().scale_type = Some(kind);
        }
        ChannelView {
            channel,
            value: self.value(channel, definition),
            field_type,
            title: title::of_guide(definition, config),
            scale,
            has_no_scale: definition.scale == Some(None),
            sort: definition.sort.clone(),
            domain: if is_listed { domain::of(&rows, definition, encoded, stack.as_ref()) } else { Vec::new() },
            guide: definition.guide.clone(),
            say: said::say(definition, channel, encoded, config),
            stack: stack.as_ref().filter(|stack| stack.channel == channel).map(|stack| stack.offset),
            band_position: self.band_position(channel, definition),
            conditions: Vec::new(),
        }
    }

    /// Where in a band the mark stands: as it is said, else by the config for time units and in the middle of bins.
    fn band_position(&self, channel: Channel, definition: &ChannelDef) -> Option<f64> {
        let is_ranged = secondary_channel(channel).is_some_and(|end| self.unit.encoded.get(end).is_some());
        definition.band_position.or_else(|| {
            if definition.time_unit.is_some() && !is_ranged {
                style::time_unit_band(self.unit.mark, self.unit.config)
            } else {
                name::binning(definition).map(|_| 0.5)
            }
        })
    }

    fn value(&self, channel: Channel, definition: &ChannelDef) -> ChannelValue {
        match &definition.source {
            Source::Datum(datum) => ChannelValue::Datum(domain::said_value(datum, definition.time_unit)),
            Source::Value(value) => ChannelValue::Constant(value.clone()),
            _ if !is_field(definition) => ChannelValue::None,
            _ => self.column(channel, definition),
        }
    }

    fn column(&self, channel: Channel, definition: &ChannelDef) -> ChannelValue {
        let named = |suffix: &str| Arc::from(name::with_suffix(definition, suffix));
        let is_stacked = self.unit.stack.as_ref().is_some_and(|stack| stack.channel == channel);
        if is_stacked {
            return ChannelValue::Column { name: named("start"), end: Some(named("end")) };
        }
        let mut say = said::say(definition, channel, self.unit.encoded, self.unit.config);
        let name: Arc<str> = said::shown_column(definition, &mut say).into();
        let end = (name::binning(definition).is_some() || definition.time_unit.is_some()).then(|| named("end"));
        ChannelValue::Column { name, end: end.filter(|end| self.data.column(end).is_some()) }
    }

    fn condition(
        &mut self,
        channel: Channel,
        condition: &Condition,
        column: &str,
    ) -> Result<ConditionView, TransformError> {
        let flags = judge(&condition.test, &self.data, self.context)?;
        self.data.set(column, Arc::new(flags));
        let then = self.channel(channel, &condition.then);
        Ok(ConditionView { column: column.into(), param: param_of(&condition.test), then })
    }
}

/// Which rows satisfy a test, as flags.
fn judge(test: &Test, data: &Relation, context: &Context<'_>) -> Result<Values, TransformError> {
    const ROW: &str = "__row";
    let mut numbered = data.clone();
    numbered.set(ROW, Arc::new(Values::Number((0..data.rows()).map(|row| row as f64).collect())));
    let kept = transform::apply(&Transform::Filter(test.clone()), &numbered, context)?;
    let mut flags = vec![Some(false); data.rows()];
    if let Some(rows) = kept.column(ROW) {
        for row in 0..kept.rows() {
            if let Some(flag) = flags.get_mut(rows.number(row) as usize) {
                *flag = Some(true);
            }
        }
    }
    Ok(Values::Flag(flags))
}

/// The selection on which a test depends, the first where there are several.
fn param_of(test: &Test) -> Option<Arc<str>> {
    const MAX_DEPTH: usize = 32;
    let mut open = vec![(test, 0)];
    while let Some((test, depth)) = open.pop() {
        match test {
            Test::Selected { param, .. } => return Some(param.clone()),
            Test::All(tests) | Test::Any(tests) if depth < MAX_DEPTH => {
                open.extend(tests.iter().rev().map(|test| (test, depth + 1)));
            }
            Test::Not(test) if depth < MAX_DEPTH => open.push((test, depth + 1)),
            _ => {}
        }
    }
    None
}
