//! `GET /_trolley/health`: whether the server can do its work. Wants no key: who watches over it has none. So it says
//! nothing of what is stored or where.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Error;
use trolley_engine::engine::health::{Health, HealthState};

use super::access::admin;
use super::problem::Refusal;
use crate::config::Profile;
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
    /// The server's version, and how safely it keeps carts: for administrators alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Profile>,
}

/// Source: ours. Ready is 200, all else 503. Who has an administrator's key is told the version and the profile too.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let is_admin = admin(request, context).is_ok();
    Ok(Plan {
        call: Call::ReadHealth,
        encode: Box::new(move |context, reply| encode(context, reply, is_admin)),
    })
}

fn encode(context: &Context, reply: Result<Reply, Error>, is_admin: bool) -> Response {
    let profile = is_admin.then(|| context.config().server.profile);
    match reply {
        Ok(Reply::Health(health)) => answer(&health, context.shared.backups.health(), profile),
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
        Err(error) => Refusal::of_error(&error).respond(),
    }
}

fn answer(health: &Health, backups: &'static str, profile: Option<Profile>) -> Response {
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
        version: profile.map(|_| env!("CARGO_PKG_VERSION")),
        profile,
    };
    Response::json(status, &body)
}

#[cfg(test)]
mod tests;
