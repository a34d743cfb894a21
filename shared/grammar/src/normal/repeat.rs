//! Repeat: the same view for each of several fields becomes so many views, beside or on top of each other.

use std::sync::Arc;

use serde_json::Value as Json;

use super::Context;
use crate::{
    spec::{Body, ChannelDef, Encoding, Facet, FieldPath, FieldType, Repeat, RepeatAxis, Source, Spec},
    vega_lite::{Named, Problem},
};

/// Which field each axis of the repeats around stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeater {
    row: Option<FieldPath>,
    column: Option<FieldPath>,
    layer: Option<FieldPath>,
    list: Option<FieldPath>,
}

impl Context<'_> {
    /// The views of a repeat; `spec` is what is said around them.
    pub(super) fn repeated(
        &self,
        spec: Spec,
        repeat: Repeat,
        columns: Option<usize>,
        inner: Spec,
    ) -> Result<Spec, Problem> {
        let Repeat { row, column, layer, list } = repeat;
        let is_layered = !layer.is_empty();
        if is_layered && row.is_empty() && column.is_empty() {
            return self.layered(spec, &layer, &inner);
        }
        let inner = match is_layered {
            true => {
                let repeat = Repeat { layer, ..Repeat::default() };
                let body = Body::Repeat { repeat, columns: None, spec: Box::new(inner) };
                Spec { body, ..Spec::default() }
            }
            false => inner,
        };
        self.beside(spec, &Repeat { row, column, list, ..Repeat::default() }, columns, inner)
    }

    fn layered(&self, spec: Spec, layer: &[FieldPath], inner: &Spec) -> Result<Spec, Problem> {
        let view = |field: &FieldPath| {
            let name = self.child_name(inner, &format!("layer_{}", word(field)));
            let repeater = Repeater { layer: Some(field.clone()), ..self.repeater.clone() };
            let context = Self { repeater, prefix: name.clone(), ..self.clone() };
            Ok(Spec { name: Some(name), ..context.view(inner.clone())? })
        };
        let views = layer.iter().map(view).collect::<Result<_, _>>()?;
        Ok(Spec { body: Body::Layer(views), encoding: Encoding::default(), ..spec })
    }

    fn beside(
        &self,
        mut spec: Spec,
        repeat: &Repeat,
        columns: Option<usize>,
        mut inner: Spec,
    ) -> Result<Spec, Problem> {
        spec.data = inner.data.take().or(spec.data);
        spec.layout.entry("align").or_insert_with(|| "all".into());
        let around = &self.repeater;
        let mut views = Vec::new();
        for list in or_around(&repeat.list, around.list.as_ref()) {
            for row in or_around(&repeat.row, around.row.as_ref()) {
                for column in or_around(&repeat.column, around.column.as_ref()) {
                    let name = self.child_name(&inner, &suffix(repeat, [&list, &row, &column]));
                    let column = column.clone();
                    let repeater =
                        Repeater { list: list.clone(), row: row.clone(), column, layer: around.layer.clone() };
                    let context = Self { repeater, prefix: name.clone(), ..self.clone() };
                    views.push(Spec { name: Some(name), ..context.view(inner.clone())? });
                }
            }
        }
        let columns = if repeat.list.is_empty() { Some(repeat.column.len().max(1)) } else { columns };
        Ok(Spec { body: Body::Concat { views, columns }, ..spec })
    }

    fn child_name(&self, inner: &Spec, suffix: &str) -> String {
        let own = inner.name.as_ref().map(|name| format!("{name}_")).unwrap_or_default();
        format!("{own}{}child__{suffix}", self.prefix)
    }
}

/// The fields of an axis, or what it stands for already.
fn or_around(fields: &[FieldPath], around: Option<&FieldPath>) -> Vec<Option<FieldPath>> {
    if fields.is_empty() { vec![around.cloned()] } else { fields.iter().cloned().map(Some).collect() }
}

fn suffix(repeat: &Repeat, [list, row, column]: [&Option<FieldPath>; 3]) -> String {
    let say = |prefix: &str, fields: &[FieldPath], field: &Option<FieldPath>| match field {
        Some(field) if !fields.is_empty() => format!("{prefix}{}", word(field)),
        _ => String::new(),
    };
    say("", &repeat.list, list) + &say("row_", &repeat.row, row) + &say("column_", &repeat.column, column)
}

/// A field as part of a name: letters, digits and `_`.
fn word(field: &str) -> String {
    let start = if field.starts_with(|char: char| char.is_ascii_digit()) { "_" } else { "" };
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    start.chars().chain(field.chars().map(|char| if is_word(char) { char } else { '_' })).collect()
}

impl Repeater {
    fn is_empty(&self) -> bool {
        [&self.row, &self.column, &self.layer, &self.list].into_iter().all(Option::is_none)
    }

    fn field(&self, axis: RepeatAxis) -> Option<&Arc<str>> {
        match axis {
            RepeatAxis::Row => self.row.as_ref(),
            RepeatAxis::Column => self.column.as_ref(),
            RepeatAxis::Layer => self.layer.as_ref(),
            RepeatAxis::List => self.list.as_ref(),
        }
    }

    /// An encoding with fields in place of references; what refers to no field is left out.
    pub(super) fn in_encoding(&self, mut encoding: Encoding) -> Encoding {
        if self.is_empty() {
            return encoding;
        }
        for (_, definitions) in &mut encoding.0 {
            definitions.retain_mut(|definition| self.resolve(definition));
        }
        Encoding(encoding.0.into_iter().filter(|(_, definitions)| !definitions.is_empty()).collect())
    }

    /// A facet with fields in place of references.
    pub(super) fn in_facet(&self, mut facet: Facet) -> Facet {
        let definitions = match &mut facet {
            Facet::Wrapped(definition) => [Some(definition), None],
            Facet::Grid { row, column } => [row.as_mut(), column.as_mut()],
        };
        for definition in definitions.into_iter().flatten() {
            self.resolve(definition);
        }
        facet
    }

    /// Puts the field in its place; false where there is none and nothing else to show.
    fn resolve(&self, definition: &mut ChannelDef) -> bool {
        definition.conditions.retain_mut(|condition| self.resolve(&mut condition.then));
        let axis = match &definition.source {
            Source::Repeated(axis) => Some((*axis, false)),
            Source::Datum(Json::Object(datum)) => {
                datum.get("repeat").and_then(Json::as_str).and_then(RepeatAxis::of).map(|axis| (axis, true))
            }
            Source::Datum(_) | Source::Field(_) | Source::None | Source::Value(_) => None,
        };
        let Some((axis, is_datum)) = axis else { return true };
        let Some(field) = self.field(axis).cloned() else {
            definition.source = Source::None;
            return !definition.conditions.is_empty();
        };
        if is_datum {
            definition.source = Source::Datum(Json::from(&*field));
            definition.field_type = definition.field_type.or(Some(FieldType::Nominal));
        } else {
            definition.source = Source::Field(field);
        }
        true
    }
}
