use hyper::StatusCode;
use hyper::header::{HeaderName, SET_COOKIE};

use super::{from_bytes, to_bytes};
use crate::exchange::Response;

fn response() -> Response {
    let token = HeaderName::from_static("x-guest-token");
    let response = Response { body: b"{}".to_vec().into(), ..Response::empty(StatusCode::CREATED) };
    response.with_header(token, "0f8f").with_header(SET_COOKIE, "a=1").with_header(SET_COOKIE, "b=2")
}

#[test]
fn an_answer_has_the_bytes_that_are_in_files() {
    let mut expected = vec![1, 0, 201, 0, 3];
    for (name, value) in [("x-guest-token", "0f8f"), ("set-cookie", "a=1"), ("set-cookie", "b=2")] {
        expected.extend([0, u8::try_from(name.len()).unwrap()]);
        expected.extend(name.bytes());
        expected.extend([0, 0, 0, u8::try_from(value.len()).unwrap()]);
        expected.extend(value.bytes());
    }
    expected.extend(b"{}");
    assert_eq!(to_bytes(&response()), expected);
}

#[track_caller]
fn check(response: &Response) {
    let back = from_bytes(&to_bytes(response)).unwrap();
    assert_eq!(
        (back.status, &back.headers, &back.body),
        (response.status, &response.headers, &response.body)
    );
}

#[test]
fn an_answer_comes_back_as_it_was() {
    check(&response());
    check(&Response::empty(StatusCode::NO_CONTENT));
    check(&Response { body: vec![0xff; 70_000].into(), ..response() });
}

#[test]
fn what_is_no_answer_is_none() {
    let bytes = to_bytes(&response());
    let end_of_headers = bytes.len() - 2;
    for length in 0..end_of_headers {
        assert!(from_bytes(&bytes[..length]).is_none(), "{length} bytes");
    }
    assert!(from_bytes(&[&[2], &bytes[1..]].concat()).is_none(), "another form");
    assert!(from_bytes(&[1, 0, 1, 0, 0]).is_none(), "no status");
}
