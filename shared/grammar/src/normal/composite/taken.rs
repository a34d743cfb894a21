//! Taken: the transforms within an encoding taken out of it, so that all parts of a composite mark share them, and the
//! encoding that is left, which names their columns. Follows `extractTransformsFromEncoding`.

use serde_json::{Map, Value as Json};

use crate::{
    flow::{channels, encoded, name, title},
    spec::{
        AggregateOp, Bin, Channel, ChannelAggregate, ChannelBin, ChannelDef, Encoding, FieldPath, FieldType, Source,
        Step, TimeUnit, Transform,
    },
};
use table::transform::Measure;

/// An encoding apart from its transforms.
#[derive(Default)]
pub(super) struct Taken {
    /// Bins, then time units.
    pub(super) bins: Vec<Step>,
    pub(super) units: Vec<Step>,
    pub(super) aggregate: Vec<Measure>,
    pub(super) groupby: Vec<FieldPath>,
    pub(super) encoding: Encoding,
}

impl Taken {
    /// Takes the transforms out.
    pub(super) fn out_of(encoding: Encoding, config: &Map<String, Json>) -> Self {
        let mut taken = Self::default();
        for (channel, definitions) in encoding.0 {
            let definitions =
                definitions.into_iter().map(|definition| taken.definition(channel, definition, config)).collect();
            taken.encoding.0.push((channel, definitions));
        }
        taken
    }

    /// Bins and time units.
    pub(super) fn units(&self) -> impl Iterator<Item = Step> {
        self.bins.iter().chain(&self.units).cloned()
    }

    fn definition(&mut self, channel: Channel, definition: ChannelDef, config: &Map<String, Json>) -> ChannelDef {
        if !encoded::is_field(&definition) {
            return definition;
        }
        let (bin, unit) = (name::binning(&definition).cloned(), definition.time_unit.filter(|unit| !unit.binned));
        let field = definition.field().cloned();
        if definition.aggregate.is_none() && definition.time_unit.is_none() && definition.bin.is_none() {
            self.groupby.extend(field);
            return definition;
        }
        let name: FieldPath = name::of(&definition).into();
        let mut left = ChannelDef { aggregate: None, bin: None, time_unit: None, ..definition.clone() };
        if !has_guide_title(&definition) && left.title.is_none() {
            left.title = Some(Some(vec![title::of(&definition, config)]));
        }
        left.source = Source::Field(name.clone());
        match (&definition.aggregate, bin, unit, field) {
            (Some(aggregate), _, _, field) => left.source = Source::Field(self.aggregate(aggregate, field, name)),
            (None, Some(bin), _, Some(field)) => self.bin(channel, &mut left, (bin, field, name)),
            (None, None, Some(unit), Some(field)) => self.unit(channel, &mut left, (unit, field, name)),
            (None, ..) => self.groupby.push(name),
        }
        left
    }

    fn aggregate(&mut self, aggregate: &ChannelAggregate, field: Option<FieldPath>, name: FieldPath) -> FieldPath {
        let (op, of, shown) = match aggregate {
            ChannelAggregate::Op(op) => (*op, field, None),
            ChannelAggregate::ArgMin(by) => (AggregateOp::ArgMin, field.clone(), Some(("argmin", by, field))),
            ChannelAggregate::ArgMax(by) => (AggregateOp::ArgMax, field.clone(), Some(("argmax", by, field))),
        };
        let (name, of, shown) = match shown {
            Some((op, by, field)) => {
                let name: FieldPath = format!("{op}_{by}").into();
                let shown = format!("{name}.{}", field.as_deref().unwrap_or_default()).into();
                (name, Some(by.clone()), shown)
            }
            None => (name.clone(), of, name),
        };
        self.aggregate.push(Measure { op, field: of, name });
        shown
    }

    fn bin(&mut self, channel: Channel, left: &mut ChannelDef, (bin, field, name): (Bin, FieldPath, FieldPath)) {
        let end: FieldPath = format!("{name}_end").into();
        self.groupby.extend([name.clone(), end.clone()]);
        self.bins.push(Step::Plain(Transform::Bin { field, bin, names: [name, end.clone()] }));
        let second = match channel {
            Channel::X => Some(Channel::X2),
            Channel::Y => Some(Channel::Y2),
            _ => None,
        };
        if let Some(second) = second {
            self.encoding.0.push((second, vec![super::column(end)]));
        }
        left.bin = Some(ChannelBin::Binned(Bin::default()));
        if channels::main_channel(channel) == channel {
            left.field_type = Some(FieldType::Quantitative);
        }
    }

    fn unit(&mut self, channel: Channel, left: &mut ChannelDef, (unit, field, name): (TimeUnit, FieldPath, FieldPath)) {
        self.groupby.push(name.clone());
        let end = Some(format!("{name}_end").into());
        self.units.push(Step::Plain(Transform::TimeUnit { field, unit, name, end }));
        if left.field_type == Some(FieldType::Temporal) {
            return;
        }
        if matches!(channel, Channel::Text | Channel::Tooltip) {
            left.format_type = Some("time".to_owned());
        } else if let Some(guide) = left.guide.get_or_insert_with(|| Some(Map::new())) {
            guide.entry("formatType").or_insert_with(|| "time".into());
        }
    }
}

fn has_guide_title(definition: &ChannelDef) -> bool {
    let title = definition.guide.as_ref().and_then(Option::as_ref).and_then(|guide| guide.get("title"));
    title.is_some_and(|title| !title.is_null() && title != "")
}
