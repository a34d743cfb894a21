//! Tidy: what the compiler does not hold. Walks the files of the repository and checks the arrows of ARCHITECTURE.md,
//! the opening lines, the names, the words that must not occur, and that PROTOCOL.md and the tests cite each other.
//! A rule that must name what it forbids writes it with a `|` inside, so that it does not find itself.
#![expect(clippy::expect_used, reason = "a test that cannot read the repository has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// Longer files hold more than one noun.
const MAX_LINES: usize = 500;
/// A catalogue of messages is a list, and as long as what the page says.
const MAX_CATALOGUE_LINES: usize = 800;
/// File names that say nothing.
const EMPTY_NAMES: [&str; 8] = ["utils", "util", "common", "helpers", "helper", "types", "manager", "misc"];

struct File {
    path: String,
    text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    fn is_test(&self) -> bool {
        self.is_rust()
            && (self.path.contains("tests/") || self.path.ends_with("tests.rs") || self.text.contains("#[cfg(test)]"))
    }

    /// The lines that are code, numbered from 1, without comments and without unit tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = if self.path.ends_with("tests.rs") { "" } else { self.text.as_str() };
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.take_while(|(_, line)| *line != "#[cfg(test)]").filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace above tests/").to_path_buf()
}

/// Every text file of the repository, those not yet committed included.
fn files() -> Vec<File> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(list).current_dir(root()).output().expect("git lists the files");
    assert!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let paths = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let read = |path: &str| {
        let text = std::fs::read_to_string(root().join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    let files: Vec<File> = paths.lines().filter_map(read).collect();
    assert!(files.len() > 20, "only {} files were found", files.len());
    files
}

fn check(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

#[test]
fn every_file_says_what_it_is() {
    let silent = |file: &&File| file.is_rust() && !file.text.starts_with("//! ");
    let faults: Vec<String> = files().iter().filter(silent).map(|file| file.path.clone()).collect();
    check("every .rs file opens with `//!`", &faults);
}

#[test]
fn every_file_is_one_noun() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| file.is_rust()) {
        let stem = Path::new(&file.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if EMPTY_NAMES.contains(&stem) {
            faults.push(format!("{}: the name says nothing", file.path));
        }
        let lines = file.text.lines().count();
        let most = if file.path.starts_with("client/src/locale/") { MAX_CATALOGUE_LINES } else { MAX_LINES };
        if lines > most {
            faults.push(format!("{}: {lines} lines, at most {most}", file.path));
        }
    }
    check("one noun per file", &faults);
}

#[test]
fn no_forbidden_words() {
    let in_code = ["thread::|sleep", "to|do!", "#[ig|nore", "#[al|low", "#![al|low", "db|g!("];
    let anywhere = ["/ro|ot/", "/ho|me/", "/Us|ers/", "/wo|rk/", "FI|XME", "X|XX:"];
    let mut faults = Vec::new();
    for file in &files() {
        for (words, applies) in [(&in_code, file.is_rust()), (&anywhere, !file.path.ends_with("Cargo.lock"))] {
            let words = words.iter().map(|word| word.replace('|', ""));
            let found = words.filter(|word| applies && file.text.contains(word));
            faults.extend(found.map(|word| format!("{}: {word}", file.path)));
        }
    }
    check("words that must not occur", &faults);
}

/// Which crates of the workspace a crate may name in `[dependencies]`.
const CRATE_ARROWS: [(&str, &[&str]); 8] = [
    ("shared/document", &[]),
    ("shared/table", &[]),
    ("shared/grammar", &["table"]),
    ("shared/chart", &["document", "table", "grammar"]),
    ("shared/protocol", &["document", "table"]),
    ("shared/print", &["document", "table", "grammar", "chart"]),
    ("relay", &["protocol", "document", "table", "grammar", "chart", "print"]),
    ("client", &["protocol", "document", "table", "grammar", "chart"]),
];

#[test]
fn crates_depend_along_the_arrows() {
    let members: BTreeSet<&str> = CRATE_ARROWS.iter().filter_map(|(path, _)| path.rsplit('/').next()).collect();
    let mut faults = Vec::new();
    for (path, allowed) in CRATE_ARROWS {
        let manifest = std::fs::read_to_string(root().join(path).join("Cargo.toml")).expect("a manifest");
        let named = dependencies(&manifest).into_iter().filter(|name| members.contains(name.as_str()));
        faults.extend(named.filter(|name| !allowed.contains(&name.as_str())).map(|name| format!("{path} -> {name}")));
    }
    check("arrows between crates", &faults);
}

/// The names in every table of dependencies but those of the tests.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
        } else if inside && line.contains('=') {
            names.extend(line.split(['.', ' ', '=']).next().map(str::to_owned));
        }
    }
    names
}

