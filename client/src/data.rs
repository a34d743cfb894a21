//! The tables that the page holds: the newest rows of every table that a panel of the document names. It says what
//! is to be subscribed and takes what comes; it knows no socket, no document and no canvas.

mod pause;

use std::collections::{BTreeMap, BTreeSet};

use protocol::FromClient;
use table::{Batch, Retention, Schema, Table};

use self::pause::Pause;

/// Most rows of one table that the page keeps, whatever the relay proposes; older ones are forgotten.
pub const MAX_ROWS: u64 = 1_000_000;
/// Most tables that one page subscribes to; panels of further ones stay without rows.
pub const MAX_TABLES: usize = 256;

/// What the relay says about a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableMessage {
    /// A subscription began or began anew.
    Began {
        /// The table.
        table: String,
        /// Its fields.
        schema: Schema,
        /// The number of the first row that will come.
        first_row: u64,
        /// How many rows are kept.
        max_rows: u64,
        /// How old rows may become, by the first time field.
        max_age_ms: Option<i64>,
    },
    /// Rows came.
    Rows {
        /// The table.
        table: String,
        /// The number of the first of them.
        first_row: u64,
        /// The rows.
        batch: Batch,
    },
    /// There is no such table yet.
    Missing(String),
}

/// The tables of one page.
#[derive(Debug, Default)]
pub struct Tables {
    held: BTreeMap<String, Held>,
    /// While charts stand still.
    pause: Option<Pause>,
}

/// What is held of one table.
#[derive(Clone, Copy, Debug)]
pub enum State<'a> {
    /// The relay has not answered yet, or nobody asked.
    Loading,
    /// The relay has no such table yet.
    Missing,
    /// Its newest rows.
    Ready(&'a Table),
}

/// What came of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// The table whose rows are others than before: its charts are to be drawn anew.
    pub dirty: Option<String>,
    /// What is to be said to the relay.
    pub say: Option<FromClient>,
}

#[derive(Debug, Default)]
struct Held {
    table: Option<Table>,
    missing: bool,
    /// Subscribed, and neither begun nor gone on yet: rows beyond a gap belong to the subscription before.
    is_waiting: bool,
}

impl Tables {
    /// Holds exactly these tables from now on; the answer subscribes and unsubscribes.
    pub fn want(&mut self, names: &BTreeSet<&str>) -> Vec<FromClient> {
        let mut say = Vec::new();
        self.held.retain(|name, _| {
            let keep = names.contains(name.as_str());
            if !keep {
                self.pause.iter_mut().for_each(|pause| pause.forget(name));
                say.push(FromClient::Unsubscribe { table: name.clone() });
            }
            keep
        });
        for name in names {
            if !self.held.contains_key(*name) && self.held.len() < MAX_TABLES {
                let held = self.held.entry((*name).to_owned()).or_default();
                say.push(held.subscribe(name));
            }
        }
        say
    }

    /// Subscribes everything to a new session, each from the first row that is not here.
    pub fn resume(&mut self) -> Vec<FromClient> {
        self.held.iter_mut().map(|(name, held)| held.subscribe(name)).collect()
    }

