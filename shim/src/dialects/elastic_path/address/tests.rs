use serde_json::{Value as Json, json};
use trolley_engine::domain::order::Address;

use super::{CHARACTERS_MAX, decode};

fn sent() -> Json {
    json!({
        "first_name": "Ann", "last_name": "Roe", "line_1": "1 High St", "postcode": "NE1", "country": "GB",
        "region": "Tyne"
    })
}

fn address(sent: &Json, is_region_required: bool) -> Result<Option<Address>, String> {
    let data = json!({ "billing_address": sent });
    decode(data.as_object().unwrap(), "billing_address", is_region_required)
        .map_err(|entry| serde_json::to_string(&entry).unwrap())
}

fn with(name: &str, value: Json) -> Json {
    let mut sent = sent();
    sent[name] = value;
    sent
}

#[track_caller]
fn refuses(sent: &Json, expected: &str) {
    let error = address(sent, true).unwrap_err();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn an_address_has_its_required_texts() {
    let address = address(&sent(), true).unwrap().unwrap();
    assert_eq!((address.first_name.as_str(), address.region.as_str()), ("Ann", "Tyne"));
    assert!(address.company_name.is_empty());
    for name in ["first_name", "last_name", "line_1", "postcode", "country"] {
        let expected = format!(r#""detail":"{name} is required","source":"data.billing_address.{name}""#);
        refuses(&with(name, Json::Null), &expected);
        refuses(&with(name, json!("")), &expected);
        refuses(&with(name, json!(" ")), &expected);
    }
}

#[test]
fn what_is_null_is_absent() {
    assert_eq!(address(&Json::Null, true), Ok(None));
    let nulls = with("company_name", Json::Null);
    assert_eq!(address(&nulls, true), address(&sent(), true));
}

#[test]
fn a_region_or_a_county_is_required_where_the_setting_says_so() {
    let neither = with("region", Json::Null);
    refuses(&neither, "region or county is required");
    assert!(address(&neither, false).is_ok());
    let mut county = neither;
    county["county"] = json!("Durham");
    assert_eq!(address(&county, true).unwrap().unwrap().county, "Durham");
}

#[test]
fn texts_have_their_types_and_lengths() {
    refuses(&json!([]), "Expected: object, given: array");
    refuses(&with("line_2", json!(2)), r#""source":"data.billing_address.line_2""#);
    let longest = with("instructions", json!("x".repeat(CHARACTERS_MAX)));
    assert!(address(&longest, true).is_ok());
    let longer = with("instructions", json!("x".repeat(CHARACTERS_MAX + 1)));
    refuses(&longer, "String length must be less than or equal to 1024");
}
