//! Valid: rows that have no finite value where a continuous scale needs one are left out, unless the mark says otherwise.
//! Follows Vega-Lite's `compile/data/filterinvalid.ts`.

use std::{collections::BTreeMap, sync::Arc};

use table::{Value, Values, transform::AggregateOp};

use super::{head::Head, name, scale, steps::Unit, style};
use crate::{
    spec::{Channel, ChannelAggregate, ChannelDef, FieldType},
    vega_lite::Named,
};

impl Unit<'_> {
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
        let shown = || self.config.get("scale")?.get("invalid")?.get(channel.name());
        let scale = scale::scale_type(channel, definition, self.mark.mark, self.encoded);
        let is_numeric = matches!(definition.field_type, Some(FieldType::Quantitative | FieldType::Temporal));
        is_numeric && !is_counted && scale.is_some_and(|scale| !scale::is_discrete(scale)) && shown().is_none()
    }
}

fn is_finite(value: &Value, is_time: bool) -> bool {
    match value {
        Value::Time(ms) => is_time || ms.is_finite(),
        value => value.is_valid() && value.to_number().is_finite(),
    }
}
