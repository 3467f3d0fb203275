//! Requests that can be read in two ways, as one or as two: each of them is read in the one that the standard has, or
//! refused, and then nothing behind it is taken for a request. (RFC 9112, sections 2.2, 3, 5, 6.3 and 7.1; the forms are
//! those of the advisories RUSTSEC-2021-0020, -0078 and -0079, and of what has been found in others since.)

use trolley_harness::client::Connection;
use trolley_harness::local::LocalServer;

use crate::shop::{add_as_guest, guest, guest_units, read_guest};
use trolley_harness::client::send;

/// What must come of a request with another behind it on its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// Both are taken, each as one.
    Both,
    /// The first is refused and the connection closed.
    None,
}

use Expect::{Both, None as Neither};

/// Sends an add of one with these lines and this body, and another behind it.
#[track_caller]
fn check(lines: &str, body: &[u8], expected: Expect) {
    check_request("HTTP/1.1", lines, body, expected);
}

#[track_caller]
fn check_request(version: &str, lines: &str, body: &[u8], expected: Expect) {
    let server = LocalServer::demo();
    let address = server.address();
    let head = format!(
        "POST /api/v1/shop/cart/TROLLEY-CARD {version}\r\nHost: {address}\r\nX-API-Key: 123456789\r\nX-Cart-ID: {}\r\n\
         Content-Type: application/json\r\n{lines}\r\n",
        guest(1)
    );
    let behind = add_as_guest(1).header("Connection", "close").to_bytes(address);
    let mut connection = Connection::open(address).unwrap();
    // The server may close before all of it is sent.
    let _ = connection.write(&[head.as_bytes(), body, &behind].concat());
    let statuses: Vec<u16> =
        std::iter::from_fn(|| connection.read_answer(false).ok()).map(|answer| answer.status).collect();
    let units = guest_units(address, 1);
    match expected {
        Both => assert_eq!((statuses.as_slice(), units), (&[200, 200][..], 2), "{lines:?} {body:?}"),
        Neither => {
            assert_eq!(units, 0, "{lines:?} {body:?}: {statuses:?}");
            assert!(matches!(statuses.as_slice(), [] | [400] | [431]), "{lines:?} {body:?}: {statuses:?}");
        }
    }
    assert_eq!(send(address, &read_guest(1)).unwrap().status, 200);
}

const ONE: &[u8] = br#"{"quantity":1}"#;
const CHUNKED: &[u8] = b"e\r\n{\"quantity\":1}\r\n0\r\n\r\n";
const CODED: &str = "Transfer-Encoding: chunked\r\n";

#[test]
fn a_length_is_one_number() {
    check("Content-Length: 14\r\n", ONE, Both);
    check("Content-Length:14\r\n", ONE, Both);
    check("content-LENGTH: \t14\t \r\n", ONE, Both);
    for length in
        ["+14", "-14", "0xe", "1 4", "14.0", "1e1", "14,", "14, 15", "\"14\"", "", "99999999999999999999"]
    {
        check(&format!("Content-Length: {length}\r\n"), ONE, Neither);
    }
    check("Content-Length: 14\r\nContent-Length: 15\r\n", ONE, Neither);
    check("Content-Length: 0\r\nContent-Length: 14\r\n", ONE, Neither);
    check("Content-Length : 14\r\n", ONE, Neither);
    check(" Content-Length: 14\r\n", ONE, Neither);
    check("Content-Length: 1\r\n 4\r\n", ONE, Neither);
    check("Content-Length: 14\r\n\r", ONE, Neither);
}

#[test]
fn a_coding_is_chunks_and_nothing_else() {
    check(CODED, CHUNKED, Both);
    check("transfer-encoding: Chunked\r\n", CHUNKED, Both);
    for coding in [
        "identity",
        "chunked, identity",
        "identity, chunked",
        "gzip, chunked",
        "chunked, chunked",
        "chunked;q=1",
        "\"chunked\"",
        "xchunked",
        "chunkedx",
        "chunked\u{b}",
        "\u{b}chunked",
        "",
    ] {
        check(&format!("Transfer-Encoding: {coding}\r\n"), CHUNKED, Neither);
    }
    check(&format!("{CODED}Transfer-Encoding: identity\r\n"), CHUNKED, Neither);
    check(&format!("Transfer-Encoding: identity\r\n{CODED}"), CHUNKED, Neither);
    check("Transfer-Encoding : chunked\r\n", CHUNKED, Neither);
    check("Transfer-Encoding:\r\n chunked\r\n", CHUNKED, Neither);
    check("X: y\rTransfer-Encoding: chunked\r\n", CHUNKED, Neither);
    check("Transfer_Encoding: chunked\r\nTransfer-Encoding\0: chunked\r\n", CHUNKED, Neither);
}

