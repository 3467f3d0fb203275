//! `PUT /v2/carts/:id`: changes what a cart has besides its lines.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::changing::UpdateCart;
use trolley_engine::domain::command::{Command, OnAbsent};
use trolley_engine::domain::id::CartId;

use super::answer::with_cart;
use super::auth::caller;
use super::cart_fields::{self, Snapshot};
use super::include::Include;
use super::problem::{ErrorEntry, refuse};
use super::schema::{data, text};
use super::target::{cart_id, new_cart};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 3.3: the members of a new cart, at least one of them; 200 and the cart.
///
/// Reading: what is absent or null stays, and at least one member must be neither. A cart that is not there is made, as
/// by a first add: to who has read it, it is there (20 #28). The identifier in the body, which some clients repeat, may
/// be no other.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let data = data(request, context)?;
    check_same(&data, &cart).map_err(refuse)?;
    let fields = cart_fields::read(&data, context.now).map_err(refuse)?;
    if fields.count == 0 {
        return Err(refuse(nothing_named()));
    }
    let command = Command::UpdateCart(UpdateCart {
        barred_by: fields.barred_by(),
        name: fields.name,
        description: fields.description,
        is_stock_deferred: fields.is_stock_deferred,
        separates_locations: fields.separates_locations,
        preview_at: match fields.snapshot {
            Some(Snapshot::At(moment)) => Some(moment),
            Some(Snapshot::None) | None => None,
        },
        attributes: fields.attributes,
        ..UpdateCart::new(
            cart.clone(),
            OnAbsent::Create(new_cart(&cart, &caller, &context.config().elastic_path)),
        )
    });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_cart(StatusCode::OK, cart, Include::default()),
    })
}

fn check_same(data: &Map<String, Json>, cart: &CartId) -> Result<(), ErrorEntry> {
    match text(data, "id")? {
        Some(id) if id != cart.as_str() => {
            Err(ErrorEntry::new(400, "Bad Request").detail("The id cannot be changed").source("data.id"))
        }
        Some(_) | None => Ok(()),
    }
}

fn nothing_named() -> ErrorEntry {
    ErrorEntry::new(400, "required").detail("At least one field is required").source("data")
}
