use serde_json::{Map, Value as Json};

use super::{CartFields, Snapshot, read};
use trolley_engine::Timestamp;
use trolley_engine::domain::command::changing::Bar;
use trolley_engine::domain::value::Value;

/// 2026-01-05T09:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn object(text: &str) -> Map<String, Json> {
    match serde_json::from_str(text).unwrap() {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[track_caller]
fn taken(body: &str) -> CartFields {
    read(&object(body), NOW).unwrap_or_else(|entry| panic!("{}", serde_json::to_string(&entry).unwrap()))
}

#[track_caller]
fn refused(body: &str, expected: &str) {
    let entry = read(&object(body), NOW).unwrap_err();
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
    for body in ["{}", r#"{"name":null,"contact":null}"#, r#"{"type":"cart","colour":1}"#] {
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
    for (group, name) in
        [("discount_settings", "custom_discounts_enabled"), ("discounts_settings", "use_rule_promotions")]
    {
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
fn a_contact_has_an_email_address_and_an_empty_one_goes() {
    let email = |body: &str| {
        let fields = taken(body);
        assert_eq!(fields.count, 1);
        (fields.has_contact(), fields.barred_by().len(), fields.attributes)
    };
    let name = || "elastic_path.contact_email".to_owned();
    let given = Some(Value::Text("ann@example.com".to_owned()));
    assert_eq!(email(r#"{"contact":{"email":"ann@example.com"}}"#), (true, 2, vec![(name(), given)]));
    assert_eq!(email(r#"{"contact":{"email":""}}"#), (false, 0, vec![(name(), None)]));
    assert_eq!(email(r#"{"contact":{"email":null}}"#), (false, 0, vec![]));
    refused(
        r#"{"contact":{"email":"ann"}}"#,
        r#"{"status":400,"title":"format","detail":"Does not match format 'email'","source":"data.contact.email"}"#,
    );
    refused(
        r#"{"contact":"ann@example.com"}"#,
        r#"{"status":400,"title":"invalid_type","detail":"Invalid type. Expected: object, given: string","source":"data.contact"}"#,
    );
}

#[test]
fn a_preview_is_of_the_future() {
    let fields = taken(r#"{"snapshot_date":"2026-01-05T09:00:01Z"}"#);
    assert_eq!(fields.snapshot, Some(Snapshot::At(NOW.saturating_add_millis(1_000))));
    assert!(fields.barred_by().is_empty());
    for none in [r#"{"snapshot_date":null}"#, r#"{"snapshot_date":""}"#] {
        let fields = taken(none);
        assert_eq!((fields.count, fields.snapshot), (1, Some(Snapshot::None)));
        assert_eq!(fields.barred_by(), [Bar::Preview]);
    }
    refused(
        r#"{"snapshot_date":"2026-01-05T09:00:00Z"}"#,
        r#"{"status":400,"title":"Invalid Snapshot Date","detail":"Snapshot date must be a date in the future. Targeted snapshot date [2026-01-05T09:00:00Z] is in the past.","source":"data.snapshot_date"}"#,
    );
    refused(
        r#"{"snapshot_date":"tomorrow"}"#,
        r#"{"status":400,"title":"format","detail":"Does not match format 'date-time'","source":"data.snapshot_date"}"#,
    );
}

#[test]
fn lines_may_be_apart_by_location() {
    for (body, expected) in [
        (r#"{"item_settings":{"separate_items_by_location":true}}"#, Some(true)),
        (r#"{"item_settings":{"separate_items_by_location":false}}"#, Some(false)),
        (r#"{"item_settings":{}}"#, None),
    ] {
        let fields = taken(body);
        assert_eq!((fields.count, fields.separates_locations), (1, expected));
    }
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