#[test]
fn two_lengths_are_none() {
    for length in [CHUNKED.len(), 0, 5, 14] {
        check(&format!("{CODED}Content-Length: {length}\r\n"), CHUNKED, Neither);
        check(&format!("Content-Length: {length}\r\n{CODED}"), CHUNKED, Neither);
        check(&format!("Content-Length: {length}\r\ntransfer-ENCODING:\tchunked\r\n"), CHUNKED, Neither);
    }
}

#[test]
fn the_size_of_a_chunk_is_hexadecimal_digits() {
    check(CODED, b"0000e\r\n{\"quantity\":1}\r\n000\r\n\r\n", Both);
    check(CODED, b"7\r\n{\"quant\r\n7\r\nity\":1}\r\n0\r\n\r\n", Both);
    for size in
        ["+e", "-e", "0xe", "e h", "g", "", "fffffffffffffffffe", "1000000000000000e", ":e", "e\n", "e\r"]
    {
        check(CODED, format!("{size}\r\n{{\"quantity\":1}}\r\n0\r\n\r\n").as_bytes(), Neither);
    }
    check(CODED, b"\r\ne\r\n{\"quantity\":1}\r\n0\r\n\r\n", Neither);
    check(CODED, b"d\r\n{\"quantity\":1}\r\n0\r\n\r\n", Neither);
    check(CODED, b"e\r\n{\"quantity\":1}XX0\r\n\r\n", Neither);
    check(CODED, b"e\n{\"quantity\":1}\n0\n\n", Neither);
}

#[test]
fn what_is_beside_chunks_is_passed_over_and_bounded() {
    check(CODED, b"e;name=value\r\n{\"quantity\":1}\r\n0;last\r\n\r\n", Both);
    check(CODED, b"e\r\n{\"quantity\":1}\r\n0\r\nX-Sum: 1\r\n\r\n", Both);
    check(CODED, b"e\r\n{\"quantity\":1}\r\n0\r\nContent-Length: 5\r\nHost: evil.example\r\n\r\n", Both);
    check(CODED, b"e;a\nb\r\n{\"quantity\":1}\r\n0\r\n\r\n", Neither);
    let endless = format!("e;{}\r\n{{\"quantity\":1}}\r\n0\r\n\r\n", "x".repeat(1_000_000));
    check(CODED, endless.as_bytes(), Neither);
    let endless = format!("e\r\n{{\"quantity\":1}}\r\n0\r\n{}\r\n", "X-Sum: 1\r\n".repeat(100_000));
    check(CODED, endless.as_bytes(), Neither);
    let endless = format!("e\r\n{{\"quantity\":1}}\r\n0\r\nX-Sum: {}\r\n\r\n", "x".repeat(1_000_000));
    check(CODED, endless.as_bytes(), Neither);
}

#[test]
fn a_line_is_one_line() {
    check("X: a\r\n b\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X: a\r\n\tb\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X: a\rb\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X: a\0b\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X\r\nContent-Length: 14\r\n", ONE, Neither);
    check(": x\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X y: z\r\nContent-Length: 14\r\n", ONE, Neither);
    check("X(y): z\r\nContent-Length: 14\r\n", ONE, Neither);
    for version in
        ["HTTP/1.1 ", "HTTP/1.1\r", "HTTP/1.10", "HTTP/01.1", "HTTP/1,1", "HTTPS/1.1", "HTTP/1.1\0"]
    {
        check_request(version, "Content-Length: 14\r\n", ONE, Neither);
    }
}

#[test]
fn an_old_version_has_a_length_or_no_body() {
    check_request("HTTP/1.0", "Connection: keep-alive\r\nContent-Length: 14\r\n", ONE, Both);
    check_request("HTTP/1.0", CODED, CHUNKED, Neither);
    check_request("HTTP/1.0", &format!("{CODED}Content-Length: 14\r\n"), CHUNKED, Neither);
}
