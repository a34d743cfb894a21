//! Cursor: a walk over JSON that forgets nothing. Members are taken out of an object as they are read; whatever is left
//! in it at the end is reported as dropped by itself, so that no reader has to remember what it does not know.

use std::{cell::RefCell, sync::Arc};

use serde_json::{Map, Value as Json};
use table::Expression;

use super::{Dropped, Loss, Named, Problem};

/// What was dropped so far. No more than so many are kept: a list for people ends somewhere.
#[derive(Default)]
pub(super) struct Report(RefCell<Vec<Dropped>>);

const MAX_DROPPED: usize = 10_000;

/// A value and where it stands.
pub(super) struct Item<'r> {
    value: Json,
    path: String,
    report: &'r Report,
}

/// The members of an object that were not read yet.
pub(super) struct Object<'r> {
    members: Map<String, Json>,
    path: String,
    report: &'r Report,
}

impl Report {
    fn add(&self, path: String, loss: Loss, why: &str) {
        let mut dropped = self.0.borrow_mut();
        if dropped.len() < MAX_DROPPED {
            let what = path.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
            let what = what.replace("~1", "/").replace("~0", "~");
            dropped.push(Dropped { what, path, why: why.to_owned(), loss });
        }
    }

    fn has_below(&self, path: &str) -> bool {
        let is_below = |dropped: &Dropped| {
            dropped.is_essential() && dropped.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
        };
        self.0.borrow().iter().any(is_below)
    }

    pub(super) fn into_dropped(self) -> Vec<Dropped> {
        self.0.into_inner()
    }
}

impl<'r> Item<'r> {
    pub(super) fn new(value: Json, report: &'r Report) -> Self {
        Self { value, path: String::new(), report }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn peek(&self) -> &Json {
        &self.value
    }

    pub(super) fn json(self) -> Json {
        self.value
    }

    /// Leaves it out.
    pub(super) fn leave(self, loss: Loss, why: &str) {
        self.report.add(self.path, loss, why);
    }

    /// Says that something is lost with it, though it is kept.
    pub(super) fn note(&self, loss: Loss, why: &str) {
        self.report.add(self.path.clone(), loss, why);
    }

    /// Leaves it out, because something else should stand here.
    pub(super) fn unfit<T>(self, expected: &str) -> Option<T> {
        self.leave(Loss::Content, &format!("here should be {expected}"));
        None
    }

    pub(super) fn object(self) -> Option<Object<'r>> {
        match self.value {
            Json::Object(members) => Some(Object { members, path: self.path, report: self.report }),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => self.unfit("an object"),
        }
    }

    /// The elements of a list; anything else is the only one.
    pub(super) fn list(self) -> Vec<Self> {
        let (report, path) = (self.report, self.path);
        match self.value {
            Json::Array(values) => {
                let item = |(index, value)| Self { value, path: format!("{path}/{index}"), report };
                values.into_iter().enumerate().map(item).collect()
            }
            value => vec![Self { value, path, report }],
        }
    }

    pub(super) fn text(self) -> Option<String> {
        match self.value {
            Json::String(text) => Some(text),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => self.unfit("a text"),
        }
    }

    /// An expression that this program can follow.
    pub(super) fn expression(self) -> Option<Arc<str>> {
        let Some(text) = self.value.as_str() else { return self.unfit("an expression") };
        match Expression::parse(text) {
            Ok(_) => Some(text.into()),
            Err(error) => {
                let why = format!("the expression cannot be followed: {error}");
                self.leave(Loss::Content, &why);
                None
            }
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        self.value.as_f64().or_else(|| self.unfit("a number"))
    }

    pub(super) fn flag(self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.unfit("true or false"))
    }

    /// A number that counts something.
    pub(super) fn count(self) -> Option<usize> {
        let whole = self.value.as_f64().filter(|number| (0.0..=1e9).contains(number));
        whole.map(|number| number as usize).or_else(|| self.unfit("a number from 0"))
    }

