//! `GET /_trolley/health`: whether the server can do its work. Wants no key: who watches over it has none. So it says
//! nothing of what is stored or where.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;
use trolley_engine::engine::health::{Health, HealthState};

use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{Precision, rfc_3339};

#[derive(Serialize)]
struct Body {
    /// `ready`; `full` where there is no room for more, `recovering` where the store has failed and is being opened anew,
    /// `failed` where that has not helped.
    status: &'static str,
    /// Since when.
    since: String,
    /// How often the store has failed since the start.
    failures: u64,
    /// How often it has worked again.
    healings: u64,
    /// Whether the start has put a backup in place of a damaged file.
    recovered_from_backup: bool,
    /// `off` where the server makes none, `failing` where the last one was not made, else `ok`.
    backups: &'static str,
}

/// Source: ours. Ready is 200, all else 503.
pub(super) fn decode(_: &Request, _: &Context) -> Result<Plan, Response> {
    Ok(Plan { call: Call::ReadHealth, encode: Box::new(|context, reply| encode(context, reply)) })
}

fn encode(context: &Context, reply: Result<Reply, Error>) -> Response {
    match reply {
        Ok(Reply::Health(health)) => answer(&health, context.shared.backups.health()),
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
        Err(error) => Refusal::of_error(&error).respond(),
    }
}

fn answer(health: &Health, backups: &'static str) -> Response {
    let (status, name) = match health.state {
        HealthState::Ready => (StatusCode::OK, "ready"),
        HealthState::Full => (StatusCode::SERVICE_UNAVAILABLE, "full"),
        HealthState::Recovering => (StatusCode::SERVICE_UNAVAILABLE, "recovering"),
        HealthState::Failed => (StatusCode::SERVICE_UNAVAILABLE, "failed"),
    };
    let body = Body {
        status: name,
        since: rfc_3339(health.since, Precision::Milliseconds),
        failures: health.failures,
        healings: health.healings,
        recovered_from_backup: health.recovered.is_some(),
        backups,
    };
    Response::json(status, &body)
}

#[cfg(test)]
mod tests;
