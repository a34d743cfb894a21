//! Conformance: what becomes of one spec, judged against what a reference draws for it: whether it is read, whether all
//! that it says is supported, and whether every mark item says the same. Pure: folders, threads and time are the caller's.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::{
    flow::{Given, flow},
    label::{
        compare::{Difference, difference},
        labels,
    },
    normal::normal,
    vega_lite,
};

/// What became of a spec.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// It was read.
    pub parsed: bool,
    /// Every feature that it uses is supported.
    pub supported: bool,
    /// Its marks say what the reference's say; `None` where nothing is expected.
    pub equal: Option<bool>,
    /// What was not taken over, in words of the format.
    pub dropped: Vec<String>,
    /// Why it shows nothing, or what it says that the reference does not, or the other way round.
    pub reasons: Vec<String>,
}

/// What a reference draws for a spec.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// How many items of each kind of mark.
    marks: HashMap<String, usize>,
    labels: HashMap<String, usize>,
    /// How many different labels there are, where not all are listed.
    distinct: Option<usize>,
}

impl Expected {
    /// As it is written in a file: `marks` and `labels`, both counted, with `truncated` and `count`.
    #[must_use]
    pub fn from_json(json: &Json) -> Option<Self> {
        let counts = |key: &str| {
            let members = json.get(key)?.as_object()?;
            members.iter().map(|(name, count)| Some((name.clone(), count.as_u64()? as usize))).collect::<Option<_>>()
        };
        let is_truncated = json.get("truncated").and_then(Json::as_bool).unwrap_or_default();
        let distinct = json.get("count").and_then(Json::as_u64).map(|count| count as usize);
        Some(Self { marks: counts("marks")?, labels: counts("labels")?, distinct: distinct.filter(|_| is_truncated) })
    }
}

/// Judges a spec.
#[must_use]
pub fn judge(spec: &Json, expected: Option<&Expected>, given: &Given<'_>) -> Verdict {
    let mut verdict = Verdict { equal: expected.map(|_| false), ..Verdict::default() };
    let (spec, dropped) = match vega_lite::read(spec) {
        Ok(read) => read,
        Err(problem) => {
            verdict.reasons.push(problem.to_string());
            return verdict;
        }
    };
    verdict.parsed = true;
    let essential = dropped.iter().filter(|dropped| dropped.is_essential());
    verdict.dropped = essential.map(|dropped| dropped.what.clone()).collect();
    let view = match normal(spec).map_err(|problem| problem.to_string()) {
        Ok(spec) => flow(&spec, given).map_err(|error| error.to_string()),
        Err(problem) => Err(problem),
    };
    match view {
        Ok(view) => {
            verdict.supported = verdict.dropped.is_empty();
            if let Some(expected) = expected {
                let differences = differences(&labels(&view), expected);
                verdict.equal = Some(differences.is_empty());
                verdict.reasons = differences;
            }
        }
        Err(reason) => verdict.reasons.push(reason),
    }
    verdict
}

/// In words, how the labels differ from those expected.
fn differences(labels: &[crate::label::Label], expected: &Expected) -> Vec<String> {
    let (mut marks, mut texts) = (HashMap::new(), HashMap::new());
    for label in labels {
        *marks.entry(label.role.clone()).or_default() += 1;
        *texts.entry(label.text.clone()).or_default() += 1;
    }
    let mut reasons = Vec::new();
    if marks != expected.marks {
        reasons.push(format!("marks {}, expected {}", counted(&marks), counted(&expected.marks)));
    }
    if let Some(distinct) = expected.distinct.filter(|distinct| *distinct != texts.len()) {
        reasons.push(format!("{} different labels, expected {distinct}", texts.len()));
    }
    let Difference { missing, surplus } = difference(&texts, &expected.labels, expected.distinct.is_some());
    reasons.extend(first("expected", &missing));
    reasons.extend(first("not expected", &surplus));
    reasons
}

/// The first of what one side has alone, and how many more.
fn first(word: &str, labels: &[(String, usize)]) -> Option<String> {
    let (label, count) = labels.first()?;
    Some(format!("{word}: {label:?} ({count}), and {} more", labels.len() - 1))
}

fn counted(marks: &HashMap<String, usize>) -> String {
    let mut parts: Vec<String> = marks.iter().map(|(role, count)| format!("{role} {count}")).collect();
    parts.sort();
    format!("[{}]", parts.join(", "))
}
