//! This machine: real readings of CPU, memory, network, disks and load, once a second, as rows of five tables.
//! It reads and never makes up: what cannot be read has no row. Sockets, the log and charts are not its business.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use ::table::{Batch, BatchBuilder, Cell, DataType, Field, Retention, Schema};
use futures_util::future::join_all;
use sysinfo::{CpuRefreshKind, Disk, DiskRefreshKind, Disks, MemoryRefreshKind, Networks, RefreshKind, System};
use tokio::time::MissedTickBehavior;

use crate::{
    clock::now_ms,
    feed::{TableName, Tables},
};

/// How often is read. Faster makes sysinfo's CPU readings noise.
const PERIOD: Duration = Duration::from_secs(1);
/// How long readings are kept: ten minutes fill a chart and cost little.
const KEPT_MS: i64 = 600_000;
/// Most readings of one table that are kept: ten minutes of 256 cores; with more cores the oldest go earlier.
const MAX_ROWS: usize = 160_000;

/// The tables and their fields, the time first in each.
const TABLES: [(&str, &[(&str, DataType)]); 5] = [
    ("machine.cpu", &[("core", DataType::Text), ("busy_percent", DataType::Float)]),
    ("machine.memory", &[("kind", DataType::Text), ("bytes", DataType::Integer)]),
    ("machine.network", &[("direction", DataType::Text), ("bytes_per_s", DataType::Float)]),
    ("machine.disk", &[("mount", DataType::Text), ("used_percent", DataType::Float)]),
    ("machine.load", &[("load_1", DataType::Float), ("load_5", DataType::Float), ("load_15", DataType::Float)]),
];

/// Smaller file systems are no disk of anybody, in bytes.
const MIN_DISK_BYTES: u64 = 16 * 1024 * 1024;
/// File systems that are no disk of anybody.
const NO_DISKS: [&str; 6] = ["tmpfs", "devtmpfs", "ramfs", "squashfs", "efivarfs", "proc"];

/// The tables' names and schemas.
#[must_use]
pub fn schemas() -> Vec<(TableName, Schema)> {
    let field = |name: &str, data_type| Field { name: name.to_owned(), data_type };
    let table = |(name, fields): (&str, &[(&str, DataType)])| {
        let mut all = vec![field("time", DataType::Time)];
        all.extend(fields.iter().map(|(name, data_type)| field(name, *data_type)));
        Some((name.parse().ok()?, Schema::new(all).ok()?))
    };
    TABLES.into_iter().filter_map(table).collect()
}

/// What is kept of them.
pub const RETENTION: Retention = Retention { max_rows: MAX_ROWS, max_age_ms: Some(KEPT_MS) };

/// Makes the tables and reads once a second; runs until it is dropped.
pub async fn run(tables: Tables) {
    for (name, schema) in schemas() {
        tables.open_readings(&name, schema).await;
    }
    // Disks in a loop of their own: a network mount that hangs must not stop the other readings.
    tokio::join!(every_second(tables.clone(), Vitals::new()), every_second(tables, Mounts::new()));
}

/// Reads on a thread that may block and appends what was read.
async fn every_second<R: Read>(tables: Tables, mut source: R) {
    let mut seconds = tokio::time::interval(PERIOD);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        seconds.tick().await;
        let reading = tokio::task::spawn_blocking(move || {
            let readings = source.read(now_ms());
            (source, readings)
        });
        let Ok((again, readings)) = reading.await else {
            tracing::error!("reading this machine failed; its tables stay as they are");
            return;
        };
        source = again;
        let appended = readings.into_iter().filter_map(|(name, rows)| {
            let (name, batch): (TableName, _) = (name.parse().ok()?, rows.finish()?);
            let tables = &tables;
            Some(async move { tables.append_readings(&name, &batch).await })
        });
        join_all(appended).await;
    }
}

/// Something that can be read again and again.
trait Read: Send + 'static {
    /// The newest rows of some tables.
    fn read(&mut self, now_ms: i64) -> Vec<(&'static str, Rows)>;
}

/// Rows on their way into a table of this file.
struct Rows(Option<BatchBuilder>);

