//! `POST`, `PUT` and `DELETE /v2/carts/:id/items/:itemId/taxes`: a tax of a line.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::taxing::{AddTax, AddTaxes, RemoveTax, UpdateTax};
use trolley_engine::domain::command::{Command, LineRef, OnRefusal};
use trolley_engine::domain::id::{CartId, LineId, TaxId};
use trolley_engine::domain::tax::Tax;
use trolley_engine::env::IdForm;
use trolley_engine::{CartView, Error};

use super::auth::{Caller, caller, forbids_taxes};
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::refusal::tax_not_found;
use super::schema::data;
use super::target::{cart_id, line_id};
use super::tax_item::{self, TaxFields, TaxObject, tax_object};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Encode, Plan, Reply, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: TaxObject<'a>,
}

/// Source: elasticpath.md, 12: 201 with the tax.
pub(super) fn add(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart, line) = target(request, context)?;
    let sent = data(request, context)?;
    let tax = tax_item::decode(&sent, "data", context.new_id(IdForm::Uuid)).map_err(refuse)?;
    let id = tax.id.clone();
    let taxes = vec![AddTax { line: LineRef::Id(line), expected: None, tax }];
    let command = Command::AddTaxes(AddTaxes { cart, taxes, on_refusal: OnRefusal::RefuseAll });
    Ok(plan(&caller, command, with_tax(StatusCode::CREATED, request, id)))
}

/// Source: elasticpath.md, 12: 200 with the tax; what is absent stays.
pub(super) fn update(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart, line) = target(request, context)?;
    let tax = tax_id(request)?;
    let sent = data(request, context)?;
    let fields = tax_item::fields(&sent, "data").map_err(refuse)?;
    if fields == (TaxFields { name: None, jurisdiction: None, code: None, amount: None }) {
        let entry = ErrorEntry::new(400, "required").detail("At least one field is required");
        return Err(refuse(entry.source("data")));
    }
    let TaxFields { name, jurisdiction, code, amount } = fields;
    let (line, id) = (LineRef::Id(line), tax.clone());
    let command = Command::UpdateTax(UpdateTax { cart, line, tax, name, jurisdiction, code, amount });
    Ok(plan(&caller, command, with_tax(StatusCode::OK, request, id)))
}

/// Source: elasticpath.md, 12: 204.
pub(super) fn remove(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (caller, cart, line) = target(request, context)?;
    let tax = tax_id(request)?;
    let sent = request.param("line").to_owned();
    let command = Command::RemoveTax(RemoveTax { cart, line: LineRef::Id(line), tax });
    let encode = Box::new(move |context: &Context, result| match result {
        Ok(Reply::Done { .. }) => Response::empty(StatusCode::NO_CONTENT),
        Ok(_) => respond(context, &Problem::Internal),
        Err(error) => refuse_error(context, &error, Some(&sent)),
    });
    Ok(plan(&caller, command, encode))
}

fn target(request: &Request, context: &Context) -> Result<(Caller, CartId, LineId), Response> {
    let caller = caller(request, context)?;
    if let Some(entry) = forbids_taxes(context, &caller) {
        return Err(refuse(entry));
    }
    let cart = cart_id(request, context, &caller)?;
    Ok((caller, cart, line_id(request)?))
}

/// The tax in the path. What cannot be an identifier is no tax's.
fn tax_id(request: &Request) -> Result<TaxId, Response> {
    let text = request.param("tax");
    TaxId::new(text).map_err(|_| refuse(tax_not_found(text)))
}

fn plan(caller: &Caller, command: Command, encode: Encode) -> Plan {
    Plan { call: Call::Submit { principal: caller.principal(), commands: vec![command] }, encode }
}

fn with_tax(status: StatusCode, request: &Request, id: TaxId) -> Encode {
    let sent = request.param("line").to_owned();
    Box::new(move |context, result: Result<Reply, Error>| match result {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => match changed_tax(&view, &outcomes, &id) {
            Some(tax) => Response::json(status, &Body { data: tax_object(tax) }),
            None => respond(context, &Problem::Internal),
        },
        Ok(_) => respond(context, &Problem::Internal),
        Err(error) => refuse_error(context, &error, Some(&sent)),
    })
}

/// The tax of this identifier, of the line that was changed.
fn changed_tax<'a>(view: &'a CartView, outcomes: &[Outcome], id: &TaxId) -> Option<&'a Tax> {
    let line = match outcomes {
        [Outcome::TaxesAdded { taxes, .. }] => &taxes.first()?.line,
        [Outcome::TaxUpdated { line }] => line,
        _ => return None,
    };
    view.cart.line(line)?.taxes.iter().find(|tax| tax.id == *id)
}
