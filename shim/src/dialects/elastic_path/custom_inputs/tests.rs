use serde_json::Value as Json;

use super::{BYTES_MAX, decode};

/// An object of one text, with so many bytes as compact JSON.
fn of_bytes(bytes: usize) -> Json {
    let text = "x".repeat(bytes - r#"{"front":""}"#.len());
    serde_json::from_str(&format!(r#"{{ "front" : "{text}" }}"#)).unwrap()
}

#[test]
fn an_object_may_have_a_megabyte_of_compact_json_and_not_a_byte_more() {
    assert_eq!(BYTES_MAX, 1_048_576);
    let inputs = decode(of_bytes(BYTES_MAX), 0).unwrap().unwrap();
    assert_eq!(crate::json::from_value(inputs.value().unwrap()), of_bytes(BYTES_MAX));
    let entry = decode(of_bytes(BYTES_MAX + 1), 0).unwrap_err();
    assert_eq!(
        serde_json::to_string(&entry).unwrap(),
        r#"{"status":400,"title":"Invalid custom input","detail":"Must have at most 1048576 bytes","source":"data.custom_inputs","meta":{"value":1048577}}"#
    );
}

#[test]
fn a_text_may_have_as_many_characters_as_the_reading_says_however_deep_it_stands() {
    #[track_caller]
    fn check(object: &str, characters: usize, accepted: bool) {
        // Of four bytes each: characters are counted, not bytes.
        let object = object.replace("TEXT", &"\u{1f600}".repeat(characters));
        let found = decode(serde_json::from_str(&object).unwrap(), 255);
        assert_eq!(found.is_ok(), accepted, "{characters} characters");
        if let Err(entry) = found {
            let entry = serde_json::to_string(&entry).unwrap();
            assert!(entry.contains(r#""source":"data.custom_inputs.name","meta":{"value":256}"#), "{entry}");
        }
    }
    for object in [r#"{"name":"TEXT"}"#, r#"{"name":{"front":["TEXT"]}}"#] {
        check(object, 255, true);
        check(object, 256, false);
    }
    let long = serde_json::from_str(&format!(r#"{{"name":"{}"}}"#, "x".repeat(256))).unwrap();
    assert!(decode(long, 0).is_ok());
}

#[test]
fn null_and_an_empty_object_are_no_custom_inputs() {
    assert_eq!(decode(Json::Null, 255).unwrap(), None);
    assert_eq!(decode(serde_json::from_str("{}").unwrap(), 255).unwrap(), None);
}

#[test]
fn anything_but_an_object_is_refused_by_its_type() {
    for (sent, given) in [("[]", "array"), ("\"Jane\"", "string"), ("1", "integer"), ("false", "boolean")] {
        let entry = decode(serde_json::from_str(sent).unwrap(), 255).unwrap_err();
        assert_eq!(
            serde_json::to_string(&entry).unwrap(),
            format!(
                r#"{{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: object, given: {given}","source":"data.custom_inputs"}}"#
            )
        );
    }
}
