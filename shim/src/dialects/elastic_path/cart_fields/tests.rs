use serde_json::{Map, Value as Json};

use super::{CartFields, read};

fn object(text: &str) -> Map<String, Json> {
    match serde_json::from_str(text).unwrap() {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[track_caller]
fn taken(body: &str) -> CartFields {
    read(&object(body)).unwrap_or_else(|entry| panic!("{}", serde_json::to_string(&entry).unwrap()))
}

#[track_caller]
fn refused(body: &str, expected: &str) {
    let entry = read(&object(body)).unwrap_err();
    assert_eq!(serde_json::to_string(&entry).unwrap(), expected);
}

#[test]
fn a_name_has_1_to_255_characters_that_are_not_all_blank() {
    for name in ["a", "Storefront cart", " \u{e9} ", &"\u{1f600}".repeat(255)] {
        let fields = taken(&format!(r#"{{"name":"{name}"}}"#));
        assert_eq!((fields.name.as_deref(), fields.count), (Some(name), 1));
    }
    let long = format!(r#"{{"name":"{}"}}"#, "a".repeat(256));
    refused(
        &long,
        r#"{"status":400,"title":"string_lte","detail":"String length must be less than or equal to 255","source":"data.name","meta":{"value":256}}"#,
    );
    let blank = r#"{"status":400,"title":"required","detail":"name must not be blank","source":"data.name"}"#;
    refused(r#"{"name":""}"#, blank);
    refused(r#"{"name":" \t\n"}"#, blank);
    let control = r#"{"status":400,"title":"pattern","detail":"name must not have control characters","source":"data.name"}"#;
    refused(r#"{"name":"a\u0007"}"#, control);
    refused(r#"{"name":"a\nb"}"#, control);
    let wrong = r#"{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: string, given: integer","source":"data.name"}"#;
    refused(r#"{"name":7}"#, wrong);
}

#[test]
fn members_that_are_absent_or_null_or_unknown_say_nothing() {
    for body in
        ["{}", r#"{"name":null,"contact":null,"snapshot_date":null}"#, r#"{"type":"cart","colour":1}"#]
    {
        let fields = taken(body);
        assert_eq!((fields.count, fields.name, fields.description), (0, None, None));
        assert!(fields.attributes.is_empty());
    }
}

#[test]
fn empty_texts_and_maps_take_away() {
    let fields = taken(r#"{"description":"","payment_intent_id":"","custom_attributes":{}}"#);
    assert_eq!((fields.count, fields.description.as_deref()), (3, Some("")));
    let names: Vec<_> =
        fields.attributes.iter().map(|(name, value)| (name.as_str(), value.is_some())).collect();
    assert_eq!(names, [("elastic_path.custom_attributes", false), ("elastic_path.payment_intent_id", false)]);
}

#[test]
fn settings_are_taken_at_their_defaults_alone() {
    for body in [
        r#"{"discount_settings":{"custom_discounts_enabled":false,"use_rule_promotions":false}}"#,
        r#"{"discounts_settings":{"use_rule_promotions":null,"other":true}}"#,
        r#"{"inventory_settings":{"defer_inventory_check":false}}"#,
        r#"{"item_settings":{}}"#,
    ] {
        assert_eq!(taken(body).count, 1);
    }
    for (group, name) in [
        ("discount_settings", "custom_discounts_enabled"),
        ("discounts_settings", "use_rule_promotions"),
        ("item_settings", "separate_items_by_location"),
    ] {
        refused(
            &format!(r#"{{"{group}":{{"{name}":true}}}}"#),
            &format!(
                r#"{{"status":400,"title":"Bad Request","detail":"{group}.{name} cannot be set on this server","source":"data.{group}.{name}"}}"#
            ),
        );
    }
    refused(
        r#"{"item_settings":{"separate_items_by_location":1}}"#,
        r#"{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: boolean, given: integer","source":"data.item_settings.separate_items_by_location"}"#,
    );
    refused(
        r#"{"inventory_settings":true}"#,
        r#"{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: object, given: boolean","source":"data.inventory_settings"}"#,
    );
}

#[test]
fn the_stock_may_be_looked_at_later() {
    for (body, expected) in [
        (r#"{"inventory_settings":{"defer_inventory_check":true}}"#, Some(true)),
        (r#"{"inventory_settings":{"defer_inventory_check":false}}"#, Some(false)),
        (r#"{"inventory_settings":{}}"#, None),
    ] {
        let fields = taken(body);
        assert_eq!((fields.count, fields.is_stock_deferred), (1, expected));
    }
    refused(
        r#"{"inventory_settings":{"defer_inventory_check":"yes"}}"#,
        r#"{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: boolean, given: string","source":"data.inventory_settings.defer_inventory_check"}"#,
    );
}
