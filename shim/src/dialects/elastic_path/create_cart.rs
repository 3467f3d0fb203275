//! `POST /v2/carts`: makes a cart.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::cart::CartStatus;
use trolley_engine::domain::command::{Command, CreateCart, NewCart, OnPresent};
use trolley_engine::domain::id::CartId;
use trolley_engine::env::IdForm;

use super::answer::with_cart;
use super::auth::{Caller, caller};
use super::cart_fields::{self, Snapshot};
use super::include::Include;
use super::problem::{ErrorEntry, refuse};
use super::refusal::contact_of_owned;
use super::schema::{data, required, text};
use super::target::{check_cart_id, new_cart};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 3.1: the name is required; the client may choose the identifier. 20 #1: 201.
///
/// Reading: an identifier that a cart has already gives that cart with 201, whatever is in it, where all that would have
/// been made the same is the same; else 409. No document says what the hosted API does. The cart has no currency before
/// its first line (15), so the currency header has no effect.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let data = data(request, context)?;
    let command = read(&data, context, &caller).map_err(refuse)?;
    let cart = command.cart.clone();
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![Command::CreateCart(command)] },
        encode: with_cart(StatusCode::CREATED, cart, Include::default()),
    })
}

fn read(data: &Map<String, Json>, context: &Context, caller: &Caller) -> Result<CreateCart, ErrorEntry> {
    let cart = cart_id(data, context, caller)?;
    let fields = cart_fields::read(data, context.now)?;
    let has_contact = fields.has_contact();
    let preview_at = match fields.snapshot {
        Some(Snapshot::At(moment)) => Some(moment),
        Some(Snapshot::None) | None => None,
    };
    let attributes = fields.attributes.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let new = NewCart {
        name: fields.name.ok_or_else(|| required("data.name"))?,
        description: fields.description.unwrap_or_default(),
        attributes: attributes.collect(),
        is_stock_deferred: fields.is_stock_deferred.unwrap_or(false),
        separates_locations: fields.separates_locations.unwrap_or(false),
        preview_at,
        ..new_cart(&cart, caller, &context.config().elastic_path)
    };
    if has_contact && new.customer.is_some() {
        return Err(contact_of_owned("customers"));
    }
    Ok(CreateCart {
        cart,
        new,
        on_present: OnPresent::KeepEqual,
        status: CartStatus::Active,
        discounts: Vec::new(),
        created_at: None,
        lines: Vec::new(),
    })
}

fn cart_id(data: &Map<String, Json>, context: &Context, caller: &Caller) -> Result<CartId, ErrorEntry> {
    match text(data, "id")? {
        Some(id) => check_cart_id(&id, context, caller).map_err(|entry| entry.source("data.id")),
        None => Ok(context.new_id(IdForm::Uuid)),
    }
}
