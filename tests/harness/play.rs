//! Plays a fixture against a server, and says what differs.

use std::fmt::Write as _;
use std::net::SocketAddr;

use crate::PRINTED_AUTHORITY;
use crate::client::{Answer, Connection, Request};
use crate::compact::compact;
use crate::fixture::{Exchange, Expected, Fixture};

/// How many characters around the first difference of two bodies are shown.
const CONTEXT_CHARACTERS: usize = 60;

/// Sends the fixture's requests in order, and gives a text for people for each exchange that went otherwise.
///
/// `prepare` is called before each, to set clock and identifiers.
pub fn play(fixture: &Fixture, address: SocketAddr, mut prepare: impl FnMut(&Exchange)) -> Vec<String> {
    let mut mismatches = Vec::new();
    let mut connection = None;
    for exchange in &fixture.exchanges {
        prepare(exchange);
        let mut faults = Vec::new();
        match converse(&mut connection, address, &request(exchange, address)) {
            Ok(answer) => {
                if answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
                    connection = None;
                }
                faults = compare(&exchange.expected, &as_printed(answer, address));
            }
            Err(error) => {
                connection = None;
                faults.push(format!("no answer: {error}"));
            }
        }
        if !faults.is_empty() {
            let place = format!("{}:{}: {}", fixture.path.display(), exchange.line, exchange.title);
            mismatches.push(format!("{place}\n{}", faults.join("\n")));
        }
    }
    mismatches
}

fn converse(
    connection: &mut Option<Connection>,
    address: SocketAddr,
    request: &Request,
) -> std::io::Result<Answer> {
    match connection {
        Some(connection) => connection.exchange(request),
        None => connection.insert(Connection::open(address)?).exchange(request),
    }
}

/// The request, with the server's real address where the fixture prints the usual one.
fn request(exchange: &Exchange, address: SocketAddr) -> Request {
    let real = |text: &str| text.replace(PRINTED_AUTHORITY, &address.to_string());
    Request {
        method: exchange.method.clone(),
        path: exchange.path.clone(),
        headers: exchange.headers.iter().map(|(name, value)| (name.clone(), real(value))).collect(),
        body: (!exchange.body.is_empty()).then(|| real(&exchange.body).into_bytes()),
    }
}

/// The answer, with the usual address where the server's real one stands.
fn as_printed(answer: Answer, address: SocketAddr) -> Answer {
    let printed = |text: &str| text.replace(&address.to_string(), PRINTED_AUTHORITY);
    let headers = answer.headers.iter().map(|(name, value)| (name.clone(), printed(value))).collect();
    let body = match std::str::from_utf8(&answer.body) {
        Ok(text) => printed(text).into_bytes(),
        Err(_) => answer.body,
    };
    Answer { status: answer.status, headers, body }
}

/// What differs, each in a text for people; nothing where the answer is as expected.
#[must_use]
pub fn compare(expected: &Expected, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status != expected.status {
        faults.push(format!("  status: expected {}, got {}", expected.status, answer.status));
    }
    for (name, value) in &expected.headers {
        let got: Vec<&str> = answer.header_values(name).collect();
        match value {
            Some(value) if !got.contains(&value.as_str()) => {
                faults.push(format!("  header {name}: expected {value:?}, got {got:?}"));
            }
            None if !got.is_empty() => faults.push(format!("  header {name}: expected none, got {got:?}")),
            Some(_) | None => {}
        }
    }
    let expected_body = compact(&expected.body).unwrap_or_else(|| expected.body.clone());
    if expected_body.as_bytes() != answer.body {
        faults.push(compare_bodies(&expected_body, &answer.text()));
    }
    faults
}

fn compare_bodies(expected: &str, got: &str) -> String {
    let same = expected.chars().zip(got.chars()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| -> String {
        text.chars().skip(same.saturating_sub(CONTEXT_CHARACTERS)).take(2 * CONTEXT_CHARACTERS).collect()
    };
    let mut text = format!("  body differs from character {same} on");
    let _ = write!(text, "\n    expected ..{}..", around(expected));
    let _ = write!(text, "\n    got      ..{}..", around(got));
    let _ = write!(text, "\n    expected whole: {expected}\n    got whole:      {got}");
    text
}