    /// Two numbers.
    pub(super) fn pair(self) -> Option<[f64; 2]> {
        let number = |index: usize| self.value.get(index).and_then(Json::as_f64);
        match (number(0), number(1)) {
            (Some(low), Some(high)) if self.value.get(2).is_none() => Some([low, high]),
            _ => self.unfit("two numbers"),
        }
    }

    /// A word of the format.
    pub(super) fn named<T: Named>(self) -> Option<T> {
        match self.value.as_str().and_then(T::of) {
            Some(value) => Some(value),
            None => {
                let why = format!("{} is not known here; known are {}", self.value, T::list());
                self.leave(Loss::Content, &why);
                None
            }
        }
    }
}

impl<'r> Object<'r> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.contains_key(key)
    }

    pub(super) fn peek(&self, key: &str) -> Option<&Json> {
        self.members.get(key)
    }

    /// Takes a member out.
    pub(super) fn take(&mut self, key: &str) -> Option<Item<'r>> {
        let value = self.members.shift_remove(key)?;
        Some(Item { value, path: self.path_of(key), report: self.report })
    }

    fn path_of(&self, key: &str) -> String {
        format!("{}/{}", self.path, key.replace('~', "~0").replace('/', "~1"))
    }

    /// Takes a member out that may as well be said as `null`, which says nothing.
    pub(super) fn said(&mut self, key: &str) -> Option<Item<'r>> {
        self.take(key).filter(|item| !item.value.is_null())
    }

    /// Takes all members out.
    pub(super) fn take_all(&mut self) -> Vec<(String, Item<'r>)> {
        let keys: Vec<String> = self.members.keys().cloned().collect();
        keys.into_iter().filter_map(|key| self.take(&key).map(|item| (key, item))).collect()
    }

    /// Takes those members out that are to be kept as they are written: keys apart by blanks.
    pub(super) fn keep(&mut self, keys: &str) -> Map<String, Json> {
        let is_kept = |key: &String| keys.split(' ').any(|other| other == key);
        let (kept, rest) = std::mem::take(&mut self.members).into_iter().partition(|(key, _)| is_kept(key));
        self.members = rest;
        kept
    }

    /// Says that something is lost with a member, if it is there, though it is kept.
    pub(super) fn note(&self, key: &str, loss: Loss, why: &str) {
        if self.has(key) {
            self.report.add(self.path_of(key), loss, why);
        }
    }

    /// Reports a member, if it is there, as something that this program lacks.
    pub(super) fn lacks(&mut self, key: &str, loss: Loss, why: &str) {
        if let Some(item) = self.take(key) {
            item.leave(loss, why);
        }
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.said(key)?.text()
    }

    pub(super) fn name(&mut self, key: &str) -> Option<Arc<str>> {
        self.text(key).map(Into::into)
    }

    pub(super) fn number(&mut self, key: &str) -> Option<f64> {
        self.said(key)?.number()
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        self.said(key)?.flag()
    }

    /// Several names: a list of texts or one.
    pub(super) fn names(&mut self, key: &str) -> Vec<Arc<str>> {
        let items = self.said(key).map(Item::list).unwrap_or_default();
        items.into_iter().filter_map(Item::text).map(Into::into).collect()
    }

    /// Leaves the whole object out; where a part of it was left out already, that is the reason.
    pub(super) fn leave(mut self, loss: Loss, why: &str) {
        self.members.clear();
        if !self.report.has_below(&self.path) {
            self.report.add(std::mem::take(&mut self.path), loss, why);
        }
    }

    /// A problem of this object, which shows nothing then.
    pub(super) fn fault(&self, what: &str, remedy: &str) -> Problem {
        Problem::new(&self.path, what, remedy)
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        for (_, item) in self.take_all() {
            item.leave(Loss::Nothing, "Vega-Lite has no such property here");
        }
    }
}
