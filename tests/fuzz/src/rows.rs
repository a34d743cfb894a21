//! Rows: bodies that anybody may post, in three formats. A body is taken whole or refused in words; what was taken is
//! read equally under the schema that was inferred from it, and comes back from an export as it went in.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use protocol::codec::to_stored;
use relay::{
    export,
    inflate::{Encoding, Fault, Inflate},
    ingest::{self, Format, MAX_ROWS},
};
use table::{Batch, Retention, Table};

/// What a body may inflate to here, in bytes.
const MAX_INFLATED_BYTES: usize = 64 * 1024;

/// A body with `Content-Encoding: gzip`, in parts as the first byte says; and one that is gzip.
pub fn ingest_gzip(bytes: &[u8]) {
    let Some((part, body)) = bytes.split_first() else { return };
    let in_parts = inflated(body.chunks(usize::from(*part) + 1));
    // Of a body with two faults one is told; which depends on the parts.
    assert_eq!(in_parts.as_ref().ok(), inflated(std::iter::once(body)).as_ref().ok());
    if let Ok(bytes) = in_parts {
        assert!(bytes.len() <= MAX_INFLATED_BYTES);
        ingest(&bytes, Format::Csv);
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).expect("memory");
    let packed = encoder.finish().expect("memory");
    assert_eq!(inflated(packed.chunks(usize::from(*part) + 1)).expect("it is gzip"), body);
}

fn inflated<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Result<Vec<u8>, Fault> {
    let mut inflate = Inflate::new(Encoding::Gzip, MAX_INFLATED_BYTES);
    for part in parts {
        inflate.push(part)?;
    }
    inflate.finish().map(|bytes| bytes.to_vec())
}

/// A body of `text/csv`.
pub fn ingest_csv(bytes: &[u8]) {
    ingest(bytes, Format::Csv);
}

/// A body of `application/x-ndjson`.
pub fn ingest_ndjson(bytes: &[u8]) {
    ingest(bytes, Format::Ndjson);
}

/// A body of `application/json`.
pub fn ingest_json(bytes: &[u8]) {
    ingest(bytes, Format::Json);
}

/// The `?schema=` of a post.
pub fn declared(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(schema) = ingest::declared(text) {
        let words: Vec<&str> = text.split(',').filter_map(|part| part.rsplit_once(':').map(|(name, _)| name)).collect();
        let names: Vec<&str> = schema.fields().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, words);
    }
}

fn ingest(bytes: &[u8], format: Format) {
    let Ok(batch) = ingest::read(bytes, format, None) else { return };
    assert!((1..=MAX_ROWS).contains(&batch.rows()), "{} rows", batch.rows());
    let again = ingest::read(bytes, format, Some(batch.schema()));
    assert_same(&again.expect("what was inferred fits"), &batch);
    let exported = export::write(0, &batch, Format::Ndjson);
    let back = ingest::read(exported.as_bytes(), Format::Ndjson, Some(batch.schema()));
    assert_same(&back.expect("what was exported can be read"), &batch);
    let mut table = Table::new(batch.schema().clone(), Retention { max_rows: usize::MAX, max_age_ms: None });
    table.append(&batch).expect("the same schema");
    assert_same(&table.rows_from(0, usize::MAX).expect("there is a row"), &batch);
}

/// As bytes, because a gap among numbers is not equal to itself.
fn assert_same(one: &Batch, other: &Batch) {
    assert_eq!(to_stored(one), to_stored(other), "{one:?} {other:?}");
}
