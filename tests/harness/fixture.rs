//! Fixtures as values: what `fixtures/README.md` says of a file `<exchange>.http`, and a fault where one does not
//! keep to it.

use std::fmt;
use std::path::{Path, PathBuf};

use trolley::json::parse_rfc_3339;
use trolley_engine::Timestamp;

/// What the clock shows where a fixture does not say.
pub const DEFAULT_TIME: &str = "2026-01-05T09:00:00Z";
/// What is in the store where a fixture does not say.
pub const DEFAULT_SEED: &str = "demo";

/// One file: one story, told to one server that begins fresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// The file.
    pub path: PathBuf,
    /// Document and section of what it shows; at least one.
    pub sources: Vec<String>,
    /// Which readings it shows, and why.
    pub readings: Vec<String>,
    /// Which members of the answers are not the document's.
    pub ours: Vec<String>,
    /// Settings in TOML, one a line.
    pub config: Vec<String>,
    /// Names of the seeds, in the order in which they are loaded.
    pub seeds: Vec<String>,
    /// What the clock shows at first.
    pub time: Timestamp,
    /// The identifiers that the server makes at first; none for random ones.
    pub ids: Vec<String>,
    /// The exchanges, in order; at least one.
    pub exchanges: Vec<Exchange>,
}

/// A request and the answer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The line of its title, from 1.
    pub line: usize,
    /// Its title.
    pub title: String,
    /// What the clock shows from here on, where that changes.
    pub time: Option<Timestamp>,
    /// The identifiers that the server makes from here on, where they change.
    pub ids: Option<Vec<String>>,
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The request's headers, in order.
    pub headers: Vec<(String, String)>,
    /// The request's body; empty for none.
    pub body: String,
    /// The answer.
    pub expected: Expected,
}

/// What must be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The status.
    pub status: u16,
    /// Headers that must be there with exactly this value; none for one that must not be there.
    pub headers: Vec<(String, Option<String>)>,
    /// The body as it is written, without white space around it; empty for none.
    pub body: String,
}

/// Where a file does not keep to the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.problem)
    }
}

impl Fixture {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// The first [`Fault`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, Fault> {
        let mut lines = Lines { path, lines: text.lines().collect(), next: 0 };
        let mut fixture = parse_head(&mut lines)?;
        while lines.peek().is_some() {
            fixture.exchanges.push(parse_exchange(&mut lines)?);
        }
        if fixture.exchanges.is_empty() {
            return Err(lines.fault("the file has no exchange: a line `### ` and its title begins one"));
        }
        if fixture.sources.is_empty() {
            return Err(Fault {
                line: 1,
                ..lines.fault("the head names no source: `# Source: ` is missing")
            });
        }
        Ok(fixture)
    }
}

fn parse_head(lines: &mut Lines<'_>) -> Result<Fixture, Fault> {
    let mut fixture = Fixture {
        path: lines.path.to_path_buf(),
        sources: Vec::new(),
        readings: Vec::new(),
        ours: Vec::new(),
        config: Vec::new(),
        seeds: vec![DEFAULT_SEED.to_owned()],
        time: lines.time(DEFAULT_TIME)?,
        ids: Vec::new(),
        exchanges: Vec::new(),
    };
    while let Some(entry) = lines.head_entry()? {
        match entry.name {
            "Source" => fixture.sources.push(entry.value),
            "Reading" => fixture.readings.push(entry.value),
            "Ours" => fixture.ours.push(entry.value),
            "Config" => fixture.config.push(entry.value),
            "Seed" => fixture.seeds = entry.value.split(',').map(|name| name.trim().to_owned()).collect(),
            "Time" => fixture.time = lines.time(&entry.value)?,
            "Ids" => fixture.ids = listed(&entry.value),
            other => return Err(lines.fault(format!("nothing in a head is called `{other}:`"))),
        }
    }
    Ok(fixture)
}

