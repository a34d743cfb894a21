//! What specs of the tests draw: the weather of the examples, and nothing from outside.

use std::{fs, path::PathBuf};

use chart::{Frame, Plot, Problem, scene::scene};
use grammar::{
    View,
    flow::{Given, flow},
    normal::normal,
    source::Files,
    vega_lite,
};
use table::Relation;

/// The files of `examples/weather`.
pub(crate) struct Examples;

impl Files for Examples {
    fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        fs::read(root().join("../../examples/weather").join(url)).map_err(|error| error.to_string())
    }

    fn table(&self, _: &str) -> Option<Relation> {
        None
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a spec of this folder.
pub(crate) fn spec(name: &str) -> String {
    fs::read_to_string(root().join("tests/scenes/specs").join(format!("{name}.vl.json"))).unwrap()
}

/// The views of a spec.
pub(crate) fn view(spec: &str) -> View {
    view_given(spec, &Given::files(&Examples))
}

/// The views of a spec, given what somebody looks at.
pub(crate) fn view_given(spec: &str, given: &Given<'_>) -> View {
    let (spec, dropped) = vega_lite::read_text(spec).unwrap();
    assert!(dropped.is_empty(), "{dropped:?}");
    flow(&normal(spec).unwrap(), given).unwrap()
}

/// The plot of a spec.
pub(crate) fn plot(spec: &str, frame: Frame) -> Result<Plot, Problem> {
    scene(&view(spec), frame)
}
