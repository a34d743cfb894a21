//! Stars: the dashboards that somebody marked in this browser. They are nobody else's, so the relay does not hear of them.

use crate::json::{Json, quoted};

/// Where this browser keeps them.
const KEY: &str = "ashboard.starred";
/// Most of them; the oldest gives way.
const MAX_STARS: usize = 200;

/// The ids, the oldest first.
pub(super) fn load() -> Vec<String> {
    let kept = || gloo::utils::window().local_storage().ok()??.get_item(KEY).ok()?;
    let kept = kept().and_then(|text| Json::read(&text)?.texts("ids"));
    kept.unwrap_or_default()
}

/// With a star where there was none, without where there was; a browser that keeps nothing forgets it with the page.
pub(super) fn toggled(ids: &[String], id: &str) -> Vec<String> {
    let mut ids: Vec<String> = ids.to_vec();
    match ids.iter().position(|starred| starred == id) {
        Some(at) => drop(ids.remove(at)),
        None => ids.push(id.to_owned()),
    }
    ids.drain(..ids.len().saturating_sub(MAX_STARS));
    ids
}

/// Keeps them.
pub(super) fn store(ids: &[String]) {
    let ids: Vec<_> = ids.iter().map(|id| quoted(id)).collect();
    if let Ok(Some(storage)) = gloo::utils::window().local_storage() {
        let _storage_is_full_or_off = storage.set_item(KEY, &["{\"ids\":[", &ids.join(","), "]}"].concat());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_set_and_taken_away_and_the_oldest_gives_way() {
        let one = toggled(&[], "a");
        assert_eq!((one.clone(), toggled(&one, "a")), (vec!["a".to_owned()], vec![]));
        let many = (0..=MAX_STARS).fold(Vec::new(), |ids, id| toggled(&ids, &id.to_string()));
        assert_eq!((many.len(), many[0].as_str()), (MAX_STARS, "1"));
    }
}
