//! `ashboard conformance`: what becomes of each spec of a folder, judged against what a reference draws: read, supported,
//! equal. A spec that fails, panics or takes too long counts against the totals and stops nothing. The judgement is the
//! grammar's; here are folders, time and the report.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    process::ExitCode,
    sync::mpsc,
    thread,
    time::Duration,
};

use clap::ValueEnum;
use grammar::{
    conformance::{Expected, Verdict, judge},
    flow::Given,
    source::Files,
    zone::Zone,
};
use serde_json::{Value as Json, json};
use table::Relation;

use super::failed;

/// A spec that takes longer is given up; the slowest of Vega-Lite's examples takes a tenth of it without optimisation.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// For specs that nest as deeply as they may: bytes.
const STACK_BYTES: usize = 64 << 20;
/// What the file of a spec ends with.
const ENDING: &str = ".vl.json";
/// How the clocks of California have been set since 1967, two winters apart.
const CALIFORNIA: &str = "PST8PDT,M4.5.0,M10.5.0 1987:PST8PDT,M4.1.0,M10.5.0 2007:PST8PDT,M3.2.0,M11.1.0";
/// What the text report says about the comparison.
const COMPARED: &str = "Labels are compared part by part: numbers within 1e-6 of each other, relative; everything else as \
                        text: titles, names, and times as their formats write them on the clocks of --zone.";

/// Which specs, and what they are judged by.
#[derive(Debug, clap::Args)]
pub(crate) struct Folders {
    /// The folder of the specs, NAME.vl.json each
    #[arg(value_name = "DIR")]
    specs: PathBuf,
    /// The folder of the files that the specs name, or the one that holds it as `data/`
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The folder of what a reference draws, NAME.json each
    #[arg(long, value_name = "DIR")]
    expected: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The clocks by which the reference says times, as POSIX rules; Vega-Lite's own are those of California
    #[arg(long, value_name = "RULE", default_value = CALIFORNIA)]
    zone: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The files of one folder and below; nothing above it and nothing from the network.
#[derive(Clone, Debug)]
struct Folder(Option<PathBuf>);

impl Files for Folder {
    fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let folder = self.0.as_ref().ok_or("name its folder with --data")?;
        // What is published elsewhere is the same file under the same name.
        let path = url.rfind("data/").filter(|_| url.contains("://")).map_or(url, |at| &url[at..]);
        let inside = |path: &&str| {
            Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        };
        let names = [Some(path), path.strip_prefix("data/")];
        let paths = names.into_iter().flatten().filter(inside).map(|name| folder.join(name));
        let found = paths.clone().find(|path| path.is_file()).ok_or("the folder of --data has no such file")?;
        fs::read(found).map_err(|error| error.to_string())
    }

    fn table(&self, _: &str) -> Option<Relation> {
        None
    }
}

/// One spec of the folder.
struct Judged {
    name: String,
    verdict: Verdict,
}

/// Prints what becomes of each spec, and the totals.
pub(crate) fn run(folders: &Folders) -> ExitCode {
    match judge_all(folders) {
        Ok(judged) => {
            let report = match folders.format {
                Format::Text => text(&judged, folders.expected.is_some()),
                Format::Json => json(&judged).to_string(),
            };
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(words) => failed(words),
    }
}

fn judge_all(folders: &Folders) -> Result<Vec<Judged>, String> {
    let zone = Zone::posix(&folders.zone).map_err(|error| error.to_string())?;
    let names = names(&folders.specs)?;
    let folder = Folder(folders.data.clone());
    Ok(names
        .into_iter()
        .map(|name| {
            let verdict = one(folders, &name, folder.clone(), zone.clone());
            Judged { verdict: verdict.unwrap_or_else(unread), name }
        })
        .collect())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let name = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(ENDING).map(str::to_owned);
    let mut names: Vec<String> = entries.filter_map(Result::ok).filter_map(name).collect();
    names.sort();
    if names.is_empty() {
        return Err(format!("{} holds no file that ends with {ENDING}", folder.display()));
    }
    Ok(names)
}

/// What became of a spec that could not even be tried.
fn unread(reason: String) -> Verdict {
    Verdict { reasons: vec![reason], ..Verdict::default() }
}

fn one(folders: &Folders, name: &str, folder: Folder, zone: Zone) -> Result<Verdict, String> {
    let spec = read_json(&folders.specs.join(format!("{name}{ENDING}")))?;
    let expected = match &folders.expected {
        Some(folder) => {
            read_json(&folder.join(format!("{name}.json"))).ok().and_then(|json| Expected::from_json(&json))
        }
        None => None,
    };
    let is_expected = expected.is_some();
    let verdict = in_time(move || judge(&spec, expected.as_ref(), &Given { zone, ..Given::files(&folder) }));
    Ok(verdict.unwrap_or_else(|reason| Verdict { equal: is_expected.then_some(false), ..unread(reason) }))
}

fn read_json(path: &Path) -> Result<Json, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} is no JSON: {error}", path.display()))
}

