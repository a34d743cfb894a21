//! The gate, case by case: what pages of other origins may not do. Who may what is the matrix of `tests/rights.rs`.

use std::net::Ipv4Addr;

use super::*;

const OWN: &str = "127.0.0.1:8080";
const NEAR: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
const FAR: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)));

fn rules(by_loopback: bool) -> Rules {
    Rules { by_loopback, allowed_origins: vec!["https://charts.example.org".into()] }
}

fn judge(
    rules: &Rules,
    method: &str,
    path: &str,
    pairs: &[(&'static str, &str)],
    peer: Option<IpAddr>,
) -> Option<Code> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    let method = method.parse().unwrap();
    let asked = Asked { method: &method, path, headers: &headers, peer };
    let (need, _) = need(&method, path).unwrap();
    let judged = rules.judge_host(&asked).and_then(|()| rules.judge_origin(&asked, need));
    judged.err().map(|problem| problem.code)
}

#[test]
fn only_pages_of_the_relay_and_of_allowed_origins_come_through() {
    let trusted = ["http://127.0.0.1:8080", "https://127.0.0.1:8080", "https://charts.example.org"];
    let foreign = [
        "null",
        "",
        "http://127.0.0.1",
        "http://127.0.0.1:8081",
        "http://localhost:8080",
        "https://charts.example.org:443",
        "http://charts.example.org",
        "https://charts.example.org.evil.example",
        "https://evil.example",
        "HTTPS://CHARTS.EXAMPLE.ORG",
        "file://127.0.0.1:8080",
        "http://evil@127.0.0.1:8080",
    ];
    let rules = rules(true);
    for (method, path) in [
        ("GET", "/api/v1/dashboards"),
        ("GET", "/api/v1/dashboards/x/ws"),
        ("POST", "/api/v1/dashboards"),
        ("DELETE", "/api/v1/dashboards/x"),
    ] {
        let judged = |origin: &str| {
            let headers = [("host", OWN), ("origin", origin), ("x-ashboard", "1")];
            judge(&rules, method, path, &headers, NEAR)
        };
        for origin in trusted {
            assert_eq!(judged(origin), None, "{method} {path} from {origin}");
        }
        for origin in foreign {
            assert_eq!(judged(origin), Some(Code::ForeignOrigin), "{method} {path} from {origin:?}");
        }
    }
}

#[test]
fn a_write_of_a_page_carries_its_header_and_a_program_needs_nothing() {
    let rules = rules(true);
    let post = |headers: &[(&'static str, &str)]| {
        let headers: Vec<_> = [("host", OWN)].iter().chain(headers).copied().collect();
        judge(&rules, "POST", "/api/v1/dashboards", &headers, NEAR)
    };
    let own = ("origin", "http://127.0.0.1:8080");
    assert_eq!(post(&[]), None, "curl");
    assert_eq!(post(&[own]), Some(Code::MissingHeader));
    assert_eq!(post(&[own, ("x-ashboard", "0")]), Some(Code::MissingHeader));
    assert_eq!(post(&[own, ("x-ashboard", "1")]), None);
    assert_eq!(post(&[("sec-fetch-site", "same-origin")]), Some(Code::MissingHeader));
    for site in ["cross-site", "same-site"] {
        assert_eq!(post(&[("sec-fetch-site", site), ("x-ashboard", "1")]), Some(Code::ForeignOrigin), "{site}");
    }
}

#[test]
fn a_socket_without_an_origin_is_for_programs_on_this_machine() {
    let rules = rules(false);
    let socket = |peer| judge(&rules, "GET", "/api/v1/dashboards/x/ws", &[("host", "ash.example.org")], peer);
    assert_eq!((socket(NEAR), socket(FAR), socket(None)), (None, Some(Code::ForeignOrigin), Some(Code::ForeignOrigin)));
}

/// A name of the attacker's that points to 127.0.0.1 would make every page an owner.
#[test]
fn a_foreign_name_for_this_machine_is_refused_where_the_address_gives_the_role() {
    let get = |host: &str, by_loopback| {
        let rules = rules(by_loopback);
        judge(&rules, "GET", "/api/v1/dashboards", &[("host", host)], NEAR)
    };
    for host in ["127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "localhost", "LOCALHOST:1", "charts.example.org"] {
        assert_eq!(get(host, true), None, "{host}");
    }
    for host in ["", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "a b"] {
        assert_eq!(get(host, true), Some(Code::ForeignOrigin), "{host:?}");
        assert_eq!(get(host, false), None, "{host:?}: the operator has said who may");
    }
}
