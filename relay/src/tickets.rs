//! Tickets: what somebody holds who has shown a share link, so that the link itself is shown once. A ticket is a random
//! secret in a cookie that reaches one dashboard only, or in the memory of an embedded page; the relay keeps its hash, in
//! memory, until it ends. What the link is good for is judged each time it is used, so a ticket never outlives its link.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use warp::http::{HeaderMap, header};

use crate::{
    directory::ShareId,
    visitor::{cookies, secret::Secret},
};

/// Most tickets at once, about 100 bytes each; one more is refused until others have ended.
pub const MAX_TICKETS: usize = 100_000;
/// How long a ticket lasts in a cookie, in milliseconds: a working day. The page then shows the link again.
pub const LIFE_MS: i64 = 12 * 60 * 60 * 1000;
/// The name of the cookie; its path names the one dashboard for which it is sent.
pub const COOKIE: &str = "ashboard_link";
/// What stands before a ticket in an `Authorization` header.
const SCHEME: &str = "ticket";
/// What stands before a ticket among the subprotocols of a WebSocket, where a browser can set no other header.
pub const SUBPROTOCOL: &str = "ashboard.ticket.";

/// All tickets: a cheap handle.
#[derive(Clone, Default)]
pub struct Tickets(Arc<Mutex<HashMap<[u8; 32], Ticket>>>);

#[derive(Clone, Copy)]
struct Ticket {
    share: ShareId,
    ends_ms: i64,
}

/// As many tickets are there as there may be, or the operating system has no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ticket can be made now")]
pub struct NoTicket;

impl Tickets {
    /// A ticket for whoever has shown this link.
    ///
    /// # Errors
    /// [`NoTicket`].
    pub fn issue(&self, share: ShareId, now_ms: i64) -> Result<Secret, NoTicket> {
        let secret = Secret::fresh().map_err(|_| NoTicket)?;
        let mut tickets = self.lock();
        if tickets.len() >= MAX_TICKETS {
            tickets.retain(|_, ticket| now_ms < ticket.ends_ms);
        }
        if tickets.len() >= MAX_TICKETS {
            return Err(NoTicket);
        }
        tickets.insert(secret.hash().0, Ticket { share, ends_ms: now_ms.saturating_add(LIFE_MS) });
        Ok(secret)
    }

    /// The link that whoever sends these headers has shown.
    #[must_use]
    pub fn shown(&self, headers: &HeaderMap, now_ms: i64) -> Option<ShareId> {
        let shown = authorization(headers).into_iter().chain(subprotocol(headers)).chain(cookies(headers, COOKIE));
        let tickets = self.lock();
        let found = shown.filter_map(|ticket| tickets.get(&crate::directory::SecretHash::of(ticket).0));
        found.filter(|ticket| now_ms < ticket.ends_ms).map(|ticket| ticket.share).next()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Ticket>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    let (scheme, ticket) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(ticket.trim())
}

fn subprotocol(headers: &HeaderMap) -> Option<&str> {
    let offered = headers.get(header::SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    offered.split(',').find_map(|offered| offered.trim().strip_prefix(SUBPROTOCOL))
}

impl fmt::Debug for Tickets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tickets").field("count", &self.lock().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn a_ticket_is_good_until_it_ends_in_whichever_header_it_comes() {
        let (tickets, share) = (Tickets::default(), ShareId::fixed(7));
        let secret = tickets.issue(share, 1_000).unwrap();
        let ticket = secret.reveal();
        for (name, value) in [
            ("authorization", format!("Ticket {ticket}")),
            ("sec-websocket-protocol", format!("ashboard, {SUBPROTOCOL}{ticket}")),
            ("cookie", format!("a=b; {COOKIE}={ticket}")),
        ] {
            assert_eq!(tickets.shown(&headers(name, &value), 1_000 + LIFE_MS - 1), Some(share), "{name}");
            assert_eq!(tickets.shown(&headers(name, &value), 1_000 + LIFE_MS), None, "{name}");
            assert_eq!(tickets.shown(&headers(name, &value.replace(ticket, "0")), 1_000), None, "{name}");
        }
        assert!(!format!("{tickets:?}{secret:?}").contains(ticket));
    }
}
