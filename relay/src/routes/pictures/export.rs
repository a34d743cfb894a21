//! The route of exports: a dashboard or a panel as a file that is drawn while somebody waits. The answer begins at once
//! and says how far the drawing is, line by line; the file follows. Whoever closes the connection calls the drawing off.

use std::{convert::Infallible, ops::ControlFlow};

use bytes::Bytes;
use futures_util::stream;
use print::{PrintError, Sheets, Tables as Rows};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use warp::{
    Filter, Rejection, Reply,
    http::{HeaderValue, header},
    reply::Response,
};

use super::{PictureRoutes, flag, theme};
use crate::{
    picture::{self, Export, Format, MAX_SCALE},
    problem::{Code, Problem},
    routes::{
        dashboards::{id_of, or_problem},
        query::{Query, bad_query, known, number},
    },
};

/// Lines and parts that wait for a slow reader; the drawing waits with them.
const MAX_WAITING: usize = 16;
/// The file comes in parts of so many bytes.
const PART_BYTES: usize = 64 * 1024;
/// Papers by name, in pixels at 96 an inch.
const PAPERS: [(&str, (u32, u32)); 5] = [
    ("a4", (1_123, 794)),
    ("a4-portrait", (794, 1_123)),
    ("a3", (1_587, 1_123)),
    ("letter", (1_056, 816)),
    ("letter-portrait", (816, 1_056)),
];
/// The width of a PNG: that of a usual window.
const WIDTH_PX: u64 = 1_280;
const MIN_WIDTH_PX: u64 = 320;

impl PictureRoutes {
    /// `…/export`.
    pub(super) fn exports(
        self,
    ) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync + 'static {
        warp::path!("api" / "v1" / "dashboards" / String / "export").and(warp::get()).and(warp::query::<Query>()).then(
            move |id: String, query: Query| {
                let routes = self.clone();
                async move { or_problem(routes.export(&id, &query).await) }
            },
        )
    }

    async fn export(&self, id: &str, query: &Query) -> Result<Response, Problem> {
        known(query, &["at", "format", "paper", "width", "scale", "theme", "rtl", "panel"])?;
        let order = order(query)?;
        let (document, rows) = self.read(id_of(id)?, query).await?;
        let is_there = |panel| document.node(panel).is_some_and(|node| node.kind().is_panel());
        if order.panel.is_some_and(|panel| !is_there(panel)) {
            return Err(Problem::new(Code::NoSuchNode, "The dashboard has no panel of that id."));
        }
        let turn = self.turn().await?;
        let (sender, receiver) = channel(MAX_WAITING);
        tokio::task::spawn_blocking(move || {
            draw(&document, &rows, order, &sender);
            drop(turn);
        });
        Ok(answer(receiver))
    }
}

/// Draws, and says how far it is, until it is done or nobody listens.
fn draw(document: &document::Document, rows: &Rows, order: Export, sender: &Sender<Bytes>) {
    let drawn = picture::export(document, rows, order, &mut |done, of| {
        // A reader that is slow misses numbers; one that is gone is not waited for.
        let _slow = sender.try_send(format!("{done}/{of}\n").into());
        if sender.is_closed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let (first, file) = match drawn {
        Ok(file) => (format!("file {}\n", file.len()), Bytes::from(file)),
        Err(PrintError::CalledOff) => (String::new(), Bytes::new()),
        Err(error) => (format!("error {error}\n"), Bytes::new()),
    };
    let parts = (0..file.len()).step_by(PART_BYTES).map(|at| file.slice(at..file.len().min(at + PART_BYTES)));
    for part in std::iter::once(Bytes::from(first)).chain(parts) {
        if sender.blocking_send(part).is_err() {
            return tracing::info!("an export was called off");
        }
    }
}

fn answer(receiver: Receiver<Bytes>) -> Response {
    let parts = stream::unfold(receiver, |mut receiver| async move {
        let part = receiver.recv().await?;
        Some((Ok::<_, Infallible>(part), receiver))
    });
    let mut response = warp::reply::stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn order(query: &Query) -> Result<Export, Problem> {
    let format = match query.get("format").map(String::as_str) {
        None | Some("pdf") => Format::Pdf,
        Some("png") => Format::Png,
        Some(_) => return Err(bad_query("format", "pdf or png")),
    };
    let paper = query.get("paper").map_or("a4", String::as_str);
    let paper = PAPERS.iter().find(|(name, _)| *name == paper).map(|(_, size_px)| *size_px);
    let (width_px, height_px) =
        paper.ok_or_else(|| bad_query("paper", "a4, a4-portrait, a3, letter, letter-portrait"))?;
    let wide_px = number(query, "width")?.unwrap_or(WIDTH_PX);
    let widths = MIN_WIDTH_PX..=u64::from(print::MAX_SIDE_PX);
    let wide_px = u32::try_from(wide_px).ok().filter(|px| widths.contains(&u64::from(*px)));
    let wide_px = wide_px.ok_or_else(|| bad_query("width", "320 to 8192 pixels"))?;
    let page_px = if format == Format::Png { (wide_px, None) } else { (width_px, Some(height_px)) };
    let scale = query.get("scale").map_or(Ok(1.0), |scale| scale.parse());
    let scale = scale.ok().filter(|scale: &f32| (0.1..=MAX_SCALE).contains(scale));
    let panel = query.get("panel").map(|panel| panel.parse()).transpose();
    Ok(Export {
        format,
        sheets: Sheets { page_px, theme: theme(query)?, rtl: flag(query, "rtl")? },
        scale: scale.ok_or_else(|| bad_query("scale", "0.1 to 4"))?,
        panel: panel.map_err(|_| Problem::new(Code::NoSuchNode, "The dashboard has no panel of that id."))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_export_is_ordered_by_name_and_bounded() {
        let order = |pairs: &[(&str, &str)]| order(&query(pairs)).map(|order| (order.format, order.sheets.page_px));
        assert_eq!(order(&[]).ok(), Some((Format::Pdf, (1_123, Some(794)))));
        assert_eq!(order(&[("format", "png"), ("width", "1920")]).ok(), Some((Format::Png, (1_920, None))));
        for wrong in
            [("format", "svg"), ("paper", "a0"), ("width", "1"), ("width", "99999"), ("scale", "9"), ("panel", "x")]
        {
            assert!(order(&[wrong]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn nobody_who_listens_calls_it_off_and_somebody_gets_the_file() {
        let (document, rows) = (document::Document::default(), Rows::new());
        let order = order(&query(&[])).unwrap();
        let (sender, mut receiver) = channel(64);
        draw(&document, &rows, order, &sender);
        drop(sender);
        let mut heard = Vec::new();
        while let Some(part) = receiver.blocking_recv() {
            heard.extend_from_slice(&part);
        }
        let text = String::from_utf8_lossy(&heard);
        assert!(text.starts_with("0/0\n") && text.contains("file ") && text.contains("%PDF"), "{}", &text[..40]);
        let (sender, receiver) = channel(64);
        drop(receiver);
        draw(&document, &rows, order, &sender);
        assert_eq!(sender.capacity(), 64, "nothing was sent to nobody");
    }
}
