//! Backoff: how long to wait before the next attempt. Exponential with full jitter, so that ten thousand pages
//! that lost one relay do not come back in step (Brooker, "Exponential Backoff And Jitter", AWS, 2015).

/// The longest wait after the first failure, in milliseconds.
pub const BASE_MS: u32 = 250;
/// The longest wait after any number of failures, in milliseconds.
pub const CAP_MS: u32 = 10_000;

/// Milliseconds to wait after this many failures in a row, where the relay said within what time to come again (0 where it
/// said nothing); `random` is in `0.0..1.0`. The longer of the two times counts, and each moment in it alike.
#[must_use]
pub fn delay_ms(failures: u32, within_ms: u32, random: f64) -> u32 {
    let doublings = failures.saturating_sub(1).min(16);
    let longest = BASE_MS.saturating_mul(1 << doublings).min(CAP_MS).max(within_ms);
    (f64::from(longest) * random) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_the_cap_and_the_shortest_is_none() {
        let longest: Vec<u32> = [0, 1, 2, 3, 6, 7, u32::MAX].map(|failures| delay_ms(failures, 0, 1.0)).to_vec();
        assert_eq!(longest, [250, 250, 500, 1_000, 8_000, 10_000, 10_000]);
        assert_eq!(delay_ms(5, 0, 0.0), 0);
        assert_eq!(delay_ms(1, 2_000, 1.0), 2_000);
        assert_eq!(delay_ms(7, 2_000, 1.0), 10_000);
    }

    /// P-141: whatever failed and whatever the relay said, evenly spread pages come back evenly spread: none later than
    /// the time, and no tenth of it sees more than its share.
    #[test]
    fn a_crowd_comes_back_evenly() {
        for (failures, within_ms) in (0..40).flat_map(|failures| [0, 1, 2_000, 60_000].map(|within| (failures, within)))
        {
            let longest = delay_ms(failures, within_ms, 1.0);
            let mut tenths = [0; 10];
            for page in 0..10_000_u32 {
                let wait = delay_ms(failures, within_ms, f64::from(page) / 10_000.0);
                assert!(wait < longest, "{failures} {within_ms}: {wait}");
                tenths[(u64::from(wait) * 10 / u64::from(longest)) as usize] += 1;
            }
            assert!(tenths.iter().all(|tenth| (900..=1_100).contains(tenth)), "{failures} {within_ms}: {tenths:?}");
        }
    }
}
