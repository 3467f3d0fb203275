//! What there is while the disk is struck: a few carts, a few goods, as little else as can be.

use trolley_engine::domain::catalog::{Customer, Product};
use trolley_engine::domain::command::Command;
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::promotion::Promotion;

use crate::deals::{by_codes, off, promotion};
use crate::goods::{product, stock};

/// The carts; the last of them never is.
pub(super) const CARTS: [&str; 5] = ["guest_a", "guest_b", "user_ada", "guest_c", "nowhere"];
/// Whose the cart `user_ada` is.
pub(super) const CUSTOMER: &str = "ada";
/// The goods: product and SKU.
pub(super) const GOODS: [(&str, &str); 5] =
    [("mug", "SKU-mug"), ("cup", "SKU-cup"), ("card", "SKU-card"), ("plate", "SKU-plate"), ("", "FEE")];
pub(super) const MUG: usize = 0;
/// The one whose stock is counted.
pub(super) const CARD: usize = 2;
/// The one about which shoppers write.
pub(super) const PLATE: usize = 3;
/// Not a product, but a custom item.
pub(super) const FEE: usize = 4;
/// The cards that there are at first.
pub(super) const CARDS: i64 = 1_000_000;
/// A code that takes something off.
pub(super) const CODE: &str = "OFF";

pub(super) fn mug() -> Product {
    product(GOODS[MUG].0)
}

/// One of three promotions that come and are described anew.
pub(super) fn promotion_of(made: u64) -> Promotion {
    let name = format!("late-{}", made % 3);
    let offer = by_codes([format!("LATE-{}", made % 3)], None);
    Promotion { description: format!("As of {made}"), ..promotion(&name, offer, off(1)) }
}

/// What brings all of it into a store.
pub(super) fn stocking() -> Command {
    let Command::Import(mut stocking) = crate::goods::import(
        GOODS[..FEE]
            .iter()
            .map(|(id, _)| Product { stock: stock((*id == GOODS[CARD].0).then_some(CARDS)), ..product(id) })
            .collect(),
    ) else {
        panic!("it is an import")
    };
    stocking.promotions = vec![promotion("off", by_codes([CODE.to_owned()], None), off(100))];
    stocking.customers = vec![Customer {
        id: CustomerId::new(CUSTOMER).unwrap(),
        name: "Ada".to_owned(),
        email: String::new(),
    }];
    Command::Import(stocking)
}
