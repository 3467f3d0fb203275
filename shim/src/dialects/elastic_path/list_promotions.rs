//! `GET /v2/promotions`: what is taken off, for whom, and when.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Page;
use trolley_engine::domain::promotion::{Offer, Promotion, Promotions};

use super::auth::caller;
use super::paging::{PageLinks, PageMeta, page, page_links, page_meta};
use super::problem::{ErrorEntry, refuse, refuse_error, respond};
use super::promotion::promotion_type;
use super::promotion_schema::{Amount, Schema, amounts, schema};
use super::timestamps::at;
use super::token::Grant;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: Vec<PromotionObject<'a>>,
    links: PageLinks,
    meta: PageMeta,
}

#[derive(Debug, Serialize)]
struct PromotionObject<'a> {
    r#type: &'static str,
    id: &'a str,
    name: &'a str,
    description: &'a str,
    enabled: bool,
    automatic: bool,
    promotion_type: &'static str,
    schema: Schema<'a>,
    min_cart_value: Vec<Amount<'a>>,
    /// 0 for any number.
    max_applications_per_cart: u32,
    max_discount_value: Vec<Amount<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
}

/// Source: elasticpath.md, 13.1, for its members. Reading: the oldest first, in parts as carts are; for client credentials
/// alone, and without the codes: whoever knows a code can use it.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    if caller.grant == Grant::Implicit {
        let detail = "Promotions can be listed with client credentials only";
        return Err(refuse(ErrorEntry::new(403, "Forbidden").detail(detail)));
    }
    let page = page(request).map_err(refuse)?;
    Ok(Plan {
        call: Call::ReadPromotions,
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Promotions(promotions)) => {
                Response::json(StatusCode::OK, &body(context, page, &promotions))
            }
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}

fn body<'a>(context: &Context, page: Page, promotions: &'a Promotions) -> Body<'a> {
    let total = u64::try_from(promotions.all().len()).unwrap_or(u64::MAX);
    Body {
        data: promotions.all().iter().skip(page.offset).take(page.limit).map(object).collect(),
        links: page_links(context, "/v2/promotions", page, total),
        meta: page_meta(page, total),
    }
}

fn object(promotion: &Promotion) -> PromotionObject<'_> {
    PromotionObject {
        r#type: "promotion",
        id: promotion.id.as_str(),
        name: &promotion.name,
        description: &promotion.description,
        enabled: promotion.is_enabled,
        automatic: matches!(promotion.offer, Offer::Automatic),
        promotion_type: promotion_type(&promotion.reward),
        schema: schema(&promotion.reward),
        min_cart_value: amounts(&promotion.subtotal_min),
        max_applications_per_cart: promotion.applications_max.unwrap_or_default(),
        max_discount_value: amounts(&promotion.discount_max),
        start: promotion.starts_at.map(at),
        end: promotion.ends_at.map(at),
    }
}
