//! Trace: what each step of a spec makes of its rows, one after the other, for whoever builds it. The steps of the outermost
//! view are carried out as the flow does; a step that fails or cannot be read leaves the rows as they were and says why.

use std::cell::RefCell;

use serde_json::{Map, Value as Json};
use table::{Relation, Value, transform::Context};

use super::{Flow, FlowError, Given, Head, variables};
use crate::vega_lite;

/// Most rows that are shown of a step.
pub const MAX_SHOWN_ROWS: usize = 5;
/// Most steps that are followed; further ones are left out.
pub const MAX_STAGES: usize = 64;

/// What a step has made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// How many rows there were before and after it.
    pub rows: [usize; 2],
    /// The columns after it, with a value of each: the first that is none of nothing.
    pub columns: Vec<(String, Value)>,
    /// The first rows after it, in the order of the columns.
    pub first: Vec<Vec<Value>>,
    /// Why it does nothing.
    pub problem: Option<String>,
}

/// What the steps of a spec make of its rows; `is_off` says which do nothing on purpose.
///
/// # Errors
/// When the rows cannot be had.
pub fn trace(spec: &Json, is_off: impl Fn(&Json) -> bool, given: &Given<'_>) -> Result<Vec<Stage>, FlowError> {
    let bare = bare(spec, None);
    let Ok((begin, _)) = vega_lite::read(&bare) else { return Ok(Vec::new()) };
    let known = variables(&begin, given);
    let extents = RefCell::default();
    let params = |name: &str| (given.params)(name).or_else(|| known.get(name).cloned());
    let context = Context { params: &params, relations: &[], selected: &|_, _, _| Some(true), ..Context::EMPTY };
    let flow = Flow {
        given,
        config: &begin.config,
        datasets: &begin.datasets,
        context,
        sources: RefCell::default(),
        extents: &extents,
    };
    let mut head = flow.source(&begin, &Head::default())?;
    let steps = spec.get("transform").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut carry = |step: &Json| {
        let before = head.relation.rows();
        let problem = if is_off(step) { None } else { carry_out(&flow, spec, step, &mut head) };
        stage(before, &head.relation, problem)
    };
    Ok(steps.iter().take(MAX_STAGES).map(&mut carry).collect())
}

/// Carries out one step; in words why it could not be.
fn carry_out(flow: &Flow<'_>, spec: &Json, step: &Json, head: &mut Head) -> Option<String> {
    match vega_lite::read(&bare(spec, Some(step))) {
        Err(problem) => Some(problem.to_string()),
        Ok((read, dropped)) if read.transform.is_empty() => {
            let lost = dropped.into_iter().find(|dropped| dropped.path.starts_with("/transform"));
            lost.map(|dropped| dropped.why)
        }
        Ok((read, _)) => flow.transform(&read, head, &[]).err().map(|error| error.to_string()),
    }
}

/// The spec with one step and nothing to draw.
fn bare(spec: &Json, step: Option<&Json>) -> Json {
    let kept = ["data", "datasets", "params", "config"];
    let kept = kept.iter().filter_map(|member| Some(((*member).to_owned(), spec.get(*member)?.clone())));
    let mut bare: Map<String, Json> = kept.collect();
    bare.insert("mark".to_owned(), "point".into());
    bare.insert("transform".to_owned(), step.into_iter().cloned().collect::<Vec<_>>().into());
    bare.into()
}

fn stage(before: usize, relation: &Relation, problem: Option<String>) -> Stage {
    let after = relation.rows();
    let is_something = |value: &Value| !matches!(value, Value::Missing | Value::Null);
    let columns = relation.columns().iter().map(|(name, values)| {
        let typical = (0..after.min(100)).map(|row| values.get(row)).find(is_something).unwrap_or_default();
        (name.to_string(), typical)
    });
    let row = |row: usize| relation.columns().iter().map(|(_, values)| values.get(row)).collect();
    Stage {
        rows: [before, after],
        columns: columns.collect(),
        first: (0..after.min(MAX_SHOWN_ROWS)).map(row).collect(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::NoFiles;

    fn traced(transform: &Json) -> Vec<Stage> {
        let values = json!([{ "a": 1, "b": "x" }, { "a": 2, "b": "y" }, { "a": 3, "b": "x" }]);
        let spec = json!({ "data": { "values": values }, "mark": "bar", "transform": transform });
        trace(&spec, |step| step.get("off").is_some(), &Given::files(&NoFiles)).unwrap()
    }

    #[test]
    fn every_step_says_how_many_rows_it_leaves() {
        let stages = traced(&json!([
            { "filter": "datum.a > 1" },
            { "filter": "datum.a > 2", "off": true },
            { "aggregate": [{ "op": "count", "as": "n" }], "groupby": ["b"] },
        ]));
        assert_eq!(stages.iter().map(|stage| stage.rows).collect::<Vec<_>>(), [[3, 2], [2, 2], [2, 2]]);
        let columns: Vec<_> = stages[2].columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(columns, ["b", "n"]);
        assert_eq!(stages[2].first.len(), 2);
    }

    #[test]
    fn a_step_that_cannot_be_followed_says_where_and_changes_nothing() {
        let stages = traced(&json!([{ "filter": "datum.a >" }, { "calculate": "datum.a * 2", "as": "c" }]));
        assert!(stages[0].problem.as_ref().unwrap().contains("at character"), "{stages:?}");
        assert_eq!(stages[1].rows, [3, 3]);
        assert_eq!(stages[1].first[0].last(), Some(&Value::Number(2.0)));
    }
}