    /// What is held of a table.
    #[must_use]
    pub fn get(&self, name: &str) -> State<'_> {
        match self.held.get(name) {
            Some(Held { table: Some(table), .. }) => State::Ready(table),
            Some(Held { missing: true, .. }) => State::Missing,
            Some(_) | None => State::Loading,
        }
    }

    /// The tables that are here stand still from now on; what comes for them waits.
    pub fn pause(&mut self) {
        let ready = self.held.iter().filter_map(|(name, held)| Some((name.clone(), held.table.as_ref()?.next_row())));
        let still = ready.collect();
        self.pause.get_or_insert_with(|| Pause::of(still));
    }

    /// How many rows wait.
    #[must_use]
    pub fn waiting_rows(&self) -> u64 {
        let newest = self.pause.iter().flat_map(Pause::newest);
        let behind = |(name, next_row): (&str, u64)| match self.get(name) {
            State::Ready(table) => next_row.saturating_sub(table.next_row()),
            State::Loading | State::Missing => 0,
        };
        newest.map(behind).sum()
    }

    /// What waited is taken.
    pub fn go_on(&mut self) -> Vec<Taken> {
        let Some(pause) = self.pause.take() else { return Vec::new() };
        let (waiting, lost) = pause.end();
        let mut taken: Vec<Taken> = waiting.into_iter().map(|message| self.take(message)).collect();
        let again = lost.iter().filter_map(|name| Some(self.held.get_mut(name)?.subscribe(name)));
        taken.extend(again.map(|say| Taken { dirty: None, say: Some(say) }));
        taken
    }

    /// Takes what the relay says. News of a table that is not wanted any more is dropped; that of one that stands still
    /// waits.
    pub fn take(&mut self, message: TableMessage) -> Taken {
        let message = match &mut self.pause {
            Some(pause) => pause.take(message),
            None => Some(message),
        };
        let Some(message) = message else { return Taken::default() };
        match message {
            TableMessage::Began { table, schema, first_row, max_rows, max_age_ms } => {
                let max_rows = usize::try_from(max_rows.min(MAX_ROWS)).unwrap_or(usize::MAX);
                self.began(table, schema, Retention { max_rows, max_age_ms }, first_row)
            }
            TableMessage::Rows { table, first_row, batch } => self.rows(table, first_row, &batch),
            TableMessage::Missing(table) => self.missing(table),
        }
    }

    /// A relay that has what follows just sends it. One that begins anew makes what is here be forgotten, unless it
    /// begins where the rows here end.
    fn began(&mut self, name: String, schema: Schema, retention: Retention, first_row: u64) -> Taken {
        let Some(held) = self.held.get_mut(&name) else { return Taken::default() };
        let goes_on = held.table.as_ref().is_some_and(|table| {
            table.next_row() == first_row && *table.schema() == schema && table.retention() == retention
        });
        if !goes_on {
            held.table = Some(Table::from_row(schema, retention, first_row));
        }
        (held.is_waiting, held.missing) = (false, false);
        Taken { dirty: Some(name), say: None }
    }

    fn rows(&mut self, name: String, first_row: u64, batch: &Batch) -> Taken {
        let Some(held) = self.held.get_mut(&name) else { return Taken::default() };
        let Some(table) = &mut held.table else { return Taken::default() };
        let next_row = table.next_row();
        if first_row == next_row {
            held.is_waiting = false;
            let dirty = table.append(batch).is_ok().then_some(name);
            return Taken { dirty, say: None };
        }
        let is_known = first_row.saturating_add(batch.rows() as u64) <= next_row;
        if is_known || held.is_waiting {
            return Taken::default();
        }
        Taken { dirty: None, say: Some(held.subscribe(&name)) }
    }

    fn missing(&mut self, name: String) -> Taken {
        let Some(held) = self.held.get_mut(&name) else { return Taken::default() };
        *held = Held { table: None, missing: true, is_waiting: false };
        Taken { dirty: Some(name), say: None }
    }
}

impl Held {
    fn subscribe(&mut self, name: &str) -> FromClient {
        self.is_waiting = true;
        let from_row = self.table.as_ref().map_or(0, Table::next_row);
        FromClient::Subscribe { table: name.to_owned(), from_row }
    }
}

#[cfg(test)]
mod tests {
    use table::{Column, DataType, Field};

    use super::*;

    fn schema() -> Schema {
        Schema::new(vec![Field { name: "n".into(), data_type: DataType::Integer }]).unwrap()
    }

    fn began(first_row: u64) -> TableMessage {
        TableMessage::Began { table: "t".into(), schema: schema(), first_row, max_rows: 100, max_age_ms: None }
    }

    fn rows(first_row: u64, values: &[i64]) -> TableMessage {
        let column = Column::Integer(values.iter().copied().map(Some).collect());
        TableMessage::Rows { table: "t".into(), first_row, batch: Batch::new(schema(), vec![column]).unwrap() }
    }

    fn subscribe(from_row: u64) -> FromClient {
        FromClient::Subscribe { table: "t".into(), from_row }
    }

    fn held(tables: &Tables) -> Option<Vec<Option<i64>>> {
        match tables.get("t") {
            State::Ready(table) => match &table.columns()[0] {
                Column::Integer(values) => Some(values.to_vec()),
                _ => None,
            },
            State::Loading | State::Missing => None,
        }
    }

