use super::{Origins, Sender};
use hyper::header::{HeaderMap, HeaderValue, ORIGIN};

#[derive(Debug, PartialEq, Eq)]
enum Who {
    Program,
    Loopback,
    Configured,
    Stranger,
}

#[track_caller]
fn check(loopback: bool, origins: &[&str], site: Option<&str>, expected: Who) {
    let rules = Origins { loopback, configured: vec!["https://shop.example".to_owned()] };
    let mut headers = HeaderMap::new();
    for origin in origins {
        headers.append(ORIGIN, HeaderValue::from_str(origin).unwrap());
    }
    if let Some(site) = site {
        headers.insert("sec-fetch-site", HeaderValue::from_str(site).unwrap());
    }
    let who = match rules.sender(&headers) {
        Sender::Program => Who::Program,
        Sender::Page { configured: false, .. } => Who::Loopback,
        Sender::Page { configured: true, .. } => Who::Configured,
        Sender::Stranger => Who::Stranger,
    };
    assert_eq!(who, expected, "{origins:?} {site:?}");
}

#[test]
fn a_program_names_no_origin() {
    check(true, &[], None, Who::Program);
    check(true, &[], Some("none"), Who::Program);
    check(true, &[], Some("same-origin"), Who::Program);
    check(true, &[], Some("same-site"), Who::Program);
    check(true, &[], Some("cross-site"), Who::Stranger);
}

#[test]
fn pages_of_this_machine_may_where_they_are_let() {
    for origin in ["http://localhost:5173", "https://app.localhost", "http://127.0.0.1:1", "http://[::1]:80"]
    {
        check(true, &[origin], Some("cross-site"), Who::Loopback);
        check(false, &[origin], None, Who::Stranger);
    }
}

#[test]
fn configured_origins_may() {
    check(false, &["https://shop.example"], Some("cross-site"), Who::Configured);
    check(true, &["HTTPS://SHOP.example"], None, Who::Configured);
    check(true, &["https://shop.example:444"], None, Who::Stranger);
    check(true, &["http://shop.example"], None, Who::Stranger);
}

#[test]
fn no_other_page_may() {
    for origin in [
        "null",
        "",
        "*",
        "http://evil.example",
        "http://localhost.evil.example",
        "http://0.0.0.0:2278",
        "http://127.0.0.2",
        "http://me@localhost",
        "http://localhost/",
        "http://localhost/path",
        "http://localhost?query",
        "ftp://localhost",
        "localhost:80",
        "file://",
    ] {
        check(true, &[origin], None, Who::Stranger);
    }
    check(true, &["http://localhost", "http://localhost"], None, Who::Stranger);
}
