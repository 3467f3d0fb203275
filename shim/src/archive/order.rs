//! Orders in an export.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use trolley_engine::archive::OrderEntry;
use trolley_engine::domain::cart::Line;
use trolley_engine::domain::id::{
    CartId, CustomerId, OrderId, OrderLineId, ProductId, ShippingMethodId, VariantId,
};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::order::{
    Address, Allocation, Contact, Order, OrderLine, OrderShipping, Transaction,
};

use super::line::LineWire;
use super::priced::PricedWire;
use super::spelling::{Moment, Spelling};
use super::transaction::TransactionWire;
use super::{Invalid, each};
use crate::json::{from_members, into_members};

/// An order as it is stored.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderEntryWire {
    key: u64,
    order: OrderWire,
}

impl From<OrderEntry> for OrderEntryWire {
    fn from(entry: OrderEntry) -> Self {
        Self { key: entry.key, order: entry.order.into() }
    }
}

impl TryFrom<OrderEntryWire> for OrderEntry {
    type Error = Invalid;

    fn try_from(wire: OrderEntryWire) -> Result<Self, Invalid> {
        let order = Order::try_from(wire.order).map_err(|invalid| invalid.within("order"))?;
        Ok(Self { key: wire.key, order })
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderWire {
    id: Spelling<OrderId>,
    cart: Spelling<CartId>,
    customer: Option<Spelling<CustomerId>>,
    contact: ContactWire,
    number: Option<String>,
    external_reference: Option<String>,
    billing_address: AddressWire,
    shipping_address: AddressWire,
    attributes: Map<String, Json>,
    currency: Spelling<Currency>,
    lines: Vec<OrderLineWire>,
    priced: PricedWire,
    is_cancelled: bool,
    is_fulfilled: bool,
    transactions: Vec<TransactionWire>,
    shipping: Option<ShippingWire>,
    allocations: Vec<AllocationWire>,
    revision: u64,
    created_at: Moment,
    updated_at: Moment,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactWire {
    is_of_account: bool,
    name: String,
    email: String,
    account: String,
    account_member: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddressWire {
    first_name: String,
    last_name: String,
    phone_number: String,
    company_name: String,
    line_1: String,
    line_2: String,
    city: String,
    postcode: String,
    county: String,
    region: String,
    country: String,
    instructions: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderLineWire {
    id: Spelling<OrderLineId>,
    line: LineWire,
    sku: String,
    name: String,
    component_names: Vec<ComponentNameWire>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentNameWire {
    key: String,
    name: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippingWire {
    /// The place of its line among the order's, from 0.
    line: usize,
    method: Spelling<ShippingMethodId>,
    name: String,
    estimated_days: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllocationWire {
    product: Spelling<ProductId>,
    variant: Option<Spelling<VariantId>>,
    units: i64,
}

impl From<Order> for OrderWire {
    fn from(order: Order) -> Self {
        Self {
            id: Spelling(order.id),
            cart: Spelling(order.cart),
            customer: order.customer.map(Spelling),
            contact: order.contact.into(),
            number: order.number,
            external_reference: order.external_reference,
            billing_address: order.billing_address.into(),
            shipping_address: order.shipping_address.into(),
            attributes: from_members(&order.attributes),
            currency: Spelling(order.currency),
            lines: order.lines.into_iter().map(OrderLineWire::from).collect(),
            priced: order.priced.into(),
            is_cancelled: order.is_cancelled,
            is_fulfilled: order.is_fulfilled,
            transactions: order.transactions.into_iter().map(TransactionWire::from).collect(),
            shipping: order.shipping.map(ShippingWire::from),
            allocations: order.allocations.into_iter().map(AllocationWire::from).collect(),
            revision: order.revision,
            created_at: Moment(order.created_at),
            updated_at: Moment(order.updated_at),
        }
    }
}

impl TryFrom<OrderWire> for Order {
    type Error = Invalid;

    fn try_from(wire: OrderWire) -> Result<Self, Invalid> {
        Ok(Self {
            id: wire.id.0,
            cart: wire.cart.0,
            customer: wire.customer.map(|customer| customer.0),
            contact: wire.contact.into(),
            number: wire.number,
            external_reference: wire.external_reference,
            billing_address: wire.billing_address.into(),
            shipping_address: wire.shipping_address.into(),
            attributes: into_members(wire.attributes),
            currency: wire.currency.0,
            lines: each("lines", wire.lines, OrderLine::try_from)?,
            priced: wire.priced.into(),
            is_cancelled: wire.is_cancelled,
            is_fulfilled: wire.is_fulfilled,
            transactions: wire.transactions.into_iter().map(Transaction::from).collect(),
            shipping: wire.shipping.map(OrderShipping::from),
            allocations: wire.allocations.into_iter().map(Allocation::from).collect(),
            revision: wire.revision,
            created_at: wire.created_at.0,
            updated_at: wire.updated_at.0,
        })
    }
}

impl From<OrderLine> for OrderLineWire {
    fn from(line: OrderLine) -> Self {
        let OrderLine { id, line, sku, name, component_names } = line;
        let component_names = component_names.into_iter().map(|(key, name)| ComponentNameWire { key, name });
        Self { id: Spelling(id), line: line.into(), sku, name, component_names: component_names.collect() }
    }
}

impl TryFrom<OrderLineWire> for OrderLine {
    type Error = Invalid;

    fn try_from(wire: OrderLineWire) -> Result<Self, Invalid> {
        let OrderLineWire { id, line, sku, name, component_names } = wire;
        let component_names = component_names.into_iter().map(|ComponentNameWire { key, name }| (key, name));
        Ok(Self {
            id: id.0,
            line: Line::try_from(line).map_err(|invalid| invalid.within("line"))?,
            sku,
            name,
            component_names: component_names.collect(),
        })
    }
}

macro_rules! same_members {
    ($domain:ident, $wire:ident: $($member:ident),+ $(,)?) => {
        impl From<$domain> for $wire {
            fn from(value: $domain) -> Self {
                let $domain { $($member),+ } = value;
                Self { $($member),+ }
            }
        }

        impl From<$wire> for $domain {
            fn from(value: $wire) -> Self {
                let $wire { $($member),+ } = value;
                Self { $($member),+ }
            }
        }
    };
}

same_members! { Contact, ContactWire: is_of_account, name, email, account, account_member }

same_members! {
    Address, AddressWire: first_name, last_name, phone_number, company_name, line_1, line_2, city, postcode, county, region,
    country, instructions,
}

impl From<OrderShipping> for ShippingWire {
    fn from(shipping: OrderShipping) -> Self {
        let OrderShipping { place, method, name, estimated_days } = shipping;
        Self { line: place, method: Spelling(method), name, estimated_days }
    }
}

impl From<ShippingWire> for OrderShipping {
    fn from(wire: ShippingWire) -> Self {
        let ShippingWire { line, method, name, estimated_days } = wire;
        Self { place: line, method: method.0, name, estimated_days }
    }
}

impl From<Allocation> for AllocationWire {
    fn from(allocation: Allocation) -> Self {
        let Allocation { product, variant, units } = allocation;
        Self { product: Spelling(product), variant: variant.map(Spelling), units }
    }
}

impl From<AllocationWire> for Allocation {
    fn from(wire: AllocationWire) -> Self {
        let AllocationWire { product, variant, units } = wire;
        Self { product: product.0, variant: variant.map(|variant| variant.0), units }
    }
}
