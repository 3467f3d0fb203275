//! `POST /v1/cart`: adds pieces of a product to the caller's cart.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Command;
use trolley_engine::domain::command::{AddLine, AddLines, OnAbsent, ProductRef};
use trolley_engine::domain::id::ProductId;
use trolley_engine::env::IdForm;

use super::caller::Caller;
use super::problem::{self, Endpoint};
use super::readings::MissingProduct;
use super::schema::{self, AddBody};
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// The answer. The line is not in it.
///
/// Source: 000_c2a3ee2bbe47592c, Success Response (200 OK).
#[derive(Serialize)]
struct Added {
    success: bool,
    message: &'static str,
}

/// Source: 000_c2a3ee2bbe47592c, Add to Cart.
/// Reading: C1, C2 and C5, each a switch; see [`super::Readings`].
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let readings = &context.config().storekit;
    let errors = readings.errors;
    let body = schema::read_add(&request.body, readings).map_err(|invalid| {
        caller.introduce(match readings.missing_product {
            MissingProduct::NotFound if invalid.product_missing => problem::not_found(errors, Endpoint::Add),
            MissingProduct::NotFound | MissingProduct::Unprocessable => {
                problem::invalid(errors, Endpoint::Add, &invalid.issues)
            }
        })
    })?;
    let Some(call) = call(&caller, body, context) else {
        return Err(caller.introduce(problem::not_found(errors, Endpoint::Add)));
    };
    Ok(Plan {
        call,
        encode: Box::new(move |_context, reply| {
            caller.introduce(match reply {
                Ok(Reply::Done { .. }) => {
                    Response::json(StatusCode::OK, &Added { success: true, message: "Added to cart" })
                }
                Ok(_) => problem::failed(errors, Endpoint::Add),
                Err(error) => problem::of_engine(errors, Endpoint::Add, &error),
            })
        }),
    })
}

/// What to ask of the engine; none where nobody can be this customer, or nothing this product.
fn call(caller: &Caller, body: AddBody, context: &Context) -> Option<Call> {
    let (principal, cart) = caller.cart()?;
    let product = ProductRef::Id(ProductId::new(body.product_id).ok()?);
    let readings = &context.config().storekit;
    // The identifier's time is the line's, as in the printed example.
    let new_line = context.new_id(IdForm::Cuid(context.now));
    let line = AddLine {
        on_duplicate: readings.on_duplicate(),
        checks: readings.checks(),
        ..AddLine::new(new_line, product, body.quantity)
    };
    let command = AddLines::new(cart, OnAbsent::Create(caller.new_cart(context)), vec![line]);
    Some(Call::SubmitUnseen { principal, commands: vec![Command::AddLines(command)] })
}
