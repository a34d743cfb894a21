//! A mapping: which of a person's tables and fields take the place of those that a template needs. Pure.

use std::collections::BTreeMap;

use document::{
    Outline, Property, Value,
    outline::{Branch, Settings},
};
use serde::Deserialize;

use super::Template;

/// Other tables, by the names of those that they take the place of.
pub type Mapping = BTreeMap<String, Renamed>;

/// The table that takes another one's place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    /// Its name.
    pub table: String,
    /// Its fields, by the names of those that they take the place of; the others have the same name.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// A name in a mapping that its template does not need.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the template needs no {0:?}")]
pub struct NotNeeded(pub String);

/// The properties of a panel that name a field.
const FIELDS: [Property; 5] = [Property::X, Property::Y, Property::Color, Property::SortBy, Property::Field];

pub(super) fn onto(template: &Template, mapping: &Mapping) -> Result<Outline, NotNeeded> {
    for (name, renamed) in mapping {
        let table = template.tables.iter().find(|table| table.name == *name).ok_or_else(|| NotNeeded(name.clone()))?;
        let is_needed = |field: &&String| table.fields.iter().any(|needed| needed.name == **field);
        if let Some(field) = renamed.fields.keys().find(|field| !is_needed(field)) {
            return Err(NotNeeded(field.clone()));
        }
    }
    let mut outline = template.dashboard.clone();
    rename_all(&mut outline.children, mapping);
    Ok(outline)
}

fn rename_all(branches: &mut [Branch], mapping: &Mapping) {
    for branch in branches {
        rename(&mut branch.properties, mapping);
        rename_all(&mut branch.children, mapping);
    }
}

fn rename(settings: &mut Settings, mapping: &Mapping) {
    let Some(Value::Name(Some(table))) = settings.0.get_mut(&Property::Table) else { return };
    let Some(renamed) = mapping.get(table) else { return };
    table.clone_from(&renamed.table);
    let other = |name: &mut String| {
        if let Some(field) = renamed.fields.get(name) {
            name.clone_from(field);
        }
    };
    for property in FIELDS {
        if let Some(Value::Name(Some(name))) = settings.0.get_mut(&property) {
            other(name);
        }
    }
    if let Some(Value::Names(names)) = settings.0.get_mut(&Property::Columns) {
        names.iter_mut().for_each(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates;

    /// P-154: every name that a panel says is one of the person's, and nothing else is another.
    #[test]
    fn other_names_take_the_place_of_those_that_are_needed() {
        let finance = templates::find("finance").unwrap();
        let fields = BTreeMap::from([("price".to_owned(), "close".to_owned()), ("date".to_owned(), "day".to_owned())]);
        let mapping = Mapping::from([("examples.prices".to_owned(), Renamed { table: "quotes".into(), fields })]);
        let outline = serde_json::to_string(&finance.onto(&mapping).unwrap()).unwrap();
        for (gone, there) in [
            ("examples.prices", "\"table\":\"quotes\""),
            ("\"price\"", "\"y\":\"close\""),
            ("\"date\"", "[\"day\",\"symbol\",\"close\"]"),
        ] {
            assert!(!outline.contains(gone) && outline.contains(there), "{outline}");
        }
        assert_eq!(finance.onto(&Mapping::new()), Ok(finance.dashboard.clone()));
    }

    #[test]
    fn a_name_that_is_not_needed_is_a_mistake() {
        let finance = templates::find("finance").unwrap();
        let renamed =
            |field: &str| Renamed { table: "t".into(), fields: BTreeMap::from([(field.to_owned(), "f".to_owned())]) };
        for (table, field, missing) in [("prices", "price", "prices"), ("examples.prices", "prize", "prize")] {
            let mapping = Mapping::from([(table.to_owned(), renamed(field))]);
            assert_eq!(finance.onto(&mapping), Err(NotNeeded(missing.to_owned())));
        }
    }
}
