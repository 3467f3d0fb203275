use super::Hosts;
use crate::dialects::Problem;
use hyper::header::{HOST, HeaderMap, HeaderValue};

#[track_caller]
fn check(target: &str, hosts: &[&str], expected: Result<(), Problem>) {
    let rules = Hosts::new(2278, vec!["till.local".to_owned(), "shop.test:8080".to_owned()]);
    let mut headers = HeaderMap::new();
    for host in hosts {
        headers.append(HOST, HeaderValue::from_str(host).unwrap());
    }
    assert_eq!(rules.check(&target.parse().unwrap(), &headers).map(|_| ()), expected, "{target} {hosts:?}");
}

#[test]
fn names_of_this_machine_are_answered_at_the_servers_port() {
    check("/", &["localhost:2278"], Ok(()));
    check("/", &["LocalHost:2278"], Ok(()));
    check("/", &["api.localhost:2278"], Ok(()));
    check("/", &["127.0.0.1:2278"], Ok(()));
    check("/", &["[::1]:2278"], Ok(()));
    check("/", &["localhost:+2278"], Err(Problem::WrongHost));
    check("/", &["localhost:"], Err(Problem::WrongHost));
    check("/", &["localhost:67814"], Err(Problem::WrongHost));
    check("/", &["localhost:2279"], Err(Problem::WrongHost));
    check("/", &["localhost"], Err(Problem::WrongHost));
}

#[test]
fn other_names_are_not() {
    check("/", &["evil.example:2278"], Err(Problem::WrongHost));
    check("/", &["0.0.0.0:2278"], Err(Problem::WrongHost));
    check("/", &["127.0.0.2:2278"], Err(Problem::WrongHost));
    check("/", &[".localhost:2278"], Err(Problem::WrongHost));
    check("/", &["localhost.:2278"], Err(Problem::WrongHost));
    check("/", &["localhost.evil.example:2278"], Err(Problem::WrongHost));
    check("/", &["evillocalhost:2278"], Err(Problem::WrongHost));
}

#[test]
fn configured_names_are_answered() {
    check("/", &["till.local"], Ok(()));
    check("/", &["TILL.local:99"], Ok(()));
    check("/", &["shop.test:8080"], Ok(()));
    check("/", &["shop.test"], Err(Problem::WrongHost));
    check("/", &["shop.test:2278"], Err(Problem::WrongHost));
}

#[test]
fn there_is_exactly_one_host() {
    check("/", &[], Err(Problem::BadRequest));
    check("/", &["localhost:2278", "localhost:2278"], Err(Problem::BadRequest));
    check("/", &[""], Err(Problem::BadRequest));
    check("/", &["a b"], Err(Problem::BadRequest));
    check("/", &["me@localhost:2278"], Err(Problem::BadRequest));
}

#[test]
fn the_authority_of_an_absolute_target_is_checked_too() {
    check("http://localhost:2278/v1", &["localhost:2278"], Ok(()));
    check("http://evil.example/v1", &["localhost:2278"], Err(Problem::WrongHost));
    check("http://localhost:2278/v1", &["evil.example"], Err(Problem::WrongHost));
}

#[test]
fn where_the_caller_reaches_the_server_is_as_the_caller_says() {
    let rules = Hosts::new(2278, vec!["till.local".to_owned()]);
    for host in ["127.0.0.1:2278", "localhost:2278", "LocalHost:2278", "[::1]:2278", "till.local"] {
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        let base_url = rules.check(&"/v1".parse().unwrap(), &headers).unwrap();
        assert_eq!(*base_url, *format!("http://{host}"));
    }
}
