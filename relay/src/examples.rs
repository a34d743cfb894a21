//! The examples: the dashboards and the table that come with the program, put into an empty data folder once.
//! The table of the weather is put last and says that it was done: whoever deletes an example does not see it again.

use document::Outline;

use crate::{
    dashboard::DashboardId,
    feed::{NameError, PostError, TableName, Tables},
    ingest::{self, Format},
    log::LogError,
    problem::Problem,
    rooms::{CreateError, Rooms},
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
/// Who has made what comes with the program.
const AUTHOR: &str = "Ashboard";

/// Why the examples are not there.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// A dashboard was not made.
    #[error("an example was not stored: {0}")]
    Create(#[from] CreateError),
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
    Name(#[from] NameError),
}

/// Puts the examples if that was not done before; a start that was interrupted is finished by the next.
///
/// # Errors
/// When the log does not take them.
pub async fn put(rooms: &Rooms, tables: &Tables) -> Result<(), ExampleError> {
    let weather: TableName = WEATHER_TABLE.parse()?;
    if tables.rows(&weather, 0, 1).is_some_and(|(_, batch)| batch.rows() > 0) {
        return Ok(());
    }
    for example in DASHBOARDS {
        let outline: Outline = serde_json::from_str(example.outline)?;
        match rooms.create(example.id, &outline, AUTHOR).await {
            Ok(()) | Err(CreateError::Log(LogError::Taken)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let post = tables.begin_post(weather).await?;
    post.append(ingest::read(WEATHER_ROWS, Format::Csv, None)?).await?;
    tracing::info!("the examples are in the data folder now");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, time::Duration};

    use ::table::Schema;
    use document::{ClientId, Document, Gesture, OpId, Property, Seq, apply};

    use super::*;
    use crate::{feed::Limits, log, machine, metrics::Metrics};

    fn documents() -> Vec<Document> {
        let document = |example: Example| {
            let outline: Outline = serde_json::from_str(example.outline).unwrap();
            let id = OpId { client: ClientId::from_bytes([1; 8]), counter: 1 };
            let mut document = Document::default();
            apply(&mut document, &Gesture { id, ops: outline.to_ops() }, Some(Seq(1))).unwrap();
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
        let rooms = Rooms::new(log.clone(), Metrics::new(), Duration::from_secs(1));
        for left in [2, 1] {
            let tables = Tables::open(log.clone(), Limits::default(), Metrics::new()).await.unwrap();
            put(&rooms, &tables).await.unwrap();
            let dashboards = rooms.list().await.unwrap();
            assert_eq!((dashboards.len(), tables.list()[0].rows), (left, 2922));
            rooms.delete(dashboards[0].id).await.unwrap();
        }
    }
}
