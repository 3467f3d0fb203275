//! Counting requests, for who tries what a client does when there are too many.

use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};
use trolley_engine::Timestamp;

use super::problem::Refusal;
use crate::dialects::Admission;
use crate::exchange::{Bearer, Context, Request, Response};

/// How many requests a minute are let through.
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
/// How many more are let through in the minute that runs.
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
/// When the next minute begins.
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
/// In how many seconds to come again, as one page has it.
const RATE_LIMIT_RETRY_AFTER: HeaderName = HeaderName::from_static("x-ratelimit-retry-after");

/// Counts the request where the readings limit how many there may be.
///
/// Source: stateset.md, 1.8. Reading: `rate_limit_per_minute`; a key that is known is a caller of its own, all other
/// callers are one; minutes are those of the clock; `X-RateLimit-Reset` is in Unix seconds; the headers are on every answer
/// of an endpoint, and not on those to paths and bodies that no endpoint takes.
pub(super) fn admit(request: &Request, context: &Context) -> Admission {
    let per_minute = context.config().stateset.rate_limit_per_minute;
    if per_minute == 0 {
        return Admission::default();
    }
    let key = match request.bearer() {
        Bearer::Token(secret) => context.keyring.find(super::DIALECT.name, "api_key", secret),
        Bearer::Absent | Bearer::Malformed => None,
    };
    let rate = context.shared.rates.count(key.map(|key| key.digest), per_minute, context.now);
    let headers = vec![
        (LIMIT, HeaderValue::from(per_minute)),
        (REMAINING, HeaderValue::from(rate.remaining)),
        (RESET, HeaderValue::from(seconds(rate.resets_at.as_millis()))),
    ];
    let refusal = rate.is_over.then(|| refuse(context, rate.resets_at));
    Admission { headers, refusal }
}

fn refuse(context: &Context, resets_at: Timestamp) -> Response {
    let wait = seconds(resets_at.as_millis().saturating_sub(context.now.as_millis())).max(1);
    let wait = wait.to_string();
    let response = Refusal::rate_limited().respond(context);
    response.with_header(RETRY_AFTER, &wait).with_header(RATE_LIMIT_RETRY_AFTER, &wait)
}

/// Whole seconds, begun ones counted.
const fn seconds(millis: i64) -> i64 {
    let whole = millis.div_euclid(1_000);
    if millis.rem_euclid(1_000) == 0 { whole } else { whole + 1 }
}
