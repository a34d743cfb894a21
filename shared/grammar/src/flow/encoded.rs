//! Encoded: the encoding of one mark with everything decided that needs no rows: which channels the mark has, in
//! Vega-Lite's order, of what type each field is, how it is binned. Follows `initEncoding` and `initFieldDef`.

use serde_json::Value as Json;

use super::{
    channels::{ORDER, main_channel},
    name,
};
use crate::spec::{
    AggregateOp, Channel, ChannelAggregate, ChannelBin, ChannelDef, Encoding, FieldType, MarkType, ScaleType, Sort,
    Source,
};

/// The channels of one mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded(pub(crate) Vec<(Channel, ChannelDef)>);

/// The definition's field, or that of its condition.
pub(crate) fn field_def(definition: &ChannelDef) -> Option<&ChannelDef> {
    if is_field(definition) {
        return Some(definition);
    }
    match &definition.conditions[..] {
        [condition] if is_field(&condition.then) => Some(&condition.then),
        _ => None,
    }
}

/// Whether it shows a field, or counts.
pub(crate) fn is_field(definition: &ChannelDef) -> bool {
    matches!(definition.source, Source::Field(_)) || (definition.source == Source::None && name::is_count(definition))
}

pub(crate) fn is_datum(definition: &ChannelDef) -> bool {
    matches!(definition.source, Source::Datum(_))
}

/// Quantitative and not binned.
pub(crate) fn is_measure(definition: &ChannelDef) -> bool {
    let is_number = matches!(&definition.source, Source::Datum(datum) if datum.is_number());
    let is_quantitative = is_field(definition) && definition.field_type == Some(FieldType::Quantitative);
    is_number || (is_quantitative && !has_bin(definition))
}

/// Whether it bins or is binned.
pub(crate) fn has_bin(definition: &ChannelDef) -> bool {
    !matches!(definition.bin, None | Some(ChannelBin::Bin(None)))
}

impl Encoded {
    /// Decides an encoding for a mark. `filled`: whether its colour fills it.
    pub(crate) fn new(encoding: &Encoding, mark: MarkType, filled: bool) -> Self {
        let mut encoded = Self::default();
        for channel in ORDER {
            let definitions = encoding.0.iter().filter(|(key, _)| *key == channel).flat_map(|(_, all)| all);
            let is_list = definitions.clone().count() > 1;
            for definition in definitions {
                encoded.add(encoding, channel, definition, (mark, filled, is_list));
            }
        }
        encoded
    }

    fn add(
        &mut self,
        encoding: &Encoding,
        channel: Channel,
        definition: &ChannelDef,
        (mark, filled, is_list): (MarkType, bool, bool),
    ) {
        let channel = if channel == Channel::Angle && mark == MarkType::Arc && encoding.get(Channel::Theta).is_none() {
            Channel::Theta
        } else {
            channel
        };
        let taken_over = if filled { Channel::Fill } else { Channel::Stroke };
        let must_be_field = channel == Channel::Detail || (is_list && channel == Channel::Tooltip);
        let is_dropped = !fits(encoding, channel, mark)
            || (channel == Channel::Color && encoding.get(taken_over).is_some())
            || (must_be_field && !is_field(definition))
            || (channel == Channel::Size && mark == MarkType::Line && has_aggregate(definition))
            || self.is_offset_of_continuous(channel, definition);
        let is_empty =
            definition.source == Source::None && !name::is_count(definition) && definition.conditions.is_empty();
        if is_dropped || (is_empty && channel != Channel::Order) {
            return;
        }
        let mut definition = definition.clone();
        decide(&mut definition, channel);
        for condition in &mut definition.conditions {
            decide(&mut condition.then, channel);
        }
        self.0.push((channel, definition));
    }

