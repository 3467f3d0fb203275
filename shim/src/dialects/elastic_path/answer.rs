//! The answers that several endpoints share: the collection of lines, the cart, nothing.

use hyper::StatusCode;
use trolley_engine::domain::id::CartId;
use trolley_engine::{CartView, Error};

use super::cart::{absent, cart_body, collection};
use super::money::Display;
use super::problem::{refuse_error, respond};
use crate::dialects::Problem;
use crate::exchange::{Context, Encode, Reply, Response};

/// Answers with the collection of the cart's lines. `line` is the line that the path names, as it was sent.
pub(super) fn with_lines(status: StatusCode, cart: CartId, line: Option<String>) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, line.as_deref(), |display, view| {
            Response::json(status, &collection(context, display, view, Vec::new()))
        })
    })
}

/// Answers with the cart.
pub(super) fn with_cart(status: StatusCode, cart: CartId, include_items: bool) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, None, |display, view| {
            Response::json(status, &cart_body(context, display, view, include_items))
        })
    })
}

/// Answers with nothing.
pub(super) fn with_nothing(cart: CartId) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, None, |_, _| Response::empty(StatusCode::NO_CONTENT))
    })
}

fn with_view(
    context: &Context,
    cart: CartId,
    result: Result<Reply, Error>,
    line: Option<&str>,
    answer: impl FnOnce(&Display<'_>, &CartView) -> Response,
) -> Response {
    let view = match result {
        Ok(Reply::Done { cart: Some(view), .. } | Reply::Cart(Some(view))) => *view,
        Ok(Reply::Cart(None)) => absent(context, cart),
        Ok(_) => return respond(context, &Problem::Internal),
        Err(error) => return refuse_error(context, &error, line),
    };
    answer(&Display::new(&context.shared.settings, view.priced.currency), &view)
}
