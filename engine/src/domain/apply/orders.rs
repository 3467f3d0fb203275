//! Paying for an order, giving money back, and seeing it through.

use super::{Change, OrderWrite, Outcome, allocation};
use crate::domain::access::may_reach_order;
use crate::domain::catalog::Product;
use crate::domain::command::ordering::{CaptureTransaction, PayOrder, RefundTransaction, UpdateOrder};
use crate::domain::facts::Facts;
use crate::domain::id::{OrderId, TransactionId};
use crate::domain::order::{
    Order, PaymentState, TRANSACTIONS_MAX, Transaction, TransactionKind, TransactionState,
};
use crate::domain::time::Timestamp;
use crate::error::Error;

pub(super) fn pay(facts: &Facts, command: &PayOrder) -> Result<Change, Error> {
    let mut order = order(facts, &command.order)?;
    let at = moment(facts, &order);
    let products = take_payment(facts, &mut order, command, at)?;
    let outcome = Outcome::Transacted { transaction: command.new_transaction.clone() };
    Ok(changed(order, at, products, outcome))
}

/// Puts a payment into the order, the first of which holds back the stock. Gives the products whose stock has changed.
pub(super) fn take_payment(
    facts: &Facts,
    order: &mut Order,
    command: &PayOrder,
    at: Timestamp,
) -> Result<Vec<Product>, Error> {
    if order.is_cancelled {
        return Err(Error::OrderState { order: order.id.clone() });
    }
    let balance = order.balance();
    // What costs nothing is paid by a transaction of nothing.
    let is_free = order.priced.total == 0;
    if balance == 0 && !(is_free && order.transactions.is_empty()) {
        return Err(Error::OrderPaid { order: order.id.clone() });
    }
    let minor_units = command.minor_units.unwrap_or(balance);
    if !(i64::from(!is_free)..=balance).contains(&minor_units) {
        return Err(Error::PaymentOutOfRange { minor_units, minor_units_max: balance });
    }
    if TRANSACTIONS_MAX <= order.transactions.len() {
        return Err(Error::TooManyTransactions);
    }
    let products =
        if order.transactions.is_empty() { allocation::allocate(facts, order)? } else { Vec::new() };
    order.transactions.push(Transaction {
        id: command.new_transaction.clone(),
        gateway: command.gateway.clone(),
        name: command.name.clone(),
        custom_reference: command.custom_reference.clone(),
        kind: command.kind,
        state: match command.kind {
            TransactionKind::Purchase => TransactionState::Complete,
            TransactionKind::Authorize => TransactionState::Authorized,
        },
        minor_units,
        refunded_minor_units: 0,
        created_at: at,
        updated_at: at,
    });
    Ok(products)
}

pub(super) fn capture(facts: &Facts, command: &CaptureTransaction) -> Result<Change, Error> {
    let mut order = order(facts, &command.order)?;
    if order.is_cancelled {
        return Err(Error::OrderState { order: order.id });
    }
    let at = moment(facts, &order);
    let transaction = transaction(&mut order, &command.transaction)?;
    match transaction.state {
        TransactionState::Authorized => transaction.state = TransactionState::Complete,
        TransactionState::Complete | TransactionState::Refunded => {
            return Err(Error::TransactionState { transaction: transaction.id.clone() });
        }
    }
    transaction.updated_at = at;
    let outcome = Outcome::Transacted { transaction: command.transaction.clone() };
    Ok(changed(order, at, Vec::new(), outcome))
}

pub(super) fn refund(facts: &Facts, command: &RefundTransaction) -> Result<Change, Error> {
    let mut order = order(facts, &command.order)?;
    let at = moment(facts, &order);
    let transaction = transaction(&mut order, &command.transaction)?;
    let left = transaction.minor_units - transaction.refunded_minor_units;
    if transaction.state != TransactionState::Complete || left == 0 {
        return Err(Error::TransactionState { transaction: transaction.id.clone() });
    }
    let minor_units = command.minor_units.unwrap_or(left);
    if !(1..=left).contains(&minor_units) {
        return Err(Error::PaymentOutOfRange { minor_units, minor_units_max: left });
    }
    transaction.refunded_minor_units += minor_units;
    if minor_units == left {
        transaction.state = TransactionState::Refunded;
    }
    transaction.updated_at = at;
    let outcome = Outcome::Transacted { transaction: command.transaction.clone() };
    Ok(changed(order, at, Vec::new(), outcome))
}

/// What is so already may be asked for again, so that whoever did not get the answer can.
pub(super) fn update(facts: &Facts, command: &UpdateOrder) -> Result<Change, Error> {
    let before = order(facts, &command.order)?;
    let mut order = before.clone();
    let mut products = Vec::new();
    if command.is_cancelled && !order.is_cancelled {
        if order.is_fulfilled || command.is_fulfilled || has_taken_money(&order) {
            return Err(Error::OrderState { order: order.id });
        }
        order.is_cancelled = true;
        products = allocation::release(facts, &mut order);
    }
    if command.is_fulfilled && !order.is_fulfilled {
        let is_paid = matches!(order.payment(), PaymentState::Paid | PaymentState::Authorized);
        if order.is_cancelled || !is_paid {
            return Err(Error::OrderState { order: order.id });
        }
        order.is_fulfilled = true;
        products = allocation::ship(facts, &mut order);
    }
    if let Some(reference) = &command.external_reference {
        order.external_reference = Some(reference.clone());
    }
    if order == before {
        return Ok(Change { order: Some(order), ..Change::nothing(Outcome::OrderUpdated) });
    }
    let at = moment(facts, &order);
    Ok(changed(order, at, products, Outcome::OrderUpdated))
}

/// The command's order.
fn order(facts: &Facts, id: &OrderId) -> Result<Order, Error> {
    let reached = facts.order.as_ref().filter(|order| may_reach_order(&facts.principal, order));
    reached.cloned().ok_or_else(|| Error::OrderNotFound { order: id.clone() })
}

fn transaction<'a>(order: &'a mut Order, id: &TransactionId) -> Result<&'a mut Transaction, Error> {
    let found = order.transactions.iter_mut().find(|one| one.id == *id);
    found.ok_or_else(|| Error::TransactionNotFound { transaction: id.clone() })
}

/// Whether money was taken for it that was not all given back. Money that is only held goes with the order.
fn has_taken_money(order: &Order) -> bool {
    let has_taken = |one: &Transaction| {
        one.state == TransactionState::Complete && one.refunded_minor_units < one.minor_units
    };
    order.transactions.iter().any(has_taken)
}

/// The time of a change: now, but never before the order's last change.
fn moment(facts: &Facts, order: &Order) -> Timestamp {
    facts.now.not_before(order.updated_at)
}

/// The order as it is once the rule has done its work.
fn changed(mut order: Order, at: Timestamp, products: Vec<Product>, outcome: Outcome) -> Change {
    order.revision += 1;
    order.updated_at = at;
    debug_assert!(order.paid() + order.authorized() <= order.priced.total);
    debug_assert!(order.transactions.iter().all(|one| one.refunded_minor_units <= one.minor_units));
    Change { order: Some(order), order_write: OrderWrite::Update, products, ..Change::nothing(outcome) }
}
