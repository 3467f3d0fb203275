//! Who orders: as clients send it, and as answers show it.
//!
//! Source: elasticpath.md, 18.1 ("Who") and 19.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::order::{Contact, Order};
use trolley_engine::domain::value::{Members, Value};

use super::auth::Caller;
use super::problem::ErrorEntry;
use super::schema::{bounded_text, invalid_type, required};
use super::token::Grant;

/// Most characters of a name, an e-mail address or an identifier.
const CHARACTERS_MAX: usize = 255;
/// Where the identifier of the customer who orders stands among what callers attach to an order.
const CUSTOMER_ID: &str = "elastic_path.customer_id";

/// Who orders, as answers show it.
#[derive(Debug, Serialize)]
pub(super) struct ContactObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    name: &'a str,
    email: &'a str,
}

/// The account for which somebody orders, as answers show it.
#[derive(Debug, Serialize)]
pub(super) struct AccountObject<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    member_id: &'a str,
}

/// Who orders, and what is to be attached to the order for that.
///
/// # Errors
///
/// The entry where nobody is named, or not well.
pub(super) fn decode(data: &Map<String, Json>, caller: &Caller) -> Result<(Contact, Members), ErrorEntry> {
    let account = object(data, "account")?;
    if let Some(sent) = object(data, "contact")? {
        let part = |name: &str| {
            let text = account
                .map(|account| bounded_text(account, "data.account", name, CHARACTERS_MAX))
                .transpose();
            text.map(|text| text.flatten().unwrap_or_default())
        };
        let contact = Contact {
            is_of_account: true,
            name: named(sent, "data.contact", "name")?,
            email: email(sent, "data.contact")?,
            account: part("id")?,
            account_member: part("member_id")?,
        };
        return Ok((contact, Members::new()));
    }
    match object(data, "customer")? {
        Some(customer) => of_customer(customer, caller),
        None => Err(ErrorEntry::new(400, "customer or contact is required")
            .detail("data.customer or data.contact must be provided")
            .source("data")),
    }
}

/// A customer by name and e-mail address, or by identifier.
///
/// Reading: whoever names a customer by the identifier proves to be that one by a customer token, or has client
/// credentials; else orders could be made in anybody's name. Name and address may stand beside it.
fn of_customer(customer: &Map<String, Json>, caller: &Caller) -> Result<(Contact, Members), ErrorEntry> {
    const SOURCE: &str = "data.customer";
    let Some(id) = bounded_text(customer, SOURCE, "id", CHARACTERS_MAX)? else {
        let (name, email) = (named(customer, SOURCE, "name")?, email(customer, SOURCE)?);
        return Ok((Contact { name, email, ..Contact::default() }, Members::new()));
    };
    let is_own = caller.customer.as_ref().is_some_and(|own| own.as_str() == id);
    if !is_own && caller.grant == Grant::Implicit {
        return Err(ErrorEntry::new(403, "Forbidden")
            .detail("A customer is named by id with that customer's token only")
            .source("data.customer.id"));
    }
    let name = bounded_text(customer, SOURCE, "name", CHARACTERS_MAX)?.unwrap_or_default();
    let email = match bounded_text(customer, SOURCE, "email", CHARACTERS_MAX)? {
        Some(email) => check_email(email, SOURCE)?,
        None => String::new(),
    };
    let attributes = vec![(CUSTOMER_ID.to_owned(), Value::Text(id))];
    Ok((Contact { name, email, ..Contact::default() }, attributes))
}

fn object<'a>(data: &'a Map<String, Json>, name: &str) -> Result<Option<&'a Map<String, Json>>, ErrorEntry> {
    match data.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(object)) => Ok(Some(object)),
        Some(other) => Err(invalid_type(&format!("data.{name}"), "object", other)),
    }
}

fn named(sent: &Map<String, Json>, path: &str, name: &str) -> Result<String, ErrorEntry> {
    let text = bounded_text(sent, path, name, CHARACTERS_MAX)?.filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| required(&format!("{path}.{name}")))
}

/// The e-mail address in the member `email` of the object at this path.
///
/// # Errors
///
/// The entry where there is none, or what is none.
pub(super) fn email(sent: &Map<String, Json>, path: &str) -> Result<String, ErrorEntry> {
    check_email(named(sent, path, "email")?, path)
}

/// Reading: something before and after the last `@`, and no blanks: what is stricter refuses addresses that are in use.
fn check_email(text: String, path: &str) -> Result<String, ErrorEntry> {
    let parts = text.rsplit_once('@');
    let is_email = parts.is_some_and(|(before, after)| !before.is_empty() && !after.is_empty())
        && !text.chars().any(|one| one.is_whitespace() || one.is_control());
    if is_email {
        return Ok(text);
    }
    Err(ErrorEntry::new(400, "format")
        .detail("Does not match format 'email'")
        .source(format!("{path}.email")))
}

/// The object of who orders.
pub(super) fn contact_object(order: &Order) -> ContactObject<'_> {
    let id = customer_id(&order.attributes);
    ContactObject { id, name: &order.contact.name, email: &order.contact.email }
}

/// The identifier of the customer who orders, of what is attached to an order.
pub(super) fn customer_id(attributes: &Members) -> Option<&str> {
    let named = attributes.iter().filter(|(name, _)| name == CUSTOMER_ID);
    named.map(|(_, value)| value).find_map(|value| match value {
        Value::Text(id) => Some(id.as_str()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
    })
}

/// The object of the account for which somebody orders, where there is one.
pub(super) fn account_object(contact: &Contact) -> Option<AccountObject<'_>> {
    let account = AccountObject { id: &contact.account, member_id: &contact.account_member };
    (!contact.account.is_empty()).then_some(account)
}

#[cfg(test)]
mod tests;
