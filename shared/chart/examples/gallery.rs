//! The gallery: draws every spec of the scene tests into `docs/gallery` and lists them in `docs/gallery.md`.
//! Run by `make gallery`.

#![expect(clippy::unwrap_used, reason = "a gallery that cannot be drawn or written has failed")]

#[path = "../tests/scenes/sources.rs"]
mod sources;

use std::{fmt::Write, fs, path::Path};

use chart::{Frame, Theme};

const FRAME: Frame =
    Frame { width_px: 480, height_px: 280, scale: 1.0, theme: Theme::Light, rtl: false, patterns: false };

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut names: Vec<String> = fs::read_dir(root.join("shared/chart/tests/scenes/specs"))
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".vl.json")?.to_owned()))
        .collect();
    names.sort();
    let mut page = "# Gallery\n\nWhat the chart engine draws of plain Vega-Lite specs, without any styling. \
                    Made by `make gallery`.\n"
        .to_owned();
    fs::create_dir_all(root.join("docs/gallery")).unwrap();
    for name in names {
        let spec = sources::spec(&name);
        let said = sources::view(&spec).description.unwrap_or_default();
        fs::write(root.join(format!("docs/gallery/{name}.svg")), picture(&spec)).unwrap();
        let source = format!("../shared/chart/tests/scenes/specs/{name}.vl.json");
        write!(page, "\n**{}** [spec]({source})\n\n![{said}](gallery/{name}.svg)\n", said.trim_end_matches('.'))
            .unwrap();
    }
    fs::write(root.join("docs/gallery.md"), page).unwrap();
}

/// The SVG on a white panel, without what says nothing.
fn picture(spec: &str) -> String {
    let plot = sources::plot(spec, FRAME).unwrap();
    let svg = chart::svg(&plot, (FRAME.width_px, FRAME.height_px)).unwrap();
    let svg = svg.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(" \"/>", "\"/>");
    svg.replacen('>', "><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>", 1)
}
