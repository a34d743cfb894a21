//! Facet: a mark whose channels split it becomes a facet of that mark without them.

use serde_json::{Map, Value as Json};

use super::merge::shows_data;
use crate::spec::{Body, Channel, ChannelDef, Encoding, Facet, Mark, Spec};

/// Takes the channels that split a view out of it. The body of the facet, or the mark again where there are none.
/// What shows the whole stays in `spec`; size, background and selections go with the mark.
pub(super) fn split(spec: &mut Spec, mark: Mark) -> Result<Body, Mark> {
    let has = |channel| spec.encoding.get(channel).is_some_and(shows_field);
    let channels = [Channel::Row, Channel::Column, Channel::Facet];
    if !channels.into_iter().any(has) {
        return Err(mark);
    }
    let mut encoding = std::mem::take(&mut spec.encoding);
    let [row, column, wrapped] = channels.map(|channel| take(&mut encoding, channel).filter(shows_field));
    let (facet, columns) = match (row, column, wrapped) {
        (None, None, Some(mut wrapped)) => {
            let columns = wrapped.layout.shift_remove("columns").and_then(|columns| columns.as_u64());
            spec.layout.extend(std::mem::take(&mut wrapped.layout));
            (Facet::Wrapped(Box::new(wrapped)), columns.and_then(|columns| usize::try_from(columns).ok()))
        }
        (row, column, _) => {
            let mut side = |name, definition: Option<ChannelDef>| {
                let mut definition = definition?;
                lay_out(&mut spec.layout, name, std::mem::take(&mut definition.layout));
                Some(Box::new(definition))
            };
            (Facet::Grid { row: side("row", row), column: side("column", column) }, None)
        }
    };
    Ok(Body::Facet { facet, columns, spec: Box::new(within(spec, encoding, mark)) })
}

/// `spacing: 5` of a row becomes `spacing: {"row": 5}` of the view.
fn lay_out(layout: &mut Map<String, Json>, side: &str, of_side: Map<String, Json>) {
    for (key, value) in of_side {
        let both = layout.entry(key).or_insert_with(|| Json::Object(Map::new()));
        if let Json::Object(both) = both {
            both.insert(side.to_owned(), value);
        }
    }
}

fn within(spec: &mut Spec, encoding: Encoding, mark: Mark) -> Spec {
    let mut layout = Map::new();
    for key in ["view", "projection"] {
        if let Some(value) = spec.layout.shift_remove(key) {
            layout.insert(key.to_owned(), value);
        }
    }
    Spec {
        width: spec.width.take(),
        height: spec.height.take(),
        params: std::mem::take(&mut spec.params),
        encoding,
        body: Body::Unit(mark),
        layout,
        ..Spec::default()
    }
}

fn shows_field(definition: &ChannelDef) -> bool {
    shows_data(definition) || matches!(&definition.conditions[..], [condition] if shows_data(&condition.then))
}

fn take(encoding: &mut Encoding, channel: Channel) -> Option<ChannelDef> {
    let index = encoding.0.iter().position(|(key, _)| *key == channel)?;
    encoding.0.remove(index).1.into_iter().next()
}
