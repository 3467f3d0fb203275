//! `POST /v1/carts/:id/coupons`: enters a coupon's code.

use std::collections::HashSet;

use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::entering::{EnterCode, Spelling};
use trolley_engine::{CartView, Error, Principal};

use super::access::{Caller, Scope};
use super::changed_cart::{ChangedCart, Message, Part};
use super::fields::{Fields, required};
use super::path;
use super::problem::Refusal;
use crate::amount;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Most characters of a code.
const CODE_CHARACTERS_MAX: usize = 255;

/// Source: stateset.md, 3.8. Reading: a code is spelled in upper or lower case as the caller likes; `validate_only`
/// answers the cart as it would be, with another message, and changes nothing.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (command, is_preview) = read(request, context).map_err(|refusal| refusal.respond(context))?;
    let (principal, command) = (Principal::Server, Command::EnterCode(command));
    let call = if is_preview {
        Call::Try { principal, command: Box::new(command) }
    } else {
        Call::Submit { principal, commands: vec![command] }
    };
    Ok(Plan { call, encode: Box::new(move |context, result| encode(context, is_preview, result)) })
}

fn read(request: &Request, context: &Context) -> Result<(EnterCode, bool), Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    let mut fields = Fields::of_body(&request.body)?;
    let expected = format!("have 1 to {CODE_CHARACTERS_MAX} characters");
    let code = fields.text_that("code", expected, |text| {
        !text.trim().is_empty() && text.chars().count() <= CODE_CHARACTERS_MAX
    })?;
    let code = required("code", code)?.trim().to_owned();
    let is_preview = fields.boolean("validate_only", false)?;
    Ok((EnterCode { cart: path::cart(request)?, code, spelling: Spelling::AnyCase }, is_preview))
}

fn encode(context: &Context, is_preview: bool, result: Result<Reply, Error>) -> Response {
    match result {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => {
            let saved = saved(context, &view, outcomes.last());
            let text = if is_preview {
                format!("Coupon is valid. You would save {saved}!")
            } else {
                format!("Coupon applied successfully. You saved {saved}!")
            };
            let messages = vec![Message::success(text)];
            ChangedCart::of(&view, &HashSet::new(), Part::Coupons, messages).answer(context)
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(context),
        Err(error) => Refusal::of_error(&error).respond(context),
    }
}

/// What the code that was entered takes off, as the store writes amounts.
fn saved(context: &Context, view: &CartView, outcome: Option<&Outcome>) -> String {
    let entered = match outcome {
        Some(Outcome::CodeEntered { code }) => Some(code),
        Some(_) | None => None,
    };
    let applied = view.priced.applied.iter().find(|applied| Some(&applied.code) == entered);
    let settings = &context.shared.settings;
    amount::formatted(
        applied.map_or(0, |applied| applied.minor_units),
        amount::currency_of(view, settings),
        settings,
    )
}
