//! Waiting: for the thing itself, not for time. Every wait names what it awaits and gives up after a generous deadline.
//! It knows nothing of what is awaited.

use std::{
    future::Future,
    time::{Duration, Instant},
};

/// How long anything is awaited: far more than the slowest machine needs. Reaching it fails the test.
pub const DEADLINE: Duration = Duration::from_secs(60);
/// Pause between two looks, so that the awaited program gets the processor.
const PAUSE: Duration = Duration::from_millis(5);

/// Looks again and again until there is a value.
///
/// # Panics
/// At the deadline, naming what was awaited.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = look().await {
            return value;
        }
        assert!(start.elapsed() < DEADLINE, "waited {DEADLINE:?} in vain: {what}");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Waits for one future.
///
/// # Panics
/// At the deadline, naming what was awaited.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(DEADLINE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {DEADLINE:?} in vain: {what}"),
    }
}
