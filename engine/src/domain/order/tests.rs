use super::{
    Address, Contact, Order, OrderLine, PaymentState, Transaction, TransactionKind, TransactionState,
};
use crate::domain::cart::{Content, CustomItem, Line};
use crate::domain::id::{CartId, LineId, OrderId, OrderLineId, TransactionId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::pricing::PricedCart;
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(1_000);

fn order(total: i64, transactions: Vec<Transaction>) -> Order {
    Order {
        id: OrderId::new("o").unwrap(),
        cart: CartId::new("c").unwrap(),
        customer: None,
        contact: Contact::default(),
        number: None,
        external_reference: None,
        billing_address: Address::default(),
        shipping_address: Address::default(),
        attributes: vec![],
        currency: Currency::USD,
        lines: vec![],
        priced: PricedCart { subtotal: total, total, ..PricedCart::nothing(Some(Currency::USD)) },
        is_cancelled: false,
        is_fulfilled: false,
        transactions,
        shipping: None,
        allocations: vec![],
        revision: 0,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn transaction(state: TransactionState, minor_units: i64, refunded_minor_units: i64) -> Transaction {
    Transaction {
        id: TransactionId::new(format!("{state:?}-{minor_units}")).unwrap(),
        gateway: "manual".to_owned(),
        name: String::new(),
        custom_reference: String::new(),
        kind: match state {
            TransactionState::Authorized => TransactionKind::Authorize,
            TransactionState::Complete | TransactionState::Refunded => TransactionKind::Purchase,
        },
        state,
        minor_units,
        refunded_minor_units,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn held(minor_units: i64) -> Transaction {
    transaction(TransactionState::Authorized, minor_units, 0)
}

fn taken(minor_units: i64) -> Transaction {
    transaction(TransactionState::Complete, minor_units, 0)
}

fn given_back(minor_units: i64) -> Transaction {
    transaction(TransactionState::Refunded, minor_units, minor_units)
}

#[track_caller]
fn check(total: i64, transactions: Vec<Transaction>, payment: PaymentState, balance: i64) {
    let order = order(total, transactions);
    assert_eq!(order.payment(), payment);
    assert_eq!(order.balance(), balance);
    assert_eq!(order.paid() + order.authorized() + order.balance(), total);
}

#[test]
fn how_far_an_order_is_paid_follows_from_its_transactions() {
    check(1_000, vec![], PaymentState::Unpaid, 1_000);
    check(1_000, vec![taken(1_000)], PaymentState::Paid, 0);
    check(1_000, vec![taken(400)], PaymentState::PartiallyPaid, 600);
    check(1_000, vec![taken(400), taken(600)], PaymentState::Paid, 0);
    check(1_000, vec![held(1_000)], PaymentState::Authorized, 0);
    check(1_000, vec![held(400)], PaymentState::PartiallyAuthorized, 600);
    check(1_000, vec![held(400), taken(600)], PaymentState::Authorized, 0);
    check(1_000, vec![held(400), taken(500)], PaymentState::PartiallyPaid, 100);
    check(1_000, vec![given_back(1_000)], PaymentState::Refunded, 0);
    check(1_000, vec![given_back(400), given_back(600)], PaymentState::Refunded, 0);
}

#[test]
fn a_part_that_is_given_back_leaves_an_order_paid() {
    let partly = transaction(TransactionState::Complete, 1_000, 300);
    check(1_000, vec![partly], PaymentState::Paid, 0);
    check(1_000, vec![given_back(400), taken(600)], PaymentState::Paid, 0);
}

#[test]
fn an_order_that_costs_nothing_is_paid_by_a_transaction_of_nothing() {
    check(0, vec![], PaymentState::Unpaid, 0);
    check(0, vec![taken(0)], PaymentState::Paid, 0);
    check(0, vec![held(0)], PaymentState::Authorized, 0);
}

#[test]
fn a_transaction_is_found_by_its_identifier() {
    let order = order(1_000, vec![held(400), taken(600)]);
    let id = |text: &str| TransactionId::new(text).unwrap();
    assert_eq!(order.transaction(&id("Complete-600")), Some(&taken(600)));
    assert_eq!(order.transaction(&id("Complete-400")), None);
}

#[test]
fn a_custom_item_without_a_stock_keeping_unit_has_none_to_order_again_by() {
    let of = |sku: &str| OrderLine {
        id: OrderLineId::new("l").unwrap(),
        line: Line {
            id: LineId::new("l").unwrap(),
            sequence: 1,
            content: Content::Custom(CustomItem {
                name: "Fee".to_owned(),
                sku: sku.to_owned(),
                description: String::new(),
            }),
            quantity: Quantity::ONE,
            auto_added: vec![],
            unit_price: UnitPrice { minor_units: 1, includes_tax: false },
            list_price: UnitPrice { minor_units: 1, includes_tax: false },
            price_overridden: false,
            tax_rate: Rate::ZERO,
            taxes: vec![],
            custom_inputs: None,
            location: None,
            options: None,
            notes: None,
            metadata: None,
            added_at: NOW,
            updated_at: NOW,
        },
        sku: sku.to_owned(),
        name: "Fee".to_owned(),
        component_names: vec![],
    };
    assert!(of("").sku().is_none());
    assert_eq!(of("FEE-1").sku().unwrap().as_str(), "FEE-1");
}
