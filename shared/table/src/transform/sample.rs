//! Sample: at most so many rows, each equally likely, in their order (Algorithm S, Knuth vol. 2, §3.4.2). The seed is fixed,
//! so that equal rows give equal samples.

use crate::{relation::Relation, transform::quantiles::Generator};

/// Any number, always this one.
const SEED: u64 = 0x5A3B_1E00_A2D5_0002;

pub(crate) fn apply(relation: &Relation, size: usize) -> Relation {
    if relation.rows() <= size {
        return relation.clone();
    }
    let mut generator = Generator(SEED);
    let mut rows = Vec::with_capacity(size);
    for row in 0..relation.rows() {
        if generator.below(relation.rows() - row) < size - rows.len() {
            rows.push(row as u32);
        }
    }
    relation.take(&rows)
}
