//! Time unit: `yearmonth`, `binnedutcyearmonth`, `{"unit": "minutes", "step": 5}`.

use serde_json::{Map, Value as Json};
use table::transform::{TimePart, TimeUnit};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
};

/// In the order in which they stand in a name. `dayofyear` stands before `day`, which it begins with.
const PARTS: [(TimePart, &str); 11] = [
    (TimePart::Year, "year"),
    (TimePart::Quarter, "quarter"),
    (TimePart::Month, "month"),
    (TimePart::Week, "week"),
    (TimePart::DayOfYear, "dayofyear"),
    (TimePart::Day, "day"),
    (TimePart::Date, "date"),
    (TimePart::Hours, "hours"),
    (TimePart::Minutes, "minutes"),
    (TimePart::Seconds, "seconds"),
    (TimePart::Milliseconds, "milliseconds"),
];

/// `weeksdayhours` is how the format writes weeks, days and hours together.
const PLURAL: &str = "s";

/// A unit as a name or an object.
pub(super) fn read(item: Item<'_>) -> Option<TimeUnit> {
    match item.peek() {
        Json::String(name) => match named(name) {
            Some(unit) => Some(unit),
            None => item.unfit("a time unit such as \"year\", \"yearmonth\" or \"hours\""),
        },
        _ => object(item.object()?),
    }
}

fn object(mut object: Object<'_>) -> Option<TimeUnit> {
    object.lacks("maxbins", Loss::Content, "a unit is not chosen by a number of bins here; name one in `unit`");
    let unit = object.take("unit").and_then(read);
    let step = object.take("step").and_then(Item::count);
    let (utc, binned) = (object.flag("utc"), object.flag("binned"));
    let unit = unit?;
    Some(TimeUnit {
        step: step.and_then(|step| u32::try_from(step).ok()).unwrap_or(unit.step).max(1),
        utc: utc.unwrap_or(unit.utc),
        binned: binned.unwrap_or(unit.binned),
        ..unit
    })
}

/// A unit by its name.
fn named(name: &str) -> Option<TimeUnit> {
    let (binned, name) = name.strip_prefix("binned").map_or((false, name), |rest| (true, rest));
    let (utc, mut rest) = name.strip_prefix("utc").map_or((false, name), |rest| (true, rest));
    let mut parts = 0;
    for (part, name) in PARTS {
        if let Some(after) = rest.strip_prefix(name) {
            parts |= 1 << part as u16;
            rest = after.strip_prefix(PLURAL).filter(|_| name == "week").unwrap_or(after);
        }
    }
    (rest.is_empty() && parts != 0).then_some(TimeUnit { parts, step: 1, utc, binned })
}

/// A unit as a name where that says everything.
pub(super) fn write(unit: TimeUnit) -> Json {
    let mut name = String::new();
    name.push_str(if unit.binned { "binned" } else { "" });
    name.push_str(if unit.utc { "utc" } else { "" });
    let has = |part: TimePart| unit.parts & (1 << part as u16) != 0;
    for (_, part_name) in PARTS.into_iter().filter(|(part, _)| has(*part)) {
        let is_plural = part_name == "week" && has(TimePart::Day) && has(TimePart::Hours);
        name.push_str(part_name);
        name.push_str(if is_plural { PLURAL } else { "" });
    }
    match unit.step {
        0 | 1 => name.into(),
        step => {
            let members = [("unit".to_owned(), Json::from(name)), ("step".to_owned(), step.into())];
            Json::Object(Map::from_iter(members))
        }
    }
}