fn parse_exchange(lines: &mut Lines<'_>) -> Result<Exchange, Fault> {
    let Some(title) = lines.take().and_then(|line| line.strip_prefix("###")) else {
        return Err(lines.fault("a line `### ` and its title must stand here"));
    };
    let line = lines.next;
    let title = title.trim();
    if title.is_empty() {
        return Err(lines.fault("the exchange has no title"));
    }
    let (mut time, mut ids) = (None, None);
    while let Some(entry) = lines.head_entry()? {
        match entry.name {
            "Time" => time = Some(lines.time(&entry.value)?),
            "Ids" => ids = Some(listed(&entry.value)),
            other => return Err(lines.fault(format!("nothing below a title is called `{other}:`"))),
        }
    }
    let request_line = lines.take().unwrap_or_default();
    let Some((method, target)) = request_line.split_once(' ') else {
        return Err(lines.fault("a request line `METHOD /path` must stand here"));
    };
    if !method.bytes().all(|byte| byte.is_ascii_uppercase())
        || !target.starts_with('/')
        || target.contains(' ')
    {
        return Err(lines.fault("a request line is a method in capitals, one blank and a path from `/`"));
    }
    let headers = lines.headers()?;
    let body = lines.body(is_status_line);
    Ok(Exchange {
        line,
        title: title.to_owned(),
        time,
        ids,
        method: method.to_owned(),
        path: target.to_owned(),
        headers,
        body,
        expected: parse_expected(lines)?,
    })
}

fn parse_expected(lines: &mut Lines<'_>) -> Result<Expected, Fault> {
    let status_line = lines.take().unwrap_or_default();
    let status = status_line.strip_prefix("HTTP/1.1 ").and_then(|status| status.trim_end().parse().ok());
    let Some(status) = status.filter(|status| (100..1000).contains(status)) else {
        return Err(lines.fault("`HTTP/1.1 ` and three digits must stand here: the answer's status"));
    };
    let headers = lines.headers()?;
    let headers = headers.into_iter().map(|(name, value)| (name, (value != "-").then_some(value))).collect();
    let body = lines.body(|line| line.starts_with("###"));
    Ok(Expected { status, headers, body })
}

fn is_status_line(line: &str) -> bool {
    line.starts_with("HTTP/1.1 ")
}

/// What a line lists by blanks.
fn listed(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// A line of a head: `# Name: value`.
struct HeadEntry<'a> {
    name: &'a str,
    value: String,
}

/// The lines of a file, taken one after the other.
struct Lines<'a> {
    path: &'a Path,
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.next).copied()
    }

    fn take(&mut self) -> Option<&'a str> {
        let line = self.peek()?;
        self.next += 1;
        Some(line)
    }

    /// A fault in the line that was taken last.
    fn fault(&self, problem: impl Into<String>) -> Fault {
        Fault { path: self.path.to_path_buf(), line: self.next.max(1), problem: problem.into() }
    }

    fn time(&self, text: &str) -> Result<Timestamp, Fault> {
        parse_rfc_3339(text)
            .ok_or_else(|| self.fault(format!("`{text}` is not a time such as {DEFAULT_TIME}")))
    }

    /// The next line of a head, with those that continue it; none where the head is over. Skips empty lines.
    fn head_entry(&mut self) -> Result<Option<HeadEntry<'a>>, Fault> {
        while self.peek().is_some_and(|line| line.trim().is_empty()) {
            self.next += 1;
        }
        let Some(text) = self.peek().and_then(|line| line.strip_prefix('#')) else { return Ok(None) };
        if text.starts_with('#') {
            return Ok(None);
        }
        self.next += 1;
        let entry = text.strip_prefix(' ').and_then(|text| text.split_once(": "));
        let Some((name, value)) =
            entry.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphabetic()))
        else {
            return Err(self.fault("a line of a head is `# Name: value`"));
        };
        let mut value = value.trim().to_owned();
        while let Some(more) = self.peek().and_then(|line| line.strip_prefix("#  ")) {
            self.next += 1;
            value.push(' ');
            value.push_str(more.trim());
        }
        Ok(Some(HeadEntry { name, value }))
    }

    /// Headers up to an empty line or the file's end.
    fn headers(&mut self) -> Result<Vec<(String, String)>, Fault> {
        let mut headers = Vec::new();
        while let Some(line) = self.take().filter(|line| !line.trim().is_empty()) {
            let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_token(name)) else {
                return Err(self.fault("a header `Name: value` or an empty line must stand here"));
            };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(headers)
    }

    /// The text up to a line that ends it, without white space around it.
    fn body(&mut self, ends: impl Fn(&str) -> bool) -> String {
        let begin = self.next;
        while self.peek().is_some_and(|line| !ends(line)) {
            self.next += 1;
        }
        self.lines.get(begin..self.next).unwrap_or_default().join("\n").trim().to_owned()
    }
}

/// Whether a text can be the name of a header.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests;
