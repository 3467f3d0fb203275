use trolley_engine::Timestamp;

use super::{expiry, the_one};
use crate::json::{Precision, parse_rfc_3339, rfc_3339};

#[track_caller]
fn check_expiry(text: &str, expected: Option<&str>) {
    let now: Timestamp = parse_rfc_3339("2026-01-05T09:00:00.250Z").unwrap();
    let at = expiry::parse(text, now).map(|at| rfc_3339(at, Precision::Seconds));
    assert_eq!(at.as_deref(), expected, "{text}");
}

#[test]
fn an_end_is_a_span_a_day_or_a_time() {
    check_expiry("90d", Some("2026-04-05T09:00:00Z"));
    check_expiry("12h", Some("2026-01-05T21:00:00Z"));
    check_expiry("36525d", Some("2126-01-06T09:00:00Z"));
    check_expiry("2027-01-31", Some("2027-01-31T00:00:00Z"));
    check_expiry("2027-01-31T12:00:00+01:00", Some("2027-01-31T11:00:00Z"));
    for text in
        ["", "d", "0d", "-1d", "1.5d", "36526d", "9999999999999999999d", "90", "tomorrow", "2027-02-30"]
    {
        check_expiry(text, None);
    }
}

#[test]
fn a_key_is_named_by_the_beginning_that_only_it_has() {
    let ids = ["key_3f786850e387550f", "key_3f78aaaae387550f", "key_89e6c98d92887913"];
    let said = |text: &str| the_one(&ids, text).map_err(|error| error.to_string());
    assert_eq!(said("key_89e6c98d92887913").unwrap(), ids[2]);
    assert_eq!(said("89e6").unwrap(), ids[2]);
    assert_eq!(said("key_3f786").unwrap(), ids[0]);
    assert!(said("3f78").unwrap_err().starts_with("2 keys begin with 3f78"));
    for short in ["89e", "key_", "", "nothing"] {
        assert!(said(short).is_err(), "{short}");
    }
}
