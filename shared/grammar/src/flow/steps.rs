//! Steps: what an encoding does to the rows before they are marks: fields read as dates and numbers, bins, time units,
//! and aggregates, by Vega-Lite's rules for each (`compile/data/*.ts`). What is imputed, stacked and left out after that
//! stands in `impute`, `stacked` and `valid`.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use table::{
    Relation, Values,
    transform::{self, AggregateOp, Context, Measure, SortKey, Transform, TransformError},
};

use super::{
    encoded::{Encoded, field_def, is_field},
    head::Head,
    name,
    stack::Stack,
    style,
};
use crate::{
    source::Parse,
    spec::{Channel, ChannelAggregate, ChannelDef, FieldPath, FieldType, Mark, Sort},
    zone::Zone,
};

/// One mark with what is decided about it.
pub(crate) struct Unit<'a> {
    pub(crate) mark: &'a Mark,
    pub(crate) config: &'a Map<String, Json>,
    pub(crate) encoded: &'a Encoded,
    pub(crate) is_vertical: Option<bool>,
    pub(crate) stack: Option<Stack>,
    /// The columns by which the view around is split: every group is within one cell.
    pub(crate) facets: &'a [String],
}

impl Unit<'_> {
    /// Reads the fields as the encoding implies.
    pub(crate) fn read(&self, head: &mut Head, zone: &Zone) {
        for (channel, definition) in self.encoded.fields() {
            read_field(head, definition, self.encoded.field_type(channel, definition), zone);
        }
        let along = if self.is_vertical == Some(false) { Channel::Y } else { Channel::X };
        let is_sorted = style::is_path(self.mark.mark) && self.encoded.get(Channel::Order).is_none();
        if let Some(definition) = self.encoded.get(along).filter(|_| is_sorted)
            && definition.field_type == Some(FieldType::Quantitative)
            && let Some(path) = definition.field()
        {
            head.read(path, Parse::Number, zone);
        }
    }

    /// Computes the time units.
    pub(crate) fn time_units(&self, head: &mut Head, context: &Context<'_>, zone: &Zone) -> Result<(), TransformError> {
        for (_, definition) in self.encoded.fields() {
            let (Some(unit), Some(path)) = (definition.time_unit, definition.field()) else { continue };
            let column = name::of_path(path);
            let names = [name::of(definition), name::with_suffix(definition, "end")];
            head.time_unit(&column, unit, [&names[0], &names[1]], context, zone)?;
        }
        Ok(())
    }

    /// One row for each group, where a field is aggregated.
    pub(crate) fn aggregate(&self, head: &mut Head, context: &Context<'_>) -> Result<(), TransformError> {
        if !self.encoded.is_aggregate() {
            return Ok(());
        }
        let (mut groupby, mut measures) = (Vec::new(), Vec::new());
        for (_, definition) in self.encoded.fields() {
            match &definition.aggregate {
                Some(aggregate) => add_measure(&mut measures, definition, aggregate),
                None => add_dimension(&mut groupby, definition, &head.relation),
            }
        }
        self.facets.iter().for_each(|column| add(&mut groupby, column.clone()));
        head.relation = transform::apply(&Transform::Aggregate { groupby, measures }, &head.relation, context)?;
        for (_, definition) in self.encoded.fields().filter(|(_, definition)| definition.aggregate.is_some()) {
            head.without_nulls(&name::of(definition));
        }
        self.take_members(head);
        Ok(())
    }

    /// Fields of the rows that `argmin` and `argmax` found become columns.
    fn take_members(&self, head: &mut Head) {
        for (_, definition) in self.encoded.fields() {
            let (of, Some(path)) = (arg_column(definition), definition.field()) else { continue };
            let Some((_, records)) = of.and_then(|of| Some((of.1, head.relation.column(&of.0)?.clone()))) else {
                continue;
            };
            let values = (0..records.len()).map(|row| records.get(row).member(path)).collect();
            head.relation.set(&name::of(definition), Arc::new(Values::of(values)));
        }
    }
}

/// Reads a field as its type implies.
pub(crate) fn read_field(head: &mut Head, definition: &ChannelDef, field_type: FieldType, zone: &Zone) {
    let Some(path) = definition.field() else { return };
    let format_type = format_type(definition);
    let is_time = format_type == Some("time")
        || (format_type.is_none() && (field_type == FieldType::Temporal || definition.time_unit.is_some()));
    let is_extreme = matches!(definition.aggregate, Some(ChannelAggregate::Op(AggregateOp::Min | AggregateOp::Max)));
    if is_time {
        head.read(path, Parse::Date, zone);
    } else if field_type == FieldType::Quantitative && is_extreme {
        head.read(path, Parse::Number, zone);
    } else if name::is_nested(path) || path.contains('\\') {
        head.read(path, Parse::Keep, zone);
    }
    if let Some(Sort::Field { field: Some(by), .. }) = &definition.sort
        && name::is_nested(by)
    {
        head.read(by, Parse::Keep, zone);
    }
}

