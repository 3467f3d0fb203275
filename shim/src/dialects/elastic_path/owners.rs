//! `POST` and `DELETE /v2/carts/:id/relationships/customers` and `/accounts`: to whom a cart belongs.
//!
//! Source: elasticpath.md, 3.6.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::Error;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::cart::Cart;
use trolley_engine::domain::command::changing::Bar;
use trolley_engine::domain::command::changing::{OnSame, UpdateCart};
use trolley_engine::domain::command::{Command, OnAbsent};
use trolley_engine::domain::id::{CartId, CustomerId, ID_BYTES_MAX};
use trolley_engine::domain::value::Value;

use super::auth::{Caller, caller};
use super::cart_fields::CONTACT_EMAIL;
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::refusal::contact_of_owned;
use super::related::Related;
use super::schema::{check_length, invalid_type, list, required, text_at};
use super::target::{cart_id, new_cart};
use super::token::Grant;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// What the names of a cart's accounts begin with among what callers attach to it.
pub(super) const ACCOUNT_PREFIX: &str = "elastic_path.account.";
/// Most accounts in one request.
const ACCOUNTS_MAX: usize = 10;

#[derive(Debug, Serialize)]
struct Body {
    data: Vec<Related<'static>>,
}

/// The identifiers of the accounts that a cart belongs to.
pub(super) fn accounts(cart: &Cart) -> impl Iterator<Item = &str> {
    cart.attributes.iter().filter_map(|(name, _)| name.strip_prefix(ACCOUNT_PREFIX))
}

/// Source: elasticpath.md, 3.6: a cart has at most one customer. Reading: who is not a server of the shop can give a cart only to the customer whose
/// token stands beside the request.
pub(super) fn add_customer(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart) = target(request, context)?;
    let ids = ids(request, context, "customer", 1)?;
    let customer = customer(&caller, &ids)?;
    let command = UpdateCart {
        customer: Some(Some(customer)),
        barred_by: vec![contact(), Bar::OtherCustomer],
        ..update(&caller, cart, context)
    };
    Ok(plan(&caller, command, StatusCode::OK, related("customer", ids)))
}

/// Reading: the customer in the body must be one whom the caller may name; whoever the cart belongs to, it is a guest's
/// afterwards.
pub(super) fn remove_customer(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart) = target(request, context)?;
    customer(&caller, &ids(request, context, "customer", 1)?)?;
    let command = UpdateCart { customer: Some(None), ..update(&caller, cart, context) };
    Ok(plan(&caller, command, StatusCode::NO_CONTENT, Vec::new()))
}

/// Reading: accounts are not known here; their identifiers are kept with the cart.
pub(super) fn add_accounts(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart) = target(request, context)?;
    let ids = ids(request, context, "account", ACCOUNTS_MAX)?;
    let attributes = ids.iter().map(|id| (format!("{ACCOUNT_PREFIX}{id}"), Some(Value::Bool(true))));
    let command = UpdateCart {
        attributes: attributes.collect(),
        barred_by: vec![contact()],
        ..update(&caller, cart, context)
    };
    Ok(plan(&caller, command, StatusCode::OK, related("account", ids)))
}

/// Takes accounts away; those that the cart does not have, it does not have afterwards.
pub(super) fn remove_accounts(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart) = target(request, context)?;
    let ids = ids(request, context, "account", ACCOUNTS_MAX)?;
    let attributes = ids.iter().map(|id| (format!("{ACCOUNT_PREFIX}{id}"), None));
    let command = UpdateCart { attributes: attributes.collect(), ..update(&caller, cart, context) };
    Ok(plan(&caller, command, StatusCode::NO_CONTENT, Vec::new()))
}

fn target(request: &Request, context: &Context) -> Result<(Caller, CartId), Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    Ok((caller, cart))
}

/// The identifiers in the body, each of this type; from one to so many.
fn ids(
    request: &Request,
    context: &Context,
    expected: &str,
    ids_max: usize,
) -> Result<Vec<String>, Response> {
    let (entries, _) = list(request, context)?;
    check_length(entries.len(), ids_max).map_err(refuse)?;
    let ids = entries.iter().enumerate().map(|(index, entry)| id(index, entry, expected));
    ids.collect::<Result<_, _>>().map_err(refuse)
}

