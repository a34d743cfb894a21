//! Facet: a view for each value of a field, or of a field for rows and one for columns. What is said of all cells
//! together, such as bins, is computed before rows are split, as Vega-Lite moves the split down to the mark
//! (`compile/data/subtree.ts`).

use std::collections::HashMap;

use table::{
    Relation, Value,
    transform::{AggregateOp, Transform},
};

use super::{
    Around, Flow, FlowError,
    domain::{self, key},
    encoded::{Encoded, decided},
    head::Head,
    name, path, said, steps, style, title,
};
use crate::{
    label,
    spec::{Body, Channel, ChannelDef, Facet, FieldPath, FieldType, Sort, Spec, Step},
    view::{FacetCell, FacetHeader, Say, UnitView, View, ViewBody},
};

/// More cells than this are left out: nobody sees them, and each is a view.
const MAX_CELLS: usize = 1_000;

/// One of the fields by which a view is split.
struct Split {
    channel: Channel,
    definition: ChannelDef,
    column: String,
}

/// A step of a view in a facet keeps its groups within cells.
pub(super) fn within(step: &Transform, facets: &[String]) -> Transform {
    let mut step = step.clone();
    if let Transform::Aggregate { groupby, .. }
    | Transform::JoinAggregate { groupby, .. }
    | Transform::Window { groupby, .. }
    | Transform::Stack { groupby, .. } = &mut step
    {
        for column in facets {
            if !groupby.iter().any(|path| **path == **column) {
                groupby.push(FieldPath::from(column.as_str()));
            }
        }
    }
    step
}

