//! Outlines: JSON that somebody edited by hand or a program wrote. Whatever is no outline is refused in words; an outline
//! comes back as it went in, and its ops are judged like everybody's.

use document::{ClientId, Document, Gesture, OpId, Outline, apply::apply};

const SOMEBODY: ClientId = ClientId::from_bytes([9; 8]);

/// Reads an outline, writes it, and makes a document of it.
pub fn outline(bytes: &[u8]) {
    let Ok(outline) = serde_json::from_slice::<Outline>(bytes) else { return };
    let written = serde_json::to_vec(&outline).expect("what was read can be written");
    let again: Outline = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(again, outline);
    if let Some(document) = document_of(&outline) {
        let said = Outline::of(&document);
        assert_eq!(document_of(&said).map(|document| Outline::of(&document)), Some(said));
    }
}

/// `None` where the ops are refused: an id that is taken, a kind that does not belong there.
fn document_of(outline: &Outline) -> Option<Document> {
    let mut document = Document::default();
    let gesture = Gesture { id: OpId { client: SOMEBODY, counter: 1 }, ops: outline.to_ops() };
    apply(&mut document, &gesture, None).is_ok().then_some(document)
}
