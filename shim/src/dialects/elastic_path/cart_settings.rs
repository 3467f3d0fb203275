//! `GET /v2/settings/cart`: how carts behave here.

use hyper::StatusCode;
use serde::Serialize;

use super::auth::{caller, forbids_settings};
use super::problem::refuse;
use crate::exchange::{Call, Context, Plan, Request, Response};

#[derive(Debug, Serialize)]
struct Body {
    data: SettingsObject,
}

#[derive(Debug, Serialize)]
struct SettingsObject {
    r#type: &'static str,
    cart_expiry_days: u32,
    show_all_carts: bool,
    discounts: Discounts,
    inventories: Inventories,
    items: Items,
}

#[derive(Debug, Serialize)]
struct Discounts {
    custom_discounts_enabled: bool,
    use_rule_promotions: bool,
}

#[derive(Debug, Serialize)]
struct Inventories {
    defer_inventory_check: bool,
}

#[derive(Debug, Serialize)]
struct Items {
    separate_items_by_location: bool,
}

/// Source: elasticpath.md, 3.7. Reading: they are the server's configuration, so they are read here, and written there. 0
/// days is a cart that never expires. All carts are listed to client credentials.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    if let Some(entry) = forbids_settings(context, &caller) {
        return Err(refuse(entry));
    }
    Ok(Plan { call: Call::Nothing, encode: Box::new(|context, _| encode(context)) })
}

fn encode(context: &Context) -> Response {
    let data = SettingsObject {
        r#type: "settings",
        cart_expiry_days: context.config().elastic_path.cart_expiry_days,
        show_all_carts: true,
        discounts: Discounts { custom_discounts_enabled: false, use_rule_promotions: false },
        inventories: Inventories { defer_inventory_check: false },
        items: Items { separate_items_by_location: false },
    };
    Response::json(StatusCode::OK, &Body { data })
}
