//! Path: how a field inside nested values is named: `a.b`, `a['b c']`, `a[0]`, and `a\.b` for a dot in a name.
//! A column whose name is the path as written, or without its backslashes, comes first.

use std::sync::Arc;

use super::{Relation, Value, Values};
use crate::transform::FieldPath;

impl Relation {
    /// The values at a path, one for each row; `Missing` in the rows that lack it. `None` where there is no such column.
    #[must_use]
    pub fn path(&self, path: &FieldPath) -> Option<Arc<Values>> {
        if let Some(column) = self.column(path) {
            return Some(column.clone());
        }
        let steps = steps(path);
        let (first, rest) = steps.split_first()?;
        let column = self.column(first)?;
        if rest.is_empty() {
            return Some(column.clone());
        }
        let inner = |value: Value| rest.iter().fold(value, |value, step| value.member(step));
        Some(Arc::new(Values::of((0..self.rows()).map(|row| inner(column.get(row))).collect())))
    }
}

/// The names along a path, from the outside in. Text that is no proper path is read as far as it makes sense.
#[must_use]
pub fn steps(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut step = String::new();
    let mut chars = path.chars();
    // A bracket ends with its own step, so that nothing stands between it and the dot or bracket that follows.
    let mut open = true;
    while let Some(next) = chars.next() {
        match next {
            '\\' => step.extend(chars.next()),
            '.' | '[' => {
                if open || !step.is_empty() {
                    steps.push(std::mem::take(&mut step));
                }
                open = next == '.';
                if next == '[' {
                    steps.push(bracket(&mut chars));
                }
                continue;
            }
            _ => step.push(next),
        }
        open = true;
    }
    if open {
        steps.push(step);
    }
    steps
}

/// What stands in brackets, quotes taken off.
fn bracket(chars: &mut std::str::Chars<'_>) -> String {
    let mut step = String::new();
    let mut quote = None;
    while let Some(next) = chars.next() {
        match (next, quote) {
            ('\\', _) => step.extend(chars.next()),
            ('\'' | '"', None) if step.is_empty() => quote = Some(next),
            (_, Some(end)) if next == end => quote = None,
            (']', None) => break,
            _ => step.push(next),
        }
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read() {
        let cases: &[(&str, &[&str])] = &[
            ("a", &["a"]),
            ("a.b", &["a", "b"]),
            (r"a\.b", &["a.b"]),
            ("a['b c'].d", &["a", "b c", "d"]),
            ("a[0][1]", &["a", "0", "1"]),
            (r#"a["x]"]"#, &["a", "x]"]),
            (r"a\[b\]", &["a[b]"]),
            ("", &[""]),
            ("a.", &["a", ""]),
            ("a[", &["a", ""]),
        ];
        for (path, expected) in cases {
            assert_eq!(steps(path), *expected, "{path}");
        }
    }

    #[test]
    fn the_exact_name_wins() {
        let inner = Value::Record(Arc::new([("b".into(), Value::Number(1.0))]));
        let mut relation = Relation::of_rows(1);
        relation.set("a", Arc::new(Values::of(vec![inner])));
        let at = |relation: &Relation, path: &str| relation.path(&path.into()).map(|values| values.get(0));
        assert_eq!(at(&relation, "a.b"), Some(Value::Number(1.0)));
        assert_eq!(at(&relation, "a.c"), Some(Value::Missing));
        assert_eq!(at(&relation, "c"), None);
        relation.set("a.b", Arc::new(Values::of(vec![Value::Number(2.0)])));
        assert_eq!(at(&relation, "a.b"), Some(Value::Number(2.0)));
        assert_eq!(at(&relation, r"a\.b"), Some(Value::Number(2.0)));
    }
}
