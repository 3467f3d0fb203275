//! An order as a record.

use super::line::{Inputs, line_from_v2, line_to_v2};
use super::v2::order as record;
use super::v3::order as v3_record;
use super::value::{members_from_v1, members_to_v1};
use super::{Invalid, currency, is_amount, priced, rule, unknown_version, v2, v3};
use crate::domain::cart::{CustomInputs, CustomInputsBody, LINES_MAX};
use crate::domain::id::{
    CartId, CustomerId, OrderId, OrderLineId, ProductId, ShippingMethodId, TransactionId, VariantId,
};
use crate::domain::order::{
    Address, Allocation, Contact, Order, OrderLine, OrderShipping, TRANSACTIONS_MAX, Transaction,
    TransactionKind, TransactionState,
};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "orders";

/// The record of an order. All custom inputs are in it, whatever their size.
pub(crate) fn seal(key: &[u8], order: &Order) -> Result<Vec<u8>, StoreError> {
    debug_assert!(check(order).is_ok(), "{:?}", check(order));
    codec::seal(TABLE, key, v3::VERSION, &to_v3(order))
}

/// The order in a record.
pub(crate) fn open(key: &[u8], bytes: &[u8]) -> Result<Order, StoreError> {
    let record = match codec::unseal(TABLE, key, bytes)? {
        (v2::VERSION, body) => v3_record::Order { order: codec::decode(TABLE, body)?, shipping: None },
        (v3::VERSION, body) => codec::decode(TABLE, body)?,
        (version, _) => return Err(unknown_version(TABLE, version)),
    };
    let order = from_v3(record).map_err(|invalid| invalid.in_table(TABLE))?;
    check(&order).map_err(|invalid| invalid.in_table(TABLE))?;
    Ok(order)
}

/// What holds for every order and no type says.
pub(crate) fn check(order: &Order) -> Result<(), Invalid> {
    let lines_max = LINES_MAX + usize::from(order.shipping.is_some());
    rule(order.lines.len() <= lines_max, "an order has too many lines")?;
    if let Some(shipping) = &order.shipping {
        let line = order.lines.get(shipping.place);
        let is_custom = line.is_some_and(|line| line.line.custom().is_some());
        rule(is_custom, "what an order is sent by is no line of it")?;
    }
    let is_priced = order.lines.len() == order.priced.lines.len();
    rule(is_priced, "an order has not as many lines as prices")?;
    let is_currency = order.priced.currency == Some(order.currency);
    rule(is_currency, "an order is not in the currency of its prices")?;
    let is_left_out = |inputs: &CustomInputs| inputs.body == CustomInputsBody::Stored;
    let inputs = order.lines.iter().filter_map(|line| line.line.custom_inputs.as_ref());
    rule(!inputs.into_iter().any(is_left_out), "custom inputs of an order are missing")?;
    priced::check(&order.priced)?;
    rule(order.transactions.len() <= TRANSACTIONS_MAX, "an order has too many transactions")?;
    let holds = |one: &Transaction| {
        is_amount(one.minor_units) && (0..=one.minor_units).contains(&one.refunded_minor_units)
    };
    rule(order.transactions.iter().all(holds), "a transaction is out of range")?;
    let is_paid_over = order.priced.total < order.paid() + order.authorized();
    rule(!is_paid_over, "more was paid for an order than it costs")?;
    let are_units = order.allocations.iter().all(|one| 0 <= one.units);
    rule(are_units, "what is held back for an order is negative")?;
    rule(order.created_at <= order.updated_at, "an order was changed before it was made")
}

pub(super) fn to_v3(order: &Order) -> v3_record::Order<'_> {
    v3_record::Order {
        order: to_v2(order),
        shipping: order.shipping.as_ref().map(|shipping| v3_record::Shipping {
            // An order has far fewer lines.
            place: u32::try_from(shipping.place).unwrap_or(u32::MAX),
            method: shipping.method.as_str(),
            name: &shipping.name,
            estimated_days: shipping.estimated_days,
        }),
    }
}

