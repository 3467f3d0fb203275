use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};

use super::{KEY_LEN_MAX, fingerprint, is_kept, key};
use crate::dialects::Problem;
use crate::exchange::{Request, RequestBody};

const BOTH: &[&str] = &["idempotency-key", "x-idempotency-key"];

fn headers(sent: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in sent {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

#[track_caller]
fn check(sent: &[(&'static str, &str)], expected: Result<Option<&str>, Problem>) {
    assert_eq!(key(BOTH, &headers(sent)), expected.map(|text| text.map(str::as_bytes)));
}

#[test]
fn a_key_has_1_to_255_visible_characters() {
    let longest = "k".repeat(KEY_LEN_MAX);
    let invalid = || Err(Problem::IdempotencyKeyInvalid);
    check(&[], Ok(None));
    check(&[("idempotency-key", "!")], Ok(Some("!")));
    check(&[("idempotency-key", "~a/b\"c")], Ok(Some("~a/b\"c")));
    check(&[("idempotency-key", &longest)], Ok(Some(&longest)));
    check(&[("idempotency-key", &format!("{longest}k"))], invalid());
    check(&[("idempotency-key", "")], invalid());
    check(&[("idempotency-key", "a b")], invalid());
    check(&[("idempotency-key", "a\tb")], invalid());
    check(&[("idempotency-key", "caf\u{e9}")], invalid());
    check(&[("idempotency-key", "a"), ("idempotency-key", "a")], invalid());
}

#[test]
fn of_two_headers_the_first_of_the_dialect_counts() {
    check(&[("x-idempotency-key", "x")], Ok(Some("x")));
    check(&[("x-idempotency-key", "x"), ("idempotency-key", "i")], Ok(Some("i")));
    check(&[("x-idempotency-key", "x"), ("idempotency-key", "")], Err(Problem::IdempotencyKeyInvalid));
    check(&[("x-idempotency-key", "a b"), ("idempotency-key", "i")], Ok(Some("i")));
}

fn request(query: &[(&str, &str)], sent: &[(&'static str, &str)], body: RequestBody) -> Request {
    Request {
        method: Method::POST,
        params: vec![],
        query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        headers: headers(sent),
        body,
    }
}

#[test]
fn what_is_asked_for_is_the_query_the_body_and_the_headers_that_mean_something() {
    let body = |text: &str| RequestBody::Present(text.as_bytes().to_vec());
    let meaning = &["x-cart-id", "x-moltin-currency"];
    let digest = |request: &Request| fingerprint(request, meaning);
    let plain = digest(&request(&[], &[], body("{}")));
    assert_eq!(plain, digest(&request(&[], &[("user-agent", "curl")], body("{}"))));
    let others = [
        request(&[], &[], body("{ }")),
        request(&[], &[], body("")),
        request(&[], &[], RequestBody::Absent),
        request(&[("a", "b")], &[], body("{}")),
        request(&[("ab", "")], &[], body("{}")),
        request(&[], &[("x-moltin-currency", "EUR")], body("{}")),
        request(&[], &[("x-cart-id", "EUR")], body("{}")),
        request(&[], &[("x-moltin-currency", "EUR"), ("x-moltin-currency", "EUR")], body("{}")),
    ]
    .map(|other| digest(&other));
    for (place, one) in others.iter().enumerate() {
        assert_ne!(*one, plain, "{place}");
        assert!(!others[place + 1..].contains(one), "{place}");
    }
}

#[test]
fn refusals_that_may_pass_are_not_kept() {
    for kept in [200, 201, 204, 400, 402, 404, 409, 410, 422] {
        assert!(is_kept(StatusCode::from_u16(kept).unwrap()), "{kept}");
    }
    for passing in [401, 403, 408, 415, 429, 500, 502, 503] {
        assert!(!is_kept(StatusCode::from_u16(passing).unwrap()), "{passing}");
    }
}
