//! What the fuzzers begin with: the fixtures without their answers, and what is stored as golden bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trolley::json::{Precision, rfc_3339};
use trolley_engine::records::TABLES;

use super::TARGETS;
use crate::chance::Chance;
use crate::fixture::{DEFAULT_SEED, Exchange, Fixture};
use crate::{files_below, project_root, read_text};

/// How many stories by chance there are, and of how many bytes.
const BY_CHANCE: u64 = 64;
const BY_CHANCE_BYTES: usize = 160;
/// The folder of the fixtures whose stories are told to several APIs.
const SHARED: &str = "one_cart";
/// Most bytes of a word of the dictionary.
const WORD_BYTES_MAX: usize = 24;
/// Bytes of the checksum at the end of a record.
const CHECKSUM_BYTES: usize = 8;

/// Writes a folder for each target below this one, and beside them `words.dict`: words of the documents.
///
/// # Panics
///
/// Where a file cannot be written.
pub fn write_seeds(folder: &Path) {
    for name in TARGETS.iter().map(|(name, _)| *name).chain(["commands"]) {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (number, seed) in seeds(name).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:04}")), seed).expect("a file can be written");
        }
    }
    fs::write(folder.join("words.dict"), words()).expect("a file can be written");
}

/// The names of members, headers and paths, as libFuzzer has them in its dictionaries.
fn words() -> String {
    let mut words = BTreeSet::new();
    for exchange in fixtures("").iter().flat_map(|fixture| &fixture.exchanges) {
        let named = exchange.body.split('"').skip(1).step_by(2).filter(|name| is_word(name));
        words.extend(named.map(|name| format!("\\\"{name}\\\"")));
        words.extend(exchange.headers.iter().map(|(name, _)| format!("{name}: ")));
        let segments = exchange.path.split(['/', '?', '&']).skip(1);
        words.extend(segments.filter(|segment| is_word(segment)).map(str::to_owned));
    }
    words.iter().map(|word| format!("\"{word}\"\n")).collect()
}

/// Whether a text stands in a dictionary as it is.
fn is_word(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:=%".contains(&byte);
    (1..=WORD_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_plain)
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "records" => golden_records(),
        "opening" | "commands" => by_chance(),
        "router" => fixtures("").iter().flat_map(raw).collect(),
        // One story of each API after the other would say nothing of what they make of each other's.
        SHARED => fixtures(SHARED).iter().flat_map(stories).collect(),
        dialect => {
            let mut fixtures = fixtures(dialect);
            fixtures.extend(self::fixtures(SHARED));
            fixtures.iter().flat_map(stories).collect()
        }
    }
}

fn fixtures(folder: &str) -> Vec<Fixture> {
    let files = files_below(&project_root().join("fixtures").join(folder), ".http");
    files
        .iter()
        .map(|path| Fixture::parse(path, &read_text(path)).expect("fixtures are well-formed"))
        .collect()
}

/// The whole story, its beginnings and each exchange by itself.
fn stories(fixture: &Fixture) -> Vec<Vec<u8>> {
    let exchanges = &fixture.exchanges;
    let beginnings = (1..=exchanges.len()).map(|count| &exchanges[..count]);
    let single = exchanges.chunks(1);
    beginnings.chain(single).map(|exchanges| story(fixture, exchanges).into_bytes()).collect()
}

fn story(fixture: &Fixture, exchanges: &[Exchange]) -> String {
    let mut text = String::new();
    if fixture.seeds != [DEFAULT_SEED] {
        line(&mut text, "Seed", &fixture.seeds.join(","));
    }
    fixture.config.iter().for_each(|config| line(&mut text, "Config", config));
    line(&mut text, "Time", &rfc_3339(fixture.time, Precision::Milliseconds));
    if !fixture.ids.is_empty() {
        line(&mut text, "Ids", &fixture.ids.join(" "));
    }
    for exchange in exchanges {
        text.push_str("###\n");
        if let Some(time) = exchange.time {
            line(&mut text, "Time", &rfc_3339(time, Precision::Milliseconds));
        }
        if let Some(ids) = &exchange.ids {
            line(&mut text, "Ids", &ids.join(" "));
        }
        let Exchange { method, path, headers, body, .. } = exchange;
        let _ = writeln!(text, "{method} {path}");
        headers.iter().for_each(|(name, value)| {
            let _ = writeln!(text, "{name}: {value}");
        });
        let _ = writeln!(text, "\n{body}");
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "# {name}: {value}");
}

/// Each request as it is sent.
fn raw(fixture: &Fixture) -> Vec<Vec<u8>> {
    let raw = |Exchange { method, path, headers, body, .. }: &Exchange| {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:2278\r\n");
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        let _ = write!(text, "Content-Length: {}\r\n\r\n{body}", body.len());
        text.into_bytes()
    };
    fixture.exchanges.iter().map(raw).collect()
}

/// The records that released versions wrote, each under a key that it can have.
fn golden_records() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for file in files_below(&project_root().join("fixtures/store"), ".hex") {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = from_hex(&read_text(&file));
        let body = &bytes[..bytes.len().saturating_sub(CHECKSUM_BYTES)];
        let (table, key): (&str, &[u8]) = match name.split(['-', '.']).next().unwrap_or_default() {
            "cart" => ("carts", &[0, 0, 0, 0, 0, 0, 0, 1]),
            "order" => ("orders", &[0, 0, 0, 0, 0, 0, 0, 1]),
            "custom" => ("blobs", &[0; 16]),
            "customer" => ("customers", b"182"),
            "key" => ("keys", &[1; 32]),
            "product" => ("products", b"mug"),
            "promotion" => ("promotions", b"ten"),
            "parked" => ("parked", b"park-1"),
            "answer" => ("answers", &[1; 32]),
            "settings" => ("meta", b"settings"),
            "clock" => ("meta", b"clock"),
            _ => ("meta", b"delivery"),
        };
        let table = TABLES.iter().position(|one| *one == table).unwrap_or_default();
        let byte = |number: usize| u8::try_from(number).unwrap_or_default();
        seeds.push([&[byte(table), byte(key.len())], key, body].concat());
    }
    seeds
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let pairs = (0..digits.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("golden bytes are hexadecimal"))
        .collect()
}

fn by_chance() -> Vec<Vec<u8>> {
    let story = |seed| {
        let mut chance = Chance::new(seed);
        let byte = |_| u8::try_from(chance.below(256)).unwrap_or_default();
        (0..BY_CHANCE_BYTES).map(byte).collect()
    };
    (0..BY_CHANCE).map(story).collect()
}
