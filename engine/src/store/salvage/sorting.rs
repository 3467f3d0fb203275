//! Which record bytes are, judged by nothing but themselves: the checksum of their key and of what they hold, and whether
//! all of it can be read as one of a kind.

use crate::archive::CartEntry;
use crate::domain::cart::Cart;
use crate::domain::catalog::Product;
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::key::KeyDigest;
use crate::domain::order::Order;
use crate::domain::promotion::{Offer, Promotion};
use crate::store::codec;
use crate::store::meta;
use crate::store::record::{answer, cart, catalog, clock, delivery, key, order, parked, promotion, settings};

/// A table whose records have checksums of their own, in the order in which entries are given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Meta,
    Products,
    Promotions,
    Customers,
    Keys,
    Carts,
    Orders,
    Parked,
    Answers,
}

impl Kind {
    pub(super) const NUMBERED: [Self; 2] = [Self::Carts, Self::Orders];
    pub(super) const NAMED: [Self; 7] = [
        Self::Meta,
        Self::Products,
        Self::Promotions,
        Self::Customers,
        Self::Keys,
        Self::Parked,
        Self::Answers,
    ];

    /// The table's name in the file.
    pub(super) const fn table(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Products => "products",
            Self::Promotions => "promotions",
            Self::Customers => "customers",
            Self::Keys => "keys",
            Self::Carts => "carts",
            Self::Orders => "orders",
            Self::Parked => "parked",
            Self::Answers => "answers",
        }
    }
}

/// What is known of a record.
#[derive(Debug)]
pub(super) struct Sorted {
    /// Of two records under one key the one with the higher rank is the newer one, as far as that can be told.
    pub(super) rank: i128,
    /// What no other record may be called.
    pub(super) names: Vec<String>,
}

/// The key with which a record's checksum is made: numbers have their highest byte first there.
pub(super) fn sealing_key(kind: Kind, key: &[u8]) -> Vec<u8> {
    let mut key = key.to_vec();
    if Kind::NUMBERED.contains(&kind) {
        key.reverse();
    }
    key
}

/// Whether the checksum holds.
pub(super) fn is_sealed(key: &[u8], record: &[u8]) -> bool {
    codec::unseal("salvaged", key, record).is_ok()
}

/// What is known of a record of this kind under its sealing key; none where it is none.
pub(super) fn sort(kind: Kind, key: &[u8], record: &[u8]) -> Option<Sorted> {
    let text = || std::str::from_utf8(key).ok();
    let unranked = |names: Vec<String>| Sorted { rank: 0, names };
    match kind {
        Kind::Meta => {
            let name = text()?;
            let is_one = match name {
                meta::SETTINGS_KEY => settings::open(name, record).is_ok(),
                meta::DELIVERY_KEY => delivery::open(name, record).is_ok(),
                meta::ORIGIN_KEY => meta::open_origin(record).is_ok(),
                meta::CLOCK_KEY => clock::open(name, record).is_ok(),
                _ => false,
            };
            is_one.then(|| unranked(Vec::new()))
        }
        Kind::Products => product(&catalog::open_product(text()?, record).ok()?, key),
        Kind::Promotions => {
            let promotion = promotion::open(text()?, record).ok()?;
            (promotion.id.as_str().as_bytes() == key).then(|| unranked(codes(&promotion)))
        }
        Kind::Customers => {
            let customer = catalog::open_customer(text()?, record).ok()?;
            (customer.id.as_str().as_bytes() == key).then(|| unranked(Vec::new()))
        }
        Kind::Keys => {
            key::open(KeyDigest(key.try_into().ok()?), record).ok()?;
            Some(unranked(Vec::new()))
        }
        Kind::Carts => {
            let cart = cart::open(key, record).ok()?;
            Some(Sorted { rank: revised(cart.revision), names: vec![cart.id.into_string()] })
        }
        Kind::Orders => {
            let order = order::open(key, record).ok()?;
            Some(Sorted { rank: revised(order.revision), names: vec![order.id.into_string()] })
        }
        Kind::Parked => {
            let (sequence, _) = parked::open(text()?, record).ok()?;
            Some(Sorted { rank: revised(sequence), names: Vec::new() })
        }
        Kind::Answers => {
            let stored = answer::open(IdempotencyKey(key.try_into().ok()?), record).ok()?;
            Some(Sorted { rank: revised(stored.sequence), names: vec![stored.sequence.to_string()] })
        }
    }
}

fn revised(revision: u64) -> i128 {
    i128::from(revision)
}

/// Products have no revision. Of two the one with less in stock is taken: no unit is promised twice.
fn product(product: &Product, key: &[u8]) -> Option<Sorted> {
    if product.id.as_str().as_bytes() != key {
        return None;
    }
    let of_variants = product.variants.iter().filter_map(|variant| variant.stock.as_ref());
    let stocks = of_variants.chain([&product.stock]);
    let available: i128 = stocks.map(|stock| i128::from(stock.available)).sum();
    let mut names = vec![format!("sku {}", product.sku), format!("id {}", product.id)];
    for variant in &product.variants {
        names.extend([format!("sku {}", variant.sku), format!("id {}", variant.id)]);
    }
    Some(Sorted { rank: -available, names })
}

fn codes(promotion: &Promotion) -> Vec<String> {
    match &promotion.offer {
        Offer::Automatic => Vec::new(),
        Offer::ByCode(codes) => codes.iter().map(|code| code.code.clone()).collect(),
    }
}

/// The cart in a record that was found, under its number.
pub(super) fn open_cart(key: &[u8], record: &[u8]) -> Option<CartEntry> {
    let number = u64::from_be_bytes(key.try_into().ok()?);
    let cart: Cart = cart::open(key, record).ok()?;
    Some(CartEntry { key: number, cart })
}

/// The codes with which an order was discounted.
pub(super) fn used_codes(order: &Order) -> impl Iterator<Item = &String> {
    let applied = order.priced.applied.iter();
    applied.filter_map(|applied| {
        let promotion = applied.promotion.as_ref()?;
        // An automatic one has a code that no shopper enters.
        (applied.code != format!("auto_{promotion}")).then_some(&applied.code)
    })
}
