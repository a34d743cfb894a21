//! The crowd: how many connections each address has, so that one machine does not take the places of all others. It
//! knows no socket. As many addresses are remembered as there are connections, and those are bounded.

use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use crate::limits::Key;

/// The connections of each address.
#[derive(Clone, Debug)]
pub(super) struct Crowd {
    max: usize,
    here: Arc<Mutex<HashMap<Key, usize>>>,
}

/// One connection's place among those of its address; free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    key: Key,
    crowd: Crowd,
}

impl Crowd {
    /// Nobody is here yet.
    pub(super) fn new(max: usize) -> Self {
        Self { max, here: Arc::default() }
    }

    /// A place, unless the address has as many as it may have. This machine has as many as it likes.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let key = Key::of_address(address);
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        let count = here.entry(key).or_default();
        if *count >= self.max && !address.to_canonical().is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place { key, crowd: self.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut here = self.crowd.here.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut count) = here.entry(self.key) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P-113.
    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let crowd = Crowd::new(2);
        let enter = |address: &str| crowd.enter(address.parse().unwrap());
        let (first, second) = (enter("192.0.2.1"), enter("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some() && enter("192.0.2.1").is_none());
        assert!(enter("192.0.2.2").is_some(), "others have their own");
        drop(first);
        let third = enter("192.0.2.1");
        assert!(third.is_some());
        let near: Vec<_> = (0..10).filter_map(|_| enter("127.0.0.1")).collect();
        assert_eq!(near.len(), 10);
        drop((second, third, near));
        assert!(crowd.here.lock().unwrap().is_empty(), "nothing is remembered of who has gone");
    }
}
