use serde_json::{Map, Value as Json};

use super::{Payload, quantity, text, unwrap_data};

fn object(text: &str) -> Map<String, Json> {
    match serde_json::from_str(text).unwrap() {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[track_caller]
fn check_quantity(written: &str, expected: Result<i64, &str>) {
    let found = quantity(&object(&format!(r#"{{"quantity":{written}}}"#)), 1);
    let found = found.map_err(|entry| serde_json::to_string(&entry).unwrap());
    match (found, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found, Some(expected)),
        (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
        (found, expected) => panic!("{found:?} is not {expected:?}"),
    }
}

#[test]
fn a_quantity_is_a_whole_number_in_range_whatever_its_spelling() {
    check_quantity("1", Ok(1));
    check_quantity("2.0", Ok(2));
    check_quantity("2e1", Ok(20));
    check_quantity("2147483647", Ok(2_147_483_647));
    check_quantity(
        "2147483648",
        Err(r#""title":"number_lte","detail":"Must be less than or equal to 2147483647""#),
    );
    check_quantity("18446744073709551616", Err(r#""meta":{"value":18446744073709551616}"#));
    check_quantity("1e400", Err("number_lte"));
    check_quantity("-1e400", Err("number_gte"));
    check_quantity("0", Err(r#""title":"number_gte","detail":"Must be greater than or equal to 1""#));
    check_quantity("-1", Err(r#""source":"data.quantity","meta":{"value":-1}"#));
    check_quantity("1.5", Err("Invalid type. Expected: integer, given: number"));
    check_quantity(r#""1""#, Err("Invalid type. Expected: integer, given: string"));
    check_quantity("true", Err("Invalid type. Expected: integer, given: boolean"));
    check_quantity("[]", Err("Invalid type. Expected: integer, given: array"));
}

#[test]
fn an_absent_quantity_and_null_are_none() {
    assert_eq!(quantity(&object("{}"), 1).unwrap(), None);
    assert_eq!(quantity(&object(r#"{"quantity":null}"#), 1).unwrap(), None);
}

#[test]
fn a_text_that_is_absent_or_null_or_empty_is_none() {
    for body in ["{}", r#"{"sku":null}"#, r#"{"sku":""}"#] {
        assert_eq!(text(&object(body), "sku").unwrap(), None);
    }
    assert_eq!(text(&object(r#"{"sku":"S"}"#), "sku").unwrap().as_deref(), Some("S"));
    assert!(text(&object(r#"{"sku":7}"#), "sku").is_err());
}

#[test]
fn only_an_object_or_a_list_within_an_object_is_taken_as_data() {
    #[track_caller]
    fn check(body: &str, expected: &str) {
        let entry = unwrap_data(serde_json::from_str(body).unwrap()).unwrap_err();
        assert_eq!(serde_json::to_string(&entry).unwrap(), expected);
    }
    let wrong = |source: &str, given: &str| {
        format!(
            r#"{{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: object, given: {given}"{source}}}"#
        )
    };
    let in_data = r#","source":"data""#;
    check("[]", &wrong("", "array"));
    check(r#""data""#, &wrong("", "string"));
    check(r#"{"data":null}"#, &wrong(in_data, "null"));
    check("{}", r#"{"status":400,"title":"required","detail":"data is required","source":"data"}"#);
    let one = unwrap_data(serde_json::from_str(r#"{"data":{"a":1}}"#).unwrap()).unwrap();
    assert!(matches!(one, Payload::One { data, options: Json::Null } if data.len() == 1));
}

#[test]
fn a_list_may_be_wrapped_twice_and_its_options_stand_beside_it_or_further_out() {
    #[track_caller]
    fn check(body: &str, expected: &str) {
        let payload = unwrap_data(serde_json::from_str(body).unwrap()).unwrap();
        let Payload::List { entries, options } = payload else { panic!("no list: {payload:?}") };
        assert_eq!(entries, [Json::from(1), Json::from(2)]);
        assert_eq!(options.to_string(), expected);
    }
    check(r#"{"data":[1,2]}"#, "null");
    check(r#"{"data":[1,2],"options":{"a":1}}"#, r#"{"a":1}"#);
    check(r#"{"data":{"data":[1,2]}}"#, "null");
    check(r#"{"data":{"data":[1,2]},"options":{"a":1}}"#, r#"{"a":1}"#);
    check(r#"{"data":{"data":[1,2],"options":{"b":1}}}"#, r#"{"b":1}"#);
    check(r#"{"data":{"data":[1,2],"options":{"b":1}},"options":{"a":1}}"#, r#"{"a":1}"#);
}
