//! Faults: a disk that fails at a chosen call, a clock that jumps, a small disk, a disk whose machine loses its power.
//! The first two are put under the real program as a small library; the others need root, and say so where it is missing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use tempfile::TempDir;

/// The source of the library.
const SOURCE: &str = include_str!("faults/faults.c");
/// `EXT4_IOC_SHUTDOWN` with "no journal flush": what was not synchronized is gone, as after a power cut. Perl is part of
/// every Debian, and `ioctl` of none of our crates.
const CUT: &str =
    r#"open(my $d, "<", $ARGV[0]) or die $!; my $how = pack("I", 2); ioctl($d, 0x8004587d, $how) or die $!;"#;

/// The library that puts faults under a program, compiled once; see its source for the variables that it reads.
#[must_use]
pub fn library() -> &'static Path {
    static LIBRARY: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = LIBRARY.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (source, library) = (folder.path().join("faults.c"), folder.path().join("faults.so"));
        fs::write(&source, SOURCE).expect("the source is written");
        run(Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl"));
        (folder, library)
    });
    path
}

/// Variables that put a fault at the n-th call (from 1) that writes or synchronizes a file of the log.
#[must_use]
pub fn fault_at(call: u64) -> Vec<(String, String)> {
    vec![preload(), ("FAULT_AT".to_owned(), call.to_string())]
}

/// Variables that let the wall clock be off by as many seconds as stand in a file.
#[must_use]
pub fn clock_of(file: &Path) -> Vec<(String, String)> {
    vec![preload(), ("CLOCK_FILE".to_owned(), file.display().to_string())]
}

fn preload() -> (String, String) {
    ("LD_PRELOAD".to_owned(), library().display().to_string())
}

/// A file system of its own, for root only; gone when it is dropped.
#[derive(Debug)]
pub struct Disk {
    folder: TempDir,
    place: PathBuf,
    image: Option<PathBuf>,
}

impl Disk {
    /// A disk of so many bytes in memory; `None` where this user may not mount.
    #[must_use]
    pub fn small(bytes: u64) -> Option<Self> {
        let disk = Self::unmounted(None);
        let size = format!("size={bytes}");
        runs(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&disk.place)).then_some(disk)
    }

    /// An ext4 disk in a file, whose power can be cut; `None` where this user may not, or there is no loop device.
    #[must_use]
    pub fn ext4(bytes: u64) -> Option<Self> {
        let mut disk = Self::unmounted(None);
        let image = disk.folder.path().join("image");
        fs::File::create(&image).and_then(|file| file.set_len(bytes)).expect("an image");
        let made = runs(Command::new("mkfs.ext4").arg("-q").arg(&image));
        disk.image = Some(image);
        (made && disk.mount()).then_some(disk)
    }

    fn unmounted(image: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("disk");
        fs::create_dir(&place).expect("a folder");
        Self { folder, place, image }
    }

    /// Where it is mounted.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.place
    }

    fn mount(&self) -> bool {
        let image = self.image.as_ref().expect("only a disk in a file is mounted again");
        runs(Command::new("mount").args(["-o", "loop"]).arg(image).arg(&self.place))
    }

    /// The power goes: nothing reaches the disk any more.
    pub fn cut(&self) {
        run(Command::new("perl").args(["-e", CUT]).arg(&self.place));
    }

    /// The power is back; nobody may have a file of it open any more.
    pub fn power_up(&self) {
        run(Command::new("umount").arg(&self.place));
        assert!(self.mount(), "the disk did not come back");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _was_not_mounted = runs(Command::new("umount").args(["--lazy"]).arg(&self.place));
    }
}

fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
