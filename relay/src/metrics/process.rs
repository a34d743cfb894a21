//! What the system says of this process and of the disk below its data, read when somebody asks: memory, processor time,
//! open files, free bytes. The names are those that every Prometheus client uses. Where the system has no `/proc`, only
//! what can be known is there.

use std::{fmt, fs, path::PathBuf};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
    registry::Unit,
};

/// Measures this process and the disk of a folder.
#[derive(Debug)]
pub struct Process {
    data_dir: PathBuf,
}

/// What was measured of the process.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Memory that is not swapped out, in bytes.
    pub resident_bytes: u64,
    /// Time of all processors since the start, in seconds.
    pub cpu_seconds: f64,
    /// Open files and sockets.
    pub open_files: u64,
    /// How many there may be.
    pub max_files: u64,
}

/// What was measured of a disk, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// What may still be written.
    pub free_bytes: u64,
    /// All of it.
    pub total_bytes: u64,
}

impl Process {
    /// Of the disk below this folder.
    #[must_use]
    pub fn new(data_dir: PathBuf) -> Self {
        Self { data_dir }
    }

    /// What the disk says now; zeros where it says nothing.
    #[must_use]
    pub fn disk(&self) -> Disk {
        let Ok(sizes) = rustix::fs::statvfs(&self.data_dir) else { return Disk::default() };
        let bytes = |blocks: u64| blocks.saturating_mul(sizes.f_frsize);
        Disk { free_bytes: bytes(sizes.f_bavail), total_bytes: bytes(sizes.f_blocks) }
    }
}

impl Measured {
    /// What the system says now; zeros where it has no `/proc`.
    #[must_use]
    pub fn now() -> Self {
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let open = fs::read_dir("/proc/self/fd").map_or(0, Iterator::count) as u64;
        // The folder that was just read was open too.
        Self { open_files: open.saturating_sub(1), max_files: max_files(&limits), ..Self::of_stat(&stat) }
    }

    /// `proc_pid_stat(5)`: after the name, which may hold anything, processor time is in fields 14 and 15, pages in 24.
    fn of_stat(stat: &str) -> Self {
        let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let field = |number: usize| after_name.split(' ').nth(number - 3).and_then(|text| text.parse::<u64>().ok());
        let ticks = field(14).unwrap_or(0) + field(15).unwrap_or(0);
        Self {
            resident_bytes: field(24).unwrap_or(0) * rustix::param::page_size() as u64,
            cpu_seconds: ticks as f64 / rustix::param::clock_ticks_per_second() as f64,
            ..Self::default()
        }
    }
}

fn max_files(limits: &str) -> u64 {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let (process, disk) = (Measured::now(), self.disk());
        let bytes = |value: u64| ConstGauge::new(value.cast_signed());
        let mut tell =
            |name: &str, help: &str, unit: Option<&Unit>, value: &dyn Tell| value.tell(&mut encoder, name, help, unit);
        tell(
            "process_resident_memory",
            "Memory that is not swapped out",
            Some(&Unit::Bytes),
            &bytes(process.resident_bytes),
        )?;
        tell("process_cpu", "Time of all processors", Some(&Unit::Seconds), &ConstCounter::new(process.cpu_seconds))?;
        tell("process_open_fds", "Open files and sockets", None, &bytes(process.open_files))?;
        tell("process_max_fds", "How many files and sockets may be open", None, &bytes(process.max_files))?;
        tell(
            "ashboard_disk_free",
            "What may still be written below data_dir",
            Some(&Unit::Bytes),
            &bytes(disk.free_bytes),
        )?;
        tell("ashboard_disk_size", "The disk below data_dir", Some(&Unit::Bytes), &bytes(disk.total_bytes))
    }
}

/// A number of any kind.
trait Tell {
    fn tell(&self, to: &mut DescriptorEncoder<'_>, name: &str, help: &str, unit: Option<&Unit>) -> fmt::Result;
}

impl<M: EncodeMetric> Tell for M {
    fn tell(&self, to: &mut DescriptorEncoder<'_>, name: &str, help: &str, unit: Option<&Unit>) -> fmt::Result {
        self.encode(to.encode_descriptor(name, help, unit, self.metric_type())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_moves_no_field() {
        let stat = format!("42 (a) b) S {}", (4..60).map(|field| field.to_string()).collect::<Vec<_>>().join(" "));
        let measured = Measured::of_stat(&stat);
        assert_eq!(measured.resident_bytes, 24 * rustix::param::page_size() as u64);
        assert_eq!(measured.cpu_seconds, 29.0 / rustix::param::clock_ticks_per_second() as f64);
        assert_eq!(max_files("Max processes 1 2 processes\nMax open files            1024   4096   files\n"), 1024);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_memory_and_files_and_its_disk_has_room() {
        let (measured, disk) = (Measured::now(), Process::new("/".into()).disk());
        assert!(measured.resident_bytes > 100_000 && measured.open_files > 2, "{measured:?}");
        assert!(measured.max_files >= measured.open_files && disk.total_bytes >= disk.free_bytes, "{disk:?}");
    }
}
