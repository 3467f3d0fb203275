//! `PUT /v2/carts/:id/items`: changes several lines.

use hyper::StatusCode;
use serde_json::Value as Json;
use trolley_engine::Error;
use trolley_engine::domain::command::changing::{ChangeLines, LineChange};
use trolley_engine::domain::command::{Command, LineRef, OnRefusal};
use trolley_engine::domain::id::LineId;
use trolley_engine::error::reason::LineRefusal;

use super::answer::with_lines_and_errors;
use super::auth::caller;
use super::bulk_add::ENTRIES_MAX;
use super::include::include;
use super::line_change::{self, Change, promotion_line};
use super::problem::{ErrorEntry, Meta, answer, refuse};
use super::promotion_line::code_of_promotion_line;
use super::refusal::{entry, listed_line_not_found};
use super::schema::{check_length, invalid_type, list, on_refusal, required, text};
use super::target::cart_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: elasticpath.md, 7.2: all or nothing unless the request says otherwise. Reading: 20 #25: the option has two names.
/// An entry that is not well-formed fails as one does whose line is not there.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let (entries, options) = list(request, context)?;
    let names = ["update_all_or_nothing", "add_all_or_nothing"];
    let chosen = on_refusal(&options, &names, true).map_err(refuse)?;
    check_length(entries.len(), ENTRIES_MAX).map_err(refuse)?;
    let (mut changes, mut asked, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (index, sent) in entries.into_iter().enumerate() {
        match change(sent, context) {
            Ok((line, change)) => {
                asked.push((index, line));
                changes.push(change);
            }
            Err(error) => refused.push((index, error.of_entry(index, &Meta::default()))),
        }
    }
    if changes.is_empty() {
        return Err(answer(refused.into_iter().map(|(_, error)| error).collect()));
    }
    let on_refusal = match (chosen, refused.is_empty()) {
        (OnRefusal::RefuseAll, false) => OnRefusal::RefuseAnyway,
        (chosen, _) => chosen,
    };
    let command = Command::ChangeLines(ChangeLines { cart: cart.clone(), changes, on_refusal });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines_and_errors(StatusCode::OK, cart, include(request), move |refusals| {
            errors(&asked, refused, refusals)
        }),
    })
}

/// The line's identifier as it was sent, and its change.
fn change(sent: Json, context: &Context) -> Result<(String, LineChange), ErrorEntry> {
    let mut sent = match sent {
        Json::Object(sent) => sent,
        other => return Err(invalid_type("data", "object", &other)),
    };
    let id = text(&sent, "id")?.ok_or_else(|| missing_id(sent.get("type")))?;
    let change = line_change::decode(&mut sent, context).map_err(|error| error.meta(Meta::id(&id)))?;
    if code_of_promotion_line(&id).is_some() {
        return Err(promotion_line().meta(Meta::id(&id)));
    }
    // What cannot be an identifier is no line's.
    let line = LineRef::Id(LineId::new(id.as_str()).map_err(|_| listed_line_not_found(&id))?);
    let change = match change {
        Change::Remove => LineChange::Remove { line },
        Change::Update { quantity, custom_inputs, location, checks } => {
            LineChange::Update { line, quantity, custom_inputs, location, checks }
        }
    };
    Ok((id, change))
}

/// Source: elasticpath.md, 7.2: the JavaScript SDKs send custom items with nothing but their type. Reading: the detail says
/// what to send instead.
fn missing_id(sent_type: Option<&Json>) -> ErrorEntry {
    let entry = required("data.id");
    match sent_type.and_then(Json::as_str) {
        Some("custom_item") => entry.detail(
            "id is required; some clients leave id and quantity of a custom_item out, send the entry without its type",
        ),
        Some(_) | None => entry,
    }
}

/// The errors of all entries that failed, in the order of the list.
fn errors(
    asked: &[(usize, String)],
    mut errors: Vec<(usize, ErrorEntry)>,
    refusals: &[LineRefusal],
) -> Result<Vec<ErrorEntry>, Problem> {
    for refusal in refusals {
        let (index, line) = asked.get(refusal.index).ok_or(Problem::Internal)?;
        let is_absent = matches!(refusal.error, Error::LineNotFound | Error::LineElsewhere { .. });
        let error = if is_absent {
            listed_line_not_found(line)
        } else {
            entry(&refusal.error, Some(line))?.of_entry(*index, &Meta::id(line))
        };
        errors.push((*index, error));
    }
    errors.sort_by_key(|(index, _)| *index);
    Ok(errors.into_iter().map(|(_, error)| error).collect())
}
