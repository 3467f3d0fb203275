//! Stories as bytes: what fixtures have, but for the answers, and with nothing that is taken for a fault.

use trolley::json::parse_rfc_3339;
use trolley_engine::Timestamp;

/// Most requests of a story; what comes behind them is not told.
const EXCHANGES_MAX: usize = 32;
/// Headers that frame a request, which are ours here: what callers do with them is another corpus's.
const FRAMING: [&str; 6] = ["connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"];

/// A story.
#[derive(Debug, Default)]
pub(super) struct Story<'a> {
    /// The names of seeds.
    pub(super) seeds: Vec<&'a str>,
    /// Settings in TOML, one a line.
    pub(super) config: String,
    /// What holds from the beginning.
    pub(super) set: Set<'a>,
    /// The requests in order.
    pub(super) exchanges: Vec<Exchange<'a>>,
}

/// What is set for what follows.
#[derive(Debug, Default)]
pub(super) struct Set<'a> {
    /// What the clock shows.
    pub(super) time: Option<Timestamp>,
    /// The identifiers that are made next.
    pub(super) ids: Option<&'a str>,
}

/// A request.
#[derive(Debug)]
pub(super) struct Exchange<'a> {
    /// What is set before it.
    pub(super) set: Set<'a>,
    /// The method, of capitals.
    pub(super) method: &'a str,
    /// The target: visible characters, the first of which is a slash.
    pub(super) target: &'a str,
    /// The names and values of headers, as they were sent.
    pub(super) headers: Vec<(&'a [u8], &'a [u8])>,
    /// The body.
    pub(super) body: &'a [u8],
}

impl<'a> Story<'a> {
    /// The story in these bytes; what is none is left out of it.
    pub(super) fn read(data: &'a [u8]) -> Self {
        let mut story = Self::default();
        for (place, block) in blocks(data).take(1 + EXCHANGES_MAX).enumerate() {
            match place {
                0 => story.read_head(block),
                _ => story.exchanges.extend(exchange(block)),
            }
        }
        story
    }

    fn read_head(&mut self, mut block: &'a [u8]) {
        while let Some((name, value)) = head_entry(&mut block) {
            match name {
                "Seed" => self.seeds = value.split(',').map(str::trim).collect(),
                "Config" => {
                    self.config.push_str(value);
                    self.config.push('\n');
                }
                _ => self.set.read(name, value),
            }
        }
    }
}

impl<'a> Set<'a> {
    fn read(&mut self, name: &str, value: &'a str) {
        match name {
            "Time" => self.time = parse_rfc_3339(value),
            "Ids" => self.ids = Some(value),
            _ => {}
        }
    }
}

impl Exchange<'_> {
    /// The values of the headers of this name.
    pub(super) fn header(&self, name: &str) -> Option<&[u8]> {
        let mut named = self.headers.iter().filter(|(one, _)| one.eq_ignore_ascii_case(name.as_bytes()));
        named.next().map(|(_, value)| value.trim_ascii())
    }

    /// The request as it is sent.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let Self { method, target, headers, body, .. } = self;
        let mut bytes = format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:2278\r\n").into_bytes();
        for (name, value) in headers {
            bytes.extend_from_slice(name);
            bytes.extend_from_slice(b":");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(
            format!("Connection: close\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(),
        );
        bytes.extend_from_slice(body);
        bytes
    }
}

/// What stands between lines that begin with `###`.
fn blocks(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(data);
    std::iter::from_fn(move || {
        let block = rest?;
        let next = (0..block.len()).find(|at| is_divide(block, *at));
        rest = next.map(|at| behind_line(&block[at..]));
        Some(&block[..next.unwrap_or(block.len())])
    })
}

fn is_divide(block: &[u8], at: usize) -> bool {
    block[at..].starts_with(b"###") && (at == 0 || block[at - 1] == b'\n')
}

fn behind_line(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| *byte == b'\n');
    end.map_or(&[], |end| &text[end + 1..])
}

/// Takes a line off a text.
fn line<'a>(text: &mut &'a [u8]) -> Option<&'a [u8]> {
    if text.is_empty() {
        return None;
    }
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let line = &text[..end];
    *text = behind_line(text);
    Some(line)
}

/// Takes a line `# Name: value` off a text; none where it begins with another.
fn head_entry<'a>(block: &mut &'a [u8]) -> Option<(&'a str, &'a str)> {
    let text = *block;
    if !text.starts_with(b"#") {
        return None;
    }
    let entry = std::str::from_utf8(line(block)?).ok()?;
    let (name, value) = entry[1..].split_once(':').unwrap_or((&entry[1..], ""));
    Some((name.trim(), value.trim()))
}

fn exchange(mut block: &[u8]) -> Option<Exchange<'_>> {
    let mut set = Set::default();
    while let Some((name, value)) = head_entry(&mut block) {
        set.read(name, value);
    }
    let first = std::str::from_utf8(line(&mut block)?).ok()?;
    let (method, target) = first.split_once(' ')?;
    let is_method = (1..=7).contains(&method.len()) && method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_target = target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_method || !is_target || ["CONNECT", "HEAD"].contains(&method) {
        return None;
    }
    let mut headers = Vec::new();
    while let Some(line) = line(&mut block).filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        if !FRAMING.iter().any(|ours| name.trim_ascii().eq_ignore_ascii_case(ours.as_bytes())) {
            headers.push((name, value));
        }
    }
    Some(Exchange { set, method, target, headers, body: block.strip_suffix(b"\n").unwrap_or(block) })
}
