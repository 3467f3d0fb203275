//! An order, as a checkout answers it.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use trolley_engine::Timestamp;
use trolley_engine::domain::order::{Address, Order, OrderLine, PaymentState, Transaction, TransactionState};
use trolley_engine::domain::pricing::PricedLine;
use trolley_engine::domain::time::days_ms;
use trolley_engine::domain::value::Value;

use crate::json::{Precision, from_value, rfc_3339};

/// The names of what this dialect keeps among an order's attributes.
pub(super) mod order_attribute {
    pub(in super::super) const CUSTOMER_NOTE: &str = "customer_note";
    pub(in super::super) const METADATA: &str = "metadata";
}

/// An order.
///
/// Source: stateset.md, 3.10. Reading: what sending it costs is `shipping_amount` and none of the items, and not in the
/// subtotal; the other amounts are those of a cart. A member without a value is null.
#[derive(Serialize)]
pub(super) struct OrderBody<'a> {
    id: &'a str,
    object: &'static str,
    cart_id: &'a str,
    order_number: Option<&'a str>,
    customer_id: Option<&'a str>,
    status: &'static str,
    payment_status: &'static str,
    fulfillment_status: &'static str,
    items: Vec<ItemBody<'a>>,
    subtotal: i64,
    tax_amount: i64,
    shipping_amount: i64,
    discount_amount: i64,
    total: i64,
    currency: &'a str,
    payment: Option<PaymentBody<'a>>,
    shipping_address: Option<AddressBody<'a>>,
    shipping_method: Option<MethodBody<'a>>,
    customer_note: Option<&'a str>,
    created_at: String,
    updated_at: String,
    metadata: Json,
}

/// A line. `subtotal` is what is left after discounts.
///
/// Source: stateset.md, 3.10, `items`. Reading: the name is the product's and the variant's together, as they were when it was
/// ordered.
#[derive(Serialize)]
struct ItemBody<'a> {
    id: &'a str,
    product_id: &'a str,
    variant_id: Option<&'a str>,
    product_name: &'a str,
    sku: &'a str,
    quantity: u32,
    unit_price: i64,
    discount_amount: i64,
    subtotal: i64,
}

/// The payment. There is no card here, so nothing is known of one.
#[derive(Serialize)]
struct PaymentBody<'a> {
    id: &'a str,
    method: &'a str,
    last4: Option<&'a str>,
    brand: Option<&'a str>,
    status: &'static str,
    amount: i64,
}

#[derive(Serialize)]
struct AddressBody<'a> {
    line1: Option<&'a str>,
    line2: Option<&'a str>,
    city: Option<&'a str>,
    state: Option<&'a str>,
    postal_code: Option<&'a str>,
    country: Option<&'a str>,
}

#[derive(Serialize)]
struct MethodBody<'a> {
    id: &'a str,
    name: &'a str,
    amount: i64,
    estimated_delivery: Option<String>,
}

impl<'a> OrderBody<'a> {
    /// The order as it is.
    pub(super) fn of(order: &'a Order) -> Self {
        let shipping_amount = order.shipping_amount().unwrap_or(0);
        let sent_by = order.shipping.as_ref().map(|shipping| shipping.place);
        let lines = order.lines.iter().zip(&order.priced.lines).enumerate();
        let items = lines.filter(|(place, _)| Some(*place) != sent_by);
        let time = |moment: Timestamp| rfc_3339(moment, Precision::Seconds);
        Self {
            id: order.id.as_str(),
            object: "order",
            cart_id: order.cart.as_str(),
            order_number: order.number.as_deref(),
            customer_id: order.customer.as_ref().map(|customer| customer.as_str()),
            status: status(order),
            payment_status: payment_status(order.payment()),
            fulfillment_status: if order.is_fulfilled { "fulfilled" } else { "unfulfilled" },
            items: items.map(|(_, (line, priced))| item(line, priced)).collect(),
            subtotal: order.priced.subtotal - shipping_amount,
            tax_amount: order.priced.tax_total,
            shipping_amount,
            discount_amount: order.priced.discount_total,
            total: order.priced.total,
            currency: order.currency.as_str(),
            payment: order.transactions.first().map(payment),
            shipping_address: address(&order.shipping_address),
            shipping_method: method(order, shipping_amount),
            customer_note: text(order, order_attribute::CUSTOMER_NOTE),
            created_at: time(order.created_at),
            updated_at: time(order.updated_at),
            metadata: metadata(order),
        }
    }
}

/// Source: stateset.md, 3.10. Reading: only `processing` is shown; the other states are ours.
const fn status(order: &Order) -> &'static str {
    match (order.is_cancelled, order.is_fulfilled) {
        (true, _) => "cancelled",
        (false, true) => "completed",
        (false, false) => "processing",
    }
}

/// Source: stateset.md, 3.10. Reading: only `paid` is shown; the other states are ours.
const fn payment_status(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Unpaid => "pending",
        PaymentState::PartiallyAuthorized | PaymentState::Authorized => "authorized",
        PaymentState::PartiallyPaid => "partially_paid",
        PaymentState::Paid => "paid",
        PaymentState::Refunded => "refunded",
    }
}

fn item<'a>(line: &'a OrderLine, priced: &PricedLine) -> ItemBody<'a> {
    ItemBody {
        id: line.id.as_str(),
        product_id: line.line.product().map_or("", |product| product.as_str()),
        variant_id: line.line.variant().map(|variant| variant.as_str()),
        product_name: &line.name,
        sku: &line.sku,
        quantity: line.line.quantity.units(),
        unit_price: line.line.unit_price.minor_units,
        discount_amount: priced.discount_total,
        subtotal: priced.subtotal - priced.discount_total,
    }
}

/// Source: stateset.md, 3.10, `payment`. Reading: money that was taken is `succeeded`; the page's word is not known.
fn payment(transaction: &Transaction) -> PaymentBody<'_> {
    PaymentBody {
        id: transaction.id.as_str(),
        method: &transaction.gateway,
        last4: None,
        brand: None,
        status: match transaction.state {
            TransactionState::Authorized => "authorized",
            TransactionState::Complete => "succeeded",
            TransactionState::Refunded => "refunded",
        },
        amount: transaction.minor_units,
    }
}

fn address(address: &Address) -> Option<AddressBody<'_>> {
    (*address != Address::default()).then(|| AddressBody {
        line1: known(&address.line_1),
        line2: known(&address.line_2),
        city: known(&address.city),
        state: known(&address.region),
        postal_code: known(&address.postcode),
        country: known(&address.country),
    })
}

fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Source: stateset.md, 3.10, `shipping_method`. Reading: it is delivered so many days after the order, and the day is written
/// without a time.
fn method(order: &Order, amount: i64) -> Option<MethodBody<'_>> {
    let shipping = order.shipping.as_ref()?;
    let day = |days: u32| {
        let moment = order.created_at.saturating_add_millis(days_ms(days));
        rfc_3339(moment, Precision::Seconds).split('T').next().map(str::to_owned)
    };
    Some(MethodBody {
        id: shipping.method.as_str(),
        name: &shipping.name,
        amount,
        estimated_delivery: shipping.estimated_days.and_then(day),
    })
}

fn value<'a>(order: &'a Order, name: &str) -> Option<&'a Value> {
    order.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn text<'a>(order: &'a Order, name: &str) -> Option<&'a str> {
    match value(order, name)? {
        Value::Text(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => None,
    }
}

fn metadata(order: &Order) -> Json {
    match value(order, order_attribute::METADATA) {
        Some(value @ Value::Map(_)) => from_value(value),
        Some(_) | None => Json::Object(Map::new()),
    }
}
