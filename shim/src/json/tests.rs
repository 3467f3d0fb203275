use super::{
    InvalidJson, Precision, from_value, into_value, major_units, parse, parse_rfc_3339, rfc_3339,
    whole_number,
};
use serde_json::{Number, Value as Json};
use trolley_engine::Timestamp;

#[track_caller]
fn whole(text: &str, expected: Option<i64>) {
    let number: Number = text.parse().unwrap();
    assert_eq!(whole_number(&number), expected, "{text}");
}

#[test]
fn a_whole_number_is_so_by_its_value() {
    whole("2", Some(2));
    whole("2.0", Some(2));
    whole("2e0", Some(2));
    whole("20e-1", Some(2));
    whole("1.0000000000000001", Some(1));
    whole("-3", Some(-3));
    whole("-0", Some(0));
    whole("-0.0", Some(0));
    whole("1.5", None);
    whole("1e400", None);
    whole("1e300", None);
    whole("9223372036854775807", Some(i64::MAX));
    whole("9223372036854775808", None);
}

#[track_caller]
fn major(minor_units: i64, decimal_places: u8, expected: &str) {
    assert_eq!(major_units(minor_units, decimal_places).to_string(), expected);
}

#[test]
fn major_units_are_as_short_as_can_be() {
    major(1_000, 2, "10");
    major(1_250, 2, "12.5");
    major(5_997, 2, "59.97");
    major(0, 2, "0");
    major(-5, 2, "-0.05");
    major(700, 0, "700");
    major(1_234, 3, "1.234");
    major(i64::MIN, 2, "-92233720368547758.08");
}

#[test]
fn times_are_written_in_both_precisions() {
    let moment = Timestamp::from_millis(1_751_628_122_753);
    assert_eq!(rfc_3339(moment, Precision::Milliseconds), "2025-07-04T11:22:02.753Z");
    assert_eq!(rfc_3339(moment, Precision::Seconds), "2025-07-04T11:22:02Z");
    assert_eq!(rfc_3339(Timestamp::from_millis(-1), Precision::Seconds), "1969-12-31T23:59:59Z");
    assert_eq!(parse_rfc_3339("2025-07-04T13:22:02.753+02:00"), Some(moment));
    assert_eq!(parse_rfc_3339("yesterday"), None);
}

#[test]
fn values_come_back_as_they_were_sent() {
    let sent = r#"{"b":[1.50,1e400,"\u0000\ud83d\ude00",null,true],"a":{"z":{},"y":-0}}"#;
    let json = parse(sent.as_bytes()).unwrap();
    assert_eq!(from_value(&into_value(json.clone())), json);
    assert_eq!(
        json.to_string(),
        "{\"b\":[1.50,1e+400,\"\\u0000\u{1f600}\",null,true],\"a\":{\"z\":{},\"y\":-0}}"
    );
}

#[test]
fn of_repeated_members_the_last_one_counts() {
    assert_eq!(parse(br#"{"a":1,"b":2,"a":3}"#).unwrap().to_string(), r#"{"a":3,"b":2}"#);
}

#[test]
fn bodies_have_limits() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(nested(32).as_bytes()).is_ok());
    assert_eq!(parse(nested(33).as_bytes()), Err(InvalidJson::TooDeep));
    let wide = |members: usize| {
        Json::Object((0..members).map(|number| (number.to_string(), Json::Null)).collect()).to_string()
    };
    assert!(parse(wide(4_096).as_bytes()).is_ok());
    assert_eq!(parse(wide(4_097).as_bytes()), Err(InvalidJson::TooManyMembers));
    assert!(matches!(parse(b"{"), Err(InvalidJson::Malformed(_))));
    assert!(matches!(parse(br#""\ud800""#), Err(InvalidJson::Malformed(_))));
}