pub(super) fn to_v2(order: &Order) -> record::Order<'_> {
    record::Order {
        id: order.id.as_str(),
        cart: order.cart.as_str(),
        customer: order.customer.as_ref().map(CustomerId::as_str),
        contact: record::Contact {
            is_of_account: order.contact.is_of_account,
            name: &order.contact.name,
            email: &order.contact.email,
            account: &order.contact.account,
            account_member: &order.contact.account_member,
        },
        number: order.number.as_deref(),
        external_reference: order.external_reference.as_deref(),
        billing_address: address_to_v2(&order.billing_address),
        shipping_address: address_to_v2(&order.shipping_address),
        attributes: members_to_v1(&order.attributes),
        currency: order.currency.as_str(),
        lines: order.lines.iter().map(order_line_to_v2).collect(),
        priced: priced::to_v2(&order.priced),
        is_cancelled: order.is_cancelled,
        is_fulfilled: order.is_fulfilled,
        transactions: order.transactions.iter().map(transaction_to_v2).collect(),
        allocations: order
            .allocations
            .iter()
            .map(|allocation| record::Allocation {
                product: allocation.product.as_str(),
                variant: allocation.variant.as_ref().map(VariantId::as_str),
                units: allocation.units,
            })
            .collect(),
        revision: order.revision,
        created_at_ms: order.created_at.as_millis(),
        updated_at_ms: order.updated_at.as_millis(),
    }
}

fn address_to_v2(address: &Address) -> record::Address<'_> {
    record::Address {
        first_name: &address.first_name,
        last_name: &address.last_name,
        phone_number: &address.phone_number,
        company_name: &address.company_name,
        line_1: &address.line_1,
        line_2: &address.line_2,
        city: &address.city,
        postcode: &address.postcode,
        county: &address.county,
        region: &address.region,
        country: &address.country,
        instructions: &address.instructions,
    }
}

fn order_line_to_v2(line: &OrderLine) -> record::OrderLine<'_> {
    let OrderLine { id, line, sku, name, component_names } = line;
    let component_names = component_names.iter().map(|(key, name)| (key.as_str(), name.as_str()));
    record::OrderLine {
        id: id.as_str(),
        line: line_to_v2(line, Inputs::Inline),
        sku,
        name,
        component_names: component_names.collect(),
    }
}

fn transaction_to_v2(transaction: &Transaction) -> record::Transaction<'_> {
    record::Transaction {
        id: transaction.id.as_str(),
        gateway: &transaction.gateway,
        name: &transaction.name,
        custom_reference: &transaction.custom_reference,
        kind: match transaction.kind {
            TransactionKind::Purchase => record::TransactionKind::Purchase,
            TransactionKind::Authorize => record::TransactionKind::Authorize,
        },
        state: match transaction.state {
            TransactionState::Authorized => record::TransactionState::Authorized,
            TransactionState::Complete => record::TransactionState::Complete,
            TransactionState::Refunded => record::TransactionState::Refunded,
        },
        minor_units: transaction.minor_units,
        refunded_minor_units: transaction.refunded_minor_units,
        created_at_ms: transaction.created_at.as_millis(),
        updated_at_ms: transaction.updated_at.as_millis(),
    }
}

fn from_v3(record: v3_record::Order<'_>) -> Result<Order, Invalid> {
    let shipping = record.shipping.map(|shipping| {
        Ok::<_, Invalid>(OrderShipping {
            place: usize::try_from(shipping.place).unwrap_or(usize::MAX),
            method: ShippingMethodId::new(shipping.method)?,
            name: shipping.name.to_owned(),
            estimated_days: shipping.estimated_days,
        })
    });
    Ok(Order { shipping: shipping.transpose()?, ..from_v2(record.order)? })
}

