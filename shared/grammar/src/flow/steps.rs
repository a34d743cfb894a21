//! Steps: what an encoding does to the rows before they are marks: fields read as dates and numbers, bins, time units,
//! aggregates, imputed values, stacks, and rows left out that no scale has a place for. In Vega-Lite's order
//! (`compile/data/parse.ts`), and by its rules for each step.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value as Json};
use table::{
    Relation, Value, Values,
    transform::{self, AggregateOp, Context, ImputeKeys, ImputeMethod, Measure, SortKey, Transform, TransformError},
};

use super::{
    encoded::{Encoded, field_def, is_field},
    head::Head,
    name, scale,
    stack::Stack,
    style,
};
use crate::{
    source::{Parse, value_from_json},
    spec::{Channel, ChannelAggregate, ChannelDef, FieldPath, FieldType, Mark, Sort},
    zone::Zone,
};

/// The column of the place of a row's colour in its domain.
const ORDER: &str = "__order";

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

    /// The values that an encoding says to impute.
    pub(crate) fn impute(&self, head: &mut Head, context: &Context<'_>) -> Result<(), TransformError> {
        let (Some(x), Some(y)) = (self.encoded.get(Channel::X), self.encoded.get(Channel::Y)) else { return Ok(()) };
        let said = |definition: &ChannelDef| definition.impute.as_ref().is_some_and(|said| !said.is_empty());
        let (imputed, key) = if said(x) { (x, y) } else { (y, x) };
        if !said(imputed) {
            return Ok(());
        }
        let (Some(said), Some(field), Some(key)) = (&imputed.impute, imputed.field(), key.field()) else {
            return Ok(());
        };
        let step = Transform::Impute {
            field: field.clone(),
            key: key.clone(),
            keys: said.get("keyvals").and_then(impute_keys),
            groupby: path_groups(self.mark, self.encoded).into_iter().map(Into::into).collect(),
            frame: impute_frame(said.get("frame")),
            method: impute_method(said),
        };
        head.relation = transform::apply(&step, &head.relation, context)?;
        Ok(())
    }

    /// Puts the marks on each other.
    pub(crate) fn stacked(&self, head: &mut Head, context: &Context<'_>) -> Result<(), TransformError> {
        let Some(stack) = &self.stack else { return Ok(()) };
        let Some(measure) = self.encoded.get(stack.channel) else { return Ok(()) };
        let dimensions: Vec<&ChannelDef> =
            stack.dimensions.iter().filter_map(|channel| self.encoded.get(*channel)).collect();
        let field: FieldPath = name::of(measure).into();
        let imputes = self.fills_stacks(measure);
        let facets = self.facets.iter().map(|column| FieldPath::from(column.as_str()));
        if imputes {
            for dimension in &dimensions {
                add_middle(&mut head.relation, dimension);
                let step = Transform::Impute {
                    field: field.clone(),
                    key: middle(dimension).into(),
                    keys: None,
                    groupby: stack.by.iter().map(|column| column.as_str().into()).chain(facets.clone()).collect(),
                    frame: [None, None],
                    method: ImputeMethod::Value(Value::Number(0.0)),
                };
                head.relation = transform::apply(&step, &head.relation, context)?;
            }
        }
        self.add_order(&mut head.relation);
        let columns = dimensions.iter().flat_map(|dimension| dimension_columns(dimension, imputes));
        let step = Transform::Stack {
            field: Some(field),
            groupby: columns.map(Into::into).chain(facets).collect(),
            sort: self.stack_order(stack),
            offset: stack.offset,
            names: [name::with_suffix(measure, "start").into(), name::with_suffix(measure, "end").into()],
        };
        head.relation = transform::apply(&step, &head.relation, context)?;
        Ok(())
    }

    /// Whether the parts that a stack lacks are imputed: paths would jump otherwise.
    pub(crate) fn fills_stacks(&self, measure: &ChannelDef) -> bool {
        style::is_path(self.mark.mark) && !measure.impute.as_ref().is_some_and(Map::is_empty)
    }

    /// The place of each row's colour in its domain.
    fn add_order(&self, relation: &mut Relation) {
        let Some((colour, domain)) = self.encoded.colour_domain() else { return };
        let Some(values) = relation.column(&name::of(colour)).cloned() else { return };
        let domain: Vec<Value> = domain.iter().map(value_from_json).collect();
        let place =
            |row| domain.iter().position(|value| value.same_as(&values.get(row))).map_or(-1.0, |place| place as f64);
        relation.set(ORDER, Arc::new(Values::Number((0..relation.rows()).map(place).collect())));
    }

    /// By the order channel, else by the domain of colours, else by what tells the parts apart: from the top where stacks stand.
    fn stack_order(&self, stack: &Stack) -> Vec<SortKey> {
        let orders: Vec<&ChannelDef> = self
            .encoded
            .0
            .iter()
            .filter(|(channel, _)| *channel == Channel::Order)
            .map(|(_, definition)| definition)
            .collect();
        if orders.iter().any(|order| is_field(order)) {
            return order_keys(&orders);
        }
        if self.encoded.colour_domain().is_some() && !self.encoded.has_offset() {
            return vec![SortKey { field: ORDER.into(), descending: self.is_vertical != Some(false) }];
        }
        let descending = match orders.first().and_then(|order| order.sort.as_ref()) {
            Some(sort) => *sort == Sort::Descending,
            None => stack.channel == Channel::Y,
        };
        let mut keys: Vec<SortKey> = Vec::new();
        for column in &stack.by {
            if !keys.iter().any(|key| *key.field == **column) {
                keys.push(SortKey { field: column.as_str().into(), descending });
            }
        }
        keys
    }

    /// Leaves out the rows that have no finite value where a continuous scale needs one.
    pub(crate) fn filter_invalid(&self, head: &mut Head) {
        if style::invalid(self.mark, self.config) != style::Invalid::Filter {
            return;
        }
        let relation = &head.relation;
        let mut checked: BTreeMap<&str, (Arc<Values>, bool)> = BTreeMap::new();
        for (channel, definition) in self.encoded.fields() {
            if self.needs_finite(channel, definition) {
                let is_time = definition.field_type == Some(FieldType::Temporal);
                let field = definition.field().map(AsRef::as_ref).unwrap_or_default();
                checked.insert(field, (head.column(&name::of(definition)), is_time));
            }
        }
        let is_valid = |row: usize| checked.values().all(|(values, is_time)| is_finite(&values.get(row), *is_time));
        let rows: Vec<u32> = (0..relation.rows()).filter(|row| is_valid(*row)).map(|row| row as u32).collect();
        if rows.len() < relation.rows() {
            head.relation = relation.take(&rows);
        }
    }

    fn needs_finite(&self, channel: Channel, definition: &ChannelDef) -> bool {
        let is_counted = matches!(
            definition.aggregate,
            Some(ChannelAggregate::Op(
                AggregateOp::Count | AggregateOp::Valid | AggregateOp::Missing | AggregateOp::Distinct
            ))
        );
        let shown = || self.config.get("scale")?.get("invalid")?.get(channel_name(channel));
        let scale = scale::scale_type(channel, definition, self.mark.mark, self.encoded);
        let is_numeric = matches!(definition.field_type, Some(FieldType::Quantitative | FieldType::Temporal));
        is_numeric && !is_counted && scale.is_some_and(|scale| !scale::is_discrete(scale)) && shown().is_none()
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

/// The column of the middle of bins, or of the values themselves.
pub(crate) fn middle(dimension: &ChannelDef) -> String {
    if name::binning(dimension).is_some() { name::with_suffix(dimension, "mid") } else { name::of(dimension) }
}

fn add_middle(relation: &mut Relation, dimension: &ChannelDef) {
    if name::binning(dimension).is_none() {
        return;
    }
    let (start, end) = (name::of(dimension), name::with_suffix(dimension, "end"));
    let (Some(start), Some(end)) = (relation.column(&start), relation.column(&end)) else { return };
    let at = dimension.band_position.unwrap_or(0.5);
    let middle_of = |row| at * start.number(row) + (1.0 - at) * end.number(row);
    let values = Values::Number((0..relation.rows()).map(middle_of).collect());
    relation.set(&middle(dimension), Arc::new(values));
}

/// By which columns stacks are told apart.
fn dimension_columns(dimension: &ChannelDef, imputes: bool) -> Vec<String> {
    if name::binning(dimension).is_none() {
        vec![name::of(dimension)]
    } else if imputes {
        vec![middle(dimension)]
    } else {
        vec![name::of(dimension), name::with_suffix(dimension, "end")]
    }
}

fn impute_keys(said: &Json) -> Option<ImputeKeys> {
    let number = |name: &str| said.get(name).and_then(Json::as_f64);
    match said {
        Json::Array(values) => Some(ImputeKeys::Values(values.iter().map(value_from_json).collect())),
        Json::Object(_) => Some(ImputeKeys::Sequence {
            start: number("start").unwrap_or(0.0),
            stop: number("stop")?,
            step: number("step").unwrap_or(1.0),
        }),
        _ => None,
    }
}

fn impute_frame(said: Option<&Json>) -> [Option<i64>; 2] {
    let bound = |index: usize| said.and_then(|frame| frame.get(index)).and_then(Json::as_i64);
    [bound(0), bound(1)]
}

fn impute_method(said: &Map<String, Json>) -> ImputeMethod {
    match said.get("method").and_then(Json::as_str) {
        Some("mean") => ImputeMethod::Mean,
        Some("median") => ImputeMethod::Median,
        Some("max") => ImputeMethod::Max,
        Some("min") => ImputeMethod::Min,
        _ => ImputeMethod::Value(said.get("value").map_or(Value::Missing, value_from_json)),
    }
}

fn is_finite(value: &Value, is_time: bool) -> bool {
    match value {
        Value::Time(ms) => is_time || ms.is_finite(),
        value => value.is_valid() && value.to_number().is_finite(),
    }
}

fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::X => "x",
        Channel::Y => "y",
        Channel::XOffset => "xOffset",
        Channel::YOffset => "yOffset",
        Channel::Theta => "theta",
        Channel::Radius => "radius",
        Channel::Color => "color",
        Channel::Fill => "fill",
        Channel::Stroke => "stroke",
        Channel::Opacity => "opacity",
        Channel::FillOpacity => "fillOpacity",
        Channel::StrokeOpacity => "strokeOpacity",
        Channel::StrokeWidth => "strokeWidth",
        Channel::StrokeDash => "strokeDash",
        Channel::Size => "size",
        Channel::Angle => "angle",
        Channel::Shape => "shape",
        _ => "",
    }
}