impl Rows {
    fn of(table: &str) -> Self {
        let schema = schemas().into_iter().find(|(name, _)| name.as_str() == table).map(|(_, schema)| schema);
        Self(schema.map(BatchBuilder::new))
    }

    fn push(&mut self, cells: &[Cell<'_>]) {
        if let Some(Err(error)) = self.0.as_mut().map(|rows| rows.push_row(cells)) {
            tracing::error!(%error, "a reading does not fit its table");
        }
    }

    fn finish(mut self) -> Option<Batch> {
        self.0.as_mut().filter(|rows| !rows.is_empty()).map(BatchBuilder::finish)
    }
}

/// CPU, memory, network, load.
struct Vitals {
    system: Option<System>,
    networks: Option<Networks>,
    /// When CPU and network were read before: both are differences of two readings.
    before: Option<Instant>,
}

impl Vitals {
    fn new() -> Self {
        let kinds = RefreshKind::nothing()
            .with_cpu(CpuRefreshKind::nothing().with_usage())
            .with_memory(MemoryRefreshKind::nothing().with_ram());
        let system = System::new_with_specifics(kinds).inspect_err(|error| unreadable("CPU and memory", error)).ok();
        let networks = Networks::new_with_refreshed_list().inspect_err(|error| unreadable("network", error)).ok();
        Self { system, networks, before: None }
    }