impl Flow<'_> {
    pub(super) fn facet(
        &self,
        (facet, columns, inner): (&Facet, Option<usize>, &Spec),
        mut head: Head,
        around: Around<'_>,
    ) -> Result<ViewBody, FlowError> {
        let splits = splits(facet);
        for split in &splits {
            let field_type = split.definition.field_type.unwrap_or(FieldType::Nominal);
            steps::read_field(&mut head, &split.definition, field_type, &self.given.zone);
        }
        steps::bins(&mut head, splits.iter().map(|split| &split.definition), &self.context)?;
        for Split { definition, .. } in &splits {
            if let (Some(unit), Some(path)) = (definition.time_unit, definition.field()) {
                let names = [name::of(definition), name::with_suffix(definition, "end")];
                head.time_unit(&name::of_path(path), unit, [&names[0], &names[1]], &self.context, &self.given.zone)?;
            }
        }
        self.common_bins(inner, &mut head)?;
        let by: Vec<String> = splits.iter().map(|split| split.column.clone()).collect();
        let headers: Vec<FacetHeader> = splits.iter().map(|split| self.header(split, &head.relation)).collect();
        let keys: Vec<Vec<Value>> =
            splits.iter().map(|split| in_order(&split.definition, &split.column, &head.relation)).collect();
        let views = self.cells(inner, &head, around, &by)?;
        let cells = arrange(&splits, &headers, &keys, views);
        let mut body = ViewBody::Facet { cells, row: None, column: None, wrapped: None, columns };
        if let ViewBody::Facet { row, column, wrapped, .. } = &mut body {
            for (split, header) in splits.iter().zip(headers) {
                let place = match split.channel {
                    Channel::Row => &mut *row,
                    Channel::Column => &mut *column,
                    _ => &mut *wrapped,
                };
                *place = Some(header);
            }
        }
        Ok(body)
    }

    /// Bins of layers are those of all cells together, unless the layers filter rows before.
    fn common_bins(&self, inner: &Spec, head: &mut Head) -> Result<(), FlowError> {
        let filters = |spec: &Spec| spec.transform.iter().any(|step| matches!(step, Step::Plain(Transform::Filter(_))));
        let mut open = vec![inner];
        while let Some(spec) = open.pop().filter(|spec| spec.data.is_none()) {
            match &spec.body {
                Body::Layer(views) if !filters(spec) => open.extend(views),
                Body::Facet { spec: inner, .. } if !filters(spec) => open.push(inner),
                Body::Unit(mark) => {
                    let encoded = Encoded::new(&spec.encoding, mark.mark, style::is_filled(mark, self.config));
                    let known = |definition: &&ChannelDef| {
                        definition.field().is_some_and(|path| head.relation.column(&name::of_path(path)).is_some())
                    };
                    let definitions: Vec<&ChannelDef> =
                        encoded.fields().map(|(_, definition)| definition).filter(known).collect();
                    steps::bins(head, definitions.into_iter(), &self.context)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The view of each cell, with the values by which it was split.
    fn cells(
        &self,
        inner: &Spec,
        head: &Head,
        around: Around<'_>,
        by: &[String],
    ) -> Result<Vec<(Vec<Value>, View)>, FlowError> {
        let around = Around { is_layer: false, ..around };
        if let Body::Unit(_) = &inner.body
            && inner.data.is_none()
        {
            let facets: Vec<String> = around.facets.iter().chain(by).cloned().collect();
            let view = self.view(inner, head, Around { facets: &facets, ..around })?;
            return Ok(split_unit(&view, by));
        }
        let groups = path::split(&head.relation, by).into_iter().take(MAX_CELLS);
        groups
            .map(|rows| {
                let mut cell = head.clone();
                cell.relation = head.relation.take(&rows);
                let values = values_of(&cell.relation, by, 0);
                Ok((values, self.view(inner, &cell, around)?))
            })
            .collect()
    }

    fn header(&self, split: &Split, relation: &Relation) -> FacetHeader {
        let Split { definition, column, .. } = split;
        let say = said::say(definition, split.channel, &Encoded::default(), self.config);
        let keys = in_order(definition, column, relation);
        let (values, say) =
            if say.binned { (ranges(definition, relation, &keys, &say), Say::default()) } else { (keys, say) };
        FacetHeader {
            title: title::of_guide(definition, self.config),
            guide: definition.guide.clone().flatten(),
            say,
            values,
        }
    }
}

fn splits(facet: &Facet) -> Vec<Split> {
    let split = |definition: &ChannelDef, channel| {
        let definition = decided(definition, channel);
        let column = name::of(&definition);
        Split { channel, definition, column }
    };
    match facet {
        Facet::Wrapped(definition) => vec![split(definition, Channel::Facet)],
        Facet::Grid { row, column } => {
            let row = row.iter().map(|definition| split(definition, Channel::Row));
            row.chain(column.iter().map(|definition| split(definition, Channel::Column))).collect()
        }
    }
}

/// The values of a facet's field in the order of its cells.
fn in_order(definition: &ChannelDef, column: &str, relation: &Relation) -> Vec<Value> {
    if let Some(Sort::Field { field, op, descending }) = &definition.sort {
        return domain::sorted_by(relation, column, (field.as_ref(), op.unwrap_or(AggregateOp::Min)), *descending);
    }
    let rows = domain::Rows { main: relation, raw: relation };
    domain::of(&rows, definition, &Encoded::default(), None)
}

/// Bins as their headers say them.
fn ranges(definition: &ChannelDef, relation: &Relation, keys: &[Value], say: &Say) -> Vec<Value> {
    let (start, end) = (name::of(definition), name::with_suffix(definition, "end"));
    let mut texts: HashMap<String, Value> = HashMap::new();
    if let (Some(starts), Some(ends)) = (relation.column(&start), relation.column(&end)) {
        for row in 0..relation.rows() {
            let value = starts.get(row);
            texts.entry(key(&value)).or_insert_with(|| Value::text(&label::say_range([&value, &ends.get(row)], say)));
        }
    }
    keys.iter().map(|value| texts.get(&key(value)).cloned().unwrap_or_default()).collect()
}

fn values_of(relation: &Relation, by: &[String], row: usize) -> Vec<Value> {
    by.iter().map(|column| relation.column(column).map(|values| values.get(row)).unwrap_or_default()).collect()
}

/// A mark over the rows of all cells becomes one for each.
fn split_unit(view: &View, by: &[String]) -> Vec<(Vec<Value>, View)> {
    let ViewBody::Unit(unit) = &view.body else { return Vec::new() };
    let cells = path::split(&unit.data, by).into_iter().take(MAX_CELLS);
    let cell = |rows: Vec<u32>| {
        let values = values_of(&unit.data, by, rows.first().map_or(0, |row| *row as usize));
        (values, View { body: ViewBody::Unit(Box::new(part(unit, &rows))), ..view.clone() })
    };
    cells.map(cell).collect()
}

/// The mark over some of its rows.
fn part(unit: &UnitView, rows: &[u32]) -> UnitView {
    let places: HashMap<u32, u32> = rows.iter().zip(0..).map(|(row, place)| (*row, place)).collect();
    let within = |path: &Vec<u32>| path.iter().filter_map(|row| places.get(row).copied()).collect::<Vec<u32>>();
    UnitView {
        data: unit.data.take(rows),
        paths: unit.paths.iter().map(within).filter(|path| !path.is_empty()).collect(),
        ..unit.clone()
    }
}

/// The cells in reading order, with what their headers say.
fn arrange(
    splits: &[Split],
    headers: &[FacetHeader],
    keys: &[Vec<Value>],
    views: Vec<(Vec<Value>, View)>,
) -> Vec<FacetCell> {
    let places: Vec<HashMap<String, usize>> =
        keys.iter().map(|keys| keys.iter().enumerate().map(|(place, value)| (key(value), place)).collect()).collect();
    let place = |index: usize, value: &Value| places[index].get(&key(value)).copied().unwrap_or(usize::MAX);
    let mut cells: Vec<(Vec<usize>, View)> = views
        .into_iter()
        .map(|(values, view)| (values.iter().enumerate().map(|(index, value)| place(index, value)).collect(), view))
        .collect();
    cells.sort_by(|(a, _), (b, _)| a.cmp(b));
    let cell = |(places, view): (Vec<usize>, View)| {
        let mut cell = FacetCell { row: None, column: None, wrapped: None, view };
        for (index, split) in splits.iter().enumerate() {
            let value = places.get(index).and_then(|place| headers[index].values.get(*place)).cloned();
            match split.channel {
                Channel::Row => cell.row = value,
                Channel::Column => cell.column = value,
                _ => cell.wrapped = value,
            }
        }
        cell
    };
    cells.into_iter().map(cell).collect()
}
