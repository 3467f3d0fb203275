//! The answers that several endpoints share: the collection of lines, the cart, nothing.

use hyper::StatusCode;
use trolley_engine::domain::apply::{Notices, Outcome};
use trolley_engine::domain::id::CartId;
use trolley_engine::error::reason::LineRefusal;
use trolley_engine::{CartView, Error};

use super::cart::{absent, cart_body};
use super::collection::{Beside, collection};
use super::include::Include;
use super::problem::{ErrorEntry, answer, refuse_error, respond};
use super::refusal::entry;
use super::shown::Displays;
use crate::dialects::Problem;
use crate::exchange::{Context, Encode, Reply, Response};

/// Answers with the collection of the cart's lines. `line` is the line that the path names, as it was sent.
pub(super) fn with_lines(status: StatusCode, cart: CartId, include: Include, line: Option<String>) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, line.as_deref(), |view, notices, _| {
            lines(context, status, view, Beside { errors: Vec::new(), notices, include })
        })
    })
}

/// The same, with the errors beside it of what was refused, or with these alone; in the form that `name` gives to the
/// entries of refusals.
pub(super) fn with_lines_and_errors(
    status: StatusCode,
    cart: CartId,
    include: Include,
    name: impl FnOnce(&[LineRefusal]) -> Result<Vec<ErrorEntry>, Problem> + Send + 'static,
) -> Encode {
    Box::new(move |context, result| match result {
        Err(Error::LinesRefused { refusals }) => match name(&refusals) {
            Ok(errors) => answer(errors),
            Err(problem) => respond(context, &problem),
        },
        // What is wrong with the cart itself, or with the server, is none of an entry's.
        result => with_view(context, cart, result, None, |view, notices, refusals| match name(refusals) {
            Ok(errors) => lines(context, status, view, Beside { errors, notices, include }),
            Err(problem) => respond(context, &problem),
        }),
    })
}

/// The entries of refusals as they are.
pub(super) fn entries(refusals: &[LineRefusal]) -> Result<Vec<ErrorEntry>, Problem> {
    refusals.iter().map(|refusal| entry(&refusal.error, None)).collect()
}

/// Answers with the cart.
pub(super) fn with_cart(status: StatusCode, cart: CartId, include: Include) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, None, |view, _, _| {
            let displays = Displays::new(context, view);
            Response::json(status, &cart_body(context, &displays, view, include))
        })
    })
}

/// Answers with nothing.
pub(super) fn with_nothing(cart: CartId) -> Encode {
    Box::new(move |context, result| {
        with_view(context, cart, result, None, |_, _, _| Response::empty(StatusCode::NO_CONTENT))
    })
}

fn lines(context: &Context, status: StatusCode, view: &CartView, beside: Beside<'_>) -> Response {
    let displays = Displays::new(context, view);
    match collection(context, &displays, view, beside) {
        Ok(collection) => Response::json(status, &collection),
        Err(problem) => respond(context, &problem),
    }
}

fn with_view(
    context: &Context,
    cart: CartId,
    result: Result<Reply, Error>,
    line: Option<&str>,
    answer: impl FnOnce(&CartView, Option<&Notices>, &[LineRefusal]) -> Response,
) -> Response {
    match result {
        Ok(Reply::Done { cart: Some(view), outcomes, notices, .. }) => {
            answer(&view, Some(&notices), refusals(&outcomes))
        }
        Ok(Reply::Cart(Some(view))) => answer(&view, None, &[]),
        Ok(Reply::Cart(None)) => answer(&absent(context, cart), None, &[]),
        Ok(_) => respond(context, &Problem::Internal),
        Err(error) => refuse_error(context, &error, line),
    }
}

/// What was refused of a command whose rest was done.
fn refusals(outcomes: &[Outcome]) -> &[LineRefusal] {
    match outcomes {
        [
            Outcome::Added { refusals, .. }
            | Outcome::Copied { refusals, .. }
            | Outcome::LinesChanged { refusals }
            | Outcome::TaxesAdded { refusals, .. },
        ] => refusals,
        _ => &[],
    }
}
