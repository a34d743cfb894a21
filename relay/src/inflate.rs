//! Inflate: a compressed body becomes its bytes while it comes. What it inflates to is counted byte by byte, and a body that
//! becomes too large is given up there, whatever it has in store: nothing is allocated that was not counted before.
//! Pure: it knows no socket, and not what the bytes mean.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use hyper::header::HeaderValue;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Not at all.
    #[default]
    Plain,
    /// RFC 1952, of any number of members.
    Gzip,
}

/// Another word than these stands in `Content-Encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEncoding;

/// Why a body gave no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is, or becomes, larger than it may.
    #[error("the body is too large")]
    TooLarge,
    /// It is not what its encoding says, or breaks off.
    #[error("the body is not what its encoding says")]
    Broken,
}

impl Encoding {
    /// What the header says; without one it is plain.
    ///
    /// # Errors
    /// Where it says anything else.
    pub fn of(header: Option<&HeaderValue>) -> Result<Self, UnknownEncoding> {
        let Some(header) = header else { return Ok(Self::Plain) };
        match header.to_str().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Ok(Self::Gzip),
            "identity" => Ok(Self::Plain),
            _ => Err(UnknownEncoding),
        }
    }
}

/// A body that comes in parts.
pub struct Inflate(Stage);

enum Stage {
    Plain(Bounded),
    Gzip(Box<MultiGzDecoder<Bounded>>),
}

impl Inflate {
    /// Nothing came yet; it may become `max_bytes` large.
    #[must_use]
    pub fn new(encoding: Encoding, max_bytes: usize) -> Self {
        let bytes = Bounded { bytes: Vec::new(), max_bytes, is_over: false };
        Self(match encoding {
            Encoding::Plain => Stage::Plain(bytes),
            Encoding::Gzip => Stage::Gzip(Box::new(MultiGzDecoder::new(bytes))),
        })
    }

    /// How many bytes there are so far.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.0 {
            Stage::Plain(bytes) => bytes.bytes.len(),
            Stage::Gzip(decoder) => decoder.get_ref().bytes.len(),
        }
    }

    /// The next part.
    ///
    /// # Errors
    /// Then the body is to be given up.
    pub fn push(&mut self, part: &[u8]) -> Result<(), Fault> {
        match &mut self.0 {
            Stage::Plain(bytes) => bytes.write_all(part).map_err(|_| Fault::TooLarge),
            Stage::Gzip(decoder) => decoder.write_all(part).map_err(|_| fault(decoder.get_ref())),
        }
    }

    /// All of it.
    ///
    /// # Errors
    /// Where it breaks off.
    pub fn finish(self) -> Result<Bytes, Fault> {
        match self.0 {
            Stage::Plain(bytes) => Ok(bytes.bytes.into()),
            Stage::Gzip(mut decoder) => {
                decoder.try_finish().map_err(|_| fault(decoder.get_ref()))?;
                Ok(std::mem::take(&mut decoder.get_mut().bytes).into())
            }
        }
    }
}

fn fault(bytes: &Bounded) -> Fault {
    if bytes.is_over { Fault::TooLarge } else { Fault::Broken }
}

/// Bytes up to a bound.
struct Bounded {
    bytes: Vec<u8>,
    max_bytes: usize,
    is_over: bool,
}

impl Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > self.max_bytes {
            self.is_over = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn inflated(parts: &[&[u8]], max_bytes: usize) -> Result<Bytes, Fault> {
        let mut inflate = Inflate::new(Encoding::Gzip, max_bytes);
        for part in parts {
            inflate.push(part)?;
        }
        inflate.finish()
    }

    /// P-114.
    #[test]
    fn a_body_is_inflated_in_whatever_parts_it_comes_and_no_further_than_it_may() {
        let (text, packed) = (b"time,value\n".repeat(100), gzip(&b"time,value\n".repeat(100)));
        let bytes: Vec<&[u8]> = packed.chunks(1).collect();
        assert_eq!(inflated(&bytes, 1100).unwrap(), text);
        assert_eq!(inflated(&[&packed, &gzip(b"x")], 1101).unwrap(), [&text[..], b"x"].concat(), "two members");
        assert_eq!(inflated(&[&packed], 1099), Err(Fault::TooLarge));
        assert_eq!(inflated(&[&packed[..packed.len() - 1]], 1100), Err(Fault::Broken), "it breaks off");
        assert_eq!(inflated(&[b"time,value\n"], 1100), Err(Fault::Broken), "it is no gzip");
        let mut wrong = packed.clone();
        wrong[packed.len() - 6] ^= 1;
        assert_eq!(inflated(&[&wrong], 1100), Err(Fault::Broken), "another checksum");
    }

    #[test]
    fn only_known_words_are_encodings() {
        let of = |word: &'static str| Encoding::of(Some(&HeaderValue::from_static(word)));
        assert_eq!(
            (of("GZIP"), of("x-gzip"), of("identity")),
            (Ok(Encoding::Gzip), Ok(Encoding::Gzip), Ok(Encoding::Plain))
        );
        for word in ["", "br", "gzip, gzip", "zstd", "deflate"] {
            assert_eq!(of(word), Err(UnknownEncoding), "{word}");
        }
        assert_eq!(Encoding::of(None), Ok(Encoding::Plain));
    }
}
