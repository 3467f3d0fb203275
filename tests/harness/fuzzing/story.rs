//! A story told to the server, request by request, and what must hold of each answer whatever was asked.

use std::sync::LazyLock;

use trolley::dialects::DIALECTS;
use trolley::router::Router;

use super::exchange::{Exchange, Story};
use super::world::World;
use crate::client::Answer;

/// The most bytes that an answer has besides what was sent, many times over.
const ANSWER_BYTES_MAX: usize = 4 << 20;
const SENT_TIMES_MAX: usize = 256;
/// The header of StoreKit's key. Its documents want a 500 where the key is not one of the store's.
const STOREKIT_KEY: &str = "x-api-key";

/// The setting by which a look at a cart brings a guest's cart into it.
const MERGING: &str = "merge_on_login";

/// Which dialect a path belongs to.
pub(super) static ROUTER: LazyLock<Router> =
    LazyLock::new(|| Router::new(DIALECTS).expect("the tables of the dialects are well-formed"));

/// Tells these dialects the story in these bytes; what is for others is left out.
///
/// # Panics
///
/// Where an answer or what was written is not as it must be.
pub(super) fn tell(data: &[u8], dialects: &[&str]) {
    let story = Story::read(data);
    if story.exchanges.is_empty() {
        return;
    }
    // A refusal writes nothing. Where one does, the story is told again to see whether anything has changed by it.
    if tell_once(&story, dialects, false).is_err() {
        tell_once(&story, dialects, true).expect("what is looked at is not in doubt");
    }
}

/// A refusal has written something.
#[derive(Debug)]
struct Doubt;

fn tell_once(story: &Story<'_>, dialects: &[&str], is_watched: bool) -> Result<(), Doubt> {
    let Some(world) = World::of(story) else { return Ok(()) };
    for exchange in &story.exchanges {
        world.set(&exchange.set);
        let path = exchange.target.split('?').next().unwrap_or_default();
        let Some(dialect) = ROUTER.owner(path).filter(|dialect| dialects.contains(&dialect.name)) else {
            continue;
        };
        let before = (world.writes(), is_watched.then(|| world.engine.digest().expect("it can be read")));
        let sent = exchange.to_bytes();
        let answer = parse(&world.ask(&sent));
        let is_documented = dialect.name == "storekit"
            && answer.status == 500
            && exchange.header(STOREKIT_KEY).is_some_and(|key| !world.has_key(dialect.name, key));
        check(exchange, &answer, sent.len(), is_documented);
        let is_look = ["GET", "OPTIONS"].contains(&exchange.method) && !story.config.contains(MERGING);
        let may_write = answer.status < 400 && !is_look;
        // The answer to a key is kept, also where it is a refusal.
        let has_key = dialect.idempotency.headers.iter().any(|name| exchange.header(name).is_some());
        if !may_write && !has_key && before.0 != world.writes() {
            let Some(digest) = before.1 else { return Err(Doubt) };
            let after = world.engine.digest().expect("it can be read");
            assert_eq!(digest, after, "{} {} was refused", exchange.method, exchange.target);
        }
    }
    world.end();
    Ok(())
}

/// What must hold of each answer; that of a failure is documented or is none.
fn check(exchange: &Exchange<'_>, answer: &Answer, sent: usize, is_documented: bool) {
    let status = answer.status;
    let says = || format!("{} {}: {status} {:?}", exchange.method, exchange.target, answer.text());
    assert!((200..500).contains(&status) || is_documented, "{}", says());
    assert!(answer.body.len() <= ANSWER_BYTES_MAX + SENT_TIMES_MAX * sent, "{} bytes", answer.body.len());
    let is_json = answer.header("content-type").is_some_and(|value| value.starts_with("application/json"));
    if is_json {
        let json: Result<serde_json::Value, _> = serde_json::from_slice(&answer.body);
        assert!(json.is_ok(), "{json:?}: {}", says());
    } else {
        assert!(answer.body.is_empty(), "{}", says());
    }
}

/// The one answer in these bytes.
pub(super) fn parse(bytes: &[u8]) -> Answer {
    let head_len = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = std::str::from_utf8(&bytes[..head_len]).expect("a head is ASCII");
    let body = bytes[head_len + 4..].to_vec();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok());
    let headers = lines.map(|line| line.split_once(": ").expect("a header has a colon"));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answer = Answer { status: status.expect("an answer has a status"), headers, body };
    let length: Option<usize> = answer.header("content-length").and_then(|length| length.parse().ok());
    assert_eq!(length.unwrap_or(0), answer.body.len(), "the length of an answer: {head}");
    answer
}