/// The result of some work on a thread of its own, unless it panics or takes too long; then the thread is left behind.
fn in_time(work: impl FnOnce() -> Verdict + Send + 'static) -> Result<Verdict, String> {
    let (sender, receiver) = mpsc::channel();
    let work = move || {
        // Nobody listens any more where it took too long.
        let _ = sender.send(work());
    };
    thread::Builder::new().stack_size(STACK_BYTES).spawn(work).map_err(|error| format!("no thread: {error}"))?;
    receiver.recv_timeout(TIME_LIMIT).map_err(|error| match error {
        mpsc::RecvTimeoutError::Timeout => format!("it took longer than {} s", TIME_LIMIT.as_secs()),
        mpsc::RecvTimeoutError::Disconnected => "it panicked: this is a fault of ashboard".to_owned(),
    })
}

/// How many specs there are, were read, are supported, and are equal.
fn totals(judged: &[Judged]) -> [usize; 4] {
    let count = |is: fn(&Verdict) -> bool| judged.iter().filter(|judged| is(&judged.verdict)).count();
    [
        judged.len(),
        count(|verdict| verdict.parsed),
        count(|verdict| verdict.supported),
        count(|verdict| verdict.equal == Some(true)),
    ]
}

fn json(judged: &[Judged]) -> Json {
    let [specs, parsed, supported, equal] = totals(judged);
    let spec = |Judged { name, verdict }: &Judged| {
        json!({
            "name": name,
            "parsed": verdict.parsed,
            "supported": verdict.supported,
            "equal": verdict.equal,
            "dropped": verdict.dropped,
        })
    };
    json!({
        "totals": { "specs": specs, "parsed": parsed, "supported": supported, "equal": equal },
        "specs": judged.iter().map(spec).collect::<Vec<_>>(),
    })
}

fn text(judged: &[Judged], is_expected: bool) -> String {
    let mut lines: Vec<String> = judged.iter().map(line).collect();
    let [specs, parsed, supported, equal] = totals(judged);
    let share = |count: usize| format!("{count} ({:.1} %)", 100.0 * count as f64 / specs.max(1) as f64);
    lines.push(String::new());
    lines.push(format!(
        "{specs} specs: {} parsed, {} supported, {} equal",
        share(parsed),
        share(supported),
        share(equal)
    ));
    lines.push(
        if is_expected { COMPARED } else { "Nothing was compared: name what is expected with --expected." }.to_owned(),
    );
    lines.join("\n")
}

fn line(Judged { name, verdict }: &Judged) -> String {
    let word = |holds: bool, word: &'static str| if holds { word } else { "-" };
    let equal = match verdict.equal {
        Some(equal) => word(equal, "equal"),
        None => "not compared",
    };
    let mut line =
        format!("{name}: {}, {}, {equal}", word(verdict.parsed, "parsed"), word(verdict.supported, "supported"),);
    if !verdict.dropped.is_empty() {
        line += &format!("; dropped: {}", verdict.dropped.join(", "));
    }
    for reason in &verdict.reasons {
        line += &format!("; {reason}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(root: &Path) -> Folders {
        let specs = root.join("specs");
        let (data, expected) = (Some(root.to_owned()), Some(root.join("expected")));
        Folders { specs, data, expected, format: Format::Json, zone: "UTC0".to_owned() }
    }

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn every_spec_is_judged_and_none_stops_the_run() {
        let root = tempfile::tempdir().unwrap();
        let bar = r#"{"data": {"url": "data/a.csv"}, "mark": "bar", "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}}}"#;
        write(root.path(), "data/a.csv", "a,b\nx,1\ny,2\n");
        write(root.path(), "specs/good.vl.json", bar);
        write(root.path(), "specs/other.vl.json", bar);
        write(root.path(), "specs/outside.vl.json", &bar.replace("data/a.csv", "../a.csv"));
        write(root.path(), "specs/map.vl.json", r#"{"data": {"values": [1]}, "mark": "geoshape"}"#);
        write(root.path(), "specs/text.vl.json", "no JSON");
        write(
            root.path(),
            "expected/good.json",
            r#"{"marks": {"bar": 2}, "labels": {"a: x; b: 1.0000001": 1, "a: y; b: 2": 1}}"#,
        );
        write(root.path(), "expected/other.json", r#"{"marks": {"bar": 2}, "labels": {"a: x; b: 1": 2}}"#);
        let judged = judge_all(&folders(root.path())).unwrap();
        let spec = |name: &str, [parsed, supported]: [bool; 2], equal: Option<bool>, dropped: &[&str]| json!({"name": name, "parsed": parsed, "supported": supported, "equal": equal, "dropped": dropped});
        let expected = json!({
            "totals": {"specs": 5, "parsed": 4, "supported": 2, "equal": 1},
            "specs": [
                spec("good", [true, true], Some(true), &[]),
                spec("map", [true, false], None, &["mark"]),
                spec("other", [true, true], Some(false), &[]),
                spec("outside", [true, false], None, &[]),
                spec("text", [false, false], None, &[]),
            ],
        });
        assert_eq!(json(&judged), expected);
        let report = text(&judged, true);
        assert!(report.contains("5 specs: 4 (80.0 %) parsed, 2 (40.0 %) supported, 1 (20.0 %) equal"), "{report}");
        assert!(report.contains("expected: \"a: x; b: 1\" (1)") && report.contains(COMPARED), "{report}");
    }

    #[test]
    fn a_folder_without_specs_is_a_mistake() {
        let root = tempfile::tempdir().unwrap();
        assert!(judge_all(&folders(root.path())).is_err());
    }
}
