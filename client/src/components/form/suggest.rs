//! Suggestions: when a table is chosen, fields that make a picture at once. Pure. A field that a person chose and
//! that the new table has too stays.

use document::{Kind, Mark, Node, Property, Value};
use table::{DataType, Schema};

/// What choosing a table sets: the table, and the fields that are not chosen or not in it.
pub(super) fn on_table(node: &Node, table: Option<String>, schema: Option<&Schema>) -> Vec<(Property, Value)> {
    let mut sets = vec![(Property::Table, Value::Name(table))];
    let Some(schema) = schema else { return sets };
    let is_fresh = node.name(Property::X).is_none() && node.name(Property::Y).is_none();
    let stays = |property| node.name(property).is_some_and(|field| schema.find(field).is_some());
    let suggested = Suggestion::of(schema);
    let mut set = |property, field: Option<String>| {
        if node.kind().properties().contains(&property) && !stays(property) {
            sets.push((property, Value::Name(field)));
        }
    };
    set(Property::X, suggested.x);
    set(Property::Y, suggested.y);
    if is_fresh || node.name(Property::Color).is_some() {
        set(Property::Color, suggested.color);
    }
    if is_fresh && node.kind() == Kind::Chart && suggested.mark != Mark::Line {
        sets.push((Property::Mark, Value::Mark(suggested.mark)));
    }
    sets
}

struct Suggestion {
    x: Option<String>,
    y: Option<String>,
    color: Option<String>,
    mark: Mark,
}

impl Suggestion {
    /// A time along x, else a text; the first number along y; a text by colour.
    fn of(schema: &Schema) -> Self {
        let first = |types: &[DataType], but: Option<&str>| {
            let fits = |field: &&table::Field| types.contains(&field.data_type) && Some(&*field.name) != but;
            schema.fields().iter().find(fits).map(|field| field.name.clone())
        };
        let numbers = [DataType::Float, DataType::Integer];
        let time = first(&[DataType::Time], None);
        let mark = if time.is_some() { Mark::Line } else { Mark::Bar };
        let y = first(&numbers, None);
        let x = time.or_else(|| first(&[DataType::Text], None)).or_else(|| first(&numbers, y.as_deref()));
        let color = first(&[DataType::Text], x.as_deref());
        Self { x, y, color, mark }
    }
}

#[cfg(test)]
mod tests {
    use document::{ClientId, Document, Gesture, NodeId, Op, OpId, Order, Place, apply};
    use table::Field;

    use super::*;

    fn schema(fields: &[(&str, DataType)]) -> Schema {
        let field = |(name, data_type): &(&str, DataType)| Field { name: (*name).into(), data_type: *data_type };
        Schema::new(fields.iter().map(field).collect()).unwrap()
    }

    fn chart_with(set: &[(Property, &str)]) -> Document {
        let node = NodeId::from_bytes([1; 8]);
        let place = Place { parent: NodeId::ROOT, order: Order::default() };
        let mut ops = vec![Op::Insert { node, kind: Kind::Chart, place }];
        ops.extend(set.iter().map(|(property, name)| {
            let value = Value::Name(Some((*name).to_owned()));
            Op::Set { node, property: *property, value }
        }));
        let mut document = Document::default();
        let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
        apply(&mut document, &Gesture { id, ops }, None).unwrap();
        document
    }

    fn said(document: &Document, schema: &Schema) -> Vec<(Property, Option<String>)> {
        let node = document.node(NodeId::from_bytes([1; 8])).unwrap();
        let sets = on_table(node, Some("t".into()), Some(schema));
        let named = |(property, value)| match value {
            Value::Name(name) => (property, name),
            other => (property, Some(format!("{other:?}"))),
        };
        sets.into_iter().map(named).collect()
    }

    #[test]
    fn a_fresh_chart_shows_numbers_over_time_by_text() {
        let cpu = schema(&[("time", DataType::Time), ("core", DataType::Text), ("busy", DataType::Float)]);
        let name = |text: &str| Some(text.to_owned());
        let expected = [
            (Property::Table, name("t")),
            (Property::X, name("time")),
            (Property::Y, name("busy")),
            (Property::Color, name("core")),
        ];
        assert_eq!(said(&chart_with(&[]), &cpu), expected);
    }

    #[test]
    fn without_a_time_bars_stand_over_the_text() {
        let cities = schema(&[("city", DataType::Text), ("people", DataType::Integer)]);
        let sets = said(&chart_with(&[]), &cities);
        assert!(sets.contains(&(Property::X, Some("city".into()))));
        assert!(sets.contains(&(Property::Mark, Some("Mark(Bar)".into()))));
        assert!(sets.contains(&(Property::Color, None)));
    }

    #[test]
    fn a_chosen_field_that_the_new_table_has_stays() {
        let other = schema(&[("time", DataType::Time), ("busy", DataType::Float), ("load", DataType::Float)]);
        let chart = chart_with(&[(Property::X, "time"), (Property::Y, "load"), (Property::Color, "core")]);
        assert_eq!(said(&chart, &other), [(Property::Table, Some("t".into())), (Property::Color, None)]);
    }
}
