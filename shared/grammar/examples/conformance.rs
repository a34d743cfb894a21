//! Judges a folder of Vega-Lite specs while the grammar is being worked on; `ashboard conformance` is for everyone else.
//! Usage: `conformance SPECS DATA [EXPECTED] [NAME]`.
use std::path::PathBuf;

use grammar::{
    conformance::{Expected, judge},
    flow::Given,
    source::Files,
    zone::Zone,
};
use table::Relation;

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let name = url.rsplit_once("data/").map_or(url, |(_, name)| name);
        std::fs::read(self.0.join(name)).map_err(|error| error.to_string())
    }

    fn table(&self, _: &str) -> Option<Relation> {
        None
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, specs, data, rest @ ..] = &arguments[..] else { return };
    let only = rest.get(1);
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(specs).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    names.sort();
    let mut totals = [0; 4];
    for path in names {
        let name = path.file_name().map(|name| name.to_string_lossy().replace(".vl.json", "")).unwrap_or_default();
        if only.is_some_and(|only| *only != name) {
            continue;
        }
        let json = |path: PathBuf| std::fs::read_to_string(path).ok().and_then(|text| serde_json::from_str(&text).ok());
        let expected = rest.first().and_then(|folder| json(PathBuf::from(folder).join(format!("{name}.json"))));
        let expected = expected.as_ref().and_then(Expected::from_json);
        let Some(spec) = json(path) else { continue };
        let data = data.clone();
        let judged = std::thread::Builder::new().stack_size(64 << 20).spawn(move || {
            let files = Folder(PathBuf::from(data));
            let zone = Zone::posix("PST8PDT,M4.5.0,M10.5.0 1987:PST8PDT,M4.1.0,M10.5.0 2007:PST8PDT,M3.2.0,M11.1.0")
                .unwrap_or_default();
            judge(&spec, expected.as_ref(), &Given { zone, ..Given::files(&files) })
        });
        let verdict = judged.ok().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let flags = [true, verdict.parsed, verdict.supported, verdict.equal == Some(true)];
        for (total, flag) in totals.iter_mut().zip(flags) {
            *total += usize::from(flag);
        }
        if !flags.iter().all(|flag| *flag) {
            let flags: String = flags[1..].iter().map(|flag| if *flag { '+' } else { '-' }).collect();
            println!("{flags} {name} {:?} {}", verdict.dropped, verdict.reasons.join(" | "));
        }
    }
    println!("{totals:?}");
}
