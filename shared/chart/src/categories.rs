//! Categories: the distinct values of a column, each with its label, as a band of the x axis or as series by colour.
//! Text keeps the order of the dictionary, which is that of first appearance; everything else is sorted.

use table::{Column, TextColumn};

use crate::{calendar::Moments, number};

/// The distinct values of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Categories {
    /// One label for each, in order.
    pub(crate) labels: Vec<String>,
    /// The place of each among all values that the column knows, whether any of these rows has them or not: a colour
    /// follows it, so that it stays with its name when other rows are chosen.
    pub(crate) places: Vec<usize>,
    /// The category of each row; `None` for gaps and for what was left out.
    pub(crate) of_row: Vec<Option<u32>>,
    /// How many categories did not fit the limit.
    pub(crate) left_out: usize,
}

impl Categories {
    /// The first `limit` categories of a column.
    pub(crate) fn of(column: &Column, limit: usize) -> Self {
        match column {
            Column::Text(text) => Self::of_text(text, limit),
            Column::Float(_) | Column::Integer(_) | Column::Time(_) | Column::Flag(_) => Self::of_values(column, limit),
        }
    }

    /// A single category without a name that holds every row.
    pub(crate) fn single(rows: usize) -> Self {
        Self { labels: vec![String::new()], places: vec![0], of_row: vec![Some(0); rows], left_out: 0 }
    }

    fn of_text(text: &TextColumn, limit: usize) -> Self {
        let mut category = vec![None; text.dictionary.len() + 1];
        for code in &text.codes {
            category[*code as usize] = Some(0);
        }
        category[0] = None;
        let (mut labels, mut places) = (Vec::new(), Vec::new());
        let mut left_out = 0;
        let known = category.iter_mut().skip(1).zip(&text.dictionary).enumerate();
        for (place, (known, label)) in known.filter(|(_, (known, _))| known.is_some()) {
            if labels.len() < limit {
                *known = Some(labels.len() as u32);
                labels.push(label.clone());
                places.push(place);
            } else {
                *known = None;
                left_out += 1;
            }
        }
        Self { labels, places, of_row: text.codes.iter().map(|code| category[*code as usize]).collect(), left_out }
    }

    fn of_values(column: &Column, limit: usize) -> Self {
        let numbers: Vec<f64> = (0..column.len()).map(|row| column.number(row)).collect();
        let mut distinct: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        let left_out = distinct.len().saturating_sub(limit);
        distinct.truncate(limit);
        let find = |number: &f64| distinct.binary_search_by(|known| known.total_cmp(number)).ok();
        let of_row = numbers.iter().map(|number| find(number).map(|index| index as u32)).collect();
        let moments = matches!(column, Column::Time(_)).then(|| Moments::of(distinct.iter().copied(), None));
        let label = |number: &f64| match (column, moments) {
            (Column::Flag(_), _) => if *number > 0.0 { "yes" } else { "no" }.to_owned(),
            (_, Some(moments)) => moments.say(*number),
            (Column::Integer(_), None) => format!("{number:.0}"),
            _ => number::short(*number),
        };
        let place = |(place, number): (usize, &f64)| match column {
            Column::Flag(_) => usize::from(*number > 0.0),
            _ => place,
        };
        let places = distinct.iter().enumerate().map(place).collect();
        Self { labels: distinct.iter().map(label).collect(), places, of_row, left_out }
    }
}

/// Whether a column is drawn in bands along x, rather than on a line.
pub(crate) fn is_banded(column: &Column) -> bool {
    matches!(column, Column::Text(_) | Column::Flag(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_order_and_skips_what_no_row_uses() {
        let dictionary = ["unused", "core 10", "core 2"].map(str::to_owned).to_vec();
        let column = Column::Text(TextColumn { codes: vec![3, 2, 0, 3].into(), dictionary });
        let all = Categories::of(&column, 9);
        assert_eq!(all.labels, ["core 10", "core 2"]);
        assert_eq!(all.places, [1, 2]);
        assert_eq!(all.of_row, [Some(1), Some(0), None, Some(1)]);
        let one = Categories::of(&column, 1);
        assert_eq!((one.of_row, one.left_out), (vec![None, Some(0), None, None], 1));
    }

    #[test]
    fn numbers_and_flags_are_sorted() {
        let column = Column::Integer(vec![Some(20), Some(3), None, Some(20)].into());
        let categories = Categories::of(&column, 9);
        assert_eq!(categories.labels, ["3", "20"]);
        assert_eq!(categories.of_row, [Some(1), Some(0), None, Some(1)]);
        assert_eq!(Categories::of(&Column::Flag(vec![Some(true), Some(false)].into()), 9).labels, ["no", "yes"]);
    }
}
