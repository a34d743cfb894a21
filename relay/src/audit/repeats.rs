//! Repeats: acts that can come as often as somebody likes (what was refused, what was read out) are put on record once a
//! minute for each person, act and object, and not without bound in all; how many were left out is told with the next.

use std::{collections::HashSet, sync::Mutex, time::Duration};

use tokio::time::Instant;

use super::{Act, Line};

/// How long the same is not put on record again.
const SPAN: Duration = Duration::from_secs(60);
/// Most such lines in [`SPAN`]: 15 MiB of audit a day at worst. Further ones are counted.
const MAX_LINES: usize = 60;

/// What was put on record lately.
#[derive(Debug, Default)]
pub struct Repeats(Mutex<Lately>);

#[derive(Debug, Default)]
struct Lately {
    since: Option<Instant>,
    seen: HashSet<(String, Act, String)>,
    left_out: u64,
}

impl Repeats {
    /// The line as it is to be put on record, if it is; the lock is not held over anything.
    pub fn admit(&self, line: Line, now: Instant) -> Option<Line> {
        let mut lately = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if lately.since.is_none_or(|since| now - since >= SPAN) {
            lately.since = Some(now);
            lately.seen.clear();
        }
        let key = (line.who.clone(), line.act, line.object.clone());
        if lately.seen.contains(&key) || lately.seen.len() >= MAX_LINES {
            lately.left_out += 1;
            return None;
        }
        lately.seen.insert(key);
        let detail = match std::mem::take(&mut lately.left_out) {
            0 => line.detail,
            left_out => format!("{} ({left_out} more were left out before)", line.detail).trim_start().to_owned(),
        };
        Some(Line { detail, ..line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-181.
    #[test]
    fn the_same_is_told_once_a_minute_and_the_rest_is_counted() {
        let (repeats, start) = (Repeats::default(), Instant::now());
        let admit = |object: &str, after_s| {
            let (who, name, object) = ("token:1".into(), String::new(), object.to_owned());
            let line = Line { at_ms: 0, who, name, from: None, act: Act::Denied, object, detail: "GET".into() };
            repeats.admit(line, start + Duration::from_secs(after_s)).map(|line| line.detail)
        };
        assert_eq!(admit("table:a", 0).as_deref(), Some("GET"));
        assert_eq!((admit("table:a", 1), admit("table:a", 59)), (None, None));
        assert_eq!(admit("table:b", 59).as_deref(), Some("GET (2 more were left out before)"));
        assert_eq!(admit("table:a", 60).as_deref(), Some("GET"));
        let told = (0..1_000).filter(|number| admit(&number.to_string(), 61).is_some()).count();
        assert_eq!(told, MAX_LINES - 1);
        assert_eq!(admit("table:a", 120).as_deref(), Some("GET (941 more were left out before)"));
    }
}
