use serde_json::{Map, Value as Json};
use trolley_engine::domain::id::TaxId;
use trolley_engine::domain::tax::TaxAmount;

use super::{TaxFields, decode, fields, tax_object};

fn object(text: &str) -> Map<String, Json> {
    match serde_json::from_str(text).unwrap() {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[track_caller]
fn check_rate(sent: &str, expected: Result<&str, &str>) {
    let sent = object(&format!(r#"{{"name":"VAT","rate":{sent}}}"#));
    match (decode(&sent, "data", TaxId::new("t").unwrap()), expected) {
        (Ok(tax), Ok(expected)) => {
            let printed = serde_json::to_string(&tax_object(&tax)).unwrap();
            let expected = format!(r#"{{"id":"t","type":"tax_item","name":"VAT","rate":{expected}}}"#);
            assert_eq!(printed, expected);
        }
        (Err(entry), Err(expected)) => {
            let entry = serde_json::to_string(&entry).unwrap();
            assert!(entry.contains(expected), "{entry}");
        }
        (found, expected) => panic!("{found:?} is not {expected:?}"),
    }
}

#[test]
fn a_rate_is_printed_as_the_number_that_was_sent() {
    for (sent, printed) in [
        ("0.05", "0.05"),
        ("0.125", "0.125"),
        ("0.1", "0.1"),
        ("0", "0"),
        ("-0", "0"),
        ("1", "1"),
        ("1.0", "1"),
        ("100", "100"),
        ("0.0000000001", "0.0000000001"),
        ("7.125e-2", "0.07125"),
        ("0.20", "0.2"),
        ("0.0034999999999999996", "0.0035"),
    ] {
        check_rate(sent, Ok(printed));
    }
}

#[test]
fn a_rate_out_of_range_is_refused() {
    check_rate("-0.1", Err("Must be greater than or equal to 0"));
    check_rate("100.5", Err("Must be less than or equal to 100"));
    check_rate("1e400", Err("Must be less than or equal to 100"));
    check_rate("0.12345678901", Err("Must have at most 10 decimals"));
    check_rate(r#""0.05""#, Err("Invalid type. Expected: number, given: string"));
}

#[test]
fn a_change_names_what_it_changes() {
    let named = |text: &str| fields(&object(text), "data").unwrap();
    let nothing = TaxFields { name: None, jurisdiction: None, code: None, amount: None };
    assert_eq!(named("{}"), nothing);
    assert_eq!(named(r#"{"name":null,"rate":null,"amount":null}"#), nothing);
    let taken_away = TaxFields { jurisdiction: Some(None), code: Some(None), ..nothing };
    assert_eq!(named(r#"{"jurisdiction":null,"code":""}"#), taken_away);
    assert_eq!(named(r#"{"amount":7}"#).amount, Some(TaxAmount::Fixed(7)));
}
