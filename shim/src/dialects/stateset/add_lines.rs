//! `POST /v1/carts/:id/items`: puts one product into a cart, or several.

use std::collections::HashSet;

use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::{AddLine, AddLines, Command, OnAbsent, OnRefusal};
use trolley_engine::domain::id::LineId;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::changed_cart::{ChangedCart, Message, Part, low_stock_warnings};
use super::fields::Fields;
use super::problem::Refusal;
use super::{line_to_add, path};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Which form the body had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One line at the top.
    Single,
    /// Several under `items`. Errors name the place of the line.
    List,
}

/// Source: 002_9a03df3278c5038c; stateset.md, 3.1.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok((command, form)) => Ok(Plan {
            call: Call::Submit { principal: Principal::Server, commands: vec![Command::AddLines(command)] },
            encode: Box::new(move |context, result| encode(context, form, result)),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

fn read(request: &Request, context: &Context) -> Result<(AddLines, Form), Refusal> {
    let caller = Caller::of(request, context)?;
    caller.check(Scope::Write)?;
    let (lines, form) = lines(&mut Fields::of_body(&request.body)?, caller, context)?;
    let command = AddLines {
        codes: Vec::new(),
        cart: path::cart(request)?,
        on_absent: OnAbsent::Refuse,
        currency: None,
        lines,
        on_refusal: OnRefusal::RefuseAll,
    };
    Ok((command, form))
}

/// Source: stateset.md, 3.1, "One or more items". Reading: `items` is accepted in place of a product at the top.
fn lines(
    fields: &mut Fields,
    caller: Caller<'_>,
    context: &Context,
) -> Result<(Vec<AddLine>, Form), Refusal> {
    const LIST: &str = "items";
    let Some(list) = fields.list(LIST)? else {
        return Ok((vec![line_to_add::decode(fields, caller, context)?], Form::Single));
    };
    if fields.has("product_id") {
        return Err(Refusal::validation_of(LIST, "The fields items and product_id cannot both be given"));
    }
    if list.is_empty() {
        return Err(Refusal::validation_of(LIST, "The field items must have at least one element"));
    }
    Ok((line_to_add::decode_list(list, caller, context)?, Form::List))
}

fn encode(context: &Context, form: Form, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => {
            let touched = touched(&outcomes);
            let mut messages = vec![Message::info("Item added successfully")];
            messages.extend(low_stock_warnings(context, &view, &touched));
            return ChangedCart::of(&view, &touched, Part::Lines, messages).answer(context);
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) if form == Form::List => Refusal::of_error_in_list(&error),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

/// The lines that took units.
fn touched(outcomes: &[Outcome]) -> HashSet<&LineId> {
    let added = outcomes.iter().filter_map(|outcome| {
        let Outcome::Added { lines, refusals: _ } = outcome else { return None };
        Some(lines)
    });
    added.flatten().map(|added| &added.line).collect()
}