/// Inside a folder: only files whose path has one of these beginnings may say the word.
struct Arrow {
    folder: &'static str,
    word: &'static str,
    only: &'static [&'static str],
}

const ARROWS: [Arrow; 8] = [
    Arrow {
        folder: "relay/src/",
        word: "warp::",
        only: &[
            "lib",
            "routes",
            "session",
            "accept",
            "console",
            "socket",
            "headers",
            "pages",
            "problem",
            "request",
            "tickets",
            "visitor",
            "command/serve",
        ],
    },
    Arrow { folder: "relay/src/", word: "rusqlite", only: &["log"] },
    Arrow { folder: "relay/src/room", word: "warp", only: &[] },
    Arrow { folder: "relay/src/room/", word: "tokio", only: &[] },
    Arrow { folder: "client/src/", word: "WebSocket", only: &["sync/socket"] },
    Arrow { folder: "client/src/", word: "CanvasRenderingContext2d", only: &["canvas"] },
    Arrow { folder: "client/src/", word: "Idb", only: &["shelf/database"] },
    Arrow { folder: "client/src/components", word: "Replica", only: &[] },
];

#[test]
fn modules_know_only_what_they_may() {
    let mut faults = Vec::new();
    let files = files();
    for arrow in &ARROWS {
        for file in files.iter().filter(|file| file.path.starts_with(arrow.folder) && file.is_rust()) {
            let inside = &file.path[arrow.folder.len()..];
            if arrow.only.iter().any(|allowed| inside.starts_with(allowed)) {
                continue;
            }
            let lines = file.code().filter(|(_, line)| line.contains(arrow.word));
            faults.extend(lines.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())));
        }
    }
    check("arrows between modules", &faults);
}

#[test]
fn the_room_imports_only_shared_crates() {
    let roots = ["std", "document", "protocol", "table", "bytes", "super", "self", "crate::room"];
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| file.path.starts_with("relay/src/room") && !is_rooms(&file.path)) {
        let uses = file.code().filter_map(|(number, line)| Some((number, line.trim_start().strip_prefix("use ")?)));
        let foreign = uses.filter(|(_, path)| {
            let within = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.starts_with([':', ';']));
            !roots.iter().any(|root| within(root))
        });
        faults.extend(foreign.map(|(number, path)| format!("{}:{number}: use {path}", file.path)));
    }
    check("the room is sans I/O", &faults);
}

/// `rooms` runs the rooms: it is the one that spawns.
fn is_rooms(path: &str) -> bool {
    path.starts_with("relay/src/rooms")
}

#[test]
fn protocol_and_tests_cite_each_other() {
    let files = files();
    let protocol = files.iter().find(|file| file.path == "PROTOCOL.md").expect("PROTOCOL.md");
    let stated = protocol.text.lines().filter_map(|line| line.strip_prefix("- **P-")?.split_once("**"));
    let rules: BTreeSet<String> = stated.map(|(number, _)| format!("P-{number}")).collect();
    assert!(rules.len() > 20, "only {} rules were found in PROTOCOL.md", rules.len());
    let mut cited: BTreeMap<String, &str> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is_test()) {
        cited.extend(citations(&file.text).into_iter().map(|rule| (rule, file.path.as_str())));
    }
    let unproven =
        rules.iter().filter(|rule| !cited.contains_key(*rule)).map(|rule| format!("{rule}: no test cites it"));
    let unknown = cited.iter().filter(|(rule, _)| !rules.contains(*rule));
    let faults: Vec<String> =
        unproven.chain(unknown.map(|(rule, path)| format!("{path}: there is no {rule}"))).collect();
    check("PROTOCOL.md and the tests", &faults);
}

/// Every `P-12`, or `p_12` as the name of a function must write it. `P-256` is a curve.
fn citations(text: &str) -> Vec<String> {
    let number = |(start, _): (usize, &str)| {
        let digits: String = text[start + 2..].chars().take_while(char::is_ascii_digit).collect();
        let whole_word = !text[..start].ends_with(|char: char| char.is_ascii_alphanumeric());
        ((2..=3).contains(&digits.len()) && whole_word && digits != "256").then(|| format!("P-{digits}"))
    };
    text.match_indices("P-").chain(text.match_indices("p_")).filter_map(number).collect()
}