fn from_v2(order: record::Order<'_>) -> Result<Order, Invalid> {
    let lines = order.lines.into_iter().map(order_line_from_v2);
    let transactions = order.transactions.iter().map(transaction_from_v2);
    let allocations = order.allocations.iter().map(allocation_from_v2);
    Ok(Order {
        id: OrderId::new(order.id)?,
        cart: CartId::new(order.cart)?,
        customer: order.customer.map(CustomerId::new).transpose()?,
        contact: Contact {
            is_of_account: order.contact.is_of_account,
            name: order.contact.name.to_owned(),
            email: order.contact.email.to_owned(),
            account: order.contact.account.to_owned(),
            account_member: order.contact.account_member.to_owned(),
        },
        number: order.number.map(str::to_owned),
        external_reference: order.external_reference.map(str::to_owned),
        billing_address: address_from_v2(&order.billing_address),
        shipping_address: address_from_v2(&order.shipping_address),
        attributes: members_from_v1(order.attributes)?,
        currency: currency(order.currency)?,
        lines: lines.collect::<Result<Vec<OrderLine>, Invalid>>()?,
        priced: priced::from_v2(order.priced)?,
        is_cancelled: order.is_cancelled,
        is_fulfilled: order.is_fulfilled,
        transactions: transactions.collect::<Result<Vec<Transaction>, Invalid>>()?,
        shipping: None,
        allocations: allocations.collect::<Result<Vec<Allocation>, Invalid>>()?,
        revision: order.revision,
        created_at: Timestamp::from_millis(order.created_at_ms),
        updated_at: Timestamp::from_millis(order.updated_at_ms),
    })
}

fn address_from_v2(address: &record::Address<'_>) -> Address {
    Address {
        first_name: address.first_name.to_owned(),
        last_name: address.last_name.to_owned(),
        phone_number: address.phone_number.to_owned(),
        company_name: address.company_name.to_owned(),
        line_1: address.line_1.to_owned(),
        line_2: address.line_2.to_owned(),
        city: address.city.to_owned(),
        postcode: address.postcode.to_owned(),
        county: address.county.to_owned(),
        region: address.region.to_owned(),
        country: address.country.to_owned(),
        instructions: address.instructions.to_owned(),
    }
}

fn order_line_from_v2(line: record::OrderLine<'_>) -> Result<OrderLine, Invalid> {
    Ok(OrderLine {
        id: OrderLineId::new(line.id)?,
        line: line_from_v2(line.line, Inputs::Inline)?,
        sku: line.sku.to_owned(),
        name: line.name.to_owned(),
        component_names: line
            .component_names
            .into_iter()
            .map(|(key, name)| (key.to_owned(), name.to_owned()))
            .collect(),
    })
}

fn transaction_from_v2(transaction: &record::Transaction<'_>) -> Result<Transaction, Invalid> {
    Ok(Transaction {
        id: TransactionId::new(transaction.id)?,
        gateway: transaction.gateway.to_owned(),
        name: transaction.name.to_owned(),
        custom_reference: transaction.custom_reference.to_owned(),
        kind: match transaction.kind {
            record::TransactionKind::Purchase => TransactionKind::Purchase,
            record::TransactionKind::Authorize => TransactionKind::Authorize,
        },
        state: match transaction.state {
            record::TransactionState::Authorized => TransactionState::Authorized,
            record::TransactionState::Complete => TransactionState::Complete,
            record::TransactionState::Refunded => TransactionState::Refunded,
        },
        minor_units: transaction.minor_units,
        refunded_minor_units: transaction.refunded_minor_units,
        created_at: Timestamp::from_millis(transaction.created_at_ms),
        updated_at: Timestamp::from_millis(transaction.updated_at_ms),
    })
}

fn allocation_from_v2(allocation: &record::Allocation<'_>) -> Result<Allocation, Invalid> {
    Ok(Allocation {
        product: ProductId::new(allocation.product)?,
        variant: allocation.variant.map(VariantId::new).transpose()?,
        units: allocation.units,
    })
}
