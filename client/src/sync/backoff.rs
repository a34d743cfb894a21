//! Backoff: how long to wait before the next attempt. Exponential with full jitter, so that ten thousand pages
//! that lost one relay do not come back in step (Brooker, "Exponential Backoff And Jitter", AWS, 2015).

/// The longest wait after the first failure, in milliseconds.
pub const BASE_MS: u32 = 250;
/// The longest wait after any number of failures, in milliseconds.
pub const CAP_MS: u32 = 10_000;

/// Milliseconds to wait after this many failures in a row; `random` is in `0.0..1.0`.
#[must_use]
pub fn delay_ms(failures: u32, random: f64) -> u32 {
    let doublings = failures.saturating_sub(1).min(16);
    let longest = BASE_MS.saturating_mul(1 << doublings).min(CAP_MS);
    (f64::from(longest) * random) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_the_cap_and_the_shortest_is_none() {
        let longest: Vec<u32> = [0, 1, 2, 3, 6, 7, u32::MAX].map(|failures| delay_ms(failures, 1.0)).to_vec();
        assert_eq!(longest, [250, 250, 500, 1_000, 8_000, 10_000, 10_000]);
        assert_eq!(delay_ms(5, 0.0), 0);
    }
}
