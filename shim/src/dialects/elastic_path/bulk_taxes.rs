//! `POST` and `DELETE /v2/carts/:id/taxes`: taxes of several lines.

use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::apply::{AddedTax, Outcome};
use trolley_engine::domain::cart::LINES_MAX;
use trolley_engine::domain::command::taxing::{AddTax, AddTaxes, ClearTaxes, LineKind};
use trolley_engine::domain::command::{Command, LineRef, OnRefusal};
use trolley_engine::domain::id::LineId;
use trolley_engine::domain::tax::TAXES_PER_LINE_MAX;
use trolley_engine::env::IdForm;
use trolley_engine::error::reason::LineRefusal;
use trolley_engine::{CartView, Error};

use super::answer::with_nothing;
use super::auth::{caller, forbids_taxes};
use super::line::line_type;
use super::problem::{ErrorEntry, Meta, refuse, refuse_error, respond, status_of};
use super::refusal::{entry, line_not_found};
use super::related::Related;
use super::schema::{check_length, invalid_type, list, on_refusal, required, text_at};
use super::target::cart_id;
use super::tax_item::{self, TaxObject, tax_object};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Encode, Plan, Reply, Request, Response};

/// Most taxes in a list: as many as all lines of a cart can have.
const ENTRIES_MAX: usize = LINES_MAX * TAXES_PER_LINE_MAX;

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: Vec<AddedObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorEntry>,
}

#[derive(Debug, Serialize)]
struct AddedObject<'a> {
    #[serde(flatten)]
    tax: TaxObject<'a>,
    relationships: Relationships<'a>,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    item: RelatedLine<'a>,
}

#[derive(Debug, Serialize)]
struct RelatedLine<'a> {
    data: Related<'a>,
}

/// What an answer names of the entries of a list.
struct Named {
    /// The places of the entries that the engine was asked for, and the lines as they were sent, in its order.
    asked: Vec<(usize, String)>,
    /// The errors of all others, each with its place.
    refused: Vec<(usize, ErrorEntry)>,
    /// Whether all or nothing was to be added.
    is_all: bool,
}

/// Source: elasticpath.md, 12: 201 with the taxes, and the errors beside them; where the request does not say otherwise,
/// what is good is added. Reading: 20 #17: the line stands in `relationships.item`.
pub(super) fn add(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    if let Some(entry) = forbids_taxes(context, &caller) {
        return Err(refuse(entry));
    }
    let cart = cart_id(request, context, &caller)?;
    let (entries, options) = list(request, context)?;
    let chosen = on_refusal(&options, &["add_all_or_nothing"], false).map_err(refuse)?;
    check_length(entries.len(), ENTRIES_MAX).map_err(refuse)?;
    let is_all = chosen == OnRefusal::RefuseAll;
    let (mut taxes, mut named) = (Vec::new(), Named { asked: Vec::new(), refused: Vec::new(), is_all });
    for (index, sent) in entries.iter().enumerate() {
        match tax(sent, context) {
            Ok((line, tax)) => {
                named.asked.push((index, line));
                taxes.push(tax);
            }
            Err(error) => named.refused.push((index, error.of_entry(index, &Meta::default()))),
        }
    }
    if taxes.is_empty() {
        return Err(named.refuse(&[]).unwrap_or_else(|problem| respond(context, &problem)));
    }
    let on_refusal = if is_all && !named.refused.is_empty() { OnRefusal::RefuseAnyway } else { chosen };
    let command = Command::AddTaxes(AddTaxes { cart, taxes, on_refusal });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: encode(named),
    })
}

/// Source: elasticpath.md, 12: 204. Reading: so too where there are none; newer pages have 404.
pub(super) fn clear(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    if let Some(entry) = forbids_taxes(context, &caller) {
        return Err(refuse(entry));
    }
    let cart = cart_id(request, context, &caller)?;
    let command = Command::ClearTaxes(ClearTaxes { cart: cart.clone() });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_nothing(cart),
    })
}

