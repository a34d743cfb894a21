//! axe-core, which reads a page as people do who do not see it, and names what stands in their way.

use std::{fs, path::Path};

use serde_json::Value;

use crate::page::Page;

/// All of its rules, once nothing moves any more.
const RUN: &str = r"
    const done = arguments[0];
    const frame = () => new Promise((then) => requestAnimationFrame(then));
    const at_rest = async () => {
      for (let quiet = 0; quiet < 2; quiet = document.getAnimations().some((it) => it.playState === 'running') ? 0 : quiet + 1) await frame();
    };
    at_rest().then(() => axe.run(document, { resultTypes: ['violations'], preload: false })).then(
      ({ violations }) => done(violations
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`)),
      (error) => done([String(error)]));";
const IS_THERE: &str = "return 'axe' in window;";

/// What axe-core finds on the page as it stands.
///
/// # Panics
/// When axe-core is not installed or the page does not run it.
pub async fn faults(page: &Page) -> Vec<String> {
    let is_there = page.window.execute(IS_THERE, Vec::new()).await.expect("the script runs");
    if is_there.json() != &Value::Bool(true) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(".tools/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(path).expect("axe-core: run `make test`, which installs it");
        page.window.execute(axe, Vec::new()).await.expect("axe is loaded");
    }
    let answer = page.window.execute_async(RUN, Vec::new()).await.expect("axe runs").json().clone();
    serde_json::from_value(answer).expect("a list of words")
}
