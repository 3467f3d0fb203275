use super::{Answer, Found, body, find};

const PLAIN: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const CHUNKED: &[u8] =
    b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n2;x=y\r\n, \r\n0\r\n\r\n";

#[track_caller]
fn whole(bytes: &[u8]) -> Answer {
    match find(bytes) {
        Found::Whole(answer) => answer,
        found => panic!("{found:?}"),
    }
}

#[test]
fn an_answer_is_whole_with_its_last_byte_and_not_before() {
    for bytes in [PLAIN, CHUNKED] {
        for len in 0..bytes.len() {
            assert_eq!(find(&bytes[..len]), Found::Part, "{len}");
        }
        whole(bytes);
    }
}

#[test]
fn the_body_is_what_was_said_whatever_its_framing() {
    assert_eq!(body(PLAIN, &whole(PLAIN)), b"hello");
    assert_eq!(body(CHUNKED, &whole(CHUNKED)), b"hello, ");
    assert_eq!((whole(PLAIN).status, whole(CHUNKED).status), (200, 201));
}

#[test]
fn the_connection_ends_where_the_answer_says_so() {
    assert!(!whole(PLAIN).is_last);
    assert!(whole(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").is_last);
    assert!(whole(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").is_last);
    assert!(!whole(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n").is_last);
}

#[test]
fn what_is_no_answer_or_has_no_end_is_malformed() {
    assert_eq!(find(b"SSH-2.0-OpenSSH\r\n"), Found::Malformed);
    assert_eq!(find(b"HTTP/1.1 200 OK\r\n\r\n"), Found::Malformed);
    assert_eq!(find(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), Found::Malformed);
    assert_eq!(find(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"), Found::Malformed);
}
