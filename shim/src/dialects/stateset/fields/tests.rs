use serde_json::{Value as Json, json};
use trolley_engine::Timestamp;

use super::{FREE_FORM_BYTES_MAX, Fields};
use crate::exchange::RequestBody;

fn fields(member: Json) -> Fields {
    Fields::new([("member".to_owned(), member)].into_iter().collect())
}

#[test]
fn null_counts_as_absent() {
    assert!(!fields(Json::Null).has("member"));
    assert_eq!(fields(Json::Null).text("member").unwrap(), None);
    assert_eq!(fields(Json::Null).integer("member", 1..=2).unwrap(), None);
    assert!(fields(Json::Null).boolean("member", true).unwrap());
    assert!(fields(Json::Null).object("member").unwrap().is_none());
    assert!(fields(Json::Null).future_time("member", Timestamp::from_millis(0)).unwrap().is_none());
}

#[test]
fn an_integer_is_a_literal_without_fraction_or_exponent() {
    let integer = |text: &str| fields(serde_json::from_str(text).unwrap()).integer("member", 1..=1_000_000);
    assert_eq!(integer("1").unwrap(), Some(1));
    assert_eq!(integer("1000000").unwrap(), Some(1_000_000));
    for text in
        ["0", "-0", "-1", "1.0", "1e0", "1000001", "18446744073709551616", "1e400", "\"1\"", "true", "[]"]
    {
        assert!(integer(text).is_err(), "{text}");
    }
}

#[test]
fn an_object_of_any_shape_takes_at_most_16_kib() {
    let object = |bytes: usize| json!({ "m": "x".repeat(bytes - r#"{"m":""}"#.len()) });
    assert!(fields(object(FREE_FORM_BYTES_MAX)).object("member").is_ok());
    assert!(fields(object(FREE_FORM_BYTES_MAX + 1)).object("member").is_err());
}

#[test]
fn a_time_must_lie_ahead() {
    let now = Timestamp::from_millis(1_767_603_600_000);
    let time = |text: &str| fields(json!(text)).future_time("member", now);
    assert!(time("2026-01-05T09:00:00Z").is_err());
    assert_eq!(time("2026-01-05T09:00:00.001Z").unwrap(), Some(Timestamp::from_millis(1_767_603_600_001)));
}

#[test]
fn a_body_is_an_object() {
    assert!(Fields::of_body(&RequestBody::Present(b"{}".to_vec())).is_ok());
    for body in [RequestBody::Absent, RequestBody::OtherType, RequestBody::Present(b"[]".to_vec())] {
        assert!(Fields::of_body(&body).is_err(), "{body:?}");
    }
}
