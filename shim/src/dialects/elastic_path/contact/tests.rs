use serde_json::{Value as Json, json};
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::order::Contact;
use trolley_engine::domain::value::{Members, Value};

use super::decode;
use crate::dialects::elastic_path::auth::Caller;
use crate::dialects::elastic_path::token::Grant;

fn read(data: &Json, grant: Grant, customer: Option<&str>) -> Result<(Contact, Members), String> {
    let caller = Caller {
        grant,
        client: None,
        customer: customer.map(|id| CustomerId::new(id).unwrap()),
        needs_customer: true,
    };
    decode(data.as_object().unwrap(), &caller).map_err(|entry| serde_json::to_string(&entry).unwrap())
}

#[track_caller]
fn refuses(data: &Json, expected: &str) {
    let error = read(data, Grant::Implicit, None).unwrap_err();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_customer_has_a_name_and_an_address() {
    let data = json!({"customer": {"name": "Ann Roe", "email": "ann@example.com"}});
    let (contact, attributes) = read(&data, Grant::Implicit, None).unwrap();
    assert_eq!((contact.name.as_str(), contact.email.as_str()), ("Ann Roe", "ann@example.com"));
    assert!(!contact.is_of_account && attributes.is_empty());
    refuses(&json!({"customer": {"email": "ann@example.com"}}), "name is required");
    refuses(&json!({"customer": {"name": "Ann Roe"}}), "email is required");
    refuses(&json!({"customer": "Ann"}), "Expected: object, given: string");
}

#[test]
fn somebody_must_order() {
    refuses(&json!({}), "data.customer or data.contact must be provided");
    refuses(&json!({"customer": null}), "data.customer or data.contact must be provided");
    refuses(&json!({"account": {"id": "a"}}), "data.customer or data.contact must be provided");
}

#[test]
fn a_contact_may_order_for_an_account() {
    let contact = json!({"name": "Ann Roe", "email": "ann@example.com"});
    let data = json!({"contact": contact, "account": {"id": "a", "member_id": "m"}});
    let (contact, _) = read(&data, Grant::Implicit, None).unwrap();
    assert!(contact.is_of_account);
    assert_eq!((contact.account.as_str(), contact.account_member.as_str()), ("a", "m"));
    refuses(&json!({"contact": {"name": "Ann Roe", "email": "ann"}}), "data.contact.email");
}

#[test]
fn a_customer_is_named_by_id_with_that_customers_token_or_client_credentials() {
    let data = json!({"customer": {"id": "ann"}});
    let named = vec![("elastic_path.customer_id".to_owned(), Value::Text("ann".to_owned()))];
    assert_eq!(read(&data, Grant::Implicit, Some("ann")).unwrap().1, named);
    assert_eq!(read(&data, Grant::ClientCredentials, None).unwrap().1, named);
    refuses(&data, r#""status":403"#);
    assert!(read(&data, Grant::Implicit, Some("bob")).is_err());
}

#[test]
fn an_address_has_something_before_and_after_an_at_sign_and_no_blanks() {
    let data = |email: &str| json!({"customer": {"name": "Ann Roe", "email": email}});
    for email in ["a@b", "ann.roe+shop@example.co.uk", "\"a@b\"@example.com"] {
        assert!(read(&data(email), Grant::Implicit, None).is_ok(), "{email}");
    }
    for email in ["ann", "@example.com", "ann@", "ann roe@example.com", "ann@example.com\n"] {
        refuses(&data(email), "Does not match format 'email'");
    }
}
