//! Callers who are slow, greedy or ambiguous: none of them keeps a connection, an answer from others, or two readings
//! of one request.
//!
//! The server is the real one with its limits scaled down, so that what takes seconds takes a fraction of one. Nothing
//! here depends on how fast the machine is: a test ends when the server acts, and fails where it never does.

use std::collections::VecDeque;
use std::time::Duration;

use trolley::server::limits::{HEAD_BYTES_MAX, HEADERS_MAX, LINE_BYTES_MAX, Limits};
use trolley_harness::client::{Answer, Connection, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::shop::{add_as_guest, guest_units, post_guest, read_guest};

/// Between two bytes of a slow caller.
const DRIP: Duration = Duration::from_millis(20);
/// How many bytes a slow caller sends before it gives up: ten times what it takes the server to be fed up.
const DRIPS_MAX: usize = 200;

/// Longer than any client here waits.
const NEVER: Duration = Duration::from_secs(1_000);
const SOON: Duration = Duration::from_millis(400);

/// A server that waits for nothing but what the caller changes here.
fn waiting(change: impl FnOnce(Limits) -> Limits) -> LocalServer {
    let patient = Limits {
        header_timeout: NEVER,
        idle_timeout: NEVER,
        body_timeout: NEVER,
        request_timeout: NEVER,
        ..Limits::documented()
    };
    LocalServer::start(Setting { limits: change(patient), ..Setting::demo() }).unwrap()
}

fn impatient_when_idle() -> LocalServer {
    waiting(|limits| Limits { idle_timeout: SOON, ..limits })
}

fn impatient_for_headers() -> LocalServer {
    waiting(|limits| Limits { header_timeout: SOON, ..limits })
}

fn impatient_for_bodies() -> LocalServer {
    waiting(|limits| Limits { body_timeout: SOON, ..limits })
}

/// The server with the documented limits.
fn patient() -> LocalServer {
    LocalServer::demo()
}

fn open(server: &LocalServer) -> Connection {
    Connection::open(server.address()).unwrap()
}

/// Sends bytes that are no proper request, and gives the answer; the server must close the connection after it.
#[track_caller]
fn check_refused(server: &LocalServer, bytes: &[u8], status: u16) {
    let mut connection = open(server);
    connection.write(bytes).unwrap();
    let answer = connection.read_answer(false).unwrap();
    assert_eq!(answer.status, status, "{}", answer.text());
    check_good_caller(server);
}

/// However bad the others are, a good caller is answered.
#[track_caller]
fn check_good_caller(server: &LocalServer) {
    let answer = send(server.address(), &read_guest(0)).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn head(server: &LocalServer, request_line: &str, headers: &str) -> Vec<u8> {
    format!("{request_line}\r\nHost: {}\r\n{headers}\r\n", server.address()).into_bytes()
}

#[test]
fn a_silent_connection_is_closed() {
    let server = impatient_when_idle();
    assert_eq!(open(&server).read_to_end().unwrap(), b"");
    check_good_caller(&server);
}

#[test]
fn half_a_request_line_is_not_waited_for() {
    let server = impatient_for_headers();
    let mut connection = open(&server);
    connection.write(b"GET /v1/ca").unwrap();
    assert_closed_without_success(&mut connection);
}

#[test]
fn headers_that_drip_in_are_not_waited_for() {
    let server = impatient_for_headers();
    let mut connection = open(&server);
    connection.write(&head(&server, "GET /v1/cart HTTP/1.1", "")[..30]).unwrap();
    let is_closed =
        (0..DRIPS_MAX).any(|_| connection.is_closed_within(DRIP).unwrap() || connection.write(b"x").is_err());
    assert!(is_closed, "{DRIPS_MAX} bytes were waited for");
    check_good_caller(&server);
}

#[test]
fn an_idle_connection_is_closed_after_an_answer() {
    let server = impatient_when_idle();
    let mut connection = open(&server);
    assert_eq!(connection.exchange(&read_guest(0)).unwrap().status, 200);
    assert_eq!(connection.exchange(&read_guest(0)).unwrap().status, 200, "it is kept for a next request");
    assert_eq!(connection.read_to_end().unwrap(), b"");
}

#[test]
fn a_body_that_never_comes_is_answered_408() {
    let server = impatient_for_bodies();
    for headers in ["Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n"] {
        let headers = format!("X-API-Key: 123456789\r\nContent-Type: application/json\r\n{headers}");
        check_refused(&server, &head(&server, "POST /api/v1/shop/cart/TROLLEY-CARD HTTP/1.1", &headers), 408);
    }
}

#[test]
fn a_body_that_drips_in_is_answered_408() {
    let server = impatient_for_bodies();
    let mut connection = open(&server);
    let headers = "X-API-Key: 123456789\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n";
    connection.write(&head(&server, "POST /api/v1/shop/cart/TROLLEY-CARD HTTP/1.1", headers)).unwrap();
    let is_answered = (0..DRIPS_MAX)
        .any(|_| connection.is_readable_within(DRIP).unwrap() || connection.write(b" ").is_err());
    assert!(is_answered, "{DRIPS_MAX} bytes were waited for");
    assert_eq!(connection.read_answer(false).unwrap().status, 408);
}

#[test]
fn headers_are_taken_up_to_their_number_and_no_further() {
    let server = patient();
    // Host is one of them.
    let headers = |count: usize| "X-Filler: x\r\n".repeat(count - 1);
    let request_line = "GET /v1/nowhere HTTP/1.1";
    check_refused(&server, &head(&server, request_line, &headers(HEADERS_MAX)), 404);
    check_refused(&server, &head(&server, request_line, &headers(HEADERS_MAX + 1)), 431);
    check_refused(&server, &head(&server, request_line, &headers(200)), 431);
}

#[test]
fn a_line_of_the_head_is_taken_up_to_its_length_and_no_further() {
    let server = patient();
    let with_value =
        |len: usize| head(&server, "GET /v1/nowhere HTTP/1.1", &format!("X-Filler: {}\r\n", "x".repeat(len)));
    check_refused(&server, &with_value(LINE_BYTES_MAX), 404);
    check_refused(&server, &with_value(LINE_BYTES_MAX + 1), 400);
    let with_target = |len: usize| {
        let path = "/v1/nowhere?";
        head(&server, &format!("GET {path}{} HTTP/1.1", "x".repeat(len - path.len())), "")
    };
    check_refused(&server, &with_target(LINE_BYTES_MAX), 404);
    check_refused(&server, &with_target(LINE_BYTES_MAX + 1), 400);
}

#[test]
fn a_head_is_taken_up_to_its_length_and_no_further() {
    let server = patient();
    let with_len = |len: usize| {
        let line = format!("X-Filler: {}\r\n", "x".repeat(4000));
        let without = head(&server, "GET /v1/nowhere HTTP/1.1", &line.repeat(3)).len() + "X-Last: \r\n".len();
        let last = format!("X-Last: {}\r\n", "x".repeat(len - without));
        let bytes = head(&server, "GET /v1/nowhere HTTP/1.1", &format!("{}{last}", line.repeat(3)));
        assert_eq!(bytes.len(), len);
        bytes
    };
    check_refused(&server, &with_len(HEAD_BYTES_MAX), 404);
    check_refused(&server, &with_len(HEAD_BYTES_MAX + 1), 431);
}

#[test]
fn a_huge_header_is_not_read_to_its_end() {
    let server = patient();
    let mut connection = open(&server);
    // The server may stop reading before all of it is sent; then the rest cannot be.
    let _ = connection.write(&head(
        &server,
        "GET /v1/cart HTTP/1.1",
        &format!("X-Filler: {}\r\n", "x".repeat(300_000)),
    ));
    assert_closed_without_success(&mut connection);
    check_good_caller(&server);
}

/// The server has answered nothing but a refusal, and closes.
#[track_caller]
fn assert_closed_without_success(connection: &mut Connection) {
    let bytes = connection.read_to_end().unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(bytes.is_empty() || text.starts_with("HTTP/1.1 4"), "{text}");
}

#[test]
fn a_request_with_two_lengths_is_refused() {
    let server = patient();
    let body = r#"{"quantity":1}"#;
    let with = |headers: &str| {
        let headers = format!("X-API-Key: 123456789\r\nContent-Type: application/json\r\n{headers}");
        let mut bytes = head(&server, "POST /api/v1/shop/cart/TROLLEY-CARD HTTP/1.1", &headers);
        bytes.extend_from_slice(body.as_bytes());
        bytes
    };
    check_refused(&server, &with("Content-Length: 14\r\nContent-Length: 13\r\n"), 400);
    check_refused(&server, &with("Content-Length: 14\r\nTransfer-Encoding: chunked\r\n"), 400);
    check_refused(&server, &with("Transfer-Encoding: chunked\r\nContent-Length: 14\r\n"), 400);
    check_refused(&server, &with("Content-Length: +14\r\n"), 400);
    check_refused(&server, &with("Content-Length: -1\r\n"), 400);
}

#[test]
fn what_follows_an_ambiguous_request_is_not_taken_for_another() {
    let server = patient();
    let guest = 7;
    let smuggled = String::from_utf8(add_as_guest(guest).to_bytes(server.address())).unwrap();
    let body = format!("0\r\n\r\n{smuggled}");
    let headers = format!(
        "X-API-Key: 123456789\r\nContent-Type: application/json\r\nContent-Length: {}\r\nTransfer-Encoding: chunked\r\n",
        body.len()
    );
    let mut bytes = head(&server, "POST /api/v1/shop/cart/TROLLEY-CARD HTTP/1.1", &headers);
    bytes.extend_from_slice(body.as_bytes());
    let mut connection = open(&server);
    connection.write(&bytes).unwrap();
    assert_closed_without_success(&mut connection);
    assert_eq!(guest_units(server.address(), guest), 0);
}

#[test]
fn a_request_without_one_host_is_refused() {
    let server = patient();
    let address = server.address();
    check_refused(&server, b"GET /v1/cart HTTP/1.1\r\n\r\n", 400);
    check_refused(&server, b"GET /v1/cart HTTP/1.1\r\nHost:\r\n\r\n", 400);
    check_refused(
        &server,
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nHost: {address}\r\n\r\n").as_bytes(),
        400,
    );
    check_refused(
        &server,
        format!("GET / HTTP/1.1\r\nHost: {address}\r\nHost: evil.example\r\n\r\n").as_bytes(),
        400,
    );
    check_refused(&server, format!("GET / HTTP/1.1\r\nHost: user@{address}\r\n\r\n").as_bytes(), 400);
}

#[test]
fn what_is_not_http_is_refused() {
    let server = patient();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a greeting of TLS\r\n\r\n"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /v1/cart\r\n\r\n",
        b"GET /v1/cart HTTP/3.0\r\n\r\n",
        b"GET /v1/cart HTTP/1.1\r\nNo header\r\n\r\n",
        b"GET /v1/cart HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let mut connection = open(&server);
        connection.write(bytes).unwrap();
        assert_closed_without_success(&mut connection);
    }
    check_good_caller(&server);
}

#[test]
fn lines_that_end_in_a_bare_line_feed_are_read_in_one_way() {
    let server = patient();
    let guest = 8;
    let request = add_as_guest(guest).to_bytes(server.address());
    let bare: Vec<u8> = request.into_iter().filter(|byte| *byte != b'\r').collect();
    let mut connection = open(&server);
    connection.write(&bare).unwrap();
    let answer = connection.read_answer(false).unwrap();
    // Whether it is taken or not, it is one request, and the answer says which.
    let expected = u64::from(answer.status == 200);
    assert!(answer.status == 200 || answer.status == 400, "{}", answer.status);
    assert_eq!(guest_units(server.address(), guest), expected);
}

#[test]
fn a_body_that_is_too_large_is_answered_413_and_does_nothing() {
    let server = patient();
    let guest = 9;
    let too_large = format!(r#"{{"quantity":1{}}}"#, " ".repeat(2_000_000));
    let answer = send(server.address(), &post_guest(guest).json(&too_large)).unwrap();
    assert_eq!(answer.status, 413);
    assert_eq!(chunked(&server, guest, &too_large).status, 413);
    assert_eq!(guest_units(server.address(), guest), 0);
    assert_eq!(chunked(&server, guest, r#"{"quantity":1}"#).status, 200);
    assert_eq!(guest_units(server.address(), guest), 1);
}

/// The answer to a body that is sent in chunks, without its length.
fn chunked(server: &LocalServer, guest: usize, body: &str) -> Answer {
    let request = Request { body: None, ..post_guest(guest).json("") };
    let request = Request {
        headers: [request.headers, vec![("Transfer-Encoding".to_owned(), "chunked".to_owned())]].concat(),
        ..request
    };
    let head =
        String::from_utf8(request.to_bytes(server.address())).unwrap().replace("Content-Length: 0\r\n", "");
    let mut connection = open(server);
    connection.write(head.as_bytes()).unwrap();
    for chunk in body.as_bytes().chunks(30_000) {
        let framed = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
        if connection.write(&framed).is_err() {
            break;
        }
    }
    let _ = connection.write(b"0\r\n\r\n");
    connection.read_answer(false).unwrap()
}

#[test]
fn requests_sent_together_are_answered_in_order() {
    let server = patient();
    let guest = 10;
    let requests: Vec<u8> = (0..3).flat_map(|_| add_as_guest(guest).to_bytes(server.address())).collect();
    let mut connection = open(&server);
    connection.write(&requests).unwrap();
    for expected in 1..=3 {
        let answer = connection.read_answer(false).unwrap();
        assert_eq!(answer.json()["data"]["added_item"]["quantity"], expected);
    }
}

#[test]
fn for_one_connection_too_many_the_longest_idle_is_closed() {
    const CONNECTIONS_MAX: usize = 8;
    let limits = Limits { connections_max: CONNECTIONS_MAX, ..Limits::documented() };
    let server = LocalServer::start(Setting { limits, ..Setting::demo() }).unwrap();
    let mut held: VecDeque<Connection> = (0..CONNECTIONS_MAX).map(|_| open(&server)).collect();
    for connection in &mut held {
        assert_eq!(connection.exchange(&read_guest(0)).unwrap().status, 200);
    }
    for _ in 0..3 * CONNECTIONS_MAX {
        let mut one_more = open(&server);
        assert_eq!(one_more.exchange(&read_guest(0)).unwrap().status, 200);
        assert_eq!(held.pop_front().unwrap().read_to_end().unwrap(), b"");
        held.push_back(one_more);
        for connection in &mut held {
            assert_eq!(connection.exchange(&read_guest(0)).unwrap().status, 200, "the others are served on");
        }
    }
}

#[test]
fn an_address_with_enough_connections_makes_room_among_its_own() {
    let limits = Limits { connections_per_peer_max: Some(2), ..Limits::documented() };
    let server = LocalServer::start(Setting { limits, ..Setting::demo() }).unwrap();
    let [mut first, mut second] = [(); 2].map(|()| open(&server));
    assert_eq!(first.exchange(&read_guest(0)).unwrap().status, 200);
    assert_eq!(second.exchange(&read_guest(0)).unwrap().status, 200);
    check_good_caller(&server);
    assert_eq!(first.read_to_end().unwrap(), b"");
    assert_eq!(second.exchange(&read_guest(0)).unwrap().status, 200);
}

#[test]
fn slow_callers_do_not_keep_good_ones_waiting() {
    let server = patient();
    let slow: Vec<Connection> = (0..40)
        .map(|_| {
            let mut connection = open(&server);
            connection.write(b"GET /v1/cart HT").unwrap();
            connection
        })
        .collect();
    for expected in 1..=20 {
        let answer = send(server.address(), &add_as_guest(11)).unwrap();
        assert_eq!(answer.json()["data"]["added_item"]["quantity"], expected);
    }
    drop(slow);
}
