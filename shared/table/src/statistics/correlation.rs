//! Correlation: how far two columns go together, by their values (Pearson) or by the order of them (Spearman: Pearson's of
//! the ranks, equal values sharing their mean rank). Rows where one of the two is a gap are passed over.

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correlation {
    /// Of the values: 1 on a rising line.
    Pearson,
    /// Of the ranks: 1 on any rising curve.
    Spearman,
}

/// The correlation of each column with each, row by row; NaN where one has no variance.
#[must_use]
pub fn correlations(columns: &[&[f64]], kind: Correlation) -> Vec<Vec<f64>> {
    let of = match kind {
        Correlation::Pearson => pearson,
        Correlation::Spearman => spearman,
    };
    columns.iter().map(|a| columns.iter().map(|b| of(a, b)).collect()).collect()
}

/// From -1 to 1; NaN of fewer than two pairs or where one side has no variance.
#[must_use]
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    of_pairs(&pairs(a, b))
}

/// From -1 to 1; NaN of fewer than two pairs or where one side has no variance.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let pairs = pairs(a, b);
    let ranks = [0, 1].map(|side: usize| ranks(&pairs.iter().map(|pair| pair[side]).collect::<Vec<f64>>()));
    of_pairs(&ranks[0].iter().zip(&ranks[1]).map(|(a, b)| [*a, *b]).collect::<Vec<_>>())
}

fn pairs(a: &[f64], b: &[f64]) -> Vec<[f64; 2]> {
    a.iter().zip(b).map(|(a, b)| [*a, *b]).filter(|pair| pair.iter().all(|number| number.is_finite())).collect()
}

fn of_pairs(pairs: &[[f64; 2]]) -> f64 {
    let mean = |side: usize| pairs.iter().map(|pair| pair[side]).sum::<f64>() / pairs.len() as f64;
    let means = [mean(0), mean(1)];
    let sum = |one: usize, other: usize| {
        pairs.iter().map(|pair| (pair[one] - means[one]) * (pair[other] - means[other])).sum::<f64>()
    };
    let correlation = sum(0, 1) / (sum(0, 0).sqrt() * sum(1, 1).sqrt());
    if correlation.is_finite() { correlation.clamp(-1.0, 1.0) } else { f64::NAN }
}

/// Ranks from 1; equal values have the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while let Some(first) = order.get(start) {
        let count = order[start..].iter().take_while(|row| values[**row] == values[*first]).count();
        let rank = start as f64 + (count as f64 + 1.0) / 2.0;
        order[start..start + count].iter().for_each(|row| ranks[*row] = rank);
        start += count;
    }
    ranks
}
