//! Writing an export: what it is first, how much there was last.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use trolley_engine::Timestamp;
use trolley_engine::archive::{Entry, FORMAT, Mark};

use super::VERSION;
use super::entry::{Kind, Line, line};
use super::spelling::{Moment, hex};

/// What an export is: the entry of its first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadWire {
    /// The version of this form of writing.
    pub(super) version: u32,
    /// The store's format.
    pub(super) format: u32,
    written_by: String,
    written_at: Moment,
    /// Whether it has all that the store had.
    is_whole: bool,
}

/// How much there was: the entry of the last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndWire {
    /// How many lines between the first and this one.
    pub(super) entries: u64,
    /// The SHA-256 digest of all lines before this one. It may be left out, where somebody has changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<String>,
}

/// What an export is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Of all that a store had.
    Whole,
    /// Of what could be read of a damaged file.
    Salvaged,
}

/// Writes entries as lines.
#[derive(Debug)]
pub struct Writer<W> {
    output: W,
    digest: Sha256,
    entries: u64,
}

impl<W: Write> Writer<W> {
    /// Writes the first line, as of this moment.
    ///
    /// # Errors
    ///
    /// The output's own.
    pub fn new(output: W, extent: Extent, now: Timestamp) -> io::Result<Self> {
        let mut writer = Self { output, digest: Sha256::new(), entries: 0 };
        let head = HeadWire {
            version: VERSION,
            format: FORMAT,
            written_by: concat!("trolley ", env!("CARGO_PKG_VERSION")).to_owned(),
            written_at: Moment(now),
            is_whole: extent == Extent::Whole,
        };
        writer.put(&Line::new(Kind::Trolley, Mark::default(), head).bytes()?)?;
        Ok(writer)
    }

    /// Writes the line of an entry.
    ///
    /// # Errors
    ///
    /// The output's own.
    pub fn write(&mut self, entry: Entry, mark: Mark) -> io::Result<()> {
        self.put(&line(entry, mark)?)?;
        self.entries += 1;
        Ok(())
    }

    /// Writes the last line; the output.
    ///
    /// # Errors
    ///
    /// The output's own.
    pub fn finish(mut self) -> io::Result<W> {
        let digest = hex(&self.digest.clone().finalize());
        let end = EndWire { entries: self.entries, digest: Some(digest) };
        self.output.write_all(&Line::new(Kind::End, Mark::default(), end).bytes()?)?;
        self.output.flush()?;
        Ok(self.output)
    }

    fn put(&mut self, line: &[u8]) -> io::Result<()> {
        self.digest.update(line);
        self.output.write_all(line)
    }
}
