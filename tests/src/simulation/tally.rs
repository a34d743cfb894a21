//! A tally: what the runs of a simulation add up to, in the one line that a long run ends with.

use std::{collections::BTreeMap, fmt};

/// What one or many runs went through.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Runs, each of its own seed.
    pub seeds: u64,
    /// Random steps, after each of which the rules were checked.
    pub steps: u64,
    /// Gestures that were put in order.
    pub gestures: u64,
    /// How often each kind of failure was let loose.
    pub faults: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.gestures += other.gestures;
        for (kind, count) in other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        self
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: u64 = self.faults.values().sum();
        let kinds: Vec<String> = self.faults.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let Self { seeds, steps, gestures, .. } = self;
        write!(f, "{seeds} seeds, {steps} steps, {faults} faults ({}), {gestures} gestures in order", kinds.join(", "))
    }
}