    fn is_offset_of_continuous(&self, channel: Channel, definition: &ChannelDef) -> bool {
        let main = match channel {
            Channel::XOffset => Channel::X,
            Channel::YOffset => Channel::Y,
            _ => return false,
        };
        self.get(main).is_some_and(|main| {
            let is_continuous = matches!(main.field_type, Some(FieldType::Quantitative | FieldType::Temporal));
            is_field(main) && is_continuous && is_field(definition) && main.time_unit.is_none()
        })
    }

    /// The values of a nominal colour in the order that its domain says, where marks without an order follow it.
    pub(crate) fn colour_domain(&self) -> Option<(&ChannelDef, &[Json])> {
        let colour = self.get(Channel::Fill).or_else(|| self.get(Channel::Color)).filter(|colour| is_field(colour))?;
        let domain = colour.scale.as_ref()?.as_ref()?.domain.as_ref()?.as_array()?;
        let follows = self.get(Channel::Order).is_none() && colour.field_type == Some(FieldType::Nominal);
        follows.then_some((colour, domain.as_slice()))
    }

    /// Marks beside each other stand in the order of their colours, where nothing else is said.
    pub(crate) fn order_offset_by_colour(&mut self) {
        let Some(domain) = self.colour_domain().map(|(_, domain)| domain.to_vec()) else { return };
        let is_offset = |channel: Channel| matches!(channel, Channel::XOffset | Channel::YOffset);
        let offset = self.0.iter_mut().find(|(channel, definition)| is_offset(*channel) && is_field(definition));
        if let Some((_, offset)) = offset.filter(|(_, offset)| offset.sort.is_none()) {
            offset.sort = Some(Sort::Values(domain));
        }
    }

    /// The first definition of a channel.
    pub(crate) fn get(&self, channel: Channel) -> Option<&ChannelDef> {
        self.0.iter().find(|(key, _)| *key == channel).map(|(_, definition)| definition)
    }

    /// Whether marks stand beside each other within a band.
    pub(crate) fn has_offset(&self) -> bool {
        [Channel::XOffset, Channel::YOffset].into_iter().any(|channel| self.get(channel).is_some_and(is_field))
    }

    /// The field of a channel, or of its condition.
    pub(crate) fn field(&self, channel: Channel) -> Option<&ChannelDef> {
        self.get(channel).and_then(field_def)
    }

    /// All fields, those of conditions included.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (Channel, &ChannelDef)> {
        self.0.iter().filter_map(|(channel, definition)| Some((*channel, field_def(definition)?)))
    }

    /// Whether a field is aggregated.
    pub(crate) fn is_aggregate(&self) -> bool {
        self.fields().any(|(_, definition)| definition.aggregate.is_some())
    }

    /// The type of a field; a secondary channel has that of its main one.
    pub(crate) fn field_type(&self, channel: Channel, definition: &ChannelDef) -> FieldType {
        let of_main = || self.get(main_channel(channel)).and_then(|main| main.field_type);
        definition.field_type.or_else(of_main).unwrap_or(FieldType::Nominal)
    }
}

fn has_aggregate(definition: &ChannelDef) -> bool {
    field_def(definition).is_some_and(|definition| definition.aggregate.is_some())
}

/// The definition with its defaults.
pub(crate) fn decided(definition: &ChannelDef, channel: Channel) -> ChannelDef {
    let mut definition = definition.clone();
    decide(&mut definition, channel);
    definition
}

/// Fills in what the definition leaves to defaults.
pub(crate) fn decide(definition: &mut ChannelDef, channel: Channel) {
    if let Some(ChannelBin::ByParam { bin, .. }) = &definition.bin {
        definition.bin = Some(ChannelBin::Bin(Some(bin.clone())));
    }
    if let Some(ChannelBin::Bin(Some(bin))) = &mut definition.bin
        && bin.maxbins.is_none()
        && bin.step.is_none()
    {
        bin.maxbins = Some(most_bins(channel));
    }
    let counts = matches!(
        definition.aggregate,
        Some(ChannelAggregate::Op(
            AggregateOp::Count | AggregateOp::Valid | AggregateOp::Missing | AggregateOp::Distinct
        ))
    );
    let is_secondary = main_channel(channel) != channel;
    match &definition.source {
        Source::Datum(datum) if definition.field_type.is_none() => {
            definition.field_type = match datum {
                serde_json::Value::Number(_) => Some(FieldType::Quantitative),
                serde_json::Value::Object(date) if !date.contains_key("expr") => Some(FieldType::Temporal),
                _ => Some(FieldType::Nominal),
            };
        }
        _ if !is_field(definition) => {}
        _ if counts => definition.field_type = Some(FieldType::Quantitative),
        _ if definition.field_type.is_none() && !is_secondary => {
            definition.field_type = Some(default_type(definition, channel));
        }
        _ => {}
    }
}

