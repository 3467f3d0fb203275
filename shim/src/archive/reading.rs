//! Reading an export, line by line. Where it was cut off or changed, that is said.

use std::io::{self, BufRead, Read as _};

use sha2::{Digest as _, Sha256};
use trolley_engine::archive::{Entry, FORMAT, Mark};

use super::entry::{Kind, Line, entry, read};
use super::spelling::hex;
use super::writing::{EndWire, HeadWire};
use super::{LINE_BYTES_MAX, VERSION};

/// Why an export cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The input failed.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It does not begin as an export does.
    #[error("it is not an export of Trolley: {0}")]
    NotAnExport(String),
    /// A newer Trolley wrote it.
    #[error(
        "a newer Trolley wrote it: this one reads version {VERSION} of exports and format {FORMAT} of stores"
    )]
    TooNew,
    /// A line is not of the right form.
    #[error("line {line}: {problem}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no last line.
    #[error("it is cut off behind line {line}: the last line, which says how many there were, is missing")]
    CutOff {
        /// The last line that there is.
        line: u64,
    },
    /// There are more or fewer lines than the last one says.
    #[error("line {line} says that there were {said} entries before it, and there were {found}")]
    Count {
        /// The last line.
        line: u64,
        /// How many there should be.
        said: u64,
        /// How many there are.
        found: u64,
    },
    /// The lines are not those that were written.
    #[error(
        "the lines are not those that were written: line {line} has another digest (leave `digest` out of it where they were changed on purpose)"
    )]
    Digest {
        /// The last line.
        line: u64,
    },
}

/// Reads entries from lines.
#[derive(Debug)]
pub struct Reader<R> {
    input: R,
    digest: Sha256,
    line: u64,
    bytes: u64,
    entries: u64,
    is_at_end: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    ///
    /// [`ReadError::NotAnExport`], [`ReadError::TooNew`] and [`ReadError::Io`].
    pub fn new(input: R) -> Result<Self, ReadError> {
        let mut reader =
            Self { input, digest: Sha256::new(), line: 0, bytes: 0, entries: 0, is_at_end: false };
        let Some(bytes) = reader.next_line()? else {
            return Err(ReadError::NotAnExport("there is nothing in it".to_owned()));
        };
        let line = serde_json::from_slice::<Line<serde_json::Value>>(&bytes)
            .map_err(|error| ReadError::NotAnExport(error.to_string()))?;
        if line.kind != Kind::Trolley {
            return Err(ReadError::NotAnExport("the first line does not say what it is".to_owned()));
        }
        // A newer version may have members that this one does not know.
        let number = |name: &str| line.entry.get(name).and_then(serde_json::Value::as_u64);
        let is_newer = |name: &str, known: u32| number(name).is_some_and(|found| u64::from(known) < found);
        if is_newer("version", VERSION) || is_newer("format", FORMAT) {
            return Err(ReadError::TooNew);
        }
        let head: HeadWire = read(line.entry).map_err(ReadError::NotAnExport)?;
        if head.version == 0 || head.format == 0 {
            return Err(ReadError::NotAnExport("its version or its format is 0".to_owned()));
        }
        reader.digest.update(&bytes);
        Ok(reader)
    }

    /// The number of the line that was read last, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were read.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next entry and what is said of it besides; none behind the last.
    ///
    /// # Errors
    ///
    /// Any [`ReadError`] but those of the first line.
    pub fn next_entry(&mut self) -> Result<Option<(Entry, Mark)>, ReadError> {
        if self.is_at_end {
            return Ok(None);
        }
        let Some(bytes) = self.next_line()? else { return Err(ReadError::CutOff { line: self.line }) };
        let problem = |problem| ReadError::Line { line: self.line, problem };
        let mut line: Line<serde_json::Value> = serde_json::from_slice(&bytes).map_err(|error| {
            // The last line of what was cut off is no line.
            let is_cut = error.is_eof() && !bytes.ends_with(b"\n");
            if is_cut { ReadError::CutOff { line: self.line } } else { problem(in_line(&error)) }
        })?;
        let mark = line.take_mark();
        if line.kind == Kind::End {
            self.end(read(line.entry).map_err(problem)?)?;
            return Ok(None);
        }
        let first = || problem("only the first line says what the export is".to_owned());
        let entry = entry(line.kind, line.entry).map_err(problem)?.ok_or_else(first)?;
        self.digest.update(&bytes);
        self.entries += 1;
        Ok(Some((entry, mark)))
    }

    /// Makes sure that all that was written was read.
    fn end(&mut self, end: EndWire) -> Result<(), ReadError> {
        let line = self.line;
        if end.entries != self.entries {
            return Err(ReadError::Count { line, said: end.entries, found: self.entries });
        }
        let found = hex(&self.digest.clone().finalize());
        if end.digest.is_some_and(|digest| digest != found) {
            return Err(ReadError::Digest { line });
        }
        if self.next_line()?.is_some() {
            return Err(ReadError::Line {
                line: self.line,
                problem: "nothing comes behind the end".to_owned(),
            });
        }
        self.is_at_end = true;
        Ok(())
    }

    /// The next line with its end; none at the end of the input.
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        let mut bytes = Vec::new();
        let mut limited = self.input.by_ref().take(LINE_BYTES_MAX);
        if limited.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.bytes += bytes.len() as u64;
        if bytes.len() as u64 == LINE_BYTES_MAX {
            return Err(ReadError::Line { line: self.line, problem: "it is too long".to_owned() });
        }
        Ok(Some(bytes))
    }
}

/// What is wrong with a line that is not JSON of its form. It is always the parser's first line.
fn in_line(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    match sentence.split_once(" at line 1 column ") {
        Some((what, column)) => format!("{what} at column {column}"),
        None => sentence,
    }
}
