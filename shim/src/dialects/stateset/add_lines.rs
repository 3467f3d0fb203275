//! `POST /v1/carts/:id/items`: puts one product into a cart, or several.

use std::collections::HashSet;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::{AddLine, AddLines, Command, OnAbsent, OnRefusal};
use trolley_engine::domain::id::{CartId, LineId};
use trolley_engine::{CartView, Error, LineView, Principal};

use super::access::{Caller, Scope};
use super::cart_body::{Totals, product_name, source, status_name};
use super::fields::Fields;
use super::inventory::Inventory;
use super::line_to_add;
use super::problem::Refusal;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{Precision, from_value, rfc_3339};

/// The cart as the call leaves it.
///
/// Source: 002_9a03df3278c5038c, the printed answer.
#[derive(Serialize)]
pub(super) struct ChangedCart<'a> {
    id: &'a str,
    object: &'static str,
    customer_id: Option<&'a str>,
    status: &'static str,
    items: Vec<ChangedLine<'a>>,
    #[serde(flatten)]
    totals: Totals,
    updated_at: &'a str,
    last_activity: &'a str,
}

/// The cart as the call leaves it, and what is said of that.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    cart: ChangedCart<'a>,
    messages: Vec<Message>,
}

/// A line in the answer to a change.
///
/// Source: 002_9a03df3278c5038c, the printed answer. Reading: members without a value are left out, and the stock
/// stands on the lines that the call touched; so it is printed. `metadata` is ours here.
#[derive(Serialize)]
struct ChangedLine<'a> {
    id: &'a str,
    product_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant_id: Option<&'a str>,
    product_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant_name: Option<&'a str>,
    quantity: u32,
    unit_price: i64,
    subtotal: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Json>,
    #[serde(flatten)]
    inventory: Option<Inventory>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

/// Something that is said of a change.
#[derive(Serialize)]
pub(super) struct Message {
    /// `info`, `success` or `warning`.
    pub(super) r#type: &'static str,
    /// The text.
    pub(super) message: String,
}

impl<'a> ChangedCart<'a> {
    /// The cart, of which the call has touched these lines.
    pub(super) fn of(view: &'a CartView, touched: &HashSet<&LineId>, updated_at: &'a str) -> Self {
        Self {
            id: view.cart.id.as_str(),
            object: "cart",
            customer_id: view.cart.customer.as_ref().map(|customer| customer.as_str()),
            status: status_name(view.cart.status),
            items: view.lines().map(|line| changed_line(line, touched.contains(&line.line.id))).collect(),
            totals: Totals::of(view),
            updated_at,
            last_activity: updated_at,
        }
    }
}

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
    let cart = request.param("id");
    let command = AddLines {
        codes: Vec::new(),
        cart: CartId::new(cart).map_err(|_| Refusal::not_found("cart", cart))?,
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
            return request_id::answer(body(context, &view, &outcomes), &request_id::name(context));
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) if form == Form::List => Refusal::of_error_in_list(&error),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

fn body(context: &Context, view: &CartView, outcomes: &[Outcome]) -> Response {
    let touched = touched(outcomes);
    let updated_at = rfc_3339(view.cart.updated_at, Precision::Seconds);
    let mut messages = vec![Message { r#type: "info", message: "Item added successfully".to_owned() }];
    if context.config().stateset.low_stock_warning {
        let is_touched = |line: &LineView<'_>| touched.contains(&line.line.id);
        messages.extend(view.lines().filter(is_touched).filter_map(|line| low_stock_warning(&line)));
    }
    let body = Answer { cart: ChangedCart::of(view, &touched, &updated_at), messages };
    Response::json(StatusCode::OK, &body)
}

/// The lines that took units.
fn touched(outcomes: &[Outcome]) -> HashSet<&LineId> {
    let mut touched = HashSet::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Added { lines, refusals: _ } => touched.extend(lines.iter().map(|added| &added.line)),
            Outcome::LinesChanged { .. }
            | Outcome::Copied { .. }
            | Outcome::CodeRemoved
            | Outcome::TaxesAdded { .. }
            | Outcome::TaxUpdated { .. }
            | Outcome::TaxRemoved
            | Outcome::TaxesCleared { .. }
            | Outcome::CheckedOut { .. }
            | Outcome::Transacted { .. }
            | Outcome::OrderUpdated
            | Outcome::Created
            | Outcome::Kept
            | Outcome::CartUpdated
            | Outcome::Deleted { .. }
            | Outcome::Updated { .. }
            | Outcome::Removed { .. }
            | Outcome::Cleared { .. }
            | Outcome::Merged { .. }
            | Outcome::Imported => {}
        }
    }
    touched
}

/// Source: stateset.md, 2, Messages. The text is ours.
fn low_stock_warning(line: &LineView<'_>) -> Option<Message> {
    let left = Inventory::of(line).low()?;
    let name = line.product.map_or("", |product| product.name.as_str());
    Some(Message { r#type: "warning", message: format!("Only {left} of {name} left in stock") })
}

fn changed_line(line: LineView<'_>, is_touched: bool) -> ChangedLine<'_> {
    ChangedLine {
        id: line.line.id.as_str(),
        product_id: line.line.product().map_or("", |product| product.as_str()),
        variant_id: line.line.variant().map(|variant| variant.as_str()),
        product_name: product_name(line),
        variant_name: line.variant.map(|variant| variant.name.as_str()),
        quantity: line.line.quantity.units(),
        unit_price: line.line.unit_price.minor_units,
        subtotal: line.priced.subtotal,
        notes: line.line.notes.as_deref(),
        metadata: line.line.metadata.as_ref().map(from_value),
        inventory: is_touched.then(|| Inventory::of(&line)),
        source: source(&line),
    }
}
