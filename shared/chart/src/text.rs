//! The description: a chart in two sentences, for who does not see it. It says what the eye would catch first:
//! what is drawn, over which range, the extremes, and the newest value.

use document::Mark;

use crate::{
    axes::say_x,
    encode::{Data, X},
    number::with_unit,
    scale::extent,
    spec::{Form, Spec},
};

/// Most series and categories that are named; of more only the number is said.
const MAX_NAMED: usize = 6;
/// Most series whose newest value is said.
const MAX_LATEST: usize = 4;

/// The description of a chart.
pub(crate) fn describe(spec: &Spec, data: &Data) -> String {
    let mut text = format!("{} of {}", kind(spec.form), value_words(spec));
    if let Some(x) = &spec.x {
        text += &format!(" by {x}");
    }
    if data.named && spec.color != spec.x {
        let labels: Vec<&str> = data.series.iter().map(|series| series.label.as_str()).collect();
        text += &listed("series", "series", &labels);
    }
    if let X::Band(labels) = &data.x {
        text += &listed("category", "categories", &labels.iter().map(String::as_str).collect::<Vec<_>>());
    }
    text += ".";
    if data.left_out > 0 {
        text += " Not all fit: some are left out.";
    }
    let range = sentence(&[range(data), extremes(spec, data), latest(spec, data)]);
    if range.is_empty() { text } else { format!("{text} {range}") }
}

/// What y says, such as `mean of temp_max`.
pub(crate) fn value_words(spec: &Spec) -> String {
    use document::Aggregate as A;
    let how = match spec.aggregate.or(spec.time_unit.map(|_| A::Mean)) {
        None => "",
        Some(A::Count) => "count of ",
        Some(A::Sum) => "sum of ",
        Some(A::Mean) => "mean of ",
        Some(A::Min) => "lowest ",
        Some(A::Max) => "highest ",
        Some(A::Median) => "median of ",
        Some(A::Last) => "latest ",
    };
    format!("{how}{}", spec.y.as_deref().unwrap_or("rows"))
}

fn kind(form: Form) -> &'static str {
    match form {
        Form::Chart(Mark::Line) => "Line chart",
        Form::Chart(Mark::Area) => "Area chart",
        Form::Chart(Mark::Bar) => "Bar chart",
        Form::Chart(Mark::Point) => "Point chart",
        Form::Chart(_) => "Chart",
        Form::Stat => "Number",
    }
}

fn listed(one: &str, many: &str, labels: &[&str]) -> String {
    let (count, word) = (labels.len(), if labels.len() == 1 { one } else { many });
    if count > MAX_NAMED { format!(", {count} {word}") } else { format!(", {count} {word}: {}", labels.join(", ")) }
}

fn range(data: &Data) -> Option<String> {
    let (low, high) = data.x_extent()?;
    if matches!(data.x, X::Band(_)) {
        return None;
    }
    let moments = data.moments().coarse(high - low);
    let say = |x| say_x(&data.x, moments, x);
    Some(if say(low) == say(high) { format!("at {}", say(low)) } else { format!("from {} to {}", say(low), say(high)) })
}

fn extremes(spec: &Spec, data: &Data) -> Option<String> {
    let ends = data.series.iter().filter_map(|series| series.rows.extent(0..series.rows.len()));
    let (low, high) = extent(ends.flat_map(<[f64; 2]>::from))?;
    let say = |y| with_unit(y, &spec.unit);
    Some(if say(low) == say(high) {
        format!("always {}", say(low))
    } else {
        format!("lowest {}, highest {}", say(low), say(high))
    })
}

fn latest(spec: &Spec, data: &Data) -> Option<String> {
    if !matches!(data.x, X::Time(_)) || data.series.len() > MAX_LATEST {
        return None;
    }
    let newest = data.series.iter().filter_map(|series| {
        let value = with_unit(series.values().next_back()?.1, &spec.unit);
        Some(if data.named { format!("{} {value}", series.label) } else { value })
    });
    Some(format!("latest {}", newest.collect::<Vec<_>>().join(", ")))
}

/// The parts as one sentence.
fn sentence(parts: &[Option<String>]) -> String {
    let text = parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("; ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}
