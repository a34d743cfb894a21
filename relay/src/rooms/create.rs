//! A new dashboard as the gestures that make it: the outline in steps that every replica can apply, word for word, but
//! that one which nobody gave a title gets one.

use document::{ClientId, Document, Gesture, OpId, Outline, Property, Refusal, Seq, Sequenced, Value, apply};

use crate::{
    dashboard::DashboardId,
    log::{Entry, LogError, Write},
};

/// What a dashboard is called that nobody gave a title.
const UNTITLED: &str = "Untitled dashboard";
/// Ops in one of the gestures: fewer than a gesture may have, so that undo in the history stays readable.
const OPS_PER_GESTURE: usize = 256;

/// Why there is no new dashboard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// The outline breaks a rule.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was not stored.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// The write that makes the dashboard of an outline and says nothing else; see [`titled`].
///
/// # Errors
/// The rule that the outline breaks.
pub fn write(dashboard: DashboardId, outline: &Outline, author: &str, at_ms: i64) -> Result<Write, Refusal> {
    let client = client_of(dashboard);
    let mut document = Document::default();
    let mut entries = Vec::new();
    for (ops, counter) in outline.to_ops().chunks(OPS_PER_GESTURE).zip(1..) {
        let gesture = Gesture { id: OpId { client, counter }, ops: ops.to_vec() };
        apply(&mut document, &gesture, Some(Seq(counter)))?;
        let sequenced = Sequenced { seq: Seq(counter), gesture };
        entries.push(Entry { sequenced, at_ms, author: author.to_owned() });
    }
    let (title, tags) = (document.title().to_owned(), document.tags().to_vec());
    Ok(Write::CreateDashboard { dashboard, title, tags, at_ms, entries })
}

/// The outline with a title.
pub(super) fn titled(outline: &Outline) -> Outline {
    let mut outline = outline.clone();
    let untitled = || Value::Text(UNTITLED.to_owned());
    outline.properties.0.entry(Property::Title).or_insert_with(untitled);
    outline
}

/// The relay itself is the author's replica here: named after the dashboard's random part, so like no other.
fn client_of(dashboard: DashboardId) -> ClientId {
    let [.., a, b, c, d, e, f, g, h] = dashboard.bytes();
    ClientId::from_bytes([a, b, c, d, e, f, g, h])
}