/// Into how many bins a channel divides by default.
fn most_bins(channel: Channel) -> f64 {
    match channel {
        Channel::Row
        | Channel::Column
        | Channel::Size
        | Channel::Color
        | Channel::Fill
        | Channel::Stroke
        | Channel::StrokeWidth
        | Channel::Opacity
        | Channel::FillOpacity
        | Channel::StrokeOpacity
        | Channel::Shape => 6.0,
        Channel::StrokeDash => 4.0,
        _ => 10.0,
    }
}

fn default_type(definition: &ChannelDef, channel: Channel) -> FieldType {
    match channel {
        Channel::Latitude | Channel::Longitude => return FieldType::Quantitative,
        Channel::Row | Channel::Column | Channel::Facet | Channel::Shape | Channel::StrokeDash => {
            return FieldType::Nominal;
        }
        Channel::Order => return FieldType::Ordinal,
        _ => {}
    }
    if matches!(definition.sort, Some(Sort::Values(_))) {
        return FieldType::Ordinal;
    }
    if definition.time_unit.is_some() {
        return FieldType::Temporal;
    }
    if has_bin(definition) || matches!(definition.aggregate, Some(ChannelAggregate::Op(_))) {
        return FieldType::Quantitative;
    }
    match definition.scale.as_ref().and_then(Option::as_ref).and_then(|scale| scale.scale_type) {
        Some(ScaleType::Time | ScaleType::Utc) => FieldType::Temporal,
        Some(ScaleType::Ordinal | ScaleType::Point | ScaleType::Band) | None => FieldType::Nominal,
        Some(_) => FieldType::Quantitative,
    }
}

/// Whether the mark has that channel.
fn fits(encoding: &Encoding, channel: Channel, mark: MarkType) -> bool {
    use MarkType::{Arc, Area, Bar, Circle, Geoshape, Image, Line, Point, Rect, Rule, Square, Text, Tick, Trail};
    let is_one_of = |marks: &[MarkType]| marks.contains(&mark);
    match channel {
        Channel::X2 | Channel::Y2 | Channel::Latitude2 | Channel::Longitude2 => {
            let main = encoding.get(main_channel(channel));
            let is_binned = main.is_some_and(|main| is_field(main) && name::is_binned(main))
                && encoding.get(channel).is_some_and(is_field);
            is_one_of(&[Area, Bar, Image, Rect, Rule])
                || (is_binned && is_one_of(&[Circle, Point, Square, Tick, Line, Trail]))
        }
        Channel::X
        | Channel::Y
        | Channel::XOffset
        | Channel::YOffset
        | Channel::Latitude
        | Channel::Longitude
        | Channel::Time => mark != Geoshape,
        Channel::Size => is_one_of(&[Point, Tick, Rule, Circle, Square, Bar, Text, Line, Trail]),
        Channel::StrokeDash => is_one_of(&[Line, Point, Tick, Rule, Circle, Square, Bar, Geoshape]),
        Channel::Shape => is_one_of(&[Point, Geoshape]),
        Channel::Text => mark == Text,
        Channel::Angle => is_one_of(&[Point, Square, Text]),
        Channel::Url => mark == Image,
        Channel::Theta | Channel::Radius => is_one_of(&[Text, Arc]),
        Channel::Theta2 | Channel::Radius2 => mark == Arc,
        _ => true,
    }
}