    fn network(&mut self, now_ms: i64, elapsed: Option<Duration>) -> Rows {
        let mut rows = Rows::of("machine.network");
        let Some(networks) = &mut self.networks else { return rows };
        networks.refresh(true);
        let Some(elapsed) = elapsed.filter(|elapsed| !elapsed.is_zero()) else { return rows };
        let others = || networks.iter().filter(|(name, _)| *name != "lo" && *name != "lo0");
        let received: u64 = others().map(|(_, network)| network.received()).sum();
        let sent: u64 = others().map(|(_, network)| network.transmitted()).sum();
        for (direction, bytes) in [("received", received), ("sent", sent)] {
            let rate = bytes as f64 / elapsed.as_secs_f64();
            rows.push(&[Cell::Time(now_ms), Cell::Text(direction), Cell::Float(rate)]);
        }
        rows
    }
}

impl Read for Vitals {
    fn read(&mut self, now_ms: i64) -> Vec<(&'static str, Rows)> {
        let now = Instant::now();
        let elapsed = self.before.replace(now).map(|before| now.saturating_duration_since(before));
        let network = self.network(now_ms, elapsed);
        let mut readings = vec![("machine.network", network), ("machine.load", load(now_ms))];
        if let Some(system) = &mut self.system {
            system.refresh_memory();
            system.refresh_cpu_usage();
            readings.push(("machine.memory", memory(system, now_ms)));
            if elapsed.is_some() {
                readings.push(("machine.cpu", cpu(system, now_ms)));
            }
        }
        readings
    }
}

fn cpu(system: &System, now_ms: i64) -> Rows {
    let mut rows = Rows::of("machine.cpu");
    for (index, core) in system.cpus().iter().enumerate() {
        let name = format!("core {index}");
        rows.push(&[Cell::Time(now_ms), Cell::Text(&name), Cell::Float(f64::from(core.usage()))]);
    }
    rows
}

/// Used, cached and free add up to the memory of the machine.
fn memory(system: &System, now_ms: i64) -> Rows {
    let mut rows = Rows::of("machine.memory");
    let (total, available, free) = (system.total_memory(), system.available_memory(), system.free_memory());
    let cached = available.saturating_sub(free);
    let kinds = [("used", total.saturating_sub(available)), ("cached", cached), ("free", available - cached)];
    for (kind, bytes) in kinds {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        rows.push(&[Cell::Time(now_ms), Cell::Text(kind), Cell::Integer(bytes)]);
    }
    rows
}

fn load(now_ms: i64) -> Rows {
    let mut rows = Rows::of("machine.load");
    if let Ok(load) = System::load_average() {
        rows.push(&[Cell::Time(now_ms), Cell::Float(load.one), Cell::Float(load.five), Cell::Float(load.fifteen)]);
    }
    rows
}

/// The disks.
struct Mounts(Option<Disks>);

impl Mounts {
    fn new() -> Self {
        Self(Disks::new().inspect_err(|error| unreadable("disks", error)).ok())
    }
}

impl Read for Mounts {
    fn read(&mut self, now_ms: i64) -> Vec<(&'static str, Rows)> {
        let mut rows = Rows::of("machine.disk");
        if let Some(disks) = &mut self.0 {
            disks.refresh_specifics(true, DiskRefreshKind::nothing().with_storage());
            let mut all: Vec<&Disk> = disks.iter().filter(|disk| is_disk(disk)).collect();
            all.sort_by_key(|disk| disk.mount_point().as_os_str().len());
            let mut seen = BTreeSet::new();
            // The same disk shows the same sizes at every place where it is mounted: the shortest place stands for it.
            for disk in all.into_iter().filter(|disk| seen.insert((disk.total_space(), disk.available_space()))) {
                let used = used_share(disk);
                let mount = disk.mount_point().to_string_lossy();
                rows.push(&[Cell::Time(now_ms), Cell::Text(&mount), Cell::Float(100.0 * used)]);
            }
        }
        vec![("machine.disk", rows)]
    }
}

/// As `df` says it: what is used of what can be used; blocks that are kept for root are neither.
#[cfg(unix)]
fn used_share(disk: &Disk) -> f64 {
    let Ok(sizes) = rustix::fs::statvfs(disk.mount_point()) else { return f64::NAN };
    let used = sizes.f_blocks.saturating_sub(sizes.f_bfree);
    used as f64 / (used + sizes.f_bavail) as f64
}

#[cfg(not(unix))]
fn used_share(disk: &Disk) -> f64 {
    1.0 - disk.available_space() as f64 / disk.total_space() as f64
}

fn is_disk(disk: &Disk) -> bool {
    let file_system = disk.file_system().to_string_lossy();
    disk.total_space() >= MIN_DISK_BYTES && !NO_DISKS.contains(&file_system.as_ref()) && disk.mount_point().is_dir()
}

fn unreadable(what: &str, error: &sysinfo::Error) {
    tracing::warn!(%error, "{what} of this machine cannot be read");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rows of one reading by table.
    fn reading(source: &mut impl Read) -> Vec<(&'static str, Batch)> {
        let rows = source.read(1_000).into_iter();
        rows.filter_map(|(name, rows)| rows.finish().map(|batch| (name, batch))).collect()
    }

    fn numbers(batch: &Batch, field: &str) -> Vec<f64> {
        let column = batch.column(field).unwrap();
        (0..batch.rows()).map(|row| column.number(row)).collect()
    }

    #[test]
    fn readings_are_real_and_rates_need_two_of_them() {
        let mut vitals = Vitals::new();
        let first = reading(&mut vitals);
        assert!(first.iter().all(|(name, _)| !["machine.cpu", "machine.network"].contains(name)));
        let second = reading(&mut vitals);
        let of = |name| &second.iter().find(|(other, _)| *other == name).unwrap().1;
        assert_eq!(of("machine.cpu").rows(), std::thread::available_parallelism().unwrap().get());
        assert!(numbers(of("machine.cpu"), "busy_percent").iter().all(|busy| (0.0..=100.0).contains(busy)));
        let system = vitals.system.as_ref().unwrap();
        assert_eq!(numbers(of("machine.memory"), "bytes").iter().sum::<f64>(), system.total_memory() as f64);
        assert!(numbers(of("machine.network"), "bytes_per_s").iter().all(|rate| *rate >= 0.0));
        assert!(numbers(of("machine.load"), "load_1")[0] >= 0.0);
    }

    #[test]
    fn every_disk_is_listed_once() {
        let readings = reading(&mut Mounts::new());
        for (_, batch) in readings {
            let mut used = numbers(&batch, "used_percent");
            assert!(used.iter().all(|percent| (0.0..=100.0).contains(percent)));
            let rows = used.len();
            used.dedup();
            assert_eq!(used.len(), rows);
        }
    }
}
