//! A list of products to add in one request.
//!
//! Source: elasticpath.md, 6.6: what is good is added and what is not is named in `errors` beside `data`, or all is refused.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::Error;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::cart::LINES_MAX;
use trolley_engine::domain::command::{AddLine, OnRefusal};
use trolley_engine::error::LineRefusal;

use super::auth::Caller;
use super::cart::collection;
use super::line_to_add;
use super::money::Display;
use super::problem::{ErrorEntry, Meta, answer, entry, refuse, refuse_error, respond};
use super::schema::invalid_type;
use crate::dialects::Problem;
use crate::exchange::{Context, Encode, Reply, Response};

/// Most entries of a list: as many as a cart can have lines.
///
/// Reading: no document has a bound.
const ENTRIES_MAX: usize = LINES_MAX;

/// What a list asks for.
pub(super) struct List {
    /// What can be asked of the engine, in order; at least one.
    pub(super) lines: Vec<AddLine>,
    /// What to do where the engine refuses some of it.
    pub(super) on_refusal: OnRefusal,
    /// What the answer names.
    pub(super) named: Named,
}

/// What the answer to a list names of its entries.
pub(super) struct Named {
    /// The entries behind the engine's lines, in the order of these.
    asked: Vec<Asked>,
    /// The errors of entries that the engine was not asked for, each with its place in the list.
    refused: Vec<(usize, ErrorEntry)>,
}

/// An entry that the engine was asked for.
struct Asked {
    /// Its place in the list.
    index: usize,
    /// The product as it was sent.
    product: Meta,
}

/// Reading: an entry that is not well-formed, or of a type that is not taken, fails as one whose product is not there
/// does. Where all fail, or one and all or nothing is to be added, the status is the first error's; where the engine can
/// be asked for none, it is not asked.
///
/// # Errors
///
/// The answer, where nothing can be added.
pub(super) fn decode(
    entries: Vec<Json>,
    options: &Json,
    context: &Context,
    caller: &Caller,
) -> Result<List, Response> {
    let all_or_nothing = add_all_or_nothing(options, context).map_err(refuse)?;
    check_length(entries.len()).map_err(refuse)?;
    let (mut lines, mut named) = (Vec::new(), Named { asked: Vec::new(), refused: Vec::new() });
    for (index, sent) in entries.into_iter().enumerate() {
        let (product, line) = match sent {
            Json::Object(mut sent) => (product(&sent), line_to_add::decode(&mut sent, context, caller)),
            other => (Meta::default(), Err(invalid_type("data", "object", &other))),
        };
        match line {
            Ok(line) => {
                lines.push(line);
                named.asked.push(Asked { index, product });
            }
            Err(error) => named.refused.push((index, error.of_entry(index, &product))),
        }
    }
    if lines.is_empty() {
        return Err(answer(named.refused.into_iter().map(|(_, error)| error).collect()));
    }
    let on_refusal = match (all_or_nothing, named.refused.is_empty()) {
        (false, _) => OnRefusal::KeepGood,
        (true, true) => OnRefusal::RefuseAll,
        (true, false) => OnRefusal::RefuseAnyway,
    };
    Ok(List { lines, on_refusal, named })
}

/// Answers with the collection of the cart's lines and the errors beside it, or with all errors.
pub(super) fn encode(named: Named) -> Encode {
    Box::new(move |context, result| match result {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => match named.errors(refusals(&outcomes)) {
            Ok(errors) => {
                let display = Display::new(&context.shared.settings, view.priced.currency);
                Response::json(StatusCode::CREATED, &collection(context, &display, &view, errors))
            }
            Err(problem) => respond(context, &problem),
        },
        Ok(_) => respond(context, &Problem::Internal),
        Err(Error::LinesRefused { refusals }) => match named.errors(&refusals) {
            Ok(errors) => answer(errors),
            Err(problem) => respond(context, &problem),
        },
        // What is wrong with the cart itself, or with the server, is none of an entry's.
        Err(error) => refuse_error(context, &error, None),
    })
}

impl Named {
    /// The errors of all entries that failed, in the order of the list.
    fn errors(self, refusals: &[LineRefusal]) -> Result<Vec<ErrorEntry>, Problem> {
        let Self { asked, refused: mut errors } = self;
        for refusal in refusals {
            let Asked { index, product } = asked.get(refusal.index).ok_or(Problem::Internal)?;
            errors.push((*index, entry(&refusal.error, None)?.of_entry(*index, product)));
        }
        errors.sort_by_key(|(index, _)| *index);
        Ok(errors.into_iter().map(|(_, error)| error).collect())
    }
}

fn refusals(outcomes: &[Outcome]) -> &[LineRefusal] {
    match outcomes {
        [Outcome::Added { lines: _, refusals }] => refusals,
        _ => &[],
    }
}

/// The product as it was sent, for people to find the entry by.
fn product(sent: &Map<String, Json>) -> Meta {
    let text = |name: &str| sent.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    Meta { id: text("id").map(str::to_owned), sku: text("sku").map(str::to_owned), ..Meta::default() }
}

fn add_all_or_nothing(options: &Json, context: &Context) -> Result<bool, ErrorEntry> {
    const SOURCE: &str = "options.add_all_or_nothing";
    let options = match options {
        Json::Null => return Ok(context.config().elastic_path.add_all_or_nothing),
        Json::Object(options) => options,
        other => return Err(invalid_type("options", "object", other)),
    };
    match options.get("add_all_or_nothing") {
        None | Some(Json::Null) => Ok(context.config().elastic_path.add_all_or_nothing),
        Some(Json::Bool(all_or_nothing)) => Ok(*all_or_nothing),
        Some(other) => Err(invalid_type(SOURCE, "boolean", other)),
    }
}

/// Reading: titles and details are of the family of `invalid_type` and `number_gte`; no document shows these.
fn check_length(entries: usize) -> Result<(), ErrorEntry> {
    if entries == 0 {
        let detail = "Array must have at least 1 items";
        return Err(ErrorEntry::new(400, "array_min_items").detail(detail).source("data"));
    }
    if ENTRIES_MAX < entries {
        let detail = format!("Array must have at most {ENTRIES_MAX} items");
        let meta = Meta::value(entries);
        return Err(ErrorEntry::new(400, "array_max_items").detail(detail).source("data").meta(meta));
    }
    Ok(())
}
