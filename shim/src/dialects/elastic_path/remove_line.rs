//! `DELETE /v2/carts/:id/items/:itemId`: takes a line out of a cart.

use hyper::StatusCode;
use trolley_engine::Error;
use trolley_engine::domain::command::entering::RemoveCode;
use trolley_engine::domain::command::{Command, LineRef, RemoveLine};

use super::answer::with_lines;
use super::auth::caller;
use super::include::include;
use super::promotion_line::code_of_promotion_line;
use super::remove_code::is_automatic;
use super::target::{cart_id, line_id};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.3. Reading: 20 #2: 200 with the lines that are left, because storefronts read them; not 204.
/// The line of a promotion leaves with its code. That of an automatic promotion would come back at once, and stays.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let line = line_id(request)?;
    let with_lines = with_lines(StatusCode::OK, cart.clone(), include(request), Some(line.to_string()));
    let principal = caller.principal();
    let (call, encode) = match code_of_promotion_line(line.as_str()) {
        None => {
            let command = Command::RemoveLine(RemoveLine { cart, line: LineRef::Id(line) });
            (Call::Submit { principal, commands: vec![command] }, with_lines)
        }
        Some(code) if is_automatic(&code) => (Call::Read { principal, cart, reuse: None }, with_lines),
        Some(code) => {
            let command = Command::RemoveCode(RemoveCode::new(cart, code));
            let encode = |context: &Context, result| match result {
                // The line is not there where its code is not.
                Err(Error::CodeNotFound { .. }) => with_lines(context, Err(Error::LineNotFound)),
                result => with_lines(context, result),
            };
            (Call::Submit { principal, commands: vec![command] }, Box::new(encode) as _)
        }
    };
    Ok(Plan { call, encode })
}
