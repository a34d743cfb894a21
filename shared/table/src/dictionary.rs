//! Dictionary: which code the texts of a growing text column have, and how many rows use each.
//! It keeps the dictionary of the column free of repeated and of unused values, so that a column
//! whose values churn does not grow. It knows nothing of rows' numbers or ages.

use std::{collections::HashMap, ops::Range};

use crate::column::TextColumn;

/// The index of one [`TextColumn`]; every method takes that same column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    codes: HashMap<Box<str>, u32>,
    /// Rows per dictionary entry.
    uses: Vec<u32>,
    /// New codes by old codes, kept between calls for its memory.
    recoded: Vec<u32>,
}

impl Dictionary {
    /// The index of a column as it is; what no row uses stays in it until rows are dropped.
    pub(crate) fn of(column: &TextColumn) -> Self {
        let codes = column.dictionary.iter().zip(1..).map(|(text, code)| (text.as_str().into(), code)).collect();
        let mut uses = vec![0; column.dictionary.len()];
        for code in column.codes.iter().filter(|code| **code > 0) {
            uses[*code as usize - 1] += 1;
        }
        Self { codes, uses, recoded: Vec::new() }
    }

    /// Appends one text, or a gap.
    pub(crate) fn push(&mut self, column: &mut TextColumn, text: Option<&str>) {
        let code = text.map_or(0, |text| self.code(column, text));
        self.push_code(column, code);
    }

    /// Appends rows of another column, whose codes are translated.
    pub(crate) fn append(&mut self, column: &mut TextColumn, other: &TextColumn, rows: Range<usize>) {
        let mut recoded = std::mem::take(&mut self.recoded);
        recoded.clear();
        recoded.resize(other.dictionary.len() + 1, 0);
        for row in rows {
            let Some(text) = other.get(row) else {
                self.push_code(column, 0);
                continue;
            };
            let known = &mut recoded[other.codes[row] as usize];
            if *known == 0 {
                *known = self.code(column, text);
            }
            self.push_code(column, *known);
        }
        self.recoded = recoded;
    }

    /// Removes the oldest rows and the values that only they used.
    pub(crate) fn drop_front(&mut self, column: &mut TextColumn, rows: usize) {
        let mut unused = false;
        for code in column.codes[..rows].iter().filter(|code| **code > 0) {
            let uses = &mut self.uses[*code as usize - 1];
            *uses -= 1;
            unused |= *uses == 0;
        }
        column.codes.drop_front(rows);
        if unused {
            self.forget_unused(column);
        }
    }

    /// Forgets everything but its memory.
    pub(crate) fn clear(&mut self, column: &mut TextColumn) {
        self.codes.clear();
        self.uses.clear();
        column.codes.clear();
        column.dictionary.clear();
    }

    /// Memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let entry = size_of::<(Box<str>, u32)>() + 1;
        let texts: usize = self.codes.keys().map(|text| text.len()).sum();
        texts + self.codes.capacity() * entry + (self.uses.capacity() + self.recoded.capacity()) * size_of::<u32>()
    }

    fn push_code(&mut self, column: &mut TextColumn, code: u32) {
        if let Some(entry) = code.checked_sub(1) {
            self.uses[entry as usize] += 1;
        }
        column.codes.push(code);
    }

    /// The code of a text, which enters the dictionary where it is new.
    fn code(&mut self, column: &mut TextColumn, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        column.dictionary.push(text.to_owned());
        self.uses.push(0);
        let code = column.dictionary.len() as u32;
        self.codes.insert(text.into(), code);
        code
    }

    /// Closes the holes that unused values leave; the others keep their order.
    fn forget_unused(&mut self, column: &mut TextColumn) {
        self.recoded.clear();
        self.recoded.push(0);
        let mut used = 0;
        for uses in &self.uses {
            used += u32::from(*uses > 0);
            self.recoded.push(if *uses > 0 { used } else { 0 });
        }
        let recoded = &self.recoded;
        for code in column.codes.iter_mut() {
            *code = recoded[*code as usize];
        }
        self.codes.retain(|_, code| {
            *code = recoded[*code as usize];
            *code > 0
        });
        let mut uses = self.uses.iter();
        column.dictionary.retain(|_| uses.next().is_some_and(|uses| *uses > 0));
        self.uses.retain(|uses| *uses > 0);
    }
}
