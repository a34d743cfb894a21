//! A folder like a built page, and everything that a browser or an attacker may ask of it.

use tempfile::TempDir;

use super::*;

const PROGRAM: &str = "/client-0123456789abcdef.js";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    fs::create_dir(folder.path().join("icons")).unwrap();
    write("index.html", "<!doctype html><script type=module src=/start.js></script>");
    write("client-0123456789abcdef.js", "plain");
    write("client-0123456789abcdef.js.br", "brotli");
    write("client-0123456789abcdef.js.gz", "gzip");
    write("client-0123456789abcdef_bg.wasm", "\0asm");
    write("icons/favicon.svg", "<svg/>");
    write("sw.js", "worker");
    folder
}

fn ask(pages: &Pages, path: &str, headers: &[(&'static str, &str)]) -> Option<Response> {
    let headers = headers
        .iter()
        .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()));
    pages.answer(Asked { path, headers: &headers.collect() })
}

fn header_of<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

#[test]
fn every_kind_of_file_has_its_type_and_its_time() {
    let folder = folder();
    let pages = Pages::load(folder.path()).unwrap();
    let cases = [
        ("/", "text/html; charset=utf-8", REVALIDATE),
        ("/index.html", "text/html; charset=utf-8", REVALIDATE),
        (PROGRAM, "text/javascript; charset=utf-8", IMMUTABLE),
        ("/client-0123456789abcdef_bg.wasm", "application/wasm", IMMUTABLE),
        ("/icons/favicon.svg", "image/svg+xml", REVALIDATE),
        ("/sw.js", "text/javascript; charset=utf-8", REVALIDATE),
    ];
    for (path, content_type, cache_control) in cases {
        let response = ask(&pages, path, &[]).unwrap();
        assert_eq!(header_of(&response, "content-type"), Some(content_type), "{path}");
        assert_eq!(header_of(&response, "cache-control"), Some(cache_control), "{path}");
        assert_eq!(header_of(&response, "vary"), Some("accept-encoding"), "{path}");
    }
}

#[test]
fn the_best_encoding_that_is_accepted_is_sent() {
    let folder = folder();
    let pages = Pages::load(folder.path()).unwrap();
    let cases = [
        ("", None),
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip", Some("gzip")),
        ("br;q=0, gzip;q=0.5", Some("gzip")),
        ("BR", Some("br")),
        ("*", Some("br")),
        ("identity", None),
        ("gzip;q=0", None),
    ];
    for (accepted, encoding) in cases {
        let response = ask(&pages, PROGRAM, &[("accept-encoding", accepted)]).unwrap();
        assert_eq!(header_of(&response, "content-encoding"), encoding, "{accepted:?}");
    }
    let plain = ask(&pages, "/icons/favicon.svg", &[("accept-encoding", "br")]).unwrap();
    assert_eq!(header_of(&plain, "content-encoding"), None, "there is no compressed form");
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let folder = folder();
    let pages = Pages::load(folder.path()).unwrap();
    let first = ask(&pages, "/", &[]).unwrap();
    let etag = header_of(&first, "etag").unwrap();
    let again = ask(&pages, "/", &[("if-none-match", etag)]).unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header_of(&again, "etag"), Some(etag));
    assert_eq!(ask(&pages, "/", &[("if-none-match", "W/\"0\"")]).unwrap().status(), StatusCode::OK);
}

/// The sign-in page was an address that the program of the page knew and the relay did not.
#[test]
fn every_address_of_the_page_opens_it() {
    let folder = folder();
    let pages = Pages::load(folder.path()).unwrap();
    let page = ask(&pages, "/", &[]).unwrap();
    for path in ["/s", "/audit", "/status", "/sign-in", "/account"] {
        let response = ask(&pages, path, &[]).unwrap();
        assert_eq!(header_of(&response, "etag"), header_of(&page, "etag"), "{path}");
    }
}

#[test]
fn only_navigation_below_d_falls_back_to_the_page() {
    let folder = folder();
    let pages = Pages::load(folder.path()).unwrap();
    let html = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    assert!(ask(&pages, "/d/01900000-0000-7000-8000-000000000001", &html).is_some());
    assert!(ask(&pages, "/d/x", &[("accept", "application/json")]).is_none());
    assert!(ask(&pages, "/x", &html).is_none());
    assert!(ask(&pages, "/api/v1/nothing", &html).is_none());
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let folder = folder();
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(folder.path().join("icons/.hidden"), "served to nobody").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(secret.path(), folder.path().join("link.html")).unwrap();
        std::os::unix::fs::symlink(secret.path().parent().unwrap(), folder.path().join("linked")).unwrap();
    }
    let name = secret.path().file_name().unwrap().to_str().unwrap();
    let pages = Pages::load(folder.path()).unwrap();
    let paths = [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc%5cpasswd",
        "/....//....//etc/passwd",
        "/icons/../../etc/passwd",
        "/icons/../index.html",
        "//etc/passwd",
        "/etc/passwd",
        "etc/passwd",
        "/index.html%00.svg",
        "/icons",
        "/icons/",
        "/icons/.hidden",
        "/link.html",
        "/client-0123456789abcdef.js.br",
        "",
    ];
    for path in paths.into_iter().chain([secret.path().to_str().unwrap(), &format!("/linked/{name}")]) {
        assert!(ask(&pages, path, &[("accept", "text/html")]).is_none(), "{path}");
    }
}

#[test]
fn without_a_page_a_person_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("missing")] {
        let pages = Pages::load(&path).unwrap();
        let response = ask(&pages, "/", &[]).unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(ask(&pages, "/index.html", &[]).is_none());
    }
}

#[test]
fn inline_scripts_are_found() {
    assert!(has_inline_script(b"<p><SCRIPT>go()</SCRIPT>"));
    assert!(has_inline_script(b"<script src=a.js></script><script type=module>go()</script>"));
    assert!(!has_inline_script(b"<script type=module src=a.js></script>"));
}
