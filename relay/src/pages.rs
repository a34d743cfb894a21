//! Pages: the files of the built page, read into memory at the start. Only what was found then is ever served, so no
//! path can lead out of the folder. It chooses among the compressed forms that the build has made, and says how long
//! a browser may keep each file. Whoever asks, and what else the relay answers, is not its business.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use warp::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    reply::Response,
};

/// Most bytes of all files together; a folder with more is not a built page, and the relay does not start with it.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Most files; a folder with more is not a built page, and the relay does not start with it.
pub const MAX_FILES: usize = 2_000;

/// The name of a file with a hash of its content never gets another content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Asked for again each time; the answer is short where nothing has changed.
const REVALIDATE: &str = "no-cache";
/// Digits of a hash in a name, at least.
const MIN_HASH_DIGITS: usize = 8;

/// Said in place of the page where there is none.
const NO_PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ashboard</title>\
<h1>The relay runs, but its page is not built</h1>\
<p>Type <code>make run</code> in the folder of the project: it builds the page and starts the relay again.</p>\
<p>If the page is built already, say where: <code>ashboard serve --page FOLDER</code>.</p></html>";

/// The page's own addresses beside those of dashboards: each opens the page, which shows what it stands for.
const VIEWS: [&str; 6] = ["/", "/s", "/audit", "/status", "/sign-in", "/account"];

/// The files of the page by the path under which they are served.
#[derive(Debug, Default)]
pub struct Pages {
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
struct File {
    content_type: &'static str,
    cache_control: &'static str,
    etag: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// What a browser asks for, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The path as it was sent, percent signs and all.
    pub path: &'a str,
    /// `Accept`, `Accept-Encoding`, `If-None-Match`.
    pub headers: &'a HeaderMap,
}

impl Pages {
    /// Reads the folder; without one there is only a page that says what to do.
    ///
    /// # Errors
    /// When the folder cannot be read, or is no built page by its size.
    pub fn load(folder: &Path) -> io::Result<Self> {
        if !folder.join("index.html").is_file() {
            tracing::warn!(folder = %folder.display(), "there is no built page in this folder");
            return Ok(Self::default());
        }
        let mut found = BTreeMap::new();
        let mut bytes = 0;
        list(folder, "", &mut found, &mut bytes)?;
        let mut contents = BTreeMap::new();
        for (path, file) in found {
            contents.insert(path, Bytes::from(fs::read(file)?));
        }
        let served = contents.iter().filter(|(path, _)| original(path).is_none_or(|path| !contents.contains_key(path)));
        let files: BTreeMap<_, _> =
            served.map(|(path, plain)| (path.clone(), File::new(path, plain, &contents))).collect();
        if files.get("/index.html").is_some_and(|file| has_inline_script(&file.plain)) {
            tracing::warn!("index.html has an inline script, which browsers will not run under the relay's policy");
        }
        Ok(Self { files })
    }

    /// The answer for a path, or `None` where nothing is served there.
    #[must_use]
    pub fn answer(&self, asked: Asked<'_>) -> Option<Response> {
        let wants_page = VIEWS.contains(&asked.path) || (asked.path.starts_with("/d/") && asked.accepts_html());
        if wants_page && self.files.is_empty() {
            return Some(no_page());
        }
        let path = if wants_page { "/index.html" } else { asked.path };
        self.files.get(path).map(|file| file.answer(asked))
    }
}

impl Asked<'_> {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn accepts_html(&self) -> bool {
        self.header(header::ACCEPT).split(',').any(|range| range.trim().starts_with("text/html"))
    }

    /// Whether the encoding may be sent: named, or `*`, and not with a weight of 0.
    fn accepts_encoding(&self, encoding: &str) -> bool {
        self.header(header::ACCEPT_ENCODING).split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
            [encoding, "*"].contains(&name.trim().to_ascii_lowercase().as_str()) && weight.is_none_or(|q| q > 0.0)
        })
    }

    fn has_already(&self, etag: &str) -> bool {
        self.header(header::IF_NONE_MATCH).split(',').any(|other| other.trim() == etag || other.trim() == "*")
    }
}

impl File {
    fn new(path: &str, plain: &Bytes, contents: &BTreeMap<String, Bytes>) -> Self {
        let compressed = |ending: &str| contents.get(&format!("{path}{ending}")).cloned();
        Self {
            content_type: content_type(path),
            cache_control: if has_hash(path) { IMMUTABLE } else { REVALIDATE },
            etag: format!("W/\"{:016x}\"", fnv_1a(plain)),
            plain: plain.clone(),
            brotli: compressed(".br"),
            gzip: compressed(".gz"),
        }
    }

    fn answer(&self, asked: Asked<'_>) -> Response {
        let (body, encoding) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if asked.accepts_encoding("br") => (brotli, Some("br")),
            (_, Some(gzip)) if asked.accepts_encoding("gzip") => (gzip, Some("gzip")),
            _ => (&self.plain, None),
        };
        let unchanged = asked.has_already(&self.etag);
        let mut response = if unchanged { Response::default() } else { Response::new(body.clone().into()) };
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache_control));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        if !unchanged {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }
}

fn no_page() -> Response {
    let mut response = Response::new(NO_PAGE.into());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Lists the files below a folder. Links are passed over, because they may lead out of it; hidden files are nobody's.
fn list(folder: &Path, path: &str, found: &mut BTreeMap<String, PathBuf>, bytes: &mut u64) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        let path = format!("{path}/{name}");
        if kind.is_dir() {
            list(&entry.path(), &path, found, bytes)?;
        } else if kind.is_file() {
            *bytes += entry.metadata()?.len();
            found.insert(path, entry.path());
        }
        if *bytes > MAX_BYTES || found.len() > MAX_FILES {
            let what = "the folder of the page has more than a built page has: is it the right one?";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
    }
    Ok(())
}

/// The path of which this one is the compressed form.
fn original(path: &str) -> Option<&str> {
    path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether the name has a hash, as in `client-0123456789abcdef_bg.wasm`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '.', '_'])
        .skip(1)
        .any(|part| part.len() >= MIN_HASH_DIGITS && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

fn has_inline_script(html: &[u8]) -> bool {
    let html = String::from_utf8_lossy(html).to_ascii_lowercase();
    html.split("<script").skip(1).any(|rest| rest.split('>').next().is_some_and(|tag| !tag.contains("src=")))
}

fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
