//! Title: what stands above a view, or beside a channel: lines of text.

use serde_json::{Map, Value as Json};

use super::{
    cursor::{Item, Object},
    dropped::Loss,
    put, value,
};
use crate::spec::Title;

const STYLE: &str = "align anchor angle aria baseline color dx dy font fontSize fontStyle fontWeight frame limit lineHeight \
    offset orient style subtitleColor subtitleFont subtitleFontSize subtitleFontStyle subtitleFontWeight \
    subtitleLineHeight subtitlePadding zindex";

/// A text, several lines, or an object with both and a style.
pub(super) fn read(item: Item<'_>) -> Option<Title> {
    match item.peek() {
        Json::Null => None,
        Json::Object(_) => Some(object(item.object()?)),
        _ => Some(Title { lines: lines(item)?, ..Title::default() }),
    }
}

fn object(mut object: Object<'_>) -> Title {
    let mut part = |key| object.said(key).and_then(lines).unwrap_or_default();
    let (text, subtitle) = (part("text"), part("subtitle"));
    Title { lines: text, subtitle, style: object.keep(STYLE) }
}

/// Lines of text; `None` is explicitly none.
pub(super) fn lines(item: Item<'_>) -> Option<Vec<String>> {
    match item.peek() {
        Json::Null => None,
        Json::Object(_) => {
            item.leave(Loss::Looks, "a title is a text here, not an expression");
            None
        }
        _ => Some(item.list().into_iter().filter_map(line).collect()),
    }
}

fn line(item: Item<'_>) -> Option<String> {
    match item.peek() {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(item.peek().to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => item.unfit("a text"),
    }
}

/// A title as JSON.
pub(super) fn write(title: &Title) -> Json {
    if title.subtitle.is_empty() && title.style.is_empty() {
        return write_lines(Some(&title.lines));
    }
    let mut object = Map::new();
    put(&mut object, "text", Some(write_lines(Some(&title.lines))));
    put(&mut object, "subtitle", (!title.subtitle.is_empty()).then(|| write_lines(Some(&title.subtitle))));
    object.extend(title.style.clone());
    Json::Object(object)
}

/// Lines as JSON: one alone as a text.
pub(super) fn write_lines(lines: Option<&[String]>) -> Json {
    match lines {
        None => Json::Null,
        Some([line]) => line.as_str().into(),
        Some(lines) => value::names(lines),
    }
}
