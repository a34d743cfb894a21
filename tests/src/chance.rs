//! Chance: the one source of randomness of a simulation. The same seed gives the same numbers on every machine.
//! It knows nothing of what is chosen.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// A seeded generator.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The numbers of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 to `end - 1`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.0.next_u64() >> 1).unwrap_or(usize::MAX);
        if end == 0 { 0 } else { number % end }
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these, `None` if there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(items.len());
        items.get(index)
    }

    /// One of these.
    pub fn one_of<T: Copy, const N: usize>(&mut self, items: [T; N]) -> T {
        items[self.below(N)]
    }

    /// Eight random bytes, as ids are made of.
    pub fn eight_bytes(&mut self) -> [u8; 8] {
        self.0.next_u64().to_be_bytes()
    }
}

/// The seeds of a randomized test: as many as `rounds` says, from 1. `PROOF_ROUNDS` says otherwise how many,
/// `PROOF_SEED` from which; with it alone one is repeated. (What begins with `ASHBOARD_` is for the relay, which refuses
/// what it does not know.)
#[must_use]
pub fn seeds(rounds: u64) -> std::ops::Range<u64> {
    let (first, count) = (number("PROOF_SEED"), number("PROOF_ROUNDS"));
    let count = count.unwrap_or(if first.is_some() { 1 } else { rounds });
    let first = first.unwrap_or(1);
    first..first.saturating_add(count)
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    match text.parse() {
        Ok(number) => Some(number),
        Err(_) => panic!("{variable}={text} is not a whole number"),
    }
}
