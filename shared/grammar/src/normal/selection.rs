//! Selection: a selection that is said of several views together stands with each mark that it selects from.

use crate::spec::{Body, Param, Spec};

/// The spec with the selections of views that are not marks in the marks below that they name, or in all.
pub(super) fn lifted(mut spec: Spec) -> Spec {
    lift(&mut spec, &[], &[]);
    spec
}

fn lift(spec: &mut Spec, around: &[Param], path: &[String]) {
    let path: Vec<String> = path.iter().cloned().chain(spec.name.clone()).collect();
    if matches!(spec.body, Body::Unit(_)) {
        let is_meant = |param: &&Param| {
            let is_own = spec.params.iter().any(|own| own.name == param.name);
            !is_own && (param.views.is_empty() || param.views.iter().any(|view| path.contains(view)))
        };
        let meant: Vec<Param> = around.iter().filter(is_meant).cloned().collect();
        spec.params.extend(meant);
        return;
    }
    let (selections, values) = std::mem::take(&mut spec.params).into_iter().partition(|param| param.select.is_some());
    spec.params = values;
    let selections: Vec<Param> = around.iter().cloned().chain(selections).collect();
    match &mut spec.body {
        Body::Unit(_) => {}
        Body::Layer(views) | Body::Concat { views, .. } => {
            views.iter_mut().for_each(|view| lift(view, &selections, &path));
        }
        Body::Facet { spec, .. } | Body::Repeat { spec, .. } => lift(spec, &selections, &path),
    }
}
