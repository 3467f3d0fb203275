//! `POST /v1/carts/:id/clear`: takes everything out of a cart.

use std::collections::HashSet;

use trolley_engine::domain::command::changing::ClearingNote;
use trolley_engine::domain::command::{ClearCart, Command, OnAbsent};
use trolley_engine::domain::value::Value;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::attribute;
use super::changed_cart::{ChangedCart, Message, Part};
use super::fields::Fields;
use super::path;
use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Most characters of a reason.
const REASON_CHARACTERS_MAX: usize = 2_000;

/// Source: stateset.md, 3.6. Reading: the cart keeps `clear_reason` and `items_cleared` among its metadata until it is
/// cleared again; without a reason there is none of an earlier time either.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let command = read(request, context).map_err(|refusal| refusal.respond(context))?;
    Ok(Plan {
        call: Call::Submit { principal: Principal::Server, commands: vec![Command::ClearCart(command)] },
        encode: Box::new(encode),
    })
}

fn read(request: &Request, context: &Context) -> Result<ClearCart, Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    let mut fields = Fields::of_optional_body(&request.body)?;
    let keeps_codes = fields.boolean("preserve_coupons", false)?;
    let reason =
        fields.text_that("reason", format!("have at most {REASON_CHARACTERS_MAX} characters"), |text| {
            text.chars().count() <= REASON_CHARACTERS_MAX
        })?;
    let note = ClearingNote {
        attribute: attribute::METADATA.to_owned(),
        members: vec![("clear_reason".to_owned(), reason.map(Value::Text))],
        count_as: "items_cleared".to_owned(),
    };
    let cart = path::cart(request)?;
    Ok(ClearCart { keeps_codes, note: Some(note), ..ClearCart::new(cart, OnAbsent::Refuse) })
}

fn encode(context: &Context, result: Result<Reply, Error>) -> Response {
    match result {
        Ok(Reply::Done { cart: Some(view), .. }) => {
            let messages = vec![Message::info("Cart has been cleared")];
            ChangedCart::of(&view, &HashSet::new(), Part::Clearing, messages).answer(context)
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(context),
        Err(error) => Refusal::of_error(&error).respond(context),
    }
}