    fn wanting_t() -> Tables {
        let mut tables = Tables::default();
        assert_eq!(tables.want(&BTreeSet::from(["t"])), [subscribe(0)]);
        tables
    }

    #[test]
    fn subscriptions_follow_what_is_wanted() {
        let mut tables = wanting_t();
        assert_eq!(tables.want(&BTreeSet::from(["t"])), []);
        let unsubscribe = FromClient::Unsubscribe { table: "t".into() };
        let subscribe_u = FromClient::Subscribe { table: "u".into(), from_row: 0 };
        assert_eq!(tables.want(&BTreeSet::from(["u"])), [unsubscribe, subscribe_u]);
        assert_eq!(tables.take(rows(0, &[1])), Taken::default(), "news of an unwanted table is dropped");
    }

    /// P-40: an unexpected number subscribes again from the row that is needed, once.
    #[test]
    fn a_gap_subscribes_again_and_nothing_is_taken_twice() {
        let mut tables = wanting_t();
        tables.take(began(5));
        assert_eq!(tables.take(rows(5, &[50, 60])).dirty.as_deref(), Some("t"));
        assert_eq!(tables.take(rows(5, &[50, 60])), Taken::default(), "seen before");
        assert_eq!(tables.take(rows(9, &[90])).say, Some(subscribe(7)));
        assert_eq!(tables.take(rows(10, &[100])), Taken::default(), "asked already");
        assert_eq!(tables.take(rows(7, &[70, 80])).dirty.as_deref(), Some("t"));
        assert_eq!(held(&tables), Some([50, 60, 70, 80].map(Some).to_vec()));
        assert_eq!(tables.take(rows(10, &[100])).say, Some(subscribe(9)), "a second gap asks again");
    }

    #[test]
    fn a_new_session_resumes_where_the_rows_end_and_forgets_what_does_not_fit() {
        let mut tables = wanting_t();
        tables.take(began(0));
        tables.take(rows(0, &[1, 2]));
        assert_eq!(tables.resume(), [subscribe(2)]);
        tables.take(rows(2, &[3]));
        assert_eq!(held(&tables), Some([1, 2, 3].map(Some).to_vec()));
        tables.resume();
        tables.take(began(40));
        assert_eq!(held(&tables), Some(vec![]), "rows between are lost: what is shown has no hole");
        assert_eq!(tables.take(TableMessage::Missing("t".into())).dirty.as_deref(), Some("t"));
        assert!(matches!(tables.get("t"), State::Missing));
    }

    #[test]
    fn rows_wait_while_charts_stand_still_and_are_counted() {
        let mut tables = wanting_t();
        tables.take(began(0));
        tables.take(rows(0, &[1]));
        tables.pause();
        assert_eq!(tables.take(rows(1, &[2, 3])), Taken::default());
        tables.pause();
        tables.take(rows(3, &[4]));
        assert_eq!((held(&tables), tables.waiting_rows()), (Some(vec![Some(1)]), 3));
        tables.want(&BTreeSet::from(["t", "u"]));
        let other = TableMessage::Missing("u".into());
        assert_eq!(tables.take(other).dirty.as_deref(), Some("u"), "what is wanted meanwhile is shown as it is");
        let dirty = tables.go_on().into_iter().filter_map(|taken| taken.dirty).count();
        assert_eq!((dirty, held(&tables), tables.waiting_rows()), (2, Some([1, 2, 3, 4].map(Some).to_vec()), 0));
        assert_eq!(tables.go_on(), []);
    }

    #[test]
    fn more_rows_than_wait_are_asked_for_again() {
        let mut tables = wanting_t();
        tables.take(began(0));
        tables.pause();
        let many = vec![7; 200_000];
        tables.take(rows(0, &many));
        tables.take(rows(200_000, &many));
        tables.take(rows(400_000, &[7]));
        assert_eq!(tables.waiting_rows(), 400_001);
        let said: Vec<_> = tables.go_on().into_iter().filter_map(|taken| taken.say).collect();
        assert_eq!(said, [subscribe(200_000)]);
        assert_eq!(tables.take(rows(400_001, &[8])), Taken::default(), "what came meanwhile comes first");
    }
}
