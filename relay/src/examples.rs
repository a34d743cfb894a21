//! The examples: the dashboards and the table that come with the program, put into an empty data folder once.
//! The table of the weather is put last and says that it was done: whoever deletes an example does not see it again.

use document::{ClientId, Gesture, OpId, Outline, Seq, Sequenced};

use crate::{
    dashboard::DashboardId,
    feed::{PostError, TableName, Tables},
    ingest::{self, Format},
    log::{Entry, LogError, LogHandle, Write},
    problem::Problem,
};

/// A dashboard that comes with the program.
struct Example {
    id: DashboardId,
    outline: &'static str,
}

const DASHBOARDS: [Example; 2] = [
    Example {
        id: DashboardId::fixed(0x0190_0000_0000_7000_8000_a5b0_a2d0_0001),
        outline: include_str!("../../examples/dashboards/this-machine.json"),
    },
    Example {
        id: DashboardId::fixed(0x0190_0000_0000_7000_8000_a5b0_a2d0_0002),
        outline: include_str!("../../examples/dashboards/weather.json"),
    },
];

const WEATHER_TABLE: &str = "weather";
const WEATHER_ROWS: &[u8] = include_bytes!("../../examples/weather/weather.csv");
/// The replica and the author of what comes with the program.
const CLIENT: ClientId = ClientId::from_bytes(*b"examples");
const AUTHOR: &str = "Ashboard";

/// Why the examples are not there.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// The log did not take them.
    #[error("the examples were not stored: {0}")]
    Log(#[from] LogError),
    /// The table was not made.
    #[error("the weather was not stored: {0}")]
    Post(#[from] PostError),
    /// An example is damaged.
    #[error("an example is damaged: {0}")]
    Outline(#[from] serde_json::Error),
    /// The weather is damaged.
    #[error("the weather is damaged: {0}")]
    Rows(#[from] Problem),
    /// The name of the table is none.
    #[error(transparent)]
    Name(#[from] crate::feed::NameError),
}

/// Puts the examples if that was not done before; a start that was interrupted is finished by the next.
///
/// # Errors
/// When the log does not take them.
pub async fn put(log: &LogHandle, tables: &Tables, at_ms: i64) -> Result<(), ExampleError> {
    let weather: TableName = WEATHER_TABLE.parse()?;
    if tables.rows(&weather, 0, 1).is_some_and(|(_, batch)| batch.rows() > 0) {
        return Ok(());
    }
    for example in DASHBOARDS {
        match log.write(example.create(at_ms)?).await {
            Ok(()) | Err(LogError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let post = tables.begin_post(weather).await?;
    post.append(ingest::read(WEATHER_ROWS, Format::Csv, None)?).await?;
    tracing::info!("the examples are in the data folder now");
    Ok(())
}

impl Example {
    fn create(&self, at_ms: i64) -> Result<Write, serde_json::Error> {
        let outline: Outline = serde_json::from_str(self.outline)?;
        let gesture = Gesture { id: OpId { client: CLIENT, counter: 1 }, ops: outline.to_ops() };
        let sequenced = Sequenced { seq: Seq::ZERO.next(), gesture };
        let entry = Entry { sequenced, at_ms, author: AUTHOR.to_owned() };
        Ok(Write::CreateDashboard { dashboard: self.id, title: title(&outline), at_ms, entries: vec![entry] })
    }
}

fn title(outline: &Outline) -> String {
    match outline.properties.0.get(&document::Property::Title) {
        Some(document::Value::Text(title)) => title.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ::table::Schema;
    use document::{Document, Property, apply};

    use super::*;
    use crate::{feed::Limits, log, machine, metrics::Metrics};

    fn documents() -> Vec<Document> {
        let document = |example: Example| {
            let Write::CreateDashboard { entries, .. } = example.create(0).unwrap() else { panic!("no dashboard") };
            let mut document = Document::default();
            let [entry] = &entries[..] else { panic!("one gesture") };
            apply(&mut document, &entry.sequenced.gesture, Some(entry.sequenced.seq)).unwrap();
            document
        };
        DASHBOARDS.into_iter().map(document).collect()
    }

    #[test]
    fn every_panel_draws_fields_that_exist() {
        let weather = ingest::read(WEATHER_ROWS, Format::Csv, None).unwrap();
        let mut schemas: BTreeMap<String, Schema> =
            machine::schemas().into_iter().map(|(name, schema)| (name.to_string(), schema)).collect();
        schemas.insert(WEATHER_TABLE.to_owned(), weather.schema().clone());
        for document in documents() {
            for (id, node) in document.children(document::NodeId::ROOT) {
                let name = |property| node.name(property);
                let schema = &schemas[name(Property::Table).unwrap()];
                for field in [Property::X, Property::Y, Property::Color].into_iter().filter_map(name) {
                    assert!(schema.find(field).is_some(), "{id}: {field}");
                }
            }
        }
    }

    #[test]
    fn panels_lie_where_the_outline_says() {
        for document in documents() {
            let shown: BTreeMap<_, _> =
                document.grid(document::NodeId::ROOT).into_iter().map(|cell| (cell.node, cell.rect)).collect();
            for (id, node) in document.children(document::NodeId::ROOT) {
                assert_eq!(shown[&id], node.layout(), "{}", node.title());
            }
        }
    }

    #[tokio::test]
    async fn a_deleted_example_does_not_come_back() {
        let (log, _thread) = log::writer::start(log::MemoryLog::default()).unwrap();
        let tables = Tables::open(log.clone(), Limits::default(), Metrics::new()).await.unwrap();
        put(&log, &tables, 7).await.unwrap();
        assert_eq!(log.dashboards().await.unwrap().len(), 2);
        let [first, _] = &log.dashboards().await.unwrap()[..] else { panic!("two") };
        log.write(Write::DeleteDashboard(first.id)).await.unwrap();
        let again = Tables::open(log.clone(), Limits::default(), Metrics::new()).await.unwrap();
        put(&log, &again, 8).await.unwrap();
        assert_eq!(log.dashboards().await.unwrap().len(), 1);
        assert_eq!(again.list()[0].rows, 2922);
    }
}
