//! Bytes as all that comes on a connection, and as a method and a path.

use std::cell::RefCell;

use trolley::router::Found;

use super::exchange::Story;
use super::story::ROUTER;
use super::world::World;

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

/// Bytes as all that comes on a connection, of which the first line is also taken for a method and a path.
///
/// # Panics
///
/// Where what comes back is no answer of the server's, or the router contradicts itself.
pub fn router(data: &[u8]) {
    let line = data.split(|byte| *byte == b'\r' || *byte == b'\n').next().unwrap_or_default();
    if let Ok(line) = std::str::from_utf8(line) {
        let mut words = line.split(' ');
        route(words.next().unwrap_or_default(), words.next().unwrap_or_default());
    }
    let world = World::of(&Story::default()).expect("there is a world for the demo");
    let mut answers = world.ask(data).as_slice().to_vec();
    while !answers.is_empty() {
        answers = rest(&answers);
    }
    world.end();
}

/// Looks for an endpoint; the answer must not depend on how slashes are repeated, and be of the dialect that owns it.
fn route(method: &str, target: &str) {
    let Ok(method) = method.parse() else { return };
    let path = target.split('?').next().unwrap_or_default();
    let found = ROUTER.find(&method, path);
    let owner = ROUTER.owner(path).map(|dialect| dialect.name);
    let doubled = path.replace('/', "//");
    assert_eq!(ROUTER.owner(&doubled).map(|dialect| dialect.name), owner, "{path}");
    match (found, ROUTER.find(&method, &doubled)) {
        (Found::Endpoint(endpoint, params), Found::Endpoint(again, params_again)) => {
            assert_eq!(owner, Some(endpoint.dialect.name), "{path}");
            assert_eq!(endpoint.route.path, again.route.path, "{path}");
            assert_eq!(params, params_again, "{path}");
            assert_eq!(params.len(), endpoint.route.path.matches('{').count(), "{path}");
            // A segment is one to the end, whatever stands for what in it.
            assert!(params.iter().all(|(_, value)| !value.is_empty()), "{path}");
        }
        (Found::OtherMethods(methods), Found::OtherMethods(again)) => {
            assert!(!methods.contains(&method), "{path}");
            assert_eq!(methods, again, "{path}");
        }
        (Found::Nothing, Found::Nothing) | (Found::NotUtf8, Found::NotUtf8) => {}
        (one, other) => panic!("{path} is {one:?}, with slashes doubled {other:?}"),
    }
}

/// What comes behind the first answer.
fn rest(answers: &[u8]) -> Vec<u8> {
    assert!(answers.starts_with(b"HTTP/1."), "{:?}", String::from_utf8_lossy(answers));
    let head_len = answers.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = std::str::from_utf8(&answers[..head_len]).expect("a head is ASCII").to_ascii_lowercase();
    let status: u16 = head[9..12].parse().expect("a status is a number");
    assert!((100..500).contains(&status) || status == 500 && head.contains("json"), "{head}");
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |length| length.parse().expect("a length is a number"));
    let body = &answers[head_len + 4..];
    // What answers a HEAD has the length of a body that it lacks.
    let is_whole = length <= body.len() && !body.starts_with(b"HTTP/1.");
    body[if is_whole { length } else { 0 }..].to_vec()
}
