use serde_json::{Map, Value as Json};
use trolley_engine::domain::bundle::{SelectedComponent, Selection};
use trolley_engine::domain::id::ProductId;

use super::decode;

fn object(text: &str) -> Map<String, Json> {
    match serde_json::from_str(text).unwrap() {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

fn component(key: &str, options: &[(&str, u32)]) -> SelectedComponent {
    let options = options.iter().map(|(id, units)| (ProductId::new(*id).unwrap(), *units)).collect();
    SelectedComponent { key: key.to_owned(), options }
}

#[test]
fn a_selection_has_the_order_in_which_it_was_sent() {
    let sent = r#"{"bundle_configuration":{"selected_options":{"b":{"2":1,"1":3.0},"a":{}}}}"#;
    let decoded = decode(&object(sent)).unwrap();
    assert_eq!(decoded, Some(vec![component("b", &[("2", 1), ("1", 3)]), component("a", &[])]));
}

#[test]
fn the_order_makes_no_other_line() {
    let of = |sent: &str| Selection::new(decode(&object(sent)).unwrap().unwrap()).fingerprint();
    let one = of(r#"{"bundle_configuration":{"selected_options":{"b":{"2":1,"1":3},"a":{}}}}"#);
    assert_eq!(one, of(r#"{"bundle_configuration":{"selected_options":{"b":{"1":3e0,"2":1}}}}"#));
    assert_ne!(one, of(r#"{"bundle_configuration":{"selected_options":{"b":{"1":2,"2":1}}}}"#));
}

#[test]
fn what_is_absent_or_null_selects_nothing_and_what_is_empty_selects_none() {
    for sent in ["{}", r#"{"bundle_configuration":null}"#] {
        assert_eq!(decode(&object(sent)).unwrap(), None);
    }
    let sent = r#"{"bundle_configuration":{"selected_options":{}}}"#;
    assert_eq!(decode(&object(sent)).unwrap(), Some(Vec::new()));
}

#[test]
fn an_option_that_no_product_can_be_is_refused() {
    let id = "x".repeat(129);
    let sent = format!(r#"{{"bundle_configuration":{{"selected_options":{{"a":{{"{id}":1}}}}}}}}"#);
    let entry = serde_json::to_string(&decode(&object(&sent)).unwrap_err()).unwrap();
    assert!(entry.contains(r#"Component \"a\" has no option \"xxx"#), "{entry}");
}
