//! A list of things to add in one request.
//!
//! Source: elasticpath.md, 6.6: what is good is added and what is not is named in `errors` beside `data`, or all is refused.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::cart::LINES_MAX;
use trolley_engine::domain::command::{AddLine, OnRefusal};
use trolley_engine::error::reason::LineRefusal;

use super::addition::{self, Addition};
use super::auth::Caller;
use super::problem::{ErrorEntry, Meta, answer, refuse};
use super::refusal::entry;
use super::schema::{check_length, invalid_type, on_refusal};
use crate::dialects::Problem;
use crate::exchange::{Context, Response};

/// Most entries of a list: as many as a cart can have lines.
///
/// Reading: no document has a bound.
pub(super) const ENTRIES_MAX: usize = LINES_MAX;

/// What a list asks for.
#[derive(Debug)]
pub(super) struct List {
    /// The lines that can be asked of the engine, in order.
    pub(super) lines: Vec<AddLine>,
    /// The codes, in order. Of both together there is at least one.
    pub(super) codes: Vec<String>,
    /// What to do where the engine refuses some of it.
    pub(super) on_refusal: OnRefusal,
    /// What the answer names.
    pub(super) named: Named,
}

/// What the answer to a list names of its entries.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The entries behind the engine's lines, in the order of these.
    lines: Vec<Asked>,
    /// The entries behind the engine's codes, whose places in a refusal are behind those of the lines.
    codes: Vec<Asked>,
    /// The errors of entries that the engine was not asked for, each with its place in the list.
    refused: Vec<(usize, ErrorEntry)>,
}

/// An entry that the engine was asked for.
#[derive(Debug)]
struct Asked {
    /// Its place in the list.
    index: usize,
    /// What was sent, for people to find it by.
    sent: Meta,
}

/// Reading: an entry that is not well-formed, or of a type that is not taken, fails as one whose product is not there
/// does. Where all fail, or one and all or nothing is to be added, the status is the first error's; where the engine can
/// be asked for none, it is not asked. Codes are entered once all lines are in, wherever in the list they stand.
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
    let on_refusal = add_all_or_nothing(options, context).map_err(refuse)?;
    check_length(entries.len(), ENTRIES_MAX).map_err(refuse)?;
    let (mut lines, mut codes, mut named) = (Vec::new(), Vec::new(), Named::default());
    for (index, entry) in entries.into_iter().enumerate() {
        let (sent, addition) = match entry {
            Json::Object(mut entry) => (names(&entry), addition::decode(&mut entry, context, caller)),
            other => (Meta::default(), Err(invalid_type("data", "object", &other))),
        };
        match addition {
            Ok(Addition::Line(line)) => {
                lines.push(*line);
                named.lines.push(Asked { index, sent });
            }
            Ok(Addition::Code(code)) => {
                codes.push(code);
                named.codes.push(Asked { index, sent });
            }
            Err(error) => named.refused.push((index, error.of_entry(index, &sent))),
        }
    }
    if lines.is_empty() && codes.is_empty() {
        return Err(answer(named.refused.into_iter().map(|(_, error)| error).collect()));
    }
    let on_refusal = match (on_refusal, named.refused.is_empty()) {
        (OnRefusal::RefuseAll, false) => OnRefusal::RefuseAnyway,
        (chosen, _) => chosen,
    };
    Ok(List { lines, codes, on_refusal, named })
}

impl Named {
    /// The errors of all entries that failed, in the order of the list.
    ///
    /// # Errors
    ///
    /// What is none of an entry's.
    pub(super) fn errors(self, refusals: &[LineRefusal]) -> Result<Vec<ErrorEntry>, Problem> {
        let Self { lines, codes, refused: mut errors } = self;
        let asked: Vec<Asked> = lines.into_iter().chain(codes).collect();
        for refusal in refusals {
            let Asked { index, sent } = asked.get(refusal.index).ok_or(Problem::Internal)?;
            errors.push((*index, entry(&refusal.error, None)?.of_entry(*index, sent)));
        }
        errors.sort_by_key(|(index, _)| *index);
        Ok(errors.into_iter().map(|(_, error)| error).collect())
    }
}

/// What becomes of the rest where some is refused.
///
/// Reading: 20 #5: where the request does not say, as [`Readings`](super::Readings) has it.
///
/// # Errors
///
/// The entry of options that are not well-formed.
pub(super) fn add_all_or_nothing(options: &Json, context: &Context) -> Result<OnRefusal, ErrorEntry> {
    on_refusal(options, &["add_all_or_nothing"], context.config().elastic_path.add_all_or_nothing)
}

/// What was sent, for people to find the entry by.
fn names(sent: &Map<String, Json>) -> Meta {
    let text = |name: &str| sent.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let text = |name: &str| text(name).map(str::to_owned);
    Meta { id: text("id"), sku: text("sku"), code: text("code"), ..Meta::default() }
}
