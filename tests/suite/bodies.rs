//! What a body may be: each limit at its value and one past it, on every endpoint that takes one.

use trolley::dialects::{BodyKind, DIALECTS};
use trolley::json::{DEPTH_MAX, MEMBERS_MAX};
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::shop::{add_as_server, elastic_path_token, guest_units, post_guest};

const CUSTOM_INPUTS_BYTES_MAX: usize = 1_048_576;

#[test]
fn every_endpoint_takes_bodies_up_to_its_limit_and_no_further() {
    let server = LocalServer::demo();
    for (dialect, route) in
        DIALECTS.iter().flat_map(|dialect| dialect.routes.iter().map(move |route| (dialect, route)))
    {
        let (media_type, bytes_max) = match route.body {
            BodyKind::Ignored | BodyKind::JsonIf { .. } => continue,
            BodyKind::Json { bytes_max } => ("application/json", bytes_max),
            BodyKind::Form { bytes_max } => ("application/x-www-form-urlencoded", bytes_max),
        };
        let path = route.path.replace(['{', '}'], "");
        let answered = |len: usize| {
            let request = Request::new(route.method.as_str(), &path).body(media_type, " ".repeat(len));
            send(server.address(), &request).unwrap()
        };
        let name = format!("{} {} of {}", route.method, route.path, dialect.title);
        assert_ne!(answered(bytes_max).status, 413, "{name}");
        let refused = answered(bytes_max + 1);
        assert_eq!(refused.status, 413, "{name}");
        assert_eq!(refused.header("content-type"), Some("application/json"), "{name}");
        assert!(refused.json().is_object(), "{name}");
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_in_the_words_of_its_dialect() {
    let server = LocalServer::demo();
    let stateset = concat!(
        r#"{"error":{"code":"REQUEST_TOO_LARGE","message":"The body must have at most 65536 bytes","#,
        r#""type":"invalid_request_error","details":{},"request_id":"mine","timestamp":"2026-01-05T09:00:00Z"}}"#
    );
    let elastic_path = concat!(
        r#"{"errors":[{"status":413,"title":"Payload Too Large","#,
        r#""detail":"The request body must have at most 8388608 bytes"}]}"#
    );
    let rows = [
        ("/v1/cart", 65_537, r#"{"error":"Payload too large"}"#),
        ("/v1/carts", 65_537, stateset),
        ("/api/v1/shop/cart/AP-SDS004", 65_537, r#"{"success":false,"message":"Payload too large"}"#),
        ("/v2/carts/mine/items", 8_388_609, elastic_path),
    ];
    for (path, len, expected) in rows {
        let request = Request::new("POST", path).header("X-Request-ID", "mine").json(&" ".repeat(len));
        let answer = send(server.address(), &request).unwrap();
        assert_eq!((answer.status, answer.text().as_ref()), (413, expected), "{path}");
    }
}

#[test]
fn a_list_may_be_larger_than_one_line() {
    let server = LocalServer::demo();
    let answered = |len: usize, open: &str, close: &str| {
        let line = r#"{"type":"cart_item","sku":"sku3","quantity":1}"#;
        let body = format!(r#"{{"data":{open}{line}{close}}}"#);
        let body = format!("{body}{}", " ".repeat(len - body.len()));
        let request = Request::new("POST", "/v2/carts/mine/items").header("Authorization", "Bearer XXXX");
        let answer = send(server.address(), &request.json(&body)).unwrap();
        (answer.status, answer.text().contains("The request body must have at most 2097152 bytes"))
    };
    assert_eq!(answered(2_097_152, "", ""), (201, false));
    assert_eq!(answered(2_097_153, "", ""), (413, true));
    assert_eq!(answered(2_097_153, "[", "]"), (201, false));
    assert_eq!(answered(8_388_608, "[", "]"), (201, false));
}

#[test]
fn an_endpoint_without_a_body_leaves_one_that_comes_unread() {
    let server = LocalServer::demo();
    for body in ["{}", "not json", r#"{"quantity":1}"#] {
        let request = Request {
            method: "GET".to_owned(),
            path: "/api/v1/shop/cart".to_owned(),
            ..post_guest(1).json(body)
        };
        assert_eq!(send(server.address(), &request).unwrap().status, 200, "{body}");
    }
}

/// Adds with this body; the status must be this one, and only a good one has an effect.
#[track_caller]
fn check(server: &LocalServer, body: &str, status: u16) {
    const GUEST: usize = 1;
    let before = guest_units(server.address(), GUEST);
    let answer = send(server.address(), &post_guest(GUEST).json(body)).unwrap();
    let shown: String = body.chars().take(100).collect();
    assert_eq!(answer.status, status, "{shown}: {}", answer.text());
    assert_eq!(guest_units(server.address(), GUEST) - before, u64::from(status == 200), "{shown}");
}

#[test]
fn json_is_nested_at_most_32_levels_deep() {
    let server = LocalServer::demo();
    // The object itself is the first level.
    let nested = |levels: usize| {
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        format!(r#"{{"quantity":1,"unknown":{open}{close}}}"#)
    };
    assert_eq!(DEPTH_MAX, 32);
    check(&server, &nested(DEPTH_MAX), 200);
    check(&server, &nested(DEPTH_MAX + 1), 400);
    // Deeper than any stack: it must be refused, not followed.
    check(&server, &format!(r#"{{"quantity":1,"unknown":{}"#, "[".repeat(60_000)), 400);
}

#[test]
fn json_has_at_most_4096_members() {
    let server = LocalServer::demo();
    let with_members = |count: usize| {
        let more: Vec<String> = (1..count).map(|member| format!(r#""m{member}":0"#)).collect();
        format!(r#"{{"quantity":1,{}}}"#, more.join(","))
    };
    assert_eq!(MEMBERS_MAX, 4_096);
    check(&server, &with_members(MEMBERS_MAX), 200);
    check(&server, &with_members(MEMBERS_MAX + 1), 400);
}

#[test]
fn what_is_not_json_is_refused() {
    let server = LocalServer::demo();
    for body in
        ["{", r#"{"quantity":1"#, r#"{"quantity":1}x"#, r#"{"quantity":01}"#, r#"{quantity:1}"#, "\u{feff}{}"]
    {
        check(&server, body, 400);
    }
    let not_utf8 =
        Request { body: Some(b"{\"quantity\":1,\"a\":\"\xff\"}".to_vec()), ..post_guest(1).json("") };
    assert_eq!(send(server.address(), &not_utf8).unwrap().status, 400);
    let lone_surrogate = r#"{"quantity":1,"options":{"a":"\ud800"}}"#;
    check(&server, lone_surrogate, 400);
}

#[test]
fn of_repeated_members_the_last_one_counts() {
    let server = LocalServer::demo();
    check(&server, r#"{"quantity":7,"quantity":1}"#, 200);
    check(&server, r#"{"quantity":1,"quantity":0}"#, 422);
}

#[test]
fn custom_inputs_take_at_most_one_mebibyte() {
    let config = "elastic_path.custom_input_characters_max = 0".to_owned();
    let server = LocalServer::start(Setting { config, ..Setting::demo() }).unwrap();
    let token = elastic_path_token(server.address());
    let with_inputs = |len: usize| -> Answer {
        let around = r#"{"text":""}"#.len();
        let inputs = format!(r#"{{"text":"{}"}}"#, "x".repeat(len - around));
        assert_eq!(inputs.len(), len);
        let plain = add_as_server(&token, "letters");
        let body = String::from_utf8(plain.body.clone().unwrap()).unwrap();
        let body = body.replace("}}", &format!(r#","custom_inputs":{inputs}}}}}"#));
        send(server.address(), &Request { body: Some(body.into_bytes()), ..plain }).unwrap()
    };
    assert_eq!(with_inputs(CUSTOM_INPUTS_BYTES_MAX).status, 201);
    let refused = with_inputs(CUSTOM_INPUTS_BYTES_MAX + 1);
    assert!((400..500).contains(&refused.status), "{}: {}", refused.status, refused.text());
    let read =
        Request::new("GET", "/v2/carts/letters/items").header("Authorization", &format!("Bearer {token}"));
    let lines = send(server.address(), &read).unwrap().json();
    assert_eq!(lines["data"].as_array().unwrap().len(), 1);
    let text = lines["data"][0]["custom_inputs"]["text"].as_str().unwrap().len();
    assert_eq!(text, CUSTOM_INPUTS_BYTES_MAX - r#"{"text":""}"#.len(), "it is kept whole");
}
