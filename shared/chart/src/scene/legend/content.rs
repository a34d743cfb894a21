//! The content of a legend: entries for the values, classes or round numbers of a scale, or a gradient.

use grammar::{spec::Channel, view::Say};
use serde_json::{Map, Value as Json};
use table::Value;

use super::{Body, Entry, Legend, Side, swatch::swatch};
use crate::{
    axes::Pen,
    scene::{
        config::Config,
        continuous::Continuous,
        discrete::Discrete,
        key::Key,
        say,
        scale::{Kind, Place, Scale, value_of},
        steps::Steps,
    },
};

/// About so many round numbers are labelled.
const LABELS: usize = 4;
/// A gradient is kept as so many colours.
const PARTS: u32 = 32;

/// The legend of scales that say the same of the same values; `None` where there is nothing to explain.
pub(super) fn legend(members: &[&Scale<'_>], config: Config<'_>, pen: Pen<'_>) -> Option<Legend> {
    let scale = members.first()?;
    let first = scale.first()?;
    let words = &first.channel.say;
    let guide = members.iter().flat_map(|scale| &scale.uses).find_map(|used| used.channel.guide.as_ref()?.as_ref());
    let is_ink = |scale: &&Scale<'_>| matches!(scale.channel, Channel::Color | Channel::Fill | Channel::Stroke);
    let body = match &scale.kind {
        Kind::Continuous(continuous) if members.iter().all(is_ink) => gradient(scale, continuous, words),
        Kind::Continuous(continuous) => Body::Entries(numbers(members, continuous, words, pen)),
        Kind::Discrete(discrete, _) => {
            Body::Entries(values(members, discrete, guide, words, (config.has_patterns() || pen.frame.patterns, pen)))
        }
        Kind::Steps(steps) => Body::Entries(classes(members, steps, words, pen)),
        Kind::Identity => return None,
    };
    let orient = guide.and_then(|guide| guide.get("orient")).and_then(Json::as_str);
    let side = side(orient.or(config.legend_orient()))?;
    Some(Legend { title: first.channel.title.clone().unwrap_or_default(), body, side })
}

/// Where the spec wants the legend; `None`: nowhere.
fn side(orient: Option<&str>) -> Option<Side> {
    match orient {
        Some("none") => None,
        Some("left") => Some(Side::Before),
        Some("top" | "top-left" | "top-right") => Some(Side::Above),
        Some("bottom" | "bottom-left" | "bottom-right") => Some(Side::Below),
        _ => Some(Side::Beside),
    }
}

fn gradient(scale: &Scale<'_>, continuous: &Continuous, words: &Say) -> Body {
    let ink = |part: u32| scale.range.ink(Place::Share(f64::from(part) / f64::from(PARTS)));
    let ticks = continuous.ticks(LABELS);
    let words = say::ticks(words, continuous, &ticks, LABELS);
    let labels =
        ticks.values.iter().zip(words).filter_map(|(tick, (label, _))| Some((continuous.share(*tick)?, label)));
    Body::Gradient { inks: (0..=PARTS).filter_map(ink).collect(), labels: labels.collect() }
}

fn numbers(members: &[&Scale<'_>], continuous: &Continuous, words: &Say, pen: Pen<'_>) -> Vec<Entry> {
    let ticks = continuous.ticks(LABELS);
    let labels = say::ticks(words, continuous, &ticks, LABELS);
    let entry = |(tick, (label, _)): (&f64, (String, Option<String>))| Entry {
        label,
        swatch: swatch(members, &Value::Number(*tick), pen),
    };
    ticks.values.iter().zip(labels).map(entry).filter(|entry| !entry.swatch.is_nothing()).collect()
}

/// The values of a category, or those of them that the guide lists.
fn values(
    members: &[&Scale<'_>],
    discrete: &Discrete,
    guide: Option<&Map<String, Json>>,
    words: &Say,
    (has_patterns, pen): (bool, Pen<'_>),
) -> Vec<Entry> {
    let listed = guide.and_then(|guide| guide.get("values")).and_then(Json::as_array);
    let listed: Option<Vec<Key>> =
        listed.map(|values| values.iter().map(|json| Key::of(&value_of(json, words.time))).collect());
    let is_listed = |value: &&Value| listed.as_ref().is_none_or(|listed| listed.contains(&Key::of(value)));
    let entry = |value: &Value| {
        let mut swatch = swatch(members, value, pen);
        if let Some(index) = discrete.index(value).filter(|_| has_patterns) {
            swatch.tell_apart(index, members);
        }
        Entry { label: say::value(words, value), swatch }
    };
    discrete.values().iter().filter(is_listed).map(entry).collect()
}

fn classes(members: &[&Scale<'_>], steps: &Steps, words: &Say, pen: Pen<'_>) -> Vec<Entry> {
    let entry = |index: usize| {
        let (low, high) = steps.bounds(index);
        let inside = match (low, high) {
            (Some(low), Some(high)) => f64::midpoint(low, high),
            (Some(low), None) => low,
            (None, Some(high)) => high - high.abs().max(1.0) * 1e-9,
            (None, None) => 0.0,
        };
        Entry { label: class_words(words, low, high), swatch: swatch(members, &Value::Number(inside), pen) }
    };
    (0..steps.count()).map(entry).collect()
}

fn class_words(words: &Say, low: Option<f64>, high: Option<f64>) -> String {
    let plain = Say { binned: false, ..words.clone() };
    let say = |number: f64| say::value(&plain, &if plain.time { Value::Time(number) } else { Value::Number(number) });
    match (low, high) {
        (Some(low), Some(high)) => format!("{} – {}", say(low), say(high)),
        (Some(low), None) => format!("≥ {}", say(low)),
        (None, Some(high)) => format!("< {}", say(high)),
        (None, None) => String::new(),
    }
}
