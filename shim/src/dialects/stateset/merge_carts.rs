//! `POST /v1/carts/:id/merge`: moves the lines of another cart into this one.

use std::collections::HashSet;

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::apply::{MergedLine, Outcome};
use trolley_engine::domain::command::merging::{
    Mark, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter,
};
use trolley_engine::domain::command::{Command, OnAbsent};
use trolley_engine::domain::id::{CartId, LineId};
use trolley_engine::domain::value::Value;
use trolley_engine::{CartView, Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::MERGED_FROM;
use super::changed_cart::{ChangedCart, Message, Part};
use super::fields::{Fields, required};
use super::path;
use super::problem::Refusal;
use super::readings::KeptSource;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{Precision, rfc_3339};

/// The strategies there are. Source: stateset.md, 3.9.
const STRATEGIES: [&str; 3] = ["combine", "keep_source", "keep_target"];
/// The member of a touched line's metadata that says when it was merged. Source: stateset.md, 3.9.
const MERGE_TIMESTAMP: &str = "merge_timestamp";
/// The member of a combined line's metadata that says how much came. Source: stateset.md, 3.9.
const MERGED_QUANTITY: &str = "merged_quantity";

/// The cart as the merge leaves it, and what was merged.
///
/// Source: stateset.md, 3.9.
#[derive(Serialize)]
struct MergedCart<'a> {
    #[serde(flatten)]
    cart: ChangedCart<'a>,
    merge_details: MergeDetails<'a>,
}

/// What was merged.
///
/// Source: stateset.md, 3.9. Reading: `items_merged` counts the source's lines that the cart has now, `items_combined` those
/// of them that met a line of the cart; one that met a line which was kept as it was is in neither.
#[derive(Serialize)]
struct MergeDetails<'a> {
    source_cart_id: &'a str,
    items_merged: usize,
    items_combined: usize,
    merge_timestamp: &'a str,
    source_cart_deleted: bool,
}

/// What is asked for, beside the command.
struct Asked {
    source: CartId,
    is_deleted: bool,
}

/// Source: stateset.md, 3.9.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok((command, asked)) => Ok(Plan {
            call: Call::Submit { principal: Principal::Server, commands: vec![Command::MergeCarts(command)] },
            encode: Box::new(move |context, result| encode(context, &asked, result)),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

/// Reading: the strategy is `combine`, metadata is taken and the source deleted where the body does not say otherwise. A
/// kept source is as the setting `kept_source` has it.
fn read(request: &Request, context: &Context) -> Result<(MergeCarts, Asked), Refusal> {
    Caller::of(request, context)?.check(Scope::Write)?;
    let mut fields = Fields::of_body(&request.body)?;
    let source: CartId = required("source_cart_id", fields.id("source_cart_id")?)?;
    let one_of = format!("be one of {}", STRATEGIES.join(", "));
    let strategy = fields.text_that("merge_strategy", one_of, |text| STRATEGIES.contains(&text))?;
    let is_taken = fields.boolean("preserve_metadata", true)?;
    let is_deleted = fields.boolean("delete_source_cart", true)?;
    let text = |name: &str, text: String| (name.to_owned(), Value::Text(text));
    let mark = Mark {
        members: vec![
            text(MERGED_FROM, source.as_str().to_owned()),
            text(MERGE_TIMESTAMP, rfc_3339(context.now, Precision::Seconds)),
        ],
        units_name: MERGED_QUANTITY.to_owned(),
    };
    let command = MergeCarts {
        target: path::cart(request)?,
        on_absent: OnAbsent::Refuse,
        source: source.clone(),
        on_no_source: OnNoSource::Refuse,
        on_both: match strategy.as_deref() {
            Some("keep_source") => OnBoth::KeepSource,
            Some("keep_target") => OnBoth::KeepTarget,
            Some(_) | None => OnBoth::Combine,
        },
        source_after: match (is_deleted, context.config().stateset.kept_source) {
            (true, _) => SourceAfter::Delete,
            (false, KeptSource::Unchanged) => SourceAfter::Keep,
            (false, KeptSource::Emptied) => SourceAfter::Clear,
        },
        metadata: MergedMetadata { is_taken, mark: Some(mark) },
    };
    Ok((command, Asked { source, is_deleted }))
}

fn encode(context: &Context, asked: &Asked, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => match outcomes.last() {
            Some(Outcome::Merged { lines, left: _ }) => {
                return request_id::answer(body(context, asked, &view, lines), &request_id::name(context));
            }
            _ => Refusal::of_problem(&Problem::Internal),
        },
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

/// Reading: the message is the printed one whoever the source belonged to.
fn body(context: &Context, asked: &Asked, view: &CartView, lines: &[MergedLine]) -> Response {
    let touched: HashSet<&LineId> = lines.iter().map(|line| &line.line).collect();
    let items_merged = lines.len();
    let plural = if items_merged == 1 { "" } else { "s" };
    let message = format!("Successfully merged {items_merged} item{plural} from guest cart");
    let body = MergedCart {
        cart: ChangedCart::of(view, &touched, Part::Lines, vec![Message::success(message)]),
        merge_details: MergeDetails {
            source_cart_id: asked.source.as_str(),
            items_merged,
            items_combined: lines.iter().filter(|line| !line.is_new).count(),
            merge_timestamp: &rfc_3339(context.now, Precision::Seconds),
            source_cart_deleted: asked.is_deleted,
        },
    };
    Response::json(StatusCode::OK, &body)
}