fn id(index: usize, entry: &Json, expected: &str) -> Result<String, ErrorEntry> {
    let source = format!("data[{index}]");
    let entry = match entry {
        Json::Object(entry) => entry,
        other => return Err(invalid_type(&source, "object", other)),
    };
    match text_at(entry, &source, "type")?.as_deref() {
        None => {}
        Some(given) if given == expected => {}
        Some(other) => {
            return Err(ErrorEntry::new(400, "invalid_type")
                .detail(format!("Invalid type. Expected: {expected}, given: {other}"))
                .source(format!("{source}.type")));
        }
    }
    let source = format!("{source}.id");
    let id = text_at(entry, &format!("data[{index}]"), "id")?.ok_or_else(|| required(&source))?;
    if ID_BYTES_MAX < id.len() || id.chars().any(char::is_control) {
        let detail = format!("An id has 1 to {ID_BYTES_MAX} characters");
        return Err(ErrorEntry::new(400, "Bad Request").detail(detail).source(source));
    }
    Ok(id)
}

/// The customer, whom the caller may name.
fn customer(caller: &Caller, ids: &[String]) -> Result<CustomerId, Response> {
    let customer = ids.first().and_then(|id| CustomerId::new(id.as_str()).ok());
    let customer = customer.ok_or_else(|| refuse(customer_not_found("data[0].id")))?;
    match (caller.grant, &caller.customer) {
        (Grant::ClientCredentials, _) => Ok(customer),
        (Grant::Implicit, Some(own)) if *own == customer => Ok(customer),
        (Grant::Implicit, Some(_) | None) => Err(refuse(
            ErrorEntry::new(403, "Forbidden").detail("This customer's token must stand beside the request"),
        )),
    }
}

/// The entry of a customer who is not known. `source` is the path of the identifier.
pub(super) fn customer_not_found(source: &str) -> ErrorEntry {
    ErrorEntry::new(404, "Not Found").detail("Customer not found").source(source)
}

fn update(caller: &Caller, cart: CartId, context: &Context) -> UpdateCart {
    let on_absent = OnAbsent::Create(new_cart(&cart, caller, &context.config().elastic_path));
    UpdateCart { on_same: OnSame::Keep, ..UpdateCart::new(cart, on_absent) }
}

/// Source: elasticpath.md, 3.6: owners and a contact e-mail address exclude each other.
fn contact() -> Bar {
    Bar::Attribute { prefix: CONTACT_EMAIL.to_owned() }
}

fn related(r#type: &'static str, ids: Vec<String>) -> Vec<Related<'static>> {
    ids.into_iter().map(|id| Related::new(r#type, id)).collect()
}

/// Source: elasticpath.md, 3.6: 200 with what was sent; 204 where it was so already, and where owners are taken away.
fn plan(caller: &Caller, command: UpdateCart, status: StatusCode, data: Vec<Related<'static>>) -> Plan {
    let owners = if command.customer.is_some() { "customers" } else { "accounts" };
    let commands = vec![Command::UpdateCart(command)];
    Plan {
        call: Call::Submit { principal: caller.principal(), commands },
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Done { outcomes, .. }) => match outcomes.as_slice() {
                [Outcome::Kept] => Response::empty(StatusCode::NO_CONTENT),
                _ if status == StatusCode::NO_CONTENT => Response::empty(status),
                _ => Response::json(status, &Body { data }),
            },
            Ok(_) => respond(context, &Problem::Internal),
            // Whom the caller has named is no secret to the caller.
            Err(Error::CustomerNotFound { .. }) => refuse(customer_not_found("data[0].id")),
            Err(Error::CartBarred { bar: Bar::Attribute { .. }, .. }) => refuse(contact_of_owned(owners)),
            Err(error) => refuse_error(context, &error, None),
        }),
    }
}
