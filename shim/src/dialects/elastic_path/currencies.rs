//! `GET /v2/currencies`: in what the store sells.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::catalog::Settings;

use super::auth::caller;
use crate::exchange::{Call, Context, Plan, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: Vec<CurrencyObject<'a>>,
}

#[derive(Debug, Serialize)]
struct CurrencyObject<'a> {
    r#type: &'static str,
    id: &'a str,
    code: &'a str,
    exchange_rate: u32,
    format: &'a str,
    decimal_point: &'a str,
    thousand_separator: &'a str,
    decimal_places: u8,
    default: bool,
    enabled: bool,
}

/// Source: elasticpath.md, 15. Reading: a currency's identifier is its code. Nothing is converted, so every rate is 1.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    caller(request, context)?;
    Ok(Plan {
        call: Call::Nothing,
        encode: Box::new(|context, _| Response::json(StatusCode::OK, &body(&context.shared.settings))),
    })
}

fn body(settings: &Settings) -> Body<'_> {
    let default = settings.default_currency;
    let objects = settings.currencies.iter().map(|format| CurrencyObject {
        r#type: "currency",
        id: format.currency.as_str(),
        code: format.currency.as_str(),
        exchange_rate: 1,
        format: &format.format,
        decimal_point: &format.decimal_point,
        thousand_separator: &format.thousand_separator,
        decimal_places: format.decimal_places,
        default: format.currency == default,
        enabled: true,
    });
    Body { data: objects.collect() }
}
