//! Exports: a dashboard as a file that the relay draws while this page waits. The answer says how far it is, then the
//! file comes. Whoever drops the call closes the connection, and the relay stops drawing.

use gloo::net::http::Method;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use super::{ApiError, of_dashboard, problem, request};

/// Longest line before the file; a longer one is none of the relay's.
const MAX_LINE_BYTES: usize = 1_000;

/// What has come of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// So many panels are drawn, of so many.
    Progress(usize, usize),
    /// The file.
    File(Vec<u8>),
    /// Why there is none.
    Failed(String),
}

/// Calls an export off when it is dropped.
pub(crate) struct Calling(AbortController);

impl Drop for Calling {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What an export waits with until its parts are whole.
#[derive(Debug, Default)]
struct Parcel {
    bytes: Vec<u8>,
    /// How long the file is, once that is known.
    file_bytes: Option<usize>,
}

/// Begins an export; `None` where the browser cannot call one off.
pub(crate) fn calling() -> Option<(Calling, AbortController)> {
    let controller = AbortController::new().ok()?;
    Some((Calling(controller.clone()), controller))
}

/// Draws what the query wants; `on_came` hears how far it is. Gives back the file.
pub(crate) async fn export(
    id: &str,
    query: &str,
    controller: &AbortController,
    on_came: impl Fn(usize, usize),
) -> Result<Vec<u8>, ApiError> {
    let request = request(Method::GET, &of_dashboard(id, &["/export?", query].concat())).await;
    let request = request.abort_signal(Some(&controller.signal())).build().map_err(|_| ApiError::Malformed)?;
    let answer = request.send().await.map_err(|_| ApiError::Unreachable)?;
    if !answer.ok() {
        return Err(problem(answer).await);
    }
    let reader = answer.body().ok_or(ApiError::Malformed)?.get_reader();
    let reader: ReadableStreamDefaultReader = reader.dyn_into().map_err(|_| ApiError::Malformed)?;
    let mut parcel = Parcel::default();
    loop {
        let part = JsFuture::from(reader.read()).await.map_err(|_| ApiError::Unreachable)?;
        let bytes = Reflect::get(&part, &"value".into()).ok().and_then(|value| value.dyn_into::<Uint8Array>().ok());
        // A stream that ends before the file does was cut.
        let bytes = bytes.ok_or(ApiError::Unreachable)?;
        for came in parcel.take(&bytes.to_vec()) {
            match came {
                Came::Progress(done, of) => on_came(done, of),
                Came::File(file) => return Ok(file),
                Came::Failed(detail) => {
                    return Err(ApiError::Problem { status: 200, code: "not_drawn".to_owned(), detail });
                }
            }
        }
    }
}

impl Parcel {
    /// What is whole with these bytes.
    fn take(&mut self, bytes: &[u8]) -> Vec<Came> {
        self.bytes.extend_from_slice(bytes);
        let mut came = Vec::new();
        while self.file_bytes.is_none() {
            let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') else {
                if self.bytes.len() > MAX_LINE_BYTES {
                    came.push(Came::Failed(String::new()));
                }
                return came;
            };
            let line: Vec<u8> = self.bytes.drain(..=end).collect();
            came.extend(self.read(String::from_utf8_lossy(&line).trim_end()));
        }
        if let Some(length) = self.file_bytes.filter(|length| self.bytes.len() >= *length) {
            let mut file = std::mem::take(&mut self.bytes);
            file.truncate(length);
            came.push(Came::File(file));
        }
        came
    }

    fn read(&mut self, line: &str) -> Option<Came> {
        if let Some(length) = line.strip_prefix("file ") {
            self.file_bytes = length.parse().ok();
            return self.file_bytes.is_none().then(|| Came::Failed(line.to_owned()));
        }
        if let Some(words) = line.strip_prefix("error ") {
            return Some(Came::Failed(words.to_owned()));
        }
        let (done, of) = line.split_once('/')?;
        Some(Came::Progress(done.parse().ok()?, of.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_comes_in_parts_of_any_size() {
        let sent = b"0/2\n1/2\n2/2\nfile 5\na\nb\nc";
        let expected =
            [Came::Progress(0, 2), Came::Progress(1, 2), Came::Progress(2, 2), Came::File(b"a\nb\nc".to_vec())];
        for size in 1..=sent.len() {
            let mut parcel = Parcel::default();
            let came: Vec<_> = sent.chunks(size).flat_map(|part| parcel.take(part)).collect();
            assert_eq!(came, expected, "parts of {size}");
        }
    }

    #[test]
    fn what_goes_wrong_is_said_in_words() {
        let came = |bytes: &[u8]| Parcel::default().take(bytes);
        let failed = |words: &str| Came::Failed(words.to_owned());
        assert_eq!(came(b"1/2\nerror it is too high\n"), [Came::Progress(1, 2), failed("it is too high")]);
        assert_eq!(came(b"file many\n"), [failed("file many")]);
        assert_eq!(came(&[b'x'; MAX_LINE_BYTES + 1]), [failed("")]);
    }
}
