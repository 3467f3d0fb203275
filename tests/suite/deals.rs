//! The engine's words, continued: promotions, orders and payments in tests of the engine alone.

use std::collections::BTreeMap;

use trolley_engine::domain::command::import::Import;
use trolley_engine::domain::command::ordering::{Checkout, PayOrder};
use trolley_engine::domain::command::{AddLines, Command, OnAbsent};
use trolley_engine::domain::id::{OrderId, PromotionId, TransactionId};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::order::{Contact, TransactionKind};
use trolley_engine::domain::promotion::{Code, Offer, Promotion, Requirement, Reward, Target};

use crate::goods::{NOW, cart_id};

/// An import of promotions alone.
pub(crate) fn import_promotions(promotions: Vec<Promotion>) -> Command {
    Command::Import(Box::new(Import { promotions, ..Import::default() }))
}

/// A promotion of this identifier, in force for ever and everywhere.
pub(crate) fn promotion(id: &str, offer: Offer, reward: Reward) -> Promotion {
    Promotion {
        id: PromotionId::new(id).unwrap(),
        name: id.to_owned(),
        description: String::new(),
        is_enabled: true,
        offer,
        starts_at: None,
        ends_at: None,
        subtotal_min: BTreeMap::new(),
        applications_max: None,
        discount_max: BTreeMap::new(),
        created_at: NOW,
        reward,
    }
}

/// An offer by these codes.
pub(crate) fn by_codes(codes: impl IntoIterator<Item = String>, uses_max: Option<u64>) -> Offer {
    Offer::ByCode(codes.into_iter().map(|code| Code { code, uses_max }).collect())
}

/// So many cents off the cart.
pub(crate) fn off(minor_units: i64) -> Reward {
    Reward::CartAmount { amounts: [(Currency::USD, minor_units)].into(), excluded: vec![] }
}

/// The second product with each of the first, put into the cart.
pub(crate) fn gift_with(product: &str, gift: &str) -> Promotion {
    let target = |product: &str| Target(product.to_owned());
    let reward = Reward::Gift {
        requirements: vec![Requirement { targets: vec![target(product)], quantity: 1 }],
        gifts: vec![target(gift)],
        is_added: true,
    };
    promotion(&format!("{gift} with {product}"), Offer::Automatic, reward)
}

/// Enters codes in a cart that is there.
pub(crate) fn enter(cart: &str, codes: impl IntoIterator<Item = String>) -> Command {
    let enter = AddLines::new(cart_id(cart), OnAbsent::Refuse, vec![]);
    Command::AddLines(AddLines { codes: codes.into_iter().collect(), ..enter })
}

/// Makes an order of a cart.
pub(crate) fn check_out(cart: &str, order: &str) -> Command {
    let contact =
        Contact { name: "Ann Roe".to_owned(), email: "ann@example.com".to_owned(), ..Contact::default() };
    Command::Checkout(Box::new(Checkout { contact, ..Checkout::new(cart_id(cart), order_id(order)) }))
}

/// Pays so much for an order, or all that is left.
pub(crate) fn pay(order: &str, transaction: &str, minor_units: Option<i64>) -> Command {
    Command::PayOrder(PayOrder {
        order: order_id(order),
        new_transaction: TransactionId::new(transaction).unwrap(),
        kind: TransactionKind::Purchase,
        minor_units,
        gateway: "manual".to_owned(),
        name: String::new(),
        custom_reference: String::new(),
    })
}

pub(crate) fn order_id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}
