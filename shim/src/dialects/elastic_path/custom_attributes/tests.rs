use serde_json::Value as Json;

use super::decode;
use crate::json;

fn parse(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn kept(sent: &str, expected: &str) {
    let found =
        decode(&parse(sent)).unwrap_or_else(|entry| panic!("{}", serde_json::to_string(&entry).unwrap()));
    assert_eq!(found.map(|value| json::from_value(&value)), Some(parse(expected)));
}

#[track_caller]
fn refused(sent: &str, expected: &str) {
    let entry = serde_json::to_string(&decode(&parse(sent)).unwrap_err()).unwrap();
    assert!(entry.contains(expected), "{entry}");
}

#[test]
fn a_value_is_of_its_type() {
    for good in [
        r#"{"a":{"type":"string","value":""}}"#,
        r#"{"a":{"type":"integer","value":-7}}"#,
        r#"{"a":{"type":"integer","value":2.0}}"#,
        r#"{"a":{"type":"boolean","value":false}}"#,
        r#"{"a":{"type":"float","value":7}}"#,
        r#"{"b":{"type":"float","value":1.25},"a":{"type":"string","value":"x"}}"#,
    ] {
        kept(good, good);
    }
    kept(r#"{"a":{"value":1,"type":"integer","more":2}}"#, r#"{"a":{"type":"integer","value":1}}"#);
    refused(
        r#"{"a":{"type":"integer","value":1.5}}"#,
        r#""detail":"Invalid type. Expected: integer, given: number","source":"data.custom_attributes.a.value""#,
    );
    refused(r#"{"a":{"type":"string","value":1}}"#, "Expected: string, given: integer");
    refused(r#"{"a":{"type":"boolean","value":"true"}}"#, "Expected: boolean, given: string");
    refused(r#"{"a":{"type":"float","value":"1"}}"#, "Expected: float, given: string");
}

#[test]
fn an_attribute_has_a_known_type_and_a_value() {
    refused(
        r#"{"a":{"type":"date","value":"x"}}"#,
        r#""Invalid type. Expected: string, integer, boolean or float, given: date","source":"data.custom_attributes.a.type""#,
    );
    refused(
        r#"{"a":{"value":"x"}}"#,
        r#""detail":"type is required","source":"data.custom_attributes.a.type""#,
    );
    refused(r#"{"a":{"type":"string","value":null}}"#, r#""source":"data.custom_attributes.a.value""#);
    refused(r#"{"a":{"type":1,"value":1}}"#, "Expected: string, given: integer");
    refused(r#"{"a":"x"}"#, "Expected: object, given: string");
    refused("[]", r#""Invalid type. Expected: object, given: array","source":"data.custom_attributes""#);
}

#[test]
fn there_are_at_most_20() {
    let some = |count: usize| {
        let one = |number| format!(r#""a{number}":{{"type":"integer","value":1}}"#);
        format!("{{{}}}", (0..count).map(one).collect::<Vec<_>>().join(","))
    };
    kept(&some(20), &some(20));
    refused(&some(21), r#""title":"Custom attribute limit reached""#);
    refused(&some(21), r#""source":"data.custom_attributes","meta":{"value":21}"#);
    assert!(decode(&parse("{}")).unwrap().is_none());
}
