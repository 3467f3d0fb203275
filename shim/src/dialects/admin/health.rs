//! `GET /_trolley/health`: whether the server can do its work. Wants no key: who watches over it has none.

use hyper::StatusCode;
use serde::Serialize;

use crate::exchange::{Call, Context, Plan, Request, Response};

#[derive(Serialize)]
struct Body {
    status: &'static str,
    /// `off` where the server makes none, `failing` where the last one was not made, else `ok`.
    backups: &'static str,
}

/// Source: ours.
pub(super) fn decode(_: &Request, _: &Context) -> Result<Plan, Response> {
    Ok(Plan {
        call: Call::Nothing,
        encode: Box::new(|context, _| {
            let body = Body { status: "ready", backups: context.shared.backups.health() };
            Response::json(StatusCode::OK, &body)
        }),
    })
}
