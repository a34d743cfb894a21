//! `ashboard audit`: proves that the audit hangs together, and writes it out. Both read the data folder while no relay
//! has it open.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use relay::{
    audit::{Verifier, hexadecimal},
    log::{Log, SqliteLog},
};

use super::{failed, place::open};

/// Lines that are read at once.
const BATCH: usize = 1_000;

type AnyError = Box<dyn std::error::Error>;

/// What to do with the audit.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Audit {
    /// Check that no line is missing or changed; prints the last line's number and hash, which are worth keeping
    Verify(Verify),
    /// Write all lines as NDJSON to stdout
    Export(Place),
}

/// What to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A number and a hash that were printed earlier: the chain must still contain them
    #[arg(long, value_name = "N:HEX", value_parser = kept)]
    hash: Option<(u64, [u8; 32])>,
}

/// Where the audit is.
#[derive(Debug, clap::Args)]
pub(crate) struct Place {
    /// The folder of the data [default: as `serve` takes it]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
}

/// Ends with 1 where the chain does not hold.
pub(crate) fn run(audit: Audit) -> ExitCode {
    let done = match audit {
        Audit::Verify(Verify { place, hash }) => open(place.data_dir).map_err(Into::into).and_then(|mut log| {
            let (lines, hash) = verify(&mut log, hash)?;
            writeln!(io::stdout(), "{lines}:{}", hexadecimal(&hash))?;
            Ok(())
        }),
        Audit::Export(place) => open(place.data_dir)
            .map_err(Into::into)
            .and_then(|mut log| export(&mut log, &mut BufWriter::new(io::stdout().lock()))),
    };
    done.map_or_else(|error: AnyError| failed(error), |()| ExitCode::SUCCESS)
}

fn verify(log: &mut SqliteLog, kept: Option<(u64, [u8; 32])>) -> Result<(u64, [u8; 32]), AnyError> {
    let (mut verifier, mut after) = (Verifier::new(kept), 0);
    loop {
        let lines = log.audit(after, BATCH)?;
        let Some(last) = lines.last() else { return Ok(verifier.finish()?) };
        after = last.number;
        lines.iter().try_for_each(|stored| verifier.take(stored))?;
    }
}

fn export(log: &mut SqliteLog, to: &mut impl Write) -> Result<(), AnyError> {
    let mut after = 0;
    loop {
        let lines = log.audit(after, BATCH)?;
        let Some(last) = lines.last() else { return Ok(to.flush()?) };
        after = last.number;
        for stored in &lines {
            let mut line: serde_json::Value = serde_json::from_str(&stored.json)?;
            line["number"] = stored.number.into();
            line["hash"] = hexadecimal(&stored.hash).into();
            writeln!(to, "{line}")?;
        }
    }
}

fn kept(text: &str) -> Result<(u64, [u8; 32]), String> {
    let wrong = || "write the number of a line, a colon and its hash, as `audit verify` prints them".to_owned();
    let (number, hex) = text.split_once(':').ok_or_else(wrong)?;
    let byte = |at: usize| hex.get(2 * at..2 * at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    let hash = bytes.filter(|_| hex.len() == 64).and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
    Ok((number.parse().map_err(|_| wrong())?, hash))
}

#[cfg(test)]
mod tests {
    use relay::{
        audit::{Act, Line},
        log::Write as Stored,
    };

    use super::*;

    /// P-183.
    #[test]
    fn what_is_verified_once_is_verified_against_later() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = SqliteLog::open(folder.path()).unwrap();
        let mut write = |at_ms| {
            let (who, name, object, detail) = ("console".into(), "Ada".into(), "table:t".into(), String::new());
            let line = Line { at_ms, who, name, from: None, act: Act::TableDeleted, object, detail };
            log.commit(&[Stored::Recorded { line, with: vec![] }]).unwrap();
            verify(&mut log, None).unwrap()
        };
        let (first, second) = (write(1), write(2));
        assert_eq!((first.0, second.0), (1, 2));
        let printed = format!("{}:{}", first.0, hexadecimal(&first.1));
        assert_eq!(kept(&printed), Ok(first));
        assert!(verify(&mut log, Some(first)).is_ok());
        assert!(verify(&mut log, Some((1, [7; 32]))).is_err() && verify(&mut log, Some((3, second.1))).is_err());
        let mut written = Vec::new();
        export(&mut log, &mut written).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written.lines().count(), 2);
        assert!(written.contains("\"number\":2") && written.contains(&hexadecimal(&second.1)), "{written}");
        assert!(kept("1:00").is_err() && kept("x").is_err());
    }
}
