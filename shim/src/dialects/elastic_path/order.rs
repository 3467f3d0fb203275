//! An order as answers show it.
//!
//! Source: elasticpath.md, 18.1 and 18.2.

use serde::Serialize;
use trolley_engine::domain::order::{Order, PaymentState};
use trolley_engine::domain::pricing::Applied;

use super::address::{AddressObject, billing_object, shipping_object};
use super::contact::{AccountObject, ContactObject, account_object, contact_object};
use super::include::Include;
use super::included::{CustomDiscountObject, custom_discounts};
use super::money::DisplayPrice;
use super::order_line::{OrderLineObject, order_line_names, order_lines};
use super::related::{Related, RelatedList};
use super::shown::Displays;
use super::tax_item::{TaxObject, tax_object};
use super::timestamps::{Timestamps, at};
use crate::exchange::Context;

/// An order, and what stands beside it.
#[derive(Debug, Serialize)]
pub(super) struct OrderBody<'a> {
    data: OrderObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Included<'a>>,
}

/// An order.
#[derive(Debug, Serialize)]
pub(super) struct OrderObject<'a> {
    r#type: &'static str,
    id: &'a str,
    status: &'static str,
    payment: &'static str,
    shipping: &'static str,
    anonymized: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_ref: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<ContactObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<AccountObject<'a>>,
    shipping_address: AddressObject<'a>,
    billing_address: AddressObject<'a>,
    links: Links,
    meta: Meta<'a>,
    relationships: Relationships<'a>,
}

#[derive(Debug, Serialize)]
struct Links {}

#[derive(Debug, Serialize)]
struct Meta<'a> {
    display_price: OrderPrices<'a>,
    timestamps: Timestamps,
}

#[derive(Debug, Serialize)]
struct OrderPrices<'a> {
    with_tax: DisplayPrice<'a>,
    without_tax: DisplayPrice<'a>,
    tax: DisplayPrice<'a>,
    discount: DisplayPrice<'a>,
    balance_owing: DisplayPrice<'a>,
    paid: DisplayPrice<'a>,
    authorized: DisplayPrice<'a>,
    without_discount: DisplayPrice<'a>,
    shipping: DisplayPrice<'a>,
}

#[derive(Debug, Serialize)]
struct Relationships<'a> {
    items: RelatedList<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<RelatedList<'a>>,
}

/// What was asked for beside orders; nothing else.
#[derive(Debug, Serialize)]
pub(super) struct Included<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<OrderLineObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_items: Option<Vec<TaxObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotions: Option<Vec<AppliedObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_discounts: Option<Vec<CustomDiscountObject<'a>>>,
}

/// A promotion that took something off an order.
///
/// Reading: the promotion itself may be gone, so this is what the order kept of it.
#[derive(Debug, Serialize)]
struct AppliedObject<'a> {
    r#type: &'static str,
    id: &'a str,
    name: &'a str,
    automatic: bool,
}

/// The order, with what is to stand beside it.
pub(super) fn order_body<'a>(
    context: &'a Context,
    displays: &'a Displays<'_>,
    order: &'a Order,
    include: Include,
) -> OrderBody<'a> {
    OrderBody {
        data: order_object(displays, order),
        included: included(context, std::iter::once((displays, order)), include),
    }
}

/// What is to stand beside these orders.
pub(super) fn included<'a, 'd: 'a>(
    context: &'a Context,
    orders: impl Iterator<Item = (&'a Displays<'d>, &'a Order)> + Clone,
    include: Include,
) -> Option<Included<'a>> {
    let items =
        || orders.clone().flat_map(|(displays, order)| order_lines(context, displays, order, include));
    let lines = || orders.clone().flat_map(|(_, order)| &order.lines);
    let taxes = || lines().flat_map(|line| &line.line.taxes).map(tax_object).collect();
    let applied = || orders.clone().flat_map(|(_, order)| &order.priced.applied);
    let discounts = || {
        orders.clone().flat_map(|(displays, order)| custom_discounts(&displays.cart, &order.priced)).collect()
    };
    (include.items || include.is_of_lines()).then(|| Included {
        items: include.items.then(|| items().collect()),
        tax_items: include.tax_items.then(taxes),
        promotions: include.promotions.then(|| applied().filter_map(applied_object).collect()),
        custom_discounts: include.custom_discounts.then(discounts),
    })
}

/// The order alone.
pub(super) fn order_object<'a>(displays: &'a Displays<'_>, order: &'a Order) -> OrderObject<'a> {
    let is_of_account = order.contact.is_of_account;
    let customer = order.customer.iter().map(|id| Related::new("customer", id.as_str()));
    OrderObject {
        r#type: "order",
        id: order.id.as_str(),
        status: status(order),
        payment: payment(order.payment()),
        shipping: if order.is_fulfilled { "fulfilled" } else { "unfulfilled" },
        anonymized: false,
        order_number: order.number.as_deref(),
        external_ref: order.external_reference.as_deref(),
        customer: (!is_of_account).then(|| contact_object(order)),
        contact: is_of_account.then(|| contact_object(order)),
        account: account_object(&order.contact),
        shipping_address: shipping_object(&order.shipping_address),
        billing_address: billing_object(&order.billing_address),
        links: Links {},
        meta: Meta {
            display_price: prices(displays, order),
            timestamps: Timestamps {
                created_at: at(order.created_at),
                updated_at: at(order.updated_at),
                expires_at: None,
            },
        },
        relationships: Relationships {
            items: RelatedList::new(order_line_names(order)),
            customers: order.customer.is_some().then(|| RelatedList::new(customer)),
        },
    }
}

/// Source: elasticpath.md, 18.1: what is owed is what it costs without what is paid and what is held, and never less than
/// nothing. 18.2: what was given back stays among what is paid.
fn prices<'a>(displays: &'a Displays<'_>, order: &Order) -> OrderPrices<'a> {
    let (display, priced) = (&displays.cart, &order.priced);
    let tax = priced.tax_total + priced.included_tax_total;
    OrderPrices {
        with_tax: display.price(priced.total),
        without_tax: display.price(priced.total - tax),
        tax: display.price(tax),
        discount: display.price(-priced.discount_total),
        balance_owing: display.price(order.balance()),
        paid: display.price(order.paid()),
        authorized: display.price(order.authorized()),
        without_discount: display.price(priced.undiscounted_total),
        shipping: display.price(0),
    }
}

/// Source: elasticpath.md, 18.2: what is given back leaves the status as it was.
fn status(order: &Order) -> &'static str {
    match order.payment() {
        _ if order.is_cancelled => "cancelled",
        PaymentState::Paid => "complete",
        PaymentState::Refunded if order.balance() == 0 => "complete",
        PaymentState::Authorized => "processing",
        PaymentState::Unpaid
        | PaymentState::PartiallyAuthorized
        | PaymentState::PartiallyPaid
        | PaymentState::Refunded => "incomplete",
    }
}

/// Source: elasticpath.md, 18.2.
const fn payment(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Unpaid => "unpaid",
        PaymentState::PartiallyAuthorized => "partially_authorized",
        PaymentState::Authorized => "authorized",
        PaymentState::PartiallyPaid => "partially_paid",
        PaymentState::Paid => "paid",
        PaymentState::Refunded => "refunded",
    }
}

fn applied_object(applied: &Applied) -> Option<AppliedObject<'_>> {
    let id = applied.promotion.as_ref()?;
    Some(AppliedObject {
        r#type: "promotion",
        id: id.as_str(),
        name: &applied.name,
        automatic: applied.code.strip_prefix("auto_") == Some(id.as_str()),
    })
}
