//! The templates: dashboards that come with the program and that a person puts onto tables of their own, or onto the
//! rows that come with them. This file owns what is there and what each needs; `mapping` puts other names in place.

use std::{collections::BTreeMap, sync::LazyLock};

use ::table::{Batch, DataType};
use document::Outline;
use serde::{Deserialize, Serialize};

use crate::{
    feed::{NameError, PostError, TableName, Tables},
    ingest::{self, Format},
    problem::Problem,
};

mod mapping;

pub use mapping::{Mapping, NotNeeded, Renamed};

/// A dashboard that is made onto tables.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Names it in addresses, and its words in the page.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// What it draws.
    pub tables: Vec<Needed>,
    /// The dashboard, on tables of the names that it needs.
    #[serde(skip_serializing)]
    pub dashboard: Outline,
}

/// A table that a template draws.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// The name of the table, until another one takes its place.
    pub name: String,
    /// Whether rows for it come with the program.
    #[serde(default)]
    pub sample: bool,
    /// The fields that are drawn.
    pub fields: Vec<NeededField>,
}

/// A field that a template draws.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NeededField {
    /// Its name, until another one takes its place.
    pub name: String,
    /// What it is best; another type is drawn as far as it can be.
    pub r#type: DataType,
}

/// The files, in the order in which a gallery shows them.
const FILES: [&str; 6] = [
    include_str!("../../examples/templates/host.json"),
    include_str!("../../examples/templates/web.json"),
    include_str!("../../examples/templates/sales.json"),
    include_str!("../../examples/templates/iot.json"),
    include_str!("../../examples/templates/finance.json"),
    include_str!("../../examples/templates/project.json"),
];

/// The rows that come with the program, as CSV, by the name of their table.
const SAMPLES: [(&str, &[u8]); 5] = [
    ("examples.requests", include_bytes!("../../examples/web/requests.csv")),
    ("examples.orders", include_bytes!("../../examples/sales/orders.csv")),
    ("examples.readings", include_bytes!("../../examples/sensor/readings.csv")),
    ("examples.prices", include_bytes!("../../examples/finance/prices.csv")),
    ("examples.commits", include_bytes!("../../examples/project/commits.csv")),
];

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let read = |file: &&str| {
        let read = serde_json::from_str(file);
        read.inspect_err(|error| tracing::error!(%error, "a template is damaged and left out")).ok()
    };
    FILES.iter().filter_map(read).collect()
});

/// Why the rows of a template are not there.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// They are not stored.
    #[error(transparent)]
    Post(#[from] PostError),
    /// They are damaged.
    #[error(transparent)]
    Rows(#[from] Problem),
    /// Their table has no name.
    #[error(transparent)]
    Name(#[from] NameError),
}

/// All of them.
#[must_use]
pub fn all() -> &'static [Template] {
    &TEMPLATES
}

/// The one of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Template> {
    all().iter().find(|template| template.id == id)
}

impl Template {
    /// The dashboard onto the tables and fields of a mapping.
    ///
    /// # Errors
    /// A name in the mapping that the template does not need.
    pub fn onto(&self, mapping: &Mapping) -> Result<Outline, NotNeeded> {
        mapping::onto(self, mapping)
    }

    /// The rows that come with it, by the name of their table: for a preview, and where nobody's table takes their place.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn samples(&self) -> Result<BTreeMap<&'static str, Batch>, Problem> {
        let needed = |name: &str| self.tables.iter().any(|table| table.sample && table.name == name);
        let samples = SAMPLES.iter().filter(|(name, _)| needed(name));
        samples.map(|(name, rows)| Ok((*name, ingest::read(rows, Format::Csv, None)?))).collect()
    }

    /// Makes the tables of its own rows that are not there yet and that no other takes the place of.
    ///
    /// # Errors
    /// Why they are not there.
    pub async fn put_samples(&self, tables: &Tables, mapping: &Mapping) -> Result<(), SampleError> {
        for (name, batch) in self.samples()? {
            let table: TableName = name.parse()?;
            let is_there = tables.rows(&table, 0, 1).is_some_and(|(_, batch)| batch.rows() > 0);
            if !is_there && !mapping.contains_key(name) {
                tables.begin_post(table).await?.append(batch).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use document::Property;

    use super::*;
    use crate::machine;

    #[test]
    fn every_template_draws_fields_that_it_says_it_needs_and_that_its_rows_have() {
        assert_eq!(all().len(), FILES.len());
        let machine: BTreeMap<String, ::table::Schema> =
            machine::schemas().into_iter().map(|(name, schema)| (name.to_string(), schema)).collect();
        for template in all() {
            let samples = template.samples().unwrap();
            for table in &template.tables {
                let schema = match samples.get(table.name.as_str()) {
                    Some(batch) => batch.schema(),
                    None => &machine[&table.name],
                };
                for field in &table.fields {
                    assert!(schema.find(&field.name).is_some(), "{}: {}", table.name, field.name);
                }
            }
            let document = template.dashboard.document().unwrap();
            for (id, node) in document.children(document::NodeId::ROOT) {
                let table =
                    template.tables.iter().find(|table| Some(table.name.as_str()) == node.name(Property::Table));
                let fields: Vec<_> = table.unwrap().fields.iter().map(|field| field.name.as_str()).collect();
                for name in [Property::X, Property::Y, Property::Color].into_iter().filter_map(|it| node.name(it)) {
                    assert!(fields.contains(&name), "{}, {id}: {name}", template.id);
                }
            }
            let shown = document.grid(document::NodeId::ROOT);
            assert!(
                shown.iter().all(|cell| document.node(cell.node).unwrap().layout() == cell.rect),
                "{}",
                template.id
            );
        }
    }
}
