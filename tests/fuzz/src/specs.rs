//! Specs: any JSON is read as a Vega-Lite spec, whole or with a list of what was dropped, or refused in words; what was
//! read is written and read again as the same; its plainest form is its own plainest form, and shows something or says
//! why not.

use grammar::{flow, label, normal, source::NoFiles, vega_lite};
use serde_json::{Map, Value as Json, json};

use super::dice::Dice;

/// How deep drawn specs are.
const DEPTH: usize = 7;
const VIEWS: [&str; 8] = ["mark", "layer", "concat", "hconcat", "vconcat", "facet", "repeat", "spec"];
const CHANNELS: [&str; 24] = [
    "x",
    "y",
    "x2",
    "y2",
    "xOffset",
    "color",
    "size",
    "shape",
    "opacity",
    "theta",
    "radius",
    "text",
    "tooltip",
    "detail",
    "order",
    "row",
    "column",
    "facet",
    "xError",
    "yError",
    "yError2",
    "fill",
    "strokeDash",
    "nothing",
];
const KEYS: &str = "$schema data transform encoding params title name width height config resolve datasets projection \
    spacing columns type field aggregate bin timeUnit scale axis legend header sort stack condition value datum format \
    formatType impute bandPosition test param empty and or not equal lt range oneOf valid url values sequence parse \
    property delimiter start stop step as filter calculate groupby joinaggregate window frame ignorePeers fold pivot \
    flatten sample lookup from key fields default density bandwidth extent counts regression loess on method \
    quantile probs op order select bind encodings nearest views expr unit utc binned maxbins row layer repeat text \
    subtitle domain zero scheme point line box median ticks rule argmax year month";
const WORDS: &str = "bar line area point text tick rect rule circle square arc boxplot errorbar errorband trail image a \
    b.c d\\.e f[0] quantitative temporal ordinal nominal mean count sum min max argmin yearmonth utcday binnedyear binned \
    ascending descending -x y row column layer repeat interval container zero normalize datum.a>1 datum.b+ iqr stdev ci \
    min-max log time transparent value";

/// Reads, writes and normalises what the bytes say: themselves as text, or as draws.
pub fn vega_lite(bytes: &[u8]) {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim_start().starts_with('{') => check(vega_lite::read_text(text)),
        _ => check(vega_lite::read(&view(&mut Dice::new(bytes), DEPTH))),
    }
}

fn check(read: Result<(grammar::Spec, Vec<vega_lite::Dropped>), vega_lite::Problem>) {
    let (spec, dropped) = match read {
        Err(problem) => return assert!(!problem.to_string().is_empty() && !problem.remedy.is_empty(), "{problem:?}"),
        Ok(read) => read,
    };
    for one in dropped {
        assert!(!one.why.is_empty() && (one.path.is_empty() || one.path.starts_with('/')), "{one:?}");
    }
    let written = vega_lite::write(&spec);
    let (again, _) = vega_lite::read(&written).expect("what was written can be read");
    assert_eq!(again, spec, "{written}");
    match normal::normal(spec) {
        Err(problem) => assert!(!problem.to_string().is_empty(), "{problem:?}"),
        Ok(normal) => {
            match flow::flow(&normal, &flow::Given::files(&NoFiles)) {
                Err(error) => assert!(!error.to_string().is_empty(), "{error:?}"),
                Ok(view) => assert!(label::labels(&view).iter().all(|label| !label.role.is_empty())),
            }
            assert_eq!(normal::normal(normal.clone()), Ok(normal));
        }
    }
}

fn view(dice: &mut Dice<'_>, depth: usize) -> Json {
    let mut members = drawn(dice, depth, KEYS);
    let body = VIEWS[dice.below(VIEWS.len())];
    let below = depth.saturating_sub(2);
    let value = match body {
        "mark" => any(dice, 2),
        "facet" | "repeat" | "spec" => {
            members.insert("spec".to_owned(), view(dice, below));
            any(dice, 2)
        }
        _ if depth > 1 => (0..dice.below(3)).map(|_| view(dice, below)).collect(),
        _ => Json::Null,
    };
    members.insert(body.to_owned(), value);
    if dice.one_in(3) {
        members.insert("mark".to_owned(), any(dice, 2));
    }
    members.insert("encoding".to_owned(), encoding(dice, below));
    Json::Object(members)
}

fn encoding(dice: &mut Dice<'_>, depth: usize) -> Json {
    let channels = (0..dice.below(4)).map(|_| {
        let channel = CHANNELS[dice.below(CHANNELS.len())].to_owned();
        let mut definition = drawn(dice, depth, KEYS);
        definition.insert("field".to_owned(), any(dice, 1));
        definition.insert("type".to_owned(), any(dice, 0));
        (channel, if dice.one_in(5) { any(dice, depth) } else { Json::Object(definition) })
    });
    Json::Object(channels.collect())
}

fn drawn(dice: &mut Dice<'_>, depth: usize, keys: &str) -> Map<String, Json> {
    (0..dice.below(5)).map(|_| (word(dice, keys), any(dice, depth.saturating_sub(1)))).collect()
}

fn any(dice: &mut Dice<'_>, depth: usize) -> Json {
    match dice.below(if depth == 0 { 8 } else { 12 }) {
        0 => Json::Null,
        1 => json!(dice.one_in(2)),
        2 => json!(f64::from(dice.byte()) - 4.0),
        3 => json!(dice.text()),
        4..=7 => json!(word(dice, WORDS)),
        8 => (0..dice.below(4)).map(|_| any(dice, depth - 1)).collect(),
        _ => Json::Object(drawn(dice, depth, KEYS)),
    }
}

fn word(dice: &mut Dice<'_>, words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words[dice.below(words.len())].to_owned()
}
