//! Stacked: marks put on each other: in which order, in groups of what, and with what is imputed so that paths do not
//! jump. Follows Vega-Lite's `compile/data/stack.ts`; whether marks stack at all is decided in `stack`.

use std::sync::Arc;

use table::{
    Relation, Value, Values,
    transform::{self, Context, ImputeMethod, SortKey, Transform, TransformError},
};

use super::{
    encoded::is_field,
    head::Head,
    name,
    stack::Stack,
    steps::{Unit, order_keys},
    style,
};
use crate::{
    source::value_from_json,
    spec::{Channel, ChannelDef, FieldPath, Sort},
};

/// The column of the place of a row's colour in its domain.
const ORDER: &str = "__order";

impl Unit<'_> {
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
        style::is_path(self.mark.mark) && !measure.impute.as_ref().is_some_and(serde_json::Map::is_empty)
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
