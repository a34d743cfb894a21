//! P-98 with the real program: what `export` writes is what `import` makes, over a relay that runs and over its folder.

#![expect(clippy::unwrap_used, reason = "a command that fails fails the test")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

/// The weather that comes with the program.
const WEATHER: &str = "01900000-0000-7000-8000-a5b0a2d00002";
const COPY: &str = "01900000-0000-7000-8000-000000000077";

fn ashboard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ashboard")).args(arguments).output().unwrap()
}

fn told(arguments: &[&str]) -> String {
    let output = ashboard(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = ashboard(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// A relay that is killed when the test ends, and its address.
struct Serving(Child, String);

impl Drop for Serving {
    fn drop(&mut self) {
        let _it_may_have_ended = self.0.kill();
        let _so_that_its_folder_is_free = self.0.wait();
    }
}

fn serve(data: &Path) -> Serving {
    let mut relay = Command::new(env!("CARGO_BIN_EXE_ashboard"));
    relay.args(["serve", "--listen", "127.0.0.1:0", "--machine-feed", "false", "--data-dir"]).arg(data);
    let mut relay = relay.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(relay.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    Serving(relay, address)
}

/// One renderer: the picture of a panel is the same text wherever its rows come from.
#[test]
fn a_panel_is_the_same_picture_wherever_it_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("picture"));
    let (place, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let panel = ["--panel", "Temperature", "--format", "svg"];
    let relay = serve(&data);
    let of_relay = told(&[&["render", WEATHER, "--url", &relay.1][..], &panel].concat());
    drop(relay);
    assert!(of_relay.starts_with("<svg ") && of_relay.contains("Seattle"), "{of_relay}");
    assert_eq!(told(&[&["render", WEATHER, "--data-dir", place][..], &panel].concat()), of_relay);
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
    let outline = format!("{examples}/dashboards/weather.json");
    let rows = format!("weather={examples}/weather/weather.csv");
    assert_eq!(told(&[&["render", &outline, "--rows", &rows][..], &panel].concat()), of_relay);
    for (ask, begins) in
        [(&panel[..2], &b"%PDF-"[..]), (&["--panel", "Temperature", "--format", "png"], b"\x89PNG"), (&[], b"%PDF-")]
    {
        told(&[&["render", &outline, "--rows", &rows, "-o", file][..], ask].concat());
        assert!(std::fs::read(file).unwrap().starts_with(begins), "{ask:?}");
    }
    let unknown = refused(&["render", &outline, "--panel", "No such", "--format", "svg"]);
    assert!(unknown.contains("Temperature"), "names those that there are: {unknown}");
    let whole = refused(&["render", &outline, "--format", "svg"]);
    assert!(whole.contains("--panel"), "{whole}");
}

#[test]
fn export_import_export_is_identical_wherever_the_dashboard_is() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("weather.json"));
    let (place, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let relay = serve(&data);
    let url = relay.1.as_str();
    assert_eq!(told(&["export", WEATHER, "--url", url, "-o", file]), "");
    let first = std::fs::read_to_string(file).unwrap();
    assert_eq!(first, include_str!("../../examples/dashboards/weather.json"), "as it came with the program");
    assert_eq!(told(&["import", file, "--url", url, "--id", COPY]).trim(), COPY);
    assert_eq!(told(&["export", COPY, "--url", url]), first);
    let twice = refused(&["import", file, "--url", url, "--id", COPY]);
    assert!(twice.contains("There is one already"), "{twice}");
    let locked = refused(&["export", COPY, "--data-dir", place]);
    assert!(locked.contains("--url"), "{locked}");
    drop(relay);

    assert_eq!(told(&["export", COPY, "--data-dir", place]), first);
    assert_ne!(told(&["export", COPY, "--data-dir", place, "--at", "0"]), first);
    let fresh = told(&["import", file, "--data-dir", place]);
    assert_eq!(told(&["export", fresh.trim(), "--data-dir", place]), first);
    assert!(told(&["compact", "--data-dir", place, "--keep-days", "1", "--dry-run"]).contains("would remove 0"));
    for (arguments, words) in [
        (["export", COPY, "--data-dir", folder.path().to_str().unwrap()], "is not the data folder"),
        (["export", "nothing", "--data-dir", place], "is none"),
        (["export", "01900000-0000-7000-8000-000000000078", "--data-dir", place], "no such dashboard"),
        (["import", "nowhere.json", "--data-dir", place], "cannot be read"),
        (["import", file, "--url", "http://127.0.0.1:1"], "does not answer"),
    ] {
        let said = refused(&arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}