/// `number` or `time`, as the definition or its guide says.
pub(crate) fn format_type(definition: &ChannelDef) -> Option<&str> {
    if definition.format.is_some() || definition.format_type.is_some() {
        return definition.format_type.as_deref();
    }
    definition.guide.as_ref()?.as_ref()?.get("formatType")?.as_str()
}

/// Computes the bins of definitions.
pub(crate) fn bins<'a>(
    head: &mut Head,
    definitions: impl Iterator<Item = &'a ChannelDef>,
    context: &Context<'_>,
) -> Result<(), TransformError> {
    for definition in definitions {
        let (Some(bin), Some(path)) = (name::binning(definition), definition.field()) else { continue };
        let names: [Arc<str>; 2] = [name::of(definition).into(), name::with_suffix(definition, "end").into()];
        // The views around have computed it over more rows.
        if names.iter().all(|name| head.relation.column(name).is_some()) {
            continue;
        }
        let field = name::of_path(path).into();
        let step = Transform::Bin { field, bin: bin.clone(), names };
        head.relation = transform::apply(&step, &head.relation, context)?;
    }
    Ok(())
}

/// By which fields rows are sorted that an order channel orders.
pub(crate) fn order_keys(orders: &[&ChannelDef]) -> Vec<SortKey> {
    let key = |order: &&ChannelDef| SortKey {
        field: name::of(order).into(),
        descending: order.sort == Some(Sort::Descending),
    };
    orders.iter().filter(|order| is_field(order)).map(key).collect()
}

/// The columns that tell the paths of a mark apart, as Vega-Lite's `pathGroupingFields`.
pub(crate) fn path_groups(mark: &Mark, encoded: &Encoded) -> Vec<String> {
    use crate::spec::MarkType::{Area, Trail};
    let mut groups = Vec::new();
    for (channel, definition) in &encoded.0 {
        let is_group = match channel {
            Channel::XOffset | Channel::YOffset => {
                let main = encoded.get(if *channel == Channel::XOffset { Channel::X } else { Channel::Y });
                if let Some(main) = main.filter(|main| is_field(main) && is_field(definition))
                    && main.aggregate.is_none()
                    && definition.aggregate.is_none()
                    && name::of(main) != name::of(definition)
                {
                    add_name(&mut groups, name::of(main));
                }
                false
            }
            Channel::Order => mark.mark == Area,
            Channel::Size => mark.mark != Trail,
            Channel::Detail
            | Channel::Key
            | Channel::Color
            | Channel::Fill
            | Channel::Stroke
            | Channel::Opacity
            | Channel::FillOpacity
            | Channel::StrokeOpacity
            | Channel::StrokeDash
            | Channel::StrokeWidth => true,
            _ => false,
        };
        if let Some(definition) = field_def(definition).filter(|field| is_group && field.aggregate.is_none()) {
            add_name(&mut groups, name::of(definition));
        }
    }
    groups
}

fn add_name(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn add(groupby: &mut Vec<FieldPath>, column: String) {
    if !groupby.iter().any(|path| **path == *column) {
        groupby.push(column.into());
    }
}

fn add_dimension(groupby: &mut Vec<FieldPath>, definition: &ChannelDef, relation: &Relation) {
    add(groupby, name::of(definition));
    let end = name::with_suffix(definition, "end");
    if (name::binning(definition).is_some() || definition.time_unit.is_some()) && relation.column(&end).is_some() {
        add(groupby, end);
    }
}

/// The column of records that `argmin` and `argmax` make, with the operation.
fn arg_column(definition: &ChannelDef) -> Option<(String, AggregateOp)> {
    match &definition.aggregate {
        Some(ChannelAggregate::ArgMin(by)) => Some((format!("argmin_{}", name::of_path(by)), AggregateOp::ArgMin)),
        Some(ChannelAggregate::ArgMax(by)) => Some((format!("argmax_{}", name::of_path(by)), AggregateOp::ArgMax)),
        Some(ChannelAggregate::Op(_)) | None => None,
    }
}

fn add_measure(measures: &mut Vec<Measure>, definition: &ChannelDef, aggregate: &ChannelAggregate) {
    let measure = match aggregate {
        ChannelAggregate::Op(AggregateOp::Count) => {
            Measure { op: AggregateOp::Count, field: None, name: name::COUNT.into() }
        }
        ChannelAggregate::Op(op) => {
            let field = definition.field().map(|path| name::of_path(path).into());
            Measure { op: *op, field, name: name::of(definition).into() }
        }
        ChannelAggregate::ArgMin(by) | ChannelAggregate::ArgMax(by) => {
            let Some((column, op)) = arg_column(definition) else { return };
            Measure { op, field: Some(by.clone()), name: column.into() }
        }
    };
    if !measures.iter().any(|other| other.name == measure.name) {
        measures.push(measure);
    }
}