/// The line as it was sent, and the tax to put on it.
fn tax(sent: &Json, context: &Context) -> Result<(String, AddTax), ErrorEntry> {
    let sent = match sent {
        Json::Object(sent) => sent,
        other => return Err(invalid_type("data", "object", other)),
    };
    let (line, expected) = line(sent)?;
    // What cannot be an identifier is no line's.
    let id = LineId::new(line.as_str()).map_err(|_| line_not_found(Some(&line)))?;
    let tax = tax_item::decode(sent, "data", context.new_id(IdForm::Uuid))?;
    Ok((line, AddTax { line: LineRef::Id(id), expected, tax }))
}

/// The line in `relationships.item.data`, and what it is taken for.
fn line(sent: &Map<String, Json>) -> Result<(String, Option<LineKind>), ErrorEntry> {
    const SOURCE: &str = "data.relationships.item.data";
    let member = |object: &Json, name: &str| object.get(name).filter(|value| !value.is_null()).cloned();
    let related = sent.get("relationships").and_then(|relationships| member(relationships, "item"));
    let related = match related.and_then(|item| member(&item, "data")) {
        None => return Err(required(SOURCE).detail("relationships.item.data is required")),
        Some(Json::Object(related)) => related,
        Some(other) => return Err(invalid_type(SOURCE, "object", &other)),
    };
    let id = text_at(&related, SOURCE, "id")?.ok_or_else(|| required(&format!("{SOURCE}.id")))?;
    let expected = match text_at(&related, SOURCE, "type")?.as_deref() {
        None => None,
        Some("cart_item") => Some(LineKind::Product),
        Some("custom_item") => Some(LineKind::Custom),
        Some(other) => {
            return Err(ErrorEntry::new(400, "invalid_type")
                .detail(format!("Invalid type. Expected: cart_item or custom_item, given: {other}"))
                .source(format!("{SOURCE}.type")));
        }
    };
    Ok((id, expected))
}

fn encode(named: Named) -> Encode {
    Box::new(move |context, result| {
        let answered = match result {
            Ok(Reply::Done { cart: Some(view), outcomes, .. }) => match outcomes.as_slice() {
                [Outcome::TaxesAdded { taxes, refusals }] => named.errors(refusals).map(|errors| {
                    Response::json(StatusCode::CREATED, &Body { data: added(&view, taxes), errors })
                }),
                _ => Err(Problem::Internal),
            },
            Err(Error::LinesRefused { refusals }) => named.refuse(&refusals),
            Ok(_) => Err(Problem::Internal),
            Err(error) => Ok(refuse_error(context, &error, None)),
        };
        answered.unwrap_or_else(|problem| respond(context, &problem))
    })
}

impl Named {
    /// The answer where nothing is added.
    ///
    /// Source: elasticpath.md, 12 and 19: `data` is empty; where all or nothing was to be added, the first error says so.
    /// Reading: the errors of the taxes stand behind it, and the status is the first one's.
    fn refuse(self, refusals: &[LineRefusal]) -> Result<Response, Problem> {
        let is_all = self.is_all;
        let mut errors = self.errors(refusals)?;
        if is_all {
            let detail = "Add all or nothing set to (true). Could not bulk add tax items to cart.";
            errors.insert(0, ErrorEntry::new(422, "Add all or nothing.").detail(detail));
        }
        Ok(Response::json(status_of(&errors), &Body { data: Vec::new(), errors }))
    }

    /// The errors of all entries that failed, in the order of the list.
    fn errors(self, refusals: &[LineRefusal]) -> Result<Vec<ErrorEntry>, Problem> {
        let Self { asked, refused: mut errors, is_all: _ } = self;
        for refusal in refusals {
            let (index, line) = asked.get(refusal.index).ok_or(Problem::Internal)?;
            errors.push((*index, entry(&refusal.error, Some(line))?));
        }
        errors.sort_by_key(|(index, _)| *index);
        Ok(errors.into_iter().map(|(_, error)| error).collect())
    }
}

fn added<'a>(view: &'a CartView, taxes: &[AddedTax]) -> Vec<AddedObject<'a>> {
    let object = |added: &AddedTax| {
        let line = view.cart.line(&added.line)?;
        let tax = line.taxes.iter().find(|tax| tax.id == added.tax)?;
        let data = Related::new(line_type(line), line.id.as_str());
        Some(AddedObject {
            tax: tax_object(tax),
            relationships: Relationships { item: RelatedLine { data } },
        })
    };
    taxes.iter().filter_map(object).collect()
}
