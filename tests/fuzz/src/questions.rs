//! Questions: predicates of any shape, asked of random rows. What holds and what does not hold never overlap, negation
//! taken back changes nothing, and a batch answers as the table that has its rows.

use table::{Comparison, OwnedCell, Predicate, Retention, Table, Test, predicate::MAX_DEPTH};

use super::{
    dice::Dice,
    tables::{self, NAMES},
};

/// How deep a drawn question nests, unless it nests too deep on purpose.
const DEPTH: usize = 4;
const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::AtMost,
    Comparison::Greater,
    Comparison::AtLeast,
];

/// Asks one question in several ways.
pub fn predicate(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let too_deep = dice.one_in(64);
    let mut asked = question(&mut dice, DEPTH);
    if too_deep {
        asked = (0..MAX_DEPTH).fold(asked, |inner, _| not(inner));
    }
    let batch = tables::batch(&mut dice);
    let mut table = Table::new(batch.schema().clone(), Retention { max_rows: usize::MAX, max_age_ms: None });
    table.append(&batch).expect("the same schema");
    let answer = asked.select(&batch);
    assert_eq!(asked.select(&table), answer, "a table and its only batch");
    let Ok(yes) = answer else { return };
    assert!(!too_deep, "nested beyond {MAX_DEPTH}");
    assert!(yes.is_sorted_by(|one, next| one < next), "ascending: {yes:?}");
    let no = not(asked.clone()).select(&batch).expect("the negation fits where the question fits");
    assert!(no.iter().all(|row| !yes.contains(row)), "both true and false: {asked:?}");
    assert_eq!(not(not(asked.clone())).select(&batch), Ok(yes.clone()), "{asked:?}");
    assert_eq!(Predicate::All(vec![asked.clone(), asked.clone()]).select(&batch), Ok(yes.clone()), "{asked:?}");
    assert_eq!(Predicate::Any(vec![asked.clone(), asked]).select(&batch), Ok(yes));
}

fn not(inner: Predicate) -> Predicate {
    Predicate::Not(Box::new(inner))
}

fn question(dice: &mut Dice<'_>, depth: usize) -> Predicate {
    let several = |dice: &mut Dice<'_>| (0..dice.below(4)).map(|_| question(dice, depth - 1)).collect();
    match dice.below(6) {
        0 if depth > 0 => Predicate::All(several(dice)),
        1 if depth > 0 => Predicate::Any(several(dice)),
        2 if depth > 0 => not(question(dice, depth - 1)),
        _ => {
            let field = dice.pick(&NAMES).unwrap_or_default();
            Predicate::field(field, test(dice))
        }
    }
}

fn test(dice: &mut Dice<'_>) -> Test {
    match dice.below(4) {
        0 => Test::OneOf((0..dice.below(5)).map(|_| value(dice)).collect()),
        1 => Test::Range { from: dice.one_in(2).then(|| value(dice)), to: dice.one_in(2).then(|| value(dice)) },
        _ => Test::Compare(dice.pick(&COMPARISONS).unwrap_or(Comparison::Equal), value(dice)),
    }
}

fn value(dice: &mut Dice<'_>) -> OwnedCell {
    use table::DataType as T;
    let data_type = dice.pick(&[T::Float, T::Integer, T::Time, T::Text, T::Flag]).unwrap_or(T::Float);
    tables::cell(dice, data_type)
}
