use super::Scanner;

#[track_caller]
fn check(bytes: &str, expected: bool) {
    let mut whole = Scanner::default();
    assert_eq!(whole.feed(bytes.as_bytes()), expected, "at once");
    let mut bytewise = Scanner::default();
    let found = bytes.as_bytes().chunks(1).fold(false, |found, byte| bytewise.feed(byte) | found);
    assert_eq!(found, expected, "byte by byte");
}

#[test]
fn two_lengths_in_one_head_are_seen() {
    check("POST / HTTP/1.1\r\nContent-Length: 3\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", true);
    check("POST / HTTP/1.1\r\nTRANSFER-ENCODING: chunked\r\ncontent-length:3\r\n\r\n", true);
    check("POST / HTTP/1.1\nTransfer-Encoding: chunked\nContent-Length: 3\n\n", true);
}

#[test]
fn one_length_is_not_two() {
    check("POST / HTTP/1.1\r\nContent-Length: 3\r\nHost: a\r\n\r\n", false);
    check("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", false);
    check(
        "GET /?content-length:1 HTTP/1.1\r\nX-Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        false,
    );
    check(
        "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        false,
    );
}
