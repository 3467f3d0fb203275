//! `POST /v1/auth/merge-guest-data`: moves what a guest's cart has to the customer's.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::cart::CartStatus;
use trolley_engine::domain::command::OnAbsent;
use trolley_engine::domain::command::merging::{MergeCarts, MergedMetadata, OnNoSource, SourceAfter};
use trolley_engine::{Command, Error, Principal};

use super::caller::{Caller, Customer};
use super::problem::{self, Endpoint};
use super::readings::Errors;
use super::schema;
use crate::exchange::{Call, Context, Plan, Reply, Request, RequestBody, Response};
use crate::guest::GuestNumber;

/// The answer.
///
/// Source: storekit.md, 4. POST /v1/auth/merge-guest-data.
#[derive(Serialize)]
struct Merged {
    success: bool,
    message: &'static str,
    merged: Counts,
}

/// What was merged.
///
/// Reading: lines count that both carts had, whichever of the two stays. There is no wishlist.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    cart_items: usize,
    wishlist_items: usize,
}

/// Source: storekit.md, 4. POST /v1/auth/merge-guest-data.
/// Reading: the body is looked at before the customer, in the order that holds for all endpoints. A guest's cart that
/// gave its lines is closed, so that the same token is refused from then on; one that has nothing to give is left as it
/// is, and can be merged as often as one likes. A guest who goes on with the token of a closed cart begins a new one.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let readings = &context.config().storekit;
    let errors = readings.errors;
    let Some(guest) = guest(&request.body) else { return Err(problem::token_invalid(errors)) };
    let Some(Customer { id, cart }) = caller.customer() else {
        return Err(problem::unauthenticated(errors));
    };
    let source = guest.cart();
    let command = MergeCarts {
        target: cart.clone(),
        on_absent: OnAbsent::Create(caller.new_cart(context)),
        source: source.clone(),
        on_both: readings.on_both(),
        source_after: SourceAfter::Close,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    };
    Ok(Plan {
        call: Call::SubmitUnseen {
            principal: Principal::Customer(id.clone()),
            commands: vec![Command::MergeCarts(command)],
        },
        encode: Box::new(move |_context, reply| match reply {
            Ok(Reply::Done { outcomes, .. }) => merged(errors, outcomes.last()),
            Ok(_) => problem::failed(errors, Endpoint::Merge),
            Err(Error::CartNotActive { cart, status }) if cart == source => closed(errors, status),
            Err(Error::CustomerNotFound { .. }) => problem::unauthenticated(errors),
            Err(error) => problem::of_engine(errors, Endpoint::Merge, &error),
        }),
    })
}

/// The session that a body names.
///
/// Reading: whatever else the body is, it names none.
fn guest(body: &RequestBody) -> Option<GuestNumber> {
    match schema::read_object(body).ok()?.get("guestToken")? {
        Json::String(token) => GuestNumber::parse(token),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

fn merged(errors: Errors, outcome: Option<&Outcome>) -> Response {
    let Some(Outcome::Merged { lines, left }) = outcome else {
        return problem::failed(errors, Endpoint::Merge);
    };
    answer(lines.len() + left)
}

/// The answer where the guest's cart is closed already.
///
/// Reading: a guest who has ordered has nothing left to merge, and did nothing wrong.
fn closed(errors: Errors, status: CartStatus) -> Response {
    match status {
        CartStatus::Converted => answer(0),
        CartStatus::Abandoned | CartStatus::Active => problem::token_invalid(errors),
    }
}

fn answer(cart_items: usize) -> Response {
    let merged = Counts { cart_items, wishlist_items: 0 };
    let message = "Guest data merged successfully";
    Response::json(StatusCode::OK, &Merged { success: true, message, merged })
}
