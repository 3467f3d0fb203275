use hyper::StatusCode;
use hyper::body::Bytes;
use trolley_engine::domain::id::{CartId, CustomerId};
use trolley_engine::{Engine, Options, Principal, Profile, Timestamp};

use super::{BYTES_MAX, Entry, Finished, Seen, key};
use crate::exchange::Response;

const fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

#[track_caller]
fn check(until: Option<i64>, now: (i64, i64), expected: bool) {
    let then = Seen::new(at(1_000), at(1_500));
    let lasts = then.may_last(until.map(at), Seen::new(at(now.0), at(now.1)));
    assert_eq!(lasts, expected, "until {until:?}, now {now:?}");
}

#[test]
fn what_was_seen_lasts_until_time_makes_something_else_of_it() {
    check(None, (1_000, 1_500), true);
    check(None, (900_000, 900_500), true);
    check(Some(2_000), (1_999, 2_499), true);
    check(Some(2_000), (2_000, 2_500), false);
}

#[test]
fn what_was_seen_does_not_last_where_the_clock_was_set() {
    check(None, (999, 1_499), false);
    check(None, (1_200, 1_500), false);
    check(None, (1_200, 1_800), false);
}

fn entry(len: usize) -> Entry {
    let engine = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    let epoch = engine.epoch(&CartId::new("c").unwrap()).unwrap();
    let response = Response { status: StatusCode::OK, headers: Vec::new(), body: Bytes::from(vec![0; len]) };
    Entry { epoch, seen: Seen::new(at(0), at(0)), until: None, response }
}

#[test]
fn no_more_is_kept_than_there_is_room_for() {
    let (finished, entry) = (Finished::default(), entry(BYTES_MAX / 10));
    for number in 0..100 {
        finished.cache().insert(number.to_string(), entry.clone());
        assert!(finished.cache().weight() <= BYTES_MAX as u64);
    }
    assert_eq!(finished.cache().len(), 9);
}

#[test]
fn looks_that_may_be_answered_differently_have_different_keys() {
    let customer = |id: &str| Principal::Customer(CustomerId::new(id).unwrap());
    let keys = [
        key("/v1/cart", (&Principal::Guest, "c"), "http://a"),
        key("/v2/cart", (&Principal::Guest, "c"), "http://a"),
        key("/v1/cart", (&Principal::Guest, "d"), "http://a"),
        key("/v1/cart", (&Principal::Guest, "c"), "http://b"),
        key("/v1/cart", (&Principal::Holder, "c"), "http://a"),
        key("/v1/cart", (&Principal::Server, "c"), "http://a"),
        key("/v1/cart", (&customer("1"), "c"), "http://a"),
        key("/v1/cart", (&customer("2"), "c"), "http://a"),
    ];
    for (place, one) in keys.iter().enumerate() {
        assert!(keys.iter().skip(place + 1).all(|other| one != other), "{one}");
    }
}
